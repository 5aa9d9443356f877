"""An answer of a given level, as a person would write it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from readiness.assessment.voices import item_risk
from readiness.questionnaires.answers import TOP, understand
from readiness.questionnaires.model import FIGURES, Item
from readiness.questionnaires.response import Answer

_TINY = 1e-9
_AGREED = 12.0
"""A figure that executives agree on."""


def level_of(item: Item, answer: Answer) -> float | None:
    """Return the level from 0 to 4 of one person's answer, None where it has none.

    A bare yes to the yes-or-no question has none, nor has one executive's own estimate.
    """
    meaning = understand(item, answer)
    if meaning.state != "value" or meaning.bare or item.kind == "estimate":
        return None
    return TOP * (1 - item_risk(item, meaning.value))


def answer_at(item: Item, level: float, *, apart: bool = False) -> Answer:
    """Return an answer of a level, or of the next one above that can be written; without evidence.

    Of executives' own figures one stands ``apart`` from the others where less than the best is meant.
    """
    if item.kind == "estimate":
        times = item.bands.half if item.bands is not None and apart and level < TOP else 1.0
        return Answer(parts=dict.fromkeys(item.parts, _written(_AGREED * times)))
    bare = replace(item, gate=None)  # the level that is meant, before a document is asked for
    if item.parts:
        found = {
            name: _least(bare, [Answer(parts={name: word}) for word in _words(item)], level)
            for name in item.parts
        }
        return Answer(parts={name: answer.parts[name] for name, answer in found.items()})
    return _least(bare, _whole(item), level)


def _least(item: Item, answers: Iterable[Answer], level: float) -> Answer:
    """Return the answer of the least level that is enough, else the best there is."""
    known = [(found, answer) for answer in answers if (found := level_of(item, answer)) is not None]
    enough = [pair for pair in known if pair[0] >= level - _TINY]
    if enough:
        return min(enough, key=lambda pair: pair[0])[1]
    return max(known, key=lambda pair: pair[0], default=(0.0, Answer()))[1]


def _whole(item: Item) -> Iterator[Answer]:
    if item.kind != "choices":
        yield from (Answer(value=word) for word in _words(item))
        return
    names = tuple(choice.id for choice in item.choices)
    if item.score == "share":
        yield from (Answer(values=names[:number]) for number in range(1, len(names) + 1))
    else:
        yield from (Answer(values=(name,)) for name in names)


def _words(item: Item) -> Iterator[str]:
    """Yield what may be written to an item or to one of its parts."""
    if item.choices:
        yield from (choice.id for choice in item.choices)
    elif item.kind == "yes-no":
        yield from ("no", "yes")
    elif item.kind == "agree":
        yield from (str(point) for point in range(1, item.points + 1))
    elif item.kind in FIGURES:
        yield from _figures(item)
    else:
        yield from (str(level) for level in range(TOP + 1))


def _figures(item: Item) -> Iterator[str]:
    """Yield figures at both bounds, and one beyond."""
    if item.bands is None:
        return
    half = item.bands.half
    yield _written(half + abs(half) + 1 if item.lower_is_better else half / 2 - (half <= 0))
    yield _written(half)
    yield _written(item.bands.good)


def _written(figure: float) -> str:
    return f"{figure:.10f}".rstrip("0").rstrip(".")
