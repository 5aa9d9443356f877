"""How far people agree, in words: who answered, each questionnaire, the camps, group against group."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from readiness.assessment.agreement import RARE, GroupAgreement, SectionAgreement
from readiness.assessment.assess import Assessment
from readiness.assessment.item_agreement import PAIRS, ItemAgreement
from readiness.assessment.turnout import LEVELLED
from readiness.assessment.voices import SIDES
from readiness.i18n import Line, line
from readiness.questionnaires.agreement.krippendorff import in_words
from readiness.questionnaires.answers import TOP
from readiness.questionnaires.model import Questionnaire
from readiness.reports.camps import disputed_sentences, figure, group
from readiness.reports.contests import contest_section, higher
from readiness.reports.section import Section, Table
from readiness.reports.words import Words

_LEVELS = tuple(str(level) for level in range(TOP + 1))
_NOTHING = "–"
_TIGHT = "\u00a0"


def sections(assessment: Assessment, found: GroupAgreement, words: Words) -> tuple[Section, ...]:
    """Return the agreement of an engagement's people as sections."""
    named = {one.id: one for one in assessment.engagement.questionnaires}
    return (
        _people(found, [named[one.id] for one in found.sections if one.items and not one.people], words),
        *(_section(one, named[one.id], words) for one in found.sections if one.people),
        _disputed(assessment, found, words),
        *(contest_section(pair, found, words) for pair in PAIRS),
    )


def agreement_json(assessment: Assessment, found: GroupAgreement) -> dict[str, Any]:
    """Return the agreement as JSON values; what may not be shown is not in it."""
    profile = assessment.engagement.profile
    return {
        "id": profile.id,
        "as_of": profile.as_of.isoformat(),
        "anonymity": profile.anonymity,
        "people": dict(found.people),
        "left_out": list(found.left_out),
        "least_people": found.least,
        "questionnaires": [
            asdict(section) | {"share": section.share, "items": [_item_json(item) for item in section.items]}
            for section in found.sections
        ],
        "contests": [
            asdict(one) | {"decides_one": one.decides_one, "decides": one.decides} for one in found.contests
        ],
    }


def _item_json(item: ItemAgreement) -> dict[str, Any]:
    return asdict(item) | {"share": item.share, "disputed": item.disputed}


def _people(found: GroupAgreement, silent: Sequence[Questionnaire], words: Words) -> Section:
    """Return who answered, what is left out, and which questionnaires nobody answered."""
    roles = [line(words.say(f"role.{role}"), _TIGHT, number) for role, number in found.people.items()]
    number = sum(found.people.values())
    told = [words.say("labels.nobody")]
    if number:
        told = [
            words.phrases.count("labels.people", number, roles=words.listed(roles)),
            words.say("agreement.named")
            if found.least == 1
            else words.say("agreement.few", number=found.least),
        ]
    if found.left_out:
        left = words.listed(words.say(f"role.{role}") for role in found.left_out)
        told.append(words.say("agreement.left-out", roles=left, number=found.least))
    if silent:
        titles = words.listed(words.text(one.title) for one in silent)
        told.append(words.say("agreement.unanswered", questionnaires=titles))
    if any(item.word for item in found.items.values()):
        told.append(words.say("agreement.each-question"))
    return Section("people", words.say("agreement.people"), tuple(told))


def _section(found: SectionAgreement, questionnaire: Questionnaire, words: Words) -> Section:
    title = words.say(
        "marks.bracketed", text=words.text(questionnaire.title), note=words.code(questionnaire.name)
    )
    tables = (_answers(found, words), _others(found, words))
    return Section(found.id, title, tuple(_whole(found, words)), tuple(one for one in tables if one.rows))


def _whole(found: SectionAgreement, words: Words) -> Iterator[Line]:
    yield words.say(
        "agreement.answered",
        asked=words.number(found.asked),
        share=words.percent(found.share or 0.0),
        unknown=words.number(found.dont_know),
        away=words.number(found.not_applicable),
    )
    if found.alpha is not None:
        key = f"agreement.over-all.{in_words(found.alpha)}"
        yield words.say(key, number=found.levelled, figure=words.number(found.alpha, 2))
    if found.consistency is not None:
        figure = words.number(found.consistency, 2)
        yield words.say("agreement.one-thing", figure=figure, people=words.number(found.complete))
    for one in found.differences:
        told = words.say(
            f"agreement.whole.{one.size}",
            one=group(one.groups[0], words).capitalized(),
            other=group(one.groups[1], words),
            higher=group(higher(one), words),
        )
        lot = "agreement.explained" if one.chance.p > RARE else "agreement.unexplained"
        yield words.phrases.sentences((told, words.say(lot, chance=words.percent(one.chance.p))))
    if any(item.ranges for item in found.items):
        yield words.say("agreement.ranged")


def _answers(found: SectionAgreement, words: Words) -> Table:
    """Return who answered each question and how, with the middle answer of each side."""
    asked = [item for item in found.items if item.asked]
    columns: list[tuple[str, list[str]]] = [
        (words.say("agreement.head.question"), [item.id for item in asked]),
        (words.say("agreement.head.answered"), [_share(item, words) for item in asked]),
        (words.say("agreement.head.unknown"), [str(item.dont_know or _NOTHING) for item in asked]),
    ]
    if any(map(_on_levels, asked)):
        columns += [(level, [_at(item, level) for item in asked]) for level in _LEVELS]
    figures = len(columns)
    if any(item.medians for item in asked):
        columns += [
            (words.say(f"labels.{side}"), [_middle(item, side, words) for item in asked]) for side in SIDES
        ]
    columns += [
        (
            words.say("agreement.head.average", side=words.say(f"labels.{side}")),
            [_average(item, side, words) for item in asked],
        )
        for side in SIDES
        if any(side in item.ranges for item in asked)
    ]
    if any(item.word for item in asked):
        columns.append((words.say("agreement.head.agree"), [_word(item, words) for item in asked]))
    rows = tuple(zip(*(cells for _, cells in columns), strict=True))
    title = words.say("agreement.table") if figures > 3 else ""
    return Table(tuple(head for head, _ in columns), rows, title, right=frozenset(range(1, figures)))


def _share(item: ItemAgreement, words: Words) -> str:
    spoken = item.values + item.dont_know + item.not_applicable
    return words.say("agreement.of", part=words.number(spoken), whole=words.number(item.asked))


def _on_levels(item: ItemAgreement) -> bool:
    """Say whether all answers are whole levels, so that they fit the columns."""
    return item.kind in LEVELLED and bool(item.distribution) and item.distribution.keys() <= set(_LEVELS)


def _at(item: ItemAgreement, level: str) -> str:
    return str(item.distribution.get(level, "·")) if _on_levels(item) else ""


def _middle(item: ItemAgreement, side: str, words: Words) -> str:
    if side not in item.medians:
        return _NOTHING
    return figure(item, item.medians[side], words)


def _average(item: ItemAgreement, side: str, words: Words) -> str:
    """Return the mean of a side with the range in which that of all such people probably lies."""
    span = item.ranges.get(side)
    if span is None:
        return _NOTHING
    mean, low, high = (figure(item, value, words) for value in (span.mean, span.low, span.high))
    return f"{mean} [{low}–{high}]"


def _word(item: ItemAgreement, words: Words) -> Line:
    if item.disputed:
        camps = item.camps or item.parted == "camps"
        return words.say("agreement.camps-word" if camps else "agreement.sides-word")
    return words.say(f"agreement.word.{item.word}") if item.word else Line()


def _others(found: SectionAgreement, words: Words) -> Table:
    """Return the distribution of choices, and of scales with other steps."""
    rows = tuple(
        (item.id, answer, words.number(number))
        for item in found.items
        if not _on_levels(item)
        for answer, number in item.distribution.items()
    )
    head = tuple(words.say(f"agreement.head.{name}") for name in ("question", "answer", "people"))
    return Table(head, rows, words.say("agreement.other-answers"), right=frozenset({2}))


def _disputed(assessment: Assessment, found: GroupAgreement, words: Words) -> Section:
    told = []
    for item in found.items.values():
        if item.disputed:
            text = words.text(assessment.items[item.id].text)
            question = words.say("marks.quoted-id", text=text, id=words.code(item.id))
            told.append(words.phrases.sentences((question, *disputed_sentences(item, words))))
    if any(item.sides for item in found.items.values()):
        told.append(words.say("agreement.stands"))
    none = words.say("agreement.undisputed")
    return Section("disputed", words.say("agreement.disputed"), tuple(told) or (none,))
