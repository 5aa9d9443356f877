"""What a written answer means for its item."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from readiness.diagnostics import Problem, nearest
from readiness.evidence import Grade
from readiness.questionnaires.model import Item
from readiness.questionnaires.response import DONT_KNOW, Answer
from readiness.scalars import Unreadable, read_number, read_percent, read_whole

TOP = 4


@dataclass(frozen=True)
class Meaning:
    """An answer understood: a value, don't know, not applicable, or nothing.

    ``value`` is 0..4 for maturity items and a percentage for percent items;
    ``estimates`` holds the figures of an estimate item; ``chosen`` the choice.
    """

    state: Literal["value", "dont-know", "not-applicable", "silent"]
    value: float = 0.0
    estimates: Mapping[str, float] = field(default_factory=dict)
    chosen: str = ""
    demoted: bool = False


SILENT = Meaning("silent")


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
        return Meaning("value", 0.0)
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
    for name, written in answer.parts.items():
        if item.parts and name not in item.parts:
            values = {"key": name, "allowed": tuple(item.parts), "near": nearest(name, item.parts)}
            yield Problem("unknown-key", ("parts", name), values)
        elif not item.parts:
            yield Problem("no-parts", ("parts",), {"id": item.id})
            return
        else:
            yield from _tried(item, written, ("parts", name))
    if answer.value is not None and answer.value != DONT_KNOW:
        yield from _tried(item, answer.value, ("value",))
    if answer.gate is not None and item.gate is None:
        yield Problem("no-gate", ("gate",), {"id": item.id})
    if answer.gate == "yes" and item.gate and answer.not_applicable is not None:
        yield Problem("gate-set-aside", ("gate",), {"id": item.id})
    meaning = understand(item, answer)
    bare = meaning.state == "value" and answer.evidence.level == Grade.E0
    if item.evidence == "required" and bare:
        yield Problem("evidence-required", (), {"id": item.id})
    if answer.gate == "yes" and meaning.state == "value" and meaning.value >= 2:
        yield Problem("gate-not-asked", ("gate",), {"id": item.id, "value": round(meaning.value)})
    if meaning.demoted:
        yield Problem("answer-needs-evidence", (), {"id": item.id})


def _tried(item: Item, written: str, at: tuple[str, ...]) -> Iterator[Problem]:
    try:
        if at[0] == "value":
            _meaning(item, Answer(value=written))
        elif written != DONT_KNOW:
            _part(item, at[1], written)
    except Unreadable as error:
        yield Problem(error.code, at, dict(error.values))


def _meaning(item: Item, answer: Answer) -> Meaning:
    if answer.value == DONT_KNOW:
        return Meaning("dont-know")
    if item.kind == "text":
        return Meaning("value") if answer.value else SILENT
    if item.kind == "choice" and answer.value is not None:
        allowed = tuple(choice.id for choice in item.choices)
        if answer.value not in allowed:
            near = nearest(answer.value, allowed)
            raise Unreadable("choice", value=answer.value, allowed=allowed, near=near)
        return Meaning("value", chosen=answer.value)
    if item.kind == "percent" and answer.value is not None:
        return Meaning("value", read_percent(answer.value))
    if item.kind == "estimate":
        return _estimate(item, answer)
    if answer.parts:
        return _worst_part(item, answer)
    if answer.value is None:
        return SILENT
    return _graded(item, float(_level(answer.value)), answer)


def _estimate(item: Item, answer: Answer) -> Meaning:
    if answer.value is not None:
        raise Unreadable("needs-parts", allowed=tuple(item.parts))
    known = {name: _part(item, name, text) for name, text in answer.parts.items() if text != DONT_KNOW}
    if known:
        return Meaning("value", estimates=known)
    return Meaning("dont-know") if answer.parts else SILENT


def _worst_part(item: Item, answer: Answer) -> Meaning:
    known = [_part(item, name, text) for name, text in answer.parts.items() if text != DONT_KNOW]
    if not known:
        return Meaning("dont-know")
    return _graded(item, min(known), answer)


def _part(item: Item, name: str, written: str) -> float:
    if item.kind == "estimate":
        number = read_number(written)
        if number < 0:
            raise Unreadable("at-least", value=written, bound=0)
        return number
    value = _level(written)
    return float(TOP - value if item.parts[name].reverse else value)


def _level(written: str) -> int:
    value = read_whole(written)
    if not 0 <= value <= TOP:
        raise Unreadable("level", value=written)
    return value


def _graded(item: Item, value: float, answer: Answer) -> Meaning:
    if item.gate is not None and value >= 3 and answer.evidence.level < Grade.E1:
        return Meaning("value", 2.0, demoted=True)
    return Meaning("value", value)
