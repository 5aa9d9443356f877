"""The section about the rollout in the report of a folder that has one."""

from __future__ import annotations

from dataclasses import replace

from readiness import services
from readiness.reports.glossary_page import view_glossary
from readiness.reports.namer import Namer
from readiness.reports.rollout.page import Advised, view_rollout
from readiness.reports.rollout.teller import Teller
from readiness.reports.rollout_view import RolloutView
from readiness.reports.words import Words
from readiness.rollout.comparison import rank
from readiness.rollout.gate_price import gate_prices
from readiness.rollout.outcome import Outcome
from readiness.rollout.simulation import simulate
from readiness.services.rollouts import SEED, Case, objections

TRIALS = 2_000
"""Fewer than in a comparison: enough for dates and sums of three digits."""
GATE_TRIALS = 1_000


def with_rollout(assessed: services.Assessed) -> services.Assessed:
    """Return an assessment whose report tells of the rollout; the same one where there is none to tell of."""
    rollout = assessed.assessment.engagement.rollout
    if rollout is None:
        return assessed
    own = assessed.assessment.engagement.profile.language
    case = Case(assessed.checked.folder, assessed, rollout, Words(assessed.phrases, own))
    if not any(one.order for one in case.arrangements):
        return assessed
    not_part = assessed.phrases.say("limits.rollout")
    limits = tuple(line for line in assessed.view.limits if line != not_part)
    view = replace(assessed.view, limits=limits, rollout=section(case))
    return replace(assessed, view=replace(view, glossary=view_glossary(view, case.words)))


def section(case: Case) -> RolloutView:
    """Simulate the options of a case and tell of them."""
    every, setting = case.arrangements, case.setting
    outcomes = simulate(every, setting, trials=TRIALS, seed=SEED, depth=False)
    ranking = rank(outcomes)
    advised = ranking.best
    deep: tuple[Outcome, ...] = ()
    if advised is not None:  # what is behind it is told of this one alone
        deep = simulate([one for one in every if one.id == advised.id], setting, trials=TRIALS, seed=SEED)
        outcomes = tuple(deep[0] if one is advised else one for one in outcomes)
    best = deep[0] if deep else None
    arrangements = [one.plan.arrangement for one in deep]
    found = Advised(
        case.rollout,
        outcomes,
        ranking.standings,
        best,
        ranking.prices,
        tuple(gate_prices(arrangements, setting, trials=GATE_TRIALS, seed=SEED)),
        objections(case, deep),
        case.assessed.assessment.decision.advice,
        case.assessed.view.decision.title,
    )
    teller = Teller(case.words, case.zone, case.currency)
    return view_rollout(found, teller, Namer(case.setting.touchmap, case.words, case.currency))
