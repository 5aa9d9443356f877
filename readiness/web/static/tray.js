// What could not be applied: nothing that somebody wrote is lost without a word.

import { h } from "./screen.js";
import { again, drop, state, tray } from "./outbox.js";
import { fieldName, shown, title } from "./naming.js";
import { count, has, say, timeOf } from "./words.js";
import { FIELDS } from "./fields.js";

/** Describe the refused changes, each with its reason and what can be done. */
export function trayView() {
  const all = tray();
  return h("div.tray", h("h2", say("tray.title")),
    state.waiting ? h("p.hint", count("saved.off", state.waiting)) : null,
    all.length ? [h("p.hint", say("tray.text")), h("ul.refusals", all.map((one) => h("li", { key: one.key },
      h("p.refused", one.message || say(has(`refused.${one.reason}`) ? `refused.${one.reason}` : "refused.other")),
      h("p.muted", timeOf(one.at)), h("ul", parts(one.change).map((text, at) => h("li", { key: at }, text))),
      h("div.turn", h("button.main", { type: "button", onclick: () => again(one) }, say("tray.again")),
        h("button", { type: "button", onclick: () => drop(one) }, say("tray.drop"))))))]
      : h("p.empty", say("tray.empty")));
}

function parts(change) {
  if (change.undoes) return [say("undo")];
  return change.set.slice(0, 8).map((row) => {
    const [list, id, field] = row.key.split("/");
    if (list === "votes") return say("tray.vote", { name: title(field.replace(":", "/")) });
    if (list === "answers") return say("tray.answer", { item: row.key.split("/").at(-1) });
    if (!(list in FIELDS)) return row.key;
    if (!field) return `${say(`one.${list}`)}: ${title(`${list}/${id}`)}`;
    return `${title(`${list}/${id}`)} · ${fieldName(row.key)}: ${shown(row.key, row.value)}`;
  });
}
