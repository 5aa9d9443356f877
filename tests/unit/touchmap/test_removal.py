from __future__ import annotations

import pytest
from naive import random_map

from readiness.touchmap.analyses.outages import outages, singles
from readiness.touchmap.checks import dangling
from readiness.touchmap.fields import Volume
from readiness.touchmap.model import Next, TouchMap, Touchpoint
from readiness.touchmap.records import Buyer, Channel, Need, System
from readiness.touchmap.removal import without
from readiness.touchmap.volumes import traffic


@pytest.mark.parametrize("seed", range(60))
def test_what_is_left_names_nothing_that_is_gone(seed):
    touchmap = random_map(seed)
    flow = traffic(touchmap)
    everything = [*singles(touchmap), *((f"buyers:{b.id}",) for b in touchmap.buyers)]
    everything += [(f"needs:{n.id}",) for n in touchmap.needs]
    for gone in everything:
        rest = without(flow, gone)
        assert list(dangling(rest)) == []
        kind, _, name = gone[0].partition(":")
        assert name not in rest.index[kind]
        stopped = outages(flow, [gone]).scenarios[0].stopped if kind not in ("buyers", "needs") else ()
        left = {t.id for t in rest.touchpoints}
        assert left == {t.id for t in touchmap.touchpoints} - set(stopped) - {name}


def test_a_channel_with_a_fall_back_hands_its_touchpoints_to_it():
    touchmap = TouchMap(
        "touchmap/1", "m", buyers=(Buyer("b"),), needs=(Need("n"),), systems=(System("s"),),
        channels=(Channel("phone", falls_back_to=("web",)), Channel("web"), Channel("fax")),
        touchpoints=(
            Touchpoint("call", channel="phone", buyers=("b",), next=(Next("send", 0.5),)),
            Touchpoint("send", channel="fax", buyers=("b",), volume=Volume(by_buyer={"b": 4.0})),
            Touchpoint("ask", buyers=("b",), any_of=(("fax", "s"), ("phone", "web"))),
        ),
    )  # fmt: skip
    rest = without(traffic(touchmap), ["channels:phone", "channels:fax"])
    assert [(t.id, t.channel, t.next, t.any_of) for t in rest.touchpoints] == [
        ("call", "web", (), ()),
        ("ask", None, (), (("s",), ("web",))),
    ]


def test_a_buyer_who_is_given_up_takes_his_visits_along():
    touchmap = TouchMap(
        "touchmap/1", "m", buyers=(Buyer("a"), Buyer("b", account="a")),
        touchpoints=(Touchpoint("call", buyers=("a", "b"), volume=Volume(by_buyer={"a": 1.0, "b": 2.0})),),
    )  # fmt: skip
    rest = without(traffic(touchmap), ["buyers:a"])
    assert rest.buyers == (Buyer("b"),)
    assert rest.touchpoints[0].buyers == ("b",)
    assert rest.touchpoints[0].volume.by_buyer == {"b": 2.0}
