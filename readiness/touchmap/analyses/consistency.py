"""Consistency: whether a buyer gets the same service for the same need, whichever channel he takes.

Only inbound touchpoints are compared.  Averages are weighed by visits a year
(each 1 where none of those with a figure has any); what has no figure stays
out of them, and stays unknown where nothing has one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import fsum
from typing import Literal, TypeVar

from readiness.touchmap.finding import MapFinding, Severity, heaviest_first
from readiness.touchmap.hours import Hours, length, open_week
from readiness.touchmap.model import TouchMap, Touchpoint
from readiness.touchmap.records import Channel, Need
from readiness.touchmap.volumes import Traffic

UNEVEN_FROM = 1.0
"""Points of satisfaction, of 1 to 5, between two channels: a quarter of the scale."""
DEAR_FROM = 5.0
"""A contact costs so many times as much as on the cheapest channel."""
DEAR_SHARE = 0.2
"""The dear channel carries more than this part of the contacts for the need."""
_HAIR = 1e-9

Met = tuple[Touchpoint, float]
"""A touchpoint and its visits a year."""
Measure = Literal["known", "assumed", "absent"]
T = TypeVar("T")


@dataclass(frozen=True)
class Served:
    """How a channel (``channels:id``) serves a need; None is unknown."""

    channel: str
    touchpoints: int
    contacts: float
    """Visits a year at those touchpoints; one that serves several needs counts for each."""
    alone: float
    """Visits a year at those of them that serve no other need."""
    share: float | None
    """Part of the need's contacts."""
    cost: float | None
    """Cost of a contact."""
    satisfaction: float | None
    """From 1 to 5."""
    data: tuple[str, ...]
    """Data objects it can show, as ``data:id``."""
    hours: float | None
    """Open hours a week."""
    human: bool | None


@dataclass(frozen=True)
class NeedService:
    """How evenly the channels serve a need (``needs:id``).

    ``best`` and ``worst`` are the channels with most and least satisfaction,
    ``dear`` and ``cheap`` those with most and least cost of a contact, None
    where fewer than two channels tell; the first in the file of several.
    """

    need: str
    contacts: float
    channels: tuple[Served, ...]
    spread: float | None
    """Points of satisfaction between the best and the worst."""
    best: str | None
    worst: str | None
    factor: float | None
    """How many times the cost of the cheapest the dearest has; None too where the cheapest costs nothing."""
    dear: str | None
    cheap: str | None
    uneven_data: tuple[str, ...]
    """Data objects that some of the channels can show and others cannot."""


@dataclass(frozen=True)
class Moment:
    """A moment of truth that nobody answers for or measures."""

    touchpoint: str
    contacts: float
    owned: bool
    measure: Measure
    """Whether satisfaction is known, assumed or absent."""


@dataclass(frozen=True)
class Consistency:
    """How evenly each need is served, and the moments of truth without owner or measure."""

    needs: tuple[NeedService, ...]
    moments: int
    """All moments of truth."""
    open_moments: tuple[Moment, ...]
    findings: tuple[MapFinding, ...]


def consistency(traffic: Traffic) -> Consistency:
    """Compare the channels of every need that an inbound touchpoint serves, in file order.

    A touchpoint can show the data objects it requires or may require, and those
    of the systems it requires, may require or logs to.  Time O(touchpoints x
    (needs + elements of each)).  Raises nothing.
    """
    touchmap = traffic.map
    channels = touchmap.index["channels"]
    hours = {name: open_week(channel) for name, channel in channels.items()}
    stores = _stores(touchmap)
    groups: dict[str, dict[str, list[Met]]] = {need: {} for need in touchmap.index["needs"]}
    for touchpoint in traffic.inbound:
        channel = touchpoint.channel or ""
        met = (touchpoint, traffic.total(touchpoint.id))
        for need in dict.fromkeys(touchpoint.serves if channel in channels else ()):
            if need in groups:
                groups[need].setdefault(channel, []).append(met)
    needs = tuple(
        _service(
            need,
            tuple(
                _served(channels[name], group[name], hours[name], stores)
                for name in channels
                if name in group
            ),
        )
        for need, group in groups.items()
        if group
    )
    truths = [touchpoint for touchpoint in touchmap.touchpoints if touchpoint.moment_of_truth]
    moments = tuple(m for m in (_moment(t, traffic) for t in truths) if not m.owned or m.measure != "known")
    found = (*_uneven(touchmap, needs), *_dear(touchmap, needs), *_moments(moments))
    return Consistency(needs, len(truths), moments, heaviest_first(found))


def _stores(touchmap: TouchMap) -> Mapping[str, tuple[str, ...]]:
    """Return the data objects that an element gives access to: itself, or what a system holds."""
    found: dict[str, list[str]] = {data: [data] for data in touchmap.index["data"]}
    for system in touchmap.systems:
        found.setdefault(system.id, []).extend(data for data in system.holds if data in found)
    for data in touchmap.data:
        if (data.master or "") in touchmap.index["systems"]:
            found[data.master or ""].append(data.id)
    return {name: tuple(dict.fromkeys(held)) for name, held in found.items()}


def _service(need: str, channels: Sequence[Served]) -> NeedService:
    contacts = fsum(one.contacts for one in channels)
    served = tuple(replace(one, share=one.contacts / contacts if contacts else None) for one in channels)
    liked = [one for one in served if one.satisfaction is not None]
    priced = [one for one in served if one.cost is not None]
    best, worst = _ends(liked, lambda one: one.satisfaction or 0.0)
    dear, cheap = _ends(priced, lambda one: one.cost or 0.0)
    shown = dict.fromkeys(data for one in served for data in one.data)
    return NeedService(
        f"needs:{need}",
        contacts,
        served,
        (best.satisfaction or 0.0) - (worst.satisfaction or 0.0) if best and worst else None,
        best.channel if best else None,
        worst.channel if worst else None,
        (dear.cost or 0.0) / cheap.cost if dear and cheap and cheap.cost else None,
        dear.channel if dear else None,
        cheap.channel if cheap else None,
        tuple(data for data in shown if any(data not in one.data for one in served)),
    )


def _served(
    channel: Channel, met: Sequence[Met], hours: Hours | None, stores: Mapping[str, tuple[str, ...]]
) -> Served:
    named = (name for touchpoint, _ in met for name in _sources(touchpoint))
    data = dict.fromkeys(data for name in dict.fromkeys(named) for data in stores.get(name, ()))
    return Served(
        f"channels:{channel.id}",
        len(met),
        fsum(visits for _, visits in met),
        fsum(visits for touchpoint, visits in met if len(set(touchpoint.serves)) == 1),
        None,
        _mean((touchpoint.cost, visits) for touchpoint, visits in met),
        _mean((touchpoint.satisfaction, visits) for touchpoint, visits in met),
        tuple(f"data:{one}" for one in data),
        None if hours is None else length(hours),
        channel.human,
    )


def _sources(touchpoint: Touchpoint) -> Iterator[str]:
    yield from touchpoint.requires
    for group in touchpoint.any_of:
        yield from group
    if touchpoint.logs_to:
        yield touchpoint.logs_to


def _mean(pairs: Iterable[tuple[float | None, float]]) -> float | None:
    known = [(figure, weight) for figure, weight in pairs if figure is not None]
    if not known:
        return None
    whole = fsum(weight for _, weight in known)
    if not whole:
        return fsum(figure for figure, _ in known) / len(known)
    return fsum(figure * weight for figure, weight in known) / whole


def _ends(served: Sequence[T], figure: Callable[[T], float]) -> tuple[T, T] | tuple[None, None]:
    """Return the first with most and the first with least, None where there are not two to compare."""
    return (max(served, key=figure), min(served, key=figure)) if len(served) > 1 else (None, None)


def _moment(touchpoint: Touchpoint, traffic: Traffic) -> Moment:
    measure: Measure = "known" if touchpoint.evidence.grade != "assumed" else "assumed"
    return Moment(
        f"touchpoints:{touchpoint.id}",
        traffic.total(touchpoint.id),
        touchpoint.department is not None,
        "absent" if touchpoint.satisfaction is None else measure,
    )


def _uneven(touchmap: TouchMap, needs: Iterable[NeedService]) -> Iterator[MapFinding]:
    """Yield UNEVEN-SERVICE: serious for a need that matters most (``top``), else minor."""
    for service in needs:
        if service.spread is None or service.spread < UNEVEN_FROM - _HAIR:
            continue
        by_channel = {one.channel: one for one in service.channels}
        best, worst = by_channel[service.best or ""], by_channel[service.worst or ""]
        values = {
            "best": best.channel,
            "best_points": best.satisfaction,
            "worst": worst.channel,
            "worst_points": worst.satisfaction,
            "spread": service.spread,
        }
        yield MapFinding(
            "UNEVEN-SERVICE",
            "serious" if _need(touchmap, service).top else "minor",
            service.need,
            (service.need, best.channel, worst.channel),
            values,
            worst.contacts,
        )


def _dear(touchmap: TouchMap, needs: Iterable[NeedService]) -> Iterator[MapFinding]:
    """Yield DEAR-CHANNEL: the dearest of the channels that carry more than a fifth of a need's contacts.

    Held against the cheapest channel, which may be free.  Serious where
    software would meet the need best and so many come for this need alone,
    since the dear way then buys nothing; else minor.
    """
    for service in needs:
        by_channel = {one.channel: one for one in service.channels}
        cheap = by_channel.get(service.cheap or "")
        busy = [one for one in service.channels if one.cost and (one.share or 0.0) > DEAR_SHARE]
        if cheap is None or cheap.cost is None or not busy:
            continue
        dear = max(busy, key=lambda one: one.cost or 0.0)
        cost = dear.cost or 0.0
        if cost < cheap.cost * DEAR_FROM * (1 - _HAIR):
            continue
        values = {
            "dear": dear.channel,
            "dear_cost": cost,
            "dear_share": dear.share,
            "cheap": cheap.channel,
            "cheap_cost": cheap.cost,
            "extra": (cost - cheap.cost) * dear.contacts,
        }
        many = dear.alone > DEAR_SHARE * service.contacts
        plain = many and _need(touchmap, service).cure == "software"
        yield MapFinding(
            "DEAR-CHANNEL",
            "serious" if plain else "minor",
            service.need,
            (service.need, dear.channel, cheap.channel),
            values,
            dear.contacts,
        )


def _moments(moments: Iterable[Moment]) -> Iterator[MapFinding]:
    """Yield MOMENT-WITHOUT-OWNER, serious, and MOMENT-WITHOUT-MEASURE, minor where a figure is assumed."""
    for moment in moments:
        proof = (moment.touchpoint,)
        if not moment.owned:
            yield MapFinding("MOMENT-WITHOUT-OWNER", "serious", moment.touchpoint, proof, {}, moment.contacts)
        if moment.measure != "known":
            severity: Severity = "serious" if moment.measure == "absent" else "minor"
            yield MapFinding(
                "MOMENT-WITHOUT-MEASURE", severity, moment.touchpoint, proof, {}, moment.contacts
            )


def _need(touchmap: TouchMap, service: NeedService) -> Need:
    found: Need = touchmap.index["needs"][service.need.partition(":")[2]]
    return found
