// What hurts: pain points, written on the map and voted on later.

import { h } from "./screen.js";
import { value } from "./cells.js";
import { add, isEditable, openElement } from "./element.js";
import { pains } from "./board.js";
import { title } from "./naming.js";
import { say } from "./words.js";

/** Describe the pain points and the way to add one. */
export function painView() {
  const all = pains();
  const write = isEditable("pains");
  const put = (event) => {
    event.preventDefault();
    const field = event.currentTarget.elements.pain;
    const text = field.value.trim();
    if (text) add("pains", { text });
    field.value = "";
    field.focus();
  };
  return h("section.pains", h("h2", say("many.pains")),
    all.length ? h("ul.elements", all.map((one) => h("li", { key: one.id },
      h("button.open", { type: "button", onclick: () => openElement(`pains/${one.id}`) }, h("b", one.text),
        one.on && value(`touchpoints/${one.on}`) !== null ? h("span.muted", say("pains.on", { name: title(`touchpoints/${one.on}`) })) : null))))
      : h("p.empty.small", say("empty.pains")),
    write ? h("form.add-line", { onsubmit: put },
      h("label.unseen", { for: "pain" }, say("pains.add")),
      h("input", { id: "pain", name: "pain", type: "text", maxlength: "500", autocomplete: "off", placeholder: say("pains.placeholder") }),
      h("button", { type: "submit" }, say("pains.add"))) : null);
}
