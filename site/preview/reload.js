
// Reloads this page when a new build stands, and lays the report of a broken
// workspace over it meanwhile. Only the preview adds this; published pages carry
// no script.
(() => {
  const shown = document.currentScript.dataset.site;
  let source, overlay, hidden = "";

  const style = new CSSStyleSheet();
  style.replaceSync(`
    section { position: fixed; inset: 0; z-index: 2147483647; overflow: auto; padding: 1.5rem;
      background: #14161c; color: #f4f4f4; font: 15px/1.5 ui-monospace, monospace; }
    h1 { margin: 0 0 1rem; font: 600 1.25rem/1.3 system-ui, sans-serif; color: #ffb4a8; }
    pre { margin: 1.5rem 0; white-space: pre-wrap; overflow-wrap: anywhere; font: inherit; }
    button { padding: .5rem 1rem; font: 1rem system-ui, sans-serif; cursor: pointer; }
  `);

  function clear() {
    overlay?.remove();
    overlay = undefined;
  }

  function cover(report) {
    clear();
    overlay = document.createElement("candor-report");
    const root = overlay.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = [style];
    const section = document.createElement("section");
    section.setAttribute("role", "alert");
    const title = document.createElement("h1");
    title.textContent = "This page is the last good one: the files have errors";
    const text = document.createElement("pre");
    text.textContent = report;
    const button = document.createElement("button");
    button.textContent = "Show the page";
    button.onclick = () => { hidden = report; clear(); };
    section.append(title, button, text); // above the report, which may be long
    root.append(section);
    document.body.append(overlay);
  }

  function tell({ site, report }) {
    if (site !== shown) location.reload();
    else if (!report) clear();
    else if (report !== hidden) cover(report);
  }

  // A browser keeps few connections to one address: a tab out of sight gives its own back.
  function follow() {
    source?.close();
    if (document.hidden) return;
    source = new EventSource("/-/events");
    source.onmessage = (e) => tell(JSON.parse(e.data));
  }
  document.addEventListener("visibilitychange", follow);
  follow();
})();
