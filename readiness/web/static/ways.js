// The ways on from a touchpoint: where visits go next, how many, and what happens on the way.

import { h } from "./screen.js";
import { ids, members, value } from "./cells.js";
import { set } from "./outbox.js";
import { title } from "./naming.js";
import { say } from "./words.js";

const round = (number) => Math.round(number * 1000) / 1000;

/** Describe the ways on, each with its share and its hand-off, and a way to add one. */
export function ways(element) {
  const now = members(element, "next");
  const own = element.split("/")[1];
  const free = ids("touchpoints").filter((id) => id !== own && !now[id]);
  const sum = Object.values(now).reduce((all, one) => all + (one.share || 0), 0);
  const put = (id, one) => set({ key: `${element}/next/${id}`, value: one });
  return [
    Object.entries(now).map(([id, one]) => h("div.way", { key: id }, way(element, id, one, put))),
    sum > 1.0001 ? h("p.warn", say("ways.too-many")) : null,
    free.length ? h("div.pair", { key: "add" },
      h("label.unseen", { for: "f-next-add" }, say("ways.add")),
      h("select", { id: "f-next-add", value: "", onchange: (event) => {
        const id = event.currentTarget.value;
        event.currentTarget.value = "";
        if (id) put(id, { share: round(Math.max(0, Math.min(1, 1 - sum))) });
      } }, h("option", { value: "" }, say("ways.add")),
      free.map((id) => h("option", { value: id, key: id }, title(`touchpoints/${id}`)))))
      : h("p.hint", say("ways.none-left")),
  ];
}

function way(element, id, one, put) {
  const name = value(`touchpoints/${id}`) === null ? id : title(`touchpoints/${id}`);
  const handoff = one.handoff || {};
  const fresh = () => value(`${element}/next/${id}`) || one;
  const change = (part) => {
    const next = { ...fresh().handoff, ...part };
    for (const key of Object.keys(next)) if (next[key] === "" || next[key] === false || next[key] === null) delete next[key];
    const { handoff: _, ...rest } = fresh();
    put(id, Object.keys(next).length ? { ...rest, handoff: next } : rest);
  };
  const rule = typeof handoff.rule === "object" ? null : handoff.rule || "";
  return [
    h("p.way-name", h("span", { "aria-hidden": "true" }, "→ "), name),
    h("div.pair",
      h("label", { for: `w-${id}-share` }, say("ways.share")),
      h("input", { id: `w-${id}-share`, type: "number", min: "0", max: "100", step: "any", inputmode: "decimal",
        value: round((one.share || 0) * 100), onchange: (event) => {
          const share = Number(event.currentTarget.value) / 100;
          if (share >= 0 && share <= 1) put(id, { ...fresh(), share: round(share) });
          event.currentTarget.setCustomValidity(share >= 0 && share <= 1 ? "" : say("ways.share-bad"));
          event.currentTarget.reportValidity();
        } })),
    rule === null ? null : h("div.pair",
      h("label", { for: `w-${id}-rule` }, say("ways.rule")),
      h("input", { id: `w-${id}-rule`, type: "text", maxlength: "500", value: rule,
        onchange: (event) => change({ rule: event.currentTarget.value.trim() }) })),
    h("div.pair",
      h("label", { for: `w-${id}-minutes` }, say("ways.minutes")),
      h("input", { id: `w-${id}-minutes`, type: "number", min: "0", step: "any", value: handoff.minutes ?? "",
        onchange: (event) => change({ minutes: event.currentTarget.value === "" ? null : Number(event.currentTarget.value) }) })),
    h("label.tick", h("input", { type: "checkbox", checked: handoff.repeats === true,
      onchange: (event) => change({ repeats: event.currentTarget.checked }) }), h("span", say("ways.repeats"))),
    h("button.quiet", { type: "button", onclick: () => put(id, null) }, say("ways.remove", { name })),
  ];
}
