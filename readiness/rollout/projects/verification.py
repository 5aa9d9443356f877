"""An independent check of a schedule: it shares no code with what makes schedules."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Literal

from readiness.rollout.projects.project import Project

Kind = Literal["length", "mode", "start", "order", "renewable", "nonrenewable"]


@dataclass(frozen=True)
class Fault:
    """A rule that a schedule breaks."""

    kind: Kind
    place: int
    """The activity, or the resource."""
    at: int = 0
    """The successor that starts too early, or the time at which a resource is used above its capacity."""


def faults(  # noqa: C901, PLR0912 - every rule once, one after the other
    project: Project, starts: Sequence[int], modes: Sequence[int]
) -> Iterator[Fault]:
    """Yield everything that is wrong with a schedule; nothing where it is right."""
    count = len(project.activities)
    if len(starts) != count or len(modes) != count:
        yield Fault("length", min(len(starts), len(modes)))
        return
    for place, activity in enumerate(project.activities):
        if not 0 <= modes[place] < len(activity.modes):
            yield Fault("mode", place)
            return
        if starts[place] < 0 or starts[place] != int(starts[place]):
            yield Fault("start", place)
    chosen = [one.modes[at] for one, at in zip(project.activities, modes, strict=True)]
    for place, activity in enumerate(project.activities):
        for after in activity.successors:
            if starts[after] < starts[place] + chosen[place].duration:
                yield Fault("order", place, after)
    for resource, capacity in enumerate(project.renewable):
        change: dict[int, int] = defaultdict(int)
        for start, mode in zip(starts, chosen, strict=True):
            change[start] += mode.renewable[resource]
            change[start + mode.duration] -= mode.renewable[resource]
        times = sorted(change)
        for time, used in zip(times, accumulate(change[time] for time in times), strict=True):
            if used > capacity:
                yield Fault("renewable", resource, time)
                break
    for resource, capacity in enumerate(project.nonrenewable):
        if sum(mode.nonrenewable[resource] for mode in chosen) > capacity:
            yield Fault("nonrenewable", resource)


def makespan(project: Project, starts: Sequence[int], modes: Sequence[int]) -> int:
    """Return when a schedule ends."""
    return max(
        (
            start + one.modes[at].duration
            for start, one, at in zip(starts, project.activities, modes, strict=True)
        ),
        default=0,
    )
