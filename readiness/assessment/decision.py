"""The one decision that the assessment serves."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from readiness.assessment.confidence import Direction, gain, movable, moved, noes, sets
from readiness.assessment.rules import Rules
from readiness.assessment.sign import Sign
from readiness.assessment.verdict import Judgement, judge
from readiness.questionnaires.model import PitfallId

DIRECTIONS: tuple[Direction, ...] = ("best", "worst")
Advice = Literal["stop", "hold", "ask", "step", "proceed"]


@dataclass(frozen=True)
class Alteration:
    """One or two answers that together would alter the advice: at their best, or at their worst.

    ``noes`` are those among them whose yes to the yes-or-no question becomes a no.
    """

    ids: tuple[str, ...]
    to: Direction
    advice: Advice
    noes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Decision:
    """The advice, the pitfalls it rests on, and the answers that would alter it."""

    advice: Advice
    because: tuple[PitfallId, ...]
    would_change: tuple[Alteration, ...]


def decide(
    judgements: Mapping[PitfallId, Judgement], legal: frozenset[str]
) -> tuple[Advice, tuple[PitfallId, ...]]:
    """Return the advice, first that fits, and the pitfalls it rests on.

    ``legal`` names the indicators whose confirmed gate stops all contact.
    """
    first: tuple[PitfallId, ...] = ("strategy", "organization")
    stop = [p for p, j in judgements.items() if legal.intersection(j.gates)]
    hold = [p for p in first if judgements[p].proof == "proved"]
    ask = [p for p in first if judgements[p].verdict == "unknown"]
    step = [p for p, j in judgements.items() if j.verdict != "clear"]
    if stop:
        return "stop", tuple(stop)
    if hold:
        return "hold", tuple(hold)
    if ask:
        return "ask", tuple(ask)
    if step:
        return "step", tuple(step)
    return "proceed", tuple(judgements)


def alterations(
    judgements: Mapping[PitfallId, Judgement],
    signs: Mapping[PitfallId, tuple[Sign, ...]],
    legal: frozenset[str],
    rules: Rules,
    *,
    fixed: Container[str] = (),
) -> Iterator[Alteration]:
    """Yield the smallest set of one or two answers, of any pitfalls, that alters the advice.

    One set with answers at their best and one with answers at their worst, if
    there are such; the smaller set first, among sets of one size the heaviest
    answers.  Those that are ``fixed`` stay as they are.
    """
    now, _ = decide(judgements, legal)
    found = []
    for to in DIRECTIONS:
        places = [(pitfall, place) for pitfall in signs for place in movable(signs[pitfall], to, fixed=fixed)]
        places.sort(key=lambda at: -gain(signs[at[0]][at[1]], to))
        for chosen in sets(places, 2):
            changed = dict(judgements)
            for pitfall in {pitfall for pitfall, _ in chosen}:
                own = [place for of, place in chosen if of == pitfall]
                changed[pitfall] = judge(moved(signs[pitfall], own, to), rules)
            advice, _ = decide(changed, legal)
            if advice != now:
                answers = tuple(signs[pitfall][place] for pitfall, place in chosen)
                ids = tuple(sign.id for sign in answers)
                found.append(Alteration(ids, to, advice, noes(answers, to)))
                break
    yield from sorted(found, key=lambda alteration: len(alteration.ids))
