"""Something that a rule found in a rollout: what, where, how bad, and the figures to say it with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

Severity = Literal["note", "minor", "serious", "critical"]
SEVERITIES: tuple[Severity, ...] = ("note", "minor", "serious", "critical")
CAUSES: Mapping[str, tuple[str, ...]] = {
    "RR1": ("no-effect", "no-notice", "no-contacts"),
    "RR2": ("in-business", "in-business-bypass", "always-open", "always-open-bypass"),
    "RR3": ("not-agreed", "agreed"),
    "RR4": ("no-pilot", "pilot-large", "pilot-unlike", "largest-late"),
    "RR5": ("big-bang", "all-records"),
    "RR6": ("no-exit-test", "no-team", "cannot-fail", "not-awaited"),
    "RR7": (
        "channel-before-data",
        "outbound-before-segments",
        "outbound-without-segments",
        "segments-before-data",
        "together",
    ),
    "RR8": ("process-later", "process-left-out", "process-together", "no-process"),
    "RR9": ("no-check", "cannot-stop", "no-rework", "other-buyers"),
    "RR10": ("no-list", "kept"),
    "RR11": ("no-cost", "no-benefit", "free-later", "gain-late"),
    "RR12": ("tests-missing", "no-way-back", "staff-cut-early", "staff-cut"),
    "RR13": ("peak", "peak-possible", "peak-open", "deadline", "deadline-possible", "deadline-open"),
    "RR14": ("no-blueprint", "left-out"),
}
"""Every code with the causes for which it can be raised."""


@dataclass(frozen=True)
class RolloutFinding:
    """A finding about a step or an option.

    ``code`` names the rule and ``cause`` which part of it; ``subject`` is the
    step or option as ``kind:id``.  ``elements`` are the records that prove it,
    those of the rollout and of the map.  ``values`` and ``figures`` may be used
    by its sentences: ``kind:id`` is told by its title, a tuple as a list, a
    figure whose name ends in ``share`` as a percentage.  ``contacts`` is how
    many contacts a year it concerns.  ``part`` tells two findings of the same
    cause about the same subject apart, such as moving records and changing over.
    """

    code: str
    cause: str
    severity: Severity
    subject: str
    elements: tuple[str, ...] = ()
    values: Mapping[str, object] = field(default_factory=dict)
    figures: Mapping[str, float] = field(default_factory=dict)
    contacts: float = 0.0
    part: str = ""

    @property
    def phrase(self) -> str:
        """Where its words stand; ``.message`` and ``.mend`` follow."""
        return f"rr.{self.code}.{self.cause}"

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What makes it the same finding in another option."""
        return self.code, self.cause, self.subject, self.part


def heaviest_first(findings: Iterable[RolloutFinding]) -> tuple[RolloutFinding, ...]:
    """Return findings by severity, then by contacts, else in the order given."""
    return tuple(sorted(findings, key=lambda one: (-SEVERITIES.index(one.severity), -one.contacts)))
