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
MOST_CHANGES = 1_000
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
    if len(questionnaire.changes) > MOST_CHANGES:
        return questionnaire, (Problem("change-too-many", ("changes",), {"limit": MOST_CHANGES}),)
    locked = {item.id for item in parent.items if item.lock}
    for place, change in enumerate(questionnaire.changes):
        wrong = tuple(_misfits(change, items))
        if change.act == "add" and change.item in locked and not wrong:
            wrong = (Problem("locked", ("add", "id"), {"id": change.item, "key": "id"}),)
        problems += (Problem(one.code, ("changes", place, *one.at), one.values) for one in wrong)
        if not wrong:
            items = _changed(change, items)
    own = {item.id: item for item in questionnaire.items if item.id not in items}
    taken = {
        name: getattr(questionnaire, name) or getattr(parent, name)
        for name in ("pitfall", "intro", "minutes", "licence", "sources", "include")
    }
    problems += _fixed(questionnaire, parent)
    conditions = {**questionnaire.conditions, **parent.conditions}
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


def _fixed(questionnaire: Questionnaire, parent: Questionnaire) -> Iterator[Problem]:
    """Yield what comes from the parent and cannot be said anew: its pitfall and its named conditions."""
    if questionnaire.pitfall and parent.pitfall and questionnaire.pitfall != parent.pitfall:
        yield Problem("inherited-fixed", ("pitfall",), {"key": "pitfall"})
    for name in questionnaire.conditions:
        if name in parent.conditions and questionnaire.conditions[name] != parent.conditions[name]:
            yield Problem("inherited-fixed", ("conditions", name), {"key": name})


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
    for key, value in set_fields(change).items() if change.act == "set" else ():
        loosened = key == "lock" and value != ALL_LOCKED and not set(item.lock) <= set(value)
        if (every and key != "lock") or key in item.lock or loosened:
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
    parents = _parents(questionnaires)
    ordered: dict[int, None] = {}
    circular: set[int] = set()
    for place in parents:
        line: dict[int, None] = {}
        here: int | None = place
        while here is not None and here not in ordered and here not in line:
            line[here] = None
            here = parents[here]
        if here is not None and here in line:  # the way came back to a template that it had passed
            members = list(line)
            circular.update(members[members.index(here) :])
        ordered.update(dict.fromkeys(reversed(line)))
    return [place for place in ordered if place not in circular], sorted(circular)


def _parents(questionnaires: Sequence[Questionnaire]) -> Mapping[int, int | None]:
    by_id: dict[str, list[int]] = {}
    for place, one in enumerate(questionnaires):
        by_id.setdefault(one.id, []).append(place)
    found: dict[int, int | None] = {}
    for place, one in enumerate(questionnaires):
        same = by_id.get(one.extends.partition("@")[0], []) if one.extends else []
        parent = find(one.extends, [questionnaires[other] for other in same])
        found[place] = next((other for other in same if questionnaires[other] is parent), None)
    return found
