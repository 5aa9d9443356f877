"""What somebody writes can neither fetch, run, nor choke: nine ways out, bombs, very long texts."""

import sys
from io import BytesIO

import pytest
from pypdf import PdfReader

from readiness import services
from readiness.errors import Refused
from readiness.reports.html import render_html
from readiness.reports.pdf import render_pdf
from readiness.resources import examples
from readiness.services.themes import check_theme, open_theme

WATCHED = ("open", "socket.connect", "socket.getaddrinfo", "urllib.Request")
CHANNELS = {
    "image": '<img src="http://127.0.0.1:9/a.png" alt="a">',
    "file": '<img src="file:///etc/passwd" alt="a">',
    "style-sheet": '<link rel="stylesheet" href="http://127.0.0.1:9/a.css">',
    "import": "<style>@import url(http://127.0.0.1:9/b.css);</style>",
    "background": '<p style="background: url(http://127.0.0.1:9/c.png)">x</p>',
    "font": "<style>@font-face { font-family: Q; src: url(file:///etc/hosts) } p { font-family: Q }</style>",
    "svg-image": '<svg width="9" height="9"><image href="file:///etc/passwd" width="9" height="9"/></svg>',
    "svg-use": '<svg width="9" height="9"><use href="file:///etc/passwd#x"/></svg>',
    "attachment": '<link rel="attachment" href="file:///etc/passwd"><a rel="attachment" href="file:///etc/passwd">x</a>',
}  # fmt: skip
"""The nine ways in which WeasyPrint fetches what a page names."""
SEEN = []
sys.addaudithook(lambda event, args: SEEN.append((event, str(args))) if event in WATCHED else None)


def page(inside):
    return f'<!DOCTYPE html><html lang="en"><head><title>t</title></head><body><p>x</p>{inside}</body></html>'


@pytest.mark.parametrize("channel", CHANNELS)
def test_no_channel_fetches_anything(channel):
    SEEN.clear()
    octets = render_pdf(page(CHANNELS[channel]))
    assert [
        one for one in SEEN if one[0] != "open" or "/etc/passwd" in one[1] or "/etc/hosts" in one[1]
    ] == []
    assert b"EmbeddedFile" not in octets


def test_links_lead_to_web_pages_mail_and_places_in_the_report_only():
    addresses = ("javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", "ftp://a.example/",
                 "https://a.example/", "mailto:a@a.example", "#here", "http://a.example/")  # fmt: skip
    inside = "".join(f'<p><a href="{one}">{number}</a></p>' for number, one in enumerate(addresses))
    octets = render_pdf(page(f'<p id="here">here</p>{inside}'))
    found = set()
    for one in PdfReader(BytesIO(octets)).pages[0].get("/Annots", []):
        annotation = one.get_object()
        if "/A" in annotation:
            found.add(str(annotation["/A"]["/URI"]))
        elif "/Dest" in annotation:
            found.add(f"#{annotation['/Dest']}")
    assert found == {"https://a.example/", "mailto:a@a.example", "#here"}


@pytest.fixture(scope="module")
def assessed():
    return services.assess(examples() / "boise-office")


NESTED = "<div>" * 300 + "x" + "</div>" * 300
FLEX = '<div style="display: flex">' * 10 + "x" + "</div>" * 10
BOMB = "<svg>" + '<use href="#a"/>' * 300 + "</svg>"
TRAPS = {
    "nested": (NESTED, "theme-deep"),
    "flexible": (FLEX, "theme-flexible"),
    "columns": ('<table><tr><td colspan="65534">x</td></tr></table>', "theme-wide"),
    "rows": ('<table><tr><td rowspan="0065534">x</td></tr></table>', "theme-wide"),
    "bomb": (BOMB, "theme-copies"),
    "script": ('<a href="JavaScript:alert(1)">x</a>', "theme-link"),
    "file": ("<a href=file:///etc/passwd>x</a>", "theme-link"),
}


@pytest.mark.parametrize("trap", TRAPS)
def test_a_page_that_takes_for_ever_or_leads_elsewhere_is_refused(trap, assessed, tmp_path):
    inside, code = TRAPS[trap]
    (tmp_path / "theme.yaml").write_text("format: theme/1\nid: t\ntitle: T\ncover: c.html.j2\n", "utf-8")
    (tmp_path / "c.html.j2").write_text(f"<section>{inside}</section>", "utf-8")
    theme = open_theme(str(tmp_path))
    with pytest.raises(Refused) as caught:
        render_html(assessed.view, assessed.phrases, theme=theme)
    assert caught.value.code == code
    for language in ("en", "zh-Hant", "zh-Hans"):
        assert "t" in services.message(caught.value, language)


def test_the_check_of_a_theme_tells_it_too(tmp_path):
    (tmp_path / "theme.yaml").write_text("format: theme/1\nid: t\ntitle: T\ncover: c.html.j2\n", "utf-8")
    (tmp_path / "c.html.j2").write_text(TRAPS["columns"][0], "utf-8")
    assert [one.code for one in check_theme(tmp_path).told][:1] == ["theme-template"]


def test_scripts_in_labels_stay_words_and_titles_of_any_length_are_cut_to_fit(boise, tmp_path):
    cover = boise / "engagement.yaml"
    text = cover.read_text("utf-8")
    for title in ("<script>alert(1)</script>{{ 7 * 7 }}", "Long " * 2000):
        said = text.replace("what: Sign the vendor contract", f"what: '{title}'")
        cover.write_text(said, "utf-8")
        page = services.report(boise, tmp_path / "r.html").read_text("utf-8")
        assert "<script" not in page
        assert "49" not in page.partition("<h1")[2].partition("</h1>")[0]
    reader = PdfReader(services.report(boise, tmp_path / "r.pdf", variant="brief"))
    assert len(reader.pages) <= 8


@pytest.mark.long
def test_an_appendix_of_ten_thousand_rows_is_laid_out():
    row = '<tr><td class="id">P1-Q1</td><td>What is asked here?</td><td class="num">2</td></tr>'
    octets = render_pdf(page(f"<table><tbody>{row * 10_000}</tbody></table>"))
    assert len(PdfReader(BytesIO(octets)).pages) > 100
