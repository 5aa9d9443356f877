"""How fast the analyses of the map are: ratios within one run, against plain networkx and dense NumPy."""

from __future__ import annotations

import importlib
import importlib.util
import time
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import networkx as nx
from alone import AS_OF, measured, parts, seconds
from large_map import large_map, links
from straightforward import everything
from worst_maps import WORST

from readiness.touchmap.analyses.cutsets import cut_sets
from readiness.touchmap.analyses.outages import outages, pairs, singles
from readiness.touchmap.analyses.reach import reach
from readiness.touchmap.analysis import PARTS, analyse
from readiness.touchmap.dependence import names_of, needed
from readiness.touchmap.graph import touch_graph
from readiness.touchmap.model import TouchMap
from readiness.touchmap.volumes import buyers_of, traffic

EVERY = 10
"""Every tenth scenario is asked of networkx, for the sake of time, and the seconds times ten."""


def dependence_graph(touchmap: TouchMap) -> nx.DiGraph[str]:
    """Return the map as a plain graph on which an outage takes a node away: OR only, as a graph can."""
    graph: nx.DiGraph[str] = nx.DiGraph()
    names = names_of(touchmap)
    for (name,) in singles(touchmap):
        graph.add_node(name)
    for t in touchmap.touchpoints:
        here = f"touchpoints:{t.id}"
        together, groups = needed(t, names)
        for part in (*together, *(one for group in groups for one in group), f"channels:{t.channel}"):
            graph.add_edge(part, here)
            for buyer in buyers_of(t):
                graph.add_edge(f"buyers:{buyer}", part)
        for step in t.next:
            graph.add_edge(here, f"touchpoints:{step.to}")
        for need in t.serves:
            graph.add_edge(here, f"needs:{need}")
    return graph


def outage_ratio() -> float:
    """All single outages of 10,000 links, 1,000 components, 10 buyers, against descendants one by one."""
    touchmap = large_map(720, components=280)
    flow = traffic(touchmap)
    asked = singles(touchmap)
    some = [name for (name,) in asked[::EVERY]]
    scale = len(asked) / len(some)
    graph = dependence_graph(touchmap)
    buyers = [f"buyers:{b.id}" for b in touchmap.buyers]
    print(
        f"  outages: {links(touchmap)} links ({graph.number_of_edges()} edges in networkx), "
        f"{len(asked)} components, {len(buyers)} buyers"
    )
    theirs = {
        name: seconds(lambda run=run: run(graph, some, buyers)) * scale  # type: ignore[misc]
        for name, run in NAIVE.items()
    }
    mine = min(seconds(lambda: outages(traffic(touchmap))) for _ in range(5))
    told = ", ".join(f"{name} {spent:.1f} s" for name, spent in theirs.items())
    print(f"  networkx descendants of each buyer, {len(some)} of {len(asked)} scenarios scaled: {told}")
    print(f"  ours: {mine:.3f} s, with needs, stages, contacts and ALL-of, which descendants cannot tell")
    fastest = min(theirs, key=lambda name: theirs[name])
    print(f"  the ratio is against the fastest of them: {fastest}")
    _other_libraries(graph, some, buyers, scale)
    two = [*pairs(large_map(1_000, components=350))]
    flow = traffic(large_map(1_000, components=350))
    print(f"  {len(two)} pairs of 350 components: {seconds(lambda: outages(flow, two)):.2f} s")
    return theirs[fastest] / mine


def _copied(graph: nx.DiGraph[str], outage: Iterable[str], buyers: Iterable[str]) -> None:
    for name in outage:
        rest = graph.copy()
        rest.remove_node(name)
        for buyer in buyers:
            nx.descendants(rest, buyer)


def _put_back(graph: nx.DiGraph[str], outage: Iterable[str], buyers: Iterable[str]) -> None:
    for name in outage:
        edges = [*graph.in_edges(name), *graph.out_edges(name)]
        graph.remove_node(name)
        for buyer in buyers:
            nx.descendants(graph, buyer)
        graph.add_node(name)
        graph.add_edges_from(edges)


def _looked_past(graph: nx.DiGraph[str], outage: Iterable[str], buyers: Iterable[str]) -> None:
    for name in outage:
        rest = nx.restricted_view(graph, [name], [])
        for buyer in buyers:
            nx.descendants(rest, buyer)


def _subgraph(graph: nx.DiGraph[str], outage: Iterable[str], buyers: Iterable[str]) -> None:
    for name in outage:
        rest = graph.subgraph(node for node in graph if node != name).copy()
        for buyer in buyers:
            nx.descendants(rest, buyer)


NAIVE: Mapping[str, Callable[[nx.DiGraph[str], Iterable[str], Iterable[str]], None]] = {
    "node removed and put back": _put_back,
    "a copy for each": _copied,
    "the subgraph copied": _subgraph,
    "a view for each": _looked_past,
}


def _other_libraries(graph: nx.DiGraph[str], some: list[str], buyers: list[str], scale: float) -> None:
    """Print the same question to rustworkx, for the record; no bar."""
    if not importlib.util.find_spec("rustworkx"):
        return
    rx: Any = importlib.import_module("rustworkx")
    number = {name: at for at, name in enumerate(graph)}
    whole = rx.PyDiGraph()
    whole.add_nodes_from([*graph])
    whole.add_edges_from([(number[a], number[b], None) for a, b in graph.edges])

    def with_rustworkx() -> None:
        for name in some:
            rest = whole.copy()
            rest.remove_node(number[name])
            for buyer in buyers:
                rx.descendants(rest, number[buyer])

    print(f"  for the record, rustworkx, a copy for each: {seconds(with_rustworkx) * scale:.2f} s")


def whole_ratio() -> tuple[float, float]:
    """Every analysis of 5,000 touchpoints against the straightforward version: with and without outages."""
    touchmap = large_map(5000)
    print(f"  5,000 touchpoints, {links(touchmap)} links, {len(singles(touchmap))} components")
    runs = [parts(touchmap) for _ in range(3)]
    mine = {name: min(run[name] for run in runs) for name in PARTS}
    together = min(seconds(lambda: analyse(traffic(touchmap), AS_OF)) for _ in range(3))
    theirs = everything(touchmap, seconds)
    for name in PARTS:
        ratio = mine[name] / theirs[name] if theirs[name] else 0.0
        print(f"  {name:<12} ours {mine[name]:7.3f} s, theirs {theirs[name]:9.3f} s, ratio {ratio:7.3f}")
    whole = sum(theirs.values())
    print(f"  together     ours {together:7.3f} s, theirs {whole:9.3f} s, ratio {together / whole:7.4f}")
    quick = [name for name in PARTS if name not in ("outages", "journeys")]
    bare = _ratio(mine, theirs, [*quick, "journeys"])
    print(f"  ratio without outages {bare:.3f}, without journeys too {_ratio(mine, theirs, quick):.3f}")
    print("  (theirs answers less: no findings and no elements that prove them)")
    return together / whole, bare


def _ratio(mine: Mapping[str, float], theirs: Mapping[str, float], names: Iterable[str]) -> float:
    names = [*names]
    return sum(mine[name] for name in names) / sum(theirs[name] for name in names)


def bounded_search() -> None:
    """Print how long the search for cut sets takes, and whether it came to its end."""
    for size in (700, 5000):
        flow = traffic(large_map(size))
        start = time.process_time()
        found = cut_sets(flow)
        spent = time.process_time() - start
        print(f"  cut sets up to {found.size} of {size} touchpoints: {len(found.found)} in {spent:.2f} s, "
              f"complete: {found.complete}, unions tried: {found.tried}")  # fmt: skip


def growth() -> tuple[float, float]:
    """Cost of a touchpoint at 100,000 over that at 1,000, and the peak of memory in MB, in own processes."""
    each, peak = {}, 0.0
    for size, runs in ((1_000, 5), (10_000, 2), (100_000, 1)):
        spent, peak, by_part = min(measured(str(size)) for _ in range(runs))
        each[size] = spent / size
        dear = sorted(by_part, key=lambda part: -by_part[part])[:4]
        told = ", ".join(f"{part} {by_part[part]:.2f}" for part in dear)
        print(f"  {size:>7} touchpoints: {spent:6.2f} s, {spent / size * 1e6:4.0f} microseconds each, "
              f"peak {peak:.0f} MB ({told})")  # fmt: skip
    return each[100_000] / each[1_000], peak


def worst() -> tuple[float, float]:
    """Return the greatest part of its limit that a worst map takes, and the greatest peak in MB."""
    used, peaks = 0.0, 0.0
    for name, (_, limit) in WORST.items():
        spent, peak, by_part = measured(name)
        dearest = max(by_part, key=lambda part: by_part[part])
        print(f"  {name}: {spent:.1f} s of {limit:.0f}, most of it {dearest} {by_part[dearest]:.1f} s; "
              f"peak {peak:.0f} MB")  # fmt: skip
        used, peaks = max(used, spent / limit), max(peaks, peak)
    return used, peaks


def side_by_side() -> None:
    """Print building and reach of 100,000 ways with networkx, rustworkx and igraph, where installed."""
    touchmap = large_map(34_000)
    flow = traffic(touchmap)
    ids = {t.id: n for n, t in enumerate(touchmap.touchpoints)}
    ways = [(ids[t.id], ids[s.to]) for t in touchmap.touchpoints for s in t.next]
    starts = [0, len(ids) // 3, len(ids) // 2]
    print(f"  {len(ways)} ways on, {len(ids)} touchpoints")

    def with_networkx() -> None:
        graph = nx.DiGraph(ways)
        for start in starts:
            nx.descendants(graph, start)

    contestants: dict[str, Callable[[], None]] = {"networkx": with_networkx}
    if importlib.util.find_spec("rustworkx"):
        rx: Any = importlib.import_module("rustworkx")

        def with_rustworkx() -> None:
            graph = rx.PyDiGraph()
            graph.extend_from_edge_list(ways)
            for start in starts:
                rx.descendants(graph, start)

        contestants["rustworkx"] = with_rustworkx
    if importlib.util.find_spec("igraph"):
        ig: Any = importlib.import_module("igraph")

        def with_igraph() -> None:
            graph = ig.Graph(n=len(ids), edges=ways, directed=True)
            for start in starts:
                graph.subcomponent(start, mode="out")

        contestants["igraph"] = with_igraph
    for name, run in contestants.items():
        print(f"  {name:<10} builds and reaches from 3 starts in {min(seconds(run) for _ in range(3)):.3f} s")
    print(f"  ours, all buyers, stages, needs and findings: {seconds(lambda: reach(flow)):.3f} s")
    public = seconds(lambda: touch_graph(touchmap))
    print(f"  the public graph with records and visits (networkx): {public:.3f} s")
    print("  networkx is kept for the public graph and for biconnected parts of systems: it is pure Python,")
    print("  comes with every platform, and no analysis spends its time in it")


def figures() -> list[tuple[str, float, float, bool]]:
    """Return name, figure, bar, and whether the figure must be at least the bar rather than at most."""
    ratio = outage_ratio()
    whole, _ = whole_ratio()
    bounded_search()
    growing, peak = growth()
    side_by_side()
    used, most = worst()
    return [
        ("single outages of 10,000 links: networkx descendants / ours", ratio, 50.0, True),
        ("all analyses of 5,000 touchpoints: ours / straightforward", whole, 0.1, False),
        ("cost of a touchpoint: at 100,000 / at 1,000", growing, 3.0, False),
        ("map of 100,000 touchpoints, peak MB", peak, 2048.0, False),
        ("worst maps: CPU seconds / limit, the slowest of them", used, 1.0, False),
        ("worst maps: peak MB", most, 2048.0, False),
    ]


def show(name: str, figure: float, bar: float, *, at_least: bool) -> bool:
    """Print a figure with its bar and say whether it is met."""
    met = figure >= bar if at_least else figure <= bar
    sign = ">=" if at_least else "<="
    print(f"{'ok  ' if met else 'MISS'} {figure:9.3f}  (bar {sign} {bar:g})  {name}")
    return met


if __name__ == "__main__":
    met = [show(name, figure, bar, at_least=up) for name, figure, bar, up in figures()]
    raise SystemExit(not all(met))
