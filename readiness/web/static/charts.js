// Charts drawn by plotly, which is fetched when the first chart is shown. The page's policy allows no styles within
// the page, so that plotly writes its rules into a style sheet that is there already, by the name it looks for.

import { h } from "./screen.js";
import { say } from "./words.js";

const LIBRARY = "/charts/plotly.min.js";
const SHEET = "/static/charts.css";
const MAPS = "ce8d464691048653ffe3a57c6c18ab566e8366f186677868cf724621a857b4fe"; // with a new plotly: what it looks for before it adds <style>
const CONFIG = { displayModeBar: false, responsive: true };
const shown = new Map(); // by name: the element and what it shows
let library = null;

/** Describe a chart; the text says where the same stands for those who cannot see it. */
export function chart(name, figure, text) {
  return h("div.chart", { key: name, own: true, role: "img", "aria-label": text, ready: (node) => { shown.set(name, { node, figure }); plot(name); } });
}

/** Show other figures in the charts that are there. */
export function redrawCharts(figures) {
  for (const [name, one] of shown) {
    if (!one.node.isConnected || !figures[name]) shown.delete(name);
    else { one.figure = figures[name]; plot(name); }
  }
}

async function plot(name) {
  const { node } = shown.get(name);
  try {
    library ||= fetchLibrary();
    await library;
    const figure = structuredClone(shown.get(name)?.figure); // plotly writes into what it is given
    if (!figure || !node.isConnected) return;
    figure.layout.font.family = getComputedStyle(document.body).fontFamily;
    await window.Plotly.react(node, figure.data, figure.layout, CONFIG);
    node.dataset.drawn = String(Number(node.dataset.drawn || 0) + 1);
  } catch {
    library = null;
    node.textContent = say("compare.no-charts");
  }
}

async function fetchLibrary() {
  document.head.append(Object.assign(document.createElement("template"), { id: MAPS })); // its maps, which nobody draws here, need no rules
  await added("link", { rel: "stylesheet", href: SHEET, id: "plotly.js-style-global" });
  await added("script", { src: LIBRARY }); // after the sheet: it writes its rules as soon as it runs
}

function added(tag, values) {
  return new Promise((onload, onerror) => {
    document.head.append(Object.assign(document.createElement(tag), values, { onload, onerror }));
  });
}
