"""Maps on which every outage takes thousands of touchpoints away: bounded, and said so."""

from random import Random

import pytest

from readiness.touchmap.analyses.outages import outages, singles
from readiness.touchmap.fields import Volume
from readiness.touchmap.model import TouchMap, Touchpoint
from readiness.touchmap.records import Buyer, Need, System
from readiness.touchmap.scenarios import scenarios
from readiness.touchmap.volumes import traffic


def line(touchpoints):
    """A line on which each touchpoint requires the one before, so that all behind it stop with it."""
    return TouchMap(
        "touchmap/1",
        "line",
        needs=(Need("need"),),
        buyers=(Buyer("buyer", needs=("need",)),),
        systems=(System("system"),),
        touchpoints=tuple(
            Touchpoint(
                f"place-{n}",
                buyers=("buyer",),
                serves=("need",),
                requires=(f"place-{n - 1}",) if n else ("system",),
                volume=Volume(by_buyer={"buyer": 1.0}),
            )
            for n in range(touchpoints)
        ),
    )


def test_a_short_line_is_told_whole():
    found = outages(traffic(line(300)))
    assert found.left_out == ()
    contacts = {one.ids[0]: one.contacts for one in found.scenarios}
    assert contacts == {"systems:system": 300.0} | {f"touchpoints:place-{n}": 300.0 - n for n in range(300)}


def test_a_line_of_which_each_touchpoint_loses_thousands_leaves_the_touchpoints_out():
    found = outages(traffic(line(10_000)))
    assert found.left_out == ("touchpoints",)
    (only,) = found.scenarios
    assert only.ids == ("systems:system",)
    assert len(only.stopped) == only.contacts == 10_000


def test_what_is_asked_for_is_told_however_much_it_loses():
    touchmap = line(10_000)
    found = outages(traffic(touchmap), singles(touchmap)[1:3])
    assert found.left_out == ()
    assert [len(one.stopped) for one in found.scenarios] == [10_000, 9_999]


@pytest.mark.parametrize("dense", [0.001, 0.02, 0.5, 1.0])
@pytest.mark.parametrize("number", [1, 60, 3_000])
def test_members_of_a_set_in_order(number, dense):
    chance = Random(number)
    wanted = [place for place in range(number) if chance.random() < dense]
    sets = scenarios([(f"one-{place}",) for place in range(number)])
    when = sets.never
    for place in wanted:
        when |= sets.fails(f"one-{place}")
    assert list(sets.members(when)) == wanted
    assert list(sets.members(when | 1)) == []
