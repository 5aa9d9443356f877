"""The systems of a map and the feeds between them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

from readiness.touchmap.analyses.reach import flood
from readiness.touchmap.loops import strong_components
from readiness.touchmap.model import Touchpoint
from readiness.touchmap.records import DataObject, System
from readiness.touchmap.volumes import Traffic


@dataclass(frozen=True)
class Bridge:
    """A system without which the systems around it fall into ``parts`` that exchange nothing."""

    system: str
    parts: int


class Feeds:
    """The systems, their feeds and the touchpoints that capture data, as arrays worked out once."""

    def __init__(self, traffic: Traffic) -> None:
        self.traffic = traffic
        index = traffic.map.index
        self.systems: Mapping[str, System] = index["systems"]
        self.data: Mapping[str, DataObject] = index["data"]
        self.points: tuple[Touchpoint, ...] = tuple(index["touchpoints"].values())
        self.place = {system: place for place, system in enumerate(self.systems)}
        self.feeds = [
            tuple(dict.fromkeys(self.place[fed] for fed in system.feeds if fed in self.place))
            for system in self.systems.values()
        ]
        self.captured: dict[str, list[Touchpoint]] = {data: [] for data in self.data}
        for point in self.points:
            for data in dict.fromkeys(point.captures):
                if data in self.captured:
                    self.captured[data].append(point)

    def master(self, data: str) -> str | None:
        """Return the master of a data object, if it is a system of the map."""
        master = self.data[data].master
        return master if master in self.systems else None

    @cached_property
    def holders(self) -> Mapping[str, Sequence[str]]:
        """The systems that hold each data object, in file order."""
        found: dict[str, list[str]] = {data: [] for data in self.data}
        for system in self.traffic.map.systems:
            for data in dict.fromkeys(system.holds):
                if data in found:
                    found[data].append(system.id)
        return found

    @cached_property
    def held(self) -> Mapping[str, frozenset[str]]:
        """The data objects that each system holds."""
        return {name: frozenset(system.holds) for name, system in self.systems.items()}

    def islands(self, data: str) -> Sequence[Sequence[str]]:
        """Return the holders of a data object in groups that exchange data, largest first, in file order.

        What ``readiness.touchmap.islands`` finds for one object, for all of
        them from one search.
        """
        groups: dict[int, list[str]] = {}
        for holder in self.holders[data]:
            groups.setdefault(self.component[self.place[holder]], []).append(holder)
        return sorted(groups.values(), key=len, reverse=True)

    @cached_property
    def logged(self) -> Mapping[str, Sequence[float]]:
        """The visits a year of each touchpoint that logs to a system, by system."""
        found: dict[str, list[float]] = {system: [] for system in self.systems}
        for point in self.points:
            if point.logs_to in found:
                found[point.logs_to].append(self.traffic.total(point.id))
        return found

    @cached_property
    def component(self) -> Sequence[int]:
        """The group of each system that exchanges data in either direction."""
        around: list[list[int]] = [[] for _ in self.feeds]
        for here, fed in enumerate(self.feeds):
            for there in fed:
                around[here].append(there)
                around[there].append(here)
        group = [-1] * len(around)
        for start in range(len(around)):
            stack = [start] if group[start] < 0 else []
            while stack:
                here = stack.pop()
                if group[here] < 0:
                    group[here] = start
                    stack += around[here]
        return group

    @cached_property
    def arriving(self) -> Sequence[int]:
        """The data objects to whose master the feeds of each system lead, as bits."""
        bits = [0] * len(self.feeds)
        for bit, data in enumerate(self.data):
            if (master := self.master(data)) is not None:
                bits[self.place[master]] |= 1 << bit
        return flood(bits, _turned(self.feeds))

    @cached_property
    def ring(self) -> Sequence[int]:
        """The group of each system that feeds itself in the end: strong components."""
        ring = [0] * len(self.feeds)
        for members in strong_components(self.feeds):
            first = min(members)
            for place in members:
                ring[place] = first
        return ring

    @cached_property
    def springs(self) -> Mapping[str, tuple[int, ...]]:
        """The systems in which each data object about buyers begins, where there are any.

        It begins in the systems into which it is captured, and in a holder (of
        holders that feed each other, the first) to which no other holder's feeds
        lead.  One :func:`flood` with a bit for each object.
        """
        about = [data for data, record in self.data.items() if record.about == "buyers"]
        holders = {data: [*dict.fromkeys(self.place[one] for one in self.holders[data])] for data in about}
        bits = [0] * len(self.feeds)
        for bit, data in enumerate(about):
            for place in holders[data]:
                bits[place] |= 1 << bit
        passed = flood(bits, self.feeds)
        fed_by_others = [0] * len(self.feeds)
        for here, fed in enumerate(self.feeds):
            for there in fed:
                if self.ring[here] != self.ring[there]:
                    fed_by_others[self.ring[there]] |= passed[here]
        found = {}
        for bit, data in enumerate(about):
            first = {self.ring[place]: place for place in reversed(holders[data])}
            begins = [place for one, place in first.items() if not fed_by_others[one] >> bit & 1]
            begins += [self.place[p.logs_to] for p in self.captured[data] if p.logs_to in self.place]
            if begins:
                found[data] = tuple(sorted(set(begins)))
        return found

    def bridges(self) -> tuple[Bridge, ...]:
        """Return the systems that hold others together, in file order.

        Articulation points of the feeds without direction (Hopcroft and Tarjan
        1973): a system lies in as many biconnected components as its loss leaves
        parts of those around it.  O(systems + feeds).
        """
        import networkx as nx  # noqa: PLC0415  it costs more to load than all the rest of this analysis

        graph: nx.Graph[int] = nx.Graph()
        for here, fed in enumerate(self.feeds):
            graph.add_edges_from((here, there) for there in fed if there != here)
        blocks: Iterable[Collection[int]] = nx.biconnected_components(graph)  # type: ignore[assignment]
        parts = Counter(chain.from_iterable(blocks))
        found = ((system, parts[place]) for system, place in self.place.items())
        return tuple(Bridge(f"systems:{system}", number) for system, number in found if number > 1)


def _turned(ways: Sequence[Sequence[int]]) -> list[list[int]]:
    turned: list[list[int]] = [[] for _ in ways]
    for here, fed in enumerate(ways):
        for there in fed:
            turned[there].append(here)
    return turned
