"""Who writes a report as blocks: the view, its phrases, and what every chapter needs of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from readiness.i18n import Line, Phrases
from readiness.reports.faces.blocks import Paragraph
from readiness.reports.faces.charts import Charts
from readiness.reports.view import ReportView, Said


@dataclass(frozen=True)
class Scribe:
    """A view with the phrases of its language and its charts."""

    view: ReportView
    phrases: Phrases
    charts: Charts

    def say(self, key: str, /, **values: object) -> Line:
        """Return a phrase."""
        return self.phrases.say(key, **values)

    def listed(self, words: Iterable[object]) -> Line:
        """Return words as a list within a sentence."""
        return self.phrases.listed(words)

    def sentences(self, words: Iterable[object]) -> Line:
        """Return sentences one after the other, those that are empty left out."""
        return self.phrases.sentences(one for one in words if one)

    def answered(self, said: Iterable[Said]) -> tuple[Paragraph, ...]:
        """Return what each group answered."""
        return tuple(Paragraph(one.answer, "small", self.say("marks.lead", label=one.who)) for one in said)

    def quoted(self, said: Iterable[Said]) -> tuple[Paragraph, ...]:
        """Return people's own words in quotation marks, with who said them."""
        return tuple(
            Paragraph(
                self.say("marks.quoted", text=one.answer), "quote", self.say("marks.lead", label=one.who)
            )
            for one in said
        )
