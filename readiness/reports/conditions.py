"""Conditions in words: "Answer only if your answer to question 3 is 2 or more."."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from readiness.i18n import Line, joined, line
from readiness.questionnaires.conditions import (
    Comparison,
    Condition,
    Junction,
    Named,
    Reference,
    Unparsable,
)
from readiness.questionnaires.model import Item
from readiness.questionnaires.visibility import written_out
from readiness.reports.words import Words
from readiness.scalars import Unreadable, read_day, read_number

_OPPOSITE: Mapping[str, str] = {
    "=": "!=", "!=": "=", "<": ">=", ">=": "<", ">": "<=", "<=": ">", "in": "not in", "not in": "in",
    "is": "is not", "is not": "is",
}  # fmt: skip
_ORDERED: Mapping[str, tuple[str, str]] = {
    "<": ("less", "before"),
    "<=": ("at-most", "not-after"),
    ">": ("more", "after"),
    ">=": ("at-least", "not-before"),
}
"""Operator to the phrase for figures and the one for dates."""
_STATES: Mapping[tuple[str, str], str] = {
    ("answered", "is"): "answered",
    ("answered", "is not"): "unanswered",
    ("dont-know", "is"): "unknown",
    ("dont-know", "is not"): "known",
    ("not-applicable", "is"): "aside",
    ("not-applicable", "is not"): "applies",
}
_FIGURES = ("maturity", "agree", "percent", "number", "money", "matrix", "estimate", "allocate")


@dataclass(frozen=True)
class Conditions:
    """Tells conditions of a questionnaire.

    ``items`` are all that it asks, ``named`` its conditions by name, ``name``
    returns how a question is called where the words are read.
    """

    items: Mapping[str, Item]
    named: Mapping[str, str]
    words: Words
    name: Callable[[str], Line]

    def only_if(self, item: Item) -> Line:
        """Return when a question is to be answered; empty where it always is.

        A condition that cannot be read is told as it is written.
        """
        if not item.show_if:
            return Line()
        try:
            condition = self._tell(_plain(written_out(item.show_if, self.named)))
        except Unparsable:
            condition = line(item.show_if)
        return self.words.say("ask.only-if", condition=condition)

    def _tell(self, condition: Condition) -> Line:
        if isinstance(condition, Comparison):
            return self._compare(condition)
        if isinstance(condition, Named):  # none is left once names are written out
            return line(condition.name)
        terms = (
            self.words.say("ask.if.group", condition=self._tell(term))
            if isinstance(term, Junction)
            else self._tell(term)
            for term in condition.terms
        )
        return joined(self.words.say(f"ask.if.{condition.operator}"), terms)

    def _compare(self, one: Comparison) -> Line:
        item, question = self.items.get(one.left.item), self._question(one.left)
        if one.operator in ("is", "is not"):
            return self.words.say(f"ask.if.{_STATES[one.values[0], one.operator]}", question=question)
        value = self._values(item, one)
        if one.operator in _ORDERED:
            dated = item is not None and item.kind == "date"
            return self.words.say(f"ask.if.{_ORDERED[one.operator][dated]}", question=question, value=value)
        several = item is not None and item.kind == "choices" and not one.left.part
        unlike = one.operator in ("!=", "not in")
        key = f"{'has' if several else 'is'}{'-not' if unlike else ''}"
        return self.words.say(f"ask.if.{key}", question=question, value=value)

    def _question(self, left: Reference) -> Line:
        question = self.name(left.item)
        item = self.items.get(left.item)
        if left.part == "gate":
            return self.words.say("ask.if.gate", question=question)
        if not left.part or item is None:
            return question
        texts = {name: part.text for name, part in item.parts.items()}
        texts |= {choice.id: choice.text for choice in item.choices if item.kind == "allocate"}
        text = texts.get(left.part)
        part = self.words.text(text) if text is not None else line(left.part)
        return self.words.say("ask.if.part", question=question, part=part)

    def _values(self, item: Item | None, one: Comparison) -> Line:
        found = [self._value(item, one.left.part, value) for value in one.values]
        if all(figure for figure, _ in found):
            listed = joined(self.words.say("ask.or"), (told for _, told in found))
            return self.words.say("ask.figures", figures=listed)
        return joined(self.words.say("ask.or-quoted"), (told for _, told in found))

    def _value(self, item: Item | None, part: str, written: str) -> tuple[bool, Line]:
        """Return whether a value stands as a figure, and the value in words."""
        say = self.words.say
        if part == "gate" or (item is not None and item.kind == "yes-no"):
            word = say(f"form.{written}") if written in ("yes", "no") else line(written)
            return False, say("marks.quoted", text=word)
        texts = {choice.id: choice.text for choice in item.choices} if item is not None else {}
        if written in texts and item is not None and item.kind != "allocate":
            return False, say("marks.quoted", text=self.words.text(texts[written]))
        try:
            if item is not None and item.kind == "date":
                return True, self.words.day(read_day(written))
            if item is None or item.kind not in _FIGURES:
                return False, say("marks.quoted", text=line(written))
            number = read_number(written)
        except Unreadable:
            return False, say("marks.quoted", text=line(written))
        if item.kind == "percent":
            return True, line(self.words.percent(number / 100))
        return True, line(self.words.number(number, 4))


def _plain(condition: Condition) -> Condition:
    """Return a condition that says the same without ``not``, junctions of one sort not within each other."""
    return _turned(condition, turn=False)


def _turned(condition: Condition, *, turn: bool) -> Condition:
    if isinstance(condition, Comparison):
        opposite = _OPPOSITE[condition.operator] if turn else condition.operator
        return Comparison(condition.left, opposite, condition.values)
    if isinstance(condition, Named):
        return condition
    if condition.operator == "not":
        return _turned(condition.terms[0], turn=not turn)
    ors = (condition.operator == "or") != turn  # De Morgan holds for three values, too
    operator: Literal["and", "or"] = "or" if ors else "and"
    return Junction(operator, tuple(_flat(operator, condition.terms, turn=turn)))


def _flat(operator: str, terms: tuple[Condition, ...], *, turn: bool) -> Iterator[Condition]:
    for term in terms:
        turned = _turned(term, turn=turn)
        if isinstance(turned, Junction) and turned.operator == operator:
            yield from turned.terms
        else:
            yield turned
