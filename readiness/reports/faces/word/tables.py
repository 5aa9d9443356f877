"""Tables of a Word document: header rows that come again on every page, columns of fixed width."""

from __future__ import annotations

from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm

from readiness.reports.faces.blocks import Cell, Grid, Paragraph
from readiness.reports.faces.clean import cut
from readiness.reports.faces.word.looks import MARGIN, PAGE, TABLE
from readiness.reports.faces.word.pictures import add_picture
from readiness.reports.faces.word.runs import add_words, put_style
from readiness.reports.html import COLOURS

_TIGHT = 3.0
_FIGURE = 11.0
"""Millimetres: what keeps a picture from the edges of its cell, and what a figure beside it takes."""
_MOST_TOLD = 250


def add_table(document: Any, grid: Grid, language: str) -> None:
    """Add a table; its first row is its header, its caption also its title for a screen reader."""
    line = PAGE[1 if grid.wide else 0] - 2 * MARGIN
    table = document.add_table(rows=1 + len(grid.rows), cols=len(grid.head), style=TABLE)
    table.autofit = False
    _look(table, grid.caption)
    widths = [Mm(line * share) for share in grid.widths]
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    rows = [row.cells for row in table.rows]  # each access counts all columns anew
    for place, head in enumerate(grid.head):
        _fill(rows[0][place], Cell((Paragraph(head),)), language, right=place in grid.right, strong=True)
    for number, row in enumerate(grid.rows):
        for place, one in enumerate(row):
            strong = number in grid.strong
            _fill(rows[number + 1][place], one, language, right=place in grid.right, strong=strong,
                  wide=line * grid.widths[place])  # fmt: skip
    for cells in rows:
        for one, width in zip(cells, widths, strict=True):
            one.width = width
    for number, row in enumerate(table.rows):
        _row(row, is_head=number == 0)


def _fill(
    place: Any, cell: Cell, language: str, *, right: bool, strong: bool = False, wide: float = 0.0
) -> None:
    spare = [place.paragraphs[0]]  # a cell begins with a paragraph of its own

    def paragraph(style: str) -> Any:
        found = spare.pop() if spare else place.add_paragraph()
        put_style(found, style)
        if right:
            found.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        return found

    if cell.figure is not None:
        with_picture = paragraph("Table Text")
        add_picture(with_picture, cell.figure, min(cell.figure.width, wide - _TIGHT))
        if wide - cell.figure.width > _FIGURE:  # there is room for a figure beside it
            add_words(with_picture, " ", language)
            spare.append(with_picture)
    for part in cell.parts:
        found = paragraph("Table Small" if part.tone in ("small", "quote") else "Table Text")
        if part.label:
            add_words(found, part.label, language, bold=True)
            add_words(found, " " if part.words else "", language)
        verdict = COLOURS.get(cell.verdict, "")
        add_words(found, part.words, language, bold=strong or bool(verdict), colour=verdict)
    if spare and cell.figure is None:
        paragraph("Table Text")


def _look(table: Any, caption: str) -> None:
    properties = table._tbl.tblPr  # noqa: SLF001
    look = properties.find(qn("w:tblLook"))
    if look is None:
        look = OxmlElement("w:tblLook")
        properties.append(look)
    for key in list(look.attrib):
        del look.attrib[key]
    for key, value in (("val", "0020"), ("firstRow", "1"), ("lastRow", "0"), ("firstColumn", "0"),
                       ("lastColumn", "0"), ("noHBand", "1"), ("noVBand", "1")):  # fmt: skip
        look.set(qn(f"w:{key}"), value)
    title = OxmlElement("w:tblCaption")
    title.set(qn("w:val"), cut(caption, _MOST_TOLD))
    look.addnext(title)


def _row(row: Any, *, is_head: bool) -> None:
    properties = row._tr.get_or_add_trPr()  # noqa: SLF001
    for name in ("w:cantSplit", *(("w:tblHeader",) if is_head else ())):
        properties.append(OxmlElement(name))
