"""A rollout that was read from another tool's file: written, read again as any is, its problems placed."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from readiness.diagnostics import Diagnostic, Problem, Related, Span
from readiness.folder.forms.loss import Loss
from readiness.folder.map_ids import Ids
from readiness.folder.map_writer import write_plain
from readiness.folder.parse import Record, parse
from readiness.folder.source import FORBIDDEN, Limits, Source, code_point
from readiness.folder.typed import build, locate
from readiness.rollout.checks import check_rollout
from readiness.rollout.model import Rollout

FORMAT = "rollout/1"
KINDS = ("calendars", "teams", "steps", "options")
_LONG_AGO = date(2000, 1, 1)
MOST = 100
"""How many problems of a file are told."""


@dataclass(frozen=True)
class PlanRequest:
    """What a reader of another tool's plan is told beside the file itself."""

    file: str
    """The name of the file in messages and in the sources of figures."""
    remarks: str = ""
    """Stand at the top of the text that is written."""


@dataclass(frozen=True)
class PlanReading:
    """The text of a rollout with everything that is wrong, at its place in the imported file."""

    text: str
    rollout: Rollout | None
    diagnostics: tuple[Diagnostic, ...]
    lost: tuple[Loss, ...]
    sources: Mapping[str, Source]
    read: int
    """How many steps the file has."""
    refused: int
    """How many of them have mistakes."""


@dataclass
class RolloutDraft:
    """Plain values of a rollout with the place of each record in the imported file."""

    source: Source
    raw: dict[str, Any] = field(default_factory=dict)
    places: dict[str, list[Span]] = field(default_factory=dict)
    """Kind of record to the place of each record."""
    problems: list[Diagnostic] = field(default_factory=list)
    lost: list[Loss] = field(default_factory=list)
    read: int = 0
    ids: dict[str, Ids] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.ids = {kind: Ids({}) for kind in KINDS}

    def tell(self, code: str, at: Span, **values: object) -> None:
        """Keep a problem."""
        self.problems.append(Diagnostic(code, at, values))

    def lose(self, code: str, at: str = "", word: str = "") -> None:
        """Keep what is not carried over; the phrase is ``plan-lost.CODE``."""
        self.lost.append(Loss(code, at, word))

    def add(self, kind: str, record: dict[str, Any], at: Span) -> None:
        """Keep a record; what is empty is left out."""
        kept = {key: value for key, value in record.items() if value not in ("", [], {}, None)}
        self.raw.setdefault(kind, []).append(kept)
        self.places.setdefault(kind, []).append(at)

    def clean(self, text: str, at: Span) -> str:
        """Return a text without characters that no file may hold, which are told."""
        bad = FORBIDDEN.search(text)
        if bad:
            self.tell("control-character", at, character=code_point(bad[0]))
        return FORBIDDEN.sub("\ufffd", text)

    def line(self, number: int) -> Span:
        """Return the place of a line, which counts from 1."""
        lines = self.source.lines
        text = lines[number - 1] if 0 < number <= len(lines) else ""
        start = len(text) - len(text.lstrip())
        return Span(self.source.name, number, start + 1, number, max(start + 1, len(text.rstrip())) + 1)

    def finished(self, remarks: str) -> PlanReading:
        """Return the text of the rollout, its value and everything that is wrong with it."""
        head = {key: self.raw[key] for key in self.raw if key not in KINDS}
        text = write_plain(FORMAT, head | {kind: self.raw.get(kind) for kind in KINDS}, remarks)
        built: Rollout | None = None
        record, broken = parse(Source(self.source.name, text), Limits())
        if isinstance(record, Record) and self.raw.get("steps"):
            built, unfit = build(Rollout, record)
            starts = _starts(record)
            self.problems += [self._placed(one, starts) for one in (*broken, *unfit)]
            if built is not None and not self.problems:
                self.problems += [self._told(one) for one in check_rollout(built, None, as_of=_today(built))]
        unique = {(one.span, one.code, str(dict(one.values))): one for one in self.problems}
        told = sorted(unique.values(), key=lambda one: (one.span, one.code))
        wrong = {one.span.line for one in told}
        refused = sum(span.line in wrong for span in self.places.get("steps", ()))
        if len(told) > MOST:
            told = [*told[:MOST], Diagnostic("too-many-problems", told[MOST].span, {"limit": MOST})]
        sources = {self.source.name: self.source}
        return PlanReading(text, built, tuple(told), tuple(self.lost), sources, self.read, refused)

    def _placed(self, problem: Diagnostic, starts: list[tuple[int, str, int]]) -> Diagnostic:
        """Return a problem of the text that was written at the place of its record in the imported file."""
        at = bisect_right(starts, (problem.span.line, "~", 0)) - 1
        path: tuple[str | int, ...] = starts[at][1:] if at >= 0 else ()
        return replace(problem, span=self._at(path), related=())

    def _told(self, problem: Problem) -> Diagnostic:
        related = tuple(Related(label, self._at(path)) for label, path in problem.related)
        return Diagnostic(problem.code, self._at(problem.at), problem.values, related)

    def _at(self, path: tuple[str | int, ...]) -> Span:
        places = self.places.get(str(path[0]), []) if path else []
        if len(path) > 1 and isinstance(path[1], int) and path[1] < len(places):
            return places[path[1]]
        return self.source.start()


def _starts(record: Mapping[str, Any]) -> list[tuple[int, str, int]]:
    """Return the line of each record in the text that was written, with its kind and number."""
    return sorted(
        (locate(record, (kind, number)).line, kind, number)
        for kind in KINDS
        for number in range(len(record.get(kind, ())))
    )


def _today(rollout: Rollout) -> date:
    """Return a day on which the rollout could be planned, since the file does not say when it was."""
    return rollout.start or max((step.done for step in rollout.steps if step.done), default=_LONG_AGO)
