"""Drawn numbers that are the same on every machine and in every version of Python."""

from __future__ import annotations

_MULTIPLIER, _STEP, _MASK = 6364136223846793005, 1442695040888963407, (1 << 64) - 1


class Draws:
    """A linear congruential generator with the constants of Knuth's MMIX; its upper 31 bits are used."""

    def __init__(self, seed: int) -> None:
        self._state = (seed * 2 + 1) * _MULTIPLIER & _MASK
        self.below(1)

    def below(self, bound: int) -> int:
        """Return a number from 0 to below a bound of at most 2**31."""
        self._state = (self._state * _MULTIPLIER + _STEP) & _MASK
        return (self._state >> 33) * bound >> 31

    def chance(self, thousandths: int) -> bool:
        """Return True so many times in a thousand."""
        return self.below(1000) < thousandths
