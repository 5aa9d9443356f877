"""The report as one HTML document."""

from __future__ import annotations

from functools import cache

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from readiness import __version__
from readiness.i18n import Phrases
from readiness.reports.view import ReportView
from readiness.resources import templates
from readiness.typefaces import FAMILIES, families, font_css

COLOURS = {"flag": "#8f1616", "watch": "#8a5a00", "clear": "#1e6b3c", "unknown": "#6b7783"}


def render_html(view: ReportView, phrases: Phrases, *, fonts: bool = False) -> str:
    """Return the report as HTML; ``fonts`` adds the font files that only the PDF can fetch.

    Every value is escaped; styles and our own pictures are the only text put in as it is.
    """
    css = (templates() / "report" / "style.css").read_text(encoding="utf-8")
    html = (
        environment("report")
        .get_template("report.html.j2")
        .render(
            view=view,
            t=phrases.say,
            listed=phrases.listed,
            sentences=phrases.sentences,
            css=Markup(css),  # noqa: S704
            drawn=Markup,
            colours=COLOURS,
            font=FAMILIES[view.language],
            version=__version__,
        )
    )
    return html.replace("<style>", f"<style>\n{font_css(families(html))}", 1) if fonts else html


@cache
def environment(folder: str) -> Environment:
    """Return what renders the templates of a folder: every value escaped, none missing."""
    found = Environment(
        loader=FileSystemLoader(templates() / folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.filters["plain"] = _plain
    return found


def _plain(words: str) -> str:
    """Return words without the marks of their languages, for a place that holds text only."""
    return words.striptags() if isinstance(words, Markup) else str(words)
