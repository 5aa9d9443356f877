// Live charts in the place of the still pictures, and one option at a time.
const figures = JSON.parse(document.getElementById("island").textContent);
const CONFIG = { displayModeBar: false, responsive: true, displaylogo: false, showTips: false, doubleClick: false };
const pick = document.getElementById("pick");
const options = [...document.querySelectorAll("section.option")];
const family = getComputedStyle(document.documentElement).fontFamily;

/** Draw the charts within a part of the page that is seen: plotly needs to know how wide it is. */
function draw(part) {
  if (!window.Plotly) return;
  for (const box of part.querySelectorAll(".live[hidden]")) {
    const figure = figures[box.dataset.chart];
    figure.layout.font.family = family;
    box.hidden = false;
    box.closest("figure").classList.add("is-live");
    Plotly.newPlot(box, figure.data, figure.layout, CONFIG);
  }
}

/** Show one option, hide the others; say so to those who cannot see it. */
function show(id) {
  for (const option of options) option.classList.toggle("away", option.id !== id);
  const option = document.getElementById(id);
  draw(option);
  for (const box of option.querySelectorAll(".live")) Plotly.Plots.resize(box);
}

if (window.Plotly) {
  draw(document.querySelector(".common"));
  document.querySelector(".hint").hidden = false;
  if (options.length) {
    document.querySelector(".pick").hidden = false;
    show(pick.value);
    pick.addEventListener("change", () => {
      show(pick.value);
      document.getElementById("status").textContent = pick.selectedOptions[0].textContent;
    });
  }
}
