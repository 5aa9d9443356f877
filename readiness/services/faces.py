"""The faces of a report: what is asked for, told and laid out."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from readiness.errors import NotFound, Refused
from readiness.folder.theme import HOUSE, Theme
from readiness.reports import data
from readiness.reports.section import Section
from readiness.reports.view import ReportView

if TYPE_CHECKING:
    from readiness.services import Assessed

SUFFIXES = (".pdf", ".html", ".docx", ".xlsx", ".md", ".json")
UNSIMULATED = ("brief", "minutes", "change")
"""Variants that tell nothing that has to be simulated."""
PRINTED = (".pdf", ".html")
"""The faces that take a look and a variant."""
THEME_SECONDS = 120
"""CPU time that a report may take where a theme from outside has a say in it."""


@dataclass(frozen=True)
class Wanted:
    """The report that is asked for: face (by its suffix), look, how much of it, and whether with files."""

    suffix: str
    theme: Theme = HOUSE
    variant: str = "full"
    attach: bool = False
    against: Path | None = None
    """The older folder, for the variant that tells what changed."""

    @property
    def seconds(self) -> int | None:
        """CPU time that each step may take; without limit where all comes from the product."""
        return None if self.theme is HOUSE else THEME_SECONDS

    @property
    def is_laid_out(self) -> bool:
        """Whether it has pages."""
        return self.suffix == ".pdf"


@dataclass(frozen=True)
class Told:
    """The bytes of a file, but for PDF the HTML that is to be laid out."""

    octets: bytes
    as_of: date
    read: tuple[str, ...]
    """The names of the files that were assessed."""


def check(wanted: Wanted, out: Path) -> None:
    """Raise Refused for what cannot be made, or not there."""
    if wanted.suffix not in SUFFIXES:
        raise Refused("suffix", suffix=wanted.suffix or out.name, known=", ".join(SUFFIXES))
    if wanted.attach and wanted.suffix != ".pdf":
        raise Refused("attach-pdf", file=out)
    if wanted.attach and wanted.theme is not HOUSE:
        raise Refused("attach-theme", theme=wanted.theme.id)
    if wanted.variant != "full" and (wanted.attach or wanted.suffix not in PRINTED):
        raise Refused("variant-whole", variant=wanted.variant, known=", ".join(PRINTED))
    if (wanted.against is None) == (wanted.variant == "change"):
        raise Refused("variant-against")
    if not out.parent.is_dir():
        raise Refused("no-place", file=out, folder=out.parent)


def make_ready(wanted: Wanted) -> None:
    """Load what a face needs beside the assessment; raises Unavailable where it is missing."""
    if wanted.is_laid_out:
        from readiness.reports.pdf import load  # noqa: PLC0415

        load()


def tell(assessed: Assessed, wanted: Wanted) -> Told:
    """Return what an assessment says on a face.

    Raises NotFound for the rollout of a folder that has none.
    """
    as_of, read = assessed.assessment.engagement.profile.as_of, tuple(assessed.checked.sources)
    if wanted.variant not in UNSIMULATED:
        assessed = complete(assessed)
    if wanted.variant == "rollout" and assessed.view.rollout is None:
        raise NotFound("no-rollout", folder=assessed.checked.folder)
    return Told(_octets(assessed, wanted), as_of, read)


def lay_out(told: Told, wanted: Wanted, files: Sequence[tuple[str, bytes]] = ()) -> bytes:
    """Return the bytes of the file, with files in it."""
    if not wanted.is_laid_out:
        return told.octets
    from readiness.reports.pdf import render_pdf  # noqa: PLC0415

    return render_pdf(told.octets.decode(), files, as_of=told.as_of, theme=wanted.theme)


def render(assessed: Assessed, suffix: str) -> bytes:
    """Return the report of an assessment as the bytes of a file."""
    wanted = Wanted(suffix)
    return lay_out(tell(assessed, wanted), wanted)


def complete(assessed: Assessed) -> Assessed:
    """Return an assessment whose view tells all that the report does: what has to be simulated too."""
    if assessed.assessment.engagement.rollout is None:
        return assessed
    from readiness.services.rollout_section import with_rollout  # noqa: PLC0415  (brings NumPy)

    return with_rollout(assessed)


def _octets(assessed: Assessed, wanted: Wanted) -> bytes:
    if wanted.suffix == ".json":
        whole = assessed.to_json() | {"view": _view(assessed.view), "graph": _graph(assessed)}
        return (json.dumps(whole, ensure_ascii=False, indent=2) + "\n").encode()
    if wanted.suffix not in PRINTED:
        from readiness.services.editable import render_editable  # noqa: PLC0415

        return render_editable(assessed.view, assessed.phrases, wanted.suffix)
    from readiness.reports.html import render_html  # noqa: PLC0415

    return render_html(
        assessed.view,
        assessed.phrases,
        fonts=wanted.is_laid_out,
        theme=wanted.theme,
        variant=wanted.variant,
        change=_change(assessed, wanted),
    ).encode()


def _change(assessed: Assessed, wanted: Wanted) -> Sequence[Section]:
    if wanted.against is None:
        return ()
    from readiness.services.explanations import changes  # noqa: PLC0415

    return changes(assessed, wanted.against)


def _view(view: ReportView) -> dict[str, Any]:
    shown: dict[str, Any] = data.plain(replace(view, rollout=None))
    del shown["rollout"]
    return shown if view.rollout is None else shown | {"rollout": view.rollout.to_json()}


def _graph(assessed: Assessed) -> dict[str, Any] | None:
    from readiness.reports.graph_data import graph_json  # noqa: PLC0415

    touchmap = assessed.assessment.engagement.touchmap
    return graph_json(touchmap) if touchmap is not None else None
