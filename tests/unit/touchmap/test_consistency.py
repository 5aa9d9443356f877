"""How evenly channels serve a need: small maps worked out by hand, any map the naive way."""

import json
from dataclasses import asdict, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from random_maps import maps

from readiness.evidence import EvidenceNote
from readiness.touchmap.analyses.consistency import consistency
from readiness.touchmap.fields import Volume
from readiness.touchmap.model import TouchMap, Touchpoint
from readiness.touchmap.records import Channel, DataObject, Department, Need, System
from readiness.touchmap.volumes import traffic

PHONE = Channel("phone", hours=("mon-fri 08:00-17:00",), human=True)
WEB = Channel("web", hours=("24/7",), human=False)
FAX = Channel("fax")
ORDER = Need("order")


def consistency_of(*touchpoints, needs=(ORDER,), **parts):
    parts = {"channels": (PHONE, WEB, FAX), **parts}
    return consistency(
        traffic(TouchMap(format="touchmap/1", id="m", touchpoints=touchpoints, needs=needs, **parts))
    )


def at(channel, name="", *, visits=None, serves=("order",), **fields):
    volume = Volume() if visits is None else Volume(total=visits)
    return Touchpoint(name or f"by-{channel}", channel=channel, serves=serves, volume=volume, **fields)


def codes(found):
    return [(one.code, one.severity) for one in found.findings]


def test_a_need_by_hand():
    systems = (System("crm", holds=("people", "orders")), System("shop", holds=("orders",)), System("notes"))
    data = (DataObject("people", master="notes"), DataObject("orders"), DataObject("bills"))
    found = consistency_of(
        at("phone", "call", visits=300, cost=4, satisfaction=3, requires=("crm", "phone")),
        at("phone", "call-back", visits=100, cost=8, satisfaction=5, any_of=(("shop", "bills"),)),
        at("phone", "unpriced", visits=200, satisfaction=None),
        at("web", visits=400, cost=0.5, satisfaction=3.25, requires=("shop",), logs_to="notes"),
        at("fax", visits=0),
        at("web", "sent", visits=900, cost=99, direction="outbound"),
        at("nowhere", visits=5, cost=1),
        systems=systems,
        data=data,
    )
    (need,) = found.needs
    phone, web, fax = need.channels
    assert need.contacts == 1000
    assert (phone.touchpoints, phone.contacts, phone.share, phone.cost, phone.satisfaction) == (
        3,
        600,
        0.6,
        5,
        3.5,
    )
    assert (phone.hours, phone.human) == (45, True)
    assert phone.data == ("data:people", "data:orders", "data:bills")
    assert (web.cost, web.satisfaction, web.hours, web.human) == (0.5, 3.25, 168, False)
    assert web.data == ("data:orders", "data:people")
    assert (fax.cost, fax.satisfaction, fax.hours, fax.human, fax.data) == (None, None, None, None, ())
    assert (need.best, need.worst, need.spread) == ("channels:phone", "channels:web", 0.25)
    assert (need.dear, need.cheap, need.factor) == ("channels:phone", "channels:web", 10)
    assert need.uneven_data == ("data:people", "data:orders", "data:bills")


def test_without_visits_each_touchpoint_counts_once():
    found = consistency_of(at("phone", "a", cost=1, satisfaction=2), at("phone", "b", cost=3, satisfaction=3))
    (phone,) = found.needs[0].channels
    assert (phone.cost, phone.satisfaction, phone.share) == (2, 2.5, None)
    assert (found.needs[0].spread, found.needs[0].factor, found.needs[0].dear) == (None, None, None)


@pytest.mark.parametrize(
    ("points", "top", "expected"),
    [
        ((4, 3), False, ["minor"]),
        ((3.6, 2.6), True, ["serious"]),
        ((3, 4), True, ["serious"]),
        ((4, 3.01), True, []),
        ((4, None), True, []),
    ],
)
def test_uneven_service(points, top, expected):
    pair = at("phone", satisfaction=points[0], visits=2), at("web", satisfaction=points[1], visits=1)
    found = consistency_of(*pair, needs=(replace(ORDER, top=top),))
    assert [severity for code, severity in codes(found)] == expected
    for one in found.findings:
        best, worst = ("phone", "web") if points[0] > points[1] else ("web", "phone")
        assert (one.code, one.subject) == ("UNEVEN-SERVICE", "needs:order")
        assert (one.values["best"], one.values["worst"]) == (f"channels:{best}", f"channels:{worst}")
        assert (one.values["best_points"], one.values["worst_points"]) == (max(points), min(points))
        assert one.elements == ("needs:order", f"channels:{best}", f"channels:{worst}")
        assert one.contacts == {"phone": 2, "web": 1}[worst]


@pytest.mark.parametrize(
    ("costs", "visits", "cure", "expected"),
    [
        ((5, 1), (21, 79), "software", ["serious"]),
        ((5, 1), (21, 79), "people", ["minor"]),
        ((5, 1), (20, 80), "software", []),
        ((4.99, 1), (90, 10), "software", []),
        ((0.5, 0.1), (90, 10), "software", ["serious"]),
        ((5, 0), (90, 10), None, ["minor"]),
        ((0, 0), (90, 10), "software", []),
        ((5, None), (90, 10), "software", []),
        ((5, 1), (0, 0), "software", []),
    ],
)
def test_dear_channel(costs, visits, cure, expected):
    pair = at("phone", cost=costs[0], visits=visits[0]), at("web", cost=costs[1], visits=visits[1])
    found = consistency_of(*pair, needs=(replace(ORDER, cure=cure),))
    assert [severity for _, severity in codes(found)] == expected
    for one in found.findings:
        assert (one.code, one.values["dear"], one.values["cheap"]) == (
            "DEAR-CHANNEL",
            "channels:phone",
            "channels:web",
        )
        assert one.values["extra"] == pytest.approx((costs[0] - costs[1]) * visits[0])
        assert one.values["dear_share"] == visits[0] / 100


def test_a_dear_channel_that_serves_other_needs_too_is_minor():
    pair = at("phone", cost=9, visits=50, serves=("order", "ask")), at("web", cost=1, visits=50)
    found = consistency_of(*pair, needs=(replace(ORDER, cure="software"), Need("ask")))
    assert codes(found) == [("DEAR-CHANNEL", "minor")]


def test_the_dearest_of_the_busy_channels_is_named():
    trio = at("phone", cost=9, visits=50), at("fax", cost=99, visits=5), at("web", cost=1, visits=45)
    (one,) = consistency_of(*trio).findings
    assert one.values["dear"] == "channels:phone"


@pytest.mark.parametrize(
    ("owner", "satisfaction", "grade", "expected"),
    [
        ("desk", 3, "said", []),
        ("none", 3, "measured", [("MOMENT-WITHOUT-OWNER", "serious")]),
        (None, 3, "said", [("MOMENT-WITHOUT-OWNER", "serious")]),
        ("desk", None, "measured", [("MOMENT-WITHOUT-MEASURE", "serious")]),
        ("desk", 3, "assumed", [("MOMENT-WITHOUT-MEASURE", "minor")]),
        (None, None, "assumed", [("MOMENT-WITHOUT-OWNER", "serious"), ("MOMENT-WITHOUT-MEASURE", "serious")]),
    ],
)
def test_moments_of_truth(owner, satisfaction, grade, expected):
    fields = {"owner": owner, "satisfaction": satisfaction, "evidence": EvidenceNote(grade), "visits": 4}
    found = consistency_of(
        at("phone", "truth", moment_of_truth=True, **fields),
        at("phone", "other", **fields),
        departments=(Department("desk"),),
    )
    assert codes(found) == expected
    assert found.moments == 1
    assert len(found.open_moments) == bool(expected)
    assert all((one.subject, one.contacts) == ("touchpoints:truth", 4) for one in found.findings)


def test_an_empty_map_and_one_with_dangling_names():
    assert consistency_of(needs=()).needs == ()
    odd = Touchpoint(
        "t", channel="phone", serves=("nothing", "order", "order"), requires=("no",), logs_to="no"
    )
    (need,) = consistency_of(odd, data=(DataObject("d", master="no"),)).needs
    assert (need.channels[0].touchpoints, need.channels[0].data) == (1, ())


@given(maps(), st.data())
@settings(max_examples=60, deadline=None)
def test_any_map_the_naive_way(drawn, data):
    figures = st.one_of(st.none(), st.integers(1, 5).map(float))
    points = tuple(
        replace(t, cost=data.draw(figures), satisfaction=data.draw(figures)) for t in drawn.touchpoints
    )
    drawn = replace(drawn, touchpoints=points)
    flow = traffic(drawn)
    found = {need.need: need for need in consistency(flow).needs}
    for need in drawn.needs:
        told = (
            {one.channel: one for one in found[f"needs:{need.id}"].channels}
            if f"needs:{need.id}" in found
            else {}
        )
        liked = []
        for channel in drawn.channels:
            mine = [t for t in flow.inbound if t.channel == channel.id and need.id in t.serves]
            assert (f"channels:{channel.id}" in told) == bool(mine)
            if not mine:
                continue
            one = told[f"channels:{channel.id}"]
            assert one.touchpoints == len(mine)
            assert one.contacts == pytest.approx(sum(flow.total(t.id) for t in mine))
            for name in ("cost", "satisfaction"):
                pairs = [(getattr(t, name), flow.total(t.id)) for t in mine if getattr(t, name) is not None]
                whole = sum(weight for _, weight in pairs)
                pairs = pairs if whole else [(figure, 1) for figure, _ in pairs]
                mean = sum(f * w for f, w in pairs) / sum(w for _, w in pairs) if pairs else None
                assert getattr(one, name) == (None if mean is None else pytest.approx(mean))
            liked += [] if one.satisfaction is None else [one.satisfaction]
            held = {
                d
                for t in mine
                for s in (*t.requires, t.logs_to)
                for d in (drawn.index["systems"][s].holds if s in drawn.index["systems"] else ())
            }
            assert set(one.data) == {f"data:{name}" for name in held}
        if told:
            spread = max(liked) - min(liked) if len(liked) > 1 else None
            assert found[f"needs:{need.id}"].spread == (None if spread is None else pytest.approx(spread))
    json.dumps(asdict(consistency(flow)))
