"""From tables of typed-in answers to responses: every problem at its cell, every row kept or refused."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from readiness.diagnostics import Problem, Span
from readiness.engagement.checks import check_engagement
from readiness.engagement.model import Engagement
from readiness.folder import library
from readiness.folder.answer_cells import Given, build_answer
from readiness.folder.answer_names import looks_like_name
from readiness.folder.answer_rows import Person, RowId, Rows, Statement, is_error
from readiness.folder.answer_tables import read_rows
from readiness.folder.answer_touchpoints import touchpoint_titles
from readiness.folder.answer_values import iso_day
from readiness.folder.answer_words import codes_by_word
from readiness.folder.cell_text import same
from readiness.folder.workbook import Table
from readiness.questionnaires.library import digest, find, resolve
from readiness.questionnaires.model import ROLES, Item, Questionnaire
from readiness.questionnaires.response import Response
from readiness.scalars import Text, Unreadable, read_day

_VERSION = re.compile(r"\d{1,4}\.\d{1,4}\.\d{1,4}\Z", re.ASCII)
Key = tuple[str, str]
"""A respondent and a question."""


@dataclass
class AnswerReading:
    """What tables of answers say; refusing takes out of it what cannot be used."""

    rows: Rows
    known: Sequence[Questionnaire]
    round: int
    language: str
    """Of the engagement."""
    given: dict[Key, Given] = field(default_factory=dict)
    roles: dict[str, str] = field(default_factory=dict)
    days: dict[str, date | None] = field(default_factory=dict)
    digests: dict[str, str] = field(default_factory=dict)
    """Of the questionnaires answered, by name."""

    @property
    def refused(self) -> tuple[RowId, ...]:
        """The rows that are not used, in their order."""
        return tuple(row for row in self.rows.read if row in self.rows.refused)

    def people(self) -> tuple[Person, ...]:
        """Return the respondents of whom something is kept, in the order in which they appear."""
        heard = {code for code, _ in self.given}
        return tuple(person for code, person in self.rows.people.items() if code in heard)

    def refuse_person(self, code: str, problem: str, at: Span, /, *related: Span, **values: object) -> None:
        """Refuse every row of a respondent because of a problem."""
        self.rows.problems.add(problem, at, *related, **values)
        self.rows.refused |= self.rows.people[code].rows
        for key in [key for key in self.given if key[0] == code]:
            del self.given[key]

    def refuse_answers(self, keys: Iterable[Key]) -> None:
        """Refuse answers whole, with all that stands in their rows: half an answer is another answer."""
        by_row: dict[RowId, list[Key]] = {}
        for key, given in self.given.items():
            for row in given.rows:
                by_row.setdefault(row, []).append(key)
        waiting = list(keys)
        while waiting:
            key = waiting.pop()
            if key in self.given:
                rows = self.given.pop(key).rows
                self.rows.refused |= rows
                waiting += [other for row in rows for other in by_row[row]]

    def responses(self) -> tuple[Response, ...]:
        """Return what is kept, one response a person."""
        answers: dict[str, dict[str, Given]] = {}
        for (code, item), given in self.given.items():
            answers.setdefault(code, {})[item] = given
        return tuple(self._response(person, answers[person.code]) for person in self.people())

    def _response(self, person: Person, answers: Mapping[str, Given]) -> Response:
        name, digest_ = self._questionnaire(person)
        return Response(
            "response/1",
            name,
            person.code,
            self.roles[person.code],  # type: ignore[arg-type]
            {item: answers[item].answer for item in self.rows.asked if item in answers},
            digest_,
            self.days[person.code],
            self.round,
            None if person.language == self.language else person.language,  # type: ignore[arg-type]
        )

    def _questionnaire(self, person: Person) -> tuple[str, str]:
        """Return name and digest of what a person's rows name most, else of what fits the sheets best.

        A version that is here no longer keeps its name and has no digest.
        """
        named = Counter(name for name, _ in person.questionnaires).most_common(1)
        found = find(named[0][0], self.known) if named else self._closest
        return (found.name, self._digest(found)) if found else (named[0][0], "")

    @cached_property
    def _closest(self) -> Questionnaire:
        """The questionnaire that fits the sheets best."""
        return max(self.known, key=self._fit)

    def _digest(self, questionnaire: Questionnaire) -> str:
        if questionnaire.name not in self.digests:
            self.digests[questionnaire.name] = digest(questionnaire, self.known)
        return self.digests[questionnaire.name]

    def _fit(self, questionnaire: Questionnaire) -> tuple[int, int]:
        items = {item.id for item in resolve(questionnaire, self.known)}
        return len(items & self.rows.asked.keys()), -len(items)


def read_answers(
    tables: Sequence[Table],
    engagement: Engagement,
    known: Sequence[Questionnaire],
    *,
    file: str,
    round_: int,
    language: str,
) -> AnswerReading:
    """Read answers from tables.

    ``known`` are the questionnaires that may be answered, ``language`` is that
    of the words in messages.  Raises Refused where no table holds answers.
    """
    items = {item.id: item for q in known for item in q.items}
    items |= {item.id: item for q in engagement.questionnaires for item in q.items}
    rows = read_rows(tables, items, file=file, language=language)
    reading = AnswerReading(rows, known, round_, engagement.profile.language)
    _read_statements(reading, items, touchpoint_titles(engagement.touchmap))
    for person in rows.people.values():
        _read_person(reading, person)
    return reading


def has_version(name: str, known: Sequence[Questionnaire]) -> bool:
    """Say whether a questionnaire is known, in the version that a name gives or in another one.

    Whether an answer to another version can stand is for the check of the engagement.
    """
    bare, _, version = name.partition("@")
    whole = _VERSION.match(version) and find(bare, known) is not None
    return find(name, known) is not None or bool(whole)


def check_answers(
    reading: AnswerReading,
    engagement: Engagement,
    *,
    others: Sequence[Response],
    taken: Mapping[str, str],
) -> tuple[Response, ...]:
    """Refuse what would be an error in the folder, and return the responses that may be written.

    ``others`` are the responses that stay in the folder; ``taken`` names the
    file of a respondent who has answered in this round.
    """
    for person in reading.people():
        if engagement.profile.anonymity != "named" and looks_like_name(person.written):
            values = {"value": person.written}
            reading.rows.problems.add("interchange-code-name", person.span, **values)
        if person.code in taken:
            values = {"respondent": person.code, "file": taken[person.code]}
            reading.refuse_person(person.code, "respondent-exists", person.span, **values)
    facts = {indicator.id for indicator in library.indicators()}
    while True:
        responses = reading.responses()
        trial = replace(engagement, responses=(*others, *responses))
        found = [
            (responses[number - len(others)], problem)
            for problem in check_engagement(trial, reading.known, facts)
            if problem.at[0] == "responses"
            and isinstance(number := problem.at[1], int)
            and number >= len(others)
        ]
        errors = [(response, problem) for response, problem in found if is_error(problem.code)]
        _place(reading, errors or found, engagement.spans)
        if not errors:
            return responses


def _place(
    reading: AnswerReading, found: Iterable[tuple[Response, Problem]], elsewhere: Mapping[str, Span]
) -> None:
    """Tell problems of responses at their cells, and refuse what has an error."""
    bad: list[Key] = []
    for response, problem in found:
        code, rest = response.respondent, problem.at[2:]
        person = reading.rows.people[code]
        if rest[0] == "answers":
            key = (code, str(rest[1]))
            first = elsewhere.get(f"{key[1]}@{code}") if problem.code == "answered-twice" else None
            span = reading.given[key].span(rest[2:]) if key in reading.given else person.span
            reading.rows.problems.add(problem.code, span, *filter(None, [first]), **problem.values)
            bad += [key] if is_error(problem.code) else []
            continue
        written = _written(person).get(str(rest[0])) or [("", person.span)]
        if is_error(problem.code):
            reading.refuse_person(code, problem.code, written[0][1], **problem.values)
        else:
            reading.rows.problems.add(problem.code, written[0][1], **problem.values)
    reading.refuse_answers(bad)


def _written(person: Person) -> Mapping[str, list[tuple[str, Span]]]:
    """Return where the fields of a response stand in the rows of a person."""
    return {"role": person.roles, "on": person.days, "questionnaire": person.questionnaires}


def _read_statements(
    reading: AnswerReading, items: Mapping[str, Item], touchpoints: Mapping[str, Text]
) -> None:
    gathered: dict[Key, list[Statement]] = {}
    for statement in reading.rows.statements:
        if statement.item:
            gathered.setdefault((statement.code, statement.item), []).append(statement)
    for key, statements in gathered.items():
        person = reading.rows.people[key[0]]
        reading.given[key] = build_answer(
            items[key[1]],
            statements,
            reading.rows.problems,
            round_=reading.round,
            language=person.language or reading.rows.language,
            touchpoints=touchpoints,
        )
    refused = reading.rows.refused
    reading.refuse_answers(
        [key for key, given in reading.given.items() if not given.sound or given.rows & refused]
    )


def _read_person(reading: AnswerReading, person: Person) -> None:
    """Settle role, date and questionnaire of a person, or refuse all that the person says."""
    code = person.code
    written = person.roles or ([person.above] if person.above else [])
    if not written:
        reading.refuse_person(code, "role-missing", person.span, respondent=code)
        return
    roles = [codes_by_word("role").get(same(text)) for text, _ in written]
    for role, (text, span) in zip(roles, written, strict=True):
        if role is None:
            reading.refuse_person(code, "choice", span, value=text, allowed=ROLES, near=(text, ROLES))
            return
        if role != roles[0]:
            values = {"id": code, "role": role, "other": roles[0]}
            reading.refuse_person(code, "respondent-two-roles", span, written[0][1], **values)
            return
    reading.roles[code] = str(roles[0])
    if not person.roles:
        values = {"respondent": code, "role": roles[0]}
        reading.rows.problems.add("role-taken-over", person.span, written[0][1], **values)
    days: list[date] = []
    for text, span in person.days:
        try:
            days.append(read_day(iso_day(text)))
        except Unreadable as error:
            reading.refuse_person(code, error.code, span, **error.values)
            return
    reading.days[code] = max(days, default=None)
    for name, span in person.questionnaires:
        if not has_version(name, reading.known):
            names = [questionnaire.name for questionnaire in reading.known]
            reading.refuse_person(code, "unknown-questionnaire", span, id=name, near=(name, names))
            return
