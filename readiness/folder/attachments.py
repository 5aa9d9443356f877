"""The files of an engagement as they travel inside its report, and back into a folder."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path, PurePosixPath

from readiness.errors import Refused

MOST_FILES = 2_000
MOST_OCTETS = 64 * 2**20
"""Of all files together; an engagement is text."""
_PLAIN = re.compile(r"[^\0-\x1f\\:\x7f]{1,200}")


def gather(folder: Path, names: Iterable[str]) -> tuple[tuple[str, bytes], ...]:
    """Return the files of a folder that were read, with their bytes, in the order of their names.

    Raises Refused for a file that lies outside the folder, or cannot be read.
    """
    root = folder.resolve()
    found = []
    for name in sorted(names):
        path = folder / name
        if not _is_inside(name) or not path.resolve().is_relative_to(root):
            raise Refused("attach-outside", file=name)
        try:
            found.append((name, path.read_bytes()))
        except OSError as error:
            raise Refused("unreadable", file=path, reason=error.strerror or type(error).__name__) from error
    return tuple(found)


def lay_down(files: Sequence[tuple[str, bytes]], folder: Path) -> None:
    """Write attached files into an empty folder.

    Raises Refused, before anything is written, for names that lead out of the
    folder or are there twice, and for more than an engagement holds.
    """
    names = [name for name, _ in files]
    if len(names) > MOST_FILES or sum(len(octets) for _, octets in files) > MOST_OCTETS:
        raise Refused("attached-too-much", files=MOST_FILES, megabytes=MOST_OCTETS // 2**20)
    for name in names:
        if not _is_inside(name) or names.count(name) > 1:
            raise Refused("attached-name", name=name[:80])
    for name, octets in files:
        path = folder / name
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(octets)
        except OSError as error:  # a name that is a folder of another, or too long
            raise Refused("attached-name", name=name[:80]) from error


def _is_inside(name: str) -> bool:
    """Say whether a name leads to a place below a folder on every system."""
    pure = PurePosixPath(name)
    return bool(_PLAIN.fullmatch(name)) and not pure.is_absolute() and ".." not in pure.parts
