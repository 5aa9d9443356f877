"""The one wrong assumption behind all four pitfalls: that CRM is software (S4-6)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from readiness.assessment.rules import AnswerRules
from readiness.assessment.voices import Voice

QUESTION = "R0"
TECHNICAL = ("system", "product")


@dataclass(frozen=True)
class RootAssumption:
    """What executives say the programme is for; ``hit`` where too many name a system or product.

    ``hit`` is None where that may not be told.
    """

    hit: bool | None
    asked: int
    choices: Mapping[str, int] = field(default_factory=dict)


def root_assumption(voices: Iterable[Voice], rules: AnswerRules) -> RootAssumption:
    """Return whether two thirds or more of the executives who answered choose system or product."""
    chosen = Counter(
        voice.meaning.chosen[0] for voice in voices if voice.role == "executive" and voice.meaning.chosen
    )
    asked = chosen.total()
    technical = sum(chosen[choice] for choice in TECHNICAL)
    # 0.6667 in the rules stands for two thirds: a share is rounded to four digits before it is compared
    hit = asked > 0 and round(technical / asked, 4) >= rules.root_share
    return RootAssumption(hit, asked, dict(sorted(chosen.items())))
