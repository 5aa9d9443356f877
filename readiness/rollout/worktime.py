"""Open time as stretches of instants: when work that stops outside them is finished.

Instants are whole seconds since 1970-01-01T00:00Z.  Every method takes a
number or an array of them and returns the same kind.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias, overload

import numpy as np
from numpy.typing import NDArray

from readiness.rollout.edges import Edges, Seconds

Truths: TypeAlias = NDArray[np.bool_]

FAR = 2**50
"""The instant that never comes."""


@dataclass(frozen=True, eq=False)
class WorkTime:
    """Stretches of open time ``[start, end)``: sorted, none empty, none touching the next.

    ``of`` and ``between`` make them from any.  Equal times are equal values.
    """

    starts: Seconds
    ends: Seconds

    @classmethod
    def of(cls, pairs: Iterable[tuple[int, int]]) -> WorkTime:
        """Return what is in any of the pairs of first instant and instant after the last."""
        table = np.array(list(pairs), dtype=np.int64).reshape(-1, 2)
        return cls.between(table[:, 0], table[:, 1])

    @classmethod
    def between(cls, starts: Seconds, ends: Seconds) -> WorkTime:
        """Return what is in any of many stretches, in whatever order; those that touch become one."""
        real = starts < ends
        order = np.argsort(starts[real], kind="stable")
        starts, ends = starts[real][order], np.maximum.accumulate(ends[real][order])
        apart = np.append(starts[1:] > ends[:-1], values=True)
        return cls(starts[np.roll(apart, 1)[: len(starts)]], ends[apart[: len(ends)]])

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, WorkTime):
            return NotImplemented
        return np.array_equal(self.starts, other.starts) and np.array_equal(self.ends, other.ends)

    def __hash__(self) -> int:
        return hash((self.starts.tobytes(), self.ends.tobytes()))

    def __len__(self) -> int:
        return len(self.starts)

    def __iter__(self) -> Iterator[tuple[int, int]]:
        return zip(self.starts.tolist(), self.ends.tolist(), strict=True)

    @cached_property
    def seconds(self) -> int:
        """Open seconds altogether."""
        return int((self.ends - self.starts).sum())

    @overload
    def opening(self, at: int) -> int: ...
    @overload
    def opening(self, at: Seconds) -> Seconds: ...
    def opening(self, at: int | Seconds) -> int | Seconds:
        """Return the first open instant that is not before ``at``; FAR after the last stretch."""
        instants = np.asarray(at, dtype=np.int64)
        place = self._by_end.passed(instants)
        return _same_kind(np.minimum(np.maximum(self._starts_and_far[place], instants), FAR), at)

    @overload
    def worked(self, at: int) -> int: ...
    @overload
    def worked(self, at: Seconds) -> Seconds: ...
    def worked(self, at: int | Seconds) -> int | Seconds:
        """Return the open seconds before an instant."""
        return _same_kind(self._worked(np.asarray(at, dtype=np.int64)), at)

    @overload
    def finish(self, at: int, seconds: int) -> int: ...
    @overload
    def finish(self, at: Seconds, seconds: int | Seconds) -> Seconds: ...
    @overload
    def finish(self, at: int, seconds: Seconds) -> Seconds: ...
    def finish(self, at: int | Seconds, seconds: int | Seconds) -> int | Seconds:
        """Return the first instant before which ``seconds`` are open since ``at``.

        It is ``at`` itself for 0 seconds, open or not, the end of a stretch
        where the work just fits into it, and FAR where the open time does not
        suffice.
        """
        instants, length = np.asarray(at, dtype=np.int64), np.asarray(seconds, dtype=np.int64)
        wanted = self._worked(instants) + length
        place = self._by_work.before(wanted)
        found = np.minimum(self._leads[place] + wanted, FAR)
        if not np.all(length):
            found = np.where(length > 0, found, instants)
        return _same_kind(found, at, seconds)

    @overload
    def window(self, at: int, seconds: int) -> int: ...
    @overload
    def window(self, at: Seconds, seconds: int | Seconds) -> Seconds: ...
    @overload
    def window(self, at: int, seconds: Seconds) -> Seconds: ...
    def window(self, at: int | Seconds, seconds: int | Seconds) -> int | Seconds:
        """Return the start of the first unbroken open time, not before ``at``, that lasts ``seconds``.

        For 0 seconds it is the opening; FAR where no stretch is long enough.
        """
        instants, length = np.asarray(at, dtype=np.int64), np.maximum(np.asarray(seconds, dtype=np.int64), 1)
        if length.ndim == 0:
            latest, starts = self._that_last(int(length))
            place = latest.before(instants)
        else:
            place = self._first_that_lasts(instants, length)
            starts = self._starts_and_far
        return _same_kind(np.minimum(np.maximum(starts[place], instants), FAR), at, seconds)

    def within(self, since: int, until: int) -> WorkTime:
        """Return what lies in ``[since, until)``."""
        if since >= until:
            return NEVER
        some = slice(np.searchsorted(self.ends, since, side="right"), np.searchsorted(self.starts, until))
        return WorkTime(np.maximum(self.starts[some], since), np.minimum(self.ends[some], until))

    def minus(self, other: WorkTime) -> WorkTime:
        """Return the time that is in this and not in the other."""
        return self._joined(other, lambda mine, its: mine & ~its)

    def both(self, other: WorkTime) -> WorkTime:
        """Return the time that is in both."""
        return self._joined(other, lambda mine, its: mine & its)

    def union(self, other: WorkTime) -> WorkTime:
        """Return the time that is in either."""
        return self._joined(other, lambda mine, its: mine | its)

    def _joined(self, other: WorkTime, rule: Callable[[Truths, Truths], Truths]) -> WorkTime:
        edges = np.unique(np.concatenate((self.starts, self.ends, other.starts, other.ends)))
        is_open = rule(self._holds(edges), other._holds(edges))
        before = np.concatenate(([False], is_open))[: len(is_open)]
        return WorkTime(edges[is_open & ~before], edges[before & ~is_open])

    def _holds(self, instants: Seconds) -> Truths:
        begun = np.searchsorted(self.starts, instants, side="right")
        is_open: Truths = begun > np.searchsorted(self.ends, instants, side="right")
        return is_open

    def _worked(self, instants: Seconds) -> Seconds:
        place = self._by_end.passed(instants)
        into = np.where(place < len(self), instants - self._starts_and_far[place], 0)
        return np.maximum(into, 0) + self._work_before[place]

    def _that_last(self, length: int) -> tuple[Edges, Seconds]:
        """Return the last instants at which so much is left of a stretch, and the starts of these."""
        if length not in self._known_lengths:
            fits = self.ends - self.starts >= length
            starts = np.append(self.starts[fits], FAR)
            self._known_lengths[length] = Edges(self.ends[fits] - length), starts
        return self._known_lengths[length]

    @cached_property
    def _known_lengths(self) -> dict[int, tuple[Edges, Seconds]]:
        return {}

    def _first_that_lasts(self, instants: Seconds, length: Seconds) -> NDArray[np.intp]:
        """Return the number of the first stretch with so much left, by doubling: O(log n) for each."""
        place = self._by_end.passed(instants)
        ends = np.append(self.ends, 2 * FAR)
        place = place + (ends[place] - np.maximum(self._starts_and_far[place], instants) < length)
        for power in reversed(range(len(self._longest))):
            longest = self._longest[power]
            place = np.where(longest[np.minimum(place, len(longest) - 1)] < length, place + 2**power, place)
        return np.minimum(place, len(self))

    @cached_property
    def _longest(self) -> tuple[Seconds, ...]:
        """The longest of the next 1, 2, 4 ... stretches from each; what follows the last is long enough."""
        row = np.append(self.ends - self.starts, 4 * FAR)
        rows = [row]
        while 2 ** len(rows) <= len(self):
            later = np.append(row[2 ** (len(rows) - 1) :], np.full(2 ** (len(rows) - 1), 4 * FAR))
            row = np.maximum(row, later)
            rows.append(row)
        return tuple(rows)

    @cached_property
    def _work_before(self) -> Seconds:
        """Open seconds before each stretch, and altogether."""
        return np.concatenate(([0], np.cumsum(self.ends - self.starts)))

    @cached_property
    def _starts_and_far(self) -> Seconds:
        return np.append(self.starts, FAR)

    @cached_property
    def _leads(self) -> Seconds:
        """An instant in a stretch less the open seconds before it."""
        return np.append(self.starts - self._work_before[:-1], FAR)

    @cached_property
    def _by_end(self) -> Edges:
        return Edges(self.ends)

    @cached_property
    def _by_work(self) -> Edges:
        return Edges(self._work_before[1:])


def _same_kind(found: Seconds, *given: int | Seconds) -> int | Seconds:
    return found if any(isinstance(one, np.ndarray) for one in given) else int(found)


NEVER = WorkTime.of(())
ALWAYS = WorkTime.of([(-FAR, FAR)])

__all__ = ["ALWAYS", "FAR", "NEVER", "Seconds", "WorkTime"]
