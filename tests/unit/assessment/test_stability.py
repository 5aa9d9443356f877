"""Leaving one person out, by the shortcut and by assessing everybody else again."""

import time
from collections import Counter

import pytest
from assessment_builders import RULES, answer, assessed, at_least, engagement, item, questionnaire, response
from hypothesis import event, given
from hypothesis import strategies as st

from readiness.assessment.stability import Turn, _Item, stability
from readiness.assessment.voices import item_sign
from readiness.questionnaires.model import Bands, Gate, Part
from readiness.scalars import Text

GATE = Gate(Text((("", "Really?"),)))
ROLES = ("executive", "business", "it", "front-line", "customer")
PARTS = {name: Part(Text((("", name),))) for name in ("money", "months")}
ITEMS = (
    item("P1-Q1", weight=3, witness="executive", gate=GATE),
    item("P1-Q2", weight=2, witness="business", duty=True),
    item("P1-Q3", weight=1, witness="both"),
    item("P1-Q4", weight=2, witness="it"),
    item("P1-Q6", weight=2, kind="estimate", parts=PARTS, bands=Bands(1.25, 2), witness="executive"),
    item("P1-Q7", weight=2, kind="percent", bands=Bands(50, 20), witness="front-line"),
)
OTHERS = (item("P2-Q1", weight=2, witness="business"), item("P2-Q2", weight=1, witness="both"))
FORMS = (questionnaire("strategy", ITEMS, "one"), questionnaire("organization", OTHERS, "two"))
WORDS = st.sampled_from(("0", "1", "2", "3", "4", "dont-know"))
GRADED = st.sampled_from(("said", "said", "document"))


@st.composite
def people(draw):
    found = []
    for number in range(draw(st.integers(1, 7))):
        answers = {}
        for one in (*ITEMS, *OTHERS):
            if not draw(st.booleans()):
                continue
            if one.kind == "estimate":
                figures = {name: draw(st.integers(1, 3)) for name in PARTS}
                answers[one.id] = answer({"parts": figures})
            elif one.kind == "percent":
                answers[one.id] = answer(str(draw(st.sampled_from((10, 30, 60)))), grade=draw(GRADED))
            else:
                gate = draw(st.sampled_from((None, None, "yes", "no"))) if one.gate else None
                answers[one.id] = answer(draw(WORDS), grade=draw(GRADED), gate=gate)
        if draw(st.integers(0, 5)) == 0:
            answers["P1-M1"] = answer({"risk": draw(st.sampled_from(("0", "0.5", "1")))})
        if answers:
            found.append(response(f"person-{number}", draw(st.sampled_from(ROLES)), answers))
    return found


def one_by_one(responses):
    """Leave each person out and assess the others from the start."""
    whole = assessed(engagement(responses, questionnaires=FORMS))
    found = Counter()
    for gone in responses:
        left = [one for one in responses if one is not gone]
        after = assessed(engagement(left, questionnaires=FORMS))
        turns = tuple(
            Turn(name, whole.pitfalls[name].judgement.verdict, after.pitfalls[name].judgement.verdict)
            for name in sorted(whole.pitfalls)
            if whole.pitfalls[name].judgement.verdict != after.pitfalls[name].judgement.verdict
        )
        advice = after.decision.advice if after.decision.advice != whole.decision.advice else None
        if turns or advice:
            found[gone.role, turns, advice] += 1
    return whole, found


@at_least(150)
@given(people())
def test_the_shortcut_finds_what_leaving_out_one_by_one_finds(responses):
    whole, slow = one_by_one(responses)
    quick = stability(whole, RULES)
    event("something turns" if slow else "nothing turns")
    assert quick.people == len(responses)
    assert {(one.role, one.turns, one.advice): one.people for one in quick.persons} == dict(slow)


@at_least(150)
@given(people())
def test_each_sign_without_one_voice_is_that_of_the_others(responses):
    whole = assessed(engagement(responses, questionnaires=FORMS))
    for name, one in whole.items.items():
        voices = whole.voices[name]
        found = _Item(one, voices, RULES)
        for voice in voices:
            left = tuple(other for other in voices if other.respondent != voice.respondent)
            expected, sign = item_sign(one, left, RULES.answers), found.without(voice)[0]
            assert (found.sign if sign is None else sign) == expected


@at_least(60)
@given(people())
def test_items_are_left_out_gate_and_all(responses):
    whole = assessed(engagement(responses, questionnaires=FORMS))
    turning = {one.id for one in stability(whole, RULES).items}
    for pitfall in whole.pitfalls.values():
        unstable = "unstable" in pitfall.confidence.because
        assert unstable == any(sign.id in turning for sign in pitfall.signs)


def crowd(number):
    return [
        response(
            f"person-{at}",
            ROLES[at % 4],
            {one.id: str((at * 7 + place * 3) % 5) for place, one in enumerate((*ITEMS[:4], *OTHERS))},
        )
        for at in range(number)
    ]


def test_thousands_of_people_do_not_take_the_square_of_their_number():
    seconds = []
    for number in (500, 2000):
        whole = assessed(engagement(crowd(number), questionnaires=FORMS))
        begun = time.process_time()
        assert stability(whole, RULES).people == number
        seconds.append(time.process_time() - begun)
    assert seconds[1] < 9 * max(seconds[0], 0.02)  # four times the people; the square would be sixteen times


def test_figures_of_too_many_executives_are_not_tried_one_by_one(monkeypatch):
    monkeypatch.setattr("readiness.assessment.stability.MOST_SPREAD", 2)
    told = {"P1-Q6": answer({"parts": {"money": "1", "months": "1"}})}
    whole = assessed(
        engagement([response(f"p-{n}", "executive", told) for n in range(3)], questionnaires=FORMS)
    )
    assert stability(whole, RULES).skipped == ("P1-Q6",)


@pytest.mark.parametrize("role", ROLES)
def test_nobody_is_named(role):
    whole = assessed(engagement([response("secret-code", role, {"P1-Q1": "0"})], questionnaires=FORMS))
    assert "secret-code" not in repr(stability(whole, RULES))
