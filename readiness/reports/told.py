"""Answers of every kind in words: "4 of 5", "yes", "USD 3,000", what was chosen and by how many."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from readiness.assessment.voices import Voice
from readiness.i18n import Line, joined, line
from readiness.questionnaires.answers import TOP
from readiness.questionnaires.model import Item, Part
from readiness.reports.asking import steps
from readiness.reports.words import Words
from readiness.scalars import Text


@dataclass(frozen=True)
class AnswersTold:
    """Tells answers in one language.

    ``currency`` is the code in which amounts are told, ``touchpoint`` returns
    the title of a touchpoint by id.
    """

    words: Words
    currency: str
    touchpoint: Callable[[str], Line]

    def value(self, item: Item, value: float) -> str:
        """Return a value that counts: a level, or a figure in its own unit."""
        words = self.words
        if item.kind == "percent":
            return words.percent(value / 100)
        if item.kind == "money":
            return words.money(value, self.currency)
        if item.kind == "number":
            number = words.number(value, 2)
            unit = words.text(item.unit)
            return words.say("told.amount", number=number, unit=unit) if unit else number
        if item.kind == "agree":
            point = 1 + (item.points - 1) * _written(item, value) / TOP
            return words.say("told.point", point=words.number(point, 1), points=item.points)
        if item.kind == "yes-no":
            return self._yes_or_no(item, value)
        if item.kind in ("choice", "choices"):
            return self._chosen(item, value)
        if item.kind == "matrix" and not item.anchors:
            return words.say("told.worst", level=words.number(value, 1))
        spelled = words.text(item.anchor(_written(item, value)))
        level = round(value)
        return words.say("marks.level", level=level, text=spelled) if spelled else str(level)

    def _yes_or_no(self, item: Item, value: float) -> str:
        no, yes = steps(item, self.words)
        if 0 < value < TOP:  # a good answer that counts as half, for want of evidence
            return self.words.say("told.unproved", answer=no if item.reverse else yes)
        return yes if (value == TOP) != item.reverse else no

    def _chosen(self, item: Item, value: float) -> str:
        """Return the choices that are worth a level, or how many were chosen."""
        if item.kind == "choices" and item.score == "share":
            number = self.words.number(len(item.choices) * value / TOP, 1)
            return self.words.say("told.share", number=number, total=len(item.choices))
        found = [self.words.text(one.text) for one in item.choices if one.level == round(value)]
        return joined(self.words.say("marks.semicolon"), found) or str(round(value))

    def together(self, item: Item, voices: Sequence[Voice], value: float) -> str:
        """Return what people of one group say; ``value`` is the one that counts of theirs.

        Of choices and touchpoints it is told how many chose each, of a ranking
        the order of the mean places, of an allocation the mean points, of a
        matrix the middle of each row, of dates and estimates the span.
        """
        tell = {
            "choice": self._counts,
            "choices": self._counts,
            "touchpoint": self._counts,
            "rank": self._order,
            "allocate": self._points,
            "matrix": self._rows,
            "estimate": self._spans,
            "date": self._days,
        }.get(item.kind)
        spoken = [voice for voice in voices if voice.meaning.state == "value"]
        return tell(item, spoken) if tell is not None and spoken else self.value(item, value)

    def _name(self, item: Item, name: str) -> Line:
        if item.kind == "touchpoint":
            return self.touchpoint(name)
        texts = {choice.id: choice.text for choice in item.choices}
        return self.words.text(texts[name]) if name in texts else line(name)

    def _counts(self, item: Item, voices: Sequence[Voice]) -> Line:
        counts = Counter(name for voice in voices for name in voice.meaning.chosen)
        return self._listed(self._counted(item, counts, len(voices)))

    def _counted(self, item: Item, counts: Mapping[str, int], people: int) -> list[Line]:
        """Return names with how many people gave each, most first, else in the order of the question."""
        order = [choice.id for choice in item.choices] or sorted(counts)
        named = sorted((name for name in order if counts.get(name)), key=lambda name: -counts[name])
        names = {name: self._name(item, name) for name in named}
        if people == 1:
            return list(names.values())
        bracketed = self.words.say
        return [bracketed("marks.bracketed", text=text, note=counts[name]) for name, text in names.items()]

    def _order(self, item: Item, voices: Sequence[Voice]) -> Line:
        places: dict[str, float] = {}
        names = [choice.id for choice in item.choices]
        for voice in voices:
            ranked = voice.meaning.chosen
            rest = (len(ranked) + 1 + len(names)) / 2  # those not ranked share the places that are left
            for name in names:
                place = ranked.index(name) + 1 if name in ranked else rest
                places[name] = places.get(name, 0.0) + place
        ranked_by_any = {name for voice in voices for name in voice.meaning.chosen}
        order = sorted((name for name in names if name in ranked_by_any), key=lambda name: places[name])
        return self._listed(
            self.words.say("told.place", place=place, choice=self._name(item, name))
            for place, name in enumerate(order, start=1)
        )

    def _points(self, item: Item, voices: Sequence[Voice]) -> Line:
        means = {
            choice.id: sum(voice.meaning.estimates.get(choice.id, 0.0) for voice in voices) / len(voices)
            for choice in item.choices
        }
        order = sorted(means, key=lambda name: -means[name])
        return self._listed(
            self.words.say(
                "told.points", choice=self._name(item, name), points=self.words.number(means[name], 1)
            )
            for name in order
        )

    def _rows(self, item: Item, voices: Sequence[Voice]) -> Line:
        told = []
        for name, part in item.parts.items():
            if item.choices:
                written = [voice.answer.parts[name] for voice in voices if name in voice.answer.parts]
                counts = Counter(one for one in written if one in {choice.id for choice in item.choices})
                answer: str = self.words.listed(self._counted(item, counts, len(voices)))
            else:
                levels = sorted(v.meaning.estimates[name] for v in voices if name in v.meaning.estimates)
                answer = self.words.number(levels[(len(levels) - 1) // 2], 1) if levels else ""
            if answer:
                row = self._label(part)
                told.append(self.words.say("told.row", row=row, answer=answer))
        return self._listed(told)

    def _label(self, part: Part) -> Line:
        """Return the words of a part before a colon, without the full stop at their end."""
        return self.words.text(Text(tuple((tag, word.rstrip(".。")) for tag, word in part.text.words)))

    def _spans(self, item: Item, voices: Sequence[Voice]) -> Line:
        told = []
        for name, part in item.parts.items():
            figures = [v.meaning.estimates[name] for v in voices if name in v.meaning.estimates]
            if figures:
                span = self._span(self.words.number(min(figures), 2), self.words.number(max(figures), 2))
                told.append(self.words.say("told.row", row=self._label(part), answer=span))
        return self._listed(told)

    def _days(self, _item: Item, voices: Sequence[Voice]) -> Line:
        days = [date.fromordinal(round(voice.meaning.value)) for voice in voices]
        return self._span(self.words.day(min(days)), self.words.day(max(days)))

    def _span(self, first: str, last: str) -> Line:
        return line(first) if first == last else self.words.say("told.span", first=first, last=last)

    def _listed(self, told: Iterable[object]) -> Line:
        return joined(self.words.say("marks.semicolon"), told)


def _written(item: Item, value: float) -> float:
    """Return a value as it was ticked: turned back where the whole question is turned round."""
    return TOP - value if item.reverse else value
