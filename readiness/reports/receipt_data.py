"""The receipts as JSON values; what would give one person's answer away is null."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from readiness.assessment.assess import Pitfall
from readiness.assessment.chances import Chance
from readiness.assessment.exposed import exposed
from readiness.assessment.hearing import hear
from readiness.assessment.outcome import Turn
from readiness.assessment.path_to_clear import Path
from readiness.assessment.sign import Sign
from readiness.assessment.stability import Stability
from readiness.assessment.trail import Test
from readiness.questionnaires.model import PitfallId
from readiness.reports import data
from readiness.reports.discretion import DiscreetTeller
from readiness.reports.receipt import confidence_of, told_trail
from readiness.reports.receipt_firm import items_of, persons_of
from readiness.reports.receipt_heard import spoken_groups
from readiness.reports.receipt_path import kept_back
from readiness.reports.receipt_rest import advice_rules, ownership_levels


def pitfall_data(
    pitfall: Pitfall, teller: DiscreetTeller, *, path: Path, asked: Sequence[Chance], firm: Stability
) -> dict[str, Any]:
    """Return the receipt of a pitfall."""
    judgement, sums = pitfall.judgement, pitfall.judgement.sums
    found, guarded = told_trail(pitfall, teller), pitfall.id in teller.guarded
    return {
        "subject": pitfall.id,
        "verdict": judgement.verdict,
        "because": judgement.because,
        "weight": sums.whole,
        "known": sums.known,
        "load": None if guarded else sums.load,
        "risk": None if guarded else sums.risk,
        "coverage": sums.coverage,
        "low": None if guarded else sums.low,
        "high": None if guarded else sums.high,
        "signs": [sign_data(sign, teller) for sign in pitfall.signs],
        "rules": [
            {"rule": step.rule, "fits": step.fits, "gives": step.gives, "tests": _tests(step.tests)}
            for step in found.steps
        ],
        "proof": _tests(found.proof),
        "severity": _severity(pitfall, teller),
        "confidence": {
            "level": pitfall.confidence.level,
            "tests": _tests(confidence_of(pitfall, teller)),
        },
        "changes": [
            {
                "answers": list(change.ids),
                "to": change.to,
                "noes": [name for name in change.noes if teller.tells_gate(name)],
                "verdict": change.judgement.verdict,
            }
            for change in pitfall.changes
        ],
        "path": _path(path, teller),
        "ask": _asked(asked),
        "stability": _firm(firm, teller, pitfall.id),
    }


def sign_data(sign: Sign, teller: DiscreetTeller) -> dict[str, Any]:
    """Return one indicator; risk and level are null where they are kept back."""
    spans = teller.assessment.engagement.spans
    shown = not teller.hides(sign.id)
    return {
        "indicator": sign.id,
        "kind": sign.kind,
        "state": sign.state if shown or not sign.known else "known",
        "why": sign.why,
        "weight": sign.weight,
        "risk": sign.risk if sign.known and shown else None,
        "load": sign.load if sign.known and shown else None,
        "measured": sign.measured if shown else None,
        "level": sign.level if shown else None,
        "shown": shown,
        "evidence": sign.grade.name if shown else None,
        "witnessed": sign.witnessed if shown else None,
        "gate": (sign.gate or None) if teller.tells_gate(sign.id) else None,
        "elements": list(sign.elements),
        "spans": [str(spans[name]) for name in sign.elements if name in spans],
    }


def indicator_data(name: str, teller: DiscreetTeller) -> dict[str, Any]:
    """Return the receipt of one indicator: its sign, and the groups that answered."""
    assessment = teller.assessment
    signs = [s for pitfall in assessment.pitfalls.values() for s in pitfall.signs if s.id == name]
    found: dict[str, Any] = {"subject": name, "signs": [sign_data(sign, teller) for sign in signs]}
    item = assessment.items.get(name)
    if item is not None:
        heard = hear(item, assessment.voices[name])
        groups = spoken_groups(assessment.voices[name], heard, teller)
        found["witness"] = item.witness
        found["way"] = heard.way
        found["groups"] = [{"who": who, "people": group.people} for who, group in groups.items()]
        if teller.speakers.named:
            found["places"] = _places(name, teller)
    if any(sign.kind == "derived" for sign in signs) and not teller.hides(name):
        found["gaps"] = [
            {
                "indicator": gap.id,
                "it": None if gap in teller.gaps_kept else gap.it,
                "business": None if gap in teller.gaps_kept else gap.business,
            }
            for gap in assessment.gaps
        ]
    return found


def decision_data(teller: DiscreetTeller, *, asked: Sequence[Chance], firm: Stability) -> dict[str, Any]:
    """Return the receipt of the advice."""
    decision = teller.assessment.decision
    return {
        "subject": "decision",
        "advice": decision.advice,
        "because": list(decision.because),
        "lines": [{"advice": rule, "pitfalls": list(names)} for rule, names in advice_rules(teller)],
        "would_change": [
            {
                "answers": list(change.ids),
                "to": change.to,
                "noes": [name for name in change.noes if teller.tells_gate(name)],
                "advice": change.advice,
            }
            for change in decision.would_change
        ],
        "ask": _asked(asked),
        "stability": _firm(firm, teller, None),
    }


def rest_data(subject: str, teller: DiscreetTeller) -> dict[str, Any]:
    """Return the receipt of the order, the ownership or the root assumption."""
    if subject == "order":
        return {"subject": subject, "order": data.order_data(teller.assessment)}
    if subject == "root":
        root = teller.assessment.root
        choices = None if root.hit is None else dict(root.choices)
        return {"subject": subject, "root": {"hit": root.hit, "asked": root.asked, "choices": choices}}
    levels = [
        {"indicator": name, "level": None if teller.hides(name) else level}
        for name, level in ownership_levels(teller)
    ]
    found = data.ownership_data(teller.assessment, teller)
    return {"subject": subject, "ownership": found | {"asked_levels": levels}}


def _tests(tests: Iterable[Test]) -> list[dict[str, Any]]:
    return [
        {
            "test": test.key,
            "value": test.value,
            "part": test.part,
            "whole": test.whole,
            "comparison": test.comparison,
            "bound": test.bound,
            "met": None if test.hidden else test.met,
            "indicators": list(test.ids),
        }
        for test in tests
    ]


def _severity(pitfall: Pitfall, teller: DiscreetTeller) -> dict[str, Any] | None:
    if pitfall.severity is None or pitfall.id in teller.guarded:
        return None
    touchmap = teller.assessment.engagement.touchmap
    visits: dict[str, float] = {}
    if touchmap is not None and pitfall.exposure.because == "touchpoints":
        visits = dict(exposed(pitfall.signs, touchmap, teller.rules).visits)
    return {
        "level": pitfall.severity,
        "score": pitfall.score,
        "exposure": pitfall.exposure.share,
        "because": pitfall.exposure.because,
        "visits": visits,
    }


def _path(path: Path, teller: DiscreetTeller) -> dict[str, Any]:
    kept = {move.id for move in path.moves if kept_back(move, path, teller)}
    return {
        "found": path.found,
        "exact": path.exact,
        "depends": path.depends,
        "facts": list(path.facts),
        "steps": None if kept else path.steps,
        "moves": [
            {
                "indicator": move.id,
                "from": None if move.id in kept else move.before,
                "to": None if move.id in kept else move.after,
                "document": None if move.id in kept else move.document,
                "gate": move.gate and teller.tells_gate(move.id),
                "gate_only": None if move.id in kept else move.bare,
                "witness": None if move.id in kept else move.witness,
            }
            for move in path.moves
        ],
        "shown": list(path.shown),
        "unanswered": list(path.unanswered),
        "hidden": list(path.hidden),
        "unasked": list(path.unasked),
    }


def _asked(asked: Sequence[Chance]) -> list[dict[str, Any]]:
    return [
        {"indicator": one.id, "whom": one.whom, "share": one.share, "gate_only": one.gate} for one in asked
    ]


def _firm(firm: Stability, teller: DiscreetTeller, pitfall: PitfallId | None) -> dict[str, Any]:
    return {
        "people": firm.people,
        "without_person": [
            {"who": who, "people": people, "verdicts": _turned(turns), "advice": advice or None}
            for who, people, turns, advice in persons_of(firm, teller, pitfall)
        ],
        "without_indicator": [
            {"indicator": name, "verdicts": _turned(turns), "advice": advice or None}
            for name, turns, advice in items_of(firm, pitfall, teller)
        ],
        "skipped": list(firm.skipped),
    }


def _turned(turns: Iterable[Turn]) -> list[dict[str, Any]]:
    return [
        {
            "pitfall": turn.pitfall,
            "before": turn.before.verdict,
            "before_proof": turn.before.proof,
            "before_stops": turn.before.stops,
            "after": turn.after.verdict,
            "after_proof": turn.after.proof,
            "after_stops": turn.after.stops,
        }
        for turn in turns
    ]


def _places(name: str, teller: DiscreetTeller) -> list[str]:
    spans = teller.assessment.engagement.spans
    voices = teller.assessment.voices[name]
    keys = [f"{name}@{voice.respondent}" for voice in voices]
    return [str(spans[key]) for key in keys if key in spans]
