"""Plain values to frozen dataclasses, every error at its place and all at once."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any, TypeVar, get_args, get_type_hints

from pydantic import TypeAdapter, ValidationError

from readiness.diagnostics import Diagnostic, Path, Span, nearest
from readiness.folder.parse import Record, Rows, span_at
from readiness.scalars import Unreadable, kind_of

T = TypeVar("T")
_QUOTED = re.compile(r"'([^']*)'")
_WRONG_KIND = {
    "dataclass_type": "mapping",
    "mapping_type": "mapping",
    "dict_type": "mapping",
    "tuple_type": "list",
    "list_type": "list",
    "string_type": "scalar",
}


def build(type_: type[T], value: Any, limit: int = 1000) -> tuple[T | None, list[Diagnostic]]:
    """Build a value of a frozen dataclass type from a parsed record; tell no more than ``limit`` mistakes."""
    try:
        return adapter(type_).validate_python(value), []
    except ValidationError as error:
        found = error.errors(include_url=False)
        problems = [_explain(type_, value, one) for one in found[:limit]]
        if len(found) > limit:
            last = max(problem.span for problem in problems)
            problems.append(Diagnostic("too-many-problems", last, {"limit": limit}))
        return None, sorted(problems, key=lambda problem: problem.span)


def locate(value: Any, path: Path, *, key: bool = False) -> Span:
    """Return where the value at a path is written (or its key), or its nearest container."""
    place, source, here = value.place, value.source, value
    for step in path:
        if step == "value" and isinstance(here, Rows):
            continue  # a bare list is short for a mapping with `value`
        if isinstance(here, Record) and step in here.value_places:
            source = here.source
            place = (here.key_places if key else here.value_places)[str(step)]
            here = here.get(str(step))
        elif isinstance(here, Rows) and isinstance(step, int) and step < len(here):
            source, place, here = here.source, here.item_places[step], here[step]
        else:
            break
        if isinstance(here, Record | Rows) and not key:
            source, place = here.source, here.place  # which may be another file than its container's
    return span_at(source, place)


adapter: Callable[[Any], TypeAdapter[Any]] = cache(TypeAdapter)
"""The validator of a type, made once."""
_hints: Callable[[Any], dict[str, Any]] = cache(get_type_hints)


def _explain(type_: type[Any], value: Any, error: Any) -> Diagnostic:
    path, kind, context = tuple(error["loc"]), error["type"], error.get("ctx", {})
    cause = context.get("error")
    if isinstance(cause, Unreadable):
        path = (*path, *cause.path)
        return _place(value, path, cause.code, cause.values)
    if kind == "missing":
        return _place(value, path[:-1], "missing-key", {"key": path[-1]})
    if kind == "unexpected_keyword_argument":
        allowed = _fields_at(type_, path[:-1])
        return _place(value, path, "unknown-key", {"key": path[-1], "allowed": allowed})
    if kind == "literal_error":
        allowed = tuple(_QUOTED.findall(context["expected"]))
        if len(allowed) == 1 and path == ("format",):
            return _place(value, path, "format", {"value": error["input"], "expected": allowed[0]})
        if path and path[-1] == "[key]":
            path = path[:-1]
            return _place(value, path, "unknown-key", {"key": path[-1], "allowed": allowed})
        return _place(value, path, "choice", {"value": _short(error["input"]), "allowed": allowed})
    if kind in _WRONG_KIND:
        return _place(value, path, _WRONG_KIND[kind], {"value": kind_of(error["input"])})
    if kind in ("greater_than_equal", "less_than_equal"):
        code = "at-least" if kind == "greater_than_equal" else "at-most"
        bound = context.get("ge", context.get("le"))
        return _place(value, path, code, {"value": _short(error["input"]), "bound": bound})
    return _place(value, path, "not-fitting", {"reason": error["msg"]})


def _place(value: Any, path: Path, code: str, values: Any) -> Diagnostic:
    known = dict(values)
    word = known.get("key") if code == "unknown-key" else known.get("value")
    if "allowed" in known and isinstance(word, str):
        known["near"] = nearest(word, known["allowed"])
    if code == "missing-key":
        code, path = missing(value, path, known["key"])
    span = locate(value, path, key=code in ("unknown-key", "missing-value"))
    return Diagnostic(code, span, known)


def missing(value: Any, path: Path, key: str) -> tuple[str, Path]:
    """Return whether a key is missing or has nothing after it, and the path to say so at."""
    if _written_empty(value, (*path, key)):
        return "missing-value", (*path, key)
    return "missing-key", path


def _short(value: object) -> object:
    return value if isinstance(value, str) else kind_of(value)


def _written_empty(value: Any, path: Path) -> bool:
    here = value
    for step in path[:-1]:
        try:
            here = here[step]
        except (KeyError, IndexError, TypeError):
            return False
    return isinstance(here, Record) and path[-1] in here.value_places


def _fields_at(type_: Any, path: Path) -> tuple[str, ...]:
    """Return the field names of the dataclass to which a path leads."""
    for step in path:
        if is_dataclass(type_) and step in _hints(type_):
            type_ = _inner(_hints(type_)[str(step)])
    return tuple(field.name for field in fields(type_)) if is_dataclass(type_) else ()


def _inner(type_: Any) -> Any:
    """Return the dataclass inside ``tuple[X, ...]``, ``X | None`` or ``Mapping[str, X]``."""
    if is_dataclass(type_):
        return type_
    for part in get_args(type_):
        found = _inner(part)
        if is_dataclass(found):
            return found
    return type_
