"""What decided alone is the first reason everywhere; a yes that became a no is told as a step of its own."""

from __future__ import annotations

import json
from dataclasses import replace

from assessment_builders import (
    RULES,
    answer,
    assessed,
    engagement,
    item,
    questionnaire,
    response,
    sign,
    sign_of,
)

from readiness.assessment.confidence import smallest_changes
from readiness.assessment.moves import moved, moves
from readiness.assessment.verdict import judge, reasons
from readiness.questionnaires.model import Gate
from readiness.scalars import Text
from readiness.services import assess
from readiness.services.explanations import explain


def text(words):
    return Text((("", words),))


GATED = item("G", gate=Gate(text("Really?")), weight=1)


def ordered(signs):
    return [one.id for one, _ in reasons(signs, deciding=judge(signs, RULES).deciding)]


HEAVY = (sign(1, id="H", risk=1, weight=3), sign(2, id="I", risk=0.5, weight=3))


def test_a_confirmed_yes_comes_before_any_weight():
    light = sign(3, id="G", risk=0.25, weight=1, gate="confirmed", gated=True)
    assert ordered((*HEAVY, light)) == ["G", "H", "I"]
    good = replace(light, risk=0.0)  # it decides, whatever the answer beside it
    assert ordered((*HEAVY, good)) == ["G", "H", "I"]


def test_a_matter_of_law_comes_before_another_yes():
    yes = sign(3, id="G", risk=1, weight=3, gate="confirmed", gated=True)
    law = sign(4, id="L", risk=0.25, weight=1, gate="confirmed", gated=True, legal=True)
    assert ordered((*HEAVY, yes, law)) == ["L", "G", "H"]


def test_an_unconfirmed_yes_comes_first_only_where_it_decided():
    yes = sign(3, id="G", risk=0.25, weight=1, gate="yes", gated=True)
    assert judge((*HEAVY, yes), RULES).because == "risk"
    assert ordered((*HEAVY, yes)) == ["H", "I", "G"]
    good = tuple(sign(n, risk=0.1, weight=3, grade="document") for n in range(4))
    assert judge((*good, yes), RULES).because == "open-gate"
    assert ordered((*good, yes))[0] == "G"


def test_page_one_the_terminal_and_the_receipt_tell_the_same_first_reason(boise):
    found = assess(boise, "en")
    for shown in found.view.pitfalls:
        pitfall = found.assessment.pitfalls[shown.id]
        deciding = pitfall.judgement.deciding
        if deciding:
            assert pitfall.reasons[0][0].id == deciding[0]
            assert shown.first_reason.startswith("Answered yes")
            assert shown.reasons[0].id == deciding[0]
    relationship = found.view.pitfalls[3]
    # the fax with no basis may break the law; the unconfirmed yes beside it decided nothing
    assert relationship.first_reason == relationship.reasons[0].sentence
    assert relationship.reasons[0].id == "P4-M3"


def test_a_best_answer_that_takes_a_yes_as_a_no_says_so(boise):
    found = assess(boise, "en")
    (change,) = found.assessment.pitfalls["organization"].changes
    assert change.noes == ("P2-Q2",)
    ask = found.assessment.items["P2-Q2"].gate.ask
    told, values = explain(boise, "organization", "en")
    assert f"besides, everybody answers no to “{ask}” (P2-Q2): " in told
    assert values["changes"][0]["noes"] == ["P2-Q2"]
    altered = next(one for one in found.view.decision.would_change if "one reversible step" in one)
    assert f"and everybody answering no to “{ask}” (P2-Q2)" in altered
    json.dumps(values)


def test_only_a_best_answer_takes_a_yes_as_a_no():
    good = tuple(sign(n, risk=0.1, weight=3, grade="document") for n in range(4))
    signs = (*good, sign(9, id="G", risk=0.25, weight=1, gate="yes", gated=True))
    found = {one.to: one for one in smallest_changes(signs, judge(signs, RULES), RULES)}
    assert (found["best"].ids, found["best"].noes) == (("G",), ("G",))
    assert found["worst"].noes == ()


def said(*answers):
    people = [response(f"p-{n}", role, {"G": given}) for n, (role, given) in enumerate(answers)]
    return sign_of(assessed(engagement(people, questionnaires=(questionnaire("strategy", (GATED,)),))), "G")


def test_nothing_is_left_of_an_answer_that_was_only_its_yes():
    only = said(("business", answer({"gate": "yes"})))
    assert (only.level, only.gate) == (0.0, "yes")
    assert (only.without_yes.state, only.without_yes.gate) == ("missing", "")
    ways = list(moves(only, GATED))
    assert {(way.before, way.gate, way.bare) for way in ways} == {(None, True, True)}
    assert None not in {way.after for way in ways}  # a level is always answered
    assert all(moved(only, way).known and not moved(only, way).gate for way in ways)


def test_others_count_once_the_yes_is_a_no():
    beside = said(("business", answer({"gate": "yes"})), ("executive", answer("2")))
    assert beside.level == 0.0
    left = beside.without_yes
    assert (left.level, left.witnessed, left.gate) == (2.0, False, "")
    assert moved(beside, next(moves(beside, GATED))) == left


def test_an_answer_beside_its_yes_stays():
    low = said(("business", answer({"value": "1", "gate": "yes"})))
    assert low.settled is None
    assert (low.without_yes.level, low.without_yes.gate) == (1.0, "")


def test_an_assessment_puts_what_decided_before_what_weighs():
    items = (item("H", weight=3), replace(GATED, weight=1))
    told = {"H": answer("0"), "G": answer({"value": "1", "gate": "yes"}, grade="document")}
    built = engagement([response("p", "business", told)], questionnaires=(questionnaire("strategy", items),))
    assert [one.id for one, _ in assessed(built).pitfalls["strategy"].reasons][:2] == ["G", "H"]
