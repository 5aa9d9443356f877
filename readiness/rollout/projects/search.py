"""A genetic search over orders of activities and choices of modes.

Hartmann (1998, 2001) with forward-backward improvement of every child as in
Valls, Ballestin and Quintanilla (2008).  Its effort is counted in schedules,
not in seconds: the same project and seed give the same schedule everywhere.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from readiness.rollout.projects.draws import Draws
from readiness.rollout.projects.generation import Generator, Row, urgencies
from readiness.rollout.projects.modes import Choices
from readiness.rollout.projects.project import Project

POPULATION = 40
PATIENCE = 25
"""Generations without a better one after which the search starts anew."""
MUTATED = 50
"""Thousandths of neighbours that change places, and of modes that are drawn anew."""


@dataclass(frozen=True)
class Found:
    """A schedule: when it ends, when each activity starts, in which mode."""

    makespan: int
    starts: tuple[int, ...]
    modes: tuple[int, ...]


@dataclass(frozen=True)
class _One:
    """An individual: an order and modes, with the schedule they give."""

    makespan: int
    order: tuple[int, ...]
    modes: tuple[int, ...]
    ends: tuple[int, ...]


def first(generator: Generator, modes: Sequence[int]) -> Found:
    """Return the best of a few parallel schedules by priority rules, forwards and backwards.

    Fast for any number of activities and any durations.
    """
    project = generator.project
    rows = generator.rows(modes)
    durations = [row.duration for row in rows]
    best: list[int] | None = None
    for urgency in urgencies(project, durations):
        ends = generator.parallel(urgency, generator.forth, rows)
        mirrored = generator.parallel([-end for end in ends], generator.back, rows)
        again = generator.parallel([-end for end in mirrored], generator.forth, rows)
        for one in (ends, again):
            if best is None or max(one, default=0) < max(best, default=0):
                best = one
    return _found(best or [], modes, rows)


def _found(ends: Sequence[int], modes: Sequence[int], rows: Sequence[Row]) -> Found:
    starts = tuple(end - row.duration for end, row in zip(ends, rows, strict=True))
    return Found(max(ends, default=0), starts, tuple(modes))


class Search:
    """The search for one project; ``best`` is always a whole schedule, also while it runs."""

    def __init__(self, project: Project, modes: Sequence[int], *, seed: int = 0) -> None:
        self.generator = Generator(project)
        self.draws = Draws(seed)
        self.choices = Choices(project)
        self.best = first(self.generator, modes)
        self.schedules = 0
        """How many serial schedules were made."""
        self._several = bool(self.choices.free)
        self._people: list[_One] = []
        self._still = 0
        """Generations since the last better one."""

    def run(
        self,
        budget: int,
        *,
        bound: int = 0,
        stop: Callable[[], bool] = lambda: False,
        tell: Callable[[int], None] = lambda _makespan: None,
    ) -> Found:
        """Search until so many schedules were made in all, or one reaches the bound; return the best.

        May be called again with a larger budget: it goes on where it was.  ``stop``
        is asked now and then, ``tell`` hears each makespan that is better than all
        before.
        """
        if self.best.makespan <= bound:
            return self.best
        if not self.generator.horizon and not self.generator.room(self.best.makespan * 3 // 2 + 1):
            return self.best
        while self.schedules < budget and self.best.makespan > bound and not stop():
            before = self.best.makespan
            self._step(budget, bound)
            if self.best.makespan < before:
                tell(self.best.makespan)
        return self.best

    def _step(self, budget: int, bound: int) -> None:
        """Make one more generation, the first one, or one anew where nothing gets better any more."""
        if not self._people or self._still >= PATIENCE:
            self._people, self._still = self._start(budget, bound), 0
            return
        lead = self._people[0].makespan
        self._people = self._next(self._people, budget, bound)
        self._still = 0 if self._people[0].makespan < lead else self._still + 1

    def _start(self, budget: int, bound: int) -> list[_One]:
        """Return the first individuals: priority rules as they are, then with noise."""
        modes = list(self.best.modes)
        rows = self.generator.rows(modes)
        rules = urgencies(self.generator.project, [row.duration for row in rows])
        again = self._people != []
        people = []
        for number in range(POPULATION):
            if self.schedules >= budget or self.best.makespan <= bound:
                break
            rule = rules[number % len(rules)]
            if again or number >= len(rules):
                spread = max(2, (max(rule) - min(rule)) // 4)
                rule = [one + self.draws.below(spread) for one in rule]
                modes = self._varied(self.best.modes)
            one = self._judged(self.generator.listed(rule, self.generator.forth), modes)
            if one:
                people.append(one)
        if not again:
            people += filter(None, [self._judged(self._ordered(self.best.starts), list(self.best.modes))])
        return sorted(people, key=lambda one: one.makespan)

    def _ordered(self, starts: Sequence[int]) -> list[int]:
        """Return the activities by their starts; at the same time as the order between them demands."""
        rank = self.generator.forth.rank
        return sorted(range(len(starts)), key=lambda j: (starts[j], rank[j]))

    def _varied(self, modes: Sequence[int]) -> list[int]:
        """Return modes with some drawn anew that fit."""
        if not self._several:
            return list(modes)
        drawn = [self._mode(place, at, 250) for place, at in enumerate(modes)]
        return self.choices.repaired(drawn, self.draws) or list(modes)

    def _mode(self, place: int, at: int, thousandths: int) -> int:
        usable = self.choices.usable[place]
        if len(usable) > 1 and self.draws.chance(thousandths):
            return usable[self.draws.below(len(usable))]
        return at

    def _judged(self, order: Sequence[int], modes: list[int]) -> _One | None:
        """Return the individual of an order and modes after forward-backward improvement."""
        generator = self.generator
        rows = generator.rows(modes)
        self.schedules += 1
        ends = generator.serial(order, generator.forth, rows)
        if ends is None:
            return None
        self.schedules += 2
        ends = generator.improved(ends, rows)
        starts = [end - row.duration for end, row in zip(ends, rows, strict=True)]
        makespan = max(ends, default=0)
        if makespan < self.best.makespan:
            self.best = Found(makespan, tuple(starts), tuple(modes))
        return _One(makespan, tuple(self._ordered(starts)), tuple(modes), tuple(ends))

    def _next(self, people: list[_One], budget: int, bound: int) -> list[_One]:
        """Return the next generation: the best, each schedule once, of parents and children."""
        count = len(people)
        children: list[_One] = []
        for _ in range(POPULATION):
            if self.schedules >= budget or self.best.makespan <= bound:
                break
            mother, father = people[self.draws.below(count)], people[self.draws.below(count)]
            child = self._judged(*self._child(mother, father))
            if child:
                children.append(child)
        unique = {one.ends: one for one in (*people, *children)}
        return sorted(unique.values(), key=lambda one: one.makespan)[:POPULATION]

    def _child(self, mother: _One, father: _One) -> tuple[list[int], list[int]]:
        """Return order and modes of a child: two-point crossover, then mutation."""
        size = len(mother.order)
        one, two = self.draws.below(size + 1), self.draws.below(size + 1)
        low, high = min(one, two), max(one, two)
        order = list(mother.order[:low])
        taken = set(order)
        middle = [j for j in father.order if j not in taken][: high - low]
        taken.update(middle)
        order += middle
        order += [j for j in mother.order if j not in taken]
        self._mutate(order)
        modes = list(mother.modes)
        if self._several:
            for j in middle:
                modes[j] = father.modes[j]
            modes = [self._mode(place, at, MUTATED) for place, at in enumerate(modes)]
            modes = self.choices.repaired(modes, self.draws) or list(mother.modes)
        return order, modes

    def _mutate(self, order: list[int]) -> None:
        """Swap some neighbours between which no order is demanded."""
        after = self.generator.forth.after
        for at in range(len(order) - 1):
            if self.draws.chance(MUTATED) and order[at + 1] not in after[order[at]]:
                order[at], order[at + 1] = order[at + 1], order[at]
