"""A line of words that remembers which parts of it are in another language.

A person's own words keep their language inside a sentence of another one, so
that every face can give them the right font and a screen reader the right
voice.  A line is a plain string to everybody who does not ask.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from html import escape
from itertools import chain
from typing import Self


@dataclass(frozen=True)
class Run:
    """Words within a line; ``language`` is empty where it is that of the line."""

    words: str
    language: str = ""
    whole: bool = False
    """Must not be broken at the end of a line: a date, a number with its unit."""

    def __html__(self) -> str:
        """Return the words as HTML."""
        words = escape(self.words)
        if self.language:
            return f'<span lang="{escape(self.language)}">{words}</span>'
        return f'<span class="nb">{words}</span>' if self.whole else words


class Line(str):
    """A string made of runs; HTML templates print it with its languages marked."""

    __slots__ = ("runs",)
    runs: tuple[Run, ...]

    def __new__(cls, runs: Iterable[Run] = ()) -> Self:
        """Make a line of runs."""
        kept = tuple(run for run in runs if run.words)
        line = super().__new__(cls, "".join(run.words for run in kept))
        line.runs = kept
        return line

    def __getnewargs__(self) -> tuple[tuple[Run, ...]]:  # type: ignore[override]
        return (self.runs,)

    def __html__(self) -> str:
        """Return the line as HTML: escaped, languages marked."""
        return "".join(run.__html__() for run in self.runs)

    def capitalized(self) -> Line:
        """Return the line with a capital first letter."""
        first, *rest = self.runs or (Run(""),)
        return Line((replace(first, words=first.words[:1].upper() + first.words[1:]), *rest))


def runs_of(words: object) -> tuple[Run, ...]:
    """Return the runs of a line; of anything else, one run of its text."""
    return words.runs if isinstance(words, Line) else (Run(str(words)),)


def line(*parts: object) -> Line:
    """Return parts as one line."""
    return Line(chain.from_iterable(runs_of(part) for part in parts))


def joined(separator: str, parts: Iterable[object]) -> Line:
    """Return parts as one line with a separator between them."""
    listed: list[object] = []
    for part in parts:
        listed += [separator, part] if listed else [part]
    return line(*listed)
