"""Hand-offs: the matrix, rules, who must say it again, and numbers to know."""

from collections import deque
from dataclasses import asdict, replace
from json import dumps
from math import fsum

import pytest
from hypothesis import given
from random_maps import maps
from touchmap_builders import read_yaml, typed

from readiness.resources import examples
from readiness.scalars import Text
from readiness.touchmap import knowledge
from readiness.touchmap.access import entry_points_to_know
from readiness.touchmap.analyses.handoffs import BackAndForth, Passed, handoffs
from readiness.touchmap.fields import Volume
from readiness.touchmap.handoffs import flows, handoffs_without_rule
from readiness.touchmap.knowledge import looked_up_in, passes_on, recorded_in
from readiness.touchmap.model import HandOff, Next, TouchMap, Touchpoint
from readiness.touchmap.records import Buyer, Channel, DataObject, Department, Need, System
from readiness.touchmap.volumes import traffic

RULE = Text((("", "A note goes with it"),))
NO_RULE = Text((("", "none"),))


def system(name, *feeds, holds=()):
    return System(id=name, feeds=feeds, holds=holds)


def map_of(*points, systems=(), **records):
    return TouchMap(
        format="touchmap/1",
        id="m",
        departments=tuple(Department(id=one) for one in ("desk", "service", "stock")),
        systems=systems,
        data=(DataObject(id="order"),),
        touchpoints=points,
        **records,
    )


def passing(giving, taking, *systems, handoff=None):
    """Return what the map says of a customer who goes from one department to another."""
    here = Touchpoint(
        id="a", owner="desk", next=(Next("b", 0.5, handoff),), volume=Volume(total=100.0), **giving
    )
    there = Touchpoint(id="b", owner="service", **taking)
    (crossing,) = handoffs(traffic(map_of(here, there, systems=systems))).crossings
    return crossing.repeats


@pytest.mark.parametrize(
    ("giving", "taking", "systems", "repeats"),
    [
        ({"logs_to": "s"}, {"requires": ("s",)}, [system("s")], "passes"),
        ({"logs_to": "s"}, {"logs_to": "t"}, [system("s", "t"), system("t")], "passes"),
        (
            {"logs_to": "s"},
            {"any_of": (("x", "t"),)},
            [system("s", "u"), system("u", "t"), system("t")],
            "passes",
        ),
        ({"logs_to": "s"}, {"requires": ("t",)}, [system("s"), system("t", "s")], "computed"),
        ({"logs_to": "s"}, {"requires": ("t",)}, [system("s", "t"), system("t", "s")], "passes"),
        ({}, {"requires": ("s",)}, [system("s")], "unknown"),
        ({"logs_to": "s"}, {}, [system("s")], "unknown"),
        ({"logs_to": "s"}, {"requires": ("desk", "order")}, [system("s")], "unknown"),
        ({"requires": ("s",)}, {"requires": ("s",)}, [system("s", holds=("order",))], "unknown"),
        (
            {"requires": ("s",), "captures": ("order",)},
            {"requires": ("s",)},
            [system("s", holds=("order",))],
            "passes",
        ),
        ({"logs_to": "gone"}, {"requires": ("s",)}, [system("s")], "unknown"),
        ({"logs_to": "s"}, {"requires": ("t",)}, [system("s", "gone"), system("t")], "computed"),
    ],
)
def test_whether_data_let_the_next_department_know(giving, taking, systems, repeats):
    assert passing(giving, taking, *systems) == repeats


@pytest.mark.parametrize(("declared", "repeats"), [(True, "declared"), (False, "denied"), (None, "computed")])
def test_what_the_map_says_stands_above_the_data(declared, repeats):
    apart = ({"logs_to": "s"}, {"requires": ("t",)}, system("s"), system("t"))
    assert passing(*apart, handoff=HandOff(RULE, declared)) == repeats


def test_a_declared_repeat_counts_without_an_owner_too():
    here = Touchpoint(
        id="a", owner="none", next=(Next("b", 0.5, HandOff(NO_RULE, True)),), volume=Volume(total=10.0)
    )
    found = handoffs(traffic(map_of(here, Touchpoint(id="b", owner="desk"))))
    assert (found.declared, found.contacts, found.without_rule) == (5, 0, 0)
    assert found.matrix == (Passed("", "departments:desk", 5.0),)
    assert [one.code for one in found.findings] == ["REPEAT"]


def test_the_matrix_and_those_who_hand_back_and_forth():
    def point(name, owner, visits, *ways):
        return Touchpoint(
            id=name, owner=owner, volume=Volume(total=visits), next=tuple(Next(*way) for way in ways)
        )

    found = handoffs(
        traffic(
            map_of(
                point("a", "service", 100.0, ("b", 0.5), ("c", 0.1), ("e", 0.2)),
                point("b", "desk", 50.0, ("a", 0.2), ("d", 0.5)),
                point("c", "service", 10.0, ("b", 1.0)),
                point("d", "stock", 25.0),
                point("e", None, 20.0, ("d", 0.5)),
            )
        )
    )
    assert found.matrix == (
        Passed("departments:desk", "departments:service", 10.0),
        Passed("departments:desk", "departments:stock", 25.0),
        Passed("departments:service", "departments:desk", 60.0),
        Passed("departments:service", "departments:service", 10.0),
        Passed("departments:service", "", 20.0),
        Passed("", "departments:stock", 10.0),
    )
    assert found.back_and_forth == (BackAndForth("departments:desk", "departments:service", 10.0, 60.0),)
    assert found.contacts == found.without_rule == found.unknown == 95


def test_the_heaviest_way_back_and_forth_comes_first():
    def point(name, owner, to, visits):
        return Touchpoint(id=name, owner=owner, volume=Volume(total=visits), next=(Next(to, 0.1),))

    found = handoffs(
        traffic(
            map_of(
                point("a", "desk", "b", 10.0),
                point("b", "service", "a", 900.0),
                point("c", "service", "d", 100.0),
                point("d", "stock", "c", 200.0),
            )
        )
    )
    assert [(pair.there, pair.back) for pair in found.back_and_forth] == [(10.0, 20.0), (1.0, 90.0)]


@pytest.mark.parametrize(
    ("visits", "rule", "repeat"),
    [(49.0, "minor", "minor"), (51.0, "serious", "serious"), (201.0, "serious", "critical")],
)
def test_how_bad_by_the_share_of_all_contacts(visits, rule, repeat):
    step = Next("b", 1.0, HandOff(NO_RULE, True))
    here = Touchpoint(id="a", owner="desk", next=(step,), volume=Volume(total=visits))
    rest = Touchpoint(id="rest", volume=Volume(total=1000 - 2 * visits))
    there = Touchpoint(id="b", owner="service", volume=Volume(total=visits))
    found = {one.code: one for one in handoffs(traffic(map_of(here, there, rest))).findings}
    assert (found["NO-RULE"].severity, found["REPEAT"].severity) == (rule, repeat)
    assert found["NO-RULE"].subject == "touchpoints:a"
    assert found["NO-RULE"].values["handoffs_share"] == 1
    assert found["REPEAT"].elements == ("touchpoints:a", "touchpoints:b")


def test_a_step_that_nobody_takes_is_no_hand_off():
    here = Touchpoint(id="a", owner="desk", next=(Next("b", 0.0),), volume=Volume(total=10.0))
    found = handoffs(traffic(map_of(here, Touchpoint(id="b", owner="service"))))
    assert found.ways == 0
    assert found.matrix == found.findings == ()


@pytest.mark.parametrize(("numbers", "severity"), [(3, None), (4, "minor"), (5, "minor"), (6, "serious")])
def test_numbers_to_know_in_all(numbers, severity):
    own = [f"number-{at}" for at in range(numbers - 1)]
    points = [
        Touchpoint(id=one, channel="phone", buyers=("ann",), serves=("reorder",), entry_points=(one,),
                   volume=Volume(by_buyer={"ann": 5.0}))
        for one in own
    ]  # fmt: skip
    web = Touchpoint(id="web", channel="web", buyers=("ann",), serves=("reorder",))
    rare = Touchpoint(
        id="rare", channel="phone", buyers=("ann",), serves=("urgent",), entry_points=("night",)
    )
    touchmap = map_of(
        *points,
        web,
        rare,
        needs=(Need(id="reorder", usual=True), Need(id="urgent")),
        buyers=(Buyer(id="ann", needs=("reorder", "urgent")), Buyer(id="bob")),
        channels=(Channel(id="phone"), Channel(id="web", entry_points=("address",))),
    )
    found = handoffs(traffic(touchmap))
    (redial,) = found.redials
    assert redial.entry_points == (*own, "address")
    assert redial.channels == (("channels:phone", numbers - 1), ("channels:web", 1))
    assert redial.contacts == 5 * (numbers - 1)
    assert [one.severity for one in found.findings] == [severity] * bool(severity)


def test_boise():
    flow = traffic(typed(TouchMap, read_yaml(examples() / "boise-office" / "touchmap.yaml")))
    found = handoffs(flow)
    assert found.contacts == pytest.approx(64_355)
    assert found.without_rule == pytest.approx(47_075)
    assert found.declared == pytest.approx(62_375)
    assert (found.computed, found.unknown) == (0, 0)
    pair = found.back_and_forth[0]
    assert (pair.one, pair.other) == ("departments:order-desk", "departments:customer-service")
    assert (pair.there, pair.back) == pytest.approx((19_620, 11_500))
    known = {one.buyer: len(one.entry_points) for one in found.redials}
    assert known["buyers:office-orderer"] == 8
    assert known["buyers:payables-clerk"] == 2


def test_an_empty_map():
    found = handoffs(traffic(map_of()))
    assert found.matrix == found.crossings == found.redials == found.findings == ()


@given(maps())
def test_the_facts_of_the_report_say_the_same(touchmap):
    flow = traffic(touchmap)
    found = handoffs(flow)
    dumps(asdict(found))
    share = handoffs_without_rule(flow).value
    assert (found.contacts > 0) == (share is not None)
    if share is not None:
        assert found.without_rule / found.contacts == pytest.approx(share)
    most = entry_points_to_know(flow).value
    assert most == max((number for one in found.redials for _, number in one.channels), default=None)
    assert fsum(one.contacts for one in found.matrix) == pytest.approx(fsum(way[3] for way in flows(flow)))


def reached(touchmap, source):
    """Return the systems that a search along feeds finds, the first one too."""
    found, queue = {source}, deque([source])
    while queue:
        for fed in touchmap.index["systems"][queue.popleft()].feeds:
            if fed not in found:
                found.add(fed)
                queue.append(fed)
    return found


@given(maps())
def test_data_flow_as_a_search_from_each_system_finds_them(touchmap):
    rounds = (replace(s, feeds=(*s.feeds, other.id)) for s, other in zip(
        touchmap.systems, touchmap.systems[1:], strict=False))  # fmt: skip
    touchmap = replace(touchmap, systems=(*rounds, *touchmap.systems[-1:]))
    check_against_search(touchmap)


def check_against_search(touchmap):
    ways = [(here, there) for here in touchmap.touchpoints for there in touchmap.touchpoints]
    expected = []
    for here, there in ways:
        sources, targets = recorded_in(here, touchmap), looked_up_in(there, touchmap)
        flowing = any(not reached(touchmap, source).isdisjoint(targets) for source in sources)
        expected.append(flowing if sources and targets else None)
    assert passes_on(touchmap, ways) == expected


def test_many_systems_go_in_blocks(monkeypatch):
    monkeypatch.setattr(knowledge, "_BLOCK", 3)
    feeds = {0: (2,), 1: (3,), 2: (4,), 3: (5, 2), 4: (6,), 5: (7,), 6: (8, 5), 7: (9,), 8: (), 9: (8, 3)}
    systems = tuple(system(f"s{at}", *(f"s{fed}" for fed in fed_to)) for at, fed_to in feeds.items())
    points = tuple(Touchpoint(id=f"t{at}", logs_to=f"s{at}") for at in range(10))
    check_against_search(map_of(*points, systems=systems))
