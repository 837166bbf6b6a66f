// The source: where in the files each statement stands. A click on a statement copies
// its place, or opens it in the editor that the preview was started with.
const about = { of: "", what: undefined };

// learn asks once what there is to know of the notice on this page.
async function learn() {
  if (about.of === shown && about.what) return about.what;
  const answer = await fetch("/-/about?page=" + encodeURIComponent(location.pathname));
  about.what = answer.ok ? await answer.json() : undefined;
  about.of = shown;
  return about.what;
}

function toFile(place) {
  const button = h("button", { type: "button", className: "do" }, about.edit ? `Open ${place}` : `Copy ${place}`);
  button.onclick = () => take(place);
  return button;
}

async function take(place) {
  if (about.edit) {
    const answer = await fetch("/-/open", { method: "POST", headers: { "Content-Type": "application/json", "Candor-Token": about.edit }, body: JSON.stringify({ place }) });
    say(answer.ok ? `Opened ${place}` : `Could not open ${place}: ${await answer.text()}`);
    return;
  }
  try {
    await navigator.clipboard.writeText(place);
    say(`Copied ${place}`);
  } catch {
    say(place);
  }
}

const source = h("button", { type: "button", "aria-pressed": "false" }, "Source");
bar.append(source);
source.onclick = () => pointing(source.getAttribute("aria-pressed") !== "true");

async function pointing(on) {
  source.setAttribute("aria-pressed", String(on));
  for (const button of document.querySelectorAll(".candor-source")) button.remove();
  unmark("data-candor-source");
  const known = on && (await learn());
  if (!known) return;
  for (const [id, place] of Object.entries(known.places)) {
    const element = document.getElementById(id);
    if (!element) continue;
    element.setAttribute("data-candor-source", place);
    const inside = element.localName === "tr" ? element.lastElementChild : element;
    inside.append(h("button", { type: "button", "data-candor": "", className: "candor-source", "aria-label": `${about.edit ? "Open" : "Copy"} ${place}`, onclick: () => choose(element) }, place));
  }
  say(about.edit ? "Choose a statement to open it in your editor." : "Choose a statement to copy where it stands.");
}

function choose(element) {
  take(element.dataset.candorSource);
  flash([element]);
}

document.addEventListener("click", (event) => {
  const at = event.target.closest?.("[data-candor-source]");
  if (at && !event.target.closest("a, button, summary")) choose(at);
});
