"""A map that was read from another tool's file: written, read again as any map is, its problems placed."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from readiness.diagnostics import Diagnostic, Problem, Related, Span
from readiness.folder.exchange.loss import Loss
from readiness.folder.map_ids import KnownIds
from readiness.folder.map_sheets import MOST, Counted, MapReading, is_error
from readiness.folder.map_writer import write_map
from readiness.folder.parse import Record, parse
from readiness.folder.source import Limits, Source
from readiness.folder.typed import build, locate
from readiness.touchmap.checks import check_map
from readiness.touchmap.model import KINDS, TouchMap


@dataclass(frozen=True)
class Request:
    """What a reader of another format is told beside the file itself."""

    file: str
    """The name of the file in messages."""
    language: str
    """The language of the map."""
    remarks: str = ""
    """Stand at the top of the text that is written."""
    known: KnownIds = field(default_factory=dict)
    """Ids of names in the map of today, which keep them."""
    today: Mapping[str, Any] = field(default_factory=dict)
    """The map of today as plain values, whose stages stay."""


@dataclass
class Draft:
    """Plain values of a map with the place of each record in the imported file."""

    source: Source
    raw: dict[str, Any] = field(default_factory=dict)
    places: dict[str, list[Span]] = field(default_factory=dict)
    """Kind of record to the place of each record."""
    problems: list[Diagnostic] = field(default_factory=list)
    lost: list[Loss] = field(default_factory=list)

    def tell(self, code: str, at: Span, **values: object) -> None:
        """Keep a problem."""
        self.problems.append(Diagnostic(code, at, values))

    def line(self, number: int, start: int = 0, end: int = 0) -> Span:
        """Return the place of a line from 1, or of some of its characters from 0 on."""
        lines = self.source.lines
        text = lines[number - 1] if 0 < number <= len(lines) else ""
        end = end or len(text.rstrip())
        start = start or len(text) - len(text.lstrip())
        return Span(self.source.name, number, start + 1, number, max(start + 1, end) + 1)

    def finished(self, remarks: str) -> MapReading:
        """Return the text of the map, its value and everything that is wrong, at its place in the file."""
        text = write_map(self.raw, remarks)
        touchmap = TouchMap(format="touchmap/1", id="map")
        record, broken = parse(Source(self.source.name, text), Limits())
        if isinstance(record, Record) and self.raw:
            built, unfit = build(TouchMap, record)
            starts = _starts(record)
            self.problems += [self._placed(one, starts) for one in (*broken, *unfit)]
            touchmap = built or touchmap
            if built is not None:
                whole = not any(map(is_error, self.problems))
                self.problems += [self._told(one) for one in check_map(built, whole=whole)]
        unique = {(one.span, one.code, str(dict(one.values))): one for one in self.problems}
        told = sorted(unique.values(), key=lambda one: (one.span, one.code))
        if len(told) > MOST:
            told = [*told[:MOST], Diagnostic("too-many-problems", told[MOST].span, {"limit": MOST})]
        return MapReading(text, touchmap, tuple(told), tuple(self._counts()))

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

    def _counts(self) -> list[Counted]:
        counts = []
        for kind in KINDS:
            number = len(self.raw.get(kind, ()))
            if number:
                wrong = {one.span for one in self.problems if is_error(one)}
                refused = sum(span in wrong for span in self.places.get(kind, ()))
                counts.append(Counted(kind, number, number - refused, 0, refused))
        return counts


def _starts(record: Mapping[str, Any]) -> list[tuple[int, str, int]]:
    """Return the line of each record in the text that was written, with its kind and number."""
    return sorted(
        (locate(record, (kind, number)).line, kind, number)
        for kind in KINDS
        for number in range(len(record.get(kind, ())))
    )
