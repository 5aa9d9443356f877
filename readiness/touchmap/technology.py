"""What the planned technology serves, and what it does not."""

from __future__ import annotations

from readiness.touchmap.measure import Measure, majority_grade, missing, not_applicable
from readiness.touchmap.records import Technology
from readiness.touchmap.volumes import HAIR, Traffic


def planned_technology(traffic: Traffic) -> tuple[Technology, ...]:
    """Return the planned functions; a suite of which they are part is not counted itself."""
    planned = [entry for entry in traffic.map.technology if entry.status == "planned"]
    suites = {entry.part_of for entry in planned}
    return tuple(entry for entry in planned if entry.id not in suites)


def _none_planned(traffic: Traffic) -> Measure:
    declared = "technology" in traffic.map.none
    return not_applicable("none-technology") if declared else missing("no-technology")


def traced_functions(traffic: Traffic) -> Measure:
    """P1-M5: share of planned functions traced to a need and to a goal (S0-7, S4-24)."""
    planned = planned_technology(traffic)
    if not planned:
        return _none_planned(traffic)
    loose = [entry for entry in planned if not (entry.needs and entry.goals)]
    return Measure(
        1 - len(loose) / len(planned),
        tuple(f"technology:{entry.id}" for entry in loose),
        majority_grade((entry.evidence.level, 1) for entry in loose or planned),
    )


def contacts_touched(traffic: Traffic) -> Measure:
    """P3-M1: share of inbound visits that the planned technology really touches (S0-36).

    A first step that covers one of the two busiest touchpoints (or one as busy)
    or a moment of truth is a pilot and no fault.
    """
    planned = planned_technology(traffic)
    if not planned:
        return _none_planned(traffic)
    total = traffic.all(traffic.inbound)
    if not total:
        return missing("no-volumes")
    touched = {t for entry in planned for t in entry.touchpoints}
    first = {t for entry in planned if entry.first for t in entry.touchpoints}
    second = sorted((traffic.total(t.id) for t in traffic.inbound), reverse=True)[:2][-1]
    busiest = {t.id for t in traffic.inbound if traffic.total(t.id) >= max(second, HAIR)}
    moments = {t.id for t in traffic.map.touchpoints if t.moment_of_truth}
    share = traffic.all(t for t in traffic.inbound if t.id in touched) / total
    untouched = [t for t in traffic.inbound if t.id not in touched]
    untouched.sort(key=lambda t: -traffic.total(t.id))
    return Measure(
        share,
        tuple(f"touchpoints:{t.id}" for t in untouched),
        traffic.grade(traffic.inbound),
        relieved=bool(first & (moments | busiest)),
    )


def orphan_technology(traffic: Traffic) -> Measure:
    """P3-M2: share of planned functions that no touchpoint uses (S0-7, S0-29)."""
    planned = planned_technology(traffic)
    if not planned:
        return _none_planned(traffic)
    orphans = [entry for entry in planned if not entry.touchpoints]
    return Measure(
        len(orphans) / len(planned),
        tuple(f"technology:{entry.id}" for entry in orphans),
        majority_grade((entry.evidence.level, 1) for entry in orphans or planned),
    )


def software_for_people(traffic: Traffic) -> Measure:
    """P3-M3: share of needs curable by people or process for which software is planned (S0-18, S4-38)."""
    planned = planned_technology(traffic)
    if not planned:
        return _none_planned(traffic)
    curable = [need for need in traffic.map.needs if need.cure in ("people", "process")]
    if not curable:
        return missing("no-cure")
    wanted = {need for entry in planned for need in entry.needs}
    bought = [need for need in curable if need.id in wanted]
    return Measure(
        len(bought) / len(curable),
        tuple(f"needs:{need.id}" for need in bought),
        majority_grade((need.evidence.level, 1) for need in bought or curable),
    )
