"""Who may be shown: a role with fewer than three people prints only as part of its side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from readiness.assessment.assess import Assessment, people_by_role
from readiness.assessment.voices import SIDES, Voice, role_view, worst
from readiness.i18n import Line
from readiness.questionnaires.model import Item
from readiness.reports.told import AnswersTold
from readiness.reports.view import Said
from readiness.reports.words import Words
from readiness.scalars import Text


class Speakers:
    """Answers as they may be printed under the promise given to those who answered."""

    def __init__(self, assessment: Assessment, words: Words, small: int) -> None:
        self.words = words
        self.people: Mapping[str, int] = people_by_role(assessment.voices)
        self.touchmap = assessment.engagement.touchmap
        self.named = assessment.engagement.profile.anonymity == "named"
        self.small = small
        self.told = AnswersTold(words, assessment.engagement.profile.programme.currency, self._touchpoint)
        self.languages = {
            response.respondent: response.language or "" for response in assessment.engagement.responses
        }

    def _touchpoint(self, name: str) -> Line:
        touchmap = self.touchmap
        record = touchmap.index.get("touchpoints", {}).get(name) if touchmap else None
        return self.words.title(record.title if record is not None else Text(), name)

    def group(self, role: str) -> str:
        """Return the name under which a role's answers print: role, side, or nothing.

        Roles print by themselves only if those that remain of their side are
        enough people too, or nobody: else the rest would be known by
        subtraction.
        """
        if self.named:
            return self.words.say(f"role.{role}")
        side = next((side for side, roles in SIDES.items() if role in roles), None)
        if side is None:
            return self.words.say(f"role.{role}") if self.people.get(role, 0) >= self.small else ""
        sizes = {member: self.people.get(member, 0) for member in SIDES[side]}
        rest = sum(size for size in sizes.values() if size < self.small)
        if sizes[role] >= self.small and (rest == 0 or rest >= self.small):
            return self.words.say(f"role.{role}")
        return self.words.say(f"side.{side}") if sum(sizes.values()) >= self.small else ""

    def levels(self, item: Item, voices: Iterable[Voice]) -> tuple[Said, ...]:
        """Return what each group says to an item: the value of its worst role, or what was chosen."""
        grouped: dict[str, list[tuple[str, list[Voice]]]] = {}
        by_role: dict[str, list[Voice]] = {}
        for voice in voices:
            by_role.setdefault(voice.role, []).append(voice)
        for role, spoken in by_role.items():
            name = self.group(role)
            if name:
                grouped.setdefault(name, []).append((role, spoken))
        said = []
        for name, roles in grouped.items():
            view = worst(role_view(spoken) for _, spoken in roles)
            if view.state == "value":
                heard = [voice for _, spoken in roles for voice in spoken]
                said.append(Said(name, self.told.together(item, heard, view.value)))
        return tuple(said)

    def together(self, item: Item, voices: Iterable[Voice]) -> tuple[Said, ...]:
        """Return what each group says to an item, where enough of the group answered it."""
        voices = tuple(voices)
        spoken = [voice for voice in voices if voice.meaning.state == "value"]
        heard = Counter(self.group(voice.role) for voice in spoken)
        return tuple(
            said for said in self.levels(item, voices) if self.named or heard[said.who] >= self.small
        )

    def shows_sides(self) -> bool:
        """Say whether both sides are large enough for their answers to stand beside each other."""
        sizes = [sum(self.people.get(role, 0) for role in roles) for roles in SIDES.values()]
        return self.named or min(sizes) >= self.small

    def level(self, item: Item, value: float) -> str:
        """Return a value in words: the anchor, a point of the scale, a figure with its unit, a choice."""
        return self.told.value(item, value)

    def texts(self, voices: Iterable[Voice]) -> tuple[Said, ...]:
        """Return what was written to a text item, as far as its author's group may be shown."""
        written = (
            (voice.role, self.words.written(voice.answer.value or "", self.languages[voice.respondent]))
            for voice in voices
            if voice.meaning.state == "value"
        )
        return self._shown(written)

    def comments(self, voices: Iterable[Voice]) -> tuple[Said, ...]:
        """Return the comments beside answers, as far as their authors' groups may be shown."""
        return self._shown(
            (voice.role, self.words.text(voice.answer.comment, self.languages[voice.respondent]))
            for voice in voices
        )

    def _shown(self, written: Iterable[tuple[str, str]]) -> tuple[Said, ...]:
        return tuple(Said(group, text) for role, text in written if text and (group := self.group(role)))
