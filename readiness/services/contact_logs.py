"""Contact logs: imported once, asked often, laid beside the map, drawn from it."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from readiness import services
from readiness.contacts import importing, store
from readiness.contacts.results import Asked
from readiness.contacts.secret import find_secret
from readiness.contacts.simulation import COLUMNS, simulate_log
from readiness.engagement.conformance import Conformance
from readiness.engagement.conformance import conform as conform_map
from readiness.engagement.contact_log import ContactLog, Journeys
from readiness.engagement.measured import Measured
from readiness.engagement.measured import Path as Way
from readiness.engagement.model import Engagement
from readiness.errors import NotFound, Refused
from readiness.folder import library
from readiness.folder.log_case import read_log_case
from readiness.folder.rollout import zone_of
from readiness.folder.write import write_whole
from readiness.reports.contacts import conformance as conformance_words
from readiness.reports.contacts import summary as summary_words
from readiness.reports.diagnostics import severity
from readiness.reports.namer import Namer
from readiness.reports.section import sections_text
from readiness.reports.words import Words
from readiness.rollout.fields import Period
from readiness.touchmap.model import TouchMap
from readiness.touchmap.volumes import traffic

Progress = Callable[[int, int], bool]


@dataclass(frozen=True)
class Case:
    """A folder that describes a contact log, and the words to speak of it."""

    folder: Path
    engagement: Engagement
    log: ContactLog
    words: Words

    @property
    def namer(self) -> Namer:
        """Titles of the map's elements; made of their ids where there is no map."""
        return Namer(self.engagement.touchmap or TouchMap("touchmap/1", "none"), self.words)

    @property
    def outbound(self) -> Mapping[str, str]:
        """The department of each outbound touchpoint."""
        touchmap = self.engagement.touchmap
        found = touchmap.touchpoints if touchmap else ()
        return {one.id: one.department or "" for one in found if one.direction == "outbound"}


def open_case(folder: Path, language: str | None = None) -> Case:
    """Read a folder that describes a contact log.

    Raises NotFound where it has none, Invalid for a folder with errors.
    """
    engagement = _read(folder, language)
    if engagement.contacts is None:
        raise NotFound("no-contacts", folder=folder)
    own = engagement.profile.language
    return Case(folder, engagement, engagement.contacts, Words(library.phrases(language or own), own))


def _read(folder: Path, language: str | None = None) -> Engagement:
    """Read what a log needs; where that has errors, the whole folder, so that all of them are told."""
    engagement, problems = read_log_case(folder)
    own = library.phrases("en")
    if engagement is None or any(severity(one.code, own) == "error" for one in problems):
        return services.read(folder, language or "en")[0]
    return engagement


@dataclass(frozen=True)
class Imported:
    """What an import read, and what it set aside."""

    case: Case
    done: importing.Imported
    measured: Mapping[str, tuple[int, int]]
    set_aside: Mapping[str, int]
    examples: tuple[tuple[str, str, int], ...]

    def to_json(self) -> dict[str, Any]:
        """Return what was done as JSON values."""
        kept = sum(kept for _, kept in self.measured.values())
        return {
            "written": str(self.done.file),
            "files_read": list(self.done.read),
            "files_unchanged": list(self.done.taken_over),
            "read": sum(read for read, _ in self.measured.values()),
            "kept": kept,
            "quarantined": sum(self.set_aside.values()),
            "reasons": dict(self.set_aside),
            "sources": [
                {"id": name, "read": read, "kept": kept} for name, (read, kept) in self.measured.items()
            ],
            "examples": [{"reason": r, "value": v, "rows": n} for r, v, n in self.examples],
        }

    def to_text(self) -> str:
        """Return what was done as lines for a terminal."""
        return sections_text(summary_words.import_sections(self.case.words, self.to_json()))


def import_log(
    folder: Path,
    language: str | None = None,
    *,
    memory: int = store.MEMORY,
    threads: int = 0,
    progress: Progress = lambda _done, _whole: True,
) -> Imported:
    """Read what has changed in the log of a folder since the former import.

    Raises NotFound and Refused where that cannot be done; the former import stays.
    """
    case = open_case(folder, language)
    order = importing.Order(
        folder,
        case.log,
        case.engagement.touchmap,
        case.engagement.profile.as_of,
        lambda name: zone_of(name or case.engagement.profile.time_zone),
        find_secret(os.environ, Path.home()),
    )
    done = importing.import_log(order, memory=memory, threads=threads, progress=progress)
    with store.opened(folder, memory=memory, threads=threads) as connection:
        asked = Asked(connection, case.log.privacy.minimum_cell)
        sources, aside = asked.counts()
        return Imported(case, done, sources, aside, tuple(asked.examples(20)))


@dataclass(frozen=True)
class Summary:
    """A whole log in numbers."""

    case: Case
    measured: Measured

    def to_json(self) -> dict[str, Any]:
        """Return the numbers as JSON values, in a fixed order."""
        found = self.measured
        made = asdict(found) | {
            "log": self.case.log.id,
            "read": found.read,
            "quarantined": sum(found.set_aside.values()),
            "unsure": found.unsure,
        }
        made["first"], made["last"] = found.first.isoformat(), found.last.isoformat()
        made["sources"] = [{"id": n, "read": r, "kept": k} for n, (r, k) in found.sources.items()]
        return dict(sorted(made.items()))

    def to_text(self) -> str:
        """Return the numbers as lines for a terminal."""
        return sections_text(summary_words.summary_sections(self.case.namer, self.measured))


def summary(
    folder: Path, language: str | None = None, *, memory: int = store.MEMORY, threads: int = 0
) -> Summary:
    """Return the imported log of a folder in numbers.  Raises NotFound where none was imported."""
    case = open_case(folder, language)
    return Summary(case, _measured(case, memory=memory, threads=threads))


def _measured(case: Case, *, memory: int, threads: int) -> Measured:
    with store.opened(case.folder, memory=memory, threads=threads) as connection:
        return Asked(connection, case.log.privacy.minimum_cell).measured(case.outbound)


@dataclass(frozen=True)
class Paths:
    """The journeys that are most frequent, and the steps within journeys."""

    case: Case
    measured: Measured
    paths: tuple[Way, ...]
    buyer: str | None

    def to_json(self) -> dict[str, Any]:
        """Return paths and steps as JSON values."""
        steps = [one for one in self.measured.steps if self.buyer in (None, one.buyer)]
        return {
            "log": self.case.log.id,
            "minimum": self.measured.minimum,
            "paths": [asdict(one) for one in self.paths],
            "steps": [asdict(one) for one in steps],
        }

    def to_text(self) -> str:
        """Return paths and steps as lines for a terminal."""
        steps = [one for one in self.measured.steps if self.buyer in (None, one.buyer)]
        return sections_text(summary_words.path_sections(self.case.namer, self.paths, steps))


def paths(
    folder: Path,
    language: str | None = None,
    *,
    buyer: str | None = None,
    longest: int = 8,
    most: int = 20,
    memory: int = store.MEMORY,
    threads: int = 0,
) -> Paths:
    """Return the most frequent journeys.  Raises NotFound where no log was imported."""
    case = open_case(folder, language)
    with store.opened(folder, memory=memory, threads=threads) as connection:
        asked = Asked(connection, case.log.privacy.minimum_cell)
        found = asked.paths(longest=longest, most=most, buyer=buyer)
        return Paths(case, asked.measured(case.outbound), found, buyer)


@dataclass(frozen=True)
class Conformed:
    """How well the map fits the log."""

    case: Case
    conformance: Conformance

    def to_json(self) -> dict[str, Any]:
        """Return the comparison as JSON values."""
        found = self.conformance
        spans = self.case.engagement.spans
        return {
            "log": self.case.log.id,
            "contacts": found.contacts,
            "covered": found.covered,
            "coverage": round(found.coverage, 6),
            "mismatches": [
                asdict(one) | {"at": str(spans.get(f"touchpoints:{one.touchpoint}", ""))}
                for one in found.mismatches
            ],
        }

    def to_text(self) -> str:
        """Return the comparison as lines for a terminal."""
        return sections_text(conformance_words.sections(self.case.namer, self.conformance))


def conform(
    folder: Path, language: str | None = None, *, memory: int = store.MEMORY, threads: int = 0
) -> Conformed:
    """Compare the map of a folder with its imported log.

    Raises NotFound where there is no map or no imported log.
    """
    return conform_with(folder, language, memory=memory, threads=threads)[0]


def conform_with(
    folder: Path, language: str | None = None, *, memory: int = store.MEMORY, threads: int = 0
) -> tuple[Conformed, Measured]:
    """Compare as :func:`conform` does, and return what was counted as well."""
    case = open_case(folder, language)
    if case.engagement.touchmap is None:
        raise NotFound("no-map", folder=folder)
    measured = _measured(case, memory=memory, threads=threads)
    return Conformed(case, conform_map(traffic(case.engagement.touchmap), measured)), measured


def simulate(folder: Path, out: Path, *, contacts: int, seed: int, replace: bool = False) -> tuple[Path, int]:
    """Write a CSV log drawn from the map of a folder; return the file and its rows.

    Raises NotFound for a folder without a map or a map without volumes, Refused
    for a place that cannot be written and for a file that exists, unless it may
    be replaced.
    """
    if not out.parent.is_dir():
        raise Refused("no-place", file=out, folder=out.parent)
    if out.exists() and not replace:
        raise Refused("contacts-exist", file=out)
    engagement = _read(folder)
    if engagement.touchmap is None:
        raise NotFound("no-map", folder=folder)
    log = engagement.contacts
    last = engagement.profile.as_of
    period = (log.valid if log else None) or Period(
        last.replace(year=last.year - 1, day=min(28, last.day)), last
    )
    idle = (log.journeys if log else Journeys()).idle_days
    written = io.StringIO(newline="")
    rows = csv.writer(written, lineterminator="\n")
    rows.writerow(COLUMNS)
    number = 0
    for row in simulate_log(
        traffic(engagement.touchmap), period, contacts=contacts, seed=seed, idle_days=idle
    ):
        rows.writerow(row)
        number += 1
    if not number:
        raise NotFound("no-volumes", folder=folder)
    return write_whole(out, written.getvalue().encode()), number
