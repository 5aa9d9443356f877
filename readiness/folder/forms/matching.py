"""A first mapping for the table of an online form: headings matched to the texts of questions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import cache
from typing import Any
from unicodedata import normalize

from readiness import LANGUAGES
from readiness.folder import library
from readiness.folder.answer_values import CellReader, part_names
from readiness.folder.answer_words import columns_by_heading
from readiness.folder.cell_text import same
from readiness.folder.forms.mapping import NUMBER_THEM
from readiness.folder.forms.phrasing import listed
from readiness.folder.forms.role_column import find_roles
from readiness.folder.workbook import Table
from readiness.questionnaires.answers import check_answer
from readiness.questionnaires.model import Item
from readiness.questionnaires.response import Answer
from readiness.scalars import Text, Unreadable

_NUMBERED = re.compile(r"\s*(?:Q(?:uestion)?\s*)?\d{1,3}\s*[.)．、:：]\s*", re.IGNORECASE)
_IN_BRACKETS = re.compile(r"(?P<question>.*?)\s*\[(?P<row>[^\[\]]*)\]\s*\Z", re.DOTALL)
_WORD = re.compile(r"\w+")
_FIGURES = re.compile(r"\d+")
_ALIKE = 0.85
_LONG = 20
"""How many characters a heading must have for its beginning to count as the whole."""
_COLUMNS = 300
"""Up to so many columns are compared letter by letter with questions."""
_VALUES = 40
"""How many different words of a column are listed."""


@dataclass
class Proposal:
    """A mapping as plain values, which headings found a question, and which did not."""

    raw: dict[str, Any] = field(default_factory=dict)
    matched: tuple[str, ...] = ()
    open: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    unsure: tuple[str, ...] = ()
    """Codes of what was guessed."""


def propose(
    table: Table, items: Mapping[str, Item], touchpoints: Mapping[str, Text], *, language: str
) -> Proposal:
    """Return a mapping for a table of answers.

    Headings match an id, the whole text of a question in any language, its
    beginning, or nearly all of its letters; ``Question [Row]`` matches a part.
    Columns with names and mail addresses are left out and never become codes.
    Where no column says who people are, the role stays empty: nobody guesses it.
    """
    names = _Names(items)
    raw: dict[str, Any] = {"format": "mapping/1", "respondent": NUMBER_THEM}
    said, unsure = _roles(table, names)
    raw |= said
    columns: list[dict[str, Any]] = []
    matched, open_, left_out = [], [], []
    for number, heading in enumerate(table.headings):
        plain = normalize("NFKC", heading).strip().lower()
        column = columns_by_heading().get(same(heading))
        if column == "respondent" and raw["respondent"] == NUMBER_THEM and plain not in _said("personal"):
            raw["respondent"] = heading
        elif heading == raw["role"]:
            continue
        elif "date" not in raw and (plain in _said("date") or column == "date"):
            raw["date"] = heading
            raw["date_order"], sure = _date_order(table, heading)
            unsure += [] if sure else ["date-guessed"]
        elif plain in _said("personal") or plain.startswith(_said("quiz")):
            left_out.append(heading)
        else:
            found = names.find(heading, closely=number < _COLUMNS)
            entry: dict[str, Any] = {"column": heading, "item": ""}
            if found is None:
                open_.append(heading)
            else:
                entry |= _entry(table, heading, found, touchpoints, language)
                matched.append(heading)
            columns.append(entry)
    raw |= {"language": language} | ({"leave_out": left_out} if left_out else {}) | {"columns": columns}
    return Proposal(raw, tuple(matched), tuple(open_), tuple(left_out), tuple(unsure))


def _roles(table: Table, names: _Names) -> tuple[dict[str, Any], list[str]]:
    """Return where people say who they are and what their words mean, and what is a guess about it."""

    def taken(number: int, heading: str) -> bool:
        plain = normalize("NFKC", heading).strip().lower()
        known = columns_by_heading().get(same(heading)) in ("respondent", "date")
        known = known or plain in (*_said("personal"), *_said("date")) or plain.startswith(_said("quiz"))
        return known or names.find(heading, closely=number < _COLUMNS) is not None

    found = find_roles(table, taken)
    if found is None:
        return {"role": ""}, ["role-open"]
    return {"role": found.heading, "roles": dict(found.words)}, [] if found.sure else ["role-guessed"]


@dataclass
class _Names:
    """Finds the question that a heading means."""

    items: Mapping[str, Item]
    texts: dict[str, tuple[Item, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.ids = {name.lower(): item for name, item in self.items.items()}
        for item in self.items.values():
            for part, text in _part_texts(item):
                for _, words in text.words:
                    self.texts.setdefault(_letters(words), (item, part))
        for item in self.items.values():  # a question's own text counts before a part that says the same
            for _, words in item.text.words:
                self.texts[_letters(words)] = (item, "")
        self.texts.pop("", None)

    def find(self, heading: str, *, closely: bool) -> tuple[Item, str] | None:
        text = normalize("NFKC", heading).strip()
        text = _NUMBERED.sub("", text, count=1) if _NUMBERED.match(text) else text
        bracket = _IN_BRACKETS.match(text)
        if bracket:
            found = self.find(bracket["question"], closely=closely)
            if found is not None and not found[1]:
                part = _part(found[0], bracket["row"])
                if part:
                    return found[0], part
        first = re.split(r"[\s:：.]", text, maxsplit=1)[0].lower()
        if first in self.ids:
            return self._with_part(self.ids[first], text)
        letters = _letters(text)
        if letters in self.texts:
            return self.texts[letters]
        if len(letters) >= _LONG:
            begun = [place for own, place in self.texts.items() if own.startswith(letters) or
                     (len(own) >= _LONG and letters.startswith(own))]  # fmt: skip
            if len(begun) == 1:
                return begun[0]
        return self._nearest(letters) if closely and len(letters) >= _LONG // 2 else None

    def _with_part(self, item: Item, text: str) -> tuple[Item, str]:
        _, _, rest = text.partition(".")
        return item, next((name for name in part_names(item) if name.lower() == rest.strip().lower()), "")

    def _nearest(self, letters: str) -> tuple[Item, str] | None:
        """Return the text that shares most letters, if it shares nearly all (Ratcliff and Metzener 1988)."""
        best, found = _ALIKE, None
        matcher = SequenceMatcher(autojunk=False, b=letters)
        for own, place in self.texts.items():
            if not 0.7 < (len(own) + 1) / (len(letters) + 1) < 1.45:
                continue
            matcher.set_seq1(own)
            if matcher.real_quick_ratio() > best and matcher.quick_ratio() > best and matcher.ratio() > best:
                best, found = matcher.ratio(), place
        return found


def _entry(
    table: Table, heading: str, place: tuple[Item, str], touchpoints: Mapping[str, Text], language: str
) -> dict[str, Any]:
    """Return the mapping of a column to a question: the words that people chose, each with what it means."""
    item, part = place
    entry: dict[str, Any] = {"item": item.id} | ({"part": part} if part else {})
    if item.kind in ("text", "number", "money", "percent", "date", "estimate", "allocate"):
        return entry
    values = dict.fromkeys(row.cells[heading] for row in table.rows if heading in row.cells)
    several = item.kind in ("choices", "rank", "touchpoint") and not part
    if several:
        between = _between(values, item)
        entry |= {"between": between} if between not in ("", ";") else {}
        return entry
    reader = CellReader(item, touchpoints, language)
    words = {}
    for value in list(values)[:_VALUES]:
        meant = _meant(item, part, value, reader)
        if meant != value:
            words[value] = meant
    return entry | ({"words": words} if words else {})


def _meant(item: Item, part: str, value: str, reader: CellReader) -> str:
    """Return the value that a word of the form means for an item; empty where nobody can tell."""
    figures = _FIGURES.search(value)
    if item.kind == "rank":  # the place of a choice: 1, 1st, Choice 1
        return figures[0] if figures else ""
    at = ("parts", part) if part else ("value",)
    try:
        read = reader.read(at, value)
    except Unreadable:
        return ""
    said = read if isinstance(read, str) else "; ".join(read)
    fits = not list(_wrong(item, part, said))
    if fits:
        return said
    levels = {_letters(words): level for level, text in item.anchors.items() for _, words in text.words}
    found = levels.get(_letters(value)) or _agreement(item).get(_letters(value))
    if found:
        return found
    begins = figures and value.strip().startswith(figures[0])  # "3 - Approved and dated"
    return figures[0] if figures and begins and not list(_wrong(item, part, figures[0])) else ""


def _wrong(item: Item, part: str, value: str) -> Iterator[object]:
    if value in ("dont-know", "not-applicable"):
        return
    answer = Answer(parts={part: value}) if part else Answer(value=value)
    codes = ("evidence-required", "answer-needs-evidence")
    yield from (one for one in check_answer(item, answer) if one.code not in codes)


@cache
def _agreement_words(points: int) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for language in LANGUAGES:
        said = str(library.phrases(language).say("interchange.agreement")).split("|")
        for number, words in enumerate(said, start=1):
            for one in re.split("[,、]", words):
                found.setdefault(_letters(one), str(number))
    return found if points == 5 else {}


def _agreement(item: Item) -> Mapping[str, str]:
    return _agreement_words(item.points) if item.kind == "agree" else {}


def _date_order(table: Table, heading: str) -> tuple[str, bool]:
    """Return the order of year, month and day in a column, and whether its figures leave no doubt."""
    firsts: set[int] = set()
    seconds: set[int] = set()
    for row in table.rows:
        figures = _FIGURES.findall(row.cells.get(heading, ""))[:3]
        if len(figures) == 3 and len(figures[0]) == 4:
            return "year/month/day", True
        if len(figures) == 3:
            firsts.add(int(figures[0][:4]))
            seconds.add(int(figures[1][:4]))
    if any(number > 12 for number in firsts):
        return "day/month/year", True
    return "month/day/year", any(number > 12 for number in seconds) or not firsts


def _between(values: Mapping[str, None], item: Item) -> str:
    """Return what stands between several answers of a cell: a semicolon, or the comma of Google."""
    if any(";" in value for value in values):
        return ";"
    texts = {words for choice in item.choices for _, words in choice.text.words}
    return "," if any("," in value and value not in texts for value in values) else ""


def _part_texts(item: Item) -> Iterator[tuple[str, Text]]:
    yield from ((name, part.text) for name, part in item.parts.items())
    if item.kind in ("rank", "allocate"):
        yield from ((choice.id, choice.text) for choice in item.choices)


def _part(item: Item, row: str) -> str:
    """Return the part that the words in brackets mean."""
    letters = _letters(row)
    for name, text in _part_texts(item):
        if letters in {_letters(name), *(_letters(words) for _, words in text.words)}:
            return name
    return ""


def _said(kind: str) -> tuple[str, ...]:
    """Return the headings that online forms give to columns of a kind: date, personal, quiz."""
    return listed(f"interchange.headings.{kind}")


def _letters(text: str) -> str:
    """Return the letters and figures of a text alone, in small letters."""
    return "".join(_WORD.findall(normalize("NFKC", text).casefold()))
