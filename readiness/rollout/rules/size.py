"""RR4 and RR5: the largest channels gain first but do not risk first, and little is moved at one stroke."""

from __future__ import annotations

from collections.abc import Iterator

from readiness.rollout.arrangement import Arrangement
from readiness.rollout.rules.case import SOFTWARE, Case, is_felt, named, places, steps_of
from readiness.rollout.rules.finding import RolloutFinding, Severity
from readiness.rollout.rules.seasons import goes_live_in_peak
from readiness.rollout.step import Step

LARGE = 0.2
"""From this share of inbound contacts on, a step is too large for a first trial."""
SMALL_PILOT = 0.2
"""A pilot up to this share of the contacts is small."""
HALF = 0.5
"""From this share of inbound contacts on, a wave is a big bang."""
NEARLY_ALL = 0.8
"""From this share on, nobody is left who was spared."""
ALL_RECORDS = 0.9


def small_risk(case: Case, arrangement: Arrangement) -> Iterator[RolloutFinding]:
    """RR4: a pilot on a small, representative part; the largest channels gain first (S0-36, S1-15).

    A step that changes a system behind a fifth of inbound contacts or more
    without a pilot is serious; records that were rehearsed count as tried.  A
    pilot above a fifth, or with people unlike the rest, is minor, and so is
    an option in which new software reaches the largest touchpoint only after
    it has reached others.
    """
    for step in steps_of(arrangement):
        subject, share = f"steps:{step.id}", case.inbound_share(step)
        contacts = case.contacts(step)
        figures = {"contacts_share": share, "contacts": contacts}
        if step.pilot is None:
            rehearsed = step.migrate is not None and step.migrate.rehearsals > 0
            if step.kind in SOFTWARE and is_felt(step) and share >= LARGE and not rehearsed:
                yield RolloutFinding(
                    "RR4", "no-pilot", "serious", subject, (subject,), figures=figures, contacts=contacts
                )
            continue
        figures = {"pilot_share": step.pilot.share, **figures}
        for cause, wrong in (
            ("pilot-large", step.pilot.share > SMALL_PILOT),
            ("pilot-unlike", not step.pilot.representative),
        ):
            if wrong:
                yield RolloutFinding(
                    "RR4", cause, "minor", subject, (subject,), figures=figures, contacts=contacts
                )
    yield from _largest_late(case, arrangement)


def _largest_late(case: Case, arrangement: Arrangement) -> Iterator[RolloutFinding]:
    place = places(case, arrangement)
    new = [step for step in steps_of(arrangement) if step.kind in ("technology", "channel")]
    reached = {one.id: one for step in new for one in case.inbound(step)}
    if not reached:
        return
    largest = max(reached, key=case.traffic.total)
    at = min(place[step.id] for step in new if largest in step.affects)
    before = [step.id for step in new if place[step.id] < at and case.inbound(step)]
    if before:
        contacts = case.traffic.total(largest)
        yield RolloutFinding(
            "RR4",
            "largest-late",
            "minor",
            f"options:{arrangement.id}",
            (*named("steps", before), f"touchpoints:{largest}"),
            {"touchpoint": f"touchpoints:{largest}", "steps": named("steps", before)},
            {"contacts": contacts},
            contacts,
        )


def big_bang(case: Case, arrangement: Arrangement) -> Iterator[RolloutFinding]:
    """RR5: the share moved at a stroke in the worst wave (S1-10 to S1-14, S3-52).

    Half of the inbound contacts in one wave are serious.  It is critical where
    it is four fifths, where one wave of several steps holds all that changes a
    system, or where the wave may go live in the peak season.  All records in
    one run are serious, minor where the run was rehearsed (S1-13).
    """
    strokes = [[arrangement.steps[name] for name in wave] for wave in arrangement.waves]
    felt = [[step for step in wave if step.kind in SOFTWARE and is_felt(step)] for wave in strokes]
    systems = [step for wave in felt for step in wave]
    worst = max(felt, key=lambda wave: case.inbound_share(*wave))
    share = case.inbound_share(*worst)
    whole = len(worst) > 1 and len(worst) == len(systems)
    if share >= HALF or whole:
        peak = any(goes_live_in_peak(case, step) for step in worst)
        severity: Severity = "critical" if share >= NEARLY_ALL or whole or peak else "serious"
        contacts = case.contacts(*worst)
        steps = named("steps", [step.id for step in worst])
        subject = steps[0] if len(steps) == 1 else f"options:{arrangement.id}"
        figures = {"moved_share": share, "contacts": contacts, "steps": float(len(worst))}
        yield RolloutFinding("RR5", "big-bang", severity, subject, steps, {"names": steps}, figures, contacts)
    yield from _all_records(case, systems)


def _all_records(case: Case, steps: list[Step]) -> Iterator[RolloutFinding]:
    moved = [(step, step.migrate) for step in steps if step.migrate is not None and step.migrate.records]
    total = sum(migrate.records for _, migrate in moved)
    for step, migrate in moved:
        if migrate.records >= ALL_RECORDS * total:
            rehearsed = migrate.rehearsals > 0
            subject, contacts = f"steps:{step.id}", case.contacts(step)
            figures = {
                "records": migrate.records,
                "records_share": migrate.records / total,
                "rehearsals": float(migrate.rehearsals),
            }
            severity: Severity = "minor" if rehearsed else "serious"
            yield RolloutFinding(
                "RR5", "all-records", severity, subject, (subject,), figures=figures, contacts=contacts
            )
