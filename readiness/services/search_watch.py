"""The end of a long search: somebody stops it, or its time is over."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from readiness.rollout.simulation import Progress

Clock = Callable[[], float]
Ended = Literal["", "stopped", "time"]
"""Why a search was ended before its end."""


class SearchWatch:
    """Passes progress on, and remembers that somebody stopped or that the time was over."""

    def __init__(self, progress: Progress, clock: Clock, seconds: float) -> None:
        self.progress, self.clock = progress, clock
        self.until = clock() + seconds
        self.ended: Ended = ""

    def __call__(self, done: int, asked: int) -> bool:
        """Answer whether to go on."""
        if not self.progress(done, asked):
            self.ended = "stopped"
        elif not self.ended and done < asked and self.clock() >= self.until:
            self.ended = "time"
        return not self.ended

    def left_over(self) -> float:
        """Return how many seconds are left for rough plans: half of them; 0 where somebody stopped."""
        return (self.until - self.clock()) / 2 if self(0, 1) else 0.0
