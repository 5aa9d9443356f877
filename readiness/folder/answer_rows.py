"""What the rows of typed-in answers say, cell by cell, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from readiness.diagnostics import Diagnostic, Path, Related, Span, nearest
from readiness.folder import library
from readiness.questionnaires.model import Item

RowId = tuple[str, int]
"""A sheet and the number of a row in it."""
MOST = 1000
"""How many problems are told."""


@dataclass(frozen=True)
class Statement:
    """One filled cell: what a person says at one place of an answer."""

    row: RowId
    code: str
    item: str
    at: Path
    text: str
    span: Span


@dataclass
class Person:
    """What the rows say about a respondent, as written."""

    code: str
    span: Span
    language: str | None
    rows: set[RowId] = field(default_factory=set)
    roles: list[tuple[str, Span]] = field(default_factory=list)
    days: list[tuple[str, Span]] = field(default_factory=list)
    questionnaires: list[tuple[str, Span]] = field(default_factory=list)
    written: str = ""
    """What was written where the code should stand."""
    above: tuple[str, Span] | None = None
    """The role of the rows above, taken over where the person has none."""


@dataclass
class Problems:
    """What is wrong, up to a limit."""

    found: list[Diagnostic] = field(default_factory=list)
    errors: set[RowId] = field(default_factory=set)

    def add(self, code: str, span: Span, /, *related: Span, **values: object) -> None:
        """Keep a problem; ``near`` may be a word and those it may have been meant for."""
        if is_error(code):
            self.errors.add((span.file, span.line))
        if len(self.found) > MOST:
            return
        if len(self.found) == MOST:
            code, related, values = "too-many-problems", (), {"limit": MOST}
        if isinstance(near := values.get("near"), tuple):
            values["near"] = nearest(*near)
        others = tuple(Related("first-here", other) for other in related)
        self.found.append(Diagnostic(code, span, values, others))


def is_error(code: str) -> bool:
    """Say whether a problem keeps its row from being used."""
    return library.phrases().words[f"rules.{code}.severity"] == "error"


@dataclass
class Rows:
    """The rows of all tables: those read, those refused, and what they say."""

    items: Mapping[str, Item]
    language: str
    """Of the words that messages propose."""
    problems: Problems = field(default_factory=Problems)
    read: dict[RowId, None] = field(default_factory=dict)
    refused: set[RowId] = field(default_factory=set)
    people: dict[str, Person] = field(default_factory=dict)
    statements: list[Statement] = field(default_factory=list)
    asked: dict[str, None] = field(default_factory=dict)
    """Every question that the tables name, answered or not."""
