"""Choices of modes that keep within the non-renewable capacities."""

from __future__ import annotations

from collections.abc import Sequence

from readiness.rollout.projects.draws import Draws
from readiness.rollout.projects.project import Project, usable

STEPS = 12
"""How many changes a repair may make, times the number of activities with a choice."""
RESTARTS = 20


class Choices:
    """Which modes each activity may take, and what they use up of non-renewable resources."""

    def __init__(self, project: Project) -> None:
        self.usable = [usable(project, place) for place in range(len(project.activities))]
        self.free = [place for place, modes in enumerate(self.usable) if len(modes) > 1]
        self.capacities = project.nonrenewable
        self._uses = [[mode.nonrenewable for mode in one.modes] for one in project.activities]
        self._durations = [[mode.duration for mode in one.modes] for one in project.activities]

    def shortage(self) -> tuple[int, int] | None:
        """Return a resource with the least that all modes together need, where that is above its capacity."""
        for resource, capacity in enumerate(self.capacities):
            least = sum(
                min(uses[at][resource] for at in modes)
                for uses, modes in zip(self._uses, self.usable, strict=True)
            )
            if least > capacity:
                return resource, least
        return None

    def shortest(self) -> list[int]:
        """Return the shortest mode of each activity that the renewable capacities allow."""
        return [
            min(modes, key=durations.__getitem__)
            for modes, durations in zip(self.usable, self._durations, strict=True)
        ]

    def thriftiest(self) -> list[int]:
        """Return the mode of each activity that uses the least share of all non-renewable capacities."""
        scale = [1 / max(1, capacity) for capacity in self.capacities]
        thriftiest = []
        for modes, uses in zip(self.usable, self._uses, strict=True):
            loads = {at: sum(u * s for u, s in zip(uses[at], scale, strict=True)) for at in modes}
            thriftiest.append(min(modes, key=loads.__getitem__))
        return thriftiest

    def drawn(self, draws: Draws) -> list[int]:
        """Return a mode of each activity by chance."""
        return [modes[draws.below(len(modes))] for modes in self.usable]

    def used(self, modes: Sequence[int]) -> list[int]:
        """Return what is used up of each non-renewable resource."""
        rows = [uses[at] for uses, at in zip(self._uses, modes, strict=True)]
        return [sum(row[resource] for row in rows) for resource in range(len(self.capacities))]

    def fit(self, modes: Sequence[int]) -> bool:
        """Say whether modes keep within the non-renewable capacities."""
        return not self._over(self.used(modes))

    def _over(self, used: Sequence[int]) -> float:
        """Return by how much capacities are exceeded, each as a share of itself."""
        pairs = zip(used, self.capacities, strict=True)
        return sum((use - there) / max(1, there) for use, there in pairs if use > there)

    def repaired(self, modes: Sequence[int], draws: Draws) -> list[int] | None:
        """Return modes that fit, changed step by step from given ones; None where the search found none."""
        chosen = list(modes)
        used = self.used(chosen)
        over = self._over(used)
        for _ in range(STEPS * max(1, len(self.free))):
            if not over:
                return chosen
            best: tuple[float, int, int] | None = None
            for _ in range(min(len(self.free), 12)):
                place = self.free[draws.below(len(self.free))]
                for at in self.usable[place]:
                    if at != chosen[place]:
                        left = self._over(self._changed(used, place, chosen[place], at))
                        if best is None or left < best[0]:
                            best = left, place, at
            if best is None:
                return None
            over, place, at = best
            used = self._changed(used, place, chosen[place], at)
            chosen[place] = at
        return None if over else chosen

    def _changed(self, used: Sequence[int], place: int, old: int, new: int) -> list[int]:
        uses = self._uses[place]
        return [use - away + more for use, away, more in zip(used, uses[old], uses[new], strict=True)]

    def start(self, draws: Draws) -> list[int] | None:
        """Return modes that fit: the shortest where they do, else repaired ones; None where none is found."""
        for modes in (self.shortest(), self.thriftiest()):
            if self.fit(modes):
                return modes
        if not self.free:
            return None
        for number in range(RESTARTS):
            found = self.repaired(self.thriftiest() if not number else self.drawn(draws), draws)
            if found is not None:
                return found
        return None
