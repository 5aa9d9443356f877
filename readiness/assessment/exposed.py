"""The touchpoints behind an exposure, with their visits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from readiness.assessment.rules import Rules
from readiness.assessment.sign import Sign
from readiness.touchmap.elements import touchpoints_of
from readiness.touchmap.model import TouchMap
from readiness.touchmap.volumes import traffic


@dataclass(frozen=True)
class Exposed:
    """Visits a year by touchpoint that a fact at risk concerns, and those of all touchpoints."""

    total: float
    visits: Mapping[str, float] = field(default_factory=dict)


def exposed(signs: Iterable[Sign], touchmap: TouchMap, rules: Rules) -> Exposed:
    """Return the touchpoints that map facts at risk concern, in the order of the map."""
    seen = traffic(touchmap)
    hit = {
        touchpoint
        for sign in signs
        if sign.kind == "map" and sign.known and sign.risk >= rules.severity.fact_risk
        for touchpoint in touchpoints_of(touchmap, sign.elements)
    }
    visits = {one.id: seen.total(one.id) for one in touchmap.touchpoints if one.id in hit}
    return Exposed(seen.all(touchmap.touchpoints), visits)
