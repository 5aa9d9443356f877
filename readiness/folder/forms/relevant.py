"""Conditions of other tools: the part of ODK's XPath that our own conditions can say too.

Understood are ``and``, ``or``, ``not( )``, comparisons of one question with one
value, ``selected(${x}, 'a')`` and whether a question has an answer.  All else,
such as sums, dates of today or two questions compared, is not.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from readiness.questionnaires.condition_text import condition_text
from readiness.questionnaires.conditions import (
    Comparison,
    Condition,
    Junction,
    Reference,
    Unparsable,
    parse_condition,
)
from readiness.questionnaires.response import DONT_KNOW

DEEPEST = 20
LONGEST_XPATH = 4000
_TOKEN = re.compile(
    r"\s*(?:(?P<ref>\$\{\s*[^{}\s]+\s*\})|(?P<text>'[^']*'|\"[^\"]*\")|(?P<number>-?\d+(?:\.\d+)?)"
    r"|(?P<mark><=|>=|!=|=|<|>|\(|\)|,)|(?P<word>[A-Za-z][A-Za-z-]*))"
)
_FLIPPED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "=", "!=": "!="}
_COMPARED = (*_FLIPPED,)


class Unsayable(ValueError):
    """What our conditions cannot say."""


@dataclass(frozen=True)
class Target:
    """A question of a form as our conditions name it."""

    reference: Reference
    kind: str
    """Of its item, or ``row`` for a row of choices."""
    codes: Mapping[str, str] = field(default_factory=dict)
    """Code of a choice in the form to our own; to dont-know or not-applicable where it means that."""


def read_relevant(text: str, targets: Mapping[str, Target]) -> Condition:
    """Return the condition that a ``relevant`` of a form says.

    ``targets`` are the questions by their name in the form.  Raises Unsayable
    where our language has no words for it, or would be too long.
    """
    if len(text) > LONGEST_XPATH:
        raise Unsayable(text)
    reader = _Reader(_tokens(text), targets)
    found = reader.any(0)
    if reader.here[1]:
        raise Unsayable(reader.here[1])
    written = condition_text(found)
    try:
        parse_condition(written)
    except Unparsable:
        raise Unsayable(text) from None
    return found


def _tokens(text: str) -> list[tuple[str, str]]:
    found, at, end = [], 0, len(text.rstrip())
    while at < end:
        matched = _TOKEN.match(text, at)
        if matched is None or matched.lastgroup is None:
            raise Unsayable(text[at:])
        found.append((matched.lastgroup, matched[matched.lastgroup]))
        at = matched.end()
    return found


@dataclass
class _Reader:
    tokens: list[tuple[str, str]]
    targets: Mapping[str, Target]
    place: int = 0

    @property
    def here(self) -> tuple[str, str]:
        return self.tokens[self.place] if self.place < len(self.tokens) else ("", "")

    def take(self, wanted: str = "") -> tuple[str, str]:
        token = self.here
        if not token[1] or (wanted and token[1] != wanted):
            raise Unsayable(token[1])
        self.place += 1
        return token

    def any(self, depth: int) -> Condition:
        return self._joined("or", self.all, depth)

    def all(self, depth: int) -> Condition:
        return self._joined("and", self.one, depth)

    def _joined(self, word: str, below: Callable[[int], Condition], depth: int) -> Condition:
        if depth > DEEPEST:
            raise Unsayable(word)
        terms = [below(depth)]
        while self.here == ("word", word):
            self.take()
            terms.append(below(depth))
        if len(terms) == 1:
            return terms[0]
        return Junction("and" if word == "and" else "or", tuple(terms))

    def one(self, depth: int) -> Condition:
        kind, text = self.here
        if text == "(":
            self.take()
            found = self.any(depth + 1)
            self.take(")")
            return found
        if kind == "word" and text == "not":
            self.take()
            self.take("(")
            found = self.any(depth + 1)
            self.take(")")
            return Junction("not", (found,))
        if kind == "word" and text == "selected":
            return self._selected()
        return self._comparison()

    def _selected(self) -> Condition:
        self.take()
        self.take("(")
        target = self._target(self.take())
        self.take(",")
        value = self._literal()
        self.take(")")
        if target.kind not in ("choices", "choice", "yes-no", "maturity", "agree", "row"):
            raise Unsayable(target.kind)
        return _equal(target, value)

    def _comparison(self) -> Condition:
        counted = ""
        if self.here[0] == "word" and self.here[1] in ("string-length", "count-selected"):
            counted = self.take()[1]
        left = self._operand()
        operator = self.take()[1]
        if operator not in _COMPARED:
            raise Unsayable(operator)
        right = self._operand()
        if isinstance(right, Target):
            left, right, operator = right, left, _FLIPPED[operator]
        if not isinstance(left, Target) or isinstance(right, Target):
            raise Unsayable(operator)
        if counted:
            if (operator, right) not in ((">", "0"), (">=", "1"), ("!=", "0")):
                raise Unsayable(counted)
            return _answered(left)
        return _compared(left, operator, right)

    def _operand(self) -> Target | str:
        """Return a question or a value; brackets and ``number( )`` around it say nothing new."""
        kind, text = self.here
        if text == "(" or (kind == "word" and text in ("number", "int", "string")):
            self.place += 0 if text == "(" else 1
            self.take("(")
            found = self._operand()
            self.take(")")
            return found
        if kind == "ref":
            return self._target(self.take())
        return self._literal()

    def _literal(self) -> str:
        kind, text = self.take()
        if kind == "word" and text == "date":
            self.take("(")
            _, text = self.take()
            self.take(")")
            return text.strip("'\"")
        if kind == "text":
            return text[1:-1]
        if kind == "number":
            return text
        raise Unsayable(text)

    def _target(self, token: tuple[str, str]) -> Target:
        kind, text = token
        name = text[2:-1].strip() if kind == "ref" else ""
        if name not in self.targets:
            raise Unsayable(text)
        return self.targets[name]


def _compared(target: Target, operator: str, value: str) -> Condition:
    if value == "":
        if operator != "!=":
            raise Unsayable("unanswered")  # what has no answer is neither true nor false for us
        return _answered(target)
    if operator == "=":
        if target.kind == "choices":
            raise Unsayable("only")  # true in XPath where nothing else is chosen
        return _equal(target, value)
    if operator == "!=":
        return _negated(target, value)
    if target.codes:
        return _among(target, operator, value)
    if target.kind not in ("number", "percent", "money", "date"):
        raise Unsayable(target.kind)
    return Comparison(target.reference, operator, (value,))


def _equal(target: Target, value: str) -> Condition:
    if target.kind in ("text", "rank"):
        raise Unsayable(target.kind)
    code = target.codes.get(value) if target.codes else value
    if code is None:
        raise Unsayable(value)
    if code in (DONT_KNOW, "not-applicable"):
        if target.reference.part:
            raise Unsayable(value)
        return Comparison(target.reference, "is", (code,))
    return Comparison(target.reference, "=", (code,))


def _negated(target: Target, value: str) -> Condition:
    equal = _equal(target, value)
    if target.kind == "choices":
        raise Unsayable("only")
    if isinstance(equal, Comparison) and equal.operator == "=":
        return Comparison(equal.left, "!=", equal.values)
    return Junction("not", (equal,))


def _among(target: Target, operator: str, value: str) -> Condition:
    """Return a comparison of numbered choices as the list of those that fulfil it."""
    ours = [(float(code), own) for code, own in target.codes.items() if _is_number(code)]
    if not ours or not _is_number(value):
        raise Unsayable(value)
    bound = float(value)
    holds = {"<": bound.__gt__, "<=": bound.__ge__, ">": bound.__lt__, ">=": bound.__le__}[operator]
    kept = tuple(own for code, own in ours if holds(code) and own not in (DONT_KNOW, "not-applicable"))
    if not kept or target.kind == "choices":
        raise Unsayable(value)
    if target.kind in ("maturity", "agree") and target.reference.part == "":
        return Comparison(target.reference, operator, (value,))
    return Comparison(target.reference, "in" if len(kept) > 1 else "=", kept)


def _answered(target: Target) -> Condition:
    """Return that a question has an answer; not knowing is one in a form that offers it as a choice."""
    found = Comparison(target.reference, "is", ("answered",))
    others = [code for code in (DONT_KNOW, "not-applicable") if code in target.codes.values()]
    if not others or target.reference.part:
        return found
    asides = tuple(Comparison(target.reference, "is", (code,)) for code in others)
    return Junction("or", (found, *asides))


def _is_number(text: str) -> bool:
    return re.fullmatch(r"-?\d{1,15}(?:\.\d{1,12})?", text, re.ASCII) is not None
