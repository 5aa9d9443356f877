"""``readiness rollout compare --html``: the numbers of JSON, in one file that fetches nothing."""

from __future__ import annotations

import json
import re
import shutil
from datetime import datetime
from html.parser import HTMLParser

import pytest

from readiness.resources import examples

LOOK = ("--quick", "--trials", "400")
HOSTILE = "</script><img src=x onerror=hurt()> <b>%{x}"


@pytest.fixture(scope="module", params=["boise-office", "shanghai-gm"])
def both(request, servers, tmp_path_factory):
    """The page of an example, and the values of the same run."""
    file = tmp_path_factory.mktemp("page") / "page.html"
    ran = servers.run(
        "rollout", "compare", examples() / request.param, *LOOK, "--format", "json", "--html", file
    )
    assert ran.returncode == 0, ran.stderr
    assert str(file) in ran.stderr
    return file.read_text("utf-8"), json.loads(ran.stdout)


def charts_of(page):
    return json.loads(re.search(r'<script type="application/json" id="island">(.*?)</script>', page)[1])


def local(instant):
    return datetime.fromisoformat(instant).strftime("%Y-%m-%d %H:%M:%S")


def test_the_page_draws_the_numbers_that_json_has(both):
    page, told = both
    charts = charts_of(page)
    options = {one["id"]: one for one in told["options"]}
    (points,) = charts["scatter"]["data"]
    assert points["ids"] == [*options]
    for name, x, y, worth in zip(
        points["ids"], points["x"], points["y"], points["marker"]["color"], strict=True
    ):
        one = options[name]
        assert y == one["exposure"]["mean"]
        assert worth == one["npv"]["mean"]
        if one["waves"]:
            assert x == local(one["finish"]["p80"])
    for line in charts["finish"]["data"]:
        ends = options[line["meta"]]["finish"]
        at = {round(share, 3): day for share, day in zip(line["y"], line["x"], strict=True)}
        for key, share in (("p10", 0.1), ("p50", 0.5), ("p80", 0.8), ("p90", 0.9)):
            assert at[share] == local(ends[key])


def test_each_option_has_its_own_charts_with_its_own_numbers(both):
    page, told = both
    charts = charts_of(page)
    seen = set()
    for number, one in enumerate(told["options"], 1):
        if f"gantt-{number}" in charts:
            bars = charts[f"gantt-{number}"]["data"][0]
            steps = {step["id"]: step for step in one["steps"]}
            assert [local(steps[name]["start"]) for name in bars["ids"]] == bars["base"]
            golives = charts[f"gantt-{number}"]["data"][3]
            assert [local(steps[name]["live"]) for name in bars["ids"]] == golives["x"]
            seen.add("gantt")
        if f"exposure-{number}" in charts:
            for layer in charts[f"exposure-{number}"]["data"]:
                known = sum(one["exposure"]["by_buyer"][buyer] for buyer in layer["meta"])
                assert sum(layer["y"]) == pytest.approx(known, rel=0.01)
            seen.add("exposure")
        for result, causes in one["tornado"].items():
            name = f"tornado-{result}-{number}"
            if name in charts:
                (bars,) = charts[name]["data"]
                removed = {cause["figure"]: cause["removed"] for cause in causes}
                assert [removed[figure] for figure in bars["ids"]] == bars["x"]
                seen.add(result)
        if f"cash-{number}" in charts:
            low, high, middle = (line["y"] for line in charts[f"cash-{number}"]["data"])
            assert [low, middle, high] == [one["cash"][key] for key in ("p10", "p50", "p90")]
            seen.add("cash")
    assert {"gantt", "exposure", "cash", "finish", "npv"} <= seen


def test_nothing_comes_from_elsewhere_and_the_pictures_stand_without_scripts(both):
    page, told = both
    assert not re.search(
        r"""<[a-z][^<>]*\son[a-z]+=""", re.sub(r"<script.*?</script>", "", page, flags=re.DOTALL)
    )
    assert "default-src 'none'" in page
    assert page.count("<svg") >= 4 * sum(bool(one["waves"]) for one in told["options"])
    assert "<noscript>" in page


class _Elements(HTMLParser):
    def __init__(self):
        super().__init__()
        self.names = []

    def handle_starttag(self, tag, attrs):
        self.names.append((tag, dict(attrs)))


@pytest.mark.parametrize("language", ["en", "zh-Hant", "zh-Hans"])
def test_a_hostile_name_is_text_in_every_language(servers, tmp_path, language):
    folder = shutil.copytree(examples() / "boise-office", tmp_path / "case")
    path = folder / "rollout.yaml"
    text = path.read_text("utf-8")
    title = re.search(r"^ +title: (.+)$", text, re.MULTILINE)[1]
    path.write_text(re.sub(r"(?m)^( +title: ).+$", lambda m: m[1] + json.dumps(HOSTILE), text), "utf-8")
    assert title not in path.read_text("utf-8")
    file = tmp_path / "page.html"
    ran = servers.run(
        "rollout", "compare", folder, *LOOK, "--only", "one-by-one", "--html", file, "--language", language
    )
    assert ran.returncode == 0, ran.stderr
    page = file.read_text("utf-8")
    assert f'<html lang="{language}">' in page
    read = _Elements()
    read.feed(page)
    assert not [one for one in read.names if one[0] == "img"]
    assert [tag for tag, _ in read.names].count("script") == 3
    assert not [key for _, attrs in read.names for key in attrs if key.startswith("on")]
    shown = json.dumps(charts_of(page))
    assert "<img" not in shown
    assert "&lt;img" in shown


def test_a_place_that_is_not_there_is_refused_before_the_simulation(servers, tmp_path):
    ran = servers.run("rollout", "compare", examples() / "boise-office", "--html", tmp_path / "no" / "x.html")
    assert ran.returncode == 3
    assert "no" in ran.stderr
