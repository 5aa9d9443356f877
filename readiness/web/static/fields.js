// What an element of each list is made of, and how each field is asked.

const text = { kind: "text" };
const long = { kind: "long" };
const number = { kind: "number" };
const yes = { kind: "yes" };
const one = (...of) => ({ kind: "one", of });
const many = (...of) => ({ kind: "many", of });
const choice = (...options) => ({ kind: "choice", options });

export const FIELDS = {
  touchpoints: {
    title: text, stage: one("stages"), channel: one("channels"), owner: one("departments"), buyers: many("buyers"),
    volume: { kind: "volume" }, minutes: number, serves: many("needs"),
    requires: many("systems", "data", "departments", "channels", "touchpoints"), logs_to: one("systems"),
    next: { kind: "next" }, direction: choice("inbound", "outbound"), moment_of_truth: yes, note: long,
  },
  buyers: {
    title: text, kind: choice("individual", "contracting"), account: one("buyers"), segment: one("segments"),
    head_count: number, needs: many("needs"), note: long,
  },
  stages: { title: text },
  channels: { title: text, human: yes, falls_back_to: many("channels"), note: long },
  departments: { title: text, note: long },
  systems: { title: text, owner: one("departments"), feeds: many("systems"), holds: many("data"), note: long },
  data: { title: text, records: number, master: one("systems"), note: long },
  needs: { title: text, cure: choice("people", "process", "software"), usual: yes, top: yes, note: long },
  segments: {
    title: text, decision: choice("invest", "manage-cost", "let-go", "duty-to-serve", "undecided"),
    contact: choice("wanted", "indifferent"), note: long,
  },
  goals: { title: text, note: long },
  technology: {
    title: text, status: choice("planned", "in-use", "dropped"), needs: many("needs"), touchpoints: many("touchpoints"),
    goals: many("goals"), why: long, note: long,
  },
  pains: { text: long, on: one("touchpoints") },
  actions: {
    text: long, owner: text, due: { kind: "date" },
    pitfall: choice("strategy", "organization", "technology", "relationship"),
  },
};

/** The fields that hold words, which may stand in several languages. */
export const WORDS = new Set(["title", "note", "why"]);
export const MAP_LISTS = ["touchpoints", "buyers", "stages", "channels", "departments", "systems", "data", "needs",
  "segments", "goals", "technology"];
export const STAGES = ["find", "choose", "buy", "receive", "use", "get-help", "pay", "renew", "leave"];
