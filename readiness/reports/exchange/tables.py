"""The map as tables: the workbook that ``readiness map import`` reads, and CSV.

Other sheets refer to records by name, so every name stands once: a second
one, and one that a list of names could not hold, is changed, which the list of
what was not carried over tells.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from readiness.folder.cell_text import neutral, same, shown
from readiness.folder.exchange.plain_map import plain_map
from readiness.folder.map_columns import (
    CHOICES,
    COLUMNS,
    FACTS,
    choice,
    choices_by_word,
    heading,
    meaning,
    sheet_name,
)
from readiness.folder.map_rows import row_of
from readiness.folder.source import FORBIDDEN
from readiness.folder.workbook import CELLS, Row, Sheet, Table, write_workbook
from readiness.scalars import read_words
from readiness.touchmap.model import CANONICAL_STAGES, REQUIRABLE, TouchMap

_COMMAS = ",，、"
_MOST_COMMAS = 3
_THEN = (2000, 1, 1, 0, 0, 0)


class TooManyCells(Exception):
    """A workbook of the map would have more cells than can be read again."""


def workbook(touchmap: TouchMap, language: str, *, title: str) -> bytes:
    """Return a map as the workbook of :func:`readiness.folder.map_template.template`, filled.

    Raises TooManyCells above the limit of the import.
    """
    sheets = (_facts(touchmap, language), *_sheets(touchmap, language))
    if sum(cell != "" for sheet in sheets for row in sheet.rows for cell in row) > CELLS:
        raise TooManyCells
    return write_workbook(sheets, title=title)


def table(touchmap: TouchMap, kind: str, language: str) -> bytes:
    """Return the records of a kind as CSV (RFC 4180) in UTF-8 with a byte-order mark, which Excel needs."""
    return _csv(next(one for one in _sheets(touchmap, language, (kind,))))


def archive(touchmap: TouchMap, language: str) -> bytes:
    """Return the tables of all kinds that have records as a ZIP of CSV files, the same octets every time."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for sheet in (_facts(touchmap, language), *_sheets(touchmap, language)):
            if sheet.rows:
                info = zipfile.ZipInfo(f"{sheet.name}.csv", _THEN)
                info.compress_type, info.create_system = zipfile.ZIP_DEFLATED, 3
                packed.writestr(info, _csv(sheet))
    return file.getvalue()


def as_read(touchmap: TouchMap, language: str) -> tuple[Table, ...]:
    """Return the tables that the import sees in the files written here."""
    return tuple(_table(sheet) for sheet in (_facts(touchmap, language), *_sheets(touchmap, language)))


def _table(sheet: Sheet) -> Table:
    rows = tuple(
        Row(
            number,
            {head: text for head, cell in zip(sheet.headings, row, strict=True) if (text := shown(cell))},
        )
        for number, row in enumerate(sheet.rows, start=2)
    )
    return Table(sheet.name, sheet.headings, {}, rows, place=sheet.name)


def _csv(sheet: Sheet) -> bytes:
    file = io.StringIO(newline="")
    rows = csv.writer(file, lineterminator="\r\n")
    rows.writerow(sheet.headings)
    for row in sheet.rows:
        rows.writerow(neutral(FORBIDDEN.sub("\ufffd", cell)) for cell in row)
    return ("\ufeff" + file.getvalue()).encode()


def _sheets(touchmap: TouchMap, language: str, kinds: Iterable[str] = COLUMNS) -> list[Sheet]:
    plain = _named(touchmap, language)
    made = []
    for kind in kinds:
        columns = COLUMNS[kind]
        heads = tuple(heading(kind, column.key, language) for column in columns)
        rows = tuple(_rows(plain, kind, language))
        offered = {
            at: _offered(column.of, column.kind, language)
            for at, column in enumerate(columns, start=1)
            if column.kind in ("choice", "choices", "truth", "flag", "word")
        }
        names = {
            at: (sheet_name(column.of[0], language), 1)
            for at, column in enumerate(columns, start=1)
            if column.kind in ("ref", "refs")
            and set(column.of) <= set(COLUMNS) | {"nobody"}
            and kinds is COLUMNS
        }
        widths = {0: 4} | {at: column.width for at, column in enumerate(columns, start=1)}
        top = (heading(kind, "mark", language), *heads)
        notes = {at: meaning(kind, column.key, language) for at, column in enumerate(columns, start=1)}
        made.append(
            Sheet(sheet_name(kind, language), top, rows, offered, widths, notes, named=names, frozen=2)
        )
    return made


def _offered(of: tuple[str, ...], kind: str, language: str) -> tuple[str, ...]:
    family = "truth" if kind in ("truth", "flag") else of[0]
    return tuple(choice(family, value, language) for value in CHOICES[family])


def _rows(plain: Mapping[str, Any], kind: str, language: str) -> Iterable[tuple[str, ...]]:
    index = {other: {one["id"]: one for one in plain.get(other, ())} for other in COLUMNS}
    for record in plain.get(kind, ()):
        # a row looks at every record for its names: it gets those that it can name
        named = dict.fromkeys(_texts(record))
        nearby = {other: [by_id[one] for one in named if one in by_id] for other, by_id in index.items()}
        yield ("", *row_of(record, COLUMNS[kind], nearby, language))


def _texts(value: Any) -> Iterator[str]:
    """Yield every text in a plain value, and the keys of mappings, among them all ids that it names."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        yield from value
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)


def _facts(touchmap: TouchMap, language: str) -> Sheet:
    """Return the sheet about the whole map."""
    plain = plain_map(touchmap)
    plain["none"] = dict.fromkeys(plain.get("none", ()), "true")
    rows = []
    for fact in FACTS:
        value: Any = plain
        for step in fact.key.split("."):
            value = value.get(step) if isinstance(value, Mapping) else None
        if isinstance(value, Mapping) or fact.key == "title":
            value = read_words(value).choose(language)[1] if value else ""
        elif value is not None and fact.kind in ("choice", "truth"):
            value = choice(fact.of[0] if fact.of else "truth", value, language)
        rows.append(("", heading("map", fact.key, language), value or "", meaning("map", fact.key, language)))
    heads = tuple(heading("map", key, language) for key in ("mark", "fact", "answer", "meaning"))
    return Sheet(sheet_name("map", language), heads, tuple(rows), widths={0: 4, 1: 36, 2: 34, 3: 70})


def _named(touchmap: TouchMap, language: str) -> dict[str, Any]:
    """Return the plain map in which every record has a name of its own that a list of names can hold."""
    plain = plain_map(touchmap)
    stages = {stage.id: stage.canonical for stage in touchmap.stages}
    for kind in COLUMNS:
        # no department may be called as nobody is
        used = set(choices_by_word("nobody")) if kind == "departments" else set()
        for record in plain.get(kind, ()):
            written = read_words(record["title"]).choose(language)[1] if "title" in record else ""
            record["title"] = _unique(_listable(written, kind) or record["id"], record["id"], used)
            if kind == "touchpoints" and "stage" in record:
                stage = stages.get(record["stage"], "")
                record["stage"] = stage if stage in CANONICAL_STAGES else None
    _tell_apart(plain)
    return plain


def _tell_apart(plain: Mapping[str, Any]) -> None:
    """Change names that touchpoints require and that an earlier kind of record bears too."""
    required = {one for touchpoint in plain.get("touchpoints", ()) for one in touchpoint.get("requires", ())}
    used: set[str] = set()
    for kind in REQUIRABLE:
        names = {same(record["title"]) for record in plain.get(kind, ())}
        for record in plain.get(kind, ()):
            if record["id"] in required and same(record["title"]) in used:
                record["title"] = _unique(record["title"], record["id"], used | names)
        used |= names


def _listable(name: str, kind: str) -> str:
    """Return a name that can stand in a list: without semicolons, and with few commas."""
    line = name.replace(";", ",").replace("；", "，")
    if kind == "buyers":  # in a list of visits 、 stands between two buyers
        line = line.replace("、", "，")
    if sum(map(line.count, _COMMAS)) > _MOST_COMMAS:
        line = line.translate(dict.fromkeys(map(ord, _COMMAS), " "))
    return " ".join(line.split())


def _unique(name: str, identity: str, used: set[str]) -> str:
    """Return a name that no other record has, told from its like by the id; nothing is marked as a remark."""
    found = name if same(name) not in used else f"{name} ({identity})"
    number = 2
    while same(found) in used:
        found, number = f"{name} ({identity} {number})", number + 1
    used.add(same(found))
    return found
