"""The questionnaires of a folder: its own, those it names, and translations that lie beside them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from readiness import LANGUAGES
from readiness.diagnostics import Problem, nearest
from readiness.engagement.model import Profile
from readiness.folder import library
from readiness.folder.reader import Reader, under
from readiness.questionnaires.checks import check_includes, check_questionnaire
from readiness.questionnaires.library import find
from readiness.questionnaires.model import Questionnaire
from readiness.questionnaires.translation import Translation, check_translation, tag, translate

FOLDER = "questionnaires"


def read_own(reader: Reader, parts: dict[str, Any]) -> list[Questionnaire]:
    """Return the folder's own questionnaires, each text tagged with their language."""
    own: list[Questionnaire] = []
    parts["questionnaires"] = []
    for name in reader.names(FOLDER):
        if _is_translation(name):
            continue
        record = reader.record(name)
        questionnaire = reader.typed(Questionnaire, record)
        if questionnaire is not None:
            own.append(tag(questionnaire))
            parts["questionnaires"].append(record)
    sound: list[int] = []
    for number, questionnaire in enumerate(own):
        problems = [*check_questionnaire(questionnaire)]
        if all(problem.code != "version" for problem in problems):
            sound.append(number)  # one without a version cannot be referred to
        problems += check_includes(questionnaire, [*own, *library.questionnaires()])
        for problem in problems:
            reader.place(under(("questionnaires", number), problem), parts)
    parts["questionnaires"] = [parts["questionnaires"][number] for number in sound]
    return [own[number] for number in sound]


def translated(reader: Reader, known: Sequence[Questionnaire], parts: dict[str, Any]) -> list[Questionnaire]:
    """Return the known questionnaires with the translations that lie in the folder."""
    found = list(known)
    parts["translations"] = []
    for name in filter(_is_translation, reader.names(FOLDER)):
        record = reader.record(name)
        translation = reader.typed(Translation, record)
        if translation is None:
            continue
        number = len(parts["translations"])
        parts["translations"].append(record)
        source = find(translation.of, found)
        if source is None:
            values = {"id": translation.of, "near": nearest(translation.of, [q.id for q in found])}
            reader.place(Problem("unknown-questionnaire", ("translations", number, "of"), values), parts)
            continue
        for problem in check_translation(source, translation):
            reader.place(under(("translations", number), problem), parts)
        found[found.index(source)] = translate(source, translation)
    return found


def _is_translation(name: str) -> bool:
    return name.rpartition("/")[2].rpartition(".")[0].rpartition(".")[2] in LANGUAGES


def choose(
    reader: Reader, profile: Profile, known: Sequence[Questionnaire], parts: Mapping[str, Any]
) -> tuple[Questionnaire, ...]:
    """Return the questionnaires whose items count.

    They are those named, those they include, and the bundled ones for every
    pitfall that is left without questions.
    """
    chosen: dict[str, Questionnaire] = {}
    for place, reference in enumerate(profile.questionnaires):
        questionnaire = find(reference, known)
        if questionnaire is None:
            near = nearest(reference.partition("@")[0], [q.id for q in known])
            problem = Problem(
                "unknown-questionnaire",
                ("profile", "questionnaires", place),
                {"id": reference, "near": near},
            )
            reader.place(problem, parts)
            continue
        for include in questionnaire.include:
            source = find(include.from_, known)
            if source is not None:
                chosen.setdefault(source.id, source)
        chosen.setdefault(questionnaire.id, questionnaire)
    asked = {q.pitfall for q in chosen.values() if q.items}
    bundled = {questionnaire.id for questionnaire in library.questionnaires()}
    for questionnaire in known:
        if questionnaire.id not in bundled:
            continue
        if questionnaire.pitfall is None or questionnaire.pitfall not in asked:
            chosen.setdefault(questionnaire.id, questionnaire)
    return tuple(chosen.values())


def report_unused(
    reader: Reader, own: Sequence[Questionnaire], named: Sequence[Questionnaire], parts: Mapping[str, Any]
) -> None:
    """Report own questionnaires that engagement.yaml does not name, so that nobody misses them."""
    used = {questionnaire.id for questionnaire in named}
    for number, questionnaire in enumerate(own):
        if questionnaire.id not in used:
            at: tuple[str | int, ...] = ("questionnaires", number, "id")
            reader.place(Problem("questionnaire-not-named", at, {"id": questionnaire.id}), parts)


def unshadowed(own: Iterable[Questionnaire]) -> list[Questionnaire]:
    """Return the bundled questionnaires whose id no own one has taken."""
    taken = {questionnaire.id for questionnaire in own}
    return [q for q in library.questionnaires() if q.id not in taken]
