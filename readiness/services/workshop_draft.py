"""The engagement as if the room were saved now: a copy of its folder with the room's files in it."""

from __future__ import annotations

import io
import shutil
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from readiness.folder.map_edits import edited

FIRST_DAY = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class RoomFiles:
    """What a room has changed in a folder: whole files, and cells of the map's text."""

    whole: Mapping[str, bytes]
    map_file: str
    base: str
    changes: Mapping[str, Any]
    language: str

    def written(self) -> dict[str, bytes]:
        """Return the files as they would be saved now; for a large map this takes a while."""
        if not self.changes:
            return dict(self.whole)
        text = edited(self.base, self.changes, language=self.language)
        return {**self.whole, self.map_file: text.encode()}


@contextmanager
def draft(folder: Path, files: RoomFiles) -> Iterator[Path]:
    """Give a copy of a folder with some files added or replaced; it is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="readiness-") as place:
        copy = Path(place) / folder.name
        shutil.copytree(folder, copy, ignore=_hidden, ignore_dangling_symlinks=True)
        for name, octets in files.written().items():
            target = copy / PurePosixPath(name)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(octets)
        yield copy


def packed(folder: Path, files: RoomFiles) -> bytes:
    """Return a folder with some files added or replaced as one zip: same content, same bytes."""
    out = io.BytesIO()
    with draft(folder, files) as copy, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(copy.rglob("*")):
            if path.is_file() and not path.is_symlink():
                name = f"{folder.name}/{path.relative_to(copy).as_posix()}"
                info = zipfile.ZipInfo(name, FIRST_DAY)
                info.compress_type = zipfile.ZIP_DEFLATED
                info.external_attr = 0o644 << 16
                archive.writestr(info, path.read_bytes())
    return out.getvalue()


def _hidden(_folder: str, names: list[str]) -> list[str]:
    return [name for name in names if name.startswith(".")]
