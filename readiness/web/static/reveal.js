// Where the camps stand: each disputed question with both sides.

import { h } from "./screen.js";
import { live } from "./stream.js";
import { figure, say } from "./words.js";

/** Describe all disputed questions. */
export function reveal() {
  const all = live.contested || [];
  return h("div.reveal", h("h2", say("reveal.title")),
    all.length ? h("p.hint", say("reveal.text")) : h("p.empty", say("reveal.none")),
    all.map((one) => h("section.camp", { key: one.item }, camps(one))),
    (live.notes || []).map((one, at) => h("p.hint", { key: at }, one)));
}

/** Describe one disputed question: how many gave each answer, and where each side stands. */
export function camps(one, heading = "h3") {
  const counts = one.counts || [];
  const most = Math.max(1, ...counts);
  const sides = (one.sides || []).filter((side) => side.median !== null && side.median !== undefined);
  return [
    h(heading, one.question),
    sides.length ? h("div.line", { role: "img", "aria-label": sides.map((side) => say("reveal.side-at", { side: say(`side.${side.role}`), level: figure(side.median) })).join(" · ") },
      h("div.rail"), [0, 1, 2, 3, 4].map((level) => h("span.tick-mark", { key: level, styles: { "--at": level / 4 } }, figure(level))),
      gap(sides),
      sides.map((side, at) => h("span", { key: side.role, class: `stand stand-${at}`, styles: { "--at": side.median / 4 } },
        h("b", say(`side.${side.role}`)), h("i", figure(side.median))))) : null,
    counts.length ? h("div.counts", { role: "img", "aria-label": counts.map((number, level) => say("reveal.people-at", { number: figure(number), level: figure(level) })).join(" · ") },
      counts.map((number, level) => h("span.heap", { key: level, styles: { "--part": number / most } }, h("b", number ? figure(number) : ""), h("i", figure(level))))) : null,
    one.text ? h("p", one.text) : null,
  ];
}

function gap(sides) {
  if (sides.length < 2) return null;
  const [low, high] = sides.map((side) => side.median / 4).sort((a, b) => a - b);
  return h("span.gap", { key: "gap", styles: { "--from": low, "--to": high } });
}
