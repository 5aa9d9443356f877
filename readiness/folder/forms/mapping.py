"""The mapping of an online form: which column answers which question, and what its words mean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from textwrap import wrap
from typing import Any, ClassVar, Literal

from readiness.folder import library
from readiness.folder.forms.yaml_text import yaml_text
from readiness.scalars import Id

NUMBER_THEM = "number them"
_WIDTH = 100


@dataclass(frozen=True)
class Column:
    """A column of the form's table, and the place of its cells within an answer."""

    column: str
    """The heading of the column, or its beginning."""
    item: str = ""
    """The question that it answers; while this is empty, the column is told and not read."""
    part: str = ""
    """The part, row or choice of the question."""
    place: Literal["answer", "comment", "gate", "reason"] = "answer"
    """Where its cells belong: the answer, a comment, the yes-or-no question, why it does not apply."""
    words: dict[str, str] = field(default_factory=dict)
    """Words of the form and the value that each means: a level, a choice, yes, dont-know."""
    between: str = ""
    """What stands between several answers in a cell; a semicolon and a line break always do."""


@dataclass(frozen=True)
class FormMapping:
    """How a table of an online form becomes responses."""

    __pydantic_config__: ClassVar[dict[str, Any]] = {"extra": "forbid", "use_attribute_docstrings": True}

    format: Literal["mapping/1"]
    respondent: str
    """The heading of the column with codes, or: number them."""
    role: str
    """The role of everybody, executive, business, it, front-line or customer, or the heading of a column."""
    columns: tuple[Column, ...]
    """What each column holds; one that is not listed is told and not read."""
    prefix: Id = "person"
    """Codes that are numbered start with it: person-1."""
    roles: dict[str, str] = field(default_factory=dict)
    """Words of the column with the roles, and the role that each means."""
    date: str = ""
    """The heading of the column with the date of the answers."""
    date_order: Literal["year/month/day", "month/day/year", "day/month/year"] = "year/month/day"
    """In which order its figures stand; marks between them and a time behind them do not matter."""
    questionnaire: str = ""
    """The questionnaire that was answered; the one that fits best where absent."""
    language: Literal["en", "zh-Hant", "zh-Hans"] | None = None
    """The language in which people answered."""
    leave_out: tuple[str, ...] = ()
    """Headings of columns that are not read, such as names and mail addresses."""


def mapping_text(raw: dict[str, Any], file: str, unsure: Sequence[str], language: str) -> str:
    """Return the text of a mapping with remarks at its top: what to look at, and what was a guess."""
    say = library.phrases(language).say
    name = "".join(char if char.isprintable() else "\ufffd" for char in file)
    remarks = [str(say("interchange.mapping.remark", file=name))]
    remarks += [str(say(f"interchange.mapping.{code}")) for code in unsure]
    lines = [line for remark in remarks for line in wrap(remark, _WIDTH, break_long_words=False)]
    return yaml_text(raw, remarks="\n".join(lines), apart="columns")
