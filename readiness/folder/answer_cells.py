"""One answer of all the cells that speak of one question."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from unicodedata import normalize

from readiness.diagnostics import Path, Span
from readiness.folder.answer_rows import Problems, RowId, Statement
from readiness.folder.answer_words import NOT_APPLICABLE, codes_by_word
from readiness.folder.cell_text import same
from readiness.questionnaires.model import Item
from readiness.questionnaires.response import Answer, read_answer
from readiness.scalars import Unreadable

_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?\Z", re.ASCII)
_BETWEEN = " / "
_VALUE, _WHY, _ASIDE = ("value",), ("not_applicable",), ("aside",)
_COMMENT, _GATE = ("comment",), ("gate",)
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
        """Return where a place within the answer is written, or what is around it."""
        while at and at not in self.spans:
            at = at[:-1]
        return self.spans[at] if at else next(iter(self.spans.values()))


def build_answer(item: Item, statements: Sequence[Statement], problems: Problems, *, round_: int) -> Given:
    """Return the answer that cells give; what does not fit is added to the problems."""
    return _Builder(item, problems, round_).build(statements)


@dataclass
class _Builder:
    item: Item
    problems: Problems
    round: int
    raw: dict[Path, str] = field(default_factory=dict)
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
        at, text = statement.at, _code(self.item, statement.at, statement.text)
        if at[0] in ("value", "parts") and text == NOT_APPLICABLE:
            self.spans.setdefault(_ASIDE, statement.span)
        elif at == _COMMENT and at in self.raw:
            self.raw[at] += _BETWEEN + text
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

    def _fail(self, code: str, span: Span, /, *related: Span, **values: object) -> None:
        self.sound = False
        self.problems.add(code, span, *related, **values)


def _nested(raw: Mapping[Path, str]) -> dict[str, Any]:
    nested: dict[str, Any] = {}
    for at, text in raw.items():
        if len(at) == 1:
            nested[str(at[0])] = text
        else:
            nested.setdefault(str(at[0]), {})[str(at[1])] = text
    return nested


def _code(item: Item, at: Path, text: str) -> str:
    """Return a cell as a response file writes it: words become code words, figures plain digits."""
    if at in (_GATE, _GRADE):
        return codes_by_word("gate" if at == _GATE else "grade").get(same(text), text)
    if at[0] not in ("value", "parts"):
        return text
    known = codes_by_word("answer").get(same(text))
    if known or item.kind == "text":
        return known or text
    if item.kind == "choice":
        return _choice(item, text)
    figure = normalize("NFKC", text).strip()
    return figure.replace(",", "") if item.kind == "estimate" and _GROUPED.match(figure) else figure


def _choice(item: Item, text: str) -> str:
    for choice in item.choices:
        names = (choice.id, *(words for _, words in choice.text.words))
        if same(text) in {same(name) for name in names}:
            return choice.id
    return text
