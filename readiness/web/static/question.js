// One question on the screen: its scale, choices, numbers or words, whatever its kind asks for.

import { h } from "./screen.js";
import { figure, has, say } from "./words.js";

/** Describe what is asked; put(part) is called with what was answered: {value} or {parts}. */
export function asks(item, answer, put) {
  const kinds = {
    maturity: scale, "yes-no": scale, agree, choice: () => radios(item.choices, item.id, answer.value, put),
    choices: several, touchpoint: several, matrix, estimate: amounts, allocate, rank, text: writing,
    number, percent: number, money: number, date: number,
  };
  return (kinds[item.kind] || writing)(item, answer, put);
}

function scale(item, answer, put) {
  return radios(item.scale, item.id, answer.value, put, item.kind === "maturity");
}

function radios(options, id, now, put, numbered = false) {
  return h("div.options", { role: "radiogroup", "aria-labelledby": "question" }, options.map((one) => h("label.pick", { key: one.value },
    h("input", { type: "radio", name: `q-${id}`, value: one.value, checked: String(now ?? "") === one.value,
      onchange: () => put({ value: one.value }) }),
    h("span", numbered ? h("b.level", one.value) : null, one.label || one.value))));
}

function agree(item, answer, put) {
  return h("div.agree",
    h("p.ends", h("span", say("answer.disagree")), h("span", say("answer.agree"))),
    h("div.points", { role: "radiogroup", "aria-labelledby": "question" }, item.scale.map((one, at) => h("label.point", { key: one.value },
      h("input", { type: "radio", name: `q-${item.id}`, value: one.value, checked: String(answer.value ?? "") === one.value,
        "aria-label": at === 0 ? `${one.value} ${say("answer.disagree")}` : at === item.scale.length - 1 ? `${one.value} ${say("answer.agree")}` : one.value,
        onchange: () => put({ value: one.value }) }), h("span", { "aria-hidden": "true" }, one.value)))));
}

function several(item, answer, put) {
  const now = Array.isArray(answer.value) ? answer.value : answer.value ? [answer.value] : [];
  const turn = (name, on) => put((fresh) => {
    const chosen = [fresh.value ?? []].flat();
    return { value: item.choices.map((one) => one.value).filter((one) => (one === name ? on : chosen.includes(one))) };
  });
  return h("div.options", { role: "group", "aria-labelledby": "question" }, h("p.hint", say("answer.several")),
    item.choices.map((one) => h("label.pick", { key: one.value },
      h("input", { type: "checkbox", checked: now.includes(one.value), onchange: (event) => turn(one.value, event.currentTarget.checked) }),
      h("span", one.label || one.value))));
}

function rank(item, answer, put) {
  const now = (Array.isArray(answer.value) ? answer.value : []).filter((id) => item.choices.some((one) => one.value === id));
  const rest = item.choices.filter((one) => !now.includes(one.value));
  const label = (id) => item.choices.find((one) => one.value === id).label || id;
  const move = (at, step) => {
    const next = [...now];
    [next[at], next[at + step]] = [next[at + step], next[at]];
    put({ value: next });
  };
  return h("div.rank", h("p.hint", say("answer.rank")),
    now.length ? h("ol", now.map((id, at) => h("li", { key: id }, h("span", label(id)), h("span.tools",
      h("button.icon", { type: "button", disabled: !at, "aria-label": say("list.up", { name: label(id) }), onclick: () => move(at, -1) }, "↑"),
      h("button.icon", { type: "button", disabled: at === now.length - 1, "aria-label": say("list.down", { name: label(id) }), onclick: () => move(at, 1) }, "↓"),
      h("button.icon", { type: "button", "aria-label": say("list.delete", { name: label(id) }), onclick: () => put({ value: now.filter((one) => one !== id) }) }, "×"))))) : null,
    rest.map((one) => h("button.pick-next", { key: one.value, type: "button", onclick: () => put((fresh) => ({ value: [...new Set([...[fresh.value ?? []].flat(), one.value])] })) },
      h("b", { "aria-hidden": "true" }, figure(now.length + 1)), h("span", one.label || one.value))));
}

function matrix(item, answer, put) {
  const options = item.scale.length ? item.scale : item.choices;
  const now = answer.parts || {};
  return item.parts.map((part) => h("fieldset.part", { key: part.value }, h("legend", part.label),
    h("div.options.close", options.map((one) => h("label.pick", { key: one.value },
      h("input", { type: "radio", name: `q-${item.id}-${part.value}`, value: one.value, checked: String(now[part.value] ?? "") === one.value,
        onchange: () => put({ parts: { [part.value]: one.value } }) }),
      h("span", item.scale.length ? h("b.level", one.value) : null, one.label || one.value))))));
}

function field(id, label, unit, props) {
  return h("div.amount", { key: id }, h("label", { for: id }, label), h("span.with-unit", h("input", { id, autocomplete: "off", ...props }),
    unit ? h("span.unit", unit) : null));
}

const numeric = { type: "text", inputmode: "decimal", maxlength: "30" };

function number(item, answer, put) {
  const props = item.kind === "date" ? { type: "date" } : numeric;
  return field(`q-${item.id}`, say(has(`answer.your-${item.kind}`) ? `answer.your-${item.kind}` : "answer.yours"), item.unit,
    { ...props, value: answer.value === "dont-know" ? "" : answer.value ?? "", onchange: (event) => put({ value: plain(event.currentTarget.value, item) }) });
}

/** Return a number as it is written in files: without signs of thousands. */
function plain(text, item) {
  const bare = text.trim();
  return item.kind === "date" ? bare : bare.replace(/[\s\u00a0'’_]/g, "").replace(/,(?=\d{3}(\D|$))/g, "").replace(/%$/, "");
}

function amounts(item, answer, put) {
  const now = answer.parts || {};
  return item.parts.map((part) => field(`q-${item.id}-${part.value}`, part.label || part.unit, part.label ? part.unit : "", { ...numeric,
    value: now[part.value] ?? "", onchange: (event) => put({ parts: { [part.value]: plain(event.currentTarget.value, item) } }) }));
}

function allocate(item, answer, put) {
  const now = answer.parts || {};
  const sum = item.choices.reduce((all, one) => all + (Number(now[one.value]) || 0), 0);
  return [h("p", { class: sum === 100 ? "hint" : "warn", role: "status" }, say("answer.allocate", { sum: figure(sum) })),
    item.choices.map((one) => field(`q-${item.id}-${one.value}`, one.label || one.value, "", { ...numeric, value: now[one.value] ?? "",
      onchange: (event) => put({ parts: { [one.value]: plain(event.currentTarget.value, item) } }) }))];
}

function writing(item, answer, put) {
  return h("textarea", { id: `q-${item.id}`, rows: "4", maxlength: "3000", "aria-labelledby": "question", dir: "auto",
    value: answer.value === "dont-know" ? "" : answer.value ?? "", onchange: (event) => put({ value: event.currentTarget.value.trim() }) });
}
