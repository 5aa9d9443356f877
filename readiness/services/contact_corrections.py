"""What a contact log has counted, written into the map: one change at a time, each to be looked at."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from readiness.contacts import store
from readiness.engagement.corrections import Correction, correct
from readiness.engagement.measured import Measured
from readiness.errors import NotFound, Refused
from readiness.folder import library
from readiness.folder.amendment import NotReadable, read_plain
from readiness.folder.board import flatten, is_element
from readiness.folder.map_edits import edited
from readiness.folder.source import Source, decode
from readiness.folder.typed import build
from readiness.folder.write import ChangedMeanwhile, write_whole
from readiness.reports.contacts.conformance import told
from readiness.reports.diagnostics import severity
from readiness.reports.text import plain
from readiness.services.contact_logs import Case, Conformed, conform_with
from readiness.touchmap.checks import check_map
from readiness.touchmap.model import TouchMap


@dataclass(frozen=True)
class Change:
    """One correction as it stands in the text, after those before it."""

    number: int
    """From 1; the same for the same log and map."""
    correction: Correction
    difference: str
    """A unified diff."""


@dataclass(frozen=True)
class Corrected:
    """The changes of a map, and whether they were written."""

    case: Case
    file: Path
    changes: tuple[Change, ...]
    left: int
    """Differences for which a log knows no figure."""
    written: bool
    errors: int
    """Mistakes that ``check`` then finds in the map, such as volumes above the control total."""

    def to_json(self) -> dict[str, Any]:
        """Return the changes as JSON values."""
        return {
            "file": str(self.file),
            "written": self.written,
            "left": self.left,
            "errors": self.errors,
            "changes": [
                {"number": one.number, **asdict(one.correction), "diff": one.difference}
                for one in self.changes
            ],
        }

    def to_text(self) -> str:
        """Return the changes as lines for a terminal."""
        say, namer = self.case.words.say, self.case.namer
        lines = []
        for one in self.changes:
            sentence = told(namer, one.correction.mismatch)
            lines += [say("contacts-apply.change", number=one.number, sentence=sentence), "", one.difference]
        key = "contacts-apply.written" if self.written else "contacts-apply.not-written"
        key = key if self.changes else "contacts-apply.none"
        number = self.case.words.number(len(self.changes))
        lines.append(say(key, number=number, file=self.file.name))
        if self.left:
            lines.append(say("contacts-apply.left", number=self.case.words.number(self.left)))
        if self.errors:
            lines.append(say("contacts-apply.errors", number=self.case.words.number(self.errors)))
        return plain("\n".join(lines)) + "\n"


def apply(
    folder: Path,
    language: str | None = None,
    *,
    only: Collection[int] = (),
    write: bool = False,
    memory: int = store.MEMORY,
    threads: int = 0,
) -> Corrected:
    """Correct the map of a folder by its imported log; ``only`` names the changes that are wanted.

    Raises NotFound where there is no map, no imported log or no such change,
    Refused where the map cannot be written, or was changed meanwhile.
    """
    found, measured = conform_with(folder, language, memory=memory, threads=threads)
    case, touchmap = found.case, found.case.engagement.touchmap
    name = case.engagement.profile.touchmap
    if touchmap is None or name is None:
        raise NotFound("no-map", folder=folder)
    path = (folder / name).resolve()
    octets = path.read_bytes()
    source = decode(octets, name)
    if not isinstance(source, Source):
        raise Refused("map-broken", place=source.span)
    corrections = correct(touchmap, measured, found.conformance, evidence=_evidence(case, measured))
    numbered = list(enumerate((one for one in corrections if is_element(one.mismatch.touchpoint)), start=1))
    if missing := sorted(set(only) - {number for number, _ in numbered}):
        raise NotFound("no-such-change", number=missing[0], known=len(numbered))
    text, changes = source.text, []
    for number, correction in numbered:
        if not only or number in only:
            after = _write(text, correction.cells, name, case.engagement.profile.language)
            changes.append(Change(number, correction, _difference(text, after, name)))
            text = after
    if write and text != source.text:
        _replace(path, octets, text, name)
    return Corrected(case, path, tuple(changes), _left(found, len(numbered)), write, _errors(text))


def _evidence(case: Case, measured: Measured) -> dict[str, str]:
    """Return what the new figures rest on, in the language of the map."""
    own = library.phrases(case.engagement.profile.language)
    about = own.say("contacts-apply.source", log=case.log.id, first=measured.first, last=measured.last)
    found = {"grade": "measured", "source": str(about), "on": measured.last.isoformat()}
    if measured.last > case.engagement.profile.as_of:
        del found["on"]  # what came after the assessment is no day of its evidence
    return found


def _errors(text: str) -> int:
    """Return how many mistakes of a map ``check`` would tell."""
    touchmap, problems = build(TouchMap, read_plain(text))
    if touchmap is None:
        return len(problems)
    phrases = library.phrases("en")
    return sum(severity(one.code, phrases) == "error" for one in check_map(touchmap))


def _left(found: Conformed, corrected: int) -> int:
    return len(found.conformance.mismatches) - corrected


def _write(text: str, cells: Mapping[str, Any], name: str, language: str) -> str:
    try:
        now = flatten(read_plain(text))
    except NotReadable as error:
        raise Refused("map-broken", place=name) from error
    whole = {
        key: {**now[key], **value} if "/next/" in key and key in now else value
        for key, value in cells.items()
    }
    return edited(text, whole, language=language)


def _replace(path: Path, octets: bytes, text: str, name: str) -> None:
    mark = octets[:3] if octets.startswith(b"\xef\xbb\xbf") else b""
    try:
        write_whole(path, mark + text.encode(), over=octets)
    except ChangedMeanwhile as error:
        raise Refused("map-restless", file=name) from error


def _difference(before: str, after: str, name: str) -> str:
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    lines = difflib.unified_diff(old, new, f"a/{name}", f"b/{name}")
    return "".join(
        line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines
    )
