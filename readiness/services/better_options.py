"""Better ways to do the steps of a rollout: all phasings tried, or the best found among too many."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import inf
from pathlib import Path
from typing import Any, Literal

import numpy as np

from readiness.errors import Refused
from readiness.reports.rollout.better import better_sections, waves_yaml
from readiness.reports.rollout.explanation import obstacle_line
from readiness.reports.rollout.teller import Teller
from readiness.reports.section import sections_text
from readiness.rollout.arrangement import Arrangement
from readiness.rollout.obstacles import obstacles
from readiness.rollout.omission import Omission, omissions
from readiness.rollout.outcome import Outcome
from readiness.rollout.phasings import (
    MOST_STEPS,
    Judge,
    Phasing,
    front,
    phasings,
    searched,
    todo,
)
from readiness.rollout.rough_front import MOST_STEPS as MOST_ROUGH
from readiness.rollout.simulation import Progress, go_on, simulate
from readiness.services.rollout_explanations import step_words
from readiness.services.rollouts import PHASING_TRIALS, SEED, TRIALS, Case, open_rollout
from readiness.services.search_starts import UNKNOWN, Gaps, Proof, rough_plans, search_starts
from readiness.services.search_watch import Clock, Ended, SearchWatch

TRIES = 300
SEARCH_TRIALS = 500


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
    asked: int = 0
    """Trials that were asked for; where the search was ended its own, which are fewer, may stand."""
    gaps: Gaps = UNKNOWN
    """How far the best end, contacts and worth are from the best possible at most, as shares of it.

    Of ``all`` phasings nought, else of the rough plans; None where nothing is known.
    """
    each: int = 0
    """How often every way that was tried was simulated, before the best of them were once more."""

    @property
    def stopped(self) -> bool:
        """Somebody ended the search."""
        return self.ended == "stopped"

    @property
    def proven(self) -> bool:
        """Every way was tried, so that none in waves is better in these trials."""
        return self.proof == "all"

    @property
    def gaps_of(self) -> Literal["simulated", "rough"] | None:
        """What ``gaps`` are gaps of: the simulated figures, or rough plans; None where they are unknown."""
        if all(gap is None for gap in self.gaps):
            return None
        return "simulated" if self.proven else "rough"

    def beaten_by(self, own: str) -> Phasing | None:
        """Return the phasing worth most of those that beat an option of the planner."""
        found = [one for one in self.front if one.beats(self.own[own])]
        return max(found, key=lambda one: one.npv, default=None)

    @property
    def best(self) -> Phasing | None:
        """The phasing that is worth most."""
        return max(self.front, key=lambda one: one.npv, default=None)

    def reasons(self, own: str) -> tuple[str, ...]:
        """Return why an option of the planner never ends, in words, as ``rollout explain`` says it."""
        outcome = self.outcomes[own]
        if not self.own[own].never:
            return ()
        names = step_words(self.case, outcome.plan)
        return tuple(obstacle_line(one, names) for one in obstacles(outcome.likely))

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
            "asked": self.asked,
            "trials_each": self.each,
            "gaps_of": self.gaps_of,
            "gaps": dict(zip(("finish", "exposure", "npv"), self.gaps, strict=True)),
            "front": [{"number": numbers[one.waves], **self._values(one)} for one in self.front],
            "own": [
                {
                    "id": name,
                    **self._values(one),
                    "beaten_by": numbers[by.waves] if (by := beaten[name]) is not None else None,
                    "never": list(self.reasons(name)),
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
                gaps=self.gaps,
                fewer=(self.trials, self.asked),
                each=self.each,
                reasons={name: self.reasons(name) for name in self.own},
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
    search goes on from them and from the planner's own.  The search, and the
    judging of what it found with all ``trials``, end after so many ``seconds``
    by ``clock`` with what they have; reading the folder counts.  Raises NotFound
    where the folder has no rollout, Refused where nothing is to be done any more.
    """
    began = clock()
    case = open_rollout(folder, language)
    setting = case.setting
    steps = todo(setting)
    if not steps:
        raise Refused("nothing-to-phase", folder=folder)
    watch = SearchWatch(progress, clock, seconds, since=began)
    proof: Proof = "all"
    gaps: Gaps = (0.0, 0.0, 0.0)
    few = PHASING_TRIALS if len(steps) <= MOST_STEPS else SEARCH_TRIALS
    own = _own(case, few, seed) if seconds < inf else ()
    watch.begin()
    if len(steps) <= MOST_STEPS:
        found = phasings(setting, trials=few, seed=seed, progress=watch)
        if watch.ended:
            proof, gaps = "part", UNKNOWN
    else:
        plans, proof, gaps = rough_plans(case, seed, watch)
        watch.begin()
        found = searched(
            setting,
            search_starts(case, plans),
            tries=max(1, tries * MOST_ROUGH // max(MOST_ROUGH, len(steps))),
            trials=few,
            seed=seed,
            progress=watch,
        )
    kept = front(one for one in found if not one.never)
    watch.begin()
    best, outcomes, done = _judged(case, kept, few, trials=trials, seed=seed, watch=watch, own=own)
    top = max(best, key=lambda one: one.npv, default=None) if not watch.ended else None
    top = top if len(steps) <= MOST_ROUGH else None
    return Better(
        case,
        proof,
        len(found),
        done,
        best,
        {one.id: _as_phasing(one) for one in outcomes},
        {one.id: one for one in outcomes},
        tuple(omissions(_arranged(case, top), setting, trials=PHASING_TRIALS, seed=seed)) if top else (),
        watch.ended,
        trials,
        gaps,
        few,
    )


def _judged(
    case: Case,
    kept: tuple[Phasing, ...],
    few: int,
    *,
    trials: int,
    seed: int,
    watch: SearchWatch,
    own: tuple[Outcome, ...] = (),
) -> tuple[tuple[Phasing, ...], tuple[Outcome, ...], int]:
    """Return the best phasings and the planner's options with all trials, and how many these are.

    Where somebody stops or the time is over, all keep the figures of the
    search, of ``few`` trials: figures of different trials cannot be compared.
    ``own`` are the planner's options with these, where they are known already.
    """
    setting = case.setting
    if not watch.ended:
        judge = Judge(setting, trials=trials, seed=seed)
        best = front(one for one in _each(judge, kept, watch) if not one.never)
        if not watch.ended:
            outcomes = simulate(
                _planners(case), setting, trials=trials, seed=seed, depth=False, chunks=judge.chunks,
                progress=watch,
            )  # fmt: skip
            if not watch.ended:
                return best, outcomes, trials
    return kept, own or _own(case, few, seed), few


def _own(case: Case, trials: int, seed: int) -> tuple[Outcome, ...]:
    """Return what becomes of the planner's options."""
    return simulate(_planners(case), case.setting, trials=trials, seed=seed, depth=False)


def _planners(case: Case) -> list[Arrangement]:
    return [one for one in case.arrangements if one.option is not None]


def _each(judge: Judge, kept: tuple[Phasing, ...], watch: SearchWatch) -> Iterable[Phasing]:
    for number, one in enumerate(kept):
        if not watch(number, len(kept)):
            return
        yield judge.judge(one.waves)


def _arranged(case: Case, one: Phasing) -> Arrangement:
    return Arrangement("found", one.waves, case.rollout.pool)


def _as_phasing(outcome: Outcome) -> Phasing:
    exposure, npv = (float(np.mean(each, dtype=np.float64)) for each in (outcome.exposure, outcome.npv))
    finish = float(np.percentile(outcome.finish, 80, method="inverted_cdf"))
    return Phasing(outcome.plan.arrangement.waves, finish, exposure, npv)
