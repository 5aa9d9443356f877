"""A comparison of rollout options as one interactive HTML file that opens offline."""

from __future__ import annotations

from pathlib import Path

from readiness.errors import Refused
from readiness.folder.write import write_whole
from readiness.reports.interactive.scripts import plotly
from readiness.reports.namer import Namer
from readiness.reports.rollout.interactive.page import Shown, render_comparison
from readiness.reports.rollout.teller import Teller
from readiness.services.rollouts import Compared


def check_place(out: Path) -> None:
    """Say before a long simulation that the page cannot be written.

    Raises Refused for a folder that is not there, Unavailable where plotly is missing.
    """
    if not out.parent.is_dir():
        raise Refused("no-place", file=out, folder=out.parent)
    plotly()


def page(compared: Compared) -> str:
    """Return a comparison as an HTML document; raises Unavailable where plotly is missing."""
    case = compared.case
    profile, words = case.engagement.profile, case.words
    shown = Shown(
        compared.outcomes,
        compared.standings,
        compared.best,
        compared.sections,
        words.text(profile.title),
        words.text(profile.client),
        words.day(profile.as_of),
    )
    namer = Namer(case.setting.touchmap, words, case.currency)
    return render_comparison(shown, Teller(words, case.zone, case.currency), namer)


def write(compared: Compared, out: Path) -> Path:
    """Write a comparison to a file and return its path; raises as ``check_place`` does."""
    check_place(out)
    return write_whole(out, page(compared).encode())
