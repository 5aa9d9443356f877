"""Runs of plans: to the second where all is certain, closed forms where not, and never a hang."""

from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest
from scipy import stats
from small_plans import (
    ALWAYS,
    START,
    at_likely_times,
    days,
    fixed,
    lognormal,
    option,
    pert,
    setting,
    simulated,
    step,
    team,
    triangular,
    went,
)

from readiness.rollout.fields import Period
from readiness.rollout.model import Blackout, Calendar, CapacityFrom, Clearing
from readiness.rollout.simulation import simulate
from readiness.rollout.step import CustomerCheck, CutOver, ExitTest, Migrate, Pilot
from readiness.rollout.worktime import FAR
from readiness.scalars import Text

DAY = 86400
CUT = CutOver(2.0, calendar="always", roll_back_hours=3, retry_days=2)


# -- certain plans, against a critical path method of our own that walks minute by minute


class Clock:
    """Open minutes of a calendar without weekly repetition: Monday to Friday, two shifts, holidays."""

    def __init__(self, first, count, holidays, shifts, night=False):
        self.open = np.zeros(count * 1440, dtype=bool)
        for number in range(count):
            day = first + timedelta(days=number)
            if (day.weekday() < 5 and day not in holidays) or night:
                for start, end in shifts:
                    self.open[number * 1440 + start : number * 1440 + end] = True

    def finish(self, at, minutes):
        while minutes:
            minutes -= bool(self.open[at])
            at += 1
        return at

    def window(self, at, minutes):
        while not self.open[at : at + minutes].all():
            at += 1
        return at


def minutes_of(clock_time):
    hours, minutes = clock_time.split(":")
    return int(hours) * 60 + int(minutes)


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("barriers", [True, False])
def test_certain_plans_are_those_of_the_critical_path_method(seed, barriers):
    rng = np.random.default_rng(seed)
    holidays = {START + timedelta(days=int(day)) for day in rng.choice(60, 8, replace=False)}
    shifts = [(minutes_of("08:15"), minutes_of("12:00")), (minutes_of("13:00"), minutes_of("17:45"))]
    office = Calendar(
        "office",
        hours=("mon-fri 08:15-12:00 13:00-17:45",),
        closed=tuple(Period(day, day) for day in sorted(holidays)),
    )
    nights = Calendar("nights", hours=("mon-sun 22:00-24:00", "mon-sun 00:00-05:30"))
    by_day = Clock(START, 400, holidays, shifts)
    by_night = Clock(START, 400, holidays, [(0, 330), (1320, 1440)], night=True)
    names = [f"s{number}" for number in range(7)]
    after = {
        name: tuple(other for other in names[:number] if rng.random() < 0.35)
        for number, name in enumerate(names)
    }
    work = {name: int(rng.integers(1, 4000)) for name in names}
    moved = {name: int(rng.integers(0, 2000)) for name in names}
    cut = {name: int(rng.integers(1, 300)) for name in names}
    tested = {name: int(rng.integers(0, 900)) for name in names}
    where = setting(
        *(
            step(
                name,
                work[name] / 1440,
                calendar="office",
                after=after[name],
                migrate=Migrate(moved[name], fixed(60), "nights"),
                cut_over=CutOver(cut[name] / 60, "nights"),
                exit_test=ExitTest("", days=fixed(tested[name] / 1440)),
            )
            for name in names
        ),
        calendars=(ALWAYS, office, nights),
    )
    waves = (tuple(names[:3]), tuple(names[3:5]), tuple(names[5:])) if barriers else ()
    done = went(where, size=3, waves=waves)

    def until_ready(name, ready):
        ready = by_day.finish(ready, work[name])
        return by_night.finish(ready, moved[name])

    ends, live = {}, {}
    barrier = 0
    for wave in waves or [(name,) for name in names]:
        ready = {}
        for name in wave:
            first = max([barrier, *(ends[other] for other in after[name] if other not in wave)])
            first = max([first, *(ready[other] for other in after[name] if other in wave)])
            ready[name] = until_ready(name, first)
        start = max(ready.values())
        over = max(by_night.window(start, cut[name]) + cut[name] for name in wave)
        for name in wave:
            live[name] = over
            ends[name] = by_day.finish(over, tested[name])
        barrier = max(ends[name] for name in wave) if barriers else 0
    for name in names:
        assert (done.live[name] == where.start + 60 * live[name]).all()
        assert (done.finish[f"{name}/test"] == where.start + 60 * ends[name]).all()
    assert (done.end == where.start + 60 * max(ends.values())).all()


def test_clocks_that_change_do_not_shift_the_work():
    office = Calendar("office", hours=("mon-sun 09:00-17:00",))
    where = setting(
        step("a", 4, calendar="office"),
        calendars=(office,),
        start=date(2001, 3, 30),
        day_hours=8.0,
        zone="America/New_York",
    )
    end = datetime.fromtimestamp(int(went(where, size=1).end[0]), UTC)
    assert end == datetime(2001, 4, 2, 21, tzinfo=UTC), "17:00 of the fourth day, an hour sooner than before"


# -- closed forms


def beta(low, likely, high):
    turn = (likely - low) / (high - low)
    return stats.beta(1 + 4 * turn, 5 - 4 * turn, low, high - low)


MANY = 200_000
PERCENTS = (10, 50, 80, 90)


def ends(where, **how):
    found = simulated(where, trials=MANY, seed=11, **how)
    return [days(found.finished(percent) - where.start) for percent in PERCENTS]


@pytest.mark.parametrize(
    ("estimate", "distribution"),
    [
        (pert(20, 30, 70), beta(20, 30, 70)),
        (triangular(20, 30, 70), stats.triang(0.2, 20, 50)),
        (lognormal(20, 30, 45), stats.lognorm(np.log(45 / 30) / stats.norm.ppf(0.9), 0, 30)),
    ],
)
def test_one_step_ends_as_its_distribution_says(estimate, distribution):
    wanted = [distribution.ppf(percent / 100) for percent in PERCENTS]
    assert ends(setting(step("a", estimate))) == pytest.approx(wanted, rel=0.002)


def summed(distributions, cells=4000):
    """Return the cumulative distribution of a sum, by convolution."""
    width = max(one.ppf(1) - one.ppf(0) for one in distributions) / cells
    mass, low = np.ones(1), 0.0
    for one in distributions:
        count = int(np.ceil((one.ppf(1) - one.ppf(0)) / width))
        edges = one.ppf(0) + width * np.arange(count + 1)
        mass = np.convolve(mass, np.diff(one.cdf(edges)))
        low += one.ppf(0) + width / 2
    return low + width * np.arange(mass.size), np.cumsum(mass)


def test_serial_steps_end_as_the_sum_of_their_distributions():
    threes = ((5, 8, 20), (10, 20, 40), (3, 3, 9), (1, 12, 13))
    names = "abcd"
    where = setting(
        *(
            step(name, pert(*three), after=(names[number - 1],) if number else ())
            for number, (name, three) in enumerate(zip(names, threes, strict=True))
        )
    )
    instants, share = summed([beta(*three) for three in threes])
    wanted = np.interp(np.array(PERCENTS) / 100, share, instants)
    assert ends(where) == pytest.approx(wanted, rel=0.002)


def test_parallel_steps_end_as_the_product_of_their_distributions():
    threes = ((15, 18, 30), (10, 20, 40), (22, 23, 24))
    where = setting(*(step(name, pert(*three)) for name, three in zip("abc", threes, strict=True)))
    grid = np.linspace(22, 40, 200_001)
    share = np.prod([beta(*three).cdf(grid) for three in threes], axis=0)
    wanted = np.interp(np.array(PERCENTS) / 100, share, grid)
    assert ends(where) == pytest.approx(wanted, rel=0.002)


# -- cut-overs


def near(share, trials, of):
    return abs(share - of) <= 5 * np.sqrt(of * (1 - of) / trials)


def test_a_joint_cut_over_fails_if_any_fails():
    chances = (0.1, 0.25, 0.05)
    where = setting(
        *(
            step(
                name, 1, cut_over=CutOver(2, "always", fails=chance, roll_back_hours=3, retry_days=2, tries=2)
            )
            for name, chance in zip("abc", chances, strict=True)
        )
    )
    done = went(where, size=MANY, waves=(("a", "b", "c"),))
    fails = 1 - np.prod([1 - chance for chance in chances])
    assert near((done.failures["waves/0/cut-over"] == 1).mean(), MANY, fails)
    first, second = where.start + DAY + 2 * 3600, where.start + DAY + (2 + 3 + 2) * 3600 + 2 * DAY
    assert {*np.unique(done.live["a"]).tolist()} == {first, second}
    assert ((done.live["a"] == second) == (done.failures["waves/0/cut-over"] == 1)).all()
    assert (done.live["b"] == done.live["a"]).all()


@pytest.mark.parametrize("wave", ["a", "ab", "abc", "abcd"])
def test_every_further_step_of_a_cut_over_may_make_it_fail_and_its_exit_tests(wave):
    """The chance is that of at least one of the further steps, 1 - (1 - 0.1)^(n - 1)."""
    cut = CutOver(2, "always", fails=0, retry_days=1, tries=2)
    test = ExitTest(Text(), passes=0.8)
    where = setting(*(step(name, 1, cut_over=cut, exit_test=test) for name in "abcd"), together=0.1)
    done = went(where, size=MANY, waves=(tuple(wave),))
    kept = 0.9 ** (len(wave) - 1)
    assert near((done.failures["waves/0/cut-over"] == 1).mean(), MANY, 1 - kept)
    for name in wave:
        assert near(done.passed[name].mean(), MANY, 0.8 * kept)


def test_steps_that_go_live_alone_do_not_disturb_each_other():
    cut = CutOver(2, "always", fails=0, retry_days=1, tries=2)
    where = setting(*(step(name, 1, cut_over=cut) for name in "abc"), together=1.0)
    done = went(where, size=50, waves=(("a",), ("b",), ("c",)))
    assert sum(failed.sum() for failed in done.failures.values()) == 0


def test_tries_are_the_geometric_distribution_and_the_last_succeeds():
    where = setting(step("a", 0, cut_over=CutOver(1, "always", fails=0.4, retry_days=1, tries=4)))
    failed = went(where, size=MANY).failures["waves/0/cut-over"]
    for number, wanted in enumerate((0.6, 0.24, 0.096, 0.064)):
        assert near((failed == number).mean(), MANY, wanted)
    assert failed.max() == 3


def test_rolling_back_keeps_no_hours_and_the_next_try_does():
    office = Calendar("office", hours=("mon-fri 09:00-17:00",))
    saturdays = Calendar("saturdays", hours=("sat 20:00-24:00",))
    cut = CutOver(3, "saturdays", fails=1.0, roll_back_hours=30, retry_days=1, tries=2)
    where = setting(
        step("a", 1, calendar="office", cut_over=cut), calendars=(office, saturdays), day_hours=8.0
    )
    done = went(where, size=2)
    first = where.start + 5 * DAY + 20 * 3600
    assert (done.start["waves/0/cut-over"] == first).all()
    (back,) = (one for one in done.disturbances if one.cause == "rolled-back")
    assert (back.since == first + 3 * 3600).all()
    assert (back.until == first + 33 * 3600).all()
    assert (done.live["a"] == first + 7 * DAY + 3 * 3600).all(), "one working day later it is Monday evening"


def test_nothing_fails_before_it_is_tried():
    where = setting(
        step("a", 1, gate=("strategy",), cut_over=CutOver(1, "always", fails=0.9, failure_costs=fixed(5))),
        shut=("strategy",),
    )
    found = simulated(where, depth=True)
    assert found.never == 1
    assert found.failures == 0
    assert not found.costs.any()


# -- checks, pilots, moves, tests


def test_a_veto_sends_the_step_back_once():
    check = CustomerCheck(days=fixed(2), vetoes=0.3, rework_days=fixed(5))
    done = went(setting(step("a", 1, customer_check=check)), size=MANY)
    spent = days(done.finish["a/check"] - done.start["a/check"])
    assert {*np.unique(spent)} == {2.0, 9.0}
    assert near((spent == 9).mean(), MANY, 0.3)


def test_a_pilot_finds_what_would_have_failed():
    pilot = Pilot(0.1, fixed(3), finds=0.6, rework_days=fixed(4))
    cut = CutOver(0, "always", fails=0.5, retry_days=1, tries=2)
    done = went(setting(step("a", 1, pilot=pilot, cut_over=cut)), size=MANY)
    spent = days(done.finish["a/pilot"] - done.start["a/pilot"])
    failed = done.failures["waves/0/cut-over"]
    assert near((spent == 7).mean(), MANY, 0.5 * 0.6)
    assert near(failed.mean(), MANY, 0.5 * 0.4)
    assert not failed[spent == 7].any()
    without = went(setting(step("a", 1, cut_over=cut)), size=MANY)
    assert (without.failures["waves/0/cut-over"] == (failed | (spent == 7))).all(), "the same faults"


def test_records_move_at_their_rate_in_their_hours():
    nights = Calendar("nights", hours=("mon-fri 20:00-24:00", "tue-sat 00:00-06:00"))
    migrate = Migrate(1000, fixed(100), "nights", rehearsals=2, rerun=0.25)
    done = went(setting(step("a", 1, migrate=migrate), calendars=(ALWAYS, nights)), size=MANY)
    ends = days(done.finish["a/move"] - done.setting.start)
    assert (days(done.start["a/move"] - done.setting.start) == 1).all(), "on Tuesday at 00:00"
    assert {*np.unique(ends)} == {4.0, 5.0}, "6 + 10 + 10 + 4 hours until Friday 00:00, or 10 hours more"
    assert near((ends == 5).mean(), MANY, 0.25)


def test_an_exit_test_is_passed_as_often_as_written():
    done = went(setting(step("a", 1, exit_test=ExitTest("", days=fixed(1), passes=0.7))), size=MANY)
    assert near(done.passed["a"].mean(), MANY, 0.7)
    assert at_likely_times(done.setting).passed["a"].all()


def test_times_cut_off_at_nought_never_start_after_they_end():
    office = Calendar("office", hours=("mon-fri 09:00-17:00",))
    one = step("a", lognormal(0, 1, 30), calendar="office", pilot=Pilot(0.5, lognormal(0, 1, 30)))
    where = setting(one, calendars=(office,))
    done = went(where, size=20_000)
    assert (done.finish["a/work"] == done.start["a/work"]).any()
    for name in ("a/work", "a/pilot"):
        assert (done.start[name] <= done.finish[name]).all()


# -- gates


@pytest.mark.parametrize("clearing", [(), (Clearing("strategy"),), (Clearing("strategy", by="elsewhere"),)])
def test_a_gate_that_nobody_clears_is_never(clearing):
    where = setting(
        step("a", 1, gate=("strategy",)),
        step("b", 1),
        step("c", 1, after=("a",)),
        gates=clearing,
        shut=("strategy",),
    )
    found = simulated(where, depth=True)
    assert found.never == 1
    assert found.blocked == {"a": "strategy"}
    assert found.finished(50) is None
    assert (went(where).finish["c/test"] == FAR).all()
    assert (went(where).finish["b/test"] == where.start + DAY).all()
    assert simulated(setting(*where.rollout.steps), depth=True).never == 0, "an open gate is no gate"


def test_a_step_waits_for_its_gate_and_for_the_step_that_clears_it():
    where = setting(
        step("a", 3),
        step("b", 1, gate=("strategy", "technology")),
        gates=(Clearing("strategy", fixed(5), team="t"), Clearing("technology", fixed(1), by="a", team="t")),
        teams=(team("t", 2),),
        shut=("strategy", "technology"),
    )
    done = went(where, size=4)
    assert (done.start["b/work"] == where.start + 5 * DAY).all()
    together = went(where, size=4, waves=(("a", "b"),))
    assert (together.start["b/work"] == where.start + 5 * DAY).all()


# -- bad input: never an exception, never a hang


NEVER_OPEN = Calendar("never", hours=("mon-sun 00:00-24:00",), excludes=("always",))
BLACK = Blackout("all", Period(date(1990, 1, 1), date(2090, 1, 1)), ("cut-over", "migration", "work"))


@pytest.mark.parametrize(
    ("steps", "fields"),
    [
        ((step("a", 1, calendar="never"),), {"calendars": (ALWAYS, NEVER_OPEN)}),
        ((step("a", 1, migrate=Migrate(5, fixed(1), "never")),), {"calendars": (ALWAYS, NEVER_OPEN)}),
        ((step("a", 1, cut_over=CutOver(1, "never", fails=0.5)),), {"calendars": (ALWAYS, NEVER_OPEN)}),
        ((step("a", 1),), {"blackouts": (BLACK,)}),
        ((step("a", 1, team="t"),), {"teams": (team("t", 0.0),)}),
        ((step("a", 1, team="t", people=3),), {"teams": (team("t", 2.0),)}),
        ((step("a", 9, team="t"),), {"teams": (team("t", 1.0, (CapacityFrom(START + timedelta(4), 0.0),)),)}),
        ((step("a", 9000),), {}),
        ((step("a", 1e300),), {}),
        ((step("a", pert(1e280, 1e290, 1e300)),), {}),
        ((step("a", 1, migrate=Migrate(1e300, fixed(0), "always")),), {}),
        ((step("a", 1, cut_over=CutOver(1e300, "always")),), {}),
        (
            (step("a", 1, cut_over=CutOver(1, "always", fails=1, roll_back_hours=1e300, retry_days=1e300)),),
            {},
        ),
        ((step("a", 1, migrate=Migrate(1e300, fixed(1e300), "always", rehearsals=3)), step("b", 9000)), {}),
        (
            (step("a", 1, cut_over=CutOver(30, "nights")),),
            {"calendars": (ALWAYS, Calendar("nights", hours=("mon 00:00-05:00",)))},
        ),
    ],
)
def test_what_cannot_be_done_is_never_done(steps, fields):
    found = simulated(setting(*steps, step("other", 2), **fields), depth=True, trials=300)
    assert found.never == 1
    assert found.finished(10) is None
    assert found.weekly.sum() == 0
    assert np.isfinite(found.npv).all()
    wave = (*(one.id for one in steps), "other")
    joint = simulated(setting(*steps, step("other", 2), **fields), depth=True, trials=300, waves=(wave,))
    assert joint.never == 1


def test_what_comes_after_the_horizon_is_never_in_some_trials():
    where = setting(step("a", pert(1, 5, 9)), horizon=START + timedelta(days=4))
    found = simulated(where, trials=50_000, depth=True)
    assert near(found.never, 50_000, beta(1, 5, 9).sf(5))
    assert found.finished(5) is not None
    assert found.finished(90) is None


def test_steps_without_anything_take_no_time():
    found = simulated(setting(step("a"), step("b", after=("a",))), depth=True)
    assert (found.finish == 0).all()
    assert found.never == 0


def test_steps_that_wait_for_each_other_do_not_hang():
    where = setting(step("a", 1, after=("b",)), step("b", 1, after=("a",)), step("c", 1))
    found = simulated(where, depth=True)
    assert found.never == 1


def test_a_step_in_an_earlier_wave_than_what_it_comes_after_does_not_hang():
    where = setting(step("a", 1, after=("b",)), step("b", 1))
    assert simulated(where, depth=True, waves=(("a",), ("b",))).never == 1


def test_stopping_early_keeps_the_trials_that_were_done():
    where = setting(step("a", pert(1, 2, 3)))
    seen = []

    def stop(done, asked):
        seen.append((done, asked))
        return len(seen) < 2

    (found,) = simulate([option(where)], where, trials=100_000, seed=1, progress=stop)
    assert found.trials == seen[-1][0] < 100_000
    assert (found.finish == simulated(where, trials=found.trials).finish).all()
