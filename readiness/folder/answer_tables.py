"""Tables of typed-in answers: who says what about which question, and in which cell.

Two shapes are understood: one row a question, in which a code, role or date
holds until it changes, and one row a person with one column a question
(``P1-Q1``, ``P1-Q1.a``, ``P1-Q1.gate``, ``P1-Q1.comment``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from unicodedata import normalize

from readiness.diagnostics import Path, Span
from readiness.errors import Refused
from readiness.folder.answer_rows import Person, Rows, Statement, is_error
from readiness.folder.answer_values import part_names
from readiness.folder.answer_words import columns_by_heading, heading, language_of
from readiness.folder.cell_text import same
from readiness.folder.workbook import Row, Table
from readiness.folder.worksheets import REMARK
from readiness.questionnaires.model import Item
from readiness.scalars import Unreadable, read_id

PLACES: Mapping[str, Path] = {
    "answer": ("value",),
    "gate": ("gate",),
    "aside": ("not_applicable",),
    "comment": ("comment",),
    "grade": ("evidence", "grade"),
    "source": ("evidence", "source"),
}
"""Column to the place of its cells within an answer."""
_ITEM = re.compile(r"[A-Za-z]{1,4}\d*(?:-[A-Za-z]*)?\d+(?:\..*)?\Z")
_DEVICE = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)\Z")


def read_rows(tables: Sequence[Table], items: Mapping[str, Item], *, file: str, language: str) -> Rows:
    """Return what the rows of all tables with answers say.

    Raises Refused where no table has answers: other sheets are left alone.
    """
    rows = Rows(items, language)
    by_lower = {item.lower(): item for item in items}
    found = False
    for table in tables:
        reader = _TableReader(table, rows, by_lower)
        if reader.has_answers:
            found = True
            reader.read()
    if not found:
        raise Refused("no-answers", file=file)
    return rows


class _TableReader:
    """Reads one table into the rows."""

    def __init__(self, table: Table, rows: Rows, by_lower: Mapping[str, str]) -> None:
        self.table, self.rows, self.by_lower = table, rows, by_lower
        self.columns: dict[str, str] = {}
        self.others: list[str] = []
        for written in table.headings:
            column = columns_by_heading().get(same(written))
            if column is None or column in self.columns:
                self.others.append(written)
            else:
                self.columns[column] = written
        if "item" not in self.columns and "text" in self.columns and self._names_items(self.columns["text"]):
            self.columns["item"] = self.columns.pop("text")
        self.wide = {} if "answer" in self.columns else dict(self._question_columns())
        self.code: str | None = None
        self.written = ""
        self.told = False
        self.language = language_of(table.headings)
        self.role: tuple[str, Span] | None = None
        self.role_of: str | None = None
        self.day: tuple[str, Span] | None = None
        self.item = self.known = ""

    @property
    def has_answers(self) -> bool:
        """Say whether the table is one of answers and not, say, a list of what the levels mean."""
        known = self.columns.keys()
        return any(self.wide.values()) or "answer" in known or ("respondent" in known and self._asks)

    @property
    def _asks(self) -> bool:
        return bool(self.wide) or "item" in self.columns

    def _names_items(self, written: str) -> bool:
        return any(row.cells.get(written, "").lower() in self.by_lower for row in self.table.rows)

    def _question_columns(self) -> Iterator[tuple[str, tuple[str, Path] | None]]:
        """Yield the columns of questions with their place in an answer; None where there is none."""
        for written in self.others:
            name, _, rest = written.partition(".")
            item = self.by_lower.get(normalize("NFKC", name).strip().lower())
            place = _place(self.rows.items[item], rest) if item else None
            if item and place:
                yield written, (item, place)
            elif item or _ITEM.match(written):
                yield written, None

    def read(self) -> None:
        self._tell_headings()
        remarks = {row.number for row in self.table.rows if _is_remark(row, self.table)}
        for problem in self.table.problems:
            if problem.span.line not in remarks:
                self.rows.problems.add(problem.code, problem.span, **problem.values)
        for row in self.table.rows:
            if row.number not in remarks:
                self._row(row)

    def _tell_headings(self) -> None:
        problems = self.rows.problems
        for column in ("respondent",) if self.wide else ("respondent", "item", "answer"):
            if column not in self.columns:
                values = {"heading": heading(column, self.rows.language), "sheet": self.table.name}
                problems.add("missing-heading", self.table.span(self.table.heading_row), **values)
        for written in self.others:
            if written not in self.wide:
                span = self.table.span(self.table.heading_row, written)
                known = [heading(column, self.rows.language) for column in PLACES]
                problems.add("unknown-column", span, heading=written, near=(written, known))
        for item, _ in filter(None, self.wide.values()):
            self.rows.asked[item] = None
        for written, place in self.wide.items():
            if place is None:
                span = self.table.span(self.table.heading_row, written)
                problems.add("unknown-item", span, id=written, near=(written, list(self.rows.items)))

    def _row(self, row: Row) -> None:
        rows, here = self.rows, (self.table.place, row.number)
        self._who(row)
        said = [one for one in (self._wide(row) if self.wide else self._long(row)) if one.text]
        broken = here in rows.problems.errors
        if not said and not broken:
            return
        rows.read[here] = None
        if broken:
            rows.refused.add(here)
        if self.code is None:
            rows.refused.add(here)
            if not self.told and "respondent" in self.columns:
                rows.problems.add("respondent-missing", self._span(row, "respondent"))
                self.told = True
            return
        person = self._person(row)
        person.rows.add(here)
        if name := self._text(row, "questionnaire"):
            person.questionnaires.append((name, self._span(row, "questionnaire")))
        rows.statements += said
        if broken and not self.wide and self.known:
            # what cannot be read is a part of the answer, too
            rows.statements.append(self._statement(row, self.known, (), "", self._span(row, "answer")))

    def _who(self, row: Row) -> None:
        """Note the person, role and date that a row names, and take over those of the rows above."""
        written = self._text(row, "respondent")
        lost = any(
            problem.span == self._span(row, "respondent") and is_error(problem.code)
            for problem in self.table.problems
        )
        if written or lost or self.wide:
            self.told = lost or bool(written)
            self.code = None if lost else self._code(row, written)
            self.written = written
        person = self.rows.people.get(self.code or "")
        if text := self._text(row, "role"):
            self.role, self.role_of = (text, self._span(row, "role")), self.code
            if person:
                person.roles.append(self.role)
        if text := self._text(row, "date"):
            self.day = (text, self._span(row, "date"))
            if person:
                person.days.append(self.day)

    def _code(self, row: Row, written: str) -> str | None:
        if not written:
            return None
        code = re.sub(r"[ _./-]+", "-", normalize("NFKC", written).lower()).strip("-")
        try:
            code = read_id(code)
        except Unreadable:
            code = ""
        if not code or _DEVICE.match(code):
            self.rows.problems.add("respondent-code", self._span(row, "respondent"), value=written)
            return None
        return code

    def _person(self, row: Row) -> Person:
        code = self.code or ""
        person = self.rows.people.get(code)
        if person is None:
            person = Person(code, self._span(row, "respondent"), self.language)
            person.written = self.written
            if self.role and self.role_of == code:
                person.roles.append(self.role)
            person.above = self.role
            person.days += [self.day] if self.day else []
            self.rows.people[code] = person
        return person

    def _long(self, row: Row) -> Iterator[Statement]:
        written, part = self._text(row, "item"), normalize("NFKC", self._text(row, "part")).strip()
        if written:
            self.item = written
        elif not part:
            self.item = ""
        filled = [column for column in PLACES if self._text(row, column)]
        item = self.known = self.by_lower.get(normalize("NFKC", self.item).strip().lower(), "")
        if item:
            self.rows.asked[item] = None
        elif filled and self.item:
            values = {"id": self.item, "near": (self.item, list(self.rows.items))}
            self.rows.problems.add("unknown-item", self._span(row, "item"), **values)
        elif filled and "item" not in self.columns:
            self.rows.problems.errors.add((self.table.place, row.number))
        elif filled:
            values = {"heading": heading("item", self.rows.language)}
            self.rows.problems.add("missing-cell", self._span(row, "item"), **values)
        for column in filled:
            at = PLACES[column]
            if part and column == "answer":
                at = ("parts", _part_name(self.rows.items.get(item), part))
            yield self._statement(row, item, at, self._text(row, column), self._span(row, column))

    def _wide(self, row: Row) -> Iterator[Statement]:
        for written, place in self.wide.items():
            text, span = row.cells.get(written, ""), self.table.span(row.number, written)
            if place is None and text:
                self.rows.problems.errors.add((span.file, span.line))
            item, at = place or ("", ())
            yield self._statement(row, item, at, text, span)

    def _statement(self, row: Row, item: str, at: Path, text: str, span: Span) -> Statement:
        return Statement((self.table.place, row.number), self.code or "", item, at, text, span)

    def _text(self, row: Row, column: str) -> str:
        return row.cells.get(self.columns.get(column, ""), "")

    def _span(self, row: Row, column: str) -> Span:
        return self.table.span(row.number, self.columns.get(column, ""))


def _place(item: Item, rest: str) -> Path | None:
    """Return the place within an answer that the end of a heading names: a part, ``gate``, ``comment`` ..."""
    if not rest:
        return PLACES["answer"]
    name = _part_name(item, normalize("NFKC", rest).strip())
    if name in part_names(item):
        return ("parts", name)
    column = columns_by_heading().get(same(rest))
    return PLACES.get(column or "")


def _part_name(item: Item | None, written: str) -> str:
    """Return the name of a part as its question writes it."""
    names = {name.lower(): name for name in part_names(item)} if item else {}
    return names.get(written.lower(), written)


def _is_remark(row: Row, table: Table) -> bool:
    return any(row.cells.get(written, "").startswith(REMARK) for written in table.headings[:1])
