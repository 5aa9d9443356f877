"""What the visits of the map rest on, how old its figures are, and which have no date."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from math import fsum

from readiness.evidence import GRADES, EvidenceNote, Grade
from readiness.touchmap.finding import MapFinding, Severity, heaviest_first
from readiness.touchmap.model import KINDS, TouchMap, Touchpoint
from readiness.touchmap.volumes import Traffic

STALE_AFTER = 24
"""Months after which a count or a document no longer speaks for today; a working value of ours."""
HALF = 0.5
MUCH = 0.05
"""Part of all visits from which on one stale figure or one guessed channel is serious."""


@dataclass(frozen=True)
class GradeShare:
    """Part of the visits that rests on a grade (assumed, said, document or measured; level E0, E1 or E2)."""

    grade: str
    level: str
    share: float


@dataclass(frozen=True)
class GroupEvidence:
    """What the visits of a stage or a channel (``kind:id``) rest on, as parts of them."""

    element: str
    visits: float
    guessed_share: float
    documented_share: float
    measured_share: float


@dataclass(frozen=True)
class Dated:
    """A record with a dated evidence: whole months before the date of the assessment, below zero after it."""

    element: str
    grade: str
    on: str
    months: int
    visits_share: float


@dataclass(frozen=True)
class EvidenceShare:
    """What the map rests on.

    ``grades`` are parts of all visits, ``split_share`` the part that a total
    divided over several buyers holds (counted as assumed).  ``stages`` and
    ``channels`` come with the weakest first.  ``dated`` is oldest first;
    ``undated`` are records said to be documented or measured on no day,
    ``undated_share`` the part of visits at touchpoints of any grade without a
    date.  ``weighed`` is ``visits``, or ``touchpoints`` where none has visits.
    """

    weighed: str
    grades: tuple[GradeShare, ...]
    guessed_share: float
    split_share: float
    stages: tuple[GroupEvidence, ...]
    channels: tuple[GroupEvidence, ...]
    dated: tuple[Dated, ...]
    undated: tuple[str, ...]
    undated_share: float
    stale_share: float
    findings: tuple[MapFinding, ...]

    @property
    def oldest(self) -> Dated | None:
        """The record whose evidence is oldest."""
        return self.dated[0] if self.dated else None


def evidence(traffic: Traffic, as_of: date) -> EvidenceShare:
    """Say on what the visits rest, and how old that is on a day.

    Every touchpoint weighs its visits a year, inbound and outbound (1 each where
    no touchpoint has any), on the grade of its evidence; one number split over
    several buyers by head count is assumed, as in :meth:`Traffic.grade`.

    A count or document older than 24 months is stale: serious if 5 % of the
    visits rest on it, or if any do and stale ones hold more than half of them.
    Where more than half of all visits are guessed, every channel is named in
    which more than half of its own are, since contacts are counted channel by
    channel: serious from 5 % of all visits on.  Where no channel is, the
    touchpoint with most guessed visits is named.  O(records).
    """
    return _Weights(traffic).result(as_of)


class _Weights:
    """The touchpoints with the part of the visits that each carries."""

    def __init__(self, traffic: Traffic) -> None:
        self.map: TouchMap = traffic.map
        self.points: tuple[Touchpoint, ...] = tuple(traffic.map.index["touchpoints"].values())
        visits = [traffic.total(point.id) for point in self.points]
        self.visits = any(visits)
        self.contacts = {
            f"touchpoints:{point.id}": number for point, number in zip(self.points, visits, strict=True)
        }
        self.weights = visits if self.visits else [1.0] * len(self.points)
        self.total = fsum(self.weights) or 1.0
        self.share = {
            f"touchpoints:{point.id}": weight / self.total
            for point, weight in zip(self.points, self.weights, strict=True)
        }

    def part(self, points: Iterable[Touchpoint]) -> float:
        """Return the part of all visits that some touchpoints carry."""
        return min(fsum(self.share[f"touchpoints:{point.id}"] for point in points), 1.0)

    def groups(self, kind: str, field: str) -> tuple[GroupEvidence, ...]:
        """Return what the visits of each stage or channel rest on, the weakest first."""
        members: dict[str, list[tuple[Touchpoint, float]]] = {one: [] for one in self.map.index[kind]}
        for point, weight in zip(self.points, self.weights, strict=True):
            members.get(getattr(point, field), []).append((point, weight))
        found = []
        for name, group in members.items():
            whole = fsum(weight for _, weight in group)
            if whole:
                parts = [fsum(w for p, w in group if _level(p) is grade) / whole for grade in Grade]
                found.append(GroupEvidence(f"{kind}:{name}", whole, *parts))
        return tuple(sorted(found, key=lambda one: (-one.guessed_share, -one.visits)))

    def dated(self, as_of: date) -> Iterator[Dated]:
        """Yield the records whose evidence has a date, in file order."""
        for element, note in _notes(self.map):
            if note.on is not None:
                months = _months(note.on, as_of)
                share = self.share.get(element, 0.0)
                yield Dated(element, note.grade, note.on.isoformat(), months, share)

    def result(self, as_of: date) -> EvidenceShare:
        """Return what the map rests on."""
        grades = tuple(
            GradeShare(word, level.name, self.part(p for p in self.points if _word(p) == word))
            for word, level in GRADES.items()
        )
        guessed = [point for point in self.points if _level(point) is Grade.E0]
        dated = tuple(sorted(self.dated(as_of), key=lambda one: one.on))
        stale = [one for one in dated if _is_stale(one.on, as_of) and GRADES[one.grade] > Grade.E0]
        stale_share = min(fsum(one.visits_share for one in stale), 1.0)
        guessed_share = self.part(guessed)
        channels = self.groups("channels", "channel")
        findings = [
            *(self._stale(one, stale_share) for one in stale),
            *(self._guessed(guessed, channels) if guessed_share > HALF else ()),
        ]
        return EvidenceShare(
            weighed="visits" if self.visits else "touchpoints",
            grades=grades,
            guessed_share=guessed_share,
            split_share=self.part(point for point in self.points if _is_split(point)),
            stages=self.groups("stages", "stage"),
            channels=channels,
            dated=dated,
            undated=tuple(
                element for element, note in _notes(self.map) if note.on is None and note.level > Grade.E0
            ),
            undated_share=self.part(point for point in self.points if point.evidence.on is None),
            stale_share=stale_share,
            findings=heaviest_first(findings),
        )

    def _stale(self, one: Dated, together: float) -> MapFinding:
        much = one.visits_share >= MUCH or (one.visits_share > 0 and together > HALF)
        severity: Severity = "serious" if much else "minor"
        values = {"months": one.months, "visits_share": one.visits_share}
        contacts = self.contacts.get(one.element, 0.0)
        return MapFinding("STALE", severity, one.element, (one.element,), values, contacts)

    def _guessed(
        self, guessed: Sequence[Touchpoint], channels: Sequence[GroupEvidence]
    ) -> Iterator[MapFinding]:
        """Yield the channels, else the touchpoint, at which counting would help most."""
        members: dict[str, list[Touchpoint]] = {}
        for point in guessed:
            members.setdefault(f"channels:{point.channel}", []).append(point)
        where = [one for one in channels if one.guessed_share > HALF]
        for one in where:
            yield self._guess(one.element, one.guessed_share, members[one.element])
        if not where:
            heaviest = max(guessed, key=lambda point: self.share[f"touchpoints:{point.id}"])
            yield self._guess(f"touchpoints:{heaviest.id}", 1.0, [heaviest])

    def _guess(self, subject: str, share: float, points: Sequence[Touchpoint]) -> MapFinding:
        elements = (subject, *(f"touchpoints:{point.id}" for point in points))
        contacts = fsum(self.contacts[f"touchpoints:{point.id}"] for point in points)
        values = {"guessed_share": share, "contacts": contacts}
        return MapFinding("GUESSED", "minor", subject, tuple(dict.fromkeys(elements)), values, contacts)


def _is_stale(on: str, as_of: date) -> bool:
    """Say whether something is older than STALE_AFTER months, to the day."""
    seen = date.fromisoformat(on)
    return (as_of.year - seen.year) * 12 + as_of.month - seen.month + (as_of.day > seen.day) > STALE_AFTER


def _notes(touchmap: TouchMap) -> Iterator[tuple[str, EvidenceNote]]:
    for kind in KINDS:
        if kind != "stages":
            for name, record in touchmap.index[kind].items():
                yield f"{kind}:{name}", record.evidence


def _is_split(point: Touchpoint) -> bool:
    return point.volume.total is not None and len(set(point.buyers)) > 1


def _word(point: Touchpoint) -> str:
    return "assumed" if _is_split(point) else point.evidence.grade


def _level(point: Touchpoint) -> Grade:
    return GRADES[_word(point)]


def _months(since: date, until: date) -> int:
    """Return the whole months from one day to another; below zero if the first is later."""
    if since > until:
        return -_months(until, since)
    return (until.year - since.year) * 12 + until.month - since.month - (until.day < since.day)
