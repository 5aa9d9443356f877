"""The report as one HTML document, in the look of the house or of a theme."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache

from jinja2 import (
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    FunctionLoader,
    StrictUndefined,
    Template,
    TemplateSyntaxError,
)
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from readiness import __version__
from readiness.errors import Refused
from readiness.folder.theme import HOUSE, Theme
from readiness.folder.theme_fields import SECTIONS
from readiness.i18n import Phrases
from readiness.reports.charts_view import AnsweredView, MatrixView, OutagesView
from readiness.reports.page_guard import check_page
from readiness.reports.pictures.answered import draw_answered
from readiness.reports.pictures.fallen import draw_fallen
from readiness.reports.pictures.matrix import draw_matrix
from readiness.reports.section import Section
from readiness.reports.theme_look import recoloured, theme_css, theme_logo
from readiness.reports.view import ReportView
from readiness.reports.words import Words
from readiness.resources import templates
from readiness.typefaces import FAMILIES, families, font_css

COLOURS = {"flag": "#8f1616", "watch": "#8a5a00", "clear": "#1e6b3c", "unknown": "#6b7783"}


VARIANTS: Mapping[str, tuple[str, ...]] = {
    "full": (),
    "brief": ("page-one",),
    "rollout": ("rollout", "limits"),
    "minutes": ("minutes",),
    "change": ("change",),
}
"""The sections of each variant of the report; of the full one those of the theme."""


def render_html(
    view: ReportView,
    phrases: Phrases,
    *,
    fonts: bool = False,
    theme: Theme = HOUSE,
    variant: str = "full",
    change: Sequence[Section] = (),
) -> str:
    """Return the report as HTML; ``fonts`` adds the font files that only the PDF can fetch.

    ``variant`` is one of VARIANTS; that of a change prints ``change``.

    Every value is escaped; styles and our own pictures are the only text put in
    as it is.  Raises Refused for what is wrong in a template of a theme.
    """
    sections = VARIANTS[variant] or theme.sections
    css = (templates() / "report" / "style.css").read_text(encoding="utf-8") + theme_css(theme, fonts=fonts)
    try:
        html = _template(theme).render(
            view=view,
            t=phrases.say,
            listed=phrases.listed,
            sentences=phrases.sentences,
            css=Markup(css),  # noqa: S704
            drawn=Markup,
            change=change,
            picture=_painter(Words(phrases)),
            colours=COLOURS,
            font=FAMILIES[view.language],
            version=__version__,
            sections=sections,
            contents=_contents(view, sections) if variant == "full" else (),
            proof=_proofs(view, sections),
            logo=theme_logo(theme, view.language, fonts=fonts),
            theme=theme.id,
        )
    except Exception as error:
        place = _place(error, theme)
        if place is None:
            raise
        reason = " ".join(str(error).split())[:200] or type(error).__name__
        raise Refused("theme-broken", theme=theme.id, file=place[0], line=place[1], reason=reason) from error
    if theme.templates:
        check_page(html, theme.id)
    html = recoloured(html, theme.colours)
    return html.replace("<style>", f"<style>\n{font_css(families(html))}", 1) if fonts else html


def _painter(words: Words) -> Callable[[AnsweredView | MatrixView | OutagesView], str]:
    """Return what draws the charts of a report as SVG."""

    def paint(view: AnsweredView | MatrixView | OutagesView) -> str:
        if isinstance(view, AnsweredView):
            return Markup(draw_answered(view, words))  # noqa: S704  (the canvas escapes)
        if isinstance(view, MatrixView):
            return Markup(draw_matrix(view, words))  # noqa: S704
        return Markup(draw_fallen(view, words))  # noqa: S704

    return paint


def _contents(view: ReportView, sections: Sequence[str]) -> tuple[str, ...]:
    """Return the sections that a list of contents names: those after page one that print something."""
    empty = {
        "rollout": view.rollout is None,
        "own": not (view.own_words or view.own_actions),
        "further": not view.further,
        "glossary": not view.glossary,
    }
    return tuple(name for name in sections if name in SECTIONS[1:] and not empty.get(name))


def _proofs(view: ReportView, sections: Sequence[str]) -> Callable[[str], str]:
    """Return what turns the id of an indicator into a link to its row in the appendix, where it has one."""
    rows = {row.id for pitfall in view.pitfalls for row in pitfall.indicators}
    kept = rows if "appendix" in sections else ()
    return lambda name: Markup('<a href="#row-{0}">{0}</a>').format(name) if name in kept else name


def _template(theme: Theme) -> Template:
    made = environment("report") if theme is HOUSE else _environment("report", theme)
    return made.get_template("report.html.j2")


def _place(error: Exception, theme: Theme) -> tuple[str, int] | None:
    """Return the template of a theme in which an error came up, and its line; None for any other error."""
    if isinstance(error, TemplateSyntaxError) and error.name in theme.templates:
        return str(error.name), error.lineno
    found, at = None, error.__traceback__
    while at is not None:
        name = at.tb_frame.f_code.co_filename
        if name in theme.templates:
            found = (name, at.tb_lineno)
        at = at.tb_next
    return found


@cache
def environment(folder: str) -> Environment:
    """Return what renders the templates of a folder: every value escaped, none missing."""
    return _environment(folder, HOUSE)


def _environment(folder: str, theme: Theme) -> Environment:
    """Return it for a theme, whose templates go first and may do nothing but render (a sandbox)."""
    found = ImmutableSandboxedEnvironment(
        loader=ChoiceLoader([_own_loader(theme), FileSystemLoader(templates() / folder)]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.filters["plain"] = _plain
    return found


def _own_loader(theme: Theme) -> FunctionLoader:
    """Return what loads the templates of a theme; their names stand in the traces of errors."""
    return FunctionLoader(lambda name: (own, name, None) if (own := theme.templates.get(name)) else None)


def _plain(words: str) -> str:
    """Return words without the marks of their languages, for a place that holds text only."""
    return words.striptags() if isinstance(words, Markup) else str(words)
