"""The design of the printed report: full pages, contents, links, sources, terms, tags."""

import re

import pytest
from pypdf import PdfReader

from readiness import LANGUAGES, services
from readiness.resources import examples

EXAMPLES = ("boise-office", "shanghai-gm")
FULLEST = {"en": 150_000, "zh-Hant": 420_000, "zh-Hans": 420_000}
"""Bytes; a Chinese report carries the glyphs of its two or three faces."""
OTHERS = [(n, lang) for n in EXAMPLES for lang in LANGUAGES if (n, lang) != ("boise-office", "en")]


@pytest.fixture(scope="module")
def boise_pdf(tmp_path_factory):
    return PdfReader(
        services.report(examples() / "boise-office", tmp_path_factory.mktemp("design") / "r.pdf")
    )


def lowest(page):
    """Return how far down words reach between the margins, 0 at the top edge and 1 at the lower margin."""
    height, places = float(page.mediabox.height), []
    foot = 17 / 25.4 * 72
    page.extract_text(
        visitor_text=lambda words, cm, tm, *_: (
            places.append(cm[5] + cm[3] * tm[5] * 1.0) if words.strip() else None
        )
    )
    inside = [y for y in places if y > foot - 1]
    return (height - min(inside)) / (height - foot)


def check_pages(reader):
    reached = [lowest(page) for page in reader.pages]
    assert all(one > 0.7 for one in reached[:-1]), reached
    assert reached[-1] > 0.35, reached


def test_no_page_is_half_empty(boise_pdf):
    check_pages(boise_pdf)


@pytest.mark.long
@pytest.mark.parametrize(("name", "language"), OTHERS)
def test_no_page_of_the_other_reports_is_half_empty(name, language, tmp_path):
    written = services.report(examples() / name, tmp_path / "r.pdf", language=language)
    check_pages(PdfReader(written))
    if name == "boise-office":
        assert written.stat().st_size <= FULLEST[language]


def test_the_file_is_small(boise_pdf):
    boise_pdf.stream.seek(0)
    assert len(boise_pdf.stream.read()) <= FULLEST["en"]


def links(reader):
    for number, page in enumerate(reader.pages):
        for annotation in page.get("/Annots", []):
            yield number, annotation.get_object()


def test_contents_name_the_page_on_which_each_section_begins(boise_pdf):
    places = {name: boise_pdf.get_destination_page_number(one) + 1
              for name, one in boise_pdf.named_destinations.items()}  # fmt: skip
    words = boise_pdf.pages[1].extract_text()[:500].replace("\xa0", " ").replace("\n", " ")
    for section, title in (
        ("reasons", "Why, and on what evidence"),
        ("map", "The touchpoint map"),
        ("rollout", "The rollout"),
        ("appendix", "Every indicator"),
        ("glossary", "Terms"),
    ):
        assert re.search(rf"{title} {places[section]}\b", words), (section, words)


def test_every_statement_leads_to_its_row_of_evidence(boise_pdf):
    targets = [(number, str(one["/Dest"])) for number, one in links(boise_pdf)]
    rows = [target for _, target in targets if target.startswith("row-")]
    view = services.assess(examples() / "boise-office").view
    reasons = {f"row-{reason.id}" for pitfall in view.pitfalls for reason in pitfall.reasons}
    assert reasons <= set(rows)
    assert {f"row-{finding.id}" for finding in view.map.findings} <= set(rows)
    words = [page.extract_text() for page in boise_pdf.pages]
    for target in rows:
        page = boise_pdf.get_destination_page_number(boise_pdf.named_destinations[target])
        assert target.removeprefix("row-") in words[page]


def test_tags_links_and_content_point_at_each_other(boise_pdf):
    """ISO 14289-1: all content is tagged or an artifact (7.1), links are in Link tags with words (7.18.5)."""
    root = boise_pdf.trailer["/Root"]["/StructTreeRoot"]
    numbers = root["/ParentTree"]["/Nums"]
    parents = {int(key): value.get_object() for key, value in zip(numbers[::2], numbers[1::2], strict=True)}
    for number, page in enumerate(boise_pdf.pages):
        named = {int(one) for one in re.findall(rb"/MCID (\d+)", page.get_contents().get_data())}
        held = parents[int(page["/StructParents"])]
        for mark in named:
            tag = held[mark].get_object()
            assert mark in [kid for kid in tag["/K"] if isinstance(kid, int)], (number, mark)
            assert tag["/Pg"].get_object() == page.get_object()
    for _, one in links(boise_pdf):
        tag = parents[int(one["/StructParent"])]
        kids = [kid.get_object() for kid in tag["/K"]]
        assert tag["/S"] == "/Link"
        assert any(isinstance(kid, dict) and kid.get("/Obj") is not None for kid in kids)
        assert one["/Contents"]


def test_no_tag_is_lost_and_each_knows_the_one_around_it(boise_pdf):
    seen = 0

    def walk(tag, around):
        nonlocal seen
        seen += 1
        assert tag["/P"].get_object() == around
        for kid in tag.get("/K", []):
            inner = kid.get_object()
            if isinstance(inner, dict) and "/S" in inner:
                walk(inner, tag)

    root = boise_pdf.trailer["/Root"]["/StructTreeRoot"]
    for kid in root["/K"]:
        walk(kid.get_object(), root)
    assert seen > 500


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_term_of_the_glossary_stands_in_the_report(language, tmp_path):
    page = services.report(examples() / "boise-office", tmp_path / "r.html", language=language).read_text(
        "utf-8"
    )
    body, _, glossary = page.partition('id="glossary"')
    terms = re.findall(r"<tr><td><b>(.*?)</b></td>", glossary)
    said = re.sub(r"<style>.*?</style>|<[^>]+>", "", body, flags=re.DOTALL).casefold().replace("\xa0", " ")
    assert len(terms) > 15
    assert [term for term in terms if term.casefold().replace("\xa0", " ") not in said] == []


def test_every_picture_says_where_it_comes_from(tmp_path):
    page = services.report(examples() / "boise-office", tmp_path / "r.html").read_text("utf-8")
    pictures = re.findall(r'<div class="picture">.*?</div>', page, re.DOTALL)
    assert len(pictures) == 6
    for one in pictures:
        assert re.search(r'<p class="source">Source: .{10,}</p>', one)
    assert page.count('class="source"') >= len(pictures) + 3
    assert "Evidence: E0" in page


def test_page_one_holds_the_longest_titles(boise, tmp_path):
    cover = boise / "engagement.yaml"
    long = ("A decision with a very long name that goes on, for reasons nobody remembers, " * 3)[:200]
    text = cover.read_text("utf-8").replace("CRM readiness of an office-supply distributor", long)
    assert "what: Sign the vendor contract" in text
    cover.write_text(text.replace("what: Sign the vendor contract", f"what: '{long}'"), "utf-8")
    reader = PdfReader(services.report(boise, tmp_path / "r.pdf"))
    assert "The decision asked" in reader.pages[0].extract_text().replace("\xa0", " ")
    assert boise_page(reader, "contents") == 1


def boise_page(reader, name):
    return reader.get_destination_page_number(reader.named_destinations[name])
