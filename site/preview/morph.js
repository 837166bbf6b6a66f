// morph makes one tree of elements equal to another by the fewest changes, so that
// whatever the reader did to the page stays: where it is scrolled to, what is open,
// what is selected, what has the focus. It returns the elements whose own words are
// not what they were.
function morph(from, to) {
  const changed = new Set();
  children(from, to, changed);
  return changed;
}

// kept are the attributes that belong to the reader: an open part stays open.
const kept = (element, name) => name === "open" && element.localName === "details";

function attributes(from, to) {
  for (const { name } of [...from.attributes])
    if (!to.hasAttribute(name) && !kept(from, name)) from.removeAttribute(name);
  for (const { name, value } of to.attributes)
    if (from.getAttribute(name) !== value && !kept(from, name)) from.setAttribute(name, value);
}

const sameKind = (a, b) => a.nodeType === b.nodeType && a.nodeName === b.nodeName && (a.id ?? "") === (b.id ?? "");

function children(from, to, changed) {
  const ours = (node) => node.nodeType === Node.ELEMENT_NODE && node.hasAttribute("data-candor");
  const byID = new Map();
  for (const child of from.children) if (child.id) byID.set(child.id, child);
  let at = from.firstChild;
  const skip = () => { while (at && ours(at)) at = at.nextSibling; };
  for (const want of [...to.childNodes]) {
    if (ours(want)) continue;
    skip();
    if (at && at.isEqualNode(want)) {
      at = at.nextSibling;
      continue;
    }
    let have = want.id ? byID.get(want.id) : undefined;
    if (have && (have.parentNode !== from || have.nodeName !== want.nodeName)) have = undefined;
    if (!have && at && sameKind(at, want) && !twin(at, want)) have = at;
    if (!have) {
      const fresh = document.importNode(want, true);
      from.insertBefore(fresh, at);
      mark(fresh, changed);
      continue;
    }
    if (have === at) at = at.nextSibling;
    else from.insertBefore(have, at);
    one(have, want, changed);
  }
  skip();
  while (at) {
    const next = at.nextSibling;
    if (!ours(at)) {
      at.remove();
      mark(from, changed);
    }
    at = next;
  }
}

// twin tells that what stands here is wanted further on: then something was put in
// before it, and it is not to be written over.
function twin(at, want) {
  for (let next = want.nextSibling, i = 0; next && i < 8; next = next.nextSibling, i++)
    if (next.nodeType === Node.ELEMENT_NODE && at.isEqualNode(next)) return true;
  return false;
}

function one(have, want, changed) {
  if (have.nodeType !== Node.ELEMENT_NODE) {
    if (have.data !== want.data) {
      have.data = want.data;
      mark(have, changed);
    }
    return;
  }
  attributes(have, want);
  children(have, want, changed);
}

function mark(node, changed) {
  const element = node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement;
  if (element && (node.nodeType === Node.ELEMENT_NODE || node.data.trim())) changed.add(element);
}
