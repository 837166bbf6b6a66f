// Asks servers what it is told, by everything that the client has, and prints the
// answers.
import { Candor } from "./candor.js";

const { faults, selections, retentions } = JSON.parse(await new Response(process.stdin).text());
const out = [];
for (const { address, question } of faults) {
  let asked;
  try {
    asked = JSON.parse(question);
  } catch {
    out.push(null); // no value of JavaScript is written so
    continue;
  }
  const candor = new Candor(address);
  const categories = asked?.categories ?? ["usage"];
  const [several] = await candor.decideAll([asked]);
  const selected = await candor.fields(asked, [{ name: "f", categories }]);
  const [kept] = await candor.retention(asked, [{ id: "r", categories }]);
  out.push({ one: await candor.decide(asked), several, field: selected.denied[0]?.answer, fields: selected.answer, kept: kept.answer, keep: kept.keep || selected.allowed.length > 0 });
}
const selected = await Promise.all(selections.map(({ address, question, fields }) => new Candor(address).fields(question, fields)));
const kept = await Promise.all(retentions.map(({ address, question, records }) => new Candor(address).retention(question, records)));
console.log(JSON.stringify({ faults: out, selected, kept }));
