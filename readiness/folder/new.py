"""Starting an engagement folder from a complete example or from a blank one that teaches."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

from readiness.errors import Refused
from readiness.folder.schema import FORMATS, schema
from readiness.folder.write import write_whole
from readiness.resources import examples, templates

BLANK = "blank"
STARTS = (BLANK, "boise-office", "shanghai-gm")
SCHEMAS = ".schemas"
_PLAN = "to-be.yaml"
_ABOUT_PLAN = re.compile(rb"^to_be:.*\n", re.MULTILINE)
_FORMAT = re.compile(rb"^format: ([a-z]+)/1\s*$", re.MULTILINE)


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Refused("unwritable", file=folder, reason=error.strerror) from error


def start_folder(
    folder: Path, start: str, language: str, as_of: date, *, touchmap: bytes | None = None
) -> list[Path]:
    """Copy a start into a folder, with the schemas for editors, and return the files written.

    Only the blank start takes the language and the date of the assessment; an
    example keeps its own.  A ``touchmap`` from a workbook stands in the place of
    the start's, whose plan would not fit and is left out.
    """
    origin = templates() / "engagement" / language if start == BLANK else examples() / start
    about = (templates() / "workbook" / f"{language}.md").read_bytes()
    written = []
    for path in sorted(origin.rglob("*")):
        if path.is_file():
            octets = path.read_bytes()
            if start == BLANK and path.name == "engagement.yaml":
                octets = octets.replace(b"as_of: 2000-01-01", f"as_of: {as_of.isoformat()}".encode())
            place = path.relative_to(origin)
            if touchmap is not None:
                if path.name == _PLAN:
                    continue
                own = {"touchmap.yaml": touchmap, "README.md": about}
                octets = own.get(path.name) or _ABOUT_PLAN.sub(b"", octets)
            _make((folder / place).parent)
            written.append(write_whole(folder / place, _modeline(octets, place) + octets))
    return written + _write_schemas(folder / SCHEMAS)


def _modeline(octets: bytes, place: Path) -> bytes:
    """Return the line that tells an editor where the schema of a file lies; nothing where it has none."""
    found = _FORMAT.search(octets)
    name = found[1].decode() if found and place.suffix == ".yaml" else ""
    if name not in FORMATS:
        return b""
    way = "../" * len(place.parts[:-1])
    return f"# yaml-language-server: $schema={way}{SCHEMAS}/{name}.json\n".encode()


def _write_schemas(folder: Path) -> list[Path]:
    _make(folder)
    return [write_whole(folder / f"{name}.json", _as_json(schema(name))) for name in FORMATS]


def _as_json(values: object) -> bytes:
    return (json.dumps(values, ensure_ascii=False, indent=2) + "\n").encode()
