"""An engagement that came as one zip from elsewhere: read within limits, and never by a name of its own."""

from __future__ import annotations

import re
import stat
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from readiness.errors import NotFound, Refused

MOST_FILES = 2_000
MOST_OCTETS = 32 * 2**20
PROFILE = "engagement.yaml"
_BROKEN = (zipfile.BadZipFile, zlib.error, OSError, ValueError, NotImplementedError, EOFError, RuntimeError)
_PART = re.compile(r"[^\x00-\x1f\x7f<>:\"|?*\\/]{1,120}\Z")
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|\Z)", re.IGNORECASE)


def read_archive(path: Path) -> dict[str, bytes]:
    """Return the files of the engagement in a zip by their names in its folder.

    The folder is the one that holds ``engagement.yaml``; files that begin with
    a point are left out.  Raises NotFound where there is no file, Refused for
    one that is broken, locked, too large, or has names that lead elsewhere,
    that stand twice, or that no system can store.
    """
    if not path.is_file():
        raise NotFound("no-archive", file=path)
    try:
        with zipfile.ZipFile(path) as archive:
            files = dict(_members(archive, path))
    except _BROKEN as error:
        raise Refused("archive-broken", file=path, reason=type(error).__name__) from error
    tops = [PurePosixPath(name).parent for name in files if PurePosixPath(name).name == PROFILE]
    top = min(tops, key=lambda one: len(one.parts), default=None)
    if top is None:
        raise Refused("archive-no-engagement", file=path)
    found = {}
    for name, octets in files.items():
        inside = PurePosixPath(name)
        if inside.is_relative_to(top) and not any(part.startswith(".") for part in inside.parts):
            found[inside.relative_to(top).as_posix()] = octets
    return found


def _members(archive: zipfile.ZipFile, path: Path) -> Iterator[tuple[str, bytes]]:
    members = archive.infolist()
    if len(members) > MOST_FILES:
        raise Refused("archive-too-large", file=path)
    left, seen = MOST_OCTETS, set[str]()
    for member in members:
        name = member.filename
        mode = member.external_attr >> 16
        parts = name.rstrip("/").split("/")
        plain = all(_PART.match(part) and not _RESERVED.match(part) for part in parts)
        if not plain or ".." in parts or "." in parts or (mode and not _is_plain(mode)):
            raise Refused("archive-name", file=path, name=ascii(name)[:80])
        if member.is_dir():
            continue
        if name.casefold() in seen:
            raise Refused("archive-name", file=path, name=ascii(name)[:80])
        seen.add(name.casefold())
        with archive.open(member) as part:
            octets = part.read(left + 1)
        left -= len(octets)
        if left < 0:
            raise Refused("archive-too-large", file=path)
        yield name, octets


def _is_plain(mode: int) -> bool:
    return stat.S_ISREG(mode) or stat.S_ISDIR(mode) or not stat.S_IFMT(mode)
