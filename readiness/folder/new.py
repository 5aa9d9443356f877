"""Starting an engagement folder from a complete example or from a blank one that teaches."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from readiness.errors import Refused
from readiness.folder.write import write_whole
from readiness.resources import examples, templates

BLANK = "blank"
STARTS = (BLANK, "boise-office", "shanghai-gm")


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Refused("unwritable", file=folder, reason=error.strerror) from error


def start_folder(folder: Path, start: str, language: str, as_of: date) -> list[Path]:
    """Copy a start into a folder and return the files written.

    Only the blank start takes the language and the date of the assessment; an
    example keeps its own.
    """
    origin = templates() / "engagement" / language if start == BLANK else examples() / start
    written = []
    for path in sorted(origin.rglob("*")):
        if path.is_file():
            octets = path.read_bytes()
            if start == BLANK and path.name == "engagement.yaml":
                octets = octets.replace(b"as_of: 2000-01-01", f"as_of: {as_of.isoformat()}".encode())
            target = folder / path.relative_to(origin)
            _make(target.parent)
            written.append(write_whole(target, octets))
    return written
