"""A questionnaire on paper: what a person fills with a pen, as a view and as HTML for the PDF."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from readiness import __version__
from readiness.i18n import Line, Phrases
from readiness.questionnaires.model import ROLES, Item, Questionnaire
from readiness.questionnaires.response import ESTIMATES
from readiness.reports.html import environment
from readiness.reports.pdf import lay_out, write_pdf
from readiness.reports.words import Words
from readiness.resources import templates
from readiness.typefaces import families, font_css

LEVELS = ("0", "1", "2", "3", "4")
FEW_LINES, MANY_LINES = 3, 6


@dataclass(frozen=True)
class FormRow:
    """A part of a question with boxes or a field of its own."""

    name: str
    text: Line
    reverse: bool = False
    unit: str = ""


@dataclass(frozen=True)
class FormQuestion:
    """One question with everything that is printed around its boxes."""

    number: int
    id: str
    kind: str
    text: Line
    help: Line
    asked: str
    """Who is asked, empty where everybody is."""
    anchors: tuple[tuple[str, Line], ...]
    rows: tuple[FormRow, ...]
    choices: tuple[Line, ...]
    gate: Line
    gate_when: str
    evidence: bool
    evidence_counts: bool
    """A 3 or 4 counts only with evidence."""


@dataclass(frozen=True)
class FormView:
    """A whole paper form."""

    language: str
    name: str
    title: Line
    audience: str
    facts: str
    promise: Line
    roles: tuple[str, ...]
    questions: tuple[FormQuestion, ...]
    lines: int
    """How many lines there are for a text: more where nothing else is asked."""


def build_form(questionnaire: Questionnaire, items: Sequence[Item], phrases: Phrases) -> FormView:
    """Return the paper form of a questionnaire in the language of the phrases.

    ``items`` are its questions with those it includes.
    """
    words = Words(phrases, questionnaire.language)
    return FormView(
        words.language,
        questionnaire.name,
        words.title(questionnaire.title, questionnaire.id),
        phrases.say("form.for", roles=asked_of(items, phrases)),
        facts_of(questionnaire, items, phrases),
        words.text(questionnaire.intro),
        tuple(phrases.say(f"sheet.word.{role}") for role in ROLES),
        tuple(_question(number, item, words) for number, item in enumerate(items, start=1)),
        MANY_LINES if all(item.kind == "text" for item in items) else FEW_LINES,
    )


def asked_of(items: Sequence[Item], phrases: Phrases) -> Line:
    """Return the roles that some questions are asked of, in words."""
    roles = [role for role in ROLES if any(role in item.ask for item in items)]
    return phrases.listed(phrases.say(f"role.{role}") for role in roles or ROLES)


def facts_of(questionnaire: Questionnaire, items: Sequence[Item], phrases: Phrases) -> Line:
    """Return how many questions there are and how long they take."""
    facts = [phrases.count("form.questions", len(items))]
    if questionnaire.minutes:
        facts.append(phrases.say("form.minutes", number=round(questionnaire.minutes)))
    return phrases.listed(facts)


def _question(number: int, item: Item, words: Words) -> FormQuestion:
    reverse = any(part.reverse for part in item.parts.values())
    when = "form.gate-reverse" if reverse else "form.gate-parts" if item.parts else "form.gate"
    return FormQuestion(
        number,
        item.id,
        item.kind,
        words.text(item.text),
        words.text(item.help),
        _asked(item, words),
        tuple((level, words.text(item.anchor(int(level)))) for level in LEVELS),
        tuple(
            FormRow(name, words.text(part.text), part.reverse, _unit(item, name, words))
            for name, part in item.parts.items()
        ),
        tuple(words.text(choice.text) for choice in item.choices),
        words.text(item.gate.ask) if item.gate else Line(),
        words.say(when),
        item.evidence != "none",
        item.gate is not None,
    )


def _asked(item: Item, words: Words) -> str:
    if not item.ask or {"executive", "business", "it", "front-line"} <= set(item.ask):
        return ""
    return words.say("form.not-everyone", roles=asked_of([item], words.phrases))


def _unit(item: Item, name: str, words: Words) -> str:
    return words.say(f"form.{name}") if item.kind == "estimate" and name in ESTIMATES else ""


def render_form(view: FormView, phrases: Phrases, *, fonts: bool = False, new_page: str = "") -> str:
    """Return a paper form as HTML.

    ``fonts`` adds the font files that only the PDF can fetch; the question
    ``new_page`` begins a page.
    """
    css = (templates() / "form" / "style.css").read_text(encoding="utf-8")
    template = environment("form").get_template("form.html.j2")
    html = template.render(
        form=view,
        t=phrases.say,
        css=Markup(css),  # noqa: S704
        new_page=new_page,
        version=__version__,
    )
    return html.replace("<style>", f"<style>\n{font_css(families(html))}", 1) if fonts else html


def render_form_pdf(view: FormView, phrases: Phrases) -> bytes:
    """Return a paper form as PDF; a last question alone on its page is joined by the one before.

    Raises Unavailable where WeasyPrint or the Pango library is missing.
    """
    html = render_form(view, phrases, fonts=True)
    document = lay_out(html)
    pages = [[question.id for question in view.questions if question.id in page.anchors]
             for page in document.pages]  # fmt: skip
    if len(pages) > 1 and len(pages[-1]) == 1 and len(pages[-2]) > 2:
        html = render_form(view, phrases, fonts=True, new_page=pages[-2][-1])
        document = lay_out(html)
    return write_pdf(document, html)
