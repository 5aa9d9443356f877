"""Rough plans without a solver: schedules put the steps in orders, and each order is cut into waves.

The steps are scheduled as a project with the teams as its resources, by serial
schedule generation with forward-backward improvement (Tormos and Lova 2001;
:mod:`readiness.rollout.projects.search`).  The order of its starts, and orders
by worth and by contacts, are each cut into waves in the ways that no other cut
beats, as tours are split into trips (Beasley 1983).  Then steps are moved to other
waves one at a time.  Nothing is proven of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from readiness.rollout.phasings import Waves, neighbours
from readiness.rollout.projects.project import Activity, Mode, Project
from readiness.rollout.projects.search import Search
from readiness.rollout.rough import Aims, Rough

SCHEDULES = 600
"""How many schedules are made of the steps."""
CUTS = 16
"""How many cuts of the first steps of an order are gone on with."""
WIDE = 40
"""How many plans that no other beats are kept on the way."""
TRIES = 6000
"""How many plans near these are tried."""
Order = tuple[str, ...]


class _Cut(NamedTuple):
    """The first steps of an order in waves, and what they come to."""

    aims: Aims
    waves: Waves


def rough_orders(
    rough: Rough, *, seed: int = 0, most: int = 12, go_on: Callable[[], bool] = lambda: True
) -> list[tuple[Waves, Aims]]:
    """Return up to so many rough plans that no other of them beats, the earliest first.

    None where steps wait for each other in a circle, so that they have no order.
    ``go_on`` is asked between orders whether there is time for one more.
    """
    found: list[_Cut] = []
    for order in _orders(rough, seed):
        found = thinned([*found, *cuts(rough, order)], WIDE)
        if not go_on():
            break
    else:
        found = _improved(rough, found, go_on)
    return [(one.waves, one.aims) for one in thinned(found, most)]


def _improved(rough: Rough, found: list[_Cut], go_on: Callable[[], bool]) -> list[_Cut]:
    """Move one step at a time to another wave from the plans that no other beats, until none gets better."""
    known, done, tries = {one.waves for one in found}, set[Waves](), 0
    while left := [one for one in found if one.waves not in done]:
        if tries >= TRIES or not go_on():
            break
        done.add(left[0].waves)
        near = [waves for waves in neighbours(left[0].waves, rough.before) if waves not in known]
        known.update(near)
        tries += len(near)
        found = thinned([*found, *(_Cut(rough.aims(waves), waves) for waves in near)], WIDE)
    return found


def _orders(rough: Rough, seed: int) -> Iterator[Order]:
    """Yield orders of the steps in which none comes before its reasons, each once."""
    project = as_project(rough)
    if len(project.order) < len(rough.names):
        return
    best = Search(project, [0] * len(rough.names), seed=seed)
    best.run(SCHEDULES)
    start = dict(zip(rough.names, best.best.starts, strict=True))
    worth = {
        name: rough.gains[name][0] / (rough.builds[name] + rough.tests[name] or 1) for name in rough.names
    }
    calm = {name: max(rough.disturbed[name]) for name in rough.names}
    ends = {name: at + rough.builds[name] for name, at in start.items()}
    keys: tuple[Callable[[str], float], ...] = (
        lambda name: start[name], lambda name: ends[name], lambda name: -worth[name],
        lambda name: calm[name], lambda name: rough.builds[name], lambda name: -rough.tests[name],
    )  # fmt: skip
    yield from dict.fromkeys(_ordered(rough, key) for key in keys)


def as_project(rough: Rough) -> Project:
    """Return the steps as a project: each takes the days until it is ready, and its team's people evenly."""
    teams = [*rough.people]
    capacity = tuple(max(1, rough.people[team]) for team in teams)
    places = {name: place for place, name in enumerate(rough.names)}
    after: dict[str, list[int]] = {name: [] for name in rough.names}
    for name in rough.names:
        for other in sorted(rough.before[name]):
            after[other].append(places[name])
    activities = []
    for name in rough.names:
        team, load = rough.loads[name]
        days = rough.builds[name] or 1
        need = tuple(
            min(people, max(1, load // days)) if one == team and load else 0
            for one, people in zip(teams, capacity, strict=True)
        )
        activities.append(Activity(name, (Mode(days, need),), tuple(after[name])))
    return Project(tuple(activities), capacity)


def _ordered(rough: Rough, key: Callable[[str], float]) -> Order:
    """Return the steps with the least key first that wait for none that is still to come."""
    left, order = [*rough.names], []
    while left:
        ready = [name for name in left if not rough.before[name] & {*left}]
        order.append(min(ready, key=key))
        left.remove(order[-1])
    return tuple(order)


def cuts(rough: Rough, order: Sequence[str]) -> list[_Cut]:
    """Return the ways to cut an order into waves that no other way beats, as far as they are followed."""
    at: list[list[_Cut]] = [[] for _ in range(len(order) + 1)]
    at[0] = [_Cut(Aims(0, 0, 0), ())]
    place = {name: number for number, name in enumerate(rough.names)}
    for first in range(len(order)):
        at[first] = thinned(at[first], CUTS)
        for last in range(first + 1, len(order) + 1):
            wave = tuple(sorted(order[first:last], key=lambda name: place[name]))
            built = rough.built(wave, first=first == 0)
            for cut in at[first]:
                aims = rough.with_wave(cut.aims, wave, built)
                at[last].append(_Cut(aims, (*cut.waves, wave)))
    return thinned(at[-1], CUTS)


def thinned(found: Iterable[_Cut], most: int) -> list[_Cut]:
    """Return what no other beats, the earliest first; of too many the best of each aim and some more."""
    best: list[_Cut] = []
    for one in sorted(found, key=lambda one: (one.aims, len(one.waves), one.waves)):
        if not any(other.aims == one.aims or other.aims.beats(one.aims) for other in best):
            best.append(one)
    if len(best) <= most:
        return best
    columns = [*zip(*(one.aims.row for one in best), strict=True)]
    kept = {column.index(min(column)) for column in columns}
    step = (len(best) - 1) / max(1, most - 1)
    for number in range(most):
        if len(kept) >= most:
            break
        kept.add(round(number * step))
    return [best[at] for at in sorted(kept)]
