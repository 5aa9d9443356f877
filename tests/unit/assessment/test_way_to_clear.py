"""Moves followed in answers as people write them, and paths where answers decide what is asked."""

from __future__ import annotations

from dataclasses import replace

import pytest
from assessment_builders import RULES, answer, assessed, engagement, item, questionnaire, response

from readiness.assessment.answer_at import answer_at, level_of
from readiness.assessment.ladder import ladder
from readiness.assessment.moved_answers import followed
from readiness.assessment.path_to_clear import path_to_clear
from readiness.assessment.way_to_clear import way_to_clear
from readiness.evidence import EvidenceNote
from readiness.questionnaires.model import Bands, Choice, Part
from readiness.scalars import Text

NOWHERE = Text()
XY = (Choice("x", NOWHERE, 1), Choice("y", NOWHERE, 3), Choice("z", NOWHERE, 4))
KINDS = [
    item("Q"),
    item("Q", reverse=True),
    item("Q", parts={"a": Part(NOWHERE), "b": Part(NOWHERE, reverse=True)}),
    item("Q", reverse=True, parts={"a": Part(NOWHERE), "b": Part(NOWHERE, reverse=True)}),
    item("Q", kind="yes-no"),
    item("Q", kind="yes-no", reverse=True),
    item("Q", kind="agree", points=7),
    item("Q", kind="agree", points=5, reverse=True),
    item("Q", kind="percent", bands=Bands(80, 50)),
    item("Q", kind="percent", bands=Bands(5, 20, "lower")),
    item("Q", kind="number", bands=Bands(3, 10)),
    item("Q", kind="money", bands=Bands(1000000, 500000, "higher")),
    item("Q", kind="choice", choices=XY),
    item("Q", kind="choices", choices=XY),
    item("Q", kind="choices", choices=XY, score="share"),
    item("Q", kind="matrix", parts={"a": Part(NOWHERE), "b": Part(NOWHERE)}),
    item("Q", kind="matrix", parts={"a": Part(NOWHERE)}, choices=XY),
]


@pytest.mark.parametrize("one", KINDS, ids=lambda one: f"{one.kind} {one.reverse} {one.score}")
def test_every_level_can_be_written(one):
    levels = {choice.level for choice in XY} if one.kind == "matrix" and one.choices else ladder(one)
    for level in levels:
        written = answer_at(one, level)
        assert level_of(one, written) == pytest.approx(level)
        assert written.evidence.grade == "assumed"


GOOD = EvidenceNote("document")
A, B, C, D = (item(name, weight=3, witness="business") for name in "ABCD")


def case(items, *people):
    """Build an engagement of one questionnaire, its people given as (role, answers)."""
    said = [response(f"p-{n}", role, given) for n, (role, given) in enumerate(people)]
    return assessed(engagement(said, questionnaires=(questionnaire("strategy", items),)), indicators=())


def good(*names):
    return {name: answer("4", grade="document") for name in names}


def path_of(found):
    path = way_to_clear(found, "strategy", RULES)
    after = assessed(followed(found.engagement, path.moves, found.items), indicators=())
    return path, after.pitfalls["strategy"].judgement.verdict


def test_without_conditions_the_way_is_the_path():
    found = case((A, B, C), ("business", good("B") | {"A": answer("0"), "C": answer("1")}))
    path, verdict = path_of(found)
    assert path == path_to_clear(found.pitfalls["strategy"].signs, found.items, RULES)
    assert (verdict, path.depends, path.exact) == ("clear", False, True)


def test_a_heavy_question_that_a_better_answer_shows_is_part_of_the_way():
    low, heavy = item("A", weight=6), item("E", weight=20, show_if="A >= 2")
    found = case((low, B, heavy), ("business", good("B") | {"A": answer("0")}))
    alone = path_to_clear(found.pitfalls["strategy"].signs, found.items, RULES)
    assert [move.id for move in alone.moves] == ["A"]  # what was told before does not lead there
    after = assessed(followed(found.engagement, alone.moves, found.items), indicators=())
    assert after.pitfalls["strategy"].judgement.verdict != "clear"
    path, verdict = path_of(found)
    assert verdict == "clear"
    assert [move.id for move in path.moves] == ["A", "E"]
    assert (path.shown, path.unanswered, path.hidden) == (("E",), (), ())
    assert (path.depends, path.exact) == (True, False)


def test_no_answer_that_opens_another_question_is_told_as_the_smallest_change():
    """A at its best would show E: that A alone clears the pitfall is not true."""
    low, heavy = item("A", weight=6), item("E", weight=20, show_if="A >= 2")
    rest = good("B") | {"A": answer("0")}
    plain = case((low, B), ("business", rest))
    assert "A" in {name for change in plain.pitfalls["strategy"].changes for name in change.ids}
    found = case((low, B, heavy), ("business", rest)).pitfalls["strategy"]
    assert found.opening == {"A"}
    assert "A" not in {name for change in found.changes for name in change.ids}


def test_a_question_that_is_hidden_on_the_way_needs_no_answer():
    low, bad = item("A", weight=6), item("E", weight=6, show_if="A <= 1")
    found = case((low, B, bad), ("business", good("B") | {"A": answer("0"), "E": answer("0")}))
    alone = path_to_clear(found.pitfalls["strategy"].signs, found.items, RULES)
    assert {move.id for move in alone.moves} == {"A", "E"}
    path, verdict = path_of(found)
    assert verdict == "clear"
    assert [move.id for move in path.moves] == ["A"]
    assert path.hidden == ("E",)


def test_whoever_is_not_asked_cannot_answer():
    """IT has not answered A, on which it rests whether IT is asked E, so E is no way to anything."""
    rests = item("E", weight=8, witness="it", show_if="A >= 2")
    found = case((A, B, rests), ("business", good("A", "B")), ("it", {"B": answer("4")}))
    path, _ = path_of(found)
    assert (path.found, path.depends, path.exact) == (False, True, False)
    assert (path.moves, path.unasked) == ((), ("E",))
    light = replace(rests, weight=3)
    path, verdict = path_of(case((A, B, C, light), ("business", good("A", "B") | {"C": answer("0")})))
    assert verdict == "clear"
    assert "E" not in {move.id for move in path.moves}


def test_conditions_on_what_cannot_move_leave_the_way_exact():
    root = item("R", kind="choice", weight=0, choices=(Choice("a", NOWHERE), Choice("b", NOWHERE)))
    rests = item("E", weight=3, witness="business", show_if="R in (a)")
    told = good("B") | {"R": answer("a"), "A": answer("0"), "E": answer("0")}
    path, verdict = path_of(case((root, A, B, rests), ("business", told)))
    assert (verdict, path.exact, path.depends) == ("clear", True, False)


def test_where_nobody_has_a_role_somebody_new_answers():
    asked = item("E", weight=6, witness="it")
    found = case((A, asked), ("business", good("A")))
    path, verdict = path_of(found)
    assert [move.id for move in path.moves] == ["E"]
    assert verdict == "clear"
