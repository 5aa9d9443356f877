"""Tables of answers with a column for the round: one table for each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache

from readiness import LANGUAGES
from readiness.diagnostics import Diagnostic
from readiness.folder import library
from readiness.folder.cell_text import same
from readiness.folder.workbook import Row, Table

_MOST = 99


def by_round(tables: Sequence[Table]) -> Mapping[int, tuple[Table, ...]] | None:
    """Return the tables of each round without that column; None where no table has one.

    A row whose round is no number from 1 to 99 stays in round 1 and is told.
    """
    found: dict[int, list[Table]] = {}
    said = False
    for table in tables:
        column = next((one for one in table.headings if same(one) in _headings()), None)
        said = said or column is not None
        for number, part in (_split(table, column) if column else {1: table}).items():
            found.setdefault(number, []).append(part)
    return {number: tuple(parts) for number, parts in sorted(found.items())} if said else None


def _split(table: Table, column: str) -> Mapping[int, Table]:
    rows: dict[int, list[Row]] = {}
    problems = list(table.problems)
    for row in table.rows:
        text = row.cells.get(column, "1")
        number = int(text) if text.isascii() and text.isdecimal() and 1 <= int(text[:6]) <= _MOST else 0
        if not number:
            problems.append(Diagnostic("interchange-round", table.span(row.number, column), {"value": text}))
        cells = {name: cell for name, cell in row.cells.items() if name != column}
        rows.setdefault(number or 1, []).append(Row(row.number, cells))
    headings = tuple(one for one in table.headings if one != column)
    first = min(rows, default=1)
    return {
        number: replace(
            table, headings=headings, rows=tuple(part), problems=tuple(problems if number == first else ())
        )
        for number, part in (rows or {1: []}).items()
    }


@cache
def _headings() -> frozenset[str]:
    said = (str(library.phrases(language).say("interchange.round")) for language in LANGUAGES)
    return frozenset({"round", *map(same, said)})
