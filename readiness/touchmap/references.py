"""Which field of which record names which other records."""

from __future__ import annotations

from readiness.touchmap.model import REQUIRABLE

REFERENCES: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("buyers", "account", ("buyers",)),
    ("buyers", "segment", ("segments",)),
    ("buyers", "needs", ("needs",)),
    ("channels", "falls_back_to", ("channels",)),
    ("systems", "feeds", ("systems",)),
    ("systems", "holds", ("data",)),
    ("systems", "owner", ("departments",)),
    ("data", "master", ("systems",)),
    ("touchpoints", "stage", ("stages",)),
    ("touchpoints", "channel", ("channels",)),
    ("touchpoints", "buyers", ("buyers",)),
    ("touchpoints", "serves", ("needs",)),
    ("touchpoints", "owner", ("departments",)),
    ("touchpoints", "requires", REQUIRABLE),
    ("touchpoints", "captures", ("data",)),
    ("touchpoints", "logs_to", ("systems",)),
    ("technology", "needs", ("needs",)),
    ("technology", "touchpoints", ("touchpoints",)),
    ("technology", "goals", ("goals",)),
)
"""Kind, field, and the kinds that it may name; touchpoints also do so in any_of, volume and next."""
