"""Which figures of answers a receipt may show without giving one person's answer away."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from readiness.assessment.assess import Assessment, Pitfall
from readiness.assessment.hearing import hear
from readiness.assessment.rules import Rules
from readiness.assessment.sign import Sign
from readiness.questionnaires.model import PitfallId
from readiness.reports.sentences import Teller
from readiness.reports.speakers import Speakers
from readiness.reports.view import IndicatorRow
from readiness.reports.words import Words


@dataclass(frozen=True)
class DiscreetTeller(Teller):
    """A teller that keeps the level of an item to itself where it is that of too few people.

    That is where one of the roles whose word counted may not be shown, and,
    since receipts print sums, where the level could be worked out from the others.
    """

    def hides(self, name: str) -> bool:
        """Say whether the level and risk of an item are kept back."""
        return any(name in names for names in self.withheld.values()) or name in self._few

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
    def _few(self) -> frozenset[str]:
        """The items whose level is that of people who may not be shown."""
        if self.speakers.named:
            return frozenset()
        return frozenset(name for name in self.assessment.items if not self._shown(name))

    def _shown(self, name: str) -> bool:
        item = self.assessment.items[name]
        found = hear(item, self.assessment.voices.get(name, ()))
        return all(self.speakers.group(role) for role in found.counted or found.heard)

    def _withheld(self, pitfall: Pitfall) -> Iterator[str]:
        """Yield the items that are kept back: those of too few people, and others beside them.

        One alone would follow from the sums; so would several that are all at
        their best or worst.
        """
        answers = [sign for sign in pitfall.signs if sign.kind == "answer" and sign.known]
        hidden = [sign for sign in answers if sign.id in self._few]
        others = sorted(
            (sign for sign in answers if sign.id not in self._few), key=lambda sign: (sign.weight, sign.id)
        )
        while hidden and others and _follows(hidden):
            hidden.append(others.pop(0))
        return (sign.id for sign in hidden)

    def sentence(self, sign: Sign) -> str:
        """Return what a sign says; of an answer that is kept back, only its question."""
        if sign.kind == "answer" and self.hides(sign.id):
            return self.words.say("reason.answer-few", text=self.text(sign.id))
        return super().sentence(sign)

    def row(self, sign: Sign) -> IndicatorRow:
        """Return the line of an indicator; one kept back for the sake of others says so."""
        row = super().row(sign)
        if sign.known and self.hides(sign.id) and sign.id not in self._few:
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
