"""Whether a rollout is consistent: names, circles, order, people, dates.

Every check yields problems with a path into the file; their severity and
words stand in the message library under the same code.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from readiness.diagnostics import Path, Problem
from readiness.rollout.arrangement import Arrangement, arrange
from readiness.rollout.model import BUSINESS, Calendar, Option, Rollout
from readiness.rollout.references import dangling, same_ids
from readiness.scalars import Unreadable
from readiness.touchmap.hours import NEVER, complement, intersection, read_hours, union
from readiness.touchmap.model import TouchMap

MOST_STEPS = 500
MOST_OPTIONS = 100
MOST_YEARS = 50
"""How far days may lie from the start, and the start from the assessment: each hour between is looked at."""
LATEST_YEAR = date.max.year - MOST_YEARS
"""Work cannot start in a later one: there would be no dates for what follows."""


def check_rollout(rollout: Rollout, touchmap: TouchMap | None, *, as_of: date) -> Iterator[Problem]:
    """Yield what is wrong in a rollout; touchpoints, buyers and channels are looked up on the map."""
    for kind, limit in (("steps", MOST_STEPS), ("options", MOST_OPTIONS)):
        if len(getattr(rollout, kind)) > limit:
            yield Problem("rollout-too-large", (kind,), {"kind": kind, "limit": limit})
            return
    yield from same_ids(rollout)
    yield from dangling(rollout, touchmap)
    yield from _circles(rollout)
    yield from _days(rollout, as_of)
    yield from _hours(rollout)
    yield from _people(rollout)
    yield from _gates(rollout)
    yield from _correlation(rollout)
    if not rollout.steps:
        yield Problem("rollout-without-steps", (), {})
    for place, option in enumerate(rollout.options):
        yield from _option(rollout, option, ("options", place))


def _circles(rollout: Rollout) -> Iterator[Problem]:
    after = {step.id: step.after for step in rollout.steps}
    like = {option.id: (option.like,) if option.like else () for option in rollout.options}
    excludes = {calendar.id: calendar.excludes for calendar in rollout.calendars}
    for kind, key, arrows in (
        ("steps", "after", after),
        ("options", "like", like),
        ("calendars", "excludes", excludes),
    ):
        places = {record.id: number for number, record in reversed([*enumerate(getattr(rollout, kind))])}
        for circle in circles(arrows):
            related = tuple(("in-the-loop", (kind, places[one], key)) for one in circle[1:])
            values = {"id": circle[0], "key": key, "loop": " -> ".join((*circle, circle[0]))}
            yield Problem("rollout-circle", (kind, places[circle[0]], key), values, related)


def circles(arrows: Mapping[str, Iterable[str]]) -> tuple[tuple[str, ...], ...]:
    """Return circles of arrows, each once, from where the mapping comes to it first; none shares a node."""
    state: dict[str, int] = {}
    found: list[tuple[str, ...]] = []
    for start in arrows:
        if start in state:
            continue
        path, ways = [start], [iter(arrows[start])]
        state[start] = 1
        while path:
            step = next(ways[-1], None)
            if step is None:
                state[path.pop()] = 2
                ways.pop()
            elif step in arrows and step not in state:
                state[step] = 1
                path.append(step)
                ways.append(iter(arrows[step]))
            elif state.get(step) == 1:
                found.append(tuple(path[path.index(step) :]))
                state.update(dict.fromkeys(found[-1], 2))
                del ways[path.index(step) + 1 :]
                del path[path.index(step) + 1 :]
    return tuple(found)


def _days(rollout: Rollout, as_of: date) -> Iterator[Problem]:
    start = rollout.start or as_of
    if as_of == date.max:  # stands for a date that cannot be read, which is told
        return
    if _is_far(start, as_of):
        values = {"key": "start", "on": start, "start": as_of, "years": MOST_YEARS}
        yield Problem("rollout-day-too-far", ("start",), values)
    elif start.year > LATEST_YEAR:
        path: Path = ("start",) if rollout.start else ()
        yield Problem("rollout-starts-too-late", path, {"start": start, "last": LATEST_YEAR})
    for key in ("until", "horizon", "finish_by"):
        day = getattr(rollout, key)
        if day is not None and day <= start:
            yield Problem("rollout-day-before-start", (key,), {"key": key, "on": day, "start": start})
        elif day is not None and _is_far(day, start):
            values = {"key": key, "on": day, "start": start, "years": MOST_YEARS}
            yield Problem("rollout-day-too-far", (key,), values)
    for place, step in enumerate(rollout.steps):
        if step.done is not None and step.done > as_of:
            yield Problem("step-done-later", ("steps", place, "done"), {"id": step.id, "on": step.done})


def _is_far(day: date, other: date) -> bool:
    """Say whether two days are more than ``MOST_YEARS`` years apart."""
    early, late = sorted((day, other))
    return (late.year - early.year, late.month, late.day) > (MOST_YEARS, early.month, early.day)


def _hours(rollout: Rollout) -> Iterator[Problem]:
    for place, calendar in enumerate(rollout.calendars):
        at: Path = ("calendars", place)
        weeks, broken = [], False
        for number, text in enumerate(calendar.hours):
            try:
                weeks.append(read_hours(text))
            except Unreadable as error:
                broken = True
                yield Problem(error.code, (*at, "hours", number), error.values)
        for number, day in enumerate(calendar.extra):
            try:
                read_hours(f"mon {day.hours}")
            except Unreadable as error:
                yield Problem(error.code, (*at, "extra", number, "hours"), {"value": day.hours})
        if not broken and _is_never_open(calendar, rollout):
            yield Problem("calendar-never-open", at, {"id": calendar.id})
    for place, season in enumerate(rollout.profile):
        for text in season.hours:
            try:
                read_hours(text)
            except Unreadable as error:
                yield Problem(error.code, ("profile", place, "hours", text), error.values)


def _is_never_open(calendar: Calendar, rollout: Rollout) -> bool:
    """Say whether other calendars take all weekly hours out; business hours are not known here."""
    try:
        hours = union(*map(read_hours, calendar.hours)) if calendar.hours else complement(NEVER)
        others = {one.id: one for one in rollout.calendars}
        for name in calendar.excludes:
            other = others.get(name)
            if name != BUSINESS and other is not None and not other.closed and not other.excludes:
                taken = union(*map(read_hours, other.hours)) if other.hours else complement(NEVER)
                hours = intersection(hours, complement(taken))
    except Unreadable:
        return False
    return hours == NEVER and not calendar.extra


def _people(rollout: Rollout) -> Iterator[Problem]:
    most = {
        team.id: max([team.people, *(change.people for change in team.changes)]) for team in rollout.teams
    }
    for place, step in enumerate(rollout.steps):
        ways: list[tuple[str | None, float, Path]] = [(step.team, step.people, ("steps", place))]
        ways += [
            (
                mode.team or step.team,
                step.people if mode.people is None else mode.people,
                ("steps", place, "modes", number),
            )
            for number, mode in enumerate(step.modes)
        ]
        for team, people, at in ways:
            if team in most and people > most[team] + 1e-9:
                key = "people" if people != 1 or len(at) > 2 else "team"
                values = {"id": step.id, "team": team, "people": f"{people:g}", "most": f"{most[team]:g}"}
                yield Problem("more-people-than-team", (*at, key), values)


def _gates(rollout: Rollout) -> Iterator[Problem]:
    seen: dict[str, Path] = {}
    for place, gate in enumerate(rollout.gates):
        at: Path = ("gates", place, "pitfall")
        first = seen.setdefault(gate.pitfall, at)
        if first != at:
            yield Problem("same-id", at, {"id": gate.pitfall}, (("first-here", first),))
        if gate.days is None and gate.by is None:
            yield Problem("gate-never-cleared", ("gates", place), {"id": gate.pitfall})


def _correlation(rollout: Rollout) -> Iterator[Problem]:
    seen: dict[str, Path] = {}
    for place, group in enumerate(rollout.correlation.groups):
        at: Path = ("correlation", "groups", place)
        if rollout.correlation.all + group.correlation > 1 + 1e-9:
            total = round(rollout.correlation.all + group.correlation, 4)
            yield Problem("correlation-above-one", (*at, "correlation"), {"id": group.id, "total": total})
        for number, step in enumerate(group.steps):
            here: Path = (*at, "steps", number)
            first = seen.setdefault(step, here)
            if first != here:
                yield Problem("step-twice", here, {"id": step}, (("first-here", first),))


def _option(rollout: Rollout, option: Option, at: Path) -> Iterator[Problem]:
    if option.waves and option.order:
        yield Problem("waves-and-order", (*at, "order"), {"id": option.id})
    seen: dict[str, Path] = {}
    named = [
        (step, (*at, "waves", number, place))
        for number, wave in enumerate(option.waves)
        for place, step in enumerate(wave)
    ]
    named += [(step, (*at, "order", place)) for place, step in enumerate(option.order)]
    for step, here in named:
        first = seen.setdefault(step, here)
        if first != here:
            yield Problem("step-twice", here, {"id": step}, (("first-here", first),))
    arrangement = arrange(rollout, option)
    if rollout.steps and not arrangement.waves and not option.without:
        yield Problem("option-without-steps", (*at, "id"), {"id": option.id})
    places = {step: here for step, here in named if seen[step] == here}
    for code, pairs in (("wave-too-early", out_of_order), ("step-left-out", needs_left_out)):
        for name, other in pairs(arrangement):
            values = {"id": name, "other": other, "option": option.id}
            yield Problem(code, places.get(name, (*at, "id")), values)


def out_of_order(arrangement: Arrangement) -> Iterator[tuple[str, str]]:
    """Yield steps that are in an earlier wave than one they come after, with that one.

    Steps that go live one by one are put in order by what they come after, whatever is written.
    """
    for name, wave in arrangement.wave_of.items() if arrangement.barriers else ():
        for other in arrangement.steps[name].after:
            if arrangement.wave_of.get(other, -1) > wave:
                yield name, other


def needs_left_out(arrangement: Arrangement) -> Iterator[tuple[str, str]]:
    """Yield steps that come after one which the option leaves out, with that one."""
    left = {*arrangement.left_out}
    for name in arrangement.order:
        for other in arrangement.steps[name].after:
            if other in left:
                yield name, other
