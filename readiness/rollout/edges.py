"""Sorted instants, looked up by the thousand: how many have passed."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Seconds: TypeAlias = NDArray[np.int64]

_NEVER_PASSED = 2**60


class Edges:
    """Sorted instants, looked up by how many have passed.

    A table by spans of a power of two seconds, two or more for each edge, says
    where to begin; most spans hold one edge at most, so that a step or two lead
    to the answer.  Where edges crowd, it is searched by halves.
    """

    def __init__(self, edges: Seconds) -> None:
        self.edges = np.append(edges, _NEVER_PASSED)
        self.steps = 0
        if len(edges) < 2:
            return
        self.first, self.last = int(edges[0]), int(edges[-1])
        span = self.last - self.first
        self.shift = max((span // (len(edges) * 4)).bit_length(), 1)
        borders = self.first + (np.arange((span >> self.shift) + 2, dtype=np.int64) << self.shift)
        table = np.searchsorted(edges, borders, side="right")
        self.steps = int(np.diff(table).max())
        self.table = table

    def passed(self, instants: Seconds) -> NDArray[np.intp]:
        """Return how many edges are not after each instant."""
        if not 0 < self.steps <= 3 or instants.ndim == 0:
            return np.asarray(np.searchsorted(self.edges, instants, side="right"))
        inside = np.minimum(np.maximum(instants, self.first), self.last)  # np.clip takes twice as long
        place = self.table[(inside - self.first) >> self.shift]
        for _ in range(self.steps):
            place = place + (self.edges[place] <= instants)
        # an instant before the first edge stands in the span that the first edge opens
        return np.where(instants < self.first, 0, place)

    def before(self, instants: Seconds) -> NDArray[np.intp]:
        """Return how many edges are before each instant."""
        return self.passed(instants - 1)
