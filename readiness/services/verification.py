"""Whether a report is what the files attached to it give."""

from __future__ import annotations

import hashlib
import tempfile
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from readiness import __version__, services
from readiness.errors import Refused
from readiness.folder import library
from readiness.folder.attachments import lay_down
from readiness.folder.report_file import ReportFile, parse_report, read_report
from readiness.reports.section import Section, Table, sections_text
from readiness.reports.words import Words
from readiness.services.apart import apart

SECONDS = 60
"""CPU time within which a PDF from outside must have been read."""
SHOWN = 60
"""Characters of a difference that are shown."""


@dataclass(frozen=True)
class Difference:
    """The first words of a page that are not what the attached files give; a page may be on one side only."""

    page: int
    said: str
    given: str


@dataclass(frozen=True)
class Verified:
    """What a report is against the files attached to it."""

    same: str
    """``bytes``: the same file. ``words``: every page says the same. ``no``: it does not."""
    made_by: str
    files: tuple[tuple[str, str], ...]
    """Names and SHA-256 digests of the attached files."""
    differences: tuple[Difference, ...]
    text: str

    @property
    def is_true(self) -> bool:
        """Whether the report says what its files give."""
        return self.same != "no"

    def to_json(self) -> dict[str, Any]:
        """Return it as JSON values."""
        return {
            "same": self.same,
            "made_by": self.made_by,
            "verified_by": f"readiness {__version__}",
            "files": [{"name": name, "sha256": digest} for name, digest in self.files],
            "differences": [
                {"page": one.page, "report": one.said, "files": one.given} for one in self.differences
            ],
        }


def verify(path: Path, language: str = "en") -> Verified:
    """Assess the files attached to a report anew and compare the report with what they give.

    Raises Refused for what cannot be read or holds no files, or files with errors.
    """
    try:
        found = apart(lambda: read_report(path), seconds=SECONDS)
    except MemoryError as error:
        raise Refused("pdf-too-much", file=path, seconds=SECONDS) from error
    if not found.files:
        raise Refused("pdf-without-files", file=path)
    with tempfile.TemporaryDirectory(prefix="readiness-") as scratch:
        folder = Path(scratch) / "engagement"
        folder.mkdir()
        lay_down(found.files, folder)
        out = Path(scratch) / "report.pdf"
        try:
            written = services.report(folder, out, language=found.language or None, attach=True)
        except services.Invalid as error:
            raise Refused("attached-invalid", file=path, errors=error.checked.errors) from error
        anew = parse_report(written.read_bytes(), path)
    differences = _differences(found, anew)
    same = "no" if differences else "bytes" if found.octets == anew.octets else "words"
    files = tuple((name, hashlib.sha256(octets).hexdigest()) for name, octets in found.files)
    words = Words(library.phrases(language), language)
    text = sections_text([_section(same, found.made_by, files, differences, words)])
    return Verified(same, found.made_by, files, differences, text)


def _differences(found: ReportFile, anew: ReportFile) -> tuple[Difference, ...]:
    told = []
    for place in range(max(len(found.pages), len(anew.pages))):
        said, given = ((one.pages[place : place + 1] or ("",))[0] for one in (found, anew))
        if said != given or place >= min(len(found.pages), len(anew.pages)):
            told.append(Difference(place + 1, *_first_words(said.split(), given.split())))
    return tuple(told)


def _first_words(said: list[str], given: list[str]) -> tuple[str, str]:
    """Return the first words that differ, with some after them."""
    for kind, a, b, c, d in SequenceMatcher(None, said, given, autojunk=False).get_opcodes():
        if kind != "equal":
            return " ".join(said[a : b + 4])[:SHOWN], " ".join(given[c : d + 4])[:SHOWN]
    return "", ""


def _section(
    same: str,
    made_by: str,
    files: tuple[tuple[str, str], ...],
    differences: tuple[Difference, ...],
    words: Words,
) -> Section:
    sentences = [words.say(f"verified.same.{same}")]
    if same != "bytes":
        here = f"readiness {__version__}"
        told = "other" if made_by != here else "own"
        sentences.append(words.say(f"verified.version.{told}", made_by=made_by or "?", here=here))
    sentences.append(words.say("verified.means"))
    tables = []
    if differences:
        head = tuple(words.say(f"verified.head.{key}") for key in ("page", "report", "files"))
        rows = tuple((str(one.page), one.said or "-", one.given or "-") for one in differences)
        tables.append(Table(head, rows, right=frozenset({0})))
    head = tuple(words.say(f"verified.head.{key}") for key in ("file", "digest"))
    tables.append(Table(head, tuple((name, digest[:16]) for name, digest in files)))
    return Section("verified", words.say("verified.title"), tuple(sentences), tuple(tables))
