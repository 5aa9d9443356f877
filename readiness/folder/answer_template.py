"""The sheet into which answers on paper are typed: one row a question, one row a part."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from readiness.folder import library
from readiness.folder.answer_values import BY_CHOICE
from readiness.folder.answer_words import COLUMNS, NOT_APPLICABLE, WORDS, heading, word
from readiness.folder.cell_text import neutral
from readiness.folder.worksheets import Sheet
from readiness.questionnaires.library import resolve
from readiness.questionnaires.model import Item, Questionnaire
from readiness.questionnaires.response import DONT_KNOW
from readiness.scalars import Text

LEVELS = ("0", "1", "2", "3", "4")
_WIDTHS = {
    "respondent": 14, "role": 16, "date": 12, "item": 11, "part": 8, "text": 52, "answer": 14, "gate": 14,
    "aside": 22, "comment": 34, "grade": 14, "source": 24, "questionnaire": 26,
}  # fmt: skip
_TYPED = ("choices", "rank", "allocate", "touchpoint", "date", "money")
_NOTED = ("respondent", "role", "date", "answer", "gate", "aside", "grade", "source")


def answer_sheets(
    chosen: Sequence[Questionnaire],
    known: Sequence[Questionnaire],
    language: str,
    *,
    touchpoints: Mapping[str, Text] = MappingProxyType({}),
    notes: Mapping[str, str] = MappingProxyType({}),
) -> tuple[Sheet, Sheet]:
    """Return the sheet to fill for some questionnaires, and one that says what the levels mean.

    ``known`` are the questionnaires from which they may include questions,
    ``touchpoints`` the titles on the map by id, ``notes`` what else is to be
    said of a question by id.
    """
    say = library.phrases(language).say
    offered = {
        column: tuple(word(code, language) for code in WORDS[column]) for column in ("gate", "grade", "role")
    }
    lines = tuple(
        line for each in _items(chosen, known) for line in _lines(*each, language, touchpoints, notes)
    )
    answers = Sheet(
        str(say("sheet.answers")),
        tuple(heading(column, language) for column in COLUMNS),
        tuple(line.cells for line in lines),
        {COLUMNS.index(column): words for column, words in offered.items()},
        {COLUMNS.index(column): width for column, width in _WIDTHS.items()},
        {COLUMNS.index(column): str(say(f"sheet.note.{column}")) for column in _NOTED},
        answers={
            (row, COLUMNS.index("answer")): line.offered for row, line in enumerate(lines) if line.offered
        },
    )
    meanings = Sheet(
        str(say("sheet.meanings")),
        (heading("item", language), heading("text", language), *LEVELS),
        tuple(_meanings(chosen, known, language)),
        widths={0: 11, 1: 46} | dict.fromkeys(range(2, 7), 24),
    )
    return answers, meanings


def write_csv(sheet: Sheet) -> bytes:
    """Return a sheet as CSV for every spreadsheet: UTF-8 with its mark, no text that runs as a formula."""
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    for row in (sheet.headings, *sheet.rows):
        writer.writerow([neutral(text) for text in row])
    return b"\xef\xbb\xbf" + file.getvalue().encode()


@dataclass(frozen=True)
class _Line:
    """A row to be filled, and what a drop-down list offers as its answer."""

    cells: tuple[str, ...]
    offered: tuple[str, ...]


def _lines(
    questionnaire: Questionnaire,
    item: Item,
    language: str,
    touchpoints: Mapping[str, Text],
    notes: Mapping[str, str],
) -> Iterator[_Line]:
    """Yield the row of a question and one for each of its parts, or of the choices ranked or given points."""
    say = library.phrases(language).say
    parts = {name: part.text for name, part in item.parts.items()}
    choices = {choice.id: choice.text.choose(language)[1] for choice in item.choices}
    texts = [notes.get(item.id, ""), item.text.choose(language)[1]]
    if item.kind in BY_CHOICE:
        parts = {choice.id: choice.text for choice in item.choices}
    else:
        texts += [str(say("sheet.choice", id=name, text=text)) for name, text in choices.items()]
    texts.append(_hint(item, language))
    asides = tuple(word(code, language) for code in (DONT_KNOW, NOT_APPLICABLE))
    row = _row(item.id, "", "\n".join(filter(None, texts)), questionnaire)
    alone = () if parts else _single(item, language, touchpoints)
    yield _Line(row, () if item.kind == "text" else (*alone, *asides))
    for name, text in parts.items():
        offered = _single(item, language, touchpoints)
        cells = _row(item.id, name, text.choose(language)[1], questionnaire)
        yield _Line(cells, (*offered, asides[0]) if offered else ())


def _single(item: Item, language: str, touchpoints: Mapping[str, Text]) -> tuple[str, ...]:
    """Return the answers of which one is chosen: levels, points, yes and no, choices, touchpoints."""
    if item.kind == "yes-no":
        return word("yes", language), word("no", language)
    if item.kind == "agree":
        return tuple(map(str, range(1, item.points + 1)))
    if item.kind == "choice" or (item.kind == "matrix" and item.choices):
        return tuple(choice.text.choose(language)[1] or choice.id for choice in item.choices)
    if item.kind == "touchpoint":
        return tuple(title.choose(language)[1] or name for name, title in touchpoints.items())
    return LEVELS if item.kind in ("maturity", "matrix") else ()


def _hint(item: Item, language: str) -> str:
    """Return how to type an answer where it is not plain from the question; empty where it is."""
    say = library.phrases(language).say
    if item.kind == "number" and item.unit:
        return str(say("ask.kind.number-of", unit=item.unit.choose(language)[1]))
    if item.kind == "agree":
        return str(say("ask.kind.agree", points=item.points))
    return str(say(f"ask.type.{item.kind}")) if item.kind in _TYPED else ""


def _row(item: str, part: str, text: str, questionnaire: Questionnaire) -> tuple[str, ...]:
    filled = {"item": item, "part": part, "text": text, "questionnaire": questionnaire.name}
    return tuple(filled.get(column, "") for column in COLUMNS)


def _meanings(
    chosen: Sequence[Questionnaire], known: Sequence[Questionnaire], language: str
) -> Iterator[tuple[str, ...]]:
    for _, item in _items(chosen, known):
        if item.anchors:
            levels = (item.anchor(int(level)).choose(language)[1] for level in LEVELS)
            yield (item.id, item.text.choose(language)[1], *levels)


def _items(
    chosen: Sequence[Questionnaire], known: Sequence[Questionnaire]
) -> Iterator[tuple[Questionnaire, Item]]:
    """Yield every question once, with the first questionnaire that asks it."""
    seen: set[str] = set()
    for questionnaire in chosen:
        for item in resolve(questionnaire, known):
            if item.id not in seen:
                seen.add(item.id)
                yield questionnaire, item
