"""The map for other tools: a file in their format, and what that format could not take."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from readiness.errors import Refused
from readiness.folder.exchange.draft import Request
from readiness.folder.exchange.graphml import read_graphml
from readiness.folder.exchange.loss import SHORT, UNKNOWN, Loss, differing, not_among
from readiness.folder.exchange.plain_map import plain_map
from readiness.folder.map_sheets import read_map
from readiness.folder.workbook import PACKED, Table, read_tables
from readiness.folder.write import write_whole
from readiness.reports.exchange import dot, graphml, json_graph, mermaid, tables
from readiness.reports.exchange.shown import cut
from readiness.services import maps
from readiness.services.maps import Seen
from readiness.services.spreadsheets import ids_of

SUFFIXES = (".graphml", ".dot", ".mmd", ".xlsx", ".csv", ".zip", ".json")
JOURNEY = "journey"


@dataclass(frozen=True)
class Exported:
    """A file that was written, and what of the map is not in it."""

    file: Path
    lost: tuple[Loss, ...]
    again: bool = True
    """The file is not too large to be imported again; true for formats that never are."""

    def to_json(self) -> dict[str, Any]:
        """Return what was done as JSON values."""
        lost = [asdict(one) for one in self.lost]
        return {"written": str(self.file), "not_carried_over": lost, "can_be_imported": self.again}


def export(reference: str, out: Path, *, diagram: str | None = None, language: str | None = None) -> Exported:
    """Write a map, ``FOLDER`` or ``FOLDER@NAME``, in the format that the suffix of a file names.

    ``diagram`` chooses between those of Mermaid.  What the format cannot
    hold is found by reading the file again where the product can, else from
    the fields that the format knows.  Raises Refused for another suffix, a
    diagram for another format, a map too large for it and a place that cannot be
    written.
    """
    suffix = out.suffix.lower()
    if suffix not in SUFFIXES:
        raise Refused("export-suffix", suffix=suffix or out.name, known=", ".join(SUFFIXES))
    if diagram is not None and suffix != ".mmd":
        raise Refused("export-diagram", file=out)
    if not out.parent.is_dir():
        raise Refused("no-place", file=out, folder=out.parent)
    seen = maps.see(reference, language)
    journey = diagram == JOURNEY or (diagram is None and out.name.lower().endswith(f".{JOURNEY}.mmd"))
    try:
        octets = _octets(seen, suffix, journey=journey)
    except tables.TooManyCells:
        raise Refused("export-too-large", file=out) from None
    written = write_whole(out, octets)
    lost, again = _lost(seen, written, octets, journey=journey)
    return Exported(written, tuple(lost), again)


def _octets(seen: Seen, suffix: str, *, journey: bool) -> bytes:
    touchmap, namer, language = seen.touchmap, seen.namer, seen.words.language
    if suffix == ".graphml":
        return graphml.render(touchmap, namer)
    if suffix == ".dot":
        return dot.render(touchmap, namer)
    if suffix == ".mmd":
        return (mermaid.journey if journey else mermaid.flowchart)(touchmap, namer)
    if suffix == ".xlsx":
        title = str(seen.words.text(touchmap.title)) or touchmap.id
        return tables.workbook(touchmap, language, title=title)
    if suffix == ".csv":
        return tables.table(touchmap, "touchpoints", language)
    return tables.archive(touchmap, language) if suffix == ".zip" else json_graph.render(touchmap)


def _lost(seen: Seen, file: Path, octets: bytes, *, journey: bool) -> tuple[list[Loss], bool]:
    """Return what is not in a file, and whether it is small enough to be imported again."""
    suffix, plain = file.suffix.lower(), plain_map(seen.touchmap)
    if suffix == ".graphml":
        if len(octets) > PACKED:
            return [], False
        draft = read_graphml(octets, file, Request(file.name, seen.words.language))
        return differing(plain, plain_map(draft.finished("").touchmap)), True
    if suffix == ".xlsx":
        try:
            return _lost_in_tables(seen, read_tables(file)), True
        except Refused:  # above the limits of the import
            return _lost_in_tables(seen, tables.as_read(seen.touchmap, seen.words.language)), False
    if suffix in (".csv", ".zip"):
        lost = _lost_in_tables(seen, tables.as_read(seen.touchmap, seen.words.language))
        if suffix == ".zip":
            return lost, True
        kept = [one for one in lost if one.kind == "touchpoints"]
        return [*kept, *(one for one in not_among(plain, {}) if one.kind != "touchpoints")], True
    carried = {".dot": dot.CARRIED, ".json": json_graph.CARRIED}.get(suffix)
    if carried is None:
        carried = mermaid.JOURNEY if journey else mermaid.FLOWCHART
    lost = [*not_among(plain, carried), *_shortened(seen, suffix)]
    unknown = sum(one.satisfaction is None for one in seen.touchmap.touchpoints)
    if journey and unknown:  # Mermaid knows no task without a score
        lost.append(Loss("touchpoints", f"satisfaction:{UNKNOWN}", unknown))
    return lost, True


def _lost_in_tables(seen: Seen, written: Iterable[Table]) -> list[Loss]:
    """Return what tables lose on their way back into the folder, where names keep their ids."""
    language = seen.words.language
    reading = read_map(tuple(written), file="", language=language, known=ids_of(seen.touchmap))
    return differing(plain_map(seen.touchmap), plain_map(reading.touchmap))


def _shortened(seen: Seen, suffix: str) -> list[Loss]:
    """Return how many titles a diagram shows shortened."""
    titles = [str(seen.namer.title(f"touchpoints:{one.id}")) for one in seen.touchmap.touchpoints]
    number = sum(cut(title) != title for title in titles) if suffix == ".mmd" else 0
    return [Loss("touchpoints", f"title:{SHORT}", number)] if number else []
