"""Who was heard on a question, in words: what each group said, and whose word counted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from readiness.assessment.hearing import Hearing
from readiness.assessment.voices import View, Voice, role_view, worst
from readiness.questionnaires.model import Item
from readiness.reports.discretion import DiscreetTeller

_INDENT = "   "
_STATES = ("value", "dont-know", "not-applicable")


def said_lines(
    item: Item, voices: tuple[Voice, ...], found: Hearing, teller: DiscreetTeller
) -> Iterator[str]:
    """Yield what each group said and how many of it; each person's answer only where all are named."""
    words = teller.words
    if item.kind == "text":
        for said in teller.speakers.texts(voices):
            yield _INDENT + words.say("explain.said-other", who=said.who, answer=said.answer)
        return
    beside = _beside(item, voices, teller)
    for name, group in spoken_groups(voices, found, teller).items():
        view = worst(group.views)
        level = (
            name in beside
            and view.state == "value"
            and (item.scored or item.levelled)
            and item.kind != "estimate"
        )
        told = [teller.speakers.level(item, view.value)] if level else []
        told += [
            words.phrases.count(f"explain.{key}", number)
            for key, number in (("said-unsure", group.unsure), ("said-aside", group.aside))
            if number
        ]
        people = words.phrases.count("explain.people", group.people)
        answer = words.phrases.listed(told) if told else ""
        key = "explain.said-by" if answer else "explain.said-other"
        yield _INDENT + words.say(key, who=name, answer=answer or people, people=people)
    if teller.speakers.named:
        yield from _named(item, voices, teller)


def _beside(item: Item, voices: tuple[Voice, ...], teller: DiscreetTeller) -> frozenset[str]:
    """Return the groups whose level may stand beside the value that counts; none where that is kept back."""
    if teller.hides(item.id):
        return frozenset()
    return frozenset(said.who for said in teller.speakers.beside(item, voices))


@dataclass
class Group:
    """Those who print under one name beside a question: how many gave a value, do not know, set it aside."""

    views: list[View] = field(default_factory=list)
    valued: int = 0
    unsure: int = 0
    aside: int = 0

    @property
    def people(self) -> int:
        """How many there are together."""
        return self.valued + self.unsure + self.aside


def spoken_groups(voices: tuple[Voice, ...], found: Hearing, teller: DiscreetTeller) -> dict[str, Group]:
    """Return the groups that answered an item, each kind of answer only of enough people of a group."""
    groups: dict[str, Group] = {}
    names = {state: teller.speakers.groups(voices, state) for state in _STATES}
    for role, one in found.heard.items():
        if name := names["value"].get(role):
            group = groups.setdefault(name, Group())
            group.views.append(one.view)
            group.valued += len(one.values)
        if one.dont_know and (name := names["dont-know"].get(role)):
            groups.setdefault(name, Group()).unsure += one.dont_know
        if one.not_applicable and (name := names["not-applicable"].get(role)):
            groups.setdefault(name, Group()).aside += one.not_applicable
    return groups


def _named(item: Item, voices: tuple[Voice, ...], teller: DiscreetTeller) -> Iterator[str]:
    words, spans = teller.words, teller.assessment.engagement.spans
    for voice in voices:
        view = role_view([voice])
        if view.state == "silent":
            continue
        if view.state == "value":
            scale = (item.scored or item.levelled) and item.kind != "estimate"
            answer = teller.speakers.level(item, view.value) if scale else _written(voice)
        else:
            key = "explain.said-unsure" if view.state == "dont-know" else "explain.said-aside"
            answer = words.phrases.count(key, 1)
        place = spans.get(f"{item.id}@{voice.respondent}")
        told = words.say("explain.place", answer=answer, place=place) if place else answer
        yield _INDENT * 2 + words.say("explain.said-other", who=words.say(f"role.{voice.role}"), answer=told)


def _written(voice: Voice) -> str:
    meaning = voice.meaning
    if meaning.estimates:
        return ", ".join(f"{name} {number:g}" for name, number in meaning.estimates.items())
    return ", ".join(meaning.chosen) or voice.answer.value or ""


def way_lines(found: Hearing, voices: tuple[Voice, ...], teller: DiscreetTeller) -> Iterator[str]:
    """Yield whose word counted, groups by name only where they may be shown beside this question."""
    say = teller.words.say
    key = f"explain.way.{found.way}"
    if found.way in ("witness", "spread", "silent"):
        yield say(key)
        return
    counted = [(role, found.heard[role].view.state) for role in found.counted]
    names = [teller.speakers.groups(voices, state).get(role) for role, state in counted]
    if all(names):
        yield say(key, who=teller.words.listed(dict.fromkeys(filter(None, names))))
    else:
        yield say(f"{key}-hidden")
