"""Three actions for next week that cost no technology money (S4-21)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from readiness.assessment.sign import Sign
from readiness.assessment.verdict import Judgement
from readiness.questionnaires.model import PitfallId
from readiness.scalars import Text

MOST = 3
WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Action:
    """The free remedy of an indicator, who does it and by when.

    ``owner`` is empty where the engagement names nobody for the ``role``.
    """

    indicator: str
    pitfall: PitfallId
    text: Text
    role: str
    owner: Text
    on: date


def choose_actions(
    ranked: Iterable[tuple[PitfallId, Sign]],
    remedies: Mapping[str, tuple[Text, str]],
    owners: Mapping[str, Text],
    as_of: date,
) -> tuple[Action, ...]:
    """Return at most three actions, at most one for each named owner, heaviest reasons first.

    ``remedies`` holds the remedy and the best witness of each indicator.
    """
    chosen: list[Action] = []
    taken: set[str] = set()
    for pitfall, sign in ranked:
        remedy, witness = remedies.get(sign.id, (Text(), ""))
        role = {"both": "business", "map": "business", "customer": "business"}.get(witness, witness)
        owner = owners.get(sign.id) or owners.get(role) or Text()
        key = str(owner) or sign.id
        if remedy and key not in taken:
            taken.add(key)
            chosen.append(Action(sign.id, pitfall, remedy, role, owner, as_of + WEEK))
        if len(chosen) == MOST:
            break
    return tuple(chosen)


def rank(
    judged: Iterable[tuple[PitfallId, Judgement, Iterable[Sign]]],
) -> list[tuple[PitfallId, Sign]]:
    """Return the reasons of proved, probable, then watched pitfalls, heaviest contribution first."""
    order = {("flag", "proved"): 0, ("flag", "probable"): 1, ("watch", None): 2}
    found = [
        (order[judgement.verdict, judgement.proof], -sign.load / judgement.sums.known, sign.id, pitfall, sign)
        for pitfall, judgement, signs in judged
        if (judgement.verdict, judgement.proof) in order
        for sign in signs
        if sign.load > 0
    ]
    return [(pitfall, sign) for _, _, _, pitfall, sign in sorted(found, key=lambda entry: entry[:3])]
