// Tells at every moment whether what was written here is safe.

import { h } from "./screen.js";
import { state } from "./outbox.js";
import { link } from "./stream.js";
import { count, say } from "./words.js";

/** Describe the state: saved, on its way, or kept here until the connection is back. */
export function saved() {
  const waiting = state.waiting;
  const is = (waiting && state.trouble) || !link.here ? "off" : waiting ? "busy" : "well";
  const text = {
    well: () => say("saved.well"),
    busy: () => say("saved.busy"),
    off: () => {
      if (state.trouble === "full") return say("saved.full");
      return waiting ? count("saved.off", waiting) : say("saved.away");
    },
  }[is]();
  return h("p.saved", { class: is, role: "status" }, h("span.mark", { "aria-hidden": "true" }, { well: "✓", busy: "…", off: "!" }[is]),
    h("span", text), state.kept ? null : h("span.hint", say("saved.no-store")));
}
