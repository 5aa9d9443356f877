"""The three aims of an arrangement, trial by trial, and nothing else, so that thousands can be judged."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from readiness.rollout.arrangement import Arrangement
from readiness.rollout.draw import Draws
from readiness.rollout.exposure import Exposure
from readiness.rollout.money import ledger
from readiness.rollout.outcome import NEVER
from readiness.rollout.run import run
from readiness.rollout.setting import Setting
from readiness.rollout.simulation import contact_cost, net_worth, planned


def judged(arrangement: Arrangement, setting: Setting, chunks: Sequence[Draws]) -> tuple[float, float, float]:
    """Return when 80 % of the trials are finished, mean contacts disturbed, and mean worth.

    They are the figures of :func:`readiness.rollout.simulation.simulate` to the
    last bit: seconds after the start (NEVER for never), contacts, and money.
    """
    plan = planned(arrangement, setting)
    exposure = Exposure(setting, arrangement.steps)
    rows: list[tuple[np.ndarray, ...]] = []
    for draws in chunks:
        done = run(plan, setting, draws)
        books = ledger(done)
        disturbed = exposure.of_run(done).total
        npv = net_worth(map(books.value, books.accounts), contact_cost(done) * disturbed)
        finish = np.minimum(done.end - setting.start, NEVER).astype(np.int32)
        rows.append((finish, disturbed.astype(np.float32), npv.astype(np.float32)))
    finish, contacts, worth = (np.concatenate(parts) for parts in zip(*rows, strict=True))
    late = float(np.percentile(finish, 80, method="inverted_cdf"))
    return late, float(np.mean(contacts, dtype=np.float64)), float(np.mean(worth, dtype=np.float64))
