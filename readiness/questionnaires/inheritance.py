"""A derived template: the items of another one with changes, each with its reason."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from readiness.diagnostics import Problem, nearest
from readiness.questionnaires.fields import ALL_LOCKED
from readiness.questionnaires.library import find, version_of
from readiness.questionnaires.model import CHANGEABLE, Change, Item, Questionnaire

_ACTS = ("drop", "set", "move", "add")
_MERGED = ("anchors", "parts")  # these change key by key, all other fields as a whole


def derive(
    questionnaire: Questionnaire, known: Sequence[Questionnaire], every: Sequence[Questionnaire] = ()
) -> tuple[Questionnaire, tuple[Problem, ...]]:
    """Return a derived template with its items, and what is wrong with its changes.

    ``known`` holds the templates that it may extend, themselves derived
    already, ``every`` also those that are not, for the words about a missing
    one.  What the parent says and the child leaves open (pitfall, intro,
    sources ...) is taken over.  One that extends nothing is returned as it is.
    """
    if not questionnaire.extends:
        stray = [Problem("changes-without-extends", ("changes",), {})] if questionnaire.changes else []
        return questionnaire, tuple(stray)
    parent = find(questionnaire.extends, known)
    if parent is None:
        return questionnaire, (missing_parent(questionnaire, every or known),)
    items = {item.id: item for item in parent.items}
    problems = list(_beside(questionnaire))
    for place, change in enumerate(questionnaire.changes):
        wrong = tuple(_misfits(change, items))
        problems += (Problem(one.code, ("changes", place, *one.at), one.values) for one in wrong)
        if not wrong:
            items = _changed(change, items)
    own = {item.id: item for item in questionnaire.items if item.id not in items}
    taken = {
        name: getattr(questionnaire, name) or getattr(parent, name)
        for name in ("pitfall", "intro", "minutes", "provider", "licence", "sources", "include")
    }
    conditions = {**parent.conditions, **questionnaire.conditions}
    return replace(
        questionnaire, items=(*items.values(), *own.values()), conditions=conditions, **taken
    ), tuple(problems)


def missing_parent(questionnaire: Questionnaire, known: Sequence[Questionnaire]) -> Problem:
    """Return why the template that one extends is not there: no such id, or no such version."""
    name = questionnaire.extends.partition("@")[0]
    same = [other for other in known if other.id == name]
    if same:
        newest = max(same, key=version_of)
        values: dict[str, object] = {"id": questionnaire.extends, "found": newest.name}
        return Problem("parent-version", ("extends",), values)
    near = nearest(name, [other.id for other in known])
    return Problem("unknown-questionnaire", ("extends",), {"id": questionnaire.extends, "near": near})


def _beside(questionnaire: Questionnaire) -> Iterator[Problem]:
    if questionnaire.items:
        yield Problem("items-beside-extends", ("items",), {})


def _misfits(change: Change, items: Mapping[str, Item]) -> Iterator[Problem]:
    """Yield why a change cannot be made, with paths inside it."""
    written = [act for act in _ACTS if getattr(change, act)]
    if len(written) != 1:
        yield Problem("change-acts", (), {"allowed": _ACTS, "number": len(written)})
        return
    name = change.item
    if not str(change.why).strip():
        yield Problem("change-without-reason", ("why",), {"id": name})
    if change.act == "add" and name in items:
        yield Problem("same-id", ("add", "id"), {"id": name})
    if change.act != "add" and name not in items:
        yield Problem("dangling", (change.act,), {"id": name, "kind": "items", "near": nearest(name, items)})
    yield from _misplaced(change, items)
    yield from _misset(change)
    if name in items:
        yield from _locked(change, items[name])


def _misplaced(change: Change, items: Mapping[str, Item]) -> Iterator[Problem]:
    for key in ("before", "after"):
        other = getattr(change, key)
        if other and change.act not in ("move", "add"):
            yield Problem("change-no-place", (key,), {"act": change.act})
        elif other and (other not in items or other == change.item):
            yield Problem("dangling", (key,), {"id": other, "kind": "items", "near": nearest(other, items)})
    if change.before and change.after:
        yield Problem("change-two-places", ("after",), {})


def _misset(change: Change) -> Iterator[Problem]:
    fields = set_fields(change)
    if change.act == "set" and not fields:
        yield Problem("change-sets-nothing", (), {"id": change.item})
    if change.act != "set" and fields:
        key = next(iter(fields))
        yield Problem("change-no-fields", (key,), {"act": change.act, "key": key})


def _locked(change: Change, item: Item) -> Iterator[Problem]:
    every = item.lock == ALL_LOCKED
    if change.act == "drop" and (every or "drop" in item.lock):
        yield Problem("locked", ("drop",), {"id": item.id, "key": "drop"})
    for key in set_fields(change) if change.act == "set" else ():
        if every or key in item.lock or key == "lock":
            yield Problem("locked", (key,), {"id": item.id, "key": key})


def set_fields(change: Change) -> Mapping[str, Any]:
    """Return the fields of an item that a change sets, with their values."""
    values = {name: getattr(change, name) for name in CHANGEABLE}
    return {name: value for name, value in values.items() if value is not None}


def _changed(change: Change, items: Mapping[str, Item]) -> dict[str, Item]:
    if change.act == "drop":
        return {name: item for name, item in items.items() if name != change.drop}
    if change.act == "set":
        return {name: _set(item, change) if name == change.set else item for name, item in items.items()}
    moved = change.add or items[change.move]
    rest = [item for name, item in items.items() if name != moved.id]
    names = [item.id for item in rest]
    place = len(rest)
    if change.before:
        place = names.index(change.before)
    elif change.after:
        place = names.index(change.after) + 1
    return {item.id: item for item in (*rest[:place], moved, *rest[place:])}


def _set(item: Item, change: Change) -> Item:
    fields = dict(set_fields(change))
    for name in _MERGED:
        if name in fields:
            fields[name] = {**getattr(item, name), **fields[name]}
    return replace(item, **fields)


def in_order_of_descent(questionnaires: Sequence[Questionnaire]) -> tuple[list[int], list[int]]:
    """Return the places of templates, parents before children, and those that extend themselves.

    A template extends itself where the way from parent to parent comes back to it.
    """
    parents = {place: _parent(one, questionnaires) for place, one in enumerate(questionnaires)}
    circular = [place for place in parents if _returns(place, parents)]
    ordered: dict[int, None] = {}

    def visit(place: int) -> None:
        line = []
        here: int | None = place
        while here is not None and here not in ordered and here not in line:
            line.append(here)
            here = parents[here]
        ordered.update(dict.fromkeys(reversed(line)))

    for place in parents:
        visit(place)
    return [place for place in ordered if place not in circular], circular


def _returns(place: int, parents: Mapping[int, int | None]) -> bool:
    seen = set()
    here = parents[place]
    while here is not None and here not in seen:
        if here == place:
            return True
        seen.add(here)
        here = parents[here]
    return False


def _parent(questionnaire: Questionnaire, known: Sequence[Questionnaire]) -> int | None:
    found = find(questionnaire.extends, known) if questionnaire.extends else None
    return next((place for place, one in enumerate(known) if one is found), None)
