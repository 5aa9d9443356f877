"""Who may be shown: a role with fewer than three people prints only as part of its side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from readiness.assessment.anonymity import Group, heard, shown_as
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

        The word of the best witness, and the spread of the executives' own
        estimates, are known to be theirs, so that they themselves must be
        enough; the worst of several roles may be anybody's of their side.
        """
        voices = tuple(voices)
        found = hear(item, voices)
        roles = found.counted or tuple(found.heard)
        said = [(role, found.heard.get(role)) for role in roles]
        if found.way in ("witness", "spread"):
            return all(one and self._number(voices, role, one.view.state) >= self.least for role, one in said)
        return all(one and role in self.groups(voices, one.view.state) for role, one in said)

    def _number(self, voices: Iterable[Voice], role: str, state: str) -> int:
        return sum(v.role == role and v.meaning.state == state and not v.meaning.hidden for v in voices)

    def tells_yes(self, voices: Iterable[Voice]) -> bool | None:
        """Return whether somebody answered yes to the question behind an answer; None where that is not told.

        A yes is told as anybody's, so that enough people must have spoken to the
        question; a side of too few people is not told of at all.
        """
        spoken = [
            voice
            for voice in voices
            if (voice.meaning.state != "silent" or voice.answer.gate) and not voice.meaning.hidden
        ]
        roles = heard(self.people, self.least)
        told = [voice for voice in spoken if voice.role in roles]
        if len(told) < self.least:
            return None if spoken else False
        if any(voice.answer.gate == "yes" for voice in told):
            return True
        return False if len(told) == len(spoken) else None

    def levels(self, item: Item, voices: Iterable[Voice]) -> tuple[Said, ...]:
        """Return what each group says to an item: the value of its worst role, or what was chosen."""
        voices = tuple(voices)
        return self._levels(item, voices, self.groups(voices))

    def beside(self, item: Item, voices: Iterable[Voice]) -> tuple[Said, ...]:
        """Return what each group says beside the value that counts.

        A side is left out whose best witness gave that value: what is worst on
        it would be known for that of the others, who may be few.
        """
        voices = tuple(voices)
        found = hear(item, voices)
        names = self.groups(voices)
        if found.way == "witness" and not self.named:
            own = shown_as(self._valued(voices), self.least).get(item.witness)
            if own and own[0] == "side":
                names = {role: name for role, name in names.items() if name != self._name(own)}
        return self._levels(item, voices, names)

    def _valued(self, voices: Iterable[Voice]) -> Mapping[str, int]:
        return Counter(v.role for v in voices if v.meaning.state == "value" and not v.meaning.hidden)

    def _levels(self, item: Item, voices: tuple[Voice, ...], names: Mapping[str, str]) -> tuple[Said, ...]:
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
