"""Sentences about one sign: what is wrong, what it rests on, where it is written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from readiness.assessment.assess import Assessment, Pitfall
from readiness.assessment.rules import Rules
from readiness.assessment.sign import Sign
from readiness.assessment.verdict import reasons
from readiness.engagement.checks import DERIVED
from readiness.i18n import joined
from readiness.questionnaires.answers import TOP
from readiness.questionnaires.model import FIGURES, PitfallId
from readiness.reports.speakers import Speakers
from readiness.reports.view import IndicatorRow, Reason
from readiness.reports.words import Words
from readiness.scalars import Text

NOTHING = "–"
"""Stands where a figure is kept back."""
MOST_ELEMENTS = 4
MOST_REASONS = 3
MOST_COMMENTS = 2


@dataclass(frozen=True)
class Teller:
    """Turns signs into sentences, in one language."""

    assessment: Assessment
    rules: Rules
    words: Words
    speakers: Speakers

    def sentence(self, sign: Sign) -> str:
        """Return what a sign says, as one sentence or two."""
        say = self.words.say
        if self.tells_spread(sign) and self.hides(sign.id):
            return say("reason.estimate-apart" if sign.risk else "reason.estimate-near")
        if self.hides(sign.id):
            return say("reason.answer-few", text=self.text(sign.id))
        indicator = self.assessment.indicators.get(sign.id)
        if indicator is not None:
            concern, title = self.words.text(indicator.concern), self.words.text(indicator.title)
            text = self.words.text(indicator.text)
            if sign.kind == "stated" or sign.measured is None:
                return say("reason.stated" if sign.risk else "reason.stated-good", concern=concern, text=text)
            measured = self.words.measure(sign.measured, indicator.unit)
            if sign.kind == "derived":
                return say("reason.derived", measured=measured)
            key = "reason.fact" if sign.risk else "reason.fact-good"
            return say(key, concern=concern, text=text, title=title, measured=measured)
        item = self.assessment.items[sign.id]
        text = self.words.text(item.text)
        if sign.state == "dont-know":
            return say("reason.dont-know", text=text)
        if item.kind == "estimate" and sign.measured is not None:
            return say("reason.estimate", measured=self.words.number(sign.measured, 1))
        value = sign.measured if sign.measured is not None else sign.level or 0
        anchor = self.words.text(item.anchor(TOP - value if item.reverse else value))
        if item.kind not in ("maturity", "matrix") or not anchor:
            return say("reason.percent", text=text, measured=self.speakers.level(item, value))
        return say("reason.answer", text=text, anchor=anchor, level=round(value))

    def hides(self, name: str) -> bool:
        """Say whether too few people answered for the level and risk of a sign to be told to anybody."""
        return name in self.few

    def keeps(self, pitfall: Pitfall) -> bool:
        """Say whether the figures of any answer of a pitfall are kept back."""
        return any(sign.known and self.hides(sign.id) for sign in pitfall.signs)

    @cached_property
    def guarded(self) -> frozenset[PitfallId]:
        """The pitfalls whose sums would give an answer away."""
        return frozenset()

    def tells_spread(self, sign: Sign) -> bool:
        """Say whether a sign is a spread of estimates: that they differ may be told, not by how much."""
        item = self.assessment.items.get(sign.id)
        return item is not None and item.kind == "estimate" and sign.state == "known"

    def gated(self, pitfall: Pitfall) -> tuple[Sign, ...]:
        """Return the signs with a yes behind them, as far as that may be told; the confirmed first."""
        found = [sign for sign in pitfall.signs if sign.gate and self.tells_gate(sign.id)]
        return tuple(sorted(found, key=lambda sign: sign.gate != "confirmed"))

    def tells_gate(self, name: str) -> bool:
        """Say whether a yes behind an answer may be told, enough people having been able to give it."""
        if name not in self.assessment.items:
            return True
        return self.speakers.tells_yes(self.assessment.voices.get(name, ())) is True

    @cached_property
    def few(self) -> frozenset[str]:
        """The signs behind which there are too few people: items, and how far the sides stand apart."""
        voices = self.assessment.voices
        items = self.assessment.items.items()
        found = {name for name, item in items if not self.speakers.tells(item, voices.get(name, ()))}
        gaps = [gap.id for gap in self.assessment.gaps]
        return frozenset(found if not gaps or self.sets_apart(gaps) else {*found, DERIVED})

    def sets_apart(self, names: Iterable[str]) -> bool:
        """Say whether enough people of both sides answered some items for the sides to be told apart."""
        voices = self.assessment.voices
        return self.speakers.faces(voice for name in names for voice in voices.get(name, ()))

    def doubts(self, pitfall: Pitfall) -> tuple[str, ...]:
        """Return the keys of what lowers the confidence, as far as they may be told."""
        apart = self.sets_apart(sign.id for sign in pitfall.signs)
        return tuple(key for key in pitfall.confidence.because if key != "disagreement" or apart)

    def gate(self, sign: Sign) -> str:
        """Return the sentence of a gate that was answered yes."""
        item = self.assessment.items.get(sign.id)
        if item is None or item.gate is None:
            return self.sentence(sign)
        key = "reason.gate" if sign.gate == "confirmed" else "reason.gate-open"
        return self.words.say(key, ask=self.words.text(item.gate.ask))

    def text(self, name: str) -> str:
        """Return the statement of an indicator."""
        indicator = self.assessment.indicators.get(name)
        return self.words.text(indicator.text if indicator else self.assessment.items[name].text)

    def _set_aside(self, sign: Sign) -> str:
        voices = self.assessment.voices.get(sign.id, ())
        shown = self.speakers.groups(voices, "not-applicable")
        given = (voice.answer.not_applicable for voice in voices if voice.role in shown)
        reasons = dict.fromkeys(self.words.text(reason) for reason in given if reason is not None)
        if not reasons:
            return self.words.say(f"missing.{sign.why}") if sign.why else self.words.say("labels.aside")
        return self.words.say("labels.set-aside", reason=joined(self.words.say("marks.semicolon"), reasons))

    def first_reason(self, pitfall: Pitfall) -> str:
        """Return the first reason that may be told; a yes that decided is told as such."""
        deciding = self.deciding(pitfall)
        if pitfall.judgement.deciding and not deciding:
            return self.why(pitfall)
        for sign, _ in self.heaviest(pitfall):
            return self.gate(sign) if sign.id in deciding else self.sentence(sign)
        return self.why(pitfall)

    def deciding(self, pitfall: Pitfall) -> tuple[str, ...]:
        """Return what decided alone, a yes or a legal fact, as far as that may be told."""
        return tuple(name for name in pitfall.judgement.deciding if self.tells_gate(name))

    def heaviest(self, pitfall: Pitfall) -> tuple[tuple[Sign, float], ...]:
        """Return the first reasons that may be told, with their shares.

        What decided alone comes first, then the heaviest.  A place among them
        would tell how heavy a reason is that may not be told; that estimates
        differ comes last, however heavy it is.
        """
        deciding = self.deciding(pitfall)
        found = reasons(pitfall.signs, most=None, deciding=deciding)
        told = [pair for pair in found if pair[0].id in deciding or not self.hides(pair[0].id)]
        spread = [pair for pair in found if self.hides(pair[0].id) and self.tells_spread(pair[0])]
        return (*told[:MOST_REASONS], *spread)

    def asks(self, names: Iterable[str]) -> tuple[str, ...]:
        """Return the yes-or-no questions of items, quoted, as far as a yes behind them may be told."""
        gates = ((name, self.assessment.items[name].gate) for name in names)
        return tuple(
            self.words.say("marks.quoted-id", text=self.words.text(gate.ask), id=self.words.code(name))
            for name, gate in gates
            if gate is not None and self.tells_gate(name)
        )

    def why(self, pitfall: Pitfall) -> str:
        """Return the rule that decided, in words."""
        judgement = pitfall.judgement
        key = judgement.because
        if key == "coverage" and not judgement.sums.known:
            key = "nothing"
        elif key == "gate" and not any(sign.gate == "confirmed" for sign in self.gated(pitfall)):
            key = "gate-few"
        elif key in ("signs", "risk") and pitfall.id in self.guarded:
            key = f"{key}-guarded"
        elif key == "signs" and self.keeps(pitfall):  # the number would sort what is not shown
            key = "signs-few"
        return self.words.say(f"because.{key}", **self.figures(pitfall))

    def figures(self, pitfall: Pitfall) -> dict[str, object]:
        """Return the figures that the sentences on a verdict may use."""
        sums, percent = pitfall.judgement.sums, self.words.percent
        if pitfall.id in self.guarded:
            risk = NOTHING
        elif sums.risk is None or pitfall.judgement.verdict == "unknown":
            risk = f"{percent(sums.low)}–{percent(sums.high)}"
        else:
            risk = percent(sums.risk)
        return {
            "risk": risk,
            "coverage": self.words.percent(sums.coverage),
            "strong": len(pitfall.judgement.strong),
        }

    def reasons(self, pitfall: Pitfall) -> tuple[Reason, ...]:
        """Return the first reasons that may be told."""
        return tuple(self.reason(sign, share) for sign, share in self.heaviest(pitfall))

    def reason(self, sign: Sign, share: float) -> Reason:
        """Return a reason with answers, evidence, elements and places."""
        item = self.assessment.items.get(sign.id)
        voices = self.assessment.voices.get(sign.id, ())
        hidden = self.hides(sign.id)  # its share gives the level away, its sources the author
        aside = hidden or item is None or item.kind == "estimate"
        answers = () if aside or item is None else self.speakers.beside(item, voices)
        return Reason(
            sign.id,
            self.sentence(sign),
            NOTHING if hidden else self.words.percent(share),
            NOTHING if hidden else self.evidence(sign),
            answers,
            () if hidden else self.speakers.comments(voices)[:1],
            self.elements(sign.elements),
            self.where(sign.elements),
        )

    def evidence(self, sign: Sign) -> str:
        """Return the grade of a sign, and the sources that the answers of this grade name."""
        grade = self.words.say(f"grade.{sign.grade.name}")
        voices = (*self.assessment.voices.get(sign.id, ()), *self.assessment.stated.get(sign.id, ()))
        notes = [voice.answer.evidence for voice in voices if voice.answer.evidence.level == sign.grade]
        named = (
            self.words.listed(filter(None, (self.words.text(note.source), self.words.written(note.ref))))
            for note in notes
        )
        sources = list(dict.fromkeys(filter(None, named)))[:MOST_COMMENTS]
        if not sources:
            return grade
        together = joined(self.words.say("marks.semicolon"), sources)
        return self.words.say("marks.with-note", label=grade, text=together)

    def elements(self, names: tuple[str, ...]) -> tuple[str, ...]:
        """Return the titles of map elements, the first few and how many more there are."""
        titles = [self.element(name) for name in names[:MOST_ELEMENTS]]
        if len(names) > MOST_ELEMENTS:
            titles.append(self.words.say("labels.more", number=len(names) - MOST_ELEMENTS))
        return tuple(titles)

    def element(self, name: str) -> str:
        """Return the title of ``kind:id``, else one made of the id."""
        kind, _, identity = name.partition(":")
        if kind == "milestones":
            return self.words.say(f"order.{identity}")
        touchmap = self.assessment.engagement.touchmap
        record = touchmap.index.get(kind, {}).get(identity) if touchmap else None
        if kind == "stages" and record is not None:
            return self.words.stage(record)
        return self.words.title(record.title if record is not None else Text(), identity)

    def places(self, names: tuple[str, ...]) -> tuple[str, ...]:
        """Return ``file:line:column`` of the first elements."""
        spans = self.assessment.engagement.spans
        return tuple(str(spans[name]) for name in names[:MOST_ELEMENTS] if name in spans)

    def where(self, names: tuple[str, ...]) -> str:
        """Return the files and lines of the first elements, ``touchmap.yaml:318, 502``."""
        lines: dict[str, list[str]] = {}
        for name in names[:MOST_ELEMENTS]:
            span = self.assessment.engagement.spans.get(name)
            if span is not None:
                lines.setdefault(span.file, []).append(str(span.line))
        return "; ".join(f"{file}:{', '.join(numbers)}" for file, numbers in lines.items())

    def row(self, sign: Sign) -> IndicatorRow:
        """Return the line of an indicator in the appendix."""
        state = ""
        if sign.state == "not-applicable":
            state = self._set_aside(sign)
        elif not sign.known:
            state = self.words.say(f"missing.{sign.why}") if sign.why else self.words.say("labels.missing")
        elif self.hides(sign.id):  # neither the level nor the risk, which gives it away
            state = self.words.say("labels.few")
            return IndicatorRow(
                sign.id, self.text(sign.id), self.words.number(sign.weight), state, NOTHING, NOTHING
            )
        elif sign.state == "dont-know":
            state = self.words.say("labels.dont-know")
        elif sign.kind == "stated":
            state = self.words.say("labels.stated")
        elif sign.measured is not None and sign.id in self.assessment.indicators:
            state = self.words.measure(sign.measured, self.assessment.indicators[sign.id].unit)
        elif sign.measured is not None and self.assessment.items[sign.id].kind in FIGURES:
            state = self.speakers.level(self.assessment.items[sign.id], sign.measured)
        elif sign.measured is not None:
            state = self.words.say("labels.factor", number=self.words.number(sign.measured, 1))
        elif sign.level is not None:
            state = self.words.number(sign.level, 1)
        return IndicatorRow(
            sign.id,
            self.text(sign.id),
            self.words.number(sign.weight),
            state,
            self.words.number(sign.risk, 2) if sign.known else NOTHING,
            sign.grade.name if sign.known else NOTHING,
        )
