"""Each reason for a date is the one that binds: without it the date is another."""

from dataclasses import replace
from datetime import UTC, date, datetime

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_plans import at_likely_times, fixed, option, pert, planned, setting, step, team

from readiness.rollout.explanation import explain
from readiness.rollout.fields import Period
from readiness.rollout.hindrances import hindrances, open_time, permit_of
from readiness.rollout.model import Blackout, Calendar, CapacityFrom, Clearing, ExtraDay
from readiness.rollout.obstacles import obstacles
from readiness.rollout.run import run
from readiness.rollout.scheduling import likely
from readiness.rollout.step import CustomerCheck, CutOver, ExitTest, Migrate, Pilot
from readiness.rollout.worktime import FAR
from readiness.touchmap.model import TouchMap, Touchpoint
from readiness.touchmap.records import Channel

DAY = 86400
OFFICE = Calendar("office", hours=("mon-fri 09:00-17:00",))
NIGHTS = Calendar("nights", excludes=("business",))
WEEKENDS = Calendar("weekends", hours=("fri 19:00-mon 07:00",))
ALWAYS = Calendar("always")
ALL = (ALWAYS, OFFICE, NIGHTS, WEEKENDS)
SHOP = TouchMap(
    "touchmap/1",
    "shop",
    channels=(Channel("phone", hours=("mon-fri 07:00-19:00",)), Channel("web", hours=("24/7",))),
    touchpoints=(Touchpoint("order", channel="phone"), Touchpoint("look", channel="web")),
)


def at(text):
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp())


def explained(where, name, **how):
    return explain(at_likely_times(where, **how), name)


def part(found, kind, of=None):
    return next(one for one in found.parts if one.part == kind and (of is None or one.step == of))


def kinds(found, kind):
    return [wait.kind for wait in part(found, kind).waits]


# -- what is waited for


def test_the_start_of_the_rollout():
    found = explained(setting(step("a", 2)), "a")
    work = part(found, "work")
    assert kinds(found, "work") == ["start"]
    assert work.waits[0].elements == ("rollout:start",)
    assert work.ready == work.start == at("2001-01-01")
    later = explained(setting(step("a", 2), start=date(2001, 1, 4)), "a")
    assert later.live - found.live == 3 * DAY


def test_a_step_that_it_comes_after():
    steps = step("a", 2), step("b", 3, after=("a",)), step("c", 1)
    found = explained(setting(*steps), "b")
    (wait,) = part(found, "work").waits
    assert (wait.kind, wait.by) == ("after", "a/test")
    assert wait.elements == ("steps:b", "steps:a")
    assert (wait.until, wait.without) == (at("2001-01-03"), at("2001-01-01"))
    freed = explained(setting(steps[0], step("b", 3), steps[2]), "b")
    assert part(freed, "work").ready == wait.without
    assert [leg.name for leg in found.path] == ["a/work", "waves/0/cut-over", "a/test", "b/work",
                                                "waves/1/cut-over"]  # fmt: skip


def test_the_wave_before_and_who_was_last_in_it():
    where = setting(step("a", 2), step("b", 5), step("c", 1))
    found = explained(where, "c", waves=(("a", "b"), ("c",)))
    waited = part(found, "work").waits
    assert [(wait.kind, wait.by) for wait in waited] == [("wave", "a/test"), ("wave", "b/test")]
    assert {wait.without for wait in waited} == {at("2001-01-01")}
    assert part(found, "work").ready == at("2001-01-06")
    lever = next(lever for lever in found.levers if lever.kind == "wait")
    assert (lever.wait.kind, lever.live) == ("wave", at("2001-01-02"))
    alone = explained(where, "c", waves=(("a", "b", "c"),))
    assert part(alone, "work").ready == at("2001-01-01")


def test_the_exit_test_that_was_last_in_the_wave_before():
    slow = step("b", 1, exit_test=ExitTest("works", days=fixed(4)))
    found = explained(setting(step("a", 2), slow, step("c", 1)), "c", waves=(("a", "b"), ("c",)))
    (wait,) = part(found, "work").waits
    assert (wait.kind, wait.by, wait.elements) == ("wave", "b/test", ("options:option", "steps:b"))
    assert wait.without == at("2001-01-01"), "no wave at all is waited for then"
    quick = setting(step("a", 2), step("b", 1), step("c", 1))
    assert explained(quick, "c", waves=(("a", "b"), ("c",))).live == found.live - 4 * DAY


def test_the_slowest_of_those_who_go_live_together():
    where = setting(step("a", 2), step("b", 5))
    found = explained(where, "a", waves=(("a", "b"),))
    (wait,) = part(found, "cut-over").waits
    assert (wait.kind, wait.by) == ("joint", "b/work")
    assert found.wave == ("a", "b")
    assert wait.without == at("2001-01-03")
    assert explained(where, "a").live == wait.without, "alone it goes live then"
    lever = next(lever for lever in found.levers if lever.kind == "alone")
    assert lever.live == wait.without


def test_the_longest_cut_over_of_those_who_go_live_together():
    cuts = {name: CutOver(hours, calendar="always") for name, hours in (("a", 2.0), ("b", 6.0))}
    where = setting(*(step(name, 1, cut_over=cut) for name, cut in cuts.items()))
    found = explained(where, "a", waves=(("a", "b"),))
    own, last = part(found, "cut-over", "a"), part(found, "cut-over", "b")
    assert own.finish == at("2001-01-02T02:00")
    assert last.finish == found.live == at("2001-01-02T06:00")
    assert [
        one.step for one in explained(where, "b", waves=(("a", "b"),)).parts if one.part == "cut-over"
    ] == ["b"]


def test_a_gate_that_people_clear():
    gates, teams = (Clearing("strategy", days=fixed(4), team="it"),), (team("it"),)
    one = step("a", 1, gate=("strategy", "technology"))
    where = setting(one, gates=gates, shut={"strategy"}, teams=teams)
    found = explained(where, "a")
    (wait,) = part(found, "work").waits
    assert (wait.kind, wait.by, wait.pitfalls) == ("gate", "gates/strategy", ("strategy",))
    assert wait.elements == ("gates:strategy",)
    assert part(found, "gate").finish == wait.until == at("2001-01-05")
    assert part(found, "gate").elements == ("gates:strategy",)
    assert found.open_gates == ("technology",)
    opened = explained(setting(step("a", 1, gate=("strategy",)), gates=gates), "a")
    assert part(opened, "work").ready == wait.without == at("2001-01-01")


def test_a_gate_that_a_step_clears():
    gates = (Clearing("strategy", by="a"),)
    steps = step("a", 3), step("b", 1, gate=("strategy",))
    found = explained(setting(*steps, gates=gates, shut={"strategy"}), "b")
    (wait,) = part(found, "work").waits
    assert (wait.kind, wait.by, wait.pitfalls) == ("gate-step", "a/test", ("strategy",))
    assert wait.elements == ("gates:strategy", "steps:a")
    opened = explained(setting(*steps, gates=gates), "b")
    assert part(opened, "work").ready == wait.without < wait.until


def test_people_who_come_from_another_step():
    steps = step("a", 4, team="it", people=2), step("b", 1, team="it", people=1)
    found = explained(setting(*steps, teams=(team("it", 2),)), "b")
    (wait,) = part(found, "work").waits
    assert (wait.kind, wait.by, wait.team, wait.people) == ("people", "a/work", "it", 1)
    assert wait.elements == ("teams:it", "steps:a")
    more = explained(setting(*steps, teams=(team("it", 3),)), "b")
    assert part(more, "work").ready == wait.without == at("2001-01-01")
    lever = next(lever for lever in found.levers if lever.wait is not None)
    assert lever.live == more.live


def test_people_who_join_later():
    new = (CapacityFrom(date(2001, 1, 10), 3),)
    where = setting(step("a", 1, team="it", people=2), teams=(team("it", 1, new),))
    found = explained(where, "a")
    (wait,) = part(found, "work").waits
    assert (wait.kind, wait.by, wait.until) == ("staff", "", at("2001-01-10"))
    assert wait.elements == ("teams:it",)
    there = explained(replace(where, rollout=replace(where.rollout, teams=(team("it", 3),))), "a")
    assert part(there, "work").ready == wait.without == at("2001-01-01")


def test_two_reasons_at_once_are_both_told_and_neither_alone_moves_the_date():
    steps = step("a", 3), step("b", 3), step("c", 1, after=("a", "b"))
    waited = part(explained(setting(*steps), "c"), "work").waits
    assert {(wait.kind, wait.by) for wait in waited} == {("after", "a/test"), ("after", "b/test")}
    assert {wait.without for wait in waited} == {at("2001-01-04")}


def test_parts_follow_each_other():
    one = step(
        "a",
        1,
        customer_check=CustomerCheck(days=fixed(2)),
        migrate=Migrate(2400, fixed(100), calendar="always", rehearsals=1),
        pilot=Pilot(0.1, fixed(3)),
        cut_over=CutOver(3.0, calendar="always"),
        exit_test=ExitTest("works", days=fixed(1)),
    )
    found = explained(setting(one), "a")
    assert [one.part for one in found.parts] == ["work", "check", "move", "pilot", "cut-over", "test"]
    assert [kinds(found, one.part) for one in found.parts] == [
        ["start"], ["part"], ["part"], ["part"], ["part"], ["live"],
    ]  # fmt: skip
    lengths = [one.need.seconds for one in found.parts]
    assert lengths == [DAY, 2 * DAY, 2 * DAY, 3 * DAY, 3 * 3600, DAY]
    assert [one.finish - one.start for one in found.parts] == lengths
    move = part(found, "move").need
    assert (move.runs, move.records, move.per_hour) == (2, 2400, 100)
    assert found.done == found.live + DAY == at("2001-01-10T03:00")


# -- what is in the way


def in_office(days=1.0, **fields):
    return setting(step("a", days, calendar="office"), calendars=ALL, day_hours=8.0, **fields)


def test_hours_in_which_nobody_works():
    found = part(explained(in_office(), "a"), "work")
    assert (found.ready, found.start) == (at("2001-01-01"), at("2001-01-01T09:00"))
    (one,) = found.before
    assert (one.limit.cause, one.elements) == ("hours", ("calendars:office",))
    assert one.without == at("2001-01-01")
    assert found.finish == at("2001-01-01T17:00")


def test_a_holiday_and_nothing_but_the_holiday():
    holiday = replace(
        OFFICE,
        closed=(Period(date(2001, 1, 1), date(2001, 1, 2)), Period(date(2001, 1, 9), date(2001, 1, 9))),
    )
    where = setting(step("a", 1, calendar="office"), calendars=(holiday,), day_hours=8.0)
    found = part(explained(where, "a"), "work")
    assert found.start == at("2001-01-03T09:00")
    moving = {one.limit.cause: one for one in found.before if one.without < found.start}
    assert moving["closed"].limit.period == holiday.closed[0]
    assert moving["closed"].without == at("2001-01-01T09:00")
    assert moving["hours"].without == at("2001-01-03")
    assert all(one.limit.period != holiday.closed[1] for one in found.before)


def test_a_holiday_within_the_work_puts_its_end_off():
    holiday = Period(date(2001, 1, 3), date(2001, 1, 3))
    where = setting(
        step("a", 5, calendar="office"), calendars=(replace(OFFICE, closed=(holiday,)),), day_hours=8.0
    )
    found = part(explained(where, "a"), "work")
    assert found.finish == at("2001-01-08T17:00")
    (one,) = found.during
    assert (one.limit.period, one.without) == (holiday, at("2001-01-05T17:00"))
    assert found.need.days == 5


def test_a_day_worked_though_the_week_says_otherwise():
    extra = replace(OFFICE, extra=(ExtraDay(date(2001, 1, 6), "09:00-17:00"),))
    where = setting(step("a", 6, calendar="office"), calendars=(extra,), day_hours=8.0)
    assert part(explained(where, "a"), "work").finish == at("2001-01-06T17:00")


def test_a_blackout_and_only_of_its_kind():
    black = (
        Blackout("peak", Period(date(2001, 1, 1), date(2001, 1, 9)), why="busy"),
        Blackout("work-only", Period(date(2001, 2, 1), date(2001, 2, 9)), blocks=("work",)),
    )
    where = setting(step("a", 1, cut_over=CutOver(2.0, calendar="weekends")), calendars=ALL, blackouts=black)
    found = part(explained(where, "a"), "cut-over")
    assert found.start == at("2001-01-12T19:00")
    first = found.before[0]
    assert (first.limit.cause, first.limit.name, first.elements) == ("blackout", "peak", ("blackouts:peak",))
    assert first.without == at("2001-01-05T19:00")
    freed = explained(replace(where, rollout=replace(where.rollout, blackouts=())), "a")
    assert part(freed, "cut-over").start == first.without
    lever = next(
        lever
        for lever in explained(where, "a").levers
        if lever.kind == "limit" and lever.limit.cause == "blackout"
    )
    assert lever.live == freed.live


def test_two_blackouts_over_the_same_days_are_told_though_neither_alone_moves_the_date():
    period = Period(date(2001, 1, 1), date(2001, 1, 9))
    where = setting(
        step("a", 0, cut_over=CutOver(2.0, calendar="always")),
        blackouts=(Blackout("one", period), Blackout("two", period)),
    )
    found = part(explained(where, "a"), "cut-over")
    assert found.start == at("2001-01-10")
    assert [(one.limit.name, one.without, one.to_the_end) for one in found.before] == [
        ("one", found.start, True), ("two", found.start, True),
    ]  # fmt: skip


def test_business_hours_and_the_channels_and_touchpoints_that_make_them():
    moved = step(
        "a", 0, calendar="always", affects={"order": None, "look": None},
        migrate=Migrate(600, fixed(100), calendar="nights"),
    )  # fmt: skip
    where = setting(moved, calendars=ALL, touchmap=SHOP, start=date(2001, 1, 2))
    late = step("b", 0.375)  # nine in the morning
    where = replace(where, rollout=replace(where.rollout, steps=(late, replace(moved, after=("b",)))))
    found = part(explained(where, "a"), "move")
    assert (found.ready, found.start) == (at("2001-01-02T09:00"), at("2001-01-02T19:00"))
    (one,) = found.before
    assert (one.limit.cause, one.channels, one.touchpoints) == ("business", ("phone",), ("order",))
    assert one.elements == ("calendars:nights", "channels:phone", "touchpoints:order")
    assert one.without == found.ready
    assert found.finish == at("2001-01-03T01:00")


def test_another_calendar_that_is_left_out():
    backup = Calendar("backup", hours=("mon 00:00-06:00",))
    calendars = (*ALL, backup, Calendar("free", excludes=("backup",)))
    where = setting(step("a", 1, calendar="free"), calendars=calendars)
    (one,) = part(explained(where, "a"), "work").before
    assert (one.limit.cause, one.limit.name) == ("excluded", "backup")
    assert one.elements == ("calendars:free", "calendars:backup")
    assert one.without == at("2001-01-01")


def test_a_window_that_is_too_short():
    nights = Calendar("night", hours=("mon-fri 00:00-06:00", "sat 00:00-12:00"))
    where = setting(step("a", 0, cut_over=CutOver(8.0, calendar="night")), calendars=(ALWAYS, nights))
    found = part(explained(where, "a"), "cut-over")
    assert (found.start, found.finish) == (at("2001-01-06"), at("2001-01-06T08:00"))
    assert (found.need.seconds, found.longest) == (8 * 3600, 6 * 3600)
    shorter = setting(step("a", 0, cut_over=CutOver(6.0, calendar="night")), calendars=(ALWAYS, nights))
    assert part(explained(shorter, "a"), "cut-over").start == at("2001-01-01")
    lever = next(lever for lever in explained(where, "a").levers if lever.kind == "shorter")
    assert lever.seconds == 2 * 3600
    assert lever.live == at("2001-01-01T06:00")


def test_work_of_no_days_waits_for_no_calendar():
    found = part(explained(in_office(0), "a"), "work")
    assert found.ready == found.start == found.finish == at("2001-01-01")
    assert found.before == found.during == ()


def test_a_limit_in_a_zone_whose_clocks_change():
    where = setting(step("a", 30, calendar="office"), calendars=ALL, day_hours=8.0, zone="America/Boise",
                    start=date(2001, 3, 30))  # fmt: skip
    found = part(explained(where, "a"), "work")
    assert found.start == at("2001-03-30T16:00"), "nine in the morning, seven hours behind"
    assert found.finish == at("2001-05-10T23:00"), "five in the afternoon, six hours behind"


# -- laws


CLOSINGS = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 6)), max_size=3)


@given(ready=st.integers(0, 40 * 24), seconds=st.integers(1, 200), closed=CLOSINGS, black=CLOSINGS,
       unbroken=st.booleans())  # fmt: skip
def test_lifting_a_limit_is_what_it_says(ready, seconds, closed, black, unbroken):
    """The date without a limit is that of the whole horizon with the record taken out of the file."""
    first = date(2001, 1, 1).toordinal()
    periods = [Period(date.fromordinal(first + a), date.fromordinal(first + a + b)) for a, b in closed]
    blackouts = tuple(
        Blackout(
            f"b{n}", Period(date.fromordinal(first + a), date.fromordinal(first + a + b)), blocks=("work",)
        )
        for n, (a, b) in enumerate(black)
    )
    calendar = replace(OFFICE, closed=tuple(dict.fromkeys(periods)))
    where = setting(step("a", 1, calendar="office"), calendars=(calendar,), blackouts=blackouts)
    permit = permit_of(where, "work", where.rollout.steps[0])
    since, length = where.start + ready * 3600, seconds * (120 if unbroken else 3600)

    def when(time):
        return time.window(since, length) if unbroken else time.finish(since, length)

    until = when(open_time(where, permit, where.start, FAR))
    found = hindrances(where, permit, when, since=since, until=until, to=until + length)
    for one in found:
        assert since <= one.without <= until
        if one.limit.cause == "blackout":
            rollout = replace(where.rollout, blackouts=tuple(b for b in blackouts if b.id != one.limit.name))
        elif one.limit.cause == "closed":
            kept = tuple(p for p in calendar.closed if p != one.limit.period)
            rollout = replace(where.rollout, calendars=(replace(calendar, closed=kept),))
        else:
            rollout = replace(where.rollout, calendars=(replace(calendar, hours=()),))
        other = replace(where, rollout=rollout)
        whole = open_time(other, permit_of(other, "work", rollout.steps[0]), where.start, FAR)
        assert one.without == when(whole)
    if until > since and not unbroken:
        assert found or until == since + length, "what is late has something in its way"


DAYS = st.integers(0, 4)


@settings(max_examples=30)
@given(days=st.lists(DAYS, min_size=3, max_size=5), links=st.lists(st.tuples(DAYS, DAYS), max_size=5),
       people=st.integers(1, 2), waves=st.booleans())  # fmt: skip
def test_every_date_has_a_reason_and_what_is_said_of_slack_and_levers_is_true(days, links, people, waves):
    after = {}
    for one, other in links:
        if one < other < len(days):
            after.setdefault(other, set()).add(f"s{one}")
    steps = [
        step(f"s{n}", length, calendar="office", team="it", after=tuple(sorted(after.get(n, ()))),
             cut_over=CutOver(4.0, calendar="weekends") if n % 2 else None)
        for n, length in enumerate(days)
    ]  # fmt: skip
    where = setting(*steps, calendars=ALL, day_hours=8.0, teams=(team("it", people),))
    names = [one.id for one in steps]
    how = {"waves": (tuple(names[:2]), tuple(names[2:]))} if waves else {"order": tuple(names)}
    done = at_likely_times(where, **how)
    for name in names:
        found = explain(done, name)
        assert found.live == int(done.live[name][0])
        for one in found.parts:
            assert one.waits
            assert {wait.until for wait in one.waits} == {one.ready}
            assert all(wait.without <= one.ready for wait in one.waits)
            assert (one.start > one.ready) == bool(one.before)
        assert found.path[0].wait.kind in ("start", "staff")
        assert found.path[-1].finish == found.live
        assert [leg.finish for leg in found.path] == sorted(leg.finish for leg in found.path)
        assert all(lever.live <= found.live - DAY for lever in found.levers)
        same, later = (_late(done, name, found.slack_live.latest + more) for more in (0, 1))
        assert same.live[name][0] == found.live < later.live[name][0]
        same, later = (_late(done, name, found.slack_end.latest + more) for more in (0, 1))
        assert same.end[0] == done.end[0] < later.end[0]


def _late(done, name, instant):
    activities = tuple(
        replace(one, not_before=instant) if one.name == f"{name}/work" else one
        for one in done.plan.activities
    )
    return run(replace(done.plan, activities=activities), done.setting, done.draws)


def test_slack_by_hand():
    where = setting(step("a", 2), step("b", 5), step("c", 1, after=("b",)))
    found = explained(where, "a", waves=(("a", "b"), ("c",)))
    assert (found.slack_live.seconds, found.slack_live.latest) == (3 * DAY, at("2001-01-04"))
    assert found.slack_end.seconds == 3 * DAY
    assert explained(where, "b", waves=(("a", "b"), ("c",))).slack_live.seconds == 0
    alone = explained(where, "a")
    assert (alone.slack_live.seconds, alone.slack_end.seconds) == (0, 4 * DAY)


def test_a_day_earlier_by_hand():
    where = setting(step("a", 2), step("b", 5, after=("a",)))
    found = {(lever.kind, lever.activity): lever for lever in explained(where, "b").levers}
    assert set(found) == {("shorter", "b/work"), ("shorter", "a/work"), ("wait", "b/work")}
    assert found["shorter", "a/work"].seconds == found["shorter", "b/work"].seconds == DAY
    assert found["wait", "b/work"].live == at("2001-01-06")


def test_a_day_earlier_is_a_weekend_earlier_where_only_weekends_will_do():
    where = setting(
        step("a", 7, calendar="always", cut_over=CutOver(2.0, calendar="weekends")), calendars=ALL
    )
    found = explained(where, "a")
    assert found.live == at("2001-01-08T02:00")
    less = next(lever for lever in found.levers if lever.activity == "a/work")
    assert less.seconds == DAY
    assert less.live == at("2001-01-07T02:00")


def test_the_median_of_an_uncertain_figure_is_said_to_be_one():
    found = explained(setting(step("a", pert(1, 2, 5))), "a")
    need = part(found, "work").need
    assert not need.certain
    assert need.seconds == part(found, "work").finish - part(found, "work").start
    assert 2 < need.days < 2.5


def test_a_run_of_many_trials_is_explained_by_its_first_and_an_outcome_by_its_likely_one():
    from small_plans import simulated

    where = setting(step("a", pert(1, 2, 5)))
    outcome = simulated(where, trials=50)
    assert explain(outcome, "a") == explained(where, "a")


def test_steps_that_are_done_or_left_out_have_no_dates():
    where = setting(step("a", 1), step("b", 1, done=date(2000, 12, 1)), step("c", 1))
    how = {"order": ("a",)}
    assert explained(where, "b", **how).state == "done"
    assert explained(where, "b", **how).since == date(2000, 12, 1)
    assert explained(where, "c", **how).state == "left-out"
    with pytest.raises(KeyError):
        explained(where, "d", **how)


# -- what never ends


def never(where, name="a", **how):
    found = explained(where, name, **how)
    assert found.state == "never"
    assert found.done >= FAR
    return found.obstacles


def test_a_gate_that_nobody_clears_also_stops_what_comes_after():
    where = setting(step("a", 1, gate=("strategy",)), step("b", 1, after=("a",)), shut={"strategy"})
    for name in ("a", "b"):
        (one,) = never(where, name)
        assert (one.kind, one.step, one.pitfall) == ("gate", "a", "strategy")
        assert one.elements == ("gates:strategy", "steps:a")


def test_a_team_without_enough_people():
    where = setting(step("a", 1, team="it", people=3), teams=(team("it", 2),))
    (one,) = never(where)
    assert (one.kind, one.team, one.people, one.most) == ("people", "it", 3, 2)
    assert one.elements == ("teams:it", "steps:a")
    (one,) = never(setting(step("a", 1, team="it"), teams=(team("it", 0),)))
    assert (one.kind, one.most) == ("people", 0)


def test_a_calendar_that_is_never_open():
    none = Calendar("none", hours=("mon-fri 09:00-17:00",), excludes=("office",))
    (one,) = never(setting(step("a", 1, calendar="none"), calendars=(*ALL, none)))
    assert (one.kind, one.calendar) == ("never-open", "none")
    assert one.elements == ("calendars:none", "steps:a")


def test_a_blackout_over_everything():
    black = Blackout("all", Period(date(2000, 1, 1), date(2100, 1, 1)), blocks=("work",))
    (one,) = never(setting(step("a", 1), blackouts=(black,)))
    assert (one.kind, one.blackouts) == ("blackout", ("all",))
    assert one.elements[0] == "blackouts:all"


def test_a_window_longer_than_any_stretch():
    where = setting(step("a", 1, cut_over=CutOver(9.0, calendar="office")), calendars=ALL)
    (one,) = never(where)
    assert (one.kind, one.needed, one.found) == ("window", 9 * 3600, 8 * 3600)


def test_work_that_is_longer_than_the_horizon():
    (one,) = never(setting(step("a", 500), horizon=date(2001, 12, 31)))
    assert (one.kind, one.needed, one.found) == ("too-long", 500 * DAY, 365 * DAY)


def test_a_migration_that_takes_too_long():
    moved = step("a", 0, migrate=Migrate(1e6, fixed(10), calendar="always"))
    (one,) = never(setting(moved, horizon=date(2001, 12, 31)))
    assert (one.kind, one.needed) == ("migration", 360_000_000)


def test_a_cut_over_that_is_ready_after_the_last_window():
    where = setting(step("a", 14.5, cut_over=CutOver(9.0, calendar="weekends")), calendars=ALL,
                    horizon=date(2001, 1, 15))  # fmt: skip
    (one,) = never(where)
    assert (one.kind, one.activity, one.calendar) == ("horizon", "waves/0/cut-over", "weekends")


def test_steps_that_wait_for_each_other():
    steps = step("d", 1, after=("b",)), step("a", 1, after=("b",)), step("b", 1, after=("a",)), step("c", 1)
    where = setting(*steps)
    for name in ("a", "d"):
        assert [(one.kind, one.step) for one in never(where, name)] == [("circle", "a"), ("circle", "b")]
    assert explained(where, "c").state == "planned"
    assert {one.step for one in obstacles(at_likely_times(where))} == {"a", "b"}
    backwards = setting(step("a", 1, after=("b",)), step("b", 1))
    assert {one.kind for one in never(backwards, "a", waves=(("a",), ("b",)))} == {"circle"}


def test_what_waits_behind_is_no_first_cause_and_a_plan_that_ends_has_none():
    where = setting(step("a", 500), step("b", 1, after=("a",)), horizon=date(2001, 12, 31))
    assert [one.step for one in obstacles(at_likely_times(where))] == ["a"]
    assert obstacles(at_likely_times(setting(step("a", 5)))) == ()


def test_a_plan_that_never_ends_elsewhere_leaves_slack_only_until_go_live():
    where = setting(step("a", 1), step("b", 500), horizon=date(2001, 12, 31))
    found = explained(where, "a")
    assert found.slack_end is None
    assert found.slack_live.seconds == 0


def test_the_likely_run_is_the_same_each_time():
    where = setting(step("a", pert(1, 2, 5)), step("b", 2, after=("a",)))
    one, other = (explain(run(planned(where), where, likely(where)), "b") for _ in range(2))
    assert one == other
    assert np.array_equal(at_likely_times(where).live["b"], [one.live])
    assert option(where).id == "option"
