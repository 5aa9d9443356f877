"""Random numbers of a simulation: the same for every option, each named by what it decides.

A stream is named by a seed and a name such as ``customer-data/days``.  Two
options that share a step so draw the same time for it in the same trial, and
differ only by what they do (common random numbers, Kahn and Marshall 1953).  A
trial has the same numbers, however trials are cut into chunks.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from math import sqrt

import numpy as np

from readiness.rollout.estimate import Numbers, look_up, normal_share, values
from readiness.rollout.fields import Estimate
from readiness.rollout.model import Correlation

CHUNK = 8192
"""Trials that are looked at together: few enough for the cache of a processor."""
BLOCK = 8192
"""Trials whose numbers come from one generator."""


@dataclass
class Draws:
    """The numbers of ``size`` trials from number ``first`` on, drawn when they are first asked for.

    With ``likely`` there is one trial, in which every estimate has its median
    and nothing that may fail does.
    """

    seed: int
    first: int
    size: int
    correlation: Correlation = Correlation()
    likely: bool = False
    drawn: dict[str, Numbers] = field(default_factory=dict)
    """Numbers z by name, kept so that several options can share them."""
    valued: dict[str, tuple[Estimate, Numbers]] = field(default_factory=dict)
    """The values that were last asked for by name, of which estimate: options ask for the same ones."""

    @cached_property
    def groups(self) -> Mapping[str, tuple[str, float]]:
        """The group and correlation of each step that is in one."""
        return {
            step: (group.id, group.correlation) for group in self.correlation.groups for step in group.steps
        }

    def value(self, name: str, estimate: Estimate, step: str | None = None) -> Numbers:
        """Return a value for each trial; times of a step hang together with those of others."""
        if estimate.is_certain:
            return np.full(self.size, estimate.likely)
        last = self.valued.get(name)
        if last is None or last[0] != estimate:
            found = values(estimate, self.z(name, step))
            found.flags.writeable = False
            last = self.valued[name] = estimate, found
        return last[1]

    def z(self, name: str, step: str | None = None) -> Numbers:
        """Return standard normal numbers; those of a step's time share what is common to steps."""
        if self.likely:
            return np.zeros(self.size)
        kept = self.drawn.get(name)
        if kept is None:
            kept = self.drawn[name] = self._z(name, step)
        return kept

    def chance(self, name: str) -> Numbers:
        """Return numbers between 0 and 1: what has a smaller chance than its number does not happen."""
        if self.likely:
            return np.ones(self.size)
        kept = self.drawn.get(name)
        if kept is None:
            kept = self.drawn[name] = self._numbers(name, np.random.Generator.random)
        return kept

    def _z(self, name: str, step: str | None) -> Numbers:
        own = self._numbers(name, np.random.Generator.standard_normal)
        if step is None or not (self.correlation.all or self.correlation.groups):
            return own
        group, shared = self.groups.get(step, ("", 0.0))
        common = self.correlation.all
        total: Numbers = sqrt(max(0.0, 1 - common - shared)) * own
        if common:
            total = total + sqrt(common) * self.z("/all")
        if shared:
            total = total + sqrt(shared) * self.z(f"/groups/{group}")
        return total

    def _numbers(self, name: str, kind: Callable[[np.random.Generator, int], Numbers]) -> Numbers:
        last = self.first + self.size
        pieces = []
        for block in range(self.first // BLOCK, (last - 1) // BLOCK + 1):
            start = block * BLOCK
            row = kind(self._generator(name, block), min(BLOCK, last - start))
            pieces.append(row[max(0, self.first - start) :])
        return pieces[0] if len(pieces) == 1 else np.concatenate(pieces)

    def _generator(self, name: str, block: int) -> np.random.Generator:
        key = (int.from_bytes(name.encode()), block)
        return np.random.Generator(np.random.SFC64(np.random.SeedSequence(self.seed, spawn_key=key)))


def share_below(z: Numbers) -> Numbers:
    """Return the share of standard normal numbers below each."""
    return look_up(normal_share(), z)
