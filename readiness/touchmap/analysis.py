"""All analyses of one map together, and the findings they raise."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from readiness.touchmap.analyses.outages import Outages, outages
from readiness.touchmap.finding import MapFinding, heaviest_first
from readiness.touchmap.model import Acceptance, TouchMap
from readiness.touchmap.volumes import Traffic


@dataclass(frozen=True)
class Accepted:
    """A finding that somebody has decided to live with."""

    finding: MapFinding
    acceptance: Acceptance


@dataclass(frozen=True)
class Analysis:
    """What every analysis says of a map; accepted findings stand apart from the others."""

    outages: Outages
    findings: tuple[MapFinding, ...]
    accepted: tuple[Accepted, ...]


def analyse(traffic: Traffic, as_of: date) -> Analysis:
    """Return all analyses of a map at a date.

    Pairs of outages, cut sets and the simulation are not among them: they are
    asked for by themselves.
    """
    gone = outages(traffic)
    found = heaviest_first(one for part in (gone,) for one in part.findings)
    accepted = {
        one.key: acceptance
        for one in found
        if (acceptance := acceptance_of(traffic.map, one.code, one.subject, as_of)) is not None
    }
    return Analysis(
        gone,
        tuple(one for one in found if one.key not in accepted),
        tuple(Accepted(one, accepted[one.key]) for one in found if one.key in accepted),
    )


def acceptance_of(touchmap: TouchMap, code: str, subject: str, as_of: date) -> Acceptance | None:
    """Return why a finding is accepted at a date: the first entry for it that has not expired."""
    identity = subject.partition(":")[2] or subject
    return next(
        (
            entry
            for entry in touchmap.accepted
            if entry.finding == code and entry.subject in (None, identity, subject) and as_of <= entry.until
        ),
        None,
    )


def expired(touchmap: TouchMap, as_of: date) -> Iterable[Acceptance]:
    """Yield the acceptances that count no longer at a date."""
    return (entry for entry in touchmap.accepted if entry.until < as_of)
