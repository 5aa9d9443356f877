"""The assessment as JSON values, with keys that stay."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any, Protocol

from readiness.assessment.assess import Assessment, Pitfall
from readiness.assessment.findings import Finding
from readiness.assessment.sign import Sign
from readiness.engagement.checks import DERIVED
from readiness.questionnaires.model import PitfallId
from readiness.reports.view import FindingView, PitfallView, ReportView


class Keeper(Protocol):
    """Who knows what may not be told."""

    def hides(self, name: str) -> bool:
        """Say whether the level of an item is kept back."""

    def sets_apart(self, names: Iterable[str]) -> bool:
        """Say whether the sides may be told apart by their answers to some items."""

    def doubts(self, pitfall: Pitfall) -> tuple[str, ...]:
        """Return what lowers the confidence, as far as it may be told."""

    def gated(self, pitfall: Pitfall) -> tuple[Sign, ...]:
        """Return the signs whose question was answered yes, as far as that may be told."""

    @property
    def guarded(self) -> frozenset[PitfallId]:
        """The pitfalls whose sums may not be told."""


def assessment_json(assessment: Assessment, view: ReportView, keeper: Keeper) -> dict[str, Any]:
    """Return an assessment that may be told as plain values; what ``keeper`` hides is null."""
    views = {pitfall.id: pitfall for pitfall in view.pitfalls}
    return {
        "id": assessment.engagement.profile.id,
        "as_of": assessment.engagement.profile.as_of.isoformat(),
        "pitfalls": [
            _pitfall(p, views[p.id], assessment, view, keeper) for p in assessment.pitfalls.values()
        ],
        "findings": [
            _finding(finding, shown, assessment)
            for finding, shown in zip(assessment.findings, view.findings, strict=True)
        ],
        "order": order_data(assessment),
        "ownership": ownership_data(assessment, keeper),
        "root": {"hit": assessment.root.hit, "asked": assessment.root.asked},
        "disagreement": None if keeper.hides(DERIVED) else assessment.disagreement,
        "decision": _decision(assessment, view, keeper),
    }


def plain(value: Any) -> Any:
    """Return a frozen view as dicts and lists."""
    return asdict(value)


def _pitfall(
    pitfall: Pitfall, shown: PitfallView, assessment: Assessment, view: ReportView, keeper: Keeper
) -> dict[str, Any]:
    judgement, sums = pitfall.judgement, pitfall.judgement.sums
    guarded = pitfall.id in keeper.guarded
    gated = {sign.id for sign in keeper.gated(pitfall)}
    apart = keeper.sets_apart(sign.id for sign in pitfall.signs)
    loads = {sign.id: (sign, share) for sign, share in pitfall.reasons}
    reasons = [(*loads[reason.id], reason, keeper.hides(reason.id)) for reason in shown.reasons]
    return {
        "id": pitfall.id,
        "verdict": judgement.verdict,
        "proof": judgement.proof,
        "because": judgement.because,
        "risk": None if guarded else sums.risk,
        "coverage": sums.coverage,
        "low": None if guarded else sums.low,
        "high": None if guarded else sums.high,
        "severity": None if guarded else pitfall.severity,
        "exposure": None if guarded else pitfall.exposure.share,
        "confidence": pitfall.confidence.level,
        "doubts": list(keeper.doubts(pitfall)),
        "gates": [name for name in judgement.gates if name in gated],
        "open_gates": [name for name in judgement.open_gates if name in gated],
        "contested": pitfall.contested if apart else None,
        "one_sided": pitfall.one_sided,
        "unchecked": judgement.unchecked,
        "first_reason": shown.first_reason,
        "reasons": [
            {
                "indicator": sign.id,
                "contribution": None if hidden else share,
                "sentence": reason.sentence,
                "answers": [{"who": said.who, "answer": said.answer} for said in reason.answers],
                "comments": [{"who": said.who, "comment": said.answer} for said in reason.comments],
                "evidence": None if hidden else sign.grade.name,
                "source": None if hidden else reason.evidence,
                "elements": list(sign.elements),
                "spans": _spans(sign.elements, assessment),
            }
            for sign, share, reason, hidden in reasons
        ],
        "changes": [
            {
                "answers": list(change.ids),
                "to": change.to,
                "noes": [name for name in change.noes if name in gated],
                "verdict": change.judgement.verdict,
            }
            for change in pitfall.changes
        ],
        "ask": [sign.id for sign in pitfall.questions],
        "actions": [
            {
                "indicator": shown.indicator,
                "text": shown.text,
                "owner": shown.owner,
                "on": action.on.isoformat(),
            }
            for action, shown in zip(assessment.actions, view.actions, strict=True)
            if action.pitfall == pitfall.id
        ],
    }


def _finding(finding: Finding, shown: FindingView, assessment: Assessment) -> dict[str, Any]:
    return {
        "code": finding.code,
        "name": finding.name,
        "severity": finding.severity,
        "subject": finding.subject,
        "message": shown.message,
        "elements": list(finding.elements),
        "values": dict(finding.values),
        "accepted": _accepted(finding),
        "spans": _spans(finding.elements, assessment),
    }


def _accepted(finding: Finding) -> dict[str, Any] | None:
    entry = finding.accepted
    if entry is None:
        return None
    return {"reason": str(entry.reason), "owner": entry.owner, "until": entry.until.isoformat()}


def _spans(elements: tuple[str, ...], assessment: Assessment) -> list[str]:
    spans: Mapping[str, object] = assessment.engagement.spans
    return [str(spans[name]) for name in elements if name in spans]


def order_data(assessment: Assessment) -> list[dict[str, Any]]:
    """Return the steps in their right order, each with what it overtook."""
    return [
        {
            "step": step.id,
            "on": step.on.isoformat() if step.on else None,
            "state": step.state,
            "breaches": [asdict(breach) for breach in step.breaches],
        }
        for step in assessment.order
    ]


def ownership_data(assessment: Assessment, keeper: Keeper) -> dict[str, Any]:
    """Return who owns programme, money and data; a level that is kept back is null."""
    found = assessment.ownership
    return {
        "raised": found.raised,
        "gate": found.gate,
        "answers": [
            {"indicator": name, "level": None if keeper.hides(name) else level} for name, level in found.weak
        ],
        "asked": found.asked,
    }


def _decision(assessment: Assessment, view: ReportView, keeper: Keeper) -> dict[str, Any]:
    gated = {sign.id for pitfall in assessment.pitfalls.values() for sign in keeper.gated(pitfall)}
    decision, asked = assessment.decision, assessment.engagement.profile.programme.next_decision
    return {
        "advice": decision.advice,
        "because": list(decision.because),
        "title": view.decision.title,
        "what": str(asked.what),
        "on": asked.on.isoformat() if asked.on else None,
        "owner": asked.owner,
        "amount": asked.amount,
        "would_change": [
            {
                "answers": list(change.ids),
                "to": change.to,
                "noes": [name for name in change.noes if name in gated],
                "advice": change.advice,
            }
            for change in decision.would_change
        ],
    }
