// What the facilitator does beside the work: who comes in, phases, time, names, saving, reports.

import { announce, h } from "./screen.js";
import { room, value } from "./cells.js";
import { set } from "./outbox.js";
import { people, phase, setting } from "./naming.js";
import { count, language, listed, percent, say, timeOf } from "./words.js";
import { live, serverTime } from "./stream.js";
import { comparison } from "./comparison.js";
import { toAsk } from "./results.js";

const MINUTES = [3, 5, 10, 15, 30];
let invitation = null;
let known = null;
let saving = { state: "" };
let sure = "";

/** Go to a phase; the clock of the last one ends. */
export function setPhase(name) {
  set({ key: "room/phase", value: name }, { key: "room/timer", value: null });
}

const put = (name, wanted) => set({ key: `room/${name}`, value: wanted });

async function ask(path, method = "GET", body = undefined) {
  const answer = await fetch(`${path}${path.includes("?") ? "&" : "?"}language=${language}`, { method, credentials: "same-origin",
    headers: { Accept: "application/json", ...(body ? { "Content-Type": "application/json" } : {}) }, body: body ? JSON.stringify(body) : undefined });
  const found = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Error(found.message || say("lead.failed"));
  return found;
}

/** Describe the facilitator's page. */
export function panel(redraw) {
  if (!invitation) {
    invitation = {};
    ask("invite").then((found) => { invitation = found; redraw(); }).catch(() => { invitation = null; });
  }
  if (!known) {
    known = { known: [], asked: [] };
    ask("questionnaires").then((found) => { known = found; redraw(); }).catch(() => { known = null; });
  }
  const part = (name, ...inside) => h("section", { key: name }, h("h2", say(name)), inside);
  return h("div.lead",
    h("div.half", part("lead.invite", invite()), part("lead.time", timer()), part("lead.progress", progress()), (live.coverage || []).length ? part("results.coverage", toAsk(6)) : null, part("lead.people", crowd(redraw))),
    h("div.half", part("lead.keep", keep(redraw)), part("lead.rules", rules())),
    h("div.whole", part("compare.title", comparison(redraw, ask))));
}

/** Describe how others come in: the code, the link and its picture. */
export function invite({ large = false } = {}) {
  const open = setting("lobby", "open") === "open";
  return h("div.invite", { class: large ? "large" : "" },
    invitation?.qr ? h("img.qr", { alt: say("lead.qr"), src: `data:image/svg+xml;charset=utf-8,${encodeURIComponent(invitation.qr)}` }) : null,
    h("div", invitation?.code ? [h("p", say("lead.go-to"), " ", h("b.address", invitation.link.replace(/^https?:\/\//, "").replace(/\/join\/.*$/, ""))),
      h("p.join-code", { "aria-label": [...invitation.code].join(" ") }, invitation.code.slice(0, 4), " ", invitation.code.slice(4))] : h("p", say("loading")),
    large ? null : [alone() ? h("p.hint", say("lead.not-reached")) : null, h("p", say(open ? "lead.is-open" : "lead.is-locked")),
      h("button", { type: "button", onclick: () => put("lobby", open ? "locked" : "open") }, say(open ? "lead.lock" : "lead.open")), " ",
      h("a.button", { href: "projector", target: "_blank", rel: "noopener" }, say("lead.projector"))]));
}

function alone() {
  const people = Object.values(live.people || {}).reduce((sum, number) => sum + number, 0);
  return Boolean(invitation?.code) && !invitation.reached && !people;
}

/** Fetch the invitation for a page that shows it. */
export async function fetchInvitation(redraw) {
  invitation = await ask("invite");
  redraw();
}

function timer() {
  const now = setting("timer", null);
  return h("div.row-of", MINUTES.map((minutes) => h("button", { type: "button", key: minutes,
    onclick: () => put("timer", { ends: new Date(serverTime() + minutes * 60000).toISOString() }) }, count("lead.minutes", minutes))),
  now ? [h("p", say("lead.ends", { time: timeOf(now.ends) })), h("button", { type: "button", onclick: () => put("timer", null) }, say("lead.stop"))] : null);
}

/** Describe how far each role has come. */
export function progress() {
  const rows = Object.entries(live.progress || {});
  if (!rows.length) return h("p.empty.small", say("lead.nobody"));
  return h("ul.progress-list", rows.map(([role, one]) => {
    const share = one.asked ? one.answered / one.asked : 0;
    return h("li", { key: role }, h("span", h("b", say(`role.${role}`)), " ", count("lead.persons", one.people)),
      h("span.bar-box", h("span.bar", { styles: { "--part": share } })), h("b.share", percent(share)));
  }), live.done?.[phase()] !== undefined ? h("li", { key: "done" }, h("span", count("lead.done", live.done[phase()]))) : null);
}

function crowd(redraw) {
  const all = people();
  return h("ul.elements", all.map((one) => h("li", { key: one.id }, h("div.open", h("b", one.name), h("span.muted", say(`role.${one.role}`))),
    one.id === room.me.person ? null : sure === one.id
      ? [h("button.danger", { type: "button", onclick: () => { sure = ""; dismiss(one, redraw); } }, say("lead.remove-yes", { name: one.name })),
        h("button", { type: "button", onclick: () => { sure = ""; redraw(); } }, say("delete-no"))]
      : h("button", { type: "button", onclick: () => { sure = one.id; redraw(); } }, say("lead.remove"), h("span.unseen", ` ${one.name}`)))));
}

async function dismiss(one, redraw) {
  try {
    await ask(`people/${one.id}/remove`, "POST");
    announce(say("lead.removed", { name: one.name }));
  } catch (error) {
    saving = { state: "failed", message: error.message };
  }
  redraw();
}

function rules() {
  const chosen = (known?.known || []).filter((one) => value(`room/questionnaires/${one.name}`) === true).length;
  return [
    (known?.known || []).length ? h("fieldset", h("legend", say("lead.questionnaires")), h("p.hint", say("lead.questionnaires-help")),
      known.known.map((one) => h("label.tick", { key: one.name }, h("input", { type: "checkbox",
        checked: chosen ? value(`room/questionnaires/${one.name}`) === true : true,
        onchange: (event) => choose(one.name, event.currentTarget.checked, chosen) }), h("span", one.title)))) : null,
    h("div.field", h("label", { for: "round" }, say("lead.round")), h("select", { id: "round", value: String(setting("round", 1)),
      onchange: (event) => put("round", Number(event.currentTarget.value)) }, [1, 2].map((one) => h("option", { value: String(one), key: one }, say(`lead.round-${one}`))))),
    h("div.field", h("label", { for: "budget" }, say("lead.budget")), h("input", { id: "budget", type: "number", min: "1", max: "20", step: "1", value: setting("budget", 5),
      onchange: (event) => { if (event.currentTarget.reportValidity() && event.currentTarget.value) put("budget", Number(event.currentTarget.value)); } })),
    h("fieldset", h("legend", say("lead.names")), h("p.hint", say("lead.names-help")), ["map", "decide"].map((name) => h("label.tick", { key: name },
      h("input", { type: "checkbox", checked: value(`room/anonymity/${name}`) === "anonymous",
        onchange: (event) => put(`anonymity/${name}`, event.currentTarget.checked ? "anonymous" : "named") }),
      h("span", say("lead.hide-names", { phase: say(`phase.${name}`) }))))),
  ];
}

function choose(name, on, chosen) {
  const all = known.known.map((one) => one.name);
  const now = new Set(chosen ? all.filter((one) => value(`room/questionnaires/${one}`) === true) : all);
  if (on) now.add(name);
  else now.delete(name);
  if (!now.size) return;
  const wanted = now.size === all.length ? new Set() : now; // none named means all of them
  const rows = all.filter((one) => (value(`room/questionnaires/${one}`) === true) !== wanted.has(one))
    .map((one) => ({ key: `room/questionnaires/${one}`, value: wanted.has(one) ? true : null }));
  if (rows.length) set(...rows);
}

function keep(redraw) {
  return [h("p.hint", say("lead.keep-help")), h("div.row-of",
    h("button.main", { type: "button", disabled: saving.state === "busy", onclick: () => save(redraw) }, say("lead.save")),
    h("a.button", { href: "export.zip", download: true }, say("lead.export"))),
  saving.state ? h("div", { role: "status" }, outcome()) : null];
}

async function save(redraw) {
  saving = { state: "busy" };
  redraw();
  try {
    const found = await ask("save", "POST");
    saving = { state: "done", files: found.saved || [], conflicts: found.conflicts || [] };
  } catch (error) {
    saving = { state: "failed", message: error.message };
  }
  redraw();
}

function outcome() {
  if (saving.state === "busy") return h("p", say("lead.saving"));
  if (saving.state === "failed") return h("p.refused", saving.message);
  return [h("p", saving.files.length ? say("lead.saved", { files: listed(saving.files) }) : say("lead.saved-none")),
    saving.conflicts.length ? [h("p.refused", say("lead.conflicts")), h("ul", saving.conflicts.map((one, at) => h("li", { key: at },
      typeof one === "string" ? one : `${one.key}: ${JSON.stringify(one.mine)} / ${JSON.stringify(one.theirs)}`)))] : null];
}

