"""How sure a verdict is, and what would change it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from operator import attrgetter
from typing import Literal

from readiness.assessment.rules import Rules
from readiness.assessment.sign import Sign, add_up
from readiness.assessment.verdict import Judgement, judge
from readiness.evidence import Grade

Level = Literal["high", "medium", "low"]
Direction = Literal["best", "worst"]
_LEVELS: tuple[Level, ...] = ("high", "medium", "low")


@dataclass(frozen=True)
class Confidence:
    """A level, and the keys of what lowered it."""

    level: Level
    because: tuple[str, ...]


def confidence(
    signs: tuple[Sign, ...],
    judgement: Judgement,
    rules: Rules,
    *,
    roles: int,
    disagreement: float | None,
    mapped: bool,
) -> Confidence:
    """Return the confidence: one step down for each weakness.

    ``roles`` is the number of roles that answered, ``disagreement`` the
    pitfall's own index, ``mapped`` whether there is a touchpoint map.
    """
    limits = rules.confidence
    sums = judgement.sums
    said = sum(s.weight for s in signs if s.known and s.grade == Grade.E0)
    away = sum(s.weight for s in signs if s.state == "not-applicable")
    # 0.3333 in the rules stands for a third: the share is rounded to four digits before it is compared
    left = round(away / (away + sums.whole), 4) if away else 0.0
    weak = {
        "coverage": sums.coverage < limits.coverage - 1e-12,
        "roles": roles < limits.roles,
        "unevidenced": said > limits.unevidenced * sums.known + 1e-12,
        "disagreement": disagreement is not None and disagreement > limits.disagreement + 1e-12,
        "unstable": _unstable(signs, judgement, rules),
        "no-map": not mapped,
        "not-applicable": left > limits.not_applicable,
    }
    because = tuple(key for key, found in weak.items() if found)
    if judgement.unchecked:
        return Confidence("low", (*because, "unchecked"))
    return Confidence(_LEVELS[min(len(because), 2)], because)


def _unstable(signs: tuple[Sign, ...], judgement: Judgement, rules: Rules) -> bool:
    """Say whether the verdict changes when any one indicator, gate and all, is taken out."""
    return any(
        judge(signs[:place] + signs[place + 1 :], rules).verdict != judgement.verdict
        for place, sign in enumerate(signs)
        if sign.known or sign.gate
    )


@dataclass(frozen=True)
class Change:
    """Answers that together would change a verdict: all to their best, or all to their worst."""

    ids: tuple[str, ...]
    to: Direction
    judgement: Judgement


def smallest_changes(signs: tuple[Sign, ...], judgement: Judgement, rules: Rules) -> Iterator[Change]:
    """Yield the smallest set of answers that changes the verdict, for each direction that makes sense.

    At most three answers; among sets of one size the heaviest answers first.
    """
    directions: dict[str, Sequence[Direction]] = {
        "flag": ("best",),
        "watch": ("best", "worst"),
        "clear": ("worst",),
        "unknown": ("best", "worst"),
    }
    for to in directions[judgement.verdict]:
        change = smallest_set(signs, to, rules, 3, attrgetter("verdict"))
        if change is not None:
            yield change


def smallest_set(
    signs: tuple[Sign, ...],
    to: Direction,
    rules: Rules,
    most: int,
    outcome: Callable[[Judgement], str],
) -> Change | None:
    """Return the smallest set of at most ``most`` answers that changes the outcome of a judgement.

    All of them go to their best, or all to their worst; among sets of one size
    the heaviest answers come first.
    """
    asked = [place for place, s in enumerate(signs) if s.kind == "answer" and s.state != "not-applicable"]
    asked.sort(key=lambda place: (-_gain(signs[place], to), signs[place].id))
    now = outcome(judge(signs, rules))
    movable = [place for place in asked if answered(signs[place], to) != signs[place]]
    for size in range(1, most + 1):
        for places in combinations(movable, size):
            changed = list(signs)
            for place in places:
                changed[place] = answered(signs[place], to)
            found = judge(tuple(changed), rules)
            if outcome(found) != now:
                return Change(tuple(signs[place].id for place in places), to, found)
    return None


def _gain(sign: Sign, to: str) -> float:
    if not sign.known:
        return sign.weight
    if to == "best":
        return sign.weight * sign.risk + (100 if sign.gate else 0)
    return sign.weight * (1 - sign.risk)


def answered(sign: Sign, to: Direction) -> Sign:
    """Return a sign as it would be with the best answer, documented, or with the worst."""
    if to == "best":
        grade = max(sign.grade, Grade.E1)
        return replace(sign, state="known", risk=0.0, grade=grade, witnessed=True, gate="")
    return replace(sign, state="known", risk=1.0, witnessed=True)


def next_questions(signs: tuple[Sign, ...], judgement: Judgement, rules: Rules) -> tuple[Sign, ...]:
    """Return what is not known, in the order of its chance to change the verdict.

    A question whose best and worst answers both change the verdict comes
    before one with a single such answer, then the heavier one.
    """
    open_signs = [(place, sign) for place, sign in enumerate(signs) if sign.state == "missing"]

    def chance(place: int, sign: Sign) -> float:
        changes = 0
        for to in ("best", "worst"):
            trial = (*signs[:place], answered(sign, to), *signs[place + 1 :])
            changes += judge(trial, rules).verdict != judgement.verdict
        return changes

    ranked = sorted(open_signs, key=lambda pair: (-chance(*pair), -pair[1].weight, pair[1].id))
    return tuple(sign for _, sign in ranked)


def doubtful(signs: tuple[Sign, ...]) -> float:
    """Return the width of the bar, the part of the weight that nobody knows."""
    sums = add_up(signs)
    return sums.high - sums.low
