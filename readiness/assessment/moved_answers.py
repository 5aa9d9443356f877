"""The answers of people who have followed moves: as written, so that everything can be assessed anew."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from readiness.assessment.answer_at import answer_at, level_of
from readiness.assessment.moves import Move
from readiness.engagement.model import Engagement
from readiness.evidence import NO_EVIDENCE, EvidenceNote
from readiness.questionnaires.model import Item, Role
from readiness.questionnaires.response import Answer, Response

PROOF = EvidenceNote("document")
FEWEST_ESTIMATES = 2
"""Executives whose own figures can be compared."""
_TINY = 1e-9


@dataclass
class _Person:
    """A person with the latest answers, and those that moves have changed."""

    role: Role
    round: int = 0
    given: dict[str, Answer] = field(default_factory=dict)
    changed: dict[str, Answer] = field(default_factory=dict)


def followed(engagement: Engagement, moves: Iterable[Move], items: Mapping[str, Item]) -> Engagement:
    """Return an engagement in which people have followed moves.

    Everybody who answered lower moves along; those whose word is asked for and
    who have not answered do so; every yes to a question that is settled becomes
    a no.  Where nobody has a role that is asked for, somebody new has.
    """
    people = _people(engagement.responses)
    for move in moves:
        item = items[move.id]
        for role in _missing(move, item, people):
            people[_new_name(role, people)] = _Person(role)
        estimates = 0
        for person in people.values():
            answer = person.given.get(move.id, Answer())
            new = _follow(move, item, answer, role=person.role, apart=not estimates)
            estimates += person.role == "executive"
            if new != answer:
                person.given[move.id] = person.changed[move.id] = new
    name = engagement.questionnaires[0].name
    added = tuple(
        Response("response/1", name, who, person.role, person.changed, round=person.round + 1)
        for who, person in people.items()
        if person.changed
    )
    return replace(engagement, responses=(*engagement.responses, *added))


def _people(responses: Iterable[Response]) -> dict[str, _Person]:
    people: dict[str, _Person] = {}
    for response in sorted(responses, key=lambda one: (one.respondent, one.round)):
        person = people.setdefault(response.respondent, _Person(response.role))
        person.role, person.round = response.role, response.round
        person.given.update(response.answers)
    return people


def _asked(item: Item) -> tuple[Role, ...]:
    """Return the roles whose word is asked for."""
    return ("it", "business") if item.witness == "both" else (item.witness,)


def _missing(move: Move, item: Item, people: Mapping[str, _Person]) -> Iterator[Role]:
    """Yield the roles that are asked for and that nobody has, or too few to be compared."""
    if move.after is None or not (move.witness or move.before is None):
        return
    roles = [person.role for person in people.values()]
    if item.kind == "estimate":
        estimating: Role = "executive"
        yield from [estimating] * (FEWEST_ESTIMATES - roles.count(estimating))
    else:
        yield from (role for role in _asked(item) if role not in roles)


def _new_name(role: str, people: Mapping[str, _Person]) -> str:
    number = 1
    while f"{role}-{number}" in people:
        number += 1
    return f"{role}-{number}"


def _follow(move: Move, item: Item, answer: Answer, *, role: Role, apart: bool) -> Answer:
    """Return what a person answers afterwards."""
    settled = replace(answer, gate="no") if move.gate and answer.gate == "yes" else answer
    if move.after is None:
        return settled
    level = level_of(item, settled)
    if level is None and not _speaks(move, item, role):
        return settled
    if level is not None and level > move.after + _TINY:
        return settled
    stays = level is not None and level >= move.after - _TINY
    new = settled if stays else replace(answer_at(item, move.after, apart=apart), gate=settled.gate)
    if move.document:
        return replace(new, evidence=PROOF)
    return new if stays else replace(new, evidence=NO_EVIDENCE)


def _speaks(move: Move, item: Item, role: Role) -> bool:
    """Say whether somebody of a role who has not answered is asked to."""
    new = move.witness or move.before is None or item.kind == "estimate"
    return new and role in (("executive",) if item.kind == "estimate" else _asked(item))
