// The rollout options side by side, when somebody asks for them.

import { h } from "./screen.js";
import { dayOf, language, percent, say } from "./words.js";

let found = null;
let state = "";
let message = "";

/** Describe the comparison, or the way to ask for it. */
export function comparison(redraw, ask) {
  return [h("p.hint", say("compare.text")),
    h("button", { type: "button", disabled: state === "busy", onclick: () => run(redraw, ask) }, say(state === "busy" ? "compare.busy" : "compare.run")),
    state === "failed" ? h("p.refused", { role: "status" }, message) : null,
    found ? table() : null];
}

async function run(redraw, ask) {
  state = "busy";
  redraw();
  try {
    found = await ask("compare?trials=2000");
    state = "";
  } catch (error) {
    state = "failed";
    message = error.message;
  }
  redraw();
}

function table() {
  const options = found.options || [];
  if (!options.length) return h("p.empty.small", say("compare.none"));
  const money = new Intl.NumberFormat(language, { notation: "compact", maximumFractionDigits: 1 });
  const heads = ["option", "finish", "cost", "npv", "loss"];
  return h("div.table-box", { tabindex: "0", role: "region", "aria-label": say("compare.title") }, h("table",
    h("thead", h("tr", heads.map((name) => h("th", { key: name, scope: "col" }, say(`compare.${name}`),
      ["cost", "npv"].includes(name) && found.currency ? ` (${found.currency})` : "")))),
    h("tbody", options.map((one) => h("tr", { key: one.id, class: one.id === found.recommended ? "best" : "" },
      h("th", { scope: "row" }, one.title || one.id, one.id === found.recommended ? h("span.badge.clear", say("compare.best")) : null),
      h("td", one.finish?.p50 ? dayOf(one.finish.p50.slice(0, 10)) : say("nothing")),
      h("td", amount(money, one.cost?.mean)), h("td", amount(money, one.npv?.p50)),
      h("td", one.p_loss === null || one.p_loss === undefined ? say("nothing") : percent(one.p_loss)))))));
}

const amount = (money, number) => (number === null || number === undefined ? say("nothing") : money.format(number));
