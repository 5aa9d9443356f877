"""One answer of all the cells that speak of one question."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from readiness.diagnostics import Path, Span
from readiness.folder.answer_rows import Problems, RowId, Statement
from readiness.folder.answer_values import CellReader, Value, in_order, part_names
from readiness.folder.answer_words import NOT_APPLICABLE
from readiness.questionnaires.model import Item
from readiness.questionnaires.response import DONT_KNOW, Answer, read_answer
from readiness.scalars import Text, Unreadable

_BETWEEN = " / "
_VALUE, _WHY, _ASIDE = ("value",), ("not_applicable",), ("aside",)
_COMMENT = ("comment",)
_GRADE, _SOURCE = ("evidence", "grade"), ("evidence", "source")


@dataclass(frozen=True)
class Given:
    """An answer with the rows it came from and where each place of it is written."""

    answer: Answer
    rows: frozenset[RowId]
    spans: Mapping[Path, Span]
    sound: bool
    """Nothing in it had to be left out."""

    def span(self, at: Path) -> Span:
        """Return where a place within the answer is written, what is within it, or what is around it."""
        while at and at not in self.spans:
            within = (span for place, span in self.spans.items() if place[: len(at)] == at)
            if found := next(within, None):
                return found
            at = at[:-1]
        return self.spans[at] if at else next(iter(self.spans.values()))


def build_answer(
    item: Item,
    statements: Sequence[Statement],
    problems: Problems,
    *,
    round_: int,
    language: str = "en",
    touchpoints: Mapping[str, Text] = MappingProxyType({}),
) -> Given:
    """Return the answer that cells give; what does not fit is added to the problems.

    ``language`` is that of the words proposed for a cell, ``touchpoints`` are
    the titles on the map by id.
    """
    reader = CellReader(item, touchpoints, language)
    return _Builder(item, problems, round_, reader).build(statements)


@dataclass
class _Builder:
    item: Item
    problems: Problems
    round: int
    reader: CellReader
    raw: dict[Path, Value] = field(default_factory=dict)
    spans: dict[Path, Span] = field(default_factory=dict)
    sound: bool = True

    def build(self, statements: Sequence[Statement]) -> Given:
        for statement in statements:
            if statement.at:
                self._add(statement)
            else:
                self.sound = False
                self.spans.setdefault((), statement.span)
        self._check()
        if self.sound and self.item.kind == "rank":
            self._rank()
        answer = Answer()
        if self.sound:
            try:
                answer = read_answer(_nested(self.raw))
            except Unreadable as error:
                at = next((at for at in self.spans if at == error.path), next(iter(self.spans)))
                self._fail(error.code, self.spans[at], **error.values)
        rows = frozenset(statement.row for statement in statements)
        return Given(answer, rows, self.spans, self.sound)

    def _add(self, statement: Statement) -> None:
        at = statement.at
        try:
            text = self.reader.read(at, statement.text)
        except Unreadable as error:
            self._fail(error.code, statement.span, **error.values)
            self.spans.setdefault(at, statement.span)
            return
        if at[0] in ("value", "parts") and text == NOT_APPLICABLE:
            self.spans.setdefault(_ASIDE, statement.span)
        elif at == _COMMENT and at in self.raw:
            self.raw[at] = f"{self.raw[at]}{_BETWEEN}{text}"
        elif at in self.raw:
            values = {"id": self.item.id, "respondent": statement.code, "round": self.round}
            self._fail("answered-twice", statement.span, self.spans[at], **values)
        else:
            self.raw[at], self.spans[at] = text, statement.span

    def _check(self) -> None:
        """Look for cells that contradict each other or miss what they need."""
        parts = next((at for at in self.raw if at[0] == "parts"), None)
        value = _VALUE if _VALUE in self.raw else parts
        identity = {"id": self.item.id}
        if _ASIDE in self.spans and _WHY not in self.raw:
            self._fail("aside-without-reason", self.spans[_ASIDE], **identity)
        if value and (_ASIDE in self.spans or _WHY in self.raw):
            at = self.spans.get(_ASIDE) or self.spans[_WHY]
            self._fail("answer-and-aside", at, self.spans[value], **identity)
        if _VALUE in self.raw and parts:
            self._fail("answer-and-parts", self.spans[_VALUE], self.spans[parts], **identity)
        if _SOURCE in self.raw and _GRADE not in self.raw:
            self._fail("evidence-without-grade", self.spans[_SOURCE], **identity)

    def _rank(self) -> None:
        """Make one list of the places that are written beside the choices."""
        places = {str(at[1]): str(text) for at, text in self.raw.items() if at[0] == "parts"}
        known = part_names(self.item)
        for name in places:
            if name not in known:
                values = {"key": name, "allowed": known, "near": (name, known)}
                self._fail("unknown-key", self.spans["parts", name], **values)
                return
        if not places:
            return
        try:
            listed = in_order(places)
        except Unreadable as error:
            self._fail(error.code, self.spans[error.path], **error.values)
            return
        self.spans[_VALUE] = self.spans["parts", next(iter(places))]
        self.raw = {at: text for at, text in self.raw.items() if at[0] != "parts"}
        self.raw[_VALUE] = list(listed) or DONT_KNOW

    def _fail(self, code: str, span: Span, /, *related: Span, **values: object) -> None:
        self.sound = False
        self.problems.add(code, span, *related, **values)


def _nested(raw: Mapping[Path, Value]) -> dict[str, Any]:
    nested: dict[str, Any] = {}
    for at, text in raw.items():
        if len(at) == 1:
            nested[str(at[0])] = text
        else:
            nested.setdefault(str(at[0]), {})[str(at[1])] = text
    return nested
