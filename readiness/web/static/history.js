// Who changed what and when, and the way to take it back.

import { h } from "./screen.js";
import { room, sorted } from "./cells.js";
import { undo } from "./outbox.js";
import { fieldName, person, shown, title } from "./naming.js";
import { has, language, say, timeOf } from "./words.js";
import { FIELDS } from "./fields.js";

const PAUSE = 1500;
let rows = null;
let seen = -1;
let busy = false;
let more = true;
let all = false;

/** Describe the newest changes, newest first. */
export function history(redraw) {
  if (seen !== room.seq && !busy) {
    busy = true;
    setTimeout(() => fetchRows(redraw), rows ? PAUSE : 0);
  }
  if (!rows) return h("p.empty", say("loading"));
  return h("div.history", h("h2", say("history.title")), h("p.hint", say("history.text")),
    rows.length ? h("ol.log", rows.map((row) => line(row))) : h("p.empty", say("history.empty")),
    rows.length && more ? h("button", { type: "button", onclick: () => fetchRows(redraw, rows.at(-1).seq) }, say("history.more")) : null);
}

async function fetchRows(redraw, before) {
  busy = true;
  const upTo = room.seq;
  try {
    const answer = await fetch(`history?language=${language}${before ? `&before=${before}` : ""}`, { credentials: "same-origin", headers: { Accept: "application/json" } });
    if (answer.ok) {
      const found = await answer.json();
      all = found.all;
      const known = before ? rows : (rows || []).filter((row) => row.seq < (found.changes.at(-1)?.seq ?? 0));
      rows = before ? [...known, ...found.changes] : [...found.changes, ...known];
      if (before || !known.length) more = found.changes.length > 0;
    }
  } catch { /* the line about the connection tells */ }
  seen = upTo;
  busy = false;
  redraw();
}

function line(row) {
  const keys = Object.keys(row.cells);
  const board = keys.filter((key) => key.split("/")[0] in FIELDS);
  const may = board.length && (all || row.by === room.me.person);
  return h("li", { key: row.seq }, h("p", row.by === "room" ? null : h("b", person(row.by)), " ", h("time.muted", { datetime: row.at }, timeOf(row.at))),
    h("ul", sentences(row, keys).map((text, at) => h("li", { key: at }, text))),
    may ? h("button", { type: "button", onclick: () => undo(row.id) }, say("history.undo"), h("span.unseen", ` ${sentences(row, keys)[0] || ""}`)) : null);
}

function sentences(row, keys) {
  const told = [];
  const whole = new Set();
  for (const key of keys) {
    const [list, id, field] = key.split("/");
    const [before, after] = row.cells[key];
    if (!(list in FIELDS)) {
      if (id !== "timer" || after !== null) told.push(other(list, id, field, after));
      continue;
    }
    const name = nameOf(row, `${list}/${id}`);
    if (!field) {
      whole.add(`${list}/${id}`);
      const what = after === null ? "deleted" : before === null ? "added" : "moved";
      told.push(say(`history.${what}`, { one: say(`one.${list}`), name }));
    } else if (sorted(before) === sorted(after)) {
      told.push(say("history.rival", { name, field: fieldName(key), before: shown(key, before) }));
    } else if (!whole.has(`${list}/${id}`)) {
      told.push(say("history.set", { name, field: fieldName(key), before: shown(key, before), after: shown(key, after) }));
    }
  }
  return [...new Set(told)].slice(0, 6);
}

function nameOf(row, element) {
  const own = row.cells[`${element}/title`] || row.cells[`${element}/text`];
  return (own && (own[1] || own[0])) || title(element);
}

function other(list, id, field, after) {
  if (list === "people") return say("history.person", { name: field === "name" && after ? after : person(id) });
  if (id === "phase") return say("history.phase", { phase: say(`phase.${after}`) });
  return say(has(`history.room-${id}`) ? `history.room-${id}` : "history.room");
}
