"""Who gets people first: activities one after the other at their likely times, each as early as it can be.

This is serial schedule generation (Kelley 1963) in the order of the option.
Which activity hands its people to which is kept as predecessors, so that a
simulation with other times keeps the same order and never needs more people
than there are (resource flows, Artigues, Michelon and Reusser 2003).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from readiness.rollout.activities import Activity, Plan, in_order
from readiness.rollout.crew import HAIR, Crew
from readiness.rollout.draw import Draws
from readiness.rollout.localtime import midnight
from readiness.rollout.model import Team
from readiness.rollout.run import go
from readiness.rollout.setting import Setting
from readiness.rollout.trial import Run
from readiness.rollout.worktime import FAR

LIKELY_SEED = 0


@dataclass(frozen=True)
class Placed:
    """People of a team who are busy from an instant to another."""

    activity: Activity
    start: int
    finish: int


class Free:
    """How many people of a team are free from instant to instant, at the likely times."""

    def __init__(self, crew: Crew) -> None:
        self.edges = list(crew.since)
        self.people = list(crew.people)

    def first(self, at: int, people: float) -> int:
        """Return the first instant from ``at`` on at which so many are free; FAR where they never are."""
        place = max(0, bisect_right(self.edges, at) - 1)
        while place < len(self.edges) and self.people[place] < people - HAIR:
            place += 1
        return max(at, self.edges[place]) if place < len(self.edges) else FAR

    def after_lack(self, start: int, finish: int, people: float) -> int | None:
        """Return the end of the last part of a stretch in which too few are free; None without one."""
        first = max(0, bisect_right(self.edges, start) - 1)
        for place in reversed(range(first, bisect_left(self.edges, finish))):
            if self.people[place] < people - HAIR:
                return self.edges[place + 1] if place + 1 < len(self.edges) else FAR
        return None

    def take(self, start: int, finish: int, people: float) -> None:
        """Make people busy."""
        for at in (start, finish):
            place = bisect_left(self.edges, at)
            if place == len(self.edges) or self.edges[place] != at:
                self.edges.insert(place, at)
                self.people.insert(place, self.people[place - 1])
        for place in range(bisect_left(self.edges, start), bisect_left(self.edges, finish)):
            self.people[place] -= people


def likely(setting: Setting) -> Draws:
    """Return the one trial in which every estimate has its median and nothing fails."""
    return Draws(LIKELY_SEED, 0, 1, setting.rollout.correlation, likely=True)


def with_people(plan: Plan, setting: Setting) -> Plan:
    """Return a plan in which activities also wait for the people who do them."""
    crews = {team.id: _crew(team, setting) for team in reversed(setting.rollout.teams)}
    free = {name: Free(crew) for name, crew in crews.items()}
    placed: dict[str, list[Placed]] = {name: [] for name in crews}
    done = Run(plan, setting, likely(setting))
    for activity in plan.activities:
        ready = done.when_ready(activity)
        crew = crews.get(activity.team or "") if activity.people else None
        if crew is not None:
            ready = np.array([_earliest(done, activity, int(ready[0]), free[activity.team or ""])])
        done.ready[activity.name] = ready
        start, finish = go(done, activity, ready)
        done.start[activity.name], done.finish[activity.name] = start, finish
        if crew is not None and done.takes_time(activity) and (start[0] < FAR or not crew.shrinks):
            one = Placed(activity, int(start[0]), max(int(finish[0]), int(start[0]) + 1))
            free[activity.team or ""].take(one.start, one.finish, activity.people)
            placed[activity.team or ""].append(one)
    after = {activity.name: activity for activity in plan.activities}
    for name, busy in placed.items():
        after |= {activity.name: activity for activity in _handed(busy, crews[name], plan)}
    shrinking = {name: crew for name, crew in crews.items() if crew.shrinks}
    return replace(plan, activities=in_order(after), crews=shrinking)


def _crew(team: Team, setting: Setting) -> Crew:
    """Return how many people a team has from which instant on."""
    since: dict[date, float] = {change.on: change.people for change in team.changes}
    changes = [(midnight(on, setting.zones("")), people) for on, people in sorted(since.items())]
    at_start = [people for instant, people in changes if instant <= setting.start]
    later = [(instant, people) for instant, people in changes if instant > setting.start]
    first = at_start[-1] if at_start else team.people
    return Crew((setting.start, *(at for at, _ in later)), (first, *(people for _, people in later)))


def _earliest(done: Run, activity: Activity, ready: int, free: Free) -> int:
    """Return the first instant from which on there are enough people until the activity is over."""
    instant = free.first(ready, activity.people)
    while instant < FAR:
        start, finish = (int(moment[0]) for moment in go(done, activity, np.array([instant])))
        enough = free.after_lack(start, max(finish, start + 1), activity.people)
        if enough is None:
            return instant
        instant = free.first(enough, activity.people)
    return FAR


@dataclass
class _Token:
    """People who are free from an instant on, and the activity that they come from."""

    since: int
    people: float
    source: str | None = None


def _handed(busy: Iterable[Placed], crew: Crew, plan: Plan) -> Iterator[Activity]:
    """Yield activities with those from which their people come, in the order in which they start.

    What there are never enough people for never starts.
    """
    places = plan.places
    tokens = [_Token(crew.since[0], crew.people[0])]
    changes = [*crew.changes]
    for one in sorted(busy, key=lambda one: (one.start, one.finish, places[one.activity.name])):
        while changes and changes[0][0] <= one.start:
            at, more = changes.pop(0)
            if more > 0:
                tokens.append(_Token(at, more))
            else:
                _take(tokens, -more, at, frozenset())
        taken = _take(tokens, one.activity.people, one.start, frozenset(one.activity.after))
        sources = tuple(dict.fromkeys(part.source for part in taken if part.source is not None))
        since = max((part.since for part in taken if part.source is None), default=0)
        tokens.append(_Token(one.finish, one.activity.people, one.activity.name))
        not_before = max(one.activity.not_before, since if since > crew.since[0] else 0)
        if one.start >= FAR and one.activity.people > crew.people[-1] + HAIR:
            not_before = FAR
        after = tuple(dict.fromkeys((*one.activity.after, *sources)))
        yield replace(one.activity, after=after, handed=sources, not_before=not_before)


def _take(tokens: list[_Token], people: float, at: int, known: frozenset[str]) -> list[_Token]:
    """Take people who are free at an instant: those it waits for anyway first, then who are free longest."""
    taken: list[_Token] = []
    choice = sorted(
        (part for part in tokens if part.since <= at and part.people > HAIR),
        key=lambda part: (part.source not in known and part.source is not None, part.since),
    )
    for part in choice:
        if people <= HAIR:
            break
        number = min(people, part.people)
        part.people -= number
        people -= number
        taken.append(_Token(part.since, number, part.source))
    return taken
