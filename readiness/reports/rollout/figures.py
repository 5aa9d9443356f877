"""Compared options as JSON values, with the keys that tools rely on."""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo
from typing import Any

import numpy as np

from readiness.rollout.comparison import Standing
from readiness.rollout.outcome import NEVER, PERCENTILES, Outcome

DAY = 86400


def option_json(outcome: Outcome, standing: Standing, zone: tzinfo) -> dict[str, Any]:
    """Return one option; instants as local times, days counted from the start, money in the currency."""
    setting = outcome.setting
    finish_by = setting.rollout.finish_by
    values: dict[str, Any] = {
        "id": outcome.id,
        "waves": [list(wave) for wave in outcome.plan.arrangement.waves],
        "together": outcome.plan.arrangement.barriers,
        "left_out": list(outcome.plan.arrangement.left_out),
        "finish": {f"p{p}": written(outcome.finished(p), zone) for p in PERCENTILES},
        "finish_day": {f"p{p}": _days(outcome.finish, p) for p in PERCENTILES},
        "never": outcome.never,
        "first_value_day": {f"p{p}": _days(outcome.first_value, p) for p in (50, 80)},
        "half_benefit_day": {f"p{p}": _days(outcome.half_benefit, p) for p in (50, 80)},
        "exposure": {
            "mean": mean(outcome.exposure),
            "p80": percentile(outcome.exposure, 80),
            "by_buyer": dict(outcome.by_buyer),
        },
        "cost": {"mean": mean(outcome.costs), "p80": percentile(outcome.costs, 80)},
        "npv": {"mean": mean(outcome.npv), **{f"p{p}": percentile(outcome.npv, p) for p in (10, 50, 90)}},
        "cash": {
            f"p{p}": [float(one) for one in row] for p, row in zip((10, 50, 90), outcome.cash, strict=True)
        },
        "payback_years": outcome.payback,
        "p_loss": outcome.p_loss,
        "p_best": standing.p_best,
        "regret": standing.regret,
        "dominated_by": standing.beaten.by if standing.beaten else None,
        "failed_cut_overs": outcome.failures,
        "blocked": dict(outcome.blocked),
        "drives": [vars(drive) for drive in outcome.drives],
        "tornado": {name: [vars(cause) for cause in causes] for name, causes in outcome.causes.items()},
        "stop_points": [vars(stop) for stop in outcome.stop_points],
        "steps": step_dates(outcome, zone),
    }
    if finish_by is not None:
        values["p_finish_by"] = outcome.p_by(end_of_day(finish_by.isoformat(), zone))
    return values


def step_dates(outcome: Outcome, zone: tzinfo) -> list[dict[str, Any]]:
    """Return the likely dates of each step: work begins, live, done."""
    run = outcome.likely
    return [
        {
            "id": step,
            "wave": outcome.plan.arrangement.wave_of[step] + 1,
            "start": written(int(run.start[f"{step}/work"][0]), zone),
            "live": written(int(run.live[step][0]), zone),
            "done": written(int(run.finish[f"{step}/test"][0]), zone),
        }
        for step in outcome.plan.arrangement.order
    ]


def written(instant: int | None, zone: tzinfo) -> str | None:
    """Return an instant as a local time with its offset; None for never."""
    if instant is None or instant >= 2**40:
        return None
    return datetime.fromtimestamp(instant, UTC).astimezone(zone).isoformat()


def end_of_day(day: str, zone: tzinfo) -> int:
    """Return the instant at which a local day ends."""
    return int(datetime.fromisoformat(f"{day}T23:59:59").replace(tzinfo=zone).timestamp()) + 1


def mean(trials: np.ndarray) -> float:
    """Return the mean of trials."""
    return float(np.mean(trials, dtype=np.float64))


def percentile(trials: np.ndarray, percent: float) -> float:
    """Return the value of the trial that so many percent do not pass."""
    return float(np.percentile(trials, percent, method="inverted_cdf"))


def _days(seconds: np.ndarray, percent: float) -> float | None:
    found = percentile(seconds, percent)
    return None if found >= NEVER else round(found / DAY, 4)
