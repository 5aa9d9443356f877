"""The sheet into which answers on paper are typed: one row a question, one row a part."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence

from readiness.folder import library
from readiness.folder.answer_words import COLUMNS, NOT_APPLICABLE, WORDS, heading, word
from readiness.folder.cell_text import neutral
from readiness.folder.worksheets import Sheet
from readiness.questionnaires.library import resolve
from readiness.questionnaires.model import Item, Questionnaire
from readiness.questionnaires.response import DONT_KNOW

LEVELS = ("0", "1", "2", "3", "4")
_WIDTHS = {
    "respondent": 14, "role": 16, "date": 12, "item": 11, "part": 8, "text": 52, "answer": 14, "gate": 14,
    "aside": 22, "comment": 34, "grade": 14, "source": 24, "questionnaire": 26,
}  # fmt: skip
_NOTED = ("respondent", "role", "date", "answer", "gate", "aside", "grade", "source")


def answer_sheets(
    chosen: Sequence[Questionnaire], known: Sequence[Questionnaire], language: str
) -> tuple[Sheet, Sheet]:
    """Return the sheet to fill for some questionnaires, and one that says what the levels mean.

    ``known`` are the questionnaires from which they may include questions.
    """
    say = library.phrases(language).say
    offered = {
        "answer": (*LEVELS, *(word(code, language) for code in (DONT_KNOW, NOT_APPLICABLE))),
        **{
            column: tuple(word(code, language) for code in WORDS[column])
            for column in ("gate", "grade", "role")
        },
    }
    answers = Sheet(
        str(say("sheet.answers")),
        tuple(heading(column, language) for column in COLUMNS),
        tuple(_rows(chosen, known, language)),
        {COLUMNS.index(column): words for column, words in offered.items()},
        {COLUMNS.index(column): width for column, width in _WIDTHS.items()},
        {COLUMNS.index(column): str(say(f"sheet.note.{column}")) for column in _NOTED},
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


def _rows(
    chosen: Sequence[Questionnaire], known: Sequence[Questionnaire], language: str
) -> Iterator[tuple[str, ...]]:
    for questionnaire, item in _items(chosen, known):
        texts = [item.text.choose(language)[1]]
        say = library.phrases(language).say
        texts += [
            str(say("sheet.choice", id=choice.id, text=choice.text.choose(language)[1]))
            for choice in item.choices
        ]
        yield _row(item.id, "", "\n".join(texts), questionnaire)
        for name, part in item.parts.items():
            yield _row(item.id, name, part.text.choose(language)[1], questionnaire)


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
