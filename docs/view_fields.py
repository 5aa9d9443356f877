# ruff: noqa: INP001
"""What a template may use: the classes of the view and their fields."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from types import NoneType
from typing import Any, get_args, get_origin, get_type_hints

from formats import doc, meaning

from readiness.reports.view import ReportView

WORDS = {"str": "text", "int": "whole number", "float": "number", "bool": "yes or no"}


def view_fields() -> Iterator[str]:
    """Yield every class that a template meets, from the whole report down, with its fields."""
    for one in view_classes():
        yield from (f"### {one.__name__}", "", doc(one), "", "| field | holds | meaning |", "|---|---|---|")
        hints = get_type_hints(one)
        for entry in fields(one):
            yield f"| `{entry.name}` | {_kind(hints[entry.name])} | {meaning(one, entry.name)} |"
        yield ""


def view_classes() -> tuple[type[Any], ...]:
    """Return the classes of the view, each once, in the order in which they are met."""
    found: dict[type[Any], None] = {}
    waiting: list[Any] = [ReportView]
    while waiting:
        hint = waiting.pop(0)
        if is_dataclass(hint) and isinstance(hint, type):
            if hint not in found:
                found[hint] = None
                waiting += get_type_hints(hint).values()
        else:
            waiting += get_args(hint)
    return tuple(found)


def _kind(hint: Any) -> str:
    if is_dataclass(hint) and isinstance(hint, type):
        return f"[{hint.__name__}](#{hint.__name__.lower()})"
    if get_origin(hint) is tuple:
        inner = [part for part in get_args(hint) if part is not Ellipsis]
        if Ellipsis in get_args(hint):
            return f"list of {_kind(inner[0])}"
        return " with ".join(_kind(part) for part in inner)
    if parts := get_args(hint):
        named = [_kind(part) for part in parts if part is not NoneType and not isinstance(part, str)]
        named = named or ["text"]
        return " or ".join(dict.fromkeys(named)) + (", or nothing" if NoneType in parts else "")
    return WORDS.get(getattr(hint, "__name__", str(hint)), getattr(hint, "__name__", str(hint)))
