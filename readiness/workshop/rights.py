"""Who may write what, and in which phase of the workshop."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
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
    """Raise Refusal where a person may not write a cell, or not now."""
    key = setting.key
    if key.list in OWN_LISTS or key.list == "people":
        _check_own(person, setting)
    if key.list == "room" and not person.leads:
        raise Refusal("not-yours", setting.name)
    phases = _WRITTEN_IN.get(key.list)
    if phases and not person.leads and phase_of(cells) not in phases:
        raise Refusal("not-now", setting.name)


def _check_own(person: Person, setting: Setting) -> None:
    key = setting.key
    mine = key.element == person.id
    if key.list == "people" and key.field != "name":
        mine = person.leads
    elif key.list == "people":
        mine = mine or person.leads
    if not mine:
        raise Refusal("not-yours", setting.name)
