"""Open time against a count second by second, and the laws that plans rely on."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness.rollout.edges import Edges
from readiness.rollout.worktime import ALWAYS, FAR, NEVER, WorkTime

SPAN = 90
DAY = 86400

pairs = st.lists(
    st.tuples(st.integers(-5, 70), st.integers(0, 14)).map(lambda p: (p[0], p[0] + p[1])), max_size=9
)
times = pairs.map(WorkTime.of)
instants = st.integers(-10, SPAN + 10)
lengths = st.integers(0, 20)


def seconds_of(stretches):
    return {second for start, end in stretches for second in range(start, end)}


def naive_finish(second_set, at, length):
    now = at
    while length:
        if now > SPAN + 20:
            return FAR
        length -= now in second_set
        now += 1
    return now


def naive_window(second_set, at, length):
    return next(
        (now for now in range(at, SPAN + 20) if {*range(now, now + max(length, 1))} <= second_set), FAR
    )


def working_days(count):
    return WorkTime.of((day * DAY + 32400, day * DAY + 61200) for day in range(count) if day % 7 < 5)


@given(pairs)
def test_stretches_are_sorted_and_apart_whatever_the_pairs(given_pairs):
    time = WorkTime.of(given_pairs)
    assert seconds_of(time) == seconds_of(given_pairs)
    assert all(start < end for start, end in time)
    assert all(end < start for (_, end), (start, _) in pairwise(time))
    assert time.seconds == len(seconds_of(given_pairs))
    assert len(time) == len(list(time))


@given(pairs)
def test_equal_time_is_an_equal_value(given_pairs):
    time = WorkTime.of(given_pairs)
    cut = WorkTime.of((second, second + 1) for second in sorted(seconds_of(given_pairs), reverse=True))
    assert time == cut
    assert hash(time) == hash(cut)
    assert time != WorkTime.of([*given_pairs, (200, 201)])
    assert time != given_pairs


@given(pairs, pairs)
def test_set_operations_are_those_of_sets(one, other):
    mine, its = WorkTime.of(one), WorkTime.of(other)
    for found, wanted in (
        (mine.union(its), seconds_of(one) | seconds_of(other)),
        (mine.both(its), seconds_of(one) & seconds_of(other)),
        (mine.minus(its), seconds_of(one) - seconds_of(other)),
    ):
        assert seconds_of(found) == wanted
        assert found == WorkTime.of(found), "the stretches are whole"


@given(times, instants, instants)
def test_a_part_is_what_both_hold(time, since, until):
    assert not len(time.within(since, since))
    assert time.within(-20, until).union(time.within(until, 200)) == time
    assert time.within(since, until) == time.both(WorkTime.of([(since, until)]))


@given(pairs, st.lists(st.tuples(instants, lengths), min_size=1, max_size=30))
def test_every_answer_is_what_counting_seconds_gives(given_pairs, asked):
    time, second_set = WorkTime.of(given_pairs), seconds_of(given_pairs)
    at, long = (np.array(column, dtype=np.int64) for column in zip(*asked, strict=True))
    wanted = {
        "opening": [naive_window(second_set, one, 1) for one in at.tolist()],
        "worked": [sum(second < one for second in second_set) for one in at.tolist()],
        "finish": [naive_finish(second_set, one, length) for one, length in asked],
        "window": [naive_window(second_set, one, length) for one, length in asked],
    }
    for name, answers in wanted.items():
        method = getattr(time, name)
        rest = (long,) if name in ("finish", "window") else ()
        assert method(at, *rest).tolist() == answers, name
        one_by_one = [
            method(one, *(column[place].item() for column in rest)) for place, one in enumerate(at.tolist())
        ]
        assert one_by_one == answers, name
        assert {type(answer) for answer in one_by_one} == {int}, name
        assert method(at, *rest).dtype == np.int64, name
    for length in {*long.tolist()}:
        assert time.finish(at, length).tolist() == [
            naive_finish(second_set, one, length) for one in at.tolist()
        ]
        assert time.window(at, length).tolist() == [
            naive_window(second_set, one, length) for one in at.tolist()
        ]
    assert time.finish(int(at[0]), long).tolist() == [
        naive_finish(second_set, int(at[0]), one) for one in long.tolist()
    ]
    assert time.window(int(at[0]), long).tolist() == [
        naive_window(second_set, int(at[0]), one) for one in long.tolist()
    ]


@given(times, instants, instants)
def test_work_done_by_an_instant_is_finished_by_then(time, one, other):
    start, end = sorted((one, other))
    worked = time.worked(end) - time.worked(start)
    assert worked >= 0
    assert time.finish(start, worked) <= end
    assert time.finish(start, worked + 1) > end


@given(times, instants, lengths)
def test_finished_work_has_been_worked(time, at, length):
    end = time.finish(at, length)
    if end < FAR:
        assert time.worked(end) - time.worked(at) == length
    else:
        assert time.seconds - time.worked(at) < length


@given(times, instants, lengths, lengths)
def test_work_may_be_done_in_two_parts(time, at, one, other):
    assert time.finish(time.finish(at, one), other) == time.finish(at, one + other)


@given(times, instants, instants, lengths, lengths)
def test_who_starts_later_or_works_longer_is_not_done_earlier(time, one, other, short, long):
    (early, late), (short, long) = sorted((one, other)), sorted((short, long))
    assert time.finish(early, short) <= time.finish(late, short)
    assert time.finish(early, short) <= time.finish(early, long)
    assert time.window(early, short) <= time.window(late, short)
    assert time.window(early, short) <= time.window(early, long)


@given(times, instants, lengths)
def test_the_opening_is_open_and_stays(time, at, length):
    opening = time.opening(at)
    assert opening >= at
    assert time.opening(opening) == opening
    assert time.worked(opening) == time.worked(at)
    assert time.window(at, 0) == opening
    assert time.finish(at, length) == time.finish(opening, length) or length == 0
    window = time.window(at, length)
    assert time.window(window, length) == window
    if window < FAR:
        assert time.finish(window, length) == window + length


@given(times, times, instants, lengths)
def test_less_open_time_never_makes_work_done_earlier(time, taken, at, length):
    assert time.minus(taken).finish(at, length) >= time.finish(at, length)
    assert time.minus(taken).window(at, length) >= time.window(at, length)


@pytest.mark.parametrize("at", [-FAR, -1, 0, 7, FAR - 1, FAR, FAR + 3600])
def test_never_is_never_and_always_is_always(at):
    assert NEVER.opening(at) == FAR
    assert NEVER.finish(at, 1) == FAR
    assert NEVER.window(at, 5) == FAR
    assert NEVER.finish(at, 0) == at
    assert NEVER.worked(at) == 0
    assert ALWAYS.opening(at) == min(at, FAR)
    assert ALWAYS.finish(at, 5) == min(at + 5, FAR)
    assert ALWAYS.worked(at) == min(at, FAR) + FAR
    assert ALWAYS.minus(ALWAYS) == NEVER
    assert NEVER.union(NEVER) == NEVER


def test_what_is_far_stays_far():
    time = working_days(10)
    far = np.full(4, FAR)
    assert time.finish(far, 3600).tolist() == [FAR] * 4
    assert time.finish(far + 3600, 3600).tolist() == [FAR] * 4
    assert time.window(far, np.arange(4)).tolist() == [FAR] * 4
    assert time.worked(far + 3600).tolist() == [time.seconds] * 4


def test_work_that_just_fits_ends_with_the_day():
    time = working_days(7)
    nine = 9 * 3600
    assert time.finish(nine, 8 * 3600) == 17 * 3600
    assert time.finish(nine, 8 * 3600 + 1) == DAY + nine + 1
    assert time.finish(nine - 1, 8 * 3600) == 17 * 3600
    assert time.window(nine + 1, 8 * 3600) == DAY + nine
    assert time.window(4 * DAY + nine + 1, 8 * 3600) == FAR, "the weekend follows, then nothing"


@given(
    st.lists(st.integers(-500, 500), max_size=40, unique=True), st.lists(st.integers(-600, 600), min_size=1)
)
def test_edges_are_counted_however_they_crowd(edges, asked):
    found = Edges(np.array(sorted(edges), dtype=np.int64)).passed(np.array(asked))
    assert found.tolist() == [sum(edge <= one for edge in edges) for one in asked]


def test_the_edges_of_a_working_calendar_are_found_by_table():
    time = working_days(4383)
    assert 1 <= time._by_end.steps <= 2
    assert 1 <= time._by_work.steps <= 2
    assert len(time._by_end.table) <= 8 * len(time)


def test_long_calendars_answer_as_short_ones_do():
    time = working_days(4383)
    draw = np.random.default_rng(5)
    at = draw.integers(-DAY, 4400 * DAY, 8192)
    long = draw.integers(0, 500 * 3600, 8192)
    ends = time.finish(at, long)
    near = ends < FAR
    assert 0.5 < near.mean() < 1
    assert np.array_equal(time.worked(ends)[near], (time.worked(at) + long)[near])
    places = np.searchsorted(time.ends, at, side="right")
    wanted = [
        max(time.starts[place].item(), one) if place < len(time) else FAR
        for place, one in zip(places.tolist(), at.tolist(), strict=True)
    ]
    assert time.opening(at).tolist() == wanted
