"""The graph of the Boise map holds what the map holds, no more and no less."""

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from random_maps import maps

from readiness.folder.engagement import read_engagement
from readiness.touchmap.graph import touch_graph
from readiness.touchmap.model import KINDS, REQUIRABLE
from readiness.touchmap.volumes import buyers_of, traffic

EXAMPLES = Path(__file__).parents[3] / "examples"


@pytest.fixture(scope="module")
def boise():
    return read_engagement(EXAMPLES / "boise-office").engagement.touchmap


def edges(graph, kind):
    return [(here, there, data) for here, there, data in graph.edges(data=True) if data["kind"] == kind]


def expected_edges(touchmap):
    index = touchmap.index
    points = touchmap.touchpoints
    departments = {department.id for department in touchmap.departments}
    required = [
        (kind, name) for t in points for name in t.requires for kind in REQUIRABLE if name in index[kind]
    ]
    return Counter(
        {
            "starts": sum(len(buyers_of(touchpoint)) for touchpoint in points),
            "next": sum(len(touchpoint.next) for touchpoint in points),
            "serves": sum(len(touchpoint.serves) for touchpoint in points),
            "owned-by": sum(touchpoint.owner in departments for touchpoint in points),
            "through": sum(touchpoint.channel is not None for touchpoint in points),
            "requires": len(required),
            "captures": sum(len(touchpoint.captures) for touchpoint in points),
            "belongs-to": sum(buyer.account is not None for buyer in touchmap.buyers),
            "in": sum(buyer.segment is not None for buyer in touchmap.buyers),
            "feeds": sum(len(system.feeds) for system in touchmap.systems),
            "holds": sum(len(system.holds) for system in touchmap.systems),
        }
    )


def holds_the_map(graph, touchmap):
    nodes = Counter(kind for _, kind in graph.nodes(data="kind"))
    assert nodes == Counter({kind: n for kind in KINDS if (n := len(getattr(touchmap, kind)))})
    found = Counter(kind for _, _, kind in graph.edges(data="kind"))
    assert found == +expected_edges(touchmap)


def test_counts_by_kind(boise):
    graph = touch_graph(boise)
    holds_the_map(graph, boise)
    assert Counter(dict(graph.nodes(data="kind")).values()) == {
        "goals": 4, "segments": 5, "needs": 11, "buyers": 9, "stages": 9, "channels": 7,
        "departments": 7, "systems": 8, "data": 3, "touchpoints": 29, "technology": 10,
    }  # fmt: skip


def test_nodes_carry_kind_record_and_for_touchpoints_visits(boise):
    flow = traffic(boise)
    for node, data in touch_graph(boise).nodes(data=True):
        kind, _, name = node.partition(":")
        assert data["kind"] == kind
        assert data["record"] is boise.index[kind][name]
        assert ("visits" in data) == (kind == "touchpoints")
        if kind == "touchpoints":
            assert data["visits"] == flow.total(name)


def test_visits_on_starts_are_all_visits(boise):
    flow = traffic(boise)
    started = edges(touch_graph(boise), "starts")
    assert sum(data["visits"] for _, _, data in started) == pytest.approx(flow.all(boise.touchpoints))
    for buyer, touchpoint, data in started:
        visits = flow.visits[touchpoint.partition(":")[2]]
        assert data["visits"] == visits[buyer.partition(":")[2]]


def test_visits_on_next_are_their_share(boise):
    flow = traffic(boise)
    ways = {(f"touchpoints:{t.id}", f"touchpoints:{n.to}"): (t, n) for t in boise.touchpoints for n in t.next}
    for here, there, data in edges(touch_graph(boise), "next"):
        touchpoint, step = ways.pop((here, there))
        assert data["share"] == step.share
        assert data["visits"] == pytest.approx(flow.total(touchpoint.id) * step.share)
    assert ways == {}


def test_only_starts_and_next_carry_visits(boise):
    for _, _, data in touch_graph(boise).edges(data=True):
        assert ("visits" in data) == (data["kind"] in ("starts", "next"))
        assert ("share" in data) == (data["kind"] == "next")


@pytest.mark.parametrize(
    ("here", "there", "kind"),
    [
        ("buyers:office-orderer", "buyers:contract-manager", "belongs-to"),
        ("buyers:office-orderer", "segments:large-accounts", "in"),
        ("buyers:technical-buyer", "touchpoints:ask-expert", "starts"),
        ("touchpoints:ask-expert", "needs:expert-help", "serves"),
        ("touchpoints:ask-expert", "departments:customer-service", "owned-by"),
        ("touchpoints:ask-expert", "channels:phone", "through"),
        ("touchpoints:ask-expert", "channels:phone", "requires"),
        ("touchpoints:order-on-web", "systems:web-shop", "requires"),
        ("touchpoints:ask-expert", "data:contact", "captures"),
        ("touchpoints:return-goods", "touchpoints:take-delivery", "next"),
        ("systems:order-system", "systems:billing-system", "feeds"),
        ("systems:card-file", "data:contact", "holds"),
    ],
)
def test_edges_lead_the_right_way(boise, here, there, kind):
    graph = touch_graph(boise)
    assert kind in {data["kind"] for data in graph[here][there].values()}
    assert kind not in {data["kind"] for data in graph.get_edge_data(there, here, default={}).values()}


def test_nobody_owns_where_the_map_says_none(boise):
    graph = touch_graph(boise)
    owned = {here for here, _, _ in edges(graph, "owned-by")}
    touchpoints = {node for node, kind in graph.nodes(data="kind") if kind == "touchpoints"}
    assert touchpoints - owned == {"touchpoints:call-main-number", "touchpoints:product-question-by-e-mail"}
    assert "departments:none" not in graph


def test_data_flow_between_all_systems_as_they_feed_each_other(boise):
    graph = touch_graph(boise)
    systems = {node for node, kind in graph.nodes(data="kind") if kind == "systems"}
    assert systems == {f"systems:{system.id}" for system in boise.systems}
    assert {(here, there) for here, there, _ in edges(graph, "feeds")} == {
        (f"systems:{system.id}", f"systems:{fed}") for system in boise.systems for fed in system.feeds
    }


@given(maps())
def test_any_map_is_held_whole(touchmap):
    graph = touch_graph(touchmap)
    holds_the_map(graph, touchmap)
    flow = traffic(touchmap)
    unnamed = sum(visits.get("", 0.0) for visits in flow.visits.values())
    started = sum(data["visits"] for _, _, data in edges(graph, "starts"))
    assert started + unnamed == pytest.approx(flow.all(touchmap.touchpoints))
