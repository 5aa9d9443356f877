// The sheet that lies over the page: one at a time, a side of the screen on a laptop, all of it on a phone.

import { draw, h } from "./screen.js";
import { say } from "./words.js";

const dialog = document.getElementById("sheet");
let inside = null;
let onClose = null;

/** Open the sheet with a heading and a function that describes what is in it. */
export function open(heading, describe, { closed, name } = {}) {
  inside = { heading, describe };
  onClose = closed;
  dialog.dataset.name = name || "";
  redraw();
  if (!dialog.open) dialog.showModal();
  dialog.querySelector(".sheet-body").scrollTop = 0;
}

/** Draw the sheet anew where it is open. */
export function redraw() {
  if (!inside) return;
  const { heading, describe } = inside;
  const told = typeof heading === "function" ? heading() : heading;
  if (dialog.dataset.named !== told) {
    dialog.dataset.named = told;
    dialog.setAttribute("aria-label", told);
  }
  draw(dialog,
    h("header.sheet-head", h("h2", { id: "sheet-title" }, told),
      h("button.plain", { type: "button", onclick: close }, say("close"))),
    h("div.sheet-body", describe()));
}

export const close = () => dialog.close();
export const isOpen = () => dialog.open;

dialog.addEventListener("close", () => {
  inside = null;
  const work = onClose;
  onClose = null;
  if (work) work();
});
dialog.addEventListener("click", (event) => {
  if (event.target === dialog) close();
});
