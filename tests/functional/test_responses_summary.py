from __future__ import annotations

import json
import re

import pytest

from readiness.resources import examples

LANGUAGES = ("en", "zh-Hant", "zh-Hans")


@pytest.fixture
def boise_folder():
    return examples() / "boise-office"


def test_the_summary_of_the_example_reads_from_top_to_bottom(boise_folder, command):
    ran = command("responses", "summary", boise_folder)
    assert (ran.returncode, ran.stderr) == (0, "")
    places = [
        ran.stdout.index(words)
        for words in (
            "Who answered",
            "Customer strategy (customer-strategy@",
            "Where an average would speak for nobody",
            "\n\nIT against business\n",
            "are too few to prove a difference on any one of",
            "Executives against front line: not shown",
        )
    ]
    assert places == sorted(places)
    assert re.search(r"P1-Q1 +6 of 8 +1 +· +2 +1 +2 +· ", ran.stdout)
    assert "Two camps: 2 people" not in ran.stdout
    assert re.search(r"\(P1-Q1\) IT and business are far apart here\. Too few people answered", ran.stdout)
    assert "(P3-Q7) IT stands at 18%, business at 10%." in ran.stdout
    assert re.search(r"P1-Q3 .* 3 +2\.8 \[2–3\.5\] +agree for the most part", ran.stdout)
    assert "in 38% of cases, so chance may well explain it." in ran.stdout


def test_json_has_the_same_figures_and_no_answer_of_two_people(boise_folder, command):
    found = json.loads(command("responses", "summary", boise_folder, "--format", "json").stdout)
    assert (found["id"], found["least_people"], found["left_out"]) == ("boise-office", 3, [])
    items = {item["id"]: item for one in found["questionnaires"] for item in one["items"]}
    assert items["P1-Q1"]["distribution"] == {"1": 2, "2": 1, "3": 2}
    assert items["R0"]["values"] == 2
    assert items["R0"]["distribution"] == {}
    assert all(not item["distribution"] or item["values"] >= 3 for item in items.values())
    (contest,) = found["contests"]
    assert contest["groups"] == ["it", "business"]
    methods = {d["chance"]["method"] for item in items.values() for d in item["differences"]}
    assert methods == {"exact"}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("example", ["boise-office", "shanghai-gm"])
def test_every_language_tells_it_and_the_same_twice(example, language, command):
    ran = command("responses", "summary", examples() / example, "--language", language)
    assert ran.returncode == 0, ran.stderr
    assert not re.search(r"\{[a-z_]+\}", ran.stdout)
    assert ran.stdout == command("responses", "summary", examples() / example, "--language", language).stdout


def test_a_folder_of_few_people_shows_no_answer(boise, command):
    for path in (boise / "responses").glob("*.yaml"):
        if path.stem not in ("it-1", "business-1", "executive-1"):
            path.unlink()
    text = command("responses", "summary", boise, "--language", "en").stdout
    assert "Not counted in any figure" in text
    found = json.loads(command("responses", "summary", boise, "--format", "json").stdout)
    assert found["left_out"] == ["business", "executive", "it"]
    assert all(
        (item["values"], item["distribution"], item["medians"], item["sides"]) == (0, {}, {}, {})
        for one in found["questionnaires"]
        for item in one["items"]
    )


def test_a_folder_with_mistakes_is_refused(boise, command):
    (boise / "responses" / "it-1.yaml").write_text("format: response/1\nrole: nobody\n")
    ran = command("responses", "summary", boise)
    assert ran.returncode == 2
    assert ran.stdout == ""


def test_the_page_of_the_sides_shows_camps_and_what_cannot_be_decided(boise_folder, command, tmp_path):
    command("report", boise_folder, "-o", tmp_path / "x.html", "--language", "en")
    html = (tmp_path / "x.html").read_text("utf-8")
    page = html[html.index("IT and business are far apart") :]
    assert "Two camps: 2 people" not in page
    assert "IT and business are far apart here. Too few people answered for more to be shown." in page
    assert re.search(r'<td class="num">18%</td><td class="num">10%</td>', page)
    assert "3 people of IT against 5 of business." in page
    assert "The differences say where to talk. They prove nothing." in page
    assert "How many gave each answer from 0 to 4: 0 · 2 · 2 · 3 · 0" in page
