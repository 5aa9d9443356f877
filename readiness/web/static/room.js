// The room on a phone or laptop: what is on the screen, and what changes it.

import { announce, draw, h, soon } from "./screen.js";
import { onChange, changed, room, value } from "./cells.js";
import { fetchState, follow, live, watchCounts } from "./stream.js";
import { lay, mine, send, state, tray, undo } from "./outbox.js";
import { phase, setting } from "./naming.js";
import { figure, say } from "./words.js";
import { board } from "./board.js";
import { listView } from "./list.js";
import { answers } from "./answers.js";
import { reveal } from "./reveal.js";
import { votes } from "./votes.js";
import { decide } from "./decide.js";
import { results } from "./results.js";
import { history } from "./history.js";
import { trayView } from "./tray.js";
import { painView } from "./pains.js";
import { saved } from "./saved.js";
import { clock } from "./timer.js";
import * as sheet from "./sheet.js";

const top = document.getElementById("top");
const view = document.getElementById("view");
const tabs = document.getElementById("tabs");
const { title, leads } = top.dataset;
const AT = { map: "map", answer: "answer", reveal: "reveal", vote: "vote", decide: "decide" };
let tab = "";
let seenPhase = "";
let asList = sessionStorage.getItem("readiness:list") === "1";
let lead = null;

const VIEWS = { map: mapView, answer: answers, reveal, vote: votes, decide, results, history, tray: trayView,
  lead: () => (lead ? lead.panel(redraw) : h("p.empty", say("loading"))) };

function redraw() {
  if (!room.me) return;
  if (state.out) {
    draw(top);
    draw(tabs);
    draw(view, h("div.begin", h("h1", say("out.title")), h("p", say("out.text")), h("a.main", { href: "/" }, say("error.door"))));
    return;
  }
  const now = phase();
  if (now !== seenPhase) {
    if (!tab || (AT[seenPhase] === tab && tab !== AT[now]) || tab === AT[seenPhase]) go(AT[now], false);
    if (seenPhase) announce(say("phase.now", { phase: say(`phase.${now}`) }));
    seenPhase = now;
  }
  draw(top, head(now));
  draw(view, VIEWS[tab](redraw));
  draw(tabs, navigation(now));
  sheet.redraw();
}

function go(name, byHand = true) {
  tab = name;
  if (name === "lead" && !lead) import("./facilitator.js").then((found) => { lead = found; redraw(); });
  if (byHand) {
    redraw();
    view.focus({ preventScroll: true });
    scrollTo(0, 0);
  }
}

function head(now) {
  return [
    h("div.topbar",
      h("div.bar-name", h("h1", title), h("p.phase", h("b", say(`phase.${now}`)), " ", h("span", say(`phase-help.${now}`)))),
      h("div.bar-tools", clock(setting("timer", null)), saved(),
        h("button.plain", { type: "button", onclick: openMenu }, say("menu")))),
    leads ? steps(now) : null,
    tray().length && tab !== "tray" ? h("p.notice", { role: "status" }, say("tray.notice"), " ",
      h("button", { type: "button", onclick: () => go("tray") }, say("tray.look"))) : null,
  ];
}

function steps(now) {
  return h("div.steps", { role: "group", "aria-label": say("lead.phases") }, Object.keys(AT).map((name, at) => h("button",
    { type: "button", key: name, "aria-pressed": name === now ? "true" : "false",
      onclick: async () => (await import("./facilitator.js")).setPhase(name) },
    h("span.step-number", { "aria-hidden": "true" }, figure(at + 1)), h("span", say(`phase.${name}`)))));
}

function navigation(now) {
  const names = [...new Set([AT[now], "map", "results", "history"])];
  if (leads) names.push("lead");
  if (tab === "tray") names.push("tray");
  return names.map((name) => h("button", { type: "button", key: name, "aria-current": name === tab ? "page" : null,
    onclick: () => go(name) }, h("span", say(`nav.${name}`))));
}

function mapView() {
  const toggle = (list) => () => {
    asList = list;
    sessionStorage.setItem("readiness:list", list ? "1" : "0");
    redraw();
  };
  return [
    h("div.tools", h("div.switch-two", { role: "group", "aria-label": say("map.as") },
      h("button", { type: "button", "aria-pressed": String(!asList), onclick: toggle(false) }, say("map.board")),
      h("button", { type: "button", "aria-pressed": String(asList), onclick: toggle(true) }, say("map.list"))),
    h("button", { type: "button", disabled: !mine.length, onclick: undoLast, "aria-label": say("undo") }, say("undo-short"))),
    problems(),
    asList ? listView(redraw) : board(),
    painView(),
  ];
}

function problems() {
  const wrong = (live.problems || []).filter((one) => one.severity === "error");
  const found = live.findings || [];
  const fails = (live.outages || []).filter((one) => one.stranded?.length).slice(0, 3);
  if (!wrong.length && !found.length && !fails.length) return null;
  return h("details.problems", h("summary", say("problems.title"), h("b.pill", figure(wrong.length + found.length))),
    h("ul", [...wrong, ...found].slice(0, 30).map((one, at) => h("li", { key: at, class: `sev-${one.severity}` },
      h("b", say(`severity.${one.severity}`)), " ", one.message, one.hint ? h("span.hint", one.hint) : null,
      one.element && value(one.element) !== null ? h("button.link", { type: "button",
        onclick: async () => (await import("./element.js")).openElement(one.element) }, say("problems.open")) : null)),
    fails.map((one) => h("li", { key: one.name }, h("b", say("results.fails", { name: one.name })), " ",
      say("results.stranded", { names: one.stranded })))));
}

function undoLast() {
  const id = mine.at(-1);
  if (id) undo(id);
  announce(say("undone"));
}

function openMenu() {
  sheet.open(say("menu"), () => h("div.menu",
    h("p", say("menu.me", { name: room.me.name, role: say(`role.${room.me.role}`) })),
    h("div", { own: true, ready: (node) => node.append(document.getElementById("languages").content.cloneNode(true)) }),
    h("p.hint", say("menu.language-help")),
    h("button", { type: "button", onclick: () => { sheet.close(); go("tray"); } }, say("nav.tray"), tray().length ? h("b.pill", figure(tray().length)) : null)));
}

document.addEventListener("keydown", (event) => {
  const writing = /^(input|textarea|select)$/.test(event.target.localName) && event.target.type !== "checkbox";
  if ((event.ctrlKey || event.metaKey) && event.key === "z" && !event.shiftKey && !writing) {
    event.preventDefault();
    undoLast();
  }
});
addEventListener("redraw", redraw);
addEventListener("beforeunload", (event) => { if (state.waiting && !state.kept) event.preventDefault(); });
onChange(() => soon(redraw));

async function begin() {
  for (;;) {
    try {
      await fetchState();
      break;
    } catch {
      if (state.out) { room.me = { person: "", name: "", role: "" }; redraw(); return; }
      draw(view, h("p.empty", say("offline.first")));
      await new Promise((again) => setTimeout(again, 2000));
    }
  }
  lay();
  send();
  changed();
  follow();
  if (leads) watchCounts();
}

begin();
