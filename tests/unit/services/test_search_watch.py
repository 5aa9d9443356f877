"""How a long search ends: in time, and before a piece of work that would go beyond it."""

import pytest

from readiness.rollout.simulation import go_on
from readiness.services.search_watch import SearchWatch


class Clock:
    """A clock that goes only where it is told."""

    now = 100.0

    def __call__(self):
        return self.now


def watching(seconds, **how):
    clock = Clock()
    return clock, SearchWatch(go_on, clock, seconds, **how)


def test_it_ends_before_a_piece_that_would_go_beyond_the_time():
    clock, watch = watching(10)
    for done in (1, 2):
        clock.now += 3
        assert watch(done, 9)
    clock.now += 3
    assert not watch(3, 9)  # a fourth piece of three seconds would end after twelve
    assert watch.ended == "time"


def test_what_went_before_counts_and_other_work_begins_anew():
    clock, watch = watching(10, since=95)
    assert watch.left_over() == pytest.approx(2.5)  # half of the five that are left
    clock.now += 2
    watch.begin()
    clock.now += 0.5
    assert watch(1, 9)
    watch.begin()
    assert watch(1, 9)
    clock.now += 1.6
    assert not watch(2, 9)


def test_the_last_piece_is_not_cut_off():
    clock, watch = watching(10)
    clock.now += 30
    assert watch(9, 9)
    assert watch.ended == ""


def test_somebody_stops_it():
    watch = SearchWatch(lambda done, _asked: done < 2, Clock(), 10)
    assert watch(1, 9)
    assert not watch(2, 9)
    assert watch.ended == "stopped"
    assert watch.left_over() == 0


def test_without_a_limit_it_goes_on():
    clock, watch = watching(float("inf"))
    clock.now += 1e9
    assert watch(1, 9)
    assert watch.left_over() == float("inf")
