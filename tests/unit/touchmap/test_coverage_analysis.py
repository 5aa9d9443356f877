"""Coverage: a small map counted by hand, any map counted the naive way."""

import json
from dataclasses import asdict

import pytest
from hypothesis import given
from random_maps import maps

from readiness.touchmap.analyses.coverage import Cell, OneWay, coverage
from readiness.touchmap.fields import Stage, Volume
from readiness.touchmap.model import TouchMap, Touchpoint
from readiness.touchmap.records import Buyer, Channel, Segment
from readiness.touchmap.volumes import buyers_of, traffic

STAGES = (Stage("find"), Stage("buy"))
CHANNELS = (Channel("phone"), Channel("web"))
BUYERS = (Buyer("a", segment="s"), Buyer("b"))
SEGMENTS = (Segment("s", decision="invest"),)


def coverage_of(*touchpoints, segments=SEGMENTS):
    parts = {"stages": STAGES, "channels": CHANNELS, "buyers": BUYERS, "segments": segments}
    return coverage(traffic(TouchMap(format="touchmap/1", id="m", touchpoints=touchpoints, **parts)))


def at(stage, channel, volume, name=""):
    return Touchpoint(
        name or f"{stage}-{channel}", stage=stage, channel=channel, volume=Volume(by_buyer=volume)
    )


def test_cells_by_hand():
    found = coverage_of(
        at("buy", "web", {"a": 30, "b": 5}),
        at("buy", "phone", {"b": 10}),
        at("find", "phone", {"a": 70}),
        at("find", "phone", {"a": 1}, "find-again"),
        Touchpoint("stray", volume=Volume(total=4)),
        Touchpoint(
            "sent", stage="buy", channel="web", buyers=("a",), direction="outbound", volume=Volume(total=9)
        ),
    )
    assert found.cells == (
        Cell("find", "phone", "a", 2, 71),
        Cell("buy", "phone", "b", 1, 10),
        Cell("buy", "web", "a", 1, 30),
        Cell("buy", "web", "b", 1, 5),
        Cell("", "", "", 1, 4),
    )
    assert found.by_channel == (
        Cell("find", "phone", "", 2, 71),
        Cell("buy", "phone", "", 1, 10),
        Cell("buy", "web", "", 1, 35),
        Cell("", "", "", 1, 4),
    )
    assert found.by_buyer == (
        Cell("find", "", "a", 2, 71),
        Cell("buy", "", "a", 1, 30),
        Cell("buy", "", "b", 2, 15),
        Cell("", "", "", 1, 4),
    )
    assert found.one_channel_stages == (
        OneWay("a", "find", "phone", 71, pytest.approx(71 / 101)),
        OneWay("a", "buy", "web", 30, pytest.approx(30 / 101)),
    )
    assert found.one_channel_buyers == ()
    (finding,) = found.findings
    assert (finding.code, finding.severity, finding.subject) == ("ONE-CHANNEL", "minor", "buyers:a")
    assert finding.values == {
        "stages": ("stages:find", "stages:buy"),
        "channels": ("channels:phone", "channels:web"),
        "share": pytest.approx(1),
    }
    assert finding.contacts == 101


@pytest.mark.parametrize(
    ("visits", "decision", "expected"), [(6, "invest", 1), (5, "invest", 0), (6, "manage-cost", 0)]
)
def test_only_stages_and_segments_that_count_are_found(visits, decision, expected):
    found = coverage_of(
        at("find", "phone", {"a": visits}),
        at("buy", "phone", {"a": 50}),
        at("buy", "web", {"a": 50 - visits}),
        segments=(Segment("s", decision=decision),),
    )
    assert len(found.findings) == expected
    assert found.one_channel_stages == (OneWay("a", "find", "phone", visits, visits / 100),)


def test_a_buyer_with_one_channel_only():
    found = coverage_of(
        at("find", "phone", {"a": 0}), at("buy", "phone", {"a": 0}), at("buy", "web", {"b": 2})
    )
    assert found.one_channel_buyers == (OneWay("a", "", "phone", 0, None), OneWay("b", "", "web", 2, 1))
    assert [way.share for way in found.one_channel_stages] == [None, None, 1]
    assert found.findings == ()


def test_a_touchpoint_without_channel_may_be_a_second_way():
    found = coverage_of(
        at("find", "phone", {"a": 9}), at("find", None, {"a": 9}), at("buy", "gone", {"a": 9})
    )
    assert (found.one_channel_stages, found.one_channel_buyers, found.findings) == ((), (), ())
    nowhere = coverage_of(at("find", None, {"a": 9}))
    assert (nowhere.one_channel_stages, nowhere.one_channel_buyers) == ((), ())


def test_an_empty_map_and_one_with_dangling_names():
    assert coverage_of() == coverage_of(Touchpoint("t", direction="outbound"))
    odd = coverage_of(at("gone", "gone", {"nobody": 3}))
    assert odd.cells == (Cell("", "", "", 1, 3),)


@given(maps())
def test_any_map_counted_the_naive_way(drawn):
    flow = traffic(drawn)
    found = coverage(flow)
    cells = {(cell.stage, cell.channel, cell.buyer): cell for cell in found.cells}
    assert len(cells) == len(found.cells)
    ways = {(way.stage, way.buyer): way.channel for way in found.one_channel_stages}
    names = [(None, *(one.id for one in getattr(drawn, kind))) for kind in ("stages", "channels", "buyers")]
    for stage in names[0]:
        for buyer in names[2]:
            own = [t for t in flow.inbound if t.stage == stage]
            own = [t for t in own if (buyer in buyers_of(t) if buyer else not buyers_of(t))]
            channels = {t.channel for t in own}
            single = channels.pop() if len(channels) == 1 else None
            assert ways.get((stage, buyer)) == (single if stage and buyer else None)
            for channel in names[1]:
                here = [t for t in own if t.channel == channel]
                cell = cells.get((stage or "", channel or "", buyer or ""))
                assert (cell.touchpoints if cell else 0) == len(here)
                visits = sum(flow.visits[t.id].get(buyer or "", 0) for t in here)
                assert (cell.contacts if cell else 0) == pytest.approx(visits)
    whole = pytest.approx(flow.all(flow.inbound))
    assert sum(cell.contacts for cell in found.cells) == whole
    assert sum(cell.contacts for cell in found.by_channel) == whole
    assert sum(cell.touchpoints for cell in found.by_channel) == len(flow.inbound)
    json.dumps(asdict(found))
