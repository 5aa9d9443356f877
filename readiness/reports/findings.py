"""Findings in words."""

from __future__ import annotations

from readiness.assessment.assess import Assessment
from readiness.assessment.findings import Finding
from readiness.reports.sentences import Teller
from readiness.reports.view import FindingView


def view_findings(assessment: Assessment, teller: Teller) -> tuple[FindingView, ...]:
    """Return every finding with its sentence, in the order of the assessment."""
    return tuple(
        FindingView(
            finding.code,
            teller.words.say(f"severity.{finding.severity}"),
            _sentence(finding, assessment, teller),
            teller.places(finding.elements),
            _accepted(finding, teller),
        )
        for finding in assessment.findings
    )


def _accepted(finding: Finding, teller: Teller) -> str:
    entry, words = finding.accepted, teller.words
    if entry is None:
        return ""
    return words.say(
        "labels.accepted",
        owner=words.written(entry.owner),
        until=words.day(entry.until),
        reason=words.text(entry.reason),
    )


def _sentence(finding: Finding, assessment: Assessment, teller: Teller) -> str:
    say = teller.words.say
    if finding.code in assessment.indicators:
        signs = (s for pitfall in assessment.pitfalls.values() for s in pitfall.signs)
        return teller.sentence(next(sign for sign in signs if sign.id == finding.code))
    if finding.code == "OWNERSHIP":
        return say("ownership.title")
    if finding.code == "ROOT":
        root = assessment.root
        technical = root.choices.get("system", 0) + root.choices.get("product", 0)
        return say("root.hit", count=technical, asked=root.asked)
    key = "past" if finding.values["past"] else "ahead"
    undated = "-undated" if finding.code == "ORDER-UNDATED" else ""
    step, before = (say(f"order.{finding.values[name]}") for name in ("step", "before"))
    return say(f"order.{key}{undated}", step=step, before=before)
