"""Starting a theme from one that comes with the product."""

from __future__ import annotations

from pathlib import Path

from readiness.errors import Refused
from readiness.folder.theme import FILE
from readiness.folder.write import write_whole
from readiness.resources import templates

THEMES = "themes"


def bundled_themes() -> tuple[str, ...]:
    """Return the names of the themes that come with the product."""
    return tuple(sorted(path.parent.name for path in (templates() / THEMES).glob(f"*/{FILE}")))


def bundled_theme(name: str) -> Path:
    """Return the folder of a theme that comes with the product."""
    return templates() / THEMES / name


def start_theme(folder: Path, start: str) -> list[Path]:
    """Copy a bundled theme into a new folder and return the files written.

    Raises Refused where the folder is not empty or cannot be written.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Refused("folder-not-empty", folder=folder)
    written = []
    for path in sorted(bundled_theme(start).rglob("*")):
        if path.is_file():
            place = folder / path.relative_to(bundled_theme(start))
            try:
                place.parent.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise Refused("unwritable", file=place, reason=error.strerror) from error
            written.append(write_whole(place, path.read_bytes()))
    return written
