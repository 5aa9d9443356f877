"""What each pitfall that is not cleared costs an option: days, money and disturbed contacts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from readiness.questionnaires.model import PitfallId
from readiness.rollout.arrangement import Arrangement
from readiness.rollout.draw import CHUNK, Draws
from readiness.rollout.outcome import NEVER, Outcome
from readiness.rollout.setting import Setting
from readiness.rollout.simulation import simulate


@dataclass(frozen=True)
class GatePrice:
    """What would be saved in an option if a pitfall were clear on the first day; None: it never finishes."""

    option: str
    pitfall: PitfallId
    days: float | None
    money: float
    contacts: float


def gate_prices(
    arrangements: Sequence[Arrangement], setting: Setting, *, trials: int, seed: int
) -> Iterator[GatePrice]:
    """Yield what each shut gate costs each option that has a step behind it, with the same random numbers."""
    draws = Draws(seed, 0, min(trials, CHUNK), setting.rollout.correlation)

    def outcomes(shut: frozenset[PitfallId], some: Sequence[Arrangement]) -> tuple[Outcome, ...]:
        varied = setting.varied(setting.rollout, shut)
        return simulate(some, varied, trials=draws.size, seed=seed, depth=False, chunks=[draws])

    for pitfall in sorted(setting.shut):
        behind = [one for one in arrangements if any(pitfall in one.steps[name].gate for name in one.order)]
        with_gate = outcomes(setting.shut, behind)
        without = outcomes(setting.shut - {pitfall}, behind)
        for one, other in zip(with_gate, without, strict=True):
            ends = [float(np.mean(each.finish, dtype=np.float64)) for each in (one, other)]
            never = (one.finish == NEVER).any() or (other.finish == NEVER).any()
            yield GatePrice(
                one.id,
                pitfall,
                None if never else (ends[0] - ends[1]) / 86400,
                float(np.mean(other.npv, dtype=np.float64) - np.mean(one.npv, dtype=np.float64)),
                float(np.mean(one.exposure, dtype=np.float64) - np.mean(other.exposure, dtype=np.float64)),
            )
