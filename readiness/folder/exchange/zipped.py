"""Tables from a ZIP of CSV files, as ``readiness map export`` writes it."""

from __future__ import annotations

import tempfile
import zipfile
import zlib
from pathlib import Path, PurePosixPath

from readiness.errors import NotFound, Refused
from readiness.folder.cell_text import same
from readiness.folder.map_columns import kinds_by_name
from readiness.folder.workbook import PACKED, Table, read_tables

MOST = 40
"""How many files an archive may hold."""
_BROKEN = (zipfile.BadZipFile, zlib.error, OSError, ValueError, NotImplementedError, EOFError, RuntimeError)


def read_zipped(path: Path) -> tuple[Table, ...]:
    """Read each CSV file of an archive whose name is that of a sheet; any other is a sheet nobody knows.

    No name out of the archive becomes a path but one that we know.  Raises
    NotFound where there is no file, Refused for one that is broken or locked,
    and for more files or octets than a map can need.
    """
    if not path.is_file():
        raise NotFound("no-table-file", file=path)
    try:
        return tuple(_tables(path))
    except _BROKEN as error:
        raise Refused("import-unreadable", file=path, reason=type(error).__name__) from error


def _tables(path: Path) -> list[Table]:
    found: list[Table] = []
    left = PACKED
    if path.stat().st_size > PACKED:
        raise Refused("import-too-large", file=path)
    with zipfile.ZipFile(path) as archive, tempfile.TemporaryDirectory() as place:
        members = [member for member in archive.infolist() if not member.is_dir()]
        if len(members) > MOST:
            raise Refused("import-too-large", file=path)
        for number, member in enumerate(members):
            name = PurePosixPath(member.filename)
            if (
                same(name.stem) not in kinds_by_name()
                or name.suffix.lower() != ".csv"
                or name.name != str(name)
            ):
                shown = "".join(char if char.isprintable() else "\ufffd" for char in member.filename)
                found.append(Table(shown, (), {}, (), place=shown))
                continue
            with archive.open(member) as part:
                octets = part.read(left + 1)
            left -= len(octets)
            if left < 0:
                raise Refused("import-too-large", file=path)
            file = Path(place, str(number), name.name)
            file.parent.mkdir()
            file.write_bytes(octets)
            found += read_tables(file)
    return found
