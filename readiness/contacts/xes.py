"""Event logs in XES (IEEE 1849), read as a stream: a row for each event, nothing else in memory.

A column is the key of an attribute of the event, or ``case:`` and the key of
one of its trace, as process mining tools name them: ``case:concept:name``.
Attributes within attributes, and defaults that a log declares, are not read.
"""

from __future__ import annotations

import csv
import gzip
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from xml.parsers import expat

from readiness.errors import Refused

OF_TRACE = "case:"
DEEPEST = 64
LONGEST = 16 << 20
"""Bytes without a new element, above which a file is no log but an attack."""
_PIECE = 1 << 18
_MOST_KEYS = 1000


def rows_of(path: Path, wanted: Sequence[str], out: Path) -> tuple[str, ...]:
    """Write the wanted attributes of every event as CSV with a head; return the columns that there are.

    ``path`` may be packed (``.gz``).  Raises Refused for a file that is no
    well-formed XES, that declares a document type or entities, or that is
    nested or stretched without end.
    """
    opened = gzip.open if path.suffix.lower() == ".gz" else open
    with out.open("w", encoding="utf-8", newline="") as target:
        rows = csv.writer(target, lineterminator="\n")
        rows.writerow(wanted)
        reader = _Reader(path, wanted, rows)
        try:
            with opened(path, "rb") as file:
                while piece := file.read(_PIECE):
                    reader.feed(piece)
            reader.end()
        except (expat.ExpatError, LookupError, ValueError) as error:  # characters that nobody knows, too
            raise Refused("log-xes-broken", file=path, line=getattr(error, "lineno", 1)) from None
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            raise Refused("log-file-broken", file=path) from error
        except OSError as error:
            raise Refused("log-file-unreadable", file=path, reason=error.strerror) from error
    return tuple(reader.known)


class _Reader:
    """Keeps the attributes of the trace and the event that are open."""

    def __init__(self, path: Path, wanted: Sequence[str], rows: Any) -> None:
        self.path, self.rows = path, rows
        self.known: dict[str, None] = {}
        """Every column that was seen, in the order of the file."""
        self.wanted = {one: place for place, one in enumerate(wanted)}
        self.empty = [""] * len(wanted)
        self.trace, self.event = list(self.empty), list(self.empty)
        self.depth = self.level = 0
        self.prefix = self.inside = ""
        self.silent = 0
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.StartDoctypeDeclHandler = self._refuse

    def feed(self, piece: bytes) -> None:
        self.silent += len(piece)
        self.parser.Parse(piece, False)
        if self.silent > LONGEST:
            raise Refused("log-file-broken", file=self.path)

    def end(self) -> None:
        self.parser.Parse(b"", True)

    def _refuse(self, *_: Any) -> None:
        raise Refused("import-entities", file=self.path)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self.silent = 0
        self.depth += 1
        if self.depth == self.level + 1 and self.inside and "key" in attributes:
            key = attributes["key"] if self.inside == "event" else OF_TRACE + attributes["key"]
            place = self.wanted.get(key)
            if key not in self.known and (place is not None or len(self.known) < _MOST_KEYS):
                self.known[key] = None
            if place is not None:
                row = self.event if self.inside == "event" else self.trace
                row[place] = attributes.get("value", "")
        elif name == self.prefix + "event" and self.inside != "event":
            self.event, self.inside, self.level = list(self.trace), "event", self.depth
        elif name == self.prefix + "trace" and not self.inside:
            self.trace, self.inside, self.level = list(self.empty), "trace", self.depth
        elif self.depth == 1:
            self.prefix = name[: name.rfind(":") + 1]
            if name != self.prefix + "log":
                raise Refused("log-file-broken", file=self.path)
        elif self.depth > DEEPEST:
            raise Refused("log-file-broken", file=self.path)

    def _end(self, _name: str) -> None:
        if self.depth == self.level:
            if self.inside == "event":
                self.rows.writerow(self.event)
                of_trace = self.depth > 2
                self.inside, self.level = ("trace", self.depth - 1) if of_trace else ("", 0)
            else:
                self.inside, self.level, self.trace = "", 0, list(self.empty)
        self.depth -= 1
