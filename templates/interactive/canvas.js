// The map itself: cards in a fixed grid, ways on between them, headings that stay in view.
const FONTS = {
  en: '"Source Sans 3", "Segoe UI", "Helvetica Neue", "Noto Sans", Arial, sans-serif',
  "zh-Hant": '"Noto Sans TC", "Noto Sans CJK TC", "PingFang TC", "Microsoft JhengHei", sans-serif',
  "zh-Hans": '"Noto Sans SC", "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", sans-serif',
};
const [WIDE, HIGH] = data.card;
const INSET = 10;
const BAR = 70;
const LINES = 3;
const READABLE = 0.68;
const SATISFIED = (level) => (level === null ? "#7b8894" : level < 2.5 ? "#b3261e" : level < 3.5 ? "#b26a00" : "#1e7a45");
const icon = (shape) => `data:image/svg+xml;utf8,${encodeURIComponent(`<svg xmlns="http://www.w3.org/2000/svg" width="24" height="24" viewBox="0 0 24 24">${shape}</svg>`)}`;
const ICONS = {
  critical: icon('<circle cx="12" cy="12" r="10" fill="#8f1616"/><path d="M12 6v7" stroke="#fff" stroke-width="3" stroke-linecap="round"/><circle cx="12" cy="17" r="1.8" fill="#fff"/>'),
  serious: icon('<circle cx="12" cy="12" r="10" fill="#b26a00"/><path d="M12 6v7" stroke="#fff" stroke-width="3" stroke-linecap="round"/><circle cx="12" cy="17" r="1.8" fill="#fff"/>'),
  minor: icon('<circle cx="12" cy="12" r="8.5" fill="#fff" stroke="#52606d" stroke-width="3"/>'),
  moment: icon('<path d="M12 2 22 12 12 22 2 12z" fill="#0b4f6c"/>'),
};
const drawn = data.touchpoints.filter((one) => one.at);
const measure = document.createElement("canvas").getContext("2d");

/** The language most of the title is in, for the font of a card. */
const fontOf = (words) => FONTS[runsOf(words).map(([, language]) => language).find((language) => FONTS[language]) || data.language];

/** A title in as many lines as a card has. */
function lines(words, font, wide) {
  measure.font = `600 13.5px ${font}`;
  const text = tame(words).slice(0, 160);
  const pieces = text.match(/[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef][，。、；：！？）」』”]?|[^\s\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]+\s*|\s+/gu) || [];
  const out = [""];
  const fits = (line) => measure.measureText(line.trimEnd()).width <= wide;
  for (const piece of pieces) {
    for (const part of fits(piece) ? [piece] : [...piece]) {
      if (!fits(out[out.length - 1] + part) && out[out.length - 1]) {
        if (out.length === LINES) {
          let last = out.pop().trimEnd();
          while (last && !fits(`${last}…`)) last = last.slice(0, -1);
          return [...out.map((line) => line.trimEnd()), `${last.trimEnd()}…`].join("\n");
        }
        out.push("");
      }
      out[out.length - 1] += part;
    }
  }
  return out.map((line) => line.trimEnd()).join("\n");
}

function cardNode(one) {
  const about = elements[one.element];
  const font = fontOf(about.title);
  const worst = ["critical", "serious", "minor"].find((level) => about.findings.some((at) => data.findings[at].severity === level));
  const marks = [worst, one.moment && "moment"].filter(Boolean);
  return {
    group: "nodes",
    data: { id: `t${one.element}`, element: one.element, font, label: lines(about.title, font, WIDE - 2 * INSET - 18 * Math.min(marks.length, 1)),
      icons: marks.map((mark) => ICONS[mark]), places: marks.map(() => `${WIDE - 23}px`), sizes: marks.map(() => "15px"), whole: marks.map(() => "none"), over: marks.map(() => "over"), heights: marks.map((_, at) => `${7 + 19 * at}px`) },
    position: { x: one.at[0], y: one.at[1] },
    classes: ["card", one.outbound && "out", marks.length && "marked"].filter(Boolean).join(" "),
    grabbable: false,
  };
}

function barNode(one) {
  return {
    group: "nodes",
    data: { id: `b${one.element}`, colour: SATISFIED(one.satisfaction), width: 1, label: "", font: FONTS[data.language] },
    position: { x: one.at[0], y: one.at[1] },
    classes: "bar", selectable: false, grabbable: false,
  };
}

function wayEdges() {
  const most = data.ways.reduce((sum, way) => Math.max(sum, way.visits), 1);
  return data.ways.flatMap((way, at) =>
    touchpointOf.get(way.from).at && touchpointOf.get(way.to).at
      ? [{ group: "edges", data: { id: `w${at}`, way: at, source: `t${way.from}`, target: `t${way.to}`, width: 1.2 + 5.5 * Math.sqrt(way.visits / most) },
          classes: ["way", way.handoff === 1 && "rule", way.handoff === 2 && "loose", way.repeats && "again"].filter(Boolean).join(" ") }]
      : [],
  );
}

const STYLE = [
  { selector: "node.card", style: { shape: "round-rectangle", "corner-radius": 7, width: WIDE, height: HIGH, "background-color": "#ffffff", "border-width": 1.2, "border-color": "#9db1bf",
      label: "data(label)", "font-family": "data(font)", "font-size": 13.5, "font-weight": 600, color: "#16212e", "text-wrap": "wrap", "text-max-width": 400, "text-justification": "left", "line-height": 1.16,
      "text-halign": "right", "text-valign": "bottom", "text-margin-x": -(WIDE - INSET), "text-margin-y": -(HIGH - 8), "text-events": "no", "overlay-opacity": 0, "min-zoomed-font-size": 4 } },
  { selector: "node.out", style: { "background-color": "#f7f4fb", "border-color": "#8c7aa6", "border-style": "dashed" } },
  { selector: "node.marked", style: { "background-image": "data(icons)", "background-fit": "data(whole)", "background-width": "data(sizes)", "background-height": "data(sizes)", "background-position-x": "data(places)", "background-position-y": "data(heights)", "background-image-containment": "data(over)", "background-clip": "data(whole)" } },
  { selector: "node.bar", style: { shape: "round-rectangle", "corner-radius": 2.5, width: "data(width)", height: 6, "background-color": "data(colour)", label: "data(label)", "font-family": "data(font)", "font-size": 11.5, color: "#414d58",
      "text-halign": "right", "text-valign": "center", "text-margin-x": 5, events: "no", "z-index": 5, "overlay-opacity": 0, "min-zoomed-font-size": 4 } },
  { selector: "edge", style: { width: "data(width)", "curve-style": "unbundled-bezier", "control-point-distances": "24", "control-point-weights": "0.5", "line-color": "#86a0b0", "target-arrow-color": "#86a0b0", "target-arrow-shape": "triangle", "arrow-scale": 0.9, opacity: 0.62, "overlay-opacity": 0, "overlay-padding": 6, "loop-direction": "-45deg", "loop-sweep": "60deg" } },
  { selector: "edge.rule", style: { "line-color": "#0b4f6c", "target-arrow-color": "#0b4f6c" } },
  { selector: "edge.loose", style: { "line-color": "#a8312a", "target-arrow-color": "#a8312a", "line-style": "dashed", "line-dash-pattern": [7, 4] } },
  { selector: "edge.again", style: { "mid-target-arrow-shape": "circle", "mid-target-arrow-color": "#a8312a" } },
  { selector: "node.partly", style: { "background-color": "#fff5e0", "border-color": "#8a5a00", "border-width": 2, "border-style": "dashed" } },
  { selector: "node.stopped", style: { "background-color": "#fbecec", "border-color": "#8f1616", "border-width": 2, "border-style": "solid", color: "#8f1616" } },
  { selector: "node.off", style: { "background-color": "#16212e", "border-color": "#16212e", color: "#ffffff", "border-style": "solid" } },
  { selector: "node.bar.partlybar", style: { color: "#6f4800", "font-weight": 700, "background-color": "#8a5a00" } },
  { selector: "node.bar.stoppedbar", style: { color: "#8f1616", "font-weight": 700, "background-color": "#8f1616" } },
  { selector: "node.bar.offbar", style: { color: "#ffffff", "font-weight": 700, "background-color": "#ffffff" } },
  { selector: "edge.dead", style: { opacity: 0.14 } },
  { selector: ".quiet", style: { opacity: 0.5 } },
  { selector: "edge.quiet", style: { opacity: 0.1 } },
  { selector: "edge.lit", style: { opacity: 1, "z-index": 9 } },
  { selector: ".filtered", style: { opacity: 0.13, events: "no" } },
  { selector: "edge.filtered", style: { opacity: 0.05, events: "no" } },
  { selector: "node.chosen", style: { "border-width": 3, "border-color": "#0b4f6c", "border-style": "solid" } },
  { selector: "edge.chosen", style: { opacity: 1, "line-color": "#16212e", "target-arrow-color": "#16212e", "mid-target-arrow-color": "#16212e", "z-index": 10 } },
  { selector: "node.cursor", style: { "outline-width": 3, "outline-color": "#c2410c", "outline-offset": 3, "outline-style": "solid" } },
];

const cy = cytoscape({
  container: byId("graph"),
  elements: [...drawn.map(cardNode), ...wayEdges(), ...drawn.map(barNode)],
  style: STYLE,
  layout: { name: "preset", fit: false },
  minZoom: 0.05,
  maxZoom: 3,
  boxSelectionEnabled: false,
  autounselectify: true,
  pixelRatio: "auto",
  hideEdgesOnViewport: drawn.length > 400,
  textureOnViewport: drawn.length > 800,
});
const bars = new Map(drawn.map((one) => [one.element, cy.getElementById(`b${one.element}`)]));
const cards = new Map(drawn.map((one) => [one.element, cy.getElementById(`t${one.element}`)]));
const small = window.matchMedia("(max-width: 60rem)");
const SIZE = { wide: Math.max(...data.columns.map((band) => band.to), 1), high: Math.max(...data.rows.map((band) => band.to), 1) };

/** Set what each card says below its title: visits, or what has become of it. */
function drawBars(visitsOf, stateOf) {
  const most = drawn.reduce((sum, one) => (one.outbound ? sum : Math.max(sum, visitsOf(one))), 1);
  cy.batch(() => {
    for (const one of drawn) {
      const state = stateOf(one);
      const visits = visitsOf(one);
      const wide = state ? 7 : visits > 0 ? (one.outbound ? 7 : Math.max(2, (BAR * visits) / most)) : 0.01;
      const figure = one.outbound ? plain(say("ours", { number: number(visits) })) : number(visits);
      const bar = bars.get(one.element);
      bar.data({ width: wide, label: state ? data.words[`state.${state}`] : visits > 0 ? figure : "–" });
      bar.position({ x: one.at[0] - WIDE / 2 + INSET + wide / 2, y: one.at[1] + HIGH / 2 - 14 });
      bar.classes(state ? `bar ${state}bar` : "bar");
      cards.get(one.element).removeClass("stopped partly off").addClass(state || "");
    }
  });
}

function headings(host, bands) {
  return bands.map((band) => {
    const node = make("div", "heading");
    node.append(make("span", "", band.title));
    node.title = tame(band.title);
    host.append(node);
    return [band, node];
  });
}
const across = headings(byId("columns"), data.columns);
const down = headings(byId("rows"), data.rows);
data.columns.forEach((band, at) => {
  const strip = make("div", at % 2 ? "strip" : "strip even");
  strip.style.cssText = `left:${band.from}px;width:${band.to - band.from}px;top:0;height:${SIZE.high}px`;
  byId("bands").append(strip);
});
data.rows.slice(1).forEach((band) => {
  const rule = make("div", "divide");
  rule.style.cssText = `top:${band.from}px;left:0;width:${SIZE.wide}px`;
  byId("bands").append(rule);
});

/** Keep headings beside what they name, and within view. */
function follow() {
  const { x, y } = cy.pan();
  const zoom = cy.zoom();
  showOutside();
  const [leftEnd, rightEnd, upEnd, downEnd] = ["left", "right", "up", "down"].map((way) => byId(`more-${way}`));
  byId("bands").style.transform = `translate(${x}px, ${y}px) scale(${zoom})`;
  for (const [band, node] of across) {
    const from = Math.max(band.from * zoom + x, leftEnd.offsetWidth);
    const to = Math.min(band.to * zoom + x, cy.width() - rightEnd.offsetWidth);
    node.hidden = to - from < Math.min(44, (band.to - band.from) * zoom - 1);
    node.style.cssText = `left:${from}px;width:${Math.max(to - from, 0)}px`;
  }
  for (const [band, node] of down) {
    const from = Math.max(band.from * zoom + y, upEnd.offsetHeight);
    const to = Math.min(band.to * zoom + y, cy.height() - downEnd.offsetHeight);
    node.hidden = to - from < 10;
    node.style.cssText = `top:${from}px;height:${Math.max(to - from, 0)}px`;
  }
}
cy.on("viewport resize", follow);

/** Show the whole map. */
function fitAll() {
  const zoom = Math.min(cy.width() / SIZE.wide, cy.height() / SIZE.high, 1.6) * 0.995;
  cy.viewport({ zoom, pan: { x: (cy.width() - SIZE.wide * zoom) / 2, y: Math.max(0, Math.min((cy.height() - SIZE.high * zoom) / 2, 24)) } });
}

/** The furthest place within a length at which no card is cut: the end of a band, or of a card. */
function wholeUntil(most, bands, from, to, among) {
  const ends = [...bands.map((band) => band.to), ...among.map((one) => to(one) + 6)].filter((end) => end <= most);
  const cuts = (end) => among.some((one) => from(one) < end && to(one) > end);
  return ends.sort((a, b) => b - a).find((end) => !cuts(end)) || most;
}

/** Show the whole map if it can be read then, else as much of its beginning as is whole cards. */
function begin() {
  const plane = document.querySelector(".plane");
  plane.style.height = "";
  cy.resize();
  fitAll();
  if (cy.zoom() < READABLE) {
    const left = wholeUntil(cy.width() / READABLE, data.columns, (one) => one.at[0] - WIDE / 2, (one) => one.at[0] + WIDE / 2, drawn);
    const zoom = Math.min(Math.max(cy.width() / left, READABLE), 1.2);
    if (small.matches) {
      const seen = drawn.filter((one) => one.at[0] - WIDE / 2 < left);
      const top = wholeUntil(cy.height() / zoom, data.rows, (one) => one.at[1] - HIGH / 2, (one) => one.at[1] + HIGH / 2, seen);
      plane.style.height = `${plane.offsetHeight - cy.height() + Math.ceil(top * zoom)}px`;
      cy.resize();
    }
    cy.viewport({ zoom, pan: { x: 0, y: 0 } });
  }
}

function zoomBy(factor) {
  cy.zoom({ level: cy.zoom() * factor, renderedPosition: { x: cy.width() / 2, y: cy.height() / 2 } });
}

/** Where to move the map so that a point is in its middle, without leaving the map. */
function centred([x, y], zoom) {
  const within = (pan, seen, whole) => (whole <= seen ? (seen - whole) / 2 : Math.max(seen - whole, Math.min(0, pan)));
  return {
    x: within(cy.width() / 2 - x * zoom, cy.width(), SIZE.wide * zoom),
    y: within(cy.height() / 2 - y * zoom, cy.height(), SIZE.high * zoom),
  };
}

/** Bring a card into view. */
function reveal(element) {
  const card = cards.get(element);
  if (!card) return;
  const box = card.renderedBoundingBox({ includeLabels: false });
  if (box.x1 >= 0 && box.y1 >= 0 && box.x2 <= cy.width() && box.y2 <= cy.height() && cy.zoom() > 0.4) return;
  const zoom = Math.max(cy.zoom(), READABLE);
  const pan = centred(touchpointOf.get(element).at, zoom);
  if (calm) cy.viewport({ zoom, pan });
  else cy.animate({ zoom, pan }, { duration: 220 });
}
