"""How fast the analyses of the map are: ratios within one run, against plain networkx and dense NumPy."""

from __future__ import annotations

import gc
import importlib
import importlib.util
import resource
import time
from collections.abc import Callable
from datetime import date
from typing import Any

import networkx as nx
from large_map import large_map, links
from straightforward import everything

from readiness.touchmap.analyses.outages import outages, singles
from readiness.touchmap.analyses.reach import reach
from readiness.touchmap.analysis import analyse
from readiness.touchmap.dependence import needed, names_of
from readiness.touchmap.graph import touch_graph
from readiness.touchmap.model import TouchMap
from readiness.touchmap.volumes import buyers_of, traffic

AS_OF = date(2001, 1, 1)


def seconds(run: Callable[[], object]) -> float:
    """Return the CPU seconds of one run."""
    gc.collect()
    start = time.process_time()
    run()
    return time.process_time() - start


def dependence_graph(touchmap: TouchMap) -> nx.DiGraph[str]:
    """Return the map as a plain graph on which an outage takes a node away: OR only, as a graph can."""
    graph: nx.DiGraph[str] = nx.DiGraph()
    names = names_of(touchmap)
    for (name,) in singles(touchmap):
        graph.add_node(name)
    for t in touchmap.touchpoints:
        here = f"touchpoints:{t.id}"
        together, groups = needed(t, names)
        for buyer in buyers_of(t):
            for part in (*together, *(one for group in groups for one in group), f"channels:{t.channel}"):
                graph.add_edge(f"buyers:{buyer}", part)
                graph.add_edge(part, here)
        for step in t.next:
            graph.add_edge(here, f"touchpoints:{step.to}")
        for need in t.serves:
            graph.add_edge(here, f"needs:{need}")
    return graph


def outage_ratio() -> float:
    """All single outages of 10,000 links, 1,000 components, 10 buyers, against descendants one by one."""
    touchmap = large_map(700, components=300)
    flow = traffic(touchmap)
    asked = singles(touchmap)
    print(f"  map: {links(touchmap)} links, {len(asked)} components, {len(touchmap.buyers)} buyers")
    graph = dependence_graph(touchmap)
    buyers = [f"buyers:{b.id}" for b in touchmap.buyers]

    def one_by_one() -> None:
        for (name,) in asked:
            rest = graph.copy()
            rest.remove_node(name)
            for buyer in buyers:
                nx.descendants(rest, buyer)

    def looking_past() -> None:
        for (name,) in asked[:100]:
            rest = nx.restricted_view(graph, [name], [])
            for buyer in buyers:
                nx.descendants(rest, buyer)

    def only_descendants() -> None:
        for _ in asked:
            for buyer in buyers:
                nx.descendants(graph, buyer)

    mine = min(seconds(lambda: outages(flow)) for _ in range(5))
    copied, bare, past = seconds(one_by_one), seconds(only_descendants), seconds(looking_past) * 10
    print(f"  ours {mine:.3f} s; networkx: a copy for each {copied:.1f} s, a view (100 of 1,000, x 10) {past:.1f} s,"
          f" descendants alone, without taking anything away {bare:.1f} s")  # fmt: skip
    return bare / mine


def whole_ratio() -> float:
    """Every analysis of 5,000 touchpoints against the straightforward version."""
    touchmap = large_map(5000)
    mine = min(seconds(lambda: analyse(traffic(touchmap), AS_OF)) for _ in range(3))
    theirs = everything(touchmap, seconds)
    for name, spent in theirs.items():
        print(f"  straightforward {name:<12} {spent:9.2f} s")
    print(f"  ours, all of them        {mine:9.2f} s")
    return mine / sum(theirs.values())


def growth() -> tuple[float, float]:
    """Cost of a touchpoint at 100,000 over that at 1,000, and the peak of memory in MB."""
    each = {}
    for size in (1_000, 10_000, 100_000):
        touchmap = large_map(size)
        spent = seconds(lambda touchmap=touchmap: analyse(traffic(touchmap), AS_OF))  # type: ignore[misc]
        each[size] = spent / size
        print(f"  {size:>7} touchpoints: {spent:7.2f} s, {spent / size * 1e6:6.0f} microseconds each")
        del touchmap
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return each[100_000] / each[1_000], peak


def side_by_side() -> None:
    """Print building and reach of 100,000 ways with networkx, rustworkx and igraph, where they are installed."""
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
    print(f"  own worklist, all buyers, stages and needs: {seconds(lambda: reach(flow)):.3f} s")
    print(f"  the public graph with all attributes (networkx): {seconds(lambda: touch_graph(touchmap)):.3f} s")


def figures() -> list[tuple[str, float, float, bool]]:
    """Return name, figure, bar, and whether the figure must be at least the bar rather than at most."""
    ratio = outage_ratio()
    whole = whole_ratio()
    growing, peak = growth()
    side_by_side()
    return [
        ("single outages of 10,000 links: networkx descendants / ours", ratio, 50.0, True),
        ("all analyses of 5,000 touchpoints: ours / straightforward", whole, 0.1, False),
        ("cost of a touchpoint: at 100,000 / at 1,000", growing, 3.0, False),
        ("map of 100,000 touchpoints, peak MB", peak, 2048.0, False),
    ]
