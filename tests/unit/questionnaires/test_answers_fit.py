"""What a written answer means for its item, and how it may not fit."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness.evidence import Grade
from readiness.folder import library
from readiness.questionnaires.answers import Meaning, check_answer, understand
from readiness.questionnaires.response import Answer, read_answer
from readiness.scalars import Unreadable

ITEMS = {item.id: item for q in library.questionnaires() for item in q.items}


def codes(name, written):
    return [(problem.code, problem.at) for problem in check_answer(ITEMS[name], read_answer(written))]


@pytest.mark.parametrize(
    ("name", "written", "expected"),
    [
        ("P1-Q2", "3", []),
        ("P1-Q2", "dont-know", []),
        ("P1-Q2", "", []),
        ("P1-Q2", {"not_applicable": "One customer"}, []),
        ("P1-Q2", "5", [("level", ("value",))]),
        ("P1-Q2", "-1", [("level", ("value",))]),
        ("P1-Q2", "2.5", [("whole-number", ("value",))]),
        ("P1-Q2", "yes", [("whole-number", ("value",))]),
        ("P1-Q2", {"parts": {"a": "1"}}, [("no-parts", ("parts",))]),
        ("P1-Q2", {"value": "1", "gate": "yes"}, [("no-gate", ("gate",))]),
        ("P3-Q7", "15 %", []),
        ("P3-Q7", "101", [("percent", ("value",))]),
        ("R0", "system", []),
        ("R0", "sytem", [("choice", ("value",))]),
        ("P1-Q6", {"parts": {"money": "1.5", "hours": "dont-know"}}, []),
        ("P1-Q6", {"parts": {"money": "-1"}}, [("at-least", ("parts", "money"))]),
        ("P1-Q6", "3", [("needs-parts", ("value",))]),
        ("P1-Q1", {"parts": {"a": "4", "b": "7"}, "evidence": "document"}, [("level", ("parts", "b"))]),
        ("P1-Q1", {"parts": {"a": "2", "c": "1"}}, [("unknown-key", ("parts", "c"))]),
        ("P1-Q1", {"value": "0", "gate": "yes"}, []),
        ("P1-Q7", {"value": "2", "gate": "yes"}, [("gate-not-asked", ("gate",))]),
        ("P1-Q7", {"value": "2", "gate": "no"}, []),
        ("P1-Q7", {"gate": "yes"}, []),
        ("P1-Q7", {"gate": "yes", "not_applicable": "x"}, [("gate-set-aside", ("gate",))]),
        ("P1-Q7", {"gate": "no", "not_applicable": "x"}, []),
        ("P1-Q2", {"gate": "yes", "not_applicable": "x"}, [("no-gate", ("gate",))]),
        ("P1-Q7", "3", [("answer-needs-evidence", ())]),
        ("P1-Q7", {"value": "3", "evidence": "document"}, []),
        ("FQ-5", "Call ten customers", []),
    ],
)
def test_what_does_not_fit_is_told_at_its_place(name, written, expected):
    assert codes(name, written) == expected


@pytest.mark.parametrize(
    "written",
    [
        [["1"]],
        {"vlaue": "1"},
        {"value": [["1"]]},
        {"value": {"a": "1"}},
        {"gate": "maybe"},
        {"risk": "0.7"},
        {"parts": "1"},
        None,
    ],
)
def test_what_is_no_answer_is_refused(written):
    with pytest.raises(Unreadable):
        read_answer(written)


def test_an_answer_demoted_for_want_of_evidence_says_so():
    assert understand(ITEMS["P1-Q7"], Answer(value="4")) == Meaning("value", 2.0, demoted=True)
    proven = read_answer({"value": "4", "evidence": "document"})
    assert proven.evidence.level == Grade.E1
    assert understand(ITEMS["P1-Q7"], proven) == Meaning("value", 4.0)


@pytest.mark.parametrize(
    ("name", "written", "expected"),
    [
        ("P1-Q7", {"gate": "yes"}, Meaning("value", 0.0, bare=True)),
        ("P1-Q7", {"gate": "yes", "not_applicable": "x"}, Meaning("value", 0.0, bare=True)),
        ("P1-Q7", {"gate": "yes", "value": "7"}, Meaning("value", 0.0, bare=True)),
        ("P1-Q7", {"gate": "yes", "value": "1"}, Meaning("value", 1.0)),
        ("P1-Q7", {"gate": "yes", "value": "2"}, Meaning("value", 2.0)),
        ("P1-Q7", {"gate": "yes", "value": "dont-know"}, Meaning("dont-know")),
        ("P2-Q7", {"gate": "yes", "parts": {"a": "1"}}, Meaning("value", 1.0)),
        ("P1-Q7", {"gate": "no"}, Meaning("silent")),
        ("P1-Q7", {"gate": "dont-know"}, Meaning("silent")),
        ("P1-Q7", {"gate": "no", "not_applicable": "x"}, Meaning("not-applicable")),
        ("P1-Q2", {"gate": "yes"}, Meaning("silent")),
        ("P1-Q2", {"gate": "yes", "not_applicable": "x"}, Meaning("not-applicable")),
    ],
)
def test_a_gate_answered_yes_without_a_value_is_a_0(name, written, expected):
    assert understand(ITEMS[name], read_answer(written)) == expected


def test_evidence_is_asked_for_only_where_it_is_required():
    required = replace(ITEMS["P1-Q2"], evidence="required")
    for written, missing in (
        ("3", True),
        ({"value": "0", "evidence": "said"}, True),
        ({"value": "3", "evidence": "document"}, False),
        ({"value": "3", "evidence": "measured"}, False),
        ("", False),
    ):
        found = [problem.code for problem in check_answer(required, read_answer(written))]
        assert found == ["evidence-required"] * missing
        assert not list(check_answer(ITEMS["P1-Q2"], read_answer(written)))


def test_a_reason_why_it_does_not_apply_outweighs_a_value():
    answer = read_answer({"value": "0", "not_applicable": "no such thing"})
    assert understand(ITEMS["P1-Q2"], answer) == Meaning("not-applicable")


def test_a_choice_is_kept_and_a_text_is_a_value():
    assert understand(ITEMS["R0"], Answer(value="product")).chosen == ("product",)
    assert understand(ITEMS["FQ-5"], Answer(value="Call")).state == "value"


@given(st.sampled_from(sorted(ITEMS)), st.text(max_size=8), st.booleans())
def test_anything_written_has_a_meaning(name, text, in_parts):
    answer = Answer(parts={"a": text}) if in_parts and text else Answer(value=text or None)
    meaning = understand(ITEMS[name], answer)
    assert meaning.state in ("value", "dont-know", "not-applicable", "silent")
    list(check_answer(ITEMS[name], answer))
