"""From the room to the folder: its files as they would be saved now, saved, or packed as one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from readiness.folder.response_writer import write_response
from readiness.questionnaires.library import resolve
from readiness.questionnaires.response import Response
from readiness.services.workshop import Workshop
from readiness.services.workshop_draft import RoomFiles, packed
from readiness.services.workshop_merge import NOTES, write_notes
from readiness.services.workshop_outcome import dots_of, outcome_file
from readiness.services.workshop_questions import answers_of, can_count
from readiness.services.workshop_saving import save
from readiness.workshop.cells import is_alive
from readiness.workshop.keys import MAP_LISTS
from readiness.workshop.people import make_respondent
from readiness.workshop.rights import ROLES
from readiness.workshop.room import Room


def room_files(workshop: Workshop) -> RoomFiles:
    """Return what the room has changed in the engagement's folder, as it stands now."""
    with workshop.recorder.lock:
        changes = map_changes(workshop.room)
        files = answer_files(workshop) | outcome_file(workshop)
        base = workshop.base
    return RoomFiles(files, workshop.map_file, base, changes, workshop.engagement.profile.language)


def save_room(workshop: Workshop) -> dict[str, Any]:
    """Save the room into its folder and return which files were written, and the conflicts.

    What somebody changed in the files meanwhile comes into the room; where
    both changed the same, the file keeps its own and the room shows both.
    Raises Refused where the folder cannot be read or written.
    """
    with workshop.saving:
        with workshop.recorder.lock:
            cells = dict(workshop.room.cells)
            others = answer_files(workshop) | outcome_file(workshop)
        mine = {
            key: cell.value
            for key, cell in cells.items()
            if key.split("/", 1)[0] in MAP_LISTS and cell.value is not None and is_alive(cells, key)
        }
        undecided = frozenset(key for key, cell in cells.items() if cell.rivals)
        saved = save(
            workshop.folder,
            workshop.map_file,
            workshop.base,
            mine,
            others=others,
            known=workshop.known,
            undecided=undecided,
            language=workshop.engagement.profile.language,
        )
        workshop.absorb(saved.coming)
        for conflict in saved.conflicts:
            workshop.object(conflict.key, conflict.theirs)
        workshop.keep_base(saved.base, saved.known)
    return saved.to_json()


def export(workshop: Workshop) -> bytes:
    """Return the whole engagement as one zip, with what the room has said."""
    files = room_files(workshop)
    with workshop.recorder.lock:
        cells = dict(workshop.room.cells)
    board = {
        key: cell.value
        for key, cell in cells.items()
        if key.split("/", 1)[0] in ("pains", "actions") and is_alive(cells, key)
    }
    votes, voted = dots_of(cells)
    notes = write_notes(
        workshop.map_file,
        workshop.first_map,
        board,
        votes=votes,
        voted=voted,
        notes_file=workshop.engagement.profile.workshop,
    )
    return packed(workshop.folder, replace(files, whole={**files.whole, NOTES: notes}))


def map_changes(room: Room) -> dict[str, Any]:
    """Return every cell of the map that the room has touched."""
    return {
        key: cell.value for key, cell in room.cells.items() if cell.rev and key.split("/", 1)[0] in MAP_LISTS
    }


def answer_files(workshop: Workshop) -> dict[str, bytes]:
    """Return a file for the answers of each person, questionnaire and round."""
    files = {}
    for response in responses_of(workshop):
        round_ = "" if response.round == 1 else f"-r{response.round}"
        name = response.questionnaire.split("@")[0]
        folder = workshop.engagement.profile.responses
        files[f"{folder}/{response.respondent}-{name}{round_}.yaml"] = write_response(response).encode()
    return files


def responses_of(workshop: Workshop) -> Iterator[Response]:
    """Yield each person's answers that can be counted, in the order in which people came.

    A question that stands in two questionnaires is answered once: the first counts.
    """
    room, engagement = workshop.room, workshop.engagement
    people = [key.split("/")[1] for key in room.cells if key.startswith("people/") and key.endswith("/role")]
    for person in people:
        role = room.cells[f"people/{person}/role"].value
        if role not in ROLES:
            continue  # the facilitator tries the questions out, and is nobody's voice
        for round_ in (1, 2):
            said = set[str]()
            for questionnaire in engagement.questionnaires:
                items = {one.id: one for one in resolve(questionnaire, engagement.questionnaires)}
                answers = {
                    name: answer
                    for name, answer in answers_of(room, person, round_, questionnaire.id).items()
                    if name in items and name not in said and can_count(items[name], answer, room)
                }
                said |= answers.keys()
                if answers:
                    yield Response(
                        "response/1",
                        questionnaire.name,
                        make_respondent(person, workshop.salt),
                        role,
                        answers=answers,
                        round=round_,
                        digest=engagement.digests.get(questionnaire.name, ""),
                    )
