"""Who may be shown: a role with fewer than three people prints only as part of its side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from readiness.assessment.anonymity import Group, shown_as
from readiness.assessment.assess import Assessment, people_by_role
from readiness.assessment.hearing import hear
from readiness.assessment.voices import SIDES, Side, Voice, role_view, worst
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
        self.least = 1 if self.named else small
        self.told = AnswersTold(words, assessment.engagement.profile.programme.currency, self._touchpoint)
        self.languages = {
            response.respondent: response.language or "" for response in assessment.engagement.responses
        }

    def _touchpoint(self, name: str) -> Line:
        touchmap = self.touchmap
        record = touchmap.index.get("touchpoints", {}).get(name) if touchmap else None
        return self.words.title(record.title if record is not None else Text(), name)

    def group(self, role: str) -> str:
        """Return the name under which a role prints beside what no single question says, or nothing."""
        if self.named:
            return self.words.say(f"role.{role}")
        return self._name(shown_as(self.people, self.small).get(role))

    def groups(self, voices: Iterable[Voice], state: str = "value") -> Mapping[str, str]:
        """Return the names under which roles print beside the answers to one question; others may not.

        Only those whose answer is of a state are counted: values, or don't
        know.  Whom the question was hidden from, or who left it out, hides
        nobody else.
        """
        said = Counter(v.role for v in voices if v.meaning.state == state and not v.meaning.hidden)
        return {role: self._name(found) for role, found in shown_as(said, self.least).items()}

    def _name(self, group: Group | None) -> str:
        return self.words.say(f"{group[0]}.{group[1]}") if group else ""

    def tells(self, item: Item, voices: Iterable[Voice]) -> bool:
        """Say whether the value that counts of a question may be told, being that of enough people.

        Of executives' own estimates only their spread is told, not whose they are.
        """
        voices = tuple(voices)
        found = hear(item, voices)
        roles = found.counted or tuple(found.heard)
        if item.kind == "estimate":
            return all(self.group(role) for role in roles)
        said = [(role, found.heard.get(role)) for role in roles]
        return all(one and role in self.groups(voices, one.view.state) for role, one in said)

    def levels(self, item: Item, voices: Iterable[Voice]) -> tuple[Said, ...]:
        """Return what each group says to an item: the value of its worst role, or what was chosen."""
        voices = tuple(voices)
        names = self.groups(voices)
        grouped: dict[str, dict[str, list[Voice]]] = {}
        for voice in voices:
            if name := names.get(voice.role):
                grouped.setdefault(name, {}).setdefault(voice.role, []).append(voice)
        said = []
        for name, roles in grouped.items():
            view = worst(map(role_view, roles.values()))
            if view.state == "value":
                heard = [voice for spoken in roles.values() for voice in spoken]
                said.append(Said(name, self.told.together(item, heard, view.value)))
        return tuple(said)

    def shows_sides(self) -> bool:
        """Say whether both sides are large enough for their answers to stand beside each other."""
        sizes = [sum(self.people.get(role, 0) for role in roles) for roles in SIDES.values()]
        return self.named or min(sizes) >= self.small

    def shows(self, side: Side) -> bool:
        """Say whether it may be told that a side is silent: it has nobody, or enough people for that."""
        size = sum(self.people.get(role, 0) for role in SIDES[side])
        return size == 0 or size >= self.least

    def faces(self, voices: Iterable[Voice]) -> bool:
        """Say whether enough people of both sides are behind some answers for the sides to be set apart."""
        spoken = {(voice.role, voice.respondent) for voice in voices if voice.meaning.state == "value"}
        sizes = [sum(role in roles for role, _ in spoken) for roles in SIDES.values()]
        return self.named or min(sizes) >= self.small

    def level(self, item: Item, value: float) -> str:
        """Return a value in words: the anchor, a point of the scale, a figure with its unit, a choice."""
        return self.told.value(item, value)

    def texts(self, voices: Iterable[Voice]) -> tuple[Said, ...]:
        """Return what was written to a text item, as far as its author's group may be shown."""
        voices = tuple(voices)
        return self._shown(
            voices,
            (
                (voice.role, self.words.written(voice.answer.value or "", self.languages[voice.respondent]))
                for voice in voices
                if voice.meaning.state == "value"
            ),
        )

    def comments(self, voices: Iterable[Voice]) -> tuple[Said, ...]:
        """Return the comments beside the answers to an item, as far as their authors' groups may be shown."""
        voices = tuple(voices)
        return self._shown(
            voices,
            (
                (voice.role, self.words.text(voice.answer.comment, self.languages[voice.respondent]))
                for voice in voices
            ),
        )

    def _shown(self, voices: tuple[Voice, ...], written: Iterable[tuple[str, str]]) -> tuple[Said, ...]:
        valued = any(voice.meaning.state == "value" for voice in voices)
        names = self.groups(voices, "value" if valued else "dont-know")
        return tuple(Said(names[role], text) for role, text in written if text and role in names)
