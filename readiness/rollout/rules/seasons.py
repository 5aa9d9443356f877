"""RR13: no go-live in a buyer's peak season or in the weeks of an outside deadline."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from math import fsum

from readiness.rollout.arrangement import Arrangement
from readiness.rollout.fields import Period
from readiness.rollout.localtime import local_day
from readiness.rollout.model import Season
from readiness.rollout.rules.case import Case, is_felt, named, steps_of
from readiness.rollout.rules.finding import RolloutFinding, Severity
from readiness.rollout.step import Step
from readiness.touchmap.model import Touchpoint

SEVERITY: Mapping[str, Severity] = {
    "peak": "critical",
    "peak-possible": "serious",
    "deadline": "critical",
    "deadline-possible": "serious",
}
YEAR = 365
"""Days over which the share of contacts in the peak is taken."""


def quiet_season(case: Case, arrangement: Arrangement) -> Iterator[RolloutFinding]:
    """RR13: go-live in the peak season of a channel that a step affects, or on an outside deadline.

    With dates: critical where the 50th percentile falls on such a day, serious
    where only the time from the earliest to the 80th percentile meets one.
    Without dates: minor where no blackout forbids a go-live then.  The rule is
    drawn from published failures, not from the five sources.
    """
    deadlines = {one.id: one.period for one in case.rollout.deadlines if _counts(case, one.period)}
    open_deadlines: dict[str, list[str]] = {}
    for step in filter(is_felt, steps_of(arrangement)):
        window = _window(case, step)
        if window is not None:
            yield from _dated(case, step, window, deadlines)
            continue
        free = [part for period in _peaks(case, step) for part in _free(case, period)]
        if free:
            yield _peak(case, step, ("peak-open", free))
        for name, period in deadlines.items():
            if _free(case, period):
                open_deadlines.setdefault(name, []).append(step.id)
    for name, steps in open_deadlines.items():
        yield _deadline(case, (name, "deadline-open"), steps, f"options:{arrangement.id}")


def _dated(
    case: Case, step: Step, window: tuple[date, date, date], deadlines: Mapping[str, Period]
) -> Iterator[RolloutFinding]:
    earliest, likely, late = window
    near = [period for period in _peaks(case, step) if period.meets(Period(earliest, late))]
    at = [period for period in near if likely in period]
    if near:
        yield _peak(case, step, ("peak", at) if at else ("peak-possible", near))
    for name, period in deadlines.items():
        if period.meets(Period(earliest, late)):
            cause = "deadline" if likely in period else "deadline-possible"
            yield _deadline(case, (name, cause), (step.id,), f"steps:{step.id}")


def goes_live_in_peak(case: Case, step: Step) -> bool:
    """Say whether a step may go live in a peak, from its earliest day to the 80th percentile."""
    window = _window(case, step)
    return window is not None and any(
        period.meets(Period(window[0], window[2])) for period in _peaks(case, step)
    )


def _window(case: Case, step: Step) -> tuple[date, date, date] | None:
    found = case.live.get(step.id)
    if found is None:
        return None
    earliest, likely, late = (local_day(instant, case.zones("")) for instant in found)
    return earliest, max(earliest, likely), max(earliest, likely, late)


def _seasons(case: Case, step: Step) -> Mapping[str, Season]:
    channels = {touchpoint.channel for touchpoint in case.inbound(step)}
    return {season.channel: season for season in case.rollout.profile if season.channel in channels}


def _peaks(case: Case, step: Step) -> list[Period]:
    peaks = {period for season in _seasons(case, step).values() for period in season.peak}
    there = [period for period in peaks if _counts(case, period)]
    return sorted(there, key=lambda one: (one.first, one.last))


def _counts(case: Case, period: Period) -> bool:
    return period.meets(Period(case.first, case.last))


def _free(case: Case, period: Period) -> list[Period]:
    """Return the parts of a period in which no blackout forbids a change-over or all work."""
    black = [one.period for one in case.rollout.blackouts if {"cut-over", "work"} & {*one.blocks}]
    parts: list[Period] = []
    for day in _days(max(period.first, case.first), min(period.last, case.last)):
        if any(day in other for other in black):
            continue
        if parts and parts[-1].end == day:
            parts[-1] = Period(parts[-1].first, day)
        else:
            parts.append(Period(day, day))
    return parts


def _days(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=number) for number in range((last - first).days + 1))


def _peak(case: Case, step: Step, what: tuple[str, list[Period]]) -> RolloutFinding:
    cause, periods = what
    touched = [one for one in case.inbound(step) if one.channel in _seasons(case, step)]
    contacts = fsum(_in_peak(case, one, periods) for one in touched)
    touchpoints = named("touchpoints", [one.id for one in touched])
    return RolloutFinding(
        "RR13",
        cause,
        SEVERITY.get(cause, "minor"),
        f"steps:{step.id}",
        (f"steps:{step.id}", *touchpoints),
        {"periods": tuple(_told(period) for period in periods), "touchpoints": touchpoints},
        {"contacts_in_peak": contacts, "contacts": case.contacts(step)},
        case.contacts(step),
    )


def _in_peak(case: Case, touchpoint: Touchpoint, periods: Iterable[Period]) -> float:
    """Return the contacts at a touchpoint on days of a peak, in the year from the first day on."""
    season = next(one for one in case.rollout.profile if one.channel == touchpoint.channel)
    year = [*_days(case.first, case.first + timedelta(days=YEAR - 1))]
    weights = {day: season.months[day.month - 1] for day in year}
    there = fsum(weight for day, weight in weights.items() if any(day in period for period in periods))
    whole = fsum(weights.values())
    return case.traffic.total(touchpoint.id) * there / whole if whole else 0.0


def _deadline(case: Case, what: tuple[str, str], steps: Iterable[str], subject: str) -> RolloutFinding:
    name, cause = what
    period = next(one.period for one in case.rollout.deadlines if one.id == name)
    at = named("steps", steps)
    return RolloutFinding(
        "RR13",
        cause,
        SEVERITY.get(cause, "minor"),
        subject,
        (*at, f"deadlines:{name}"),
        {"deadline": f"deadlines:{name}", "period": _told(period), "steps": at},
        part=name,
    )


def _told(period: Period) -> tuple[date, date]:
    return period.first, period.last
