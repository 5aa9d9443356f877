"""Diagnostics as a compiler prints them: place, message, the line itself, how to mend it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

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
    counts = {
        kind: sum(told.severity == kind for told in checked.told) for kind in ("error", "warning", "note")
    }
    summary = ", ".join(f"{number} {kind}{'s' * (number != 1)}" for kind, number in counts.items())
    return "\n".join([*lines, summary]) + "\n"


def _frame(told: Told, checked: Checked) -> Iterator[str]:
    yield f"{told.span}: {told.severity}[{told.code}]: {told.message}"
    yield from _excerpt(told.span, checked)
    for label, span in told.related:
        yield f"  {span}: {label}"
        yield from _excerpt(span, checked)
    yield f"  = {told.hint}"


def _excerpt(span: Span, checked: Checked) -> Iterator[str]:
    source = checked.sources.get(span.file)
    if source is None or span.line > len(source.lines):
        return
    line = source.lines[span.line - 1]
    start = max(0, span.column - 1 - WIDEST // 2) if len(line) > WIDEST else 0
    shown = "".join(char if char.isprintable() else " " for char in line[start : start + WIDEST])
    width = span.end_column - span.column if span.end_line == span.line else len(line) - span.column + 1
    width = max(1, min(width, WIDEST - (span.column - 1 - start)))
    number = str(span.line)
    yield f"  {number} | {shown}"
    yield f"  {' ' * len(number)} | {' ' * (span.column - 1 - start)}{'^' * width}"
