"""Writing XLSX: beautiful, harmless, and the same octets every time."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.datavalidation import DataValidation

from readiness.folder.cell_text import exact_number, neutral
from readiness.folder.packing import repacked
from readiness.folder.source import FORBIDDEN

REMARK = "#"
"""A row whose first cell starts with this mark is not read."""
LAST = 500
"""The last row for which drop-down lists are offered."""
_WIDTH = 18.0
_PAGE_WIDTH = 180
_LINE_HEIGHT = 15
_WIDE = "\u2e80"
_FACE, _SIZE, _GREY = "Calibri", 11, "FF52606D"
_LISTED = 250  # a list of choices written into a rule may have 255 characters
_LISTS = "lists"
_THEN = datetime(2000, 1, 1)  # noqa: DTZ001 - the time of every file, so that no clock is read
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")
_HEADING = PatternFill("solid", fgColor="FF0B4F6C")
_NOTE = PatternFill("solid", fgColor="FFEEF1F4")
_LINE = Border(bottom=Side("thin", color="FFD5DBE1"))


@dataclass(frozen=True)
class Sheet:
    """A sheet to be written: headings, rows of texts, and help for whoever fills it."""

    name: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...] = ()
    choices: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    """Column to what a drop-down list offers there; other texts stay possible."""
    widths: Mapping[int, float] = field(default_factory=dict)
    notes: Mapping[int, str] = field(default_factory=dict)
    """Column to what goes into it: a greyed second row, marked as a remark."""
    wrap: bool = True
    named: Mapping[int, tuple[str, int]] = field(default_factory=dict)
    """Column to the sheet and the column there whose texts it may name."""
    answers: Mapping[tuple[int, int], tuple[str, ...]] = field(default_factory=dict)
    """Row (of ``rows``) and column of a single cell to what a drop-down list offers there."""
    frozen: int = 0
    """How many columns stay in sight."""


def write_workbook(sheets: Sequence[Sheet], *, title: str) -> bytes:
    """Return an XLSX file; the same sheets give the same octets."""
    book = Workbook()
    book.remove(book.worksheets[0])
    book.properties.title = _clean(title)
    book.properties.creator = "readiness"
    book.properties.created = _THEN
    lists: list[tuple[str, ...]] = []
    first = {sheet.name: 3 if sheet.notes else 2 for sheet in sheets}
    for sheet in sheets:
        page = book.create_sheet(sheet.name)
        _fill(page, sheet)
        _dress(page, sheet)
        _offer(page, sheet, lists, first)
    if lists:
        _hide(book.create_sheet(_LISTS), lists)
    file = io.BytesIO()
    book.save(file)
    return _timeless(file.getvalue())


def _fill(page: Any, sheet: Sheet) -> None:
    rows = [sheet.headings]
    if sheet.notes:
        told = [sheet.notes.get(at, "") for at in range(len(sheet.headings))]
        told[0] = told[0] if told[0].startswith(REMARK) else f"{REMARK} {told[0]}".strip()
        rows.append(tuple(told))
    for number, row in enumerate([*rows, *sheet.rows], start=1):
        for at, text in enumerate(row, start=1):
            if text != "":
                _put(page.cell(number, at), text)


def _put(cell: Any, text: str) -> None:
    number = exact_number(text)
    if number is not None:
        cell.value = number
        return
    cell.value = neutral(_clean(text))
    cell.data_type = "s"  # whatever it looks like


def _dress(page: Any, sheet: Sheet) -> None:
    widths = [sheet.widths.get(at, _WIDTH) for at in range(len(sheet.headings))]
    page.sheet_view.showGridLines = False
    page.freeze_panes = page.cell(3 if sheet.notes else 2, sheet.frozen + 1)
    page.sheet_properties.tabColor = "FF0B4F6C"
    _set_up_print(page, sheet, widths)
    for at, width in enumerate(widths, start=1):
        column = page.column_dimensions[get_column_letter(at)]
        column.width, column.font = width, Font(_FACE, _SIZE)
        column.alignment = Alignment("left", "top", wrap_text=sheet.wrap)
    for cells in page.iter_rows(max_col=len(widths)):
        number = cells[0].row
        font, fill = Font(_FACE, _SIZE), PatternFill()
        if number == 1:
            font, fill = Font(_FACE, _SIZE, bold=True, color="FFFFFFFF"), _HEADING
        elif number == 2 and sheet.notes:
            font, fill = Font(_FACE, _SIZE - 1, color=_GREY), _NOTE
        elif str(cells[0].value or "").startswith(REMARK):
            font = Font(_FACE, _SIZE, italic=True, color=_GREY)
        for cell in cells:
            cell.font, cell.fill, cell.border = font, fill, _LINE
            cell.alignment = Alignment("left", "top", wrap_text=sheet.wrap or number <= 2)
        lines = max(map(_lines, cells, widths)) if sheet.wrap or number <= 2 else 1
        page.row_dimensions[number].height = _LINE_HEIGHT * lines + 3


def _set_up_print(page: Any, sheet: Sheet, widths: Sequence[float]) -> None:
    page.page_setup.orientation = "landscape"
    page.page_setup.paperSize = page.PAPERSIZE_A4
    page.page_setup.fitToWidth = max(1, round(sum(widths) / _PAGE_WIDTH))
    page.page_setup.fitToHeight = 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.page_margins.left = page.page_margins.right = 0.4
    page.print_title_rows = "1:1"
    if sheet.frozen:
        page.print_title_cols = f"A:{get_column_letter(sheet.frozen)}"


def _lines(cell: Any, width: float) -> int:
    """Return how many lines a text takes in its cell; wide characters take two places."""
    text = str(cell.value or "")
    return sum(
        max(1, -(-sum(2 if char >= _WIDE else 1 for char in line) // max(1, int(width - 1))))
        for line in text.split("\n")
    )


def _offer(page: Any, sheet: Sheet, lists: list[tuple[str, ...]], first: Mapping[str, int]) -> None:
    """Add the drop-down lists; they propose and never forbid, since reading tells what is wrong."""
    for at in sorted({*sheet.choices, *sheet.named}):
        if at in sheet.choices:
            source = _listed(sheet.choices[at], lists)
        else:
            other, column = sheet.named[at]
            source = _range(other, get_column_letter(column + 1), first[other], LAST)
        rule = DataValidation(type="list", formula1=source, allow_blank=True, showErrorMessage=False)
        letter = get_column_letter(at + 1)
        rule.add(f"{letter}{first[sheet.name]}:{letter}{LAST}")
        page.add_data_validation(rule)
    for (row, at), choices in sheet.answers.items():
        rule = DataValidation(type="list", formula1=_listed(choices, lists), showErrorMessage=False)
        rule.add(f"{get_column_letter(at + 1)}{row + first[sheet.name]}")
        page.add_data_validation(rule)


def _listed(choices: tuple[str, ...], lists: list[tuple[str, ...]]) -> str:
    listed = ",".join(map(_clean, choices))
    if len(listed) <= _LISTED and not any(mark in choice for choice in choices for mark in ',"'):
        return f'"{listed}"'
    if choices not in lists:
        lists.append(choices)
    return _range(_LISTS, get_column_letter(lists.index(choices) + 1), 1, len(choices))


def _range(sheet: str, letter: str, first: int, last: int) -> str:
    return f"{quote_sheetname(sheet)}!${letter}${first}:${letter}${last}"


def _hide(page: Any, lists: list[tuple[str, ...]]) -> None:
    page.sheet_state = "hidden"
    for column, choices in enumerate(lists, start=1):
        for row, choice in enumerate(choices, start=1):
            _put(page.cell(row, column), choice)


def _clean(text: str) -> str:
    return FORBIDDEN.sub("\ufffd", text)


def _timeless(octets: bytes) -> bytes:
    """Pack a workbook anew: openpyxl writes the time into the archive and into its properties."""

    def change(name: str, part: bytes) -> bytes:
        return _MODIFIED.sub(rb"\g<1>2000-01-01T00:00:00Z", part) if name == "docProps/core.xml" else part

    return repacked(octets, change)
