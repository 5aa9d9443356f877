"""Diagnostics as a compiler prints them: place, message, the line itself, how to mend it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING
from unicodedata import combining, east_asian_width

from readiness.diagnostics import Span

if TYPE_CHECKING:
    from readiness.reports.diagnostics import Told
    from readiness.services import Checked

WIDEST = 110


def frames(checked: Checked) -> str:
    """Return all diagnostics with their code frames and a closing line that counts them."""
    lines: list[str] = []
    for told in checked.told:
        lines += [*_frame(told, checked), ""]
    summary = checked.phrases.listed(
        checked.phrases.count(f"counts.{kind}", sum(told.severity == kind for told in checked.told))
        for kind in ("error", "warning", "note")
    )
    return "\n".join([*lines, summary]) + "\n"


def _frame(told: Told, checked: Checked) -> Iterator[str]:
    severity = checked.phrases.say(f"labels.{told.severity}")
    yield f"{_place(told.span)}: {severity}[{told.code}]: {told.message}"
    yield from _excerpt(told.span, checked)
    for label, span in told.related:
        yield f"  {_place(span)}: {label}"
        yield from _excerpt(span, checked)
    yield f"  = {told.hint}"


def _place(span: Span) -> str:
    """Return a place as its own program names it: file, line and column, or sheet and cell."""
    if ".xlsx" not in span.file:
        return str(span)
    letters, column = "", span.column
    while column:
        column, left = divmod(column - 1, 26)
        letters = chr(ord("A") + left) + letters
    return f"{span.file} {letters}{span.line}"


def _excerpt(span: Span, checked: Checked) -> Iterator[str]:
    source = checked.sources.get(span.file)
    if source is None or span.line > len(source.lines):
        return
    line = source.lines[span.line - 1]
    start = max(0, span.column - 1 - WIDEST // 2) if len(line) > WIDEST else 0
    shown = "".join(char if char.isprintable() else " " for char in line[start : start + WIDEST])
    before, marked = line[start : span.column - 1], line[span.column - 1 : start + WIDEST]
    if span.end_line == span.line:
        marked = marked[: span.end_column - span.column]
    number = str(span.line)
    yield f"  {number} | {shown}"
    yield f"  {' ' * len(number)} | {' ' * _columns(before)}{'^' * max(1, _columns(marked))}"


def _columns(text: str) -> int:
    """Return how many columns a text takes on a terminal: two for a wide character, none for a mark."""
    wide = sum(east_asian_width(char) in "WF" for char in text)
    return len(text) + wide - sum(combining(char) > 0 for char in text)
