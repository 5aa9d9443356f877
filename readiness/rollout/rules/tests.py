"""RR6 and RR12: worth is shown before the next step starts, and go-live is tested before customers try it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from readiness.rollout.arrangement import Arrangement
from readiness.rollout.localtime import local_day
from readiness.rollout.rules.case import SOFTWARE, Case, named, places, steps_of
from readiness.rollout.rules.finding import RolloutFinding, Severity
from readiness.rollout.step import TESTS, Step


def exit_test(case: Case, arrangement: Arrangement) -> Iterator[RolloutFinding]:
    """RR6: an exit test proves worth to a named team before the next step starts (S1-15, S3-73).

    No test is serious; a test without a team is minor; one that always passes
    is a note.  Where steps go live one by one, it is minor that a later step
    does not wait for the test of the one before.
    """
    for step in steps_of(arrangement):
        subject = f"steps:{step.id}"
        test = step.exit_test
        if test is None:
            yield RolloutFinding("RR6", "no-exit-test", "serious", subject, (subject,))
            continue
        if not test.to:
            yield RolloutFinding("RR6", "no-team", "minor", subject, (subject,))
        if test.passes >= 1:
            yield RolloutFinding("RR6", "cannot-fail", "note", subject, (subject,))
    yield from _not_awaited(case, arrangement)


def _not_awaited(case: Case, arrangement: Arrangement) -> Iterator[RolloutFinding]:
    """Yield that single steps overtake the exit test of the one before; waves wait for it by themselves."""
    if arrangement.barriers or len(arrangement.order) < 2:
        return
    place = places(case, arrangement)
    order = sorted(arrangement.order, key=place.__getitem__)
    before = {name: _before(arrangement, name) for name in order}
    free = [
        name
        for number, name in enumerate(order)
        if number and order[number - 1] not in before[name] and arrangement.steps[name].kind in SOFTWARE
    ]
    if free:
        steps = named("steps", free)
        figures = {"steps": float(len(free))}
        option = f"options:{arrangement.id}"
        yield RolloutFinding("RR6", "not-awaited", "minor", option, steps, {"names": steps}, figures)


def _before(arrangement: Arrangement, name: str) -> set[str]:
    """Return all steps that a step comes after, near or far."""
    found: set[str] = set()
    left = [name]
    while left:
        here = arrangement.steps.get(left.pop())
        fresh = [other for other in here.after if other not in found] if here else []
        found.update(fresh)
        left += fresh
    return found


def tests_passed(case: Case, arrangement: Arrangement) -> Iterator[RolloutFinding]:
    """RR12: tests before go-live, a way back, and no cut of staff before worth is shown.

    For steps that change a system, of load, end-to-end and back-out: one test missing is minor, two serious,
    all critical; no way back is serious.  A cut of staff before the exit test
    is over (80th percentile of go-live and the months until the full worth)
    is critical; where nothing is scheduled, it is critical on or before the
    first day, else a note.  Drawn from published failures, not from the five
    sources.
    """
    for step in steps_of(arrangement):
        if step.kind in SOFTWARE:
            yield from _tested(case, step)
        if step.fewer_staff_on is not None:
            yield _staff(case, step, step.fewer_staff_on)


def _tested(case: Case, step: Step) -> Iterator[RolloutFinding]:
    subject, contacts = f"steps:{step.id}", case.contacts(step)
    missing = [test for test in TESTS if test not in step.tests]
    if missing:
        severities: tuple[Severity, ...] = ("minor", "serious", "critical")
        yield RolloutFinding(
            "RR12",
            "tests-missing",
            severities[len(missing) - 1],
            subject,
            (subject,),
            {"tests": tuple(f"test:{test}" for test in missing)},
            {"missing": float(len(missing))},
            contacts,
        )
    if not step.roll_back:
        yield RolloutFinding("RR12", "no-way-back", "serious", subject, (subject,), contacts=contacts)


def _staff(case: Case, step: Step, on: date) -> RolloutFinding:
    subject = f"steps:{step.id}"
    live = case.live.get(step.id)
    shown = case.first if live is None else local_day(live[2], case.zones(""))
    months = step.benefit.ramp_months if live is not None else 0.0
    if (on - shown).days <= months * 365.2425 / 12:
        values = {"on": on, "shown": shown}
        return RolloutFinding(
            "RR12", "staff-cut-early", "critical", subject, (subject,), values, {"months": months}
        )
    return RolloutFinding("RR12", "staff-cut", "note", subject, (subject,), {"on": on})
