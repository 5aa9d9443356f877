from __future__ import annotations

import pytest
from naive import Naive, random_map

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
        assert left <= {t.id for t in touchmap.touchpoints} - set(stopped) - {name}
        if kind not in ("buyers", "needs"):  # what never works goes too: nobody can use it
            works = Naive(touchmap).works(set())
            assert (
                left >= {t.id for t in touchmap.touchpoints if t.id in works} - set(stopped) - {name}
                or not works
            )


def test_a_channel_that_is_given_up_takes_its_touchpoints_along():
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


@pytest.mark.parametrize("seed", range(80))
def test_who_loses_a_need_in_an_outage_loses_it_when_the_element_is_given_up(seed):
    touchmap = random_map(seed)
    flow = traffic(touchmap)
    naive = Naive(touchmap)
    for gone in singles(touchmap):
        rest = Naive(without(flow, gone))
        then = {(buyer, need) for buyer, need in served(rest) if buyer in {b.id for b in touchmap.buyers}}
        lost = naive.losses({gone[0].partition(":")[2]})[1]
        assert {pair for pair in served(naive) - then if pair in wanted(touchmap)} == lost, gone


def served(naive):
    return {
        (who, need)
        for name, who in naive.reached(set())
        if naive.places[name].direction == "inbound"
        for need in naive.places[name].serves
    }


def wanted(touchmap):
    return {(buyer.id, need) for buyer in touchmap.buyers for need in buyer.needs}


def test_a_total_is_split_before_one_of_the_buyers_leaves():
    touchmap = TouchMap(
        "touchmap/1", "m", buyers=(Buyer("a"), Buyer("b")),
        touchpoints=(Touchpoint("call", buyers=("a", "b"), volume=Volume(total=1000.0)),),
    )  # fmt: skip
    assert without(traffic(touchmap), ["buyers:a"]).touchpoints[0].volume.by_buyer == {"b": 500.0}


def test_a_buyer_leaves_where_no_way_leads_any_more():
    touchmap = TouchMap(
        "touchmap/1", "m", buyers=(Buyer("a", needs=("n",)), Buyer("b")), needs=(Need("n"),),
        touchpoints=(
            Touchpoint("first", volume=Volume(by_buyer={"a": 10.0}), next=(Next("then", 1.0),)),
            Touchpoint("then", serves=("n",), volume=Volume(by_buyer={"a": 10.0, "b": 5.0})),
        ),
    )  # fmt: skip
    (then,) = without(traffic(touchmap), ["touchpoints:first"]).touchpoints
    assert then.volume.by_buyer == {"b": 5.0}
