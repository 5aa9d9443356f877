"""What the advice rests on of each verdict, and how it turns when something is left out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from readiness.assessment.assess import Assessment
from readiness.assessment.verdict import Judgement, Proof, VerdictName
from readiness.questionnaires.model import PitfallId


@dataclass(frozen=True)
class Outcome:
    """All of a verdict that the advice rests on: its name, how sure a flag is, if it stops all contact."""

    verdict: VerdictName
    proof: Proof | None = None
    stops: bool = False


@dataclass(frozen=True)
class Turn:
    """A verdict that becomes another one, or less or more sure, without one item or one person."""

    pitfall: PitfallId
    before: Outcome
    after: Outcome


def legal_ids(assessment: Assessment) -> frozenset[str]:
    """Return the indicators whose confirmed yes stops all contact."""
    return frozenset(s.id for pitfall in assessment.pitfalls.values() for s in pitfall.signs if s.legal)


def _outcome(judgement: Judgement, legal: frozenset[str]) -> Outcome:
    return Outcome(judgement.verdict, judgement.proof, not legal.isdisjoint(judgement.gates))


def turns_between(
    before: Mapping[PitfallId, Judgement], after: Mapping[PitfallId, Judgement], legal: frozenset[str]
) -> tuple[Turn, ...]:
    """Return the verdicts that are another or less or more sure afterwards, by the name of their pitfall."""
    pairs = ((name, _outcome(before[name], legal), _outcome(after[name], legal)) for name in sorted(before))
    return tuple(Turn(name, was, now) for name, was, now in pairs if was != now)
