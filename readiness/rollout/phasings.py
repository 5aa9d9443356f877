"""Phasings: every legal way to do the steps in waves, or the best of them where there are too many to try."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, combinations

from readiness.rollout.arrangement import Arrangement
from readiness.rollout.draw import Draws
from readiness.rollout.judging import judged
from readiness.rollout.outcome import NEVER
from readiness.rollout.setting import Setting
from readiness.rollout.simulation import Progress, draw_chunks, go_on

MOST_STEPS = 6
"""Up to so many steps all phasings are tried: there are 4,683 of six at most."""
Waves = tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Phasing:
    """One way to do the steps in waves, and what became of it on average."""

    waves: Waves
    finish: float
    """Seconds after the start by which 80 % of the trials are finished."""
    exposure: float
    npv: float

    @property
    def never(self) -> bool:
        """More than a fifth of the trials never finish."""
        return self.finish >= NEVER

    def beats(self, other: Phasing) -> bool:
        """Say whether it is not later, disturbs no more, is worth no less, and something of it is better."""
        mine, its = ((one.finish, one.exposure, -one.npv) for one in (self, other))
        return mine != its and all(one <= two for one, two in zip(mine, its, strict=True))


def todo(setting: Setting) -> tuple[str, ...]:
    """Return the steps that are to be done."""
    return tuple(step.id for step in setting.rollout.steps if step.done is None)


def before(setting: Setting) -> dict[str, frozenset[str]]:
    """Return by step those that cannot come later: what it comes after, and what opens its gates."""
    rollout, names = setting.rollout, todo(setting)
    opens = {gate.pitfall: gate.by for gate in rollout.gates if gate.pitfall in setting.shut and gate.by}
    found = {}
    for name in names:
        step = rollout.pool[name]
        earlier = {*step.after, *(opens[pitfall] for pitfall in step.gate if pitfall in opens)}
        found[name] = frozenset(earlier & {*names} - {name})
    return found


def legal(before: Mapping[str, frozenset[str]]) -> Iterator[Waves]:
    """Yield every ordered partition of the steps into waves in which no step comes before its reasons.

    A step may share a wave with what it comes after.  Fewer waves come first
    among those that begin alike.  There are as many as ordered set partitions
    (Fubini numbers) where no step comes after another: 4,683 for six.
    """

    def from_here(left: tuple[str, ...]) -> Iterator[Waves]:
        if not left:
            yield ()
            return
        for wave in _subsets(left):
            if all(before[name] & {*left} <= {*wave} for name in wave):
                for rest in from_here(tuple(name for name in left if name not in wave)):
                    yield (wave, *rest)

    return from_here(tuple(before))


def _subsets(names: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    return chain.from_iterable(combinations(names, size) for size in range(len(names), 0, -1))


class Judge:
    """Simulates phasings, all with the same random numbers."""

    def __init__(self, setting: Setting, *, trials: int, seed: int) -> None:
        self.setting, self.trials, self.seed = setting, trials, seed
        self.chunks: Sequence[Draws] = tuple(draw_chunks(setting, trials=trials, seed=seed))

    def judge(self, waves: Waves) -> Phasing:
        """Return what becomes of a phasing."""
        one = Arrangement("phasing", waves, self.setting.rollout.pool)
        return Phasing(waves, *judged(one, self.setting, self.chunks))


def phasings(setting: Setting, *, trials: int, seed: int, progress: Progress = go_on) -> tuple[Phasing, ...]:
    """Return all legal phasings of up to six steps, each simulated with the same random numbers.

    Raises ValueError for more than six steps.  Where ``progress`` says so it
    stops and returns those that are done.
    """
    if len(todo(setting)) > MOST_STEPS:
        raise ValueError
    ways, judge = list(legal(before(setting))), Judge(setting, trials=trials, seed=seed)
    found: list[Phasing] = []
    for number, waves in enumerate(ways):
        found.append(judge.judge(waves))
        if not progress(number + 1, len(ways)):
            break
    return tuple(found)


def searched(
    setting: Setting,
    starts: Iterable[Waves],
    *,
    tries: int,
    trials: int,
    seed: int,
    progress: Progress = go_on,
) -> tuple[Phasing, ...]:
    """Return phasings near some, tried one after the other from the best ones on (Pareto local search).

    Nothing is proven of them.  Each phasing differs from one that no other
    beats by one step in another wave (Paquete, Chiarandini and Stuetzle 2004).
    """
    earlier, judge = before(setting), Judge(setting, trials=trials, seed=seed)
    found: dict[Waves, Phasing] = {}
    done: set[Waves] = set()

    def try_out(waves: Waves) -> bool:
        if waves not in found:
            found[waves] = judge.judge(waves)
            return progress(len(found), tries) and len(found) < tries
        return True

    if not all(try_out(waves) for waves in dict.fromkeys(starts)):
        return tuple(found.values())
    while left := [one.waves for one in front(found.values()) if one.waves not in done]:
        best = max(left, key=lambda waves: found[waves].npv)
        done.add(best)
        if not all(try_out(waves) for waves in neighbours(best, earlier)):
            break
    return tuple(found.values())


def neighbours(waves: Waves, before: Mapping[str, frozenset[str]]) -> Iterator[Waves]:
    """Yield the legal phasings in which one step is in another wave, or in one of its own."""
    order = {name: place for place, name in enumerate(before)}
    for step in before:
        rest = [tuple(name for name in wave if name != step) for wave in waves]
        for place in range(len(rest)):
            joined = [wave if number != place else (*wave, step) for number, wave in enumerate(rest)]
            yield from _if_legal(joined, waves, before, order)
        for place in range(len(rest) + 1):
            yield from _if_legal([*rest[:place], (step,), *rest[place:]], waves, before, order)


def _if_legal(
    some: Iterable[tuple[str, ...]],
    now: Waves,
    before: Mapping[str, frozenset[str]],
    order: Mapping[str, int],
) -> Iterator[Waves]:
    waves = tuple(tuple(sorted(wave, key=lambda name: order[name])) for wave in some if wave)
    if waves != now and is_legal(waves, before):
        yield waves


def is_legal(waves: Waves, before: Mapping[str, frozenset[str]]) -> bool:
    """Say whether no step comes before its reasons."""
    place = {name: number for number, wave in enumerate(waves) for name in wave}
    return all(place[other] <= place[name] for name in place for other in before[name])


def front(found: Iterable[Phasing]) -> tuple[Phasing, ...]:
    """Return those that no other beats: not later, not disturbing more, not worth less, and one of it better.

    The earliest first; of several that are alike the one with fewer waves.
    """
    best: list[Phasing] = []
    ordered = sorted(found, key=lambda one: (one.finish, one.exposure, -one.npv, len(one.waves), one.waves))
    for one in ordered:
        if not any(other.exposure <= one.exposure and other.npv >= one.npv for other in best):
            best.append(one)
    return tuple(best)
