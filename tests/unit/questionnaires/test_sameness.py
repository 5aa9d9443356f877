"""One rule says whether an answer still means the same; versions, carrying and comparison follow it."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness.assessment.comparison import comparable
from readiness.questionnaires.carry import carry
from readiness.questionnaires.model import Bands, Choice, Gate, Item, Part, Questionnaire
from readiness.questionnaires.response import Answer
from readiness.questionnaires.revision import compare
from readiness.questionnaires.sameness import alike, differences
from readiness.scalars import Text


def words(text):
    return Text((("en", text),))


ASKED = Item("A", words("Question"), anchors={"0": words("No"), "4": words("Yes")})
LIST = Item(
    "A", words("Pick"), kind="choice", choices=(Choice("x", words("X"), 1), Choice("y", words("Y"), 3))
)
VARIANTS = [
    ASKED,
    replace(ASKED, text=words("Other")),
    replace(ASKED, anchors={"0": words("Yes"), "4": words("No")}),
    replace(ASKED, anchors={"0": words("Never"), "4": words("Yes")}),
    replace(ASKED, reverse=True),
    replace(ASKED, points=7),
    replace(ASKED, unit=words("days")),
    replace(ASKED, parts={"a": Part(words("One"))}),
    replace(ASKED, parts={"a": Part(words("One"), reverse=True)}),
    replace(ASKED, bands=Bands(3, 1)),
    replace(ASKED, kind="agree"),
    replace(ASKED, kind="agree", points=7),
    LIST,
    replace(LIST, choices=(*LIST.choices, Choice("z", words("Z"), 4))),
    replace(LIST, choices=LIST.choices[1:]),
    replace(LIST, choices=(LIST.choices[0], replace(LIST.choices[1], level=4))),
    replace(LIST, kind="choices"),
    replace(LIST, kind="choices", score="share"),
]
GIVEN = [Answer(value="3"), Answer(value="y"), Answer(values=("y",)), Answer(parts={"a": "3"})]


@pytest.mark.parametrize(("was", "now"), list(product(VARIANTS, repeat=2)))
def test_versions_carrying_and_comparison_follow_one_rule(was, now):
    same = not list(differences(was, now))
    one, two = (Questionnaire("questionnaire/1", "q", "1.0.0", words("Q"), items=(i,)) for i in (was, now))
    assert (compare(one, two).level != "major") == same
    assert (comparable(now, was) is None) == same
    fates = {carry(was, answer, now).fate for answer in GIVEN if carry(was, answer, was).fate == "kept"}
    assert fates
    if same:
        assert fates <= {"kept", "reworded"}


def test_a_yes_or_no_question_more_or_less_changes_what_counts():
    gated = replace(ASKED, gate=Gate(words("Really?")))
    assert [one.field for one in differences(ASKED, gated)] == ["gate"]
    assert [one.field for one in differences(gated, ASKED)] == ["gate"]
    assert not list(differences(gated, replace(gated, gate=Gate(words("Honestly?")))))


def test_an_answer_on_a_turned_scale_is_asked_again():
    """Anchors that change places turn a scale just as well as ``reverse`` does."""
    found = carry(ASKED, Answer(value="3"), VARIANTS[2])
    assert (found.fate, found.why) == ("ask-again", "turned")
    assert carry(ASKED, Answer(value="3"), VARIANTS[3]).fate == "reworded"


LETTERS = st.text("abcdeé ABC,.;-12", max_size=20)


@given(LETTERS, LETTERS)
def test_likeness_is_mutual_and_needs_the_same_numbers(one, other):
    assert alike(one, one)
    assert alike(one, f" {one.upper()} !")
    assert alike(one, other) == alike(other, one)
    if alike(one, other):
        assert [c for c in one if c.isdigit()] == [c for c in other if c.isdigit()]
