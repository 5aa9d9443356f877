"""Hand-offs: who passes customers to whom, by what rule, and who must say everything again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import fsum
from typing import Literal

from readiness.touchmap.finding import MapFinding, Severity, heaviest_first
from readiness.touchmap.handoffs import crosses, flows
from readiness.touchmap.knowledge import passes_on
from readiness.touchmap.model import Next, Touchpoint
from readiness.touchmap.volumes import Traffic, buyers_of

Repeats = Literal["declared", "computed", "denied", "passes", "unknown"]
SERIOUS = 0.05
CRITICAL = 0.2
MANY = 3
"""Entry points in all that a buyer can be asked to know."""
FAR_TOO_MANY = 6
KEPT = 100
_AGAIN = ("declared", "computed")
_COMPUTED: Mapping[bool | None, Repeats] = {True: "passes", False: "computed", None: "unknown"}


@dataclass(frozen=True)
class Crossing:
    """A way on where a customer changes department, or whose hand-off is described.

    ``repeats``: ``declared`` or ``denied`` by the map; else ``computed`` where
    no data flow from where the first touchpoint records to a system of the
    next, ``passes`` where they do, ``unknown`` where either names no system.
    ``crosses``: both ends have an owner, and not the same.  Contacts a year.
    """

    giving: str
    taking: str
    departments: tuple[str, str]
    contacts: float
    crosses: bool
    ruled: bool
    repeats: Repeats


@dataclass(frozen=True)
class Passed:
    """Contacts a year that go from a department to another or to itself; empty where nobody is the owner."""

    giving: str
    taking: str
    contacts: float


@dataclass(frozen=True)
class BackAndForth:
    """Two departments that hand customers to each other: contacts a year there and back."""

    one: str
    other: str
    there: float
    back: float


@dataclass(frozen=True)
class Redial:
    """The entry points that a buyer must know for usual needs, in all and by channel."""

    buyer: str
    entry_points: tuple[str, ...]
    channels: tuple[tuple[str, int], ...]
    contacts: float


@dataclass(frozen=True)
class HandOffs:
    """Hand-offs of a map.

    ``contacts`` are hand-offs a year between two departments, ``without_rule``
    those without an agreed rule; the others count by what ``repeats`` says, on
    every described or crossing way.  ``crossings`` keeps the ``KEPT`` heaviest
    of ``ways``.
    """

    matrix: tuple[Passed, ...]
    contacts: float
    without_rule: float
    declared: float
    computed: float
    unknown: float
    ways: int
    crossings: tuple[Crossing, ...]
    back_and_forth: tuple[BackAndForth, ...]
    redials: tuple[Redial, ...]
    findings: tuple[MapFinding, ...]


def severity_of(contacts: float, whole: float) -> Severity:
    """Return serious from 5 % of the whole inbound contacts on, critical from 20 % on, else minor."""
    share = contacts / whole if whole else 0.0
    return "critical" if share >= CRITICAL else "serious" if share >= SERIOUS else "minor"


def handoffs(traffic: Traffic) -> HandOffs:
    """Return who hands customers to whom, with what rule and what knowledge.

    O(ways on + systems + feeds x systems used / word).  Findings: NO-RULE and
    REPEAT for each touchpoint that hands on, serious from 5 % of the inbound
    contacts on, REPEAT critical from 20 % on; REDIAL for each buyer who must
    know more than three entry points, serious from six on.
    """
    found = _crossings(traffic)
    matrix = _matrix(traffic)
    known = _redials(traffic)
    inbound = traffic.all(traffic.inbound)
    heaviest = sorted(found, key=lambda one: -one.contacts)
    return HandOffs(
        matrix,
        _sum(one for one in found if one.crosses),
        _sum(one for one in found if one.crosses and not one.ruled),
        _sum(one for one in found if one.repeats == "declared"),
        _sum(one for one in found if one.repeats == "computed"),
        _sum(one for one in found if one.repeats == "unknown"),
        len(found),
        tuple(heaviest[:KEPT]),
        _back_and_forth(matrix),
        known,
        heaviest_first((*_without_rule(found, inbound), *_repeated(found, inbound), *_redialled(known))),
    )


def _sum(crossings: Iterable[Crossing]) -> float:
    return fsum(one.contacts for one in crossings)


def _crossings(traffic: Traffic) -> list[Crossing]:
    ways = [
        (here, step, there, visits)
        for here, step, there, visits in flows(traffic)
        if step.share > 0 and (step.handoff is not None or crosses(here, there))
    ]
    undecided = [
        number
        for number, (here, step, there, _) in enumerate(ways)
        if _declared(step) is None and crosses(here, there)
    ]
    pairs = [(here, there) for here, _, there, _ in (ways[number] for number in undecided)]
    known = dict(zip(undecided, passes_on(traffic.map, pairs), strict=True))
    owner = {touchpoint.id: _owner(touchpoint) for touchpoint in traffic.map.touchpoints}
    return [
        Crossing(
            f"touchpoints:{here.id}",
            f"touchpoints:{there.id}",
            (owner[here.id], owner[there.id]),
            visits,
            crosses(here, there),
            step.handoff is not None and step.handoff.has_rule,
            _declared(step) or _COMPUTED[known.get(number)],
        )
        for number, (here, step, there, visits) in enumerate(ways)
    ]


def _owner(touchpoint: Touchpoint) -> str:
    return f"departments:{touchpoint.department}" if touchpoint.department else ""


def _declared(step: Next) -> Repeats | None:
    if step.handoff is None or step.handoff.repeats is None:
        return None
    return "declared" if step.handoff.repeats else "denied"


def _matrix(traffic: Traffic) -> tuple[Passed, ...]:
    cells: dict[tuple[str, str], list[float]] = {}
    owner = {touchpoint.id: _owner(touchpoint) for touchpoint in traffic.map.touchpoints}
    for here, step, there, visits in flows(traffic):
        if step.share > 0:
            cells.setdefault((owner[here.id], owner[there.id]), []).append(visits)
    order = {f"departments:{name}": place for place, name in enumerate(traffic.map.index["departments"])}

    def rank(owner: str) -> int:
        return order.get(owner, len(order) + (not owner))

    places = sorted(cells, key=lambda cell: (rank(cell[0]), rank(cell[1])))
    return tuple(Passed(giving, taking, fsum(cells[giving, taking])) for giving, taking in places)


def _back_and_forth(matrix: Sequence[Passed]) -> tuple[BackAndForth, ...]:
    """Return the pairs of departments that hand on to each other, those with most contacts first."""
    cells = {(one.giving, one.taking): one.contacts for one in matrix if one.giving and one.taking}
    order = {owner: place for place, owner in enumerate(dict.fromkeys(giving for giving, _ in cells))}
    pairs = [
        BackAndForth(one, other, contacts, cells[other, one])
        for (one, other), contacts in cells.items()
        if (other, one) in cells and order[one] < order[other]
    ]
    return tuple(sorted(pairs, key=lambda pair: -min(pair.there, pair.back)))


def _redials(traffic: Traffic) -> tuple[Redial, ...]:
    """Return the entry points of each buyer for usual needs, counted as in ``access``."""
    touchmap = traffic.map
    channels = touchmap.index["channels"]
    usual = {need.id for need in touchmap.needs if need.usual}
    wanted = {buyer.id: usual.intersection(buyer.needs) for buyer in touchmap.buyers}
    known: dict[str, dict[str, dict[str, None]]] = {buyer: {} for buyer in wanted}
    contacts: dict[str, float] = dict.fromkeys(wanted, 0.0)
    for touchpoint in traffic.inbound:
        channel = channels.get(touchpoint.channel or "")
        if channel is None or not (touchpoint.entry_points or channel.entry_points):
            continue
        entries = touchpoint.entry_points or channel.entry_points
        for buyer in buyers_of(touchpoint):
            if wanted.get(buyer, set()).intersection(touchpoint.serves):
                known[buyer].setdefault(channel.id, {}).update(dict.fromkeys(entries))
                contacts[buyer] += traffic.visits[touchpoint.id].get(buyer, 0.0)
    return tuple(
        Redial(
            f"buyers:{buyer}",
            tuple(dict.fromkeys(entry for entries in by_channel.values() for entry in entries)),
            tuple((f"channels:{channel}", len(entries)) for channel, entries in by_channel.items()),
            contacts[buyer],
        )
        for buyer, by_channel in known.items()
        if by_channel
    )


def _by_giver(crossings: Iterable[Crossing]) -> Iterator[tuple[str, list[Crossing]]]:
    found: dict[str, list[Crossing]] = {}
    for one in crossings:
        found.setdefault(one.giving, []).append(one)
    yield from found.items()


def _without_rule(crossings: Sequence[Crossing], inbound: float) -> Iterator[MapFinding]:
    whole = _sum(one for one in crossings if one.crosses)
    for giver, ways in _by_giver(one for one in crossings if one.crosses and not one.ruled):
        contacts = _sum(ways)
        values = _told(ways) | {"handoffs_share": contacts / whole if whole else 0.0}
        severity: Severity = "minor" if severity_of(contacts, inbound) == "minor" else "serious"
        yield MapFinding("NO-RULE", severity, giver, _places(giver, ways), values, contacts)


def _repeated(crossings: Sequence[Crossing], inbound: float) -> Iterator[MapFinding]:
    for giver, ways in _by_giver(one for one in crossings if one.repeats in _AGAIN):
        contacts = _sum(ways)
        severity = severity_of(contacts, inbound)
        yield MapFinding("REPEAT", severity, giver, _places(giver, ways), _told(ways), contacts)


def _told(ways: Sequence[Crossing]) -> dict[str, object]:
    return {"places": tuple(dict.fromkeys(one.taking for one in ways)), "contacts": _sum(ways)}


def _places(giver: str, ways: Sequence[Crossing]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((giver, *(one.taking for one in ways))))


def _redialled(redials: Sequence[Redial]) -> Iterator[MapFinding]:
    for one in redials:
        count = len(one.entry_points)
        if count > MANY:
            channels = tuple(channel for channel, _ in one.channels)
            values = {"entry_points": count, "channels": channels, "contacts": one.contacts}
            severity: Severity = "serious" if count >= FAR_TOO_MANY else "minor"
            yield MapFinding("REDIAL", severity, one.buyer, (one.buyer, *channels), values, one.contacts)
