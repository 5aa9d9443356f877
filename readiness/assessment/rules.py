"""The thresholds of the assessment and the indicators that are not asked, as data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

from readiness.questionnaires.agreement.camps import CampRules
from readiness.questionnaires.fields import STATUSES, Applies
from readiness.questionnaires.model import PitfallId
from readiness.scalars import Amount, Number, Share, Text, Truth, Whole, Words


@dataclass(frozen=True)
class Indicator:
    """A map fact or a derived indicator: what is measured and where its risk begins."""

    id: str
    name: str
    """The finding's name."""
    title: Words
    pitfall: PitfallId
    weight: Amount
    text: Words
    concern: Words
    """What a bad value means for the company."""
    unit: Literal["share", "ratio", "count", "steps", "index", "yes-no"]
    better: Literal["higher", "lower"]
    good: Number
    """No risk up to here."""
    half: Number
    """Half the risk up to here, all of it beyond."""
    applies: Applies = STATUSES
    absence: Truth = False
    """Speaks of something absent, so that it counts only on a complete map."""
    legal: Truth = False
    sources: tuple[str, ...] = ()
    remedy: Words = Text()

    def risk(self, value: float) -> float:
        """Return 0, 0.5 or 1 for a measured value."""
        sign = 1 if self.better == "higher" else -1
        if sign * value >= sign * self.good - 1e-12:
            return 0.0
        return 0.5 if sign * value >= sign * self.half - 1e-12 else 1.0


@dataclass(frozen=True)
class AnswerRules:
    """How answers become values."""

    dont_know_risk: Share
    small_role: Whole
    conflict_gap: Amount
    root_share: Share
    weak_level: Amount
    complete_map: Share


@dataclass(frozen=True)
class FlagRules:
    """When a pitfall is flagged."""

    strong_sign: Share
    signs: Whole
    signs_share: Share
    risk_alone: Share
    risk: Share
    coverage: Share
    proved_share: Share


@dataclass(frozen=True)
class UnknownRules:
    """When too little is known."""

    coverage: Share
    coverage_without_sign: Share


@dataclass(frozen=True)
class ClearRules:
    """When no sign is found."""

    risk: Share
    coverage: Share
    high: Share
    witnessed: Share
    good_risk: Share
    evidenced: Share
    map_known: Share


@dataclass(frozen=True)
class SeverityRules:
    """How severe a flag or watch is."""

    serious: Share
    critical: Share
    without_map: Share
    fact_risk: Share


@dataclass(frozen=True)
class ConfidenceRules:
    """What lowers confidence."""

    coverage: Share
    roles: Whole
    unevidenced: Share
    disagreement: Share
    not_applicable: Share


@dataclass(frozen=True)
class SideRules:
    """When IT and business see a pitfall differently."""

    coverage: Share


@dataclass(frozen=True)
class ComparisonRules:
    """When two assessments can be compared."""

    least_common: Share


@dataclass(frozen=True)
class Rules:
    """All thresholds; the values stand in ``rules.yaml``."""

    __pydantic_config__: ClassVar[Mapping[str, Any]] = {
        "extra": "forbid",
        "use_attribute_docstrings": True,
    }

    format: Literal["rules/1"]
    answers: AnswerRules
    flag: FlagRules
    unknown: UnknownRules
    clear: ClearRules
    severity: SeverityRules
    confidence: ConfidenceRules
    sides: SideRules
    camps: CampRules
    comparison: ComparisonRules
