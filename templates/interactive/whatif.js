// What is switched off, what that costs and whom it strands.
const costAlone = new Map(data.alone.map(([element, contacts, share, stranded]) => [element, { contacts, share, stranded }]));
const SWITCHED = ["systems", "channels", "departments", "data", "touchpoints"];

function switchRow(element) {
  const cost = costAlone.get(element) || { contacts: 0, share: 0 };
  const row = make("li");
  const node = button("switch", null, () => toggle(element));
  node.setAttribute("role", "switch");
  node.dataset.element = element;
  const words = cost.contacts > 0 ? say("whatif.alone", { share: percent(cost.share) }) : say("whatif.harmless");
  const bar = make("span", "cost-bar");
  bar.style.setProperty("--part", cost.share);
  node.append(make("span", "knob"), titled(element, "bdi", "switch-name"), make("span", "cost", words), bar);
  row.append(node);
  return row;
}

function switchGroup(kind) {
  const all = data.network.elements.filter((one) => elements[one].kind === kind);
  if (!all.length) return null;
  const cost = (one) => (costAlone.get(one) || { contacts: 0 }).contacts;
  const sorted = [...all].sort((a, b) => cost(b) - cost(a));
  const list = make("ul", "switches");
  const words = say(`kinds.${kind}`);
  if (kind !== "touchpoints") {
    list.append(...sorted.map(switchRow));
    return make("section", "", null, make("h3", "", words), list);
  }
  const more = make("details", "more", null, make("summary", "", [...words, [` (${number(all.length)})`, ""]]), list);
  more.addEventListener("toggle", () => {
    if (more.open && !list.children.length) {
      list.append(...sorted.slice(0, 300).map(switchRow));
      showSwitches();
    }
  });
  return more;
}

function tile(figure, words, bad) {
  const node = make("li", bad ? "bad" : "");
  node.append(make("b", "", figure), make("span", "", words));
  return node;
}

/** Switch-off, in figures: contacts, value, touchpoints, buyers. */
function tiles(gone) {
  return make("ul", "tiles", null,
    tile(number(gone.contacts), [...count("whatif.contacts", gone.contacts), [data.words.gap, ""], [`(${percent(gone.share)})`, ""]], gone.contacts > 0),
    tile(number(gone.stopped.length), count("whatif.stopped", gone.stopped.length), gone.stopped.length > 0),
    tile(number(gone.stranded.length), count("whatif.stranded", gone.stranded.length), gone.stranded.length > 0),
    tile(percent(gone.value), say("whatif.value"), gone.value > 0));
}

function strandedRow(buyer, loss) {
  const row = make("li");
  row.append(link(buyer));
  if (loss.needs.length) row.append(make("p", "", say("whatif.who-loses", { needs: few(loss.needs) })));
  else if (loss.stages.length) row.append(make("p", "", say("whatif.who-stage", { stages: few(loss.stages) })));
  if (loss.contacts > 0) row.append(make("p", "muted", say("whatif.loses", { number: number(loss.contacts) })));
  return row;
}

function outcome(gone) {
  const parts = [];
  if (!gone.contacts && !gone.outbound && !gone.stranded.length) parts.push(make("p", "", say("whatif.nothing-lost")));
  parts.push(tiles(gone));
  if (gone.diverted > 0) parts.push(make("p", "muted", say("whatif.diverted", { number: number(gone.diverted) })));
  if (gone.outbound > 0) parts.push(make("p", "muted", say("whatif.outbound", { number: number(gone.outbound) })));
  if (gone.stranded.length) {
    parts.push(make("h3", "", say("whatif.who")), make("ul", "stranded", null, ...gone.stranded.map((buyer) => strandedRow(buyer, gone.lost.get(buyer)))));
  }
  const touched = [...gone.lost].filter(([buyer, loss]) => loss.contacts > 0 && !gone.stranded.includes(buyer));
  if (touched.length) {
    parts.push(make("h3", "", say("whatif.touched")), make("ul", "stranded", null, ...touched.map(([buyer, loss]) => strandedRow(buyer, { needs: [], stages: [], contacts: loss.contacts }))));
  }
  return parts;
}

byId("panel-whatif").append(
  make("h2", "", say("whatif.title")),
  make("p", "muted", say("whatif.hint")),
  make("div", "outcome"),
  make("h2", "second", say("whatif.switches")),
  ...SWITCHED.map(switchGroup).filter(Boolean),
);

function showSwitches() {
  for (const node of document.querySelectorAll(".switch")) {
    node.setAttribute("aria-checked", String(state.off.includes(Number(node.dataset.element))));
  }
}

function showOutage() {
  const gone = shown.outage;
  showSwitches();
  document.querySelector("#panel-whatif .outcome").replaceChildren(...(gone ? outcome(gone) : []));
  const notice = byId("notice");
  const focused = notice.contains(document.activeElement);
  notice.hidden = !gone;
  if (focused && !gone) byId("undo").focus();
  if (!gone) return;
  const off = make("p", "off-list");
  off.append(make("b", "", say("state.off")), ...state.off.map((one) => {
    const chip = button("chip", null, () => toggle(one));
    chip.append(titled(one), make("span", "cross", "×"));
    chip.setAttribute("aria-label", plain([...say("details.switch-on"), [": ", ""], ...runsOf(elements[one].title)]));
    return chip;
  }));
  notice.replaceChildren(off, tiles(gone));
  if (focused) notice.querySelector(".chip").focus();
}
