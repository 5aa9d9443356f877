"""The table of an online form as answers, by its mapping: every row is kept or refused."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from unicodedata import normalize

from readiness.diagnostics import Path, Span
from readiness.engagement.model import Engagement
from readiness.errors import Refused
from readiness.folder.answer_cells import build_answer
from readiness.folder.answer_rows import Person, Rows, Statement
from readiness.folder.answer_sheets import AnswerReading, has_version
from readiness.folder.answer_touchpoints import touchpoint_titles
from readiness.folder.answer_values import LISTS, part_names
from readiness.folder.answer_words import codes_by_word
from readiness.folder.cell_text import same
from readiness.folder.forms.mapping import NUMBER_THEM, Column, FormMapping
from readiness.folder.workbook import Row, Table
from readiness.questionnaires.model import ROLES, Item, Questionnaire
from readiness.scalars import Unreadable, read_id

_PLACES: Mapping[str, Path] = {"comment": ("comment",), "gate": ("gate",), "reason": ("not_applicable",)}
_FIGURES = re.compile(r"\d+")
_UNSAFE = re.compile(r"[ _./-]+")
_DEVICE = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)\Z")
_JOINED = 4
"""How many pieces of a cell may be one answer that holds the separator itself."""


def read_mapped(
    table: Table,
    plan: FormMapping,
    items: Mapping[str, Item],
    known: Sequence[Questionnaire],
    engagement: Engagement,
    *,
    round_: int,
    language: str,
) -> AnswerReading:
    """Return what the rows of a table say, one person a row.

    ``items`` may be answered; they belong to the ``known`` questionnaires.
    Raises Refused where the mapping names a column that is not there, one that
    cannot be told from another, a question that is not known, or a role that is
    neither a role nor a column.
    """
    reading = AnswerReading(Rows(items, language), known, round_, engagement.profile.language)
    _MappedTable(table, plan, reading, engagement).read()
    return reading


@dataclass
class _MappedTable:
    table: Table
    plan: FormMapping
    reading: AnswerReading
    engagement: Engagement
    columns: list[tuple[Column, str, Item, Path]] = field(default_factory=list)

    def read(self) -> None:
        plan, rows = self.plan, self.reading.rows
        self.codes = "" if plan.respondent == NUMBER_THEM else self._heading(plan.respondent)
        if not plan.role.strip():
            raise Refused("interchange-mapping-role", file=self.table.place)
        self.roles = "" if plan.role in ROLES else self._heading(plan.role)
        self.dates = self._heading(plan.date) if plan.date else ""
        if plan.questionnaire and not has_version(plan.questionnaire, self.reading.known):
            raise Refused("interchange-mapping-questionnaire", name=plan.questionnaire)
        self._columns()
        for problem in self.table.problems:
            rows.problems.add(problem.code, problem.span, **problem.values)
        self._tell_unread()
        titles = touchpoint_titles(self.engagement.touchmap)
        for number, row in enumerate(self.table.rows, start=1):
            self._row(row, number, titles)
        self.reading.refuse_answers(
            [key for key, given in self.reading.given.items() if given.rows & rows.refused]
        )

    def _columns(self) -> None:
        """Find the column, question and place of each entry of the mapping."""
        for entry in self.plan.columns:
            heading = self._heading(entry.column)
            if not entry.item:
                continue
            item = self.reading.rows.items.get(entry.item)
            if item is None:
                raise Refused("interchange-mapping-item", item=entry.item, column=entry.column)
            at: Path = _PLACES.get(entry.place, ("value",))
            if entry.part:
                if entry.part not in part_names(item):
                    values = {
                        "item": item.id,
                        "part": entry.part,
                        "known": ", ".join(part_names(item)) or "-",
                    }
                    raise Refused("interchange-mapping-part", **values)
                at = ("parts", entry.part)
            self.columns.append((entry, heading, item, at))
            self.reading.rows.asked[item.id] = None

    def _heading(self, written: str) -> str:
        """Return the heading that a text of the mapping means: the whole of it, or its beginning."""
        wanted = same(written)
        exact = [one for one in self.table.headings if same(one) == wanted]
        begun = exact or [one for one in self.table.headings if wanted and same(one).startswith(wanted)]
        if len(begun) == 1:
            return begun[0]
        code = "interchange-mapping-columns" if begun else "interchange-mapping-column"
        raise Refused(code, column=written, file=self.table.place)

    def _tell_unread(self) -> None:
        """Tell the columns of which nothing is read although the mapping does not leave them out."""
        used = {heading for _, heading, _, _ in self.columns} | {self.codes, self.roles, self.dates}
        left = {same(one) for one in self.plan.leave_out}
        for heading in self.table.headings:
            if heading not in used and same(heading) not in left:
                at = self.table.span(self.table.heading_row, heading)
                self.reading.rows.problems.add("interchange-column-unread", at, heading=heading)

    def _row(self, row: Row, number: int, titles: Mapping[str, object]) -> None:
        rows, here = self.reading.rows, (self.table.place, row.number)
        filled = [one for one in self.columns if row.cells.get(one[1])]
        broken = here in rows.problems.errors
        if not filled and not broken:
            return
        rows.read[here] = None
        code = self._code(row, number)
        role = self._role(row, code)
        on, dated = self._day(row)
        if broken or code is None or role is None or not dated:
            rows.refused.add(here)
            return
        if code in rows.people:
            at = self.table.span(row.number, self.codes)
            rows.problems.add("interchange-code-twice", at, rows.people[code].span, respondent=code)
            rows.refused.add(here)
            return
        person = Person(code, self.table.span(row.number, self.codes), self.plan.language, {here})
        person.written = row.cells.get(self.codes, "")
        person.roles = [(role, self.table.span(row.number, self.roles))]
        person.days = [("", self.table.span(row.number, self.dates))]
        if self.plan.questionnaire:
            person.questionnaires.append((self.plan.questionnaire, person.span))
        rows.people[code] = person
        self.reading.roles[code], self.reading.days[code] = role, on
        self._answers(row, code, filled, titles)

    def _answers(
        self,
        row: Row,
        code: str,
        filled: Sequence[tuple[Column, str, Item, Path]],
        titles: Mapping[str, object],
    ) -> None:
        rows, here = self.reading.rows, (self.table.place, row.number)
        gathered: dict[str, list[Statement]] = {}
        for entry, heading, item, at in filled:
            span = self.table.span(row.number, heading)
            text = self._meant(entry, item, at, row.cells[heading], span)
            if text is None:
                rows.refused.add(here)
            elif text:
                gathered.setdefault(item.id, []).append(Statement(here, code, item.id, at, text, span))
        for name, statements in gathered.items():
            given = build_answer(
                rows.items[name], statements, rows.problems, round_=self.reading.round,
                language=self.plan.language or self.reading.language, touchpoints=titles,  # type: ignore[arg-type]
            )  # fmt: skip
            self.reading.given[code, name] = given
            if not given.sound:
                rows.refused.add(here)

    def _meant(self, entry: Column, item: Item, at: Path, text: str, span: Span) -> str | None:
        """Return what a cell means by the words of the mapping; None for a word that has no meaning yet."""
        words = {same(word): value for word, value in entry.words.items()}
        several = at == ("value",) and item.kind in LISTS
        pieces = [text] if same(text) in words or not several else self._pieces(entry, item, text)
        meant = [words.get(same(piece), piece) for piece in pieces]
        if "" in meant:
            value = pieces[meant.index("")]
            self.reading.rows.problems.add("interchange-word-open", span, value=value, column=entry.column)
            return None
        return "; ".join(meant)

    def _pieces(self, entry: Column, item: Item, text: str) -> list[str]:
        """Return the answers in a cell; one that holds the separator itself stays whole where it is known."""
        if not entry.between:
            return [piece for piece in re.split(r"\s*[;；\n]\s*", text) if piece]
        names = {same(word) for word in entry.words}
        names |= {
            same(name) for choice in item.choices for name in (choice.id, *(w for _, w in choice.text.words))
        }
        pieces, found, at = text.split(entry.between), [], 0
        while at < len(pieces):
            ends = range(min(len(pieces), at + _JOINED), at, -1)
            end = next((end for end in ends if same(entry.between.join(pieces[at:end])) in names), at + 1)
            found.append(entry.between.join(pieces[at:end]).strip())
            at = end
        return [piece for piece in found if piece]

    def _code(self, row: Row, number: int) -> str | None:
        if not self.codes:
            return f"{self.plan.prefix}-{number}"
        written = row.cells.get(self.codes, "")
        code = _UNSAFE.sub("-", normalize("NFKC", written).lower()).strip("-")
        try:
            code = read_id(code)
        except Unreadable:
            code = ""
        if code and not _DEVICE.match(code):
            return code
        span = self.table.span(row.number, self.codes)
        if written:
            self.reading.rows.problems.add("respondent-code", span, value=written)
        else:
            self.reading.rows.problems.add("respondent-missing", span)
        return None

    def _role(self, row: Row, code: str | None) -> str | None:
        if not self.roles:
            return self.plan.role
        written = row.cells.get(self.roles, "")
        words = {same(word): role for word, role in self.plan.roles.items()}
        role = words.get(same(written)) or codes_by_word("role").get(same(written))
        if role in ROLES:
            return role
        span = self.table.span(row.number, self.roles)
        if written:
            self.reading.rows.problems.add("interchange-role-open", span, value=written)
        else:
            self.reading.rows.problems.add("role-missing", span, respondent=code or "-")
        return None

    def _day(self, row: Row) -> tuple[date | None, bool]:
        """Return the day of a row, and whether what is written there is none or one."""
        text = normalize("NFKC", row.cells.get(self.dates, "")) if self.dates else ""
        if not text:
            return None, True
        figures = [int(one[:4]) for one in _FIGURES.findall(text)[:3]]
        named = dict(zip(self.plan.date_order.split("/"), figures, strict=False))
        year = named.get("year", 0)
        try:
            return date(year + 2000 if year < 100 else year, named.get("month", 0), named.get("day", 0)), True
        except ValueError:
            span = self.table.span(row.number, self.dates)
            self.reading.rows.problems.add("interchange-date", span, value=text, order=self.plan.date_order)
            return None, False
