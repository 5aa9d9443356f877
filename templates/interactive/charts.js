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

/** Draw the charts when their panel is seen for the first time: plotly needs to know how wide it is. */
function drawCharts() {
  if (charts.visits || !window.Plotly) return;
  const { outages, visits } = data.charts;
  charts.outages = chartBox("", say("chart.outages"), outages.ids.length ? say("chart.outages-note") : say("chart.no-outages"), say("chart.outages-hover"));
  charts.visits = chartBox("second", say("chart.visits"), say("chart.visits-note"), say("chart.visits"));
  for (const figure of [outages.figure, visits.figure]) figure.layout.font.family = FONTS[data.language];
  if (outages.ids.length) {
    Plotly.newPlot(charts.outages, outages.figure.data, outages.figure.layout, CONFIG);
    charts.outages.on("plotly_click", (event) => toggle(outages.ids[event.points[0].pointNumber]));
  }
  Plotly.newPlot(charts.visits, visits.figure.data, visits.figure.layout, CONFIG);
  charts.visits.on("plotly_click", (event) => {
    const [down, over] = event.points[0].pointNumber;
    narrow({ stage: visits.cells[0][down], channel: visits.cells[1][over] });
  });
  showCharts();
}

/** Mark the bars of what is off. */
function showCharts() {
  if (!charts.outages || !data.charts.outages.ids.length) return;
  const colours = data.charts.outages.ids.map((one) => (state.off.includes(one) ? "#8f1616" : "#0b4f6c"));
  Plotly.restyle(charts.outages, { "marker.color": [colours] });
}
