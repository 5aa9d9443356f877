"""What was read from another tool's file: plain values, the place of each record, and what is wrong."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar

from readiness.diagnostics import Diagnostic, Problem, Related, Span
from readiness.folder.map_sheets import MOST
from readiness.folder.source import Source
from readiness.folder.typed import locate


@dataclass
class Imported:
    """Plain values with the place of each record in the imported file.

    They are written as text and read again as any file of ours is; the problems
    of that text are told at the places from which its records came.
    """

    kinds: ClassVar[tuple[str, ...]] = ()
    """The lists of records that have places."""

    source: Source
    raw: dict[str, Any] = field(default_factory=dict)
    places: dict[str, list[Span]] = field(default_factory=dict)
    """Kind of record to the place of each record."""
    problems: list[Diagnostic] = field(default_factory=list)

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

    def tell_written(self, record: Mapping[str, Any], problems: Iterable[Diagnostic]) -> None:
        """Keep problems of the text that was written, at the places of their records in the file."""
        starts = sorted(
            (locate(record, (kind, number)).line, kind, number)
            for kind in self.kinds
            for number in range(len(record.get(kind, ())))
        )
        for problem in problems:
            at = bisect_right(starts, (problem.span.line, "~", 0)) - 1
            path: tuple[str | int, ...] = starts[at][1:] if at >= 0 else ()
            self.problems.append(replace(problem, span=self._at(path), related=()))

    def tell_checked(self, problems: Iterable[Problem]) -> None:
        """Keep problems of the value that was built."""
        for one in problems:
            related = tuple(Related(label, self._at(path)) for label, path in one.related)
            self.problems.append(Diagnostic(one.code, self._at(one.at), one.values, related))

    def told(self) -> tuple[Diagnostic, ...]:
        """Return each problem once, in the order of the file, and no more than people read."""
        unique = {(one.span, one.code, str(dict(one.values))): one for one in self.problems}
        told = sorted(unique.values(), key=lambda one: (one.span, one.code))
        if len(told) > MOST:
            told = [*told[:MOST], Diagnostic("too-many-problems", told[MOST].span, {"limit": MOST})]
        return tuple(told)

    def _at(self, path: tuple[str | int, ...]) -> Span:
        places = self.places.get(str(path[0]), []) if path else []
        if len(path) > 1 and isinstance(path[1], int) and path[1] < len(places):
            return places[path[1]]
        return self.source.start()
