"""Beside the four pitfalls: who owns the programme, its money and its data (S2-2, S2-4, S2-32)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from readiness.assessment.rules import AnswerRules
from readiness.assessment.voices import Voice, item_sign
from readiness.questionnaires.answers import understand
from readiness.questionnaires.model import Item
from readiness.questionnaires.response import Answer

QUESTIONS = ("P2-Q7", "P3-Q6", "OW-Q1", "OW-Q2", "OW-Q3", "OW-Q4", "OW-Q5")
GATE = "P2-Q7"
ACCOUNTS = ("P3-Q11", "c")


@dataclass(frozen=True)
class Ownership:
    """Whether ownership is unclear, and the answers (with their levels) that say so.

    None where that may not be told.
    """

    raised: bool | None
    gate: bool | None
    weak: tuple[tuple[str, float], ...]
    asked: int


def ownership(
    items: Mapping[str, Item], voices: Mapping[str, tuple[Voice, ...]], rules: AnswerRules
) -> Ownership:
    """Return the ownership finding.

    Raised when the gate of P2-Q7 is answered yes, or when P2-Q7, P3-Q6, part c
    of P3-Q11 (accounts in the company's name) or any of OW-Q1..OW-Q5 is 0 or 1.
    """
    levels = ownership_levels(items, voices, rules)
    weak = tuple((name, level) for name, level in levels.items() if level <= rules.weak_level)
    gate = any(voice.answer.gate == "yes" for voice in voices.get(GATE, ()))
    return Ownership(bool(weak) or gate, gate, weak, len(levels))


def ownership_levels(
    items: Mapping[str, Item], voices: Mapping[str, tuple[Voice, ...]], rules: AnswerRules
) -> Mapping[str, float]:
    """Return the level of every question of ownership that was answered."""
    levels: dict[str, float] = {}
    for name in QUESTIONS:
        if name in items:
            sign = item_sign(items[name], voices.get(name, ()), rules)
            if sign.state == "known" and sign.level is not None:
                levels[name] = sign.level
    accounts = _part_level(items, voices, rules)
    if accounts is not None:
        levels["P3-Q11"] = accounts
    return levels


def _part_level(
    items: Mapping[str, Item], voices: Mapping[str, tuple[Voice, ...]], rules: AnswerRules
) -> float | None:
    name, part = ACCOUNTS
    item = items.get(name)
    if item is None or part not in item.parts:
        return None
    spoken = tuple(
        Voice(v.respondent, v.role, v.answer, understand(item, Answer(parts={part: v.answer.parts[part]})))
        for v in voices.get(name, ())
        if part in v.answer.parts
    )
    sign = item_sign(item, spoken, rules)
    return sign.level if sign.state == "known" else None
