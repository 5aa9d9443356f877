"""Which figures of answers a receipt may show without giving one person's answer away."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from readiness.assessment.assess import Assessment, Pitfall
from readiness.assessment.rules import Rules
from readiness.assessment.sides import Gap
from readiness.assessment.sign import Sign
from readiness.questionnaires.answers import TOP
from readiness.questionnaires.model import PitfallId
from readiness.reports.sentences import Teller
from readiness.reports.speakers import Speakers
from readiness.reports.view import IndicatorRow
from readiness.reports.words import Words


@dataclass(frozen=True)
class DiscreetTeller(Teller):
    """A teller that keeps the level of an item to itself where it is that of too few people.

    That is where those whose word counted are too few, and, since receipts
    print sums, where the level could be worked out from the others.
    """

    def hides(self, name: str) -> bool:
        """Say whether the level and risk of an item are kept back."""
        return any(name in names for names in self.withheld.values()) or name in self.few

    def keeps(self, pitfall: Pitfall) -> bool:
        """Say whether the figures of any answer of a pitfall are kept back."""
        return any(sign.known and self.hides(sign.id) for sign in pitfall.signs)

    @cached_property
    def withheld(self) -> dict[PitfallId, frozenset[str]]:
        """The items of each pitfall whose figures are kept back."""
        return {
            name: frozenset(self._withheld(pitfall)) for name, pitfall in self.assessment.pitfalls.items()
        }

    @cached_property
    def guarded(self) -> frozenset[PitfallId]:
        """The pitfalls whose sums would give an answer away, since no other answers stand beside it."""
        return frozenset(
            name
            for name, pitfall in self.assessment.pitfalls.items()
            if (hidden := [sign for sign in pitfall.signs if sign.known and sign.id in self.withheld[name]])
            and _follows(hidden)
        )

    @cached_property
    def gaps_kept(self) -> tuple[Gap, ...]:
        """The gaps between the sides that are told together only, the narrowest others beside few people's.

        One alone would follow from the mean; so would several that are all nothing or all of the scale.
        """
        gaps = sorted(self.assessment.gaps, key=lambda gap: (gap.gap, gap.id))
        kept = [gap for gap in gaps if not self.sets_apart([gap.id])]
        others = [gap for gap in gaps if gap not in kept]
        while kept and others and not (len(kept) > 1 and 0 < sum(g.gap for g in kept) < TOP * len(kept)):
            kept.append(others.pop(0))
        return tuple(gap for gap in self.assessment.gaps if gap in kept)

    def _withheld(self, pitfall: Pitfall) -> Iterator[str]:
        """Yield the items that are kept back: those of too few people, and others beside them.

        One alone would follow from the sums; so would several that are all at
        their best or worst.
        """
        answers = [sign for sign in pitfall.signs if sign.kind in ("answer", "derived") and sign.known]
        hidden = [sign for sign in answers if sign.id in self.few]
        others = sorted(
            (sign for sign in answers if sign.id not in self.few), key=lambda sign: (sign.weight, sign.id)
        )
        while hidden and others and _follows(hidden):
            hidden.append(others.pop(0))
        return (sign.id for sign in hidden)

    def row(self, sign: Sign) -> IndicatorRow:
        """Return the line of an indicator; one kept back for the sake of others says so."""
        row = super().row(sign)
        if sign.known and self.hides(sign.id) and sign.id not in self.few:
            weight, state = self.words.number(sign.weight, 2), self.words.say("explain.withheld")
            return IndicatorRow(sign.id, row.text, weight, state, "–", "–")
        return row


def _follows(hidden: list[Sign]) -> bool:
    load, weight = sum(sign.load for sign in hidden), sum(sign.weight for sign in hidden)
    return len(hidden) < 2 or load <= 1e-9 or load >= weight - 1e-9


def discreet(assessment: Assessment, rules: Rules, words: Words) -> DiscreetTeller:
    """Return a teller for receipts."""
    speakers = Speakers(assessment, words, rules.answers.small_role)
    return DiscreetTeller(assessment, rules, words, speakers)
