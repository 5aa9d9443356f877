"""How much hangs on one item or one fact: each is left out once, as if it had never been asked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from readiness.assessment.assess import Assessment
from readiness.assessment.decision import Advice, decide
from readiness.assessment.outcome import Turn, legal_ids, turns_between
from readiness.assessment.rules import Indicator, Rules
from readiness.assessment.sides import disagreement_sign
from readiness.assessment.sign import Sign
from readiness.assessment.verdict import judge
from readiness.questionnaires.answers import TOP


@dataclass(frozen=True)
class WithoutItem:
    """What changes without one item or fact; ``advice`` is None where it stays."""

    id: str
    turns: tuple[Turn, ...]
    advice: Advice | None


def without_items(assessment: Assessment, rules: Rules) -> Iterator[WithoutItem]:
    """Yield what changes if an item or fact were never asked: its weight and its gap are gone too."""
    judged = {name: pitfall.judgement for name, pitfall in assessment.pitfalls.items()}
    legal = legal_ids(assessment)
    apart = apart_indicator(assessment)
    widths = {gap.id: gap.gap / TOP for gap in assessment.gaps}
    for pitfall in assessment.pitfalls.values():
        for sign in pitfall.signs:
            if sign.state == "not-applicable" and not sign.gate:
                continue
            instead: dict[str, Sign] = {}
            if apart is not None and sign.id in widths:
                left = [width for name, width in widths.items() if name != sign.id]
                instead[apart.id] = disagreement_sign(apart, sum(left) / len(left) if left else None)
            touched = {
                name: judge(tuple(instead.get(s.id, s) for s in one.signs if s.id != sign.id), rules)
                for name, one in assessment.pitfalls.items()
                if one is pitfall or any(s.id in instead for s in one.signs)
            }
            after = judged | touched
            turns = turns_between(judged, after, legal)
            if turns:
                advice, _ = decide(after, legal)
                yield WithoutItem(sign.id, turns, advice if advice != assessment.decision.advice else None)


def apart_indicator(assessment: Assessment) -> Indicator | None:
    """Return P2-X1, the disagreement of the sides, if it is counted."""
    return next((one for one in assessment.indicators.values() if one.unit == "index"), None)
