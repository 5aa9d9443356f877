"""GraphML, read by networkx and igraph and by ourselves."""

import io
from dataclasses import replace
from pathlib import Path

import networkx as nx
import pytest
from exchange_maps import HOSTILE, REFERENCES, hostile_map, namer_of, seen, text, written
from hypothesis import given, settings
from random_maps import maps

from readiness.folder.exchange.draft import Request
from readiness.folder.exchange.graphml import read_graphml
from readiness.reports.exchange.graphml import render
from readiness.touchmap.fields import Consent
from readiness.touchmap.graph import touch_graph
from readiness.touchmap.model import Acceptance, HandOff, Next, TouchMap, Touchpoint
from readiness.touchmap.records import DataObject


def back(octets):
    draft = read_graphml(octets, Path("m.graphml"), Request("m.graphml", "en"))
    assert draft.lost == []
    return draft.finished("")


@pytest.mark.parametrize("reference", REFERENCES)
def test_networkx_reads_every_element_and_every_link_of_the_map(reference):
    one = seen(reference)
    octets = render(one.touchmap, one.namer)
    graph = nx.read_graphml(io.BytesIO(octets))
    ours = touch_graph(one.touchmap)
    assert list(graph.nodes) == list(ours.nodes)
    assert all(about["label"] == str(one.namer.title(node)) for node, about in graph.nodes(data=True))
    links = sorted((a, b, kind) for a, b, kind in graph.edges(data="kind"))
    for link in ours.edges(data="kind"):
        links.remove(tuple(link))  # each once; what is left are references that the graph of the core has not
    assert {kind for _, _, kind in links} <= {
        "wants", "falls-back-to", "owned-by", "mastered-in", "at", "logs-to", "answers", "changes", "aims-at",
        "any-of",
    }  # fmt: skip


def test_attributes_are_single_values_of_the_right_type():
    one = seen("boise-office")
    graph = nx.read_graphml(io.BytesIO(render(one.touchmap, one.namer)))
    assert {type(value) for _, about in graph.nodes(data=True) for value in about.values()} == {
        str, int, float, bool,
    }  # fmt: skip
    point = graph.nodes["touchpoints:order-by-phone"]
    touchpoint = one.touchmap.index["touchpoints"]["order-by-phone"]
    assert point["moment_of_truth"] is True
    assert point["cost"] == touchpoint.cost
    assert point["visits"] == pytest.approx(sum(touchpoint.volume.by_buyer.values()))
    assert graph.nodes["buyers:office-orderer"]["head_count"] == 85000
    shares = {(a, b): share for a, b, share in graph.edges(data="share") if share is not None}
    assert shares["touchpoints:search-catalogue", "touchpoints:order-on-web"] == 0.55


@pytest.mark.parametrize("reference", REFERENCES)
def test_igraph_reads_it_and_what_igraph_writes_is_the_same_map(reference, tmp_path):
    igraph = pytest.importorskip("igraph", reason="igraph is no part of the product")
    one = seen(reference)
    file = tmp_path / "m.graphml"
    file.write_bytes(render(one.touchmap, one.namer))
    graph = igraph.Graph.Read_GraphML(str(file))
    assert graph.vs["id"] == list(touch_graph(one.touchmap).nodes)
    graph.write_graphml(str(tmp_path / "again.graphml"))
    assert back((tmp_path / "again.graphml").read_bytes()).touchmap.touchpoints == one.touchmap.touchpoints


@pytest.mark.parametrize("reference", REFERENCES)
def test_the_same_map_comes_back_and_the_same_octets(reference):
    one = seen(reference)
    octets = render(one.touchmap, one.namer)
    reading = back(octets)
    assert reading.touchmap == one.touchmap
    assert render(reading.touchmap, namer_of(reading.touchmap, one.words.language)) == octets


@settings(max_examples=60)
@given(maps())
def test_any_map_comes_back(touchmap):
    touchmap = written(touchmap)
    assert back(render(touchmap, namer_of(touchmap))).touchmap == touchmap


def test_what_is_rare_comes_back_too():
    points = (
        Touchpoint(id="a", consent=Consent(), owner="none", next=(Next("b", 0.1, HandOff()), Next("b", 0.2))),
        Touchpoint(id="b", any_of=(("a",), ("b", "a")), minutes=2.5, requires=("b", "a"),
                   next=(Next("a", 1e-12, HandOff(text("call"), repeats=False, minutes=1e-3)),)),
    )  # fmt: skip
    accepted = (Acceptance("P2-M1", text("cheap"), "Ann", seen("boise-office").as_of),)
    touchmap = TouchMap(
        format="touchmap/1", id="m", touchpoints=points, accepted=accepted, none=("outbound",)
    )
    assert back(render(touchmap, namer_of(touchmap))).touchmap == touchmap


def test_lists_keep_their_order_where_two_of_them_name_the_same_records():
    data = (DataObject(id="d1"), DataObject(id="d2"))
    point = Touchpoint(id="t", requires=("d1", "d2"), captures=("d2", "d1"), any_of=(("d2",), ("d1", "d2")))
    touchmap = TouchMap(format="touchmap/1", id="m", data=data, touchpoints=(point,))
    assert back(render(touchmap, namer_of(touchmap))).touchmap == touchmap


def test_hostile_texts_come_back_whole():
    touchmap = hostile_map()
    graph = nx.read_graphml(io.BytesIO(render(touchmap, namer_of(touchmap))))
    titles = [about["title"] for _, about in graph.nodes(data=True) if about["kind"] == "touchpoints"]
    assert titles == list(HOSTILE)
    assert back(render(touchmap, namer_of(touchmap))).touchmap == touchmap


def test_line_ends_and_control_characters_make_no_broken_file():
    touchmap = replace(TouchMap("touchmap/1", "m"), title=text("a\rb\r\nc\x00\x1b\ud800\ufffe"))
    reading = back(render(touchmap, namer_of(touchmap)))
    assert str(reading.touchmap.title) == "a\rb\r\nc" + "\ufffd" * 4


def test_ids_in_chinese_and_references_to_nothing_do_no_harm():
    touchmap = TouchMap("touchmap/1", "地图", touchpoints=(
        Touchpoint(id="电话", next=(Next("无", 0.5), Next("电话", 0.25)), buyers=("谁",), requires=("无",)),
    ))  # fmt: skip
    graph = nx.read_graphml(io.BytesIO(render(touchmap, namer_of(touchmap))))
    assert list(graph.edges(data="share")) == [("touchpoints:电话", "touchpoints:电话", 0.25)]


def test_an_empty_map_is_a_graph():
    touchmap = TouchMap("touchmap/1", "m")
    assert back(render(touchmap, namer_of(touchmap))).touchmap == touchmap
