"""The file in which a log is kept once it is read: beside the engagement, never inside of it.

For an engagement ``work/boise`` it is ``work/.boise.contacts/log.duckdb``.  It
holds numbers and words of the map, no customer keys.  Nothing else may rely on
it: deleting the folder costs no more than another import.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from readiness.errors import NotFound, Refused

if TYPE_CHECKING:
    import duckdb

LAYOUT = 1
"""Changes where tables change; an older file is then read anew."""
FILE = "log.duckdb"
MEMORY = 512
"""Megabytes that the engine may take before it goes on on disk."""


def place(folder: Path) -> Path:
    """Return the folder of an engagement's log."""
    whole = folder.resolve()
    return whole.parent / f".{whole.name}.contacts"


@contextmanager
def opened(folder: Path, *, memory: int = MEMORY, threads: int = 0) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open the log of an engagement to ask it.

    Raises NotFound where none was imported, Refused where it cannot be read.
    """
    import duckdb  # noqa: PLC0415 - heavy, and not in every installation

    file = place(folder) / FILE
    if not file.exists():
        raise NotFound("no-contact-log", folder=folder)
    try:
        connection = duckdb.connect(str(file), read_only=True, config=settings(file.parent, memory, threads))
    except duckdb.Error as error:
        raise Refused("contact-log-unreadable", file=file, folder=folder) from error
    try:
        known = connection.execute("SELECT value FROM fact WHERE name = 'layout'").fetchone()
        if known != (str(LAYOUT),):
            raise Refused("contact-log-unreadable", file=file, folder=folder)
        yield connection
    except duckdb.CatalogException as error:
        raise Refused("contact-log-unreadable", file=file, folder=folder) from error
    except (duckdb.IOException, duckdb.OutOfMemoryException) as error:
        raise Refused("contact-engine", reason=first_line(error)) from error
    finally:
        connection.close()


def settings(spill: Path, memory: int, threads: int) -> dict[str, str | bool | int | float | list[str]]:
    """Return how the engine works: within bounds, without a network, without foreign code."""
    made: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": f"{memory}MB",
        "temp_directory": str(spill / "spill"),
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
    }
    return made | ({"threads": threads} if threads else {})


def first_line(error: Exception) -> str:
    """Return the first line of what the engine says, without what a terminal obeys."""
    line = next(iter(str(error).splitlines()), type(error).__name__)
    return "".join(char if char.isprintable() else "\ufffd" for char in line[:200])
