// The questionnaire, one question a screen, in silence.

import { announce, h } from "./screen.js";
import { room, value } from "./cells.js";
import { set } from "./outbox.js";
import { phase, setting } from "./naming.js";
import { figure, language, say } from "./words.js";
import { link } from "./stream.js";
import { asks } from "./question.js";

let asked = null;
let asking = false;
let failed = false;
let at = -1;
let drawn = () => {};
const GRADES = ["said", "document", "measured"];

/** Fetch the questions that apply now. */
export async function fetchQuestions() {
  if (asking) return;
  asking = true;
  try {
    const answer = await fetch(`questions?language=${language}`, { credentials: "same-origin", headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error("offline");
    const before = current();
    const found = await answer.json();
    asked = { round: found.round ?? setting("round", 1), items: found.questionnaires.flatMap((one) =>
      (one.items || one.sections.flatMap((part) => part.items)).map((item) => ({ ...item, of: one.name, heading: one.title }))) };
    failed = false;
    if (before) at = Math.max(0, asked.items.findIndex((one) => one.id === before.id && one.of === before.of));
    else at = Math.max(0, asked.items.findIndex((one) => !isAnswered(one)));
  } catch {
    failed = true;
  }
  asking = false;
  drawn();
}

const current = () => asked?.items[at];
const keyOf = (item) => `answers/${room.me.person}/${asked.round}/${item.of}/${item.id}`;
const answerOf = (item) => value(keyOf(item)) || {};

function isAnswered(item) {
  const one = answerOf(item);
  const filled = Array.isArray(one.value) ? one.value.length : one.value;
  return Boolean(filled || one.not_applicable || Object.keys(one.parts || {}).length);
}

/** Describe the question at hand, or the overview at the end. */
export function answers(redraw) {
  drawn = redraw;
  const open = phase() === "answer";
  if (asked && asked.round !== setting("round", 1)) { asked = null; at = -1; }
  if (!asked) {
    if (!asking && (!failed || link.here)) setTimeout(fetchQuestions, failed ? 2000 : 0);
    return h("p.empty", failed ? say("answer.offline") : say("loading"));
  }
  if (!asked.items.length) return h("p.empty", say("answer.none"));
  const done = asked.items.filter(isAnswered).length;
  const bar = h("div.progress", h("progress", { max: asked.items.length, value: done, "aria-label": say("answer.progress") }),
    h("p", say("answer.done-of", { done: figure(done), all: figure(asked.items.length) }), asked.round > 1 ? ` · ${say("answer.second")}` : ""));
  if (!open) return [bar, h("p.empty", say("answer.not-now"))];
  return h("div.answers", bar, at >= asked.items.length ? overview(redraw) : one(current(), redraw));
}

function one(item, redraw) {
  const now = answerOf(item);
  const put = (part) => { // laid on what stands now: several answers may come before the next picture
    const fresh = answerOf(item);
    const said = typeof part === "function" ? part(fresh.value === "dont-know" ? {} : fresh) : part;
    const parts = said.parts && Object.fromEntries(Object.entries({ ...fresh.parts, ...said.parts }).filter(([, one]) => one !== ""));
    write(item, { ...fresh, not_applicable: undefined, ...said, ...(parts ? { parts } : {}) });
  };
  return h("section.question", { key: `${item.of}/${item.id}` },
    h("p.kicker", item.heading, h("span.muted", ` · ${figure(at + 1)} / ${figure(asked.items.length)}`)),
    h("h2", { id: "question", tabindex: "-1" }, item.question),
    item.help ? h("p.hint", item.help) : null,
    h("div.asks", asks(item, now.value === "dont-know" ? { ...now, value: undefined } : now, put)),
    h("div.aside",
      h("label.pick.small", h("input", { type: "checkbox", checked: now.value === "dont-know",
        onchange: (event) => write(item, { ...answerOf(item), parts: undefined, not_applicable: undefined, value: event.currentTarget.checked ? "dont-know" : undefined }) }),
      h("span", say("answer.dont-know"))),
      h("details", { ready: (node) => { node.open = Boolean(now.comment || now.evidence || now.not_applicable); } },
        h("summary", say("answer.more")), more(item, now))),
    h("div.turn",
      h("button", { type: "button", disabled: at === 0, onclick: () => turn(-1, redraw) }, say("answer.back")),
      h("button.main", { type: "button", onclick: () => turn(1, redraw) }, isAnswered(item) ? say("answer.next") : say("answer.skip"))));
}

function more(item, now) {
  const note = now.evidence || {};
  const keep = (part) => {
    const next = { ...answerOf(item).evidence, ...part };
    write(item, { ...answerOf(item), evidence: next.grade || next.source ? { grade: next.grade || "said", ...(next.source ? { source: next.source } : {}) } : undefined });
  };
  return h("div.more",
    h("label", { for: "comment" }, say("answer.comment")),
    h("textarea", { id: "comment", rows: "2", maxlength: "2000", value: now.comment ?? "",
      onchange: (event) => write(item, { ...answerOf(item), comment: event.currentTarget.value.trim() || undefined }) }),
    item.evidence ? [
      h("label", { for: "grade" }, say("answer.grade")),
      h("select", { id: "grade", value: note.grade || "", onchange: (event) => (event.currentTarget.value ? keep({ grade: event.currentTarget.value }) : write(item, { ...answerOf(item), evidence: undefined })) },
        h("option", { value: "" }, say("nothing")), GRADES.map((grade) => h("option", { value: grade, key: grade }, say(`grade.${grade}`)))),
      h("label", { for: "source" }, say("answer.source")),
      h("input", { id: "source", type: "text", maxlength: "300", value: typeof note.source === "string" ? note.source : "", onchange: (event) => keep({ source: event.currentTarget.value.trim() }) }),
    ] : null,
    h("label", { for: "not-for" }, say("answer.not-applicable")),
    h("input", { id: "not-for", type: "text", maxlength: "300", value: now.not_applicable ?? "", placeholder: say("answer.not-applicable-why"),
      onchange: (event) => {
        const why = event.currentTarget.value.trim();
        write(item, why ? { comment: answerOf(item).comment, not_applicable: why } : { ...answerOf(item), not_applicable: undefined });
      } }));
}

function write(item, answer) {
  const said = Object.fromEntries(Object.entries(answer).filter(([, part]) => part !== undefined && part !== "" && !(Array.isArray(part) && !part.length)
    && !(part && typeof part === "object" && !Array.isArray(part) && !Object.keys(part).length)));
  set({ key: keyOf(item), value: Object.keys(said).length ? said : null });
  if (item.decides) setTimeout(fetchQuestions, 700);
}

function turn(step, redraw) {
  document.activeElement?.blur(); // what is half written is written first
  at = Math.max(0, Math.min(asked.items.length, at + step));
  redraw();
  scrollTo(0, 0);
  document.getElementById("question")?.focus({ preventScroll: true });
}

function overview(redraw) {
  const key = `done/${room.me.person}/answer`;
  const ready = value(key) === true;
  const open = asked.items.filter((item) => !isAnswered(item));
  return h("section.question",
    h("h2", { id: "question", tabindex: "-1" }, open.length ? say("answer.left") : say("answer.complete")),
    open.length ? h("ul.elements", open.map((item) => h("li", { key: `${item.of}/${item.id}` },
      h("button.open", { type: "button", onclick: () => { at = asked.items.indexOf(item); redraw(); } }, h("b", item.question))))) : h("p", say("answer.complete-text")),
    h("div.turn",
      h("button", { type: "button", onclick: () => turn(-1, redraw) }, say("answer.back")),
      h("button.main", { type: "button", "aria-pressed": String(ready), onclick: () => {
        set({ key, value: ready ? null : true });
        announce(say(ready ? "answer.unready" : "answer.ready-said"));
      } }, ready ? say("answer.unready") : say("answer.ready"))));
}
