"""Questions that cannot be explained, since they are not asked here, are refused with the reason."""

from __future__ import annotations

import pytest

TEMPLATE = """format: questionnaire/1
id: acme
version: "1.0.0"
title: Customer strategy of ACME
language: en
extends: customer-strategy@^1
renamed: {OLD-7: P1-Q7}
changes:
  - {drop: P1-Q11, why: Not used in this country}
  - add:
      id: OUR-1
      text: How was the tool chosen?
      kind: choice
      weight: 1
      gate: {ask: Was nobody asked?}
      choices: [{id: nobody, text: By nobody, level: 0}, {id: board, text: By the board, level: 4}]
    why: Asked for by the client
"""


@pytest.fixture
def acme(boise):
    (boise / "questionnaires").mkdir(exist_ok=True)
    (boise / "questionnaires" / "acme.yaml").write_text(TEMPLATE, "utf-8")
    cover = boise / "engagement.yaml"
    cover.write_text(cover.read_text("utf-8").replace("  - customer-strategy ", "  - acme "), "utf-8")
    return boise


WORDS = {
    "unused": {
        "en": "UA-Q1 belongs to the questionnaire user-adoption@1.0.0, which is not in use here",
        "zh-Hant": "user-adoption@1.0.0",
        "zh-Hans": "user-adoption@1.0.0",
    },
    "renamed": {
        "en": "OLD-7 is now called P1-Q7: readiness explain FOLDER P1-Q7",
        "zh-Hant": "OLD-7 現在叫做 P1-Q7：readiness explain 資料夾 P1-Q7",
        "zh-Hans": "OLD-7 现在叫做 P1-Q7：readiness explain 文件夹 P1-Q7",
    },
    "dropped": {
        "en": "The questionnaire in use (acme@1.0.0) leaves P1-Q11 out: Not used in this country",
        "zh-Hant": "Not used in this country",
        "zh-Hans": "Not used in this country",
    },
}


@pytest.mark.parametrize("language", ["en", "zh-Hant", "zh-Hans"])
@pytest.mark.parametrize(
    ("subject", "why"), [("ua-q1", "unused"), ("old-7", "renamed"), ("p1-q11", "dropped")]
)
def test_a_question_that_is_not_asked_here_is_refused_with_the_reason(subject, why, language, acme, command):
    """Ids may be written in small letters; the answer has them as they are."""
    ran = command("explain", acme, subject, "--language", language)
    assert ran.returncode == 3
    assert ran.stdout == ""
    assert WORDS[why][language] in ran.stderr
    assert subject.upper() in ran.stderr
    assert "Traceback" not in ran.stderr


@pytest.mark.parametrize("subject", ["UA-Q1", "OLD-7", "P1-Q11"])
def test_without_the_reason_the_same_ids_are_only_unknown_or_explained(subject, boise, command):
    """In the example itself P1-Q11 is asked, OLD-7 is nothing, and UA-Q1 is not in use."""
    ran = command("explain", boise, subject)
    said = {"UA-Q1": "not in use here", "OLD-7": "OLD-7", "P1-Q11": "P1-Q11"}[subject]
    assert said in ran.stdout + ran.stderr
    assert ran.returncode == (0 if subject == "P1-Q11" else 3)
    assert "is now called" not in ran.stderr


def test_a_renamed_question_is_explained_under_its_new_name(acme, command):
    ran = command("explain", acme, "P1-Q7")
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "P1-Q7" in ran.stdout


@pytest.mark.parametrize(
    ("language", "level"),
    [("en", "level 3 or higher"), ("zh-Hant", "第 3 級以上"), ("zh-Hans", "3 级及以上")],
)
def test_a_good_answer_without_evidence_is_told_by_its_level_whatever_its_kind(
    language, level, acme, command
):
    """A choice is answered with an id, never with a 3 or 4."""
    file = acme / "responses" / "it-1.yaml"
    file.write_text(file.read_text("utf-8").rstrip() + "\n  OUR-1: board\n", "utf-8")
    told = command("check", acme, "--language", language).stdout
    line = next(line for line in told.splitlines() if "OUR-1" in line and "answer-needs-evidence" in line)
    assert level in line
