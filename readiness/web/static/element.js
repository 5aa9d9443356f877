// One element of the map, with every field of it; what two people wrote at once stands side by side.

import { h, chance, announce, soon } from "./screen.js";
import { cells, changed, contested, ids, lastPlace, members, rev, rivals, room, under, value, writer } from "./cells.js";
import { isMine, set } from "./outbox.js";
import { FIELDS, WORDS } from "./fields.js";
import { fieldName, listOf, person, setting, shown, title, words, wordsKey } from "./naming.js";
import { figure, has, say } from "./words.js";
import { live } from "./stream.js";
import { ways } from "./ways.js";
import * as sheet from "./sheet.js";

const editing = new Map();
const later = new Map();
let sure = "";

/** Write a cell on the basis of what its writer saw when they began. */
export function write(key, wanted) {
  const base = editing.has(key) && !isMine(key) ? editing.get(key) : rev(key);
  if ((wanted ?? "") === (value(key) ?? "")) return;
  set({ key, value: wanted, base });
}

/** Add an element and open it; fields are {name: value}. */
export function add(list, fields = {}) {
  const id = `t-${chance(8)}`;
  const element = `${list}/${id}`;
  set({ key: element, value: Math.floor(lastPlace(list)) + 1, base: 0 },
    ...Object.entries(fields).map(([name, one]) => ({ key: `${element}/${name}`, value: one, base: 0 })));
  return element;
}

/** Delete an element; the history brings it back. */
export function remove(element) {
  set({ key: element, value: null });
  announce(say("deleted", { name: title(element) }));
}

/** Open the sheet of an element. */
export function openElement(element, { fresh = false } = {}) {
  const list = element.split("/")[0];
  sure = "";
  sheet.open(() => (value(element) === null ? say("gone-title") : title(element)), () => body(element, list, fresh),
    { name: element, closed: () => {
      flush();
      if (fresh && isBare(element)) remove(element); // added by mistake: nothing was said about it
      changed();
    } });
}

const isBare = (element) => value(element) !== null
  && under(element).every(([name, one]) => one === null || name === "stage" || name === "channel");

function flush() {
  for (const [key, one] of later) {
    clearTimeout(one.timer);
    one.work();
    editing.delete(key);
  }
  later.clear();
}

function body(element, list, fresh) {
  if (value(element) === null) return h("p.empty", say("gone-text"));
  const names = Object.keys(FIELDS[list]);
  const open = isEditable(list);
  return [
    h("p.kind", say(`one.${list}`)),
    told(element),
    open ? null : h("p.empty.small", say("sheet.closed")),
    h("fieldset.rows", { disabled: !open }, names.map((name, at) => h("div.row", { key: name }, field(element, list, name, fresh && !at)))),
    open ? h("div.row.end", ending(element)) : null,
  ];
}

function ending(element) {
  const ask = (one) => () => {
    sure = one;
    sheet.redraw();
  };
  if (sure !== element) return h("button.quiet.danger-text", { type: "button", onclick: ask(element) }, say("delete"));
  return [
    h("p", say("delete-sure", { name: title(element) })),
    h("button.danger", { type: "button", onclick: () => { remove(element); sheet.close(); } }, say("delete-yes")),
    h("button", { type: "button", onclick: ask("") }, say("delete-no")),
  ];
}

function told(element) {
  const found = [...(live.problems || []), ...(live.findings || [])].filter((one) => one.element === element);
  if (!found.length) return null;
  return h("ul.told", { "aria-label": say("told-here") }, found.slice(0, 5).map((one) => h("li",
    { class: `sev-${one.severity}` }, h("b", say(`severity.${one.severity}`)), " ", one.message,
    one.hint ? h("span.hint", one.hint) : null)));
}

function field(element, list, name, focus) {
  const kind = FIELDS[list][name];
  const key = WORDS.has(name) ? wordsKey(element, name) : `${element}/${name}`;
  const id = `f-${name}`;
  const label = fieldName(`${element}/${name}`);
  const help = has(`help.${list}.${name}`) ? h("span.hint", { id: `${id}-help` }, say(`help.${list}.${name}`)) : null;
  const props = { id, "aria-describedby": help ? `${id}-help` : null };
  const common = { element, name, key, props, label, focus };
  const draws = {
    text: () => writing("input", common), long: () => writing("textarea", common), number: () => counting(common),
    date: () => writing("input", { ...common, type: "date" }), one: () => picking(common, options(kind.of)),
    choice: () => picking(common, kind.options.map((one) => [one, say(`choice.${one}`)])),
    yes: () => null, many: () => null, volume: () => null, next: () => null,
  };
  if (kind.kind === "yes") return [ticking(common, key), help, conflict(element, name)];
  if (kind.kind === "many") return [h("fieldset", h("legend", label), help, ticks(common, kind.of)), conflict(element, name)];
  if (kind.kind === "next") return [h("fieldset", h("legend", label), help, ways(element)), conflict(element, name)];
  if (kind.kind === "volume") return volumes(common, help);
  return [h("label", { for: id }, label), help, draws[kind.kind](), conflict(element, name)];
}

function writing(tag, { key, props, name, element, focus, type }) {
  const now = WORDS.has(name) ? words(element, name) : value(key);
  const commit = (node) => write(key, node.value.trim() || null);
  return h(tag, {
    ...props, value: now ?? "", type: tag === "input" ? type || "text" : null, rows: tag === "textarea" ? "3" : null,
    maxlength: "2000", autocomplete: "off", dir: "auto",
    ready: (node) => { if (focus) { node.focus(); node.select?.(); } },
    oninput: (event) => typing(key, event.currentTarget, commit),
    onchange: (event) => settle(key, event.currentTarget, commit),
  });
}

function typing(key, node, commit) {
  if (!editing.has(key)) editing.set(key, rev(key));
  clearTimeout(later.get(key)?.timer);
  const work = () => { later.delete(key); if (node.isConnected || node.value) commit(node); };
  later.set(key, { work, timer: setTimeout(work, 900) });
}

function settle(key, node, commit) {
  clearTimeout(later.get(key)?.timer);
  later.delete(key);
  commit(node);
  editing.delete(key);
}

function counting({ key, props }) {
  const now = value(key);
  const commit = (node) => {
    const text = node.value.trim();
    if (node.validity.badInput) return;
    write(key, text === "" ? null : Number(text));
  };
  return h("input", {
    ...props, type: "number", inputmode: "decimal", min: "0", step: "any", value: now ?? "",
    oninput: (event) => typing(key, event.currentTarget, commit),
    onchange: (event) => settle(key, event.currentTarget, commit),
  });
}

/** Return the elements of some lists as [id, title]. */
export const options = (lists) => lists.flatMap((list) => ids(list).map((id) => [id, title(`${list}/${id}`), list]));

function picking({ key, props }, found) {
  const now = value(key) ?? "";
  const known = found.some(([id]) => id === now);
  return h("select", { ...props, value: now, onchange: (event) => write(key, event.currentTarget.value || null),
    ready: (node) => { node.value = value(key) ?? ""; } },
  h("option", { value: "", key: "" }, say("nothing")),
  known || !now ? null : h("option", { value: now, key: `now-${now}` }, now),
  found.map(([id, name]) => h("option", { value: id, key: id }, name)));
}

function ticking({ props, label }, key) {
  return h("label.tick", h("input", { ...props, type: "checkbox", checked: value(key) === true,
    onchange: (event) => set({ key, value: event.currentTarget.checked ? true : null }) }), h("span", label));
}

function ticks({ element, name }, lists) {
  const now = members(element, name);
  const found = options(lists).filter(([id, , list]) => `${list}/${id}` !== element);
  const lost = Object.keys(now).filter((id) => !listOf(id, lists));
  if (!found.length && !lost.length) return h("p.hint", say("nothing-to-choose", { list: say(`many.${lists[0]}`) }));
  const tick = (id, label, list) => h("label.tick", { key: `${list}/${id}` }, h("input", {
    type: "checkbox", checked: now[id] === true,
    onchange: (event) => set({ key: `${element}/${name}/${id}`, value: event.currentTarget.checked ? true : null }),
  }), h("span", label));
  if (lists.length === 1) return h("div.ticks", [...found, ...lost.map((id) => [id, id, lists[0]])].map((one) => tick(...one)));
  return lists.map((list) => {
    const here = found.filter((one) => one[2] === list);
    const chosen = here.filter(([id]) => now[id]).length;
    if (!here.length) return null;
    return h("details.group", { key: list, ready: (node) => { node.open = chosen > 0; } },
      h("summary", say(`many.${list}`), chosen ? h("b.pill", figure(chosen)) : null),
      h("div.ticks", here.map((one) => tick(...one))));
  });
}

function volumes(common, help) {
  const { element, label } = common;
  const parts = members(element, "volume");
  const buyers = Object.keys(members(element, "buyers"));
  if (!Object.keys(parts).length) {
    return [h("label", { for: common.props.id }, label), help, counting(common), conflict(element, "volume")];
  }
  const names = [...new Set([...buyers, ...Object.keys(parts)])];
  return [h("fieldset", h("legend", label), help, names.map((id) => h("div.pair", { key: id },
    h("label", { for: `f-volume-${id}` }, listOf(id, ["buyers"]) ? title(`buyers/${id}`) : id),
    counting({ key: `${element}/volume/${id}`, props: { id: `f-volume-${id}` } })))), conflict(element, "volume")];
}

/** Show what several people wrote into one field at once, for somebody to choose. */
export function conflict(element, name) {
  const start = `${element}/${name}`;
  const keys = contested(element).filter((key) => key === start || key.startsWith(`${start}/`));
  return keys.map((key) => {
    const all = [[cells.get(key)[0], rev(key), writer(key)], ...rivals(key)];
    return h("div.conflict", { key, role: "group", "aria-label": say("conflict.title") },
      h("p", h("b", say("conflict.title")), " ", say("conflict.text")),
      all.map(([one, , by], at) => h("div.side", { key: `side-${at}` },
        h("span", h("b.value", shown(key, one)), h("small", say("conflict.by", { name: person(by) }))),
        h("button", { type: "button", onclick: () => { set({ key, value: one, base: rev(key) }); soon(changed); } },
          say("conflict.keep"), h("span.unseen", ` ${shown(key, one)}`)))));
  });
}

/** Say whether this person may write the elements of a list now. */
export const isEditable = (list) => {
  if (room.me.role === "facilitator") return true;
  const phase = setting("phase", "map");
  return list === "actions" ? phase === "decide" : phase === "map" || phase === "decide";
};
