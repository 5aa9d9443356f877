"""Customers whom a rollout disturbs: contacts that fall into the times in which steps disturb them.

A contact counts with the severity of what is going on at its touchpoint.  What
steps of one wave do at the same time at one touchpoint is put together as if
each disturbed contacts by chance: 1 - (1 - a)(1 - b).  A second wave disturbs
anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from math import prod

import numpy as np

from readiness.rollout.contacts import Contacts
from readiness.rollout.estimate import Numbers
from readiness.rollout.localtime import DAY, WEEK
from readiness.rollout.setting import Setting
from readiness.rollout.step import Step
from readiness.rollout.trial import Disturbance, Run
from readiness.rollout.worktime import FAR, Seconds


@dataclass(frozen=True)
class Piece:
    """Contacts of a year at one channel that are disturbed, by buyer, from one to another second after it."""

    channel: str | None
    since: int
    until: int
    contacts: Numbers


@dataclass(frozen=True)
class Disturbed:
    """Disturbed contacts of a run: by trial, by buyer over all trials, and what each disturbance adds."""

    total: Numbers
    by_buyer: Numbers
    parts: tuple[tuple[Disturbance, Numbers], ...]

    def begun_by(self, instants: Seconds) -> Numbers:
        """Return by trial what has begun by an instant."""
        found = np.zeros_like(self.total)
        for disturbance, contacts in self.parts:
            some = slice(None) if disturbance.trials is None else disturbance.trials
            found[some] += contacts * (disturbance.since <= instants[some])
        return found


class Exposure:
    """Counts disturbed contacts of an arrangement's runs, by buyer and by week."""

    def __init__(self, setting: Setting, steps: Mapping[str, Step]) -> None:
        self.contacts: Contacts = setting.contacts
        self.buyers = self.contacts.buyers
        self.start = setting.start
        self.steps = steps
        self._pieces: dict[tuple[str, tuple[str, ...], frozenset[str] | None], tuple[Piece, ...]] = {}
        self._edges: dict[str | None, Numbers] = {}

    @cached_property
    def weeks(self) -> Seconds:
        """The instants at which weeks of the rollout begin, and the end of the last."""
        last = int(self.contacts.hours[-1])
        return np.arange(self.start, last + WEEK, WEEK, dtype=np.int64)

    def of_run(self, done: Run, weekly: Numbers | None = None) -> Disturbed:
        """Return disturbed contacts of a run; add those of each week and buyer to ``weekly``."""
        total, by_buyer = np.zeros(done.draws.size), np.zeros(len(self.buyers))
        parts = []
        known: dict[tuple[str | None, int, int], Numbers] = {}
        for disturbance in done.disturbances:
            pieces = self.pieces(disturbance)
            part = np.zeros(disturbance.since.size)
            for piece in pieces:
                since = self._passed(known, piece.channel, disturbance.since, piece.since)
                until = self._passed(known, piece.channel, disturbance.until, piece.until)
                share = until - since
                part += share * piece.contacts.sum()
                by_buyer += share.sum() * piece.contacts
                if weekly is not None:
                    started = self._from(piece.channel, disturbance.since + piece.since, since)
                    ended = self._from(piece.channel, disturbance.until + piece.until, until)
                    weekly += np.outer(started - ended, piece.contacts)
            if pieces:
                parts.append((disturbance, part))
                some = slice(None) if disturbance.trials is None else disturbance.trials
                total[some] += part
        return Disturbed(total, by_buyer, tuple(parts))

    def _passed(
        self, known: dict[tuple[str | None, int, int], Numbers], channel: str | None, at: Seconds, later: int
    ) -> Numbers:
        key = (channel, id(at), later)
        found = known.get(key)
        if found is None:
            found = known[key] = self.contacts.passed(channel, at + later if later else at)
        return found

    def pieces(self, disturbance: Disturbance) -> tuple[Piece, ...]:
        """Return the contacts that a disturbance touches."""
        key = (disturbance.cause, disturbance.steps, disturbance.touchpoints)
        if key not in self._pieces:
            steps = [self.steps[name] for name in disturbance.steps]
            if disturbance.cause == "dip":
                self._pieces[key] = _joined(self._dips(steps))
            else:
                self._pieces[key] = _joined(self._all(steps, disturbance.cause, disturbance.touchpoints))
        return self._pieces[key]

    def _dips(self, steps: Iterable[Step]) -> Iterator[Piece]:
        at: dict[str, list[tuple[int, float]]] = {}
        for step in steps:
            for touchpoint, effect in step.affects.items():
                if effect.severity and effect.dip_days:
                    length = round(min(effect.dip_days * DAY, FAR))
                    at.setdefault(touchpoint, []).append((length, effect.severity))
        for touchpoint, dips in at.items():
            since = 0
            for until in sorted({length for length, _ in dips}):
                kept = prod(1 - severity for length, severity in dips if length >= until)
                yield from self._piece(touchpoint, since, until, 1 - kept)
                since = until

    def _all(self, steps: Iterable[Step], cause: str, only: frozenset[str] | None) -> Iterator[Piece]:
        severity: dict[str, float] = {}
        for step in steps:
            for touchpoint, effect in step.affects.items():
                if only is not None and touchpoint not in only:
                    continue
                share = step.pilot.share * effect.severity if cause == "pilot" and step.pilot else 1.0
                severity[touchpoint] = max(severity.get(touchpoint, 0.0), share)
        for touchpoint, share in severity.items():
            yield from self._piece(touchpoint, 0, 0, share)

    def _piece(self, touchpoint: str, since: int, until: int, severity: float) -> Iterator[Piece]:
        visits = self.contacts.of(touchpoint)
        if visits and severity:
            row = np.array([visits.get(buyer, 0.0) for buyer in self.buyers]) * severity
            yield Piece(self.contacts.channels[touchpoint], since, until, row)

    def _from(self, channel: str | None, instants: Seconds, passed: Numbers) -> Numbers:
        """Return how much of a year's contacts falls into each week after instants, over all trials."""
        if channel not in self._edges:
            self._edges[channel] = self.contacts.passed(channel, self.weeks)
        edges = self._edges[channel]
        whole = np.diff(edges)
        week = np.clip((instants - self.start) // WEEK, 0, len(whole) - 1)
        first = np.bincount(week, weights=edges[week + 1] - passed, minlength=len(whole))
        begun = np.cumsum(np.bincount(week, minlength=len(whole)))
        return first + np.concatenate(([0], begun[:-1])) * whole


def _joined(pieces: Iterable[Piece]) -> tuple[Piece, ...]:
    joined: dict[tuple[str | None, int, int], Numbers] = {}
    for piece in pieces:
        key = (piece.channel, piece.since, piece.until)
        joined[key] = joined[key] + piece.contacts if key in joined else piece.contacts
    return tuple(Piece(*key, contacts) for key, contacts in joined.items())
