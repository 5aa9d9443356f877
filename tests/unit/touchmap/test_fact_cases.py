"""The map facts of the rules and 3.10 at their bounds: one YAML entry is one test."""

import pytest
from touchmap_builders import CASES, INDICATORS, case_of, read_yaml, signs

from readiness.assessment.facts import FACTS
from readiness.evidence import Grade
from readiness.folder import library

KEYS = {"name", "map", "to_be", "status", "milestones", "next_decision", "as_of", "expect"}
EXPECTED = {"state", "value", "risk", "grade", "ids", "why", "gate"}
FILES = {path.stem: read_yaml(path) for path in sorted(CASES.glob("*.yaml"))}
ENTRIES = [
    pytest.param(fact, case, file.get("common"), id=f"{fact}: {case['name']}")
    for fact, file in FILES.items()
    for case in file["cases"]
]


@pytest.mark.parametrize(("fact", "case", "common"), ENTRIES)
def test_case(fact, case, common):
    expect = case["expect"]
    assert set(case) <= KEYS
    assert set(expect) <= EXPECTED
    sign = signs(case_of(case, common), [fact]).get(fact)
    if expect.get("state") == "not-asked":
        assert sign is None
        return
    assert (sign.state, sign.why) == (expect.get("state", "known"), expect.get("why", ""))
    assert set(sign.elements) == set(expect.get("ids", ()))
    assert len(sign.elements) == len(set(sign.elements))
    assert sign.gate == expect.get("gate", "")
    if sign.state == "known":
        assert sign.measured == pytest.approx(float(expect["value"]), abs=1e-7)
        assert sign.risk == float(expect["risk"])
        assert sign.grade == Grade[expect["grade"]]
    elif "value" in expect:
        assert sign.measured == pytest.approx(float(expect["value"]))
    else:
        assert sign.measured is None


def test_every_fact_has_a_file():
    assert set(FILES) == set(FACTS)


@pytest.mark.parametrize("fact", FACTS)
def test_every_fact_has_a_case_for_each_outcome(fact):
    expected = [case["expect"] for case in FILES[fact]["cases"]]
    risks = {float(one["risk"]) for one in expected if one.get("state", "known") == "known"}
    bands = {0.0, 1.0} if INDICATORS[fact].good == INDICATORS[fact].half else {0.0, 0.5, 1.0}
    assert risks == bands
    states = {one.get("state", "known") for one in expected}
    assert states >= {"known", "missing"}
    if INDICATORS[fact].absence:
        assert any(one.get("why") == "map-incomplete" for one in expected)


@pytest.mark.parametrize("fact", FACTS)
def test_names_within_a_file_differ(fact):
    names = [case["name"] for case in FILES[fact]["cases"]]
    assert len(names) == len(set(names))
    assert FILES[fact]["fact"] == fact


def test_every_reason_why_nothing_is_known_has_words():
    reasons = {why for file in FILES.values() for case in file["cases"] if (why := case["expect"].get("why"))}
    assert {why for why in reasons if not library.phrases().has(f"missing.{why}")} == set()
