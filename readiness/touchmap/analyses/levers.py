"""Levers: which share of the map, made smaller, would spare buyers and company most."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import nlargest

from readiness.touchmap.analyses.expectations import Expected
from readiness.touchmap.chain import Chain
from readiness.touchmap.handoffs import crosses
from readiness.touchmap.model import CANONICAL_STAGES, Touchpoint

TENTH = 0.1
KEPT = 100
TOWARDS_BUYING = ("choose", "buy", "renew")


@dataclass(frozen=True)
class Lever:
    """A share and what a year would be spared if it were a tenth of itself smaller and the rest done instead.

    ``passed_on``: a hand-off, or back to the same touchpoint, which is worth
    sparing; another way on, or one that leads a buyer towards buying, is not.  ``exact`` is False
    where the loop is too large: then the savings are what the slope promises,
    which is more than what comes.
    """

    giving: str
    taking: str
    share: float
    contacts: float
    handoffs: float
    cost: float
    passed_on: bool
    exact: bool


def first_levers(
    chain: Chain,
    points: Sequence[Touchpoint],
    expected: Expected,
    visits: Sequence[float | None],
    stages: Mapping[str, str],
) -> tuple[Lever, ...]:
    """Return the ``KEPT`` levers to pull first: those passed on, then those that spare most contacts."""
    every = levers(chain, points, expected, visits, stages)
    return tuple(nlargest(KEPT, every, key=lambda lever: (lever.passed_on, lever.contacts)))


def leads_to_buying(here: Touchpoint, there: Touchpoint, stages: Mapping[str, str]) -> bool:
    """Say whether a way leads on to choosing, buying or renewing; ``stages`` are canonical by id."""
    one, other = stages.get(here.stage or ""), stages.get(there.stage or "")
    if one not in CANONICAL_STAGES or other not in TOWARDS_BUYING:
        return False
    return CANONICAL_STAGES.index(one) < CANONICAL_STAGES.index(other)


def levers(
    chain: Chain,
    points: Sequence[Touchpoint],
    expected: Expected,
    visits: Sequence[float | None],
    stages: Mapping[str, str],
) -> Iterator[Lever]:
    """Yield every share with what a tenth less of it would spare.

    The slope of a share from i to j is v_i h_j (adjoint, v visits and h
    expectations).  A share less by d spares d v_i h_j / (1 + d N_ji), exactly
    (Sherman and Morrison 1950), N_ji being the visits at i of who is at j.
    """
    place = {point.id: state for state, point in enumerate(points)}
    described = {
        (state, place[step.to])
        for state, point in enumerate(points)
        for step in point.next
        if step.handoff is not None and step.to in place
    }
    for state, row in enumerate(chain.ways):
        coming = visits[state]
        for there, share in row:
            contacts, handed, cost = (
                values[there] for values in (expected.contacts, expected.handoffs, expected.cost)
            )
            if coming is None or contacts is None or handed is None or cost is None:
                continue
            back = chain.visits_from(there, state)
            less = TENTH * share
            spared = less * coming / (1 + less * (back or 0.0))
            yield Lever(
                f"touchpoints:{points[state].id}",
                f"touchpoints:{points[there].id}",
                share,
                spared * contacts,
                spared * (handed + crosses(points[state], points[there])),
                spared * cost,
                there == state
                or (
                    ((state, there) in described or crosses(points[state], points[there]))
                    and not leads_to_buying(points[state], points[there], stages)
                ),
                back is not None,
            )
