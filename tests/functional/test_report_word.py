"""The report as a Word document: real styles, captions, languages, alternative texts, and never a repair."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
import zipfile
from collections import Counter

import pytest
from docx import Document
from docx.oxml.ns import qn
from openxml_audit import OpenXmlValidator
from report_faces import EXAMPLES, LANGUAGES, octets, squeezed, told

from readiness.resources import examples

CASES = [(name, language) for name in EXAMPLES for language in LANGUAGES]


@pytest.fixture(scope="module")
def word():
    return Document(io.BytesIO(octets("boise-office", "zh-Hant", ".docx")))


def text_of(element) -> str:
    return "".join(one.text or "" for one in element.iter(qn("w:t")))


def test_headings_lists_and_tables_stand_in_real_styles(word):
    used = Counter(paragraph.style.name for paragraph in word.paragraphs)
    assert used["Title"] == 1
    assert used["Heading 1"] >= 10
    assert used["Heading 2"] >= 10
    assert used["List Bullet"] >= 10
    assert {table.style.name for table in word.tables} == {"Readiness Table"}
    captions = used["Caption"]
    pictures = [p for p in word.paragraphs if p._element.findall(f".//{qn('wp:inline')}")]
    assert captions == len(word.tables) + len(pictures)


def test_captions_are_numbered_by_fields(word):
    codes = [one.text.strip() for one in word.element.body.iter(qn("w:instrText"))]
    assert codes.count(r"SEQ Table \* ARABIC") == len(word.tables)
    assert codes.count(r"SEQ Figure \* ARABIC") == 6
    captions = [text_of(p._element) for p in word.paragraphs if p.style.name == "Caption"]
    tables = [caption for caption in captions if caption.startswith("表")]
    assert [int(re.search(r"\d+", caption)[0]) for caption in tables] == list(range(1, len(word.tables) + 1))
    assert all(squeezed(caption)[-1] not in "：:." for caption in captions)


def test_header_rows_come_again_and_no_row_is_torn(word):
    for table in word.tables:
        rows = [row._tr.trPr for row in table.rows]
        assert rows[0].find(qn("w:tblHeader")) is not None
        assert all(row.find(qn("w:cantSplit")) is not None for row in rows)
        assert all(row.find(qn("w:tblHeader")) is None for row in rows[1:])
        assert table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val"))


def test_every_run_knows_its_language_and_chinese_ones_their_font(word):
    runs = list(word.element.body.iter(qn("w:r")))
    spoken = [run for run in runs if text_of(run).strip()]
    tags = Counter(run.find(f"{qn('w:rPr')}/{qn('w:lang')}").get(qn("w:eastAsia")) for run in spoken)
    assert set(tags) == {"zh-TW"}
    own = [run for run in spoken if "Sign the vendor contract" in text_of(run)]
    assert own
    assert all(run.find(f"{qn('w:rPr')}/{qn('w:rFonts')}") is None for run in own)
    chinese = [run for run in spoken if re.search("[\u4e00-\u9fff]", text_of(run))]
    fonts = {run.find(f"{qn('w:rPr')}/{qn('w:rFonts')}").get(qn("w:eastAsia")) for run in chinese}
    assert fonts == {"Microsoft JhengHei"}


@pytest.mark.long
def test_words_of_another_chinese_keep_their_font():
    word = Document(io.BytesIO(octets("shanghai-gm", "zh-Hant", ".docx")))
    fonts = Counter()
    for run in word.element.body.iter(qn("w:r")):
        found = run.find(f"{qn('w:rPr')}/{qn('w:rFonts')}")
        if found is not None and text_of(run).strip():
            lang = run.find(f"{qn('w:rPr')}/{qn('w:lang')}").get(qn("w:eastAsia"))
            fonts[found.get(qn("w:eastAsia")), lang] += 1
    assert set(fonts) == {("Microsoft JhengHei", "zh-TW"), ("Microsoft YaHei", "zh-CN")}


def test_each_picture_tells_its_numbers(word):
    found = list(word.element.body.iter(qn("wp:docPr")))
    view = told("boise-office", "zh-Hant").view
    assert len(found) == 4 + len(view.sides.gaps) + 1 + len(view.rollout.pictures) + 1
    assert all(re.search(r"\d", one.get("descr")) for one in found)
    described = {squeezed(one.get("descr")) for one in found}
    assert all(squeezed(picture.told)[:3900] in described for picture in view.rollout.pictures)
    assert len({one.get("id") for one in found}) == len(found)


def test_the_contents_name_every_chapter_and_lead_to_it(word):
    body = word.element.body
    marks = {one.get(qn("w:name")): one for one in body.iter(qn("w:bookmarkStart"))}
    links = list(body.iter(qn("w:hyperlink")))
    headings = [p for p in word.paragraphs if p.style.name in ("Heading 1", "Heading 2")]
    assert [text_of(link) for link in links] == [text_of(p._element) for p in headings]
    assert all(link.get(qn("w:anchor")) in marks for link in links)


def test_the_properties_tell_the_date_of_the_assessment_and_no_other(word):
    found = word.core_properties
    assert found.title == str(told("boise-office", "zh-Hant").view.title)
    assert found.language == "zh-TW"
    assert {str(day.date()) for day in (found.created, found.modified, found.last_printed)} == {"2000-12-01"}
    archive = zipfile.ZipFile(io.BytesIO(octets("boise-office", "zh-Hant", ".docx")))
    assert {entry.date_time[0] for entry in archive.infolist()} == {2000}
    assert not [name for name in archive.namelist() if "thumbnail" in name or "WithEffects" in name]


@pytest.mark.long
def test_same_inputs_same_octets(tmp_path):
    written = []
    for seed in ("1", "2"):
        out = tmp_path / f"{seed}.docx"
        environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": "Asia/Tokyo" if seed == "2" else "UTC"}
        line = [sys.executable, "-m", "readiness", "report", str(examples() / "boise-office"), "-o", str(out)]
        subprocess.run(line, check=True, capture_output=True, env=environment)
        written.append(out.read_bytes())
    assert written[0] == written[1]


def findings(file) -> list[str]:
    return [one.description for one in OpenXmlValidator().validate(file).errors]


@pytest.mark.long
@pytest.mark.parametrize(("name", "language"), CASES)
def test_word_opens_each_without_repair(name, language, tmp_path):
    file = tmp_path / "report.docx"
    file.write_bytes(octets(name, language, ".docx"))
    assert findings(file) == []
