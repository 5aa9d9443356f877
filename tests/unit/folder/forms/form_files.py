"""Forms written as tables in text, as pyxform reads them, turned into workbooks."""

from __future__ import annotations

from pathlib import Path

from openpyxl import Workbook

CASES = Path(__file__).parents[3] / "cases" / "forms"


def sheets_of(text):
    """Yield each sheet of a form written as a table: its name and rows of cells."""
    name, rows = "", []
    for line in text.splitlines():
        first, *cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if first:
            if name:
                yield name, rows
            name, rows = first, []
        else:
            rows.append(cells)
    yield name, rows


def workbook_of(text, path):
    """Write a form as a person's workbook, numbers as numbers; return the path."""
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets_of(text):
        page = book.create_sheet(name)
        for row in rows:
            page.append([int(cell) if cell.isascii() and cell.isdigit() else cell or None for cell in row])
    book.save(path)
    return path


def case(name, folder):
    """Write one of the forms in tests/cases/forms as a workbook."""
    return workbook_of((CASES / f"{name}.md").read_text("utf-8"), folder / f"{name}.xlsx")
