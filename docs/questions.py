# ruff: noqa: INP001
"""Map facts and questions in words, and the form of the blank start."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from importlib import import_module

from formats import doc

from readiness.assessment.facts import FACTS
from readiness.assessment.rules import Indicator
from readiness.folder import library
from readiness.questionnaires.library import resolve
from readiness.questionnaires.model import PITFALLS, STATUSES, Item

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


def form() -> Iterator[str]:
    """Yield the form of the blank start: the questions of the workshop, waiting for answers."""
    known = library.questionnaires()
    core = next(one for one in known if one.id == "workshop-core")
    yield from _form_head(core.name)
    for item in resolve(core, known):
        yield ""
        yield from _remark(f"{item.id}  {item.text}", "  # ")
        yield from _remark(f"For: {', '.join(item.ask)}.", "  #   ")
        marked = [f"{name}: {part.text}" for name, part in item.parts.items()]
        marked += [f"{level}  {anchor}" for level, anchor in item.anchors.items()]
        marked += [f"{choice.id}: {choice.text}" for choice in item.choices]
        if item.gate:
            marked.append(f"gate (at 0 or 1; yes, no or dont-know): {item.gate.ask}")
        for words in marked:
            yield from _remark(words, "  #   ")
        yield f"  {item.id}:{_blank(item)}"


def _form_head(name: str) -> Iterator[str]:
    yield from (
        "# Answers of one person. Copy this file for each person, and give each copy its own code and role.",
        "# Write an answer after the colon of a question. Leave the rest empty: no answer is no harm.",
        "#   P1-Q2: 2                     a level, 0 to 4; what each means stands above the question",
        "#   P1-Q2: dont-know             you do not know, which is not the same as no answer",
        "#   P1-Q2: {value: 3, evidence: {grade: document, ref: page.pdf}}    said | document | measured",
        "#   P1-Q2: {not_applicable: We have a single customer}",
        "# Where a question has parts, answer each: the worst one counts. Where it has a gate, a 3 or 4",
        "# needs a document, else it counts as 2. Answers to other questionnaires may stand here too.",
        "format: response/1",
        f"questionnaire: {name}",
        "respondent: example-1      # a code, not a name: executive-1, it-2",
        "role: executive            # executive | business | it | front-line | customer",
        "on:                        # the day of the answers, year-month-day",
        "round: 1                   # 2 where the same person answers again later",
        "answers:",
    )


def _blank(item: Item) -> str:
    keys = ["parts: {" + ", ".join(f"{name}: " for name in item.parts) + "}"] if item.parts else []
    if item.gate:
        keys = [*(keys or ["value: "]), "gate: "]
    return " {" + ", ".join(keys) + "}" if keys else ""


def _remark(words: str, lead: str) -> Iterator[str]:
    yield from textwrap.wrap(words, WIDTH, initial_indent=lead, subsequent_indent=f"{lead}  ")
