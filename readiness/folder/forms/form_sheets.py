"""Rows of a form as a sheet: a column for each field, and for words one for each language."""

from __future__ import annotations

from collections.abc import Sequence

from readiness.folder.forms.literal import literal
from readiness.folder.forms.phrasing import language_heading
from readiness.folder.worksheets import Sheet
from readiness.scalars import Text

Row = dict[str, str | Text]
_WORDED = ("label", "hint", "constraint_message")


def sheet_of(
    name: str,
    before: Sequence[str],
    rows: Sequence[Row],
    languages: Sequence[str],
    *,
    after: Sequence[str] = (),
) -> Sheet:
    """Return rows as a sheet; of words and of the columns ``after`` them only those that are used.

    Words hold no reference to an answer: a text of a questionnaire is only a text.
    """
    worded = [(one, tag) for one in _WORDED for tag in languages if any(one in row for row in rows)]
    used = [one for one in after if any(row.get(one) for row in rows)]
    heads = (*before, *(f"{one}::{language_heading(tag)}" for one, tag in worded), *used)
    grid = tuple(
        (
            *(str(row.get(one, "")) for one in before),
            *(_words(row.get(one), tag) for one, tag in worded),
            *(str(row.get(one, "")) for one in used),
        )
        for row in rows
    )
    widths = dict.fromkeys(range(len(before), len(before) + len(worded)), 44.0)
    return Sheet(name, heads, grid, widths=widths)


def _words(text: str | Text | None, language: str) -> str:
    """Return a text in a language, else as it was written first, since a form may lack no label."""
    return literal(text.choose(language)[1] if isinstance(text, Text) else str(text or ""))
