"""The map of an engagement as the cells that a room starts with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from readiness import services
from readiness.engagement.model import Engagement
from readiness.errors import Refused
from readiness.folder.board import flatten
from readiness.folder.engagement import read_engagement
from readiness.folder.reader import Reader
from readiness.workshop.cells import Cell


@dataclass(frozen=True)
class Started:
    """The map's text as it was found, and the cells made from it."""

    file: str
    text: str
    cells: Mapping[str, Cell]


def begin_map(folder: Path) -> Started:
    """Read the map of a folder into cells.

    Raises Invalid where the folder has errors, Refused where it names no map.
    """
    engagement, _ = services.read(folder)
    name = engagement.profile.touchmap
    if not name:
        raise Refused("room-needs-map", folder=folder)
    return read_map(folder, name)


def read_lenient(folder: Path) -> Engagement:
    """Read an engagement whose map may have errors: a room that has saved them must open again.

    Raises Invalid where nothing can be built of the folder.
    """
    return read_engagement(folder).engagement or services.read(folder)[0]


def read_map(folder: Path, name: str) -> Started:
    """Read a map's file into cells.  Raises Refused where it cannot be read."""
    reader = Reader(folder)
    record = reader.record(name)
    if record is None:
        raise Refused("room-needs-map", folder=folder)
    cells = {key: Cell(value) for key, value in flatten(record).items()}
    return Started(name, reader.sources[name].text, cells)
