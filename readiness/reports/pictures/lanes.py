"""Lanes in a gutter, and ports on the side of a chip, in an order in which as few ways as possible cross.

A way runs in a gutter as a straight piece, from one place along the gutter to
another; at each of its ends a stub leaves to one side.  Two ways cross where a
stub of one meets the straight piece of the other, which depends on nothing but
which of the two lies further to the first side.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

EXACT = 9
_ROUNDS = 12


@dataclass(frozen=True)
class Piece:
    """A straight piece in a gutter.

    ``start`` and ``end`` are places along the gutter; ``start_left`` and
    ``end_left`` say whether the stub there leaves to the first side (left, or
    up in a gutter that lies).  ``bundle`` keeps pieces of a name side by side.
    """

    start: float
    end: float
    start_left: bool
    end_left: bool
    width: float
    bundle: object = None

    @property
    def low(self) -> float:
        """The lesser place."""
        return min(self.start, self.end)

    @property
    def high(self) -> float:
        """The greater place."""
        return max(self.start, self.end)


def crossings(first: Piece, second: Piece) -> int:
    """Return how often two pieces cross if the first lies on the first side of the second."""
    return sum(
        not left and second.low < place < second.high
        for place, left in ((first.start, first.start_left), (first.end, first.end_left))
    ) + sum(
        left and first.low < place < first.high
        for place, left in ((second.start, second.start_left), (second.end, second.end_left))
    )


def order(pieces: Sequence[Piece]) -> list[int]:
    """Return the pieces from the first side to the other, bundles kept together, with few crossings.

    Up to EXACT bundles (and pieces of a bundle) the least number, by dynamic
    programming over subsets, O(2^n n); beyond that by moving one at a time to
    its best place until nothing gets better (insertion neighbourhood of the
    linear ordering problem; Marti and Reinelt 2011), O(n^2) a round.
    """
    bundles: dict[object, list[int]] = {}
    for place, piece in enumerate(pieces):
        bundles.setdefault(("alone", place) if piece.bundle is None else piece.bundle, []).append(place)
    groups = list(bundles.values())
    costs = [[crossings(one, other) for other in pieces] for one in pieces]
    between = [
        [sum(costs[one][other] for one, other in product(here, there)) for there in groups] for here in groups
    ]
    ordered = [groups[place] for place in least(between)]
    return [
        group[place]
        for group in ordered
        for place in least([[costs[one][other] for other in group] for one in group])
    ]


def least(costs: Sequence[Sequence[int]]) -> list[int]:
    """Return an order with the least sum of ``costs[i][j]`` over all i that come before j; ties as given."""
    if len(costs) <= EXACT:
        return _exact(costs)
    found = list(range(len(costs)))
    for _ in range(_ROUNDS):
        better = False
        for one in range(len(costs)):
            better |= _moved(found, one, costs)
        if not better:
            break
    return found


def packed(
    pieces: Sequence[Piece], ordered: Sequence[int], *, gap: float, tight: float
) -> tuple[list[float], float]:
    """Return the middle of each piece across the gutter, and how wide all are together.

    Pieces keep their order where they run beside each other; those that do not
    may share a lane.  ``tight`` is the gap within a bundle.  O(n^2).
    """
    middles = [0.0] * len(pieces)
    placed: list[int] = []
    widest = 0.0
    for here in ordered:
        piece = pieces[here]
        edge = 0.0
        for other in placed:
            beside = pieces[other]
            if beside.low <= piece.high + gap and piece.low <= beside.high + gap:
                same = piece.bundle is not None and piece.bundle == beside.bundle
                edge = max(edge, middles[other] + beside.width / 2 + (tight if same else gap))
        middles[here] = edge + piece.width / 2
        widest = max(widest, edge + piece.width)
        placed.append(here)
    return middles, widest


@dataclass(frozen=True)
class Far:
    """The other end of a way that leaves a chip: where along the gutter, and on which side of it."""

    place: float
    same_side: bool


def port_order(middle: float, ends: Sequence[Far]) -> list[int]:
    """Return the ways of one side of a chip from top to bottom, so that no two of them need to cross.

    Those that go up come first: ways back to the same side, furthest down
    first, then those across in the order of their ends; ways down are the
    mirror image.  With lanes in the right order none crosses another.
    """

    def key(number: int) -> tuple[int, float, int]:
        end = ends[number]
        if end.place < middle:
            return (0, -end.place, -number) if end.same_side else (1, end.place, number)
        return (3, -end.place, number) if end.same_side else (2, end.place, number)

    return sorted(range(len(ends)), key=key)


def _exact(costs: Sequence[Sequence[int]]) -> list[int]:
    """Return the best order: for every set of first places the cheapest order of it."""
    size = len(costs)
    best: list[tuple[int, tuple[int, ...]]] = [(0, ())] * (1 << size)
    for members in range(1, 1 << size):
        inside = [one for one in range(size) if members >> one & 1]
        best[members] = min(
            (
                best[members ^ (1 << last)][0] + sum(costs[one][last] for one in inside if one != last),
                (*best[members ^ (1 << last)][1], last),
            )
            for last in inside
        )
    return list(best[-1][1])


def _moved(found: list[int], one: int, costs: Sequence[Sequence[int]]) -> bool:
    """Move one to its best place; say whether that is better than where it was."""
    here = found.index(one)
    others = [other for other in found if other != one]
    price = sum(costs[one][other] for other in others)
    prices = [price]
    for other in others:
        price += costs[other][one] - costs[one][other]
        prices.append(price)
    best = min(range(len(prices)), key=lambda place: (prices[place], abs(place - here), place))
    if prices[best] >= prices[here]:
        return False
    found[:] = [*others[:best], one, *others[best:]]
    return True


def total_crossings(pieces: Sequence[Piece], ordered: Sequence[int]) -> int:
    """Return how often the pieces cross in an order."""
    return sum(
        crossings(pieces[one], pieces[other])
        for place, one in enumerate(ordered)
        for other in ordered[place + 1 :]
    )
