// What is told about the chosen element or way on.
const MOST_FINDINGS = 12;
const SEVERE = { critical: "flag", serious: "watch", minor: "unknown" };

function factList(facts) {
  const list = make("dl", "facts");
  for (const [label, parts] of facts) {
    const value = make("dd");
    parts.forEach((part, at) => {
      if (at) value.append(data.words.comma);
      if (typeof part === "number") value.append(link(part));
      else value.append(make("span", "", part));
    });
    list.append(make("dt", "", label), value);
  }
  return list;
}

function findingCard(at, own) {
  const found = data.findings[at];
  const card = make("li", `finding ${SEVERE[found.severity]}`);
  const head = make("p", "finding-head");
  head.append(make("span", `badge ${SEVERE[found.severity]}`, found.word), make("b", "", found.title));
  card.append(head);
  if (!own && found.subject >= 0) card.append(link(found.subject, found.title));
  card.append(make("p", "", found.message));
  if (found.accepted) card.append(make("p", "accepted", found.accepted));
  else if (own) {
    const mend = make("p", "mend");
    mend.append(make("b", "", say("details.mend")), make("span", "", found.mend));
    card.append(mend);
  }
  return card;
}

/** Findings that somebody has decided to live with, apart from the others and closed at first. */
function acceptedList(all, own) {
  const more = make("details", "more");
  more.append(make("summary", "", [...say("details.accepted"), [` (${number(all.length)})`, ""]]), make("ul", "findings", null, ...all.map((at) => findingCard(at, own))));
  return more;
}

function findingList(about) {
  const parts = [];
  if (about.findings.length) {
    parts.push(make("h3", "", say("details.findings")), make("ul", "findings", null, ...about.findings.map((at) => findingCard(at, true))));
  }
  if (about.concerned.length) {
    const more = make("details", "more");
    more.append(make("summary", "", [...say("details.concerned"), [` (${number(about.concerned.length)})`, ""]]), make("ul", "findings", null, ...about.concerned.map((at) => findingCard(at, false))));
    parts.push(more);
  }
  if (about.accepted.length) parts.push(acceptedList(about.accepted, true));
  return parts;
}

function visitBars(one) {
  const known = one.visits.filter(([, visits]) => visits > 0).sort((a, b) => b[1] - a[1]);
  if (!known.length) return make("p", "muted", say("details.no-visits"));
  const list = make("ul", "visits");
  for (const [buyer, visits] of known) {
    const row = make("li");
    const name = make("span", "who");
    name.append(buyer >= 0 ? link(buyer) : make("span", "", say("nobody")));
    const bar = make("span", "visit-bar");
    bar.style.setProperty("--part", visits / known[0][1]);
    row.append(name, make("span", "figure", number(visits)), bar);
    list.append(row);
  }
  return list;
}

const shareOf = (way) => say(touchpointOf.get(way.from).outbound ? "details.share-ours" : "details.share", { share: percent(way.share), visits: number(way.visits) });

function wayLine(at, end) {
  const way = data.ways[at];
  const row = make("li", way.handoff === 2 ? "loose" : way.handoff === 1 ? "rule" : "");
  const go = button("go", null, () => chooseWay(at));
  go.append(titled(way[end]));
  row.append(go, make("span", "muted", shareOf(way)));
  if (way.handoff) {
    const note = way.handoff === 2 ? say("legend.handoff-loose") : say("legend.handoff-rule");
    row.append(make("span", `tag ${way.handoff === 2 ? "flag" : "calm"}`, note));
  }
  if (way.repeats) row.append(make("span", "tag flag", say("legend.repeats")));
  return row;
}

function wayLists(element) {
  const parts = [];
  for (const [key, here, there] of [["details.ways-in", "to", "from"], ["details.ways-on", "from", "to"]]) {
    const ways = data.ways.flatMap((way, at) => (way[here] === element ? [at] : []));
    if (ways.length) parts.push(make("h3", "", say(key)), make("ul", "ways", null, ...ways.map((at) => wayLine(at, there))));
  }
  return parts;
}

function switchButton(element) {
  const off = state.off.includes(element);
  const node = button(off ? "main on" : "main", say(off ? "details.switch-on" : "details.switch-off"), () => toggle(element));
  node.id = "switch";
  node.setAttribute("aria-pressed", String(off));
  return node;
}

function head(kind, words, ...more) {
  const top = make("div", "details-head");
  const title = make("h2", "", null, make("bdi", "", words));
  title.tabIndex = -1;
  top.append(make("p", "kind", kind), title, ...more.filter(Boolean));
  return top;
}

function placeLine(place) {
  if (!place) return null;
  const line = make("p", "place");
  line.append(make("span", "", say("details.place")), make("code", "", place));
  return line;
}

/** Who concerns the chosen element: touchpoints that name it in their facts. */
function concerning(element) {
  const about = elements[element];
  const index = { stages: "stage", channels: "channel" }[about.kind];
  return data.touchpoints.filter((one) => (index ? one[index] === element
    : about.kind === "buyers" ? one.visits.some(([buyer]) => buyer === element)
    : elements[one.element].facts.some(([, parts]) => parts.includes(element)))).map((one) => one.element);
}

function elementDetails(element) {
  const about = elements[element];
  const touchpoint = touchpointOf.get(element);
  const parts = [head(say(`kind.${about.kind}`), about.title,
    touchpoint && touchpoint.moment && make("p", "tags", null, make("span", "tag calm", say("details.moment"))))];
  const how = shown.outage && shown.outage.state.get(element);
  if (state.off.includes(element)) parts.push(make("p", "tags", null, make("span", "tag dark", say("state.off"))));
  else if (how) parts.push(make("p", "tags", null, make("span", `tag ${how === "stopped" ? "flag" : "watch"}`, say(`state.${how}`))));
  if (nodeOf.has(element)) parts.push(switchButton(element));
  if (about.facts.length) parts.push(factList(about.facts));
  if (touchpoint) parts.push(make("h3", "", say(touchpoint.outbound ? "details.visits-ours" : "details.visits")), visitBars(touchpoint), ...wayLists(element));
  parts.push(...findingList(about));
  if (!touchpoint) {
    const names = concerning(element);
    if (names.length) parts.push(make("h3", "", say("details.touchpoints")), make("ul", "names", null, ...names.map((one) => make("li", "", null, link(one)))));
  }
  parts.push(placeLine(about.place));
  return parts;
}

function wayDetails(at) {
  const way = data.ways[at];
  const note = way.handoff === 0 ? say("details.handoff-none") : way.handoff === 2 ? say("details.handoff-loose") : way.rule || say("legend.handoff-rule");
  const facts = [
    [plain(say("details.from")), [way.from]],
    [plain(say("details.to")), [way.to]],
    [plain(say("details.volume")), [shareOf(way)]],
    [plain(say("details.handoff")), [note]],
  ];
  const title = [...runsOf(elements[way.from].title), [" → ", ""], ...runsOf(elements[way.to].title)];
  return [head(say("kind.way"), title, way.repeats && make("p", "tags", null, make("span", "tag flag", say("details.repeats")))), factList(facts), placeLine(elements[way.from].place)];
}

/** What stands out, where nothing is chosen. */
function overview() {
  const all = data.findings.flatMap((found, at) => (found.accepted ? [] : [at]));
  const accepted = data.findings.flatMap((found, at) => (found.accepted ? [at] : []));
  const list = make("ul", "findings", null, ...all.slice(0, MOST_FINDINGS).map((at) => findingCard(at, false)));
  const rest = all.slice(MOST_FINDINGS);
  const more = rest.length > 0 && button("more-button", say("list.more", { number: number(rest.length) }), () => {
    more.remove();
    list.append(...rest.map((at) => findingCard(at, false)));
    const next = list.children[MOST_FINDINGS].querySelector("button");
    if (next) next.focus();
  });
  return [
    make("h2", "", say("details.overview")),
    make("p", "muted", say("details.hint")),
    all.length ? list : make("p", "", say("details.no-findings")),
    more,
    accepted.length > 0 && acceptedList(accepted, false),
  ].filter(Boolean);
}

function showDetails() {
  const panel = byId("panel-details");
  if (state.way !== null) panel.replaceChildren(...wayDetails(state.way).filter(Boolean));
  else if (state.chosen !== null) panel.replaceChildren(...elementDetails(state.chosen).filter(Boolean));
  else panel.replaceChildren(...overview());
  panel.scrollTop = 0;
}
