// A service that uses the ids of the worked examples. Every line after a
// ts-expect-error has to be wrong, or the compiler complains.
import { Action, notices, type Category, type Notice, type Purpose, type Question } from "./ids.js";
import { Candor, decideIn, type Module, type Question as Loose } from "./candor.js";

const { intoo, nextthought } = notices;

// By name or as text: both are held to what the notice knows.
export const named: Question = {
  notice: intoo.id,
  action: Action.share,
  categories: [intoo.categories.resume],
  purpose: intoo.purposes.recruitment,
  recipient: intoo.recipients.employer,
  gates: { [intoo.gates.published]: { on: "2026-01-01" }, "coach-chosen": false },
  since: { request: "2026-01-01" },
  strict: false,
};
export const asText: Question<"intoo"> = { notice: "intoo", action: "share", categories: ["resume"], purpose: "recruitment" };

// @ts-expect-error: a purpose that is gone
export const gone = intoo.purposes.noMore;
// @ts-expect-error: a purpose of no notice
export const nowhere: Question = { notice: "intoo", action: "use", purpose: "no-more" };
// @ts-expect-error: a purpose of another notice
export const elsewhere: Question = { notice: "intoo", action: "use", purpose: nextthought.purposes.provideService };
// @ts-expect-error: no notice
export const nobody: Question = { notice: "nobody", action: "use" };
// @ts-expect-error: no action
export const eaten: Question = { notice: "intoo", action: "eat" };
// @ts-expect-error: a field that no question has
export const misspelt: Question = { notice: "intoo", action: "use", category: "resume" };
// @ts-expect-error: a gate that the notice does not have
export const gate: Question<"intoo"> = { notice: "intoo", action: "use", gates: { nowhere: true } };
// @ts-expect-error: a category is no purpose
export const mixed: Purpose<"intoo"> = "resume" satisfies Category<"intoo">;
// @ts-expect-error: constants stay as they are
notices.intoo.id = "other";

// The client takes either type of question.
const candor = new Candor<Question>("http://127.0.0.1:8282");
export const answer = candor.decide(named);
// @ts-expect-error: a question of no notice
export const refused = candor.decide({ notice: "nobody", action: "use" });
export const row = candor.fields({ notice: "intoo", action: "share" }, [{ name: "cv", categories: ["resume"] }]);
export const rows = candor.retention({ notice: "intoo" }, [{ id: "1", categories: ["resume"], since: { request: "2026-01-01" } }]);
// @ts-expect-error: a field of no category
export const column = candor.fields({ notice: "intoo", action: "share" }, [{ name: "cv", categories: ["no-more"] }]);
// @ts-expect-error: a record of no notice
export const lost = candor.retention({ notice: "nobody" }, []);
export const loose: Loose = named;
export const anything = new Candor("http://127.0.0.1:8282").decide({ notice: "any", action: "use" });
export const inProcess = (module: Module) => decideIn<Question>(module, asText).allow;
export const ids: Notice[] = Object.values(notices).map((n) => n.id);
