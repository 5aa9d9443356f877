"""Who reaches what: touchpoints, stages and needs of every buyer, and what nobody gets to."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import fsum

from readiness.touchmap.finding import MapFinding, Severity, heaviest_first
from readiness.touchmap.model import Touchpoint
from readiness.touchmap.records import Buyer
from readiness.touchmap.volumes import Traffic, buyers_of

GRAVE_STAGES = ("buy", "receive", "get-help")
"""Stages without which a buyer who is worth an investment gets nothing from us."""


@dataclass(frozen=True)
class StageReach:
    """How many touchpoints of a stage a buyer reaches, and his contacts there a year."""

    stage: str
    touchpoints: int
    contacts: float


@dataclass(frozen=True)
class BuyerReach:
    """What one buyer type reaches; all elements are ``kind:id``, in file order.

    ``customer`` is the contracting buyer with whom he walks through the stages,
    himself if there is none.  ``entries`` are the inbound touchpoints at which
    he begins, ``reached`` all he gets to, ``unreached`` those the map gives him
    without a way.  ``missing`` are the stages in which he himself has nothing,
    ``missing_together`` those in which nobody of his customer has anything.
    ``unserved`` are his needs that nothing he reaches serves; ``contacts`` are
    his inbound visits a year.
    """

    buyer: str
    customer: str
    entries: tuple[str, ...]
    reached: tuple[str, ...]
    unreached: tuple[str, ...]
    stages: tuple[StageReach, ...]
    missing: tuple[str, ...]
    missing_together: tuple[str, ...]
    unserved: tuple[str, ...]
    contacts: float


@dataclass(frozen=True)
class Reach:
    """Who reaches what, and what nobody reaches, answers or owns (all ``kind:id``).

    ``staged`` says that touchpoints name their stage, without which no stage
    is judged.  ``nobodys`` are touchpoints without a buyer, ``unreached`` those
    that none of their buyers gets to; ``ownerless_share`` is the part of all
    visits at touchpoints that nobody owns.
    """

    buyers: tuple[BuyerReach, ...]
    staged: bool
    nobodys: tuple[str, ...]
    unreached: tuple[str, ...]
    dead_ends: tuple[str, ...]
    ownerless: tuple[str, ...]
    ownerless_share: float
    findings: tuple[MapFinding, ...]


def flood(
    bits: Sequence[int], ways: Sequence[Sequence[int]], allowed: Sequence[int] | None = None
) -> list[int]:
    """Return the bits of every node after each has passed its own along its ways, again and again.

    A node takes only the bits it is ``allowed`` (all, if None).  The least fixed
    point by a worklist (Kildall 1973), one bit for each source: all sources
    together in one pass.  O(ways x bits / word) where the bits arrive together,
    as they do on maps; never more than O(ways x bits).
    """
    found = [mine if allowed is None else mine & allowed[node] for node, mine in enumerate(bits)]
    sent = [0] * len(found)
    queue = deque(node for node, mine in enumerate(found) if mine)
    waiting = [bool(mine) for mine in found]
    while queue:
        node = queue.popleft()
        waiting[node] = False
        news, sent[node] = found[node] & ~sent[node], found[node]
        for other in ways[node]:
            arriving = news & ~found[other]
            if allowed is not None:
                arriving &= allowed[other]
            if arriving:
                found[other] |= arriving
                if not waiting[other]:
                    waiting[other] = True
                    queue.append(other)
    return found


def reach(traffic: Traffic) -> Reach:
    """Say which touchpoints, stages and needs every buyer type reaches.

    A buyer enters at his inbound touchpoints at which journeys of his start
    (visits above those that flow in), or to which no way on leads from another
    touchpoint of his.  From there he follows ``next`` with a share above zero to
    touchpoints that are his too.  Outbound touchpoints are started by the
    company and reach all their buyers.  Stages that stand for the same one of
    the nine count as one, and a contracting buyer walks together with the
    individuals who belong to him, as in P1-M3.

    See :func:`flood` for the cost.
    """
    return _Walk(traffic).result()


class _Walk:
    """The map as arrays, worked out once."""

    def __init__(self, traffic: Traffic) -> None:
        self.traffic = traffic
        index = traffic.map.index
        self.points: tuple[Touchpoint, ...] = tuple(index["touchpoints"].values())
        self.place = {point.id: place for place, point in enumerate(self.points)}
        self.buyers: tuple[Buyer, ...] = tuple(index["buyers"].values())
        bit_of = {buyer.id: 1 << place for place, buyer in enumerate(self.buyers)}
        self.bit_of = bit_of
        self.users = [[b for b in buyers_of(point) if b in bit_of] for point in self.points]
        self.allowed = [sum(bit_of[buyer] for buyer in users) for users in self.users]
        self.ways = [_ways(point, self.place) for point in self.points]
        self.stage_of = {stage.id: stage.canonical or stage.id for stage in traffic.map.stages}

    @cached_property
    def entries(self) -> list[int]:
        """The buyers who begin at each touchpoint, as bits."""
        arriving = [0] * len(self.points)
        for here, ways in enumerate(self.ways):
            for there in ways:
                if there != here:
                    arriving[there] |= self.allowed[here]
        found = []
        for place, point in enumerate(self.points):
            if point.direction == "outbound":
                found.append(0)
                continue
            starting = self.allowed[place] & ~arriving[place]
            for buyer in self.users[place]:
                if self.traffic.starts_of(point.id, buyer) > 0:
                    starting |= self.bit_of[buyer]
            found.append(starting)
        return found

    @cached_property
    def reached(self) -> list[int]:
        """The buyers who get to each touchpoint, as bits."""
        started = [
            self.allowed[place] if point.direction == "outbound" else self.entries[place]
            for place, point in enumerate(self.points)
        ]
        return flood(started, self.ways, self.allowed)

    @cached_property
    def staged(self) -> bool:
        """Some touchpoint names a listed stage."""
        return any(point.stage in self.stage_of for point in self.points)

    @cached_property
    def covered(self) -> Mapping[str, Mapping[str, list[int]]]:
        """Touchpoints that each buyer reaches, by stage of the nine."""
        found: dict[str, dict[str, list[int]]] = {buyer.id: {} for buyer in self.buyers}
        for place, point in enumerate(self.points):
            stage = self.stage_of.get(point.stage or "")
            for buyer in self.users[place] if stage else ():
                if self.reached[place] & self.bit_of[buyer]:
                    found[buyer].setdefault(stage or "", []).append(place)
        return found

    def customer(self, buyer: Buyer) -> str:
        """Return the one with whom a buyer walks through the stages."""
        account = buyer.account if buyer.kind == "individual" else None
        return account if account in self.bit_of else buyer.id

    def result(self) -> Reach:
        """Return who reaches what."""
        used: dict[str, list[int]] = {buyer.id: [] for buyer in self.buyers}
        for place, users in enumerate(self.users):
            for user in users:
                used[user].append(place)
        together: dict[str, set[str]] = {}
        for buyer in self.buyers:
            together.setdefault(self.customer(buyer), set()).update(self.covered[buyer.id])
        buyers = tuple(self._buyer(buyer, used[buyer.id], together) for buyer in self.buyers)
        ownerless = tuple(point for point in self.points if point.department is None)
        total = self.traffic.all(self.points)
        nobodys = [p for place, p in enumerate(self.points) if not self.allowed[place]]
        lost = [p for i, p in enumerate(self.points) if self.allowed[i] and not self.reached[i]]
        dead_ends = [p for i, p in enumerate(self.points) if self._is_dead_end(i)]
        findings = [
            *self._unreached_stages(buyers),
            *self._unserved_needs(buyers),
            *(self._at("ORPHAN-TOUCHPOINT", p, "serious" if self._is_busy(p) else "minor") for p in nobodys),
            *(self._at("ORPHAN-TOUCHPOINT", p, "serious" if self._is_busy(p) else "minor") for p in lost),
            *(self._at("DEAD-END", p, "minor") for p in dead_ends),
            *(self._at("OWNER-GAP", p, "serious" if _is_grave(p) else "minor") for p in ownerless),
        ]
        return Reach(
            buyers=buyers,
            staged=self.staged,
            nobodys=_elements(nobodys),
            unreached=_elements(lost),
            dead_ends=_elements(dead_ends),
            ownerless=_elements(ownerless),
            ownerless_share=self.traffic.all(ownerless) / total if total else 0.0,
            findings=heaviest_first(findings),
        )

    def _buyer(self, buyer: Buyer, used: list[int], together: Mapping[str, set[str]]) -> BuyerReach:
        bit = self.bit_of[buyer.id]
        reached = [place for place in used if self.reached[place] & bit]
        served = {need for place in reached for need in self.points[place].serves}
        needs = self.traffic.map.index["needs"]
        covered = self.covered[buyer.id]
        customer = self.customer(buyer)
        listed = self.stage_of.items() if self.staged else ()
        return BuyerReach(
            buyer=f"buyers:{buyer.id}",
            customer=f"buyers:{customer}",
            entries=_elements(self.points[place] for place in used if self.entries[place] & bit),
            reached=_elements(self.points[place] for place in reached),
            unreached=_elements(self.points[place] for place in used if not self.reached[place] & bit),
            stages=tuple(self._stage(buyer.id, stage, covered.get(one, [])) for stage, one in listed),
            missing=tuple(f"stages:{stage}" for stage, one in listed if one not in covered),
            missing_together=tuple(f"stages:{s}" for s, one in listed if one not in together[customer]),
            unserved=tuple(
                f"needs:{need}" for need in dict.fromkeys(buyer.needs) if need in needs and need not in served
            ),
            contacts=fsum(
                self.traffic.visits[self.points[place].id].get(buyer.id, 0.0)
                for place in used
                if self.points[place].direction == "inbound"
            ),
        )

    def _stage(self, buyer: str, stage: str, places: list[int]) -> StageReach:
        here = [self.points[place] for place in places if self.points[place].stage == stage]
        visits = fsum(self.traffic.visits[point.id].get(buyer, 0.0) for point in here)
        return StageReach(f"stages:{stage}", len(here), visits)

    def _is_dead_end(self, place: int) -> bool:
        point = self.points[place]
        return point.direction == "inbound" and not point.serves and not self.ways[place]

    def _is_busy(self, point: Touchpoint) -> bool:
        return point.moment_of_truth or self.traffic.total(point.id) > 0

    def _at(self, code: str, point: Touchpoint, severity: Severity) -> MapFinding:
        element, contacts = f"touchpoints:{point.id}", self.traffic.total(point.id)
        return MapFinding(code, severity, element, (element,), {"contacts": contacts}, contacts)

    def _unreached_stages(self, buyers: Sequence[BuyerReach]) -> Iterator[MapFinding]:
        walking: dict[str, list[BuyerReach]] = {}
        for one in buyers:
            walking.setdefault(one.customer, []).append(one)
        segments = self.traffic.map.index["segments"]
        wanted = {
            f"buyers:{buyer.id}"
            for buyer in self.buyers
            if (segment := segments.get(buyer.segment or "")) is not None and segment.decision == "invest"
        }
        for customer, group in walking.items():
            stages = group[0].missing_together
            if stages:
                contacts = fsum(one.contacts for one in group)
                grave = any(self.stage_of.get(stage.partition(":")[2]) in GRAVE_STAGES for stage in stages)
                invest = any(one.buyer in wanted for one in group)
                yield MapFinding(
                    "UNREACHED-STAGE",
                    "serious" if grave and invest else "minor",
                    customer,
                    (*dict.fromkeys((customer, *(one.buyer for one in group))), *stages),
                    {"stages": stages, "contacts": contacts},
                    contacts,
                )

    def _unserved_needs(self, buyers: Sequence[BuyerReach]) -> Iterator[MapFinding]:
        lacking: dict[str, list[BuyerReach]] = {}
        for one in buyers:
            for need in one.unserved:
                lacking.setdefault(need, []).append(one)
        for id_, need in self.traffic.map.index["needs"].items():
            if group := lacking.get(f"needs:{id_}"):
                who = tuple(one.buyer for one in group)
                yield MapFinding(
                    "UNSERVED-NEED",
                    "serious" if need.top else "minor",
                    f"needs:{id_}",
                    (f"needs:{id_}", *who),
                    {"buyers": who},
                    fsum(one.contacts for one in group),
                )


def _ways(point: Touchpoint, place: Mapping[str, int]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(place[step.to] for step in point.next if step.share > 0 and step.to in place))


def _elements(points: Iterable[Touchpoint]) -> tuple[str, ...]:
    return tuple(f"touchpoints:{point.id}" for point in points)


def _is_grave(point: Touchpoint) -> bool:
    return point.moment_of_truth or point.owner == "none"
