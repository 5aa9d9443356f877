"""Whole numbers of a text one after the other, each at its place; the first mistake ends the reading."""

from __future__ import annotations

import re
from collections.abc import Iterator

from readiness.diagnostics import Diagnostic, Span
from readiness.folder.source import Source

MOST = 1_000_000
"""The largest duration, demand or capacity that is read."""
_WORD = re.compile(r"\S+")
_WHOLE = re.compile(r"[+-]?[0-9]+")
_LONGEST = 20


class Unfit(Exception):
    """A mistake; the rest of the text cannot be trusted."""

    def __init__(self, problem: Diagnostic) -> None:
        super().__init__()
        self.problem = problem


class Numbers:
    """The numbers of some lines, in turn."""

    def __init__(self, source: Source, first: int = 1, last: int | None = None) -> None:
        """Read the lines from ``first`` on, up to and including ``last``; lines count from 1."""
        self.source = source
        self._last = len(source.lines) if last is None else last
        self._words = self._walk(first)
        self.at = line_span(source, min(first, max(1, self._last)))
        """The place of the number read last."""

    def _walk(self, first: int) -> Iterator[tuple[str, Span]]:
        for number in range(first, self._last + 1):
            for found in _WORD.finditer(self.source.lines[number - 1]):
                start, end = found.span()
                yield found[0], Span(self.source.name, number, start + 1, number, end + 1)

    def next(self, what: str, *, least: int = 0, most: int = MOST) -> int:
        """Return the next number, named ``what`` in messages; raise Unfit where none is within bounds."""
        word, at = next(self._words, ("", None))
        if at is None:
            end = line_span(self.source, max(1, min(self._last, len(self.source.lines))))
            raise Unfit(Diagnostic("plan-ends", end, {"what": what, "after": self.at.line}))
        self.at = at
        return whole(word, at, least=least, most=most)

    def rest(self) -> Span | None:
        """Return the place of what stands behind the last number that was asked for."""
        return next((at for _, at in self._words), None)


def whole(word: str, at: Span, *, least: int = 0, most: int = MOST) -> int:
    """Return a written whole number; raise Unfit where it is none or out of bounds."""
    if not _WHOLE.fullmatch(word):
        raise Unfit(Diagnostic("plan-number", at, {"value": word}))
    digits = word.lstrip("+-0") or "0"
    value = int(word) if len(digits) <= _LONGEST else (-1 if word.startswith("-") else 1) * 10**_LONGEST
    if value < least:
        raise Unfit(Diagnostic("at-least", at, {"value": word, "bound": least}))
    if value > most:
        raise Unfit(Diagnostic("at-most", at, {"value": word, "bound": most}))
    return value


def line_span(source: Source, number: int) -> Span:
    """Return the place of a whole line."""
    text = source.lines[number - 1] if number <= len(source.lines) else ""
    start = len(text) - len(text.lstrip())
    return Span(source.name, number, start + 1, number, max(start + 1, len(text.rstrip())) + 1)
