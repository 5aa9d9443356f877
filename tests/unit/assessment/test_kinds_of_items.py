"""What each kind of item says of its pitfall: levels, figures with bands, choices, rows, hidden answers."""

from __future__ import annotations

from dataclasses import replace

import pytest
from assessment_builders import RULES
from hypothesis import given
from hypothesis import strategies as st

from readiness.assessment.turnout import turnout
from readiness.assessment.voices import asked_by_condition, item_sign, voices_on
from readiness.questionnaires.answers import understand
from readiness.questionnaires.conditions import parse_condition
from readiness.questionnaires.model import Bands, Choice, Item, Part
from readiness.questionnaires.response import Answer, Response
from readiness.scalars import Text

T = Text((("", "T"),))
CHOICES = (Choice("none", T, 0), Choice("some", T, 2), Choice("all", T, 4))


def item(kind, **fields):
    return Item("Q", T, kind=kind, witness="it", ask=("it",), **fields)


def said(value):
    if isinstance(value, dict):
        return Answer(parts={key: str(part) for key, part in value.items()})
    return Answer(values=tuple(value)) if isinstance(value, list) else Answer(value=str(value))


def risk(of, *values):
    voices = voices_on(of, [(f"it-{n}", "it", said(value)) for n, value in enumerate(values)])
    sign = item_sign(of, voices, RULES.answers)
    return sign.risk if sign.known else sign.state


HIGHER = {"bands": Bands(80, 40, "higher")}
LOWER = {"bands": Bands(2, 5)}


@pytest.mark.parametrize(
    ("kind", "fields", "value", "expected"),
    [
        ("maturity", {}, 3, 0.25),
        ("maturity", {"reverse": True}, 3, 0.75),
        ("agree", {}, 1, 1.0),
        ("agree", {}, 4, 0.25),
        ("agree", {"points": 7}, 4, 0.5),
        ("agree", {"points": 2}, 2, 0.0),
        ("agree", {"reverse": True}, 5, 1.0),
        ("yes-no", {}, "yes", 0.0),
        ("yes-no", {}, "no", 1.0),
        ("yes-no", {"reverse": True}, "yes", 1.0),
        ("yes-no", {"parts": {"a": Part(T), "b": Part(T, True)}}, {"a": "yes", "b": "yes"}, 1.0),
        ("number", HIGHER, 80, 0.0),
        ("number", HIGHER, 40, 0.5),
        ("number", HIGHER, 39.9, 1.0),
        ("number", LOWER, 2, 0.0),
        ("number", LOWER, 5, 0.5),
        ("number", LOWER, 6, 1.0),
        ("money", LOWER, 1000, 1.0),
        ("percent", {"bands": Bands(10, 20, "lower")}, "12 %", 0.5),
        ("percent", {"bands": Bands(30, 15)}, "30%", 0.0),
        ("choice", {"choices": CHOICES}, "some", 0.5),
        ("choices", {"choices": CHOICES}, ["all", "some"], 0.5),
        ("choices", {"choices": CHOICES, "score": "share"}, ["all"], 1 - 1 / 3),
        ("choices", {"choices": CHOICES[1:], "score": "share"}, "none", 1.0),
        ("matrix", {"parts": {"r": Part(T), "s": Part(T)}}, {"r": 4, "s": 1}, 0.75),
        ("matrix", {"parts": {"r": Part(T)}, "choices": CHOICES}, {"r": "some"}, 0.5),
        ("matrix", {"parts": {"r": Part(T, True)}, "choices": CHOICES}, {"r": "all"}, 1.0),
    ],
)
def test_the_risk_of_an_answer(kind, fields, value, expected):
    of = item(kind, **fields)
    assert of.scored
    assert risk(of, value) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("text", {}),
        ("date", {}),
        ("rank", {"choices": CHOICES}),
        ("allocate", {"choices": CHOICES}),
        ("touchpoint", {}),
        ("number", {}),
        ("money", {}),
        ("choice", {"choices": (Choice("a", T), Choice("b", T))}),
        ("matrix", {"parts": {"r": Part(T)}, "choices": (Choice("a", T),)}),
    ],
)
def test_what_has_no_value_is_never_scored(kind, fields):
    assert not item(kind, **fields).scored


def test_of_an_even_number_the_worse_figure_counts_whichever_way_is_better():
    assert risk(item("number", **LOWER), 1, 4, 4, 9) == 0.5
    assert risk(item("number", **LOWER), 1, 2, 4, 9) == 0.5
    assert risk(item("number", **HIGHER), 90, 85, 50, 10) == 0.5


@pytest.mark.parametrize(
    ("kind", "value", "chosen", "estimates"),
    [
        ("rank", ["b", "a"], ("b", "a"), {}),
        ("choices", ["b"], ("b",), {}),
        ("allocate", {"a": 70, "b": 30}, (), {"a": 70, "b": 30}),
        ("allocate", {"a": 100}, (), {"a": 100, "b": 0}),
    ],
)
def test_what_is_not_a_level_is_remembered(kind, value, chosen, estimates):
    meaning = understand(item(kind, choices=(Choice("a", T), Choice("b", T))), said(value))
    assert (meaning.state, meaning.chosen, dict(meaning.estimates)) == ("value", chosen, estimates)


LEVELLED = {
    "maturity": (item("maturity"), ["0", "1", "2", "3", "4"]),
    "reverse": (item("maturity", reverse=True), ["4", "3", "2", "1", "0"]),
    "agree": (item("agree", points=7), [str(n) for n in range(1, 8)]),
    "yes-no": (item("yes-no"), ["no", "yes"]),
    "lower": (item("number", **LOWER), ["9", "5", "4", "2", "0"]),
    "higher": (item("percent", **HIGHER), ["0", "40", "79", "80", "100"]),
    "choice": (item("choice", choices=CHOICES), ["none", "some", "all"]),
}


@given(st.sampled_from(sorted(LEVELLED)), st.data())
def test_a_better_answer_never_raises_the_risk_and_order_does_not_matter(name, data):
    of, ladder = LEVELLED[name]
    places = data.draw(st.lists(st.integers(0, len(ladder) - 1), min_size=1, max_size=6))
    who = data.draw(st.integers(0, len(places) - 1))
    better = [*places]
    better[who] = min(places[who] + 1, len(ladder) - 1)
    before = risk(of, *(ladder[place] for place in places))
    assert risk(of, *(ladder[place] for place in better)) <= before
    assert risk(of, *(ladder[place] for place in reversed(places))) == before


def test_hidden_answers_are_left_out_one_by_one():
    shown, key = item("maturity"), Item("K", T)
    items = {"Q": shown, "K": key}
    rules = {"Q": parse_condition("K >= 2")}

    def sign(*people):
        responses = [
            Response(
                "response/1", "q", f"it-{n}", "it", {name: said(value) for name, value in answers.items()}
            )
            for n, answers in enumerate(people)
        ]
        asked = asked_by_condition(items, rules, responses)
        given = [(r.respondent, "it", r.answers["Q"]) for r in responses if "Q" in r.answers]
        return item_sign(shown, voices_on(shown, given, asked["Q"]), RULES.answers)

    assert sign({"K": 3, "Q": 4}, {"K": 0, "Q": 0}).risk == 0.0  # the 0 was given to a hidden question
    assert sign({"K": 0, "Q": 0}, {"K": 1}).state == "not-applicable"
    assert sign({"Q": 0}).state == "missing"  # nobody can tell whether it was asked
    assert sign({"K": 3}).state == "missing"
    assert sign({"K": "dont-know", "Q": 1}).state == "missing"


def test_from_whom_a_question_is_hidden_does_not_speak_on_it():
    """One who must know does not know; colleagues who were not asked change nothing of that."""
    of = item("maturity", duty=True)
    alone = voices_on(of, [("it-1", "it", said("dont-know"))], {"it-1": ("it", True)})
    hidden = {f"it-{n}": ("it", False) for n in (2, 3)}
    many = voices_on(of, [("it-1", "it", said("dont-know"))], {"it-1": ("it", True), **hidden})
    assert item_sign(of, alone, RULES.answers) == item_sign(of, many, RULES.answers)
    assert item_sign(of, many, RULES.answers).risk == 0.75


def test_a_later_round_may_hide_what_an_earlier_one_answered():
    items = {"Q": item("maturity"), "K": Item("K", T)}
    rules = {"Q": parse_condition("K >= 2")}
    first = Response("response/1", "q", "it-1", "it", {"K": said(3), "Q": said(0)})
    second = replace(first, answers={"K": said(1)}, round=2)
    assert asked_by_condition(items, rules, [second, first])["Q"] == {"it-1": ("it", False)}


def test_who_was_not_asked_is_not_missing():
    of = item("maturity")
    asked = {"it-1": ("it", False), "it-2": ("it", True), "it-3": ("it", None)}
    voices = voices_on(of, [("it-1", "it", said(0)), ("it-2", "it", said(3))], asked)
    found = turnout(of, voices, {"it": 3, "business": 4})
    assert (found.asked, found.values, found.not_applicable) == (2, 1, 0)
    assert found.by_role == {"it": {3.0: 1}}


def test_a_table_without_levels_has_no_middle():
    of = item("matrix", parts={"r": Part(T)}, choices=(Choice("a", T), Choice("b", T)))
    voices = voices_on(of, [("it-1", "it", said({"r": "a"}))])
    assert turnout(of, voices, {"it": 1}).by_role == {}
