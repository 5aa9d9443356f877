"""What technology is for: worked by hand, and against the facts and a search for each function."""

import pytest
from hypothesis import given
from random_maps import maps
from touchmap_builders import map_of

from readiness.touchmap.analyses.technology import technology_trace
from readiness.touchmap.model import Next, TouchMap, Touchpoint
from readiness.touchmap.records import Technology
from readiness.touchmap.technology import (
    contacts_touched,
    orphan_technology,
    planned_technology,
    software_for_people,
    traced_functions,
)
from readiness.touchmap.volumes import traffic

MAP = """
goals: [{id: grow}]
needs:
  - {id: order, top: true, cure: software}
  - {id: advice, top: true, cure: people}
  - {id: bill, cure: process}
  - {id: lonely}
  - {id: silent, top: true}
  - {id: by-hand}
  - {id: served}
buyers: [{id: anna, needs: [order, advice, silent, by-hand, served]}, {id: ben, needs: [bill, silent]}]
channels: [{id: phone, human: true}, {id: web, human: false}]
systems: [{id: core}]
touchpoints:
  - {id: shop, channel: web, buyers: [anna], serves: [order], requires: [core], volume: 100}
  - {id: front, channel: web, buyers: [anna, ben], serves: [silent], volume: 40,
     next: [{to: shop, share: 0.5}]}
  - {id: street, buyers: [ben], volume: 20, next: [{to: front, share: 1}, {to: far, share: 0}]}
  - {id: helper, requires: [shop], volume: 8, direction: outbound}
  - {id: either, any_of: [[helper, core]], volume: 4}
  - {id: far, channel: phone, serves: [by-hand, advice], volume: 1}
technology:
  - {id: suite, cost: 900}
  - {id: basket, part_of: suite, needs: [order], goals: [grow], touchpoints: [shop, shop], cost: 10}
  - {id: robot, part_of: suite, needs: [advice, bill], touchpoints: [far], cost: 20}
  - {id: scoring, part_of: suite, goals: [grow], cost: 30}
  - {id: portal, part_of: suite, needs: [bill], goals: [grow]}
  - {id: screen, part_of: suite, touchpoints: [far], cost: 5}
  - {id: gone, status: dropped, needs: [lonely], cost: 1000}
  - {id: old, status: in-use, needs: [served]}
"""


@pytest.fixture(scope="module")
def found():
    return technology_trace(traffic(map_of(MAP)))


def short(elements):
    return " ".join(element.partition(":")[2] for element in elements)


def test_traces_by_hand(found):
    assert [
        (short([t.technology]), t.state, short(t.direct), short(t.indirect), t.contacts, t.indirect_contacts)
        for t in found.traces
    ] == [
        # front leads to shop, street to front, helper requires shop, either requires helper
        ("basket", "traced", "shop", "front street helper either", 100, 72),
        ("robot", "no-goal", "far", "", 1, 0),
        ("scoring", "nobody", "", "", 0, 0),
        ("portal", "no-touchpoint", "", "", 0, 0),
        ("screen", "no-need", "far", "", 1, 0),
    ]
    assert short(found.traces[0].buyers) == "anna"


def test_what_it_costs(found):
    assert short(found.dropped) == "scoring portal screen"
    assert (found.cost, found.dropped_cost, found.unpriced) == (65.0, 35.0, 1)
    assert found.touched_share == pytest.approx(101 / 165)


def test_needs_by_hand(found):
    rows = {short([one.need]): (one.by_person, one.by_system, short(one.technology), one.answered)
            for one in found.needs}  # fmt: skip
    assert rows == {
        "order": (0, 1, "basket", True),
        "advice": (1, 0, "robot", True),
        "bill": (0, 0, "robot portal", True),
        "lonely": (0, 0, "", False),
        "silent": (0, 0, "", False),
        "by-hand": (1, 0, "", True),
        "served": (0, 0, "", True),
    }


def test_findings_by_hand(found):
    assert [(one.code, one.severity, short([one.subject])) for one in found.findings] == [
        ("NEED-WITHOUT-ANSWER", "serious", "silent"),  # a web page without a system; lonely is nobody's
        ("SOFTWARE-FOR-PEOPLE", "serious", "advice"),
        ("DROP-TECHNOLOGY", "serious", "scoring"),
        ("NO-GOAL", "minor", "robot"),
        ("DROP-TECHNOLOGY", "minor", "screen"),
        ("DROP-TECHNOLOGY", "minor", "portal"),
        ("SOFTWARE-FOR-PEOPLE", "minor", "bill"),
    ]
    costs = [one.values["cost"] for one in found.findings if one.code == "DROP-TECHNOLOGY"]
    assert costs == [30.0, 5.0, "–"]
    assert found.findings[0].values["buyers"] == ("buyers:anna", "buyers:ben")


def test_next_to_nothing():
    found = technology_trace(traffic(map_of("")))
    assert (found.traces, found.needs, found.touched_share, found.findings) == ((), (), None, ())


def test_dangling_references_are_skipped():
    bare = TouchMap(
        "touchmap/1",
        "m",
        touchpoints=(Touchpoint(id="a", requires=("ghost",), channel="ghost", next=(Next("ghost", 1.0),)),),
        technology=(Technology("t", needs=("ghost",), goals=("ghost",), touchpoints=("ghost",)),),
    )
    (trace,) = technology_trace(traffic(bare)).traces
    assert (trace.state, trace.needs, trace.goals, trace.direct) == ("nobody", (), (), ())


@given(maps())
def test_counts_agree_with_the_facts(touchmap):
    flow = traffic(touchmap)
    found = technology_trace(flow)
    planned = planned_technology(flow)
    assert [short([t.technology]) for t in found.traces] == [entry.id for entry in planned]
    if not planned:
        return
    loose = [t for t in found.traces if not (t.needs and t.goals)]
    assert traced_functions(flow).value == pytest.approx(1 - len(loose) / len(planned))
    assert orphan_technology(flow).value == pytest.approx(
        sum(not t.direct for t in found.traces) / len(planned)
    )
    touched = contacts_touched(flow).value
    assert found.touched_share == (touched if touched is None else pytest.approx(touched))
    people = software_for_people(flow)
    subjects = [one.subject for one in found.findings if one.code == "SOFTWARE-FOR-PEOPLE"]
    assert sorted(subjects) == sorted(people.ids if people.value is not None else ())


@given(maps())
def test_indirect_use_by_searching_from_every_touchpoint(touchmap):
    found = technology_trace(traffic(touchmap))
    ways = {
        t.id: {s.to for s in t.next if s.share > 0} | {*t.requires, *sum(t.any_of, ())}
        for t in touchmap.touchpoints
    }
    for trace in found.traces:
        direct = set(short(trace.direct).split())
        expected = set()
        for start in ways:
            seen, stack = set(), [start]
            while stack:
                for other in ways.get(stack.pop(), ()):
                    if other not in seen:
                        seen.add(other)
                        stack.append(other)
            if seen & direct and start not in direct:
                expected.add(start)
        assert set(short(trace.indirect).split()) == expected
