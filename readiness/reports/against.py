"""Two assessments side by side: whether they can be compared, what changed, what moved most."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from readiness.assessment.comparison import (
    Basis,
    Comparison,
    Movement,
    PitfallChange,
    renamed,
)
from readiness.assessment.sign import Sign
from readiness.assessment.verdict import Judgement
from readiness.reports.discretion import DiscreetTeller
from readiness.reports.section import Section, Table, shortened
from readiness.reports.words import Words

FEWEST_HIDDEN = 2
"""So many hidden answers together give none of them away."""


@dataclass(frozen=True)
class Against:
    """A comparison, and what may be told of single answers on both sides of it."""

    found: Comparison
    newer: DiscreetTeller
    older: DiscreetTeller

    def hides(self, name: str) -> bool:
        """Say whether the level of an item is kept back in one of the two."""
        before = {now: was for was, now in renamed(self.found.newer, self.found.older).items()}
        return self.newer.hides(name) or self.older.hides(before.get(name, name))

    def guards(self, change: PitfallChange) -> bool:
        """Say whether the figures of a pitfall would give one hidden answer away."""
        if self.newer.speakers.named and self.older.speakers.named:
            return False
        if change.id in self.newer.guarded | self.older.guarded:
            return True
        hidden = sum(self.hides(name) for name in change.basis.common)
        moved = sum(self.hides(one.id) for one in change.moved)
        if 0 < hidden < FEWEST_HIDDEN or 0 < moved < FEWEST_HIDDEN:
            return True
        return not all(teller.leaves_open(*signs) for teller, signs in self._kept_back(change))

    def _kept_back(self, change: PitfallChange) -> Iterator[tuple[DiscreetTeller, tuple[list[Sign], int]]]:
        """Yield for each of the two what is kept back of the common basis, signs of too few people first."""
        weights = {sign.id: sign.weight for sign in self.newer.assessment.pitfalls[change.id].signs}
        now = renamed(self.found.newer, self.found.older)
        for teller, ids in ((self.newer, {}), (self.older, now)):
            named = (
                (sign, ids.get(sign.id, sign.id)) for sign in teller.assessment.pitfalls[change.id].signs
            )
            kept = [
                (sign.id not in teller.few, replace(sign, weight=weights[name]))
                for sign, name in named
                if sign.known and name in change.basis.common and name in weights and self.hides(name)
            ]
            kept.sort(key=lambda pair: pair[0])
            yield teller, ([sign for _, sign in kept], sum(not other for other, _ in kept))


def sections(against: Against) -> tuple[Section, ...]:
    """Return the comparison for people."""
    words, found = against.newer.words, against.found
    older = found.older.engagement.profile
    title = words.say("against.title", older=words.text(older.title), date=words.day(older.as_of))
    return (
        Section(
            "against",
            title,
            (words.say("against.comparability"), *_comparability(against), words.say("against.weights")),
        ),
        Section("change", words.say("against.change"), tables=(_changes(against), _full(against))),
        _moved(against),
    )


def _comparability(against: Against) -> Iterator[str]:
    found, words = against.found, against.newer.words
    yield _basis_sentence(found.basis, words, least=against.newer.rules.comparison.least_common)
    named = [
        {questionnaire.id: questionnaire.name for questionnaire in one.engagement.questionnaires}
        for one in (found.older, found.newer)
    ]
    for name, before in named[0].items():
        if name in named[1] and named[1][name] != before:
            yield words.say("against.reason.template", older=before, newer=named[1][name])
    for why, ids in found.basis.reasons.items():
        yield words.say(f"against.reason.{why}", ids=words.listed(words.code(name) for name in ids))


def _basis_sentence(basis: Basis, words: Words, *, least: float) -> str:
    return words.say(
        f"against.{basis.verdict}",
        common=len(basis.common),
        number=basis.number,
        share=words.percent(basis.share),
        bound=words.percent(least),
    )


def _changes(against: Against) -> Table:
    words = against.newer.words
    keys = ("pitfall", "basis", "before", "bar", "after", "bar", "change", "verdict")
    head = tuple(words.say(f"against.head.{key}") for key in keys)
    rows = tuple(_row(change, against) for change in against.found.pitfalls)
    return Table(head, rows, right=frozenset((2, 4, 6)))


def _row(change: PitfallChange, against: Against) -> tuple[str, ...]:
    words = against.newer.words
    name = words.say(f"pitfalls.{change.id}.short")
    basis = words.say(
        "against.basis",
        common=len(change.basis.common),
        number=change.basis.number,
        share=words.percent(change.basis.share),
    )
    if change.before is None or change.after is None:
        return name, basis, "", "", "", "", "", words.say("against.not-compared")
    figures: list[str] = [words.say("against.unknown") for _ in range(5)]
    if not against.guards(change):
        figures = [
            *_risk(change.before, words),
            *_risk(change.after, words),
            _points(change.change, words),
        ]
    return name, basis, *figures, _verdicts(change.before, change.after, words)


def _risk(judgement: Judgement, words: Words) -> tuple[str, str]:
    sums = judgement.sums
    risk = words.say("against.unknown") if sums.risk is None else words.percent(sums.risk)
    return risk, words.say("against.bar", low=words.percent(sums.low), high=words.percent(sums.high))


def _points(change: float | None, words: Words) -> str:
    if change is None:
        return words.say("against.unknown")
    number = round(100 * change)
    sign = "+" if number > 0 else "-" if number < 0 else ""
    return words.say("against.points", sign=sign, number=abs(number))


def _verdicts(before: Judgement, after: Judgement, words: Words) -> str:
    old, new = words.say(f"verdict.{before.verdict}"), words.say(f"verdict.{after.verdict}")
    if before.verdict == after.verdict:
        return words.say("against.verdict-same", verdict=new)
    return words.say("against.verdicts", before=old, after=new)


def _full(against: Against) -> Table:
    words = against.newer.words
    head = tuple(words.say(f"against.head.{key}") for key in ("pitfall", "full", "full-after"))
    rows = tuple(
        (
            words.say(f"pitfalls.{change.id}.short"),
            _whole(change.full_before, words, guarded=change.id in against.older.guarded),
            _whole(change.full_after, words, guarded=change.id in against.newer.guarded),
        )
        for change in against.found.pitfalls
    )
    return Table(head, rows)


def _whole(judgement: Judgement, words: Words, *, guarded: bool) -> str:
    risk, bar = _risk(judgement, words)
    verdict = words.say(f"verdict.{judgement.verdict}")
    if guarded:
        return verdict
    return words.say("marks.bracketed", text=words.say("against.full", verdict=verdict, risk=risk), note=bar)


def _moved(against: Against) -> Section:
    words = against.newer.words
    movements = [one for change in against.found.pitfalls for one in change.moved]
    movements.sort(key=lambda one: (-round(abs(one.shift), 9), one.id))
    shown = [one for one in movements if not against.hides(one.id)]
    keys = ("indicator", "before", "after", "text")
    table = Table(
        tuple(words.say(f"against.head.{key}") for key in keys),
        shortened(tuple(_movement(one, against) for one in shown), words),
        right=frozenset((1, 2)),
    )
    notes = []
    if not movements:
        notes.append(words.say("against.moved-none"))
    if hidden := len(movements) - len(shown):
        notes.append(words.phrases.count("against.hidden", hidden))
    return Section("moved", words.say("against.moved"), tuple(notes), (table,))


def _movement(one: Movement, against: Against) -> tuple[str, ...]:
    before, after = (_state(sign, against.newer) for sign in (one.before, one.after))
    return one.id, before, after, against.newer.text(one.id)


def _state(sign: Sign, teller: DiscreetTeller) -> str:
    return teller.row(sign).state


def values(against: Against) -> dict[str, Any]:
    """Return the comparison as JSON values."""
    found = against.found
    older = found.older.engagement.profile
    return {
        "older": {"id": older.id, "as_of": older.as_of.isoformat()},
        **_basis_data(found.basis),
        "pitfalls": [_pitfall(change, against) for change in found.pitfalls],
    }


def _basis_data(basis: Basis) -> dict[str, Any]:
    return {
        "comparability": basis.verdict,
        "common": len(basis.common),
        "number": basis.number,
        "share": basis.share,
        "reasons": {why: list(ids) for why, ids in basis.reasons.items()},
    }


def _pitfall(change: PitfallChange, against: Against) -> dict[str, Any]:
    guarded = against.guards(change)
    shown = [one for one in change.moved if not against.hides(one.id)]
    return {
        "id": change.id,
        **_basis_data(change.basis),
        "before": _judgement(change.before, guarded=guarded),
        "after": _judgement(change.after, guarded=guarded),
        "change": None if guarded else change.change,
        "full_before": _judgement(change.full_before, guarded=change.id in against.older.guarded),
        "full_after": _judgement(change.full_after, guarded=change.id in against.newer.guarded),
        "moved": [
            {
                "indicator": one.id,
                "before": _known(one.before),
                "after": _known(one.after),
                "shift": one.shift,
            }
            for one in shown
        ],
        "moved_hidden": len(change.moved) - len(shown),
    }


def _judgement(judgement: Judgement | None, *, guarded: bool = False) -> Mapping[str, Any] | None:
    if judgement is None:
        return None
    sums = judgement.sums
    figures = {"risk": sums.risk, "low": sums.low, "high": sums.high}
    return {"verdict": judgement.verdict, **(dict.fromkeys(figures) if guarded else figures)}


def _known(sign: Sign) -> dict[str, Any]:
    return {"risk": sign.risk, "level": sign.level, "measured": sign.measured}
