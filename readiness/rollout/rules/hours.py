"""RR2: records behind a live touchpoint are moved, and the way changed over, while it is closed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import timedelta

from readiness.rollout.arrangement import Arrangement
from readiness.rollout.calendars import OUTSIDE, STANDARD, business_hours, work_time
from readiness.rollout.model import BUSINESS, OUTSIDE_BUSINESS, Calendar
from readiness.rollout.rules.case import Case, named, steps_of
from readiness.rollout.rules.finding import RolloutFinding
from readiness.rollout.step import CutOver, Migrate, Step
from readiness.touchmap.hours import ALWAYS, open_week

LOOKED_AT = timedelta(days=52 * 7 - 1)
"""52 whole weeks show every hour that a calendar can have; a longer horizon repeats them."""


def outside_business(case: Case, arrangement: Arrangement) -> Iterator[RolloutFinding]:
    """RR2: moving records and changing over is done outside business hours, or names a bypass (S0-41, S0-42).

    A calendar that leaves business hours open is critical without a bypass, a
    note with one.  A touchpoint that is always open has no other hours:
    serious without a bypass, a note with one.  Outbound touchpoints and
    channels whose hours nobody has written do not count.
    """
    calendars = {one.id: one for one in reversed(case.rollout.calendars)}
    for step in steps_of(arrangement):
        if not case.inbound(step):
            continue
        for key in ("migrate", "cut_over"):
            part: Migrate | CutOver | None = getattr(step, key)
            if part is not None and (isinstance(part, Migrate) or part.hours):
                yield from _in_business(case, step, part, calendars)
                yield from _always_open(case, step, part)


def _in_business(
    case: Case, step: Step, part: Migrate | CutOver, calendars: Mapping[str, Calendar]
) -> Iterator[RolloutFinding]:
    usual = OUTSIDE if part.calendar == OUTSIDE_BUSINESS else STANDARD
    calendar = calendars.get(part.calendar, usual)
    hours = _hours_of_business(case, step, calendar, calendars)
    if hours <= 0:
        return
    bypass = part.bypass
    subject, contacts = f"steps:{step.id}", case.contacts(step)
    yield RolloutFinding(
        "RR2",
        "in-business-bypass" if bypass else "in-business",
        "note" if bypass else "critical",
        subject,
        (subject, *named("calendars", [calendar.id] if calendar.id in calendars else [])),
        {"what": _what(part), "calendar": f"calendars:{calendar.id}", "bypass": bypass},
        {"hours_per_week": hours, "contacts": contacts, **_run(part)},
        contacts,
        _what(part),
    )


def _hours_of_business(
    case: Case, step: Step, calendar: Calendar, calendars: Mapping[str, Calendar]
) -> float:
    """Return the business hours that a calendar leaves open, per week on the average of a year."""
    if BUSINESS in calendar.excludes:
        return 0.0
    last = min(case.last, case.first + LOOKED_AT)
    business = business_hours(case.touchmap, step.affects)
    found = [
        work_time(
            one, calendars=calendars, business=business, zone=case.zones, first=case.first, last=last
        ).seconds
        for one in (calendar, replace(calendar, excludes=(*calendar.excludes, BUSINESS)))
    ]
    weeks = ((last - case.first).days + 1) / 7
    return (found[0] - found[1]) / 3600 / weeks


def _always_open(case: Case, step: Step, part: Migrate | CutOver) -> Iterator[RolloutFinding]:
    always = {channel.id for channel in case.touchmap.channels if open_week(channel) == ALWAYS}
    at = [touchpoint for touchpoint in case.inbound(step) if touchpoint.channel in always]
    if not at:
        return
    bypass = part.bypass
    subject, contacts = f"steps:{step.id}", case.traffic.all(at)
    touchpoints = named("touchpoints", [one.id for one in at])
    yield RolloutFinding(
        "RR2",
        "always-open-bypass" if bypass else "always-open",
        "note" if bypass else "serious",
        subject,
        (subject, *touchpoints),
        {"what": _what(part), "touchpoints": touchpoints, "bypass": bypass},
        {"contacts": contacts, **_run(part)},
        contacts,
        _what(part),
    )


def _what(part: Migrate | CutOver) -> str:
    return "work:migration" if isinstance(part, Migrate) else "work:cut-over"


def _run(part: Migrate | CutOver) -> Mapping[str, float]:
    if isinstance(part, CutOver):
        return {"hours": part.hours}
    hours = part.records / part.per_hour.likely if part.per_hour.likely else 0.0
    return {"hours": hours, "records": part.records}
