"""Answers carried to a newer template: kept, converted, asked again; never made up."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness.evidence import EvidenceNote
from readiness.questionnaires.answers import check_answer, understand
from readiness.questionnaires.carry import Carried, carry
from readiness.questionnaires.model import Choice, Gate, Item, Part
from readiness.questionnaires.response import Answer
from readiness.scalars import Text


def words(text):
    return Text((("en", text),))


A = Item("A", words("Question"))
XY = (Choice("x", words("X"), 1), Choice("y", words("Y"), 3))
LOWER = (replace(XY[0], level=0), XY[1])
PICK = Item("P", words("Pick"), kind="choice", choices=XY)


def fate(old, answer, new, **more):
    found = carry(old, answer, new, **more)
    return found.fate, found.why, found.answer


def test_what_stays_the_same_is_kept_whole():
    answer = Answer(value="3", comment=words("Yes"), evidence=EvidenceNote("document", ref="plan.pdf"))
    assert fate(A, answer, A) == ("kept", "same", answer)
    assert fate(A, answer, replace(A, weight=3, witness="it")) == ("kept", "same", answer)


@pytest.mark.parametrize(
    ("old", "answer", "new", "expected", "why"),
    [
        (A, Answer(value="3"), None, "gone", "dropped"),
        (A, Answer(value="3"), replace(A, text=words("Other")), "reworded", "words"),
        (A, Answer(value="3"), replace(A, id="B"), "converted", "renamed"),
        (A, Answer(value="dont-know"), A, "ask-again", "unsure"),
        (A, Answer(not_applicable=words("No")), A, "ask-again", "unsure"),
        (A, Answer(value="3"), replace(A, kind="yes-no"), "ask-again", "kind"),
        (A, Answer(value="3"), replace(A, reverse=True), "ask-again", "turned"),
        (A, Answer(value="9"), A, "ask-again", "misfit"),
        (None, Answer(value="3"), A, "kept", "unseen"),
        (None, Answer(value="x"), A, "ask-again", "misfit"),
        (PICK, Answer(value="x"), replace(PICK, choices=XY[1:]), "ask-again", "choice"),
        (PICK, Answer(value="y"), replace(PICK, choices=XY[1:]), "reworded", "words"),
        (PICK, Answer(value="x"), replace(PICK, choices=LOWER), "ask-again", "level"),
    ],
)  # fmt: skip
def test_what_becomes_of_an_answer(old, answer, new, expected, why):
    found = carry(old, answer, new)
    assert (found.fate, found.why) == (expected, why)
    assert (found.answer is None) == (expected in ("ask-again", "gone"))


@pytest.mark.parametrize(
    ("points", "value", "more", "expected"),
    [
        (5, "3", 7, "4"),
        (5, "5", 7, "7"),
        (5, "2", 7, None),
        (7, "4", 5, "3"),
        (3, "2", 11, "6"),
        (5, "1", 2, "1"),
    ],
)
def test_a_point_is_carried_where_it_falls_on_a_point(points, value, more, expected):
    old, new = (replace(A, kind="agree", points=number) for number in (points, more))
    found = carry(old, Answer(value=value), new)
    assert (found.answer.value if found.answer else None) == expected
    assert found.fate == ("converted" if expected else "ask-again")
    if expected:
        assert understand(old, Answer(value=value)).value == pytest.approx(
            understand(new, found.answer).value
        )


def test_choices_become_a_list_and_a_list_of_one_a_choice():
    many = replace(PICK, kind="choices")
    assert fate(PICK, Answer(value="x"), many) == ("converted", "kind", Answer(values=("x",)))
    assert fate(many, Answer(values=("y",)), PICK) == ("converted", "kind", Answer(value="y"))
    assert carry(many, Answer(values=("x", "y")), PICK).fate == "ask-again"


def test_renamed_choices_and_points():
    new = replace(PICK, choices=(replace(XY[0], id="xx"), XY[1]))
    assert fate(PICK, Answer(value="x"), new, renamed={"P.x": "P.xx"}) == (
        "converted", "choice", Answer(value="xx"),
    )  # fmt: skip
    old, given = replace(PICK, kind="allocate"), Answer(parts={"x": "40", "y": "60"})
    found = carry(old, given, replace(new, kind="allocate"), renamed={"P.x": "P.xx"})
    assert dict(found.answer.parts) == {"xx": "40", "y": "60"}
    assert carry(old, given, replace(old, choices=(*XY, Choice("z", words("Z"), 1)))).fate == "ask-again"


def test_parts():
    old = Item("A", words("Q"), parts={"a": Part(words("1")), "b": Part(words("2"))})
    fewer = replace(old, parts={"a": old.parts["a"]})
    assert dict(carry(old, Answer(parts={"a": "1", "b": "2"}), fewer).answer.parts) == {"a": "1"}
    assert carry(fewer, Answer(parts={"a": "1"}), old).fate == "ask-again"
    turned = replace(old, parts={**old.parts, "b": Part(words("2"), True)})
    assert carry(old, Answer(parts={"a": "1", "b": "2"}), turned).fate == "ask-again"


def test_a_gate_that_is_gone_is_left_behind():
    old = replace(A, gate=Gate(words("Really?")))
    assert fate(old, Answer(value="1", gate="yes"), A) == ("converted", "gate", Answer(value="1"))


ITEMS = [A, replace(A, kind="agree"), replace(A, kind="agree", points=7), replace(A, kind="yes-no"), PICK,
         replace(PICK, kind="choices"), replace(PICK, kind="rank"), replace(A, kind="number"),
         replace(A, kind="text"), replace(A, kind="date"), replace(A, kind="percent")]  # fmt: skip
GIVEN = st.one_of(
    st.sampled_from(["0", "1", "4", "7", "yes", "x", "y", "z", "12 %", "2000-01-01"]).map(
        lambda v: Answer(value=v)
    ),
    st.lists(st.sampled_from("xy"), max_size=2, unique=True).map(lambda v: Answer(values=tuple(v))),
)


@given(st.sampled_from(ITEMS), st.sampled_from(ITEMS), GIVEN)
def test_what_is_carried_always_fits(old, new, answer):
    found = carry(old, answer, new)
    assert isinstance(found, Carried)
    if found.answer is not None:
        assert not [one for one in check_answer(new, found.answer) if one.code != "answer-needs-evidence"]
