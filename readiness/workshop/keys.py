"""The names of a room's cells: ``list/element``, ``list/element/field`` and ``list/element/field/member``."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from typing import Any

from readiness.touchmap import fields as stage
from readiness.touchmap import model, records

MAP_LISTS = model.KINDS
"""What is saved into the map's file."""
BOARD_LISTS = (*MAP_LISTS, "pains", "actions")
"""What everybody sees and writes."""
OWN_LISTS = ("votes", "answers", "done")
"""What one person writes and nobody else sees."""

_SEGMENT = r"[A-Za-z0-9][A-Za-z0-9_.:-]{0,79}"
_KEY = re.compile(rf"[a-z]+/{_SEGMENT}(?:/{_SEGMENT}){{0,3}}\Z", re.ASCII)
_ELEMENT = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z", re.ASCII)
_CLASSES: dict[str, Any] = {
    "goals": records.Goal,
    "segments": records.Segment,
    "needs": records.Need,
    "buyers": records.Buyer,
    "stages": stage.Stage,
    "channels": records.Channel,
    "departments": records.Department,
    "systems": records.System,
    "data": records.DataObject,
    "touchpoints": model.Touchpoint,
    "technology": records.Technology,
}
FIELDS = {
    **{name: frozenset(one.name for one in fields(kind)) - {"id"} for name, kind in _CLASSES.items()},
    "pains": frozenset({"text", "on"}),
    "actions": frozenset({"text", "owner", "due", "pitfall"}),
}
"""The fields that an element of each list has."""
MEMBERS_MOST = 4


@dataclass(frozen=True)
class Key:
    """A cell's name taken apart; ``field`` is empty for the element itself."""

    list: str
    element: str
    field: str = ""
    member: str = ""

    @property
    def of_element(self) -> str:
        """The name of the element's own cell."""
        return f"{self.list}/{self.element}"


def parse_key(text: object) -> Key | None:
    """Return a key taken apart, or nothing where a room has no such cell."""
    if not isinstance(text, str) or not _KEY.match(text):
        return None
    group, element, *rest = text.split("/")
    if group in FIELDS:
        return _board_key(group, element, rest)
    if group in OWN_LISTS or group in ("room", "people"):
        return Key(group, element, rest[0] if rest else "", "/".join(rest[1:]))
    return None


def _board_key(group: str, element: str, rest: list[str]) -> Key | None:
    if not _ELEMENT.match(element) or len(rest) > 2:
        return None
    if rest and rest[0] not in FIELDS[group]:
        return None
    return Key(group, element, *rest)
