"""Map facts as signs: computed, stated, missing, not applicable."""

from datetime import date

import pytest
from assessment_builders import INDICATORS, assessed, engagement, response, sign_of, stated

from readiness.evidence import EvidenceNote, Grade
from readiness.touchmap.fields import Consent
from readiness.touchmap.model import TouchMap, Touchpoint

BY_ID = {indicator.id: indicator for indicator in INDICATORS}
BOUNDS = {  # no risk at the first, half at the second, the step between them
    "P1-M1": (0.8, 0.4, -0.01),
    "P1-M2": (0.9, 0.6, -0.01),
    "P1-M3": (1, 3, 1),
    "P1-M5": (0.8, 0.5, -0.01),
    "P2-M1": (0, 0.1, 0.01),
    "P2-M2": (0.1, 0.3, 0.01),
    "P2-M3": (0.2, 1, 0.01),
    "P2-M4": (2, 4, 1),
    "P2-M5": (0.5, 0.2, -0.01),
    "P2-X1": (0.15, 0.30, 0.01),
    "P3-M1": (0.6, 0.3, -0.01),
    "P3-M2": (0.1, 0.3, 0.01),
    "P3-M3": (0.1, 0.3, 0.01),
    "P3-M4": (1, 2, 1),
    "P3-M5": (0, 0.1, 0.01),
    "P4-M1": (1, 3, 0.01),
    "P4-M2": (2, 4, 0.01),
    "P4-M4": (0.05, 0.2, 0.01),
    "P4-M5": (1, 2, 1),
}


@pytest.mark.parametrize("name", BOUNDS)
def test_the_risk_of_a_fact_turns_at_its_bounds(name):
    good, half, step = BOUNDS[name]
    risk = BY_ID[name].risk
    assert (risk(good - step), risk(good)) == (0.0, 0.0)
    assert (risk(good + step), risk(half)) == (0.5, 0.5)
    assert (risk(half + step), risk(half + 9 * step)) == (1.0, 1.0)


def test_facts_without_a_middle():
    assert set(BY_ID) - set(BOUNDS) == {"P1-M4", "P3-M6", "P4-M3"}
    assert (BY_ID["P1-M4"].risk(1), BY_ID["P1-M4"].risk(0)) == (0.0, 1.0)
    assert (BY_ID["P3-M6"].risk(-1), BY_ID["P3-M6"].risk(0), BY_ID["P3-M6"].risk(1)) == (0.0, 0.0, 1.0)
    assert (BY_ID["P4-M3"].risk(0), BY_ID["P4-M3"].risk(1)) == (0.0, 1.0)


def test_facts_about_absence_are_marked():
    assert {name for name, i in BY_ID.items() if i.absence} == {"P1-M3", "P2-M1", "P3-M2", "P3-M5", "P4-M3"}
    assert {name for name, i in BY_ID.items() if i.legal} == {"P4-M3"}


def told(name, *facts, status="choosing"):
    return sign_of(
        assessed(
            engagement(
                [response(f"r-{at}", "business", {name: fact}) for at, fact in enumerate(facts)],
                status=status,
            )
        ),
        name,
    )


def test_a_stated_fact_counts_as_witnessed_with_its_grade():
    sign = told("P3-M6", stated(1, "document"))
    assert (sign.kind, sign.state, sign.risk, sign.grade, sign.witnessed) == (
        "stated", "known", 1.0, Grade.E1, True,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("told", "few"),
    [
        ([("it", "P3-Q8", 3)], True),
        ([("it", "P3-M6", stated(0))], True),
        ([("it", "P3-Q8", 3), ("it", "P3-M6", stated(0))], True),
        ([("it", "P3-Q8", 3), ("business", "P3-M6", stated(0))], False),
        ([("it", "P3-M6", stated(0)), ("business", "P3-M6", stated(1))], False),
        ([("it", "P3-M6", stated(0)), ("business", "P3-M5", stated(1))], False),
        ([("it", "P3-Q8", 3), ("business", "P2-M1", stated(1))], True),  # about another pitfall
    ],
)
def test_a_role_that_only_stated_a_fact_answered(told, few):
    said = [response(f"r-{at}", role, {name: given}) for at, (role, name, given) in enumerate(told)]
    found = assessed(engagement(said)).pitfalls["technology"]
    assert ("roles" in found.confidence.because) is few


def test_beside_a_map_a_statement_does_not_count_nor_does_its_role():
    said = [response("i", "it", {"P3-Q8": 3}), response("b", "business", {"P3-M6": stated(0)})]
    found = assessed(engagement(said, map_=TouchMap("touchmap/1", "m"))).pitfalls["technology"]
    assert "roles" in found.confidence.because


def test_who_stated_a_fact_is_kept_with_what_was_said():
    said = [
        response("b", "business", {"P3-M6": stated(1, "document")}),
        response("i", "it", {"P3-M6": stated(0), "P3-Q8": 2}),
    ]
    found = assessed(engagement(said)).stated
    assert set(found) == {"P3-M6"}
    assert [(v.respondent, v.role, v.answer.risk, v.answer.evidence.level) for v in found["P3-M6"]] == [
        ("b", "business", 1.0, Grade.E1),
        ("i", "it", 0.0, Grade.E0),
    ]
    assert assessed(engagement()).stated == {}


def test_without_a_statement_a_fact_is_missing():
    sign = sign_of(assessed(engagement()), "P3-M6")
    assert (sign.state, sign.why) == ("missing", "no-map")


def test_the_best_graded_of_several_statements_counts_of_equal_ones_the_worst():
    assert told("P3-M6", stated(1), stated(0, "document")).risk == 0.0
    assert told("P3-M6", stated(0.5), stated(1), stated(0)).risk == 1.0


def test_a_stated_fact_counts_only_in_its_status():
    assert told("P1-M4", stated(1), status="exploring").risk == 1.0
    found = assessed(engagement([response("r", "it", {"P1-M4": stated(1)})], status="live"))
    assert "P1-M4" not in {s.id for s in found.pitfalls["strategy"].signs}


@pytest.mark.parametrize(
    ("risk", "grade", "gate", "advice"),
    [
        (1, "measured", "confirmed", "stop"),
        (1, "document", "", "ask"),
        (1, "said", "", "ask"),
        (0, "measured", "", "ask"),
    ],
)
def test_contact_without_basis_is_a_gate_only_where_it_was_measured(risk, grade, gate, advice):
    found = assessed(engagement([response("r", "it", {"P4-M3": stated(risk, grade)})]))
    assert sign_of(found, "P4-M3").gate == gate
    assert found.decision.advice == advice


def outbound(grade, consent=None, **more):
    touchpoint = Touchpoint(
        "mailing", direction="outbound", promotional=True, consent=consent, evidence=EvidenceNote(grade)
    )
    return engagement(map_=TouchMap("touchmap/1", "m", touchpoints=(touchpoint,), **more))


def test_a_counted_mailing_without_a_way_out_stops_even_on_an_incomplete_map():
    denied = Consent(basis="none", opt_out="none")
    sign = sign_of(assessed(outbound("measured", denied)), "P4-M3")
    assert (sign.state, sign.gate, sign.elements) == ("known", "confirmed", ("touchpoints:mailing",))
    assert assessed(outbound("measured", denied)).decision.advice == "stop"


def test_where_nothing_is_written_about_consent_an_incomplete_map_says_nothing():
    sign = sign_of(assessed(outbound("measured")), "P4-M3")
    assert (sign.state, sign.why, sign.gate) == ("missing", "map-incomplete", "")


def test_a_company_that_declares_no_outbound_contact_is_spared_the_facts_about_it():
    built = engagement(map_=TouchMap("touchmap/1", "m", none=("outbound",)))
    signs = {s.id: s for s in assessed(built).pitfalls["relationship"].signs if s.kind == "map"}
    assert {s.state for s in signs.values()} == {"not-applicable"}
    assert assessed(built).pitfalls["relationship"].judgement.sums.whole == 22


def test_an_empty_map_is_missing_and_never_perfect():
    found = assessed(engagement(map_=TouchMap("touchmap/1", "m")))
    facts = [s for p in found.pitfalls.values() for s in p.signs if s.kind == "map"]
    assert {s.state for s in facts} == {"missing"}
    assert all(s.why for s in facts)


@pytest.mark.parametrize(
    ("status", "confirmed", "chosen", "decision", "risk"),
    [
        ("choosing", 17, None, 18, 0.0),
        ("choosing", 18, None, 18, 0.0),
        ("choosing", 19, None, 18, 1.0),
        ("choosing", 19, 18, 20, 0.0),  # a preferred vendor is no signature: the decision counts
        ("choosing", 19, 18, None, 1.0),
        ("choosing", 19, None, None, 0.0),
        ("exploring", 17, None, 18, 0.0),
        ("exploring", 19, None, 18, 1.0),
        ("exploring", 19, 18, 20, 1.0),
        ("choosing", None, 18, 20, None),
    ],
)
def test_map_before_choice(status, confirmed, chosen, decision, risk):
    def day(year):
        return None if year is None else date(2000 + year, 1, 1)

    built = engagement(
        status=status,
        decision=day(decision),
        milestones={"vendor-chosen": day(chosen)} if chosen else {},
        map_=TouchMap("touchmap/1", "m", confirmed_on=day(confirmed)),
    )
    sign = sign_of(assessed(built), "P1-M4")
    if risk is None:
        assert (sign.state, sign.why) == ("missing", "undated-map")
    else:
        assert (sign.state, sign.risk, sign.grade, sign.witnessed) == ("known", risk, Grade.E1, True)
