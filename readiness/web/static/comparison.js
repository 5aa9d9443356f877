// The rollout options side by side, and what becomes of them when an assumption of the plan is another.

import { announce, h } from "./screen.js";
import { language, percent, say } from "./words.js";
import { chart, redrawCharts } from "./charts.js";

const PAUSE = 400; // a slider that is pulled says many values; only the last is tried out
let found = null;
let wanted = {}; // assumptions other than the plan's, by name
let state = "";
let share = 0;
let message = "";
let waits = 0;
let again = false;

/** Describe the comparison with its sliders, or the way to ask for it. */
export function comparison(redraw, ask) {
  const run = () => compare(redraw, ask);
  return [h("p.hint", say("compare.text")),
    found ? null : h("button", { type: "button", disabled: state === "busy", onclick: run }, say("compare.run")),
    found ? sliders(redraw, run) : null,
    h("div.job.kept-free", state === "busy" ? [h("progress", { max: 1, value: Math.max(share, 0.02), "aria-label": say("compare.busy") }),
      h("p", say("compare.busy"), " ", percent(share))] : null),
    state === "failed" ? [h("p.refused", { role: "status" }, message),
      found ? h("button", { type: "button", onclick: run }, say("compare.run")) : null] : null,
    !found ? null : found.options.length ? outcome() : h("p.empty.small", say("compare.none"))];
}

async function compare(redraw, ask) {
  if (state === "busy") { again = true; return; } // one at a time; the newest wish comes next
  state = "busy";
  share = 0;
  redraw();
  try {
    do {
      again = false;
      const { number } = await ask("comparisons", "POST", { premises: wanted });
      let told = { state: "waiting" };
      while (["waiting", "working"].includes(told.state)) {
        await new Promise((go) => setTimeout(go, 250));
        told = await ask(`comparisons/${number}`);
        share = told.share;
        redraw();
      }
      if (told.state === "failed") throw new Error(told.message);
      if (told.state === "done") found = told.found;
      redrawCharts(found?.charts || {});
    } while (again);
    state = "";
    announce(say("compare.done"));
  } catch (error) {
    state = "failed";
    message = error instanceof TypeError ? say("lead.failed") : error.message;
  }
  redraw();
}

function sliders(redraw, run) {
  const later = () => { clearTimeout(waits); waits = setTimeout(run, PAUSE); };
  const move = (one) => (event) => {
    const value = Number(event.currentTarget.value);
    if (value === one.value) delete wanted[one.name];
    else wanted[one.name] = value;
    redraw();
    later();
  };
  return h("fieldset.sliders", h("legend", say("compare.premises")), h("p.hint", { id: "premises-help" }, say("compare.premises-help")),
    found.premises.map((one) => {
      const now = wanted[one.name] ?? one.value;
      const told = figures(one, now);
      return h("div.slider", { key: one.name }, h("label", { for: `s-${one.name}` }, say(`compare.premise.${one.name}`)),
        h("output", { for: `s-${one.name}` }, h("b", told), now === one.value ? null : h("span.muted", say("compare.plan", { value: figures(one, one.value) }))),
        h("input", { id: `s-${one.name}`, type: "range", min: one.span.least, max: one.span.most, step: one.span.step, value: now,
          "aria-valuetext": told, "aria-describedby": "premises-help", oninput: move(one) }));
    }),
    h("button", { type: "button", disabled: !Object.keys(wanted).length, onclick: () => { wanted = {}; redraw(); run(); } }, say("compare.reset")));
}

/** Say an assumption at a place of its slider: its figures with their unit, and how many times the plan's they are. */
function figures(one, value) {
  const key = `compare.unit.${one.name}`;
  if (one.name === "discount") return say(key, { value: shares.format(value) });
  const chance = ["failures", "severity"].includes(one.name);
  const [low, high] = [one.low, one.high].map((figure) => (chance ? percent(Math.min(figure * value, 1)) : whole.format(figure * value)));
  const text = say(key, { value: low === high ? low : say("compare.range", { low, high }), currency: found.currency });
  return value === 1 ? text : say("compare.times", { value: text, factor: factors.format(value) });
}

const factors = new Intl.NumberFormat(language, { maximumFractionDigits: 2 });
const shares = new Intl.NumberFormat(language, { style: "percent", maximumFractionDigits: 1 });
const whole = new Intl.NumberFormat(language, { maximumSignificantDigits: 4 });

function outcome() {
  return [table(), h("div.charts", ["finish", "scatter"].map((name) => (found.charts[name] ? h("figure.chart-box", { key: name },
    h("figcaption", say(`compare.chart.${name}`)), chart(name, found.charts[name], say("compare.chart-alternative"))) : null))),
  h("p.hint", say("compare.licence"))];
}

function table() {
  const [option, ...columns] = found.columns;
  return h("div.table-box", { tabindex: "0", role: "region", "aria-label": say("compare.title") }, h("table",
    h("thead", h("tr", h("th", { scope: "col" }, option.title), columns.map(({ name, title }) => h("th", { key: name, scope: "col" }, title)))),
    h("tbody", found.options.map((one, at) => h("tr", { key: one.id, class: one.id === found.best ? "best" : "" },
      h("th", { scope: "row" }, `${at + 1} `, one.option, one.id === found.best ? h("span.badge.clear", say("compare.best")) : null),
      columns.map(({ name }) => h("td", { key: name }, one[name])))))));
}
