"""IT and business: conflicts, disagreement, contested and one-sided pitfalls."""

import pytest
from assessment_builders import (
    INDICATORS,
    answer,
    assessed,
    engagement,
    item,
    questionnaire,
    response,
    sign_of,
)

from readiness.evidence import Grade

EIGHT = [item(f"Q-{at}") for at in range(8)]
GAP = tuple(i for i in INDICATORS if i.id == "P2-X1")


def strategy(it, business, *, role="business", items=EIGHT):
    """Assess a strategy pitfall of eight questions, the first ones answered by each side."""
    responses = [
        response(who, said_by, {f"Q-{at}": value for at, value in enumerate(values)})
        for who, said_by, values in (("a", "it", it), ("b", role, business))
    ]
    built = engagement(responses, questionnaires=(questionnaire("strategy", items),))
    return assessed(built, GAP)


def test_contested_where_exactly_one_side_flags():
    found = strategy(it=[4] * 8, business=[0] * 8).pitfalls["strategy"]
    assert found.contested
    assert (found.sides["it"].flags, found.sides["business"].flags) == (False, True)
    assert found.sides["it"].judgement.verdict != "flag"


def test_contested_the_other_way_round():
    assert strategy(it=[0] * 8, business=[3] * 8).pitfalls["strategy"].contested


@pytest.mark.parametrize("values", [[0] * 8, [3] * 8])
def test_not_contested_where_both_say_the_same(values):
    assert not strategy(it=values, business=values).pitfalls["strategy"].contested


def test_a_side_needs_a_quarter_of_the_weight():
    assert strategy(it=[4, 4], business=[0] * 8).pitfalls["strategy"].contested
    assert not strategy(it=[4], business=[0] * 8).pitfalls["strategy"].contested


@pytest.mark.parametrize("role", ["executive", "business", "front-line"])
def test_business_is_one_side_of_three_roles(role):
    assert strategy(it=[4] * 8, business=[0] * 8, role=role).pitfalls["strategy"].contested


def test_customers_are_no_side():
    found = strategy(it=[4] * 8, business=[0] * 8, role="customer").pitfalls["strategy"]
    assert not found.contested
    assert found.one_sided == "business"


@pytest.mark.parametrize(
    ("it", "business", "silent"),
    [([], [0] * 8, "it"), ([0] * 8, [], "business"), ([], [], None), ([0], [0] * 8, None)],
)
def test_a_silent_side_is_one_sided_and_never_contested(it, business, silent):
    found = strategy(it, business).pitfalls["strategy"]
    assert found.one_sided == silent
    assert not found.contested


def test_map_facts_and_the_gap_are_left_out_of_a_side():
    answers = {f"Q-{at}": 3 for at in range(8)}
    built = engagement(
        [response("a", "it", answers), response("b", "business", answers)],
        questionnaires=(questionnaire("organization", EIGHT),),
    )
    found = assessed(built, INDICATORS).pitfalls["organization"]
    assert found.judgement.sums.whole == 8 + sum(i.weight for i in INDICATORS if i.pitfall == "organization")
    for view in found.sides.values():
        assert (view.judgement.sums.whole, view.judgement.sums.known) == (8, 8)


def test_a_conflict_is_shown_with_its_evidence_and_the_score_stays():
    responses = [
        response("a", "it", {"Q-0": answer(0, grade="measured"), "Q-1": 2}),
        response("b", "business", {"Q-0": answer(3, grade="document"), "Q-1": 3}),
    ]
    found = assessed(engagement(responses, questionnaires=(questionnaire("strategy", EIGHT),)), GAP)
    clash, close = found.gaps
    assert (clash.conflict, clash.gap, clash.better_evidence) == (True, 3, "it")
    assert (clash.it_grade, clash.business_grade) == (Grade.E2, Grade.E1)
    assert (close.conflict, close.better_evidence) == (False, None)
    assert sign_of(found, "Q-0").risk == 0.25


@pytest.mark.parametrize(
    ("gaps", "index", "risk"),
    [
        ([0, 0, 0, 0, 0], 0.0, 0.0),
        ([3, 0, 0, 0, 0], 0.15, 0.0),
        ([4, 0, 0, 0, 0], 0.20, 0.5),
        ([4, 2, 0, 0, 0], 0.30, 0.5),
        ([4, 3, 0, 0, 0], 0.35, 1.0),
        ([4, 4, 4, 4, 4], 1.0, 1.0),
    ],
)
def test_disagreement_is_the_mean_gap_and_becomes_p2_x1(gaps, index, risk):
    found = strategy(it=gaps, business=[0] * 8)
    assert found.disagreement == pytest.approx(index)
    assert found.pitfalls["strategy"].disagreement == pytest.approx(index)
    sign = sign_of(found, "P2-X1")
    assert (sign.state, sign.risk, sign.grade, sign.witnessed) == ("known", risk, Grade.E1, True)


def test_without_an_item_of_both_sides_there_is_no_index():
    found = strategy(it=[], business=[0] * 8)
    assert found.disagreement is None
    assert sign_of(found, "P2-X1").state == "missing"


def test_a_pitfall_has_an_index_of_its_own():
    two = (questionnaire("strategy", EIGHT[:4], "one"), questionnaire("technology", EIGHT[4:], "two"))
    responses = [
        response("a", "it", {"Q-0": 4, "Q-1": 4, "Q-4": 1, "Q-5": 1}),
        response("b", "business", {"Q-0": 0, "Q-1": 0, "Q-4": 1, "Q-5": 1}),
    ]
    found = assessed(engagement(responses, questionnaires=two), GAP)
    assert found.pitfalls["strategy"].disagreement == 1.0
    assert found.pitfalls["technology"].disagreement == 0.0
    assert found.disagreement == 0.5


def test_questions_beside_the_pitfalls_count_in_the_index():
    responses = [response("a", "it", {"OW-Q1": 0}), response("b", "business", {"OW-Q1": 4})]
    found = assessed(engagement(responses))
    assert found.disagreement == 1.0
    assert all(pitfall.disagreement is None for pitfall in found.pitfalls.values())
