"""What is to be expected from each touchpoint on until it is done: contacts, hand-offs, time, money."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum

from readiness.touchmap.chain import Chain
from readiness.touchmap.handoffs import crosses
from readiness.touchmap.model import Touchpoint


@dataclass(frozen=True)
class Expected:
    """Expectations from each touchpoint on; ``timed`` and ``priced`` are contacts with known minutes, cost.

    None: not finite, or not to be had.
    """

    contacts: Sequence[float | None]
    handoffs: Sequence[float | None]
    bounces: Sequence[float | None]
    minutes: Sequence[float | None]
    timed: Sequence[float | None]
    cost: Sequence[float | None]
    priced: Sequence[float | None]


def expectations(chain: Chain, points: Sequence[Touchpoint]) -> Expected:
    """Return the expectations of a map's chain; its touchpoints in the order of its states.

    Each is a solution for one reward a visit: 1 for contacts, the share handed
    on, the chance 1 - 1/N_jj that it is followed by another visit here for
    bounces, and so on.
    """
    crossing = [
        fsum(share for there, share in row if crosses(here, points[there]))
        for here, row in zip(points, chain.ways, strict=True)
    ]
    again = [chain.visits_from(state, state) for state in range(len(points))]
    bounces = chain.expected([1 - 1 / (times or 1.0) for times in again])
    if None in again:
        bounces = _hidden(chain, bounces, [times is None for times in again])
    timed = [point.minutes is not None for point in points]
    priced = [point.cost is not None for point in points]
    contacts = chain.expected([1.0] * len(points))
    return Expected(
        contacts,
        chain.expected(crossing),
        bounces,
        chain.expected([_minutes(point) for point in points]),
        contacts if all(timed) else chain.expected([float(known) for known in timed]),
        chain.expected([point.cost or 0.0 for point in points]),
        contacts if all(priced) else chain.expected([float(known) for known in priced]),
    )


def _hidden(
    chain: Chain, values: Sequence[float | None], unknown: Sequence[bool]
) -> tuple[float | None, ...]:
    """Return values, None where a journey can come to a state of which they are unknown."""
    hidden = list(unknown)
    for part in chain.parts:
        if any(hidden[state] or any(hidden[there] for there in chain.successors[state]) for state in part):
            for state in part:
                hidden[state] = True
    return tuple(None if out else value for value, out in zip(values, hidden, strict=True))


def _minutes(point: Touchpoint) -> float:
    waited = (step.share * (step.handoff.minutes or 0.0) for step in point.next if step.handoff)
    return (point.minutes or 0.0) + fsum(waited)
