"""The trail retells the verdict: same rule, same proof, and figures that give the answers they show."""

import operator

from assessment_builders import RULES, at_least, sign, signs_of
from hypothesis import event, given
from test_verdict_oracle import sign_lists

from readiness.assessment.confidence import confidence
from readiness.assessment.trail import confidence_tests, trail
from readiness.assessment.verdict import judge

COMPARE = {">=": operator.ge, "<=": operator.le, "<": operator.lt, ">": operator.gt, "=": operator.eq}
BECAUSE = {
    "gate": "gate", "signs-alone": "signs", "signs-covered": "signs", "clear": "clear",
}  # fmt: skip
HELD = ("risk", "thin", "wide", "unwitnessed", "undocumented", "open-gate", "legal")


@at_least(1500)
@given(sign_lists())
def test_the_trail_ends_in_the_verdict_that_was_given(signs):
    told, given_ = trail(signs, RULES), judge(signs, RULES)
    event(told.steps[-1].rule)
    assert told.verdict == given_.verdict
    assert told.proved == given_.proof or given_.because == "gate"
    last = told.steps[-1]
    assert last.fits
    assert not any(step.fits for step in told.steps[:-1])
    if last.rule in BECAUSE:
        assert BECAUSE[last.rule] == given_.because
    if last.rule == "watch":  # the first test of the clearance that failed is the reason that is told
        clearing = told.steps[-2].tests
        failed = [at for at, test in enumerate(clearing) if not test.met]
        assert HELD[failed[0]] == given_.because
    if told.checked is not None:
        assert told.checked.met != given_.unchecked


@at_least(500)
@given(sign_lists())
def test_every_answer_follows_from_the_figures_beside_it(signs):
    told = trail(signs, RULES)
    for test in (*(test for step in told.steps for test in step.tests), *told.proof):
        if test.part is not None and test.whole:
            assert abs(test.value - test.part / test.whole) < 1e-12
        if test.value is not None and abs(test.value - test.bound) > 1e-9:
            assert COMPARE[test.comparison](test.value, test.bound) == test.met, test


@at_least(500)
@given(sign_lists())
def test_each_step_down_of_confidence_has_its_test(signs):
    judged = judge(signs, RULES)
    told = {"roles": 1, "disagreement": 0.4, "mapped": False}
    found = confidence(signs, judged, RULES, **told)
    tests = confidence_tests(signs, found, RULES, **told)
    weak = [test.key for test in tests if not test.met]
    assert len(weak) == len([key for key in found.because if key != "unchecked"])
    assert {"roles", "disagreement", "map"} <= set(weak)
    for test in tests:
        if test.value is not None and abs(test.value - test.bound) > 1e-3:
            assert COMPARE[test.comparison](test.value, test.bound) == test.met, test


def test_a_gate_decides_before_anything_else():
    told = trail((sign(risk=1, gate="confirmed"), *signs_of([{"risk": 0, "times": 9}])), RULES)
    assert [step.rule for step in told.steps] == ["gate"]
    assert told.steps[0].tests[0].ids == ("S-01",)
