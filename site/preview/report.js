// The findings: all of them in a panel, and while a file has errors, those over the
// page, which is the last good one.
const report = {
  hidden: "", // the errors that were put out of the way
  dialog: h("dialog", { role: "alertdialog", "aria-labelledby": "report-title", "aria-describedby": "report-words" }),
};
report.dialog.addEventListener("close", () => { if (!report.good) report.hidden = report.signature; });

const findings = panel("findings", "No findings", undefined);

// finding shows one as the terminal does, but for words, which are as wide as the page
// lets them be. Its link leads to the statement.
function finding(f) {
  const lines = Map.groupBy(f.text.trim().split("\n").entries(), ([i, line]) => !i ? "title" : /^ *\d* \|/.test(line) ? "source" : i);
  const parts = [...lines].map(([kind, all]) => {
    const text = all.map(([, line]) => line).join("\n");
    return kind === "title" ? h("b", {}, text) : h("span", { className: kind === "source" ? kind : "words" }, text);
  });
  return h("div", { className: `finding ${f.severity}` },
    h("pre", {}, ...parts),
    h("div", { className: "acts" }, f.href ? toStatement(f.href) : "", f.place ? toFile(f.place) : ""));
}

function toStatement(href) {
  const link = h("a", { href }, "Show in the page");
  link.onclick = (event) => {
    const [path, id] = href.split("#");
    report.dialog.close();
    if (path !== location.pathname) return;
    event.preventDefault();
    showPlace(id);
  };
  return link;
}

function showPlace(id) {
  const element = document.getElementById(id);
  if (!element) return;
  for (let up = element; up; up = up.parentElement) if (up.localName === "details") up.open = true;
  element.scrollIntoView({ block: "center" });
  flash([element]);
}

// byLaw puts what one law says together, and what is of no law first.
function byLaw(list) {
  const laws = Map.groupBy(list, (f) => f.law ?? "");
  return [...laws.keys()].sort().flatMap((law) => [law ? h("h3", {}, law) : "", ...laws.get(law).map(finding)]);
}

function showFindings(state) {
  const total = state.errors + state.warnings;
  const kind = state.errors ? "error" : state.warnings ? "warning" : "";
  const words = total === 0 ? (state.findings.length ? count(state.findings.length, "note") : "No findings")
    : [state.errors && count(state.errors, "error"), state.warnings && count(state.warnings, "warning")].filter(Boolean).join(", ");
  findings.label.replaceChildren(h("span", { className: `dot ${kind}`, "aria-hidden": "true" }), words);
  findings.body.replaceChildren(h("h2", {}, words),
    state.findings.length ? "" : h("p", { className: "soft" }, "Nothing is wrong in this workspace."), ...byLaw(state.findings));
  report.good = state.good;
  report.signature = JSON.stringify(state.findings.filter(inTheWay));
  if (state.good) {
    if (report.dialog.open) say("The errors are mended.");
    report.hidden = "";
    report.dialog.close();
  } else if (report.signature !== report.hidden) cover(state);
}

// What a law lacks keeps no page from changing; it stands in the panel.
const inTheWay = (f) => f.severity === "error" && !f.law;

function cover(state) {
  const errors = state.findings.filter(inTheWay);
  const all = errors.length;
  report.dialog.replaceChildren(
    h("div", { className: "head" }, h("h2", { id: "report-title" }, all === 1 ? "One error has to be mended" : `${all} errors have to be mended`),
      h("button", { type: "button", className: "do", autofocus: true, onclick: () => report.dialog.close() }, "Show the page (Esc)")),
    h("p", { id: "report-words", className: "soft" }, (state.kept ? "Behind this is the last good page." : "Behind this is the page as far as the errors let it be made.") + " This goes away by itself once they are mended."),
    ...errors.map(finding), state.left > 0 ? h("p", {}, `The terminal shows ${state.left} more.`) : "");
  if (!report.dialog.open) report.dialog.showModal();
}
