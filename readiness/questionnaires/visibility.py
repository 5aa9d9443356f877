"""Which items a person is asked: the conditions of a questionnaire against that person's answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache

from readiness.questionnaires.answers import TOP, understand
from readiness.questionnaires.conditions import (
    Condition,
    Given,
    Junction,
    Named,
    Reference,
    Unparsable,
    holds,
    parse_condition,
    references,
)
from readiness.questionnaires.model import Item, Questionnaire
from readiness.questionnaires.response import Answer
from readiness.scalars import Unreadable, read_number

SILENT = Given("silent")
MOST = 400
"""How many comparisons and words a condition may have once its names are written out."""
read_condition = cache(parse_condition)


def rules_of(questionnaires: Iterable[Questionnaire]) -> Mapping[str, Condition]:
    """Return the conditions of all items by item id, names written out; unsound ones are left out."""
    found: dict[str, Condition] = {}
    for questionnaire in questionnaires:
        for item in questionnaire.items:
            found.pop(item.id, None)
            if item.show_if:
                try:
                    found[item.id] = written_out(item.show_if, questionnaire.conditions)
                except Unparsable:
                    continue
    return found


def grounds(name: str, conditions: Mapping[str, Condition]) -> frozenset[str]:
    """Return the items whose answers decide whether one is asked, directly or through others."""
    found: set[str] = set()
    waiting = [name]
    while waiting:
        condition = conditions.get(waiting.pop())
        new = {one.item for one in references(condition)} - found if condition is not None else set()
        found |= new
        waiting += sorted(new)
    return frozenset(found)


def written_out(text: str, named: Mapping[str, str]) -> Condition:
    """Return a condition in which no name is left.

    Raises Unparsable for an unknown name, a name that leads back to itself, and
    for a condition that grows too large.
    """
    budget = [MOST]

    def expand(condition: Condition, within: tuple[str, ...]) -> Condition:
        budget[0] -= 1
        if budget[0] < 0:
            raise Unparsable("condition-large", limit=MOST)
        if isinstance(condition, Named):
            if condition.name in within:
                raise Unparsable("condition-circle", names=(*within, condition.name))
            if condition.name not in named:
                raise Unparsable("condition-name", name=condition.name, known=tuple(named))
            return expand(read_condition(named[condition.name]), (*within, condition.name))
        if isinstance(condition, Junction):
            terms = tuple(expand(term, within) for term in condition.terms)
            return Junction(condition.operator, terms)
        return condition

    return expand(read_condition(text), ())


def shown(
    rules: Mapping[str, Condition], items: Mapping[str, Item], answers: Mapping[str, Answer]
) -> Mapping[str, bool | None]:
    """Return for each item with a condition whether a person is asked it.

    None where an answer on which it rests is missing.  An answer to an item
    that is itself hidden is no answer.  ``rules`` must not lead in a circle;
    where they do, the item is not decided.
    """
    decided: dict[str, bool | None] = {}

    def given(reference: Reference) -> Given:
        item, answer = items.get(reference.item), answers.get(reference.item)
        if item is None or answer is None:
            return SILENT
        if reference.item in rules and not decided.get(reference.item):
            return SILENT
        return given_of(item, answer, reference.part)

    for name in in_order(rules):
        decided[name] = holds(rules[name], given, {})
    return {name: decided[name] for name in rules}


def in_order(rules: Mapping[str, Condition]) -> list[str]:
    """Return the items with conditions, each after those on which it rests, as far as there is no circle."""
    ordered: dict[str, None] = {}
    begun: set[str] = set()
    for first in rules:
        waiting = [first]
        while waiting:
            name = waiting[-1]
            if name in begun:
                ordered.setdefault(waiting.pop())
                continue
            begun.add(name)
            waiting += [
                one.item for one in references(rules[name]) if one.item in rules and one.item not in begun
            ]
    return list(ordered)


def given_of(item: Item, answer: Answer, part: str = "") -> Given:
    """Return an answer as conditions see it: as written, before evidence is asked for."""
    if part == "gate":
        return Given("value", words=(answer.gate,)) if answer.gate in ("yes", "no") else SILENT
    if part:
        written = answer.parts.get(part, "")
        if not written:
            return SILENT
        return Given("value", _number(written), (written,))
    meaning = understand(replace(item, gate=None, reverse=False), answer)
    if meaning.state != "value":
        return Given(meaning.state)
    words: Sequence[str] = meaning.chosen or ((answer.value,) if answer.value else ())
    number = meaning.value
    if item.kind == "agree":
        steps = item.points - 1
        number = float(answer.value) if answer.value else 1 + meaning.value * steps / TOP
    elif item.kind in ("yes-no", "choice", "choices", "date", "text", "rank", "touchpoint"):
        return Given("value", words=tuple(words))
    return Given("value", number, tuple(words))


def _number(written: str) -> float | None:
    try:
        return read_number(written)
    except Unreadable:
        return None
