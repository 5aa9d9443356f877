"""A questionnaire on paper: what a person fills with a pen, as a view and as HTML for the PDF."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from markupsafe import Markup

from readiness import __version__
from readiness.i18n import Line, Phrases, line
from readiness.questionnaires.model import ROLES, Item, Questionnaire
from readiness.questionnaires.response import ESTIMATES
from readiness.reports.asking import LEVELS, gate_when, good_end, is_low, steps, turned
from readiness.reports.conditions import Conditions
from readiness.reports.html import environment
from readiness.reports.pdf import lay_out, write_pdf
from readiness.reports.words import Words
from readiness.resources import templates
from readiness.scalars import Text
from readiness.typefaces import families, font_css

FEW_LINES, MANY_LINES, NAME_LINES = 3, 6, 2
MOST_TOUCHPOINTS = 60
"""More than these are not listed on a form: a line is left for their names."""
MANY_BOXES = 8
"""More boxes than these stand side by side, however long their words are."""
_SHORT = 44
_LAYOUTS: Mapping[str, str] = {
    "choice": "boxes", "choices": "boxes", "matrix": "grid", "rank": "figures", "allocate": "figures",
    "estimate": "figures", "percent": "figure", "number": "figure", "money": "figure", "date": "date",
    "touchpoint": "lines", "text": "lines",
}  # fmt: skip


@dataclass(frozen=True)
class FormRow:
    """A part of a question with boxes or a field of its own."""

    name: str
    text: Line
    reverse: bool = False
    unit: str = ""


@dataclass(frozen=True)
class FormBox:
    """One answer with a box before it; a star says that it makes the yes-or-no question due."""

    text: Line
    star: bool = False


@dataclass(frozen=True)
class FormQuestion:
    """One question with everything that is printed around its boxes."""

    number: int
    id: str
    kind: str
    layout: str
    """How it is answered: ladder, grid, scale, ticks, boxes, figures, figure, date or lines."""
    text: Line
    help: Line
    asked: str
    """Who is asked, empty where everybody is."""
    only_if: Line
    """When it is to be answered, empty where it always is."""
    hint: str
    """How to fill it, where one tick in each row is not meant."""
    anchors: tuple[tuple[str, Line], ...]
    columns: tuple[FormBox, ...]
    """What may be ticked in each row of a grid or on a scale."""
    rows: tuple[FormRow, ...]
    boxes: tuple[FormBox, ...]
    narrow: bool
    """The boxes fit side by side."""
    unit: Line
    lines: int
    """How many lines there are for words."""
    gate: Line
    gate_when: str
    reverse: Line
    """What a star in a row means."""
    evidence: bool
    evidence_counts: str
    """What counts only with evidence, empty where all does."""


@dataclass(frozen=True)
class FormView:
    """A whole paper form."""

    language: str
    name: str
    title: Line
    audience: str
    facts: str
    promise: Line
    how: str
    """Which of the phrases says how to tick."""
    roles: tuple[str, ...]
    questions: tuple[FormQuestion, ...]


def build_form(
    questionnaire: Questionnaire,
    items: Sequence[Item],
    phrases: Phrases,
    *,
    touchpoints: Mapping[str, Text] = MappingProxyType({}),
    currency: str = "",
) -> FormView:
    """Return the paper form of a questionnaire in the language of the phrases.

    ``items`` are its questions with those it includes, ``touchpoints`` the
    titles of those on the map by id, ``currency`` the code in which amounts
    are asked.
    """
    words = Words(phrases, questionnaire.language)
    numbers = {item.id: number for number, item in enumerate(items, start=1)}

    def name(item: str) -> Line:
        if item in numbers:
            return words.say("ask.question", number=numbers[item])
        return words.say("ask.question-id", id=words.code(item))

    conditions = Conditions({item.id: item for item in items}, questionnaire.conditions, words, name)
    titles = [words.title(title, identity) for identity, title in touchpoints.items()]
    paper = _Paper(conditions, titles, currency, all(item.kind == "text" for item in items))
    questions = tuple(paper.question(numbers[item.id], item) for item in items)
    levelled = any(question.anchors for question in questions)
    ticked = any(question.layout not in ("lines", "figure", "date") for question in questions)
    how = "form.how-tick" if levelled else "form.how-boxes" if ticked else "form.how-text"
    return FormView(
        words.language,
        questionnaire.name,
        words.title(questionnaire.title, questionnaire.id),
        phrases.say("form.for", roles=asked_of(items, phrases)),
        facts_of(questionnaire, items, phrases),
        words.text(questionnaire.intro),
        how if any(item.kind != "text" for item in items) else "form.how-text",
        tuple(phrases.say(f"sheet.word.{role}") for role in ROLES),
        questions,
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


@dataclass(frozen=True)
class _Paper:
    """Puts questions on paper."""

    conditions: Conditions
    touchpoints: Sequence[Line]
    currency: str
    roomy: bool
    """Nothing but words is asked, so that there is more room for them."""

    def question(self, number: int, item: Item) -> FormQuestion:
        words = self.conditions.words
        listed = item.kind == "touchpoint" and 0 < len(self.touchpoints) <= MOST_TOUCHPOINTS
        boxes = self._boxes(item, listed=listed)
        reverse = any(turned(item).values()) and item.gate is not None
        return FormQuestion(
            number,
            item.id,
            item.kind,
            "boxes" if listed else _layout(item),
            words.text(item.text),
            words.text(item.help),
            _asked(item, words),
            self.conditions.only_if(item),
            self._hint(item, listed=listed),
            self._anchors(item),
            self._columns(item),
            self._rows(item),
            boxes,
            len(boxes) > MANY_BOXES or (len(boxes) > 3 and all(_width(box.text) <= _SHORT for box in boxes)),
            self._unit(item),
            MANY_LINES if self.roomy else NAME_LINES if item.kind == "touchpoint" else FEW_LINES,
            words.text(item.gate.ask) if item.gate else Line(),
            gate_when(item, words) if item.gate else Line(),
            words.say("form.reverse", good=good_end(item, words, reverse=True)) if reverse else Line(),
            item.evidence != "none",
            self._evidence_counts(item),
        )

    def _anchors(self, item: Item) -> tuple[tuple[str, Line], ...]:
        if item.kind not in ("maturity", "matrix") or (item.kind == "matrix" and not item.anchors):
            return ()
        text = self.conditions.words.text
        return tuple((level, text(item.anchor(int(level)))) for level in LEVELS)

    def _columns(self, item: Item) -> tuple[FormBox, ...]:
        words = self.conditions.words
        if item.kind == "matrix" and item.choices:
            return tuple(FormBox(words.text(one.text), is_low(item, one.level)) for one in item.choices)
        if item.kind not in ("maturity", "matrix", "agree", "yes-no"):
            return ()
        found = steps(item, words)
        return tuple(map(FormBox, reversed(found) if item.kind == "yes-no" else found))

    def _rows(self, item: Item) -> tuple[FormRow, ...]:
        words = self.conditions.words
        if item.kind in ("rank", "allocate"):
            return tuple(FormRow(one.id, words.text(one.text)) for one in item.choices)
        stars = turned(item) if item.gate else {}
        return tuple(
            FormRow(name, words.text(part.text), stars.get(name, False), _unit_of_part(item, name, words))
            for name, part in item.parts.items()
        )

    def _boxes(self, item: Item, *, listed: bool) -> tuple[FormBox, ...]:
        if listed:
            return tuple(map(FormBox, self.touchpoints))
        if item.kind not in ("choice", "choices"):
            return ()
        text = self.conditions.words.text
        return tuple(FormBox(text(one.text), is_low(item, one.level)) for one in item.choices)

    def _hint(self, item: Item, *, listed: bool) -> str:
        keys = {
            "choices": "form.tick-all",
            "rank": "form.place-all",
            "allocate": "form.divide",
            "touchpoint": "form.tick-all" if listed else "form.name-touchpoints",
        }
        return self.conditions.words.say(keys[item.kind]) if item.kind in keys else ""

    def _unit(self, item: Item) -> Line:
        words = self.conditions.words
        if item.kind == "money":
            return line(self.currency) if self.currency else words.say("form.currency")
        return line("%") if item.kind == "percent" else words.text(item.unit)

    def _evidence_counts(self, item: Item) -> str:
        if item.gate is None:
            return ""
        levelled = item.kind in ("maturity", "matrix") and not item.choices and not item.reverse
        stars = any(part.reverse for part in item.parts.values())
        key = "form.evidence-counts" if levelled and not stars else "form.evidence-best"
        return self.conditions.words.say(key)


def _layout(item: Item) -> str:
    if item.kind == "maturity":
        return "grid" if item.parts else "ladder"
    if item.kind == "agree":
        return "grid" if item.parts else "scale"
    if item.kind == "yes-no":
        return "grid" if item.parts else "ticks"
    return _LAYOUTS[item.kind]


def _asked(item: Item, words: Words) -> str:
    if not item.ask or {"executive", "business", "it", "front-line"} <= set(item.ask):
        return ""
    return words.say("form.not-everyone", roles=asked_of([item], words.phrases))


def _unit_of_part(item: Item, name: str, words: Words) -> str:
    return words.say(f"form.{name}") if item.kind == "estimate" and name in ESTIMATES else ""


def _width(text: str) -> int:
    return sum(2 if char >= "\u2e80" else 1 for char in text)


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
