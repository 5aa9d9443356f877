"""What one person answered is told to nobody, on any page, where too few people answered."""

from __future__ import annotations

import re

import pytest

from readiness.resources import examples

SHEETS = examples() / "spreadsheets"
ANSWERED = {"P4-Q1": "A rule is written, for some segments at least", "P2-Q2": "True by word of mouth"}


@pytest.fixture
def shop(tmp_path, command):
    made = command("new", tmp_path / "shop", "--from-xlsx", SHEETS / "shop-map.xlsx", "--as-of", "2026-01-15")
    assert made.returncode == 0, made.stderr
    read = command("responses", "import", tmp_path / "shop", SHEETS / "shop-answers.csv")
    assert read.returncode == 0, read.stderr
    return tmp_path / "shop"


def test_three_people_are_too_few_for_any_answer_to_be_shown(shop, command, tmp_path):
    command("report", shop, "-o", tmp_path / "x.html")
    html = (tmp_path / "x.html").read_text("utf-8")
    for item, anchor in ANSWERED.items():
        row = re.search(
            rf'<td class="id">{item}</td>(.*?)</tr>', html[html.index('class="appendix"') :]
        ).group(1)
        assert "too few people" in row
        assert re.findall(r'<td class="num"[^>]*>([^<]*)</td>', row)[1:] == ["–", "–"]
        assert anchor not in html
        told = command("explain", shop, item).stdout
        assert "too few people" in told
        assert anchor not in told
    assert "(0 of 4)" not in html
    assert "(1 of 4)" not in html


def test_where_everybody_agreed_to_be_named_answers_are_shown(shop, command):
    cover = shop / "engagement.yaml"
    cover.write_text(
        re.sub(r"anonymity: \w+", "anonymity: named", cover.read_text("utf-8"), count=1), "utf-8"
    )
    assert ANSWERED["P4-Q1"] in command("explain", shop, "P4-Q1").stdout
