// What can be said so far: the four pitfalls, disputes, gaps in what was asked, outages, the advice.

import { h } from "./screen.js";
import { live } from "./stream.js";
import { count, listed, percent, say } from "./words.js";
import { camps } from "./reveal.js";
import { orders } from "./reports.js";

/** Describe all results. */
export function results(redraw) {
  return h("div.results",
    decision(), h("section", h("h2", say("results.pitfalls")), pitfalls()),
    h("section", h("h2", say("results.contested")), (live.contested || []).length
      ? live.contested.slice(0, 8).map((one) => h("div.camp", { key: one.item }, camps(one))) : h("p.empty.small", say("results.no-contest"))),
    coverage(), outages(),
    h("section", h("h2", say("reports.title")), orders(redraw)));
}

/** Describe the advice. */
export function decision() {
  const found = live.decision;
  if (!found) return null;
  return h("section.advice", h("p.kicker", say("results.decision")), h("h2", found.title || found.advice), (found.because || []).map((one, at) => h("p", { key: at }, one)));
}

/** Describe the four pitfalls as bars that move. */
export function pitfalls() {
  const all = live.pitfalls || [];
  const wrong = (live.problems || []).some((one) => one.severity === "error");
  if (!all.length) return h("p.empty.small", say(wrong ? "results.mend-first" : "results.none"));
  return [h("p.hint", say("results.legend")), h("ul.pitfalls", all.map((one) => {
    const known = one.risk !== null && one.risk !== undefined;
    return h("li", { key: one.id }, h("div.pit-head", h("b", one.name), h("span", { class: `badge ${look(one.verdict)}` }, one.verdict_name)),
      h("div.meter", { role: "img", "aria-label": known ? say("results.bar", { risk: percent(one.risk), low: percent(one.low), high: percent(one.high) }) : say("results.bar-none") },
        h("span.range", { styles: { "--from": one.low ?? 0, "--to": one.high ?? 1 } }),
        known ? h("span.point-at", { class: look(one.verdict), styles: { "--at": one.risk } }) : null,
        one.threshold !== undefined ? h("span.limit", { styles: { "--at": one.threshold } }) : null),
      h("p.small", one.sentence));
  }))];
}

const look = (verdict) => ({ flag: "flag", watch: "watch", clear: "clear" }[verdict] || "unknown");

function coverage() {
  return (live.coverage || []).length ? h("section", h("h2", say("results.coverage")), toAsk(12)) : null;
}

/** Describe who still has to be asked about what, in words; nothing where all is answered, or not known yet. */
export function toAsk(most) {
  const all = live.coverage || [];
  return [h("ul.told", all.slice(0, most).map((one) => h("li", { key: `${one.item} ${one.ask}` },
    h("b", say("results.ask", { who: one.ask })), " ", one.question, h("span.hint", [one.item, one.why].filter(Boolean).join(" · "))))),
  all.length > most ? h("p.hint", count("results.more", all.length - most)) : null];
}

function outages() {
  const all = live.outages || [];
  if (!all.length) return null;
  return h("section", h("h2", say("results.outages")), h("ul.told", all.map((one, at) => h("li", { key: at }, h("b", say("results.fails", { name: one.name })), " ",
    one.share !== undefined ? say("results.contacts", { share: percent(one.share) }) : "",
    stranded(one.stranded)))));
}

function stranded(names) {
  const text = Array.isArray(names) ? listed(names) : names;
  return text ? h("span.hint", say("results.stranded", { names: text })) : null;
}
