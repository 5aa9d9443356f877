"""Disturbed contacts against a sum hour by hour, and what they add up to."""

import itertools
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from small_plans import ALWAYS, fixed, pert, setting, simulated, step, went

from readiness.rollout.exposure import Exposure
from readiness.rollout.model import Calendar, Season
from readiness.rollout.step import CutOver, Effect, Migrate, Pilot
from readiness.touchmap.fields import Volume
from readiness.touchmap.model import TouchMap, Touchpoint
from readiness.touchmap.records import Buyer, Channel

DAY = 86400
MAP = TouchMap(
    "touchmap/1",
    "map",
    buyers=(Buyer("a"), Buyer("b"), Buyer("c")),
    channels=(
        Channel("phone", hours=("mon-fri 08:15-18:00", "sat 09:00-12:40")),
        Channel("store", hours=("mon-sat 10:00-20:00",)),
        Channel("web", hours=("24/7",)),
    ),
    touchpoints=(
        Touchpoint("ask", channel="phone", volume=Volume(by_buyer={"a": 70_000.0, "b": 3000.0})),
        Touchpoint("order", channel="phone", volume=Volume(by_buyer={"b": 9000.0})),
        Touchpoint("buy", channel="store", volume=Volume(by_buyer={"a": 500.0, "c": 40_000.0})),
        Touchpoint("look", channel="web", volume=Volume(by_buyer={"c": 1_000_000.0})),
    ),
)
SEASONS = (
    Season("phone", (1, 2, 3, 1, 1, 1, 1, 1, 1, 1, 1, 4), {"mon-fri 09:00-11:00": 3}),
    Season("web", hours={"mon-sun 20:00-23:30": 5}),
)
OFFICE = Calendar("office", hours=("mon-fri 09:00-17:00",))
EVENINGS = Calendar("evenings", hours=("mon-sun 17:00-24:00",))


def case(**fields):
    cut = CutOver(3.0, "evenings", fails=0.4, roll_back_hours=7, retry_days=1, tries=3)
    return setting(
        step(
            "one",
            pert(1, 3, 20),
            calendar="office",
            affects={"ask": Effect(0.2, 10), "look": Effect(0.05, 3.5), "order": Effect(0.0, 9)},
            cut_over=cut,
            pilot=Pilot(0.1, pert(1, 2, 6)),
        ),
        step(
            "two",
            pert(2, 4, 9),
            calendar="office",
            affects={"ask": Effect(0.5, 4), "buy": Effect(0.3, 12)},
            cut_over=CutOver(2.0, "evenings", closed=True, fails=0.1, roll_back_hours=2, tries=2),
        ),
        step("three", pert(2, 4, 9), calendar="office", after=("one",), affects={"buy": Effect(1.0, 2.25)}),
        touchmap=MAP,
        profile=SEASONS,
        calendars=(ALWAYS, OFFICE, EVENINGS),
        day_hours=8.0,
        zone="America/Boise",
        start=date(2001, 3, 19),
        horizon=date(2001, 12, 31),
        **fields,
    )


WAYS = ({"waves": (("one", "two"), ("three",))}, {"order": ("one", "two", "three")})


def hour_by_hour(where, touchpoint, since, until):
    """Return the contacts of each buyer at a touchpoint between two instants, an hour at a time."""
    spread = where.contacts
    channel = spread.channels[touchpoint]
    share = 0.0
    for number, each in enumerate(spread.shape(channel)):
        first, last = int(spread.hours[number]), int(spread.hours[number + 1])
        if last > since and first < until:
            share += each * (min(last, until) - max(first, since)) / (last - first)
    return {buyer: visits * share for buyer, visits in spread.of(touchpoint).items()}


def severities(where, disturbance):
    """Yield touchpoint, seconds after since and until, and severity, from the steps as they are written."""
    steps = [where.rollout.pool[name] for name in disturbance.steps]
    touched = {touchpoint for one in steps for touchpoint in one.affects}
    for touchpoint in touched if disturbance.touchpoints is None else disturbance.touchpoints:
        effects = [one.affects[touchpoint] for one in steps if touchpoint in one.affects]
        if disturbance.cause == "dip":
            days = sorted({0.0, *(effect.dip_days for effect in effects)})
            for one, other in itertools.pairwise(days):
                kept = 1.0
                for effect in effects:
                    kept *= 1 - effect.severity if effect.dip_days >= other else 1.0
                yield touchpoint, round(one * DAY), round(other * DAY), 1 - kept
        elif disturbance.cause == "pilot":
            yield touchpoint, 0, 0, steps[0].pilot.share * effects[0].severity
        else:
            yield touchpoint, 0, 0, 1.0


def brute(where, done, trial):
    total = dict.fromkeys("abc", 0.0)
    for disturbance in done.disturbances:
        places = range(done.draws.size) if disturbance.trials is None else disturbance.trials.tolist()
        if trial not in places:
            continue
        at = list(places).index(trial)
        since, until = int(disturbance.since[at]), int(disturbance.until[at])
        for touchpoint, later, last, severity in severities(where, disturbance):
            found = hour_by_hour(where, touchpoint, since + later, until + last)
            for buyer, contacts in found.items():
                total[buyer] += severity * contacts
    return total


@pytest.mark.parametrize("how", WAYS)
def test_each_trial_is_the_sum_hour_by_hour(how):
    where = case()
    size = 40
    done = went(where, size=size, **how)
    exposure = Exposure(where, done.plan.arrangement.steps)
    weekly = np.zeros((len(exposure.weeks) - 1, 3))
    found = exposure.of_run(done, weekly)
    assert {one.cause for one in done.disturbances} == {"closed", "rolled-back", "pilot", "dip"}
    rows = [brute(where, done, trial) for trial in range(size)]
    assert found.total == pytest.approx([sum(row.values()) for row in rows], rel=1e-9)
    assert exposure.buyers == ("a", "b", "c")
    wanted = [sum(row[buyer] for row in rows) for buyer in exposure.buyers]
    assert found.by_buyer == pytest.approx(wanted, rel=1e-9)
    assert weekly.sum(axis=0) == pytest.approx(found.by_buyer, rel=1e-9)
    assert found.total.std() > 0


@pytest.mark.parametrize("how", WAYS)
def test_each_week_is_what_is_disturbed_in_it(how):
    where = case()
    done = went(where, size=25, **how)
    exposure = Exposure(where, done.plan.arrangement.steps)
    weekly = np.zeros((len(exposure.weeks) - 1, 3))
    exposure.of_run(done, weekly)
    for number in (0, 1, 2, 3, 5, 8):
        since, until = exposure.weeks[number : number + 2]
        wanted = 0.0
        for disturbance in done.disturbances:
            for one, other in zip(disturbance.since.tolist(), disturbance.until.tolist(), strict=True):
                for touchpoint, later, last, severity in severities(where, disturbance):
                    start, end = max(one + later, since), min(other + last, until)
                    if start < end:
                        wanted += severity * sum(hour_by_hour(where, touchpoint, start, end).values())
        assert weekly[number].sum() == pytest.approx(wanted, rel=1e-9, abs=1e-9)


@pytest.mark.parametrize("how", WAYS)
def test_sums_of_a_simulation_agree(how):
    found = simulated(case(), trials=20_000, depth=True, **how)
    mean = float(found.exposure.mean(dtype=np.float64))
    assert sum(found.by_buyer.values()) == pytest.approx(mean, rel=1e-6), (
        "trials are kept in single precision"
    )
    assert found.weekly.sum() == pytest.approx(sum(found.by_buyer.values()), rel=1e-9)
    for number, buyer in enumerate(found.buyers):
        assert found.weekly[:, number].sum() == pytest.approx(found.by_buyer[buyer], rel=1e-9)


def closed(hours, **fields):
    return CutOver(hours, "evenings", closed=True, **fields)


@pytest.mark.parametrize("hours", [(3, 3), (3, 5), (6, 1)])
def test_what_two_steps_close_at_once_is_closed_once(hours):
    where = setting(
        *(
            step(name, 1, affects={"ask": Effect(), own: Effect()}, cut_over=closed(length))
            for name, own, length in zip(("one", "two"), ("look", "buy"), hours, strict=True)
        ),
        touchmap=MAP,
        profile=SEASONS,
        calendars=(ALWAYS, EVENINGS),
    )
    done = went(where, size=2, waves=(("one", "two"),))
    found = Exposure(where, done.plan.arrangement.steps).of_run(done)
    start = where.start + DAY + 17 * 3600
    wanted = 0.0
    for touchpoint, length in (("ask", max(hours)), ("look", hours[0]), ("buy", hours[1])):
        wanted += sum(hour_by_hour(where, touchpoint, start, start + length * 3600).values())
    assert found.total == pytest.approx([wanted, wanted], rel=1e-9)


def test_closed_hours_of_several_steps_are_joined():
    """Two windows that overlap and one apart, at one touchpoint: their union is closed."""
    late = Calendar("late", hours=("mon-sun 19:00-22:00",))
    tomorrow = Calendar("tomorrow", hours=("wed 10:00-12:00",))
    cuts = {
        "one": CutOver(4, "evenings", closed=True),
        "two": CutOver(3, "late", closed=True),
        "three": CutOver(2, "tomorrow", closed=True),
        "four": CutOver(6, "evenings"),
    }
    where = setting(
        *(step(name, 1, affects={"look": Effect()}, cut_over=cut) for name, cut in cuts.items()),
        touchmap=MAP,
        calendars=(ALWAYS, EVENINGS, late, tomorrow),
    )
    done = went(where, size=1, waves=(tuple(cuts),))
    found = Exposure(where, done.plan.arrangement.steps).of_run(done)
    tuesday = where.start + DAY
    wanted = sum(
        hour_by_hour(where, "look", tuesday + since * 3600, tuesday + until * 3600)["c"]
        for since, until in ((17, 22), (34, 36))
    )
    assert found.total[0] == pytest.approx(wanted, rel=1e-9)


def test_a_dip_of_two_steps_is_that_of_chances():
    where = setting(
        step("one", 1, affects={"look": Effect(0.5, 10)}),
        step("two", 1, affects={"look": Effect(0.2, 30)}),
        touchmap=MAP,
    )
    done = went(where, size=1, waves=(("one", "two"),))
    found = Exposure(where, done.plan.arrangement.steps).of_run(done)
    rate = 1_000_000 / 365
    assert found.total[0] == pytest.approx(rate * (10 * 0.6 + 20 * 0.2), rel=1e-9)


def test_a_dip_after_the_last_day_disturbs_nobody():
    late = setting(
        step("one", 9000, affects={"look": Effect(1, 10)}), touchmap=MAP, horizon=date(2001, 12, 31)
    )
    assert simulated(late, trials=9, depth=True).weekly.sum() == 0
    cut = setting(step("one", 364, affects={"look": Effect(1, 10)}), touchmap=MAP, horizon=date(2001, 12, 31))
    assert simulated(cut, trials=9).exposure == pytest.approx(1_000_000 / 365, rel=1e-6)


@pytest.mark.parametrize("zone", ["America/Boise", "Asia/Shanghai"])
def test_no_record_moves_in_business_hours_in_any_trial(zone):
    where = setting(
        step(
            "one",
            pert(1, 30, 90),
            affects={"ask": Effect(), "buy": Effect()},
            migrate=Migrate(2000, pert(20, 25, 90), rehearsals=1, rerun=0.3),
        ),
        touchmap=MAP,
        zone=zone,
        horizon=date(2001, 12, 31),
    )
    done = went(where, size=300)
    moved = where.rollout.pool["one"].migrate
    time = where.move(where.rollout.pool["one"])
    runs = 2 + done.happens("one/rerun", 0.3)
    seconds = np.ceil(runs * 2000 / done.figure("one/per-hour", moved.per_hour) * 3600)
    since, until = done.start["one/move"], done.finish["one/move"]
    assert (time.worked(until) - time.worked(since)).tolist() == seconds.tolist()  # all of it in these hours
    clock = ZoneInfo(zone)
    business = {"ask": ((0, 1, 2, 3, 4), 8.25, 18), "sat": ((5,), 9, 12 + 2 / 3), "buy": (range(6), 10, 20)}
    for start, finish in zip(done.start["one/move"].tolist(), done.finish["one/move"].tolist(), strict=True):
        moving = list(time.within(start, finish))
        assert sum(last - first for first, last in moving) > 0
        for first, last in moving:
            for instant in (*range(first, last, 1200), last - 1):
                now = datetime.fromtimestamp(instant, UTC).astimezone(clock)
                hour = now.hour + now.minute / 60 + now.second / 3600
                for weekdays, opened, shut in business.values():
                    assert not (now.weekday() in weekdays and opened <= hour < shut)
            # the store opens on the hour; contacts of the phone are spread over its whole first hour
            assert where.contacts.passed("store", first) == where.contacts.passed("store", last)


def test_records_take_as_long_as_they_need():
    where = setting(
        step("one", 1, affects={"ask": Effect()}, migrate=Migrate(2_200_000, fixed(25_000))),
        touchmap=MAP,
        zone="America/Boise",
    )
    done = went(where, size=1)
    time = where.move(where.rollout.pool["one"])
    moved = time.worked(int(done.finish["one/move"][0])) - time.worked(int(done.start["one/move"][0]))
    assert moved == 88 * 3600
    assert timedelta(seconds=int(done.finish["one/move"][0] - done.start["one/move"][0])) < timedelta(days=9)
