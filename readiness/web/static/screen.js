// Draws a page: h() describes what shall be seen, draw() changes only what differs, so that
// focus, scrolling and half-written text stay.

/** Describe an element: h("button.main", {onclick}, "text", ...). Nothing, false and "" draw nothing. */
export function h(name, ...rest) {
  const props = rest[0] && typeof rest[0] === "object" && !Array.isArray(rest[0]) && !rest[0].tag ? rest.shift() : {};
  const [tag, ...classes] = name.split(".");
  if (classes.length) props.class = [...classes, props.class || ""].join(" ").trim();
  return { tag, key: props.key, props, children: rest.flat(9).filter((one) => one || one === 0) };
}

/** Make the inside of an element what a list of descriptions says. */
export function draw(parent, ...wanted) {
  reconcile(parent, wanted.flat(9).filter((one) => one || one === 0));
}

function reconcile(parent, wanted) {
  const keyed = new Map();
  const kept = new Set(wanted.map((one) => one.key));
  for (const node of [...parent.childNodes]) {
    if (node.drawnKey === undefined) continue;
    if (kept.has(node.drawnKey)) keyed.set(node.drawnKey, node);
    else node.remove(); // first, so that what stays is not moved and keeps the focus
  }
  let at = parent.firstChild;
  for (const one of wanted) {
    let node = one.key !== undefined ? keyed.get(one.key) : at;
    if (node && one.key === undefined && node.drawnKey !== undefined) node = null;
    if (!node || !fits(node, one)) node = make(one);
    keyed.delete(one.key);
    if (node !== at) parent.insertBefore(node, at);
    else at = at.nextSibling;
    fill(node, one);
  }
  while (at) {
    const next = at.nextSibling;
    at.remove();
    at = next;
  }
}

function fits(node, one) {
  if (!one.tag) return node.nodeType === Node.TEXT_NODE;
  return node.nodeType === Node.ELEMENT_NODE && node.localName === one.tag && node.drawnKey === one.key;
}

function make(one) {
  if (!one.tag) return document.createTextNode(one);
  const node = document.createElement(one.tag);
  node.drawnKey = one.key;
  return node;
}

function fill(node, one) {
  if (!one.tag) {
    if (node.data !== String(one)) node.data = one;
    return;
  }
  if (node.drawnOne === one) return; // the very same description: nothing can differ
  node.drawnOne = one;
  const before = node.drawn || {};
  for (const name of Object.keys(before)) if (!(name in one.props)) set(node, name, undefined, before[name]);
  node.drawn = one.props;
  if (!one.props.own) reconcile(node, one.children);
  for (const [name, value] of Object.entries(one.props)) set(node, name, value, before[name]);
  if (before !== node.drawn && one.props.ready && !node.wasReady) {
    node.wasReady = true;
    queueMicrotask(() => one.props.ready(node));
  }
}

const PROPERTIES = new Set(["checked", "disabled", "hidden", "indeterminate", "selected", "open", "readOnly"]);

function set(node, name, value, before) {
  if (name === "key" || name === "ready" || name === "own") return;
  if (name === "value") {
    const busy = document.activeElement === node && before !== undefined && node.localName !== "select"
      && node.value !== String(before ?? ""); // somebody is writing here
    if (!busy && node.value !== String(value ?? "")) node.value = value ?? "";
  } else if (name === "styles") {
    for (const [one, size] of Object.entries(value || {})) node.style.setProperty(one, size);
  } else if (name.startsWith("on")) {
    node[name] = value || null;
  } else if (PROPERTIES.has(name)) {
    if (node[name] !== Boolean(value)) node[name] = Boolean(value);
  } else if (value === undefined || value === null || value === false) {
    node.removeAttribute(name);
  } else if (value !== before) {
    node.setAttribute(name, value === true ? "" : value);
  }
}

let queued = new Set();
let pause = 16;

/** Call a function before the next picture, once however often it is asked for. */
export function soon(work) {
  if (!queued.size) setTimeout(flush, document.hidden ? 400 : pause);
  queued.add(work);
}

function flush() {
  const all = queued;
  queued = new Set();
  const began = performance.now();
  for (const work of all) work();
  pause = Math.min(16 + 3 * (performance.now() - began), 500); // a slow phone still has time for its reader
}

/** Say something to those who cannot see it. */
export function announce(text) {
  const box = document.getElementById("status");
  if (box) box.textContent = box.textContent === text ? `${text}\u00a0` : text;
}

/** Return an id of so many random characters. */
export function chance(length) {
  const letters = "abcdefghijkmnpqrstuvwxyz23456789";
  return Array.from(crypto.getRandomValues(new Uint8Array(length)), (one) => letters[one % letters.length]).join("");
}
