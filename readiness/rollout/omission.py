"""What an option would be without one of its steps: sooner, calmer, worth more or less."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from readiness.rollout.activities import plan
from readiness.rollout.arrangement import Arrangement
from readiness.rollout.comparison import prices
from readiness.rollout.draw import CHUNK, Draws
from readiness.rollout.setting import Setting
from readiness.rollout.simulation import simulate


@dataclass(frozen=True)
class Omission:
    """How an option differs without a step that nothing else rests on."""

    option: str
    step: str
    days: float | None
    """By how many days it is done later (below nought: earlier), at P80; None where it never is."""
    contacts: float
    """By how many contacts more it disturbs."""
    money: float
    """By how much more it is worth."""


def omissions(arrangement: Arrangement, setting: Setting, *, trials: int, seed: int) -> Iterator[Omission]:
    """Yield what an option would be without each step, with the same random numbers.

    A step that another one comes after, or that opens the gate of another one,
    cannot be left out alone; nor can the only one.
    """
    draws = Draws(seed, 0, min(trials, CHUNK), setting.rollout.correlation)
    fewer = [
        _without(arrangement, step) for step in arrangement.order if _is_free(arrangement, setting, step)
    ]
    whole = simulate(
        [arrangement, *fewer], setting, trials=draws.size, seed=seed, depth=False, chunks=[draws]
    )
    for smaller in whole[1:]:
        step = smaller.id
        (price,) = prices(smaller, whole[:1])
        yield Omission(arrangement.id, step, price.days, price.contacts, price.money)


def _without(arrangement: Arrangement, step: str) -> Arrangement:
    """Return an arrangement without a step, under the name of the step."""
    kept = (tuple(name for name in wave if name != step) for wave in arrangement.waves)
    waves = tuple(wave for wave in kept if wave)
    return replace(arrangement, id=step, waves=waves, left_out=(*arrangement.left_out, step))


def _is_free(arrangement: Arrangement, setting: Setting, step: str) -> bool:
    others = [arrangement.steps[name] for name in arrangement.order if name != step]
    if not others or any(step in other.after for other in others):
        return False
    before, after = (
        plan(setting.rollout, one, shut=setting.shut).blocked
        for one in (arrangement, _without(arrangement, step))
    )
    return not after.keys() - before.keys()
