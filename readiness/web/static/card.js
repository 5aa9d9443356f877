// A touchpoint as a card. Thousands of them share a few listeners, and each is described anew only when
// something that stands on it has changed.

import { h } from "./screen.js";
import { contested, members, stampOf, value } from "./cells.js";
import { title } from "./naming.js";
import { count, figure, say } from "./words.js";
import { openElement } from "./element.js";
import { live } from "./stream.js";

const known = new Map();
const remarks = new Map();
let pointed = null;

/** Describe a touchpoint as a card; the very same description while nothing on it has changed. */
export function card(id, write, still) {
  const element = `touchpoints/${id}`;
  const owner = value(`${element}/owner`);
  const found = remarks.get(element) || 0;
  const mark = `${stampOf(element)} ${stampOf(`departments/${owner}`)} ${found} ${write} ${still}`;
  if (known.get(id)?.mark === mark) return known.get(id).one;
  const one = describe(id, element, owner, found, write, still);
  known.set(id, { mark, one });
  return one;
}

/** Count what is to be said about each touchpoint, before its card is described. */
export function countRemarks() {
  remarks.clear();
  for (const { element } of [...(live.findings || []), ...(live.problems || [])]) {
    if (element) remarks.set(element, (remarks.get(element) || 0) + 1);
  }
}

/** Return the card in which something happens, if any. */
export const cardOf = (event) => event.target.closest?.(".card[data-id]") ?? null;

function describe(id, element, owner, found, write, still) {
  const owned = owner && owner !== "none" && value(`departments/${owner}`) !== null;
  const buyers = Object.keys(members(element, "buyers")).length;
  const ways = Object.keys(members(element, "next")).length;
  const inside = [
    h("b.card-title", title(element)),
    h("span.card-owner", { class: owned ? "" : "lack" }, owned ? title(`departments/${owner}`) : say("board.no-owner")),
    h("span.card-facts", buyers ? count("board.buyers", buyers) : say("board.no-buyers"), ways ? ` · → ${figure(ways)}` : ""),
    contested(element).length ? h("span.flag-text", say("board.conflict")) : null,
    found && !still ? h("span.flag-text", count("board.findings", found)) : null,
  ];
  const look = `card${value(`${element}/direction`) === "outbound" ? " out" : ""}${owned ? "" : " lacking"}`;
  if (still) return h("div", { key: id, class: look }, inside);
  return h("button", { key: id, type: "button", class: look, draggable: write ? "true" : null, "data-id": id }, inside);
}

/** Show where visits go on from a card, or from none. */
function light(node) {
  if (node === pointed) return;
  pointed = node;
  for (const one of document.querySelectorAll(".card.lit")) one.classList.remove("lit");
  if (!node) return;
  const next = Object.keys(members(`touchpoints/${node.dataset.id}`, "next"));
  node.title = next.map((one) => `→ ${title(`touchpoints/${one}`)}`).join("\n");
  for (const one of next) document.querySelector(`.card[data-id="${CSS.escape(one)}"]`)?.classList.add("lit");
}

document.addEventListener("pointerover", (event) => light(cardOf(event)));
document.addEventListener("focusin", (event) => light(cardOf(event)));
document.addEventListener("focusout", () => light(null));
document.addEventListener("click", (event) => {
  const node = cardOf(event);
  if (node) openElement(`touchpoints/${node.dataset.id}`);
});
