"""Titles in the pictures of other tools: one line, nothing that turns the direction of what follows."""

from __future__ import annotations

import re
from collections.abc import Iterator

from readiness.reports.namer import Namer
from readiness.touchmap.model import TouchMap, Touchpoint
from readiness.touchmap.volumes import buyers_of

LONGEST = 120
"""Characters of a title that a picture shows; a longer one ends in an ellipsis and is listed as cut."""
_TURNS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def one_line(text: str) -> str:
    """Return a text on one line, without control characters and marks of direction."""
    spaced = " ".join(_TURNS.sub("", text).split())
    return "".join(char if char.isprintable() else "\ufffd" for char in spaced)


def cut(text: str, longest: int = LONGEST) -> str:
    """Return a text of one line, cut where it is too long for a picture."""
    line = one_line(text)
    return line if len(line) <= longest else line[: longest - 1] + "…"


def by_stage(touchmap: TouchMap) -> list[tuple[str, list[tuple[int, Touchpoint]]]]:
    """Return the stages in order of the file with their touchpoints and the number of each in the map.

    Stages without touchpoints are left out; touchpoints without a stage come
    last, under an empty id.  Linear.
    """
    places: dict[str, list[tuple[int, Touchpoint]]] = {stage: [] for stage in touchmap.index["stages"]}
    places[""] = []
    for number, touchpoint in enumerate(touchmap.touchpoints):
        stage = touchpoint.stage if touchpoint.stage in places else ""
        places[stage or ""].append((number, touchpoint))
    return [(stage, listed) for stage, listed in places.items() if listed]


def stage_title(stage: str, namer: Namer) -> str:
    """Return the title of a stage, or the words for none."""
    return cut(namer.title(f"stages:{stage}")) if stage else str(namer.words.say("exchange.no-stage"))


def ways(touchmap: TouchMap) -> Iterator[tuple[int, int, float]]:
    """Yield every way on by the numbers of its touchpoints, with its share; those that lead nowhere not."""
    numbers: dict[str, int] = {}
    for number, touchpoint in enumerate(touchmap.touchpoints):
        numbers.setdefault(touchpoint.id, number)
    for number, touchpoint in enumerate(touchmap.touchpoints):
        for step in touchpoint.next:
            if step.to in numbers:
                yield number, numbers[step.to], step.share


def buyers(touchpoint: Touchpoint, namer: Namer) -> list[str]:
    """Return the titles of the buyers of a touchpoint."""
    return [cut(namer.title(f"buyers:{buyer}")) for buyer in buyers_of(touchpoint)]
