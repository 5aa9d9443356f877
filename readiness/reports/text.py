"""The assessment as lines for a terminal."""

from __future__ import annotations

from readiness.assessment.assess import Assessment
from readiness.i18n import Phrases
from readiness.reports.view import ReportView


def assessment_text(view: ReportView, phrases: Phrases) -> str:
    """Return decision, four verdicts, actions and findings as text."""
    say = phrases.say
    lines = [view.decision.title, view.decision.why, ""]
    lines += [f"  {say('marks.with-note', label=label, text=value)}" for label, value in view.decision.facts]
    lines.append("")
    for pitfall in view.pitfalls:
        verdict = say("marks.with-note", label=pitfall.name, text=pitfall.verdict_word)
        lines.append(f"{pitfall.number}  {verdict}")
        lines.append(
            f"   {say('labels.risk')} {pitfall.risk} · {say('labels.coverage')} {pitfall.coverage}"
            f" · {say('labels.severity')} {pitfall.severity}"
            f" · {say('labels.confidence')} {pitfall.confidence}"
        )
        lines.append(f"   {pitfall.first_reason}")
    if view.root:
        lines += ["", view.root]
    lines += ["", view.ownership.title]
    lines += [f"   {gap}" for gap in view.ownership.gaps]
    if view.actions:
        lines += ["", say("labels.next-week")]
        for number, action in enumerate(view.actions, start=1):
            note = say("marks.owner-date", owner=action.owner, date=action.on)
            lines.append(f"{number}  {say('marks.bracketed', text=action.text, note=note)}")
    lines += ["", say("labels.would-change")]
    lines += [f"   {line}" for line in view.decision.would_change]
    if view.findings:
        lines += ["", say("labels.found")]
        for finding in view.findings:
            message = finding.message
            if finding.places:
                message = say("marks.bracketed", text=message, note=finding.places[0])
            lines.append(f"   {finding.code:<10} {finding.severity:<8} {message}")
            lines += [f"   {'':<19} {finding.accepted}"] if finding.accepted else []
    return plain("\n".join(lines))


def indicators_of(assessment: Assessment) -> tuple[str, ...]:
    """Return the ids of all indicators that can be explained."""
    signs = [sign.id for pitfall in assessment.pitfalls.values() for sign in pitfall.signs]
    return tuple(dict.fromkeys((*signs, *assessment.items)))


def plain(text: str) -> str:
    """Return text without non-breaking spaces and control characters, for any terminal."""
    kept = "".join(char for char in text.replace("\u00a0", " ") if char == "\n" or char.isprintable())
    return kept + "\n"
