"""The figures of an option as plain numbers, for faces that count with them."""

from __future__ import annotations

from readiness.reports.rollout.figures import mean, percentile
from readiness.reports.rollout.teller import Teller
from readiness.reports.rollout_view import OptionFigures
from readiness.rollout.comparison import Standing
from readiness.rollout.outcome import Outcome, instant_of


def option_figures(outcome: Outcome, standing: Standing, teller: Teller) -> OptionFigures:
    """Return the figures of an option; days are those of the place where the rollout happens."""

    def day(instant: int | None) -> str:
        does_something = bool(outcome.plan.arrangement.order)
        return teller.day(instant).isoformat() if does_something and instant is not None else ""

    return OptionFigures(
        day(outcome.finished(50)),
        day(outcome.finished(80)),
        day(instant_of(outcome.first_value, 80, outcome.setting)),
        outcome.never,
        mean(outcome.exposure),
        percentile(outcome.exposure, 80),
        mean(outcome.costs),
        percentile(outcome.costs, 80),
        mean(outcome.npv),
        percentile(outcome.npv, 10),
        percentile(outcome.npv, 50),
        percentile(outcome.npv, 90),
        outcome.p_loss,
        standing.p_best,
        standing.regret,
    )
