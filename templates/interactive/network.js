// What still works when something is switched off: the network of AND and OR that Python wrote into the page.
const gates = data.network.gates;
const nodeOf = new Map(data.network.elements.map((element, node) => [element, node]));
const feeds = gates.map(() => []); // by node: [the node it is needed by, the group it stands in or -1]
gates.forEach(([together, groups], node) => {
  for (const one of together) feeds[one].push([node, -1]);
  groups.forEach((group, at) => group.forEach((one) => feeds[one].push([node, at])));
});

/** Which nodes work: the least fixpoint by forward chaining (Dowling and Gallier 1984), linear in the links. */
function working(off) {
  const failed = new Set(off.map((one) => nodeOf.get(one)));
  const open = gates.map(([together, groups]) => together.length + groups.length);
  const met = gates.map(([, groups]) => new Uint8Array(groups.length));
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
      if (group >= 0 && met[node][group]++) continue;
      open[node] -= 1;
      settle(node);
    }
  }
  return works;
}

const always = working([]);
const inbound = data.touchpoints.reduce((sum, one) => sum + (one.outbound ? 0 : one.total), 0);
const reachOf = new Map(data.touchpoints.map((one) => [one.element, []]));
data.network.reached.forEach((one) => reachOf.get(one[1]).push(one));

/** What every buyer loses while elements are off; what never worked is not lost. */
function outage(off) {
  const works = working(off);
  const lost = new Map(data.buyers.map((buyer) => [buyer.element, { contacts: 0, needs: [], stages: [] }]));
  const state = new Map(); // by touchpoint: stopped, or partly lost
  const ways = new Map(); // by buyer and need, and by buyer and stage: whether one works now, and before
  let contacts = 0;
  let outbound = 0;
  let diverted = 0;
  for (const touchpoint of data.touchpoints) {
    const reach = reachOf.get(touchpoint.element);
    const nodes = reach.length ? reach.map(([node]) => node) : [nodeOf.get(touchpoint.element)];
    const before = nodes.filter((node) => always[node]).length;
    const now = nodes.filter((node) => works[node]).length;
    if (before && !now) state.set(touchpoint.element, "stopped");
    else if (now < before) state.set(touchpoint.element, "partly");
    if (!(before && !now) && off.includes(touchpoint.channel)) diverted += touchpoint.total;
    for (const [node, , buyer, visits] of reach) {
      if (always[node] && !works[node] && touchpoint.outbound) outbound += visits;
      else if (always[node] && !works[node]) {
        contacts += visits;
        if (lost.has(buyer)) lost.get(buyer).contacts += visits;
      }
      for (const goal of [...touchpoint.serves, ...(touchpoint.stage < 0 ? [] : [touchpoint.stage])]) {
        const way = ways.get(`${buyer} ${goal}`) || [0, 0];
        ways.set(`${buyer} ${goal}`, [way[0] | works[node], way[1] | always[node]]);
      }
    }
  }
  const isGone = (buyer, goal) => {
    const way = ways.get(`${buyer} ${goal}`);
    return Boolean(way) && !way[0] && Boolean(way[1]);
  };
  const stages = data.columns.map((column) => column.element).filter((one) => one >= 0);
  const stranded = [];
  let value = 0;
  for (const buyer of data.buyers) {
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
