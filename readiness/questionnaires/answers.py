"""What a written answer means for its item."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from readiness.diagnostics import Problem, nearest
from readiness.evidence import Grade
from readiness.questionnaires.model import Item
from readiness.questionnaires.response import DONT_KNOW, Answer
from readiness.scalars import Unreadable, read_day, read_number, read_percent, read_whole

TOP = 4
HUNDRED = 100
NONE = "none"
"""The answer to a list of choices of which nothing is chosen."""


@dataclass(frozen=True)
class Meaning:
    """An answer understood: a value, don't know, not applicable, or nothing.

    ``value`` is a level from 0 to 4 where the item has levels, else a figure in
    its own unit; ``estimates`` holds the figures of an estimate, the points of
    an allocation or the rows of a matrix; ``chosen`` what was chosen, ranked
    (the first place first) or picked; ``hidden`` says that the person was not
    asked; ``lower`` that a lower value is the better one; ``bare`` that nothing
    but a yes to the gate was answered.
    """

    state: Literal["value", "dont-know", "not-applicable", "silent"]
    value: float = 0.0
    estimates: Mapping[str, float] = field(default_factory=dict)
    chosen: tuple[str, ...] = ()
    demoted: bool = False
    hidden: bool = False
    lower: bool = False
    bare: bool = False

    @property
    def standing(self) -> float:
        """The value, or its opposite where a lower figure is the better one: the worst has the least."""
        return -self.value if self.lower else self.value


SILENT = Meaning("silent")
HIDDEN = Meaning("not-applicable", hidden=True)


def understand(item: Item, answer: Answer) -> Meaning:
    """Return what an answer says.

    The value of an item with parts is its worst part answered, reverse parts
    turned round.  A 3 or 4 on an item with a gate needs documented evidence,
    else it counts as 2.  An answer that does not fit its item is
    silent here; :func:`check_answer` reports it.  A gate is asked where the
    value is 0 or 1, so a yes to it without a value counts as 0.
    """
    meaning = _given(item, answer)
    if answer.gate == "yes" and item.gate and meaning.state in ("silent", "not-applicable"):
        return Meaning("value", 0.0, bare=True)
    return meaning


def _given(item: Item, answer: Answer) -> Meaning:
    if answer.not_applicable is not None:
        return Meaning("not-applicable")
    try:
        return _meaning(item, answer)
    except (Unreadable, KeyError):
        return SILENT


def check_answer(item: Item, answer: Answer) -> Iterator[Problem]:
    """Yield how an answer does not fit its item, with paths inside the answer."""
    if answer.parts and not _part_names(item):
        yield Problem("no-parts", ("parts",), {"id": item.id})
        return
    yield from _check_parts(item, answer)
    if answer.value is not None and answer.value != DONT_KNOW:
        yield from _tried(item, Answer(value=answer.value), ("value",))
    if answer.values:
        yield from _tried(item, Answer(values=answer.values), ("value",))
    yield from _check_gate(item, answer)
    meaning = understand(item, answer)
    bare = meaning.state == "value" and answer.evidence.level == Grade.E0
    if item.evidence == "required" and bare:
        yield Problem("evidence-required", (), {"id": item.id})
    if meaning.demoted:
        yield Problem("answer-needs-evidence", (), {"id": item.id})


def _part_names(item: Item) -> tuple[str, ...]:
    """Return what may be answered one by one: parts, rows of a matrix, or choices that get points."""
    return tuple(one.id for one in item.choices) if item.kind == "allocate" else tuple(item.parts)


def _check_parts(item: Item, answer: Answer) -> Iterator[Problem]:
    named = _part_names(item)
    for name, written in answer.parts.items():
        if name not in named:
            values = {"key": name, "allowed": named, "near": nearest(name, named)}
            yield Problem("unknown-key", ("parts", name), values)
        else:
            yield from _tried(item, Answer(parts={name: written}), ("parts", name), name=name)
    if item.kind == "allocate" and answer.parts:
        yield from _tried(item, answer, ("parts",))


def _check_gate(item: Item, answer: Answer) -> Iterator[Problem]:
    if answer.gate is not None and item.gate is None:
        yield Problem("no-gate", ("gate",), {"id": item.id})
    if answer.gate != "yes" or not item.gate:
        return
    if answer.not_applicable is not None:
        yield Problem("gate-set-aside", ("gate",), {"id": item.id})
    meaning = understand(item, answer)
    if meaning.state == "value" and meaning.value >= 2:
        yield Problem("gate-not-asked", ("gate",), {"id": item.id, "value": round(meaning.value)})


def _tried(item: Item, answer: Answer, at: tuple[str, ...], *, name: str = "") -> Iterator[Problem]:
    try:
        if not name:
            _meaning(item, answer)
        elif answer.parts[name] != DONT_KNOW:
            _part(item, name, answer.parts[name])
    except Unreadable as error:
        yield Problem(error.code, (*at, *error.path), dict(error.values))


def _meaning(item: Item, answer: Answer) -> Meaning:
    if answer.value == DONT_KNOW:
        return Meaning("dont-know")
    if answer.values and item.kind not in _LISTS:
        raise Unreadable("one-value", values=answer.values)
    return _KINDS[item.kind](item, answer)


def _text(_item: Item, answer: Answer) -> Meaning:
    return Meaning("value") if answer.value else SILENT


def _day(_item: Item, answer: Answer) -> Meaning:
    if answer.value is None:
        return SILENT
    return Meaning("value", float(read_day(answer.value).toordinal()), chosen=(answer.value,))


def _figure(item: Item, answer: Answer) -> Meaning:
    if answer.value is None:
        return SILENT
    if item.kind == "percent":
        return Meaning("value", read_percent(answer.value), lower=item.lower_is_better)
    number = read_number(answer.value)
    if item.kind == "money" and number < 0:
        raise Unreadable("at-least", value=answer.value, bound=0)
    return Meaning("value", number, lower=item.lower_is_better)


def _level_item(item: Item, answer: Answer) -> Meaning:
    if answer.parts and item.parts:
        return _worst_part(item, answer)
    if answer.value is None:
        return SILENT
    if item.kind == "matrix":
        raise Unreadable("needs-parts", allowed=tuple(item.parts))
    return _graded(item, _level(item, answer.value), answer)


def _choice(item: Item, answer: Answer) -> Meaning:
    if answer.value is None:
        return SILENT
    _known_choice(item, answer.value)
    level = _worth(item, (answer.value,))
    return _with_chosen(_graded(item, level, answer), (answer.value,))


def _choices(item: Item, answer: Answer) -> Meaning:
    if answer.value == NONE and NONE not in (choice.id for choice in item.choices):
        return _nothing_chosen(item, answer)
    chosen = _several(item, answer)
    if not chosen:
        return SILENT
    if item.score == "share":
        return _with_chosen(_graded(item, TOP * len(chosen) / len(item.choices), answer), chosen)
    return _with_chosen(_graded(item, _worth(item, chosen), answer), chosen)


def _nothing_chosen(item: Item, answer: Answer) -> Meaning:
    """Return the value of ``none``: a share of nothing, or no level where levels are not asked for.

    Where the worst level counts, an item says itself what nothing is worth, as a choice.
    """
    if item.score == "worst" and item.levelled:
        raise Unreadable("choice", value=NONE, allowed=tuple(choice.id for choice in item.choices), near=None)
    return _graded(item, 0.0, answer)


def _rank(item: Item, answer: Answer) -> Meaning:
    chosen = _several(item, answer)
    return Meaning("value", chosen=chosen) if chosen else SILENT


def _touchpoint(_item: Item, answer: Answer) -> Meaning:
    chosen = answer.values or ((answer.value,) if answer.value else ())
    _no_doubles(chosen)
    return Meaning("value", chosen=chosen) if chosen else SILENT


def _allocate(item: Item, answer: Answer) -> Meaning:
    names = tuple(choice.id for choice in item.choices)
    if answer.value is not None:
        raise Unreadable("needs-parts", allowed=names)
    if not answer.parts:
        return SILENT
    points = {name: _part(item, name, text) for name, text in answer.parts.items() if text != DONT_KNOW}
    total = sum(points.values())
    if abs(total - HUNDRED) > 1e-6:
        raise Unreadable("hundred-points", value=total)
    return Meaning("value", estimates={name: points.get(name, 0.0) for name in names})


def _estimate(item: Item, answer: Answer) -> Meaning:
    if answer.value is not None:
        raise Unreadable("needs-parts", allowed=tuple(item.parts))
    known = {name: _part(item, name, text) for name, text in answer.parts.items() if text != DONT_KNOW}
    if known:
        return Meaning("value", estimates=known)
    return Meaning("dont-know") if answer.parts else SILENT


def _worst_part(item: Item, answer: Answer) -> Meaning:
    known = {name: _part(item, name, text) for name, text in answer.parts.items() if text != DONT_KNOW}
    if not known:
        return Meaning("dont-know")
    found = _graded(item, min(known.values()), answer)
    rows = known if item.kind == "matrix" else {}
    return Meaning(found.state, found.value, rows, demoted=found.demoted)


def _part(item: Item, name: str, written: str) -> float:
    if item.kind in ("estimate", "allocate"):
        number = read_number(written)
        if number < 0:
            raise Unreadable("at-least", value=written, bound=0)
        return number
    value = _level(item, written)
    return TOP - value if item.parts[name].reverse else value


def _level(item: Item, written: str) -> float:
    """Return a written level as a value from 0 to 4, turned round where the item is reverse."""
    if item.kind == "yes-no":
        if written not in ("yes", "no"):
            raise Unreadable("choice", value=written, allowed=("yes", "no"), near=None)
        value = float(TOP if written == "yes" else 0)
    elif item.kind == "matrix" and item.choices:
        _known_choice(item, written)
        value = _worth(item, (written,))
    elif item.kind == "agree":
        point = read_whole(written)
        if not 1 <= point <= item.points:
            raise Unreadable("point", value=written, points=item.points)
        value = TOP * (point - 1) / (item.points - 1)
    else:
        value = float(read_whole(written))
        if not 0 <= value <= TOP:
            raise Unreadable("level", value=written)
    return TOP - value if item.reverse else value


def _several(item: Item, answer: Answer) -> tuple[str, ...]:
    chosen = answer.values or ((answer.value,) if answer.value else ())
    for place, name in enumerate(chosen):
        _known_choice(item, name, (place,) if answer.values else ())
    _no_doubles(chosen)
    return chosen


def _no_doubles(chosen: tuple[str, ...]) -> None:
    for place, name in enumerate(chosen):
        if name in chosen[:place]:
            raise Unreadable("chosen-twice", path=(place,), value=name)


def _known_choice(item: Item, name: str, at: tuple[int, ...] = ()) -> None:
    allowed = tuple(choice.id for choice in item.choices)
    if name not in allowed:
        near = nearest(name, allowed)
        raise Unreadable("choice", path=at, value=name, allowed=allowed, near=near)


def _worth(item: Item, chosen: tuple[str, ...]) -> float:
    """Return the worst level of what was chosen, 0 where no choice has one (it is not scored then)."""
    levels = [float(one.level) for one in item.choices if one.id in chosen and one.level is not None]
    return min(levels, default=0.0)


def _graded(item: Item, value: float, answer: Answer) -> Meaning:
    if item.gate is not None and value >= 3 and answer.evidence.level < Grade.E1:
        return Meaning("value", 2.0, demoted=True)
    return Meaning("value", value)


def _with_chosen(meaning: Meaning, chosen: tuple[str, ...]) -> Meaning:
    """Return a meaning that remembers what was chosen."""
    return Meaning(meaning.state, meaning.value, meaning.estimates, chosen, meaning.demoted)


_LISTS = ("choices", "rank", "touchpoint")
_KINDS: Mapping[str, Callable[[Item, Answer], Meaning]] = {
    "text": _text,
    "date": _day,
    "percent": _figure,
    "number": _figure,
    "money": _figure,
    "choice": _choice,
    "choices": _choices,
    "rank": _rank,
    "touchpoint": _touchpoint,
    "allocate": _allocate,
    "estimate": _estimate,
    "maturity": _level_item,
    "agree": _level_item,
    "yes-no": _level_item,
    "matrix": _level_item,
}
