"""How the answers to an item became its one value: who was heard, and whose word counted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from readiness.assessment.voices import SIDES, View, Voice, by_role, item_view, worst
from readiness.questionnaires.model import Item

Way = Literal["witness", "both", "others", "spread", "silent"]


@dataclass(frozen=True)
class Heard:
    """What one role said: levels (or figures) in ascending order, and how many said something else.

    ``demoted`` counts answers of 3 or 4 without a document, which count as 2.
    """

    role: str
    values: tuple[float, ...]
    dont_know: int
    not_applicable: int
    demoted: int
    view: View

    @property
    def people(self) -> int:
        """How many answered at all."""
        return len(self.values) + self.dont_know + self.not_applicable


@dataclass(frozen=True)
class Hearing:
    """Who was heard on an item, and the roles whose word counted.

    ``way`` is ``witness`` where the best witness was heard, ``both`` where the
    worse side counts, ``others`` where the best witness was silent and the worse of the
    other roles counts, ``spread`` where executives' figures are compared.
    """

    heard: Mapping[str, Heard]
    way: Way
    counted: tuple[str, ...]


def hear(item: Item, voices: tuple[Voice, ...]) -> Hearing:
    """Return who was heard on an item and whose word counted."""
    views = by_role(voices)
    heard = {role: _heard(role, [v for v in voices if v.role == role], view) for role, view in views.items()}
    heard = {role: one for role, one in heard.items() if one.people}
    if item.kind == "estimate":
        counted = tuple(role for role in heard if role == "executive")
        return Hearing(heard, "spread" if counted else "silent", counted)
    view, witnessed = item_view(item, voices)
    if view.state == "silent":
        return Hearing(heard, "silent", ())
    if item.witness == "both":
        return Hearing(heard, "both", _alike(view, heard, _decisive_side(view, heard)))
    if witnessed:
        return Hearing(heard, "witness", (item.witness,))
    others = [role for role in heard if role != item.witness]
    return Hearing(heard, "others", _alike(view, heard, others))


def _decisive_side(view: View, heard: Mapping[str, Heard]) -> list[str]:
    """Return the roles of the sides that say what counts."""
    found: list[str] = []
    for roles in SIDES.values():
        spoken = [role for role in roles if role in heard]
        if spoken and worst(heard[role].view for role in spoken) == view:
            found += spoken
    return found or list(heard)


def _alike(view: View, heard: Mapping[str, Heard], roles: Iterable[str]) -> tuple[str, ...]:
    roles = tuple(roles)
    return tuple(role for role in roles if heard[role].view == view) or roles


def _heard(role: str, voices: list[Voice], view: View) -> Heard:
    states = [voice.meaning.state for voice in voices]
    return Heard(
        role,
        tuple(sorted(voice.meaning.value for voice in voices if voice.meaning.state == "value")),
        states.count("dont-know"),
        sum(voice.meaning.state == "not-applicable" and not voice.meaning.hidden for voice in voices),
        sum(voice.meaning.demoted for voice in voices),
        view,
    )
