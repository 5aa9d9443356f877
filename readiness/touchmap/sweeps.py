"""The entangled core of a loop, solved by sweeps over its states until nothing moves any more."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from operator import mul

MOST = 300
"""Sweeps after which a core counts as not settling."""
CLOSE = 1e-10
"""Wanted relative error of expected contacts; other figures: of the largest reward times the contacts."""
ROUNDING = 1e-15


class NotSettled(Exception):
    """The sweeps came to no end."""


@dataclass
class Core:
    """States with the ways among them (none to itself) and the share that leaves each for good.

    Gauss-Seidel.  A sweep that changed nothing by more than D leaves residuals
    of at most D, so the error of a state is at most D times its expected
    contacts, since every visit is worth at least one contact (Varga 1962:
    inverses of M-matrices are nowhere negative).  What all states have in
    common is kept apart and set so that the residuals sum to nothing: that is
    what would settle slowly where leaks are small (one step of aggregation,
    Koury, McAllister and Stewart 1984).
    """

    states: tuple[int, ...]
    rows: list[list[tuple[int, float]]]
    columns: list[list[tuple[int, float]]]
    leak: list[float]
    leaves: list[float]
    contacts: list[float]

    @classmethod
    def of(cls, out: Mapping[int, Mapping[int, float]], leak: Mapping[int, float]) -> Core:
        """Make a core of the states left; their order is that of the mapping, against the ways."""
        states = tuple(out)
        place = {state: at for at, state in enumerate(states)}
        rows = [[(place[after], share) for after, share in out[state].items()] for state in states]
        columns: list[list[tuple[int, float]]] = [[] for _ in states]
        for here, row in enumerate(rows):
            for after, share in row:
                columns[after].append((here, share))
        leaks = [leak[state] for state in states]
        leaves = [leaking + sum(out[state].values()) for leaking, state in zip(leaks, states, strict=True)]
        return cls(states, rows, columns, leaks, leaves, [])

    def measure(self) -> None:
        """Work out the contacts within the core, which bound every other error.  Raises NotSettled."""
        self.contacts = self._settled([1.0] * len(self.states), 1.0)

    def solve_back(self, values: list[float], largest: float) -> None:
        """Turn rewards into expectations, in place.  Raises NotSettled."""
        solution = self._settled([values[state] for state in self.states], largest)
        for state, value in zip(self.states, solution, strict=True):
            values[state] = value

    def _settled(self, rewards: list[float], largest: float) -> list[float]:
        lowest = sum(self.leak)
        if lowest <= 0 or not any(rewards):
            if any(rewards):
                raise NotSettled
            return rewards
        common = sum(rewards) / lowest
        own = [0.0] * len(rewards)
        wanted = CLOSE * largest
        for count in range(MOST):
            if count % 10 == 9:
                common += self._unbalanced(rewards, common, own) / lowest
            if self._swept_back(rewards, common, own) <= wanted:
                return [common + value for value in own]
        raise NotSettled

    def _swept_back(self, rewards: list[float], common: float, own: list[float]) -> float:
        moved = 0.0
        states = zip(rewards, self.leak, self.leaves, self.rows, strict=True)
        for here, (reward, leak, leaves, row) in enumerate(states):
            total = reward - common * leak
            for after, share in row:
                total += share * own[after]
            total /= leaves
            change = total - own[here]
            if change > moved:
                moved = change
            elif -change > moved:
                moved = -change
            own[here] = total
        return moved

    def _unbalanced(self, rewards: list[float], common: float, own: list[float]) -> float:
        # the sum of rewards - common * leak - (leaves - ways) own, worked out by columns
        total = sum(rewards) - common * sum(self.leak)
        for value, leaves, column in zip(own, self.leaves, self.columns, strict=True):
            total += value * (sum(share for _, share in column) - leaves)
        return total

    def solve_forward(self, values: list[float]) -> None:
        """Turn arrivals into visits, in place.  Raises NotSettled.

        The error of all visits together is at most the sum of each change
        times the contacts that follow; all that arrives must leave, which
        sets the scale.
        """
        arrivals = [values[state] for state in self.states]
        wanted = sum(map(mul, arrivals, self.contacts)) * max(CLOSE, ROUNDING * max(self.contacts))
        visits = list(arrivals)
        entered = sum(arrivals)
        for count in range(MOST):
            if count % 5 == 1:
                scale = entered / (sum(map(mul, visits, self.leak)) or entered or 1.0)
                visits = [scale * visit for visit in visits]
            if self._swept_forward(arrivals, visits) <= wanted:
                break
        else:
            raise NotSettled
        for state, value in zip(self.states, visits, strict=True):
            values[state] = value

    def _swept_forward(self, arrivals: list[float], visits: list[float]) -> float:
        moved = 0.0
        places = range(len(visits) - 1, -1, -1)
        backwards = (reversed(each) for each in (arrivals, self.leaves, self.contacts, self.columns))
        for here, (arrived, leaves, contacts, column) in zip(
            places, zip(*backwards, strict=True), strict=True
        ):
            total = arrived
            for before, share in column:
                total += share * visits[before]
            total /= leaves
            moved += abs(total - visits[here]) * contacts
            visits[here] = total
        return moved
