"""What the assessment finds beside the four verdicts, each with a code and the places it speaks of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from readiness.assessment.order import OrderStep
from readiness.assessment.ownership import Ownership
from readiness.assessment.root import RootAssumption
from readiness.assessment.rules import Indicator
from readiness.assessment.sign import Sign
from readiness.assessment.verdict import Severity
from readiness.touchmap.acceptance import acceptance_of
from readiness.touchmap.model import Acceptance, TouchMap


@dataclass(frozen=True)
class Finding:
    """Something about the company; ``elements`` are the ids that prove it."""

    code: str
    name: str
    severity: Severity
    subject: str
    elements: tuple[str, ...] = ()
    values: Mapping[str, object] = field(default_factory=dict)
    accepted: Acceptance | None = None
    """Somebody has decided to live with it for a time; it stops no automatic check then."""


def map_findings(
    signs: Iterable[Sign],
    indicators: Mapping[str, Indicator],
    *,
    touchmap: TouchMap | None = None,
    as_of: date = date.min,
) -> Iterator[Finding]:
    """Yield a finding for every map fact at risk: half minor, full serious, the law never below serious.

    The map may accept one for a time; the fact counts in the verdict all the same.
    """
    for sign in signs:
        if sign.on_map and sign.state == "known" and sign.risk > 0:
            indicator = indicators[sign.id]
            serious = sign.risk == 1 or indicator.legal
            yield Finding(
                sign.id,
                indicator.name,
                "serious" if serious else "minor",
                indicator.pitfall,
                sign.elements,
                {"measured": sign.measured},
                acceptance_of(touchmap, sign.id, indicator.pitfall, as_of) if touchmap else None,
            )


def ownership_finding(found: Ownership) -> Iterator[Finding]:
    """Yield the finding that nobody clearly owns programme, money or data."""
    if found.raised:
        weak = tuple(name for name, _ in found.weak)
        yield Finding("OWNERSHIP", "unclear-ownership", "serious", "ownership", weak)


def root_finding(found: RootAssumption) -> Iterator[Finding]:
    """Yield the common root of all pitfalls."""
    if found.hit:
        yield Finding("ROOT", "crm-taken-for-software", "minor", "programme", ("R0",))


def order_findings(steps: Iterable[OrderStep]) -> Iterator[Finding]:
    """Yield every step that overtook one that should precede it."""
    for step in steps:
        for breach in step.breaches:
            code = "ORDER-UNDATED" if breach.undated else "ORDER"
            elements = (f"milestones:{breach.step}", f"milestones:{breach.before}")
            values = {"step": breach.step, "before": breach.before, "past": breach.past}
            yield Finding(code, "out-of-order", "minor", breach.step, elements, values)
