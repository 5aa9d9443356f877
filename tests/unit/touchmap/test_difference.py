from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from naive import random_map

from readiness.resources import examples
from readiness.scalars import Text
from readiness.services.maps import see
from readiness.touchmap.analyses.outages import joint, outages, pairs
from readiness.touchmap.difference import GATES, compare
from readiness.touchmap.fields import Volume
from readiness.touchmap.model import Acceptance, HandOff, Next, TouchMap, Touchpoint
from readiness.touchmap.records import Buyer, Channel, Department, Need, System, Technology
from readiness.touchmap.volumes import traffic

AS_OF = date(2001, 1, 1)
DEPARTMENTS = (Department("sales"), Department("service"))
CHANNELS = (Channel("phone", hours=("mon-fri 07:00-19:00",)), Channel("web", hours=("24/7",)))


def place(name, **fields):
    fields.setdefault("volume", Volume(by_buyer={"secretary": 100.0}))
    return Touchpoint(name, buyers=("secretary",), serves=("order",), **fields)


def a_map(*touchpoints, **parts):
    return TouchMap(
        "touchmap/1",
        "m",
        buyers=(Buyer("secretary", needs=("order",)),),
        needs=(Need("order"), Need("news")),
        channels=parts.pop("channels", CHANNELS),
        departments=DEPARTMENTS,
        touchpoints=touchpoints,
        **parts,
    )


def told(before, after):
    return {(change.code, change.subject): change for change in compare(before, after, AS_OF).changes}


@pytest.mark.parametrize("seed", range(40))
def test_a_map_does_not_differ_from_itself_and_what_one_way_loses_the_other_way_gains(seed):
    one, other = random_map(seed), random_map(seed + 1000)
    assert compare(one, one, AS_OF).changes == ()
    assert compare(one, one, AS_OF).records == ()
    there, back = (
        {(c.replace("from-none", "up"), s) for c, s in told(*two)} for two in ((one, other), (other, one))
    )
    opposite = {"lost": "gained", "gained": "lost", "up": "down", "down": "up", "new": "gone", "gone": "new",
                "more": "fewer", "fewer": "more", "worse": "milder", "milder": "worse"}  # fmt: skip
    turned = set()
    for code, subject in there:
        stem, _, end = code.rpartition("-")
        turned.add((f"{stem}-{opposite[end]}", subject))
    assert turned == back


def test_secretaries_lose_ordering_after_seven_in_the_evening():
    before = a_map(place("call", channel="phone"), place("click", channel="web"))
    after = a_map(place("call", channel="phone"))
    change = told(before, after)["hours-lost", "buyers:secretary"]
    assert change.gate == "hours lost"
    assert change.values["hours"] == 168 - 60
    assert change.values["need"] == "needs:order"
    assert told(after, before)["hours-gained", "buyers:secretary"].gate == ""


def test_unknown_hours_are_not_compared():
    unknown = (CHANNELS[0], Channel("web"))
    before = a_map(place("call", channel="phone"), place("click", channel="web"))
    after = a_map(place("call", channel="phone"), place("click", channel="web"), channels=unknown)
    assert not any(code.startswith("hours") for code, _ in told(before, after))


def test_a_need_without_a_touchpoint_is_reach_lost_and_no_hours():
    before = a_map(place("call", channel="phone"))
    after = a_map(replace(place("call", channel="phone"), serves=()))
    changes = told(before, after)
    assert changes["needs-lost", "buyers:secretary"].values == {"needs": ("needs:order",)}
    assert changes["needs-lost", "buyers:secretary"].gate == "reach lost"
    assert not any(code.startswith("hours") for code, _ in changes)


def test_hand_offs_are_counted_per_journey_so_that_fewer_contacts_are_no_gain():
    def handing(visits, share, rule):
        onward = (Next("answer", share, HandOff(rule=rule, repeats=not rule)),)
        return a_map(
            place("call", owner="sales", next=onward, volume=Volume(by_buyer={"secretary": visits})),
            place("answer", owner="service", volume=Volume(by_buyer={"secretary": visits * share})),
        )

    rule = Text((("", "The call is announced"),))
    fewer = told(handing(100.0, 0.5, Text()), handing(10.0, 0.5, Text()))
    assert not any(code.startswith(("handoffs", "contacts")) for code, _ in fewer)
    more = told(handing(100.0, 0.2, rule), handing(100.0, 0.5, Text()))
    assert more["handoffs-up", ""].values["change_share"] == pytest.approx(1.5)
    assert {change.gate for change in more.values() if change.gate != "new finding"} == {
        "hand-offs up", "repeats up", "rules lost", "contacts up",
    }  # fmt: skip
    assert more["repeats-from-none", ""].values == {"before": 0.0, "after": pytest.approx(50.0)}


def test_naming_an_owner_is_no_loss():
    def with_owner(owner):
        return a_map(
            place("call", owner=owner, next=(Next("answer", 0.5),)),
            place("answer", owner="service", volume=Volume(by_buyer={"secretary": 50.0})),
        )

    changes = told(with_owner(None), with_owner("sales"))
    assert not any(change.gate for change in changes.values() if change.gate != "new finding")
    assert ("finding-gone", "touchpoints:call") in changes


def test_what_is_accepted_is_no_gain_and_hides_no_loss():
    systems = (System("crm"),)
    entry = Acceptance("SINGLE-POINT", Text((("", "Known"),)), "it", date(2001, 12, 31), "crm")
    before = a_map(place("call", requires=("crm",)), systems=systems)
    accepted = replace(before, accepted=(entry,))
    assert set(told(before, accepted)) == {("finding-accepted", "systems:crm")}
    back = told(accepted, before)["finding-reopened", "systems:crm"]
    assert (back.worse, back.gate) == (True, "new finding")
    safe = a_map(place("call"), systems=systems)
    assert told(safe, accepted)["single-new", "systems:crm"].gate == "single point"


def test_cost_and_minutes_are_compared_only_where_all_are_known():
    known = a_map(place("call", cost=4.0, minutes=3.0), place("click", cost=1.0, minutes=2.0))
    dearer = a_map(place("call", cost=8.0, minutes=3.0), place("click", cost=1.0))
    changes = told(known, dearer)
    assert ("cost-up", "") in changes
    assert not any(code.startswith("minutes") for code, _ in changes)


def test_technology_that_is_dropped_is_told_and_not_counted_as_added():
    before = a_map(technology=(Technology("suite", cost=90.0), Technology("hub", cost=10.0)))
    after = a_map(technology=(Technology("suite", cost=90.0, status="dropped"), Technology("hub", cost=10.0)))
    changes = told(before, after)
    assert changes["technology-dropped", ""].values == {"technology": ("technology:suite",)}
    assert changes["spend-down", ""].values == {"before_cost": 100.0, "after_cost": 10.0}
    new = a_map(technology=(*after.technology, Technology("old-idea", status="dropped")))
    assert not any(records.added for records in compare(after, new, AS_OF).records)


def test_a_new_single_point_of_failure():
    systems = (System("crm"), System("paper"))
    before = a_map(place("call", any_of=(("crm", "paper"),)), systems=systems)
    after = a_map(place("call", requires=("crm",)), systems=systems)
    change = told(before, after)["single-new", "systems:crm"]
    assert (change.gate, change.worse, change.values) == (
        "single point",
        True,
        {"buyers": ("buyers:secretary",)},
    )
    assert joint(outages(traffic(before), pairs(before)), outages(traffic(before)))[0].ids == (
        "systems:crm", "systems:paper",
    )  # fmt: skip
    assert joint(outages(traffic(after), pairs(after)), outages(traffic(after))) == ()


def test_the_plan_of_boise_keeps_its_promises():
    today = see(str(examples() / "boise-office"))
    plan = see(str(examples() / "boise-office") + "@to-be")
    found = compare(today.touchmap, plan.touchmap, today.as_of)
    changes = {(change.code, change.subject): change for change in found.changes}
    assert changes["repeats-down", ""].values["after"] == 0
    assert changes["ruleless-down", ""].values["after"] == 0
    assert ("needs-decided", "buyers:occasional-buyer") in changes, "a buyer whom the company lets go"
    figures = {figure.name: (figure.before, figure.after) for figure in found.figures}
    assert figures["spend"] == (8_000_000, 2_500_000)
    assert figures["contacts-a-year"] == (381_950, 383_950)
    gone = {change.values["finding"] for change in found.changes if change.code == "finding-gone"}
    assert {"ISLANDS", "OWNER-GAP", "REPEAT", "NO-RULE", "DROP-TECHNOLOGY", "REKEYING"} <= gone
    touched = {records.kind: records for records in found.records}
    assert touched["touchpoints"].added == ("expert-hotline",)
    assert touched["touchpoints"].removed == ("ask-expert",)
    assert touched["touchpoints"].changed["urgent-order"] == ("entry_points",)
    assert found.gates <= set(GATES)
    worse = [change.worse for change in found.changes]
    assert worse == sorted(worse, reverse=True)


def test_a_point_of_failure_that_grows_is_told_and_stops_a_gate():
    def with_visits(visits):
        return a_map(
            place("call", channel="phone", volume=Volume(by_buyer={"secretary": visits})),
            replace(
                place("click", channel="web", volume=Volume(by_buyer={"secretary": 100.0})), serves=("news",)
            ),
        )

    change = told(with_visits(1.0), with_visits(900.0))["finding-worse", "channels:phone"]
    assert (change.worse, change.gate) == (True, "single point")
