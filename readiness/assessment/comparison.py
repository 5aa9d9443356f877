"""Two assessments side by side, on the questions and facts that both have in common.

An item is common where the same answer would mean the same in both: same id,
kind and scale.  The newer one's weights count on both sides, so that only
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

LEAST_COMMON = 0.6
"""Share of the newer one's weight below which two assessments are not compared."""
Comparability = Literal["same", "partly", "no"]
Reason = Literal["newer", "older", "kind", "scale", "parts", "choices", "bands", "aside", "weight", "words"]
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
    common = {
        name for name, item in newer.items.items() if name in others and not comparable(item, others[name])
    }
    changes = []
    for name, pitfall in newer.pitfalls.items():
        after = _held(pitfall.signs, _apart(newer, common))
        signs = tuple(replace(s, id=names.get(s.id, s.id)) for s in older.pitfalls[name].signs)
        before = _held(signs, _apart(older, common, names))
        basis = _basis(after, before, newer.items, others)
        judgements = (older.pitfalls[name].judgement, pitfall.judgement)
        changes.append(_change(name, after, before, basis=basis, full=judgements, rules=rules))
    return Comparison(older, newer, _together([change.basis for change in changes]), tuple(changes))


def renamed(newer: Assessment, older: Assessment) -> Mapping[str, str]:
    """Return the items that have another id now: old id, new id."""
    return {
        was: now
        for questionnaire in newer.engagement.questionnaires
        for was, now in questionnaire.renamed.items()
        if was in older.items and was not in newer.items and now in newer.items
    }


def comparable(item: Item, other: Item) -> Reason | None:
    """Return why an answer would not mean the same in two items, None where it would."""
    if item.kind != other.kind:
        return "kind"
    if _scale(item) != _scale(other):
        return "scale"
    if _parts(item) != _parts(other):
        return "parts"
    if _choices(item) != _choices(other):
        return "choices"
    if item.bands != other.bands:
        return "bands"
    return None


def _scale(item: Item) -> tuple[object, ...]:
    return item.points, item.score, item.reverse, str(item.unit)


def _parts(item: Item) -> set[tuple[str, bool]]:
    return {(name, part.reverse) for name, part in item.parts.items()}


def _choices(item: Item) -> set[tuple[str, object]]:
    return {(choice.id, choice.level) for choice in item.choices}


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
    items: Mapping[str, Item],
    others: Mapping[str, Item],
) -> Basis:
    reasons: dict[Reason, list[str]] = {}
    common = []
    for name, sign in after.items():
        why = _difference(sign, before.get(name), items.get(name), others.get(name))
        for one in why:
            reasons.setdefault(one, []).append(name)
        if all(one in _TELLS_ONLY for one in why):
            common.append(name)
    left = [name for name in before if name not in after]
    if left:
        reasons["older"] = left
    return _measured(after, common, {why: tuple(ids) for why, ids in reasons.items()})


def _difference(sign: Sign, before: Sign | None, item: Item | None, other: Item | None) -> tuple[Reason, ...]:
    if before is None:
        return ("newer",)
    if item is not None and other is not None:
        why = comparable(item, other)
        if why is not None:
            return (why,)
    if (sign.state == "not-applicable") != (before.state == "not-applicable"):
        return ("aside",)
    told: list[Reason] = []
    if sign.weight != before.weight:
        told.append("weight")
    if item is not None and other is not None and _words(item) != _words(other):
        told.append("words")
    return tuple(told)


def _words(item: Item) -> tuple[str, ...]:
    texts = (item.text, *item.anchors.values(), *(p.text for p in item.parts.values()))
    return tuple(str(text) for text in (*texts, *(choice.text for choice in item.choices)))


def _measured(
    after: Mapping[str, Sign], common: Sequence[str], reasons: Mapping[Reason, tuple[str, ...]]
) -> Basis:
    weight = sum(after[name].weight for name in common)
    whole = sum(sign.weight for sign in after.values())
    verdict = _verdict(weight, whole, reasons)
    return Basis(verdict, tuple(common), len(after), weight, whole, reasons)


def _together(bases: Sequence[Basis]) -> Basis:
    """Return what all pitfalls together have in common."""
    reasons: dict[Reason, tuple[str, ...]] = {}
    for basis in bases:
        for why, ids in basis.reasons.items():
            reasons[why] = (*reasons.get(why, ()), *ids)
    weight, whole = sum(basis.weight for basis in bases), sum(basis.whole for basis in bases)
    common = tuple(name for basis in bases for name in basis.common)
    number = sum(basis.number for basis in bases)
    return Basis(_verdict(weight, whole, reasons), common, number, weight, whole, reasons)


def _verdict(weight: float, whole: float, reasons: Iterable[Reason]) -> Comparability:
    if weight < LEAST_COMMON * whole - 1e-12 or not whole:
        return "no"
    return "same" if all(why in _TELLS_ONLY for why in reasons) else "partly"
