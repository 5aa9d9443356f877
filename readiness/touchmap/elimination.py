"""One loop of an absorbing Markov chain, solved by eliminating its states.

Grassmann, Taksar and Heyman (1985): a state is taken out and the ways through
it are added to those around it.  The share that leaves the loop is kept
explicitly for every state, so that nothing is ever subtracted and each result
is right to a few units of its last digit however small the leak is (O'Cinneide
1993).  States with fewest ways come first (Markowitz 1957).

A large loop whose states become too entangled keeps a core, which is solved by
Gauss-Seidel sweeps with a proven bound.  The two complete each other: a graph
that falls apart at few states is eliminated cheaply, one that does not is
mixed by few sweeps.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from heapq import heapify, heappop, heappush

from readiness.touchmap.sweeps import Core, NotSettled

SMALL = 300
"""So many states are eliminated whatever it takes (at worst some seconds)."""
CHEAP = 9
"""Products that the elimination of one state of a larger loop may take."""
BUDGET = 60_000_000
"""Products that eliminating a core may take that does not settle: about half a minute."""
LEAST = 1e-300

Way = tuple[int, float]


class TooLarge(Exception):
    """A loop whose expectations cannot be worked out in the time given, or not in a float."""


@dataclass(frozen=True)
class Step:
    """An eliminated state: the share that leaves it, and the ways out and in that were left."""

    state: int
    leaves: float
    out: tuple[Way, ...]
    into: tuple[Way, ...]


@dataclass
class _Left:
    """The states not yet eliminated."""

    out: dict[int, dict[int, float]]
    leak: dict[int, float]
    into: dict[int, dict[int, None]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.into = {state: {} for state in self.out}
        for state, row in self.out.items():
            row.pop(state, None)  # whoever stays at a place leaves it by the other ways in the end
            for there in row:
                self.into[there][state] = None

    def price(self, state: int) -> int:
        return len(self.out[state]) * len(self.into[state])

    def take_out(self, state: int) -> Step:
        row, column, leak = self.out.pop(state), self.into.pop(state), self.leak.pop(state)
        leaves = leak + sum(row.values())
        if leaves < LEAST:
            raise TooLarge
        into: list[Way] = []
        for before in column:
            ways = self.out[before]
            share = ways.pop(state)
            into.append((before, share))
            through = share / leaves
            self.leak[before] += through * leak
            for after, onward in row.items():
                if after in ways:
                    ways[after] += through * onward
                elif after != before:
                    ways[after] = through * onward
                    self.into[after][before] = None
        for after in row:
            del self.into[after][state]
        return Step(state, leaves, tuple(row.items()), tuple(into))


@dataclass(frozen=True)
class Loop:
    """A solved loop: states eliminated in this order, then perhaps a core that is swept."""

    steps: tuple[Step, ...]
    core: Core | None = None

    def solve_back(self, values: list[float], largest: float) -> None:
        """Turn values (reward of each state and what lies behind its ways out) into expectations, in place.

        ``largest`` is the largest reward of one visit.  Raises NotSettled.
        """
        for step in self.steps:
            through = values[step.state] / step.leaves
            for before, share in step.into:
                values[before] += share * through
        if self.core is not None:
            self.core.solve_back(values, largest)
        for step in reversed(self.steps):
            total = values[step.state]
            for after, share in step.out:
                total += share * values[after]
            values[step.state] = total / step.leaves

    def solve_forward(self, values: list[float]) -> None:
        """Turn values (arrivals from outside) into visits, in place.  Raises NotSettled."""
        for step in self.steps:
            through = values[step.state] / step.leaves
            for after, share in step.out:
                values[after] += through * share
        if self.core is not None:
            self.core.solve_forward(values)
        for step in reversed(self.steps):
            total = values[step.state]
            for before, share in step.into:
                total += share * values[before]
            values[step.state] = total / step.leaves

    def inverse(self) -> Mapping[int, Mapping[int, float]] | None:
        """Return expected visits at ``i`` of who is at ``j`` as ``[j][i]``, for i = j and each way i -> j.

        Those entries of the inverse that have a place in the factors, at the
        price of the elimination (Takahashi, Fagan and Chin 1973).  None where
        a core was swept.
        """
        if self.core is not None:
            return None
        visits: dict[int, dict[int, float]] = {}
        for step in reversed(self.steps):
            here = step.state
            row = {
                before: sum(share * visits[after][before] for after, share in step.out) / step.leaves
                for before, _ in step.into
            }
            again = 0.0
            for after, onward in step.out:
                known = visits[after]
                known[here] = sum(share * known[before] for before, share in step.into) / step.leaves
                again += onward * known[here]
            row[here] = (1.0 + again) / step.leaves
            visits[here] = row
        return visits


def solved(ways: Mapping[int, Mapping[int, float]], leak: Mapping[int, float]) -> Loop:
    """Solve a loop: ways within it and the share that leaves it, for each state.

    Near O(states + ways) for maps that fall apart at few places or mix fast,
    else bounded by ``BUDGET``.  Raises TooLarge.
    """
    left = _Left({state: dict(row) for state, row in ways.items()}, dict(leak))
    steps = list(_eliminated(left, CHEAP, BUDGET))
    if not left.out:
        return Loop(tuple(steps))
    core = Core.of(left.out, left.leak)
    try:
        core.measure()
    except NotSettled:
        return Loop((*steps, *_eliminated(left, BUDGET, BUDGET)))
    return Loop(tuple(steps), core)


def _eliminated(left: _Left, cheap: int, budget: int) -> Sequence[Step]:
    """Eliminate states, cheapest first, until few are left or the next is too dear."""
    queue = [(left.price(state), state) for state in left.out]
    heapify(queue)
    steps: list[Step] = []
    while left.out:
        price, state = heappop(queue)
        if state not in left.out or price != left.price(state):
            continue
        if price > cheap and len(left.out) > SMALL:
            break
        budget -= price
        if budget < 0:
            raise TooLarge
        step = left.take_out(state)
        steps.append(step)
        for near in dict.fromkeys((*(after for after, _ in step.out), *(before for before, _ in step.into))):
            heappush(queue, (left.price(near), near))
    return steps
