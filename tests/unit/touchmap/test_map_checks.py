"""What is wrong with a map: one YAML entry is one test, its place exact."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from random_maps import maps
from touchmap_builders import HERE, map_of, map_record, planned_of, read_yaml, typed, yaml

from readiness.folder import library
from readiness.folder.engagement import read_engagement
from readiness.touchmap import chain, checks
from readiness.touchmap.checks import check_map
from readiness.touchmap.model import TouchMap

ENTRIES = read_yaml(HERE / "map_problems.yaml")["cases"]
BOISE = HERE.parents[2] / "examples" / "boise-office"


def path(text):
    return tuple(int(step) if step.isdigit() else step for step in text.split("/"))


def plain(value):
    return [str(part) for part in value] if isinstance(value, tuple) else "" if value is None else str(value)


@pytest.mark.parametrize("entry", ENTRIES, ids=[entry["name"] for entry in ENTRIES])
def test_problem(entry):
    touchmap = typed(TouchMap, map_record(entry["map"]))
    found = list(check_map(touchmap, planned=entry.get("planned") == "true"))
    expected = entry.get("problems", [])
    assert [(one.code, one.at) for one in found] == [(one["code"], path(one["at"])) for one in expected]
    for problem, wanted in zip(found, expected, strict=True):
        for key, value in wanted.get("values", {}).items():
            assert plain(problem.values[key]) == value
        related = {label: path(at) for label, at in wanted.get("related", {}).items()}
        assert dict(problem.related) == related


def test_every_code_has_a_case_and_a_phrase():
    written = "".join(Path(module.__file__).read_text("utf-8") for module in (checks, chain))
    codes = {*re.findall(r'Problem\(\s*"([a-z-]+)"', written), "hours-unreadable"}
    assert codes == {one["code"] for entry in ENTRIES for one in entry.get("problems", [])}
    for code in codes:
        assert library.phrases().has(f"rules.{code}.message")


def test_every_reference_of_the_format_is_checked():
    # each field that names another record is given one that does not exist
    text = """
        buyers: [{id: b, account: x, segment: x, needs: [x]}]
        channels: [{id: c, falls_back_to: [x]}]
        systems: [{id: s, feeds: [x], holds: [x], owner: x}]
        data: [{id: d, master: x}]
        touchpoints:
          - id: t
            stage: x
            channel: x
            buyers: [x]
            serves: [x]
            owner: x
            requires: [x]
            any_of: [[x]]
            captures: [x]
            logs_to: x
            volume: {x: 1}
            next: [{to: x, share: 1}]
        technology: [{id: e, needs: [x], touchpoints: [x], goals: [x]}]
    """
    found = {problem.at for problem in check_map(map_of(text)) if problem.code == "dangling"}
    assert found == {
        *[path(f"buyers/0/{name}") for name in ("account", "segment", "needs/0")],
        path("channels/0/falls_back_to/0"),
        *[path(f"systems/0/{name}") for name in ("feeds/0", "holds/0", "owner")],
        path("data/0/master"),
        *[path(f"touchpoints/0/{name}") for name in (
            "stage", "channel", "buyers/0", "serves/0", "owner", "requires/0", "any_of/0/0",
            "captures/0", "logs_to", "volume/x", "next/0/to",
        )],
        *[path(f"technology/0/{name}") for name in ("needs/0", "touchpoints/0", "goals/0")],
    }  # fmt: skip


def test_a_planned_map_is_not_held_against_the_control_total():
    today = map_record(yaml("contacts_per_year: 10\nbuyers: [{id: b}]\nstages: [buy]\nchannels: [{id: c}]\n"))
    plan = yaml("add: {touchpoints: [{id: t, stage: buy, channel: c, buyers: [b], volume: 99}]}")
    planned = planned_of(today, plan)
    assert [problem.code for problem in check_map(planned, planned=True)] == []
    assert [problem.code for problem in check_map(planned)] == ["volumes-above-total"]


def test_the_boise_maps_have_no_problem():
    engagement = read_engagement(BOISE).engagement
    assert list(check_map(engagement.touchmap)) == []
    assert list(check_map(engagement.to_be.map, planned=True)) == []


@given(maps())
def test_a_map_with_sound_references_has_none_dangling(touchmap):
    codes = {problem.code for problem in check_map(touchmap)}
    assert codes.isdisjoint({"dangling", "same-id", "same-id-other-kind", "shares-above-one"})
    flow_complete = touchmap.contacts_per_year is None or "volumes-below-total" not in codes
    assert "volumes-above-total" not in codes
    assert flow_complete or checks.traffic(touchmap).complete is False
