"""Whether everything that a rollout names exists, in its own file and on the map."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain

from readiness.diagnostics import Path, Problem, nearest
from readiness.rollout.model import BUSINESS, OUTSIDE_BUSINESS, Option, Rollout
from readiness.rollout.step import Step, StepChange
from readiness.touchmap.model import TouchMap

LISTS = ("calendars", "blackouts", "deadlines", "teams", "steps", "options")
NO_TOUCHPOINT = "none"
Named = tuple[str, Path, str]
"""A word, where it is written, and the kind of record that it names."""


def same_ids(rollout: Rollout) -> Iterator[Problem]:
    """Yield ids that two records of a kind have."""
    for kind in LISTS:
        seen: dict[str, Path] = {}
        for place, record in enumerate(getattr(rollout, kind)):
            at: Path = (kind, place, "id")
            first = seen.setdefault(record.id, at)
            if first != at:
                yield Problem("same-id", at, {"id": record.id}, (("first-here", first),))


def dangling(rollout: Rollout, touchmap: TouchMap | None) -> Iterator[Problem]:
    """Yield names of records that do not exist; those of the map only where there is a map."""
    known: dict[str, Mapping[str, Path]] = {
        kind: {record.id: (kind, place, "id") for place, record in enumerate(getattr(rollout, kind))}
        for kind in LISTS
    }
    known["calendars"] = {OUTSIDE_BUSINESS: (), **known["calendars"]}
    known["gates"] = {gate.pitfall: ("gates", place) for place, gate in enumerate(rollout.gates)}
    if touchmap is not None:
        for kind in ("touchpoints", "buyers", "channels"):
            known[kind] = {record.id: () for record in getattr(touchmap, kind)}
    for word, at, kind in _names(rollout):
        targets = known.get(kind)
        if targets is None or word in targets:
            continue
        near = nearest(word, targets)
        there = targets.get(near or "", ())
        related = (("defined-here", there),) if there else ()
        yield Problem("dangling", at, {"id": word, "kind": kind, "near": near}, related)
    yield from _modes(rollout)


def _names(rollout: Rollout) -> Iterator[Named]:
    yield from _of_surroundings(rollout)
    for place, step in enumerate(rollout.steps):
        yield from _of_step(step, ("steps", place))
        for number, mode in enumerate(step.modes):
            yield from _one(mode.team, ("steps", place, "modes", number, "team"), "teams")
    for place, option in enumerate(rollout.options):
        yield from _of_option(option, ("options", place))


def _of_surroundings(rollout: Rollout) -> Iterator[Named]:
    for place, calendar in enumerate(rollout.calendars):
        others = (word for word in calendar.excludes if word != BUSINESS)
        yield from ((word, ("calendars", place, "excludes"), "calendars") for word in others)
    for place, team in enumerate(rollout.teams):
        yield from _one(team.calendar, ("teams", place, "calendar"), "calendars")
    for place, season in enumerate(rollout.profile):
        yield season.channel, ("profile", place, "channel"), "channels"
    for place, gate in enumerate(rollout.gates):
        yield from _one(gate.by, ("gates", place, "by"), "steps")
        yield from _one(gate.team, ("gates", place, "team"), "teams")
    for place, group in enumerate(rollout.correlation.groups):
        at: Path = ("correlation", "groups", place, "steps")
        yield from ((word, (*at, number), "steps") for number, word in enumerate(group.steps))


def _one(word: str | None, at: Path, kind: str) -> Iterator[Named]:
    if word is not None:
        yield word, at, kind


def _of_step(step: Step | StepChange, at: Path) -> Iterator[Named]:
    yield from _one(step.team, (*at, "team"), "teams")
    yield from _one(step.calendar, (*at, "calendar"), "calendars")
    for number, word in enumerate(step.after or ()):
        yield word, (*at, "after", number), "steps"
    for number, pitfall in enumerate(step.gate or ()):
        yield pitfall, (*at, "gate", number), "gates"
    for part in ("migrate", "cut_over"):
        found = getattr(step, part)
        if found is not None:
            yield found.calendar, (*at, part, "calendar"), "calendars"
    for word in step.affects or ():
        if word != NO_TOUCHPOINT:
            yield word, (*at, "affects", word), "touchpoints"
    for number, word in enumerate(step.customer_check.buyers if step.customer_check else ()):
        yield word, (*at, "customer_check", "buyers", number), "buyers"


def _of_option(option: Option, at: Path) -> Iterator[Named]:
    yield from _one(option.like, (*at, "like"), "options")
    waves = (
        (word, (*at, "waves", number, place), "steps")
        for number, wave in enumerate(option.waves)
        for place, word in enumerate(wave)
    )
    single = (
        (word, (*at, part, place), "steps")
        for part in ("order", "without")
        for place, word in enumerate(getattr(option, part))
    )
    keyed = (
        (word, (*at, part, word), "steps") for part in ("modes", "change") for word in getattr(option, part)
    )
    yield from chain(waves, single, keyed)
    for word, change in option.change.items():
        yield from _of_step(change, (*at, "change", word))


def _modes(rollout: Rollout) -> Iterator[Problem]:
    for place, option in enumerate(rollout.options):
        for word, mode in option.modes.items():
            step = rollout.pool.get(word)
            known = [one.id for one in step.modes] if step else []
            if step is not None and mode not in known:
                values = {"id": mode, "kind": "modes", "near": nearest(mode, known)}
                yield Problem("dangling", ("options", place, "modes", word), values)
