// News from the server: one long answer read as it comes, a watchdog, and asking again and again where
// something on the way cuts long answers.

import { apply, changed, fingerprint, reset, room } from "./cells.js";
import { lay, send, state as post } from "./outbox.js";
import { language } from "./words.js";

const SILENCE = 25000;
const CHECK = 150000;
export const link = { here: false, polls: false };
export const live = {};
let offset = 0;
let failures = 0;
let liveNumber = 0;
let lastReset = 0;

/** Return the time by the server's clock, in milliseconds: phones' clocks differ. */
export const serverTime = () => Date.now() + (Math.abs(offset) > 3000 ? offset : 0);

/** Fetch everything anew. */
export async function fetchState() {
  const answer = await ask("state");
  const state = await answer.json();
  reset(state);
  lastReset = Date.now();
  lay();
  changed();
}

async function ask(path, options = {}) {
  const answer = await fetch(path, { credentials: "same-origin", headers: { Accept: "application/json" }, ...options });
  if ([401, 403, 404].includes(answer.status)) {
    post.out = true;
    changed();
    throw new Error("out");
  }
  if (!answer.ok) throw new Error("offline");
  const sent = Date.parse(answer.headers.get("Date"));
  if (sent) offset = sent - Date.now();
  return answer;
}

/** Follow the room until this person has to leave it. */
export async function follow() {
  setInterval(compare, CHECK * (0.8 + Math.random() * 0.4));
  while (!post.out) {
    const began = Date.now();
    try {
      if (failures >= 2 && failures % 8) await poll();
      else await listen();
      if (Date.now() - began < 1000) throw new Error("offline");
    } catch {
      failures += 1;
      here(false);
      await new Promise((go) => setTimeout(go, Math.min(300 * 2 ** Math.min(failures, 5), 6000)));
    }
  }
}

function here(is) {
  if (is) send();
  if (link.here === is) return;
  link.here = is;
  changed();
}

async function listen() {
  const control = new AbortController();
  let dog = 0;
  let last = 0;
  const alive = () => {
    last = Date.now();
    clearTimeout(dog);
    dog = setTimeout(() => control.abort(), SILENCE);
  };
  const wake = () => {
    if (!document.hidden && Date.now() - last > SILENCE / 2) control.abort(); // the phone has slept
  };
  document.addEventListener("visibilitychange", wake);
  alive();
  const url = `events?after=${room.seq}&language=${language}`;
  try {
    const answer = await ask(url, { signal: control.signal, headers: { Accept: "text/event-stream" } });
    const reader = answer.body.getReader();
    const decoder = new TextDecoder();
    let rest = "";
    link.polls = false;
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      alive();
      failures = 0;
      here(true);
      const blocks = (rest + decoder.decode(value, { stream: true })).split("\n\n");
      rest = blocks.pop();
      for (const block of blocks) await take(block);
    }
  } finally {
    document.removeEventListener("visibilitychange", wake);
    clearTimeout(dog);
    control.abort();
  }
}

async function take(block) {
  let kind = "";
  let data = "";
  for (const line of block.split("\n")) {
    if (line.startsWith("event: ")) kind = line.slice(7);
    if (line.startsWith("data: ")) data += line.slice(6);
  }
  if (kind === "resync") await fetchState();
  if (kind === "change") await takeEvents([JSON.parse(data)]);
  if (kind === "live") takeLive(JSON.parse(data));
}

async function takeEvents(events) {
  for (const event of events) {
    if (!apply(event)) {
      await fetchState();
      break;
    }
  }
  lay();
  changed();
}

/** Keep the counts fresh for a page that shows them: they come at once, the other results when computed. */
export function watchCounts() {
  let seen = 0;
  setInterval(async () => {
    if (seen === room.seq || !link.here || document.hidden) return;
    seen = room.seq;
    try {
      takeLive(await (await ask(`live?language=${language}`)).json());
    } catch { /* the stream tells that we are offline */ }
  }, 2000);
}

function takeLive(found) {
  for (const name of Object.keys(live)) if (!(name in found)) delete live[name];
  Object.assign(live, found);
  changed();
}

async function poll() {
  link.polls = true;
  for (let round = 0; round < 6; round += 1) {
    const control = new AbortController();
    const limit = setTimeout(() => control.abort(), SILENCE + 5000);
    try {
      const url = `changes?after=${room.seq}&wait=20&live=${liveNumber}&language=${language}`;
      const found = await (await ask(url, { signal: control.signal })).json();
      here(true);
      if (found.resync) await fetchState();
      else await takeEvents(found.events);
      if (found.live) takeLive(found.live);
      liveNumber = found.live_number ?? 0;
    } finally {
      clearTimeout(limit);
    }
  }
  failures = 8; // time to try the long answer again
}

/** Now and then, see whether this board is the server's; if not, fetch it anew. */
async function compare() {
  if (!link.here || document.hidden || Date.now() - lastReset < CHECK) return;
  try {
    const state = await (await ask("state")).json();
    if (state.seq === room.seq && state.hash !== fingerprint()) {
      reset(state);
      lay();
      changed();
    }
    lastReset = Date.now();
  } catch { /* the stream tells that we are offline */ }
}
