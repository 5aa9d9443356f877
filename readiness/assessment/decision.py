"""The one decision that the assessment serves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from readiness.assessment.confidence import Change
from readiness.assessment.verdict import Judgement
from readiness.questionnaires.model import PitfallId

Advice = Literal["stop", "hold", "ask", "step", "proceed"]


@dataclass(frozen=True)
class Decision:
    """The advice, the pitfalls it rests on, and the answers that would alter it."""

    advice: Advice
    because: tuple[PitfallId, ...]
    would_change: tuple[tuple[PitfallId, Change, Advice], ...]


def decide(
    judgements: Mapping[PitfallId, Judgement], legal: frozenset[str]
) -> tuple[Advice, tuple[PitfallId, ...]]:
    """Return the advice, first that fits, and the pitfalls it rests on.

    ``legal`` names the indicators whose confirmed gate stops all contact.
    """
    first = ("strategy", "organization")
    stop = [p for p, j in judgements.items() if legal.intersection(j.gates)]
    hold = [p for p in first if judgements[p].proof == "proved"]  # type: ignore[index]
    ask = [p for p in first if judgements[p].verdict == "unknown"]  # type: ignore[index]
    step = [p for p, j in judgements.items() if j.verdict != "clear"]
    if stop:
        return "stop", tuple(stop)
    if hold:
        return "hold", tuple(hold)  # type: ignore[arg-type]
    if ask:
        return "ask", tuple(ask)  # type: ignore[arg-type]
    if step:
        return "step", tuple(step)
    return "proceed", tuple(judgements)


def alterations(
    judgements: Mapping[PitfallId, Judgement],
    changes: Mapping[PitfallId, tuple[Change, ...]],
    legal: frozenset[str],
) -> Iterator[tuple[PitfallId, Change, Advice]]:
    """Yield the changes of at most two answers in one pitfall that alter the advice, fewest first."""
    now, _ = decide(judgements, legal)
    found = []
    for pitfall, options in changes.items():
        for change in options:
            after, _ = decide({**judgements, pitfall: change.judgement}, legal)
            if after != now and len(change.ids) <= 2:
                found.append((pitfall, change, after))
    yield from sorted(found, key=lambda option: len(option[1].ids))
