"""Who may write what, and in which phase of the workshop; and what a value of each kind may be."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from readiness.workshop.cells import Cell
from readiness.workshop.change import Refusal, Setting
from readiness.workshop.keys import MAP_LISTS, OWN_LISTS

PHASES = ("map", "answer", "reveal", "vote", "decide")
ROLES = ("executive", "business", "it", "front-line", "customer")
FACILITATOR = "facilitator"
FOLDER = "folder"
"""Who writes what was changed in the files meanwhile."""
POLICIES = ("named", "anonymous")
BUDGET = 5
"""Dots of each person where the facilitator has set none."""
MOST_DOTS = 20
NAME_LONGEST = 40
ANSWER_PARTS = frozenset({"value", "parts", "comment", "evidence", "not_applicable", "gate"})
_ITEM = re.compile(r"[12]/[a-z0-9-]+/[A-Za-z0-9_-]+\Z", re.ASCII)
_WRITTEN_IN: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(MAP_LISTS, ("map", "decide")),
    "pains": ("map", "decide"),
    "actions": ("decide",),
    "votes": ("vote",),
    "answers": ("answer",),
    "done": PHASES,
}


@dataclass(frozen=True)
class Person:
    """Somebody in the room: an id and the role in which they are here."""

    id: str
    role: str

    @property
    def leads(self) -> bool:
        """They lead the workshop, or are the folder itself."""
        return self.role in (FACILITATOR, FOLDER)


def setting_of(cells: Mapping[str, Cell], name: str, default: Any) -> Any:
    """Return what the facilitator has set for the room, such as ``phase``."""
    cell = cells.get(f"room/{name}")
    return default if cell is None or cell.value is None else cell.value


def phase_of(cells: Mapping[str, Cell]) -> str:
    """Return the phase that the room is in."""
    return str(setting_of(cells, "phase", PHASES[0]))


def check_right(person: Person, setting: Setting, cells: Mapping[str, Cell]) -> None:
    """Raise Refusal where a person may not write a cell, or not now, or where its value cannot be."""
    key = setting.key
    if key.list in OWN_LISTS or key.list == "people":
        _check_own(person, setting)
    if key.list == "room" and not person.leads:
        raise Refusal("not-yours", setting.name)
    phases = _WRITTEN_IN.get(key.list)
    if phases and not person.leads and phase_of(cells) not in phases:
        raise Refusal("not-now", setting.name)
    check = _VALUES.get(key.list)
    if check and setting.value is not None and not check(setting, cells):
        raise Refusal("bad-value", setting.name)


def _check_own(person: Person, setting: Setting) -> None:
    key = setting.key
    if key.list == "people" and key.field not in ("name", "removed", "role"):
        raise Refusal("unknown-key", setting.name)
    mine = key.element == person.id
    if key.list == "people" and key.field != "name":
        mine = person.leads
    elif key.list == "people":
        mine = mine or person.leads
    if not mine:
        raise Refusal("not-yours", setting.name)


def _room_value(setting: Setting, _cells: Mapping[str, Cell]) -> bool:
    key, value = setting.key, setting.value
    checks: Mapping[str, Callable[[], bool]] = {
        "phase": lambda: value in PHASES,
        "lobby": lambda: value in ("open", "locked"),
        "round": lambda: type(value) is int and value in (1, 2),
        "budget": lambda: type(value) is int and 1 <= value <= MOST_DOTS,
        "timer": lambda: isinstance(value, dict) and value.keys() == {"ends"} and _is_moment(value["ends"]),
        "anonymity": lambda: key.field in PHASES and not key.member and value in POLICIES,
        "questionnaires": lambda: bool(key.field) and value is True,
    }
    if key.element not in checks or (key.field and key.element not in ("anonymity", "questionnaires")):
        raise Refusal("unknown-key", setting.name)
    return checks[key.element]()


def _person_value(setting: Setting, _cells: Mapping[str, Cell]) -> bool:
    if setting.key.field == "removed":
        return setting.value is True
    if setting.key.field == "role":
        return setting.value in (*ROLES, FACILITATOR)
    name = setting.value
    return isinstance(name, str) and bool(name.strip()) and len(name) <= NAME_LONGEST


def _vote(setting: Setting, cells: Mapping[str, Cell]) -> bool:
    group, _, element = setting.key.field.partition(":")
    if group not in ("pains", "actions") or setting.key.member:
        raise Refusal("unknown-key", setting.name)
    subject = cells.get(f"{group}/{element}")
    if subject is None or subject.value is None:
        raise Refusal("gone", setting.name)
    return type(setting.value) is int and 0 <= setting.value <= MOST_DOTS


def _answer(setting: Setting, cells: Mapping[str, Cell]) -> bool:
    place, value = f"{setting.key.field}/{setting.key.member}", setting.value
    if not _ITEM.match(place):
        raise Refusal("unknown-key", setting.name)
    if setting.key.field != str(setting_of(cells, "round", 1)):
        raise Refusal("not-now", setting.name)
    return isinstance(value, dict) and bool(value) and value.keys() <= ANSWER_PARTS


def _done(setting: Setting, _cells: Mapping[str, Cell]) -> bool:
    return setting.key.field in PHASES and not setting.key.member and setting.value is True


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
    return True if setting.key.field else _is_place(setting.value)


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
