"""RR7, RR8 and RR14: data, segments and processes come before what stands on them, and one plan holds all."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from readiness.rollout.arrangement import Arrangement
from readiness.rollout.rules.case import PEOPLE, Case, named, places, steps_of
from readiness.rollout.rules.finding import RolloutFinding
from readiness.rollout.step import Step

ON_DATA = ("channel", "analytics")
WITH_SOFTWARE = ("technology", "channel", "analytics", "outbound")
Earlier = Callable[[Step], bool]


def data_first(case: Case, arrangement: Arrangement) -> Iterator[RolloutFinding]:
    """RR7: data are united before channels and analysis; segments exist before anything outbound.

    Each of three orders is serious where it is broken, minor where both go
    live at one stroke:

    - channels and analysis after data (S3-59 to S3-61);
    - outbound after segments (S4-22, Harvard Business Review's order);
    - segments that are computed after data (S3-59, S3-62, S3-63, Shanghai
      GM's order).  Segments that people decide without technology or money
      need no united data, and may come first.

    An outbound step is serious too where no step makes segments and the map
    has some that are undecided, or has none.
    """
    data = _of(arrangement, lambda step: step.kind == "data")
    segments = _of(arrangement, lambda step: step.kind == "segments")
    for step in steps_of(arrangement):
        if step.kind in ON_DATA:
            yield from _in_order(case, arrangement, step, ("channel-before-data", data))
        elif step.kind == "outbound":
            yield from _in_order(case, arrangement, step, ("outbound-before-segments", segments))
            decided = case.touchmap.segments and all(
                one.decision not in (None, "undecided") for one in case.touchmap.segments
            )
            if not segments and not decided:
                subject, contacts = f"steps:{step.id}", case.contacts(step)
                yield RolloutFinding(
                    "RR7", "outbound-without-segments", "serious", subject, (subject,), contacts=contacts
                )
        elif step.kind == "segments" and not step.is_free:
            yield from _in_order(case, arrangement, step, ("segments-before-data", data))


def _of(arrangement: Arrangement, fits: Earlier) -> tuple[Step, ...]:
    """Return the steps of the pool that fit, those left out too."""
    return tuple(step for step in arrangement.steps.values() if fits(step))


def _in_order(
    case: Case, arrangement: Arrangement, step: Step, what: tuple[str, tuple[Step, ...]]
) -> Iterator[RolloutFinding]:
    """Yield that a step goes live before others that should be first, or together with them."""
    cause, firsts = what
    place = places(case, arrangement)
    here = place[step.id]
    later = [one.id for one in firsts if place.get(one.id, here + 1) > here]
    same = [one.id for one in firsts if place.get(one.id) == here]
    subject, contacts = f"steps:{step.id}", case.contacts(step)
    if later:
        others = named("steps", later)
        yield RolloutFinding(
            "RR7",
            cause,
            "serious",
            subject,
            (subject, *others),
            {"others": others},
            {"contacts": contacts},
            contacts,
        )
    if same:
        others = named("steps", same)
        yield RolloutFinding(
            "RR7", "together", "minor", subject, (subject, *others), {"others": others}, contacts=contacts
        )


def process_first(case: Case, arrangement: Arrangement) -> Iterator[RolloutFinding]:
    """RR8: process and roles are settled and trained before technology goes live (S4-31, S4-53).

    The process and training steps of a piece of software are those at its
    touchpoints and those that it comes after.  One that comes later or is left
    out is serious, one at the same stroke minor.  Software with a change-over
    for which there is none is serious, unless the milestones ``processes`` and
    ``roles`` lie before the first day.
    """
    place = places(case, arrangement)
    people = _of(arrangement, lambda step: step.kind in PEOPLE)
    settled = all(
        (on := case.milestones.get(name)) is not None and on <= case.first for name in ("processes", "roles")
    )
    for step in steps_of(arrangement):
        if step.kind not in WITH_SOFTWARE:
            continue
        touched = {one.id for one in case.touched(step)}
        own = [one for one in people if touched & {*one.affects} or one.id in step.after]
        here, subject, contacts = place[step.id], f"steps:{step.id}", case.contacts(step)
        if not own and not settled and step.cut_over is not None:
            yield RolloutFinding("RR8", "no-process", "serious", subject, (subject,), contacts=contacts)
        for cause, found in (
            ("process-left-out", [one.id for one in own if one.id not in place]),
            ("process-later", [one.id for one in own if place.get(one.id, here) > here]),
            ("process-together", [one.id for one in own if place.get(one.id) == here]),
        ):
            if found:
                others = named("steps", found)
                yield RolloutFinding(
                    "RR8",
                    cause,
                    "minor" if cause == "process-together" else "serious",
                    subject,
                    (subject, *others),
                    {"others": others},
                    contacts=contacts,
                )


def blueprint(case: Case, arrangement: Arrangement) -> Iterator[RolloutFinding]:
    """RR14: one blueprint covers all steps (S0-39, S3-52, S3-53).

    No blueprint is serious; what an option leaves out of it is a note.
    """
    option = f"options:{arrangement.id}"
    if not case.rollout.blueprint:
        yield RolloutFinding("RR14", "no-blueprint", "serious", option, (option,))
    if arrangement.left_out:
        left = named("steps", arrangement.left_out)
        figures = {"steps": float(len(left))}
        yield RolloutFinding("RR14", "left-out", "note", option, left, {"names": left}, figures)
