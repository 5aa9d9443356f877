// Dots on what hurts and on what to do: each person gives a few, and may take them back.

import { announce, h } from "./screen.js";
import { ids, room, value } from "./cells.js";
import { set } from "./outbox.js";
import { phase, setting, title } from "./naming.js";
import { count, figure, say } from "./words.js";
import { live } from "./stream.js";

const BUDGET = 5;
const dotsOf = (subject) => value(`votes/${room.me.person}/${subject}`) || 0;
export const subjects = () => ["pains", "actions"].flatMap((list) => ids(list).map((id) => `${list}:${id}`));

/** Return the outcome {subject: dots}; nothing while the vote lasts, and until it is counted. */
export const outcome = () => (phase() === "vote" ? null : live.votes || null);

/** Return the subjects with their dots, the most first. */
export function ranked() {
  const all = outcome() || {};
  return subjects().map((name) => ({ name, title: title(name.replace(":", "/")), dots: all[name] || 0 }))
    .sort((a, b) => b.dots - a.dots);
}

/** Describe the vote: open while it lasts, its outcome afterwards. */
export function votes() {
  const all = subjects();
  if (!all.length) return h("p.empty", say("vote.none"));
  if (phase() !== "vote") return h("div.vote", h("h2", say("vote.outcome")), bars());
  const budget = setting("budget", BUDGET);
  const left = budget - all.reduce((sum, name) => sum + dotsOf(name), 0);
  const put = (name, more) => { // reckoned anew at each touch: several may come before the next picture
    const rest = budget - all.reduce((sum, one) => sum + dotsOf(one), 0) - more;
    const dots = dotsOf(name) + more;
    if (rest < 0 || dots < 0) return;
    announce(count("vote.left", rest));
    set({ key: `votes/${room.me.person}/${name}`, value: dots });
  };
  return h("div.vote",
    h("div.budget", h("p", { role: "status" }, h("b", count("vote.left", Math.max(left, 0)))), h("p.dots", { "aria-hidden": "true" },
      Array.from({ length: budget }, (_, at) => h("span.dot-mark", { key: at, class: at < left ? "free" : "" })))),
    h("p.hint", say("vote.text")),
    ["pains", "actions"].map((list) => (ids(list).length ? h("section", { key: list }, h("h2", say(`many.${list}`)),
      h("ul.elements", ids(list).map((id) => subject(`${list}:${id}`, left, put)))) : null)));
}

function subject(name, left, put) {
  const label = title(name.replace(":", "/"));
  const dots = dotsOf(name);
  return h("li.ballot", { key: name, class: dots ? "chosen" : "" }, h("span.ballot-text", label),
    h("span.stepper",
      h("button.icon", { type: "button", disabled: !dots, "aria-label": say("vote.less", { name: label }), onclick: () => put(name, -1) }, "−"),
      h("b", { "aria-label": count("vote.dots", dots) }, figure(dots)),
      h("button.icon", { type: "button", disabled: left <= 0, "aria-label": say("vote.more", { name: label }), onclick: () => put(name, 1) }, "+")));
}

/** Describe the outcome as bars, the most dots first. */
export function bars(most = 99) {
  const all = ranked().slice(0, most);
  if (!outcome()) return h("p.empty", phase() === "vote" ? say("vote.hidden") : say("vote.counting"));
  const top = Math.max(1, ...all.map((one) => one.dots));
  return h("ol.bars", all.map((one) => h("li", { key: one.name }, h("span.bar-name", one.title, h("small", say(`one.${one.name.split(":")[0]}`))),
    h("span.bar", { styles: { "--part": one.dots / top } }), h("b", figure(one.dots)))));
}
