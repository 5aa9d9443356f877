"""No receipt prints an answer under a name unless three people of that name gave it."""

from __future__ import annotations

import json
import re
import shutil
from collections import Counter
from pathlib import Path

import pytest

from readiness.assessment.voices import SIDES
from readiness.resources import examples
from readiness.services import assess
from readiness.services.explanations import explain

FEWEST = 3
SORTING = ("strong", "strong-share", "documented", "evidenced", "said", "turning")
STATES = ("value", "dont-know", "not-applicable")
GROUPS = {
    "executives": "executive",
    "business departments": "business",  # the role
    "business": "business",  # the side: whoever is of the role is of the side as well
    "IT": "it",
    "front line": "front-line",
}
SIDE_OF = {role: side for side, roles in SIDES.items() for role in roles}


@pytest.fixture(params=["boise-office", "shanghai-gm", "one-it"])
def folder(request, tmp_path):
    """Both examples as they are, and one of them with a single person of IT."""
    if request.param != "one-it":
        return examples() / request.param
    made = Path(shutil.copytree(examples() / "boise-office", tmp_path / "one-it"))
    for number in (2, 3):
        (made / "responses" / f"it-{number}.yaml").unlink()
    return made


def valued(voices):
    return Counter(voice.role for voice in voices if voice.meaning.state == "value")


@pytest.mark.long
def test_each_group_named_beside_a_question_is_three_people_who_answered_it(folder):
    found = assess(folder, "en").assessment
    seen = 0
    for name in found.items:
        told, values = explain(folder, name, "en")
        said = Counter(
            (v.meaning.state, who)
            for v in found.voices[name]
            for who in {v.role, SIDE_OF.get(v.role, v.role)}
            if not v.meaning.hidden
        )
        for line in re.findall(
            r"^   (executives|business departments|business|IT|front line): ", told, re.MULTILINE
        ):
            assert max(said[state, GROUPS[line]] for state in STATES) >= FEWEST, (name, told)
            seen += 1
        assert all(group["people"] >= FEWEST for group in values["groups"])
    assert seen > 20


def test_no_level_of_a_side_stands_alone_unless_three_people_gave_it(folder):
    found = assess(folder, "en").assessment
    told, values = explain(folder, "P2-X1", "en")
    shown = {gap["indicator"] for gap in values.get("gaps", ()) if gap["it"] is not None}
    assert shown == set(re.findall(r"^   (\S+): IT [\d.]+, business", told, re.MULTILINE))
    for name in shown:
        said = valued(found.voices[name])
        assert said["it"] >= FEWEST
        assert sum(said[role] for role in SIDES["business"]) >= FEWEST


def test_what_is_kept_back_is_kept_back_in_text_and_in_json(folder):
    assessed = assess(folder, "en")
    teller = assessed.teller
    hidden = {
        sign.id
        for pitfall in assessed.assessment.pitfalls.values()
        for sign in pitfall.signs
        if sign.known and teller.hides(sign.id)
    }
    assert hidden
    for name in sorted(hidden):
        told, values = explain(folder, name, "en")
        assert not re.search(r"^(Risk|Weight x risk|Its part of R) = ?", told, re.MULTILINE), told
        assert "The verdict, if only this were different" not in told
        for sign in values["signs"]:
            assert {sign[key] for key in ("risk", "load", "level", "measured", "evidence")} == {None}
    for pitfall in assessed.assessment.pitfalls:
        told, values = explain(folder, pitfall, "en")
        for move in values["path"]["moves"]:
            if move["indicator"] in hidden:
                assert move["from"] is move["to"] is move["document"] is None
                assert f"      {move['indicator']}: a better answer" in told
        listed = [test for rule in values["rules"] for test in rule["tests"]]
        kept = [sign for sign in values["signs"] if sign["state"] == "known" and not sign["shown"]]
        for test in (*listed, *values["proof"], *values["confidence"]["tests"]):
            if kept and test["test"] in SORTING:  # 8 strong signs, 6 of them shown: so are the other two
                assert (test["value"], test["part"], test["met"], test["indicators"]) == (
                    None,
                    None,
                    None,
                    [],
                )
        if kept:
            assert not re.search(r"\d strong signs together|\d+ not shown", told)
        assert "person-" not in json.dumps(values)


def test_a_side_of_one_person_is_not_set_beside_the_other(tmp_path):
    made = Path(shutil.copytree(examples() / "boise-office", tmp_path / "one-it"))
    for number in (2, 3):
        (made / "responses" / f"it-{number}.yaml").unlink()
    told, values = explain(made, "P2-X1", "en")
    assert "gaps" not in values
    assert values["signs"][0]["measured"] is None
    assert not re.search(r"apart [\d.]+", told)
    for pitfall in ("strategy", "organization", "technology", "relationship"):
        told, values = explain(made, pitfall, "en")
        apart = next(one for one in values["confidence"]["tests"] if one["test"] == "disagreement")
        assert (apart["value"], apart["met"]) == (None, None)
        assert not re.search(r"IT and business apart: \d", told)
