from __future__ import annotations

import networkx as nx
import pytest
from naive import Naive, random_map

from readiness.resources import examples
from readiness.services.maps import see
from readiness.touchmap import scenarios as algebra
from readiness.touchmap.analyses.outages import outages, pairs, singles
from readiness.touchmap.dependence import fallbacks
from readiness.touchmap.fields import Stage, Volume
from readiness.touchmap.model import Next, TouchMap, Touchpoint
from readiness.touchmap.records import Buyer, Channel, Department, Need, System
from readiness.touchmap.volumes import traffic

MAPS = 1000


def the(found, *names):
    return next(one for one in found.scenarios if one.ids == names)


def compare(touchmap, asked):
    naive = Naive(touchmap)
    for one in outages(traffic(touchmap), asked).scenarios:
        contacts, needs, stopped = naive.losses({name.partition(":")[2] for name in one.ids})
        assert {loss.buyer: loss.contacts for loss in one.losses if loss.contacts} == pytest.approx(contacts)
        assert {(loss.buyer, need) for loss in one.losses for need in loss.needs} == needs, one.ids
        assert set(one.stopped) == stopped, one.ids
        assert one.contacts == pytest.approx(sum(contacts.values()))
        assert one.diverted == pytest.approx(naive.diverted({name.partition(":")[2] for name in one.ids}))


@pytest.mark.parametrize("first", range(0, MAPS, 100))
def test_every_single_outage_is_what_one_at_a_time_gives(first):
    for seed in range(first, first + 100):
        touchmap = random_map(seed)
        compare(touchmap, singles(touchmap))


def test_pairs_and_triples_are_what_one_at_a_time_gives():
    for seed in range(60):
        touchmap = random_map(seed)
        compare(touchmap, [*pairs(touchmap)][:60])
        names = [name for (name,) in singles(touchmap)]
        compare(touchmap, [tuple(names[:3]), tuple(names[-3:])])


def test_sets_and_bits_give_the_same(monkeypatch):
    kept = {}
    for seed in range(60):
        touchmap = random_map(seed)
        kept[seed] = outages(traffic(touchmap))
    monkeypatch.setattr(algebra, "BLOCK", 0)
    for seed, found in kept.items():
        assert outages(traffic(random_map(seed))) == found


def test_losing_the_order_system_strands_seven_buyers_whom_dominators_call_safe():
    """The plain graph sees no dominator: the shop window still stands.  ``requires`` means all."""
    touchmap = see(str(examples() / "boise-office")).touchmap
    found = the(outages(traffic(touchmap)), "systems:order-system")
    assert set(found.stranded) == {
        "small-firm-owner", "office-orderer", "executive-secretary", "full-time-purchaser",
        "technical-buyer", "public-orderer", "occasional-buyer",
    }  # fmt: skip
    for buyer in found.stranded:
        graph = nx.DiGraph()
        for t in touchmap.touchpoints:
            if buyer not in t.buyers:
                continue
            for needed in (*t.requires, *(one for group in t.any_of for one in group)):
                graph.add_edge(buyer, f"system {needed}")
                graph.add_edge(f"system {needed}", t.id)
            if not t.requires:
                graph.add_edge(buyer, t.id)
            for need in t.serves:
                graph.add_edge(t.id, "served")
                graph.add_edge(t.id, f"need {need}")
        dominators = nx.immediate_dominators(graph, buyer)
        assert dominators["served"] == buyer, "plain dominators see no single point of failure"


def one_map(*touchpoints, **parts):
    needs = tuple(Need(name) for name in dict.fromkeys(n for t in touchpoints for n in t.serves))
    buyers = (Buyer("b", needs=tuple(need.id for need in needs), value_share=0.5),)
    return TouchMap("touchmap/1", "m", needs=needs, buyers=buyers, touchpoints=touchpoints, **parts)


def at(name, visits=10.0, **fields):
    return Touchpoint(name, buyers=("b",), volume=Volume(by_buyer={"b": visits}), **fields)


def test_all_required_and_one_of_a_group():
    touchmap = one_map(
        at("a", serves=("n",), requires=("s1", "s2")),
        at("b1", visits=5, serves=("m",), any_of=(("s1", "s3"),)),
        systems=(System("s1"), System("s2"), System("s3")),
    )
    found = outages(traffic(touchmap), [("systems:s1",), ("systems:s3",), ("systems:s1", "systems:s3")])
    assert [one.contacts for one in found.scenarios] == [10, 0, 15]
    assert [[loss.needs for loss in one.losses] for one in found.scenarios] == [[("n",)], [], [("n", "m")]]
    assert [one.value_share for one in found.scenarios] == [0.5, 0, 0.5]


def test_contacts_of_a_channel_are_diverted_only_where_its_fall_back_serves_the_same_need():
    channels = (Channel("phone", falls_back_to=("web",)), Channel("web", falls_back_to=("phone",)))
    alone = one_map(at("a", serves=("n",), channel="phone"), channels=channels)
    found = the(outages(traffic(alone)), "channels:phone")
    assert (found.contacts, found.diverted, found.stranded) == (10, 0, ("b",))
    both = one_map(
        at("a", serves=("n",), channel="phone"),
        at("c", visits=3, serves=("n",), channel="web"),
        channels=channels,
    )
    found = outages(traffic(both), [("channels:phone",), ("channels:phone", "channels:web")])
    assert [(one.contacts, one.diverted, one.stranded) for one in found.scenarios] == [
        (10, 10, ()),
        (13, 0, ("b",)),
    ]
    assert fallbacks(both, "phone") == ("phone", "web")


def test_what_we_start_ourselves_serves_nobody_who_wants_to_reach_us():
    touchmap = one_map(
        at("a", serves=("n",), owner="d", direction="outbound"), departments=(Department("d"),)
    )
    found = the(outages(traffic(touchmap)), "departments:d")
    assert (found.contacts, found.outbound, found.stranded) == (0, 10, ())


def test_visits_of_nobody_in_particular_are_at_stake_too():
    place = Touchpoint("a", channel="phone", volume=Volume(total=1000.0))
    touchmap = TouchMap("touchmap/1", "m", channels=(Channel("phone"),), touchpoints=(place,))
    found = the(outages(traffic(touchmap)), "channels:phone")
    assert (found.contacts, found.contacts_share, found.stopped) == (1000, 1, ("a",))


def test_stages_that_stand_for_the_same_one_count_once():
    stages = (Stage("ask", "get-help"), Stage("mend", "get-help"))
    touchmap = TouchMap(
        "touchmap/1", "m", stages=stages, buyers=(Buyer("b"),), systems=(System("s"),),
        touchpoints=(at("a", stage="ask", requires=("s",)), at("c", stage="mend")),
    )  # fmt: skip
    assert the(outages(traffic(touchmap)), "systems:s").stranded == ()


def test_a_place_reached_only_by_another_goes_with_it():
    touchmap = one_map(at("a", next=(Next("c", 0.5),)), at("c", visits=5, serves=("n",)))
    found = the(outages(traffic(touchmap)), "touchpoints:a")
    assert found.stopped == ("a", "c")
    assert found.contacts == 15
    alone = one_map(at("a", next=(Next("c", 0.5),)), at("c", visits=9, serves=("n",)))
    assert the(outages(traffic(alone)), "touchpoints:a").stopped == ("a",)


def test_what_never_works_is_not_lost_and_what_feeds_itself_still_fails():
    touchmap = one_map(
        at("a", serves=("n",), requires=("c",)), at("c", requires=("a",)), at("d", requires=("s",)),
        systems=(System("s", feeds=("s",)),),
    )  # fmt: skip
    found = outages(traffic(touchmap))
    assert the(found, "touchpoints:a").contacts == 0
    assert the(found, "systems:s").contacts == 10


def test_a_department_takes_its_touchpoints_with_it():
    touchmap = one_map(
        at("a", serves=("n",), owner="d"), at("c", owner="none"), departments=(Department("d"),)
    )
    assert the(outages(traffic(touchmap)), "departments:d").stopped == ("a",)


def test_empty_and_quiet_maps():
    assert outages(traffic(TouchMap("touchmap/1", "m"))).scenarios == ()
    quiet = one_map(at("a", visits=0, serves=("n",)))
    found = the(outages(traffic(quiet)), "touchpoints:a")
    assert (found.contacts, found.contacts_share, found.stranded) == (0, 0, ("b",))
