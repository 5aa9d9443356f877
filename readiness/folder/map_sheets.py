"""From the tables of a workbook to a map: every problem at its cell, all of them at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Any

from readiness.diagnostics import Diagnostic, Problem, Related, Span, nearest
from readiness.folder import library
from readiness.folder.cell_text import same
from readiness.folder.map_cells import Named, read_cell
from readiness.folder.map_columns import (
    CHOICES,
    FACTS,
    Column,
    choice,
    columns_by_heading,
    heading,
    sheet_name,
)
from readiness.folder.map_ids import Ids, KnownIds, slug
from readiness.folder.map_pages import Page, recognise
from readiness.folder.map_writer import write_map
from readiness.folder.parse import parse
from readiness.folder.source import Limits, Source
from readiness.folder.typed import build
from readiness.folder.workbook import Row, Table
from readiness.touchmap.checks import check_map
from readiness.touchmap.model import CANONICAL_STAGES, KINDS, TouchMap

MOST = 1000
"""How many problems of a workbook are told."""


@dataclass(frozen=True)
class Counted:
    """The rows of a sheet: all that were read are kept, marked as remarks, or refused."""

    name: str
    read: int
    kept: int
    remarks: int
    refused: int


@dataclass(frozen=True)
class MapReading:
    """What a workbook says: the text of the map, its value, every problem, and the count of rows."""

    text: str
    touchmap: TouchMap
    diagnostics: tuple[Diagnostic, ...]
    counts: tuple[Counted, ...]


def read_map(
    tables: Sequence[Table], *, file: str, language: str, remarks: str = "", known: KnownIds | None = None
) -> MapReading:
    """Read a map from the tables of a workbook.

    ``file`` is the name that messages use, ``language`` that of the words they
    propose, ``remarks`` stand at the top of the text.  ``known`` holds the ids
    of names in an earlier map, which keep them.
    """
    pages, problems = recognise(tables, file=file, language=language)
    return _Import(file, language, pages, problems).read(remarks, Ids(known or {}))


def is_error(problem: Diagnostic) -> bool:
    """Say whether nothing may be written because of a problem."""
    return library.phrases().words[f"rules.{problem.code}.severity"] == "error"


@dataclass
class _Import:
    """A workbook while it is read."""

    file: str
    language: str
    pages: dict[str, Page]
    problems: list[Diagnostic]
    names: dict[str, dict[str, Named]] = field(default_factory=dict)
    places: dict[str, list[Row]] = field(default_factory=dict)
    """Kind of record to the row of each record."""

    def read(self, remarks: str, ids: Ids) -> MapReading:
        named = {kind: list(self._named(page, ids)) for kind, page in self.pages.items() if kind != "map"}
        raw = self._facts()
        raw = {"id": slug(str(raw.get("title", ""))) or "our-map"} | raw
        for kind in KINDS:
            if kind == "stages":
                raw[kind] = list(CANONICAL_STAGES)
            elif kind in named:
                self.places[kind] = [row for row, _ in named[kind]]
                raw[kind] = [self._record(self.pages[kind], row, one) for row, one in named[kind]]
        text = write_map(raw, remarks)
        touchmap = self._checked(text)
        counts = tuple(self._count(page) for page in self.pages.values())
        return MapReading(text, touchmap, tuple(self._told()), counts)

    def _tell(self, code: str, at: Span, related: tuple[Related, ...] = (), **values: object) -> None:
        self.problems.append(Diagnostic(code, at, values, related))

    def _told(self) -> list[Diagnostic]:
        """Return the problems in the order of sheets, rows and columns; each once, and not too many."""
        order = {page.table.place: number for number, page in enumerate(self.pages.values())}
        by_place = {(one.span, one.code, str(dict(one.values))): one for one in self.problems}
        told = sorted(by_place.values(), key=lambda one: (order.get(one.span.file, -1), one.span, one.code))
        if len(told) > MOST:
            return [*told[:MOST], Diagnostic("too-many-problems", told[MOST].span, {"limit": MOST})]
        return told

    def _named(self, page: Page, ids: Ids) -> Iterator[tuple[Row, Named]]:
        """Yield the rows that have a name of their own, with an id."""
        seen = self.names.setdefault(page.kind, {})
        told = {problem.span for problem in page.table.problems}
        for number, row in enumerate(page.rows if "title" in page.headings else (), start=1):
            name = " ".join(page.text(row, "title").split())
            at = page.span(row, "title")
            if not name and at not in told:
                self._tell("missing-cell", at, heading=page.headings["title"])
            elif not name:
                continue
            elif same(name) in seen:
                self._tell("name-twice", at, (Related("first-here", seen[same(name)].span),), name=name)
            else:
                seen[same(name)] = Named(ids.give(page.kind, name, number), name, at)
                yield row, seen[same(name)]

    def _record(self, page: Page, row: Row, named: Named) -> dict[str, Any]:
        record: dict[str, Any] = {"id": named.id, "title": named.name}
        for column in page.columns.values():
            if column.key != "title" and (text := page.text(row, column.key)):
                self._put(record, column, text, page.span(row, column.key))
        if "evidence" in record:
            record["evidence"] = {"grade": "assumed"} | record["evidence"]
        if "next" in record:
            steps = sorted(record.pop("next").items())
            record["next"] = [
                step for number, step in steps if self._whole(page, row, f"next.{number}", step)
            ]
        return record

    def _put(self, record: dict[str, Any], column: Column, text: str, at: Span) -> None:
        """Put what a cell means into a record, and tell what it cannot mean."""
        value, wrong = read_cell(text, column, self.names)
        for one in wrong:
            values = dict(one.values)
            if one.code == "unknown-name":
                kinds = [kind for kind in column.of if kind not in CHOICES]
                values["sheet"] = ", ".join(map(self._sheet, kinds))
            elif one.code == "choice":
                family = str(values.pop("family"))
                allowed = tuple(choice(family, code, self.language) for code in CHOICES[family])
                values |= {"allowed": allowed, "near": nearest(text, allowed)}
            self._tell(one.code, at, one.related, **values)
        if value in (None, [], {}):
            return
        *parents, last = column.key.split(".")
        for step in parents:
            record = record.setdefault(step, {})
        record[last] = value

    def _sheet(self, kind: str) -> str:
        return self.pages[kind].table.name if kind in self.pages else sheet_name(kind, self.language)

    def _whole(self, page: Page, row: Row, key: str, step: dict[str, Any]) -> bool:
        """Say whether a way on has an end and a share; a cell that is not understood is told already."""
        for part in ("to", "share"):
            if not page.text(row, f"{key}.{part}"):
                said = heading(page.kind, f"{key}.{part}", self.language)
                at = page.span(row, f"{key}.{part}" if f"{key}.{part}" in page.headings else "title")
                self._tell("missing-cell", at, heading=said)
        return "to" in step and "share" in step

    def _facts(self) -> dict[str, Any]:
        """Return what the sheet about the whole map says."""
        page = self.pages.get("map")
        found: dict[str, Any] = {}
        for row in page.rows if page else ():
            fact = _fact(page, row)
            answer = page.text(row, "answer") if page else ""
            if page and fact is None:
                label = page.text(row, "fact")
                near = nearest(label, [heading("map", one.key, self.language) for one in FACTS])
                self._tell("unknown-fact", page.span(row, "fact"), label=label, near=near)
            elif page and fact and answer:
                self._put(found, fact, answer, page.span(row, "answer"))
        found["none"] = [what for what, said in found.get("none", {}).items() if said == "true"]
        keys = dict.fromkeys(fact.key.split(".")[0] for fact in FACTS)
        return {key: found[key] for key in keys if key in found}

    def _checked(self, text: str) -> TouchMap:
        """Read what was written as any map is read, and place what the core finds at its cells."""
        record, broken = parse(Source(self.file, text), Limits())
        touchmap, unfit = build(TouchMap, record)
        if touchmap is None or broken:
            message = f"a map was written that cannot be read: {[*broken, *unfit][:3]}"
            raise AssertionError(message)
        refused = {(one.span.file, one.span.line) for one in self.problems if is_error(one)}
        for problem in check_map(touchmap, whole=not refused):
            self._place(problem, refused)
        return touchmap

    def _place(self, problem: Problem, refused: AbstractSet[tuple[str, int]]) -> None:
        """Tell what the core found, unless it may only follow from a cell that was not understood."""
        at = self._cell(problem.at)
        related = tuple(Related(label, self._cell(path)) for label, path in problem.related)
        if any((span.file, span.line) in refused for span in (at, *(one.span for one in related))):
            return
        names = {named.id: named.name for kind in self.names.values() for named in kind.values()}
        values = dict(problem.values)
        for key in {"id", "touchpoint"} & values.keys():
            values[key] = names.get(str(values[key]), values[key])
        if "kind" in values:
            values["kind"] = (
                self._sheet(str(values["kind"])) if values["kind"] in self.pages else values["kind"]
            )
        self._tell(problem.code, at, related, **values)

    def _cell(self, path: tuple[str | int, ...]) -> Span:
        """Return the cell in which the value at a path of the map is written."""
        kind, rest = str(path[0]), path[1:]
        page = self.pages.get(kind)
        if page and rest and isinstance(rest[0], int):
            key = str(rest[1]) if len(rest) > 1 and rest[1] != "id" else "title"
            key = next((one for one in page.headings if one.split(".")[0] == key), "title")
            return page.span(self.places[kind][rest[0]], key)
        if page:
            return page.top()
        page = self.pages.get("map")
        for row in page.rows if page else ():
            fact = _fact(page, row)
            if page and fact and fact.key.split(".")[0] == kind:
                return page.span(row, "answer")
        return Span(self.file, 1, 1, 1, 1)

    def _count(self, page: Page) -> Counted:
        place = page.table.place
        wrong = {one.span.line for one in self.problems if one.span.file == place and is_error(one)}
        refused = sum(row.number in wrong for row in page.rows)
        kept = len(page.rows) - refused
        return Counted(page.table.name, len(page.table.rows), kept, page.remarks, refused)


def _fact(page: Page | None, row: Row) -> Column | None:
    return columns_by_heading("map").get(same(page.text(row, "fact"))) if page else None
