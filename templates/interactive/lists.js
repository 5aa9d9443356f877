// The map as a list: everything on it, in the order of the file, for the keyboard and for a screen reader.
const PAGE = 200;

function listRow(element) {
  const touchpoint = touchpointOf.get(element);
  const row = make("li");
  row.append(link(element));
  if (touchpoint) {
    const visits = shown.visits(touchpoint);
    if (visits > 0) row.append(make("span", "muted", say(touchpoint.outbound ? "list.ours" : "list.visits", { number: number(visits) })));
    const how = state.off.includes(element) ? "off" : shown.outage && shown.outage.state.get(element);
    if (how) row.append(make("span", `tag ${{ off: "dark", stopped: "flag", partly: "watch" }[how]}`, say(`state.${how}`)));
    if (touchpoint.moment) row.append(make("span", "moment", say("details.moment")));
  } else if (state.off.includes(element)) row.append(make("span", "tag dark", say("state.off")));
  return row;
}

function listGroup(words, all, tag = "h3") {
  const list = make("ul", "names");
  const section = make("section", "", null, make(tag, "", words), list);
  const next = () => {
    const start = list.children.length;
    list.append(...all.slice(start, start + PAGE).map(listRow));
    const focused = more && document.activeElement === more;
    if (more) more.remove();
    if (focused) list.children[start].querySelector("button").focus();
    const left = all.length - list.children.length;
    if (left > 0) {
      more = button("", say("list.more", { number: number(Math.min(left, PAGE)) }), next);
      section.append(more);
    }
  };
  let more = null;
  next();
  return section;
}

function showList() {
  const panel = byId("panel-list");
  const parts = [make("h2", "", say("list.title")), make("p", "muted", say("list.hint"))];
  const visible = data.touchpoints.filter((one) => shown.fits(one));
  for (const band of [...data.columns]) {
    const inside = visible.filter((one) => one.stage === band.element).map((one) => one.element);
    if (inside.length) parts.push(listGroup(band.title, inside));
  }
  if (!data.columns.some((band) => band.element < 0)) {
    const rest = visible.filter((one) => one.stage < 0).map((one) => one.element);
    if (rest.length) parts.push(listGroup(say("no-stage"), rest));
  }
  if (!visible.length) parts.push(make("p", "", say("list.none")));
  for (const kind of ["systems", "channels", "departments", "data", "buyers", "needs"]) {
    const all = elements.flatMap((one, at) => (one.kind === kind ? [at] : []));
    if (all.length) parts.push(listGroup(say(`kinds.${kind}`), all));
  }
  panel.replaceChildren(...parts);
}
