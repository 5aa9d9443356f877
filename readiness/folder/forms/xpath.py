"""Conditions as XPath of ODK: true in the form exactly where the condition holds for the same answers.

Our conditions have three values, as in Kleene (1952): what rests on a question
without an answer is neither true nor false.  XPath 1.0 (W3C, 1999) has two, so
a condition is written as what makes it true, and ``not`` as what makes it false.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace

from readiness.questionnaires.answers import understand
from readiness.questionnaires.conditions import Comparison, Condition, Junction
from readiness.questionnaires.model import FIGURES, Item
from readiness.questionnaires.response import DONT_KNOW, Answer

NOT_APPLICABLE = "not-applicable"
YES_NO = ("yes", "no")
LEVEL_CODES = ("0", "1", "2", "3", "4")
NEVER, ALWAYS = "false()", "true()"
_TURNED: Mapping[str, str] = {"<": ">=", "<=": ">", ">": "<=", ">=": "<"}


class Untranslatable(ValueError):
    """A condition that XPath of a form cannot say."""


@dataclass(frozen=True)
class Node:
    """How the answer to an item stands in a form: the names of its questions."""

    item: Item
    name: str
    parts: Mapping[str, str] = field(default_factory=dict)
    """Part, row or choice with points, to the name of its question."""
    gate: str = ""
    aside: str = ""
    """The question for those who do not know or whom it does not concern; empty where that is a choice."""

    @property
    def single(self) -> bool:
        """The answer is one choice of a list, which also offers not knowing."""
        return not self.parts and self.item.kind in ("maturity", "agree", "yes-no", "choice")

    @property
    def selects(self) -> bool:
        """Its rows are choices of a list and not figures."""
        return self.item.kind not in ("estimate", "allocate")


def to_xpath(condition: Condition, nodes: Mapping[str, Node]) -> str:
    """Return a condition, names written out, as XPath with ``${name}`` for questions.

    Raises Untranslatable where it speaks of a question that the form has not,
    or of a worst part that XPath cannot say.
    """
    return _said(condition, nodes, holds=True)


def codes_of(item: Item) -> tuple[str, ...]:
    """Return the codes that one list of choices offers for an item, or for a row of it."""
    if item.kind == "yes-no":
        return YES_NO
    if item.kind == "agree":
        return tuple(str(point) for point in range(1, item.points + 1))
    if item.choices:
        return tuple(choice.id for choice in item.choices)
    return LEVEL_CODES


def gate_due(node: Node) -> str:
    """Return when the yes-or-no question of an item is asked: its value is 0 or 1."""
    item = replace(node.item, gate=None)
    if node.parts:
        low = [
            f"${{{name}}} = {quoted(code)}"
            for part, name in node.parts.items()
            for code in codes_of(item)
            if understand(item, Answer(parts={part: code})).value < 2
        ]
        return _any(low)
    if item.kind == "choices" and item.score == "share":
        return f"{valued(node)} and count-selected(${{{node.name}}}) * 4 div {len(item.choices)} < 2"
    low = [code for code in codes_of(item) if understand(item, Answer(value=code)).value < 2]
    return _any(_equal(node, code) for code in low)


def valued(node: Node) -> str:
    """Return what is true where the item has an answer that is a value."""
    reference = f"${{{node.name}}}"
    if node.parts:
        unknown = f" and {{0}} != '{DONT_KNOW}'" if node.selects else ""
        rows = (f"${{{name}}}" for name in node.parts.values())
        return _any(f"({row} != ''{unknown.format(row)})" for row in rows)
    if node.item.kind == "choices":
        aside = (f"not(selected({reference}, '{code}'))" for code in (DONT_KNOW, NOT_APPLICABLE))
    elif node.single:
        aside = (f"{reference} != '{code}'" for code in (DONT_KNOW, NOT_APPLICABLE))
    else:
        return f"{reference} != ''"
    return f"({' and '.join((f'''{reference} != {chr(39) * 2}''', *aside))})"


def quoted(text: str) -> str:
    """Return a text as an XPath literal.  Raises Untranslatable for one with both kinds of quotes."""
    if "'" not in text:
        return f"'{text}'"
    if '"' in text:
        raise Untranslatable(text)
    return f'"{text}"'


def _said(condition: Condition, nodes: Mapping[str, Node], *, holds: bool) -> str:
    """Return what is true where a condition holds, or where it is known not to hold."""
    if isinstance(condition, Junction):
        if condition.operator == "not":
            return _said(condition.terms[0], nodes, holds=not holds)
        terms = (_said(term, nodes, holds=holds) for term in condition.terms)
        return _any(terms) if (condition.operator == "or") == holds else _all(terms)
    if not isinstance(condition, Comparison):
        raise Untranslatable(str(condition))
    node = nodes.get(condition.left.item)
    if node is None:
        raise Untranslatable(condition.left.item)
    if condition.operator == "is":
        return _state(node, condition, holds=holds)
    return _compared(node, condition, holds=holds)


def _state(node: Node, comparison: Comparison, *, holds: bool) -> str:
    wanted, part = comparison.values[0], comparison.left.part
    if part == "gate" and node.gate:
        known = _any(f"${{{node.gate}}} = '{code}'" for code in YES_NO)
        return known if (wanted == "answered") == holds else NEVER
    if part:
        reference = f"${{{_row(node, part)}}} != ''"
        return reference if (wanted == "answered") == holds else NEVER
    states = {
        "answered": valued(node),
        DONT_KNOW: _aside(node, DONT_KNOW),
        NOT_APPLICABLE: _aside(node, NOT_APPLICABLE),
    }
    found = states.pop(wanted)
    return found if holds else _any(states.values())


def _aside(node: Node, code: str) -> str:
    reference = f"${{{node.name}}}"
    if node.item.kind == "choices":
        return f"selected({reference}, '{code}')"
    if node.single:
        return f"{reference} = '{code}'"
    said = f"${{{node.aside}}} = '{code}'" if node.aside else NEVER
    if node.parts and node.selects and code == DONT_KNOW:
        rows = _any(f"${{{name}}} = '{code}'" for name in node.parts.values())
        return _any((said, f"({rows} and not({valued(node)}))"))
    return said


def _compared(node: Node, comparison: Comparison, *, holds: bool) -> str:
    operator, values, part = comparison.operator, comparison.values, comparison.left.part
    negative = operator in ("!=", "not in")
    ordered = operator in _TURNED
    item = node.item
    if part == "gate" and node.gate:
        said = [code for code in YES_NO if (code in values) != (negative == holds)]
        return _any(f"${{{node.gate}}} = '{code}'" for code in said)
    if not part and node.parts:
        return _worst(node, comparison, holds=holds)
    name = _row(node, part) if part else node.name
    reference = f"${{{name}}}"
    known = f"{reference} != ''" if part else valued(node)
    if item.kind == "date" and not part:
        if ordered:
            turned = operator if holds else _TURNED[operator]
            return f"({known} and {reference} {turned} date({quoted(values[0])}))"
        equal = [f"{reference} = date({quoted(value)})" for value in values]
    elif item.kind == "choices":
        equal = [f"selected({reference}, {quoted(value)})" for value in values]
    elif item.kind in ("yes-no", "choice") or (item.kind == "matrix" and item.choices):
        equal = [f"{reference} = {quoted(value)}" for value in values]
    elif part or item.kind in ("maturity", "agree", *FIGURES):
        if ordered:
            return f"{reference} {operator if holds else _TURNED[operator]} {_figure(values[0])}"
        equal = [f"{reference} = {_figure(value)}" for value in values]
    else:
        raise Untranslatable(item.kind)
    if ordered:
        raise Untranslatable(operator)
    return _any(equal) if negative != holds else f"({known} and not({_any(equal)}))"


def _worst(node: Node, comparison: Comparison, *, holds: bool) -> str:
    """Return a comparison of the worst row of an item, rows that are reverse turned round."""
    item = node.item
    if item.kind not in ("maturity", "matrix") or item.choices:
        raise Untranslatable(item.kind)

    def below(bound: str, operator: str) -> str:
        return _any(
            f"${{{name}}} {'>' if item.parts[part].reverse else '<'}{operator} "
            f"{_figure(str(4 - float(bound))) if item.parts[part].reverse else _figure(bound)}"
            for part, name in node.parts.items()
        )

    known = valued(node)

    def true(operator: str, bound: str) -> str:
        less, most = below(bound, ""), below(bound, "=")
        forms: Mapping[str, Callable[[], str]] = {
            "<": lambda: less,
            "<=": lambda: most,
            ">": lambda: f"({known} and not({most}))",
            ">=": lambda: f"({known} and not({less}))",
            "=": lambda: f"({most} and not({less}))",
        }
        return forms[operator]()

    operator, values = comparison.operator, comparison.values
    if operator in _TURNED:
        return true(operator if holds else _TURNED[operator], values[0])
    equal = _any(true("=", value) for value in values)
    return equal if (operator in ("=", "in")) == holds else f"({known} and not({equal}))"


def _equal(node: Node, code: str) -> str:
    if node.item.kind == "choices":
        return f"selected(${{{node.name}}}, {quoted(code)})"
    return f"${{{node.name}}} = {quoted(code)}"


def _row(node: Node, part: str) -> str:
    if part not in node.parts:
        raise Untranslatable(part)
    return node.parts[part]


def _figure(text: str) -> str:
    number = float(text)
    return str(int(number)) if number == int(number) else text.lstrip("+")


def _any(terms: Iterable[str]) -> str:
    return _joined(" or ", terms, neutral=NEVER)


def _all(terms: Iterable[str]) -> str:
    return _joined(" and ", terms, neutral=ALWAYS)


def _joined(word: str, terms: Iterable[str], *, neutral: str) -> str:
    kept = [term for term in dict.fromkeys(terms) if term != neutral]
    if not kept:
        return neutral
    return kept[0] if len(kept) == 1 else f"({word.join(kept)})"
