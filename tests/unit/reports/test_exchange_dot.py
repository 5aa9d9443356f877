"""DOT, drawn by Graphviz."""

import os
import shutil
import subprocess
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from exchange_maps import REFERENCES, hostile_map, namer_of, seen, written
from hypothesis import given, settings
from random_maps import maps

from readiness.reports.exchange import dot
from readiness.reports.exchange.shown import cut, one_line
from readiness.touchmap.model import Next, TouchMap, Touchpoint

SVG = "{http://www.w3.org/2000/svg}"
DOT = shutil.which("dot")
needs_dot = pytest.mark.skipif(
    DOT is None and os.environ.get("CI") != "true", reason="Graphviz is not installed here"
)


def drawn(octets, form="svg"):
    result = subprocess.run([DOT, f"-T{form}"], input=octets, capture_output=True, check=False, timeout=60)
    assert result.returncode == 0, result.stderr[-500:]
    assert b"Error" not in result.stderr, result.stderr[-500:]
    return result.stdout


def nodes(svg):
    """Return the words in each box of a touchpoint, by its id."""
    found = {}
    for group in ET.fromstring(svg).iter(f"{SVG}g"):  # noqa: S314 - Graphviz wrote it
        if group.get("class") == "node" and group.get("id").startswith("touchpoints:"):
            found[group.get("id")] = "".join("".join(text.itertext()) for text in group.iter(f"{SVG}text"))
    return found


def close(words):
    return "".join(words.split())


@needs_dot
@pytest.mark.parametrize("reference", REFERENCES)
def test_graphviz_draws_every_touchpoint_in_the_frame_of_its_stage(reference):
    one = seen(reference)
    shown = nodes(drawn(dot.render(one.touchmap, one.namer)))
    expected = {
        f"touchpoints:{t.id}": str(one.namer.title(f"touchpoints:{t.id}")) for t in one.touchmap.touchpoints
    }
    assert {name: close(words) for name, words in shown.items()} == {
        name: close(words) for name, words in expected.items()
    }


@needs_dot
def test_stages_stand_from_left_to_right_in_the_order_of_the_map():
    one = seen("boise-office")
    across = {}
    for line in drawn(dot.render(one.touchmap, one.namer), "plain").decode().splitlines():
        if line.startswith("node t"):
            _, name, x, *_ = line.split(" ")
            stage = one.touchmap.touchpoints[int(name[1:])].stage
            across.setdefault(stage, set()).add(round(float(x), 1))
    columns = [across[stage.id] for stage in one.touchmap.stages]
    assert all(len(column) == 1 for column in columns)
    assert sorted(columns, key=min) == columns


@needs_dot
def test_hostile_titles_are_shown_as_they_are_and_change_nothing_else():
    touchmap = hostile_map()
    octets = dot.render(touchmap, namer_of(touchmap))
    shown = nodes(drawn(octets))
    assert len(shown) == len(touchmap.touchpoints)
    for touchpoint in touchmap.touchpoints:
        assert close(shown[f"touchpoints:{touchpoint.id}"]) == close(cut(str(touchpoint.title)))
    whole = drawn(octets).decode()
    assert "<script" not in whole
    assert "javascript" not in whole
    ways = sum(line.startswith("edge t") for line in drawn(octets, "plain").decode().splitlines())
    assert ways == len(touchmap.touchpoints)


@needs_dot
@settings(max_examples=15)
@given(maps())
def test_graphviz_draws_any_map(touchmap):
    touchmap = written(touchmap)
    assert len(nodes(drawn(dot.render(touchmap, namer_of(touchmap))))) == len(touchmap.touchpoints)


@needs_dot
@pytest.mark.parametrize("touchmap", [
    TouchMap("touchmap/1", "m"),
    TouchMap("touchmap/1", '图"', touchpoints=(Touchpoint(id='电"', next=(Next('电"', 1), Next("无", 0))),)),
])  # fmt: skip
def test_empty_maps_and_ids_in_chinese(touchmap):
    assert drawn(dot.render(touchmap, namer_of(touchmap)))


@pytest.mark.parametrize(
    ("title", "quoted"),
    [
        ('a"b', '"a\\"b"'),
        ("a\\", '"a\\\\"'),
        ('\\"', '"\\\\\\""'),
        ("a\nb\x00", '"a b\ufffd"'),
        ("\u202ea", '"a"'),
    ],
)
def test_a_text_cannot_end_its_quotes(title, quoted):
    assert dot.quoted(title) == quoted


def test_a_large_stage_is_written_at_once():
    count = 20_000
    points = tuple(
        Touchpoint(id=f"t{at}", stage=None, next=(Next(f"t{at // 2}", 0.5),)) for at in range(count)
    )
    touchmap = TouchMap("touchmap/1", "m", touchpoints=points)
    assert dot.render(touchmap, namer_of(touchmap)).count(b" -> ") == count
    assert one_line("a\u2066b\tc") == "ab c"


def test_the_ci_machine_has_graphviz():
    script = (Path(__file__).parents[3] / ".ci" / "run").read_text("utf-8")
    assert "graphviz" in script
    assert DOT or os.environ.get("CI") != "true"
