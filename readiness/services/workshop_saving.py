"""A room saved into the folder: what people type into the files meanwhile is never written over."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from readiness.diagnostics import Diagnostic
from readiness.errors import Refused
from readiness.folder.amendment import NotReadable
from readiness.folder.merging import Conflict, Merged, merged
from readiness.folder.reader import Reader
from readiness.folder.source import decode
from readiness.folder.write import ChangedMeanwhile, keep_beside, write_whole

_MARK = b"\xef\xbb\xbf"
_TIMES = 20
"""How often a file that changes while it is saved is read again."""


@dataclass(frozen=True)
class Saved:
    """What was saved, and what the room is told."""

    files: tuple[str, ...]
    """The files that were written, by their names in the folder."""
    conflicts: tuple[Conflict, ...]
    """Cells that both the room and somebody at the file changed: the file keeps its own."""
    base: str
    """The text of the map as it is now: from here the next changes count."""
    coming: Mapping[str, Any]
    """Cells that somebody at the file changed and the room did not: the room takes them over."""
    known: Mapping[str, str]
    """The digest of each other file as it was saved last."""

    def to_json(self) -> dict[str, Any]:
        """Return it as JSON values."""
        return {"saved": list(self.files), "conflicts": [one.to_json() for one in self.conflicts]}


def save(
    folder: Path,
    map_file: str,
    base: str,
    mine: Mapping[str, Any],
    *,
    others: Mapping[str, bytes] | None = None,
    known: Mapping[str, str] | None = None,
    undecided: Container[str] = (),
    language: str = "en",
) -> Saved:
    """Write a room's map and other files into the folder of its engagement.

    ``base`` is the map's text when the room last saw it, ``mine`` its cells as
    they stand (None, or no key: not there).  The file is read anew, what the
    room changed is written into it in places, and it is replaced only if it is
    then still the same; else it is read again.  What is ``undecided`` (conflicts
    that nobody in the room has settled yet) is not written.  ``others`` are
    whole files, such as answers; one that is not as ``known``, since somebody
    wrote it by hand, is first copied beside itself.

    Raises Refused where the map cannot be read now, keeps changing, or a place
    cannot be written; what was written before that is good.
    """
    result, wrote = _save_map(folder, map_file, base, mine, undecided=undecided, language=language)
    files = [map_file] if wrote else []
    digests = dict(known or {})
    for name, octets in (others or {}).items():
        if _write_other(_inside(folder, name), octets, digests.get(name)):
            files.append(name)
        digests[name] = sha256(octets).hexdigest()
    return Saved(tuple(files), result.conflicts, result.text, result.coming, digests)


def _save_map(
    folder: Path, name: str, base: str, mine: Mapping[str, Any], *, undecided: Container[str], language: str
) -> tuple[Merged, bool]:
    path = _inside(folder, name)
    for _ in range(_TIMES):
        octets = _read(path)
        theirs = base if octets is None else _text(octets, name)
        try:
            result = merged(base, mine, theirs, undecided=undecided, language=language)
        except NotReadable as error:
            raise _broken(error.problems[0] if error.problems else None, name) from error
        if octets is not None and result.text == theirs:
            return result, False
        mark = _MARK if octets is not None and octets.startswith(_MARK) else b""
        try:
            write_whole(path, mark + result.text.encode(), over=octets, new=octets is None)
        except ChangedMeanwhile:
            continue
        return result, True
    raise Refused("map-restless", file=name)


def _write_other(path: Path, octets: bytes, known: str | None) -> bool:
    """Write a file that the room alone writes; a copy is kept of what somebody else made of it."""
    present = _read(path)
    if present == octets:
        return False
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Refused("unwritable", file=path, reason=error.strerror) from error
    if present is not None and sha256(present).hexdigest() != known:
        keep_beside(path)
    write_whole(path, octets)
    return True


def _inside(folder: Path, name: str) -> Path:
    """Return the place of a file of the folder, that of its target where it is a link."""
    reader = Reader(folder)
    path = reader.inside(name, None)
    if path is None:
        raise _broken(reader.problems[0], name)
    return path.resolve()


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise Refused("unreadable", file=path, reason=error.strerror) from error


def _text(octets: bytes, name: str) -> str:
    source = decode(octets, name)
    if isinstance(source, Diagnostic):
        raise _broken(source, name)
    return source.text


def _broken(problem: Diagnostic | None, name: str) -> Refused:
    return Refused("map-broken", place=replace(problem.span, file=name) if problem else name)
