"""The terms that a report uses, each with what it means here."""

from __future__ import annotations

from readiness.reports.aids_view import Term
from readiness.reports.view import ReportView
from readiness.reports.words import Words

ALWAYS = ("crm", "pitfall", "indicator", "risk", "coverage", "severity", "confidence", "evidence", "side")
OF_THE_MAP = ("touchpoint", "handoff", "outbound")
OF_THE_ROLLOUT = ("trial", "eighty", "first-value", "disturbed", "worth", "best-in")


def view_glossary(view: ReportView, words: Words) -> tuple[Term, ...]:
    """Return the terms of the parts that a report has, in the order in which a reader meets them."""
    names = [*ALWAYS]
    if view.map is not None:
        names += [name for name in OF_THE_MAP if name != "handoff" or _speaks_of_handoffs(view)]
    if view.rollout is not None:
        names += OF_THE_ROLLOUT
    return tuple(
        Term(name, words.say(f"glossary.{name}.term"), words.say(f"glossary.{name}.meaning"))
        for name in names
    )


def _speaks_of_handoffs(view: ReportView) -> bool:
    """Say whether a fact about hand-offs is printed in the appendix."""
    return any(row.id == "P2-M2" for pitfall in view.pitfalls for row in pitfall.indicators)
