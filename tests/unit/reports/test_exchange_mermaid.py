"""Mermaid diagrams, parsed by Mermaid itself."""

import re
import sys
from html import unescape

import pytest
from exchange_maps import HOSTILE, REFERENCES, ROOT, hostile_map, namer_of, seen, written
from hypothesis import given, settings
from random_maps import NUMBERS, SEEDS, Author

from readiness.folder.exchange.draft import Request
from readiness.folder.exchange.mermaid import read_mermaid
from readiness.folder.exchange.mermaid_text import decoded
from readiness.folder.exchange.plain_map import plain_map
from readiness.folder.source import Source
from readiness.reports.exchange import mermaid
from readiness.reports.exchange.shown import buyers, cut
from readiness.services.spreadsheets import ids_of
from readiness.touchmap.model import Next, TouchMap, Touchpoint

sys.path.insert(0, str(ROOT / "tests" / "tools"))
from mermaid_reader import needs_mermaid, read


def shown(text):
    """Return a text of Mermaid's as a reader sees it; it keeps ``#34;`` in letters of its own."""
    return (
        unescape(re.sub(r"ﬂ°°(\d+)¶ß", r"&#\1;", text))
        if isinstance(text, str)
        else [shown(one) for one in text]
    )


def tasks(touchmap, namer):
    return [
        {
            "section": cut(namer.title(f"stages:{one.stage}")),
            "task": cut(namer.title(f"touchpoints:{one.id}")),
            "score": one.satisfaction or 0,
            "people": buyers(one, namer),
        }
        for stage in touchmap.stages
        for one in touchmap.touchpoints
        if one.stage == stage.id
    ]


def read_tasks(result):
    assert "error" not in result, result["error"][:300]
    return [
        {key: shown(value) if isinstance(value, str | list) else value for key, value in task.items()}
        for task in result["tasks"]
    ]


@needs_mermaid
def test_mermaid_reads_the_journeys_and_flowcharts_of_the_examples():
    every = [seen(reference) for reference in REFERENCES]
    journeys = read(*(mermaid.journey(one.touchmap, one.namer).decode() for one in every))
    for one, result in zip(every, journeys, strict=True):
        assert result["type"] == "journey"
        assert shown(result["title"]) == str(one.namer.words.text(one.touchmap.title))
        assert read_tasks(result) == tasks(one.touchmap, one.namer)
    flows = read(*(mermaid.flowchart(one.touchmap, one.namer).decode() for one in every))
    for one, result in zip(every, flows, strict=True):
        points = one.touchmap.touchpoints
        assert {shown(node["text"]) for node in result["nodes"]} == {
            str(one.namer.title(f"touchpoints:{point.id}")) for point in points
        }
        assert len(result["edges"]) == sum(len(point.next) for point in points)
        assert len(result["frames"]) == len({point.stage for point in points})


@needs_mermaid
def test_hostile_titles_stay_titles():
    touchmap = hostile_map()
    namer = namer_of(touchmap)
    journey, flow = read(
        mermaid.journey(touchmap, namer).decode(), mermaid.flowchart(touchmap, namer).decode()
    )
    assert [(task["task"], task["people"]) for task in read_tasks(journey)] == [
        (task["task"], task["people"]) for task in tasks(touchmap, namer)
    ]
    assert "error" not in flow, flow
    labels = {node["id"]: shown(node["text"]) for node in flow["nodes"]}
    assert labels == {f"t{at}": cut(words) for at, words in enumerate(HOSTILE)}
    assert [shown(frame["title"]) for frame in flow["frames"]][::-1] in (
        ['St"age`]', "Buy"],
        ["Buy", 'St"age`]'],
    )
    assert len(flow["edges"]) == len(HOSTILE)


@needs_mermaid
def test_each_hostile_title_is_harmless_alone():
    """A text that breaks a diagram must not be hidden by another that mends it."""
    diagrams = []
    for words in HOSTILE:
        point = Touchpoint(id="t", title=hostile_map().title.__class__((("", words),)))
        touchmap = TouchMap("touchmap/1", "m", title=point.title, touchpoints=(point,))
        diagrams += [mermaid.journey(touchmap, namer_of(touchmap)).decode()]
        diagrams += [mermaid.flowchart(touchmap, namer_of(touchmap)).decode()]
    results = read(*diagrams)
    assert [result for result in results if "error" in result] == []
    for words, journey in zip(HOSTILE, results[::2], strict=True):
        assert [shown(task["task"]) for task in journey["tasks"]] == [cut(words)]
        assert shown(journey["title"]) == cut(words)


@needs_mermaid
def test_empty_maps_and_ids_in_chinese():
    empty = TouchMap("touchmap/1", "m")
    chinese = TouchMap(
        "touchmap/1", "地图", touchpoints=(Touchpoint(id="电话", next=(Next("电话", 0.5), Next("无", 1))),)
    )
    texts = [
        draw(one, namer_of(one)).decode()
        for one in (empty, chinese)
        for draw in (mermaid.journey, mermaid.flowchart)
    ]
    assert [result for result in read(*texts) if "error" in result] == []


@settings(max_examples=60)
@given(NUMBERS, SEEDS)
def test_a_journey_comes_back_as_far_as_it_goes(numbers, random):
    touchmap = written(Author(numbers, random).map())
    text = mermaid.journey(touchmap, namer_of(touchmap)).decode()
    request = Request("m.mmd", "en", known=ids_of(touchmap), today=plain_map(touchmap))
    draft = read_mermaid(Source("m.mmd", text), request)
    assert draft.problems == []
    again = draft.finished("").touchmap
    by_stage = {
        stage.id: [t for t in touchmap.touchpoints if t.stage == stage.id] for stage in touchmap.stages
    }
    ordered = [
        *(t for listed in by_stage.values() for t in listed),
        *(t for t in touchmap.touchpoints if t.stage is None),
    ]
    assert [str(t.title) for t in again.touchpoints] == [
        str(namer_of(touchmap).title(f"touchpoints:{t.id}")) for t in ordered
    ]
    assert [t.satisfaction for t in again.touchpoints] == [t.satisfaction for t in ordered]


@pytest.mark.parametrize("words", HOSTILE)
def test_our_own_reading_of_a_text_is_the_text(words):
    assert decoded(mermaid.coded(words)) == " ".join(cut(words).split())
    assert not set(mermaid.coded(words)) & set('"`[](){}|<>%=\n')


def test_shares_keep_every_digit():
    points = (Touchpoint(id="a", next=(Next("b", 0.07), Next("a", 0.155))), Touchpoint(id="b"))
    touchmap = TouchMap("touchmap/1", "m", touchpoints=points)
    text = mermaid.flowchart(touchmap, namer_of(touchmap)).decode()
    again = read_mermaid(Source("m.mmd", text), Request("m.mmd", "en")).finished("").touchmap
    assert [step.share for step in again.touchpoints[0].next] == [0.07, 0.155]
