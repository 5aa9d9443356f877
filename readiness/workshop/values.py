"""Which cells a room has, and what a value of each may be."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime

from readiness.folder.map_forms import forms
from readiness.workshop.cells import Cell
from readiness.workshop.change import Refusal, Setting
from readiness.workshop.keys import MAP_LISTS, Key
from readiness.workshop.names import NAME_LONGEST, is_name, is_of_leader
from readiness.workshop.people import PHASE_OF
from readiness.workshop.rights import FACILITATOR, MOST_DOTS, PHASES, POLICIES, ROLES, Person, setting_of

ANSWER_PARTS = frozenset({"value", "parts", "comment", "evidence", "not_applicable", "gate"})
_OF_ROOM = ("phase", "lobby", "round", "budget", "timer", "questionnaires")
_ITEM = re.compile(r"[12]/[a-z0-9-]+/[A-Za-z0-9_-]+\Z", re.ASCII)


def check_value(person: Person, setting: Setting, cells: Mapping[str, Cell]) -> None:
    """Raise Refusal where a room has no such cell, or where what a person puts into it cannot be."""
    key = setting.key
    if not _is_cell(key):
        raise Refusal("unknown-key", setting.name)
    if setting.value is not None and not _VALUES[key.list](setting, cells):
        raise Refusal("bad-value", setting.name)
    if key.list == "people":
        _check_person(person, setting)
    if key.list == "room" and key.element == "anonymity":
        _check_promise(setting, cells)


def _check_person(person: Person, setting: Setting) -> None:
    """Refuse that somebody vanishes from the list of people, or calls themselves the facilitator."""
    if setting.key.field == "name" and (
        setting.value is None or (not person.leads and is_of_leader(setting.value))
    ):
        raise Refusal("bad-value", setting.name)


def _check_promise(setting: Setting, cells: Mapping[str, Cell]) -> None:
    """Refuse to change a promise that nobody sees who wrote what, once something was written under it."""
    promised = setting_of(cells, f"anonymity/{setting.key.field}", POLICIES[0]) == "anonymous"
    if not promised:
        return
    since = cells[f"room/anonymity/{setting.key.field}"].rev
    for key, cell in cells.items():
        newest = max(cell.rev, *(rival.rev for rival in cell.rivals), 0)
        if PHASE_OF.get(key.split("/", 1)[0]) == setting.key.field and newest > since:
            raise Refusal("promised", setting.name)


def _is_cell(key: Key) -> bool:
    """Say whether a room has such a cell, whatever is written into it."""
    if key.list == "people":
        return key.field in ("name", "removed", "role") and not key.member
    if key.list == "votes":
        return key.field.startswith(("pains:", "actions:")) and not key.member
    if key.list == "answers":
        return bool(_ITEM.match(f"{key.field}/{key.member}"))
    if key.list == "done" or (key.list == "room" and key.element == "anonymity"):
        return key.field in PHASES and not key.member
    if key.list == "room":
        return key.element in _OF_ROOM and bool(key.field) == (key.element == "questionnaires")
    return True


def _room_value(setting: Setting, _cells: Mapping[str, Cell]) -> bool:
    key, value = setting.key, setting.value
    checks: Mapping[str, Callable[[], bool]] = {
        "phase": lambda: value in PHASES,
        "lobby": lambda: value in ("open", "locked"),
        "round": lambda: type(value) is int and value in (1, 2),
        "budget": lambda: type(value) is int and 1 <= value <= MOST_DOTS,
        "timer": lambda: isinstance(value, dict) and value.keys() == {"ends"} and _is_moment(value["ends"]),
        "anonymity": lambda: value in POLICIES,
        "questionnaires": lambda: value is True,
    }
    return checks[key.element]()


def _person_value(setting: Setting, _cells: Mapping[str, Cell]) -> bool:
    if setting.key.field == "removed":
        return setting.value is True
    if setting.key.field == "role":
        return setting.value in (*ROLES, FACILITATOR)
    return is_name(setting.value)


def _vote(setting: Setting, cells: Mapping[str, Cell]) -> bool:
    group, _, element = setting.key.field.partition(":")
    subject = cells.get(f"{group}/{element}")
    if subject is None or subject.value is None:
        raise Refusal("gone", setting.name)
    return type(setting.value) is int and 0 <= setting.value <= MOST_DOTS


def _answer(setting: Setting, cells: Mapping[str, Cell]) -> bool:
    value = setting.value
    if setting.key.field != str(setting_of(cells, "round", 1)):
        raise Refusal("not-now", setting.name)
    return isinstance(value, dict) and bool(value) and value.keys() <= ANSWER_PARTS


def _done(setting: Setting, _cells: Mapping[str, Cell]) -> bool:
    return setting.value is True


def _action(setting: Setting, _cells: Mapping[str, Cell]) -> bool:
    key, value = setting.key, setting.value
    if not key.field:
        return _is_place(value)
    if key.field == "due":
        return isinstance(value, str) and (not value or _is_day(value))
    return isinstance(value, str) and not key.member


def _pain(setting: Setting, _cells: Mapping[str, Cell]) -> bool:
    if not setting.key.field:
        return _is_place(setting.value)
    return isinstance(setting.value, str) and not setting.key.member


def _of_map(setting: Setting, _cells: Mapping[str, Cell]) -> bool:
    key, value = setting.key, setting.value
    if not key.field:
        return _is_place(value)
    form, one = forms(key.list).get(key.field, "whole"), isinstance(value, str | int | float)
    if form == "ids":
        return bool(key.member) and value is True
    if form == "next":
        return bool(key.member) and isinstance(value, dict)
    if form in ("words", "volume"):  # one for all, or a member each
        return isinstance(value, str) if form == "words" else one
    if key.member:
        return False
    return form == "whole" or (isinstance(value, str) if form == "text" else one)


def _is_place(value: object) -> bool:
    return type(value) in (int, float)


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return len(text) == len("2000-01-01")


def _is_moment(text: object) -> bool:
    try:
        datetime.fromisoformat(str(text))
    except ValueError:
        return False
    return len(str(text)) <= NAME_LONGEST


_VALUES: Mapping[str, Callable[[Setting, Mapping[str, Cell]], bool]] = {
    **dict.fromkeys(MAP_LISTS, _of_map),
    "room": _room_value,
    "people": _person_value,
    "votes": _vote,
    "answers": _answer,
    "done": _done,
    "actions": _action,
    "pains": _pain,
}
