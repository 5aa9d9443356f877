"""The rollout of a folder: its options compared, better ones looked for."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import tzinfo
from functools import cached_property
from pathlib import Path
from typing import Any

from readiness import services
from readiness.diagnostics import nearest
from readiness.engagement.model import Engagement
from readiness.errors import NotFound
from readiness.folder.rollout import zone_of
from readiness.questionnaires.model import PITFALLS, PitfallId
from readiness.reports.rollout.compared import Teller, sections
from readiness.reports.rollout.figures import option_json
from readiness.reports.rollout.objections import Objection, Objector, findings
from readiness.reports.section import Section, sections_text
from readiness.reports.words import Words
from readiness.rollout.arrangement import Arrangement
from readiness.rollout.assumptions import Shift, Sweep, Switch
from readiness.rollout.comparison import Price, Standing, has_money, rank
from readiness.rollout.contenders import contenders
from readiness.rollout.gate_price import GatePrice, gate_prices
from readiness.rollout.model import Rollout
from readiness.rollout.outcome import Outcome
from readiness.rollout.setting import Setting
from readiness.rollout.simulation import Progress, go_on, simulate
from readiness.touchmap.model import TouchMap

TRIALS = 10_000
SEED = 1
PHASING_TRIALS = 2_000
LIVE = ("live", "repairing")


@dataclass(frozen=True)
class Case:
    """A folder with a rollout, and all that is needed to simulate it and to speak of it."""

    folder: Path
    assessed: services.Assessed
    rollout: Rollout
    words: Words

    @property
    def engagement(self) -> Engagement:
        """What the folder holds."""
        return self.assessed.assessment.engagement

    @property
    def currency(self) -> str:
        """The currency of all amounts."""
        return self.engagement.profile.programme.currency

    @property
    def zone(self) -> tzinfo:
        """The time zone of the engagement."""
        return zone_of(self.engagement.profile.time_zone)

    @cached_property
    def setting(self) -> Setting:
        """What all options share; gates are shut where the assessment does not clear the pitfall."""
        profile = self.engagement.profile
        return Setting(
            self.rollout,
            self.engagement.touchmap or TouchMap("touchmap/1", "none"),
            lambda name: zone_of(name or profile.time_zone),
            profile.as_of,
            shut_gates(self.rollout, self.verdicts),
        )

    @property
    def verdicts(self) -> Mapping[PitfallId, str]:
        """The verdict of each pitfall: flag, watch, clear or unknown."""
        pitfalls = self.assessed.assessment.pitfalls
        return {name: pitfalls[name].judgement.verdict for name in PITFALLS if name in pitfalls}

    @cached_property
    def arrangements(self) -> tuple[Arrangement, ...]:
        """The planner's options and those that nobody should forget."""
        return contenders(self.rollout, live=self.engagement.profile.programme.status in LIVE)

    def arrangement(self, name: str) -> Arrangement:
        """Return an option by its id; raises NotFound for one that is not there."""
        known = {one.id: one for one in self.arrangements}
        if name not in known:
            near = nearest(name, known)
            values = {"name": name, "known": ", ".join(known), "near": near or ""}
            raise NotFound("no-such-option" if near else "no-option", **values)
        return known[name]


def shut_gates(rollout: Rollout, verdicts: Mapping[PitfallId, str]) -> frozenset[PitfallId]:
    """Return the pitfalls whose gates are shut: those not cleared, or not good enough for their gate."""
    lenient = {gate.pitfall for gate in rollout.gates if gate.opens_at == "watch"}
    return frozenset(
        name
        for name in PITFALLS
        if (verdict := verdicts.get(name, "unknown")) != "clear"
        and not (verdict == "watch" and name in lenient)
    )


def open_rollout(folder: Path, language: str | None = None) -> Case:
    """Read and assess a folder that has a rollout.

    Raises NotFound where it has none, Invalid for a folder with errors.
    """
    assessed = services.assess(folder, language)
    rollout = assessed.assessment.engagement.rollout
    if rollout is None:
        raise NotFound("no-rollout", folder=folder)
    own = assessed.assessment.engagement.profile.language
    return Case(folder, assessed, rollout, Words(assessed.phrases, own))


def objections(case: Case, outcomes: Sequence[Outcome]) -> Mapping[str, tuple[Objection, ...]]:
    """Return what experience says against some options of a case, the most serious first."""
    found = findings(outcomes, case.setting, case.engagement.profile.milestones)
    teller = Objector(case.rollout, case.setting.touchmap, case.words, case.currency, case.engagement.spans)
    return {name: tuple(map(teller.tell, some)) for name, some in found.items()}


@dataclass(frozen=True)
class Compared:
    """Options side by side, with what the ranking rests on."""

    case: Case
    outcomes: tuple[Outcome, ...]
    standings: Mapping[str, Standing]
    best: Outcome | None
    prices: tuple[Price, ...]
    gate_prices: tuple[GatePrice, ...]
    shifts: tuple[Shift, ...]
    switches: tuple[Switch, ...]
    asked: int
    """Trials that were asked for; fewer are done where somebody stopped."""

    @property
    def trials(self) -> int:
        """Trials that were done."""
        return min((outcome.trials for outcome in self.outcomes), default=0)

    @property
    def has_money(self) -> bool:
        """Costs or worths are written."""
        return has_money(self.outcomes)

    @cached_property
    def objections(self) -> Mapping[str, tuple[Objection, ...]]:
        """What experience says against each option, the most serious first."""
        return objections(self.case, self.outcomes)

    def to_json(self) -> dict[str, Any]:
        """Return the comparison as JSON values."""
        zone = self.case.zone
        return {
            "rollout": self.case.rollout.id,
            "currency": self.case.currency,
            "trials": self.trials,
            "asked": self.asked,
            "shut_gates": sorted(self.case.setting.shut),
            "options": [option_json(one, self.standings[one.id], zone) for one in self.outcomes],
            "recommended": self.best.id if self.best else None,
            "prices": [vars(one) for one in self.prices],
            "gate_prices": [vars(one) for one in self.gate_prices],
            "beaten": {one.id: vars(one.beaten) for one in self.standings.values() if one.beaten},
            "shifts": [vars(one) for one in self.shifts],
            "switches": [vars(one) for one in self.switches],
            "objections": {name: [one.to_json() for one in some] for name, some in self.objections.items()},
        }

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """The comparison in words and tables, for every face."""
        return sections(
            Teller(self.case.words, self.case.zone, self.case.currency),
            self.outcomes,
            self.standings,
            self.best,
            prices=self.prices,
            gates=self.gate_prices,
            shifts=self.shifts,
            switches=self.switches,
            objections=self.objections,
        )

    def to_text(self) -> str:
        """Return the comparison as lines for a terminal."""
        return sections_text(self.sections)

    def outcome(self, name: str) -> Outcome:
        """Return an option's outcome by its id."""
        return next(outcome for outcome in self.outcomes if outcome.id == name)


def compare(
    folder: Path,
    language: str | None = None,
    *,
    only: Collection[str] = (),
    trials: int = TRIALS,
    seed: int = SEED,
    depth: bool = True,
    progress: Progress = go_on,
) -> Compared:
    """Simulate the options of a folder side by side.

    ``only`` some options, by id.  Without ``depth`` it is not asked what the
    ranking rests on.  Raises NotFound for an option that is not there.
    """
    case = open_rollout(folder, language)
    arrangements = tuple(case.arrangement(name) for name in dict.fromkeys(only)) or case.arrangements
    return compare_case(case, arrangements, trials=trials, seed=seed, depth=depth, progress=progress)


def compare_case(
    case: Case,
    arrangements: tuple[Arrangement, ...],
    *,
    trials: int = TRIALS,
    seed: int = SEED,
    depth: bool = True,
    progress: Progress = go_on,
) -> Compared:
    """Simulate some arrangements of a case side by side."""
    setting = case.setting
    outcomes = simulate(arrangements, setting, trials=trials, seed=seed, progress=progress)
    ranking = rank(outcomes)
    stopped = outcomes[0].trials < trials if outcomes else True
    asks = depth and not stopped and has_money(outcomes) and len(arrangements) > 1
    sweep = Sweep(arrangements, setting, trials=PHASING_TRIALS, seed=seed) if asks else None
    gates = () if stopped or not depth else gate_prices(arrangements, setting, trials=trials, seed=seed)
    return Compared(
        case,
        outcomes,
        ranking.standings,
        ranking.best,
        ranking.prices,
        tuple(gates),
        tuple(sweep.shifts()) if sweep else (),
        tuple(sweep.switches()) if sweep else (),
        trials,
    )
