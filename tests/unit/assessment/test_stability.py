"""Leaving one person out, by the shortcut and by assessing everybody else again."""

import sys
from collections import Counter
from dataclasses import replace

import pytest
from assessment_builders import (
    INDICATORS,
    RULES,
    answer,
    assessed,
    at_least,
    engagement,
    item,
    questionnaire,
    response,
)
from hypothesis import event, given
from hypothesis import strategies as st

from readiness.assessment.outcome import Outcome, Turn
from readiness.assessment.stability import _Item, stability
from readiness.assessment.voices import item_sign
from readiness.questionnaires.model import Bands, Gate, Part
from readiness.scalars import Text

GATE = Gate(Text((("", "Really?"),)))
ROLES = ("executive", "business", "it", "front-line", "customer")
PARTS = {name: Part(Text((("", name),))) for name in ("money", "months")}
ITEMS = (
    item("P1-Q1", weight=3, witness="executive", gate=GATE, legal=True),
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


def outcome(found, name):
    """What the advice rests on, read off a whole assessment."""
    judgement = found.pitfalls[name].judgement
    legal = {one.id for one in found.pitfalls[name].signs if one.legal}
    return Outcome(judgement.verdict, judgement.proof, bool(legal & {*judgement.gates}))


def one_by_one(responses):
    """Leave each person out and assess the others from the start."""
    whole = assessed(engagement(responses, questionnaires=FORMS))
    found = Counter()
    for gone in responses:
        left = [one for one in responses if one is not gone]
        after = assessed(engagement(left, questionnaires=FORMS))
        turns = tuple(
            Turn(name, outcome(whole, name), outcome(after, name))
            for name in sorted(whole.pitfalls)
            if outcome(whole, name) != outcome(after, name)
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
def test_items_and_facts_left_out_are_as_if_never_asked(responses):
    """Each is taken out of its questionnaire, or of the map facts, and everything is assessed again."""
    whole = assessed(engagement(responses, questionnaires=FORMS))
    slow = {}
    for pitfall in whole.pitfalls.values():
        for one in pitfall.signs:
            if one.state == "not-applicable" and not one.gate:
                continue
            forms = tuple(replace(q, items=tuple(i for i in q.items if i.id != one.id)) for q in FORMS)
            facts = tuple(i for i in INDICATORS if i.id != one.id)
            left = assessed(engagement(responses, questionnaires=forms), facts)
            turns = tuple(
                Turn(name, outcome(whole, name), outcome(left, name))
                for name in sorted(whole.pitfalls)
                if outcome(whole, name) != outcome(left, name)
            )
            advice = left.decision.advice if left.decision.advice != whole.decision.advice else None
            if turns or advice:
                slow[one.id] = (turns, advice)
    event("something turns" if slow else "nothing turns")
    assert {one.id: (one.turns, one.advice) for one in stability(whole, RULES).items} == slow


def flagged(proof):
    return Outcome("flag", proof)


def test_a_flag_that_is_proved_by_one_person_alone_is_told():
    """Without the one document a proved flag is probable, and the advice is no longer to hold."""
    asked = [item(f"P2-Q{n}", weight=2, witness="business") for n in range(1, 5)]
    forms = (questionnaire("organization", asked, "two"),)
    low, proved = ({one.id: answer("0", grade=grade) for one in asked} for grade in ("said", "document"))
    others = [response(f"p-{n}", role, low) for n, role in enumerate(("business", "it", "business"))]
    facts = tuple(one for one in INDICATORS if one.pitfall != "organization")
    everybody = [*others, response("proof", "business", proved)]
    whole = assessed(engagement(everybody, questionnaires=forms), facts)
    assert whole.decision.advice == "hold"
    found = stability(whole, RULES)
    turn = Turn("organization", flagged("proved"), flagged("probable"))
    assert [(one.role, one.turns, one.people) for one in found.persons] == [("business", (turn,), 1)]
    assert found.persons[0].advice not in (None, "hold")


def crowd(number):
    return [
        response(
            f"person-{at}",
            ROLES[at % 4],
            {one.id: str((at * 7 + place * 3) % 5) for place, one in enumerate((*ITEMS[:4], *OTHERS))},
        )
        for at in range(number)
    ]


def test_many_people_do_not_take_the_square_of_their_number():
    """Counted in calls and in steps of generators, which no other work on the machine changes."""
    counts = []
    for number in (100, 400):
        whole = assessed(engagement(crowd(number), questionnaires=FORMS))
        calls = Counter()
        sys.setprofile(lambda _frame, event, _arg, calls=calls: calls.update((event,)))
        try:
            found = stability(whole, RULES)
        finally:
            sys.setprofile(None)
        assert found.people == number
        counts.append(calls["call"])
    assert counts[1] < 6 * counts[0]  # four times the people; the square would be sixteen times


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
