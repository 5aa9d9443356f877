// The map by mouse, touch and keyboard, and what a screen reader hears of a card.
cy.on("tap", "node.card", (event) => choose(event.target.data("element")));
cy.on("tap", "edge", (event) => chooseWay(event.target.data("way")));
cy.on("tap", (event) => { if (event.target === cy) unchoose(); });
cy.on("mouseover", "node.card, edge", () => { byId("graph").style.cursor = "pointer"; });
cy.on("mouseout", "node.card, edge", () => { byId("graph").style.cursor = ""; });
byId("zoom-in").addEventListener("click", () => zoomBy(1.25));
byId("zoom-out").addEventListener("click", () => zoomBy(0.8));
byId("fit").addEventListener("click", fitAll);

/** The next card in a direction: the nearest, where going aside counts double. */
function neighbour(here, [dx, dy]) {
  let best = null;
  let least = Infinity;
  for (const one of drawn) {
    if (one === here || !shown.fits(one)) continue;
    const x = one.at[0] - here.at[0];
    const y = one.at[1] - here.at[1];
    const along = x * dx + y * dy;
    const aside = Math.abs(x * dy) + Math.abs(y * dx);
    if (along > 1 && along + 2 * aside < least) {
      least = along + 2 * aside;
      best = one;
    }
  }
  return best;
}

function moveTo(one) {
  if (!one) return;
  state.cursor = one.element;
  state.ring = true;
  cards.forEach((card, element) => card.toggleClass("cursor", element === one.element));
  reveal(one.element);
  tell(announcement(one));
}

/** What a screen reader hears of a card: all that the eye sees on it. */
function announcement(one) {
  const nowhere = (element, key) => (element >= 0 ? elements[element].title : say(key));
  const about = elements[one.element];
  const how = state.off.includes(one.element) ? "off" : shown.outage && shown.outage.state.get(one.element);
  const visits = { number: number(shown.visits(one)) };
  return [
    say("map.card", { title: about.title, stage: nowhere(one.stage, "no-stage"), channel: nowhere(one.channel, "no-channel") }),
    how && say("map.card-state", { state: say(`state.${how}`) }),
    shown.visits(one) > 0 ? say(one.outbound ? "map.card-ours" : "map.card-visits", visits) : say("details.no-visits"),
    one.owner >= 0 ? say("map.card-owner", { owner: elements[one.owner].title }) : say("map.card-alone"),
    one.moment && say("map.card-moment"),
    say("map.card-findings", { number: number(about.findings.length) }),
  ].filter(Boolean).flatMap((words, at) => (at ? [[data.words.gap, ""], ...words] : words));
}

const MOVES = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
byId("graph").addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const here = touchpointOf.get(state.cursor);
  const first = drawn.find(shown.fits);
  if (MOVES[event.key]) moveTo(here ? neighbour(here, MOVES[event.key]) : first);
  else if (event.key === "Home") moveTo(first);
  else if (event.key === "End") moveTo(drawn.filter(shown.fits).pop());
  else if (event.key === "Enter" && here) choose(here.element, true);
  else if (event.key === " " && here) toggle(here.element);
  else if (event.key === "+" || event.key === "=") zoomBy(1.25);
  else if (event.key === "-") zoomBy(0.8);
  else if (event.key === "0") fitAll();
  else if (event.key === "Escape") unchoose();
  else return;
  event.preventDefault();
});
byId("graph").addEventListener("focus", () => {
  if (byId("graph").matches(":focus-visible") && state.cursor === null) moveTo(drawn.find(shown.fits));
});

byId("graph").addEventListener("pointerdown", () => { state.ring = false; });
byId("graph").addEventListener("blur", () => { cy.nodes().removeClass("cursor"); });
