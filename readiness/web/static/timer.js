// The time that is left.

import { h } from "./screen.js";
import { serverTime } from "./stream.js";
import { say } from "./words.js";

let beat = 0;

/** Describe the clock of a timer {ends}, or nothing where none runs. */
export function clock(timer) {
  clearTimeout(beat);
  if (!timer?.ends) return null;
  const left = Math.round((new Date(timer.ends) - serverTime()) / 1000);
  if (left < -600) return null;
  if (left > -1) beat = setTimeout(() => dispatchEvent(new Event("redraw")), 1000 - (serverTime() % 1000) + 5);
  const shown = Math.max(left, 0);
  const text = `${Math.floor(shown / 60)}:${String(shown % 60).padStart(2, "0")}`;
  return h("p.clock", { class: left <= 0 ? "over" : left <= 60 ? "soon" : "", role: "timer" },
    left <= 0 ? say("timer.over") : [h("span.unseen", say("timer.left")), text]);
}
