// Changes on their way: kept in this browser until the server has them on its disk, sent again as often
// as needed under the same id, so that each is applied once.

import { chance } from "./screen.js";
import { overlay, rev, room, changed, writer } from "./cells.js";

const place = location.pathname.split("/")[2];
const memory = new Map();
const MOST = 40;
let counter = 0;
let sending = false;
let wait = 500;
let timer = 0;
let stores = true;
const arrived = new Map();

export const state = { trouble: "", out: false, get waiting() { return queue().length; }, get kept() { return stores; } };
export const mine = [];
const name = (kind) => `readiness:${place}:${room.me.person}:${kind}:`;

function read(kind) {
  const start = name(kind);
  const found = [...memory].filter(([key]) => key.startsWith(start));
  try {
    for (let at = 0; at < localStorage.length; at += 1) {
      const key = localStorage.key(at);
      if (key.startsWith(start)) found.push([key, JSON.parse(localStorage.getItem(key))]);
    }
  } catch { stores = false; }
  return found.sort((a, b) => (a[0] < b[0] ? -1 : 1)).map(([key, one]) => ({ ...one, key }));
}

function write(key, one) {
  try {
    localStorage.setItem(key, JSON.stringify(one));
  } catch {
    stores = false;
    memory.set(key, one);
  }
}

function remove(key) {
  memory.delete(key);
  try { localStorage.removeItem(key); } catch { stores = false; }
}

const queue = () => read("out");
/** Return the changes that were refused and still wait for a decision. */
export const tray = () => read("tray");
const stamp = () => `${String(Date.now()).padStart(14, "0")}${String(counter++).padStart(6, "0")}`;

/** Lay over the board what is on its way or has arrived but was not told yet. */
export function lay() {
  for (const [id, one] of arrived) if (room.seq >= one.seq) arrived.delete(id);
  overlay([...[...arrived.values()].map((one) => one.change), ...queue().map((one) => one.change)]);
}

/** Set some cells together; each is {key, value} and may bring the revision that was seen. Returns the id. */
export function set(...rows) {
  const change = {
    id: chance(24),
    set: rows.map((one) => ({ key: one.key, value: one.value, base: one.base ?? seen(one) })),
  };
  enqueue(change);
  return change.id;
}

function seen(one) {
  const isElement = one.key.split("/").length === 2;
  return isElement && one.value === null ? room.seq : rev(one.key);
}

/** Take an earlier change back. */
export function undo(id) {
  const at = mine.indexOf(id);
  if (at >= 0) mine.splice(at, 1);
  enqueue({ id: chance(24), undoes: id });
}

function enqueue(change) {
  write(name("out") + stamp(), { change });
  lay();
  changed();
  send();
}

/** Give a refused change another try, on what stands now. */
export function again(one) {
  remove(one.key);
  if (one.change.undoes) undo(one.change.undoes);
  else set(...one.change.set.map((row) => ({ key: row.key, value: row.value })));
}

/** Let a refused change go. */
export function drop(one) {
  remove(one.key);
  changed();
}

/** Send what waits, now. */
export async function send() {
  if (sending || state.out || !room.me) return;
  clearTimeout(timer);
  const batch = queue().slice(0, MOST);
  if (!batch.length) return;
  sending = true;
  try {
    await post(batch);
    wait = 500;
    state.trouble = "";
  } catch (error) {
    state.trouble = error.message || "offline";
    timer = setTimeout(send, wait * (0.8 + Math.random() * 0.4));
    wait = Math.min(wait * 2, 8000);
  }
  sending = false;
  lay();
  changed();
  if (!state.trouble && queue().length) send();
}

async function post(batch) {
  const control = new AbortController();
  const limit = setTimeout(() => control.abort(), 15000);
  try {
    const answer = await fetch(`changes?language=${document.documentElement.lang}`, {
      method: "POST", credentials: "same-origin", signal: control.signal,
      headers: { "Content-Type": "application/json", Accept: "application/json" },
      body: JSON.stringify({ changes: batch.map((one) => one.change) }),
    });
    if ([401, 403, 404].includes(answer.status)) state.out = true;
    if (answer.status === 413 && batch.length > 1) {
      await post(batch.slice(0, 1));
      return;
    }
    if ([400, 413, 415].includes(answer.status)) {
      const told = await answer.json().catch(() => ({}));
      if (batch.length === 1) refuse(batch[0], { reason: told.error || "bad-change", message: told.message || "" });
      else for (const one of batch) await post([one]);
      return;
    }
    if (!answer.ok) throw new Error([503, 507].includes(answer.status) ? "full" : "offline");
    const { results } = await answer.json();
    batch.forEach((one, at) => settle(one, results[at]));
  } catch (error) {
    throw new Error(error.message === "full" ? "full" : "offline", { cause: error });
  } finally {
    clearTimeout(limit);
  }
}

function settle(one, result) {
  if (!result) return;
  if (result.status === "refused") {
    refuse(one, result);
    return;
  }
  remove(one.key);
  if (result.seq > room.seq && one.change.set) arrived.set(one.change.id, { seq: result.seq, change: one.change });
  const isBoard = one.change.set?.some((row) => !/^(votes|answers|done|room|people)\//.test(row.key));
  if (isBoard && !mine.includes(one.change.id)) mine.push(one.change.id);
}

function refuse(one, result) {
  write(name("tray") + stamp(), { change: one.change, reason: result.reason, message: result.message, at: Date.now() });
  remove(one.key);
}

/** Say whether the newest value of a cell was written by this person, so that going on typing is no conflict. */
export const isMine = (key) => writer(key) === room.me.person;

addEventListener("online", () => { wait = 500; send(); });
addEventListener("focus", () => send());
