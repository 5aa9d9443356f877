"""Options side by side: which is best how often, what choosing it may cost, and what beats it.

All outcomes must come from one simulation, so that trial by trial the same
things happen in each (common random numbers).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from readiness.rollout.estimate import Numbers
from readiness.rollout.outcome import NEVER, Outcome

DAY = 86400.0


@dataclass(frozen=True)
class Beaten:
    """An option that is at least as good in everything, and by how much: days, contacts, money.

    ``days`` is None where the two do not do the same steps, since their ends
    say nothing about each other.
    """

    by: str
    days: float | None
    contacts: float
    money: float


@dataclass(frozen=True)
class Standing:
    """How an option stands among all."""

    id: str
    p_best: float
    """Share of trials in which it is worth most; those in which several are alike are shared."""
    regret: float
    """Expected loss against the best of each trial: money, or days where no money is written."""
    beaten: Beaten | None = None


def standings(outcomes: Sequence[Outcome]) -> tuple[Standing, ...]:
    """Return how each option stands; by what it is worth, or by its end where no money is written."""
    worth = _worth(outcomes)
    best = worth.max(axis=0)
    is_best = worth >= best - 1e-9 * np.maximum(1.0, np.abs(best))
    shares = (is_best / is_best.sum(axis=0)).mean(axis=1)
    regrets = (best - worth).mean(axis=1)
    return tuple(
        Standing(outcome.id, float(share), max(0.0, float(regret)), beaten(outcome, outcomes))
        for outcome, share, regret in zip(outcomes, shares, regrets, strict=True)
    )


def has_money(outcomes: Sequence[Outcome]) -> bool:
    """Say whether any option costs anything, is worth anything, or disturbs contacts that cost."""
    return any(bool(outcome.npv.any()) for outcome in outcomes)


def _worth(outcomes: Sequence[Outcome]) -> Numbers:
    if has_money(outcomes):
        return np.stack([outcome.npv for outcome in outcomes]).astype(np.float64)
    return -np.stack([outcome.finish for outcome in outcomes]).astype(np.float64) / DAY


def beaten(outcome: Outcome, others: Sequence[Outcome]) -> Beaten | None:
    """Return the option that beats another in everything that can be compared, the one worth most."""
    found = [better for other in others if (better := _beats(other, outcome)) is not None]
    return max(found, key=lambda one: (one.money, one.contacts), default=None)


def _beats(one: Outcome, other: Outcome) -> Beaten | None:
    if one.id == other.id or not one.trials:
        return None
    mine, its = steps_of(one), steps_of(other)
    ends = (_late(one), _late(other))
    days = (ends[1] - ends[0]) / DAY if mine == its and max(ends) < NEVER else None
    if mine == its and days is None and ends[0] > ends[1]:
        return None
    contacts = _mean(other.exposure) - _mean(one.exposure)
    money = _mean(one.npv) - _mean(other.npv)
    if not (mine == its or money > 0):  # doing less beats only by being worth more
        return None
    gains = [gain for gain in (days, contacts, money) if gain is not None]
    if min(gains) < -1e-6 or max(gains) <= 1e-6:
        return None
    return Beaten(one.id, days, contacts, money)


def steps_of(outcome: Outcome) -> frozenset[str]:
    """Return the steps that an option does."""
    return frozenset(outcome.plan.arrangement.order)


def _late(outcome: Outcome) -> float:
    return float(np.percentile(outcome.finish, 80, method="inverted_cdf"))


def _mean(trials: np.ndarray) -> float:
    return float(np.mean(trials, dtype=np.float64))


def recommended(outcomes: Sequence[Outcome], standing: Mapping[str, Standing]) -> Outcome | None:
    """Return the option to recommend: the least expected regret among those that finish; None without any."""
    able = [outcome for outcome in outcomes if outcome.finished(80) is not None]
    return min(able, key=lambda one: (standing[one.id].regret, one.id), default=None)


@dataclass(frozen=True)
class Price:
    """What one option gives and takes against another, at the same percentiles."""

    option: str
    against: str
    days: float | None
    """By how many days it is done later, at P80."""
    value_days: float | None
    """By how many days the first value comes later, at P80."""
    contacts: float
    """By how many contacts more it disturbs."""
    money: float
    """By how much more it is worth."""


def prices(option: Outcome, others: Sequence[Outcome]) -> Iterator[Price]:
    """Yield what an option costs and gains against each other one."""
    for other in others:
        if other.id != option.id:
            yield Price(
                option.id,
                other.id,
                _later(option.finish, other.finish),
                _later(option.first_value, other.first_value),
                _mean(option.exposure) - _mean(other.exposure),
                _mean(option.npv) - _mean(other.npv),
            )


def _later(mine: np.ndarray, its: np.ndarray) -> float | None:
    ends = [float(np.percentile(one, 80, method="inverted_cdf")) for one in (mine, its)]
    return None if max(ends) >= NEVER else (ends[0] - ends[1]) / DAY


@dataclass(frozen=True)
class Ranking:
    """How all options stand, the one to recommend, and what it gives and takes against each other one."""

    standings: Mapping[str, Standing]
    best: Outcome | None
    prices: tuple[Price, ...]


def rank(outcomes: Sequence[Outcome]) -> Ranking:
    """Return how options of one simulation stand, which to recommend, and at which price."""
    found = {one.id: one for one in standings(outcomes)}
    best = recommended(outcomes, found)
    return Ranking(found, best, tuple(prices(best, outcomes)) if best is not None else ())
