"""The one decision that the assessment serves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Literal

from readiness.assessment.confidence import Change, Direction, smallest_set
from readiness.assessment.rules import Rules
from readiness.assessment.sign import Sign
from readiness.assessment.verdict import Judgement
from readiness.questionnaires.model import PitfallId

DIRECTIONS: tuple[Direction, ...] = ("best", "worst")
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
    signs: Mapping[PitfallId, tuple[Sign, ...]],
    legal: frozenset[str],
    rules: Rules,
) -> Iterator[tuple[PitfallId, Change, Advice]]:
    """Yield the sets of one or two answers of a pitfall that alter the advice, fewest answers first."""
    found: list[tuple[PitfallId, Change, Advice]] = []
    for pitfall in judgements:
        advice = partial(_advice_after, judgements, legal, pitfall)
        for to in DIRECTIONS:
            change = smallest_set(signs[pitfall], to, rules, 2, advice)
            if change is not None:
                found.append((pitfall, change, advice(change.judgement)))
    yield from sorted(found, key=lambda option: len(option[1].ids))


def _advice_after(
    judgements: Mapping[PitfallId, Judgement],
    legal: frozenset[str],
    pitfall: PitfallId,
    judgement: Judgement,
) -> Advice:
    return decide({**judgements, pitfall: judgement}, legal)[0]
