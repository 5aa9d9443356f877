// The room as this browser knows it: what the server has told, with what is still on its way laid over it.

const BOARD = new Set(["goals", "segments", "needs", "buyers", "stages", "channels", "departments", "systems", "data",
  "touchpoints", "technology", "pains", "actions"]);
const PRIME = 16777619;

export const cells = new Map();
const pending = new Map();
const fields = new Map();
const listeners = new Set();
const stamps = new Map();
let resets = 0;
export const room = { seq: 0, me: null, hash: "" };

function elementOf(key) {
  const end = key.indexOf("/", key.indexOf("/") + 1);
  return end < 0 ? key : key.slice(0, end);
}

/** Call a function after every change of what is known. */
export const onChange = (work) => listeners.add(work);
export const changed = () => listeners.forEach((work) => work());

/** Take over the whole state. */
export function reset(state) {
  resets += 1;
  stamps.clear();
  cells.clear();
  fields.clear();
  for (const [key, cell] of Object.entries(state.cells)) put(key, cell);
  room.seq = state.seq;
  room.me = state.me;
  room.hash = state.hash;
}

/** Take over one event; false where events in between are missing. */
export function apply(event) {
  if (event.seq <= room.seq) return true;
  if (event.seq !== room.seq + 1) return false;
  room.seq = event.seq;
  room.hash = "";
  for (const [key, cell] of Object.entries(event.cells || {})) put(key, cell);
  for (const element of event.gone || []) {
    touch(element);
    for (const key of fields.get(element) || []) cells.delete(key);
    cells.delete(element);
  }
  return true;
}

/** Return a mark that is another one whenever something about an element has changed. */
export const stampOf = (element) => `${stamps.get(element) || 0}/${resets}`;

function touch(key) {
  const element = elementOf(key);
  stamps.set(element, (stamps.get(element) || 0) + 1);
}

function put(key, cell) {
  touch(key);
  cells.set(key, cell);
  index(key);
}

function index(key) {
  const element = elementOf(key);
  if (element === key) {
    const list = key.split("/", 1)[0];
    if (!fields.has(list)) fields.set(list, new Set());
    fields.get(list).add(key);
    return;
  }
  if (!fields.has(element)) fields.set(element, new Set());
  fields.get(element).add(key);
}

/** Lay the changes over it that are on their way, given in order. */
export function overlay(changes) {
  for (const key of pending.keys()) touch(key);
  pending.clear();
  for (const change of changes) {
    for (const one of change.set || []) {
      touch(one.key);
      pending.set(one.key, one.value);
      index(one.key);
    }
  }
}

/** Return a cell's value as this person sees it. */
export function value(key) {
  if (pending.has(key)) return pending.get(key);
  return cells.get(key)?.[0] ?? null;
}

export const isPending = (key) => pending.has(key);
export const rev = (key) => cells.get(key)?.[1] ?? 0;
export const writer = (key) => cells.get(key)?.[2] ?? null;
export const rivals = (key) => cells.get(key)?.[3] ?? [];

/** Return the ids of the elements of a list in their order. */
export function ids(list) {
  const found = [];
  for (const key of fields.get(list) || []) {
    const place = value(key);
    if (place !== null) found.push([place, key.slice(list.length + 1)]);
  }
  found.sort((a, b) => a[0] - b[0] || (a[1] < b[1] ? -1 : 1));
  return found.map((one) => one[1]);
}

/** Return the names of the elements of a list that has no order, such as people. */
export const named = (list) => [...fields.keys()].filter((key) => key.startsWith(`${list}/`)).map((key) => key.split("/")[1]);

/** Return the largest place in a list, so that a new one comes after it. */
export const lastPlace = (list) => Math.max(0, ...ids(list).map((id) => Number(value(`${list}/${id}`)) || 0));

/** Return the members of a field as {member: value}, without those that are not there. */
export function members(element, field) {
  const start = `${element}/${field}/`;
  const found = {};
  for (const key of fields.get(element) || []) {
    if (!key.startsWith(start)) continue;
    const one = value(key);
    if (one !== null) found[key.slice(start.length)] = one;
  }
  return found;
}

/** Return the cells that begin with a name of two parts, as [rest, value]. */
export const under = (element) => [...(fields.get(element) || [])].map((key) => [key.slice(element.length + 1), value(key)]);

/** Return the fields of an element of which several values wait for a decision. */
export const contested = (element) => [...(fields.get(element) || [])].filter((key) => rivals(key).length);

/** Return the fingerprint of the board as the server computes it. */
export function fingerprint() {
  let total = 0;
  for (const [key, cell] of cells) {
    if (cell[0] === null || !BOARD.has(key.split("/", 1)[0])) continue;
    if ((cells.get(elementOf(key))?.[0] ?? null) === null) continue;
    total ^= fnv(`${key}\n${sorted(cell[0])}`);
  }
  return (total >>> 0).toString(16).padStart(8, "0");
}

function fnv(text) {
  let mark = 2166136261;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    mark = Math.imul(mark ^ (unit & 255), PRIME);
    mark = Math.imul(mark ^ (unit >> 8), PRIME);
  }
  return mark;
}

/** Return a value as JSON without blanks and with sorted keys. */
export function sorted(one) {
  if (Array.isArray(one)) return `[${one.map(sorted).join(",")}]`;
  if (one && typeof one === "object") {
    const rows = Object.keys(one).sort().map((key) => `${JSON.stringify(key)}:${sorted(one[key])}`);
    return `{${rows.join(",")}}`;
  }
  return JSON.stringify(one);
}
