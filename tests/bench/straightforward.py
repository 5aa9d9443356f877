"""Every analysis the way one would write it first: networkx graphs, dense matrices, one question at a time.

Kept as the opponent of the bench, and as an oracle: ``answers`` gives what the
product must give too on small maps.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable
from itertools import product
from pathlib import Path
from typing import Any

import networkx as nx
import numpy as np

from readiness.touchmap.analyses.outages import singles
from readiness.touchmap.hours import open_week
from readiness.touchmap.model import TouchMap
from readiness.touchmap.volumes import buyers_of, traffic

sys.path.insert(0, str(Path(__file__).parents[1] / "unit" / "touchmap"))
from naive import Naive  # noqa: E402

SAMPLE = 10


def everything(touchmap: TouchMap, seconds: Callable[[Callable[[], object]], float]) -> dict[str, float]:
    """Return the CPU seconds of each analysis; outages are a sample of scenarios, scaled to all of them."""
    asked = singles(touchmap)
    step = max(len(asked) // SAMPLE, 1)
    sample = asked[::step]
    spent = {
        "reach": seconds(lambda: reach(touchmap)),
        "outages": seconds(lambda: outages(touchmap, sample)) * len(asked) / len(sample),
        "journeys": seconds(lambda: journeys(touchmap)),
        "handoffs": seconds(lambda: handoffs(touchmap)),
        "data": seconds(lambda: data(touchmap)),
        "consistency": seconds(lambda: consistency(touchmap)),
        "coverage": seconds(lambda: coverage(touchmap)),
        "technology": seconds(lambda: technology(touchmap)),
        "week": seconds(lambda: week(touchmap)),
        "evidence": seconds(lambda: evidence(touchmap)),
    }
    print(f"  outages: {len(sample)} of {len(asked)} scenarios, scaled")
    return spent


def reach(touchmap: TouchMap) -> dict[str, set[str]]:
    """Touchpoints of each buyer, from his entries, on a graph of his own."""
    flow = traffic(touchmap)
    found = {}
    for buyer in touchmap.buyers:
        mine = {t.id for t in touchmap.touchpoints if buyer.id in buyers_of(t)}
        graph: nx.DiGraph[str] = nx.DiGraph()
        graph.add_nodes_from(mine)
        graph.add_edges_from(
            (t.id, s.to) for t in touchmap.touchpoints for s in t.next if s.share > 0 and {t.id, s.to} <= mine
        )
        entries = [t for t in mine if flow.starts_of(t, buyer.id) > 0 or not graph.in_degree(t)]
        found[buyer.id] = {other for entry in entries for other in ({entry} | nx.descendants(graph, entry))}
    return found


def outages(touchmap: TouchMap, asked: list[tuple[str, ...]]) -> list[float]:
    """Contacts lost in each scenario, one after the other."""
    naive = Naive(touchmap)
    today = naive.reached(set())
    lost = []
    for elements in asked:
        gone = today - naive.reached({name.partition(":")[2] for name in elements})
        lost.append(sum(naive.places[t].volume.by_buyer.get(b, 0) for t, b in gone))
    return lost


def journeys(touchmap: TouchMap) -> Any:
    """The fundamental matrix, dense; contacts, hand-offs, cost and repeats of every entry; every sensitivity."""
    ids = {t.id: n for n, t in enumerate(touchmap.touchpoints)}
    ways = np.zeros((len(ids), len(ids)))
    crossing = np.zeros(len(ids))
    for t in touchmap.touchpoints:
        for s in t.next:
            ways[ids[t.id], ids[s.to]] += s.share
            if t.owner != touchmap.touchpoints[ids[s.to]].owner:
                crossing[ids[t.id]] += s.share
    visits = np.linalg.inv(np.eye(len(ids)) - ways)
    cost = np.array([t.cost or 0.0 for t in touchmap.touchpoints])
    contacts, handed, spent = visits.sum(axis=1), visits @ crossing, visits @ cost
    repeats = (visits - visits / np.diag(visits)).sum(axis=1)
    starts = np.array([traffic(touchmap).starts[t] for t in ids])
    through = starts @ visits
    saved = {
        (t.id, s.to): through[ids[t.id]] * s.share * 0.1 * contacts[ids[s.to]]
        for t in touchmap.touchpoints
        for s in t.next
    }
    return contacts, handed, spent, repeats, saved


def _feeds(touchmap: TouchMap) -> nx.DiGraph[str]:
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_nodes_from(s.id for s in touchmap.systems)
    graph.add_edges_from((s.id, fed) for s in touchmap.systems for fed in s.feeds)
    return graph


def handoffs(touchmap: TouchMap) -> tuple[Counter[tuple[Any, Any]], list[tuple[str, str]]]:
    """The department matrix, and the ways on over which no data follow, one path question each."""
    feeds = _feeds(touchmap)
    places = touchmap.index["touchpoints"]
    matrix: Counter[tuple[Any, Any]] = Counter()
    blind = []
    flow = traffic(touchmap)
    for t in touchmap.touchpoints:
        for s in t.next:
            there = places[s.to]
            matrix[t.owner, there.owner] += flow.total(t.id) * s.share  # type: ignore[assignment]
            ends = [x for x in (*there.requires, there.logs_to) if x in feeds]
            if t.logs_to in feeds and ends and not any(nx.has_path(feeds, t.logs_to, end) for end in ends):
                blind.append((t.id, s.to))
    return matrix, blind


def data(touchmap: TouchMap) -> tuple[dict[str, int], list[str]]:
    """Islands of each data object, bridges, and touchpoints from which no feed leads to the master."""
    feeds = _feeds(touchmap)
    links = feeds.to_undirected()
    parts = [*nx.connected_components(links)]
    islands = {
        d.id: sum(any(d.id in touchmap.index["systems"][s].holds for s in part) for part in parts)
        for d in touchmap.data
    }
    list(nx.articulation_points(links))
    masters = {d.id: d.master for d in touchmap.data}
    again = [
        t.id
        for t in touchmap.touchpoints
        for name in t.captures
        if t.logs_to in feeds and masters[name] and not nx.has_path(feeds, t.logs_to, masters[name])
    ]
    for t in touchmap.touchpoints:  # what each can show: everything that feeds its systems
        for system in t.requires:
            if system in feeds:
                nx.ancestors(feeds, system)
    return islands, again


def consistency(touchmap: TouchMap) -> dict[tuple[str, str], tuple[float, float]]:
    """Mean cost and satisfaction of each need on each channel."""
    found = {}
    flow = traffic(touchmap)
    for need, channel in product(touchmap.needs, touchmap.channels):
        here = [t for t in touchmap.touchpoints if need.id in t.serves and t.channel == channel.id]
        weight = sum(flow.total(t.id) for t in here)
        if weight:
            cost = sum(flow.total(t.id) * (t.cost or 0) for t in here) / weight
            found[need.id, channel.id] = cost, sum(flow.total(t.id) * (t.satisfaction or 0) for t in here) / weight
    return found


def coverage(touchmap: TouchMap) -> dict[tuple[str, str, str], int]:
    """Touchpoints of every stage, channel and buyer."""
    return {
        (stage.id, channel.id, buyer.id): sum(
            t.stage == stage.id and t.channel == channel.id and buyer.id in t.buyers for t in touchmap.touchpoints
        )
        for stage, channel, buyer in product(touchmap.stages, touchmap.channels, touchmap.buyers)
    }


def technology(touchmap: TouchMap) -> dict[str, int]:
    """How many touchpoints lead to those of each function."""
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_nodes_from(t.id for t in touchmap.touchpoints)
    graph.add_edges_from((t.id, s.to) for t in touchmap.touchpoints for s in t.next)
    return {
        entry.id: len({one for t in entry.touchpoints for one in nx.ancestors(graph, t)})
        for entry in touchmap.technology
    }


def week(touchmap: TouchMap) -> dict[str, int]:
    """Minutes of the week in which each buyer, need and system is served, minute by minute."""
    hours = {}
    for channel in touchmap.channels:
        minutes = np.zeros(7 * 24 * 60, dtype=bool)
        for start, end in open_week(channel) or ():
            minutes[start:end] = True
        hours[channel.id] = minutes
    met: dict[str, Any] = {}
    for t in touchmap.touchpoints:
        names = (*buyers_of(t), *t.serves, *t.requires, t.logs_to or "")
        for name in names:
            met[name] = met[name] | hours[t.channel or ""] if name in met else hours[t.channel or ""]
    return {name: int(minutes.sum()) for name, minutes in met.items()}


def evidence(touchmap: TouchMap) -> Counter[str]:
    """Visits resting on each grade."""
    flow = traffic(touchmap)
    found: Counter[str] = Counter()
    for t in touchmap.touchpoints:
        found[t.evidence.grade] += flow.total(t.id)  # type: ignore[assignment]
    return found

