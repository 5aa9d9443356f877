"""Two sets of changes of the same map brought together, and where they disagree."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from readiness.folder.amendment import read_plain
from readiness.folder.board import Cells, flatten, same
from readiness.folder.map_edits import edited
from readiness.folder.map_forms import forms
from readiness.touchmap.model import KINDS

_ELEMENTS = (*KINDS, "pains", "actions")
_TWO_FORMS = ("words", "volume")


@dataclass(frozen=True)
class Conflict:
    """A cell that both sides changed to different values; None is nothing, or deleted."""

    key: str
    base: Any
    mine: Any
    theirs: Any

    def to_json(self) -> dict[str, Any]:
        """Return it as JSON values."""
        return asdict(self)


@dataclass(frozen=True)
class United:
    """What comes of two sets of changes; ``changes`` turn theirs into ``cells``, conflicts stay as theirs."""

    cells: Mapping[str, Any]
    changes: Mapping[str, Any]
    conflicts: tuple[Conflict, ...]


@dataclass(frozen=True)
class Merged:
    """A text with the changes of both sides, and where theirs stayed against mine."""

    text: str
    conflicts: tuple[Conflict, ...]
    coming: Mapping[str, Any]
    """What theirs changed and mine did not: with it, mine shows what the text says, but for conflicts."""


def merged(
    base: str, mine: Cells, theirs: str, *, undecided: Container[str] = (), language: str = "en"
) -> Merged:
    """Return the text ``theirs`` with what ``mine`` changed since the text ``base``.

    Only cells of the map count.  Those that are ``undecided`` stay as theirs
    has them.  Raises NotReadable where one of the texts cannot be read.
    """
    before, now = flatten(read_plain(base)), flatten(read_plain(theirs))
    ours = {key: value for key, value in mine.items() if key.split("/", 1)[0] in KINDS}
    both = united(before, ours, now, undecided=undecided)
    coming = united(before, now, ours)
    text = edited(theirs, both.changes, language=language)
    return Merged(text, both.conflicts, {**coming.changes})


def united(base: Cells, mine: Cells, theirs: Cells, *, undecided: Container[str] = ()) -> United:
    """Return what both sides made of the same cells; where they disagree, theirs stays.

    An element is not deleted against somebody who changed it, and what was
    changed in an element that the others deleted is a conflict.  A text or a
    volume that has two forms (one value, or members) is one thing.  A list
    that mine put into another order takes it, unless theirs has a new order, too.
    What is ``undecided`` stays as theirs has it, and is no conflict.
    """
    sides = _Sides(_living(base), _living(mine), _living(theirs))
    own = differences(sides.base, sides.mine)
    other = differences(sides.base, sides.theirs)
    touched = {_field(key) for key in other} | {element(key) for key in other if _is_of_element(key)}
    changes: dict[str, Any] = {}
    conflicts: list[Conflict] = []
    for field, keys in _by_field(own).items():
        differs = (key for key in keys if not same(sides.mine.get(key), sides.theirs.get(key)))
        left = [key for key in differs if key not in undecided]
        whole = field in touched and not _is_element(field) and sides.has_two_forms(field)
        for key in left:
            if sides.is_against(key, other, touched) or whole:
                values = (one.get(key) for one in (sides.base, sides.mine, sides.theirs))
                conflicts.append(Conflict(key, *values))
            elif not _is_element(key) or key not in sides.theirs or key not in sides.mine:
                changes[key] = own[key]
    changes.update(_places(sides, changes))
    return United(apply(sides.theirs, changes), changes, tuple(conflicts))


@dataclass(frozen=True)
class _Sides:
    base: Cells
    mine: Cells
    theirs: Cells

    def is_against(self, key: str, other: Cells, touched: Container[str]) -> bool:
        """Say whether theirs changed otherwise what mine changed."""
        if _is_element(key):
            return key not in self.mine and key in touched
        if _is_of_element(key) and element(key) in self.base and element(key) not in self.theirs:
            return True
        return key in other

    def has_two_forms(self, field: str) -> bool:
        """Say whether one side writes a field as one value, and another as members."""
        return any(field in side for side in (self.base, self.mine, self.theirs)) and any(
            key.startswith(f"{field}/") for side in (self.base, self.mine, self.theirs) for key in side
        )


def differences(base: Cells, other: Cells) -> dict[str, Any]:
    """Return what is changed in other cells; a deleted element stands for its fields, a place counts not."""
    found: dict[str, Any] = {}
    for key in (*base, *(key for key in other if key not in base)):
        if _is_element(key):
            differs = (key in base) != (key in other)
        else:
            deleted = _is_of_element(key) and element(key) in base and element(key) not in other
            differs = not deleted and not same(base.get(key), other.get(key))
        if differs:
            found[key] = other.get(key)
    return found


def apply(cells: Cells, changes: Cells) -> dict[str, Any]:
    """Return cells after some changes."""
    return _living({**cells, **changes})


def element(key: str) -> str:
    """Return the key of the element that a key belongs to."""
    return "/".join(key.split("/", 2)[:2])


def _is_element(key: str) -> bool:
    return key.count("/") == 1 and key.split("/", 1)[0] in _ELEMENTS


def _is_of_element(key: str) -> bool:
    return key.split("/", 1)[0] in _ELEMENTS


def _living(cells: Cells) -> dict[str, Any]:
    """Return the cells that hold something, without those of elements that are not there."""
    held = {key: value for key, value in cells.items() if value is not None}
    return {key: value for key, value in held.items() if not _is_of_element(key) or element(key) in held}


def _by_field(keys: Iterable[str]) -> Mapping[str, list[str]]:
    """Return keys by what is one thing: each alone, but the forms of a text or of a volume together."""
    found: dict[str, list[str]] = defaultdict(list)
    for key in keys:
        found[_field(key)].append(key)
    return found


def _field(key: str) -> str:
    kind, _, rest = key.partition("/")
    parts = rest.split("/")
    two_forms = kind in KINDS and len(parts) > 1 and forms(kind).get(parts[1]) in _TWO_FORMS
    return "/".join(key.split("/", 3)[:3]) if two_forms else key


def _places(sides: _Sides, changes: Cells) -> dict[str, Any]:
    """Return the places of new elements, behind all others, and of those that mine moved."""
    places: dict[str, Any] = {}
    orders = [_orders(side) for side in (sides.base, sides.mine, sides.theirs)]
    for kind in _ELEMENTS:
        old, own, now = (order[kind] for order in orders)
        new = [key for key in own if changes.get(key) is not None]
        stay = [key for key in now if key not in changes]
        last = max((sides.theirs[key] for key in now), default=0)
        places.update({key: last + number for number, key in enumerate(new, start=1)})
        if _moved(old, own) and not _moved(old, now):
            order = _woven([key for key in own if key in stay or key in new], stay)
            places.update({key: number for number, key in enumerate(order, start=1)})
    return places


def _moved(old: list[str], new: list[str]) -> bool:
    """Say whether what stands in both orders stands in another order."""
    kept, left = set(old), set(new)
    return [key for key in old if key in left] != [key for key in new if key in kept]


def _orders(cells: Cells) -> Mapping[str, list[str]]:
    """Return the elements of each list in their order."""
    found: dict[str, list[str]] = {kind: [] for kind in _ELEMENTS}
    for key in filter(_is_element, cells):
        found[key.split("/", 1)[0]].append(key)
    return {kind: sorted(own, key=lambda key: cells[key]) for kind, own in found.items()}


def _woven(own: list[str], now: list[str]) -> list[str]:
    """Return one order of both, where each of theirs alone stays behind the one before it."""
    order = list(own)
    for place, key in enumerate(now):
        if key not in order:
            order.insert(order.index(now[place - 1]) + 1 if place else 0, key)
    return order
