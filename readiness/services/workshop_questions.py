"""What each person of a room is asked, and what they have answered so far."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from readiness.engagement.model import Engagement
from readiness.folder import library
from readiness.questionnaires.answers import check_answer
from readiness.questionnaires.carry import MILD
from readiness.questionnaires.conditions import references
from readiness.questionnaires.library import resolve
from readiness.questionnaires.model import Item, Questionnaire
from readiness.questionnaires.response import Answer, read_answer
from readiness.questionnaires.visibility import rules_of, shown
from readiness.reports.asked import asked_question
from readiness.scalars import Unreadable
from readiness.workshop.cells import is_alive
from readiness.workshop.rights import FACILITATOR, Person, setting_of
from readiness.workshop.room import Room


def known_names(engagement: Engagement, language: str) -> list[dict[str, str]]:
    """Return the engagement's questionnaires with their titles."""
    return [{"name": one.id, "title": one.title.choose(language)[1]} for one in engagement.questionnaires]


def asked_questionnaires(engagement: Engagement, room: Room) -> list[Questionnaire]:
    """Return the questionnaires that the facilitator has chosen; all of the engagement's where none."""
    names = sorted(room.fields.get("room/questionnaires", ()))
    chosen = {name.split("/")[2] for name in names if room.cells[name].value}
    return [one for one in engagement.questionnaires if not chosen or one.id in chosen]


def questions_for(engagement: Engagement, room: Room, person: Person, language: str) -> dict[str, Any]:
    """Return the questions that a person is asked now, in a language."""
    round_ = int(setting_of(room.cells, "round", 1))
    phrases = library.phrases(language)
    titles = {one.id: one.title for one in engagement.touchmap.touchpoints} if engagement.touchmap else {}
    currency = engagement.profile.programme.currency or ""
    told = []
    for questionnaire in asked_questionnaires(engagement, room):
        answers = answers_of(room, person.id, round_, questionnaire.id)
        rules = rules_of([questionnaire])
        deciding = {one.item for rule in rules.values() for one in references(rule)}
        items = [
            asked_question(item, questionnaire, phrases, touchpoints=titles, currency=currency)
            | {"decides": item.id in deciding}
            for item in asked_items(questionnaire, engagement, person.role, answers)
        ]
        if items:
            title = questionnaire.title.choose(language)[1]
            told.append({"name": questionnaire.id, "title": title, "items": items})
    return {"round": round_, "questionnaires": told}


def asked_items(
    questionnaire: Questionnaire, engagement: Engagement, role: str, answers: Mapping[str, Answer]
) -> Iterator[Item]:
    """Yield the items that a role is asked after some answers; a facilitator is asked all."""
    items = {item.id: item for item in resolve(questionnaire, engagement.questionnaires)}
    visible = shown(rules_of([questionnaire]), items, answers)
    status = engagement.profile.programme.status
    for item in items.values():
        is_theirs = not item.ask or role in item.ask or role == "facilitator"
        if is_theirs and status in item.applies and visible.get(item.id, True):
            yield item


def answers_of(room: Room, person: str, round_: int, name: str) -> dict[str, Answer]:
    """Return a person's answers to a questionnaire by item; what cannot be read is left out."""
    start = f"answers/{person}/{round_}/{name}/"
    found = {}
    for key in sorted(room.fields.get(f"answers/{person}", ())):
        cell = room.cells.get(key)
        if key.startswith(start) and cell is not None and cell.value:
            try:
                found[key.removeprefix(start)] = read_answer(as_written(cell.value))
            except Unreadable:
                continue
    return found


def fits(engagement: Engagement, room: Room, role: str, place: str, value: Any) -> bool:
    """Say whether a report can take an answer: to a question that this role is asked, and of its kind.

    Nobody but its writer sees an answer, so that nobody else could mend one that
    a report stumbles over.  ``place`` is questionnaire and question: ``core/P1-Q1``.
    """
    questionnaire, _, item = place.partition("/")
    found = next((one for one in engagement.questionnaires if one.id == questionnaire), None)
    items = resolve(found, engagement.questionnaires) if found else ()
    asked = next((one for one in items if one.id == item), None)
    if asked is None or (asked.ask and role not in asked.ask and role != FACILITATOR):
        return False
    try:
        return can_count(asked, read_answer(as_written(value)), room)
    except Unreadable:
        return False


def can_count(item: Item, answer: Answer, room: Room) -> bool:
    """Say whether an answer fits its question, and picks only touchpoints that the room still has."""
    if answer.risk is not None or any(one.code not in MILD for one in check_answer(item, answer)):
        return False
    picked = answer.values or ((answer.value,) if answer.value and not answer.unknown else ())
    return item.kind != "touchpoint" or all(is_alive(room.cells, f"touchpoints/{one}") for one in picked)


def as_written(value: Any) -> Any:
    """Return a browser's values as a file holds them: every scalar as text."""
    if isinstance(value, Mapping):
        return {key: as_written(one) for key, one in value.items()}
    if isinstance(value, list):
        return [as_written(one) for one in value]
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)
