"""How a question of each kind is asked: its scale, its good end, and when its yes-or-no question is due."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from readiness.i18n import Line, joined, line
from readiness.questionnaires.answers import TOP
from readiness.questionnaires.model import Item
from readiness.reports.words import Words

LEVELS = ("0", "1", "2", "3", "4")
LOW = 1
"""A yes-or-no question is due where the value is this or less."""


def steps(item: Item, words: Words) -> tuple[Line, ...]:
    """Return what may be ticked in one row, the lowest step first: levels, points, no and yes."""
    if item.kind == "yes-no":
        return (words.say("form.no"), words.say("form.yes"))
    if item.kind == "agree":
        return tuple(line(str(point)) for point in range(1, item.points + 1))
    return tuple(line(level) for level in LEVELS)


def in_words(item: Item, ticked: Iterable[Line], words: Words) -> Line:
    """Return some of the steps within a sentence, joined by or."""
    if item.kind == "yes-no":
        quoted = (words.say("marks.quoted", text=step) for step in ticked)
        return joined(words.say("ask.or-quoted"), quoted)
    return words.say("ask.figures", figures=joined(words.say("ask.or"), ticked))


def good_end(item: Item, words: Words, *, reverse: bool) -> Line:
    """Return the step that is the best answer."""
    ticked = steps(item, words)
    return in_words(item, (ticked[0 if reverse else -1],), words)


def turned(item: Item) -> Mapping[str, bool]:
    """Return for each part whether a high answer is the bad one."""
    return {name: part.reverse != item.reverse for name, part in item.parts.items()}


def is_low(item: Item, level: int | None) -> bool:
    """Say whether ticking a choice of this level makes the yes-or-no question due."""
    return item.gate is not None and item.score == "worst" and level is not None and level <= LOW


def gate_when(item: Item, words: Words) -> Line:
    """Return when the yes-or-no question of an item is to be answered: "Only if you ticked 0 or 1:"."""
    if item.kind == "choices" and item.score == "share":
        most = len(item.choices) * LOW // TOP
        return words.say("form.gate-few", number=most)
    if item.choices:
        return words.say("form.gate-star")
    ticked = steps(item, words)
    few = sum(TOP * place / (len(ticked) - 1) <= LOW for place in range(len(ticked)))
    low, high = in_words(item, ticked[:few], words), in_words(item, ticked[-few:], words)
    if not item.parts:
        return words.say("form.gate", low=high if item.reverse else low)
    ends = set(turned(item).values())
    if len(ends) == 1:
        return words.say("form.gate-parts", low=high if ends == {True} else low)
    return words.say("form.gate-reverse", low=low, high=high)


def kind_words(item: Item, words: Words) -> Line:
    """Return what kind of answer an item wants."""
    key: str = item.kind
    if item.kind == "choices" and item.score == "share":
        key = "choices-share"
    elif item.kind == "choices" and not item.levelled:
        key = "choices-unscored"
    elif item.kind == "number" and item.unit:
        return words.say("ask.kind.number-of", unit=words.text(item.unit))
    elif item.kind == "matrix" and item.choices:
        key = "matrix-choices"
    elif item.kind == "agree":
        return words.say("ask.kind.agree", points=item.points)
    return words.say(f"ask.kind.{key}")
