"""Answers as tables for statistics and spreadsheets, long or wide, as they are read back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from readiness.folder import library
from readiness.folder.answer_words import COLUMNS, NOT_APPLICABLE, heading
from readiness.folder.forms.loss import Loss
from readiness.folder.workbook import Table
from readiness.folder.worksheets import Sheet
from readiness.questionnaires.model import Item
from readiness.questionnaires.response import Answer, Response

ROUND = "round"
_BESIDE = ("gate", "aside", "comment", "grade", "source")
_HEAD = ("respondent", "role", "date", "questionnaire")
_BETWEEN = "; "
_WIDTHS = {"item": 11.0, "part": 11.0, "text": 52.0, "comment": 34.0, "source": 24.0, "questionnaire": 28.0}


def long_table(responses: Sequence[Response], items: Mapping[str, Item], language: str) -> Sheet:
    """Return one row for each answer, and one for each part of an answer with parts.

    ``items`` give the texts of questions.  The round is a column where there is
    more than one.  Linear in the number of answers.
    """
    rounds = _rounds(responses)
    columns = [*COLUMNS, *rounds]
    rows = tuple(
        tuple(cells.get(column, "") for column in columns)
        for response in responses
        for cells in _long(response, items, language)
    )
    widths = {columns.index(column): width for column, width in _WIDTHS.items()}
    return Sheet("answers", tuple(_heading(one, language) for one in columns), rows, widths=widths)


def wide_table(responses: Sequence[Response], items: Mapping[str, Item], language: str) -> Sheet:
    """Return one row for each response, with a column for each question and part that somebody answered.

    A column ``P1-Q1.comment`` holds what stands beside the answer.
    """
    rounds = _rounds(responses)
    lines = [dict(_wide(response)) for response in responses]
    said = {column for line in lines for column in line}
    order = {name: number for number, name in enumerate(items)}
    asked = sorted(
        said, key=lambda column: (order.get(column.partition(".")[0], len(order)), column.partition(".")[0])
    )
    places = {column: number for number, column in enumerate(_by_part(asked, items))}
    columns = sorted(said, key=lambda column: places[column])
    heads = [*_HEAD, *rounds]
    rows = tuple(
        (*(_about(response)[one] for one in heads), *(line.get(column, "") for column in columns))
        for response, line in zip(responses, lines, strict=True)
    )
    return Sheet("answers", (*(_heading(one, language) for one in heads), *columns), rows, frozen=1)


def asked_table(sheet: Sheet, items: Mapping[str, Item], language: str) -> Sheet:
    """Return what is asked in the columns of a wide table, for whoever reads it in a spreadsheet."""
    named = dict.fromkeys(column.partition(".")[0] for column in sheet.headings)
    rows = tuple((name, items[name].text.choose(language)[1]) for name in named if name in items)
    return Sheet("questions", (heading("item", language), heading("text", language)), rows, widths={1: 80.0})


def cell_losses(sheet: Sheet, tables: Sequence[Table]) -> list[Loss]:
    """Return the texts that a file, read again, has not as they were, such as one too long for a cell."""
    table = next((one for one in tables if one.name == sheet.name), None)
    if table is None:
        return [Loss("unchecked")]
    first = table.heading_row + 1
    there = {row.number: row.cells for row in table.rows}
    return [
        Loss("cell-text", f"{sheet.name}:{number}", heading_)
        for number, row in enumerate(sheet.rows, start=first)
        for heading_, text in zip(sheet.headings, row, strict=True)
        if there.get(number, {}).get(heading_, "") != text.strip()
    ]


def table_losses(responses: Sequence[Response], language: str) -> list[Loss]:
    """Return what a table of answers, read back, has not: fields beside those of its columns."""
    losses = []
    seen: set[tuple[str, int]] = set()
    for response in responses:
        who = f"{response.respondent}@{response.round}" if response.round > 1 else response.respondent
        lost = {
            "digest": bool(response.digest),
            "note": bool(response.note),
            "language": response.language not in (None, language),
        }
        losses += [Loss("field", who, name) for name, is_lost in lost.items() if is_lost]
        if (response.respondent, response.round) in seen:
            losses.append(Loss("merged", who))
        seen.add((response.respondent, response.round))
        for item, answer in response.answers.items():
            losses += [Loss("field", f"{item}@{who}", name) for name in _lost(answer)]
    return losses


def _lost(answer: Answer) -> Iterator[str]:
    evidence = answer.evidence
    found = {
        "risk": answer.risk is not None,
        "evidence.by": evidence.by is not None,
        "evidence.on": evidence.on is not None,
        "evidence.digest": bool(evidence.digest),
        "evidence.ref": bool(evidence.ref),
        "evidence": evidence.grade == "assumed" and bool(evidence.source or evidence.ref),
        "comment:languages": len(answer.comment.words) > 1,
    }
    yield from (name for name, is_lost in found.items() if is_lost)


def _long(response: Response, items: Mapping[str, Item], language: str) -> Iterator[dict[str, str]]:
    about = _about(response)
    for name, answer in response.answers.items():
        beside = _beside(answer)
        item = items.get(name)
        text = item.text.choose(language)[1] if item else ""
        head = about | {"item": name, "text": text}
        values = [("", _value(answer))] if _value(answer) else []
        values += list(answer.parts.items())
        if not values and not beside:
            continue
        for number, (part, value) in enumerate(values or [("", "")]):
            words = item.parts[part].text.choose(language)[1] if item and part in item.parts else text
            yield head | {"part": part, "answer": value, "text": words} | (beside if number == 0 else {})


def _wide(response: Response) -> Iterator[tuple[str, str]]:
    for name, answer in response.answers.items():
        if value := _value(answer):
            yield name, value
        yield from ((f"{name}.{part}", value) for part, value in answer.parts.items())
        yield from ((f"{name}.{column}", text) for column, text in _beside(answer).items())


def _value(answer: Answer) -> str:
    """Return the value of an answer, several of them with semicolons between."""
    if answer.not_applicable is not None and not answer.value and not answer.values:
        return NOT_APPLICABLE
    return _BETWEEN.join(answer.values) or answer.value or ""


def _beside(answer: Answer) -> dict[str, str]:
    """Return what stands beside a value, by column; an assumption is no evidence in a sheet."""
    evidence = answer.evidence
    graded = evidence.grade != "assumed"
    whole = {
        "gate": answer.gate or "",
        "aside": str(answer.not_applicable or ""),
        "comment": str(answer.comment),
        "grade": evidence.grade if graded else "",
        "source": (str(evidence.source) or evidence.ref) if graded else "",
    }
    return {column: whole[column] for column in _BESIDE if whole[column]}


def _about(response: Response) -> dict[str, str]:
    return {
        "respondent": response.respondent,
        "role": response.role,
        "date": response.on.isoformat() if response.on else "",
        "questionnaire": response.questionnaire,
        ROUND: str(response.round),
    }


def _rounds(responses: Sequence[Response]) -> list[str]:
    return [ROUND] if len({response.round for response in responses}) > 1 else []


def _heading(column: str, language: str) -> str:
    if column == ROUND:
        return str(library.phrases(language).say("interchange.round"))
    return heading(column, language)


def _by_part(columns: Sequence[str], items: Mapping[str, Item]) -> list[str]:
    """Return columns with the parts of a question in their order, what stands beside it last."""

    def place(column: str) -> tuple[int, str]:
        name, _, rest = column.partition(".")
        item = items.get(name)
        parts = [*item.parts, *(choice.id for choice in item.choices)] if item else []
        if not rest:
            return 0, ""
        if rest in parts:
            return 1 + parts.index(rest), ""
        return len(parts) + 1, str(_BESIDE.index(rest)) if rest in _BESIDE else rest

    found: dict[str, list[str]] = {}
    for column in columns:
        found.setdefault(column.partition(".")[0], []).append(column)
    return [column for group in found.values() for column in sorted(group, key=place)]
