// Two charts, linked to the map: a bar switches its outage on, a field filters by stage and channel.
const CONFIG = { displayModeBar: false, responsive: true, displaylogo: false, locale: "en", showTips: false, doubleClick: false };
const charts = { outages: null, visits: null };

function chartBox(name, title, note, told) {
  const box = make("div", "chart");
  byId("panel-charts").append(make("h2", name, title), make("p", "muted", note), box);
  box.setAttribute("role", "img");
  box.setAttribute("aria-label", plain(told));
  return box;
}

/** The figures of a chart as a table, each row with a button that does what its bar or field does. */
function chartTable(name, heads, rows) {
  const line = make("tr");
  for (const words of heads) {
    const cell = make("th", "", words);
    cell.scope = "col";
    line.append(cell);
  }
  const body = make("tbody");
  const table = make("table", "", null, make("caption", "unseen", say(name)), make("thead", "", null, line), body);
  for (const [what, ...figures] of rows) {
    const first = make("th", "", null, what);
    first.scope = "row";
    body.append(make("tr", "", null, first, ...figures.map((figure) => make("td", "", figure))));
  }
  const more = make("details", "more", null, make("summary", "", say("chart.table")), make("div", "table-box", null, table));
  byId("panel-charts").append(more);
}

function outageTable() {
  const { ids, figures } = data.charts.outages;
  chartTable("chart.outages", [say("chart.fails"), say("chart.contacts"), say("chart.share"), say("chart.stuck")], ids.map((one, at) => {
    const [contacts, share, stranded] = figures[at];
    const act = button("go outage-row", null, () => toggle(one));
    act.append(titled(one));
    act.dataset.element = one;
    return [act, number(contacts), percent(share), number(stranded)];
  }));
}

function visitsTable() {
  const { figure, ours, fields, cells } = data.charts.visits;
  const contacts = figure.data[0].z;
  const name = (one, key) => (one >= 0 ? elements[one].title : say(key));
  const rows = fields.flatMap((row, down) => row.flatMap((used, over) => {
    if (!used) return [];
    const [stage, channel] = [cells[0][down], cells[1][over]];
    const act = button("go", null, () => narrow({ stage: stage < 0 ? NONE : stage, channel: channel < 0 ? NONE : channel }));
    act.append(make("bdi", "", name(stage, "no-stage")), data.words.comma, make("bdi", "", name(channel, "no-channel")));
    return [[act, number(contacts[down][over]), number(ours[down][over])]];
  }));
  const sum = (all) => number(all.flat().reduce((total, one) => total + one, 0));
  rows.push([make("b", "", say("chart.together")), sum(contacts), sum(ours)]);
  chartTable("chart.visits", [say("chart.field"), say("chart.by-buyers"), say("chart.by-us")], rows);
}

/** Draw the charts when their panel is seen for the first time: plotly needs to know how wide it is. */
function drawCharts() {
  if (charts.visits || !window.Plotly) return;
  const { outages, visits } = data.charts;
  charts.outages = chartBox("", say("chart.outages"), outages.ids.length ? say("chart.outages-note") : say("chart.no-outages"), say("chart.outages-hover"));
  if (outages.ids.length) outageTable();
  charts.visits = chartBox("second", say("chart.visits"), say("chart.visits-note"), say("chart.visits"));
  visitsTable();
  for (const figure of [outages.figure, visits.figure]) figure.layout.font.family = FONTS[data.language];
  if (outages.ids.length) {
    Plotly.newPlot(charts.outages, outages.figure.data, outages.figure.layout, CONFIG);
    charts.outages.on("plotly_click", (event) => toggle(outages.ids[event.points[0].pointNumber]));
  }
  Plotly.newPlot(charts.visits, visits.figure.data, visits.figure.layout, CONFIG);
  charts.visits.on("plotly_click", (event) => {
    const [down, over] = event.points[0].pointNumber;
    const [stage, channel] = [visits.cells[0][down], visits.cells[1][over]];
    narrow({ stage: stage < 0 ? NONE : stage, channel: channel < 0 ? NONE : channel });
  });
  showCharts();
}

/** Mark the bars of what is off. */
function showCharts() {
  if (!charts.outages || !data.charts.outages.ids.length) return;
  for (const row of document.querySelectorAll(".outage-row")) row.setAttribute("aria-pressed", String(state.off.includes(Number(row.dataset.element))));
  const colours = data.charts.outages.ids.map((one) => (state.off.includes(one) ? "#8f1616" : "#0b4f6c"));
  Plotly.restyle(charts.outages, { "marker.color": [colours] });
}
