"""All analyses of one map together, and the findings they raise."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from readiness.touchmap.acceptance import acceptance_of
from readiness.touchmap.analyses.consistency import Consistency, consistency
from readiness.touchmap.analyses.coverage import Coverage, coverage
from readiness.touchmap.analyses.data import DataFlow, data_flow
from readiness.touchmap.analyses.evidence import EvidenceShare, evidence
from readiness.touchmap.analyses.handoffs import HandOffs, handoffs
from readiness.touchmap.analyses.journeys import Journeys, journeys
from readiness.touchmap.analyses.outages import Outages, outages
from readiness.touchmap.analyses.reach import Reach, reach
from readiness.touchmap.analyses.technology import TechnologyTrace, technology_trace
from readiness.touchmap.analyses.week import Week, week
from readiness.touchmap.finding import MapFinding, heaviest_first
from readiness.touchmap.model import Acceptance
from readiness.touchmap.volumes import Traffic


@dataclass(frozen=True)
class Accepted:
    """A finding that somebody has decided to live with."""

    finding: MapFinding
    acceptance: Acceptance


@dataclass(frozen=True)
class Analysis:
    """What every analysis says of a map; accepted findings stand apart from the others."""

    reach: Reach
    outages: Outages
    journeys: Journeys
    handoffs: HandOffs
    data: DataFlow
    consistency: Consistency
    coverage: Coverage
    technology: TechnologyTrace
    week: Week
    evidence: EvidenceShare
    findings: tuple[MapFinding, ...]
    accepted: tuple[Accepted, ...]


PARTS = (
    "reach",
    "outages",
    "journeys",
    "handoffs",
    "data",
    "consistency",
    "coverage",
    "technology",
    "week",
    "evidence",
)


def analyse(traffic: Traffic, as_of: date) -> Analysis:
    """Return all analyses of a map at a date.

    Pairs of outages, cut sets and the simulation are not among them: they are
    asked for by themselves.
    """
    parts = (
        reach(traffic),
        outages(traffic),
        journeys(traffic),
        handoffs(traffic),
        data_flow(traffic),
        consistency(traffic),
        coverage(traffic),
        technology_trace(traffic),
        week(traffic),
        evidence(traffic, as_of),
    )
    found = heaviest_first(one for part in parts for one in part.findings)
    open_, accepted = [], []
    for one in found:
        acceptance = acceptance_of(traffic.map, one.code, one.subject, as_of)
        if acceptance is None:
            open_.append(one)
        else:
            accepted.append(Accepted(one, acceptance))
    return Analysis(*parts, tuple(open_), tuple(accepted))
