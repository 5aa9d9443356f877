"""The engagement as if the room were saved now: a copy of its folder with the room's files in it."""

from __future__ import annotations

import io
import shutil
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

FIRST_DAY = (1980, 1, 1, 0, 0, 0)
Files = Mapping[str, bytes]


@contextmanager
def draft(folder: Path, files: Files) -> Iterator[Path]:
    """Give a copy of a folder with some files added or replaced; it is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="readiness-") as place:
        copy = Path(place) / folder.name
        shutil.copytree(folder, copy, ignore=_hidden, ignore_dangling_symlinks=True)
        for name, octets in files.items():
            target = copy / PurePosixPath(name)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(octets)
        yield copy


def packed(folder: Path, files: Files) -> bytes:
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
