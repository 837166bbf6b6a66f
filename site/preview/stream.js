// The stream: the page follows the files. It is told of every build, and fetches itself
// again when its own bytes have changed.
let shown = document.currentScript.dataset.version;
let stream, fetching = false, wanted = "";

function tell(state) {
  about.edit = state.edit;
  showFindings(state);
  wanted = state.page;
  if (wanted !== shown) refresh();
}

// refresh makes the page what it is by now, one fetch at a time, the last one wins.
async function refresh() {
  if (fetching) return;
  fetching = true;
  try {
    while (wanted !== shown) {
      const answer = await fetch(location.pathname + location.search, { cache: "no-store" });
      const next = new DOMParser().parseFromString(await answer.text(), "text/html");
      const version = next.querySelector("script[data-version]")?.dataset.version;
      if (!version) return;
      await dress(next);
      become(next);
      if (version === shown) return; // it is to be another one, and is not yet: the stream tells
      shown = version;
    }
  } catch {
    // The preview is gone; the stream knows when it is back.
  } finally {
    fetching = false;
  }
}

// dress loads the style of the next page before it is needed, and drops the old after.
async function dress(next) {
  const styles = (of) => [...of.querySelectorAll('link[rel="stylesheet"]')];
  const now = styles(document), want = styles(next).map((link) => link.getAttribute("href"));
  if (now.map((link) => link.getAttribute("href")).join() === want.join()) return;
  await Promise.all(want.map((href) => new Promise((done) => {
    const link = h("link", { rel: "stylesheet", href, onload: done, onerror: done });
    document.head.append(link);
    setTimeout(done, 2000);
  })));
  for (const link of now) link.remove();
}

function become(next) {
  const mark = document.elementFromPoint(innerWidth / 2, Math.min(120, innerHeight / 3));
  const before = mark?.getBoundingClientRect().top;
  document.title = next.title;
  attributes(document.documentElement, next.documentElement);
  const changed = morph(document.body, next.body);
  if (mark?.isConnected && mark !== document.documentElement && mark !== document.body && !changed.has(mark)) {
    const moved = mark.getBoundingClientRect().top - before;
    if (moved) scrollBy({ top: moved, behavior: "instant" });
  }
  flash(changed);
  redo();
}

// flash marks what changed, for a moment.
function flash(elements) {
  const list = [...elements].filter((element) => element !== document.body).slice(0, 200);
  for (const element of list) element.setAttribute("data-candor-changed", "");
  setTimeout(() => { for (const element of list) element.removeAttribute("data-candor-changed"); }, 2400);
}

// redo puts back what the preview had added to the page.
function redo() {
  if (source.getAttribute("aria-pressed") === "true") pointing(true);
  judge();
}

// A browser keeps few connections to one address: a tab out of sight gives its own back.
function follow() {
  stream?.close();
  if (document.hidden) return;
  stream = new EventSource("/-/events?page=" + encodeURIComponent(location.pathname));
  stream.onmessage = (event) => tell(JSON.parse(event.data));
}

furnish();
document.addEventListener("visibilitychange", follow);
addEventListener("pageshow", follow);
