// The board: stages across, channels down, a card for each touchpoint. On a phone, one stage below the other.

import { h, announce } from "./screen.js";
import { contested, ids, members, stampOf, value } from "./cells.js";
import { set } from "./outbox.js";
import { setting, title } from "./naming.js";
import { count, figure, say } from "./words.js";
import { STAGES } from "./fields.js";
import { add, isEditable, openElement } from "./element.js";
import { live } from "./stream.js";

const narrow = matchMedia("(max-width: 52rem)");
const known = new Map();
const remarks = new Map();
let dragged = "";

/** Describe the board. */
export function board({ still = false } = {}) {
  const stages = ids("stages");
  const channels = ids("channels");
  if (!stages.length || !channels.length) return begin(stages, channels, still);
  countRemarks();
  const cards = placed();
  const write = !still && isEditable("touchpoints");
  const all = narrow.matches && !still ? column(stages, channels, cards, write) : grid(stages, channels, cards, write, still);
  return [all, loose(cards, write)];
}

function placed() {
  const found = new Map();
  for (const id of ids("touchpoints")) {
    const stage = value(`touchpoints/${id}/stage`);
    const channel = value(`touchpoints/${id}/channel`);
    const known = value(`stages/${stage}`) !== null && value(`channels/${channel}`) !== null;
    const place = known ? `${stage}/${channel}` : "";
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
  return h("div.board", { role: "region", "aria-label": say("board.title"), tabindex: "0",
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

function slot(stage, channel, found, write, still) {
  const drop = (event) => {
    event.preventDefault();
    event.currentTarget.classList.remove("over");
    if (dragged) move(dragged, stage, channel);
    dragged = "";
  };
  return h("div.slot", { key: `${stage}/${channel}`,
    ondragover: write ? (event) => { if (dragged) { event.preventDefault(); event.currentTarget.classList.add("over"); } } : null,
    ondragleave: write ? (event) => event.currentTarget.classList.remove("over") : null, ondrop: write ? drop : null },
  found.map((id) => card(id, write, still)),
  write ? plus(stage, channel) : null);
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

/** Describe a touchpoint as a card. */
export function card(id, write, still) {
  const element = `touchpoints/${id}`;
  const found = remarks.get(element) || 0;
  const mark = `${stampOf(element)}/${found}/${write}/${still}`;
  if (known.get(id)?.mark === mark) return known.get(id).one;
  const one = describe(id, element, found, write, still);
  known.set(id, { mark, one });
  return one;
}

function countRemarks() {
  remarks.clear();
  for (const { element } of [...(live.findings || []), ...(live.problems || [])]) {
    if (element) remarks.set(element, (remarks.get(element) || 0) + 1);
  }
}

function describe(id, element, found, write, still) {
  const owner = value(`${element}/owner`);
  const owned = owner && owner !== "none" && value(`departments/${owner}`) !== null;
  const buyers = Object.keys(members(element, "buyers")).length;
  const next = Object.keys(members(element, "next"));
  const ways = next.length;
  const rivals = contested(element).length;
  const inside = [
    h("b.card-title", title(element)),
    h("span.card-owner", { class: owned ? "" : "lack" }, owned ? title(`departments/${owner}`) : say("board.no-owner")),
    h("span.card-facts", buyers ? count("board.buyers", buyers) : say("board.no-buyers"), ways ? ` · → ${figure(ways)}` : ""),
    rivals ? h("span.flag-text", say("board.conflict")) : null,
    found && !still ? h("span.flag-text", count("board.findings", found)) : null,
  ];
  const look = `card${value(`${element}/direction`) === "outbound" ? " out" : ""}${owned ? "" : " lacking"}`;
  if (still) return h("div", { key: id, class: look }, inside);
  return h("button", { key: id, type: "button", class: look, draggable: write ? "true" : null,
    ondragstart: (event) => { dragged = id; event.dataTransfer.setData("text/plain", id); event.dataTransfer.effectAllowed = "move"; },
    ondragend: () => { dragged = ""; },
    onclick: () => openElement(element), "data-id": id,
    onpointerenter: (event) => light(next, event.currentTarget), onpointerleave: () => light([]),
    onfocus: () => light(next), onblur: () => light([]) }, inside);
}

/** Show where visits go on from a card. */
function light(wanted, node) {
  if (node) node.title = wanted.map((one) => `→ ${title(`touchpoints/${one}`)}`).join("\n");
  for (const one of document.querySelectorAll(".card[data-id]")) one.classList.toggle("lit", wanted.includes(one.dataset.id));
}

function column(stages, channels, cards, write) {
  return h("div.column", stages.map((stage) => {
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

export const pains = () => ids("pains").map((id) => ({ id, text: title(`pains/${id}`), on: value(`pains/${id}/on`) }));
export const isNarrow = () => narrow.matches;
export const lobbyOpen = () => setting("lobby", "open") === "open";
narrow.addEventListener("change", () => dispatchEvent(new Event("redraw")));
