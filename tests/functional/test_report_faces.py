"""Each number stands on every face: PDF, HTML, Word, Excel, Markdown and JSON."""

from __future__ import annotations

import html
import io
import json
import re
from collections import Counter

import pytest
from docx import Document
from docx.oxml.ns import qn
from openpyxl import load_workbook
from pypdf import PdfReader
from report_faces import EXAMPLES, LANGUAGES, numbered, octets, squeezed

CASES = [(name, language) for name in EXAMPLES for language in LANGUAGES]
UNPRINTED = {
    ("language",), ("iso_date",), ("roles",), ("findings", "places"), ("findings", "message"),
    ("findings", "code"), ("decision", "due"), ("actions", "due"), ("order", "steps", "day"),
    ("rollout", "rows", "figures"), ("pitfalls", "arithmetic"), ("map", "grids", "rows", "id"),
    ("order", "steps", "breaches"), ("rollout", "pictures", "told"), ("rollout", "behind", "told"),
    ("actions", "indicator"), ("rollout", "pictures", "id"), ("sides", "agreed"),
    ("sides", "answered", "told"), ("sides", "answered", "rows"), ("map", "matrix", "told"),
    ("map", "matrix", "departments"), ("map", "outages", "told"), ("map", "outages", "rows"),
}  # fmt: skip
"""What pages print in another way, or not at all."""
EDITABLE = (".docx", ".xlsx", ".md")


CUT = "\x1f"
"""Stands between what is told apart: cells, paragraphs."""


def face(name, language, suffix):
    """Return all that a face tells, without white space but cut where its cells and paragraphs end."""
    octets_ = octets(name, language, suffix)
    if suffix == ".docx":
        body = Document(io.BytesIO(octets_)).element.body
        told = ["".join(one.text or "" for one in p.iter(qn("w:t"))) for p in body.iter(qn("w:p"))]
        told += [one.get("descr") for one in body.iter(qn("wp:docPr"))]
    elif suffix == ".xlsx":
        book = load_workbook(io.BytesIO(octets_), data_only=True)
        told = [str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row]
    elif suffix == ".pdf":
        told = ["".join(page.extract_text() for page in PdfReader(io.BytesIO(octets_)).pages)]
    elif suffix == ".html":
        page = re.sub("<style>.*?</style>", "", octets_.decode(), flags=re.DOTALL)
        page = re.sub('<span (?:class="nb"|lang="[^"]*")>|</span>|</?b>', "", page)
        told = [html.unescape(part) for part in re.split("<[^>]*>", page)]
    else:
        rows = re.split(r"(?<!\\)\||\n| · ", octets_.decode())
        told = [re.sub(r"\\([\\`*_\[\]<>|~$#.)=+-])", r"\1", row) for row in rows]
    return CUT.join(map(squeezed, told))


def tellings(words, text):
    """Return how often words stand in a text as a number of their own: 3% is no part of 53%."""
    before = r"(?<!\d)(?<!\d[.,])" if words[0].isdigit() else ""
    after = r"(?![\d%])" if words[-1].isdigit() else ""
    return len(re.findall(f"(?={before}{re.escape(words)}{after})", text))


def view(name, language):
    return json.loads(octets(name, language, ".json"))["view"]


def missing(name, language, suffix, *, without=frozenset()):
    """Return the texts that a face tells less often than the view does."""
    text = face(name, language, suffix)
    told = [
        (squeezed(words), path)
        for path, words in numbered(view(name, language))
        if not any(path[: len(one)] == one for one in without)
    ]
    often = Counter(words for words, _ in told)
    if suffix == ".pdf":  # whose words come without the ends of cells
        return [(path, words) for words, path in told if words not in text]
    return [(path, words) for words, path in told if tellings(words, text) < often[words]]


NEVER_WORDS = {one for one in UNPRINTED if one[-1] in ("due", "day", "figures", "arithmetic", "id")} | {
    ("language",), ("iso_date",), ("order", "steps", "breaches"),
}  # fmt: skip
"""What is a value beside words that say the same."""


@pytest.mark.parametrize("suffix", [".xlsx", ".md"])
def test_every_text_with_a_number_stands_on_the_editable_faces(suffix):
    assert missing("boise-office", "en", suffix, without=NEVER_WORDS) == []


@pytest.mark.long
@pytest.mark.parametrize(("name", "language"), CASES)
@pytest.mark.parametrize("suffix", EDITABLE)
def test_every_text_with_a_number_stands_on_every_editable_face(name, language, suffix):
    assert missing(name, language, suffix, without=NEVER_WORDS) == []


@pytest.mark.long
@pytest.mark.parametrize(("name", "language"), CASES)
@pytest.mark.parametrize("suffix", [".pdf", ".html"])
def test_every_printed_text_with_a_number_stands_on_the_pages(name, language, suffix):
    found = view(name, language)
    assert len(found["sides"]["gaps"]) <= 14  # the pages show so many
    assert missing(name, language, suffix, without=UNPRINTED) == []


@pytest.mark.parametrize("name", ["boise-office", pytest.param("shanghai-gm", marks=pytest.mark.long)])
def test_numbers_beside_words_are_those_of_the_assessment(name):
    shown = json.loads(octets(name, "en", ".json"))
    for pitfall, seen in zip(shown["pitfalls"], shown["view"]["pitfalls"], strict=True):
        sums = seen["arithmetic"]
        for key in ("risk", "coverage", "low", "high", "exposure"):
            assert sums[key] == pitfall[key], key
        load = sum(sign["load"] for sign in sums["signs"] if sign["load"] is not None) + (sums["kept"] or 0)
        assert load == pytest.approx(sums["load"], abs=1e-12)
        assert sum(sign["weight"] for sign in sums["signs"] if sign["weighs"]) == sums["whole"]
        shares = {sign["id"]: sign["share"] for sign in sums["signs"]}
        for reason in pitfall["reasons"]:
            assert shares[reason["indicator"]] == reason["contribution"]
    for action, seen in zip(
        [one for p in shown["pitfalls"] for one in p["actions"]], shown["view"]["actions"], strict=True
    ):
        assert {"on": action["on"]} == {"on": seen["due"]}
    assert shown["view"]["decision"]["amount"] == shown["decision"]["amount"]
