"""Writing files whole: a reader sees the old file or the new one, never half of one."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from readiness.errors import Refused


class ChangedMeanwhile(Exception):
    """A file no longer holds what it held when it was read; it was left as it is."""


def write_whole(
    path: Path, octets: bytes, *, over: bytes | None = None, new: bool = False, mode: int = 0o644
) -> Path:
    """Write a file in one step and return its path.

    Raises Refused where the place cannot be written; an older file then stays.
    With ``over``, the file is replaced only while it holds just these octets,
    with ``new`` only where there is none, else ChangedMeanwhile is raised; it is
    looked at right before it is replaced.
    """
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:40]}.")
    except OSError as error:
        raise Refused("unwritable", file=path, reason=error.strerror) from error
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(octets)
        temporary.chmod(mode)
        if (new or over is not None) and (path.read_bytes() if path.exists() else None) != over:
            temporary.unlink()
            raise ChangedMeanwhile
        temporary.replace(path)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise Refused("unwritable", file=path, reason=error.strerror) from error
    return path


def keep_beside(path: Path) -> Path:
    """Copy a file beside itself, ``it-1.yaml.before``, under a name that nothing has; return the copy.

    Raises Refused where that cannot be done.
    """
    number = 1
    while True:
        beside = path.with_name(f"{path.name}.before{f'-{number}' if number > 1 else ''}")
        try:
            octets = path.read_bytes()
            with beside.open("xb") as copy:
                copy.write(octets)
        except FileExistsError:
            number += 1
        except OSError as error:
            raise Refused("unwritable", file=beside, reason=error.strerror) from error
        else:
            return beside
