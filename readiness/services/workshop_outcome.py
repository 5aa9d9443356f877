"""What a room says beside map and answers, as a file of its engagement: pains, actions, sums of dots."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date

from readiness.engagement.workshop_notes import Pain, Task, WorkshopNotes
from readiness.folder.workshop_file import write_notes_file
from readiness.questionnaires.model import PITFALLS
from readiness.scalars import Text
from readiness.services.workshop import Workshop
from readiness.workshop.cells import Cell
from readiness.workshop.rights import phase_of
from readiness.workshop.room import count_votes

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def outcome_file(workshop: Workshop) -> dict[str, bytes]:
    """Return the file by its name; nothing where the room said nothing and has no such file."""
    name = workshop.engagement.profile.workshop
    notes = notes_of(workshop.room.cells)
    if not (notes.pains or notes.actions or name in workshop.known):
        return {}
    return {name: write_notes_file(notes).encode()}


def notes_of(cells: Mapping[str, Cell]) -> WorkshopNotes:
    """Return the pain points and actions of a room; without dots while people still vote."""
    return notes_from(cells, *(({}, 0) if phase_of(cells) == "vote" else dots_of(cells)))


def dots_of(cells: Mapping[str, Cell]) -> tuple[dict[str, int], int]:
    """Return the dots on each subject, and how many people gave some."""
    voters = {key.split("/")[1] for key, cell in cells.items() if key.startswith("votes/") and cell.value}
    return count_votes(cells), len(voters)


def notes_from(cells: Mapping[str, Cell], votes: Mapping[str, int], voted: int) -> WorkshopNotes:
    """Return the notes that cells and sums of dots make; what has no text yet is left out."""
    pains = [
        Pain(name, Text((("", words),)), _touchpoint(cells, name), votes.get(f"pains:{name}", 0))
        for name, words in _written(cells, "pains")
    ]
    actions = [
        Task(
            name,
            Text((("", words),)),
            Text((("", owner),)) if (owner := _words(cells, f"actions/{name}/owner")) else Text(),
            _day(_words(cells, f"actions/{name}/due")),
            next((one for one in PITFALLS if one == _words(cells, f"actions/{name}/pitfall")), None),
            votes.get(f"actions:{name}", 0),
        )
        for name, words in _written(cells, "actions")
    ]
    given = sum(one.dots for one in pains) + sum(one.dots for one in actions)
    return WorkshopNotes("workshop/1", voted if given else 0, tuple(pains), tuple(actions))


def _written(cells: Mapping[str, Cell], group: str) -> Iterator[tuple[str, str]]:
    """Yield the elements of a list that say something, in the order of the board."""
    found = [
        (cell.value if isinstance(cell.value, int | float) else 0, key.split("/")[1])
        for key, cell in cells.items()
        if key.startswith(f"{group}/") and key.count("/") == 1 and cell.value is not None
    ]
    for _, name in sorted(found):
        if words := _words(cells, f"{group}/{name}/text"):
            yield name, words


def _words(cells: Mapping[str, Cell], key: str) -> str:
    cell = cells.get(key)
    return " ".join(_CONTROL.sub(" ", str(cell.value)).split()) if cell is not None and cell.value else ""


def _touchpoint(cells: Mapping[str, Cell], pain: str) -> str | None:
    """Return where it hurts; nothing where that touchpoint is not there any more."""
    name = _words(cells, f"pains/{pain}/on")
    found = cells.get(f"touchpoints/{name}")
    return name if found is not None and found.value is not None else None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:  # of an archive that somebody has edited
        return None
