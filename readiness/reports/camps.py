"""Disputed questions in words: where the sides stand, and how many people each camp has."""

from __future__ import annotations

from collections.abc import Iterator

from readiness.assessment.item_agreement import CampView, ItemAgreement
from readiness.assessment.turnout import LEVELLED
from readiness.assessment.voices import SIDES
from readiness.i18n import Line, line
from readiness.reports.words import Words

_TIGHT = "\u00a0"


def group(name: str, words: Words) -> Line:
    """Return the name of a side or a role."""
    return words.say(f"side.{name}" if name in SIDES else f"role.{name}")


def figure(item: ItemAgreement, value: float, words: Words) -> str:
    """Return a value in the unit of its question."""
    return words.percent(value / 100) if item.kind == "percent" else words.number(value, 1)


def disputed_sentences(item: ItemAgreement, words: Words) -> Iterator[Line]:
    """Yield where the sides stand if they are far apart, and how many people each camp has."""
    if item.parted:
        yield parted_sentence(item, words)
    if item.sides:
        values = {side: figure(item, item.sides[side], words) for side in SIDES}
        one, other = (group(side, words) for side in SIDES)
        key = "agreement.sides-apart" if item.kind in LEVELLED else "agreement.figures-apart"
        yield words.say(key, one=one.capitalized(), other=other, **values)
    camps = camps_sentence(item, words)
    if camps:
        yield camps


def parted_sentence(item: ItemAgreement, words: Words) -> Line:
    """Return that people are far apart, without any figure, where too few are behind it."""
    one, other = (group(side, words) for side in SIDES)
    if item.parted == "sides":
        return words.say("agreement.parted-sides", one=one.capitalized(), other=other)
    return words.say("agreement.parted-camps")


def camps_sentence(item: ItemAgreement, words: Words) -> Line:
    """Return how many people stand in each camp and between them; empty where there are no camps."""
    if not item.camps:
        return Line()
    below, above = (_camp(item, camp, words) for camp in item.camps)
    between = item.values - sum(camp.people for camp in item.camps)
    if between:
        return words.say("agreement.camps-between", below=below, above=above, between=between)
    return words.say("agreement.camps", below=below, above=above)


def facing_sentence(item: ItemAgreement, words: Words) -> Line:
    """Return how many people of each side face each other; empty where that may not be shown."""
    sizes = next((one.sizes for one in item.differences if one.groups == tuple(SIDES)), None)
    if not item.sides or sizes is None:
        return Line()
    one, other = (group(side, words) for side in SIDES)
    return words.say("agreement.facing", one=one, other=other, n=sizes[0], m=sizes[1])


def _camp(item: ItemAgreement, camp: CampView, words: Words) -> Line:
    low, high = (figure(item, value, words) for value in (camp.low, camp.high))
    level = (
        words.say("agreement.level", low=low)
        if low == high
        else words.say("agreement.levels", low=low, high=high)
    )
    told = words.phrases.count("agreement.camp", camp.people, level=level)
    sides = [line(group(side, words), _TIGHT, number) for side, number in camp.sides.items() if number]
    return words.say("marks.bracketed", text=told, note=words.listed(sides)) if sides else told
