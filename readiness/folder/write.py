"""Writing files whole: a reader sees the old file or the new one, never half of one."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from readiness.errors import Refused


def write_whole(path: Path, octets: bytes) -> Path:
    """Write a file in one step and return its path.

    Raises Refused where the place cannot be written; an older file then stays.
    """
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:40]}.")
    except OSError as error:
        raise Refused("unwritable", file=path, reason=error.strerror) from error
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(octets)
        temporary.chmod(0o644)
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
