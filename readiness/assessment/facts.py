"""The map facts: one entry for each indicator that the map answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from readiness.assessment.rules import Indicator
from readiness.assessment.sign import GateState, Sign
from readiness.engagement.model import Engagement, Profile
from readiness.evidence import Grade
from readiness.questionnaires.response import Answer
from readiness.touchmap import (
    access,
    buyers,
    handoffs,
    islands,
    outbound,
    ownership,
    stages,
    technology,
)
from readiness.touchmap.measure import Measure, missing
from readiness.touchmap.model import TouchMap
from readiness.touchmap.volumes import Traffic, traffic


@dataclass(frozen=True)
class Case:
    """What map facts look at: today's map with its visits, the planned map, the programme."""

    traffic: Traffic
    planned: TouchMap | None
    profile: Profile


def confirmed_in_time(case: Case) -> Measure:
    """P1-M4: whether the map was confirmed before the vendor was chosen (S0-23).

    While choosing, the next decision is what it must precede; else the choice
    of the vendor, the next decision or the day of the assessment, whichever is
    the first that has a date.
    """
    confirmed = case.traffic.map.confirmed_on
    if confirmed is None:
        return missing("undated-map")
    programme, milestones = case.profile.programme, case.profile.milestones
    decision, chosen = programme.next_decision.on, milestones.get("vendor-chosen")
    before = (decision or chosen) if programme.status == "choosing" else (chosen or decision)
    in_time = confirmed <= (before or case.profile.as_of)
    if in_time and confirmed > case.profile.as_of:
        return missing("map-not-yet-confirmed")
    ids = () if in_time else ("milestones:touchpoint-map", "milestones:vendor-chosen")
    return Measure(float(in_time), ids, Grade.E1)


FACTS: Mapping[str, Callable[[Case], Measure]] = {
    "P1-M1": lambda case: buyers.buyers_behind_contracts(case.traffic),
    "P1-M2": lambda case: buyers.contacts_tied_to_needs(case.traffic),
    "P1-M3": lambda case: stages.missing_stages(case.traffic),
    "P1-M4": confirmed_in_time,
    "P1-M5": lambda case: technology.traced_functions(case.traffic),
    "P2-M1": lambda case: ownership.volume_without_owner(case.traffic),
    "P2-M2": lambda case: handoffs.handoffs_without_rule(case.traffic),
    "P2-M3": lambda case: handoffs.repeats_per_need(case.traffic),
    "P2-M4": lambda case: access.entry_points_to_know(case.traffic),
    "P2-M5": lambda case: buyers.confirmed_from_outside(case.traffic),
    "P3-M1": lambda case: technology.contacts_touched(case.traffic),
    "P3-M2": lambda case: technology.orphan_technology(case.traffic),
    "P3-M3": lambda case: technology.software_for_people(case.traffic),
    "P3-M4": lambda case: islands.customer_data_islands(case.traffic),
    "P3-M5": lambda case: access.volume_without_person(case.traffic),
    "P3-M6": lambda case: access.added_steps(case.traffic, case.planned),
    "P4-M1": lambda case: outbound.promotion_per_inbound(case.traffic),
    "P4-M2": lambda case: outbound.promotion_per_month(case.traffic),
    "P4-M3": lambda case: outbound.contact_without_basis(case.traffic),
    "P4-M4": lambda case: outbound.contact_unwanted(case.traffic),
    "P4-M5": lambda case: outbound.departments_without_log(case.traffic),
}


def case_of(engagement: Engagement, complete_from: float) -> Case | None:
    """Return what map facts look at, None without a map."""
    if engagement.touchmap is None:
        return None
    planned = engagement.to_be.map if engagement.to_be else None
    return Case(traffic(engagement.touchmap, complete_from), planned, engagement.profile)


def fact_signs(
    case: Case | None,
    status: str,
    indicators: Iterable[Indicator],
    stated: Mapping[str, Iterable[tuple[str, str, Answer]]],
) -> Mapping[str, Sign]:
    """Return the sign of every map fact that applies, computed from the map or stated in a response."""
    return {
        indicator.id: (
            _computed(indicator, FACTS[indicator.id](case), case)
            if case is not None
            else _stated(indicator, stated.get(indicator.id, ()))
        )
        for indicator in indicators
        if indicator.id in FACTS and status in indicator.applies
    }


def _computed(indicator: Indicator, measure: Measure, case: Case) -> Sign:
    base = Sign(indicator.id, "map", indicator.weight, "missing", legal=indicator.legal)
    if measure.state == "not-applicable":
        return replace(base, state="not-applicable", why=measure.why)
    if measure.value is None:
        return replace(base, why=measure.why)
    if indicator.absence and not (case.traffic.complete or measure.explicit):
        return replace(base, why="map-incomplete", measured=measure.value)
    risk = 0.0 if measure.relieved else indicator.risk(measure.value)
    return replace(
        base,
        state="known",
        risk=risk,
        grade=measure.grade,
        witnessed=True,
        gate=_legal_gate(indicator, risk, measure.grade),
        elements=measure.ids if risk else (),
        measured=measure.value,
    )


def _stated(indicator: Indicator, answers: Iterable[tuple[str, str, Answer]]) -> Sign:
    """Return a stated fact: of several statements the best graded, of equal grade the worst."""
    given = [answer for _, _, answer in answers if answer.risk is not None]
    if not given:
        return Sign(indicator.id, "stated", indicator.weight, "missing", legal=indicator.legal, why="no-map")
    chosen = max(given, key=lambda answer: (answer.evidence.level, answer.risk))
    risk, grade = chosen.risk or 0.0, chosen.evidence.level
    gate = _legal_gate(indicator, risk, grade)
    return Sign(indicator.id, "stated", indicator.weight, "known", risk, grade, True, gate, indicator.legal)


def _legal_gate(indicator: Indicator, risk: float, grade: Grade) -> GateState:
    return "confirmed" if indicator.legal and risk == 1 and grade >= Grade.E2 else ""
