"""Findings that are accepted for a time: they stay written, and come back when the time is over."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from readiness.diagnostics import Path, Problem, nearest
from readiness.touchmap.model import KINDS, Acceptance, TouchMap


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


def check_accepted(touchmap: TouchMap, as_of: date, codes: tuple[str, ...]) -> Iterator[Problem]:
    """Yield acceptances that have expired, and those of a finding or an element that does not exist."""
    known = {identity for kind in KINDS for identity in touchmap.index[kind]}
    known |= {f"{kind}:{identity}" for kind in KINDS for identity in touchmap.index[kind]}
    for place, entry in enumerate(touchmap.accepted):
        at: Path = ("accepted", place)
        if entry.finding not in codes:
            near = nearest(entry.finding, codes)
            yield Problem("unknown-finding", (*at, "finding"), {"id": entry.finding, "near": near})
        if entry.subject is not None and entry.subject not in known:
            near = nearest(entry.subject, known)
            values = {"id": entry.subject, "kind": "elements", "near": near}
            yield Problem("dangling", (*at, "subject"), values)
        if entry.until < as_of:
            told = {"id": entry.finding, "on": entry.until, "owner": entry.owner}
            yield Problem("acceptance-expired", (*at, "until"), told)
