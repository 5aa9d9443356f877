"""RR1, RR3 and RR9: effects on customers are thought through, take nothing away, and can be stopped."""

from __future__ import annotations

from collections.abc import Iterator

from readiness.rollout.arrangement import Arrangement
from readiness.rollout.rules.case import SOFTWARE, Case, is_felt, named, steps_of
from readiness.rollout.rules.finding import RolloutFinding, Severity
from readiness.rollout.step import Step
from readiness.touchmap.volumes import UNKNOWN, buyers_of


def named_effects(case: Case, arrangement: Arrangement) -> Iterator[RolloutFinding]:
    """RR1: each step names its touchpoints, their contacts and what customers notice (S0-39, S0-40).

    A step that names no touchpoint and does not say ``none`` is serious where
    it changes a system, else minor; a touchpoint without notice or without a
    volume is minor.
    """
    for step in steps_of(arrangement):
        if not step.affects:
            severity: Severity = "serious" if step.kind in SOFTWARE or step.cut_over else "minor"
            yield RolloutFinding("RR1", "no-effect", severity, f"steps:{step.id}", (f"steps:{step.id}",))
            continue
        touched = case.touched(step)
        silent = [one.id for one in touched if not step.affects[one.id].notice]
        if silent:
            yield _at(case, step, silent, ("RR1", "no-notice", "minor"))
        unknown = [one.id for one in touched if one.volume == UNKNOWN]
        if unknown:
            yield _at(case, step, unknown, ("RR1", "no-contacts", "minor"))


def lost_function(case: Case, arrangement: Arrangement) -> Iterator[RolloutFinding]:
    """RR3: no step takes away what customers can do today (S0-37).

    Critical unless they agreed, then a note.
    """
    for step in steps_of(arrangement):
        removed = {name: one for name, one in step.affects.items() if one.function == "removed"}
        agreed = [name for name, effect in removed.items() if effect.agreed]
        lost = [name for name in removed if name not in agreed]
        if lost:
            yield _at(case, step, lost, ("RR3", "not-agreed", "critical"))
        if agreed:
            yield _at(case, step, agreed, ("RR3", "agreed", "note"))


def customer_check(case: Case, arrangement: Arrangement) -> Iterator[RolloutFinding]:
    """RR9: a few real buyers may stop a step that customers feel, and rework is planned for (S0-35, S0-49).

    No check is serious for a step that changes a system, else minor.  A check
    that cannot stop the step, has no time for rework, or asks none of the
    buyers concerned is minor.
    """
    for step in steps_of(arrangement):
        check = step.customer_check
        if check is None:
            if is_felt(step):
                severity: Severity = "serious" if step.kind in SOFTWARE else "minor"
                yield _at(case, step, [one.id for one in case.touched(step)], ("RR9", "no-check", severity))
            continue
        subject = f"steps:{step.id}"
        if not check.vetoes:
            yield RolloutFinding("RR9", "cannot-stop", "minor", subject, (subject,))
        elif check.rework_days.is_nothing:
            figures = {"veto_share": check.vetoes}
            yield RolloutFinding("RR9", "no-rework", "minor", subject, (subject,), figures=figures)
        concerned = {buyer for touchpoint in case.touched(step) for buyer in buyers_of(touchpoint)}
        if check.buyers and concerned and not concerned & {*check.buyers}:
            asked = named("buyers", check.buyers)
            yield RolloutFinding(
                "RR9", "other-buyers", "minor", subject, (subject, *asked), {"buyers": asked}
            )


def _at(case: Case, step: Step, names: list[str], what: tuple[str, str, Severity]) -> RolloutFinding:
    """Return a finding about a step at some touchpoints, with their contacts a year."""
    code, cause, severity = what
    contacts = case.traffic.all(case.touchpoints[name] for name in names if name in case.touchpoints)
    at = named("touchpoints", names)
    return RolloutFinding(
        code,
        cause,
        severity,
        f"steps:{step.id}",
        (f"steps:{step.id}", *at),
        {"touchpoints": at},
        {"contacts": contacts},
        contacts,
    )
