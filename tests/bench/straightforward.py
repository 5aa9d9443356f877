"""Every analysis the way one would write it first: networkx graphs, dense matrices, one scenario at a time.

The opponent of the bench, so it is written with care: what can be worked out
once is, dictionaries group what belongs together, and no analysis does more
than its question needs.  It is an oracle too: a test holds its answers against
those of the product.
"""

from __future__ import annotations

import os
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import networkx as nx

from readiness.touchmap.analyses.outages import singles
from readiness.touchmap.hours import open_week
from readiness.touchmap.model import TouchMap, Touchpoint
from readiness.touchmap.volumes import Traffic, buyers_of, traffic

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # read when NumPy is loaded
import numpy as np

SAMPLE = 25


def everything(touchmap: TouchMap, seconds: Callable[[Callable[[], object]], float]) -> dict[str, float]:
    """Return the CPU seconds of each analysis; outages are a sample of scenarios, scaled to all of them."""
    asked = singles(touchmap)
    sample = asked[:: max(len(asked) // SAMPLE, 1)]
    flow = traffic(touchmap)
    once = seconds(lambda: Outages(flow))
    naive = Outages(flow)
    spent = {
        "reach": seconds(lambda: reach(traffic(touchmap))),
        "outages": once + seconds(lambda: [naive.loss(one) for one in sample]) * len(asked) / len(sample),
        "journeys": seconds(lambda: journeys(traffic(touchmap))),
        "handoffs": seconds(lambda: handoffs(traffic(touchmap))),
        "data": seconds(lambda: data(traffic(touchmap))),
        "consistency": seconds(lambda: consistency(traffic(touchmap))),
        "coverage": seconds(lambda: coverage(traffic(touchmap))),
        "technology": seconds(lambda: technology(traffic(touchmap))),
        "week": seconds(lambda: week(traffic(touchmap))),
        "evidence": seconds(lambda: evidence(traffic(touchmap))),
    }
    print(f"  straightforward outages: {len(sample)} of {len(asked)} scenarios, scaled to all")
    return spent


def _ways(touchmap: TouchMap, buyer: str | None = None) -> nx.DiGraph[str]:
    """Ways on as a graph, of one buyer if named."""
    graph: nx.DiGraph[str] = nx.DiGraph()
    mine = {t.id for t in touchmap.touchpoints if buyer is None or buyer in buyers_of(t)}
    graph.add_nodes_from(t.id for t in touchmap.touchpoints if t.id in mine)
    graph.add_edges_from(
        (t.id, step.to)
        for t in touchmap.touchpoints
        if t.id in mine
        for step in t.next
        if step.share > 0 and step.to in mine and step.to != t.id
    )
    return graph


def _first(flow: Traffic, graph: nx.DiGraph[str], buyer: str) -> list[str]:
    """Where a buyer begins, or is begun with."""
    places = flow.map.index["touchpoints"]
    return [
        t
        for t in graph
        if places[t].direction == "outbound" or flow.starts_of(t, buyer) > 0 or not graph.in_degree(t)
    ]


def _flood(graph: nx.DiGraph[str], starts: Iterable[str]) -> set[str]:
    """All nodes that can be reached from some; networkx has this for one start only."""
    found = set(starts)
    left = list(found)
    following = graph.adj
    while left:
        for there in following[left.pop()]:
            if there not in found:
                found.add(there)
                left.append(there)
    return found


def reach(flow: Traffic) -> dict[str, set[str]]:
    """Touchpoints that each buyer gets to, on a graph of his own."""
    found = {}
    for buyer in flow.map.buyers:
        graph = _ways(flow.map, buyer.id)
        found[buyer.id] = _flood(graph, _first(flow, graph, buyer.id))
    return found


class Outages:
    """Outages one after the other, true and false: what works, then who gets where, then what is lost."""

    def __init__(self, flow: Traffic) -> None:
        self.flow = flow
        self.map = flow.map
        self.places: Mapping[str, Touchpoint] = self.map.index["touchpoints"]
        self.parts = [
            r.id for kind in ("systems", "channels", "departments") for r in getattr(self.map, kind)
        ]
        self.stores: dict[str, set[str]] = {d.id: {d.master} if d.master else set() for d in self.map.data}
        for system in self.map.systems:
            for held in system.holds:
                self.stores.setdefault(held, set()).add(system.id)
        self.needs = {
            t.id: {
                *t.requires,
                *([t.channel] if t.channel else ()),
                *([t.department] if t.department else ()),
            }
            for t in self.map.touchpoints
        }
        self.graphs = {
            buyer: _ways(self.map, buyer)
            for buyer in dict.fromkeys(b for t in self.map.touchpoints for b in buyers_of(t))
        }
        self.first = {buyer: _first(flow, graph, buyer) for buyer, graph in self.graphs.items()}
        self.today = self.used(())
        self.served = {b.id: self._served(self.today.get(b.id, set())) for b in self.map.buyers}

    def works(self, failed: Iterable[str]) -> set[str]:
        """Return the ids of all that works: from nothing up to the least fixpoint."""
        out = {name.partition(":")[2] for name in failed}
        up = {name for name in self.parts if name not in out}
        up |= {d for d, stores in self.stores.items() if d not in out and (not stores or stores & up)}
        left = [t for t in self.places if t not in out]
        while True:
            standing = [t for t in left if self._stands(t, up)]
            if not standing:
                return up
            up.update(standing)
            left = [t for t in left if t not in up]

    def _stands(self, place: str, up: set[str]) -> bool:
        return self.needs[place] <= up and all(
            any(one in up for one in group) for group in self.places[place].any_of if group
        )

    def used(self, failed: Iterable[str]) -> dict[str, set[str]]:
        """Return the touchpoints that each buyer can use."""
        up = self.works(failed)
        found = {}
        for buyer, graph in self.graphs.items():
            following = graph.adj
            seen = {t for t in self.first[buyer] if t in up}
            left = list(seen)
            while left:
                for there in following[left.pop()]:
                    if there in up and there not in seen:
                        seen.add(there)
                        left.append(there)
            found[buyer] = seen
        return found

    def loss(self, failed: Sequence[str]) -> tuple[dict[str, float], set[tuple[str, str]]]:
        """Return the inbound contacts that each buyer loses, and (buyer, need) no longer served."""
        then = self.used(failed)
        contacts: dict[str, float] = {}
        for buyer, today in self.today.items():
            gone = (self.places[t] for t in today - then[buyer])
            lost = sum(self.flow.visits[t.id].get(buyer, 0.0) for t in gone if t.direction == "inbound")
            if lost:
                contacts[buyer] = lost
        lost = {
            (buyer.id, need)
            for buyer in self.map.buyers
            for need in self.served[buyer.id] - self._served(then.get(buyer.id, set()))
            if need in buyer.needs
        }
        return contacts, lost

    def _served(self, used: Iterable[str]) -> set[str]:
        places = (self.places[t] for t in used)
        return {need for t in places if t.direction == "inbound" for need in t.serves}


def journeys(flow: Traffic) -> dict[str, Any]:
    """The fundamental matrix, dense: expectations from every touchpoint on, and what each lever spares."""
    points = flow.map.touchpoints
    place = {t.id: n for n, t in enumerate(points)}
    ways = np.zeros((len(points), len(points)))
    crossing = np.zeros(len(points))
    for here, t in enumerate(points):
        for step in t.next:
            if step.to in place:
                ways[here, place[step.to]] += step.share
                if _crosses(t, points[place[step.to]]):
                    crossing[here] += step.share
    visits = np.linalg.inv(np.eye(len(points)) - ways)
    contacts, handed = visits.sum(axis=1), visits @ crossing
    spent = visits @ np.array([t.cost or 0.0 for t in points])
    waited = visits @ np.array([t.minutes or 0.0 for t in points])
    again = visits @ (1 - 1 / np.diag(visits))
    through = np.array([flow.starts[t.id] for t in points]) @ visits
    spared = {}
    for here, there in zip(*np.nonzero(ways), strict=True):
        less = 0.1 * ways[here, there]
        by = less * through[here] / (1 + less * visits[there, here])
        spared[points[here].id, points[there].id] = by * contacts[there]
    told = {"contacts": contacts, "handoffs": handed, "cost": spent, "minutes": waited, "bounces": again}
    return {**told, "spared": spared}


def _crosses(here: Touchpoint, there: Touchpoint) -> bool:
    return bool(here.department and there.department and here.department != there.department)


def _feeds(touchmap: TouchMap) -> nx.DiGraph[str]:
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_nodes_from(s.id for s in touchmap.systems)
    graph.add_edges_from((s.id, fed) for s in touchmap.systems for fed in s.feeds if fed in graph)
    return graph


def handoffs(flow: Traffic) -> tuple[dict[tuple[Any, Any], float], list[tuple[str, str]]]:
    """The department matrix, and the ways on over which no data follow."""
    feeds = _feeds(flow.map)
    behind = {system: nx.descendants(feeds, system) | {system} for system in feeds}
    systems, places = flow.map.index["systems"], flow.map.index["touchpoints"]
    matrix: dict[tuple[Any, Any], float] = defaultdict(float)
    blind = []
    for t in flow.map.touchpoints:
        total = flow.total(t.id)
        records = {t.logs_to} & feeds.nodes
        records |= {s for s in t.requires if s in feeds and set(t.captures) & set(systems[s].holds)}
        fed = set().union(*(behind[one] for one in records))
        for step in t.next:
            if step.to not in places or step.share <= 0:
                continue
            there = places[step.to]
            matrix[t.department, there.department] += total * step.share
            if (step.handoff is None or step.handoff.repeats is None) and _crosses(t, there):
                asked = {*there.requires, there.logs_to, *(s for group in there.any_of for s in group)}
                asked &= feeds.nodes
                if records and asked and not asked & fed:
                    blind.append((t.id, step.to))
    return matrix, blind


def data(flow: Traffic) -> dict[str, Any]:
    """Islands of each data object, bridges, who must type again, and how much each touchpoint sees."""
    touchmap = flow.map
    feeds = _feeds(touchmap)
    behind = {system: nx.descendants(feeds, system) | {system} for system in feeds}
    before: dict[str, set[str]] = {system: set() for system in feeds}
    for system, fed in behind.items():
        for one in fed:
            before[one].add(system)
    links = feeds.to_undirected()
    parts = [*nx.connected_components(links)]
    holders = {d.id: {s.id for s in touchmap.systems if d.id in s.holds} for d in touchmap.data}
    masters = {d.id: d.master for d in touchmap.data}
    return {
        "islands": {d: sum(bool(part & held) for part in parts) for d, held in holders.items()},
        "bridges": {*nx.articulation_points(links)},
        "again": [
            t.id
            for t in touchmap.touchpoints
            if t.logs_to in feeds
            and any(masters.get(d) in feeds and masters[d] not in behind[t.logs_to] for d in t.captures)
        ],
        "seen": _seen(touchmap, holders, before, behind),
    }


def _seen(
    touchmap: TouchMap,
    holders: Mapping[str, set[str]],
    before: Mapping[str, set[str]],
    behind: Mapping[str, set[str]],
) -> dict[str, float]:
    """Mean part of where the data about buyers begin that the systems of each touchpoint show."""
    springs: dict[str, set[str]] = {}
    rank = {s.id: n for n, s in enumerate(touchmap.systems)}
    for d in touchmap.data:
        if d.about == "buyers":
            held = holders[d.id]
            springs[d.id] = {
                t.logs_to for t in touchmap.touchpoints if d.id in t.captures and t.logs_to in before
            }
            for one in held:
                ring = before[one] & behind[one]
                fed_by = set().union(*(before[s] & held for s in ring)) - ring
                if not fed_by and one == min(ring & held, key=rank.__getitem__):
                    springs[d.id].add(one)
    springs = {d: begins for d, begins in springs.items() if begins}
    found = {}
    for t in touchmap.touchpoints if springs else ():
        named = {*t.requires, *(s for group in t.any_of for s in group), t.logs_to} & before.keys()
        seen = set().union(*(before[one] for one in named))
        found[t.id] = sum(len(seen & begins) / len(begins) for begins in springs.values()) / len(springs)
    return found


def consistency(flow: Traffic) -> dict[tuple[str, str], tuple[float, float | None, float | None]]:
    """Contacts, mean cost and mean satisfaction of each need on each channel, inbound."""
    groups: dict[tuple[str, str], list[Touchpoint]] = defaultdict(list)
    for t in flow.inbound:
        for need in set(t.serves):
            if t.channel:
                groups[need, t.channel].append(t)

    def mean(group: list[Touchpoint], name: str) -> float | None:
        known = [(getattr(t, name), flow.total(t.id)) for t in group if getattr(t, name) is not None]
        whole = sum(weight for _, weight in known)
        if not whole:
            return sum(figure for figure, _ in known) / len(known) if known else None
        return sum(figure * weight for figure, weight in known) / whole

    return {
        key: (sum(flow.total(t.id) for t in group), mean(group, "cost"), mean(group, "satisfaction"))
        for key, group in groups.items()
    }


def coverage(flow: Traffic) -> Counter[tuple[str, str, str]]:
    """Touchpoints of every stage, channel and buyer, inbound; empty where one is not told."""
    return Counter(
        (t.stage or "", t.channel or "", buyer) for t in flow.inbound for buyer in buyers_of(t) or ("",)
    )


def technology(flow: Traffic) -> dict[str, set[str]]:
    """The touchpoints that lead to or require those of each function."""
    graph = _ways(flow.map)
    for t in flow.map.touchpoints:
        required = (*t.requires, *(one for group in t.any_of for one in group))
        graph.add_edges_from((t.id, one) for one in required if one in graph)
    return {
        entry.id: set().union(*(nx.ancestors(graph, t) for t in entry.touchpoints)) - set(entry.touchpoints)
        for entry in flow.map.technology
    }


def week(flow: Traffic) -> dict[str, float]:
    """Hours of the week in which each buyer and need is served and each system used, minute by minute."""
    hours = {}
    for channel in flow.map.channels:
        hours[channel.id] = np.zeros(7 * 24 * 60, dtype=bool)
        for start, end in open_week(channel) or ():
            hours[channel.id][start:end] = True
    by: dict[str, set[str]] = defaultdict(set)
    for t in flow.map.touchpoints:
        used = (*t.requires, t.logs_to or "", *(one for group in t.any_of for one in group))
        served = (*buyers_of(t), *t.serves) if t.direction == "inbound" else ()
        for name in (*used, *served):
            by[name].add(t.channel or "")
    return {
        name: float(np.logical_or.reduce([hours[c] for c in channels if c in hours]).sum()) / 60
        for name, channels in by.items()
    }


def evidence(flow: Traffic) -> dict[str, float]:
    """Visits resting on each grade."""
    found: dict[str, float] = defaultdict(float)
    for t in flow.map.touchpoints:
        found[t.evidence.grade] += flow.total(t.id)
    return found
