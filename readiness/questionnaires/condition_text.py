"""A condition as a person would write it."""

from __future__ import annotations

import re

from readiness.questionnaires.conditions import Comparison, Condition, Junction

_BARE = re.compile(r"[^\s()<>=!,\"]+\Z")


def condition_text(condition: Condition) -> str:
    """Return a condition in our own language; parsed again it is the same."""
    if isinstance(condition, Comparison):
        left, operator = str(condition.left), condition.operator
        if operator in ("in", "not in"):
            return f"{left} {operator} ({', '.join(map(_value, condition.values))})"
        return f"{left} {operator} {_value(condition.values[0])}"
    if isinstance(condition, Junction):
        if condition.operator == "not":
            return f"not {_inner(condition.terms[0], within='not')}"
        return f" {condition.operator} ".join(
            _inner(term, within=condition.operator) for term in condition.terms
        )
    return condition.name


def _inner(condition: Condition, *, within: str) -> str:
    text = condition_text(condition)
    joined = isinstance(condition, Junction) and condition.operator != "not"
    return f"({text})" if joined or (within == "not" and not isinstance(condition, Comparison)) else text


def _value(text: str) -> str:
    return text if _BARE.match(text) else f'"{text}"'
