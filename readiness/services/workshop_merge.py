"""Two rooms that worked apart on the same engagement, brought together again."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from readiness import services
from readiness.errors import Refused
from readiness.folder.amendment import read_plain
from readiness.folder.board import flatten
from readiness.folder.engagement_archive import read_archive
from readiness.folder.merging import Conflict, merged, united
from readiness.folder.workshop_file import write_notes_file
from readiness.folder.write import write_whole
from readiness.services.workshop_outcome import notes_from
from readiness.workshop.cells import Cell
from readiness.workshop.keys import BOARD_LISTS

NOTES = "workshop.json"
"""What a room knows that no other file of an engagement holds: its beginning, pains, actions and dots."""
FORMAT = "room/1"


@dataclass(frozen=True)
class Merge:
    """What came of two rooms."""

    folder: Path
    files: int
    conflicts: tuple[Conflict, ...]
    beside: tuple[str, ...]
    """Files of the second room that differ from the first's, and stand beside them."""
    language: str = "en"

    def to_json(self) -> dict[str, Any]:
        """Return it as JSON values."""
        return {
            "folder": str(self.folder),
            "files": self.files,
            "conflicts": [one.to_json() for one in self.conflicts],
            "beside": list(self.beside),
        }

    def to_text(self) -> str:
        """Return it as lines for a terminal."""
        say = services.phrase
        lines = [say("room.merged", self.language, folder=self.folder, files=self.files)]
        for one in self.conflicts:
            values = {"first": _shown(one.theirs), "second": _shown(one.mine)}
            lines.append(say("room.merge-conflict", self.language, cell=one.key, **values))
        lines += [say("room.merge-beside", self.language, file=name) for name in self.beside]
        return "\n".join(map(str, lines))


def merge(first: Path, second: Path, out: Path, language: str = "en") -> Merge:
    """Unite two exported engagements in a new folder; where they disagree, the first stays and it is told.

    Raises NotFound and Refused for archives that cannot be read, that did not
    begin with the same map, and for a folder that is there already.
    """
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise Refused("folder-not-empty", folder=out)
    one, two = read_archive(first), read_archive(second)
    notes, others = _notes(one, first), _notes(two, second)
    if (notes["map_file"], notes["first_map"]) != (others["map_file"], others["first_map"]):
        raise Refused("merge-no-base", first=first, second=second)
    name = notes["map_file"]
    mine = flatten(read_plain(_text(two, name, second)))
    result = merged(notes["first_map"], mine, _text(one, name, first))
    both = united({}, others["board"], notes["board"])
    votes, voted = dict(Counter(notes["votes"]) + Counter(others["votes"])), notes["voted"] + others["voted"]
    outcome = next((name for name in (notes["notes_file"],) if name in one or name in two), None)
    files, beside = dict(one), []
    for other, octets in two.items():
        if other in (name, NOTES, outcome) or files.get(other) == octets:
            continue
        place = other if other not in files else f"{other}.second"
        files[place] = octets
        beside += [place] if place != other else []
    files[name] = result.text.encode()
    files[NOTES] = write_notes(
        name, notes["first_map"], both.cells, votes=votes, voted=voted, notes_file=notes["notes_file"]
    )
    if outcome is not None:
        files[outcome] = _outcome(result.text, both.cells, votes, voted)
    for place, octets in files.items():
        target = out / place
        target.parent.mkdir(parents=True, exist_ok=True)
        write_whole(target, octets)
    return Merge(out, len(files), (*result.conflicts, *both.conflicts), tuple(beside), language)


def write_notes(
    map_file: str,
    first_map: str,
    board: Mapping[str, Any],
    *,
    votes: Mapping[str, int],
    voted: int,
    notes_file: str,
) -> bytes:
    """Return what a room knows that no other file holds, as JSON text."""
    kept = {key: value for key, value in board.items() if value is not None}
    whole = {"format": FORMAT, "map_file": map_file, "notes_file": notes_file, "first_map": first_map,
             "board": kept, "votes": votes, "voted": voted}  # fmt: skip
    return (json.dumps(whole, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def _outcome(map_text: str, board: Mapping[str, Any], votes: Mapping[str, int], voted: int) -> bytes:
    """Return the file of both rooms' pain points and actions."""
    values = {**flatten(read_plain(map_text)), **board}
    cells = {key: Cell(value) for key, value in values.items()}
    return write_notes_file(notes_from(cells, votes, voted)).encode()


def _notes(files: Mapping[str, bytes], path: Path) -> dict[str, Any]:
    try:
        found = json.loads(files.get(NOTES, b"null"))
        whole = isinstance(found, dict) and found.get("format") == FORMAT
        if (
            whole
            and _fits(found, ("map_file", str), ("first_map", str), ("board", dict), ("votes", dict))
            and _fits(found, ("notes_file", str), ("voted", int))
        ):
            found["votes"] = {name: int(dots) for name, dots in found["votes"].items()}
            found["board"] = {
                key: value for key, value in found["board"].items() if key.split("/", 1)[0] in BOARD_LISTS
            }
            return dict(found)
    except (ValueError, TypeError, RecursionError):
        pass  # told below
    raise Refused("merge-no-notes", file=path, name=NOTES)


def _fits(found: Mapping[str, Any], *fields: tuple[str, type]) -> bool:
    return all(isinstance(found.get(name), kind) for name, kind in fields)


def _text(files: Mapping[str, bytes], name: str, path: Path) -> str:
    try:
        return files[name].decode("utf-8-sig")
    except (KeyError, UnicodeDecodeError) as error:
        raise Refused("merge-no-notes", file=path, name=name) from error


def _shown(value: Any) -> str:
    return "-" if value is None else json.dumps(value, ensure_ascii=False)
