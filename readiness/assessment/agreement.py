"""How far the people who answered agree: by question, by questionnaire, and group against group."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import fsum

from readiness.assessment.anonymity import Standing, heard, standing
from readiness.assessment.assess import Assessment, people_by_role
from readiness.assessment.item_agreement import (
    PAIRS,
    Difference,
    ItemAgreement,
    agree_on,
    compare,
    grouped,
)
from readiness.assessment.rules import Rules
from readiness.assessment.turnout import LEVELLED, turnout
from readiness.assessment.voices import SIDES, Voice, item_view, of_side
from readiness.questionnaires.agreement.cronbach import consistency
from readiness.questionnaires.agreement.holm import holm
from readiness.questionnaires.agreement.krippendorff import alpha
from readiness.questionnaires.agreement.permutation import least_chance
from readiness.questionnaires.agreement.tally import Counts, together
from readiness.questionnaires.model import Item, Questionnaire

_Given = dict[tuple[str, str], list[float]]
RARE = 0.05
"""A difference that a lot would make less often than this counts as real."""


@dataclass(frozen=True)
class SectionAgreement:
    """A questionnaire as a whole.

    ``asked`` and the counts after it are answers, not people.  ``alpha`` is
    Krippendorff's, ordinal, over ``levelled`` questions answered from 0 to 4;
    ``consistency`` is Cronbach's over the ``complete`` people who answered all
    of them.  ``differences`` compare each person's mean, to a tenth of
    a level, over the levelled questions that both groups answered.
    """

    id: str
    items: tuple[ItemAgreement, ...]
    people: int
    asked: int
    values: int
    dont_know: int
    not_applicable: int
    levelled: int
    alpha: float | None
    consistency: float | None
    complete: int
    differences: tuple[Difference, ...]

    @property
    def share(self) -> float | None:
        """The part of what was asked that was answered, with a value or without."""
        spoken = self.values + self.dont_know + self.not_applicable
        return spoken / self.asked if self.asked else None


@dataclass(frozen=True)
class Contest:
    """Two groups over all questions on which both may be shown.

    ``least`` is the smallest p value that so many people can reach on one
    question, ``found`` how many questions stay below 0.05 after Holm's
    correction for all of them.
    """

    groups: tuple[str, str]
    sizes: tuple[int, int]
    questions: int
    least: float
    found: int

    @property
    def decides_one(self) -> bool:
        """So many people could decide a single question."""
        return self.least <= RARE

    @property
    def decides(self) -> bool:
        """So many people could decide one question among all that are compared."""
        return self.least * max(self.questions, 1) <= RARE


@dataclass(frozen=True)
class GroupAgreement:
    """All agreement statistics of an engagement, as far as its promise lets them be shown.

    ``people`` counts those of each role who answered anything; roles that are
    ``left_out`` stand behind no figure, since they and their side are fewer than
    ``least``, the fewest people behind a figure.
    """

    people: Mapping[str, int]
    left_out: tuple[str, ...]
    least: int
    sections: tuple[SectionAgreement, ...]
    contests: tuple[Contest, ...]

    @property
    def items(self) -> Mapping[str, ItemAgreement]:
        """Every question by its id."""
        return {item.id: item for section in self.sections for item in section.items}


def agreement(assessment: Assessment, rules: Rules) -> GroupAgreement:
    """Return how far people agree.

    The rules say how few people may be shown apart; a single one may where the
    engagement chose ``named``.
    """
    profile = assessment.engagement.profile
    least = 1 if profile.anonymity == "named" else rules.answers.small_role
    everyone = people_by_role(assessment.voices)
    roles = heard(everyone, least)
    people = {role: number for role, number in everyone.items() if role in roles}
    voices = {
        name: said if len(roles) == len(everyone) else tuple(v for v in said if v.role in roles)
        for name, said in assessment.voices.items()
    }
    shown = standing(people, least)
    conflicts = {
        gap.id: stands(assessment.items[gap.id], assessment.voices[gap.id])
        for gap in assessment.gaps
        if gap.conflict and shown.sides.issuperset(SIDES)
    }
    sections = []
    seen: set[str] = set()
    for questionnaire in assessment.engagement.questionnaires:
        own = [
            item
            for item in _own(questionnaire, assessment.items)
            if item.id not in seen and profile.programme.status in item.applies
        ]
        seen.update(item.id for item in own)
        told = {item.id: turnout(item, voices.get(item.id, ()), people) for item in own}
        found = tuple(
            agree_on(
                item,
                told[item.id],
                people=people,
                least=least,
                sides=conflicts.get(item.id, {}),
                camps=rules.camps,
            )
            for item in own
        )
        counts = {item.id: told[item.id].by_role for item in own if item.kind in LEVELLED}
        sections.append(_section(questionnaire, found, counts, voices, least=least, shown=shown))
    contests, corrected = _contests(sections)
    return GroupAgreement(everyone, tuple(r for r in everyone if r not in roles), least, corrected, contests)


def stands(item: Item, voices: Iterable[Voice]) -> Mapping[str, float]:
    """Return the value at which each side stands: that of its best witness, in the unit of the question."""
    voices = tuple(voices)
    return {side: item_view(item, of_side(voices, side))[0].value for side in SIDES}


def _own(questionnaire: Questionnaire, items: Mapping[str, Item]) -> Iterable[Item]:
    """Return the items of a questionnaire as the assessment has them."""
    return (items[item.id] for item in questionnaire.items)


def _section(
    questionnaire: Questionnaire,
    items: tuple[ItemAgreement, ...],
    counts: Mapping[str, Mapping[str, Counts]],
    voices: Mapping[str, tuple[Voice, ...]],
    *,
    least: int,
    shown: Standing,
) -> SectionAgreement:
    """Return a questionnaire as a whole; ``counts`` are those of its levelled questions by role."""
    respondents = {
        voice.respondent
        for item in items
        for voice in voices.get(item.id, ())
        if voice.meaning.state != "silent"
    }
    spoken = tuple(name for name, by_role in counts.items() if by_role)
    given: dict[tuple[str, ...], _Given] = {spoken: _gather(spoken, voices)}
    differences = []
    for pair in PAIRS:
        if not shown.admits(pair):
            continue
        shared = tuple(name for name in spoken if all(grouped(counts[name])[one] for one in pair))
        if shared not in given:
            given[shared] = _gather(shared, voices)
        means = _means(given[shared])
        if standing({role: sum(people.values()) for role, people in means.items()}, least).admits(pair):
            groups = grouped(means)
            differences.append(compare(pair, groups[pair[0]], groups[pair[1]]))
    rows = [row for row in given[spoken].values() if len(row) == len(spoken)]
    units = (together(*counts[name].values()) for name in spoken)
    return SectionAgreement(
        questionnaire.id,
        items,
        len(respondents),
        sum(item.asked for item in items),
        sum(item.values for item in items),
        sum(item.dont_know for item in items),
        sum(item.not_applicable for item in items),
        len(spoken),
        alpha(units, "ordinal") if len(respondents) >= least else None,
        consistency(rows),
        len(rows),
        tuple(differences),
    )


def _gather(names: Iterable[str], voices: Mapping[str, tuple[Voice, ...]]) -> _Given:
    """Return the values of each person, by role and code, in the order of the questions."""
    given: _Given = {}
    for name in names:
        for voice in voices.get(name, ()):
            meaning = voice.meaning
            if meaning.state == "value":
                given.setdefault((voice.role, voice.respondent), []).append(meaning.value)
    return given


def _means(given: _Given) -> Mapping[str, Counts]:
    """Return each person's mean over the questions that he or she answered, to a tenth, counted by role."""
    found: dict[str, dict[float, int]] = {}
    for (role, _), values in given.items():
        counts = found.setdefault(role, {})
        mean = round(fsum(values) / len(values), 1)
        counts[mean] = counts.get(mean, 0) + 1
    return found


def _contests(
    sections: Sequence[SectionAgreement],
) -> tuple[tuple[Contest, ...], tuple[SectionAgreement, ...]]:
    """Return each pair of groups over all questions, and the sections with Holm's p values."""
    contests = []
    corrected: dict[tuple[str, tuple[str, str]], float] = {}
    for pair in PAIRS:
        tested = [
            (item.id, difference)
            for section in sections
            for item in section.items
            for difference in item.differences
            if difference.groups == pair
        ]
        adjusted = holm([difference.chance.p for _, difference in tested])
        corrected |= {(name, pair): p for (name, _), p in zip(tested, adjusted, strict=True)}
        if tested:
            one, other = max((d.sizes for _, d in tested), key=lambda sizes: (-least_chance(*sizes), sizes))
            rare = sum(p < RARE for p in adjusted)
            contests.append(Contest(pair, (one, other), len(tested), least_chance(one, other), rare))

    def settled(item: ItemAgreement) -> ItemAgreement:
        own = (replace(d, corrected=corrected[item.id, d.groups]) for d in item.differences)
        return replace(item, differences=tuple(own))

    whole = tuple(replace(section, items=tuple(map(settled, section.items))) for section in sections)
    return tuple(contests), whole
