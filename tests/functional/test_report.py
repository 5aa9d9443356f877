from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest
from pypdf import PdfReader

from readiness import services
from readiness.reports.pdf import render_pdf
from readiness.resources import examples
from readiness.services import faces

HOSTILE = '"><svg/onload=alert(1)> {{7*7}} {0.__class__} </title></script><img src=x onerror=alert(1)>'


@pytest.fixture(scope="module")
def pdf(tmp_path_factory) -> PdfReader:
    out = tmp_path_factory.mktemp("pdf") / "boise.pdf"
    services.report(examples() / "boise-office", out)
    return PdfReader(out)


def resolved(value):
    return value.get_object() if hasattr(value, "get_object") else value


def flat(outline):
    return [e for entry in outline for e in (flat(entry) if isinstance(entry, list) else [entry])]


def struct_elements(node, found=None):
    found = [] if found is None else found
    node = resolved(node)
    if isinstance(node, list):
        for child in node:
            struct_elements(child, found)
    elif isinstance(node, dict):
        if "/S" in node:
            found.append(node)
        if "/K" in node:
            struct_elements(node["/K"], found)
    return found


def test_the_pdf_is_tagged_titled_and_in_a_language(pdf):
    catalog = pdf.trailer["/Root"]
    assert catalog["/Lang"] == "en"
    assert resolved(catalog["/MarkInfo"])["/Marked"]
    assert pdf.metadata.title == "CRM readiness of an office-supply distributor"
    assert "pdfuaid" in resolved(catalog["/Metadata"]).get_data().decode()
    assert len(flat(pdf.outline)) >= 12


def test_header_cells_have_a_scope_and_figures_an_alternative_text(pdf):
    elements = struct_elements(pdf.trailer["/Root"]["/StructTreeRoot"])
    headers = [e for e in elements if e["/S"] == "/TH"]
    figures = [e for e in elements if e["/S"] == "/Figure"]
    assert headers
    assert figures
    assert all(resolved(header["/A"])["/Scope"] == "/Column" for header in headers)
    assert all(re.search(r"\d", str(figure["/Alt"])) for figure in figures)


def test_only_the_fonts_of_the_product_are_used(pdf):
    names = set()
    for page in pdf.pages:
        for font in resolved(page["/Resources"]["/Font"]).values():
            names.add(resolved(font)["/BaseFont"].split("+")[-1])
    assert names
    assert all(name.startswith(("Readiness-Sans", "ReadinessSans")) for name in names), names


def test_page_one_stands_alone(pdf):
    text = pdf.pages[0].extract_text()
    for expected in (
        "Do not commit yet: Sign the vendor contract",
        "USD",
        "Chief executive",
        "Flagged, proved",
        "From the map",
        "Next week, without a cent for technology",
        "The decision asked",
    ):
        assert expected in text.replace("\xa0", " "), expected
    assert "Why, and on what evidence" in pdf.pages[1].extract_text()


def test_no_link_leads_out_of_the_report(pdf):
    for page in pdf.pages:
        for annotation in page.get("/Annots", []):
            action = resolved(annotation).get("/A", {})
            assert "/URI" not in action


def test_same_inputs_same_bytes(tmp_path):
    written = []
    for seed in ("1", "2"):
        out = tmp_path / f"{seed}.pdf"
        environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": "Asia/Tokyo" if seed == "2" else "UTC"}
        line = [sys.executable, "-m", "readiness", "report", str(examples() / "boise-office"), "-o", str(out)]
        subprocess.run(line, check=True, capture_output=True, env=environment)
        written.append(out.read_bytes())
    assert written[0] == written[1]


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag, attrs):
        self.seen.append((tag, dict(attrs)))


def hostile_folder(boise: Path) -> Path:
    """Put a hostile text into every place where a person may write."""
    quoted = json.dumps(HOSTILE)
    for path in (boise / "touchmap.yaml", *boise.glob("responses/*.yaml")):
        text = path.read_text(encoding="utf-8")
        for key in ("title", "FQ-5"):
            pattern = rf"^(\s*){key}: [^\s{{>|].*$"
            text = re.sub(
                pattern, lambda found, key=key: f"{found[1]}{key}: {quoted}", text, flags=re.MULTILINE
            )
        path.write_text(text, encoding="utf-8")
    return boise


def test_hostile_texts_stay_text(boise):
    assessed = services.assess(hostile_folder(boise))
    html = faces.render(assessed, ".html").decode()
    tags = Tags()
    tags.feed(html)
    assert not [tag for tag, _ in tags.seen if tag in ("script", "img", "iframe", "object")]
    assert not [attrs for _, attrs in tags.seen if any(name.startswith("on") for name in attrs)]
    assert "{{7*7}}" in html
    assert "{0.__class__}" in html


def test_the_pdf_fetches_nothing_from_outside(tmp_path, monkeypatch):
    secret = tmp_path / "secret.txt"
    secret.write_text("SECRET")
    opened: list[str] = []

    def refuse(*asked, **_options):
        opened.append(str(asked[1]))
        raise AssertionError(asked)

    monkeypatch.setattr("urllib.request.OpenerDirector.open", refuse)
    pdf = render_pdf(
        f'<html lang="en"><title>t</title><link rel=attachment href="file://{secret}">'
        f'<style>@import "file://{secret}"; @font-face {{font-family: x; src: url(http://localhost)}}</style>'
        f'<img src="file://{secret}"><img src="http://169.254.169.254/"><object data="file://{secret}"></object>'
        f'<svg><image href="file://{secret}"/></svg><p style="font-family: x">text</p></html>'
    )
    assert opened == []
    assert b"SECRET" not in pdf
    assert b"EmbeddedFile" not in pdf


def test_a_report_without_a_map_and_without_answers_is_still_a_report(command, tmp_path):
    (tmp_path / "case").mkdir()
    (tmp_path / "case" / "engagement.yaml").write_text(
        "format: engagement/1\nid: bare\ntitle: Bare\nas_of: 2026-01-15\nprogramme: {status: exploring}\n"
    )
    for suffix in (".pdf", ".html", ".json"):
        made = command("report", tmp_path / "case", "-o", tmp_path / f"report{suffix}")
        assert made.returncode == 0, made.stderr
    shown = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    assert {p["verdict"] for p in shown["pitfalls"]} == {"unknown"}
    assert {(p["low"], p["high"]) for p in shown["pitfalls"]} == {(0, 1)}
    assert shown["decision"]["advice"] == "ask"


def test_a_failed_write_keeps_the_older_file(boise, tmp_path, command):
    out = tmp_path / "report.html"
    out.write_text("older")
    text = (boise / "engagement.yaml").read_text(encoding="utf-8").replace("status: choosing", "status: x")
    (boise / "engagement.yaml").write_text(text, encoding="utf-8")
    assert command("report", boise, "-o", out).returncode == 2
    assert out.read_text() == "older"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["boise-office", "report.html"]


def test_what_people_wrote_stands_before_the_advice_of_the_tool(pdf):
    text = pdf.pages[0].extract_text().replace("\xa0", " ")
    assert text.index("What those who answered would do next week") < text.index(
        "without a cent for technology"
    )


def test_a_map_of_many_channels_folds_into_grids_that_fit(tmp_path, command):
    channels = "\n".join(f"  - {{id: channel-{n}, title: Channel number {n}}}" for n in range(40))
    touchpoints = "\n".join(
        f"  - {{id: touch-{n}, stage: buy, channel: channel-{n}, buyers: [one], volume: 10}}"
        for n in range(40)
    )
    (tmp_path / "touchmap.yaml").write_text(
        f"format: touchmap/1\nid: many\nbuyers: [{{id: one}}]\nstages: [buy]\nchannels:\n{channels}\n"
        f"touchpoints:\n{touchpoints}\n"
    )
    (tmp_path / "engagement.yaml").write_text(
        "format: engagement/1\nid: many\ntitle: " + "A very long title " * 30 + "\nas_of: 2026-01-15\n"
        "programme: {status: exploring}\ntouchmap: touchmap.yaml\n"
    )
    made = command("report", tmp_path, "-o", tmp_path / "report.pdf")
    assert made.returncode == 0, made.stderr
    view = services.assess(tmp_path).view
    assert view.map is not None
    assert [len(grid.channels) for grid in view.map.grids] == [7, 7, 7, 7, 7, 5]
    assert "The decision asked" in PdfReader(tmp_path / "report.pdf").pages[0].extract_text()


def test_the_json_report_carries_the_graph_of_the_map(tmp_path):
    written = services.report(examples() / "boise-office", tmp_path / "report.json")
    shown = json.loads(written.read_text(encoding="utf-8"))
    graph = shown["graph"]
    nodes = {node["id"]: node for node in graph["nodes"]}
    assert all(edge["source"] in nodes and edge["target"] in nodes for edge in graph["edges"])
    visits = sum(edge["visits"] for edge in graph["edges"] if edge["kind"] == "starts")
    assert visits == pytest.approx(sum(node["visits"] or 0 for node in graph["nodes"]))
    assert nodes["touchpoints:order-by-phone"]["title"] == "Order by phone"
    assert shown["view"]["decision"]["title"] == shown["decision"]["title"]
