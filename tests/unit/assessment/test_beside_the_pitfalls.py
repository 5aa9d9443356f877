"""Root assumption, ownership and the order of things."""

from datetime import date

import pytest
from assessment_builders import ITEMS, answer, assessed, engagement, not_applicable, response

from readiness.assessment.order import STEPS, order
from readiness.questionnaires.model import STATUSES
from readiness.touchmap.model import TouchMap


def root(*choices, role="executive"):
    return assessed(
        engagement([response(f"e-{at}", role, {"R0": choice}) for at, choice in enumerate(choices)])
    ).root


@pytest.mark.parametrize(
    ("choices", "hit"),
    [
        (("system", "product", "strategy"), True),
        (("system", "strategy"), False),
        (("system",), True),
        (("strategy",), False),
        (("system", "system", "product", "process", "other"), False),
        (("system", "system", "product", "system", "process", "other"), True),
        (("system", "system", "dont-know"), True),
        (("system", "strategy", "dont-know"), False),
        ((), False),
        (("dont-know",), False),
    ],
)
def test_two_thirds_of_the_executives_make_the_root_assumption(choices, hit):
    assert root(*choices).hit is hit


def test_only_executives_are_asked_for_the_root():
    assert not root("system", "system", role="business").hit
    assert root("system", "system", role="business").asked == 0


def test_the_root_is_counted_and_not_scored():
    found = root("system", "strategy", "system")
    assert (found.asked, found.choices) == (3, {"strategy": 1, "system": 2})
    told = assessed(engagement([response("e", "executive", {"R0": "system"})]))
    assert all(p.judgement.sums.known == 0 for p in told.pitfalls.values())
    assert "ROOT" in {finding.code for finding in told.findings}


TRIGGERS = [
    ("executive", "P2-Q7", {"parts": {"a": 4, "b": 1}}),
    ("executive", "P2-Q7", {"parts": {"a": 2, "b": 2}, "gate": "yes"}),
    ("it", "P2-Q7", {"gate": "yes"}),
    ("business", "P3-Q6", 1),
    ("it", "P3-Q6", 0),
    ("it", "P3-Q11", {"parts": {"a": 4, "b": 4, "c": 1}}),
    ("it", "OW-Q1", 1),
    ("business", "OW-Q2", 0),
    ("it", "OW-Q3", 1),
    ("it", "OW-Q4", 0),
    ("business", "OW-Q5", 1),
]


@pytest.mark.parametrize(("role", "name", "written"), TRIGGERS)
def test_each_trigger_raises_ownership(role, name, written):
    found = assessed(engagement([response("r", role, {name: answer(written)})]))
    assert found.ownership.raised
    assert [f.code for f in found.findings].count("OWNERSHIP") == 1


@pytest.mark.parametrize(
    ("role", "name", "written"),
    [
        ("executive", "P2-Q7", {"parts": {"a": 2, "b": 2}, "gate": "no"}),
        ("business", "P3-Q6", 2),
        ("business", "P3-Q6", "dont-know"),
        ("it", "P3-Q11", {"parts": {"a": 0, "b": 0, "c": 2}}),
        ("it", "P3-Q11", {"parts": {"a": 0, "c": "dont-know"}}),
        ("it", "OW-Q1", 2),
        ("business", "OW-Q2", 2),
        ("it", "OW-Q3", 2),
        ("it", "OW-Q4", 2),
        ("business", "OW-Q5", 2),
        ("business", "OW-Q5", "dont-know"),
        ("business", "OW-Q5", ""),
    ],
)
def test_just_past_each_trigger_does_not(role, name, written):
    assert not assessed(engagement([response("r", role, {name: answer(written)})])).ownership.raised


def test_ownership_follows_the_best_witness():
    said = [response("e", "executive", {"P2-Q7": 2}), response("i", "it", {"P2-Q7": 0})]
    assert not assessed(engagement(said)).ownership.raised
    away = [response("b", "business", {"OW-Q5": not_applicable()}), response("i", "it", {"OW-Q5": 0})]
    assert not assessed(engagement(away)).ownership.raised


def test_ownership_names_what_is_weak_and_leaves_the_pitfalls_alone():
    found = assessed(engagement([response("b", "business", {"OW-Q2": 1, "OW-Q5": 0, "OW-Q1": 3})]))
    assert dict(found.ownership.weak) == {"OW-Q2": 1, "OW-Q5": 0}
    assert found.ownership.asked == 3
    assert all(p.judgement.sums.known == 0 for p in found.pitfalls.values())
    assert all(ITEMS[name].weight for name in ("OW-Q1", "OW-Q5"))


D = {year: date(2000 + year, 1, 1) for year in range(15, 25)}


def steps(status="choosing", decision=None, map_on=None, **milestones):
    """The order of an engagement on 1 June 2020; years stand for dates."""
    touchmap = None if map_on is None else TouchMap("touchmap/1", "m", confirmed_on=D[map_on])
    dated = {name.replace("_", "-"): D[year] for name, year in milestones.items()}
    built = engagement(
        status=status, decision=D[decision] if decision else None, milestones=dated, map_=touchmap
    )
    return {step.id: step for step in order(built)}


def breaches(found):
    return {(b.step, b.before, b.past, b.undated) for step in found.values() for b in step.breaches}


def test_the_order_is_strategy_map_processes_and_roles_vendor_live_decision_contact():
    assert tuple(steps(decision=22, go_live=21)) == STEPS
    assert STEPS == (
        "customer-strategy",
        "touchpoint-map",
        "processes",
        "roles",
        "vendor-chosen",
        "go-live",
        "next-decision",
        "outbound-contact",
    )


def test_going_live_and_the_next_decision_are_shown_only_with_a_date():
    always = (
        "customer-strategy",
        "touchpoint-map",
        "processes",
        "roles",
        "vendor-chosen",
        "outbound-contact",
    )
    assert tuple(steps()) == always
    assert set(steps(decision=22)) - set(always) == {"next-decision"}
    assert set(steps(go_live=22)) - set(always) == {"go-live"}


def test_nothing_dated_is_no_breach():
    assert {step.state for step in steps().values()} == {"undated"}
    assert breaches(steps()) == set()


def test_a_right_order_is_no_breach():
    found = steps(
        customer_strategy=15, map_on=16, processes=17, roles=17, vendor_chosen=18, outbound_contact=19
    )
    assert breaches(found) == set()
    assert {step.state for step in found.values()} == {"done"}


def test_the_same_day_is_in_time():
    found = steps(customer_strategy=18, map_on=18, processes=18, roles=18, vendor_chosen=18)
    assert breaches(found) == set()


def test_a_step_that_overtook_is_a_breach_of_the_past():
    found = steps(customer_strategy=19, map_on=16, processes=16, roles=16, vendor_chosen=18)
    assert ("vendor-chosen", "customer-strategy", True, False) in breaches(found)
    assert ("processes", "customer-strategy", True, False) in breaches(found)
    assert ("vendor-chosen", "processes", True, False) not in breaches(found)


def test_a_planned_step_that_will_overtake_is_not_past():
    found = steps(customer_strategy=15, map_on=16, roles=16, processes=23, vendor_chosen=22)
    assert found["vendor-chosen"].state == found["processes"].state == "planned"
    assert breaches(found) == {("vendor-chosen", "processes", False, False)}


def test_an_undated_step_before_a_dated_one():
    found = steps(vendor_chosen=18)
    assert breaches(found) == {
        ("vendor-chosen", before, True, True)
        for before in ("customer-strategy", "touchpoint-map", "processes", "roles")
    }


@pytest.mark.parametrize("status", STATUSES)
def test_the_next_decision_is_a_step_of_its_own_and_no_choice_of_a_vendor(status):
    found = steps(status, decision=22, customer_strategy=15, processes=23)
    assert (found["next-decision"].on, found["next-decision"].state) == (D[22], "planned")
    assert found["vendor-chosen"].state == "undated"
    assert breaches(found) == {
        ("next-decision", "touchpoint-map", False, True),
        ("next-decision", "processes", False, False),
        ("next-decision", "roles", False, True),
    }


def test_a_decision_after_its_ground_is_no_breach_whatever_became_of_the_vendor():
    ground = {"customer_strategy": 15, "map_on": 16, "processes": 17, "roles": 18}
    assert breaches(steps(decision=22, **ground)) == set()
    assert breaches(steps(decision=22, vendor_chosen=23, go_live=24, **ground)) == set()
    assert breaches(steps(decision=18, **ground)) == set()
    assert breaches(steps(decision=17, **ground)) == {("next-decision", "roles", True, False)}


def test_going_live_follows_processes_roles_and_the_choice():
    found = steps("live", go_live=19, customer_strategy=23, roles=19, vendor_chosen=20)
    assert {b for b in breaches(found) if b[0] == "go-live"} == {
        ("go-live", "processes", True, True),
        ("go-live", "vendor-chosen", True, False),
    }
    ground = {"customer_strategy": 15, "map_on": 16, "processes": 17, "roles": 17, "vendor_chosen": 18}
    assert breaches(steps("live", go_live=18, **ground)) == set()


def test_outbound_contact_needs_a_strategy_first():
    assert breaches(steps(outbound_contact=18)) == {("outbound-contact", "customer-strategy", True, True)}
    assert breaches(steps(outbound_contact=18, customer_strategy=15)) == set()


def test_a_breach_is_printed_and_not_scored():
    late = assessed(
        engagement(decision=None, milestones={"vendor-chosen": D[18], "customer-strategy": D[19]})
    )
    codes = [f.code for f in late.findings if f.name == "out-of-order"]
    assert sorted(codes) == ["ORDER", "ORDER-UNDATED", "ORDER-UNDATED", "ORDER-UNDATED"]
    assert all(p.judgement.sums.known == 0 for p in late.pitfalls.values())
