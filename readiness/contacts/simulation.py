"""A contact log drawn from a map: its truth is known, so that what is measured can be checked against it."""

from __future__ import annotations

import random
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import accumulate
from math import ceil

from readiness.rollout.fields import Period
from readiness.touchmap.hours import ALWAYS, DAY, WEEK, open_week
from readiness.touchmap.model import TouchMap
from readiness.touchmap.volumes import Traffic

LONGEST = 30
"""Contacts of one journey, so that a circle of the map ends."""
RESOLVED_AT_END = 0.8
"""Part of the journeys whose last contact is the end of the matter."""
COLUMNS = ("customer", "time", "touchpoint", "buyer", "channel", "outcome")
USUAL_DAYS = 30
"""Days that journeys usually take at most: several of one customer are this far apart."""
TRIES = 200
"""How often an open minute is looked for."""
LATE = 480
"""Minutes after opening within which those come who found the door closed."""


@dataclass(frozen=True)
class _Journey:
    buyer: str
    touchpoints: tuple[str, ...]
    done: bool


def simulate_log(
    traffic: Traffic, period: Period, *, contacts: int, seed: int, idle_days: float
) -> Iterator[Sequence[str]]:
    """Yield the rows of a log with about as many contacts as asked for, never fewer.

    Journeys start and go on as the map says, in the open hours of the channels,
    with four days at most from one contact to the next.  A customer's journeys
    lie so far apart that more idle days than that divide them; where a buyer
    type has too few heads for that, it gets more.
    """
    chance = random.Random(seed)  # noqa: S311 - a drawn log, no key
    starts = {
        (touchpoint, buyer): traffic.starts_of(touchpoint, buyer)
        for touchpoint, by_buyer in traffic.visits.items()
        for buyer in by_buyer
    }
    pairs = [pair for pair, number in starts.items() if number > 0]
    if not pairs:
        return
    sums = list(accumulate(starts[pair] for pair in pairs))
    ways = _ways(traffic)
    by_buyer: dict[str, list[_Journey]] = {}
    drawn = 0
    while drawn < contacts:
        touchpoint, buyer = pairs[bisect_left(sums, chance.random() * sums[-1])]
        journey = _walk(touchpoint, buyer, ways, chance)
        by_buyer.setdefault(buyer, []).append(journey)
        drawn += len(journey.touchpoints)
    channels = {one.id: one.channel or "" for one in traffic.map.touchpoints}
    weeks = _weeks(traffic.map)
    heads = {one.id: one.head_count or 0 for one in traffic.map.buyers}
    for buyer in sorted(by_buyer):
        yield from _rows(
            by_buyer[buyer],
            (channels, weeks),
            period,
            heads=heads.get(buyer, 0),
            idle_days=idle_days,
            chance=chance,
        )


def _ways(traffic: Traffic) -> Mapping[str, tuple[tuple[str, float], ...]]:
    """Return where visits go on from each touchpoint, with the sums of their shares."""
    return {
        one.id: tuple(
            zip((step.to for step in one.next), accumulate(step.share for step in one.next), strict=True)
        )
        for one in traffic.map.touchpoints
    }


def _walk(
    start: str, buyer: str, ways: Mapping[str, tuple[tuple[str, float], ...]], chance: random.Random
) -> _Journey:
    walked = [start]
    while len(walked) < LONGEST:
        drawn = chance.random()
        there = next((to for to, reach in ways[walked[-1]] if drawn < reach), None)
        if there is None or there not in ways:
            break
        walked.append(there)
    return _Journey(buyer, tuple(walked), chance.random() < RESOLVED_AT_END)


def _weeks(touchmap: TouchMap) -> Mapping[str, tuple[tuple[int, int], ...]]:
    return {one.id: open_week(one) or ALWAYS for one in touchmap.channels}


def _rows(
    journeys: Sequence[_Journey],
    places: tuple[Mapping[str, str], Mapping[str, tuple[tuple[int, int], ...]]],
    period: Period,
    *,
    heads: int,
    idle_days: float,
    chance: random.Random,
) -> Iterator[Sequence[str]]:
    channels, weeks = places
    days = (period.last - period.first).days + 1
    slots = max(1, int(days / (USUAL_DAYS + idle_days)))
    usual = [one for one in journeys if slots > 1 and _days(one) + idle_days <= days / slots]
    rare = [one for one in journeys if slots == 1 or _days(one) + idle_days > days / slots]
    people = max(heads, ceil(len(usual) / slots), 1)
    first = datetime(period.first.year, period.first.month, period.first.day)  # noqa: DTZ001 - of the clocks
    monday = period.first.weekday() * DAY
    for number, journey in enumerate((*usual, *rare)):
        person, width = number % people, days * DAY // slots
        slot = (number // people + person) % slots
        if number >= len(usual):  # too long to stand beside others: a customer of its own
            person, slot, width = people + number - len(usual), 0, days * DAY
        room = max(1, width - round((_days(journey) + (idle_days if number < len(usual) else 0)) * DAY))
        at = slot * width
        for place, touchpoint in enumerate(journey.touchpoints):
            channel = channels[touchpoint]
            week = weeks.get(channel, ALWAYS)
            if place:
                at = _open(at + 1 + chance.randrange(DAY) + monday, week, chance) - monday
            else:
                at += _start(at + monday, room, week, chance)
            last = place == len(journey.touchpoints) - 1
            outcome = "resolved" if last and journey.done else "open"
            when = (first + timedelta(minutes=at)).isoformat(sep=" ")
            yield (f"{journey.buyer}-{person + 1}", when, touchpoint, journey.buyer, channel, outcome)


def _days(journey: _Journey) -> float:
    """Return how many days a journey may take, with nights and weekends on which nobody is there."""
    return 4.0 * len(journey.touchpoints)


def _start(after: int, room: int, week: Sequence[tuple[int, int]], chance: random.Random) -> int:
    """Return a minute from nought to the room at which a channel is open; any where none is found."""
    drawn = 0
    for _ in range(TRIES):
        drawn = chance.randrange(room)
        within = (after + drawn) % WEEK
        if any(start <= within < end for start, end in week):
            break
    return drawn


def _open(minute: int, week: Sequence[tuple[int, int]], chance: random.Random) -> int:
    """Return a minute from one on at which a channel is open: the same, or one of the next open stretch."""
    within = minute % WEEK
    for start, end in (*week, *((start + WEEK, end + WEEK) for start, end in week)):
        if start <= within < end:
            return minute
        if within < start:
            return minute + start - within + chance.randrange(min(end - start, LATE))
    return minute
