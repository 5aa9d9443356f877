"""People: never more than there are, in every trial; as early as they can be; never where there are none."""

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise, permutations, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_plans import (
    ALWAYS,
    START,
    at_likely_times,
    fixed,
    lognormal,
    pert,
    planned,
    setting,
    step,
    team,
    went,
)

from readiness.rollout.fields import Period
from readiness.rollout.model import Calendar, CapacityFrom, Clearing, Correlation
from readiness.rollout.step import ExitTest
from readiness.rollout.worktime import FAR

DAY = 86400


def most_busy(done, name, *, at):
    """Return by trial how many people of a team are busy just after an instant."""
    steps = done.plan.arrangement.steps
    busy = 0.0
    for activity in done.plan.activities:
        if activity.team == name and activity.people:
            start, finish = done.start[activity.name], done.finish[activity.name]
            busy = busy + activity.people * ((start <= at) & (at < finish))
    assert steps
    return busy


def assert_enough_people(done):
    """At each start of an activity and each change of a team no more are busy than there are."""
    where = done.setting
    for one in where.rollout.teams:
        changes = sorted(
            (where.start + (change.on - where.first).days * DAY, change.people) for change in one.changes
        )
        starts = [
            done.start[activity.name]
            for activity in done.plan.activities
            if activity.team == one.id and activity.people
        ]
        for moment in (*starts, *(np.full(done.draws.size, at) for at, _ in changes)):
            there = np.full(done.draws.size, float(one.people))
            for at, people in changes:
                there = np.where(moment >= at, people, there)
            busy = most_busy(done, one.id, at=moment)
            assert ((busy <= there + 1e-6) | (moment >= FAR)).all()


names = ("a", "b", "c", "d", "e", "f")


@st.composite
def pools(draw):
    """Steps with people of two teams, some after others, and teams that change."""
    count = draw(st.integers(1, 6))
    steps = []
    for number in range(count):
        low, likely, high = sorted(draw(st.tuples(*3 * [st.integers(0, 9)])))
        shape = draw(st.sampled_from((pert, fixed, lognormal)))
        days = {
            pert: lambda low=low, likely=likely, high=high: pert(low, likely, high),
            fixed: lambda likely=likely: fixed(likely),
            lognormal: lambda low=low, likely=likely: lognormal(low, likely, 2 * likely - low + 1),
        }[shape]()
        steps.append(
            step(
                names[number],
                days,
                team=draw(st.sampled_from(("t", "u", None))),
                people=draw(st.sampled_from((0.5, 1, 1, 2, 3))),
                after=tuple(draw(st.sets(st.sampled_from(names[:number])))) if number else (),
                exit_test=draw(st.sampled_from((None, ExitTest("", days=pert(0, 1, 2))))),
            )
        )
    teams = [
        team(
            name,
            draw(st.integers(0, 3)),
            tuple(
                CapacityFrom(START + timedelta(days=day), people)
                for day, people in draw(
                    st.lists(
                        st.tuples(st.integers(0, 25), st.integers(0, 3)), max_size=3, unique_by=lambda p: p[0]
                    )
                )
            ),
        )
        for name in ("t", "u")
    ]
    where = setting(*steps, teams=tuple(teams), horizon=START + timedelta(days=200))
    order = tuple(draw(st.permutations([one.id for one in steps])))
    cuts = sorted(draw(st.sets(st.integers(1, count), max_size=2)) | {0, count})
    steady = [one.id for one in steps]
    waves = tuple(tuple(steady[one:other]) for one, other in pairwise(cuts))
    return where, draw(st.sampled_from(({"order": order}, {"waves": waves})))


@given(pools())
@settings(deadline=None, max_examples=150)
def test_there_are_never_more_people_than_there_are(pool):
    where, how = pool
    done = went(where, size=300, **how)
    assert_enough_people(done)
    for activity in done.plan.activities:
        assert (done.start[activity.name] <= done.finish[activity.name]).all()
        for other in activity.after:
            assert (done.start[activity.name] >= done.finish[other]).all()
    assert_enough_people(at_likely_times(where, **how))


@given(pools())
@settings(deadline=None, max_examples=60)
def test_the_likely_trial_keeps_the_order_that_people_were_given_in(pool):
    where, how = pool
    done = at_likely_times(where, **how)
    for activity in done.plan.activities:
        for source in activity.handed:
            assert source in activity.after
            assert done.finish[source][0] <= done.start[activity.name][0]


def naive_serial(order, lengths, people, after, there):
    """Serial generation hour by hour over whole days: the start of each, in the order given."""
    starts, busy = {}, [0.0] * 400
    for name in order:
        day = max((starts[other] + lengths[other] for other in after[name]), default=0)
        while any(busy[day + more] + people[name] > there for more in range(lengths[name])):
            day += 1
        starts[name] = day
        for more in range(lengths[name]):
            busy[day + more] += people[name]
    return starts


def topological(order, after):
    done, left = [], list(order)
    while left:
        name = next(name for name in left if set(after[name]) <= {*done})
        done.append(name)
        left.remove(name)
    return done


@pytest.mark.parametrize("seed", range(40))
def test_each_is_as_early_as_the_order_allows(seed):
    rng = np.random.default_rng(seed)
    count, there = int(rng.integers(2, 8)), int(rng.integers(1, 4))
    order = [f"s{number}" for number in range(count)]
    lengths = {name: int(rng.integers(1, 6)) for name in order}
    people = {name: int(rng.integers(1, there + 1)) for name in order}
    after = {
        name: tuple(order[other] for other in range(number) if rng.random() < 0.2)
        for number, name in enumerate(order)
    }
    where = setting(
        *(step(name, lengths[name], team="t", people=people[name], after=after[name]) for name in order),
        teams=(team("t", there),),
    )
    done = at_likely_times(where)
    wanted = naive_serial(topological(order, after), lengths, people, after, there)
    found = {name: (done.start[f"{name}/work"][0] - where.start) / DAY for name in order}
    assert found == wanted


def optimum(lengths, people, after, there):
    """The shortest possible end of all, by trying every order: some serial order is optimal."""
    best = 10**9
    for order in permutations(lengths):
        if all(order.index(other) < order.index(name) for name in lengths for other in after[name]):
            starts = naive_serial(order, lengths, people, after, there)
            best = min(best, max(starts[name] + lengths[name] for name in lengths))
    return best


@pytest.mark.parametrize("seed", range(12))
def test_the_optimum_is_never_beaten_and_found_by_some_order(seed):
    rng = np.random.default_rng(100 + seed)
    lengths = {f"s{number}": int(rng.integers(1, 7)) for number in range(5)}
    people = {name: int(rng.integers(1, 3)) for name in lengths}
    after = {
        name: tuple(other for other in lengths if other < name and rng.random() < 0.25) for name in lengths
    }
    where = setting(
        *(step(name, lengths[name], team="t", people=people[name], after=after[name]) for name in lengths),
        teams=(team("t", 2),),
    )
    wanted = optimum(lengths, people, after, 2)
    ends = [
        (at_likely_times(where, order=order).end[0] - where.start) / DAY for order in permutations(lengths)
    ]
    assert min(ends) == wanted


def test_who_comes_first_gets_the_people_first():
    where = setting(step("a", 3, team="t"), step("b", 1, team="t"), teams=(team("t"),))
    first = at_likely_times(where, order=("a", "b"))
    assert first.start["b/work"][0] == first.finish["a/work"][0] == where.start + 3 * DAY
    other = at_likely_times(where, order=("b", "a"))
    assert other.start["a/work"][0] == where.start + DAY
    (handed,) = (one.handed for one in first.plan.activities if one.name == "b/work")
    assert handed == ("a/work",)


def test_a_short_step_uses_people_who_are_free_meanwhile():
    where = setting(
        step("a", 5, team="t", people=2),
        step("late", 4, team="t", people=2, after=("a",)),
        step("small", 2, team="t", people=1),
        teams=(team("t", 3),),
    )
    done = at_likely_times(where)
    assert done.start["small/work"][0] == where.start


@pytest.mark.parametrize(("people", "wanted"), [(0.0, None), (1.0, None), (2.0, 4.0)])
def test_too_few_people_are_never_enough(people, wanted):
    where = setting(step("a", 4, team="t", people=2), step("b", 1), teams=(team("t", people),))
    done = went(where, size=50)
    if wanted is None:
        assert (done.finish["a/work"] == FAR).all()
        assert (done.end == FAR).all()
    else:
        assert (done.finish["a/work"] == where.start + wanted * DAY).all()
    assert (done.finish["b/work"] == where.start + DAY).all()


def test_more_people_come():
    come = CapacityFrom(START + timedelta(days=9), 2)
    where = setting(step("a", 4, team="t", people=2), teams=(team("t", 1, (come,)),))
    assert (went(where, size=9).start["a/work"] == where.start + 9 * DAY).all()


def test_people_who_have_left_do_not_finish_what_is_late():
    """Two steps side by side; in trials that run late one of them waits for the other."""
    leave = CapacityFrom(START + timedelta(days=10), 1)
    correlated = Correlation(0.5)
    where = setting(
        step("before", pert(0, 1, 20)),
        step("a", 5, team="t", after=("before",)),
        step("b", 5, team="t", after=("before",)),
        teams=(team("t", 2, (leave,)),),
        correlation=correlated,
    )
    done = went(where, size=5000)
    assert_enough_people(done)
    begun = (done.finish["before/work"] - where.start) / DAY
    apart = done.start["b/work"] >= done.finish["a/work"]
    apart |= done.start["a/work"] >= done.finish["b/work"]
    assert (apart == (begun > 5)).all()
    assert 0.05 < apart.mean() < 0.95


def test_what_likely_takes_no_time_still_takes_people():
    where = setting(*(step(name, lognormal(0, 0, 5), team="t") for name in "abc"), teams=(team("t"),))
    done = went(where, size=2000)
    assert (done.end > done.finish["a/work"]).any()
    assert_enough_people(done)


def test_all_leave_for_a_while():
    gone = tuple(CapacityFrom(START + timedelta(days=day), people) for day, people in ((5, 0), (12, 1)))
    where = setting(step("a", pert(1, 4, 9), team="t"), teams=(team("t", 1, gone),))
    done = went(where, size=3000)
    start, finish = ((row["a/work"] - where.start) / DAY for row in (done.start, done.finish))
    assert {*np.unique(start)} == {0.0, 12.0}
    assert (finish[start == 0] <= 5).all()
    assert (finish[start == 12] - 12 > 5).all(), "only what takes longer waits"


def test_those_who_clear_a_gate_are_people_too():
    where = setting(
        step("a", 3, team="t"),
        step("b", 1, gate=("strategy",)),
        teams=(team("t"),),
        gates=(Clearing("strategy", fixed(2), team="t"),),
        shut=("strategy",),
    )
    done = went(where, size=5)
    assert (done.start["gates/strategy"] == where.start).all()
    assert (done.start["a/work"] == where.start + 2 * DAY).all()
    assert (done.finish["b/work"] == where.start + 3 * DAY).all()


def test_a_long_line_of_steps_of_one_person_is_no_hang():
    import time

    steps = tuple(step(f"s{number}", pert(1, 2, 4), team="t") for number in range(500))
    where = setting(
        *steps, teams=(team("t"),), calendars=(ALWAYS, Calendar("office", hours=("mon-fri 09:00-17:00",)))
    )
    begun = time.process_time()
    done = at_likely_times(where)
    assert time.process_time() - begun < 20
    assert done.end[0] > where.start + 900 * DAY


def test_parts_of_people_add_up():
    halves = [step(f"h{number}", 2, team="t", people=0.1) for number in range(10)]
    where = setting(*halves, step("last", 2, team="t", people=0.1), teams=(team("t", 1),))
    done = at_likely_times(where)
    assert all(done.start[f"h{number}/work"][0] == where.start for number in range(10))
    assert done.start["last/work"][0] == where.start + 2 * DAY


def test_who_works_through_a_holiday_stays_busy():
    """People are taken by a step until it is done, nights and holidays included."""
    office = Calendar(
        "office", hours=("mon-fri 00:00-24:00",), closed=(Period(START, START + timedelta(days=1)),)
    )
    where = setting(
        *(replace(step(name, 3, team="t"), calendar="office") for name in ("a", "b")),
        teams=(team("t"),),
        calendars=(ALWAYS, office),
    )
    done = at_likely_times(where)
    starts = [(done.start[f"{name}/work"][0] - where.start) // DAY for name in ("a", "b")]
    assert starts == [2, 7]


def test_every_order_of_a_pool_gives_a_plan():
    where = setting(*(step(name, 1, team="t") for name in "abc"), teams=(team("t"),))
    for order in product("abc", repeat=2):
        assert planned(where, order=order).activities
