// The same map as a list: everything can be added, opened, put in order and deleted without a mouse.

import { h, announce } from "./screen.js";
import { contested, ids, value } from "./cells.js";
import { set } from "./outbox.js";
import { title } from "./naming.js";
import { figure, say } from "./words.js";
import { MAP_LISTS } from "./fields.js";
import { add, isEditable, openElement, remove } from "./element.js";

const SHOWN = [...MAP_LISTS, "pains"];
let chosen = "touchpoints";
let search = "";

/** Describe the list view: a choice of lists, and the elements of one. */
export function listView(redraw) {
  const all = ids(chosen);
  const write = isEditable(chosen);
  const wanted = search.trim().toLocaleLowerCase();
  const found = wanted ? all.filter((id) => title(`${chosen}/${id}`).toLocaleLowerCase().includes(wanted)) : all;
  return h("div.list-view",
    h("div.list-tools",
      h("div.field", h("label", { for: "which" }, say("list.which")),
        h("select", { id: "which", value: chosen, onchange: (event) => { chosen = event.currentTarget.value; search = ""; redraw(); } },
          SHOWN.map((list) => h("option", { value: list, key: list }, `${say(`many.${list}`)} (${figure(ids(list).length)})`)))),
      h("div.field", h("label", { for: "find" }, say("list.find")),
        h("input", { id: "find", type: "search", value: search, oninput: (event) => { search = event.currentTarget.value; redraw(); } })),
      write ? h("button.main", { type: "button", onclick: () => openElement(add(chosen), { fresh: true }) },
        say("list.add", { one: say(`one.${chosen}`) })) : null),
    found.length ? h("ul.elements", found.map((id, at) => row(id, all.indexOf(id), all, write, at)))
      : h("p.empty", wanted ? say("list.nothing-found") : say(`empty.${chosen}`)));
}

function row(id, at, all, write) {
  const element = `${chosen}/${id}`;
  const name = title(element);
  return h("li", { key: id },
    h("button.open", { type: "button", onclick: () => openElement(element) }, h("b", name), h("span.muted", facts(element)),
      contested(element).length ? h("span.flag-text", say("board.conflict")) : null),
    write ? h("span.tools",
      h("button.icon", { type: "button", disabled: at <= 0, "aria-label": say("list.up", { name }), onclick: () => swap(all, at, -1) }, "↑"),
      h("button.icon", { type: "button", disabled: at >= all.length - 1, "aria-label": say("list.down", { name }), onclick: () => swap(all, at, 1) }, "↓"),
      h("button.icon", { type: "button", "aria-label": say("list.delete", { name }), onclick: () => remove(element) }, "×")) : null);
}

function facts(element) {
  const list = element.split("/")[0];
  const parts = [];
  const named = (field, of) => {
    const id = value(`${element}/${field}`);
    if (id && value(`${of}/${id}`) !== null) parts.push(title(`${of}/${id}`));
  };
  if (list === "touchpoints") {
    named("stage", "stages");
    named("channel", "channels");
    named("owner", "departments");
  }
  if (list === "pains") named("on", "touchpoints");
  if (list === "systems") named("owner", "departments");
  return parts.join(" · ");
}

function swap(all, at, step) {
  const now = ids(chosen);
  const place = now.indexOf(all[at]);
  if (!(place + step in now)) return;
  const [one, other] = [`${chosen}/${all[at]}`, `${chosen}/${now[place + step]}`];
  set({ key: one, value: value(other) }, { key: other, value: value(one) });
  announce(say("list.moved", { name: title(one), place: figure(place + step + 1) }));
}
