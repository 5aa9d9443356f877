// What still works when something is switched off: the network of AND and OR that Python wrote into the page.

/** The outages of a map: its network evaluated with elements switched off, and what each buyer loses by that. */
function outagesOf(map) {
  const gates = map.network.gates;
  const nodeOf = new Map(map.network.elements.map((element, node) => [element, node]));
  const feeds = gates.map(() => []); // by node: [the node it is needed by, the group it stands in or -1]
  gates.forEach(([together, groups], node) => {
    for (const one of together) feeds[one].push([node, -1]);
    groups.forEach((group, at) => group.forEach((one) => feeds[one].push([node, at])));
  });

  /** Which nodes work: the least fixpoint by forward chaining (Dowling and Gallier 1984), linear in the links. */
  function working(off) {
    const failed = new Set(off.map((one) => nodeOf.get(one)));
    const open = gates.map(([together, groups]) => together.length + groups.length);
    const met = gates.map(([, groups]) => groups.map(() => false));
    const works = new Uint8Array(gates.length);
    const ready = [];
    const settle = (node) => {
      if (open[node] === 0 && !works[node] && !failed.has(node)) {
        works[node] = 1;
        ready.push(node);
      }
    };
    gates.forEach((_, node) => settle(node));
    while (ready.length) {
      for (const [node, group] of feeds[ready.pop()]) {
        if (group >= 0 && met[node][group]) continue;
        if (group >= 0) met[node][group] = true;
        open[node] -= 1;
        settle(node);
      }
    }
    return works;
  }

  const always = working([]);
  const inbound = map.touchpoints.reduce((sum, one) => sum + (one.outbound ? 0 : one.total), 0);
  const reachOf = new Map(map.touchpoints.map((one) => [one.element, []]));
  map.network.reached.forEach((one) => reachOf.get(one[1]).push(one));
  const fallbacks = new Map(map.network.fallbacks);
  const served = new Map(); // by channel, buyer and need: the nodes of inbound touchpoints that serve it there
  for (const touchpoint of map.touchpoints.filter((one) => !one.outbound)) {
    for (const [node, , buyer] of reachOf.get(touchpoint.element)) {
      for (const need of touchpoint.serves) {
        const key = `${touchpoint.channel} ${buyer} ${need}`;
        if (!served.has(key)) served.set(key, []);
        served.get(key).push(node);
      }
    }
  }

  /** Whether a channel to which a failed one falls back serves one of a buyer's needs at a touchpoint. */
  const elsewhere = (touchpoint, buyer, works) => fallbacks.get(touchpoint.channel).some((channel) =>
    touchpoint.serves.some((need) => (served.get(`${channel} ${buyer} ${need}`) || []).some((node) => works[node])));

  /**
   * What every buyer loses while elements are off; what never worked is not lost.  Contacts, needs and stages
   * are those of inbound touchpoints; stages that stand for the same one of the nine count once.
   */
  function outage(off) {
    const works = working(off);
    const lost = new Map(map.buyers.map((buyer) => [buyer.element, { contacts: 0, needs: [], stages: [] }]));
    const state = new Map(); // by touchpoint: stopped, or partly lost
    const ways = new Map(); // by buyer and need, and by buyer and stage: whether one works now, and before
    let contacts = 0;
    let outbound = 0;
    let diverted = 0;
    for (const touchpoint of map.touchpoints) {
      const reach = reachOf.get(touchpoint.element);
      const nodes = reach.length ? reach.map(([node]) => node) : [nodeOf.get(touchpoint.element)];
      const before = nodes.filter((node) => always[node]).length;
      const now = nodes.filter((node) => works[node]).length;
      if (before && !now) state.set(touchpoint.element, "stopped");
      else if (now < before) state.set(touchpoint.element, "partly");
      const failed = off.includes(touchpoint.channel) && fallbacks.has(touchpoint.channel);
      for (const [node, , buyer, visits] of reach) {
        const gone = always[node] && !works[node];
        if (touchpoint.outbound) {
          if (gone) outbound += visits;
          continue;
        }
        if (gone) {
          contacts += visits;
          if (lost.has(buyer)) lost.get(buyer).contacts += visits;
          if (failed && buyer >= 0 && elsewhere(touchpoint, buyer, works)) diverted += visits;
        }
        for (const goal of [...touchpoint.serves, ...(touchpoint.counted < 0 ? [] : [touchpoint.counted])]) {
          const way = ways.get(`${buyer} ${goal}`) || [0, 0];
          ways.set(`${buyer} ${goal}`, [way[0] | works[node], way[1] | always[node]]);
        }
      }
    }
    const isGone = (buyer, goal) => {
      const way = ways.get(`${buyer} ${goal}`);
      return Boolean(way) && !way[0] && Boolean(way[1]);
    };
    const stages = map.columns.map((column) => column.element).filter((one) => one >= 0);
    const stranded = [];
    let value = 0;
    for (const buyer of map.buyers) {
      const loss = lost.get(buyer.element);
      loss.needs = buyer.needs.filter((need) => isGone(buyer.element, need));
      loss.stages = stages.filter((stage) => isGone(buyer.element, stage));
      if (loss.needs.length || (!buyer.hasNeeds && loss.stages.length)) {
        stranded.push(buyer.element);
        value += buyer.value;
      }
    }
    const stopped = [...state].filter(([, how]) => how === "stopped").map(([one]) => one);
    return { state, stopped, stranded, lost, contacts, outbound, diverted, value, share: inbound ? contacts / inbound : 0 };
  }

  return { outage, nodeOf };
}

const { outage, nodeOf } = outagesOf(data);
