"""A map from the file of another tool, chosen by its suffix."""

from __future__ import annotations

import stat
from dataclasses import dataclass
from pathlib import Path

from readiness.diagnostics import Diagnostic
from readiness.errors import NotFound, Refused
from readiness.folder.exchange.draft import Draft, Request
from readiness.folder.exchange.graphml import read_graphml
from readiness.folder.exchange.loss import Loss
from readiness.folder.exchange.mermaid import read_mermaid
from readiness.folder.map_sheets import MapReading
from readiness.folder.source import Source, decode
from readiness.folder.workbook import PACKED

SUFFIXES = (".graphml", ".mmd")


@dataclass(frozen=True)
class Foreign:
    """What another tool's file says, what of it no map can hold, and its text."""

    reading: MapReading
    lost: tuple[Loss, ...]
    source: Source


def read_foreign(path: Path, request: Request) -> Foreign:
    """Read a file of another tool as a map; its mistakes are told at their lines.

    Raises NotFound where there is no file, Refused for one above the limits,
    one that cannot be opened, and XML with a document type.
    """
    octets = read_octets(path)
    if path.suffix.lower() == ".graphml":
        draft = read_graphml(octets, path, request)
    else:
        source = decode(octets, request.file)
        if isinstance(source, Diagnostic):
            draft = Draft(Source(request.file, ""), problems=[source])
        else:
            draft = read_mermaid(source, request)
    reading = draft.finished(request.remarks)
    return Foreign(reading, tuple(draft.lost), draft.source)


def read_octets(path: Path, limit: int = PACKED, *, too_large: str = "import-too-large") -> bytes:
    """Return the octets of a regular file; Refused where it is larger, NotFound where there is none."""
    try:
        about = path.stat()
        if not stat.S_ISREG(about.st_mode):
            raise NotFound("no-table-file", file=path)
        with path.open("rb") as file:
            octets = file.read(limit + 1)
    except FileNotFoundError:
        raise NotFound("no-table-file", file=path) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or type(error).__name__
        raise Refused("import-unreadable", file=path, reason=reason) from None
    if len(octets) > limit:
        raise Refused(too_large, file=path)
    return octets
