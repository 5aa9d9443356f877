"""How likely an answer is to change a verdict, counted out by hand."""

import pytest
from assessment_builders import RULES, item, sign, signs_of

from readiness.assessment.chances import chances, verdict_of
from readiness.questionnaires.model import Gate
from readiness.scalars import Text

GATE = Gate(Text((("", "Really?"),)))


def shares(signs, items, indicators=None):
    found = chances(signs, items, indicators or {}, result=verdict_of(RULES))
    return {one.id: one for one in found}


def test_each_level_is_as_likely_as_any_other():
    # W = 10, K = 8, load 2.25: R = 0.28 is clear today; with a level L of weight 2 the load is
    # 2.25 + 2 (1 - L / 4) of K = 10, which is at most 0.3 only for L = 3 (2.75 / 10) and 4
    signs = (
        *signs_of([{"risk": 0.25, "grade": "document", "times": 7}, {"risk": 0.5}]),
        sign(9, id="Q", state="missing", weight=2),
    )
    assert shares(signs, {"Q": item("Q", weight=2)})["Q"].share == pytest.approx(3 / 5)


def test_a_yes_or_no_question_counts_half_for_each_answer():
    # 4 levels of 5 leave the verdict, a 0 or a 1 asks the question: its yes (half of 2 in 5) makes a watch
    good = signs_of([{"risk": 0, "grade": "document", "times": 30}])
    signs = (*good, sign(31, id="Q", state="missing", gated=True))
    found = shares(signs, {"Q": item("Q", gate=GATE)})["Q"]
    assert found.share == pytest.approx(1 / 5)
    assert not found.gate


def test_a_yes_that_nobody_confirmed_is_asked_of_another_role():
    good = signs_of([{"risk": 0, "grade": "document", "times": 9}])
    signs = (*good, sign(10, id="Q", risk=1, level=0.0, gate="yes", gated=True))
    found = shares(signs, {"Q": item("Q", gate=GATE)})["Q"]
    assert (found.whom, found.gate, found.share) == ("another", True, 0.5)


def test_a_3_or_4_that_is_only_said_counts_as_2_where_there_is_a_gate():
    # as above, a 3 or 4 would clear; with a gate it counts as 2 and leaves the load at 3.25 of K = 10
    good = signs_of([{"risk": 0.25, "grade": "document", "times": 7}, {"risk": 0.5}])
    today = sign(9, id="Q", state="missing", weight=2, gated=True)
    found = shares((*good, today), {"Q": item("Q", weight=2, gate=GATE)})["Q"]
    assert found.share == pytest.approx(1)


def test_what_is_settled_is_not_asked():
    signs = signs_of([{"risk": 1, "times": 3}, {"state": "not-applicable"}])
    assert shares(signs, {one.id: item(one.id) for one in signs}) == {}


def test_the_best_witness_is_asked_and_the_likeliest_question_comes_first():
    signs = (
        *signs_of([{"risk": 0.25, "grade": "document", "times": 7}, {"risk": 0.5}]),
        sign(9, id="A", state="missing", weight=1),
        sign(10, id="B", state="missing", weight=3),
    )
    items = {"A": item("A", witness="it"), "B": item("B", weight=3, witness="both")}
    found = chances(signs, items, {}, result=verdict_of(RULES))
    assert [one.id for one in found] == ["B", "A"]
    assert [one.whom for one in found] == ["both", "it"]
    assert found[0].share >= found[1].share


def test_a_fact_is_asked_of_the_map_team():
    signs = (*signs_of([{"risk": 0, "times": 2}]), sign(3, id="P2-M1", kind="map", state="missing"))
    assert shares(signs, {})["P2-M1"].whom == "map"
