// What does not fit on the screen: how many stages and channels lie outside, and a small picture of the whole map.
const MINI = [84, 40];
const mini = byId("mini");
const WAYS = { left: ["←", "stages", -1, 0], right: ["→", "stages", 1, 0], up: ["↑", "channels", 0, -1], down: ["↓", "channels", 0, 1] };

/** How many bands lie outside before and after what is seen: those of which less than half is in view. */
function outside(bands, pan, zoom, seen) {
  const middle = (band) => ((band.from + band.to) / 2) * zoom + pan;
  return [bands.filter((band) => middle(band) < 0).length, bands.filter((band) => middle(band) > seen).length];
}

function drawMini() {
  const scale = Math.min((byId("mini").parentElement.clientWidth - 10) / SIZE.wide, MINI[0] / SIZE.wide, MINI[1] / SIZE.high);
  const dots = window.devicePixelRatio || 1;
  const [wide, high] = [Math.max(SIZE.wide * scale, 24), Math.max(SIZE.high * scale, 16)];
  mini.width = wide * dots;
  mini.height = high * dots;
  mini.style.width = `${wide}px`;
  mini.style.height = `${high}px`;
  const pen = mini.getContext("2d");
  pen.scale(dots, dots);
  pen.fillStyle = "#eef2f5";
  pen.fillRect(0, 0, wide, high);
  for (const one of drawn) {
    const how = state.off.includes(one.element) ? "off" : shown.outage && shown.outage.state.get(one.element);
    pen.fillStyle = { off: "#16212e", stopped: "#8f1616", partly: "#b26a00" }[how] || (one.element === state.chosen ? "#0b4f6c" : "#8da3b1");
    pen.fillRect((one.at[0] - WIDE / 2) * scale, (one.at[1] - HIGH / 2) * scale, Math.max(WIDE * scale, 1.5), Math.max(HIGH * scale, 1.5));
  }
  const { x, y } = cy.pan();
  const zoom = cy.zoom();
  pen.strokeStyle = "#c2410c";
  pen.lineWidth = 2;
  const left = Math.max(-x / zoom, 0) * scale;
  const top = Math.max(-y / zoom, 0) * scale;
  pen.strokeRect(left + 1, top + 1, Math.min((cy.width() / zoom) * scale, wide - left) - 2, Math.min((cy.height() / zoom) * scale, high - top) - 2);
}

/** Say what lies outside, beside it, and show the whole map where a part of it does. */
function showOutside() {
  const { x, y } = cy.pan();
  const zoom = cy.zoom();
  const [left, right] = outside(data.columns, x, zoom, cy.width());
  const [up, down] = outside(data.rows, y, zoom, cy.height());
  for (const [way, many] of Object.entries({ left, right, up, down })) {
    const [arrow, what] = WAYS[way];
    const node = byId(`more-${way}`);
    node.hidden = !many;
    if (node.dataset.many === String(many)) continue;
    node.dataset.many = String(many);
    const sign = make("span", "arrow", arrow);
    sign.setAttribute("aria-hidden", "true");
    const short = make("span", "short", `+${number(many)}`);
    short.setAttribute("aria-hidden", "true");
    const words = say(`more.${what}.${many === 1 ? "one" : "other"}`, { number: number(many) });
    node.title = plain(words);
    node.replaceChildren(make("span", "long", words), short, sign);
  }
  const cut = { left: x < -2, right: SIZE.wide * zoom + x > cy.width() + 2, up: y < -2, down: SIZE.high * zoom + y > cy.height() + 2 };
  for (const [way, is] of Object.entries(cut)) byId("view").classList.toggle(`cut-${way}`, is);
  mini.hidden = !Object.values(cut).some(Boolean);
  if (!mini.hidden) drawMini();
}

for (const [way, [, , dx, dy]] of Object.entries(WAYS)) {
  byId(`more-${way}`).addEventListener("click", () => {
    const { x, y } = cy.pan();
    const zoom = cy.zoom();
    const middle = [(cy.width() * (0.5 + 0.8 * dx) - x) / zoom, (cy.height() * (0.5 + 0.8 * dy) - y) / zoom];
    const pan = centred(middle, zoom);
    if (calm) cy.viewport({ zoom, pan });
    else cy.animate({ zoom, pan }, { duration: 220 });
  });
}

/** Move the map so that the place under the pointer is in its middle. */
function lead(event) {
  const box = mini.getBoundingClientRect();
  const at = [((event.clientX - box.left) / box.width) * SIZE.wide, ((event.clientY - box.top) / box.height) * SIZE.high];
  cy.viewport({ zoom: cy.zoom(), pan: centred(at, cy.zoom()) });
}
mini.addEventListener("pointerdown", (event) => {
  mini.setPointerCapture(event.pointerId);
  lead(event);
});
mini.addEventListener("pointermove", (event) => { if (mini.hasPointerCapture(event.pointerId)) lead(event); });

// A thumb that moves up or down scrolls the page on a phone; the map takes sideways and two fingers.
let thumb = null;
byId("graph").addEventListener("touchstart", (event) => {
  thumb = event.touches.length === 1 ? { x: event.touches[0].clientX, y: event.touches[0].clientY, way: "" } : null;
}, { capture: true, passive: true });
byId("graph").addEventListener("touchmove", (event) => {
  if (!small.matches || !thumb || event.touches.length > 1) return;
  const x = Math.abs(event.touches[0].clientX - thumb.x);
  const y = Math.abs(event.touches[0].clientY - thumb.y);
  if (!thumb.way && Math.max(x, y) > 3) thumb.way = y > x ? "page" : "map";
  if (thumb.way !== "map") event.stopPropagation();
}, { capture: true, passive: true });
byId("graph").addEventListener("pointercancel", () => { if (thumb) thumb.way = "page"; }, { capture: true });
byId("graph").addEventListener("touchend", (event) => {
  if (!small.matches || !thumb || thumb.way !== "page") return;
  event.stopPropagation(); // else the library takes the end of a scroll for a tap on the card where it began
  window.dispatchEvent(new Event("touchcancel"));
}, { capture: true, passive: true });
