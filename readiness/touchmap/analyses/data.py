"""Where customer data are kept, which copy counts, who types them again and who sees them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import fsum

from readiness.touchmap.analyses.feeds import Bridge, Feeds
from readiness.touchmap.analyses.sight import View, views
from readiness.touchmap.finding import MapFinding, heaviest_first
from readiness.touchmap.volumes import Traffic

TWENTIETH = 0.05


@dataclass(frozen=True)
class ObjectFlow:
    """Where one data object is kept (all elements ``kind:id``).

    ``islands`` are its holders in groups that exchange data, largest first;
    ``master`` is the system whose copy counts, ``masters`` are the places that
    act as one: data of this object end there and go no further.
    """

    data: str
    about_buyers: bool
    master: str | None
    islands: tuple[tuple[str, ...], ...]
    masters: tuple[str, ...]
    captured_at: tuple[str, ...]


@dataclass(frozen=True)
class Rekeying:
    """A touchpoint whose data somebody must type again, and its contacts a year."""

    touchpoint: str
    data: tuple[str, ...]
    logs_to: str
    masters: tuple[str, ...]
    contacts: float


@dataclass(frozen=True)
class DataFlow:
    """How data flow between the systems; ``unlogged`` touchpoints capture data and log them nowhere."""

    objects: tuple[ObjectFlow, ...]
    rekeying: tuple[Rekeying, ...]
    unlogged: tuple[str, ...]
    departments: tuple[View, ...]
    touchpoints: tuple[View, ...]
    bridges: tuple[Bridge, ...]
    findings: tuple[MapFinding, ...]


def data_flow(traffic: Traffic) -> DataFlow:
    """Follow the data from the touchpoints that capture them through the feeds of the systems.

    Two places act as the master of an object where it is captured into systems
    that exchange no data with each other or with the master, or into a holder
    that feeds nobody and is not the master.  It is typed again where no feed
    leads from the log of a touchpoint that captures it to its master.

    Who sees what is worked out by :func:`views`.  O(touchpoints + data objects x
    (systems + feeds)).
    """
    feeds = Feeds(traffic)
    objects = tuple(_object(feeds, data) for data in feeds.data)
    rekeying = tuple(_rekeying(feeds))
    departments, touchpoints = views(feeds)
    findings = [
        *(finding for one in objects for finding in _of_object(feeds, one)),
        *_typed_again(objects, rekeying, traffic.all(traffic.inbound)),
        *_unseen(feeds, departments),
    ]
    return DataFlow(
        objects=objects,
        rekeying=rekeying,
        unlogged=tuple(
            f"touchpoints:{point.id}"
            for point in feeds.points
            if point.logs_to not in feeds.systems and any(data in feeds.data for data in point.captures)
        ),
        departments=departments,
        touchpoints=touchpoints,
        bridges=feeds.bridges(),
        findings=heaviest_first(findings),
    )


def _object(feeds: Feeds, data: str) -> ObjectFlow:
    master = feeds.master(data)
    return ObjectFlow(
        f"data:{data}",
        feeds.data[data].about == "buyers",
        None if master is None else f"systems:{master}",
        tuple(tuple(f"systems:{one}" for one in group) for group in feeds.islands(data)),
        tuple(f"systems:{one}" for one in _masters(feeds, data)),
        tuple(f"touchpoints:{point.id}" for point in feeds.captured[data]),
    )


def _masters(feeds: Feeds, data: str) -> list[str]:
    """Return the places that act as the master of a data object, the declared one first."""
    logs = (point.logs_to for point in feeds.captured[data])
    places = [log for log in dict.fromkeys(logs) if log is not None and log in feeds.systems]
    master = feeds.master(data)
    acting = [] if master is None else [master]
    acting += [
        place
        for place in places
        if place != master and data in feeds.held[place] and not feeds.feeds[feeds.place[place]]
    ]
    settled = {feeds.component[feeds.place[place]] for place in acting}
    for place in places:
        group = feeds.component[feeds.place[place]]
        if group not in settled:
            settled.add(group)
            acting.append(place)
    return acting


def _rekeying(feeds: Feeds) -> Iterator[Rekeying]:
    """Yield the touchpoints from whose log no feed leads to the master of what they capture."""
    bit = {data: 1 << place for place, data in enumerate(feeds.data)}
    for point in feeds.points:
        log = point.logs_to
        if log is None or log not in feeds.place:
            continue
        led = feeds.arriving[feeds.place[log]]
        masters = {
            data: master
            for data in dict.fromkeys(point.captures)
            if data in feeds.data and (master := feeds.master(data)) is not None and not led & bit[data]
        }
        if masters:
            yield Rekeying(
                f"touchpoints:{point.id}",
                tuple(f"data:{data}" for data in masters),
                f"systems:{log}",
                tuple(dict.fromkeys(f"systems:{master}" for master in masters.values())),
                feeds.traffic.total(point.id),
            )


def _typed_again(
    objects: Sequence[ObjectFlow], rekeying: Sequence[Rekeying], whole: float
) -> Iterator[MapFinding]:
    """Yield REKEYING: serious for data about buyers and a twentieth of all inbound contacts."""
    about = {one.data for one in objects if one.about_buyers}
    for again in rekeying:
        yield MapFinding(
            "REKEYING",
            "serious" if about.intersection(again.data) and again.contacts >= TWENTIETH * whole else "minor",
            again.touchpoint,
            (again.touchpoint, again.logs_to, *again.masters, *again.data),
            {"data": again.data, "log": again.logs_to, "masters": again.masters, "contacts": again.contacts},
            again.contacts,
        )


def _unseen(feeds: Feeds, departments: Sequence[View]) -> Iterator[MapFinding]:
    if departments and all(view.unseen for view in departments):
        best = max(departments, key=lambda view: view.share)
        yield MapFinding(
            "NOBODY-SEES-ALL",
            "serious",
            best.unseen[0],
            (*best.unseen, best.element),
            {"best": best.element, "seen_share": best.share},
            feeds.traffic.all(feeds.traffic.inbound),
        )


def _of_object(feeds: Feeds, one: ObjectFlow) -> Iterator[MapFinding]:
    groups = one.islands
    if len(groups) > 1:
        main = next((group for group in groups if one.master in group), groups[0])
        apart = tuple(holder for group in groups if group is not main for holder in group)
        yield MapFinding(
            "ISLANDS",
            "serious" if one.about_buyers else "minor",
            one.data,
            (one.data, *(holder for group in groups for holder in group)),
            {"islands": len(groups), "apart": apart},
            fsum(visits for one in apart for visits in feeds.logged[one.partition(":")[2]]),
        )
    captured = fsum(feeds.traffic.total(point.partition(":")[2]) for point in one.captured_at)
    if one.master is None and (groups or one.captured_at):
        holders = tuple(holder for group in groups for holder in group)
        yield MapFinding(
            "NO-MASTER",
            "serious" if one.about_buyers and len(holders) > 1 else "minor",
            one.data,
            (one.data, *holders),
            {"copies": len(holders)},
            captured,
        )
    if len(one.masters) > 1:
        yield MapFinding(
            "TWO-MASTERS",
            "serious" if one.about_buyers else "minor",
            one.data,
            (one.data, *one.masters, *one.captured_at),
            {"masters": one.masters},
            captured,
        )
