"""The report as one HTML document."""

from __future__ import annotations

from functools import cache

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from readiness import __version__
from readiness.i18n import Phrases
from readiness.reports.view import ReportView
from readiness.resources import templates

COLOURS = {"flag": "#8f1616", "watch": "#8a5a00", "clear": "#1e6b3c", "unknown": "#6b7783"}


def render_html(view: ReportView, phrases: Phrases, *, fonts: bool = False) -> str:
    """Return the report as HTML; ``fonts`` adds the font files that only the PDF can fetch.

    Every value is escaped; styles are the only text put in as it is.
    """
    folder = templates() / "report"
    names = ("fonts.css", "style.css") if fonts else ("style.css",)
    css = "".join((folder / name).read_text(encoding="utf-8") for name in names)
    template = _environment().get_template("report.html.j2")
    return template.render(
        view=view,
        t=phrases.say,
        css=Markup(css),  # noqa: S704
        colours=COLOURS,
        version=__version__,
    )


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(templates() / "report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
