"""What a map costs buyers and company: figures that two maps can be compared by."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from math import fsum

from readiness.touchmap.analyses.handoffs import handoffs
from readiness.touchmap.analyses.journeys import journeys
from readiness.touchmap.analysis import Analysis
from readiness.touchmap.finding import SEVERITIES
from readiness.touchmap.model import TouchMap
from readiness.touchmap.technology import planned_technology
from readiness.touchmap.volumes import traffic

ALL = 0.999


@dataclass(frozen=True)
class Figure:
    """One figure of both maps, None where it is not known; its name says the unit (see ``figures``)."""

    name: str
    before: float | None
    after: float | None


def totals(before: TouchMap, after: TouchMap, was: Analysis, is_: Analysis) -> Iterator[Figure]:
    """Yield the figures of a year, planned spending, and how many findings of each severity."""
    yield Figure("contacts-a-year", was.journeys.year.contacts, is_.journeys.year.contacts)
    yield Figure("cost-a-year", was.journeys.year.cost, is_.journeys.year.cost)
    yield Figure("spend", spend(before), spend(after))
    for severity in reversed(SEVERITIES):
        counts = (sum(one.severity == severity for one in analysis.findings) for analysis in (was, is_))
        yield Figure(severity, *map(float, counts))


def spend(touchmap: TouchMap) -> float:
    """Return what the planned technology costs, as far as the map tells."""
    return fsum(entry.cost or 0.0 for entry in planned_technology(traffic(touchmap)))


def alike(before: TouchMap, after: TouchMap) -> tuple[TouchMap, TouchMap]:
    """Return two maps on which a touchpoint that nobody owns on one is nobody's on both.

    With an owner, hand-offs would be counted that took place unseen before, and
    a department would turn into a point of failure by answering for something.
    """
    nobodys = {t.id for touchmap in (before, after) for t in touchmap.touchpoints if t.department is None}
    return _without_owners(before, nobodys), _without_owners(after, nobodys)


def _without_owners(touchmap: TouchMap, names: Collection[str]) -> TouchMap:
    touchpoints = (replace(t, owner=None) if t.id in names else t for t in touchmap.touchpoints)
    return replace(touchmap, touchpoints=tuple(touchpoints))


def journey_figures(before: TouchMap, after: TouchMap) -> tuple[Figure, ...]:
    """Return what a journey takes on two maps that are ``alike``.

    Minutes and cost are compared only where all are known on both.
    """
    one, two = per_journey(before), per_journey(after)
    return tuple(Figure(name, one[name], two[name]) for name in one)


def per_journey(touchmap: TouchMap) -> Mapping[str, float | None]:
    """Return what a journey takes on average, None where not known.

    Contacts, hand-offs, of 100 hand-offs those without a rule, of 100 journeys
    the times that a customer must say everything again, minutes and cost.
    """
    flow = traffic(touchmap)
    journey, handed = journeys(flow).all, handoffs(flow)
    repeated = handed.declared + handed.computed
    timed, priced = journey.minutes_share or 0.0, journey.cost_share or 0.0
    return {
        "contacts": journey.contacts,
        "handoffs": journey.handoffs,
        "ruleless": 100 * handed.without_rule / handed.contacts if handed.contacts else None,
        "repeats": 100 * repeated / journey.starts if journey.starts else None,
        "minutes": journey.minutes if timed > ALL else None,
        "cost": journey.cost if priced > ALL else None,
    }
