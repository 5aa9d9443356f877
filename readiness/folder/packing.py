"""Office files packed anew: the same octets whenever and wherever they are written."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

_THEN = (2000, 1, 1, 0, 0, 0)
_UNIX = 3


def repacked(octets: bytes, change: Callable[[str, bytes], bytes] = lambda _name, part: part) -> bytes:
    """Return an archive with fixed times; ``change`` may put another part in the place of each."""
    file = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(octets)) as old,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, _THEN)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = _UNIX  # the same on every system
            new.writestr(entry, change(name, old.read(name)))
    return file.getvalue()
