// What all look at: one thing at a time, following the phase, large and calm.

import { draw, h, soon } from "./screen.js";
import { changed, onChange, room } from "./cells.js";
import { fetchState, follow, link, live, watchCounts } from "./stream.js";
import { lay, state } from "./outbox.js";
import { people, phase, setting } from "./naming.js";
import { count, figure, percent, say } from "./words.js";
import { board } from "./board.js";
import { camps } from "./reveal.js";
import { bars, outcome, subjects } from "./votes.js";
import { actions } from "./decide.js";
import { decision, pitfalls } from "./results.js";
import { clock } from "./timer.js";
import { fetchInvitation, invite, progress } from "./facilitator.js";

const top = document.getElementById("top");
const view = document.getElementById("view");
const foot = document.getElementById("foot");
const { title } = top.dataset;
const SCENES = { map: ["board"], answer: ["progress"], reveal: ["camp"], vote: ["vote"], decide: ["pitfalls", "outcome", "actions"] };
let chosen = "";
let at = 0;
let seen = "";

const PICTURES = {
  join: () => h("div.scene.scene-join", h("h2", say("projector.join")), invite({ large: true }), crowd()),
  board: () => h("div.scene.scene-board", board({ still: true })),
  progress: () => h("div.scene", h("h2", say("projector.silence")), done(), progress()),
  camp: dispute,
  vote: () => (outcome() ? PICTURES.outcome() : h("div.scene", h("h2", say("projector.vote")), h("p.huge", figure(live.voted ?? 0)),
    h("p.large", count("projector.voted", live.voted ?? 0, { all: figure(guests().length) })), h("p.large.muted", count("projector.subjects", subjects().length)))),
  outcome: () => h("div.scene", h("h2", say("vote.outcome")), bars(8)),
  pitfalls: () => h("div.scene", pitfallsScene()),
  actions: () => h("div.scene", h("h2", say("many.actions")), actions(false)),
};

function pitfallsScene() {
  return [decision(), h("h2", say("results.pitfalls")), pitfalls()];
}

const guests = () => people().filter((one) => one.role !== "facilitator");

function crowd() {
  const all = guests();
  return [h("p.large", all.length ? count("projector.here", all.length) : say("projector.nobody")),
    h("ul.names", all.slice(-24).map((one) => h("li", { key: one.id }, one.name)))];
}

function done() {
  const rows = Object.values(live.progress || {});
  const asked = rows.reduce((sum, one) => sum + one.asked, 0);
  const answered = rows.reduce((sum, one) => sum + one.answered, 0);
  return h("p.huge", percent(asked ? answered / asked : 0));
}

function dispute() {
  const all = live.contested || [];
  if (!all.length) return h("div.scene", h("p.large", say("reveal.none")));
  at = Math.min(at, all.length - 1);
  return h("div.scene.scene-camp", { key: all[at].item }, h("p.kicker", say("projector.question-of", { at: figure(at + 1), all: figure(all.length) })), camps(all[at], "h2"));
}

function scenes() {
  const now = phase();
  return ["join", ...SCENES[now].filter((name) => name !== "outcome" || outcome()), ...(SCENES[now].includes("board") ? [] : ["board"]),
    ...(SCENES[now].includes("pitfalls") ? [] : ["pitfalls"])];
}

function redraw() {
  if (!room.me) return;
  const now = phase();
  if (now !== seen) {
    chosen = now === "map" && !guests().length ? "join" : SCENES[now][0];
    seen = now;
    at = 0;
  }
  if (!scenes().includes(chosen)) chosen = SCENES[now][0];
  draw(top, h("div.topbar", h("div.bar-name", h("p.kicker", title), h("h1", say(`phase.${now}`))), clock(setting("timer", null)),
    setting("lobby", "open") === "open" && chosen !== "join" ? h("p.corner-code", code()) : null,
    link.here || state.out ? null : h("p.saved.off", say("saved.away"))));
  const scene = state.out ? h("p.large", say("out.text")) : PICTURES[chosen]();
  scene.key ??= chosen; // each begins anew, at its own size
  draw(view, scene);
  if (chosen === "board") fit();
  draw(foot, h("nav", { "aria-label": say("projector.nav") }, scenes().map((name) => h("button", { type: "button", key: name, "aria-current": name === chosen ? "true" : null,
    onclick: () => { chosen = name; redraw(); } }, say(`projector.scene-${name}`)))),
  chosen === "camp" && (live.contested || []).length > 1 ? h("div.turn", h("button", { type: "button", disabled: !at, onclick: () => step(-1) }, say("answer.back")),
    h("button", { type: "button", disabled: at >= live.contested.length - 1, onclick: () => step(1) }, say("answer.next"))) : null);
}

/** Return the code to join by, in two parts. */
function code() {
  const shown = top.dataset.code || "";
  return shown ? say("projector.code", { code: `${shown.slice(0, 4)} ${shown.slice(4)}` }) : say("projector.open");
}

/** Let the whole board be seen, as far as its words stay legible. */
function fit() {
  const scene = view.querySelector(".scene-board");
  for (let size = 1; size >= 0.6; size -= 0.05) {
    scene.style.setProperty("font-size", `${size}em`);
    if (view.scrollHeight <= view.clientHeight) return;
  }
}

function step(by) {
  at = Math.max(0, Math.min((live.contested || []).length - 1, at + by));
  redraw();
}

document.addEventListener("keydown", (event) => {
  if (event.target.localName === "button" && event.key === "Enter") return;
  const all = scenes();
  if (event.key === "ArrowRight" || event.key === "PageDown") chosen === "camp" && at < (live.contested || []).length - 1 ? step(1) : turn(all, 1);
  if (event.key === "ArrowLeft" || event.key === "PageUp") chosen === "camp" && at > 0 ? step(-1) : turn(all, -1);
});

function turn(all, by) {
  chosen = all[Math.max(0, Math.min(all.length - 1, all.indexOf(chosen) + by))];
  redraw();
}

addEventListener("redraw", redraw);
onChange(() => soon(redraw));

async function begin() {
  for (;;) {
    try {
      await fetchState();
      break;
    } catch {
      await new Promise((again) => setTimeout(again, 2000));
    }
  }
  lay();
  changed();
  fetchInvitation(redraw).catch(() => {});
  follow();
  watchCounts();
}

begin();
