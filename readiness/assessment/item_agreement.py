"""How far people agree on one question; what their promise keeps back is not in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from readiness.assessment.anonymity import standing
from readiness.assessment.turnout import LEVELLED, ORDERED, Turnout
from readiness.assessment.voices import SIDES
from readiness.questionnaires.agreement.camps import Camp, CampRules, two_camps
from readiness.questionnaires.agreement.cliff import Effect, delta
from readiness.questionnaires.agreement.cliff import in_words as effect_words
from readiness.questionnaires.agreement.interval import Interval, interval
from readiness.questionnaires.agreement.permutation import Chance, chance
from readiness.questionnaires.agreement.tally import Counts, median, size, together
from readiness.questionnaires.agreement.within_group import Agreement, blind_variance, within_group
from readiness.questionnaires.agreement.within_group import in_words as agreement_words
from readiness.questionnaires.answers import TOP
from readiness.questionnaires.model import Item

Parted = Literal["", "sides", "camps"]
FEWEST_OF_A_SIDE = 2
"""One person is no side, so that nobody is said to stand against all others."""
PAIRS = (("it", "business"), ("executive", "front-line"))
"""The groups that are set against each other."""


@dataclass(frozen=True)
class Scale:
    """The ends of an item's values and how many there are; ``options`` is None for any number between."""

    low: float
    high: float
    options: int | None

    @property
    def length(self) -> float:
        """The distance of the ends."""
        return self.high - self.low


@dataclass(frozen=True)
class CampView:
    """One of two camps: its lowest, highest and middle value, its people, and how many of each side."""

    low: float
    high: float
    median: float
    people: int
    sides: Mapping[str, int]


@dataclass(frozen=True)
class Difference:
    """Two groups on one question: their sizes, Cliff's delta, the chance of a lot.

    ``delta`` is above 0 where the first group's answers are higher; ``corrected``
    is Holm's p value over all questions on which the two were compared.
    """

    groups: tuple[str, str]
    sizes: tuple[int, int]
    delta: float
    size: Effect
    chance: Chance
    corrected: float = 1.0


@dataclass(frozen=True)
class ItemAgreement:
    """Who answered a question and how; empty or None where too few people stand behind a figure.

    Of those ``asked``, ``values`` gave a value.  ``distribution`` is given for
    levels and choices, ``medians`` for sides, ``agreement`` (r_wg), ``camps`` and ``ranges`` for scales
    with two ends.  A disputed question has no ranges, but camps, or ``sides`` with
    the value at which each stands; where these would tell the answers of too few
    people, ``parted`` says only what people are parted into.
    """

    id: str
    kind: str
    asked: int
    values: int
    dont_know: int
    not_applicable: int
    distribution: Mapping[str, int] = field(default_factory=dict)
    medians: Mapping[str, float] = field(default_factory=dict)
    role_medians: Mapping[str, float] = field(default_factory=dict)
    agreement: float | None = None
    word: Agreement | None = None
    sides: Mapping[str, float] = field(default_factory=dict)
    camps: tuple[CampView, ...] = ()
    ranges: Mapping[str, Interval] = field(default_factory=dict)
    differences: tuple[Difference, ...] = ()
    parted: Parted = ""

    @property
    def disputed(self) -> bool:
        """People fall into two camps, or the sides stand far apart."""
        return bool(self.camps or self.sides or self.parted)

    @property
    def share(self) -> float | None:
        """The part of those asked who answered, with a value or without; None where nobody was asked."""
        spoken = self.values + self.dont_know + self.not_applicable
        return spoken / self.asked if self.asked else None


def scale_of(item: Item) -> Scale | None:
    """Return the scale of an item's values, None where it has no ends or no order."""
    if item.kind in LEVELLED:
        options = {"agree": item.points, "yes-no": 2}.get(item.kind, TOP + 1)
        return Scale(0, TOP, options)
    return Scale(0, 100, None) if item.kind == "percent" else None


def agree_on(
    item: Item,
    told: Turnout,
    *,
    people: Mapping[str, int],
    least: int,
    sides: Mapping[str, float],
    camps: CampRules,
) -> ItemAgreement:
    """Return how far people agree on an item.

    ``people`` is how many of each role answered anything, ``least`` the fewest
    who may be shown apart; ``sides`` are the values at which the sides stand where they are
    far apart and both may be shown, else empty; ``camps`` says when people
    fall into two camps.
    """
    base = ItemAgreement(item.id, item.kind, told.asked, told.values, told.dont_know, told.not_applicable)
    if base.values < least:
        return base
    if item.kind in ORDERED:
        return _measured(base, item, told.by_role, least=least, sides=sides, people=people, bounds=camps)
    return replace(base, distribution=told.chosen)


def _measured(
    base: ItemAgreement,
    item: Item,
    by_role: Mapping[str, Counts],
    *,
    least: int,
    sides: Mapping[str, float],
    people: Mapping[str, int],
    bounds: CampRules,
) -> ItemAgreement:
    scale = scale_of(item)
    promised = standing(people, least)
    answered = standing({role: size(counts) for role, counts in by_role.items()}, least)
    sides_shown = [side for side in SIDES if side in promised.sides & answered.sides]
    whole = together(*by_role.values())
    groups = grouped(by_role)
    agreement = within_group(whole, blind_variance(scale.low, scale.high, scale.options)) if scale else None
    parted = two_camps(whole, scale.length, bounds) if scale else None
    apart = bool(answered.sides or answered.roles)
    camps = _camps(parted or (), whole, {side: groups[side] for side in sides_shown}, least) if apart else ()
    faced = min(size(groups[side]) for side in SIDES)
    stands = sides if answered.sides.issuperset(SIDES) else {}
    kept: Parted = ""
    if sides and not stands and faced >= FEWEST_OF_A_SIDE:
        kept = "sides"
    elif parted and not camps:
        kept = "camps"
    ranges: dict[str, Interval] = {}
    if scale and not parted and not sides:
        found = {name: interval(groups[name], scale.low, scale.high) for name in sides_shown}
        # answers that are all the same would give a range without width, as if four people were everybody
        ranges = {name: one for name, one in found.items() if one is not None and one.low < one.high}
    levels = item.kind in LEVELLED
    return replace(
        base,
        distribution={written(value): number for value, number in whole.items()} if levels else {},
        medians=_medians({side: groups[side] for side in sides_shown}, item),
        role_medians=_medians(
            {r: c for r, c in by_role.items() if r in promised.roles & answered.roles}, item
        ),
        agreement=agreement,
        word=None if agreement is None else agreement_words(agreement),
        sides=stands,
        camps=camps,
        ranges=ranges,
        differences=tuple(
            compare(pair, groups[pair[0]], groups[pair[1]])
            for pair in PAIRS
            if promised.admits(pair) and answered.admits(pair)
        ),
        parted=kept,
    )


def _camps(
    parted: Iterable[Camp], whole: Counts, sides: Mapping[str, Counts], least: int
) -> tuple[CampView, ...]:
    """Return the camps, none where one of them, or who stands between them, is too few people.

    They tell how many of each side they hold only where that is nobody or
    enough people as well, in both camps, between them, and of those on no side.
    """
    views = []
    cells: list[int] = []
    between = size(whole)
    rest = {side: size(counts) for side, counts in sides.items()}
    for camp in parted:
        held = {side: _within(counts, camp) for side, counts in sides.items()}
        views.append(CampView(camp.low, camp.high, camp.median, camp.people, held))
        cells += [*held.values(), camp.people - sum(held.values())]
        between -= camp.people
        rest = {side: number - held[side] for side, number in rest.items()}
    cells += [*rest.values(), between - sum(rest.values())]
    if 0 < between < least or any(view.people < least for view in views):
        return ()
    whole_cells = all(number == 0 or number >= least for number in cells)
    return tuple(view if whole_cells else replace(view, sides={}) for view in views)


def _within(counts: Counts, camp: Camp) -> int:
    return sum(number for value, number in counts.items() if camp.low <= value <= camp.high)


def _medians(groups: Mapping[str, Counts], item: Item) -> Mapping[str, float]:
    """Return the middle value of each group."""
    found = {name: median(counts, worse_is_high=item.lower_is_better) for name, counts in groups.items()}
    return {name: middle for name, middle in found.items() if middle is not None}


def compare(groups: tuple[str, str], one: Counts, other: Counts) -> Difference:
    """Return the difference of two groups, neither of them empty."""
    found, apart = chance(one, other), delta(one, other)
    if found is None or apart is None:
        message = f"{groups}: a group is empty"
        raise ValueError(message)
    return Difference(groups, (size(one), size(other)), apart, effect_words(apart), found)


def grouped(by_role: Mapping[str, Counts]) -> Mapping[str, Counts]:
    """Return the counts of each role and of each side; ``business`` and ``it`` are the sides."""
    groups: dict[str, Counts] = {role: {} for pair in PAIRS for role in pair}
    groups.update(by_role)
    for side, roles in SIDES.items():
        groups[side] = together(*(by_role[role] for role in roles if role in by_role))
    return groups


def written(value: float) -> str:
    """Return a value as a key: whole numbers without a point."""
    return f"{value:.10g}"
