"""The way to "no sign found" is followed to the letter in copies of the answers, and leads there."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from readiness.assessment.verdict import judge
from readiness.evidence import Grade
from readiness.folder import library
from readiness.questionnaires.answers import TOP, understand
from readiness.questionnaires.response import read_answer
from readiness.resources import examples
from readiness.services import assess
from readiness.services.explanations import explain

PITFALLS = ("strategy", "organization", "technology", "relationship")
PROOF = {"grade": "document", "ref": "minutes.pdf"}


@pytest.fixture(params=["boise-office", "shanghai-gm"])
def folder(request, tmp_path):
    """A copy of an example in which all agreed to be named, so that every level is told."""
    made = Path(shutil.copytree(examples() / request.param, tmp_path / request.param))
    cover = made / "engagement.yaml"
    cover.write_text(re.sub(r"anonymity: \w+", "anonymity: named", cover.read_text("utf-8")), "utf-8")
    return made


def rewrite(folder, change):
    """Let ``change`` work on the answers of every response file, by role."""
    for path in sorted((folder / "responses").glob("*.yaml")):
        whole = yaml.load(path.read_text("utf-8"), yaml.CBaseLoader)  # noqa: S506 - nothing but text
        change(whole["answers"], whole["role"], whole["respondent"])
        path.write_text(yaml.safe_dump(whole, allow_unicode=True, sort_keys=False), "utf-8")


def written(item, level):
    """Write a level the way a person answers."""
    if item.kind == "estimate":
        assert level == TOP
        return {"parts": dict.fromkeys(item.parts, "12")}
    if item.parts:
        turned = {name: part.reverse != item.reverse for name, part in item.parts.items()}
        return {"parts": {name: f"{TOP - level if back else level:g}" for name, back in turned.items()}}
    if item.bands is not None:
        return {"value": f"{item.bands.good if level == TOP else item.bands.half:g}"}
    value = TOP - level if item.reverse else level
    return {"value": ("no", "yes")[value == TOP] if item.kind == "yes-no" else f"{value:g}"}


def level_of(item, answer):
    meaning = understand(item, read_answer(answer))
    if meaning.state != "value" or item.kind == "estimate":
        return None
    if item.bands is None:
        return meaning.value
    good, half = item.bands.good, item.bands.half
    sign = -1 if item.lower_is_better else 1
    return (
        TOP if sign * meaning.value >= sign * good else TOP / 2 if sign * meaning.value >= sign * half else 0
    )


def follow(move, item):
    """Return what does one told move: everybody who answered lower moves along."""
    asked = ("it", "business") if item.witness == "both" else (item.witness,)

    def change(answers, role, _who):
        given = answers.get(move["indicator"])
        answer = dict(given) if isinstance(given, dict) else {"value": given} if given else {}
        if move["to"] is not None:
            level = level_of(item, answer) if answer else None
            named = role in asked and (move["witness"] or move["from"] is None or item.kind == "estimate")
            if (level is not None and level <= move["to"]) or (level is None and named):
                for key in ("value", "parts", "not_applicable", "money", "months", "hours"):
                    answer.pop(key, None)
                answer |= written(item, move["to"])
                if move["document"]:
                    answer["evidence"] = PROOF
        if move["gate"] and answer.get("gate") == "yes":
            answer["gate"] = "no"
        if answer:
            answers[move["indicator"]] = answer

    return change


def verdict_after(folder, pitfall):
    """Follow what the receipt tells and return the path with the verdict, told facts mended."""
    items = assess(folder, "en").assessment.items
    _, values = explain(folder, pitfall, "en")
    path = values["path"]
    assert path["found"]
    for move in path["moves"]:
        assert move["to"] is not None or move["gate"]
        rewrite(folder, follow(move, items[move["indicator"]]))
    signs = assess(folder, "en").assessment.pitfalls[pitfall].signs
    mended = tuple(
        replace(s, state="known", risk=0.0, grade=max(s.grade, Grade.E1), witnessed=True, gate="")
        if s.id in path["facts"]
        else s
        for s in signs
    )
    return path, judge(mended, library.rules()).verdict


@pytest.mark.parametrize("pitfall", PITFALLS)
def test_the_moves_that_are_told_lead_to_no_sign_found(folder, pitfall):
    path, verdict = verdict_after(folder, pitfall)
    assert verdict == "clear"
    if not path["facts"]:
        assert explain(folder, pitfall, "en")[1]["verdict"] == "clear"


@pytest.mark.parametrize("pitfall", PITFALLS)
def test_a_yes_beside_a_good_answer_is_a_move_of_its_own(folder, pitfall):
    """A yes counts at any level, also where its question was not due (gate-not-asked)."""
    found = assess(folder, "en").assessment
    gated = [s.id for s in found.pitfalls[pitfall].signs if s.gated and s.known and not s.gate]
    assert gated

    def say_yes(answers, _role, who):
        if who.endswith("-1"):
            given = answers.get(gated[0])
            answers[gated[0]] = (given if isinstance(given, dict) else {"value": given}) | {"gate": "yes"}

    rewrite(folder, lambda answers, role, who: say_yes(answers, role, who) if gated[0] in answers else None)
    told, values = explain(folder, pitfall, "en")
    move = next(one for one in values["path"]["moves"] if one["indicator"] == gated[0])
    assert move["gate"]
    line = next(line for line in told.splitlines() if line.startswith(f"      {gated[0]}: "))
    assert "every yes to the yes-or-no question behind it becomes a no" in line
    _, verdict = verdict_after(folder, pitfall)
    assert verdict == "clear"


def test_without_the_no_the_way_does_not_lead_there(boise):
    """The old yes counts on, whatever the answer beside it: this is what the move of its own is for."""
    cover = boise / "engagement.yaml"
    cover.write_text(cover.read_text("utf-8").replace("anonymity: sides", "anonymity: named"), "utf-8")
    _, values = explain(boise, "organization", "en")
    items = assess(boise, "en").assessment.items
    assert any(move["gate"] for move in values["path"]["moves"])
    for move in values["path"]["moves"]:
        rewrite(boise, follow(move | {"gate": False}, items[move["indicator"]]))
    assert explain(boise, "organization", "en")[1]["verdict"] != "clear"


BRANCHING = """format: questionnaire/1
id: acme
version: "1.0.0"
title: Organization of ACME
language: en
extends: organization-readiness@^1
changes:
  - add: {id: OUR-1, text: The new job descriptions are followed., weight: WEIGHT, witness: front-line,
      show_if: P2-Q1 >= 2}
    why: Asked for by the client
  - add: {id: OUR-2, text: They are known outside., weight: 1, witness: front-line, show_if: P2-Q1 >= 2}
    why: Asked for by the client
  - add: {id: OUR-3, text: A plan says when they are rewritten., weight: 3, witness: front-line,
      show_if: P2-Q1 <= 1}
    why: Asked for by the client
"""


@pytest.fixture
def branching(boise):
    """Return an engagement in which better job descriptions show two questions and hide a third."""

    def made(weight):
        (boise / "questionnaires").mkdir(exist_ok=True)
        (boise / "questionnaires" / "acme.yaml").write_text(BRANCHING.replace("WEIGHT", str(weight)))
        cover = boise / "engagement.yaml"
        text = cover.read_text("utf-8").replace("  - organization-readiness ", "  - acme ")
        cover.write_text(re.sub(r"anonymity: \w+", "anonymity: named", text), "utf-8")

        def low(answers, role, _who):
            if "P2-Q1" in answers:
                answers["P2-Q1"] = "1"
                if role == "front-line":
                    answers["OUR-3"] = "0"

        rewrite(boise, low)
        return boise

    return made


def test_a_question_that_the_moves_show_is_told_and_answered_where_it_is_needed(branching):
    folder = branching(40)
    told, values = explain(folder, "organization", "en")
    (new,) = (move for move in values["path"]["moves"] if move["indicator"] == "OUR-1")
    assert new["from"] is None
    assert values["path"]["shown"] == ["OUR-1"]
    assert "      OUR-1: asked only once the others have moved, front line answer " in told
    path, verdict = verdict_after(folder, "organization")
    assert verdict == "clear"
    assert path["facts"] == []
    assert explain(folder, "organization", "en")[1]["verdict"] == "clear"


def test_without_the_answer_to_the_new_question_the_way_does_not_lead_there(branching):
    folder = branching(40)
    items = assess(folder, "en").assessment.items
    for move in explain(folder, "organization", "en")[1]["path"]["moves"]:
        if move["indicator"] != "OUR-1":
            rewrite(folder, follow(move, items[move["indicator"]]))
    assert explain(folder, "organization", "en")[1]["verdict"] != "clear"


def test_questions_that_the_moves_show_and_hide_are_told(branching):
    """A light question may stay open, and one that is hidden needs no better answer."""
    folder = branching(2)
    told, values = explain(folder, "organization", "en")
    path = values["path"]
    assert path["unanswered"] == ["OUR-1", "OUR-2"]
    assert path["hidden"] == ["OUR-3"]
    assert "OUR-3" not in {move["indicator"] for move in path["moves"]}
    assert path["depends"]
    assert not path["exact"]
    assert "These questions are asked then as well and have to be answered." in told
    assert "no longer asked then: “A plan says when they are rewritten.” (OUR-3)." in told
    _, verdict = verdict_after(folder, "organization")
    assert verdict == "clear"
    after = {sign.id: sign.state for sign in assess(folder, "en").assessment.pitfalls["organization"].signs}
    assert (after["OUR-1"], after["OUR-2"], after["OUR-3"]) == ("missing", "missing", "not-applicable")


def test_an_answer_that_was_only_its_yes_has_to_be_given_anew(folder):
    """Once the yes is a no nothing is left of the answer, and the way says so."""

    def only_yes(answers, role, _who):
        answers.pop("P1-Q1", None)
        if role == "executive":
            answers["P1-Q1"] = {"gate": "yes"}

    rewrite(folder, only_yes)
    told, values = explain(folder, "strategy", "en")
    (move,) = (one for one in values["path"]["moves"] if one["indicator"] == "P1-Q1")
    assert move["gate_only"]
    assert (move["from"], move["to"] is not None) == (None, True)
    line = next(line for line in told.splitlines() if line.startswith("      P1-Q1: "))
    assert "the yes was all that had been answered, so the question itself has to be answered" in line
    receipt, _ = explain(folder, "P1-Q1", "en")
    assert "the yes-or-no question answered no, and nothing else answered: " in receipt
    _, verdict = verdict_after(folder, "strategy")
    assert verdict == "clear"
