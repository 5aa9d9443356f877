"""From answers to the value of an item: one YAML entry is one test."""

from dataclasses import replace

import pytest
from assessment_builders import ITEMS, RULES, answer, cases, engagement, response

from readiness.assessment.sides import gaps
from readiness.assessment.voices import item_sign, latest, spread, voices_on
from readiness.evidence import GRADES
from readiness.questionnaires.model import Gate
from readiness.scalars import Text

CASES = list(cases("verdicts/answers", text=True))
KNOWN = {
    "state", "risk", "level", "grade", "witnessed", "gate", "gated", "gate_open", "why", "conflict", "better",
}  # fmt: skip


def heard(item, told):
    """Build voices from a list of ``role: answer``, one respondent each."""
    given = [(role, written) for entry in told for role, written in entry.items()]
    return voices_on(item, [(f"r-{at}", role, answer(written)) for at, (role, written) in enumerate(given)])


@pytest.mark.parametrize("case", [case for _, case in CASES], ids=[name for name, _ in CASES])
def test_case(case):
    item = ITEMS[case["item"]]
    voices = heard(item, case["voices"])
    sign = item_sign(item, voices, RULES.answers)
    between = gaps([item], {item.id: voices}, RULES)
    found = {
        "state": sign.state,
        "risk": sign.risk,
        "level": sign.level,
        "grade": sign.grade,
        "witnessed": sign.witnessed,
        "gate": sign.gate,
        "gated": sign.gated,
        "gate_open": sign.gate_open,
        "why": sign.why,
        "conflict": between[0].conflict if between else None,
        "better": between[0].better_evidence if between else None,
    }
    readers = {
        "risk": float,
        "level": lambda text: float(text) if text else None,
        "grade": GRADES.get,
        "witnessed": "true".__eq__,
        "gated": "true".__eq__,
        "gate_open": "true".__eq__,
        "conflict": {"true": True, "false": False, "none": None}.get,
        "better": lambda text: text or None,
    }
    expected = case["expect"]
    assert expected
    assert set(expected) <= KNOWN
    told = {key: readers.get(key, str)(value) for key, value in expected.items()}
    assert told == {key: pytest.approx(found[key]) if key == "level" else found[key] for key in told}


def test_only_the_last_word_of_a_respondent_counts_whatever_the_order_of_files():
    first = response("it-1", "it", {"P3-Q11": 1, "P3-Q8": 1}, round_=1)
    second = response("it-1", "it", {"P3-Q11": 3}, round_=2)
    other = response("it-2", "it", {"P3-Q11": 0}, round_=1)
    for order in ([first, second, other], [other, second, first], [second, other, first]):
        said = latest(order)
        assert [(who, given.value) for who, _, given in said["P3-Q11"]] == [("it-1", "3"), ("it-2", "0")]
        assert [(who, given.value) for who, _, given in said["P3-Q8"]] == [("it-1", "1")]


def test_the_role_of_the_last_round_counts():
    moved = [response("a", "it", {"P3-Q8": 1}), response("a", "business", {"P3-Q8": 2}, round_=2)]
    assert [(role, given.value) for _, role, given in latest(moved)["P3-Q8"]] == [("business", "2")]


def test_estimates_compare_each_figure_with_its_own_kind():
    item = ITEMS["P1-Q6"]
    voices = heard(
        item,
        [
            {"executive": {"parts": {"money": "100", "months": "6", "hours": "1"}}},
            {"executive": {"parts": {"money": "120", "months": "18", "hours": "1.2"}}},
            {"business": {"parts": {"money": "900"}}},
        ],
    )
    assert spread(voices) == (3.0, "months")


def test_a_gate_and_the_law_hold_for_estimates_too():
    item = replace(ITEMS["P1-Q6"], gate=Gate(Text((("", "Is it so?"),))), legal=True)
    given = answer({"parts": {"money": 5}, "gate": "yes", "evidence": "document"})
    sign = item_sign(item, voices_on(item, [("e-1", "executive", given)]), RULES.answers)
    assert (sign.gate, sign.legal, sign.state) == ("confirmed", True, "missing")


def test_nobody_asked_is_nothing_known():
    for item in ITEMS.values():
        if item.weight:
            assert item_sign(item, (), RULES.answers).state == "missing"


def test_what_does_not_fit_an_item_is_no_answer():
    for name, written in {
        "P1-Q2": "5",
        "P1-Q3": "-1",
        "P1-Q4": "2.5",
        "P1-Q5": "often",
        "P3-Q7": "101",
        "P1-Q6": "3",
        "P1-Q9": {"parts": {"a": 1}},
        "P1-Q1": {"parts": {"z": 1}},
        "P2-Q1": "",
    }.items():
        item = ITEMS[name]
        voices = heard(item, [{item.witness if item.witness != "both" else "it": written}])
        assert item_sign(item, voices, RULES.answers).state == "missing", name


def test_stated_facts_are_no_answers():
    built = engagement([response("b-1", "business", {"P1-Q2": answer({"risk": 1})})])
    voices = voices_on(ITEMS["P1-Q2"], latest(built.responses)["P1-Q2"])
    assert item_sign(ITEMS["P1-Q2"], voices, RULES.answers).state == "missing"
