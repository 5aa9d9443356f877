"""Who answered a question and what, counted by value; everything after it looks at counts, not at people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from readiness.assessment.voices import Voice
from readiness.questionnaires.agreement.tally import Counts
from readiness.questionnaires.model import Item

LEVELLED = ("maturity", "agree", "yes-no", "matrix")
"""Kinds whose values lie on the scale from 0 to 4."""
ORDERED = (*LEVELLED, "percent", "number", "money")


@dataclass(frozen=True)
class Turnout:
    """How many people were asked and how they answered.

    ``asked`` are those of the roles that are asked, without those from whom the
    question was hidden, and whoever answered beside them.  ``by_role`` has the
    values of an ordered question, ``chosen`` the choices of a nominal one.
    """

    asked: int
    values: int
    dont_know: int
    not_applicable: int
    by_role: Mapping[str, Counts] = field(default_factory=dict)
    chosen: Mapping[str, int] = field(default_factory=dict)


def turnout(item: Item, voices: Iterable[Voice], people: Mapping[str, int]) -> Turnout:
    """Return the turnout of an item; ``people`` is how many of each role answered anything."""
    everybody = list(voices)
    said = [voice for voice in everybody if not voice.meaning.hidden]
    hidden = Counter(voice.role for voice in everybody if voice.meaning.hidden)
    ordered = item.kind in ORDERED and (item.levelled or item.kind not in LEVELLED)
    given = Counter((voice.role, voice.meaning.state, voice.meaning.value) for voice in said)
    states: dict[str, int] = {}
    beside = 0
    by_role: dict[str, dict[float, int]] = {}
    for (role, state, value), number in sorted(given.items()):
        states[state] = states.get(state, 0) + number
        beside += number if state != "silent" and item.ask and role not in item.ask else 0
        if state == "value" and ordered:
            by_role.setdefault(role, {})[value] = number
    return Turnout(
        sum(people[role] - hidden[role] for role in people if not item.ask or role in item.ask) + beside,
        states.get("value", 0),
        states.get("dont-know", 0),
        states.get("not-applicable", 0),
        by_role,
        _chosen(item, said) if item.kind == "choice" else {},
    )


def _chosen(item: Item, voices: Iterable[Voice]) -> Mapping[str, int]:
    """Return how many people chose each choice, in the order of the item."""
    found = Counter(one for v in voices if v.meaning.state == "value" for one in v.meaning.chosen)
    return {choice.id: found[choice.id] for choice in item.choices if found[choice.id]}
