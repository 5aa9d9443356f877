"""Better ways to do the steps of a rollout: all phasings tried, or the best found among too many."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import inf
from pathlib import Path
from typing import Any, Literal

import numpy as np

from readiness.errors import Refused
from readiness.reports.rollout.better import better_sections, waves_yaml
from readiness.reports.rollout.teller import Teller
from readiness.reports.section import sections_text
from readiness.rollout.arrangement import Arrangement
from readiness.rollout.omission import Omission, omissions
from readiness.rollout.outcome import Outcome
from readiness.rollout.phasings import (
    MOST_STEPS,
    Judge,
    Phasing,
    Waves,
    before,
    front,
    is_legal,
    phasings,
    searched,
    todo,
)
from readiness.rollout.rough import Aims, rough
from readiness.rollout.rough_front import MOST_STEPS as MOST_ROUGH
from readiness.rollout.rough_front import is_there, rough_front
from readiness.rollout.simulation import Progress, go_on, simulate
from readiness.services.rollouts import PHASING_TRIALS, SEED, TRIALS, Case, open_rollout

TRIES = 300
SEARCH_TRIALS = 500
EFFORT = 3.0
"""Deterministic seconds of the solver."""
ROUGH_PLANS = 12
Clock = Callable[[], float]
Proof = Literal["all", "part", "rough-proven", "rough-open", "no-rough", "no-solver"]
Ended = Literal["", "stopped", "time"]


@dataclass(frozen=True)
class Better:
    """What was found: phasings that no other one beats, beside the planner's own options."""

    case: Case
    proof: Proof
    """``all`` phasings tried, or ``part`` of few; or rough plans proven or not; or nothing proven."""
    tried: int
    trials: int
    front: tuple[Phasing, ...]
    own: Mapping[str, Phasing]
    """The planner's options by id, as they are written."""
    outcomes: Mapping[str, Outcome]
    without: tuple[Omission, ...] = ()
    """What the best phasing would be without each step that nothing rests on."""
    ended: Ended = ""
    """Why the search was ended before its end: somebody ``stopped`` it, or its ``time`` was over."""

    @property
    def stopped(self) -> bool:
        """Somebody ended the search."""
        return self.ended == "stopped"

    @property
    def proven(self) -> bool:
        """Every way was tried, so that none in waves is better in these trials."""
        return self.proof == "all"

    def beaten_by(self, own: str) -> Phasing | None:
        """Return the phasing worth most of those that beat an option of the planner."""
        found = [one for one in self.front if one.beats(self.own[own])]
        return max(found, key=lambda one: one.npv, default=None)

    @property
    def best(self) -> Phasing | None:
        """The phasing that is worth most."""
        return max(self.front, key=lambda one: one.npv, default=None)

    def to_json(self) -> dict[str, Any]:
        """Return what was found as JSON values."""
        numbers = {one.waves: number for number, one in enumerate(self.front, start=1)}
        beaten = {name: self.beaten_by(name) for name in self.own}
        return {
            "rollout": self.case.rollout.id,
            "steps": list(todo(self.case.setting)),
            "proof": self.proof,
            "proven": self.proven,
            "ended": self.ended,
            "tried": self.tried,
            "trials": self.trials,
            "front": [{"number": numbers[one.waves], **self._values(one)} for one in self.front],
            "own": [
                {
                    "id": name,
                    **self._values(one),
                    "beaten_by": numbers[by.waves] if (by := beaten[name]) is not None else None,
                }
                for name, one in self.own.items()
            ],
            "best": numbers[self.best.waves] if self.best else None,
            "without": [
                {"step": one.step, "days": one.days, "contacts": one.contacts, "money": one.money}
                for one in self.without
            ],
        }

    def _values(self, one: Phasing) -> dict[str, Any]:
        setting = self.case.setting
        day = None if one.never else round(one.finish / 86400, 3)
        return {
            "waves": [list(wave) for wave in one.waves],
            "finish_day_p80": day,
            "exposure": one.exposure,
            "npv": one.npv,
            "finish_p80": None if one.never else Teller(self.case.words, self.case.zone, "").day(
                setting.start + int(one.finish)
            ).isoformat(),
        }  # fmt: skip

    def to_text(self) -> str:
        """Return what was found as lines for a terminal."""
        teller = Teller(self.case.words, self.case.zone, self.case.currency)
        return sections_text(
            better_sections(
                teller,
                self.case.setting,
                self.front,
                self.own,
                self.outcomes,
                proof=self.proof,
                tried=self.tried,
                beaten={name: self.beaten_by(name) for name in self.own},
                without=self.without,
                ended=self.ended,
            )
        )

    def to_yaml(self) -> str:
        """Return the phasing that is worth most as an option to paste into ``rollout.yaml``."""
        return waves_yaml(self.best.waves) if self.best else ""


def optimise(
    folder: Path,
    language: str | None = None,
    *,
    trials: int = TRIALS,
    seed: int = SEED,
    tries: int = TRIES,
    seconds: float = inf,
    clock: Clock = lambda: 0.0,
    progress: Progress = go_on,
) -> Better:
    """Look for phasings that are sooner, disturb fewer customers, or are worth more.

    Up to six steps all legal phasings are tried.  With more, rough plans that no
    other beats are found first (with OR-tools, where that is installed), and the
    search goes on from them and from the planner's own.  The search ends after
    so many ``seconds`` by ``clock`` with what it has.  Raises NotFound where
    the folder has no rollout, Refused where nothing is to be done any more.
    """
    case = open_rollout(folder, language)
    setting = case.setting
    steps = todo(setting)
    if not steps:
        raise Refused("nothing-to-phase", folder=folder)
    watch = _Watch(progress, clock, seconds)
    proof: Proof = "all"
    if len(steps) <= MOST_STEPS:
        found = phasings(setting, trials=PHASING_TRIALS, seed=seed, progress=watch)
        proof = "part" if watch.ended else "all"
    else:
        plans, proof = _rough_plans(case, seed, watch)
        found = searched(
            setting,
            _starts(case, plans),
            tries=max(1, tries * MOST_ROUGH // max(MOST_ROUGH, len(steps))),
            trials=SEARCH_TRIALS,
            seed=seed,
            progress=watch,
        )
    judge = Judge(setting, trials=trials, seed=seed)
    kept = front(one for one in found if not one.never)
    best = front(one for one in (judge.judge(one.waves) for one in kept) if not one.never)
    own = [one for one in case.arrangements if one.option is not None]
    outcomes = simulate(own, setting, trials=trials, seed=seed, depth=False, chunks=judge.chunks)
    top = max(best, key=lambda one: one.npv, default=None) if not watch.ended else None
    top = top if len(steps) <= MOST_ROUGH else None
    return Better(
        case,
        proof,
        len(found),
        trials,
        best,
        {one.id: _as_phasing(one) for one in outcomes},
        {one.id: one for one in outcomes},
        tuple(omissions(_arranged(case, top), setting, trials=PHASING_TRIALS, seed=seed)) if top else (),
        watch.ended,
    )


class _Watch:
    """Passes progress on, and remembers that somebody stopped or that the time was over."""

    def __init__(self, progress: Progress, clock: Clock, seconds: float) -> None:
        self.progress, self.clock = progress, clock
        self.until = clock() + seconds
        self.ended: Ended = ""

    def __call__(self, done: int, asked: int) -> bool:
        if not self.progress(done, asked):
            self.ended = "stopped"
        elif not self.ended and done < asked and self.clock() >= self.until:
            self.ended = "time"
        return not self.ended

    def left_over(self) -> float:
        """Return how many seconds are left for rough plans: half of them; 0 where somebody stopped."""
        return (self.until - self.clock()) / 2 if self(0, 1) else 0.0


def _rough_plans(case: Case, seed: int, watch: _Watch) -> tuple[list[Waves], Proof]:
    plan = rough(case.setting) if len(todo(case.setting)) <= MOST_ROUGH else None
    if plan is None:
        return [], "no-rough"
    if not is_there():
        return [], "no-solver"
    together = plan.aims((plan.names,)) if is_legal((plan.names,), plan.before) else None
    least = Aims(14, max(1, (together.disturbed if together else 0) // 50),
                 max(1, abs(together.loss if together else 0) // 50))  # fmt: skip
    found = rough_front(
        plan, effort=EFFORT, seed=seed, least=least, most=ROUGH_PLANS, left_over=watch.left_over
    )
    return [waves for waves, _ in found.plans], "rough-proven" if found.proven else "rough-open"


def _starts(case: Case, plans: list[Waves]) -> list[Waves]:
    """Return phasings to begin with: rough plans, the planner's own, all at once, one by one."""
    steps, earlier = todo(case.setting), before(case.setting)
    own = [one.waves for one in case.arrangements if {*one.order} == {*steps}]
    singles = tuple((step,) for step in steps)
    return [waves for waves in (*plans, *own, (steps,), singles) if is_legal(waves, earlier)]


def _arranged(case: Case, one: Phasing) -> Arrangement:
    return Arrangement("found", one.waves, case.rollout.pool)


def _as_phasing(outcome: Outcome) -> Phasing:
    exposure, npv = (float(np.mean(each, dtype=np.float64)) for each in (outcome.exposure, outcome.npv))
    finish = float(np.percentile(outcome.finish, 80, method="inverted_cdf"))
    return Phasing(outcome.plan.arrangement.waves, finish, exposure, npv)
