"""Where IT and business see things differently."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from readiness.assessment.rules import Indicator, Rules
from readiness.assessment.sign import Sign
from readiness.assessment.verdict import Judgement, judge
from readiness.assessment.voices import SIDES, Side, Voice, item_sign, of_side
from readiness.evidence import Grade
from readiness.questionnaires.answers import TOP
from readiness.questionnaires.model import Item


@dataclass(frozen=True)
class Gap:
    """An item that both sides answered; levels run from 0 to 4, ``gap`` is their difference."""

    id: str
    it: float
    business: float
    it_grade: Grade
    business_grade: Grade
    conflict: bool

    @property
    def gap(self) -> float:
        """The distance between the sides, in levels."""
        return abs(self.it - self.business)

    @property
    def better_evidence(self) -> Side | None:
        """The side with the better evidence, if there is one."""
        if self.it_grade == self.business_grade:
            return None
        return "it" if self.it_grade > self.business_grade else "business"


@dataclass(frozen=True)
class SideView:
    """What one side alone would conclude about a pitfall; None where it is silent."""

    judgement: Judgement | None

    @property
    def flags(self) -> bool:
        """Say whether the side alone flags the pitfall."""
        return self.judgement is not None and self.judgement.verdict == "flag"


def gaps(items: Iterable[Item], voices: Mapping[str, tuple[Voice, ...]], rules: Rules) -> tuple[Gap, ...]:
    """Return the items that both sides answered, in the order of the items."""
    found = []
    for item in items:
        it, business = (
            item_sign(item, of_side(voices.get(item.id, ()), side), rules.answers) for side in SIDES
        )
        if it.state == business.state == "known" and it.level is not None and business.level is not None:
            conflict = abs(it.level - business.level) >= rules.answers.conflict_gap
            found.append(Gap(item.id, it.level, business.level, it.grade, business.grade, conflict))
    return tuple(found)


def disagreement(found: Iterable[Gap]) -> float | None:
    """Return the disagreement index, the mean gap over 4; None where no item has both sides."""
    widths = [gap.gap / TOP for gap in found]
    return sum(widths) / len(widths) if widths else None


def disagreement_sign(indicator: Indicator, index: float | None) -> Sign:
    """Return P2-X1, computed from the answers themselves and so documented by them (S0-10, S2-11)."""
    if index is None:
        return Sign(indicator.id, "derived", indicator.weight, "missing", why="one-sided")
    return Sign(
        indicator.id,
        "derived",
        indicator.weight,
        "known",
        indicator.risk(index),
        Grade.E1,
        witnessed=True,
        measured=index,
    )


def side_views(
    items: Iterable[Item], voices: Mapping[str, tuple[Voice, ...]], rules: Rules
) -> Mapping[Side, SideView]:
    """Return the verdict of each side alone, map facts left out of W and K."""
    items = tuple(items)
    views: dict[Side, SideView] = {}
    for side in SIDES:
        own = {item.id: of_side(voices.get(item.id, ()), side) for item in items}
        spoken = any(voice.meaning.state != "silent" for heard in own.values() for voice in heard)
        signs = tuple(item_sign(item, own[item.id], rules.answers) for item in items)
        views[side] = SideView(judge(signs, rules) if spoken else None)
    return views


def contested(views: Mapping[Side, SideView], rules: Rules) -> bool:
    """Say whether both sides know enough and exactly one of them flags."""
    judged = [view.judgement for view in views.values() if view.judgement is not None]
    if len(judged) < 2 or any(j.sums.coverage < rules.sides.coverage for j in judged):
        return False
    return sum(view.flags for view in views.values()) == 1


def silent_side(views: Mapping[Side, SideView]) -> Literal["it", "business"] | None:
    """Return the side that has not spoken while the other has."""
    silent: list[Side] = [side for side, view in views.items() if view.judgement is None]
    return silent[0] if len(silent) == 1 else None
