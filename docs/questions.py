# ruff: noqa: INP001
"""Map facts and questions in words, and the form of the blank start."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator
from importlib import import_module

from formats import doc
from rich.cells import cell_len

from readiness.assessment.facts import FACTS
from readiness.assessment.rules import Indicator
from readiness.folder import library
from readiness.i18n import Phrases
from readiness.questionnaires.library import resolve
from readiness.questionnaires.model import PITFALLS, STATUSES, Item
from readiness.scalars import Text

WIDTH = 108


def facts() -> Iterator[str]:
    """Yield every map fact with its bounds and how it is counted."""
    for pitfall in PITFALLS:
        yield from (f"### {_pitfall(pitfall)}: facts", "")
        for indicator in (one for one in library.indicators() if one.pitfall == pitfall):
            yield from (f"#### {indicator.id} {indicator.title}", "", str(indicator.text), "")
            yield f"- Finding: `{indicator.name}`. {indicator.concern}"
            yield f"- Weight {indicator.weight:g}, unit: {indicator.unit}. {_bands(indicator)}"
            marks = _marks(absence=indicator.absence, legal=indicator.legal)
            yield f"- Counts {_applies(indicator.applies)}.{marks}"
            if indicator.id in FACTS:
                yield f"- How it is counted: {_counted(indicator.id)}"
            yield f"- Remedy: {indicator.remedy}"
            yield from (f"- Sources: {', '.join(indicator.sources)}", "")


def _counted(name: str) -> str:
    fact = FACTS[name]
    if fact.__name__ == "<lambda>":
        module, function = fact.__code__.co_names[:2]
        fact = getattr(import_module(f"readiness.touchmap.{module}"), function)
    return doc(fact).partition(": ")[2]


def _bands(indicator: Indicator) -> str:
    if indicator.unit == "yes-no":
        return "No risk for yes, all of it for no."
    word = "from" if indicator.better == "higher" else "up to"
    rest = "below" if indicator.better == "higher" else "above"
    return f"No risk {word} {indicator.good:g}, half {word} {indicator.half:g}, all of it {rest}."


def _applies(statuses: tuple[str, ...]) -> str:
    return "in every programme status" if statuses == STATUSES else f"while {' or '.join(statuses)}"


def _marks(*, absence: bool = False, legal: bool = False, duty: bool = False) -> str:
    marks = ""
    if absence:
        marks += " Speaks of something absent, so it needs a complete map."
    if legal:
        marks += " Touches the law."
    if duty:
        marks += " The best witness has to know it: a don't-know is a risk of 0.75."
    return marks


def _pitfall(pitfall: str) -> str:
    return library.phrases().words[f"pitfalls.{pitfall}.short"]


def questions() -> Iterator[str]:
    """Yield every bundled questionnaire with its items."""
    for questionnaire in library.questionnaires():
        yield from (f"### {questionnaire.name}", "", f"{questionnaire.title}. {questionnaire.intro}", "")
        for include in questionnaire.include:
            yield f"- Takes over from `{include.from_}`: {', '.join(include.items)}"
        if questionnaire.include:
            yield ""
        for item in questionnaire.items:
            yield from (f"#### {item.id}", "", f"{item.text} *{item.help}*", "", *_item(item), "")


def _item(item: Item) -> Iterator[str]:
    applies, marks = _applies(item.applies), _marks(legal=item.legal, duty=item.duty)
    yield f"- {item.kind}, weight {item.weight:g}; best witness: {item.witness}; counts {applies}.{marks}"
    for name, part in item.parts.items():
        yield f"- Part {name}{' (reverse)' if part.reverse else ''}: {part.text}"
    for level, anchor in item.anchors.items():
        yield f"- {level}: {anchor}"
    for choice in item.choices:
        yield f"- `{choice.id}`: {choice.text}"
    if item.bands:
        yield f"- Bands: no risk at {item.bands.good:g}, half at {item.bands.half:g}."
    if item.gate:
        yield f"- Gate, asked at 0 or 1: {item.gate.ask}"
    if item.remedy:
        yield f"- Remedy: {item.remedy}"
    if item.sources:
        yield f"- Sources: {', '.join(item.sources)}"


def form(language: str) -> Iterator[str]:
    """Yield the form of the blank start: the questions of the workshop, waiting for answers."""
    known, phrases = library.questionnaires(), library.phrases(language)
    core = next(one for one in known if one.id == "workshop-core")
    yield from _form_head(core.name, phrases)
    for item in resolve(core, known):
        yield ""
        yield from _remark(f"{item.id}  {_in(item.text, language)}", "  # ")
        roles = phrases.listed(phrases.say(f"role.{role}") for role in item.ask)
        yield from _remark(phrases.say("start.ask", roles=roles), "  #   ")
        for words in _marked(item, phrases):
            yield from _remark(words, "  #   ")
        yield f"  {item.id}:{_blank(item)}"


def _in(text: Text, language: str) -> str:
    return text.choose(language)[1]


def _marked(item: Item, phrases: Phrases) -> Iterator[str]:
    for name, part in item.parts.items():
        yield phrases.say("start.marked", label=name, text=_in(part.text, phrases.language))
    for level, anchor in item.anchors.items():
        yield f"{level}  {_in(anchor, phrases.language)}"
    for choice in item.choices:
        yield phrases.say("start.marked", label=choice.id, text=_in(choice.text, phrases.language))
    if item.gate:
        yield phrases.say("start.gate", text=_in(item.gate.ask, phrases.language))


def _form_head(name: str, phrases: Phrases) -> Iterator[str]:
    examples = (
        ("P1-Q2: 2", "level"),
        ("P1-Q2: dont-know", "dont-know"),
        ("P1-Q2: {value: 3, evidence: {grade: document, ref: page.pdf}}", "evidence"),
    )
    yield from _remark(phrases.say("start.intro"), "# ")
    yield from _remark(phrases.say("start.where"), "# ")
    for written, key in examples:
        yield f"#   {written:<24}  {phrases.say(f'start.{key}')}"
    yield f"#   P1-Q2: {{not_applicable: {phrases.say('start.not-applicable')}}}"
    yield from _remark(phrases.say("start.closing"), "# ")
    yield "format: response/1"
    yield f"questionnaire: {name}"
    fields = ("respondent: example-1", "role: executive", "on:", "round: 1")
    for written in fields:
        yield f"{written:<26} # {phrases.say(f'start.{written.partition(chr(58))[0]}')}"
    yield "answers:"


def _blank(item: Item) -> str:
    keys = ["parts: {" + ", ".join(f"{name}: " for name in item.parts) + "}"] if item.parts else []
    if item.gate:
        keys = [*(keys or ["value: "]), "gate: "]
    return " {" + ", ".join(keys) + "}" if keys else ""


def _remark(words: str, lead: str) -> Iterator[str]:
    """Yield words as comment lines; Chinese is broken between characters, never before punctuation."""
    if not re.search("[\u4e00-\u9fff]", words):
        yield from textwrap.wrap(words, WIDTH, initial_indent=lead, subsequent_indent=f"{lead}  ")
        return
    line, room = lead, WIDTH - cell_len(lead)
    for piece in re.findall("[\x21-\x7e]+[，。；：？！、）」”]*|.[，。；：？！、）」”]*", words):
        if cell_len(piece) > room:
            yield line.rstrip()
            line, room = f"{lead}  ", WIDTH - cell_len(lead) - 2
        line, room = line + piece, room - cell_len(piece)
    yield line
