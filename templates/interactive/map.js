// What the reader does: choose, filter, search, switch off, undo.
const NOTHING = { off: [], buyer: -1, stage: -1, channel: -1 };
const NONE = -2; // as a filter: touchpoints that have no stage, or no channel
const passes = (wanted, own) => wanted === -1 || (wanted === NONE ? own < 0 : wanted === own);
const state = { ...NOTHING, chosen: null, way: null, query: "", cursor: null, ring: false };
const history = [];
const shown = {
  outage: null,
  fits: (one) => (state.buyer < 0 || one.visits.some(([buyer]) => buyer === state.buyer)) && passes(state.stage, one.stage) && passes(state.channel, one.channel),
  visits: (one) => (state.buyer < 0 ? one.total : one.visits.reduce((sum, [buyer, visits]) => sum + (buyer === state.buyer ? visits : 0), 0)),
};
const tell = (words) => { byId("status").textContent = plain(words); };

// -- showing

function showMap() {
  const dead = (element) => shown.outage && (shown.outage.state.get(element) === "stopped");
  drawBars(shown.visits, (one) => (state.off.includes(one.element) ? "off" : shown.outage && shown.outage.state.get(one.element)));
  const lit = new Set();
  if (state.chosen !== null && touchpointOf.has(state.chosen)) {
    lit.add(state.chosen);
    for (const way of data.ways) if (way.from === state.chosen || way.to === state.chosen) lit.add(way.from).add(way.to);
  } else if (state.chosen !== null) concerning(state.chosen).forEach((one) => lit.add(one));
  else if (state.way !== null) lit.add(data.ways[state.way].from).add(data.ways[state.way].to);
  const isLit = (way, at) => state.way === at || (state.way === null && (way.from === state.chosen || way.to === state.chosen));
  const query = state.query.toLowerCase();
  const hit = (one) => !query || tame(elements[one.element].title).toLowerCase().includes(query);
  cy.batch(() => {
    for (const one of drawn) {
      const card = cards.get(one.element);
      const pair = card.union(bars.get(one.element));
      pair.toggleClass("filtered", !shown.fits(one) || !hit(one));
      pair.toggleClass("quiet", lit.size > 0 && !lit.has(one.element) && !(shown.outage && (shown.outage.state.has(one.element) || state.off.includes(one.element))));
      card.toggleClass("chosen", one.element === state.chosen);
      card.toggleClass("cursor", state.ring && one.element === state.cursor);
    }
    cy.edges().forEach((edge) => {
      const way = data.ways[edge.data("way")];
      const at = edge.data("way");
      edge.toggleClass("filtered", !shown.fits(touchpointOf.get(way.from)) || !shown.fits(touchpointOf.get(way.to)) || Boolean(query));
      edge.toggleClass("dead", Boolean(dead(way.from) || dead(way.to)));
      edge.toggleClass("quiet", lit.size > 0 && !isLit(way, at));
      edge.toggleClass("lit", lit.size > 0 && isLit(way, at));
      edge.toggleClass("chosen", at === state.way);
    });
  });
}

function show() {
  shown.outage = state.off.length ? outage(state.off) : null;
  showMap();
  showOutage();
  showDetails();
  if (!byId("panel-list").hidden) showList();
  showCharts();
  showOutside();
  showFigures();
  for (const key of ["buyer", "stage", "channel"]) byId(key).value = state[key] === -1 ? "" : String(state[key]);
  byId("shown").replaceChildren();
  put(byId("shown"), say("control.shown", { number: number(data.touchpoints.filter(shown.fits).length), all: number(data.touchpoints.length) }));
  byId("undo").disabled = !history.length;
  byId("reset").disabled = !history.length && state.chosen === null && state.way === null && !state.query;
}

const wholeFigures = new Map([...document.querySelectorAll("[data-figure]")].map((node) => [node.dataset.figure, [node, ...[...node.children].map((one) => one.textContent)]]));

/** The figures of the head: of what the filter leaves, or said to be those of the whole map. */
function showFigures() {
  const filtered = ["buyer", "stage", "channel"].some((key) => state[key] !== -1);
  const fitting = data.touchpoints.filter(shown.fits);
  const sum = (outbound) => fitting.reduce((total, one) => total + (one.outbound === outbound ? shown.visits(one) : 0), 0);
  const left = { touchpoints: fitting.length, contacts: sum(false), ours: sum(true) };
  for (const [name, [node, figure, label]] of wholeFigures) {
    const part = filtered && name in left;
    node.querySelector("b").textContent = part ? plain(say("figure.of", { number: number(left[name]), all: figure })) : figure;
    node.querySelector("span").textContent = filtered && !part ? plain(say("figure.in-all", { label })) : label;
  }
}

// -- doing

const kept = () => ({ off: [...state.off], buyer: state.buyer, stage: state.stage, channel: state.channel });

function change(what) {
  history.push(kept());
  Object.assign(state, what);
  show();
}

function toggle(element) {
  const focused = document.activeElement && document.activeElement.id === "switch";
  const off = state.off.includes(element) ? state.off.filter((one) => one !== element) : [...state.off, element];
  change({ off });
  if (focused && byId("switch")) byId("switch").focus();
  const gone = shown.outage;
  tell(gone ? say("whatif.switched-off", { name: few(state.off), stopped: number(gone.stopped.length), stranded: number(gone.stranded.length) }) : say("whatif.back"));
}

const narrow = (what) => {
  change(what);
  tell(byId("shown").textContent);
};

/** Show the details; who came by the keyboard finds the focus on their heading, not lost. */
function tellDetails(byKey = false) {
  const inside = byKey || (document.activeElement && document.activeElement.closest("#side, .search"));
  show();
  openTab("details");
  const title = byId("panel-details").querySelector("h2");
  if (inside) title.focus({ preventScroll: true });
  else tell(title.textContent);
  if (small.matches) document.querySelector(".plane").scrollIntoView({ block: "start", behavior: calm ? "auto" : "smooth" });
}

function choose(element, byKey = false) {
  state.chosen = element;
  state.way = null;
  if (touchpointOf.has(element)) {
    state.cursor = element;
    reveal(element);
  }
  tellDetails(byKey);
}

/** Go back from the details to the card they are about; to their tab where they are about no card. */
byId("panel-details").addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  event.preventDefault();
  const card = state.chosen !== null && touchpointOf.get(state.chosen);
  if (!card || !card.at) byId("tab-details").focus();
  else {
    byId("graph").focus();
    moveTo(card);
  }
});

function chooseWay(at) {
  state.chosen = null;
  state.way = at;
  tellDetails();
}

function unchoose() {
  state.chosen = null;
  state.way = null;
  show();
}

byId("undo").addEventListener("click", () => {
  Object.assign(state, history.pop());
  show();
});
byId("reset").addEventListener("click", () => {
  history.length = 0;
  byId("search").value = "";
  Object.assign(state, NOTHING, { off: [], query: "", way: null, chosen: null, cursor: null });
  showResults();
  show();
  begin();
});

// -- filters and search

const optionsOf = { buyer: data.buyers.map((one) => one.element), stage: data.columns.map((band) => band.element), channel: data.rows.map((band) => band.element) };
for (const [key, all] of Object.entries(optionsOf)) {
  for (const one of all.filter((number) => number >= 0)) {
    const option = make("option", "", tame(elements[one].title).slice(0, 120));
    option.value = String(one);
    byId(key).append(option);
  }
  if (key !== "buyer" && data.touchpoints.some((one) => one[key] < 0)) {
    const option = make("option", "", plain(say(`no-${key}`)));
    option.value = String(NONE);
    byId(key).append(option);
  }
  byId(key).addEventListener("change", (event) => narrow({ [key]: event.target.value === "" ? -1 : Number(event.target.value) }));
}

const MOST_RESULTS = 8;
function showResults() {
  const list = byId("results");
  const query = state.query.toLowerCase();
  const found = query ? elements.flatMap((one, at) => (plain(one.title).toLowerCase().includes(query) ? [at] : [])) : [];
  list.replaceChildren(...found.slice(0, MOST_RESULTS).map((one) => {
    const row = make("li");
    const go = link(one);
    go.append(make("span", "kind", say(`kind.${elements[one].kind}`)));
    go.addEventListener("click", () => { list.hidden = true; });
    row.append(go);
    return row;
  }));
  if (found.length > MOST_RESULTS) list.append(make("li", "muted", say("control.found-more", { number: number(found.length - MOST_RESULTS) })));
  if (query && !found.length) list.append(make("li", "muted", say("control.found-none")));
  list.hidden = !query;
}
byId("search").addEventListener("input", (event) => {
  state.query = event.target.value.trim();
  showResults();
  showMap();
  byId("reset").disabled = false;
});
byId("search").addEventListener("keydown", (event) => {
  const first = byId("results").querySelector("button");
  if (event.key === "Enter" && first) first.click();
  else if (event.key === "ArrowDown" && first) first.focus();
  else if (event.key === "Escape") {
    event.target.value = state.query = "";
    showResults();
    showMap();
  } else return;
  event.preventDefault();
});
byId("results").addEventListener("keydown", (event) => {
  const all = [...byId("results").querySelectorAll("button")];
  const at = all.indexOf(document.activeElement);
  if (event.key === "ArrowDown" && all[at + 1]) all[at + 1].focus();
  else if (event.key === "ArrowUp") (all[at - 1] || byId("search")).focus();
  else if (event.key === "Escape") byId("search").focus();
  else return;
  event.preventDefault();
});
document.addEventListener("pointerdown", (event) => {
  if (!event.target.closest(".search")) byId("results").hidden = true;
});
byId("search").addEventListener("focus", showResults);

// -- tabs

const TABS = ["details", "whatif", "charts", "list"];
function openTab(name, focus = false) {
  for (const one of TABS) {
    const tab = byId(`tab-${one}`);
    tab.setAttribute("aria-selected", String(one === name));
    tab.tabIndex = one === name ? 0 : -1;
    byId(`panel-${one}`).hidden = one !== name;
    if (focus && one === name) tab.focus();
  }
  if (name === "list") showList();
  if (name === "charts") drawCharts();
}
for (const [at, name] of TABS.entries()) {
  byId(`tab-${name}`).addEventListener("click", () => openTab(name));
  byId(`tab-${name}`).addEventListener("keydown", (event) => {
    const to = { ArrowRight: (at + 1) % 4, ArrowLeft: (at + 3) % 4, Home: 0, End: 3 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    openTab(TABS[to], true);
  });
}

// -- sizes and paper

new ResizeObserver(() => { cy.resize(); follow(); }).observe(byId("graph"));
small.addEventListener("change", begin);
if (small.matches) byId("controls").open = false;
const wide = window.matchMedia("(min-width: 100rem)");
const place = () => { if (wide.matches && !byId("panel-whatif").hidden) openTab("details"); };
wide.addEventListener("change", place);
window.addEventListener("beforeprint", () => {
  openTab("list");
  document.querySelector(".plane").style.height = "";
  document.body.classList.add("printing"); // the canvas must have the size of the sheet before it is printed
  cy.resize();
  fitAll();
  cy.forceRender();
});
window.addEventListener("afterprint", () => {
  document.body.classList.remove("printing");
  cy.resize();
  begin();
});
show();
begin();
window.readinessMap = { cy, state, outagesOf, elements };
