"""The sheets of a workbook, recognised by their names and headings in any language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from unicodedata import normalize

from readiness.diagnostics import Diagnostic, Related, Span, nearest
from readiness.folder.cell_text import same
from readiness.folder.map_columns import (
    COLUMNS,
    NEEDED,
    Column,
    columns_by_heading,
    heading,
    kinds_by_name,
    labels,
    sheet_name,
)
from readiness.folder.workbook import Row, Table
from readiness.folder.worksheets import REMARK


@dataclass
class Page:
    """A sheet with its columns, the rows that count and the number of those that are remarks."""

    kind: str
    table: Table
    rows: tuple[Row, ...]
    remarks: int
    columns: dict[str, Column] = field(default_factory=dict)
    """Heading as it is written to its column."""
    headings: dict[str, str] = field(default_factory=dict)
    """Key of a column to its heading as it is written."""

    def text(self, row: Row, key: str) -> str:
        """Return what a row says in the column of a key."""
        return row.cells.get(self.headings.get(key, ""), "")

    def span(self, row: Row, key: str) -> Span:
        """Return the place of a row's cell in the column of a key."""
        return self.table.span(row.number, self.headings.get(key, ""))

    def top(self, written: str = "") -> Span:
        """Return the place of a heading."""
        return self.table.span(self.table.heading_row, written)


def recognise(
    tables: Sequence[Table], *, file: str, language: str
) -> tuple[dict[str, Page], list[Diagnostic]]:
    """Return the sheets by kind of record, and what is wrong with names of sheets and headings."""
    pages: dict[str, Page] = {}
    problems: list[Diagnostic] = []
    for table in tables:
        kind = kinds_by_name().get(same(table.name))
        if kind is None:
            near = nearest(table.name, [sheet_name(kind, language) for kind in COLUMNS])
            problems.append(Diagnostic("unknown-sheet", table.span(1), {"sheet": table.name, "near": near}))
        elif kind in pages:
            first = (Related("first-here", pages[kind].table.span(1)),)
            problems.append(Diagnostic("sheet-twice", table.span(1), {"sheet": table.name}, first))
        elif kind != "guide":
            pages[kind], wrong = _page(kind, table, language)
            problems += wrong
    whole = Span(file, 1, 1, 1, 1)
    for kind in NEEDED:
        if kind not in pages:
            problems.append(Diagnostic("missing-sheet", whole, {"sheet": sheet_name(kind, language)}))
    return pages, problems


def _page(kind: str, table: Table, language: str) -> tuple[Page, list[Diagnostic]]:
    rows = tuple(row for row in table.rows if not _is_remark(row, table))
    remarks = {row.number for row in table.rows} - {row.number for row in rows}
    problems = [problem for problem in table.problems if problem.span.line not in remarks]
    page = Page(kind, table, rows, len(remarks))
    if kind == "map":
        for written in table.headings:
            for key in ("fact", "answer"):
                if same(written) in labels(key):
                    page.headings.setdefault(key, written)
    else:
        problems += _match(page, language)
    for key in ("fact", "answer") if kind == "map" else ("title",):
        if key not in page.headings:
            values = {"heading": heading(kind, key, language), "sheet": table.name}
            problems.append(Diagnostic("missing-heading", page.top(), values))
    return page, problems


def _match(page: Page, language: str) -> list[Diagnostic]:
    """Find the column of every heading."""
    problems = []
    for written in page.table.headings:
        column = columns_by_heading(page.kind).get(same(written))
        if same(written) in labels("mark"):
            continue
        if column is None:
            near = nearest(written, [heading(page.kind, one.key, language) for one in COLUMNS[page.kind]])
            values = {"heading": written, "sheet": page.table.name, "near": near}
            problems.append(Diagnostic("unknown-heading", page.top(written), values))
        elif column.key in page.headings:
            problems.append(Diagnostic("heading-twice", page.top(written), {"heading": written}))
        else:
            page.headings[column.key] = written
            page.columns[written] = column
    return problems


def _is_remark(row: Row, table: Table) -> bool:
    first = row.cells.get(table.headings[0], "") if table.headings else ""
    return normalize("NFKC", first).startswith(REMARK)
