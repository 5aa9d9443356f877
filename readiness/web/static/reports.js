// Reports: ordered, made apart, fetched when ready.

import { h } from "./screen.js";
import { language, percent, say } from "./words.js";

const FORMATS = ["pdf", "docx", "xlsx", "html"];
const VARIANTS = ["full", "brief", "rollout", "minutes"];
let chosen = { language, variant: "full", format: "pdf" };
let job = null;

/** Describe the order form and how far the order is. */
export function orders(redraw) {
  const pick = (name, options, words) => h("div.field", h("label", { for: `r-${name}` }, say(`reports.${name}`)),
    h("select", { id: `r-${name}`, value: chosen[name], onchange: (event) => { chosen = { ...chosen, [name]: event.currentTarget.value }; redraw(); } },
      options.map((one) => h("option", { value: one, key: one }, say(`${words}.${one}`)))));
  const busy = job && ["waiting", "working"].includes(job.state);
  return h("div.orders", h("div.order-row",
    pick("language", ["en", "zh-Hant", "zh-Hans"], "language"), pick("variant", VARIANTS, "reports.variant"), pick("format", FORMATS, "reports.format"),
    h("button.main", { type: "button", disabled: busy, onclick: () => order(redraw) }, say("reports.make"))),
  job ? h("div.job", { role: "status" }, told()) : null);
}

function told() {
  if (job.state === "done") return h("a.main", { href: job.file, download: true }, say("reports.fetch"));
  if (job.state === "failed") return h("p.refused", job.message || say("reports.failed"));
  return [h("progress", { max: 1, value: job.share || 0.02, "aria-label": say("reports.working") }), h("p", say(`reports.${job.state}`), " ", percent(job.share || 0))];
}

async function order(redraw) {
  const headers = { "Content-Type": "application/json", Accept: "application/json" };
  job = { state: "waiting", share: 0 };
  redraw();
  try {
    const answer = await fetch(`reports?language=${language}`, { method: "POST", credentials: "same-origin", headers, body: JSON.stringify(chosen) });
    const found = await answer.json();
    if (!answer.ok) throw new Error(found.message);
    let failures = 0;
    while (["waiting", "working"].includes(job.state)) {
      await new Promise((go) => setTimeout(go, 700));
      try {
        job = await (await fetch(`reports/${found.job}?language=${language}`, { credentials: "same-origin", headers })).json();
        failures = 0;
      } catch (error) {
        failures += 1;
        if (failures > 20) throw error;
      }
      if (!job.state) job = { state: "failed", message: job.message };
      redraw();
    }
  } catch (error) {
    job = { state: "failed", message: error instanceof TypeError ? "" : error.message };
    redraw();
  }
}
