// The board: stages across, channels down, a card for each touchpoint. On a phone, one stage below the other.

import { h, announce } from "./screen.js";
import { ids, stampOf, value } from "./cells.js";
import { set } from "./outbox.js";
import { setting, title } from "./naming.js";
import { say } from "./words.js";
import { STAGES } from "./fields.js";
import { add, isEditable, openElement } from "./element.js";
import { card, cardOf, countRemarks } from "./card.js";

const narrow = matchMedia("(max-width: 52rem)");
const slots = new Map();
const MANY = 300; // cards from which on those out of sight are not laid out
let dragged = "";

/** Describe the board. */
export function board({ still = false } = {}) {
  const stages = ids("stages");
  const channels = ids("channels");
  if (!stages.length || !channels.length) return begin(stages, channels, still);
  countRemarks();
  const cards = placed(stages, channels);
  const write = !still && isEditable("touchpoints");
  const all = narrow.matches && !still ? column(stages, channels, cards, write) : grid(stages, channels, cards, write, still);
  return [all, loose(cards, write)];
}

function placed(stages, channels) {
  const found = new Map();
  const [isStage, isChannel] = [new Set(stages), new Set(channels)];
  for (const id of ids("touchpoints")) {
    const stage = value(`touchpoints/${id}/stage`);
    const channel = value(`touchpoints/${id}/channel`);
    const place = isStage.has(stage) && isChannel.has(channel) ? `${stage}/${channel}` : "";
    if (!found.has(place)) found.set(place, []);
    found.get(place).push(id);
  }
  return found;
}

function begin(stages, channels, still) {
  if (still) return h("p.empty", say("board.empty"));
  return h("div.begin", h("h2", say("board.begin")), h("p", say("board.begin-text")),
    stages.length ? null : h("button.main", { type: "button", onclick: () => {
      set(...STAGES.map((id, at) => ({ key: `stages/${id}`, value: at + 1, base: 0 })));
    } }, say("board.nine-stages")),
    channels.length ? null : h("button.main", { type: "button",
      onclick: () => openElement(add("channels"), { fresh: true }) }, say("board.first-channel")));
}

function grid(stages, channels, cards, write, still) {
  return h("div.board", { class: still ? "" : look(cards), role: "region", "aria-label": say("board.title"), tabindex: "0",
    styles: { "--columns": stages.length } },
  h("div.corner"), stages.map((id) => h("div.col-head", { key: `s-${id}` }, heading("stages", id, still))),
  channels.map((channel) => [
    h("div.row-head", { key: `c-${channel}` }, heading("channels", channel, still)),
    stages.map((stage) => slot(stage, channel, cards.get(`${stage}/${channel}`) || [], write, still)),
  ]));
}

function heading(list, id, still) {
  if (still) return h("span", title(`${list}/${id}`));
  return h("button.head", { type: "button", onclick: () => openElement(`${list}/${id}`) }, title(`${list}/${id}`));
}

const look = (cards) => ([...cards.values()].reduce((sum, here) => sum + here.length, 0) > MANY ? "many" : "");

function slot(stage, channel, found, write, still) {
  const key = `${stage}/${channel}`;
  const cards = found.map((id) => card(id, write, still));
  const mark = `${stampOf(`stages/${stage}`)} ${stampOf(`channels/${channel}`)} ${write}`;
  const before = slots.get(key);
  const isSame = before?.mark === mark && before.cards.length === cards.length && cards.every((one, at) => one === before.cards[at]);
  if (isSame) return before.one;
  const one = h("div.slot", { key, "data-stage": write ? stage : null, "data-channel": write ? channel : null },
    cards, write ? plus(stage, channel) : null);
  slots.set(key, { mark, cards, one });
  return one;
}

function plus(stage, channel) {
  const where = { stage: title(`stages/${stage}`), channel: title(`channels/${channel}`) };
  return h("button.plus", { type: "button", key: "plus", "aria-label": say("board.add-in", where), title: say("board.add-in", where),
    onclick: () => openElement(add("touchpoints", { stage, channel }), { fresh: true }) }, "+");
}

/** Move a touchpoint to another stage and channel. */
export function move(id, stage, channel) {
  const rows = [["stage", stage], ["channel", channel]]
    .filter(([name, one]) => value(`touchpoints/${id}/${name}`) !== one)
    .map(([name, one]) => ({ key: `touchpoints/${id}/${name}`, value: one }));
  if (!rows.length) return;
  set(...rows);
  announce(say("board.moved", { name: title(`touchpoints/${id}`), stage: title(`stages/${stage}`), channel: title(`channels/${channel}`) }));
}

function column(stages, channels, cards, write) {
  return h("div.column", { class: look(cards) }, stages.map((stage) => {
    const here = channels.flatMap((channel) => (cards.get(`${stage}/${channel}`) || []).map((id) => [id, channel]));
    return h("section", { key: stage },
      h("div.stage-head", h("h2", title(`stages/${stage}`)),
        write ? h("button.plus", { type: "button", "aria-label": say("board.add-at", { stage: title(`stages/${stage}`) }),
          onclick: () => openElement(add("touchpoints", { stage, channel: channels[0] }), { fresh: true }) }, "+") : null),
      here.length ? here.map(([id, channel]) => h("div.with-channel", { key: id },
        h("span.channel-name", title(`channels/${channel}`)), card(id, write)))
        : h("p.empty.small", say("board.stage-empty")));
  }));
}

function loose(cards, write) {
  const found = cards.get("") || [];
  if (!found.length) return null;
  return h("section.loose", h("h2", say("board.loose")), h("p.hint", say("board.loose-text")),
    h("div.loose-cards", found.map((id) => card(id, write))));
}

function slotOf(event) {
  const node = dragged ? event.target.closest?.(".slot[data-stage]") : null;
  if (node) event.preventDefault();
  return node;
}

function over(node) {
  for (const one of document.querySelectorAll(".slot.over")) if (one !== node) one.classList.remove("over");
  node?.classList.add("over");
}

document.addEventListener("dragstart", (event) => {
  dragged = cardOf(event)?.dataset.id || "";
  if (!dragged) return;
  event.dataTransfer.setData("text/plain", dragged);
  event.dataTransfer.effectAllowed = "move";
});
document.addEventListener("dragover", (event) => over(slotOf(event)));
document.addEventListener("drop", (event) => {
  const node = slotOf(event);
  if (node) move(dragged, node.dataset.stage, node.dataset.channel);
});
document.addEventListener("dragend", () => {
  over(null);
  dragged = "";
});

export const pains = () => ids("pains").map((id) => ({ id, text: title(`pains/${id}`), on: value(`pains/${id}/on`) }));
export const isNarrow = () => narrow.matches;
export const lobbyOpen = () => setting("lobby", "open") === "open";
narrow.addEventListener("change", () => dispatchEvent(new Event("redraw")));
