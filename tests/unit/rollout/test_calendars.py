"""Calendars against a walk through time, step by step, with a look at the clock on the wall at each."""

import random
from bisect import bisect_left
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from readiness.rollout.calendars import (
    OUTSIDE,
    STANDARD,
    blocked,
    business_hours,
    in_periods,
    midnight,
    work_time,
)
from readiness.rollout.contacts import contacts
from readiness.rollout.fields import Period
from readiness.rollout.localtime import local_day, local_midnight, offsets, to_instants
from readiness.rollout.model import Blackout, Calendar, ExtraDay
from readiness.rollout.worktime import FAR, WorkTime
from readiness.touchmap.fields import Volume
from readiness.touchmap.hours import read_hours, union, written
from readiness.touchmap.model import TouchMap, Touchpoint
from readiness.touchmap.records import Channel

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
# with the days on which clocks change, or days near them
CLOCKS = {
    "America/Boise": (date(2001, 4, 1), date(2001, 10, 28), date(2007, 3, 11)),
    "Europe/Berlin": (date(2001, 3, 25), date(2001, 10, 28)),
    "Australia/Lord_Howe": (date(2001, 3, 25), date(2001, 10, 28)),  # by half an hour
    "Asia/Shanghai": (date(2001, 5, 1), date(1988, 4, 17), date(1988, 9, 11)),
    "America/Sao_Paulo": (date(2001, 10, 14), date(2001, 2, 18)),  # at midnight
    "America/Havana": (date(2001, 10, 28), date(2001, 4, 1)),
    "Pacific/Apia": (date(2011, 12, 30), date(2011, 9, 24)),  # a day that never was
    "Asia/Kathmandu": (date(2001, 5, 1),),  # 5 hours and 45 minutes ahead
    "Africa/Casablanca": (date(2012, 7, 20), date(2012, 8, 20)),
}
QUARTER = 900


def zone_of(name):
    return ZoneInfo(name or "America/Boise")


def at(text):
    return int(datetime.fromisoformat(text).timestamp())


class Walk:
    """What a calendar says, told by asking the clock at every step."""

    def __init__(self, calendars, business, zone):
        self.calendars, self.business, self.zone = calendars, business, zone

    def is_open(self, name, instant):
        weekly, closed, extra, zone, excludes = self.calendars[name]
        clock = datetime.fromtimestamp(instant, zone)
        return (
            (self._in_week(weekly, clock) and clock.date() not in closed) or self._in_extra(extra, clock)
        ) and not any(self._taken(other, instant) for other in excludes)

    def _taken(self, name, instant):
        if name == "business":
            return self._in_week(self.business, datetime.fromtimestamp(instant, self.zone))
        if name == "outside-business":
            return not self._taken("business", instant)
        return name in self.calendars and self.is_open(name, instant)

    @staticmethod
    def _in_week(weekly, clock):
        minute = clock.hour * 60 + clock.minute
        yesterday = (clock.weekday() - 1) % 7
        return any(
            (clock.weekday() in days and start <= minute < end) or (yesterday in days and minute + 1440 < end)
            for days, start, end in weekly
        )

    @staticmethod
    def _in_extra(extra, clock):
        minute = clock.hour * 60 + clock.minute
        yesterday = clock.date() - timedelta(days=1)
        return any(
            (clock.date() == day and start <= minute < end) or (yesterday == day and minute + 1440 < end)
            for day, start, end in extra
        )


def clock_text(minute):
    return f"{minute // 60:02}:{minute % 60:02}"


def times_text(start, end):
    return f"{clock_text(start)}-{clock_text(end if end <= 1440 else end - 1440)}"


def random_times(draw, step):
    start = draw.randrange(0, 1440, step)
    end = start + draw.randrange(step, 1440, step)
    return start, end


def random_week(draw, step):
    weekly = []
    for _ in range(draw.randint(1, 3)):
        days = sorted(draw.sample(range(7), draw.randint(1, 6)))
        weekly.append((tuple(days), *random_times(draw, step)))
    return tuple(weekly)


def week_texts(weekly):
    return tuple(
        f"{','.join(DAYS[day] for day in days)} {times_text(start, end)}" for days, start, end in weekly
    )


def random_case(draw, step, days):
    """Return a record of a calendar with all that it names, and the walk that knows the same."""
    home = draw.choice(list(CLOCKS))
    middle = draw.choice(CLOCKS[home])
    first = middle - timedelta(days=draw.randint(0, days))
    last = first + timedelta(days=days)

    def day():
        return first + timedelta(days=draw.randint(-2, days + 2))

    records, known = {}, {}
    names = ["main", "second", "third"][: draw.randint(1, 3)]
    for number, name in enumerate(names):
        weekly = random_week(draw, step) if draw.random() < 0.8 else ()
        closed = [
            sorted((day(), day())) if draw.random() < 0.3 else [(one := day()), one]
            for _ in range(draw.randint(0, 2))
        ]
        extra = [(day(), *random_times(draw, step)) for _ in range(draw.randint(0, 2))]
        zone = draw.choice(["", "", home, *CLOCKS])
        wanted = [*names[number + 1 :], "business", "nobody", "outside-business"]
        excludes = tuple(
            other for other in wanted if draw.random() < (0.15 if other == "outside-business" else 0.4)
        )
        records[name] = Calendar(
            name,
            hours=week_texts(weekly),
            time_zone=zone,
            closed=tuple(Period(*pair) for pair in closed),
            extra=tuple(ExtraDay(on, times_text(start, end)) for on, start, end in extra),
            excludes=excludes,
        )
        off = {one + timedelta(days=n) for one, other in closed for n in range((other - one).days + 1)}
        every = ((tuple(range(7)), 0, 1440),)
        known[name] = (weekly or every, off, extra, ZoneInfo(zone or home), excludes)
    business = random_week(draw, step)
    blackouts = tuple(
        Blackout(
            f"b{n}",
            Period(*sorted((day(), day()))),
            draw.choice([("work",), ("work", "cut-over"), ("migration",)]),
        )
        for n in range(draw.randint(0, 2))
    )
    zones = lambda name: ZoneInfo(name or home)
    made = work_time(
        records["main"],
        calendars=records,
        business=union(*map(read_hours, week_texts(business))),
        zone=zones,
        first=first,
        last=last,
    ).minus(blocked(blackouts, "work", zones(""), first, last))
    walk = Walk(known, business, zones(""))
    begin = int(datetime(first.year, first.month, first.day, tzinfo=UTC).timestamp()) - 2 * 86400
    dark = [blackout.period for blackout in blackouts if "work" in blackout.blocks]

    def is_open(instant):
        today = datetime.fromtimestamp(instant, zones("")).date()
        return (
            first <= today <= last
            and not any(period.first <= today <= period.last for period in dark)
            and walk.is_open("main", instant)
        )

    steps = range(begin, begin + (days + 5) * 86400, step * 60)
    return made, [instant for instant in steps if is_open(instant)]


def stretches(steps, length):
    return WorkTime.of((step, step + length) for step in steps)


def walked_finish(steps, length, start, seconds):
    """Return when work is done, by walking from step to step."""
    if not seconds:
        return start
    for step in steps[max(bisect_left(steps, start) - 1, 0) :]:
        here = min(step + length - max(step, start), length)
        if here > 0:
            if seconds <= here:
                return max(step, start) + seconds
            seconds -= here
    return FAR


def walked_window(steps, length, start, seconds):
    begun = end = None
    for step in steps[max(bisect_left(steps, start) - 1, 0) :]:
        if step + length <= start:
            continue
        if begun is None or step > end:
            begun = max(step, start)
        end = step + length
        if end - begun >= max(seconds, 1):
            return begun
    return FAR


def compare(draw, case, length):
    made, steps = case
    assert made == stretches(steps, length)
    low, high = (steps[0], steps[-1]) if steps else (0, 10**6)
    for _ in range(6):
        start = draw.randint(low - 90000, high + 90000)
        seconds = draw.choice(
            [0, 1, draw.randint(1, 3600), draw.randint(1, 30 * 3600), draw.randint(1, 600000)]
        )
        assert made.finish(start, seconds) == walked_finish(steps, length, start, seconds)
        assert made.window(start, seconds) == walked_window(steps, length, start, seconds)
        assert made.opening(start) == walked_window(steps, length, start, 1)
        assert made.worked(start) == sum(min(max(start - step, 0), length) for step in steps)


@pytest.mark.parametrize("lot", range(20))
def test_a_thousand_calendars_equal_a_walk_by_quarters_of_an_hour(lot):
    draw = random.Random(lot)
    opened = 0
    for _ in range(50):
        case = random_case(draw, 15, 6)
        compare(draw, case, QUARTER)
        opened += bool(case[1])
    assert opened > 25, "most calendars have open time"


def test_calendars_equal_a_walk_by_minutes():
    draw = random.Random(99)
    for _ in range(24):
        compare(draw, random_case(draw, 1, 3), 60)


def simple(calendar, first, last, business="mon-fri 09:00-17:00", **others):
    return work_time(
        calendar, calendars=others, business=read_hours(business), zone=zone_of, first=first, last=last
    )


@pytest.mark.parametrize(
    ("day", "hours"),
    [(date(2001, 3, 25), 5), (date(2001, 10, 28), 7), (date(2001, 6, 3), 6)],
)
def test_a_local_hour_may_be_missing_or_come_twice(day, hours):
    berlin = Calendar("nights", hours=("sun 00:00-06:00",), time_zone="Europe/Berlin")
    assert simple(berlin, day - timedelta(days=2), day + timedelta(days=2)).seconds == hours * 3600


def test_half_an_hour_may_be_missing_or_come_twice():
    island = Calendar("nights", hours=("sun 01:00-03:00",), time_zone="Australia/Lord_Howe")
    spring = simple(island, date(2001, 10, 26), date(2001, 10, 30))
    autumn = simple(island, date(2001, 3, 23), date(2001, 3, 27))
    assert (spring.seconds, autumn.seconds) == (5400, 9000)


def test_only_a_missing_hour_is_no_time_at_all():
    gone = Calendar("gone", hours=("sun 02:00-03:00",), time_zone="Europe/Berlin")
    assert not len(simple(gone, date(2001, 3, 23), date(2001, 3, 27)))


def test_the_standard_calendar_of_a_year():
    year = simple(STANDARD, date(2001, 1, 1), date(2001, 12, 31))
    assert year.seconds == 261 * 8 * 3600
    assert year.opening(0) == at("2001-01-01T09:00-07:00")
    assert year.finish(at("2001-06-29T16:00-06:00"), 2 * 3600) == at("2001-07-02T10:00-06:00")


def test_an_extra_day_is_worked_though_closed_but_never_in_business_hours():
    closed = Calendar(
        "closed",
        hours=("mon-fri 08:00-17:00",),
        closed=(Period(date(2001, 10, 1), date(2001, 10, 7)),),
        extra=(ExtraDay(date(2001, 10, 6), "09:00-12:00"), ExtraDay(date(2001, 10, 3), "07:00-10:00")),
    )
    week = simple(closed, date(2001, 10, 1), date(2001, 10, 7))
    assert list(week) == [
        (at("2001-10-03T07:00-06:00"), at("2001-10-03T10:00-06:00")),
        (at("2001-10-06T09:00-06:00"), at("2001-10-06T12:00-06:00")),
    ]
    without = Calendar("w", closed.title, closed.hours, "", closed.closed, closed.extra, ("business",))
    assert next(iter(simple(without, date(2001, 10, 1), date(2001, 10, 7)))) == (
        at("2001-10-03T07:00-06:00"),
        at("2001-10-03T09:00-06:00"),
    )


def test_an_extra_night_goes_on_into_the_next_day():
    night = Calendar("n", hours=("sun 00:00-01:00",), extra=(ExtraDay(date(2001, 10, 3), "22:00-06:00"),))
    found = simple(night, date(2001, 10, 1), date(2001, 10, 6))
    assert list(found) == [(at("2001-10-03T22:00-06:00"), at("2001-10-04T06:00-06:00"))]


def test_business_and_the_other_hours_are_all_hours():
    first, last = date(2000, 11, 1), date(2003, 2, 28)
    outside = simple(OUTSIDE, first, last)
    business = simple(Calendar("b", hours=("mon-fri 09:00-17:00",)), first, last)
    everything = simple(Calendar("all"), first, last)
    assert not len(outside.both(business))
    assert outside.union(business) == everything
    assert list(everything) == [
        (midnight(first, zone_of("")), midnight(last + timedelta(days=1), zone_of("")))
    ]
    assert simple(Calendar("back", excludes=("outside-business",)), first, last) == business


def test_a_calendar_of_the_file_takes_the_place_of_outside_business():
    own = Calendar("outside-business", hours=("sat 00:00-24:00",))
    found = simple(
        Calendar("x", excludes=("outside-business",)), date(2001, 1, 1), date(2001, 1, 7), **{own.id: own}
    )
    assert found.seconds == 6 * 86400


def test_the_last_hours_are_excluded_across_the_date_line():
    far = Calendar("far", hours=("mon-sun 00:00-24:00",), time_zone="Pacific/Apia")
    here = Calendar("here", excludes=("far",), time_zone="America/Boise")
    assert not len(simple(here, date(2001, 1, 1), date(2001, 1, 7), far=far))


def test_names_in_a_circle_and_names_of_nobody_do_no_harm():
    one = Calendar("one", hours=("mon 09:00-12:00",), excludes=("two", "one", "nobody"))
    two = Calendar("two", hours=("mon 11:00-15:00",), excludes=("one",))
    week = simple(one, date(2001, 1, 1), date(2001, 1, 7), one=one, two=two)
    assert week.seconds == 2 * 3600


def test_a_long_chain_and_a_wide_web_of_excludes_end():
    chain = {f"c{n}": Calendar(f"c{n}", excludes=(f"c{n + 1}",)) for n in range(1500)}
    assert not len(simple(chain["c0"], date(2001, 1, 1), date(2001, 1, 3), **chain))
    web = {
        f"c{n}": Calendar(
            f"c{n}", hours=("mon 00:00-12:00",), excludes=(f"c{n + 1}", f"c{n + 2}", "business")
        )
        for n in range(60)
    }
    assert simple(web["c0"], date(2001, 1, 1), date(2001, 1, 3), **web).seconds in (0, 9 * 3600)


def test_blackouts_block_whole_local_days_of_their_kind():
    period = Period(date(2001, 10, 27), date(2001, 10, 28))
    blackouts = (
        Blackout("b", period, ("cut-over",)),
        Blackout("c", Period(date(2001, 1, 1), date(2001, 1, 1))),
    )
    berlin = ZoneInfo("Europe/Berlin")
    dark = blocked(blackouts, "cut-over", berlin, date(2001, 6, 1), date(2001, 12, 31))
    assert list(dark) == [(at("2001-10-27T00:00+02:00"), at("2001-10-29T00:00+01:00"))]
    assert not len(blocked(blackouts, "work", berlin, date(2001, 6, 1), date(2001, 12, 31)))
    assert in_periods([period], berlin, date(2001, 10, 28), date(2001, 12, 31)).seconds == 25 * 3600
    assert not len(in_periods([], berlin, date(2001, 10, 28), date(2001, 12, 31)))


@pytest.mark.parametrize(
    ("zone", "day", "instant"),
    [
        ("America/Boise", date(2001, 1, 1), "2001-01-01T00:00-07:00"),
        ("Asia/Shanghai", date(2001, 1, 1), "2001-01-01T00:00+08:00"),
        ("America/Sao_Paulo", date(2001, 10, 14), "2001-10-14T01:00-02:00"),  # there is no 00:00
        ("America/Havana", date(2001, 10, 28), "2001-10-28T00:00-04:00"),  # there are two
        ("Pacific/Apia", date(2011, 12, 30), "2011-12-31T00:00+14:00"),  # there is no such day
    ],
)
def test_a_day_begins_when_its_clock_first_shows_it(zone, day, instant):
    assert midnight(day, ZoneInfo(zone)) == at(instant)


def test_the_day_of_an_instant_is_the_local_one():
    assert local_day(at("2001-01-01T03:00+00:00"), zone_of("")) == date(2000, 12, 31)
    assert local_day(at("2001-01-01T03:00+00:00"), ZoneInfo("Asia/Shanghai")) == date(2001, 1, 1)
    assert local_midnight(date(1970, 1, 2)) == 86400


@pytest.mark.parametrize("zone", CLOCKS)
def test_offsets_are_those_of_the_clock_everywhere(zone):
    clock = ZoneInfo(zone)
    since, until = at("1985-01-01T00:00+00:00"), at("2015-01-01T00:00+00:00")
    parts = list(offsets(since, until, clock))
    assert parts[0][0] == since
    assert parts[-1][1] == until
    for (_, end, ahead), (start, _, later) in pairwise(parts):
        assert end == start
        assert ahead != later
    ahead_at = [ahead for start, end, ahead in parts for _ in range(-(-start // 7200), -(-end // 7200))]
    wanted = [
        datetime.fromtimestamp(instant, clock).utcoffset().total_seconds()
        for instant in range(since, until, 7200)
    ]
    assert ahead_at == wanted


def test_the_end_of_the_calendar_is_no_trouble():
    late = simple(
        Calendar("late", closed=(Period(date(9999, 12, 1), date.max),)), date(9999, 11, 1), date.max
    )
    assert late.seconds == 30 * 86400
    assert to_instants(WorkTime.of([(FAR - 5, FAR)]), UTC) == WorkTime.of([(FAR - 5, FAR)])


def map_of(channels, touchpoints):
    return TouchMap(
        "touchmap/1",
        "case",
        channels=tuple(Channel(name, hours=tuple(hours)) for name, hours in channels.items()),
        touchpoints=tuple(
            Touchpoint(name, channel=channel, volume=Volume(total=1000.0))
            for name, channel in touchpoints.items()
        ),
    )


CHANNELS = {
    "phone": ["mon-fri 07:00-19:00"],
    "shop": ["sat 10:00-16:00", "fri 18:00-20:00"],
    "web": ["24/7"],
    "split": ["mon-thu 00:00-24:00", "fri-sun 00:00-24:00"],
    "mail": [],
    "odd": ["whenever"],
}


@pytest.mark.parametrize(
    ("touchpoints", "of", "hours"),
    [
        ({"call": "phone", "visit": "shop"}, ["call"], ["mon-fri 07:00-19:00"]),
        (
            {"call": "phone", "visit": "shop"},
            ["call", "visit"],
            ["mon-fri 07:00-19:00", "sat 10:00-16:00", "fri 18:00-20:00"],
        ),
        ({"call": "phone", "click": "web"}, ["call", "click"], ["mon-fri 07:00-19:00"]),
        ({"call": "phone", "click": "web"}, ["click"], ["mon-fri 07:00-19:00"]),
        ({"call": "phone", "click": "split", "write": "mail"}, ["click", "write"], ["mon-fri 07:00-19:00"]),
        (
            {"call": "phone", "visit": "shop"},
            [],
            ["mon-fri 07:00-19:00", "sat 10:00-16:00", "fri 18:00-20:00"],
        ),
        ({"call": "phone"}, ["nobody"], ["mon-fri 07:00-19:00"]),
        ({"click": "web", "write": "mail", "ask": "odd", "meet": None}, ["click"], ["mon-fri 09:00-17:00"]),
        ({}, ["click"], ["mon-fri 09:00-17:00"]),
    ],
)
def test_business_hours_are_those_of_channels_that_close(touchpoints, of, hours):
    assert business_hours(map_of(CHANNELS, touchpoints), of) == union(*map(read_hours, hours))


@pytest.mark.parametrize("seed", range(25))
def test_nothing_moved_outside_business_hours_meets_a_customer(seed):
    draw = random.Random(seed)
    home = draw.choice(list(CLOCKS))
    zone = ZoneInfo(home)
    weeks = {f"c{n}": list(week_texts(random_week(draw, 60))) for n in range(4)}
    touchmap = map_of(weeks | {"web": ["24/7"]}, {f"t-{name}": name for name in (*weeks, "web")})
    affected = ["t-web", *(f"t-{name}" for name in weeks if draw.random() < 0.6)]
    business = business_hours(touchmap, affected)
    middle = draw.choice(CLOCKS[home])
    first, last = middle - timedelta(days=20), middle + timedelta(days=20)
    outside = work_time(OUTSIDE, calendars={}, business=business, zone=lambda _: zone, first=first, last=last)
    for text in written(business):
        opened = Calendar("open", hours=(text,), time_zone=home)
        both = work_time(opened, calendars={}, business=(), zone=lambda _: zone, first=first, last=last)
        assert len(both)
        assert not len(both.both(outside))
    spread = contacts(touchmap, (), zone=zone, first=first, last=last)
    for channel in {spread.channels[touchpoint] for touchpoint in affected} - {"web"}:
        assert spread.passed(channel, FAR) > 0
        assert (spread.passed(channel, outside.ends) == spread.passed(channel, outside.starts)).all()
