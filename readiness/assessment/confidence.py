"""How sure a verdict is, and what would change it."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, combinations
from typing import Literal, TypeVar

from readiness.assessment.rules import Rules
from readiness.assessment.sign import Sign
from readiness.assessment.verdict import Judgement, judge
from readiness.evidence import Grade

T = TypeVar("T")
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
    """Answers that together would change a verdict: all to their best, or all to their worst.

    ``noes`` are those among them whose yes to the yes-or-no question becomes a no.
    """

    ids: tuple[str, ...]
    to: Direction
    judgement: Judgement
    noes: tuple[str, ...] = ()


def smallest_changes(
    signs: tuple[Sign, ...], judgement: Judgement, rules: Rules, *, fixed: Container[str] = ()
) -> Iterator[Change]:
    """Yield the smallest set of answers that changes the verdict, for each direction that makes sense.

    At most three answers, all to their best or all to their worst; among sets
    of one size the heaviest answers first.  Those that are ``fixed`` stay as they are.
    """
    directions: dict[str, Sequence[Direction]] = {
        "flag": ("best",),
        "watch": ("best", "worst"),
        "clear": ("worst",),
        "unknown": ("best", "worst"),
    }
    for to in directions[judgement.verdict]:
        for places in sets(movable(signs, to, fixed=fixed), 3):
            found = judge(moved(signs, places, to), rules)
            if found.verdict != judgement.verdict:
                chosen = tuple(signs[place] for place in places)
                yield Change(tuple(sign.id for sign in chosen), to, found, noes(chosen, to))
                break


def sets(places: Sequence[T], most: int) -> Iterator[tuple[T, ...]]:
    """Yield the sets of one, two ... places, each in the order given."""
    return chain.from_iterable(combinations(places, size) for size in range(1, most + 1))


def movable(signs: tuple[Sign, ...], to: Direction, *, fixed: Container[str] = ()) -> list[int]:
    """Return the places of the answers that could still move, those that weigh most first."""
    asked = [
        place
        for place, sign in enumerate(signs)
        if sign.kind == "answer"
        and sign.state != "not-applicable"
        and sign.id not in fixed
        and answered(sign, to) != sign
    ]
    return sorted(asked, key=lambda place: (-gain(signs[place], to), signs[place].id))


def moved(signs: tuple[Sign, ...], places: Sequence[int], to: Direction) -> tuple[Sign, ...]:
    """Return the signs with some answers at their best or worst."""
    changed = list(signs)
    for place in places:
        changed[place] = answered(signs[place], to)
    return tuple(changed)


def gain(sign: Sign, to: Direction) -> float:
    """Return how much an answer can move a verdict; a gate moves more than any weight."""
    gate = 100.0 if (sign.gate if to == "best" else sign.gated) else 0.0
    if not sign.known:
        return gate + sign.weight
    return gate + sign.weight * (sign.risk if to == "best" else 1 - sign.risk)


def answered(sign: Sign, to: Direction) -> Sign:
    """Return a sign as it would be with the best answer, documented, or with the worst, gate and all."""
    if to == "best":
        grade = max(sign.grade, Grade.E1)
        return replace(
            sign,
            state="known",
            risk=0.0,
            grade=grade,
            witnessed=True,
            gate="",
            gate_open=False,
            settled=None,
        )
    gate = "confirmed" if sign.gated else sign.gate
    return replace(sign, state="known", risk=1.0, witnessed=True, gate=gate, gate_open=False, settled=None)


def noes(chosen: Sequence[Sign], to: Direction) -> tuple[str, ...]:
    """Return the ids of answers whose yes becomes a no at their best; at their worst a yes stays."""
    return tuple(sign.id for sign in chosen if sign.gate and to == "best")


def next_questions(signs: tuple[Sign, ...], judgement: Judgement, rules: Rules) -> tuple[Sign, ...]:
    """Return what is not known, unanswered gates too, in the order of its chance to change the verdict.

    A question whose best and worst answers both change the verdict comes
    before one with a single such answer, then the heavier one.
    """
    open_signs = [
        (place, sign) for place, sign in enumerate(signs) if sign.state == "missing" or sign.gate_open
    ]

    def chance(place: int, sign: Sign) -> float:
        directions: tuple[Direction, ...] = ("worst",) if sign.gate_open else ("best", "worst")
        found = [judge(moved(signs, [place], to), rules).verdict for to in directions]
        return sum(verdict != judgement.verdict for verdict in found)

    ranked = sorted(open_signs, key=lambda pair: (-chance(*pair), -pair[1].weight, pair[1].id))
    return tuple(sign for _, sign in ranked)
