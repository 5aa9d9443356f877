"""A plain resource-constrained project: activities with modes, an order between them, resources.

The problem is that of Pritsker, Watters and Wolfe (1969) for one mode, of Talbot
(1982) for several: every activity runs once, without a break, in one of its
modes, after all its predecessors; no renewable resource is used above its
capacity at any time, no non-renewable one over the whole; the project shall
end as early as possible.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True)
class Mode:
    """One way to carry out an activity."""

    duration: int
    """Time units, 0 for a mere event."""
    renewable: tuple[int, ...] = ()
    """Demand for each renewable resource in every time unit."""
    nonrenewable: tuple[int, ...] = ()
    """Demand for each non-renewable resource over the whole duration."""


@dataclass(frozen=True)
class Activity:
    """A step of the project."""

    name: str
    modes: tuple[Mode, ...]
    successors: tuple[int, ...] = ()
    """Places of the activities that cannot start before this one ends."""


@dataclass(frozen=True)
class Project:
    """Activities and the capacity of each resource; places count from 0."""

    activities: tuple[Activity, ...]
    renewable: tuple[int, ...] = ()
    nonrenewable: tuple[int, ...] = ()

    @cached_property
    def successors(self) -> tuple[tuple[int, ...], ...]:
        """The successors of each activity, each once."""
        return tuple(tuple(dict.fromkeys(one.successors)) for one in self.activities)

    @cached_property
    def predecessors(self) -> tuple[tuple[int, ...], ...]:
        """The predecessors of each activity, each once."""
        found: list[list[int]] = [[] for _ in self.activities]
        for before, after in enumerate(self.successors):
            for one in after:
                found[one].append(before)
        return tuple(map(tuple, found))

    @cached_property
    def order(self) -> tuple[int, ...]:
        """A topological order (Kahn 1962), the lowest place first; shorter than the project in a cycle."""
        waiting = [len(before) for before in self.predecessors]
        order = [place for place, number in enumerate(waiting) if not number]
        for place in order:  # grows while it is walked
            for after in self.successors[place]:
                waiting[after] -= 1
                if not waiting[after]:
                    order.append(after)
        return tuple(order)

    @cached_property
    def horizon(self) -> int:
        """The time that is enough when everything runs one after the other in its longest mode."""
        return sum(max(mode.duration for mode in one.modes) for one in self.activities)

    @property
    def several_modes(self) -> bool:
        """Say whether any activity has a choice of modes."""
        return any(len(one.modes) > 1 for one in self.activities)


def cycle(project: Project) -> tuple[int, ...]:
    """Return the activities of one cycle of the order between them in turn; none where there is no cycle."""
    left = set(range(len(project.activities))) - set(project.order)
    if not left:
        return ()
    place = min(left)
    walked: dict[int, int] = {}
    while place not in walked:  # in what is left everything has a predecessor that is left
        walked[place] = len(walked)
        place = next(before for before in project.predecessors[place] if before in left)
    return tuple(reversed([one for one, at in walked.items() if at >= walked[place]]))


def excess(project: Project) -> Iterator[tuple[int, int, int]]:
    """Yield each activity that no capacity allows: its place, a resource and the least demand for it.

    The resource is -1 where each mode exceeds another one.
    """
    for place, one in enumerate(project.activities):
        if any(_fits(project, mode) for mode in one.modes):
            continue
        for resource, capacity in enumerate(project.renewable):
            need = min(mode.renewable[resource] for mode in one.modes)
            if need > capacity:
                yield place, resource, need
                break
        else:
            yield place, -1, 0


def _fits(project: Project, mode: Mode) -> bool:
    return not mode.duration or all(
        need <= there for need, there in zip(mode.renewable, project.renewable, strict=True)
    )


def usable(project: Project, place: int) -> tuple[int, ...]:
    """Return the modes of an activity that the renewable capacities allow."""
    modes = project.activities[place].modes
    return tuple(at for at, mode in enumerate(modes) if _fits(project, mode))
