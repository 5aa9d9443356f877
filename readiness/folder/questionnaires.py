"""The questionnaires of a folder: its own, those it names, and translations that lie beside them."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from readiness import LANGUAGES
from readiness.diagnostics import Problem, nearest
from readiness.engagement.model import Profile
from readiness.errors import Refused
from readiness.folder import library
from readiness.folder.reader import Reader, under
from readiness.questionnaires.assembly import assemble
from readiness.questionnaires.checks import (
    check_derived,
    check_includes,
    check_questionnaire,
    check_version,
)
from readiness.questionnaires.library import digest, find
from readiness.questionnaires.model import Questionnaire
from readiness.questionnaires.translation import Translation, check_translation, tag

FOLDER = "questionnaires"
LIBRARY = "READINESS_LIBRARY"
"""The variable of the environment that names a folder of questionnaires for all engagements."""


@dataclass(frozen=True)
class Shelf:
    """The questionnaires of a folder, its own ones first, then those that come from elsewhere.

    ``own`` says how many are its own.
    """

    questionnaires: tuple[Questionnaire, ...]
    own: int


def read_shelf(
    reader: Reader, parts: dict[str, Any], *, folder: str = FOLDER, others: Sequence[Questionnaire] = ()
) -> Shelf:
    """Return the questionnaires of a folder, derived and translated, with what is wrong told to the reader.

    ``others`` come from elsewhere: one whose id the folder has taken is left
    out.  A file whose version cannot be read is told and left out.
    """
    return shelve(reader, read_written(reader, parts, folder=folder), parts, others)


@dataclass(frozen=True)
class Written:
    """The questionnaires and translations of a folder as their files have them."""

    questionnaires: tuple[Questionnaire, ...]
    translations: tuple[Translation, ...]

    @property
    def references(self) -> frozenset[str]:
        """The ids of all that they rest on or translate."""
        named = {name for one in self.questionnaires for name in library.references(one)}
        return frozenset(named | {one.of.partition("@")[0] for one in self.translations})

    @property
    def items(self) -> frozenset[str]:
        """The ids of the questions that they ask themselves."""
        own = {item.id for one in self.questionnaires for item in one.items}
        return frozenset(own | {change.item for one in self.questionnaires for change in one.changes})


def shelve(reader: Reader, read: Written, parts: dict[str, Any], others: Sequence[Questionnaire]) -> Shelf:
    """Return the questionnaires that were read, derived and translated; see :func:`read_shelf`."""
    written = _with_version(reader, read.questionnaires, parts, others)
    translations = read.translations
    assembly = assemble(written, translations, unshadowed(written, others))
    known = assembly.questionnaires
    for number, questionnaire in enumerate(written):
        for problem in _problems(questionnaire, known[number], known):
            reader.place(under(("questionnaires", number), problem), parts)
    for problem in assembly.problems:
        reader.place(problem, parts)
    for number, home in enumerate(assembly.homes):
        if home is not None:
            for problem in check_translation(known[home], translations[number]):
                reader.place(under(("translations", number), problem), parts)
    return Shelf(known, len(written))


def read_written(reader: Reader, parts: dict[str, Any], *, folder: str = FOLDER) -> Written:
    """Return the questionnaires and the translations of a folder as they are written."""
    written, translations = [], []
    parts["questionnaires"], parts["translations"] = [], []
    for name in reader.names(folder):
        record = reader.record(name)
        if _is_translation(name):
            translation = reader.typed(Translation, record)
            if translation is not None:
                translations.append(translation)
                parts["translations"].append(record)
            continue
        questionnaire = reader.typed(Questionnaire, record)
        if questionnaire is not None:
            written.append(tag(questionnaire))
            parts["questionnaires"].append(record)
    return Written(tuple(written), tuple(translations))


def _problems(
    written: Questionnaire, derived: Questionnaire, known: Sequence[Questionnaire]
) -> Iterator[Problem]:
    yield from check_questionnaire(written)
    yield from check_includes(written, known)
    yield from check_derived(written, derived, known)
    pin = written.pinned
    if pin is not None and pin.digest != digest(derived, known):
        yield Problem("pin-broken", ("pinned", "digest"), {"id": pin.of})


def _with_version(
    reader: Reader,
    written: Sequence[Questionnaire],
    parts: dict[str, Any],
    others: Sequence[Questionnaire],
) -> list[Questionnaire]:
    """Return those that can be referred to; one without a version cannot, and is only checked."""
    sound = []
    for number, questionnaire in enumerate(written):
        problem = check_version(questionnaire)
        if problem is None:
            sound.append(number)
            continue
        every = [*written, *others]
        for one in (problem, *check_questionnaire(questionnaire), *check_includes(questionnaire, every)):
            reader.place(under(("questionnaires", number), one), parts)
    parts["questionnaires"] = [parts["questionnaires"][number] for number in sound]
    return [written[number] for number in sound]


def _is_translation(name: str) -> bool:
    return name.rpartition("/")[2].rpartition(".")[0].rpartition(".")[2] in LANGUAGES


def choose(
    reader: Reader, profile: Profile, known: Sequence[Questionnaire], parts: Mapping[str, Any]
) -> tuple[Questionnaire, ...]:
    """Return the questionnaires whose items count.

    They are those named, those they include, and those of the foundation for
    every pitfall that is left without questions.  A derived template takes the
    place of those that it extends.
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
    for questionnaire in known:
        if questionnaire.id not in library.FOUNDATION:
            continue
        if questionnaire.pitfall is None or questionnaire.pitfall not in asked:
            chosen.setdefault(questionnaire.id, questionnaire)
    replaced = {name for one in chosen.values() for name in _line_of(one, known)}
    return tuple(one for one in chosen.values() if one.id not in replaced)


def _line_of(questionnaire: Questionnaire, known: Sequence[Questionnaire]) -> set[str]:
    """Return the ids of the templates that a derived one extends, directly or not: it takes their place."""
    found: set[str] = set()
    parent = find(questionnaire.extends, known) if questionnaire.extends else None
    while parent is not None and parent.id not in found:
        found.add(parent.id)
        parent = find(parent.extends, known) if parent.extends else None
    return found


def report_unused(
    reader: Reader, shelf: Shelf, named: Sequence[Questionnaire], parts: Mapping[str, Any]
) -> None:
    """Report own questionnaires that nothing leads to from engagement.yaml, so that nobody misses them."""
    used = {questionnaire.id for questionnaire in named}
    used |= {name for one in named for name in _line_of(one, shelf.questionnaires)}
    for number, questionnaire in enumerate(shelf.questionnaires[: shelf.own]):
        if questionnaire.id not in used and questionnaire.pinned is None:
            at: tuple[str | int, ...] = ("questionnaires", number, "id")
            reader.place(Problem("questionnaire-not-named", at, {"id": questionnaire.id}), parts)


def unshadowed(own: Iterable[Questionnaire], others: Sequence[Questionnaire]) -> list[Questionnaire]:
    """Return the other questionnaires whose id no own one has taken."""
    taken = {questionnaire.id for questionnaire in own}
    return [questionnaire for questionnaire in others if questionnaire.id not in taken]


def known_questionnaires() -> tuple[Questionnaire, ...]:
    """Return those of the reader's own library, if one is named, then the bundled ones.

    Raises Refused where that library cannot be used.
    """
    return _known(None, frozenset())


def needed_questionnaires(
    names: Iterable[str], items: Iterable[str], own: Written
) -> tuple[Questionnaire, ...]:
    """Return the questionnaires of the libraries, bundled ones only as far as an engagement needs them.

    Needed are those of the foundation, those that ``names`` name, those on
    which ``own`` ones of the folder rest, and what these rest on.  Where a name
    or one of the ``items`` that were answered leads to none of them, all are
    returned, since a message may have to propose one.  Raises Refused as
    :func:`known_questionnaires` does.
    """
    wanted = {name.partition("@")[0] for name in names} | own.references
    there = {one.id for one in own.questionnaires}
    found = _known(frozenset(wanted), frozenset(there))
    answered = {item.id for one in found for item in one.items} | own.items
    answered |= {indicator.id for indicator in library.indicators()}
    return found if answered.issuperset(items) else known_questionnaires()


def _known(wanted: frozenset[str] | None, there: frozenset[str]) -> tuple[Questionnaire, ...]:
    """Return the library of the reader's own and those bundled ones that are wanted; all where that is None.

    All, too, where one that is wanted is neither ``there`` nor in a library.
    """
    place = os.environ.get(LIBRARY, "")
    if not place:
        return _bundled(wanted, there)
    if not Path(place).is_dir():
        raise Refused("library-missing", variable=LIBRARY, folder=place)
    reader, parts = Reader(Path(place)), dict[str, Any]()
    written = read_written(reader, parts, folder=".")
    there |= {one.id for one in written.questionnaires}
    others = _bundled(None if wanted is None else wanted | written.references, there)
    shelf = shelve(reader, written, parts, others)
    severities = library.phrases()
    broken = [one for one in reader.problems if severities.say(f"rules.{one.code}.severity") == "error"]
    if broken:
        first = broken[0].span
        raise Refused("library-broken", folder=place, file=first.file, line=first.line, number=len(broken))
    return shelf.questionnaires


def _bundled(wanted: frozenset[str] | None, there: frozenset[str]) -> tuple[Questionnaire, ...]:
    bundled = frozenset(library.questionnaire_ids())
    if wanted is None or not wanted <= bundled | there:
        return library.questionnaires()
    return library.with_all_they_need(frozenset(library.FOUNDATION) | (wanted & bundled))
