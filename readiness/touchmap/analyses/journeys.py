"""Journeys: what it takes a buyer until it is done, where they go round, which share to improve first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import fsum, inf

from readiness.touchmap.analyses.expectations import Expected, expectations
from readiness.touchmap.analyses.handoffs import severity_of
from readiness.touchmap.analyses.levers import Lever, first_levers
from readiness.touchmap.chain import Chain, chain_of
from readiness.touchmap.finding import MapFinding, Severity, heaviest_first
from readiness.touchmap.handoffs import crosses
from readiness.touchmap.loops import way_round
from readiness.touchmap.model import Touchpoint
from readiness.touchmap.volumes import Traffic

LONG = 2.0
SERIOUS = 3.0
CRITICAL = 5.0


@dataclass(frozen=True)
class Journey:
    """What one journey takes on average; ``starts`` are journeys a year.

    ``subject`` is a buyer, an entry touchpoint or empty for all.  ``bounces``
    are visits to touchpoints visited before.  ``minutes`` and ``cost`` add up
    what is known, for ``minutes_share`` and ``cost_share`` of the contacts.
    None: no journeys start, nothing is known, or there is no finite answer.
    """

    subject: str
    starts: float
    contacts: float | None
    handoffs: float | None
    bounces: float | None
    minutes: float | None
    minutes_share: float | None
    cost: float | None
    cost_share: float | None


@dataclass(frozen=True)
class BounceLoop:
    """Touchpoints among which buyers go round: a shortest way, all of them, repeat visits a year."""

    way: tuple[str, ...]
    touchpoints: tuple[str, ...]
    departments: tuple[str, ...]
    contacts: float


@dataclass(frozen=True)
class Year:
    """What the map lists for a year, inbound: contacts, hand-offs, minutes and cost where known.

    A chain may expect more contacts than are listed, where the shares of ways on
    lead more buyers to a touchpoint than the map counts there.
    """

    contacts: float
    handoffs: float
    minutes: float | None
    cost: float | None


@dataclass(frozen=True)
class Journeys:
    """Journeys that buyers start, on average over all, by buyer and by entry.

    Totals a year are ``starts`` of ``all`` times its figures.  ``levers`` keeps
    the first of ``ways`` shares to improve, counted over the visits that the
    company starts too.
    """

    all: Journey
    year: Year
    buyers: tuple[Journey, ...]
    entries: tuple[Journey, ...]
    ways: int
    levers: tuple[Lever, ...]
    loops: tuple[BounceLoop, ...]
    findings: tuple[MapFinding, ...]


def journeys(traffic: Traffic) -> Journeys:
    """Return what journeys take until they are done, by an absorbing Markov chain.

    Shares do not depend on the buyer; a buyer's figures are means over where
    his journeys start (``Traffic.starts_of``, inbound).  Hand-offs are ways
    between two departments (``handoffs.crosses``).  A few solutions of the
    chain, near O(touchpoints + ways on).

    Findings: LONG-WAY for an entry from which two contacts or more are to be
    expected (serious from 3, critical from 5); BOUNCE-LOOP for a loop through
    two departments or more, or a touchpoint that leads to itself (serious if it
    causes 5 % of the inbound contacts, critical 20 %).
    """
    chain = chain_of(traffic.map)
    points: list[Touchpoint] = list(traffic.map.index["touchpoints"].values())
    expected = expectations(chain, points)
    visits = chain.visits([traffic.starts[point.id] for point in points])
    every, buyers, entries = _means(traffic, points, expected)
    loops = tuple(_loops(chain, points, visits))
    found = (*_long_ways(entries), *_bouncing(traffic, loops))
    return Journeys(
        every,
        _year(traffic),
        buyers,
        entries,
        sum(map(len, chain.ways)),
        first_levers(chain, points, expected, visits, {s.id: s.canonical for s in traffic.map.stages}),
        loops,
        heaviest_first(found),
    )


def _means(
    traffic: Traffic, points: Sequence[Touchpoint], expected: Expected
) -> tuple[Journey, tuple[Journey, ...], tuple[Journey, ...]]:
    by_buyer: dict[str, list[tuple[int, float]]] = {buyer.id: [] for buyer in traffic.map.buyers}
    everybody: list[tuple[int, float]] = []
    for state, point in enumerate(points):
        if point.direction != "inbound":
            continue
        for buyer in traffic.visits[point.id]:
            starts = traffic.starts_of(point.id, buyer)
            if starts > 0:
                by_buyer.setdefault(buyer, []).append((state, starts))
        if traffic.starts[point.id] > 0:
            everybody.append((state, traffic.starts[point.id]))
    by_buyer.pop("", None)
    return (
        _mean("", everybody, expected),
        tuple(_mean(f"buyers:{buyer}", starts, expected) for buyer, starts in by_buyer.items()),
        tuple(_mean(f"touchpoints:{points[at].id}", [(at, starts)], expected) for at, starts in everybody),
    )


def _mean(subject: str, starts: Sequence[tuple[int, float]], expected: Expected) -> Journey:
    whole = fsum(number for _, number in starts)

    def mean(values: Sequence[float | None]) -> float | None:
        found = [(values[state], number) for state, number in starts]
        if not found or any(value is None for value, _ in found):
            return None
        return fsum((value or 0.0) * number for value, number in found) / whole

    contacts = mean(expected.contacts)
    timed, priced = _part(mean(expected.timed), contacts), _part(mean(expected.priced), contacts)
    minutes, cost = mean(expected.minutes), mean(expected.cost)
    return Journey(
        subject,
        whole,
        contacts,
        mean(expected.handoffs),
        mean(expected.bounces),
        minutes if timed or minutes else None,
        timed,
        cost if priced else None,
        priced,
    )


def _year(traffic: Traffic) -> Year:
    places = traffic.map.index["touchpoints"]
    visits = {point.id: traffic.total(point.id) for point in traffic.inbound}
    handed = fsum(
        visits[point.id] * step.share
        for point in traffic.inbound
        for step in point.next
        if step.to in places and crosses(point, places[step.to])
    )
    timed = [visits[p.id] * p.minutes for p in traffic.inbound if p.minutes is not None]
    waited = [
        visits[point.id] * step.share * step.handoff.minutes
        for point in traffic.inbound
        for step in point.next
        if step.to in places and step.handoff is not None and step.handoff.minutes is not None
    ]
    priced = [visits[p.id] * p.cost for p in traffic.inbound if p.cost is not None]
    return Year(
        fsum(visits.values()),
        handed,
        fsum((*timed, *waited)) if timed or waited else None,
        fsum(priced) if priced else None,
    )


def _part(known: float | None, contacts: float | None) -> float | None:
    return None if known is None or contacts is None else min(known / contacts, 1.0)


def _loops(
    chain: Chain, points: Sequence[Touchpoint], visits: Sequence[float | None]
) -> Iterator[BounceLoop]:
    """Yield loops through two departments or more, and touchpoints that lead to themselves, in file order.

    Repeat visits: v_j - v_j / N_jj at each touchpoint.  In a loop too large for
    N all that its own ways bring, which is more.
    """
    several = {
        min(part): part
        for part in chain.parts
        if len(part) > 1 and len({points[state].department for state in part} - {None}) > 1
    }
    within = {state for part in several.values() for state in part}
    for state, row in enumerate(chain.ways):
        if state in several:
            yield _loop(chain, points, sorted(several[state]), _repeated(chain, several[state], visits))
        stay = fsum(share for there, share in row if there == state)
        if stay and state not in within:  # within a larger loop it is counted there
            coming = visits[state]
            yield _loop(chain, points, [state], inf if coming is None else coming * stay)


def _repeated(chain: Chain, part: Iterable[int], visits: Sequence[float | None]) -> float:
    again = [(state, chain.visits_from(state, state)) for state in part]
    if all(times is not None for _, times in again):
        return fsum((visits[state] or 0.0) * (1 - 1 / (times or 1.0)) for state, times in again)
    inside = {state for state, _ in again}
    ways = ((state, fsum(share for there, share in chain.ways[state] if there in inside)) for state in inside)
    return fsum((visits[state] or 0.0) * share for state, share in ways)


def _loop(chain: Chain, points: Sequence[Touchpoint], part: Sequence[int], contacts: float) -> BounceLoop:
    way = way_round(chain.successors, part[0], frozenset(part))
    departments = (points[state].department for state in part)
    return BounceLoop(
        tuple(f"touchpoints:{points[state].id}" for state in way),
        tuple(f"touchpoints:{points[state].id}" for state in part),
        tuple(dict.fromkeys(f"departments:{name}" for name in departments if name)),
        contacts,
    )


def _long_ways(entries: Iterable[Journey]) -> Iterator[MapFinding]:
    for entry in entries:
        steps = inf if entry.contacts is None else entry.contacts
        if steps >= LONG - 1e-9:
            severity: Severity = (
                "critical" if steps >= CRITICAL else "serious" if steps >= SERIOUS else "minor"
            )
            values = {"steps": steps, "journeys": entry.starts}
            subject = entry.subject
            yield MapFinding("LONG-WAY", severity, subject, (subject,), values, entry.starts * steps)


def _bouncing(traffic: Traffic, loops: Iterable[BounceLoop]) -> Iterator[MapFinding]:
    inbound = traffic.all(traffic.inbound)
    for loop in loops:
        subject = loop.touchpoints[0]
        values = {"way": loop.way, "contacts": loop.contacts}
        severity = severity_of(loop.contacts, inbound)
        yield MapFinding("BOUNCE-LOOP", severity, subject, loop.touchpoints, values, loop.contacts)
