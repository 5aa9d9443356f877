"""Which figures of answers may be told without giving one person's answer away.

One rule for all faces: report, assessment and receipts.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from readiness.assessment.anonymity import Secret, chance_open, left_open
from readiness.assessment.assess import Assessment, Pitfall
from readiness.assessment.ladder import ladder
from readiness.assessment.rules import Rules
from readiness.assessment.sides import Gap
from readiness.assessment.sign import Sign
from readiness.questionnaires.answers import TOP
from readiness.questionnaires.model import PitfallId
from readiness.reports.promise import promised
from readiness.reports.sentences import Teller
from readiness.reports.speakers import Speakers
from readiness.reports.view import IndicatorRow
from readiness.reports.words import Words

LIKELY_OPEN = 0.75
"""In so many cases what is kept back must leave more than one answer possible."""
MOST_COMPANIONS = 4
_BANDS = frozenset((0.0, 0.5, 1.0))


@dataclass(frozen=True)
class DiscreetTeller(Teller):
    """A teller that keeps the level of an item to itself where it is that of too few people.

    That is where those whose word counted are too few, and, since sums are
    printed, where the level could be worked out from the others.
    """

    def hides(self, name: str) -> bool:
        """Say whether the level and risk of an item are kept back."""
        return name in self.few or any(name in names for names in self.withheld.values())

    @cached_property
    def withheld(self) -> dict[PitfallId, frozenset[str]]:
        """The items of each pitfall whose figures are kept back."""
        return {name: frozenset(s.id for s in found) for name, (found, _) in self._kept.items()}

    @cached_property
    def guarded(self) -> frozenset[PitfallId]:
        """The pitfalls whose sums would give an answer away, whatever else were kept back."""
        return frozenset(name for name, (_, safe) in self._kept.items() if not safe)

    @cached_property
    def gaps_kept(self) -> tuple[Gap, ...]:
        """The gaps between the sides that are told together only, the narrowest others beside few people's.

        One alone would follow from the mean; so would several that are all nothing or all of the scale.
        """
        gaps = sorted(self.assessment.gaps, key=lambda gap: (gap.gap, gap.id))
        kept = [gap for gap in gaps if self.hides(gap.id) or not self.sets_apart([gap.id])]
        others = [gap for gap in gaps if gap not in kept]
        while kept and others and not (len(kept) > 1 and 0 < sum(g.gap for g in kept) < TOP * len(kept)):
            kept.append(others.pop(0))
        return tuple(gap for gap in self.assessment.gaps if gap in kept)

    @cached_property
    def _kept(self) -> dict[PitfallId, tuple[tuple[Sign, ...], bool]]:
        """The signs of each pitfall that are kept back, and whether its sums may be told then."""
        return {name: self._keep_back(pitfall) for name, pitfall in self.assessment.pitfalls.items()}

    def _keep_back(self, pitfall: Pitfall) -> tuple[tuple[Sign, ...], bool]:
        """Return the signs of too few people, with others beside them if theirs would mostly follow.

        Which join them depends on weights only: the lightest answer that is
        likely to leave each of them open, else several.  Where what was answered
        leaves one without a choice all the same, the sums cannot be told.
        """
        known = [sign for sign in pitfall.signs if sign.kind in ("answer", "derived") and sign.known]
        few = tuple(sign for sign in known if sign.id in self.few)
        if not few:
            return few, True
        hidden = next(
            (
                (*few, *others)
                for others in self._companions(known)
                if chance_open(self._secrets((*few, *others)), len(few)) >= LIKELY_OPEN
            ),
            few,
        )
        return hidden, self.leaves_open(hidden, len(few))

    def leaves_open(self, hidden: Sequence[Sign], few: int) -> bool:
        """Say whether the load of all that is hidden leaves each of its first signs more than one risk.

        ``few`` is how many those are: the signs of too few people.
        """
        secrets = self._secrets(hidden)
        left = left_open(secrets, sum(sign.load for sign in hidden))
        pairs = list(zip(secrets, left, strict=True))[:few]
        return all(len(could) > 1 or len(secret.risks) == 1 for secret, could in pairs)

    def _companions(self, known: list[Sign]) -> Iterator[tuple[Sign, ...]]:
        """Yield the answers that may join those of few people: none, each alone, then more together."""
        others = [sign for sign in known if sign.kind == "answer" and sign.id not in self.few]
        others = [sign for sign in others if not self.tells_spread(sign)]
        others.sort(key=lambda sign: (sign.weight, sign.id))
        yield ()
        yield from ((sign,) for sign in others)
        yield from (tuple(others[:number]) for number in range(2, MOST_COMPANIONS + 1))

    def _secrets(self, signs: Sequence[Sign]) -> tuple[Secret, ...]:
        return tuple(Secret(sign.weight, self._risks(sign)) for sign in signs)

    def _risks(self, sign: Sign) -> frozenset[float]:
        """Return the risks that a sign could have for all that is told of it otherwise."""
        item = self.assessment.items.get(sign.id)
        if item is None:
            return _BANDS
        if self.tells_spread(sign):
            return frozenset((0.5, 1.0)) if sign.risk else frozenset((0.0,))
        unsure = {self.rules.answers.dont_know_risk} if item.duty else set()
        return frozenset(1 - level / TOP for level in ladder(item)) | unsure

    def row(self, sign: Sign) -> IndicatorRow:
        """Return the line of an indicator; one kept back for the sake of others says so."""
        row = super().row(sign)
        if sign.known and self.hides(sign.id) and sign.id not in self.few:
            weight, state = self.words.number(sign.weight, 2), self.words.say("explain.withheld")
            return IndicatorRow(sign.id, row.text, weight, state, "–", "–")
        return row


def discreet(assessment: Assessment, rules: Rules, words: Words) -> DiscreetTeller:
    """Return a teller for all faces, whose assessment holds nothing that may not be told."""
    speakers = Speakers(assessment, words, rules.answers.small_role)
    told = promised(DiscreetTeller(assessment, rules, words, speakers))
    return DiscreetTeller(told, rules, words, speakers)
