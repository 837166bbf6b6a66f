// The ask panel: whose data, on which day, after which acts. The page then shows beside
// each statement whether that person's data may be used so, and only the addenda that
// reach the person. Below that, one question with its answer and the calls that ask it.
const asking = panel("ask", "Ask", fillAsk);
let person; // what was entered, undefined while the page is nobody's

const option = (value, words) => h("option", { value }, words);

function choice(name, words, list, none) {
  const id = `ask-${name}`;
  return h("div", {}, h("label", { for: id }, words),
    h("select", { id, name }, none === undefined ? "" : option("", none), ...list.map(([value, label]) => option(value, label))));
}

function entry(name, words, properties = {}) {
  const id = `ask-${name}`;
  return h("div", {}, h("label", { for: id }, words), h("input", { id, name, autocomplete: "off", ...properties }));
}

const ids = (list) => (list ?? []).map(({ id, label }) => [id, label || id]);

async function fillAsk() {
  const known = await learn();
  if (!known?.notice) {
    asking.body.replaceChildren(h("h2", {}, "Ask"), h("p", { className: "soft" }, "Open a notice to ask about it."));
    return;
  }
  if (asking.of === known.notice) return;
  asking.of = known.notice;
  person = undefined;
  const sum = h("p", { className: "sum soft", role: "status" }, "Say who it is, and the page says beside each statement whether their data may be used so.");
  const who = h("form", { "aria-label": "Whose data", onsubmit: (event) => event.preventDefault() },
    h("div", { className: "row" },
      choice("audience", "Who", ids(known.audiences), "anyone"),
      entry("age", "Age", { type: "number", min: 0, max: 150 })),
    h("div", { className: "row" },
      entry("person", "Lives in", { placeholder: "California", "list": "ask-regions" }),
      entry("customer", "Customer in", { placeholder: "New York", "list": "ask-regions" }),
      entry("on", "On", { type: "date", value: known.today })),
    known.gates?.length ? h("details", { open: known.gates.length < 6 }, h("summary", {}, "What has happened"), h("fieldset", {}, h("legend", { className: "out" }, "What has happened"),
      ...known.gates.map((gate) => h("label", { className: "check" }, h("input", { type: "checkbox", name: "gate", value: gate.id }),
      h("span", {}, gate.label, " ", h("code", { className: "soft" }, gate.id)))))) : "",
    known.days?.length ? h("details", {}, h("summary", {}, "Since when"), ...known.days.map((event) => entry(`since-${event.id}`, event.label, { type: "date" }))) : "",
    h("datalist", { id: "ask-regions" }, ...(known.regions ?? []).map((place) => h("option", { value: place.label }, place.id))),
    h("div", { className: "acts" }, h("button", { type: "button", className: "do", onclick: () => nobody(who, sum) }, "Everyone again")));
  who.addEventListener("change", () => { person = read(who); judge(sum); });
  const answer = h("div", { "aria-live": "polite" });
  const what = h("form", { "aria-label": "One question", onsubmit: (event) => { event.preventDefault(); askOne(who, what, answer); } },
    h("div", { className: "row" },
      choice("action", "May we", known.actions.map((action) => [action, action])),
      choice("category", "which data", ids(known.categories), "not stated")),
    h("div", { className: "row" },
      choice("purpose", "what for", ids(known.purposes), "not stated"),
      choice("recipient", "with whom", ids(known.recipients), "not stated")),
    h("div", { className: "row" },
      choice("right", "right (to respond)", ids(known.rights), "not stated"),
      choice("event", "event (to respond)", ids(known.events), "not stated")),
    h("div", { className: "acts" }, h("button", { className: "do" }, "Ask")));
  asking.body.replaceChildren(h("h2", {}, "Whose data?"), sum, who, h("h2", { className: "sum" }, "One question"), what, answer);
}

// read gives the person of the form as a question states one.
function read(form) {
  const data = new FormData(form), place = {};
  for (const part of ["person", "customer"]) if (data.get(part)) place[part] = data.get(part).trim();
  const q = { gates: Object.fromEntries(data.getAll("gate").map((id) => [id, true])) };
  if (data.get("audience")) q.audiences = [data.get("audience")];
  if (data.get("age") !== "") q.age = Number(data.get("age"));
  if (Object.keys(place).length) q.place = place;
  if (data.get("on")) q.on = data.get("on");
  const since = [...data].filter(([name, day]) => name.startsWith("since-") && day).map(([name, day]) => [name.slice("since-".length), day]);
  if (since.length) q.since = Object.fromEntries(since);
  return q;
}

function post(path, body) {
  return fetch(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
}

// plain takes the answers for a person away; what one question cites is that question's.
function plain() {
  for (const badge of document.querySelectorAll(".candor-verdict")) badge.remove();
  unmark("data-candor-away");
}

function unmark(name) {
  for (const element of document.querySelectorAll(`[${name}]`)) element.removeAttribute(name);
}

function nobody(form, sum) {
  form.reset();
  person = undefined;
  plain();
  unmark("data-candor-cited");
  sum.textContent = "This is the page as everyone sees it.";
}

// judge puts the answers for the person beside the statements.
async function judge(sum = asking.body.querySelector(".sum")) {
  if (!person || !asking.of) return;
  const asked = person;
  const answer = await post("/-/person", { ...asked, notice: asking.of });
  if (asked !== person) return; // changed meanwhile
  plain();
  if (!answer.ok) {
    sum.textContent = await answer.text();
    return;
  }
  const { statements, away, fault } = await answer.json();
  if (fault) {
    sum.textContent = fault;
    return;
  }
  const n = { yes: 0, no: 0, open: 0, off: 0 };
  for (const { anchor, verdict, words, why } of statements) {
    n[verdict]++;
    const element = document.getElementById(anchor);
    if (!element) continue;
    const inside = element.localName === "tr" ? element.lastElementChild : element;
    inside.append(h("span", { "data-candor": "", className: `candor-verdict ${verdict}` }, h("b", {}, words), why ? ` · ${why}` : ""));
  }
  for (const anchors of away) hide(anchors);
  sum.textContent = `${n.yes} may be done, ${n.no} may not, ${n.open} need something more, ${n.off} do not concern this person.` +
    (away.length ? ` ${count(away.length, "addendum").replace("addendums", "addenda")} left out.` : "");
}

// hide takes an addendum out of the page: its section, or its statements where it has none.
function hide([heading, ...statements]) {
  const section = document.getElementById(heading)?.closest("section");
  if (section && !section.querySelector("h1, h2")) section.setAttribute("data-candor-away", "");
  else for (const id of statements) document.getElementById(id)?.setAttribute("data-candor-away", "");
}

async function askOne(who, what, out) {
  const data = new FormData(what), q = { notice: asking.of, action: data.get("action"), ...read(who), strict: false };
  if (data.get("category")) q.categories = [data.get("category")];
  for (const name of ["purpose", "recipient", "right", "event"]) if (data.get(name)) q[name] = data.get(name);
  if (!Object.keys(q.gates).length) delete q.gates;
  const answer = await post("/-/ask", q);
  if (!answer.ok) {
    out.replaceChildren(h("p", {}, await answer.text()));
    return;
  }
  const { decision, missing, places, calls } = await answer.json();
  unmark("data-candor-cited");
  const cited = decision.reasons.map((reason) => document.getElementById(reason.statement)).filter(Boolean);
  for (const element of cited) element.setAttribute("data-candor-cited", "");
  if (cited[0] && !visible(cited[0])) cited[0].scrollIntoView({ block: "center" });
  const list = (title, items) => items.length ? [h("h3", {}, title), h("ul", {}, ...items.map((item) => h("li", {}, item)))] : [];
  out.replaceChildren(
    h("p", { className: `verdict ${decision.allow ? "yes" : "no"}` }, plainly(decision.outcome)),
    ...decision.reasons.map((reason) => h("div", { className: "reason" }, reason.text || plainly(reason.code),
      h("div", { className: "soft" }, [reason.text && plainly(reason.code), reason.detail, reason.due && `due ${reason.due}`].filter(Boolean).join(" · ")),
      h("div", { className: "acts" }, reason.at ? toStatement(reason.at.path) : "", places[reason.statement ?? reason.rule] ? toFile(places[reason.statement ?? reason.rule]) : ""))),
    ...list("Missing", missing), ...list("Assumed, for the question does not say", decision.assumed),
    ...list("Owed", decision.obligations.map((o) => o.text + (o.due ? ` (by ${o.due})` : ""))), ...list("Known issues", decision.issues),
    h("details", {}, h("summary", {}, "Ask the same from elsewhere"),
      ...calls.flatMap(({ name, text }) => [h("h3", {}, name), h("pre", {}, text)])));
}

// plainly reads a code of the engine aloud.
const plainly = (code) => code.replaceAll("_", " ");

function visible(element) {
  const { top, bottom } = element.getBoundingClientRect();
  return top >= 0 && bottom <= innerHeight;
}
