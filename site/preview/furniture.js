// The furniture of the preview: a bar in the corner of the page, one panel above it,
// and a dialog over the page. It lives in a shadow root, so that the page's style and
// its own never meet, and looks like no notice.

// h makes an element. Properties are set, "aria-…" and "data-…" and role as attributes;
// children are elements or text, and nothing is ever read as HTML.
function h(tag, properties = {}, ...content) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name.includes("-") || name === "role" || name === "for" || name === "list") element.setAttribute(name, value);
    else element[name] = value;
  }
  element.append(...content.flat().filter((child) => child !== undefined && child !== ""));
  return element;
}

const furniture = h("candor-preview", { "data-candor": "" });
const root = furniture.attachShadow({ mode: "open" });
const sheet = new CSSStyleSheet();
root.adoptedStyleSheets = [sheet];
sheet.replaceSync(`
  :host { all: initial; }
  * { box-sizing: border-box; }
  [hidden] { display: none !important; }
  :host, button, input, select { font: 14px/1.45 system-ui, -apple-system, "Segoe UI", "Liberation Sans", Arial, sans-serif; }
  :host { --bg: #1f2430; --raised: #2a3040; --line: #4a5368; --ink: #f2f4f8; --soft: #b7c0d1; --blue: #9cc4ff;
    --red: #ff9d94; --yellow: #f4cf75; --green: #86dba6; color: var(--ink); color-scheme: dark; }
  :focus-visible { outline: 2px solid var(--blue); outline-offset: 2px; }
  .bar { position: fixed; right: 12px; bottom: 12px; z-index: 2147483646; display: flex; align-items: center; gap: 2px; padding: 3px;
    background: var(--bg); border: 1px solid var(--line); border-radius: 10px; box-shadow: 0 2px 12px rgb(0 0 0 / .3); }
  .bar .name { padding: 0 6px 0 8px; color: var(--soft); font-size: 12px; letter-spacing: .02em; }
  button { min-height: 28px; padding: 3px 10px; color: var(--ink); background: transparent; border: 1px solid transparent; border-radius: 7px; cursor: pointer; }
  button:hover, button[aria-expanded="true"], button[aria-pressed="true"] { background: var(--raised); }
  button.do { background: var(--raised); border-color: var(--line); }
  button.do:hover { border-color: var(--blue); }
  .dot { display: inline-block; width: 8px; height: 8px; margin-right: 7px; border-radius: 50%; background: var(--green); }
  .dot.warning { background: var(--yellow); border-radius: 2px; }
  .dot.error { background: var(--red); border-radius: 0; transform: rotate(45deg); }
  .panel { position: fixed; right: 12px; bottom: 58px; z-index: 2147483645; width: min(27rem, calc(100vw - 24px)); max-height: min(42rem, calc(100vh - 78px));
    overflow: auto; padding: 14px 16px 16px; background: var(--bg); border: 1px solid var(--line); border-radius: 12px; box-shadow: 0 6px 28px rgb(0 0 0 / .35); }
  h2 { margin: 0 0 8px; font-size: 15px; font-weight: 650; }
  h3 { margin: 16px 0 6px; font-size: 12px; font-weight: 650; color: var(--soft); letter-spacing: .03em; }
  p { margin: 6px 0; }
  .soft { color: var(--soft); }
  a { color: var(--blue); }
  ul { margin: 0; padding: 0; list-style: none; }
  li + li { margin-top: 6px; }
  code, pre { font: 12.5px/1.5 ui-monospace, "SF Mono", "Cascadia Mono", "Liberation Mono", Menlo, Consolas, monospace; }
  pre { margin: 8px 0; padding: 10px 12px; background: #161a23; border-radius: 7px; white-space: pre-wrap; overflow-wrap: anywhere; }
  .finding { padding: 8px 0 10px; border-top: 1px solid var(--line); }
  .finding:first-of-type { border-top: 0; }
  .finding .acts { display: flex; flex-wrap: wrap; gap: 6px 14px; align-items: center; }
  pre b { font-weight: 650; }
  pre b, pre span { display: block; }
  .words { padding-left: 5ch; text-indent: -5ch; }
  .source { white-space: pre; overflow-wrap: normal; overflow-x: auto; }
  .error b { color: var(--red); } .warning b { color: var(--yellow); }
  #findings { width: min(34rem, calc(100vw - 24px)); }
  .panel:focus-visible { outline-width: 1px; }
  label, legend { display: block; color: var(--soft); font-size: 12.5px; margin-bottom: 3px; padding: 0; }
  fieldset { border: 0; padding: 0; margin: 10px 0 0; min-width: 0; }
  input, select { width: 100%; min-height: 32px; padding: 4px 8px; color: var(--ink); background: #161a23; border: 1px solid #727c94; border-radius: 7px; }
  input[type="checkbox"] { width: 18px; min-height: 18px; height: 18px; margin: 2px 8px 0 0; flex: none; accent-color: var(--blue); }
  .row { display: grid; grid-template-columns: repeat(auto-fit, minmax(8.5rem, 1fr)); gap: 8px 10px; margin-top: 8px; align-items: end; }
  .check { display: flex; align-items: flex-start; color: var(--ink); font-size: 13.5px; margin: 0; padding: 3px 0; }
  form > .acts { position: sticky; bottom: -16px; padding: 6px 0; background: var(--bg); }
  .acts { margin-top: 10px; display: flex; flex-wrap: wrap; gap: 8px; }
  .verdict { margin: 12px 0 4px; font-size: 17px; font-weight: 650; }
  .yes { color: var(--green); } .no { color: var(--red); } .open { color: var(--yellow); }
  .reason { padding: 7px 0 7px 11px; border-left: 3px solid var(--line); }
  summary { cursor: pointer; min-height: 24px; color: var(--blue); }
  details { margin-top: 10px; }
  .sum { margin: 10px 0 0; }
  dialog { width: min(54rem, calc(100vw - 32px)); max-height: calc(100vh - 48px); padding: 18px 22px 20px; overflow: auto;
    color: var(--ink); background: var(--bg); border: 1px solid var(--line); border-top: 4px solid var(--red); border-radius: 12px; box-shadow: 0 12px 48px rgb(0 0 0 / .5); }
  dialog::backdrop { background: rgb(20 24 32 / .45); }
  dialog h2 { font-size: 18px; }
  .head { display: flex; flex-wrap: wrap; gap: 6px 16px; align-items: baseline; justify-content: space-between; }
  .out { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
  @media (prefers-color-scheme: dark) { .bar, .panel, dialog { border-color: #78829a; } }
  @media print { :host { display: none; } }
`);

// What the preview adds to the page itself: room for the bar, a mark on what changed,
// and the answers beside the statements.
const pageSheet = new CSSStyleSheet();
document.adoptedStyleSheets = [...document.adoptedStyleSheets, pageSheet];
pageSheet.replaceSync(`
  @media screen { body { padding-bottom: 4rem; } }
  [data-candor-changed] { border-radius: 3px; outline: 2px solid #d99a00; outline-offset: 3px; }
  @media (prefers-reduced-motion: no-preference) {
    [data-candor-changed] { outline: none; animation: candor-changed 2.4s ease-out; }
    @keyframes candor-changed { from, 25% { background-color: rgb(255 196 0 / .38); box-shadow: 0 0 0 4px rgb(255 196 0 / .38); } }
  }
  [data-candor-away] { display: none !important; }
  [data-candor-cited] { outline: 2px solid #2f6fd0; outline-offset: 5px; border-radius: 3px; }
  [data-candor-source] { cursor: pointer; }
  .candor-source { display: block; width: fit-content; min-height: 24px; margin: .3em 0 0; padding: 0 .6em; border: 0; border-radius: .4em; cursor: pointer;
    font: 12px/1.6 ui-monospace, "Liberation Mono", Menlo, Consolas, monospace; text-align: start; overflow-wrap: anywhere; color: #1c3f70; background: #e1ecfb; }
  .candor-source:focus-visible { outline: 2px solid #2f6fd0; outline-offset: 2px; }
  tr[data-candor-source] { outline: 1px dashed #2f6fd0; }
  [data-candor-source]:hover { outline: 2px dashed #2f6fd0; outline-offset: 4px; }
  .candor-verdict { display: block; width: fit-content; max-width: 60ch; margin: .4em 0 .2em; padding: .15em .7em; border-radius: .5em;
    font: 13px/1.5 system-ui, -apple-system, "Segoe UI", "Liberation Sans", Arial, sans-serif; letter-spacing: 0; text-indent: 0; }
  .candor-verdict b { font-weight: 650; }
  .candor-verdict.yes { color: #0b4a2b; background: #d9f2e2; }
  .candor-verdict.no { color: #7c1d16; background: #fce2df; }
  .candor-verdict.open { color: #5a4000; background: #fbeec6; }
  .candor-verdict.off { color: #3d4452; background: #e6e8ee; }
  @media print { .candor-verdict, .candor-source { display: none; } }
`);

const count = (n, noun) => `${n} ${noun}${n === 1 ? "" : "s"}`;

// The bar: each button opens a panel, and the same button or Esc closes it.
const status = h("span", { role: "status", className: "out" });
const bar = h("div", { className: "bar" }, h("span", { className: "name" }, "Preview"));
const panels = [];

function panel(id, name, build) {
  const label = h("span", {}, name);
  const button = h("button", { type: "button", "aria-expanded": "false", "aria-controls": id }, label);
  const body = h("section", { id, className: "panel", hidden: true, "aria-label": name, tabIndex: -1 });
  const it = { id, button, label, body, build };
  button.onclick = () => toggle(it);
  panels.push(it);
  bar.append(button);
  return it;
}

// beside makes room for an open panel, where there is any.
const beside = new CSSStyleSheet();
document.adoptedStyleSheets = [...document.adoptedStyleSheets, beside];

async function toggle(it, open = it.body.hidden) {
  for (const other of panels) {
    const now = other === it && open;
    other.body.hidden = !now;
    other.button.setAttribute("aria-expanded", String(now));
  }
  beside.replaceSync("");
  if (!open) return;
  await it.build?.();
  if (it.body.offsetHeight > innerHeight / 3)
    beside.replaceSync(`@media screen and (min-width: 64rem) { body { padding-right: ${it.body.offsetWidth + 24}px; } }`);
  (it.body.querySelector("select, input") ?? it.body).focus({ preventScroll: true });
}

root.addEventListener("keydown", (event) => {
  const it = panels.find((other) => !other.body.hidden);
  if (event.key !== "Escape" || !it || report.dialog.open) return;
  toggle(it, false);
  it.button.focus();
});

function furnish() {
  root.append(h("aside", { "aria-label": "Preview" }, ...panels.map((it) => it.body), bar, status), report.dialog);
  document.body.append(furniture);
}

// say tells a screen reader, once.
function say(text) {
  status.textContent = text;
}
