"""Whether an answer to a question still means the same in another version of the question.

One rule for three users: which version number a change asks for
(:mod:`~readiness.questionnaires.revision`), what becomes of old answers
(:mod:`~readiness.questionnaires.carry`), and what two assessments have in common.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from readiness.questionnaires.model import Choice, Item
from readiness.scalars import Text

Field = Literal[
    "kind",
    "points",
    "score",
    "reverse",
    "unit",
    "anchors",
    "gate",
    "parts",
    "parts.reverse",
    "choices",
    "choices.level",
    "bands",
]
_WRITTEN = re.compile(r"[-+]?\d+(?:[.,:/–-]\d+)*|[^\W\d_]+|[%<>≤≥=≠±€$£¥]")
"""What carries the meaning of a text: numbers with their marks, runs of letters, signs of measure."""


@dataclass(frozen=True)
class Difference:
    """One thing for which an answer no longer means what it meant; ``of`` names the part or choice."""

    field: Field
    act: Literal["added", "dropped", "changed"] = "changed"
    of: str = ""


def differences(was: Item, now: Item, *, renamed: Mapping[str, str] | None = None) -> Iterator[Difference]:
    """Yield why an answer to an older item would not mean the same in a newer one; nothing where it would.

    ``renamed`` maps ITEM.choice to its new id.  Points count where people agree
    by points; anchors where they have changed places, which turns the scale; a
    choice more only where all choices are counted.
    """
    if was.kind != now.kind:
        yield Difference("kind")
    if was.points != now.points and "agree" in (was.kind, now.kind):
        yield Difference("points")
    for field in _PLAIN:
        if getattr(was, field) != getattr(now, field):
            yield Difference(field)
    if str(was.unit) != str(now.unit):
        yield Difference("unit")
    if swapped(was.anchors, now.anchors):
        yield Difference("anchors")
    if bool(was.gate) != bool(now.gate):
        yield Difference("gate")
    yield from _parts(was, now)
    yield from _choices(was, now, renamed or {})


_PLAIN: tuple[Literal["reverse", "score", "bands"], ...] = ("reverse", "score", "bands")


def _parts(was: Item, now: Item) -> Iterator[Difference]:
    for name in dict.fromkeys((*was.parts, *now.parts)):
        one, other = was.parts.get(name), now.parts.get(name)
        if one is None or other is None:
            yield Difference("parts", "dropped" if one else "added", name)
        elif one.reverse != other.reverse:
            yield Difference("parts.reverse", of=name)


def _choices(was: Item, now: Item, renamed: Mapping[str, str]) -> Iterator[Difference]:
    before: dict[str, Choice] = {}
    for choice in was.choices:
        name = choice_name(was, choice.id, now, renamed)
        if name in before:  # two choices of before would be one now
            yield Difference("choices", "dropped", choice.id)
        before.setdefault(name, choice)
    after = {choice.id: choice for choice in now.choices}
    for name, choice in before.items():
        if name not in after:
            yield Difference("choices", "dropped", choice.id)
        elif choice.level != after[name].level:
            yield Difference("choices.level", of=name)
    if now.kind in ("allocate", "rank") or now.score == "share":
        yield from (Difference("choices", "added", name) for name in after if name not in before)


def choice_name(was: Item, choice: str, now: Item, renamed: Mapping[str, str]) -> str:
    """Return the id that a choice of an older item has in the newer one."""
    found = renamed.get(f"{was.id}.{choice}") or renamed.get(f"{now.id}.{choice}") or choice
    return found.rpartition(".")[2]


def swapped(was: Mapping[Any, Text], now: Mapping[Any, Text]) -> bool:
    """Say whether the anchors are the same ones at other levels."""
    before, after = (
        {str(key): "".join(_tokens(str(text))) for key, text in one.items()} for one in (was, now)
    )
    return before != after and sorted(before.values()) == sorted(after.values())


def respelt(was: Mapping[Any, Text], now: Mapping[Any, Text]) -> bool:
    """Say whether anchors differ in spelling and punctuation at most, so that each level means the same."""
    before, after = ({str(key): str(text) for key, text in one.items()} for one in (was, now))
    return before.keys() == after.keys() and all(alike(before[key], after[key]) for key in before)


def alike(one: str, other: str) -> bool:
    """Say whether two texts differ in spelling and punctuation at most.

    Capitals, accents, spaces and punctuation do not count, but marks within
    numbers do.  A word may have two neighbouring letters changed round, or a
    letter written twice that stood there once (recieve, adress).
    """
    tokens, others = _tokens(one), _tokens(other)
    if "".join(tokens) == "".join(others):
        return True
    return len(tokens) == len(others) and all(map(_slip, tokens, others))


def _tokens(text: str) -> list[str]:
    bare = "".join(
        mark for mark in unicodedata.normalize("NFKD", text).casefold() if not unicodedata.combining(mark)
    )
    return _WRITTEN.findall(bare)


def _slip(one: str, other: str) -> bool:
    """Say whether two words are the same but for a slip of the pen; signs and digits have none."""
    if one == other:
        return True
    if not (one + other).isascii() or not (one + other).isalpha():
        return False
    if len(one) == len(other):
        apart = [place for place in range(len(one)) if one[place] != other[place]]
        return (
            len(apart) == 2
            and apart[1] == apart[0] + 1
            and one[apart[0]] == other[apart[1]]
            and one[apart[1]] == other[apart[0]]
        )
    short, long = sorted((one, other), key=len)
    doubled = (short[: place + 1] + short[place:] for place in range(len(short)))
    return any(long == twice for twice in doubled)


def words_of(item: Item) -> tuple[str, ...]:
    """Return all words that a person read before answering."""
    return (
        str(item.text),
        *(f"{key} {text}" for key, text in sorted(item.anchors.items())),
        *(f"{name} {part.text}" for name, part in sorted(item.parts.items())),
        *(f"{choice.id} {choice.text}" for choice in item.choices),
    )
