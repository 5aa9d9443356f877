"""The rules of the rules at their bounds: one YAML entry is one test."""

import pytest
from assessment_builders import RULES, cases, signs_of

from readiness.assessment.confidence import confidence
from readiness.assessment.sign import add_up
from readiness.assessment.verdict import exposure, judge, reasons, severity
from readiness.touchmap.fields import Volume
from readiness.touchmap.model import TouchMap, Touchpoint
from readiness.touchmap.records import Technology
from readiness.touchmap.volumes import traffic

KNOWN = {
    "name", "signs", "verdict", "proof", "because", "sums", "reasons", "unchecked",
    "visits", "touchpoints", "technology", "exposure", "severity", "score", "people", "confidence",
}  # fmt: skip
CASES = list(cases("verdicts"))


def traffic_of(case):
    """Build the map of a case with its visits, None where the case has no map."""
    if "visits" not in case:
        return None
    told = case.get("touchpoints", {})
    assert set(told) <= set(case["visits"])
    touchpoints = tuple(
        Touchpoint(
            name,
            volume=Volume(total=float(visits)),
            **{key: tuple(v) if isinstance(v, list) else v for key, v in told.get(name, {}).items()},
        )
        for name, visits in case["visits"].items()
    )
    bought = tuple(Technology(name, touchpoints=tuple(at)) for name, at in case.get("technology", {}).items())
    return traffic(TouchMap("touchmap/1", "case", touchpoints=touchpoints, technology=bought))


@pytest.mark.parametrize("case", [case for _, case in CASES], ids=[name for name, _ in CASES])
def test_case(case):
    assert set(case) <= KNOWN
    signs = signs_of(case["signs"])
    judgement = judge(signs, RULES)
    exposed = exposure(signs, judgement, traffic_of(case), RULES)
    graded, score = severity(signs, judgement, exposed, RULES)
    people = {"roles": 2, "disagreement": 0.0, "mapped": True, **case.get("people", {})}
    sure = confidence(signs, judgement, RULES, **people)
    sums = add_up(signs)
    found = {
        "verdict": judgement.verdict,
        "proof": judgement.proof,
        "because": judgement.because,
        "unchecked": judgement.unchecked,
        "sums": {
            "risk": None if sums.risk is None else pytest.approx(sums.risk),
            "coverage": pytest.approx(sums.coverage),
            "low": pytest.approx(sums.low),
            "high": pytest.approx(sums.high),
        },
        "reasons": [one.id for one, _ in reasons(signs)],
        "exposure": [pytest.approx(exposed.share), exposed.because],
        "severity": graded,
        "score": pytest.approx(score),
        "confidence": [sure.level, *sure.because],
    }
    expected = {key: value for key, value in case.items() if key in found}
    assert expected, "a case must expect something"
    assert expected == {key: found[key] for key in expected}


def test_every_reason_of_exposure_has_a_case():
    assert {case["exposure"][1] for _, case in CASES if "exposure" in case} == {
        "gate", "answer", "fact", "no-map", "touchpoints", "none",
    }  # fmt: skip


def test_every_verdict_and_every_reason_has_a_case():
    told = [case for _, case in CASES if "verdict" in case]
    assert {case["verdict"] for case in told} == {"flag", "unknown", "watch", "clear"}
    assert {case.get("proof") for case in told if case["verdict"] == "flag"} >= {"proved", "probable"}
    assert {case["because"] for case in told if "because" in case} == {
        "gate", "signs", "coverage", "risk", "thin", "wide", "unwitnessed", "undocumented",
        "open-gate", "legal", "clear",
    }  # fmt: skip
