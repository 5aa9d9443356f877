"""What of a room whom may see: the board all, their own answers and dots each person alone."""

from __future__ import annotations

from collections.abc import Mapping

from readiness.workshop.cells import Cell, is_alive, write_json
from readiness.workshop.keys import OWN_LISTS
from readiness.workshop.people import PHASE_OF
from readiness.workshop.room import Room


def rows(room: Room, person: str | None) -> str:
    """Return the cells that all see, or those of one person alone, as the inside of a JSON object."""
    cells, hidden, found = room.cells, anonymous_lists(room.cells), []
    if person is None:
        names = [key for key in cells if key.split("/", 1)[0] not in OWN_LISTS]
    else:
        names = [key for group in OWN_LISTS for key in sorted(room.fields.get(f"{group}/{person}", ()))]
    for key in names:
        cell, group = cells.get(key), key.split("/", 1)[0]
        if cell is None or (cell.value is None and not cell.rivals):
            continue
        if group in PHASE_OF and not is_alive(cells, key):
            continue
        found.append(f"{write_json(key)}:{write_json(cell.to_json(anonymous=group in hidden))}")
    return ",".join(found)


def anonymous_lists(cells: Mapping[str, Cell]) -> frozenset[str]:
    """Return the lists of which nobody sees who wrote what."""
    promised = {phase: cells.get(f"room/anonymity/{phase}") for phase in PHASE_OF.values()}
    kept = {phase for phase, cell in promised.items() if cell is not None and cell.value == "anonymous"}
    return frozenset(group for group, phase in PHASE_OF.items() if phase in kept)
