"""The use cases, one function each: the product on one page.

Faces (command line, web) call these and nothing below.  Dates and languages
are arguments; nothing here reads the clock.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from readiness.assessment.assess import Assessment
from readiness.assessment.assess import assess as assess_engagement
from readiness.diagnostics import Diagnostic
from readiness.engagement.model import Engagement
from readiness.errors import NotFound, ReadinessError, Refused
from readiness.folder import library
from readiness.folder.attachments import gather
from readiness.folder.engagement import read_engagement
from readiness.folder.source import Source
from readiness.folder.theme import HOUSE, Theme
from readiness.folder.write import write_whole
from readiness.i18n import Phrases
from readiness.reports import data, text
from readiness.reports.annotations import github, sarif
from readiness.reports.diagnostics import Told, severity, tell
from readiness.reports.discretion import DiscreetTeller, discreet
from readiness.reports.report import build_view
from readiness.reports.view import ReportView
from readiness.reports.words import Words
from readiness.services import faces

SEVERITY_ORDER = ("error", "warning", "note")
SEVERITIES = ("minor", "serious", "critical")
Progress = Callable[[str], None]


class Invalid(ReadinessError):
    """The folder has errors, so that it cannot be assessed; the diagnostics say which."""

    exit_code = 2
    status = 422

    def __init__(self, checked: Checked) -> None:
        super().__init__("invalid-folder", errors=checked.errors, folder=checked.folder)
        self.checked = checked

    def __reduce__(self) -> tuple[type[Invalid], tuple[Checked]]:
        """Let it be raised in a copy of the process and raised anew here."""
        return Invalid, (self.checked,)


@dataclass(frozen=True)
class Checked:
    """What a check found: diagnostics in words, the texts they speak of, and how many are errors."""

    folder: Path
    told: tuple[Told, ...]
    sources: Mapping[str, Source]
    errors: int
    phrases: Phrases

    def to_json(self) -> dict[str, Any]:
        """Return the diagnostics as JSON values."""
        return {"diagnostics": [told.to_json() for told in self.told]}

    def to_sarif(self, below: str) -> dict[str, Any]:
        """Return the diagnostics as a SARIF log; ``below`` is the way to the folder, with forward slashes."""
        return sarif(self.told, self.phrases, files=self.sources, below=below)

    def to_github(self, below: str) -> Iterator[str]:
        """Yield the diagnostics as workflow commands; ``below`` is the way to the folder."""
        return github(self.told, self.phrases, below=below)


@dataclass(frozen=True)
class Assessed:
    """An assessment with its view in one language and what the check had to say."""

    assessment: Assessment
    view: ReportView
    phrases: Phrases
    checked: Checked

    @property
    def teller(self) -> DiscreetTeller:
        """Who tells what may be told of single answers."""
        words = Words(self.phrases, self.assessment.engagement.profile.language)
        return discreet(self.assessment, library.rules(), words)

    def to_json(self) -> dict[str, Any]:
        """Return the assessment as JSON values."""
        teller = self.teller
        return data.assessment_json(teller.assessment, self.view, teller)

    def to_text(self) -> str:
        """Return the assessment as lines for a terminal."""
        return text.assessment_text(self.view, self.phrases)

    def reaches(self, level: str) -> bool:
        """Say whether a pitfall, or a finding that nobody accepts, is at least as severe as a level."""
        found = [pitfall.severity for pitfall in self.assessment.pitfalls.values()]
        found += [finding.severity for finding in self.assessment.findings if finding.accepted is None]
        wanted = SEVERITIES[SEVERITIES.index(level) :]
        return any(severity in wanted for severity in found)


def new(folder: Path, *, start: str, language: str, as_of: date, touchmap: bytes | None = None) -> list[Path]:
    """Start an engagement folder from an example or a blank one, maybe with a map of its own.

    Returns the files written.  Raises Refused where the folder exists and is
    not empty.
    """
    from readiness.folder.new import STARTS, start_folder  # noqa: PLC0415  (brings all formats, and workbooks)

    if start not in STARTS:
        raise NotFound("no-such-start", start=start, known=", ".join(STARTS))
    if folder.exists() and not folder.is_dir():
        raise Refused("not-a-folder", folder=folder)
    if folder.exists() and any(folder.iterdir()):
        raise Refused("folder-not-empty", folder=folder)
    return start_folder(folder, start, language, as_of, touchmap=touchmap)


def check(folder: Path, language: str = "en") -> Checked:
    """Read a folder and return everything that is wrong with its text."""
    return _checked(folder, library.phrases(language))[1]


def read(folder: Path, language: str = "en") -> tuple[Engagement, Checked]:
    """Read a folder that can be assessed; what the check says is in a language.

    Raises Invalid where the folder has errors.
    """
    engagement, checked = _checked(folder, library.phrases(language))
    if engagement is None or checked.errors:
        raise Invalid(checked)
    return engagement, checked


def assess(folder: Path, language: str | None = None, theme: Theme = HOUSE) -> Assessed:
    """Assess a folder in its own language or another, in the words of a theme.

    Raises Invalid where the folder has errors.
    """
    engagement, checked = read(folder, language or "en")
    phrases = library.phrases(language or engagement.profile.language)
    if own := theme.words(phrases.language):
        phrases = replace(phrases, words={**phrases.words, **own})
    rules = library.rules()
    assessment = assess_engagement(engagement, library.indicators(), rules)
    return Assessed(assessment, build_view(assessment, rules, phrases), phrases, checked)


def report(
    folder: Path,
    out: Path,
    *,
    language: str | None = None,
    attach: bool = False,
    theme: Theme = HOUSE,
    variant: str = "full",
    against: Path | None = None,
    progress: Progress = lambda _step: None,
) -> Path:
    """Write the report of a folder to a file, whose suffix (one of ``faces.SUFFIXES``) chooses the face.

    ``attach`` puts the files that were assessed into a PDF, so that it can be
    verified; ``theme`` is how it looks, ``variant`` how much of it is printed; that of
    a change holds the folder ``against`` an older one.
    ``progress`` is told the key of each step.  Raises Refused for another
    suffix, a place that cannot be written or a theme that does not work, Invalid
    for a folder with errors.
    """
    wanted = faces.Wanted(out.suffix.lower(), theme, variant, attach=attach, against=against)
    faces.check(wanted, out)
    from readiness.services.apart import apart  # noqa: PLC0415

    progress("reading")
    seconds = wanted.seconds
    try:
        # what the assessment takes is given back before pages are laid out, which takes the most
        told = apart(
            lambda: faces.tell(assess(folder, language, theme), wanted),
            meanwhile=lambda: faces.make_ready(wanted),
            seconds=seconds,
        )
        progress("writing")
        files = gather(folder, told.read) if attach else ()
        if seconds is None or not wanted.is_laid_out:
            return write_whole(out, faces.lay_out(told, wanted, files))
        return write_whole(out, apart(lambda: faces.lay_out(told, wanted, files), seconds=seconds))
    except MemoryError as error:
        if seconds is None:
            raise
        raise Refused("theme-too-much", theme=theme.id, seconds=seconds) from error


def message(error: ReadinessError, language: str = "en") -> str:
    """Return a refused request in words."""
    return phrase(f"refusals.{error.code}", language, **error.values)


def phrase(key: str, language: str = "en", **values: object) -> str:
    """Return a phrase in a language."""
    return library.phrases(language).say(key, **values)


def _checked(folder: Path, phrases: Phrases) -> tuple[Engagement | None, Checked]:
    if not folder.is_dir():
        raise NotFound("not-a-folder" if folder.exists() else "no-such-folder", folder=folder)
    reading = read_engagement(folder)
    told = sorted(
        (tell(diagnostic, phrases) for diagnostic in reading.diagnostics),
        key=lambda one: SEVERITY_ORDER.index(one.severity),
    )
    errors = sum(_is_error(diagnostic, phrases) for diagnostic in reading.diagnostics)
    return reading.engagement, Checked(folder, tuple(told), reading.sources, errors, phrases)


def _is_error(diagnostic: Diagnostic, phrases: Phrases) -> bool:
    return severity(diagnostic.code, phrases) == "error"
