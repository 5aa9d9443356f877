from __future__ import annotations

import pytest

from readiness import services
from readiness.resources import examples

FOLDER = examples() / "shanghai-gm"


@pytest.fixture(scope="module")
def shanghai():
    return services.assess(FOLDER, "en")


EXPECTED = {
    "strategy": ("flag", "proved", "critical"),
    "organization": ("watch", None, "critical"),
    "technology": ("watch", None, "critical"),
    "relationship": ("watch", None, "critical"),
}


@pytest.mark.parametrize("name", list(EXPECTED))
def test_expected_verdicts(shanghai, name):
    pitfall = shanghai.assessment.pitfalls[name]
    found = (pitfall.judgement.verdict, pitfall.judgement.proof, pitfall.severity)
    assert found == EXPECTED[name]


def test_expected_decision(shanghai):
    decision = shanghai.assessment.decision
    assert decision.advice == "hold"
    assert decision.because == ("strategy",)
    assert shanghai.view.decision.title.endswith("启动第三步，开拓新的个性化渠道")


def test_the_strategy_is_flagged_by_its_gate(shanghai):
    assert shanghai.assessment.pitfalls["strategy"].judgement.gates == ("P1-Q1",)


def test_the_folder_has_neither_errors_nor_warnings(shanghai):
    told = shanghai.checked.to_json()["diagnostics"]
    assert {diagnostic["severity"] for diagnostic in told} <= {"note"}


def test_segmentation_last_breaks_the_order(shanghai):
    """S3-58 and S3-62: the vendor came first and segments come last."""
    breaches = {
        (breach.step, breach.before): breach.past
        for step in shanghai.assessment.order
        for breach in step.breaches
    }
    assert breaches == {
        ("touchpoint-map", "customer-strategy"): True,
        ("processes", "customer-strategy"): True,
        ("roles", "customer-strategy"): True,
        ("vendor-chosen", "customer-strategy"): True,
        ("vendor-chosen", "touchpoint-map"): True,
        ("vendor-chosen", "processes"): True,
        ("vendor-chosen", "roles"): True,
        ("go-live", "roles"): True,
        ("next-decision", "customer-strategy"): False,
        ("outbound-contact", "customer-strategy"): True,
    }


def finding(shanghai, code):
    return next(found for found in shanghai.assessment.findings if found.code == code)


def said(shanghai, item, respondent):
    voices = shanghai.assessment.voices[item]
    return next(voice for voice in voices if voice.respondent == respondent)


def touchmap(shanghai):
    return shanghai.assessment.engagement.touchmap


def test_problem_1_the_old_system_and_its_speed(shanghai):
    assert "S3-46" in str(touchmap(shanghai).index["systems"]["old-call-centre"].note)
    voice = said(shanghai, "P3-Q5", "it-2")
    assert voice.answer.parts["b"] == "1"
    assert "S3-46" in str(voice.answer.comment)


def test_problem_2_customers_redial(shanghai):
    found = finding(shanghai, "P2-M4")
    assert found.values["measured"] == 4
    assert "buyers:company-buyer" in found.elements
    touchpoints = touchmap(shanghai).index["touchpoints"]
    dialled = {
        entry
        for element in found.elements
        if element.startswith("touchpoints:")
        for entry in touchpoints[element.removeprefix("touchpoints:")].entry_points
    }
    assert dialled == {"service-centre-800", "dealer-number", "station-number", "old-repair-hotline"}


def test_problem_3_two_islands_are_left(shanghai):
    found = finding(shanghai, "P3-M4")
    assert found.values["measured"] == 3
    assert {"systems:dealer-ledger", "systems:station-orders"} <= set(found.elements)


def test_problem_4_dealers_sell_and_hand_over_without_a_rule(shanghai):
    departments = touchmap(shanghai).index["departments"]
    assert "S3-49" in str(departments["dealer"].note)
    loose = finding(shanghai, "P2-M2").elements
    owners = {
        touchmap(shanghai).index["touchpoints"][element.removeprefix("touchpoints:")].owner
        for element in loose
    }
    assert {"dealer", "service-station", "service-centre"} <= owners


@pytest.mark.parametrize(("goal", "fact"), [("one-brand", "S3-50"), ("parent-crm-strategy", "S3-51")])
def test_problems_5_and_6_are_goals(shanghai, goal, fact):
    record = touchmap(shanghai).index["goals"][goal]
    assert fact in str(record.note)
    assert any(goal in entry.goals for entry in touchmap(shanghai).technology)


def test_problem_6_a_purpose_from_outside(shanghai):
    voice = said(shanghai, "R0", "executive-2")
    assert voice.answer.value == "product"
    assert "S3-51" in str(voice.answer.comment)


def test_the_four_steps_stand_in_the_order_of_the_source(shanghai):
    notes = [str(entry.note) for entry in touchmap(shanghai).technology]
    steps = [next(step for step in range(59, 63) if f"S3-{step}" in note) for note in notes]
    assert steps == sorted(steps)
    assert set(steps) == {59, 60, 61, 62}
    assert [entry.id for entry in touchmap(shanghai).technology if entry.first] == ["customer-data"]
    pool = shanghai.assessment.engagement.rollout.pool
    done = {step.id for step in pool.values() if step.done}
    assert done == {"own-data", "own-collaboration"}
    assert {step.kind for name, step in pool.items() if name in ("dealer-data", "station-data")} == {"data"}


def test_customers_reach_the_maker_in_four_ways(shanghai):
    """S3-66 and S3-67: enquiries and complaints all go to the service centre."""
    touchpoints = touchmap(shanghai).index["touchpoints"]
    owners = {t.owner for t in touchpoints.values() if t.direction == "inbound"}
    assert {"service-centre", "key-account-sales", "regional-sales", "dealer"} <= owners
    assert touchpoints["call-enquiry"].owner == touchpoints["complain-to-centre"].owner == "service-centre"


def test_cross_selling_has_no_rule_of_restraint(shanghai):
    """S3-68: the front line that makes the calls says so, and those who do not make them do not count."""
    relationship = shanghai.assessment.pitfalls["relationship"]
    signs = {sign.id: sign for sign in relationship.signs}
    assert signs["P4-Q5"].level == 1
    assert signs["P4-M5"].risk > 0


def test_every_part_of_the_report_has_something_to_show(shanghai):
    view = shanghai.view
    contested = [p.id for p in shanghai.assessment.pitfalls.values() if p.contested]
    assert "strategy" in contested
    assert view.sides.gaps
    assert not any(gap.conflict for gap in view.sides.gaps)  # of IT only two answered where it is far off
    assert "P1-Q1" in {camp.id for camp in view.sides.camps if not camp.counts}
    assert view.questions
    assert view.map is not None
    assert view.map.findings
    assert view.own_words
    assert view.own_actions
    assert len(view.actions) == 3
    assert len({action.owner for action in view.actions}) == 3
    assert not shanghai.assessment.root.hit
