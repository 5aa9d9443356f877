"""Contacts hour by hour against a sum over every quarter of an hour, told by the clock on the wall."""

import random
from bisect import bisect_right
from datetime import date, datetime, timedelta, tzinfo
from itertools import pairwise
from math import fsum
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness.rollout.contacts import contacts
from readiness.rollout.localtime import midnight
from readiness.rollout.model import Season
from readiness.rollout.worktime import FAR
from readiness.touchmap.fields import Volume
from readiness.touchmap.model import TouchMap, Touchpoint
from readiness.touchmap.records import Buyer, Channel

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
BOISE = ZoneInfo("America/Boise")
FIRST, LAST = date(2001, 1, 1), date(2004, 12, 31)


def map_of(**channels):
    """A map with a touchpoint for each channel, of 1,000 visits by two buyers."""
    return TouchMap(
        "touchmap/1",
        "case",
        buyers=(Buyer("a"), Buyer("b")),
        channels=tuple(Channel(name, hours=tuple(hours)) for name, hours in channels.items()),
        touchpoints=tuple(
            Touchpoint(f"t-{name}", channel=name, volume=Volume(by_buyer={"a": 700.0, "b": 300.0}))
            for name in channels
        ),
    )


def spread(*profile, zone=BOISE, first=FIRST, last=LAST, **channels):
    return contacts(map_of(**channels), profile, zone=zone, first=first, last=last)


def at(text):
    return int(datetime.fromisoformat(text).timestamp())


def year(number, zone=BOISE):
    return midnight(date(number, 1, 1), zone), midnight(date(number + 1, 1, 1), zone)


def text_of(days, start, end):
    return (
        f"{','.join(DAYS[day] for day in days)} {start // 60:02}:{start % 60:02}-{end // 60:02}:{end % 60:02}"
    )


def random_hours(draw, step):
    days = tuple(sorted(draw.sample(range(7), draw.randint(1, 6))))
    start = draw.randrange(0, 1440 - step, step)
    return days, start, draw.randrange(start + step, 1441, step)


def holds(hours, day, minute):
    days, start, end = hours
    return day in days and start <= minute < end


def walked(zone, year_number, opened, weights, *, months, step):
    """Return the weight of each step of a year by asking the clock, and the instants of the steps."""
    start, end = year(year_number, zone)
    weighed, steps = [], range(start, end, step * 60)
    for instant in steps:
        clock = datetime.fromtimestamp(instant, zone)
        minute = clock.hour * 60 + clock.minute
        weight = 1.0
        for hours, heavy in weights:
            weight = heavy if holds(hours, clock.weekday(), minute) else weight
        weighed.append(
            weight * months[clock.month - 1]
            if any(holds(hours, clock.weekday(), minute) for hours in opened)
            else 0.0
        )
    return weighed, steps


ZONES = (
    "America/Boise",
    "Europe/Berlin",
    "Australia/Lord_Howe",
    "Asia/Shanghai",
    "America/Sao_Paulo",
    "Asia/Kathmandu",
)


@pytest.mark.parametrize(("seed", "step"), [*((n, 15) for n in range(18)), (18, 5)])
def test_every_hour_holds_what_its_open_quarters_weigh(seed, step):
    draw = random.Random(seed)
    zone, number = ZoneInfo(ZONES[seed % len(ZONES)]), draw.choice([2000, 2001, 2007])
    opened = [random_hours(draw, step) for _ in range(draw.randint(1, 3))]
    weights = [(random_hours(draw, step), draw.choice([0.5, 2.0, 3.3])) for _ in range(draw.randint(0, 3))]
    weights = list({text_of(*hours): (hours, heavy) for hours, heavy in weights}.values())
    months = [draw.choice([0.0, 0.5, 1.0, 2.5]) for _ in range(11)] + [1.0]
    season = Season("phone", tuple(months), {text_of(*hours): heavy for hours, heavy in weights})
    first = date(number, draw.randint(1, 6), draw.randint(1, 28))
    last = date(number, 12, draw.randint(1, 31))
    found = spread(season, zone=zone, first=first, last=last, phone=[text_of(*hours) for hours in opened])
    weighed, steps = walked(zone, number, opened, weights, months=months, step=step)
    whole = fsum(weighed)
    edges = found.hours.tolist()
    assert edges[0] == midnight(first, zone)
    assert edges[-1] == midnight(last + timedelta(days=1), zone)
    sums = [0.0] * (len(edges) - 1)
    for instant, weight in zip(steps, weighed, strict=True):
        if edges[0] <= instant < edges[-1]:
            sums[bisect_right(edges, instant) - 1] += weight / whole
    assert found.shape("phone") == pytest.approx(sums, rel=1e-9, abs=1e-15)
    assert ((found.shape("phone") == 0) == (np.array(sums) == 0)).all(), "closed hours hold none"
    for _ in range(30):
        one, other = sorted(draw.sample(range(len(edges)), 2))
        passed = found.passed("phone", edges[other]) - found.passed("phone", edges[one])
        assert passed == pytest.approx(fsum(sums[one:other]), rel=1e-9, abs=1e-12)
        contacts_there = found.between("t-phone", "a", edges[one], edges[other])
        assert contacts_there == pytest.approx(700 * fsum(sums[one:other]), rel=1e-9, abs=1e-9)


@pytest.mark.parametrize("zone", [*ZONES, "America/Havana", "Pacific/Apia", "America/St_Johns"])
def test_each_calendar_year_holds_the_visits_of_a_year(zone):
    clock = ZoneInfo(zone)
    season = Season(
        "phone", (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 0, 12), {"mon-fri 09:20-11:35": 2.7, "sun 01:30-02:30": 9}
    )
    found = spread(
        season,
        zone=clock,
        first=date(2000, 1, 1),
        last=date(2012, 12, 31),
        phone=["mon-sun 00:30-19:10"],
        fax=[],
        mail=["fri 23:00-mon 01:00"],
    )
    for number in range(2000, 2013):
        since, until = year(number, clock)
        for touchpoint in found.touchpoints:
            for buyer, visits in (("a", 700.0), ("b", 300.0)):
                assert found.between(touchpoint, buyer, since, until) == pytest.approx(visits, rel=1e-12)
    for channel in ("phone", "fax", "mail"):
        assert found.passed(channel, FAR) == pytest.approx(13, rel=1e-13)
        assert fsum(found.shape(channel)) == pytest.approx(13, rel=1e-12)


def test_the_part_of_a_year_does_not_depend_on_where_the_plan_begins():
    whole = spread(phone=["mon-fri 08:00-17:00"])
    part = spread(phone=["mon-fri 08:00-17:00"], first=date(2002, 5, 5), last=date(2003, 2, 2))
    some = (whole.hours[:-1] >= part.hours[0]) & (whole.hours[:-1] < part.hours[-1])
    assert np.array_equal(whole.shape("phone")[some], part.shape("phone"))
    assert part.passed("phone", int(part.hours[0])) == 0.0
    assert part.passed("phone", -FAR) == 0.0
    assert part.passed("phone", FAR) == part.passed("phone", int(part.hours[-1]))


def test_hours_and_months_weigh_in_proportion():
    season = Season(
        "phone", (1, 1, 1, 1, 1, 3, 1, 1, 1, 1, 1, 0), {"mon-fri 10:00-11:00": 2, "wed 10:00-11:00": 5}
    )
    found = spread(season, phone=["mon-fri 08:00-17:30"])

    def part(text):
        start = at(text)
        return found.passed("phone", start + 3600) - found.passed("phone", start)

    usual = part("2001-05-07T08:00-06:00")
    assert part("2001-05-07T09:00-06:00") == pytest.approx(usual, rel=1e-9)
    assert part("2001-05-07T10:00-06:00") == pytest.approx(2 * usual, rel=1e-9)
    assert part("2001-05-09T10:00-06:00") == pytest.approx(5 * usual, rel=1e-9), "the last written counts"
    assert part("2001-06-04T08:00-06:00") == pytest.approx(3 * usual, rel=1e-9)
    assert part("2001-06-06T10:00-06:00") == pytest.approx(15 * usual, rel=1e-9)
    assert part("2001-05-07T17:00-06:00") == pytest.approx(usual / 2, rel=1e-9), "half an hour is open"
    assert part("2001-12-03T10:00-07:00") == 0.0
    assert part("2001-05-07T18:00-06:00") == 0.0
    assert part("2001-05-05T10:00-06:00") == 0.0


@pytest.mark.parametrize(
    ("zone", "parts"),
    [
        ("Australia/Lord_Howe", {1800, 3600}),
        ("America/St_Johns", {60, 3540, 3600}),
        ("Asia/Shanghai", {3600}),
    ],
)
def test_rates_are_per_sixty_minutes_where_clocks_change(zone, parts):
    found = spread(zone=ZoneInfo(zone), first=date(2001, 1, 1), last=date(2001, 12, 31), mail=[])
    lengths = np.diff(found.hours)
    assert {*lengths.tolist()} == parts
    assert found.rate("mail", np.arange(len(lengths))) == pytest.approx(
        np.full(len(lengths), 1 / 8760), rel=1e-9
    )
    assert found.rate("mail", 5) == pytest.approx(1 / 8760, rel=1e-9)
    assert isinstance(found.rate("mail", 5), float)


def test_the_hour_of_an_instant():
    found = spread(phone=["mon-fri 08:00-17:00"], first=date(2001, 1, 1), last=date(2001, 1, 2))
    instants = np.concatenate((found.hours, found.hours[:-1] + 3599, [-FAR, FAR]))
    last = len(found.hours) - 2
    assert found.hour_at(instants).tolist() == [*range(last + 1), last, *range(last + 1), 0, last]


def test_no_hours_unread_hours_and_no_channel_are_all_week():
    touchmap = TouchMap(
        "touchmap/1",
        "case",
        channels=(Channel("mail"), Channel("odd", hours=("whenever",)), Channel("web", hours=("24/7",))),
        touchpoints=(
            Touchpoint("t-mail", channel="mail"),
            Touchpoint("t-odd", channel="odd"),
            Touchpoint("t-web", channel="web"),
            Touchpoint("t-none", volume=Volume(total=60.0)),
            Touchpoint("t-lost", channel="nowhere", buyers=("b",), volume=Volume(total=5.0)),
        ),
    )
    found = contacts(touchmap, (), zone=BOISE, first=FIRST, last=LAST)
    for channel in ("mail", "odd", "web", None, "nowhere", "never heard of"):
        assert np.array_equal(found.shape(channel), found.shape("web"))
        assert found.passed(channel, at("2001-07-02T12:00-06:00")) == pytest.approx(0.5, abs=1e-3)
    assert (found.shape("web") > 0).all()
    assert dict(found.volumes) == {("t-none", ""): 60.0, ("t-lost", "b"): 5.0}
    assert found.buyers == ("", "b")
    assert found.of("t-none") == {"": 60.0}
    assert found.touchpoints == ("t-mail", "t-odd", "t-web", "t-none", "t-lost")
    assert found.between("t-mail", "b", *year(2001)) == 0.0
    assert found.between("t-none", "", *year(2001)) == pytest.approx(60.0)


@pytest.mark.parametrize(
    "season",
    [
        Season("phone", hours={"24/7": 0}),
        Season("phone", hours={"mon-fri 08:00-17:00": 0}),
        Season("fax", hours={"mon-fri 08:00-12:00": 4}),
    ],
)
def test_where_all_open_hours_weigh_nothing_all_weigh_alike(season):
    found = spread(season, phone=["mon-fri 08:00-17:00"])
    assert np.array_equal(found.shape("phone"), spread(phone=["mon-fri 08:00-17:00"]).shape("phone"))


def test_the_first_season_of_a_channel_counts():
    one, other = Season("phone", hours={"mon 08:00-09:00": 2}), Season("phone", hours={"tue 08:00-09:00": 3})
    both = spread(one, other, phone=["mon-fri 08:00-17:00"])
    assert np.array_equal(both.shape("phone"), spread(one, phone=["mon-fri 08:00-17:00"]).shape("phone"))


HOUR = timedelta(hours=1)
BACK = datetime(2001, 12, 31, 23, 30)  # noqa: DTZ001 - what a clock on the wall shows


class Twice(tzinfo):
    """A zone whose clocks go back from 00:30 on New Year's Day of 2002 to 23:30, for good."""

    def utcoffset(self, when):
        early = when.replace(tzinfo=None) < BACK
        again = when.replace(tzinfo=None) < BACK + HOUR and not when.fold
        return timedelta(hours=1 if early or again else 0)

    def fromutc(self, when):
        utc = when.replace(tzinfo=None)
        if utc < BACK:
            return when + HOUR
        return when.replace(fold=utc < BACK + HOUR)


def test_clocks_may_go_back_over_new_year():
    found = spread(zone=Twice(), mail=[])
    assert found.passed("mail", FAR) == pytest.approx(4, rel=1e-13)
    assert fsum(found.shape("mail")) == pytest.approx(4, rel=1e-13)
    assert np.diff(found.hours).max() <= 3600
    assert found.shape("mail").max() == pytest.approx(1 / 8759, rel=1e-3)


FOUND = spread(Season("phone", hours={"mon 08:30-09:10": 4.5}), phone=["mon-fri 07:45-18:20"])
moments = st.integers(at("2000-12-01T00:00-07:00"), at("2005-02-01T00:00-07:00"))


@given(st.lists(moments, min_size=2, max_size=30))
def test_parts_of_a_time_add_up(cuts):
    cuts = sorted(cuts)
    parts = [FOUND.between("t-phone", "b", one, other) for one, other in pairwise(cuts)]
    assert min(parts) >= 0
    assert fsum(parts) == pytest.approx(FOUND.between("t-phone", "b", cuts[0], cuts[-1]), rel=1e-9, abs=1e-10)
    many = np.array(cuts)
    assert FOUND.between("t-phone", "b", many[:-1], many[1:]).tolist() == parts
    assert FOUND.passed("phone", many).tolist() == [FOUND.passed("phone", one) for one in cuts]


@given(moments)
def test_contacts_come_evenly_within_an_hour(moment):
    hour = int(FOUND.hour_at(np.array([moment]))[0])
    start, end = FOUND.hours[hour].item(), FOUND.hours[hour + 1].item()
    upto = FOUND.passed("phone", moment) - FOUND.passed("phone", start)
    if start <= moment <= end:
        share = (moment - start) / (end - start)
        assert upto == pytest.approx(FOUND.shape("phone")[hour] * share, rel=1e-9, abs=1e-14)
