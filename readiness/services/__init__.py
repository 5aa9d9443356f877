"""The use cases, one function each: the product on one page.

Faces (command line, web) call these and nothing below.  Dates and languages
are arguments; nothing here reads the clock.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
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

SUFFIXES = (".pdf", ".html", ".docx", ".xlsx", ".md", ".json")
PRINTED = (".pdf", ".html")
"""The faces that take a theme and a variant."""
THEME_SECONDS = 120
"""CPU time that a report may take where a theme from outside has a say in it."""
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
    progress: Progress = lambda _step: None,
) -> Path:
    """Write the report of a folder to a file, whose suffix (one of SUFFIXES) chooses the face.

    ``attach`` puts the files that were assessed into a PDF, so that it can be
    verified; ``theme`` is how it looks,
    ``variant`` how much of it is printed.  ``progress`` is told the key of each step.  Raises Refused for
    another suffix, a place that cannot be written or a theme that does not work,
    Invalid for a folder with errors.
    """
    suffix = out.suffix.lower()
    if suffix not in SUFFIXES:
        raise Refused("suffix", suffix=suffix or out.name, known=", ".join(SUFFIXES))
    if attach and suffix != ".pdf":
        raise Refused("attach-pdf", file=out)
    if attach and theme is not HOUSE:
        raise Refused("attach-theme", theme=theme.id)
    if variant != "full" and (attach or suffix not in PRINTED):
        raise Refused("variant-whole", variant=variant, known=", ".join(PRINTED))
    if not out.parent.is_dir():
        raise Refused("no-place", file=out, folder=out.parent)
    from readiness.services.apart import apart  # noqa: PLC0415

    progress("reading")
    # what the assessment takes is given back before pages are laid out, which takes the most
    seconds = None if theme is HOUSE else THEME_SECONDS
    try:
        told = apart(
            lambda: _told(assess(folder, language, theme), suffix, theme, variant),
            meanwhile=_READY.get(suffix),
            seconds=seconds,
        )
        progress("writing")
        files = gather(folder, told.read) if attach else ()
        if seconds is None or suffix != ".pdf":
            return write_whole(out, _laid_out(told, suffix, files, theme))
        return write_whole(out, apart(lambda: _laid_out(told, suffix, files, theme), seconds=seconds))
    except MemoryError as error:
        if seconds is None:
            raise
        raise Refused("theme-too-much", theme=theme.id, seconds=seconds) from error


def render(assessed: Assessed, suffix: str) -> bytes:
    """Return the report of an assessment as the bytes of a file."""
    return _laid_out(_told(assessed, suffix), suffix)


@dataclass(frozen=True)
class _Told:
    """The bytes of a file, but for PDF the HTML that is to be laid out."""

    octets: bytes
    as_of: date
    read: tuple[str, ...]
    """The names of the files that were assessed."""


def _told(assessed: Assessed, suffix: str, theme: Theme = HOUSE, variant: str = "full") -> _Told:
    as_of, read = assessed.assessment.engagement.profile.as_of, tuple(assessed.checked.sources)
    if variant != "brief":  # which tells nothing that has to be simulated
        assessed = complete(assessed)
    if variant == "rollout" and assessed.view.rollout is None:
        raise NotFound("no-rollout", folder=assessed.checked.folder)
    return _Told(_octets(assessed, suffix, theme, variant), as_of, read)


def _octets(assessed: Assessed, suffix: str, theme: Theme, variant: str) -> bytes:
    if suffix == ".json":
        whole = assessed.to_json() | {"view": _view(assessed.view), "graph": _graph(assessed)}
        return (json.dumps(whole, ensure_ascii=False, indent=2) + "\n").encode()
    if suffix not in PRINTED:
        from readiness.services.editable import render_editable  # noqa: PLC0415

        return render_editable(assessed.view, assessed.phrases, suffix)
    from readiness.reports.html import render_html  # noqa: PLC0415

    fonts = suffix == ".pdf"
    return render_html(assessed.view, assessed.phrases, fonts=fonts, theme=theme, variant=variant).encode()


def _laid_out(
    told: _Told, suffix: str, files: Sequence[tuple[str, bytes]] = (), theme: Theme = HOUSE
) -> bytes:
    if suffix != ".pdf":
        return told.octets
    from readiness.reports.pdf import render_pdf  # noqa: PLC0415

    return render_pdf(told.octets.decode(), files, as_of=told.as_of, theme=theme)


def _start_pdf() -> None:
    from readiness.reports.pdf import load  # noqa: PLC0415

    load()


_READY = {".pdf": _start_pdf}
"""What a face needs beside the assessment, made ready while that is under way."""


def complete(assessed: Assessed) -> Assessed:
    """Return an assessment whose view tells all that the report does: what has to be simulated too."""
    if assessed.assessment.engagement.rollout is None:
        return assessed
    from readiness.services.rollout_section import with_rollout  # noqa: PLC0415  (brings NumPy)

    return with_rollout(assessed)


def _view(view: ReportView) -> dict[str, Any]:
    shown: dict[str, Any] = data.plain(replace(view, rollout=None))
    del shown["rollout"]
    return shown if view.rollout is None else shown | {"rollout": view.rollout.to_json()}


def _graph(assessed: Assessed) -> dict[str, Any] | None:
    from readiness.reports.graph_data import graph_json  # noqa: PLC0415

    touchmap = assessed.assessment.engagement.touchmap
    return graph_json(touchmap) if touchmap is not None else None


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
