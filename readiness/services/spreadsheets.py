"""The map from a spreadsheet: the empty workbook, a folder made of a filled one, the import into a folder."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from readiness import services
from readiness.errors import NotFound, ReadinessError, Refused
from readiness.folder import library
from readiness.folder.cell_text import same
from readiness.folder.engagement import read_engagement
from readiness.folder.exchange.draft import Request
from readiness.folder.exchange.loss import Loss
from readiness.folder.exchange.plain_map import plain_map
from readiness.folder.exchange.reading import SUFFIXES, read_foreign
from readiness.folder.exchange.zipped import read_zipped
from readiness.folder.map_columns import COLUMNS, FACTS, heading, sheet_name
from readiness.folder.map_ids import KnownIds
from readiness.folder.map_sheets import Counted, MapReading, read_map
from readiness.folder.map_template import template as template_sheets
from readiness.folder.new import BLANK
from readiness.folder.reader import Reader
from readiness.folder.source import Source
from readiness.folder.workbook import read_tables, write_workbook
from readiness.folder.write import keep_beside, write_whole
from readiness.reports.diagnostics import tell
from readiness.scalars import Text
from readiness.touchmap.model import TouchMap

MAP = "touchmap.yaml"
KNOWN = (".xlsx", ".csv", ".zip", *SUFFIXES)


class InvalidWorkbook(services.Invalid):
    """The workbook has errors, so that nothing is written; the diagnostics and counts say where."""

    def __init__(self, file: Path, checked: services.Checked, counts: tuple[Counted, ...]) -> None:
        ReadinessError.__init__(self, "invalid-workbook", file=file, errors=checked.errors)
        self.checked = checked
        self.counts = counts

    def to_json(self) -> dict[str, Any]:
        """Return the counts and diagnostics as JSON values."""
        return {"sheets": [asdict(one) for one in self.counts], **self.checked.to_json()}


@dataclass(frozen=True)
class Change:
    """What becomes of the records of one kind, by title; of ``map`` its facts by label."""

    kind: str
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()


class MapExists(Refused):
    """A map stands there already; ``changes`` say what the workbook would do to it."""

    def __init__(self, file: Path, changes: tuple[Change, ...]) -> None:
        super().__init__("map-exists", file=file)
        self.file = file
        self.changes = changes


@dataclass(frozen=True)
class Imported:
    """A map that was taken from a workbook."""

    written: tuple[Path, ...]
    counts: tuple[Counted, ...]
    checked: services.Checked
    """Warnings about the workbook."""
    changes: tuple[Change, ...] = ()
    older: Path | None = None
    """Where the earlier map was put."""
    named: bool = True
    """The cover sheet names the map."""
    file: Path = field(default_factory=Path)
    lost: tuple[Loss, ...] = ()
    """What the file of another tool says that no map can hold."""

    def to_json(self) -> dict[str, Any]:
        """Return what was done as JSON values."""
        return {
            "written": [str(path) for path in self.written],
            "older": str(self.older) if self.older else None,
            "sheets": [asdict(one) for one in self.counts],
            "changes": [asdict(one) for one in self.changes],
            "not_carried_over": [asdict(one) for one in self.lost],
            **self.checked.to_json(),
        }


def template(file: Path, language: str) -> Path:
    """Write an empty workbook with explanations and examples in a language.

    Raises Refused for another suffix than .xlsx and for a file that exists.
    """
    if file.suffix.lower() != ".xlsx":
        raise Refused("template-suffix", file=file)
    if file.exists():
        raise Refused("file-exists", file=file)
    if not file.parent.is_dir():
        raise Refused("no-place", file=file, folder=file.parent)
    title = str(library.phrases(language).say("sheets.title"))
    return write_whole(file, write_workbook(template_sheets(language), title=title))


def new(folder: Path, workbook: Path, *, language: str, as_of: date, speak: str) -> Imported:
    """Start an engagement folder whose map comes from a workbook; messages are in the language ``speak``.

    Raises Refused where the folder is not empty or the workbook cannot be read,
    InvalidWorkbook where it has errors.
    """
    reading, checked, lost = _read(workbook, language, speak, None)
    octets = reading.text.encode()
    written = services.new(folder, start=BLANK, language=language, as_of=as_of, touchmap=octets)
    return Imported(tuple(written), reading.counts, checked, file=folder / MAP, lost=lost)


def import_map(folder: Path, workbook: Path, *, replace: bool, speak: str) -> Imported:
    """Write the map of a workbook into a folder; records keep their ids by title.

    Raises MapExists where a map stands there, unless it may be replaced: then
    it is kept beside.  Raises InvalidWorkbook where the workbook has errors.
    """
    if not folder.is_dir():
        raise NotFound("not-a-folder" if folder.exists() else "no-such-folder", folder=folder)
    engagement = read_engagement(folder).engagement
    named = engagement.profile.touchmap if engagement else None
    language = engagement.profile.language if engagement else speak
    file = _inside(folder, named or MAP)
    today = _today(folder, file) if file.exists() else None
    reading, checked, lost = _read(workbook, language, speak, today)
    changes = tuple(_changes(today, reading.touchmap, speak))
    done = Imported((), reading.counts, checked, changes, named=named is not None, file=file, lost=lost)
    if today is not None and not changes:
        return done
    if file.exists() and not replace:
        raise MapExists(file, changes)
    older = keep_beside(file) if file.exists() else None
    written = write_whole(file, reading.text.encode())
    return Imported((written,), reading.counts, checked, changes, older, named is not None, file, lost)


def _read(
    workbook: Path, language: str, speak: str, today: TouchMap | None
) -> tuple[MapReading, services.Checked, tuple[Loss, ...]]:
    """Read a workbook or another tool's file; ``language`` is that of the map, ``speak`` that of messages."""
    phrases = library.phrases(speak)
    known = ids_of(today) if today else {}
    name = "".join(char if char.isprintable() else "\ufffd" for char in workbook.name)
    remarks = str(library.phrases(language).say("sheets.remarks", file=name))
    lost: tuple[Loss, ...] = ()
    sources: Mapping[str, Source] = {}
    suffix = workbook.suffix.lower()
    if suffix not in KNOWN and not suffix.startswith(".xl"):  # those of workbooks have refusals of their own
        raise Refused("import-suffix", file=workbook, known=", ".join(KNOWN))
    if is_foreign(workbook):
        plain = plain_map(today) if today else {}
        foreign = read_foreign(workbook, Request(name, language, remarks, known, plain))
        reading, lost, sources = foreign.reading, foreign.lost, {name: foreign.source}
    else:
        tables = read_zipped(workbook) if suffix == ".zip" else read_tables(workbook)
        reading = read_map(tables, file=name, language=speak, remarks=remarks, known=known)
    told = tuple(tell(one, phrases) for one in reading.diagnostics)
    errors = sum(one.severity == "error" for one in told)
    checked = services.Checked(workbook, told, sources, errors, phrases)
    if errors:
        raise InvalidWorkbook(workbook, checked, reading.counts)
    return reading, checked, lost


def _inside(folder: Path, name: str) -> Path:
    path = Reader(folder).inside(name, None)
    if path is None or path.is_dir():
        raise Refused("unwritable", file=folder / name, reason=os.strerror(errno.EPERM))
    return path


def _today(folder: Path, file: Path) -> TouchMap | None:
    """Return as much of the present map as can be read."""
    reader = Reader(folder)
    return reader.typed(TouchMap, reader.record(file.relative_to(folder).as_posix()))


def ids_of(touchmap: TouchMap) -> KnownIds:
    """Return the ids that titles in every language have in a map: an import keeps them."""
    return {
        kind: {
            same(title): record.id for record in getattr(touchmap, kind) for _, title in record.title.words
        }
        for kind in COLUMNS
    }


def _changes(today: TouchMap | None, coming: TouchMap, language: str) -> Iterator[Change]:
    """Yield what differs between two maps; everything is added where there is none today."""
    if today is not None:
        facts = tuple(_differing(today, coming))
        if facts:
            yield Change("map", changed=tuple(heading("map", key, language) for key in facts))
    for kind in COLUMNS:
        old: Mapping[str, Any] = today.index[kind] if today else {}
        new = coming.index[kind]
        change = Change(
            kind,
            _titles((record for key, record in new.items() if key not in old), language),
            _titles((record for key, record in old.items() if key not in new), language),
            _titles((record for key, record in new.items() if key in old and old[key] != record), language),
        )
        if change != Change(kind):
            yield change


def _differing(today: TouchMap, coming: TouchMap) -> Iterator[str]:
    of: Callable[[TouchMap, str], object] = lambda touchmap, key: (
        key.partition(".")[2] in touchmap.none if key.startswith("none.") else getattr(touchmap, key)
    )
    for fact in FACTS:
        if of(today, fact.key) != of(coming, fact.key):
            yield fact.key


def _titles(records: Iterable[Any], language: str) -> tuple[str, ...]:
    return tuple(_title(record.title, record.id, language) for record in records)


def _title(title: Text, else_: str, language: str) -> str:
    return title.choose(language)[1] or else_


def is_foreign(file: Path) -> bool:
    """Say whether a file comes from another tool than a spreadsheet."""
    return file.suffix.lower() in SUFFIXES


def sheet(kind: str, language: str) -> str:
    """Return the name of the sheet of a kind of record."""
    return sheet_name(kind, language)
