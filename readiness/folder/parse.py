"""Text to plain values: mappings, lists and strings that know where they were written.

libyaml's events feed a builder of our own, so every scalar stays the text a
person wrote and every key and value keeps its line and column.  Aliases,
anchors, tags and merge keys are refused, which also disarms alias bombs.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from readiness.diagnostics import Diagnostic, Related, Span
from readiness.folder.source import FORBIDDEN, Limits, Source, code_point


class Record(dict[str, Any]):
    """A mapping that knows where it stands.

    ``key_places`` and ``value_places`` pack the first and the last character's
    offset into one integer each, so that the garbage collector has nothing to follow.
    """

    __slots__ = ("key_places", "place", "source", "value_places")
    source: Source
    place: int
    key_places: dict[str, int]
    value_places: dict[str, int]


class Rows(list[Any]):
    """A list that knows where it and its items stand."""

    __slots__ = ("item_places", "place", "source")
    source: Source
    place: int
    item_places: list[int]


class _Refused(Exception):
    """Parsing stops here; the diagnostic says why."""


def parse(source: Source, limits: Limits) -> tuple[Any, list[Diagnostic]]:
    """Turn YAML text into plain values with positions.

    Returns the value (None when nothing could be built) and every problem met;
    a problem of syntax ends the reading, all others are collected.
    """
    problems: list[Diagnostic] = []
    try:
        return _build(source, limits, problems), problems
    except _Refused:
        return None, problems
    except yaml.YAMLError as error:
        problems.append(_syntax(source, error, limits))
        return None, problems


def span_at(source: Source, place: int) -> Span:
    """Return the span of a packed place."""
    return source.span(place >> 32, place & 0xFFFFFFFF)


def _build(source: Source, limits: Limits, problems: list[Diagnostic]) -> Any:
    next_event: Callable[[], Any] = yaml.CLoader(source.text).get_event
    nodes, depth = limits.nodes, limits.depth
    root: Any = None
    documents = 0
    stack: list[Any] = []
    here: Any = None  # the open container
    is_rows = False
    key: str | None = None  # the key that waits for its value
    key_place = 0

    def refuse(code: str, **values: object) -> None:
        keep(Diagnostic(code, span_at(source, place), values))

    def keep(problem: Diagnostic) -> None:
        if len(problems) >= limits.problems:
            problems.append(Diagnostic("too-many-problems", problem.span, {"limit": limits.problems}))
            raise _Refused
        problems.append(problem)

    while True:
        event = next_event()
        kind = event.__class__
        if kind is MappingEndEvent or kind is SequenceEndEvent:
            here, key = stack.pop(), None
            is_rows = here.__class__ is Rows
            continue
        place = event.start_mark.index << 32 | event.end_mark.index
        if kind is ScalarEvent:
            value: Any = event.value
            if event.style == '"' and (bad := FORBIDDEN.search(value)):
                refuse("control-character", character=code_point(bad.group()))
        elif kind is MappingStartEvent:
            value = Record()
            value.source, value.place, value.key_places, value.value_places = source, place, {}, {}
        elif kind is SequenceStartEvent:
            value = Rows()
            value.source, value.place, value.item_places = source, place, []
        elif kind is AliasEvent:
            refuse("alias", name=event.anchor)
            raise _Refused
        elif kind is DocumentStartEvent:
            documents += 1
            if documents > 1:
                refuse("second-document")
                raise _Refused
            continue
        elif kind is StreamEndEvent:
            break
        else:
            continue

        nodes -= 1
        if nodes < 0:
            refuse("too-many-nodes", limit=limits.nodes)
            raise _Refused
        if event.tag is not None:
            refuse("tag", tag=event.tag)
        if event.anchor is not None:
            refuse("anchor", name=event.anchor)
        if is_rows:
            here.append(value)
            here.item_places.append(place)
        elif here is None:
            root = value
        elif key is None:
            if kind is not ScalarEvent:
                refuse("key-not-text")
                raise _Refused
            if value == "<<" and not event.style:
                refuse("merge-key")
                raise _Refused
            key, key_place = value, place
            continue
        elif key in here.key_places:
            first = Related("first-here", span_at(source, here.key_places[key]))
            at = span_at(source, key_place)
            keep(Diagnostic("duplicate-key", at, {"key": key}, (first,)))
        else:
            here.key_places[key] = key_place
            here.value_places[key] = place
            if value != "" or event.style:
                here[key] = value  # where nothing is written after a key, there is no key
        if kind is ScalarEvent:
            key = None
            continue
        if len(stack) >= depth:
            refuse("too-deep", limit=depth)
            raise _Refused
        stack.append(here)
        here, key = value, None
        is_rows = kind is SequenceStartEvent
    limits.nodes = nodes
    return root


def _syntax(source: Source, error: yaml.YAMLError, limits: Limits) -> Diagnostic:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    problem = getattr(error, "problem", None) or getattr(error, "reason", None) or "unreadable"
    line = min(mark.line, max(len(source.lines) - 1, 0)) if mark else 0
    column = mark.column if mark else 0
    span = Span(source.name, line + 1, column + 1, line + 1, column + 2)
    if "nesting depth" in str(problem):  # libyaml 0.2.6 reads ahead and gives up at 1,000
        return Diagnostic("too-deep", span, {"limit": limits.depth})
    text = source.lines[line] if source.lines else ""
    indent = text[: len(text) - len(text.lstrip())]
    code = "tab-indent" if "\t" in indent else "syntax"
    return Diagnostic(code, span, {"problem": str(problem)})
