"""The week: when buyers reach the company, and when its records rest.

A touchpoint is open when its channel is.  A channel without readable hours is
unknown, not closed: an hour in which no known channel is open is then neither
open nor closed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import fsum

from readiness.touchmap.finding import MapFinding, heaviest_first
from readiness.touchmap.hours import (
    ALWAYS,
    WEEK_HOURS,
    Hours,
    complement,
    length,
    longest,
    open_week,
    union,
)
from readiness.touchmap.model import TouchMap, Touchpoint
from readiness.touchmap.volumes import Traffic, buyers_of

CLOSED_MOST = WEEK_HOURS / 2
"""Closed for longer than this is told: more than half of the week."""
OFFICE_WEEK = 40.0
"""Open for less than this is serious: less than one week in an office (ILO convention 47 of 1935)."""


@dataclass(frozen=True)
class Reach:
    """When the company can be reached, by a buyer (``buyers:id``), for a need (``needs:id``) or at all.

    In hours a week; open, closed and unknown make 168.  ``person`` is when a
    channel is known to be open on which a person answers.
    """

    subject: str
    open: float
    closed: float
    unknown: float
    person: float
    longest_closed: float
    when_closed: Hours
    """Minutes of the week."""
    channels: tuple[str, ...]
    """Channels with known hours, as ``channels:id``."""
    unknown_channels: tuple[str, ...]
    """Channels without readable hours."""
    without_channel: int
    """Touchpoints without a channel, of which the hours are unknown too."""

    @property
    def is_met(self) -> bool:
        """There is a touchpoint at all."""
        return bool(self.channels or self.unknown_channels or self.without_channel)


@dataclass(frozen=True)
class Window:
    """When the records of a data object or a system rest: no touchpoint that uses them is open.

    In hours a week, at most that where ``unknown_channels`` or
    ``without_channel`` use them too.
    """

    element: str
    hours: float
    longest: float
    when: Hours
    """Minutes of the week."""
    unknown_channels: tuple[str, ...]
    without_channel: int
    blocking: tuple[str, ...]
    """The touchpoints that leave no window, as ``touchpoints:id``."""
    blocked_contacts: float
    """Contacts a year at those."""
    records: int | None
    per_hour: float | None
    """Records to move in an hour so that one week is enough."""

    @property
    def is_certain(self) -> bool:
        """The hours of all that use the records are known, or leave no window whatever they are."""
        return not self.hours or not (self.unknown_channels or self.without_channel)


@dataclass(frozen=True)
class Week:
    """When buyers reach the company, and when its records rest."""

    company: Reach
    buyers: tuple[Reach, ...]
    needs: tuple[Reach, ...]
    windows: tuple[Window, ...]
    findings: tuple[MapFinding, ...]


def week(traffic: Traffic) -> Week:
    """Return the week of a map: its data objects first, then its systems, in file order.

    O(touchpoints x buyers and elements of each) and, for every data object, the
    touchpoints of the systems that hold it.  Raises nothing.
    """
    touchmap = traffic.map
    index = touchmap.index
    hours = {name: open_week(channel) for name, channel in index["channels"].items()}
    human = {name for name, channel in index["channels"].items() if channel.human}
    every: dict[str, int] = {}
    by_buyer: dict[str, dict[str, int]] = {name: {} for name in index["buyers"]}
    by_need: dict[str, dict[str, int]] = {name: {} for name in index["needs"]}
    for touchpoint in traffic.inbound:
        met = [by_buyer.get(buyer) for buyer in buyers_of(touchpoint)]
        served = [by_need.get(need) for need in touchpoint.serves]
        for channels in (every, *met, *served):
            if channels is not None:
                _count(channels, touchpoint, hours)
    company = _reach("", every, hours, human)
    buyers = tuple(_reach(f"buyers:{name}", found, hours, human) for name, found in by_buyer.items())
    needs = tuple(_reach(f"needs:{name}", found, hours, human) for name, found in by_need.items())
    windows = tuple(_windows(traffic, hours))
    found = (*_closed(traffic, buyers), *_no_window(touchmap, windows))
    return Week(company, buyers, needs, windows, heaviest_first(found))


def _count(channels: dict[str, int], touchpoint: Touchpoint, hours: Mapping[str, Hours | None]) -> None:
    channel = touchpoint.channel if touchpoint.channel in hours else None
    channels[channel or ""] = channels.get(channel or "", 0) + 1


def _known(channels: Iterable[str], hours: Mapping[str, Hours | None]) -> dict[str, Hours]:
    return {name: found for name in channels if (found := hours.get(name)) is not None}


def _unknown(channels: Iterable[str], hours: Mapping[str, Hours | None]) -> tuple[str, ...]:
    return tuple(f"channels:{name}" for name in channels if name and hours[name] is None)


def _reach(
    subject: str, channels: Mapping[str, int], hours: Mapping[str, Hours | None], human: set[str]
) -> Reach:
    known = _known(channels, hours)
    unknown = _unknown(channels, hours)
    opened = union(*known.values())
    shut = complement(opened)
    certain = not unknown and "" not in channels
    return Reach(
        subject,
        length(opened),
        length(shut) if certain else 0.0,
        0.0 if certain else length(shut),
        length(union(*(found for name, found in known.items() if name in human))),
        longest(shut) if certain else 0.0,
        shut if certain else (),
        tuple(f"channels:{name}" for name in known),
        unknown,
        channels.get("", 0),
    )


def _windows(traffic: Traffic, hours: Mapping[str, Hours | None]) -> Iterator[Window]:
    """Yield the windows of data objects, then of systems.

    A touchpoint uses what it requires, may require (``any_of``), captures or
    logs to.  With a data object it uses the systems that hold it only where
    their copy is the master; with a system it uses all that the system holds.
    Feeds are not followed: the map does not say whether they run at once.
    """
    touchmap = traffic.map
    uses = _uses(touchmap)
    met = [(f"touchpoints:{t.id}", traffic.total(t.id)) for t in touchmap.touchpoints]
    holders: dict[str, list[str]] = {}
    mastered: dict[str, list[str]] = {}
    for system in touchmap.systems:
        for held in system.holds:
            holders.setdefault(held, []).append(system.id)
    for data in touchmap.data:
        mastered.setdefault(data.master or "", []).append(data.id)
        names = (data.id, *holders.get(data.id, ()), *([data.master] if data.master else ()))
        yield _window(f"data:{data.id}", _together(uses, names), met, hours, records=data.records)
    for system in touchmap.systems:
        names = (system.id, *mastered.get(system.id, ()))
        yield _window(f"systems:{system.id}", _together(uses, names), met, hours)


Uses = Mapping[str, Mapping[str, list[int]]]
"""Places of touchpoints in the file, by what they use and by channel."""


def _uses(touchmap: TouchMap) -> Uses:
    channels = touchmap.index["channels"]
    uses: dict[str, dict[str, list[int]]] = {
        name: {} for kind in ("data", "systems") for name in touchmap.index[kind]
    }
    for place, touchpoint in enumerate(touchmap.touchpoints):
        channel = touchpoint.channel if touchpoint.channel in channels else None
        named = (*touchpoint.requires, *touchpoint.captures, touchpoint.logs_to or "")
        for name in dict.fromkeys((*named, *(one for group in touchpoint.any_of for one in group))):
            if name in uses:
                uses[name].setdefault(channel or "", []).append(place)
    return uses


def _together(uses: Uses, names: Iterable[str]) -> dict[str, list[list[int]]]:
    """Return the lists of touchpoints that use any of some elements, by channel; not yet one list."""
    found: dict[str, list[list[int]]] = {}
    for name in dict.fromkeys(names):
        for channel, places in uses.get(name, {}).items():
            found.setdefault(channel, []).append(places)
    return found


def _window(
    element: str,
    using: Mapping[str, list[list[int]]],
    met: Sequence[tuple[str, float]],
    hours: Mapping[str, Hours | None],
    *,
    records: int | None = None,
) -> Window:
    known = _known(using, hours)
    free = complement(union(*known.values()))
    blocking: list[tuple[str, float]] = []
    if not free:
        # a channel that is always open leaves no window by itself; else it takes all of them together
        always = [name for name, found in known.items() if found == ALWAYS] or list(known)
        places = set[int]().union(*(part for name in always for part in using[name]))
        blocking = [met[place] for place in sorted(places)]
    lasting = length(free)
    return Window(
        element,
        lasting,
        longest(free),
        free,
        _unknown(using, hours),
        len(set[int]().union(*using.get("", ()))),
        tuple(name for name, _ in blocking),
        fsum(contacts for _, contacts in blocking),
        records,
        records / lasting if records is not None and lasting else None,
    )


def _closed(traffic: Traffic, buyers: Iterable[Reach]) -> Iterator[MapFinding]:
    """Yield CLOSED: a buyer to invest in, with a usual need, finds all closed for more than half of the week.

    Minor; serious where less than 40 hours are open, since he then finds all
    closed at times while he sits in his own office.  Hours that are not known
    count as open.
    """
    touchmap = traffic.map
    invest = {segment.id for segment in touchmap.segments if segment.decision == "invest"}
    usual = {need.id for need in touchmap.needs if need.usual}
    wanted = [
        (buyer, reach)
        for buyer, reach in zip(touchmap.index["buyers"].values(), buyers, strict=True)
        if buyer.segment in invest and usual.intersection(buyer.needs)
        if reach.is_met and reach.closed > CLOSED_MOST
    ]
    contacts = {buyer.id: 0.0 for buyer, _ in wanted}
    for touchpoint in traffic.inbound if wanted else ():
        for buyer, visits in traffic.visits[touchpoint.id].items():
            if buyer in contacts:
                contacts[buyer] += visits
    for buyer, reach in wanted:
        yield MapFinding(
            "CLOSED",
            "serious" if reach.open < OFFICE_WEEK else "minor",
            reach.subject,
            (reach.subject, *reach.channels),
            {"closed": reach.closed, "longest": reach.longest_closed, "channels": reach.channels},
            contacts[buyer.id],
        )


def _no_window(touchmap: TouchMap, windows: Iterable[Window]) -> Iterator[MapFinding]:
    """Yield NO-WINDOW, minor until records are to be moved: those about buyers that no hour leaves alone."""
    about = {f"data:{data.id}" for data in touchmap.data if data.about == "buyers"}
    for window in windows:
        if window.element in about and not window.hours:
            yield MapFinding(
                "NO-WINDOW",
                "minor",
                window.element,
                (window.element, *window.blocking),
                {"blocking": window.blocking},
                window.blocked_contacts,
            )
