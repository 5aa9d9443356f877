"""Workbooks that count: sheets of words, numbers, dates and live formulas, the same octets every time.

A formula carries the value that it gives, so that programs which only show a
workbook show it too.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter

from readiness.folder.packing import repacked

LONGEST = 32_767
"""Characters that a cell can hold."""
_FACE, _SIZE = "Calibri", 11
_HEADING = PatternFill("solid", fgColor="FF0B4F6C")
_COUNTED = PatternFill("solid", fgColor="FFEEF1F4")
_LINE = Border(bottom=Side("thin", color="FFD5DBE1"))
_CELL = re.compile(rb'(<c r="([A-Z]+[0-9]+)"[^>]*><f>[^<]*</f>)(?:<v ?/>|<v></v>)')
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")
_RISKY = tuple("=+-@\t\r\n＝＋－＠")


@dataclass(frozen=True)
class Formula:
    """A formula, which begins with its equals sign, and the value that it gives."""

    text: str
    value: float


@dataclass(frozen=True)
class Amount:
    """A number with a format of its own."""

    value: float
    form: str


Value = str | float | int | date | Formula | Amount | None


@dataclass(frozen=True)
class Page:
    """A sheet: headings and rows; a column may have a width and a number format."""

    name: str
    headings: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]
    widths: Mapping[int, float] = field(default_factory=dict)
    forms: Mapping[int, str] = field(default_factory=dict)
    strong: frozenset[int] = frozenset()
    """Rows that stand out."""


def write_ledger(pages: Sequence[Page], *, title: str, language: str, made: date) -> bytes:
    """Return an XLSX file; the same pages give the same octets.  ``made`` is the date in its properties."""
    book = Workbook()
    book.remove(book.worksheets[0])
    then = datetime(made.year, made.month, made.day)  # noqa: DTZ001  (the properties know no zone)
    about = book.properties
    about.title, about.creator, about.language, about.created = title, "readiness", language, then
    for page in pages:
        _write(book.create_sheet(page.name), page)
    file = io.BytesIO()
    book.save(file)
    values = [dict(_values(page)) for page in pages]
    stamp = f"{made.isoformat()}T00:00:00Z".encode()

    def change(name: str, part: bytes) -> bytes:
        if name == "docProps/core.xml":
            return _MODIFIED.sub(rb"\g<1>" + stamp, part)
        found = re.fullmatch(r"xl/worksheets/sheet(\d+)\.xml", name)
        return _with_values(part, values[int(found[1]) - 1]) if found else part

    return repacked(file.getvalue(), change)


def _write(sheet: Any, page: Page) -> None:
    sheet.sheet_view.showGridLines = False
    sheet.freeze_panes = "A2"
    sheet.sheet_properties.tabColor = "FF0B4F6C"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = "1:1"
    for at in range(len(page.headings)):
        sheet.column_dimensions[get_column_letter(at + 1)].width = page.widths.get(at, 14.0)
    for number, row in enumerate((page.headings, *page.rows)):
        bold = number == 0 or number - 1 in page.strong
        font = Font(_FACE, _SIZE, bold=bold, color="FFFFFFFF" if number == 0 else "FF16212E")
        for at, value in enumerate(row):
            cell = sheet.cell(number + 1, at + 1)
            _put(cell, value, page.forms.get(at, "General"))
            cell.font, cell.border = font, _LINE
            figure = not isinstance(value, str) and value is not None
            cell.alignment = Alignment("right" if figure else "left", "top", wrap_text=not figure)
            if number == 0:
                cell.fill = _HEADING
            elif isinstance(value, Formula):
                cell.fill = _COUNTED


def _put(cell: Any, value: Value, form: str) -> None:
    if isinstance(value, str):
        if value:
            cell.value = value[:LONGEST]
            cell.data_type = "s"  # whatever it looks like
            cell.quotePrefix = value.startswith(_RISKY)  # and stays a text when somebody edits it
        return
    if isinstance(value, date):
        cell.value, cell.number_format = value, "yyyy-mm-dd"
        return
    if isinstance(value, Formula):
        cell.value = value.text
    elif isinstance(value, Amount):
        cell.value = value.value
        form = value.form
    else:
        cell.value = value
    cell.number_format = form


def _values(page: Page) -> Iterator[tuple[str, float]]:
    for number, row in enumerate(page.rows, start=2):
        for at, value in enumerate(row, start=1):
            if isinstance(value, Formula):
                yield f"{get_column_letter(at)}{number}", value.value


def _with_values(part: bytes, values: Mapping[str, float]) -> bytes:
    """Return the XML of a sheet with the value of each formula beside it."""

    def put(found: re.Match[bytes]) -> bytes:
        return found[1] + f"<v>{values[found[2].decode()]!r}</v>".encode()

    return _CELL.sub(put, part) if values else part
