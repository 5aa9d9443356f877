"""What a workshop has said beside the map and the answers: what hurts, what shall be done, and dots."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

from readiness.diagnostics import Problem, nearest
from readiness.questionnaires.model import PitfallId
from readiness.scalars import Day, Id, Text, Whole, Words
from readiness.touchmap.model import TouchMap


@dataclass(frozen=True)
class Pain:
    """What hurts buyers or the company."""

    id: Id
    text: Words
    """What hurts."""
    on: str | None = None
    """The touchpoint where it hurts."""
    dots: Whole = 0
    """The dots of all people together."""


@dataclass(frozen=True)
class Task:
    """What shall be done."""

    id: Id
    text: Words
    """What shall be done."""
    owner: Words = Text()
    """Who sees to it."""
    due: Day | None = None
    """By when."""
    pitfall: PitfallId | None = None
    """The pitfall against which it is done."""
    dots: Whole = 0
    """The dots of all people together."""


@dataclass(frozen=True)
class WorkshopNotes:
    """The file ``workshop.yaml``, which a live workshop writes when it is saved."""

    __pydantic_config__: ClassVar[Mapping[str, Any]] = {
        "extra": "forbid",
        "use_attribute_docstrings": True,
        "allow_inf_nan": False,
    }

    format: Literal["workshop/1"]
    voted: Whole = 0
    """How many people gave dots. Who gave which is not kept here."""
    pains: tuple[Pain, ...] = ()
    """What hurts."""
    actions: tuple[Task, ...] = ()
    """What shall be done."""


def check_notes(notes: WorkshopNotes, touchmap: TouchMap | None) -> Iterator[Problem]:
    """Yield ids that are used twice, touchpoints that are not on the map, and dots that nobody gave."""
    known: Mapping[str, object] = touchmap.index["touchpoints"] if touchmap is not None else {}
    for place, pain in enumerate(notes.pains):
        if touchmap is not None and pain.on is not None and pain.on not in known:
            values = {"id": pain.on, "kind": "touchpoints", "near": nearest(pain.on, known)}
            yield Problem("dangling", ("pains", place, "on"), values)
    parts: tuple[tuple[str, Sequence[Pain | Task]], ...] = (
        ("pains", notes.pains),
        ("actions", notes.actions),
    )
    for part, rows in parts:
        yield from _same_ids(part, rows)
        for place, row in enumerate(rows):
            if row.dots and not notes.voted:
                yield Problem("dots-of-nobody", (part, place, "dots"), {"dots": row.dots})


def _same_ids(part: str, rows: Sequence[Pain | Task]) -> Iterator[Problem]:
    first: dict[str, int] = {}
    for place, row in enumerate(rows):
        if first.setdefault(row.id, place) != place:
            related = (("first-here", (part, first[row.id], "id")),)
            yield Problem("same-id", (part, place, "id"), {"id": row.id}, related)
