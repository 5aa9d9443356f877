"""Conditions: their language, their three values, and who is asked."""

from __future__ import annotations

from contextlib import suppress
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness.questionnaires.conditions import (
    Comparison,
    Given,
    Junction,
    Named,
    Reference,
    Unparsable,
    holds,
    parse_condition,
)
from readiness.questionnaires.library import resolve
from readiness.questionnaires.model import Choice, Gate, Include, Item, Part, Questionnaire
from readiness.questionnaires.response import Answer
from readiness.questionnaires.visibility import given_of, rules_of, shown, written_out
from readiness.scalars import Text

T = Text((("", "T"),))


def test_the_example_of_the_documents():
    found = parse_condition("P1-Q2 >= 2 and not tool_first")
    left = Comparison(Reference("P1-Q2"), ">=", ("2",))
    assert found == Junction("and", (left, Junction("not", (Named("tool_first"),))))


def test_and_binds_more_than_or_and_not_more_than_and():
    a, b, c = (Comparison(Reference(name), "=", ("1",)) for name in "ABC")
    assert parse_condition("A = 1 or B = 1 and C = 1") == Junction("or", (a, Junction("and", (b, c))))
    assert parse_condition("(A = 1 or B = 1) and C = 1") == Junction("and", (Junction("or", (a, b)), c))
    assert parse_condition("not A = 1 and B = 1") == Junction("and", (Junction("not", (a,)), b))


def test_lists_parts_quotes_and_states():
    assert parse_condition('R0 in (system, "two words")') == Comparison(
        Reference("R0"), "in", ("system", "two words")
    )
    assert parse_condition("R0 not in (a)") == Comparison(Reference("R0"), "not in", ("a",))
    assert parse_condition("P1-Q6.months > 6.5").left == Reference("P1-Q6", "months")
    assert parse_condition("P1-Q6 is dont-know") == Comparison(Reference("P1-Q6"), "is", ("dont-know",))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "condition-ends"),
        ("A >=", "condition-ends"),
        ("A = (", "condition-syntax"),
        ("A = 1)", "condition-syntax"),
        ("(A = 1", "condition-ends"),
        ("A in 1", "condition-syntax"),
        ("A in (1 2)", "condition-syntax"),
        ("A is maybe", "condition-syntax"),
        ("A", "condition-bare"),
        ("and", "condition-name"),
        ("__import__('os')", "condition-syntax"),
        ("A = 1; B", "condition-syntax"),
        ('"open', "condition-syntax"),
        ("(" * 50 + "A = 1" + ")" * 50, "condition-deep"),
        ("A = 1 or " * 3000, "condition-long"),
    ],
)
def test_what_is_no_condition_is_refused(text, code):
    with pytest.raises(Unparsable) as caught:
        written_out(text, {})
    assert caught.value.code == code


WORDS = st.sampled_from(
    ["A", "B.part", "=", ">=", "in", "not", "and", "or", "(", ")", ",", "is", "1", '"', "x_y"]
)


@given(st.one_of(st.text(max_size=60), st.lists(WORDS, max_size=15).map(" ".join)))
def test_any_text_is_a_condition_or_refused(text):
    with suppress(Unparsable):
        assert written_out(text, {"x_y": "A = 1"}) == written_out(f"({text})", {"x_y": "A = 1"})


VALUES = st.sampled_from([True, False, None])


@given(st.lists(VALUES, min_size=1, max_size=4), st.sampled_from(["and", "or"]))
def test_three_values_agree_with_filling_in_what_is_missing(values, operator):
    """Kleene: decided exactly where every way to fill in the missing answers decides alike."""
    names = [f"Q{place}" for place in range(len(values))]
    condition = parse_condition(f" {operator} ".join(f"{name} = yes" for name in names))
    negated = parse_condition("not (" + f" {operator} ".join(f"{name} = yes" for name in names) + ")")

    def of(filled):
        given = dict(zip(names, filled, strict=True))

        def answer(reference):
            value = given[reference.item]
            return Given("silent") if value is None else Given("value", words=("yes" if value else "no",))

        return answer

    every = [[value] if value is not None else [True, False] for value in values]
    outcomes = {holds(condition, of(filled), {}) for filled in product(*every)}
    expected = outcomes.pop() if len(outcomes) == 1 else None
    assert holds(condition, of(values), {}) is expected
    assert holds(negated, of(values), {}) is (None if expected is None else not expected)


@pytest.mark.parametrize(
    ("condition", "answer", "expected"),
    [
        ("A >= 2", Answer(value="2"), True),
        ("A < 2", Answer(value="2"), False),
        ("A = 2", Answer(value="dont-know"), None),
        ("A is dont-know", Answer(value="dont-know"), True),
        ("A is answered", Answer(value="dont-know"), False),
        ("A is not-applicable", Answer(not_applicable=T), True),
        ("A is answered", Answer(), None),
        ("A != 2", Answer(value="3"), True),
        ("A in (1, 3)", Answer(value="3"), True),
        ("A not in (1, 3)", Answer(value="3"), False),
        ("A.gate = yes", Answer(value="0", gate="yes"), True),
        ("A.gate = yes", Answer(value="0"), None),
    ],
)
def test_comparisons(condition, answer, expected):
    item = Item("A", T, gate=Gate(T))
    rules = {"B": parse_condition(condition)}
    assert shown(rules, {"A": item}, {"A": answer}) == {"B": expected}


def test_answers_are_seen_as_written():
    reverse = Item("A", T, kind="agree", points=7, reverse=True)
    assert given_of(reverse, Answer(value="6")).number == 6
    gated = Item("A", T, gate=Gate(T))
    assert given_of(gated, Answer(value="4")).number == 4  # although it would count as 2 without a document
    parted = Item("A", T, parts={"a": Part(T), "b": Part(T)})
    assert given_of(parted, Answer(parts={"a": "3", "b": "1"})).number == 1
    chosen = Item("A", T, kind="choices", choices=(Choice("x", T), Choice("y", T)))
    assert given_of(chosen, Answer(values=("x", "y"))).words == ("x", "y")
    dated = Item("A", T, kind="date")
    rules = {"B": parse_condition("A >= 2001-01-01")}
    assert shown(rules, {"A": dated}, {"A": Answer(value="2000-12-31")}) == {"B": False}
    assert shown(rules, {"A": dated}, {"A": Answer(value="2001-01-01")}) == {"B": True}


def test_an_answer_to_a_hidden_question_is_no_answer():
    items = {"A": Item("A", T), "B": Item("B", T), "C": Item("C", T)}
    rules = {"B": parse_condition("A >= 3"), "C": parse_condition("B >= 1")}
    answers = {"A": Answer(value="1"), "B": Answer(value="4"), "C": Answer(value="2")}
    assert shown(rules, items, answers) == {"B": False, "C": None}


def test_an_item_that_is_taken_over_brings_its_names():
    source = Questionnaire("questionnaire/1", "a", "1.0.0", T,
                           conditions={"low": "A < 2", "both": "low or B = yes"},
                           items=(Item("A", T), Item("Q", T, show_if="not both and A >= 1")))  # fmt: skip
    taken = Questionnaire("questionnaire/1", "b", "1.0.0", T, include=(Include("a", ("A", "Q")),))
    found = resolve(taken, [source])[1].show_if
    assert found == "not (A < 2 or B = yes) and A >= 1"
    assert written_out(found, {}) == written_out("not both and A >= 1", source.conditions)


def test_names_that_would_grow_without_end_are_refused_at_once():
    named = {f"c_{n}": " or ".join([f"c_{n + 1}"] * 3) for n in range(40)}
    named["c_40"] = "A = 1"
    with pytest.raises(Unparsable) as caught:
        written_out("c_0", named)
    assert caught.value.code == "condition-large"
    source = Questionnaire("questionnaire/1", "a", "1.0.0", T, conditions=named,
                           items=(Item("Q", T, show_if="c_0"),))  # fmt: skip
    taken = Questionnaire("questionnaire/1", "b", "1.0.0", T, include=(Include("a"),))
    assert resolve(taken, [source]) == source.items


def test_a_long_chain_is_decided_whatever_its_order():
    items = {f"Q{n}": Item(f"Q{n}", T) for n in range(3_000)}
    rules = {f"Q{n}": parse_condition(f"Q{n + 1} >= 1") for n in range(2_999)}
    answers = {name: Answer(value="1") for name in items}
    assert set(shown(rules, items, answers).values()) == {True}
    answers["Q2999"] = Answer(value="0")
    assert shown(rules, items, answers)["Q2998"] is False
    assert shown(rules, items, answers)["Q2997"] is None


def test_names_are_written_out_and_the_later_questionnaire_counts():
    one = Questionnaire("questionnaire/1", "a", "1.0.0", T, conditions={"low": "A < 2"},
                        items=(Item("Q", T, show_if="not low"),))  # fmt: skip
    two = Questionnaire("questionnaire/1", "b", "1.0.0", T, items=(Item("Q", T),))
    assert rules_of([one]) == {"Q": parse_condition("not A < 2")}
    assert rules_of([one, two]) == {}
