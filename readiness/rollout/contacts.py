"""Contacts hour by hour: the visits of a year, spread over the hours in which buyers can come.

A map tells visits a year.  They are spread over the open hours of the channel,
in proportion to the weights of months and hours of the week (``profile``), so
that each calendar year of the time zone holds exactly the visits of a year.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, tzinfo
from functools import cached_property
from typing import TypeAlias, overload

import numpy as np
from numpy.typing import NDArray

from readiness.rollout.edges import Edges, Seconds
from readiness.rollout.localtime import DAY, HOUR, MINUTE, WEEK, local_midnight, offsets
from readiness.rollout.model import Season
from readiness.touchmap.hours import ALWAYS, Hours, open_week, read_hours
from readiness.touchmap.hours import WEEK as WEEK_MINUTES
from readiness.touchmap.model import TouchMap
from readiness.touchmap.volumes import traffic

Shares: TypeAlias = NDArray[np.float64]

_MONDAY = 4 * DAY
"""The first Monday in local seconds."""


@dataclass(frozen=True, eq=False)
class Contacts:
    """When buyers come to the touchpoints of a map.

    ``hours`` are the instants at which each hour of the clocks begins, and the
    end of the last; an hour in which the clocks change may be shorter, or two.
    ``shapes`` hold, by channel, the part of the contacts of a year that falls
    in each hour, ``before`` the sum of those before each instant of ``hours``.
    ``volumes`` are visits a year by touchpoint and buyer; those of no known
    buyer stand under "".
    """

    hours: Seconds
    shapes: Mapping[str | None, Shares]
    before: Mapping[str | None, Shares]
    channels: Mapping[str, str | None]
    """The channel of each touchpoint."""
    volumes: Mapping[tuple[str, str], float]

    @property
    def touchpoints(self) -> tuple[str, ...]:
        """The touchpoints of the map, in its order."""
        return tuple(self.channels)

    @cached_property
    def buyers(self) -> tuple[str, ...]:
        """The buyers who come anywhere, in the order of the touchpoints."""
        return tuple(dict.fromkeys(buyer for _, buyer in self.volumes))

    def of(self, touchpoint: str) -> Mapping[str, float]:
        """Return the visits a year at a touchpoint by buyer."""
        return {buyer: visits for (where, buyer), visits in self.volumes.items() if where == touchpoint}

    def shape(self, channel: str | None) -> Shares:
        """Return the part of a year's contacts that falls in each hour; an unknown channel is always open."""
        return self.shapes.get(channel, self.shapes[None])

    def rate(self, channel: str | None, hour: int | NDArray[np.intp]) -> Shares | float:
        """Return the part of a year's contacts that comes per 60 minutes in the hour of a number."""
        rates = self.shape(channel)[hour] * HOUR / self._lengths[hour]
        return rates if isinstance(rates, np.ndarray) else float(rates)

    def hour_at(self, at: Seconds) -> NDArray[np.intp]:
        """Return the number of the hour in which instants lie, the nearest for those outside."""
        instants = np.asarray(at, dtype=np.int64)
        last = len(self.hours) - 2
        even = self._are_even
        hour = (instants - self.hours[0]) // HOUR if even else self._edges.passed(instants) - 1
        return np.asarray(np.minimum(np.maximum(hour, 0), last))

    @overload
    def passed(self, channel: str | None, at: int) -> float: ...
    @overload
    def passed(self, channel: str | None, at: Seconds) -> Shares: ...
    def passed(self, channel: str | None, at: int | Seconds) -> float | Shares:
        """Return how many years' contacts have come up to an instant, since the first of ``hours``.

        None come before and after ``hours``.
        """
        instants = np.minimum(np.maximum(np.asarray(at, dtype=np.int64), self.hours[0]), self.hours[-1])
        hour = self.hour_at(instants)
        into = (instants - self.hours[hour]) / (HOUR if self._are_even else self._lengths[hour])
        found = self.before.get(channel, self.before[None])[hour] + self.shape(channel)[hour] * into
        return found if isinstance(at, np.ndarray) else float(found)

    @overload
    def between(self, touchpoint: str, buyer: str, since: int, until: int) -> float: ...
    @overload
    def between(self, touchpoint: str, buyer: str, since: Seconds, until: Seconds) -> Shares: ...
    def between(
        self, touchpoint: str, buyer: str, since: int | Seconds, until: int | Seconds
    ) -> float | Shares:
        """Return the contacts of a buyer at a touchpoint from an instant up to another."""
        channel, visits = self.channels[touchpoint], self.volumes.get((touchpoint, buyer), 0.0)
        return visits * (self.passed(channel, until) - self.passed(channel, since))

    @cached_property
    def _edges(self) -> Edges:
        return Edges(self.hours)

    @cached_property
    def _are_even(self) -> bool:
        """Say whether each hour has 60 minutes, as it has where clocks change by whole hours."""
        return bool((self._lengths == HOUR).all())

    @cached_property
    def _lengths(self) -> Seconds:
        return np.diff(self.hours)


def contacts(
    touchmap: TouchMap, profile: Iterable[Season], *, zone: tzinfo, first: date, last: date
) -> Contacts:
    """Spread the visits of a map over the hours from the first to the last day, in local time of a zone.

    A channel without hours, or whose hours cannot be read, is open all week.
    An hour that is open in part counts by its open minutes.  Where hours of
    the week have more than one weight, the last written counts; where all
    open hours weigh 0, all weigh alike.  The first season of a channel counts.
    """
    clock = _Clock(zone, first, last)
    channels = {channel.id: channel for channel in reversed(touchmap.channels)}
    seasons = {season.channel: season for season in reversed(tuple(profile))}
    where = {touchpoint.id: touchpoint.channel for touchpoint in touchmap.touchpoints}
    shapes: dict[str | None, Shares] = {}
    before: dict[str | None, Shares] = {}
    for name in dict.fromkeys((None, *where.values())):
        channel = channels.get(name or "")
        hours = open_week(channel) if channel else None
        shapes[name], before[name] = clock.spread(ALWAYS if hours is None else hours, seasons.get(name or ""))
    volumes = {
        (touchpoint, buyer): visits
        for touchpoint, by_buyer in traffic(touchmap).visits.items()
        for buyer, visits in by_buyer.items()
    }
    return Contacts(clock.hours, shapes, before, where, volumes)


class _Clock:
    """The hours of whole calendar years, and which of them lie between the first and the last day."""

    def __init__(self, zone: tzinfo, first: date, last: date) -> None:
        starts, ends = local_midnight(date(first.year, 1, 1)), local_midnight(date(last.year, 12, 31)) + DAY
        local, instants, lengths = _hours(starts, ends, zone)
        months = (local // DAY).astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
        self.month = months % 12
        years = np.maximum.accumulate(months // 12)  # should clocks go back over New Year's midnight
        self.years = np.append(0, 1 + np.flatnonzero(np.diff(years)))
        self.start = (local - _MONDAY) % WEEK
        self.length = lengths
        inside = np.flatnonzero((local >= local_midnight(first)) & (local < local_midnight(last) + DAY))
        self.some = slice(inside[0], inside[-1] + 1)
        self.hours = np.append(instants[self.some], instants[inside[-1]] + lengths[inside[-1]])

    def spread(self, hours: Hours, season: Season | None) -> tuple[Shares, Shares]:
        """Return the part of a year's contacts that falls in each hour, and that has come before it."""
        weights = _of_the_week(hours, season.hours if season else {})
        months = np.array(season.months if season else (1.0,) * 12)
        weighed = months[self.month] * self._in_each(weights)
        if not np.all(np.add.reduceat(weighed, self.years)):
            weighed = self._in_each(_of_the_week(hours, {}))
        return self._by_year(weighed)

    def _in_each(self, weights: Shares) -> Shares:
        sums = np.concatenate(([0.0], np.cumsum(weights)))
        minutes = np.arange(WEEK_MINUTES + 1) * MINUTE
        until: Shares = np.interp(self.start + self.length, minutes, sums)
        return until - np.interp(self.start, minutes, sums)

    def _by_year(self, weighed: Shares) -> tuple[Shares, Shares]:
        pieces = np.split(weighed, self.years[1:])
        sums = [np.cumsum(piece) for piece in pieces]
        shares = np.concatenate([piece / upto[-1] for piece, upto in zip(pieces, sums, strict=True)])
        before = np.concatenate([number + upto / upto[-1] for number, upto in enumerate(sums)])
        before = np.concatenate(([0.0], before))[self.some.start : self.some.stop + 1]
        return shares[self.some], before - before[0]


def _hours(since: int, until: int, zone: tzinfo) -> tuple[Seconds, Seconds, Seconds]:
    """Return the hours that clocks show in a span of local time: local start, instant, length.

    Clocks may change within an hour; then it is told in two parts.
    """
    local, instants, ends = [], [], []
    for start, end, offset in offsets(since - DAY, until + DAY, zone):
        one, other = max(start + offset, since), min(end + offset, until)
        if one < other:
            hours = np.arange(one // HOUR * HOUR, other, HOUR, dtype=np.int64)
            local.append(np.maximum(hours, one))
            ends.append(np.minimum(hours + HOUR, other) - offset)
            instants.append(local[-1] - offset)
    begun = np.concatenate(instants)
    return np.concatenate(local), begun, np.concatenate(ends) - begun


def _of_the_week(hours: Hours, weights: Mapping[str, float]) -> Shares:
    """Return the weight of each minute of the week: 0 where closed."""
    weight, is_open = np.ones(WEEK_MINUTES), np.zeros(WEEK_MINUTES)
    for text, heavy in weights.items():
        for start, end in read_hours(text):
            weight[start:end] = heavy
    for start, end in hours:
        is_open[start:end] = 1.0
    return weight * is_open
