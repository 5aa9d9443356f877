"""The section about the rollout in the report: the recommendation with its price, in all forms alike."""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import replace
from html import unescape

import pytest
from pypdf import PdfReader

from readiness import services
from readiness.resources import examples
from readiness.services import faces

EXAMPLES = ("boise-office", "shanghai-gm")
TITLES = {"en": "rather than", "zh-Hant": "而不是", "zh-Hans": "而不是"}


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """The report of both examples as JSON, HTML and PDF in three languages."""
    found = {}
    for name in EXAMPLES:
        for language in TITLES:
            folder = tmp_path_factory.mktemp(f"{name}-{language}")
            for suffix in ("json", "html", "pdf"):
                services.report(examples() / name, folder / f"report.{suffix}", language=language)
            found[name, language] = folder
    return found


@pytest.fixture(params=[(name, language) for name in EXAMPLES for language in TITLES], ids="-".join)
def report(request, written):
    return written[request.param], request.param


def view(folder):
    return json.loads((folder / "report.json").read_text(encoding="utf-8"))["view"]


def section(assessed):
    return json.loads(faces.render(assessed, ".json"))["view"]["rollout"]


def squeezed(text):
    return re.sub(r"\s", "", text)


def test_the_recommendation_is_a_heading_with_its_price_in_every_form(report):
    folder, (_, language) = report
    shown = view(folder)["rollout"]
    title = shown["title"]
    assert TITLES[language] in title
    assert re.search(r"\d", title)
    html = (folder / "report.html").read_text(encoding="utf-8")
    headings = [re.sub("<[^>]*>", "", found) for found in re.findall("<h2>(.*?)</h2>", html)]
    assert title in [unescape(heading) for heading in headings]
    pdf = squeezed("".join(page.extract_text() for page in PdfReader(folder / "report.pdf").pages))
    assert squeezed(title) in pdf
    assert squeezed(shown["grades"]) in pdf
    for row in shown["rows"]:
        assert squeezed("".join(row["cells"][1:4])) in pdf


def test_it_is_the_recommendation_of_the_comparison_with_the_same_figures(command):
    for name in EXAMPLES:
        line = ("rollout", "compare", examples() / name, "--quick", "--trials", "2000", "--language", "en")
        compared = json.loads(command(*line, "--format", "json").stdout)
        text = squeezed(command(*line).stdout)
        shown = section(services.assess(examples() / name, "en"))
        best = [row for row in shown["rows"] if row["best"]]
        assert len(best) == 1
        number = [option["id"] for option in compared["options"]].index(compared["recommended"]) + 1
        assert best[0]["number"] == number
        assert len(shown["rows"]) == len(compared["options"])
        assert all(squeezed(cell) in text for row in shown["rows"] for cell in row["cells"])
        against = [
            one for one in compared["objections"][compared["recommended"]] if one["severity"] != "note"
        ]
        assert [one["message"] for one in shown["against"]] == [one["message"] for one in against][:6]


def test_it_waits_for_the_decision_of_page_one(report):
    folder, _ = report
    shown = view(folder)
    assert shown["decision"]["title"] in shown["rollout"]["waits"]


def test_it_waits_for_nothing_where_page_one_says_go_ahead():
    assessed = services.assess(examples() / "boise-office")
    ready = replace(assessed.assessment.decision, advice="proceed")
    free = replace(assessed, assessment=replace(assessed.assessment, decision=ready))
    shown = section(free)
    assert shown["waits"] == ""
    step = replace(assessed.assessment.decision, advice="step")
    one = replace(assessed, assessment=replace(assessed.assessment, decision=step))
    assert "first step" in section(one)["waits"]


def test_pictures_are_figures_with_an_alternative_text_and_headings_are_bookmarks(report):
    folder, _ = report
    pdf = PdfReader(folder / "report.pdf")
    shown = view(folder)["rollout"]
    alternatives = []

    def walk(node):
        node = node.get_object() if hasattr(node, "get_object") else node
        if isinstance(node, list):
            for child in node:
                walk(child)
        elif isinstance(node, dict):
            if node.get("/S") == "/Figure":
                alternatives.append(str(node["/Alt"]))
            if "/K" in node:
                walk(node["/K"])

    walk(pdf.trailer["/Root"]["/StructTreeRoot"])
    pictures = [*shown["pictures"], shown["behind"]]
    assert [one["id"] for one in pictures] == ["gantt", "finish", "exposure", "cash", "tornado"]
    for one in pictures:
        assert any(squeezed(one["told"][:1900]) in squeezed(text) for text in alternatives), one["id"]

    def flat(outline):
        return [e for entry in outline for e in (flat(entry) if isinstance(entry, list) else [entry])]

    marks = [squeezed(mark.title) for mark in flat(pdf.outline)]
    assert squeezed(shown["title"]) in marks
    assert all(squeezed(one["title"]) in marks for one in pictures)


def lowest(page):
    """Return how high the lowest words of a page stand above its foot, in points, the foot line left out."""
    lows = []

    def see(text, matrix, place, *_):
        if text.strip():
            lows.append(place[4] * matrix[1] + place[5] * matrix[3] + matrix[5])

    page.extract_text(visitor_text=see)
    return min(low for low in lows if low > 60)


def test_no_page_is_half_empty(report):
    folder, _ = report
    for page in PdfReader(folder / "report.pdf").pages[:-1]:
        assert lowest(page) < 841.9 * 0.45, page.page_number


def test_nothing_is_drawn_in_json_and_nothing_fetched_in_html(report):
    folder, _ = report
    assert "<svg" not in (folder / "report.json").read_text(encoding="utf-8")
    html = (folder / "report.html").read_text(encoding="utf-8")
    assert not re.search(r"<script|url\(|https?://(?!www\.w3\.org/2000/svg)", html)


def test_a_folder_without_rollout_says_nothing_of_it(boise):
    text = (boise / "engagement.yaml").read_text(encoding="utf-8")
    (boise / "engagement.yaml").write_text(re.sub(r"(?m)^rollout:.*\n", "", text), encoding="utf-8")
    (boise / "rollout.yaml").unlink()
    assessed = services.assess(boise)
    whole = json.loads(faces.render(assessed, ".json"))
    assert "rollout" not in whole["view"]
    html = faces.render(assessed, ".html").decode()
    assert 'class="options"' not in html
    assert "Rollout options are not part of this report yet." in html
    with_it = faces.render(services.assess(examples() / "boise-office"), ".html").decode()
    assert "Rollout options are not part of this report yet." not in with_it


def test_a_rollout_that_nobody_can_finish_still_has_a_report(boise):
    text = (boise / "rollout.yaml").read_text(encoding="utf-8")
    text = text.replace("until: 2003-12-31", "horizon: 2001-04-30\nuntil: 2003-12-31")
    (boise / "rollout.yaml").write_text(text, encoding="utf-8")
    shown = section(services.assess(boise))
    assert shown["rows"]
    assert faces.render(services.assess(boise), ".pdf").startswith(b"%PDF")


def test_hostile_titles_of_steps_and_options_stay_text(boise):
    hostile = json.dumps("</title></svg><script>alert(1)</script>{{7*7}}<img src=x onerror=alert(1)>")
    text = (boise / "rollout.yaml").read_text(encoding="utf-8")
    text = re.sub(r"(?m)^(\s+)title: .*$", lambda found: f"{found[1]}title: {hostile}", text)
    (boise / "rollout.yaml").write_text(text, encoding="utf-8")
    html = faces.render(services.assess(boise), ".html").decode()
    assert "alert(1)" in html
    assert not re.search(r"<(script|img)\b", html)


def test_the_copy_of_an_example_gives_the_same_section(tmp_path):
    shutil.copytree(examples() / "boise-office", tmp_path / "b")
    one = section(services.assess(tmp_path / "b"))
    other = section(services.assess(examples() / "boise-office"))
    assert one == other
