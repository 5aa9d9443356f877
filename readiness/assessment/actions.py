"""Three actions for next week that cost no technology money (S4-21)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from readiness.assessment.sign import Sign
from readiness.assessment.verdict import Judgement, reasons
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
    """Return at most three actions, at most one for each owner, heaviest reasons first.

    Only where nobody is named may a role get a second one, to make up three.

    ``remedies`` holds the remedy and the best witness of each indicator.
    """
    chosen: list[Action] = []
    spare: list[Action] = []
    taken: set[str] = set()
    seen: set[str] = set()
    for pitfall, sign in ranked:
        remedy, witness = remedies.get(sign.id, (Text(), ""))
        role = {"both": "business", "map": "business", "customer": "business"}.get(witness, witness)
        owner = owners.get(sign.id) or owners.get(role) or Text()
        if not remedy or sign.id in seen:
            continue
        seen.add(sign.id)
        action = Action(sign.id, pitfall, remedy, role, owner, as_of + WEEK)
        key = str(owner) or role
        if key not in taken:
            taken.add(key)
            chosen.append(action)
        elif not owner:
            spare.append(action)
    return tuple([*chosen, *spare][:MOST])


def rank(
    judged: Iterable[tuple[PitfallId, Judgement, Iterable[Sign]]],
) -> list[tuple[PitfallId, Sign]]:
    """Return the reasons of proved, probable, then watched pitfalls.

    Pitfalls of one verdict take turns, so that none of them goes without; in
    each turn the heaviest contribution comes first.
    """
    order = {("flag", "proved"): 0, ("flag", "probable"): 1, ("watch", None): 2}
    found = []
    for pitfall, judgement, signs in judged:
        place = order.get((judgement.verdict, judgement.proof))
        if place is None:
            continue
        for turn, (sign, share) in enumerate(reasons(signs, most=None, deciding=judgement.deciding)):
            found.append((place, turn, -share, sign.id, pitfall, sign))
    return [(pitfall, sign) for *_, pitfall, sign in sorted(found, key=lambda entry: entry[:4])]
