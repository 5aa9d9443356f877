"""Conditions on answers: ``P1-Q2 >= 2 and not tool_first``, a small language of our own.

    condition   = all { "or" all }
    all         = one { "and" one }
    one         = "not" one | "(" condition ")" | comparison | NAME
    comparison  = ITEM ( "=" | "!=" | "<" | "<=" | ">" | ">=" ) VALUE
                | ITEM [ "not" ] "in" "(" VALUE { "," VALUE } ")"
                | ITEM "is" ( "answered" | "dont-know" | "not-applicable" )

An item is an id, or an id and one of its parts, ``P1-Q6.months``.  A value is
a number, a word, a date or words in double quotes.  Nothing here runs code.
Three values, as in Kleene (1952): what rests on a question without an answer is
neither true nor false.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

LONGEST = 500
"""Characters that one condition may have as it is written."""
LONGEST_READ = 20_000
"""Characters that are read, where a condition holds others."""
DEEPEST = 20
STATES = ("answered", "dont-know", "not-applicable")
Known = Callable[["Reference"], "Given"]
_TOKEN = re.compile(
    r"\s*(?:(?P<string>\"[^\"]*\")|(?P<mark><=|>=|!=|=|<|>|\(|\)|,)|(?P<word>[^\s()<>=!,\"]+))"
)
_ITEM = re.compile(r"[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*(?:\.[^\s.]+)?\Z")
_NAME = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*\Z")
_FIGURE = re.compile(r"[+-]?\d{1,15}(?:\.\d{1,12})?\Z", re.ASCII)


class Unparsable(ValueError):
    """A condition that cannot be read; ``code`` and ``values`` say why."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.code = code
        self.values = values


@dataclass(frozen=True)
class Reference:
    """An item, or a part of one."""

    item: str
    part: str = ""

    def __str__(self) -> str:
        return f"{self.item}.{self.part}" if self.part else self.item


@dataclass(frozen=True)
class Given:
    """What a person answered to an item: its state, and its figure, level or chosen words."""

    state: Literal["value", "dont-know", "not-applicable", "silent"]
    number: float | None = None
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class Comparison:
    """An item against one or several values, or against a state."""

    left: Reference
    operator: str
    """=, !=, <, <=, >, >=, in, not in or is."""
    values: tuple[str, ...]


@dataclass(frozen=True)
class Named:
    """A condition that has a name."""

    name: str


@dataclass(frozen=True)
class Junction:
    """Conditions joined by ``and``, ``or`` or, for a single one, ``not``."""

    operator: Literal["and", "or", "not"]
    terms: tuple[Condition, ...] = field(default=())


Condition = Comparison | Named | Junction


def parse_condition(text: str) -> Condition:
    """Return a condition from its text.

    Raises Unparsable where it is too long, too deep or not in the language.
    """
    if len(text) > LONGEST_READ:
        raise Unparsable("condition-long", limit=LONGEST)
    reader = _Reader(list(_tokens(text)), text)
    found = reader.any(0)
    if reader.here:
        raise reader.unexpected()
    return found


def leaves(condition: Condition) -> Iterator[Comparison | Named]:
    """Yield the comparisons and names of which a condition is made."""
    if isinstance(condition, Junction):
        for term in condition.terms:
            yield from leaves(term)
    else:
        yield condition


def comparisons(condition: Condition) -> Iterator[Comparison]:
    """Yield the comparisons of a condition."""
    return (leaf for leaf in leaves(condition) if isinstance(leaf, Comparison))


def references(condition: Condition) -> Iterator[Reference]:
    """Yield the items of which a condition speaks, those behind names left out."""
    return (comparison.left for comparison in comparisons(condition))


def names(condition: Condition) -> Iterator[str]:
    """Yield the names of conditions that a condition uses."""
    return (leaf.name for leaf in leaves(condition) if isinstance(leaf, Named))


def holds(condition: Condition, given: Known, named: Mapping[str, Condition]) -> bool | None:
    """Return whether a condition holds: True, False, or None where an answer is missing.

    ``given`` returns a person's answer to an item, ``named`` the conditions by
    name, which must not lead in a circle.
    """
    if isinstance(condition, Comparison):
        return _compare(condition, given(condition.left))
    if isinstance(condition, Named):
        inner = named.get(condition.name)
        return None if inner is None else holds(inner, given, named)
    found = [holds(term, given, named) for term in condition.terms]
    if condition.operator == "not":
        return None if found[0] is None else not found[0]
    deciding = condition.operator == "or"
    if deciding in found:
        return deciding
    return None if None in found else not deciding


def _compare(comparison: Comparison, given: Given) -> bool | None:
    if given.state == "silent":
        return None
    if comparison.operator == "is":
        wanted = comparison.values[0]
        return given.state == ("value" if wanted == "answered" else wanted)
    if given.state != "value":
        return None
    if comparison.operator in ("<", "<=", ">", ">="):
        right = comparison.values[0]
        if given.number is not None and _FIGURE.match(right):
            return _ordered(comparison.operator, given.number, float(right))
        return _ordered(comparison.operator, given.words[0], right) if given.words else None
    same = any(_same(value, given) for value in comparison.values)
    return not same if comparison.operator in ("!=", "not in") else same


def _same(value: str, given: Given) -> bool:
    if given.number is not None and _FIGURE.match(value):
        return given.number == float(value)
    return value in given.words


def _ordered(operator: str, left: float | str, right: float | str) -> bool:
    less, equal = left < right, left == right  # type: ignore[operator]
    return {"<": less, "<=": less or equal, ">": not (less or equal), ">=": not less}[operator]


def _tokens(text: str) -> Iterator[str]:
    at = 0
    end = len(text.rstrip())
    while at < end:
        found = _TOKEN.match(text, at)
        if found is None:
            raise Unparsable("condition-syntax", text=text[at:].strip()[:20], at=at + 1)
        yield found["string"] or found["mark"] or found["word"]
        at = found.end()


class _Reader:
    """Reads a list of tokens from left to right."""

    def __init__(self, tokens: list[str], text: str) -> None:
        self.tokens = tokens
        self.text = text
        self.place = 0

    @property
    def here(self) -> str:
        return self.tokens[self.place] if self.place < len(self.tokens) else ""

    def take(self) -> str:
        token = self.here
        self.place += 1
        return token

    def unexpected(self) -> Unparsable:
        if not self.here:
            return Unparsable("condition-ends", text=self.text)
        return Unparsable("condition-syntax", text=self.here, at=self.place + 1)

    def expect(self, token: str) -> None:
        if self.here != token:
            raise self.unexpected()
        self.place += 1

    def any(self, depth: int) -> Condition:
        if depth > DEEPEST:
            raise Unparsable("condition-deep", limit=DEEPEST)
        terms = [self.all(depth)]
        while self.here == "or":
            self.take()
            terms.append(self.all(depth))
        return terms[0] if len(terms) == 1 else Junction("or", tuple(terms))

    def all(self, depth: int) -> Condition:
        terms = [self.one(depth)]
        while self.here == "and":
            self.take()
            terms.append(self.one(depth))
        return terms[0] if len(terms) == 1 else Junction("and", tuple(terms))

    def one(self, depth: int) -> Condition:
        if depth > DEEPEST:
            raise Unparsable("condition-deep", limit=DEEPEST)
        if self.here == "not":
            self.take()
            return Junction("not", (self.one(depth + 1),))
        if self.here == "(":
            self.take()
            inner = self.any(depth + 1)
            self.expect(")")
            return inner
        if not _ITEM.match(self.here) and not _NAME.match(self.here):
            raise self.unexpected()
        word = self.take()
        if self.here in ("=", "!=", "<", "<=", ">", ">=", "in", "is", "not"):
            item, _, part = word.partition(".")
            return self.comparison(Reference(item, part))
        if not _NAME.match(word):
            raise Unparsable("condition-bare", id=word)
        return Named(word)

    def comparison(self, left: Reference) -> Comparison:
        operator = self.take()
        if operator == "not":
            self.expect("in")
            return Comparison(left, "not in", self.listed())
        if operator == "in":
            return Comparison(left, "in", self.listed())
        if operator == "is":
            if self.here not in STATES:
                raise self.unexpected()
            return Comparison(left, "is", (self.take(),))
        return Comparison(left, operator, (self.value(),))

    def listed(self) -> tuple[str, ...]:
        self.expect("(")
        values = [self.value()]
        while self.here == ",":
            self.take()
            values.append(self.value())
        self.expect(")")
        return tuple(values)

    def value(self) -> str:
        if not self.here or self.here in ("<", "<=", ">", ">=", "=", "!=", "(", ")", ","):
            raise self.unexpected()
        return self.take().strip('"')
