"""Two assessments side by side, on the questions and facts that both have in common.

An item is common where the same answer would mean the same in both
(:mod:`readiness.questionnaires.sameness`).  The newer one's weights count on both sides, so that only
answers and facts make a difference (available-case comparison, Little and
Rubin 1987: nothing is filled in for what one side lacks).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from typing import Literal

from readiness.assessment.assess import Assessment
from readiness.assessment.rules import Rules
from readiness.assessment.sides import disagreement, disagreement_sign
from readiness.assessment.sign import Sign
from readiness.assessment.verdict import Judgement, judge
from readiness.questionnaires.model import Item, PitfallId
from readiness.questionnaires.sameness import Field, differences, words_of

Comparability = Literal["same", "partly", "no"]
Reason = Literal[
    "newer", "older", "kind", "scale", "gate", "parts", "choices", "bands", "aside", "weight", "words"
]
_TELLS_ONLY = ("weight", "words")
"""Differences that are told and do not stand in the way."""


@dataclass(frozen=True)
class Basis:
    """What two assessments have in common.

    ``common`` of ``number`` signs of the newer one hold ``weight`` of its ``whole`` weight;
    ``reasons`` gives the ids behind each difference.
    """

    verdict: Comparability
    common: tuple[str, ...]
    number: int
    weight: float
    whole: float
    reasons: Mapping[Reason, tuple[str, ...]] = field(default_factory=dict)

    @property
    def share(self) -> float:
        """The part of the newer one's weight that both have in common."""
        return self.weight / self.whole if self.whole else 0.0


@dataclass(frozen=True)
class Movement:
    """One sign that is known in both, before and after; ``shift`` is weight times the change of risk."""

    id: str
    before: Sign
    after: Sign

    @property
    def shift(self) -> float:
        """How much it moved the sum of weight x risk, in the newer weights."""
        return self.after.weight * (self.after.risk - self.before.risk)


@dataclass(frozen=True)
class PitfallChange:
    """One pitfall in both: on what is common (None where too little is), and in full."""

    id: PitfallId
    basis: Basis
    before: Judgement | None
    after: Judgement | None
    full_before: Judgement
    full_after: Judgement
    moved: tuple[Movement, ...]

    @property
    def change(self) -> float | None:
        """The change of R on what is common, None where one of the two is unknown."""
        if self.before is None or self.after is None:
            return None
        old, new = self.before.sums.risk, self.after.sums.risk
        return None if old is None or new is None else new - old


@dataclass(frozen=True)
class Comparison:
    """A newer assessment against an older one."""

    older: Assessment
    newer: Assessment
    basis: Basis
    pitfalls: tuple[PitfallChange, ...]


def compare(newer: Assessment, older: Assessment, rules: Rules) -> Comparison:
    """Compare two assessments, pitfall by pitfall, on what both have in common."""
    names = renamed(newer, older)
    others = {names.get(name, name): item for name, item in older.items.items()}
    choices = {was: now for one in newer.engagement.questionnaires for was, now in one.renamed.items()}
    unlike = {
        name: comparable(item, others[name], renamed=choices)
        for name, item in newer.items.items()
        if name in others
    }
    common = {name for name, why in unlike.items() if why is None}
    reworded = {name for name in common if words_of(newer.items[name]) != words_of(others[name])}
    changes = []
    for name, pitfall in newer.pitfalls.items():
        after = _held(pitfall.signs, _apart(newer, common))
        signs = tuple(replace(s, id=names.get(s.id, s.id)) for s in older.pitfalls[name].signs)
        before = _held(signs, _apart(older, common, names))
        basis = _basis(after, before, unlike=unlike, reworded=reworded, least=rules.comparison.least_common)
        judgements = (older.pitfalls[name].judgement, pitfall.judgement)
        changes.append(_change(name, after, before, basis=basis, full=judgements, rules=rules))
    whole = _together([change.basis for change in changes], least=rules.comparison.least_common)
    return Comparison(older, newer, whole, tuple(changes))


def renamed(newer: Assessment, older: Assessment) -> Mapping[str, str]:
    """Return the items that have another id now: old id, new id."""
    return {
        was: now
        for questionnaire in newer.engagement.questionnaires
        for was, now in questionnaire.renamed.items()
        if was in older.items and was not in newer.items and now in newer.items
    }


def comparable(item: Item, other: Item, *, renamed: Mapping[str, str] | None = None) -> Reason | None:
    """Return why an answer to an older item does not mean the same in a newer one, None where it does.

    ``renamed`` maps ITEM.choice to its new id.
    """
    found = next(differences(other, item, renamed=renamed), None)
    return _REASONS[found.field] if found else None


_REASONS: Mapping[Field, Reason] = {
    "kind": "kind",
    "points": "scale",
    "score": "scale",
    "reverse": "scale",
    "unit": "scale",
    "anchors": "scale",
    "gate": "gate",
    "parts": "parts",
    "parts.reverse": "parts",
    "choices": "choices",
    "choices.level": "choices",
    "bands": "bands",
}


def _apart(one: Assessment, common: AbstractSet[str], names: Mapping[str, str] = {}) -> Sign | None:
    """Return P2-X1 of an assessment, from the questions that both have in common."""
    indicator = next((i for i in one.indicators.values() if i.unit == "index"), None)
    if indicator is None:
        return None
    kept = [gap for gap in one.gaps if names.get(gap.id, gap.id) in common]
    return disagreement_sign(indicator, disagreement(kept))


def _held(signs: Iterable[Sign], apart: Sign | None) -> Mapping[str, Sign]:
    return {sign.id: apart if apart is not None and sign.id == apart.id else sign for sign in signs}


def _change(
    name: PitfallId,
    after: Mapping[str, Sign],
    before: Mapping[str, Sign],
    *,
    basis: Basis,
    full: tuple[Judgement, Judgement],
    rules: Rules,
) -> PitfallChange:
    new = tuple(after[one] for one in basis.common)
    old = tuple(replace(before[one], weight=after[one].weight) for one in basis.common)
    enough = basis.verdict != "no"
    moved = [
        Movement(a.id, b, a)
        for a, b in zip(new, old, strict=True)
        if a.known and b.known and a.risk != b.risk
    ]
    moved.sort(key=lambda one: (-round(abs(one.shift), 9), one.id))
    return PitfallChange(
        name,
        basis,
        judge(old, rules) if enough else None,
        judge(new, rules) if enough else None,
        *full,
        tuple(moved) if enough else (),
    )


def _basis(
    after: Mapping[str, Sign],
    before: Mapping[str, Sign],
    *,
    unlike: Mapping[str, Reason | None],
    reworded: AbstractSet[str],
    least: float,
) -> Basis:
    reasons: dict[Reason, list[str]] = {}
    common = []
    for name, sign in after.items():
        why = _difference(sign, before.get(name), unlike.get(name), reworded=name in reworded)
        for one in why:
            reasons.setdefault(one, []).append(name)
        if all(one in _TELLS_ONLY for one in why):
            common.append(name)
    left = [name for name in before if name not in after]
    if left:
        reasons["older"] = left
    told = {why: tuple(ids) for why, ids in reasons.items()}
    return _measured(after, common, told, least=least)


def _difference(sign: Sign, before: Sign | None, why: Reason | None, *, reworded: bool) -> tuple[Reason, ...]:
    if before is None:
        return ("newer",)
    if why is not None:
        return (why,)
    if (sign.state == "not-applicable") != (before.state == "not-applicable"):
        return ("aside",)
    told: list[Reason] = []
    if sign.weight != before.weight:
        told.append("weight")
    if reworded:
        told.append("words")
    return tuple(told)


def _measured(
    after: Mapping[str, Sign],
    common: Sequence[str],
    reasons: Mapping[Reason, tuple[str, ...]],
    *,
    least: float,
) -> Basis:
    weight = sum(after[name].weight for name in common)
    whole = sum(sign.weight for sign in after.values())
    verdict = _verdict(weight, whole, reasons, least=least)
    return Basis(verdict, tuple(common), len(after), weight, whole, reasons)


def _together(bases: Sequence[Basis], *, least: float) -> Basis:
    """Return what all pitfalls together have in common."""
    reasons: dict[Reason, tuple[str, ...]] = {}
    for basis in bases:
        for why, ids in basis.reasons.items():
            reasons[why] = (*reasons.get(why, ()), *ids)
    weight, whole = sum(basis.weight for basis in bases), sum(basis.whole for basis in bases)
    common = tuple(name for basis in bases for name in basis.common)
    number = sum(basis.number for basis in bases)
    return Basis(_verdict(weight, whole, reasons, least=least), common, number, weight, whole, reasons)


def _verdict(weight: float, whole: float, reasons: Iterable[Reason], *, least: float) -> Comparability:
    if weight < least * whole - 1e-12 or not whole:
        return "no"
    return "same" if all(why in _TELLS_ONLY for why in reasons) else "partly"
