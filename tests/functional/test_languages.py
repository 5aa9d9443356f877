"""Reports, diagnostics, help and new folders in three languages, by the real commands."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from html.parser import HTMLParser

import pytest
import yaml
from pypdf import PdfReader

from readiness import LANGUAGES, services
from readiness.resources import examples, templates
from readiness.typefaces import FAMILIES

HAN = re.compile("[\u3400-\u9fff]")
EXAMPLES = ("boise-office", "shanghai-gm")
VERDICT = {"en": "Do not commit yet", "zh-Hant": "先不要定案", "zh-Hans": "暂不拍板"}


class Words(HTMLParser):
    """The words of a page with the language each is in."""

    def __init__(self, html):
        super().__init__()
        self.stack, self.found, self.in_svg = [("html", "")], [], 0
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        assert not (self.in_svg and tag == "span"), "a span inside a picture is not shown"
        self.in_svg += tag == "svg"
        if tag not in ("meta", "br"):
            self.stack.append((tag, dict(attrs).get("lang") or self.stack[-1][1]))

    def handle_startendtag(self, tag, attrs):
        """Nothing stands in it."""

    def handle_endtag(self, tag):
        self.in_svg -= tag == "svg"
        while self.stack.pop()[0] != tag:
            pass

    def handle_data(self, data):
        if self.stack[-1][0] != "style" and data.strip():
            self.found.append((self.stack[-1][1], data))


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """HTML and PDF of every example in every language."""
    folder = tmp_path_factory.mktemp("reports")
    for name in EXAMPLES:
        for language in LANGUAGES:
            for suffix in ("html", "pdf"):
                services.report(examples() / name, folder / f"{name}.{language}.{suffix}", language=language)
    return folder


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", EXAMPLES)
def test_the_pdf_uses_the_faces_of_its_languages_and_no_other(name, language, written):
    pdf = PdfReader(written / f"{name}.{language}.pdf")
    faces = set()
    for page in pdf.pages:
        for font in page["/Resources"]["/Font"].values():
            faces.add(re.sub(r"^/[A-Z]{6}\+", "", font.get_object()["/BaseFont"]))
    families = {re.sub("-(Bold|Italic|Semi-Bold)$", "", face) for face in faces}
    own = {"boise-office": {"en", "zh-Hant"}, "shanghai-gm": {"zh-Hans"}}[name]
    allowed = {FAMILIES[one].replace(" ", "-") for one in {language} | own}
    assert families <= allowed
    assert FAMILIES[language].replace(" ", "-") in families
    assert pdf.trailer["/Root"]["/Lang"] == language
    assert VERDICT[language][:2] in pdf.pages[0].extract_text()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", EXAMPLES)
def test_every_word_says_its_language(name, language, written):
    html = (written / f"{name}.{language}.html").read_text("utf-8")
    found = Words(html).found
    assert f'<html lang="{language}">' in html
    assert VERDICT[language] in html
    assert [data for lang, data in found if lang == "en" and HAN.search(data)] == []
    if language != "en" and name == "boise-office":
        assert any(lang == "en" and "second calls" in data for lang, data in found)
    if language == "zh-Hans":
        lost = [data for lang, data in found if lang == "zh-Hans" and re.search("[\u9867\u5be6\u9ede]", data)]
        assert lost == [], "words in Traditional Chinese without their language"


@pytest.mark.parametrize("language", [one for one in LANGUAGES if one != "en"])
@pytest.mark.parametrize("name", EXAMPLES)
def test_punctuation_is_full_width_and_a_number_stays_with_its_unit(name, language, written):
    html = (written / f"{name}.{language}.html").read_text("utf-8")
    for lang, data in Words(html).found:
        if lang == language:
            assert not re.search("[\u4e00-\u9fff][,;:?!](?![\\w/])", data), data
            assert "。。" not in data, data
            assert "，。" not in data, data


def test_a_date_is_never_broken_and_the_same_folder_gives_the_same_bytes(written, tmp_path):
    html = (written / "shanghai-gm.zh-Hans.html").read_text("utf-8")
    dates = re.findall(
        r"\d{4}年\d{1,2}月\d{1,2}日", re.sub(r"<(title|text|style)\b.*?</\1>", "", html, flags=re.DOTALL)
    )
    kept = re.findall(r'<span class="nb">\d{4}年\d{1,2}月\d{1,2}日</span>', html)
    assert len(kept) > 5
    ours = [day for day in dates if f'<span class="nb">{day}</span>' in html]
    assert len(ours) >= len(kept)
    again = services.report(examples() / "shanghai-gm", tmp_path / "again.pdf", language="zh-Hans")
    assert again.read_bytes() == (written / "shanghai-gm.zh-Hans.pdf").read_bytes()


def test_numbers_do_not_depend_on_the_language(written):
    del written
    figures = []
    for language in LANGUAGES:
        view = services.assess(examples() / "boise-office", language).view
        figures.append(
            [(p.verdict, p.risk, p.coverage, p.bar, [r.share for r in p.reasons]) for p in view.pitfalls]
        )
    assert figures[0] == figures[1] == figures[2]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_new_folder_speaks_its_language_and_differs_in_nothing_else(language, tmp_path, command):
    made = command("new", tmp_path / "case", "--language", language, "--as-of", "2026-01-15")
    assert made.returncode == 0, made.stderr
    told = command("check", tmp_path / "case", "--language", language)
    assert told.returncode == 0, told.stdout
    for file in ("engagement.yaml", "touchmap.yaml", "to-be.yaml", "responses/example-1.yaml"):
        text = (tmp_path / "case" / file).read_text("utf-8")
        english = (templates() / "engagement" / "en" / file).read_text("utf-8")
        assert shape(yaml.safe_load(text)) == shape(yaml.safe_load(english)), file
        if language != "en":
            remarks = [line for line in text.splitlines() if "#" in line]
            assert sum(bool(HAN.search(line)) for line in remarks) > len(remarks) * 0.5, file


def shape(value, key=""):
    """What is left of a file without its words for people."""
    if isinstance(value, dict):
        return {name: shape(inner, name) for name, inner in value.items() if name != "language"}
    if isinstance(value, list):
        return [shape(inner, key) for inner in value]
    words = (
        "title",
        "purpose",
        "client",
        "what",
        "note",
        "rule",
        "currency",
        "time_zone",
        "hours",
        "as_of",
        "owners",
    )
    return (
        "..."
        if key in words or key in ("executive", "business", "it", "front-line", "why", "source")
        else str(value)
    )


@pytest.mark.parametrize(
    ("locale", "error", "count"),
    [("zh_TW.UTF-8", "錯誤[dangling]", "1 個錯誤"), ("zh_CN.UTF-8", "错误[dangling]", "1 个错误"),
     ("de_DE.UTF-8", "error[dangling]", "1 error,")],
)  # fmt: skip
def test_the_terminal_is_answered_in_its_language(locale, error, count, boise):
    file = boise / "touchmap.yaml"
    file.write_text(file.read_text("utf-8").replace("owner: e-business", "owner: e-busines", 1), "utf-8")
    ran = run_with({"LANG": locale}, "check", boise)
    assert ran.returncode == 2
    assert error in ran.stdout
    assert count in ran.stdout
    refused = run_with({"LANG": locale}, "report", boise, "-o", "x.pdf")
    assert error in refused.stderr
    assert run_with({"LANG": locale}, "check", boise / "nowhere").returncode == 3


def run_with(environment, *words):
    env = {
        key: value
        for key, value in os.environ.items()
        if key not in ("READINESS_LANGUAGE", "LC_ALL", "LC_MESSAGES")
    }
    line = [sys.executable, "-m", "readiness", *map(str, words)]
    return subprocess.run(line, capture_output=True, check=False, encoding="utf-8",
                          env=env | environment | {"PYTHONUTF8": "1"})  # fmt: skip


def test_marks_below_wide_characters_stand_where_they_belong(boise):
    file = boise / "touchmap.yaml"
    text = file.read_text("utf-8").replace("owner: e-business", "note: {en: 電子商務, xx_y: 商務}", 1)
    file.write_text(text, "utf-8")
    ran = run_with({"LANG": "C"}, "check", boise)
    frame = ran.stdout.splitlines()
    at = next(number for number, line in enumerate(frame) if "電子商務" in line)
    before = frame[at].rpartition("商務")[0]
    assert frame[at + 1].index("^") == len(before) + len(HAN.findall(before))


@pytest.mark.parametrize(
    ("locale", "words"),
    [("zh_TW.UTF-8", ("用法：", "判定四個陷阱", "畫出每一種購買者")),
     ("zh_CN.UTF-8", ("用法：", "判定四个陷阱", "画出每一种购买者")),
     ("fr_FR.UTF-8", ("Usage:", "Judge the four pitfalls", "Map how each kind"))],
)  # fmt: skip
def test_help_speaks_the_language_of_the_terminal(locale, words):
    told = run_with({"LANG": locale}, "--help")
    assert told.returncode == 0
    assert [word for word in words if word not in told.stdout] == []
    wrong = run_with({"LANG": locale}, "chek")
    assert wrong.returncode == 2
    assert "check" in wrong.stderr


def test_no_words_at_all_show_the_help():
    assert "Usage:" in run_with({"LANG": "C"}).stdout + run_with({"LANG": "C"}).stderr
