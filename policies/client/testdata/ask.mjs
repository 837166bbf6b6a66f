// Asks the server of the test, at the address given, about each of its cases, and
// prints what the client made of it.
import { Candor, decideIn } from "./candor.js";

const [address, dead, good, ...cases] = process.argv.slice(2);
const question = { notice: "school", action: "use", purpose: "service" };
const circular = { notice: "school", action: "use" };
circular.self = circular;

const out = {};
const options = { timeout: 1000, headers: { Authorization: "Bearer t" } };
await Promise.all(cases.map(async (name) => {
  const candor = new Candor(`${address}/${name}`, options);
  out[name] = await candor.decide(question);
  [out[`${name} among several`]] = await candor.decideAll([question]);
}));

out["nobody there"] = await new Candor(dead).decide(question);
const at = new Candor(`${address}/good/`, options);
out["age that is no number"] = await at.decide({ ...question, age: NaN });
out["number without end"] = await at.decide({ ...question, counts: { affected: Infinity } });
out["circle"] = await at.decide(circular);
out["big number"] = await at.decide({ ...question, age: 7n });
out["nothing"] = await at.decide(undefined);
const throwing = (how) => new Candor(address, { fetch: how }).decide(question);
out["fetch that throws"] = await throwing(() => { throw new Error("no"); });
out["fetch that gives nothing"] = await throwing(async () => undefined);

const module = (evaluate) => decideIn({ evaluate }, question, 1795219200000);
const answer = JSON.parse(good);
let input;
out["module"] = module((...given) => { input = given; return [{ result: answer }]; });
out["module that throws"] = module(() => { throw "out of memory"; });
out["module without result"] = module(() => []);
out["module with two"] = module(() => [{ result: answer }, { result: answer }]);
out["module with another shape"] = module(() => ({ result: answer }));

const many = Array.from({ length: 250 }, (_, i) => ({ ...question, counts: { n: i === 120 ? NaN : i } }));
const counted = await new Candor(`${address}/counting`, options).decideAll(many);
const none = await at.decideAll([]);
console.log(JSON.stringify({ out, input, none, counted: counted.map((a) => a.reasons[0].code + " " + (a.reasons[0].detail ?? "")) }));
