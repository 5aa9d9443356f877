"""Visits a year: by touchpoint and buyer, where they start and where they go."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from math import fsum

from readiness.evidence import Grade
from readiness.touchmap.fields import Volume
from readiness.touchmap.measure import majority_grade
from readiness.touchmap.model import TouchMap, Touchpoint

COMPLETE_FROM = 0.8
HAIR = 1e-9
UNKNOWN = Volume()


@dataclass(frozen=True)
class Traffic:
    """A map with its visits worked out once.

    ``visits`` holds visits a year by touchpoint and buyer; a total without
    buyers is split over the touchpoint's buyers by head count.
    """

    map: TouchMap
    visits: Mapping[str, Mapping[str, float]]
    complete_from: float = COMPLETE_FROM

    def total(self, touchpoint: str) -> float:
        """Return the visits of all buyers at a touchpoint."""
        return self._totals[touchpoint]

    @cached_property
    def _totals(self) -> Mapping[str, float]:
        return {touchpoint: fsum(by_buyer.values()) for touchpoint, by_buyer in self.visits.items()}

    def all(self, touchpoints: Iterable[Touchpoint]) -> float:
        """Return the visits at several touchpoints together."""
        return fsum(self.total(touchpoint.id) for touchpoint in touchpoints)

    def share(self, part: Iterable[Touchpoint], whole: float) -> float:
        """Return the share of visits at some touchpoints.

        One without a volume counts as a hair above none: its visits are
        unknown, not zero.
        """
        part = tuple(part)
        unknown = any(touchpoint.volume == UNKNOWN for touchpoint in part)
        return max(self.all(part) / whole, HAIR if unknown else 0.0)

    @cached_property
    def inbound(self) -> tuple[Touchpoint, ...]:
        """Touchpoints at which buyers come to the company."""
        return tuple(t for t in self.map.touchpoints if t.direction == "inbound")

    @cached_property
    def outbound(self) -> tuple[Touchpoint, ...]:
        """Touchpoints at which the company goes to buyers."""
        return tuple(t for t in self.map.touchpoints if t.direction == "outbound")

    @cached_property
    def complete(self) -> bool:
        """The listed inbound visits reach 80 % of the control total."""
        total = self.map.contacts_per_year
        return total is not None and self.all(self.inbound) >= self.complete_from * total * (1 - 1e-9)

    @cached_property
    def inflow(self) -> Mapping[str, Mapping[str, float]]:
        """Visits that arrive from other touchpoints, by touchpoint and buyer."""
        flows: dict[str, dict[str, float]] = {t: {} for t in self.visits}
        for touchpoint in self.map.touchpoints:
            for step in touchpoint.next:
                if step.to not in flows:
                    continue
                arriving = flows[step.to]
                for buyer, visits in self.visits[touchpoint.id].items():
                    arriving[buyer] = arriving.get(buyer, 0.0) + visits * step.share
        return flows

    def starts_of(self, touchpoint: str, buyer: str) -> float:
        """Return the journeys a year that a buyer starts at a touchpoint."""
        visits = self.visits[touchpoint].get(buyer, 0.0)
        return _surplus(visits, self.inflow[touchpoint].get(buyer, 0.0))

    @cached_property
    def starts(self) -> Mapping[str, float]:
        """Journeys a year that start at a touchpoint: its visits less those that flow in."""
        return {
            touchpoint: fsum(self.starts_of(touchpoint, buyer) for buyer in by_buyer)
            for touchpoint, by_buyer in self.visits.items()
        }

    def grade(self, touchpoints: Iterable[Touchpoint], *, by_buyer: bool = False) -> Grade:
        """Return the grade of figures about touchpoints, weighed by visits (each 1 if none has any).

        Figures ``by_buyer`` are assumed where one number was split over buyers.
        """
        pairs = [
            (Grade.E0 if by_buyer and _is_split(t) else t.evidence.level, self.total(t.id))
            for t in touchpoints
        ]
        if not any(weight for _, weight in pairs):
            pairs = [(grade, 1.0) for grade, _ in pairs]
        return majority_grade(pairs)


def traffic(touchmap: TouchMap, complete_from: float = COMPLETE_FROM) -> Traffic:
    """Work out the visits of a map, complete from this part of its control total on."""
    heads = {buyer.id: float(buyer.head_count or 0) for buyer in touchmap.buyers}
    visits = {t.id: _split(t, heads) for t in touchmap.touchpoints}
    return Traffic(touchmap, visits, complete_from)


def buyers_of(touchpoint: Touchpoint) -> tuple[str, ...]:
    """Return the buyers of a touchpoint: those listed, then those with a volume."""
    return tuple(dict.fromkeys((*touchpoint.buyers, *touchpoint.volume.by_buyer)))


def _surplus(visits: float, arriving: float) -> float:
    started = visits - arriving
    return started if started > HAIR * visits else 0.0


def _is_split(touchpoint: Touchpoint) -> bool:
    return touchpoint.volume.total is not None and len(set(touchpoint.buyers)) > 1


def _split(touchpoint: Touchpoint, heads: Mapping[str, float]) -> Mapping[str, float]:
    volume = touchpoint.volume
    if volume.total is None:
        return volume.by_buyer
    buyers = tuple(dict.fromkeys(touchpoint.buyers))
    if not buyers:
        return {"": volume.total}
    weights = [heads.get(buyer, 0.0) for buyer in buyers]
    if not all(weights):
        weights = [1.0] * len(buyers)
    whole = sum(weights)
    return {buyer: volume.total * weight / whole for buyer, weight in zip(buyers, weights, strict=True)}
