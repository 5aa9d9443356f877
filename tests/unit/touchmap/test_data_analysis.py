"""How data flow: worked by hand, and against networkx and a search for each system."""

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from random_maps import maps
from touchmap_builders import map_of

from readiness.touchmap.analyses.data import data_flow
from readiness.touchmap.islands import customer_data_islands
from readiness.touchmap.model import TouchMap, Touchpoint
from readiness.touchmap.records import DataObject, System
from readiness.touchmap.volumes import traffic

MAP = """
departments: [{id: sales}, {id: service}, {id: idle}]
systems:
  - {id: core, holds: [client], feeds: [mailing]}
  - {id: mailing, holds: [client], owner: service}
  - {id: shop, feeds: [core], holds: [client, order]}
  - {id: cards, holds: [client], owner: sales}
  - {id: alone, feeds: [alone]}
data:
  - {id: client, about: buyers, master: core}
  - {id: order}
  - {id: unused}
touchpoints:
  - {id: web, captures: [client, order], logs_to: shop, volume: 10}
  - {id: call, captures: [client], logs_to: cards, volume: 20, owner: sales, requires: [shop]}
  - {id: offer, captures: [client], logs_to: mailing, volume: 40, direction: outbound}
  - {id: walk-in, captures: [order], volume: 80}
  - {id: desk, any_of: [[cards, core]], owner: service}
"""


@pytest.fixture(scope="module")
def found():
    return data_flow(traffic(map_of(MAP)))


def short(elements):
    return " ".join(element.partition(":")[2] for element in elements)


def test_where_data_are_kept(found):
    client, order, unused = found.objects
    assert [short(group) for group in client.islands] == ["core mailing shop", "cards"]
    assert client.master == "systems:core"
    # cards exchanges nothing with the master; mailing is written to and feeds nobody
    assert short(client.masters) == "core cards mailing"
    assert (order.master, short(order.masters), short(order.captured_at)) == (None, "shop", "web walk-in")
    assert (unused.islands, unused.masters) == ((), ())


def test_what_is_typed_again(found):
    again = [(short([one.touchpoint]), short([one.logs_to]), one.contacts) for one in found.rekeying]
    assert again == [("call", "cards", 20.0), ("offer", "mailing", 40.0)]
    assert short(found.unlogged) == "walk-in"


def test_who_sees_the_customer(found):
    # client begins in shop (fed by no holder, and captured there), cards and mailing (captured there)
    seen = {short([view.element]): round(view.share * 3) for view in found.departments}
    # sales: cards and, over its call, shop; service: mailing with all that feeds it, and at its desk cards
    assert seen == {"sales": 2, "service": 3, "idle": 0}
    points = {short([view.element]): round(view.share * 3) for view in found.touchpoints}
    assert points == {"web": 1, "call": 2, "offer": 2, "walk-in": 0, "desk": 2}
    assert "NOBODY-SEES-ALL" not in [one.code for one in found.findings]


def test_findings_by_hand(found):
    assert [(one.code, one.severity, one.subject, one.contacts) for one in found.findings] == [
        ("TWO-MASTERS", "serious", "data:client", 70.0),
        ("REKEYING", "serious", "touchpoints:offer", 40.0),
        ("ISLANDS", "serious", "data:client", 20.0),
        ("REKEYING", "serious", "touchpoints:call", 20.0),
        ("NO-MASTER", "minor", "data:order", 90.0),
    ]


def test_nobody_sees_all():
    text = MAP.replace("any_of: [[cards, core]], ", "")
    (one,) = [f for f in data_flow(traffic(map_of(text))).findings if f.code == "NOBODY-SEES-ALL"]
    assert one.subject == "data:client"
    assert one.values["best"] == "departments:sales"
    assert one.values["seen_share"] == pytest.approx(2 / 3)


def test_two_places_without_a_master():
    text = MAP.replace(", master: core", "")
    client = data_flow(traffic(map_of(text))).objects[0]
    assert short(client.masters) == "cards mailing"


def test_holders_that_feed_each_other_begin_in_one():
    text = """
departments: [{id: one}]
systems: [{id: a, holds: [d], feeds: [b]}, {id: b, holds: [d], feeds: [a], owner: one}]
data: [{id: d, about: buyers, master: a}]
"""
    found = data_flow(traffic(map_of(text)))
    assert found.departments[0].share == 1.0
    assert [one.code for one in found.findings] == []


@pytest.mark.parametrize("text", ["", "data: [{id: d, about: buyers}]", "systems: [{id: s, feeds: [s]}]"])
def test_next_to_nothing(text):
    found = data_flow(traffic(map_of(text)))
    assert (found.departments, found.bridges, found.findings) == ((), (), ())


def test_dangling_references_are_skipped():
    point = Touchpoint(id="t", captures=("d", "ghost"), logs_to="ghost", requires=("ghost",))
    bare = TouchMap(
        "touchmap/1",
        "m",
        systems=(System("s", feeds=("ghost",), holds=("ghost",), owner="ghost"),),
        data=(DataObject("d", about="buyers", master="ghost"),),
        touchpoints=(point,),
    )
    found = data_flow(traffic(bare))
    assert found.unlogged == ("touchpoints:t",)
    assert [one.code for one in found.findings] == ["NO-MASTER"]


def graph_of(touchmap):
    graph = nx.DiGraph()
    graph.add_nodes_from(system.id for system in touchmap.systems)
    known = set(graph)
    graph.add_edges_from((s.id, fed) for s in touchmap.systems for fed in s.feeds if fed in known)
    return graph


@given(maps())
def test_islands_agree_with_the_fact(touchmap):
    found = data_flow(traffic(touchmap))
    fact = customer_data_islands(traffic(touchmap))
    counts = [len(one.islands) for one in found.objects if one.about_buyers and one.islands]
    assert fact.value == (max(counts) if counts else None)


@given(maps(), st.data())
def test_rekeying_is_a_log_without_a_way_to_the_master(touchmap, data):
    names = [s.id for s in touchmap.systems]
    if not names:
        return
    masters = {d.id: data.draw(st.sampled_from([None, *names])) for d in touchmap.data}
    changed = TouchMap(
        **{
            **{f: getattr(touchmap, f) for f in ("format", "id", "systems", "touchpoints", "departments")},
            "data": tuple(DataObject(d.id, about=d.about, master=masters[d.id]) for d in touchmap.data),
        }
    )
    graph = graph_of(changed)
    expected = {
        (t.id, d)
        for t in changed.touchpoints
        for d in t.captures
        if t.logs_to and masters.get(d) and not nx.has_path(graph, t.logs_to, masters[d])
    }
    found = data_flow(traffic(changed))
    assert {(short([r.touchpoint]), d.partition(":")[2]) for r in found.rekeying for d in r.data} == expected


@given(maps())
def test_bridges_are_the_articulation_points(touchmap):
    graph = nx.Graph(graph_of(touchmap).to_undirected())
    graph.remove_edges_from(list(nx.selfloop_edges(graph)))
    whole = nx.number_connected_components(graph)
    expected = {}
    for name in graph:
        rest = graph.copy()
        rest.remove_node(name)
        parts = nx.number_connected_components(rest) - whole + 1
        if parts > 1:
            expected[name] = parts
    found = data_flow(traffic(touchmap)).bridges
    assert {short([one.system]): one.parts for one in found} == expected


@given(maps())
def test_views_by_searching_upstream(touchmap):
    graph = graph_of(touchmap)
    up = {name: nx.ancestors(graph, name) | {name} for name in graph}
    begins = {}
    for one in touchmap.data:
        if one.about != "buyers":
            continue
        holders = [s.id for s in touchmap.systems if one.id in s.holds]
        first = []
        for h in holders:
            fed = [u for u in up[h] if u in holders and h not in up[u]]
            ring = [u for u in holders if u in up[h] and h in up[u]]
            if not fed and ring[0] == h:
                first.append(h)
        logs = [t.logs_to for t in touchmap.touchpoints if one.id in t.captures and t.logs_to in up]
        if first or logs:
            begins[one.id] = {*first, *logs}
    found = data_flow(traffic(touchmap))
    if not begins:
        assert found.departments == ()
        return
    for view in (*found.touchpoints, *found.departments):
        kind, _, name = view.element.partition(":")
        mine = [t for t in touchmap.touchpoints if (t.id if kind == "touchpoints" else t.owner) == name]
        used = {s for t in mine for s in (*t.requires, *sum(t.any_of, ()), t.logs_to) if s in up}
        if kind == "departments":
            used |= {s.id for s in touchmap.systems if s.owner == name}
        seen = set().union(*(up[s] for s in used))
        parts = [len(places & seen) / len(places) for places in begins.values()]
        assert view.share == pytest.approx(sum(parts) / len(parts))
        assert (view.share == 1.0) == (not view.unseen)


def test_a_master_that_is_written_to_and_feeds_nobody_is_one():
    text = """
systems: [{id: ledger, holds: [bill]}]
data: [{id: bill, master: ledger}]
touchpoints: [{id: pay, captures: [bill], logs_to: ledger}]
"""
    found = data_flow(traffic(map_of(text)))
    assert found.objects[0].masters == ("systems:ledger",)
    assert found.findings == ()
