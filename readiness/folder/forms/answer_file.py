"""Answers as one JSON file: every response of a folder, with all that its own file says."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar, Literal

from readiness.diagnostics import Diagnostic, Span
from readiness.engagement.model import Engagement
from readiness.folder.answer_cells import Given
from readiness.folder.answer_rows import Person, Rows
from readiness.folder.answer_sheets import AnswerReading
from readiness.folder.forms.plain import plain_response
from readiness.folder.parse import Record, parse
from readiness.folder.source import Limits, Source
from readiness.folder.typed import build, locate
from readiness.questionnaires.model import Questionnaire
from readiness.questionnaires.response import Response

FORMAT = "answers/1"


@dataclass(frozen=True)
class AnswerFile:
    """The responses of an engagement in one file."""

    __pydantic_config__: ClassVar[Mapping[str, Any]] = {"extra": "forbid", "use_attribute_docstrings": True}

    format: Literal["answers/1"]
    responses: tuple[Response, ...] = field(default=())
    """Each as its own file says it: respondents are codes, not names."""


def write_answer_file(responses: Sequence[Response]) -> bytes:
    """Return responses as JSON; the same responses give the same octets."""
    whole: dict[str, Any] = {
        "format": FORMAT,
        "responses": [plain_response(response) for response in responses],
    }
    return (json.dumps(whole, ensure_ascii=False, indent=2) + "\n").encode()


@dataclass(frozen=True)
class AnswerFileReading:
    """The responses of a file in each round, and what is wrong with the file."""

    responses: tuple[Response, ...]
    readings: tuple[AnswerReading, ...]
    problems: tuple[Diagnostic, ...]


def read_answer_file(
    source: Source, engagement: Engagement, known: Sequence[Questionnaire], *, language: str
) -> AnswerFileReading:
    """Read the responses of a JSON file; every answer stands at its line.

    ``known`` are the questionnaires that may be answered, ``language`` is that
    of messages.
    """
    record, problems = parse(source, Limits())
    if not isinstance(record, Record):
        told = problems or [Diagnostic("mapping", source.start(), {"file": source.name, "value": "value"})]
        return AnswerFileReading((), (), tuple(told))
    value, unfit = build(AnswerFile, record)
    if value is None or problems:
        return AnswerFileReading((), (), (*problems, *unfit))
    rounds: dict[int, AnswerReading] = {}
    items = {item.id: item for one in (*known, *engagement.questionnaires) for item in one.items}
    for number, response in enumerate(value.responses):
        reading = rounds.setdefault(
            response.round,
            AnswerReading(Rows(items, language), known, response.round, engagement.profile.language),
        )
        _take(reading, record, number, response)
    return AnswerFileReading(value.responses, tuple(rounds.values()), ())


def restored(response: Response, originals: Sequence[Response]) -> Response:
    """Return a response that is kept with all that the file said of it: digest, note, evidence."""
    same = [one for one in originals if (one.respondent, one.round) == (response.respondent, response.round)]
    answers = {
        name: answer for one in same for name, answer in one.answers.items() if name in response.answers
    }
    return replace(same[0], answers=answers) if same else response


def _take(reading: AnswerReading, record: Record, number: int, response: Response) -> None:
    """Put a response into the reading of its round, each answer as a row of its own."""
    rows, code = reading.rows, response.respondent
    at = locate(record, ("responses", number, "respondent"))
    person = rows.people.get(code)
    if person is None:
        language = response.language or reading.language
        person = rows.people[code] = Person(code, at, language)
        reading.roles[code], reading.days[code] = response.role, response.on
    elif reading.roles[code] != response.role:
        span = locate(record, ("responses", number, "role"))
        values = {"id": code, "role": response.role, "other": reading.roles[code]}
        rows.problems.add("respondent-two-roles", span, person.span, **values)
        rows.refused |= {_row(record, number, item) for item in response.answers}
        rows.read |= dict.fromkeys(_row(record, number, item) for item in response.answers)
        return
    person.roles.append((response.role, locate(record, ("responses", number, "role"))))
    person.questionnaires.append(
        (response.questionnaire, locate(record, ("responses", number, "questionnaire")))
    )
    for item, answer in response.answers.items():
        span = locate(record, ("responses", number, "answers", item))
        row = (span.file, span.line)
        rows.read[row] = None
        rows.asked[item] = None
        person.rows.add(row)
        key = (code, item)
        if item not in rows.items and answer.risk is None:
            rows.problems.add("unknown-item", span, id=item, near=(item, list(rows.items)))
            rows.refused.add(row)
        elif key in reading.given:
            first = reading.given[key].span(())
            rows.problems.add("answered-twice", span, first, id=item, respondent=code, round=response.round)
            rows.refused.add(row)
        else:
            reading.given[key] = Given(answer, frozenset({row}), {(): span}, sound=True)


def _row(record: Record, number: int, item: str) -> tuple[str, int]:
    span: Span = locate(record, ("responses", number, "answers", item))
    return span.file, span.line
