"""What the figures of a report rest on: a line with source and grades of evidence below each of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from readiness.assessment.assess import Assessment
from readiness.evidence import Grade
from readiness.i18n import Line
from readiness.reports.aids_view import FigureSources
from readiness.reports.view import PitfallView
from readiness.reports.words import Words

GRADES = ("E0", "E1", "E2")


def view_sources(assessment: Assessment, pitfalls: Sequence[PitfallView], words: Words) -> FigureSources:
    """Return what the figures rest on; of what is kept back no grade is counted."""
    touchmap = assessment.engagement.touchmap
    grades = (row.evidence for pitfall in pitfalls for row in pitfall.indicators)
    places = [point.evidence.level for point in touchmap.touchpoints] if touchmap else []
    return FigureSources(
        sourced(words.say("figure.from.verdicts"), grades, words),
        sourced(words.say("figure.from.map"), places, words),
        words.say("figure.from.sides"),
        words.say("figure.from.order"),
        sourced(words.say("chart.answered.source"), (), words),
    )


def sourced(source: object, grades: Iterable[str | Grade], words: Words) -> Line:
    """Return a line with a source, and how often each grade of evidence (E0, E1, E2) is behind it."""
    counted = Counter(grade.name if isinstance(grade, Grade) else grade for grade in grades)
    parts = [
        words.say("figure.grade", grade=grade, number=words.number(counted[grade]))
        for grade in GRADES
        if counted[grade]
    ]
    if not parts:
        return words.say("figure.source", source=source)
    return words.say("figure.graded", source=source, grades=words.listed(parts))
