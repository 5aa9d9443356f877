"""Journeys: by hand, by the dense inverse, by changing shares and working everything out again."""

from dataclasses import asdict, replace
from json import dumps
from math import fsum

import numpy as np
import pytest
from hypothesis import given
from random_maps import maps
from touchmap_builders import read_yaml, typed

from readiness.resources import examples
from readiness.touchmap.analyses.expectations import expectations
from readiness.touchmap.analyses.journeys import journeys
from readiness.touchmap.analyses.levers import levers
from readiness.touchmap.chain import chain_of
from readiness.touchmap.fields import Volume
from readiness.touchmap.handoffs import crosses
from readiness.touchmap.model import HandOff, Next, TouchMap, Touchpoint
from readiness.touchmap.records import Buyer, Department
from readiness.touchmap.volumes import traffic

BUYERS = (Buyer(id="ann"), Buyer(id="bob"))
DEPARTMENTS = (Department(id="desk"), Department(id="service"))


def map_of(*points):
    return TouchMap(format="touchmap/1", id="m", buyers=BUYERS, departments=DEPARTMENTS, touchpoints=points)


def point(name, *ways, visits=None, **fields):
    steps = tuple(way if isinstance(way, Next) else Next(*way) for way in ways)
    return Touchpoint(id=name, next=steps, volume=Volume(by_buyer=visits or {}), **fields)


def of(*points):
    return journeys(traffic(map_of(*points)))


@pytest.fixture(scope="module")
def boise():
    return traffic(typed(TouchMap, read_yaml(examples() / "boise-office" / "touchmap.yaml")))


def by_subject(found):
    return {one.subject.partition(":")[2]: one for one in found}


def test_boise_by_hand(boise):
    found = journeys(boise)
    entries = by_subject(found.entries)
    order = (1 + 0.06 + 0.1 * 1.25) / (1 - 0.06 * 0.5)
    assert entries["ask-order-status"].contacts == pytest.approx(1 + 0.25)
    assert entries["order-by-phone"].contacts == pytest.approx(order)
    assert entries["ask-expert"].contacts == pytest.approx(1 + 0.5 * order)
    # from order-by-phone: to the expert and back, or to service and on to the warehouse
    handed = (0.06 + 0.06 * 0.5 + 0.1 + 0.1 * 0.25) / (1 - 0.03)
    assert entries["order-by-phone"].handoffs == pytest.approx(handed)
    # once back from the expert there may be more rounds: at the desk .03/.97, at the expert's .06/.97 * .03
    assert entries["order-by-phone"].bounces == pytest.approx(0.03 / 0.97 + 0.06 / 0.97 * 0.03)
    assert entries["order-by-fax"].cost == pytest.approx(5.10 + 0.3 * (5.80 + 0.25 * 7.40))
    assert entries["order-by-fax"].cost_share == pytest.approx(1)
    assert entries["order-by-fax"].minutes == pytest.approx(8 + 0.3 * (5 + 0.25 * 9))
    assert found.all.starts * found.all.contacts == pytest.approx(boise.all(boise.inbound))
    # of 27,000 faxes 30 % are followed by a call whether they came; an order after advice is none to spare
    first = found.levers[0]
    assert (first.giving, first.taking) == ("touchpoints:order-by-fax", "touchpoints:ask-order-status")
    assert first.contacts == pytest.approx(0.03 * 27000 * 1.25)
    assert first.passed_on
    assert first.exact
    (buying,) = [
        lever
        for lever in found.levers
        if (lever.giving, lever.taking) == ("touchpoints:ask-expert", "touchpoints:order-by-phone")
    ]
    assert buying.contacts == pytest.approx(0.05 * 23000 * order / (1 + 0.05 * 0.06 / 0.97))
    assert not buying.passed_on
    assert (found.year.contacts, found.year.handoffs) == pytest.approx((381_950, 64_355))
    (loop,) = found.loops
    assert loop.way == ("touchpoints:ask-expert", "touchpoints:order-by-phone", "touchpoints:ask-expert")
    assert loop.departments == ("departments:customer-service", "departments:order-desk")
    assert loop.contacts == pytest.approx((23000 + 72000) * 0.03)
    (finding,) = found.findings
    assert (finding.code, finding.severity, finding.subject) == (
        "BOUNCE-LOOP",
        "minor",
        "touchpoints:ask-expert",
    )


def test_a_buyer_counts_where_his_journeys_start():
    found = of(
        point("a", ("b", 0.5), visits={"ann": 100, "bob": 300}),
        point("b", ("c", 1.0), visits={"ann": 50, "bob": 150}),
        point("c", visits={"ann": 50, "bob": 350}),
    )
    buyers = by_subject(found.buyers)
    assert buyers["ann"].starts == 100
    assert buyers["ann"].contacts == pytest.approx(2)  # a, then half of the time b and c
    assert buyers["bob"].starts == 300 + 200
    assert buyers["bob"].contacts == pytest.approx((300 * 2 + 200 * 1) / 500)
    assert found.all.contacts == pytest.approx((400 * 2 + 200) / 600)
    assert [entry.subject for entry in found.entries] == ["touchpoints:a", "touchpoints:c"]


def test_a_buyer_without_visits_has_no_figures():
    found = of(point("a", visits={"ann": 10}))
    bob = by_subject(found.buyers)["bob"]
    assert (bob.starts, bob.contacts, bob.cost, bob.cost_share) == (0, None, None, None)


def test_unknown_is_not_zero():
    found = of(
        point("a", ("b", 0.5), ("c", 0.5), visits={"ann": 100}, cost=4.0),
        point("b", cost=0.0),
        point("c"),
    )
    assert found.all.cost == pytest.approx(4)
    assert found.all.cost_share == pytest.approx(1.5 / 2)
    assert found.all.minutes is None
    assert found.all.minutes_share == 0


def test_minutes_of_a_hand_off_are_waited_too():
    passed = Next("b", 0.5, HandOff(minutes=20))
    assert of(point("a", passed, visits={"ann": 100}, minutes=3.0), point("b")).all.minutes == 3 + 0.5 * 20
    assert of(point("a", passed, visits={"ann": 100}), point("b")).all.minutes == 10
    assert of(point("a", passed, visits={"ann": 100}), point("b")).all.minutes_share == 0


def test_only_two_named_departments_make_a_hand_off():
    ways = (("b", 0.25), ("c", 0.25), ("d", 0.5))
    found = of(
        point("a", *ways, visits={"ann": 100}, owner="desk"),
        point("b", owner="service"),
        point("c", owner="none"),
        point("d", owner="desk"),
    )
    assert found.all.handoffs == 0.25


def test_what_the_company_starts_is_no_journey_of_a_buyer_but_counts_for_levers():
    found = of(
        point("letter", ("call", 0.5), visits={"ann": 1000}, direction="outbound"),
        point("call", visits={"ann": 500}),
    )
    assert found.all.starts == 0
    assert found.entries == ()
    assert found.levers[0].contacts == pytest.approx(50)


def test_a_touchpoint_that_leads_to_itself_is_a_loop_and_a_long_way():
    found = of(point("a", ("a", 0.8), visits={"ann": 500}))
    assert found.all.contacts == pytest.approx(5)
    assert found.all.bounces == pytest.approx(4)
    assert {(one.code, one.severity) for one in found.findings} == {
        ("BOUNCE-LOOP", "critical"),
        ("LONG-WAY", "critical"),
    }
    (loop,) = found.loops
    assert loop.contacts == pytest.approx(400)
    # a tenth less, .72 instead of .8: 100 journeys of 5 contacts become 100 of 1 / .28
    assert found.levers[0].contacts == pytest.approx(500 - 100 / 0.28)


def test_a_loop_within_one_department_is_no_bounce_loop():
    a = point("a", ("b", 0.5), visits={"ann": 100}, owner="desk")
    b = point("b", ("a", 0.5), owner="desk")
    assert of(a, b).loops == ()
    assert of(a, replace(b, owner=None)).loops == ()
    (loop,) = of(a, replace(b, owner="service")).loops
    # 100 + 50 visits flow in at first, 4/3 and a half of them all in all
    assert loop.contacts == pytest.approx(of(a, b).all.bounces * of(a, b).all.starts)


@pytest.mark.parametrize(
    ("share", "severity"), [(0.49, None), (0.5, "minor"), (0.667, "serious"), (0.8, "critical")]
)
def test_a_long_way_by_its_contacts(share, severity):
    found = of(point("a", ("a", share), visits={"ann": 100}))
    assert [one.severity for one in found.findings if one.code == "LONG-WAY"] == [severity] * bool(severity)


def test_a_journey_without_an_end_has_no_average():
    found = of(
        point("a", ("b", 0.1), visits={"ann": 100}),
        point("b", ("b", 1.0)),
        point("c", ("d", 0.5), visits={"bob": 10}),
        point("d"),
    )
    buyers = by_subject(found.buyers)
    assert (
        buyers["ann"].contacts
        is buyers["ann"].handoffs
        is buyers["ann"].bounces
        is found.all.contacts
        is None
    )
    assert buyers["bob"].contacts == pytest.approx(1.5)
    assert [lever.giving for lever in found.levers] == ["touchpoints:c"]


def test_an_empty_map():
    found = of()
    assert found.all.starts == 0
    assert found.entries == found.levers == found.loops == found.findings == ()


@given(maps())
def test_any_map_against_the_dense_inverse(touchmap):
    flow = traffic(touchmap)
    found = journeys(flow)
    dumps(asdict(found))
    points = touchmap.touchpoints
    place = {one.id: at for at, one in enumerate(points)}
    ways = np.zeros((len(points), len(points)))
    handed = np.zeros(len(points))
    for one in points:
        for step in one.next:
            ways[place[one.id], place[step.to]] += step.share
            handed[place[one.id]] += step.share * crosses(one, points[place[step.to]])
    inverse = np.linalg.inv(np.eye(len(points)) - ways)
    starts = np.array([flow.starts[one.id] if one.direction == "inbound" else 0.0 for one in points])
    if not starts.sum():
        assert found.all.contacts is None
        return
    mean = starts @ inverse / starts.sum()
    assert found.all.contacts == pytest.approx(mean.sum())
    assert found.all.handoffs == pytest.approx(mean @ handed)
    assert found.all.bounces == pytest.approx(mean @ (1 - 1 / np.diag(inverse)), abs=1e-12)
    buyers = fsum(one.starts * (one.contacts or 0) for one in found.buyers)
    if all(one.buyers or one.volume.total is None for one in points):
        assert buyers == pytest.approx(found.all.starts * found.all.contacts)


@given(maps())
def test_levers_are_what_the_map_with_a_smaller_share_spares(touchmap):
    whole = year(touchmap, touchmap)
    places = {(one.id, step.to) for one in touchmap.touchpoints for step in one.next if step.share}
    pulled = list(every_lever(touchmap))
    assert {(name(one.giving), name(one.taking)) for one in pulled} == places
    for lever in pulled:
        less = year(touchmap, with_share(touchmap, name(lever.giving), name(lever.taking), 0.9))
        for spared, before, after in zip((lever.contacts, lever.handoffs), whole, less, strict=True):
            assert spared == pytest.approx(before - after, rel=1e-6, abs=1e-6)


def name(element):
    return element.partition(":")[2]


def every_lever(touchmap):
    flow, chain, points = traffic(touchmap), chain_of(touchmap), touchmap.touchpoints
    visits = chain.visits([flow.starts[one.id] for one in points])
    return levers(chain, points, expectations(chain, points), visits, {})


def year(before, touchmap):
    """Return contacts and hand-offs a year when shares change and the starts stay."""
    chain = chain_of(touchmap)
    expected = expectations(chain, touchmap.touchpoints)
    starts = [traffic(before).starts[one.id] for one in touchmap.touchpoints]
    return tuple(
        fsum(a * b for a, b in zip(starts, values, strict=True))
        for values in (expected.contacts, expected.handoffs)
    )


def with_share(touchmap, giving, taking, factor):
    def changed(one):
        steps = (replace(s, share=s.share * factor) if s.to == taking else s for s in one.next)
        return replace(one, next=tuple(steps)) if one.id == giving else one

    return replace(touchmap, touchpoints=tuple(changed(one) for one in touchmap.touchpoints))


def test_bounces_that_cannot_be_had_are_unknown():
    # every touchpoint leads to seven far places: a core is left that is swept, not eliminated
    size = 500
    points = [
        point(
            f"t{at}",
            *((f"t{at * at * 7 % size * k % size}", 0.1) for k in (1, 3, 7, 11, 13)),
            (f"t{(at + 1) % size}", 0.2),
        )
        for at in range(size)
    ]
    points[0] = replace(points[0], volume=Volume(by_buyer={"ann": 10.0}))
    found = of(*points, point("apart", visits={"bob": 1.0}))
    buyers = by_subject(found.buyers)
    assert buyers["ann"].bounces is None
    assert buyers["ann"].contacts == pytest.approx(1 / 0.3)
    assert buyers["bob"].bounces == 0
    assert not all(lever.exact for lever in found.levers)
