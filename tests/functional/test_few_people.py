"""What one person answered is told to nobody, on any page, where too few people answered."""

from __future__ import annotations

import json
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


@pytest.mark.long
def test_no_level_of_few_people_is_worked_out_from_a_receipt(shop, command):
    """Neither text nor JSON: where one answer is kept back, so are its risk, its load and its place."""
    values = json.loads(command("explain", shop, "relationship", "--format", "json").stdout)
    hidden = [sign for sign in values["signs"] if not sign["shown"]]
    assert {sign["indicator"] for sign in hidden} >= {"P4-Q1"}
    for sign in hidden:
        assert {sign[key] for key in ("risk", "load", "level", "measured", "evidence")} == {None}
    assert values["path"]["steps"] is None
    assert len(hidden) == 1  # nothing beside it: the sums would tell
    assert {values[key] for key in ("load", "risk", "low", "high", "severity")} == {None}
    tests = [test for rule in values["rules"] for test in rule["tests"]] + values["confidence"]["tests"]
    assert {test["test"] for test in tests if test["met"] is None} >= {"risk", "strong", "said"}
    assert all(test["value"] is None for test in tests if test["met"] is None)
    names = {sign["indicator"] for sign in hidden}
    moves = [move for move in values["path"]["moves"] if move["indicator"] in names]
    assert moves
    assert {move[key] for move in moves for key in ("from", "to", "document", "witness")} == {None}
    told = command("explain", shop, "relationship").stdout
    row = next(line for line in told.splitlines() if line.startswith("P4-Q1 "))
    assert row.split()[1:5] == ["3", "x", "–", "="]
    whole = json.loads(command("assess", shop, "--format", "json").stdout)
    assert {answer["level"] for answer in whole["ownership"]["answers"]} <= {None}
    owned = json.loads(command("explain", shop, "ownership", "--format", "json").stdout)["ownership"]
    assert {answer["level"] for answer in (*owned["answers"], *owned["asked_levels"])} <= {None}
    for subject in ("P4-Q1", "ownership", "relationship"):
        told = command("explain", shop, subject).stdout
        assert not re.search(r": from \d|[01234] <= 1|^Risk = |^R, ", told, re.MULTILINE), subject


def test_few_people_against_others_are_kept_back_as_well(shop, command):
    compared = command("assess", shop, "--against", examples() / "boise-office", "--format", "json")
    values = json.loads(compared.stdout)["against"]
    moved = {one["indicator"] for pitfall in values["pitfalls"] for one in pitfall["moved"]}
    assert not {name for name in moved if "-Q" in name}
    assert sum(pitfall["moved_hidden"] for pitfall in values["pitfalls"]) > 0
