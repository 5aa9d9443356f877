"""A map that was read from another tool's file: written, read again as any map is, its problems placed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from readiness.folder.exchange.imported import Imported
from readiness.folder.exchange.loss import Loss
from readiness.folder.map_ids import KnownIds
from readiness.folder.map_sheets import Counted, MapReading, is_error
from readiness.folder.map_writer import write_map
from readiness.folder.parse import Record, parse
from readiness.folder.source import Limits, Source
from readiness.folder.typed import build
from readiness.touchmap.checks import check_map
from readiness.touchmap.model import KINDS, TouchMap


@dataclass(frozen=True)
class Request:
    """What a reader of another format is told beside the file itself."""

    file: str
    """The name of the file in messages."""
    language: str
    """The language of the map."""
    remarks: str = ""
    """Stand at the top of the text that is written."""
    known: KnownIds = field(default_factory=dict)
    """Ids of names in the map of today, which keep them."""
    today: Mapping[str, Any] = field(default_factory=dict)
    """The map of today as plain values, whose stages stay."""


@dataclass
class Draft(Imported):
    """Plain values of a map with the place of each record in the imported file."""

    kinds = KINDS
    lost: list[Loss] = field(default_factory=list)

    def finished(self, remarks: str) -> MapReading:
        """Return the text of the map, its value and everything that is wrong, at its place in the file."""
        text = write_map(self.raw, remarks)
        touchmap = TouchMap(format="touchmap/1", id="map")
        record, broken = parse(Source(self.source.name, text), Limits())
        if isinstance(record, Record) and self.raw:
            built, unfit = build(TouchMap, record)
            self.tell_written(record, (*broken, *unfit))
            touchmap = built or touchmap
            if built is not None:
                whole = not any(map(is_error, self.problems))
                self.tell_checked(check_map(built, whole=whole))
        return MapReading(text, touchmap, self.told(), tuple(self._counts()))

    def _counts(self) -> list[Counted]:
        counts = []
        for kind in KINDS:
            number = len(self.raw.get(kind, ()))
            if number:
                wrong = {one.span for one in self.problems if is_error(one)}
                refused = sum(span in wrong for span in self.places.get(kind, ()))
                counts.append(Counted(kind, number, number - refused, 0, refused))
        return counts
