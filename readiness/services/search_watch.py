"""The end of a long search: somebody stops it, or its time is over."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from readiness.rollout.simulation import Progress

Clock = Callable[[], float]
Ended = Literal["", "stopped", "time"]
"""Why a search was ended before its end."""


class SearchWatch:
    """Passes progress on, and remembers that somebody stopped or that the time was over.

    It ends where the next piece of work would go beyond the time, if it took as
    long as the longest so far.
    """

    def __init__(
        self, progress: Progress, clock: Clock, seconds: float, *, since: float | None = None
    ) -> None:
        self.progress, self.clock = progress, clock
        self._last = clock()
        self.until = (self._last if since is None else since) + seconds
        self.ended: Ended = ""
        self._longest = 0.0

    def __call__(self, done: int, asked: int) -> bool:
        """Answer whether to go on."""
        now = self.clock()
        self._longest = max(self._longest, now - self._last)
        self._last = now
        if not self.progress(done, asked):
            self.ended = "stopped"
        elif not self.ended and done < asked and now + self._longest >= self.until:
            self.ended = "time"
        return not self.ended

    def begin(self) -> None:
        """Forget how long pieces of work took: those that follow are of another kind."""
        self._last, self._longest = self.clock(), 0.0

    def left_over(self) -> float:
        """Return how many seconds are left for rough plans: half of them; 0 where somebody stopped."""
        now = self.clock()
        if not self.progress(0, 1):
            self.ended = "stopped"
        elif not self.ended and now >= self.until:
            self.ended = "time"
        return (self.until - now) / 2 if not self.ended else 0.0
