"""Something that an analysis of the map found: what, where, how bad."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

Severity = Literal["minor", "serious", "critical"]
CODES = (
    "UNREACHED-STAGE",
    "UNSERVED-NEED",
    "ORPHAN-TOUCHPOINT",
    "DEAD-END",
    "OWNER-GAP",
    "SINGLE-POINT",
    "LONG-WAY",
    "BOUNCE-LOOP",
    "NO-RULE",
    "REPEAT",
    "REDIAL",
    "ISLANDS",
    "NO-MASTER",
    "TWO-MASTERS",
    "REKEYING",
    "NOBODY-SEES-ALL",
    "UNEVEN-SERVICE",
    "DEAR-CHANNEL",
    "MOMENT-WITHOUT-OWNER",
    "MOMENT-WITHOUT-MEASURE",
    "ONE-CHANNEL",
    "DROP-TECHNOLOGY",
    "NO-GOAL",
    "SOFTWARE-FOR-PEOPLE",
    "NEED-WITHOUT-ANSWER",
    "CLOSED",
    "NO-WINDOW",
    "GUESSED",
    "STALE",
)
"""Every code that an analysis of the map can give."""
SEVERITIES: tuple[Severity, ...] = ("minor", "serious", "critical")


@dataclass(frozen=True)
class MapFinding:
    """A finding about one element of the map.

    ``code`` names the rule in capitals, ``subject`` the element as ``kind:id``,
    ``elements`` the ids that prove it (those of the subject too), ``values``
    the figures that its sentence may use: a float whose key ends in ``share``
    is told as a percentage, any other as a number, ``kind:id`` by its title, a
    tuple as a list.  ``contacts`` is how many contacts a year it concerns.
    """

    code: str
    severity: Severity
    subject: str
    elements: tuple[str, ...] = ()
    values: Mapping[str, object] = field(default_factory=dict)
    contacts: float = 0.0

    @property
    def key(self) -> tuple[str, str]:
        """What makes it the same finding in another map."""
        return self.code, self.subject


def heaviest_first(findings: Iterable[MapFinding]) -> tuple[MapFinding, ...]:
    """Return findings by severity, then by contacts, else in the order given."""
    return tuple(sorted(findings, key=lambda one: (-SEVERITIES.index(one.severity), -one.contacts)))
