"""Two assessments: what is common, and what changed on it."""

from dataclasses import replace

import pytest
from assessment_builders import (
    QUESTIONNAIRES,
    RULES,
    answer,
    assessed,
    at_least,
    engagement,
    item,
    questionnaire,
    response,
)
from hypothesis import given
from hypothesis import strategies as st

from readiness.assessment.comparison import comparable, compare
from readiness.questionnaires.model import Bands, Choice, Gate, Part
from readiness.scalars import Text


def text(words):
    return Text((("", words),))


def case(items, answers, *, renamed=None, people=3):
    form = replace(questionnaire("strategy", items), renamed=renamed or {})
    said = [response(f"business-{n}", "business", answers) for n in range(people)]
    return assessed(engagement(said, questionnaires=(form,)))


FOUR = tuple(item(f"S-{n}", weight=n) for n in range(1, 5))
LOW = {one.id: "1" for one in FOUR}


def strategy(newer, older):
    return compare(newer, older, RULES).pitfalls[0]


def test_an_assessment_against_itself_has_not_moved():
    found = compare(case(FOUR, LOW), case(FOUR, LOW), RULES)
    assert found.basis.verdict == "same"
    assert found.basis.share == 1
    assert [change.change for change in found.pitfalls] == [0.0, None, None, None]
    assert not any(change.moved for change in found.pitfalls)


def test_the_change_is_that_of_the_common_items_only():
    older = case((*FOUR, item("OLD", weight=3)), {**LOW, "OLD": "0"})
    newer = case((*FOUR, item("NEW", weight=3)), {**LOW, "S-4": "3", "NEW": "4"})
    change = strategy(newer, older)
    assert change.basis.reasons == {"newer": ("NEW",), "older": ("OLD",)}
    assert change.before.sums.risk == pytest.approx(0.75)
    assert change.after.sums.risk == pytest.approx((6 * 0.75 + 4 * 0.25) / 10)
    assert change.change == pytest.approx(-0.2)
    assert change.full_before.sums.risk == pytest.approx((10 * 0.75 + 3) / 13)
    assert [(one.id, one.shift) for one in change.moved] == [("S-4", -2.0)]


def test_the_newer_weights_count_on_both_sides():
    older = case(tuple(replace(one, weight=1) for one in FOUR), LOW)
    newer = case(FOUR, {**LOW, "S-1": "4"})
    change = strategy(newer, older)
    assert change.basis.verdict == "same"
    assert change.basis.reasons["weight"] == ("S-2", "S-3", "S-4")
    assert change.before.sums.whole == change.after.sums.whole
    assert change.change == pytest.approx(-0.75 / 10)


def test_what_is_too_different_is_not_compared():
    newer = case(FOUR, LOW)
    other = tuple(replace(one, kind="yes-no") for one in FOUR)
    change = strategy(newer, case(other, {one.id: "no" for one in FOUR}))
    assert change.basis.reasons["kind"] == tuple(one.id for one in FOUR)
    share = 1 - 10 / change.basis.whole  # the map's facts are left
    assert change.basis.share == pytest.approx(share)
    assert (change.basis.verdict == "no") == (share < 0.6)
    assert (change.before is None) == (share < 0.6)


def test_a_renamed_item_is_still_the_same():
    older = case((item("WAS", weight=2),), {"WAS": "1"})
    newer = case((item("NOW", weight=2),), {"NOW": "3"}, renamed={"WAS": "NOW"})
    assert [one.id for one in strategy(newer, older).moved] == ["NOW"]
    assert strategy(case((item("NOW", weight=2),), {"NOW": "3"}), older).moved == ()


def test_the_sides_are_compared_on_common_questions_only():
    def sides(items, business, it):
        said = [response("b", "business", business), response("i", "it", it)]
        return assessed(engagement(said, questionnaires=(questionnaire("organization", items),)))

    both = (item("S-1", witness="both"), item("S-2", witness="both"))
    older = sides(both, {"S-1": "4", "S-2": "4"}, {"S-1": "0", "S-2": "4"})
    newer = sides(both[1:], {"S-2": "4"}, {"S-2": "4"})
    change = next(one for one in compare(newer, older, RULES).pitfalls if one.id == "organization")
    assert "P2-X1" not in {one.id for one in change.moved}  # S-1, where they differed, is asked no more


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ({"kind": "percent"}, "kind"),
        ({"reverse": True}, "scale"),
        ({"kind": "agree", "points": 7}, "kind"),
        ({"parts": {"a": Part(text("a"))}}, "parts"),
        ({"gate": Gate(text("Really?"))}, "gate"),
        ({"bands": Bands(3, 1)}, "bands"),
        ({"weight": 3}, None),
        ({"text": text("Other words")}, None),
    ],
)
def test_why_answers_would_not_mean_the_same(told, why):
    one = item("Q")
    assert comparable(one, replace(one, **told)) == why
    assert comparable(replace(one, **told), one) == why


def test_a_choice_more_counts_as_before_and_a_choice_less_does_not():
    two = (Choice("a", text("a"), 1), Choice("b", text("b"), 3))
    few, many = item("Q", kind="choices", choices=two[:1]), item("Q", kind="choices", choices=two)
    assert comparable(many, few) is None
    assert comparable(few, many) == "choices"
    shared = [replace(one, score="share") for one in (few, many)]
    assert comparable(shared[1], shared[0]) == "choices"
    renamed = replace(few, choices=(replace(two[0], id="aa"),))
    assert comparable(renamed, few) == "choices"
    assert comparable(renamed, few, renamed={"Q.a": "Q.aa"}) is None


def test_anchors_that_change_places_turn_the_scale():
    one = item("Q", anchors={"0": text("No"), "4": text("Yes")})
    turned = replace(one, anchors={"0": text("Yes."), "4": text("No")})
    assert comparable(turned, one) == "scale"
    assert comparable(replace(one, anchors={"0": text("Never"), "4": text("Yes")}), one) is None


@at_least(40)
@given(st.dictionaries(st.sampled_from([one.id for one in FOUR]), st.integers(0, 4)), st.data())
def test_a_change_and_its_opposite_add_up_to_nothing(before, data):
    after = data.draw(st.dictionaries(st.sampled_from([one.id for one in FOUR]), st.integers(0, 4)))
    one, two = (case(FOUR, {k: str(v) for k, v in told.items()}) for told in (before, after))
    there, back = strategy(two, one).change, strategy(one, two).change
    assert (there is None) == (back is None) == (not before or not after)
    if there is not None:
        assert there == pytest.approx(-back)
        assert there == pytest.approx(two_less_one(before, after))


def two_less_one(before, after):
    def risk(told):
        weights = {one.id: one.weight for one in FOUR}
        known = sum(weights[name] for name in told)
        return sum(weights[name] * (1 - level / 4) for name, level in told.items()) / known

    return risk(after) - risk(before)


def test_a_later_status_leaves_out_what_it_no_longer_asks():
    said = [response("b", "business", {"P1-Q1": answer("1")})]
    older = assessed(engagement(said, status="choosing", questionnaires=QUESTIONNAIRES))
    newer = assessed(engagement(said, status="live", questionnaires=QUESTIONNAIRES))
    assert "P1-M4" in strategy(newer, older).basis.reasons["older"]
