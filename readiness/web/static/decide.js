// What is done about it: actions with an owner and a day.

import { h } from "./screen.js";
import { ids, value } from "./cells.js";
import { add, isEditable, openElement } from "./element.js";
import { title } from "./naming.js";
import { dayOf, figure, say } from "./words.js";
import { outcome, ranked } from "./votes.js";

/** Describe the outcome of the vote, and the actions with a way to add one. */
export function decide() {
  const write = isEditable("actions");
  const put = (event) => {
    event.preventDefault();
    const field = event.currentTarget.elements.action;
    const text = field.value.trim();
    field.value = "";
    if (text) openElement(add("actions", { text }));
  };
  const best = outcome() ? ranked().filter((one) => one.dots && one.name.startsWith("pains:")).slice(0, 5) : [];
  return h("div.decide",
    h("h2", say("many.actions")), h("p.hint", say("decide.text")),
    actions(true),
    write ? h("form.add-line", { onsubmit: put }, h("label.unseen", { for: "action" }, say("decide.add")),
      h("input", { id: "action", name: "action", type: "text", maxlength: "500", autocomplete: "off", placeholder: say("decide.placeholder") }),
      h("button", { type: "submit" }, say("decide.add"))) : h("p.hint", say("decide.not-now")),
    best.length ? h("section", h("h2", say("decide.hurts")), h("ol.bars", best.map((one) => h("li", { key: one.name },
      h("span.bar-name", one.title), h("b", figure(one.dots)),
      write ? h("button", { type: "button", onclick: () => openElement(add("actions", { text: one.title })) },
        say("decide.make"), h("span.unseen", ` ${one.title}`)) : null)))) : null);
}

/** Describe the actions; with a way to open each where wanted. */
export function actions(open) {
  const all = ids("actions");
  if (!all.length) return h("p.empty.small", say("empty.actions"));
  return h("ul.elements", all.map((id) => {
    const element = `actions/${id}`;
    const [owner, due] = [value(`${element}/owner`), value(`${element}/due`)];
    const inside = [h("b", title(element)), h("span", { class: owner && due ? "muted" : "flag-text" },
      [owner || say("decide.no-owner"), due ? dayOf(due) : say("decide.no-day")].join(" · "))];
    return h("li", { key: id }, open ? h("button.open", { type: "button", onclick: () => openElement(element) }, inside) : h("div.open", inside));
  }));
}
