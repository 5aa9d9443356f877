"""A questionnaire as a workbook: its questions, its scales, and its words with a column for each language."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from readiness import LANGUAGES
from readiness.errors import NotFound, Refused
from readiness.folder import library
from readiness.folder.forms.loss import Loss
from readiness.folder.forms.own_texts import Words, in_language, own_texts, take
from readiness.folder.forms.phrasing import language_heading, language_named
from readiness.folder.forms.plain import figure
from readiness.folder.workbook import Table
from readiness.folder.worksheets import Sheet
from readiness.questionnaires.library import find
from readiness.questionnaires.model import Choice, Item, Questionnaire
from readiness.questionnaires.translation import texts_of
from readiness.scalars import Text

KEY = "key"
INHERITED = "inherited"
ABOUT = ("what", "is")
SHOWN = "words shown in"
SOURCE, RENAMED, CONDITION = "source", "renamed ", "condition "
"""What rows of the sheet about are called, besides fields of a questionnaire."""
QUESTIONS = (
    "item",
    "kind",
    "text",
    "help",
    "show_if",
    "weight",
    "witness",
    "ask",
    "evidence",
    "applies",
    "remedy",
    "unit",
    "points",
    "reverse",
    "duty",
    "legal",
    "score",
    "good",
    "half",
    "better",
    "sources",
    "lock",
)
SCALES = ("item", "what", "code", "text", "level")
_YES = "yes"


def book_sheets(
    questionnaire: Questionnaire, items: Sequence[Item], known: Sequence[Questionnaire], language: str
) -> tuple[Sheet, ...]:
    """Return the sheets of a workbook: about it, questions, scales, words.

    Questions and scales show their words in one language; the sheet words has
    those of the questionnaire's own file in all of them, for translators.  What
    it takes from others has its words on a sheet of its own.
    """

    def chosen(text: Text) -> str:
        return text.choose(language)[1]

    def head(sheet: str, columns: Sequence[str]) -> tuple[str, ...]:
        say = library.phrases(language).say
        return tuple(str(say(f"interchange.book.{sheet}.{column}")) for column in columns)

    say = library.phrases(language).say
    questions = tuple(tuple(_question(item, chosen).values()) for item in items)
    tags = (questionnaire.language, *(tag for tag in LANGUAGES if tag != questionnaire.language))
    own = own_texts(questionnaire, known)
    whole = texts_of(replace(questionnaire, items=tuple(items), changes=()))
    inherited = {key: text for key, text in whole.items() if key not in own}

    def words(texts: Mapping[str, Text]) -> tuple[tuple[str, ...], ...]:
        return tuple((key, *(in_language(text, tag) for tag in tags)) for key, text in texts.items())

    by_language = Sheet(
        "words",
        (KEY, *map(language_heading, tags)),
        words(own),
        widths={0: 22.0} | dict.fromkeys(range(1, len(tags) + 1), 52.0),
        notes={0: str(say("interchange.book.note"))},
        frozen=2,
    )
    others = (replace(by_language, name=INHERITED, rows=words(inherited), notes={}),) if inherited else ()
    return (
        Sheet("about", ABOUT, tuple(_about(questionnaire, language, chosen)), widths={1: 60.0}),
        Sheet(
            "questions",
            head("questions", QUESTIONS),
            questions,
            widths={2: 60.0, 3: 40.0, 10: 40.0, 20: 40.0},
        ),
        Sheet("scales", head("scales", SCALES), tuple(_scales(items, language)), widths={3: 60.0}),
        by_language,
        *others,
    )


def _about(
    questionnaire: Questionnaire, language: str, chosen: Callable[[Text], str]
) -> Iterator[tuple[str, str]]:
    yield "questionnaire", questionnaire.name
    yield "title", chosen(questionnaire.title)
    yield "language", language_heading(questionnaire.language)
    yield SHOWN, language_heading(language)
    minutes = "" if questionnaire.minutes is None else str(figure(questionnaire.minutes))
    fields = {
        "pitfall": questionnaire.pitfall or "",
        "intro": chosen(questionnaire.intro),
        "minutes": minutes,
        "provider": questionnaire.provider,
        "licence": questionnaire.licence,
    }
    yield from ((name, text) for name, text in fields.items() if text)
    yield from ((SOURCE, source) for source in questionnaire.sources)
    yield from ((f"{RENAMED}{old}", new) for old, new in questionnaire.renamed.items())
    yield from ((f"{CONDITION}{name}", text) for name, text in questionnaire.conditions.items())


def _question(item: Item, chosen: Callable[[Text], str]) -> dict[str, str]:
    """Return the cells of a question by column, most empty where it says nothing of its own."""
    bands = item.bands
    cells = {
        "item": item.id,
        "kind": item.kind,
        "text": chosen(item.text),
        "help": chosen(item.help),
        "show_if": item.show_if,
        "weight": str(figure(item.weight)),
        "witness": item.witness,
        "ask": ", ".join(item.ask),
        "evidence": item.evidence,
        "applies": ", ".join(item.applies),
        "remedy": chosen(item.remedy),
        "unit": chosen(item.unit),
        "points": str(item.points) if item.kind == "agree" else "",
        "reverse": _YES if item.reverse else "",
        "duty": _YES if item.duty else "",
        "legal": _YES if item.legal else "",
        "score": item.score if item.kind == "choices" else "",
        "good": str(figure(bands.good)) if bands else "",
        "half": str(figure(bands.half)) if bands else "",
        "better": bands.better or "" if bands else "",
        "sources": "\n".join(item.sources),
        "lock": ", ".join(item.lock),
    }
    return {column: cells[column] for column in QUESTIONS}


def _scales(items: Sequence[Item], language: str) -> Iterator[tuple[str, ...]]:
    """Yield what can be answered: anchors, choices, parts, and the question behind a gate."""
    for item in items:
        for level, text in item.anchors.items():
            yield item.id, "anchor", str(level), text.choose(language)[1], str(level)
        for choice in item.choices:
            yield item.id, "choice", choice.id, choice.text.choose(language)[1], _level(choice)
        for name, part in item.parts.items():
            yield item.id, "reverse part" if part.reverse else "part", name, part.text.choose(language)[1], ""
        if item.gate is not None:
            yield item.id, "gate", "gate", item.gate.ask.choose(language)[1], ""


def _level(choice: Choice) -> str:
    return "" if choice.level is None else str(choice.level)


def read_words(tables: Sequence[Table], known: Sequence[Questionnaire], *, file: str) -> Words:
    """Return the translations in the sheet words of a workbook.

    Empty cells are left out.  A key that leads nowhere, and a text in the
    questionnaire's own language that was changed, are told and not taken.
    Raises Refused where the sheet is not there, NotFound for a questionnaire
    that is not known.
    """
    by_name = {table.name.strip().lower(): table for table in tables}
    table, about = by_name.get("words"), by_name.get("about")
    if table is None or about is None or KEY not in table.headings:
        raise Refused("interchange-no-words", file=file)
    name = next(
        (row.cells.get("is", "") for row in about.rows if row.cells.get("what") == "questionnaire"), ""
    )
    questionnaire = find(name, known)
    if questionnaire is None:
        raise NotFound("no-questionnaire", name=name, known=", ".join(dict.fromkeys(q.id for q in known)))
    texts = own_texts(questionnaire, known)
    columns = {one: language_named(one) for one in table.headings if one != KEY}
    losses = [Loss("cell", f"words:{one.span.line}", one.code) for one in table.problems]
    losses += [
        Loss("language", f"words:{table.heading_row}", heading)
        for heading, tag in columns.items()
        if tag not in LANGUAGES
    ]
    found: dict[str, dict[str, str]] = {tag: {} for tag in columns.values() if tag in LANGUAGES}
    entries = 0
    for row in table.rows:
        key, at = row.cells.get(KEY, ""), f"words:{row.number}"
        if key.startswith("#"):
            continue
        entries += 1
        for heading, tag in columns.items():
            said = row.cells.get(heading, "")
            if tag not in LANGUAGES or not said:
                continue
            if tag == questionnaire.language:
                if key in texts and said.strip() != texts[key].choose(tag)[1].strip():
                    losses.append(Loss("source-changed", at, key))
            else:
                take(found[tag], key, said, known=texts, at=at, losses=losses)
    found.pop(questionnaire.language, None)
    return Words(questionnaire, {tag: words for tag, words in found.items() if words}, tuple(losses), entries)
