"""Tables from XLSX and CSV files: within limits, nothing computed, every row at its number."""

from __future__ import annotations

import io
import stat
import warnings
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from readiness.diagnostics import Diagnostic, Span
from readiness.errors import NotFound, Refused
from readiness.folder.cell_text import shown
from readiness.folder.delimited import read_grid
from readiness.folder.source import FORBIDDEN, code_point
from readiness.folder.worksheets import Sheet, write_workbook

__all__ = ["Row", "Sheet", "Table", "read_tables", "write_workbook"]

PACKED = 2 * 1024 * 1024
UNPACKED = 32 * 1024 * 1024
CELLS = 100_000
_PLACES = 300_000
"""Cells with the gaps between them: one cell far to the right makes a row long."""
_TAGS = 1_200_000
_MEMBERS = 1000
_MACROS = (".xlsm", ".xltm", ".xlam", ".xlsb")
_OLE = b"\xd0\xcf\x11\xe0"
_BROKEN = (zipfile.BadZipFile, zlib.error, OSError, ValueError, NotImplementedError, EOFError, RuntimeError)

_Cell = tuple[str, Diagnostic | None]


@dataclass(frozen=True)
class Row:
    """A row below the headings."""

    number: int
    """Its number in the sheet, from 1."""
    cells: Mapping[str, str]
    """Heading to text; empty cells are left out."""


@dataclass(frozen=True)
class Table:
    """A sheet: its first row that is not empty holds the headings."""

    name: str
    """The name of the sheet, or the stem of a CSV file."""
    headings: tuple[str, ...]
    columns: Mapping[str, str]
    """Heading to column letter."""
    rows: tuple[Row, ...]
    problems: tuple[Diagnostic, ...] = ()
    """What cannot be taken from cells: formulas, errors, texts without a heading."""
    place: str = ""
    """What messages call it: ``map.xlsx, Touchpoints``."""
    heading_row: int = 1

    def span(self, row: int, heading: str = "") -> Span:
        """Return the place of a cell; of the whole row where no heading is named."""
        column = self.headings.index(heading) + 1 if heading in self.headings else 1
        letter = self.columns.get(heading)
        column = _number(letter) if letter else column
        return Span(self.place, row, column, row, column + 1)


def read_tables(path: Path) -> tuple[Table, ...]:
    """Read every visible sheet of an .xlsx file, or the one table of a .csv file.

    A cell with a formula or an error is a problem of the table and is left out.
    Raises NotFound where there is no file, Refused for another kind of file,
    one with macros, one above the limits and one that is broken.
    """
    suffix = path.suffix.lower()
    if suffix in _MACROS:
        raise Refused("workbook-macros", file=path)
    if suffix not in (".xlsx", ".csv"):
        raise Refused("table-suffix", file=path)
    octets = _octets(path)
    if suffix == ".csv":
        return (_csv(octets, path),)
    _inspect(octets, path)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of features that are not read anyway
            return tuple(_sheets(octets, path))
    except Refused:
        raise
    except Exception as error:  # openpyxl answers a hostile file with any error
        raise Refused("workbook-unreadable", file=path, reason=type(error).__name__) from error


def _octets(path: Path) -> bytes:
    try:
        about = path.stat()
        if not stat.S_ISREG(about.st_mode):
            raise NotFound("no-table-file", file=path)
        if about.st_size > PACKED:
            raise _too_large(path)
        with path.open("rb") as file:
            octets = file.read(PACKED + 1)
    except FileNotFoundError:
        raise NotFound("no-table-file", file=path) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or type(error).__name__
        raise Refused("workbook-unreadable", file=path, reason=reason) from None
    if len(octets) > PACKED:
        raise _too_large(path)
    return octets


def _too_large(path: Path) -> Refused:
    return Refused("workbook-too-large", file=path)


def _inspect(octets: bytes, path: Path) -> None:
    """Refuse macros, locks and bombs before anything is parsed."""
    if octets.startswith(_OLE):
        raise Refused("workbook-locked", file=path)
    try:
        with zipfile.ZipFile(io.BytesIO(octets)) as archive:
            members = archive.infolist()
            names = [member.filename.lower() for member in members]
            if any(name.endswith("vbaproject.bin") for name in names):
                raise Refused("workbook-macros", file=path)
            if len(members) > _MEMBERS or sum(member.file_size for member in members) > UNPACKED:
                raise _too_large(path)
            if len(set(names)) < len(names):
                raise Refused("workbook-unreadable", file=path, reason="duplicate names")
            if any(member.flag_bits & 0x1 for member in members):
                raise Refused("workbook-locked", file=path)
            _measure(archive, members, path)
    except _BROKEN as error:
        raise Refused("workbook-unreadable", file=path, reason=type(error).__name__) from error


def _measure(archive: zipfile.ZipFile, members: Iterable[zipfile.ZipInfo], path: Path) -> None:
    """Unpack every part once, counting octets and tags: the directory of an archive may lie."""
    octets = tags = 0
    for member in members:
        with archive.open(member) as part:
            while piece := part.read(1 << 20):
                octets += len(piece)
                tags += piece.count(b"<")
                if octets > UNPACKED or tags > _TAGS:
                    raise _too_large(path)
                if b"macroEnabled" in piece and member.filename == "[Content_Types].xml":
                    raise Refused("workbook-macros", file=path)


def _sheets(octets: bytes, path: Path) -> Iterator[Table]:
    book = load_workbook(io.BytesIO(octets), read_only=True, data_only=False, keep_links=False)
    budget = _Budget(path)
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            continue
        sheet.reset_dimensions()
        title = _visible(sheet.title)
        place = f"{_visible(path.name)}, {title}"
        rows = ((number, [_cell(cell, place, number) for cell in row]) for number, row in
                enumerate(budget.counted(sheet.iter_rows()), start=1))  # fmt: skip
        yield _table(title, place, rows)


@dataclass
class _Budget:
    """Counts down the cells of a whole file."""

    file: Path
    cells: int = CELLS
    places: int = _PLACES

    def counted(self, rows: Iterable[Any]) -> Iterator[Any]:
        for row in rows:
            self.places -= len(row) + 1
            if self.places >= 0:
                self.cells -= sum(_filled(cell) for cell in row)
            if self.places < 0 or self.cells < 0:
                raise _too_large(self.file)
            yield row


def _filled(cell: Any) -> bool:
    value = cell if isinstance(cell, str) else cell.value
    return value is not None and value != ""


def _cell(cell: Any, place: str, number: int) -> _Cell:
    if cell.value is None:
        return "", None
    span = Span(place, number, cell.column, number, cell.column + 1)
    if cell.data_type == "f":
        return "", Diagnostic("cell-formula", span, {"cell": f"{get_column_letter(cell.column)}{number}"})
    if cell.data_type == "e":
        return "", Diagnostic("cell-error", span, {"value": str(cell.value)})
    return _printable(shown(cell.value, cell.number_format), span)


def _printable(text: str, span: Span) -> _Cell:
    bad = FORBIDDEN.search(text)
    return (
        ("", Diagnostic("control-character", span, {"character": code_point(bad[0])}))
        if bad
        else (text, None)
    )


def _visible(name: str) -> str:
    """Return a name without what a terminal would obey."""
    return "".join(char if char.isprintable() else "\ufffd" for char in name)


def _csv(octets: bytes, path: Path) -> Table:
    budget, place = _Budget(path), _visible(path.name)
    rows = (
        (number, [_printable(shown(text), Span(place, number, at, number, at + 1))
                  for at, text in enumerate(row, start=1)])
        for number, row in enumerate(budget.counted(read_grid(octets, path)), start=1)
    )  # fmt: skip
    return _table(_visible(path.stem), place, rows)


def _table(name: str, place: str, rows: Iterator[tuple[int, list[_Cell]]]) -> Table:
    """Build a table of rows of cells; only the first of two equal headings counts."""
    problems: list[Diagnostic] = []
    headed: dict[int, str] = {}
    heading_row = 1
    for number, cells in rows:
        problems += [problem for _, problem in cells if problem]
        if any(text for text, _ in cells):
            heading_row = number
            headed, wrong = _headings([text for text, _ in cells], place, number)
            problems += wrong
            break
    found: list[Row] = []
    for number, cells in rows:
        texts: dict[str, str] = {}
        for at, (text, problem) in enumerate(cells):
            span = Span(place, number, at + 1, number, at + 2)
            if problem:
                problems.append(problem)
            elif text and at in headed:
                texts[headed[at]] = text
            elif text:
                problems.append(Diagnostic("cell-without-heading", span, {"value": text}))
        if texts or any(problem for _, problem in cells):
            found.append(Row(number, texts))
    columns = {heading: get_column_letter(at + 1) for at, heading in headed.items()}
    return Table(name, tuple(columns), columns, tuple(found), tuple(problems), place, heading_row)


def _headings(texts: list[str], place: str, number: int) -> tuple[dict[int, str], list[Diagnostic]]:
    headed: dict[int, str] = {}
    problems = []
    for at, text in enumerate(texts):
        heading = " ".join(text.split())
        if heading and heading in headed.values():
            span = Span(place, number, at + 1, number, at + 2)
            problems.append(Diagnostic("heading-twice", span, {"heading": heading}))
        elif heading:
            headed[at] = heading
    return headed, problems


def _number(letter: str) -> int:
    number = 0
    for char in letter:
        number = number * 26 + ord(char) - 64
    return number
