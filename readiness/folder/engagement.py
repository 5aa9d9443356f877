"""Reading an engagement folder into one value."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Any

from readiness.diagnostics import Diagnostic, Problem, Span, nearest
from readiness.engagement.checks import check_engagement
from readiness.engagement.model import Engagement, Profile, Programme, ToBe
from readiness.folder import library
from readiness.folder.overlay import Overlay, lay_over, touched
from readiness.folder.parse import Record
from readiness.folder.reader import Reader, find_span
from readiness.folder.source import Source
from readiness.folder.typed import locate
from readiness.questionnaires.checks import check_includes, check_questionnaire
from readiness.questionnaires.library import find
from readiness.questionnaires.model import Questionnaire
from readiness.questionnaires.response import Response
from readiness.scalars import Text
from readiness.touchmap.checks import check_map
from readiness.touchmap.model import KINDS, TouchMap

PROFILE = "engagement.yaml"
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_FILES = ("touchmap", "to_be", "responses")


@dataclass(frozen=True)
class Reading:
    """What a folder holds: the engagement, if it could be built, and every diagnostic in order."""

    engagement: Engagement | None
    diagnostics: tuple[Diagnostic, ...]
    sources: Mapping[str, Source]


def read_engagement(root: Path) -> Reading:
    """Read a folder; every mistake in every file is reported at once."""
    reader = Reader(root)
    parts: dict[str, Any] = {"profile": reader.record(PROFILE)}
    profile = reader.typed(Profile, parts["profile"])
    engagement = None
    if profile is not None:
        engagement = _read_parts(reader, profile, parts)
    elif parts["profile"] is not None:
        _read_parts(reader, _stand_in(parts["profile"]), parts)
    diagnostics = sorted(dict.fromkeys(map(_Kept, reader.problems)), key=lambda kept: kept.order)
    return Reading(engagement, tuple(kept.diagnostic for kept in diagnostics), reader.sources)


def _stand_in(written: Record) -> Profile:
    """Return a profile that names the files of a broken one, so that their mistakes are told as well."""
    names: dict[str, Any] = {key: name for key in _FILES if isinstance(name := written.get(key), str)}
    listed = written.get("questionnaires")
    if isinstance(listed, list):
        names["questionnaires"] = tuple(name for name in listed if isinstance(name, str))
    return Profile("engagement/1", "", Text(), date.max, Programme("exploring"), **names)


class _Kept:
    """A diagnostic that equals another of the same code and words at the same place."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        self.diagnostic = diagnostic
        self.order = (diagnostic.span, diagnostic.code)
        self.words = str(dict(diagnostic.values))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Kept) and (self.order, self.words) == (other.order, other.words)

    def __hash__(self) -> int:
        return hash((self.order, self.words))


def _read_parts(reader: Reader, profile: Profile, parts: dict[str, Any]) -> Engagement:
    touchmap = _read_map(reader, profile, parts)
    to_be = _read_to_be(reader, profile, parts, touchmap)
    own = _read_own(reader, parts)
    known = [*own, *_unshadowed(own)]
    named = _named(reader, profile, known, parts)
    _unused(reader, own, named, parts)
    responses = _read_responses(reader, profile, parts)
    if profile.language not in library.languages():
        values = {"value": profile.language}
        reader.place(Problem("language-not-yet", ("profile", "language"), values), parts)
    for part, code in (("rollout", "rollout-ignored"), ("contacts", "contacts-ignored")):
        if getattr(profile, part):
            reader.place(Problem(code, ("profile", part)), parts)
    engagement = Engagement(profile, touchmap, to_be, named, responses)
    facts = {indicator.id for indicator in library.indicators()}
    for problem in check_engagement(engagement, known, facts):
        reader.place(problem, parts)
    return replace(engagement, spans=_spans(engagement, parts))


def _read_map(reader: Reader, profile: Profile, parts: dict[str, Any]) -> TouchMap | None:
    if profile.touchmap is None:
        return None
    parts["touchmap"] = reader.record(profile.touchmap, find_span(("profile", "touchmap"), parts))
    touchmap = reader.typed(TouchMap, parts["touchmap"])
    if touchmap is not None:
        whole = profile.touchmap not in reader.broken
        _place_all(reader, "touchmap", check_map(touchmap, whole=whole), parts)
    return touchmap


def _read_to_be(
    reader: Reader, profile: Profile, parts: dict[str, Any], today: TouchMap | None
) -> ToBe | None:
    if profile.to_be is None:
        return None
    if profile.touchmap is None:
        reader.place(Problem("to-be-without-map", ("profile", "to_be")), parts)
    record = reader.record(profile.to_be, find_span(("profile", "to_be"), parts))
    parts["to_be"] = record
    overlay = reader.typed(Overlay, record)
    if overlay is None or record is None or today is None:
        return None
    planned, problems = lay_over(parts["touchmap"], record)
    for problem in problems:
        reader.place(problem, parts)
    parts["planned"] = planned
    touchmap = reader.typed(TouchMap, planned)
    if touchmap is None:
        return None
    whole = reader.broken.isdisjoint((profile.touchmap, profile.to_be))
    _place_all(reader, "planned", check_map(touchmap, planned=True, whole=whole), parts)
    return ToBe(
        touchmap,
        overlay.title,
        overlay.planned_for,
        touched(record, "add"),
        touched(record, "change"),
        touched(record, "remove"),
    )


def _read_own(reader: Reader, parts: dict[str, Any]) -> list[Questionnaire]:
    own: list[Questionnaire] = []
    parts["questionnaires"] = []
    for name in _files(reader, "questionnaires"):
        record = reader.record(name)
        questionnaire = reader.typed(Questionnaire, record)
        if questionnaire is not None:
            own.append(questionnaire)
            parts["questionnaires"].append(record)
    sound: list[int] = []
    for number, questionnaire in enumerate(own):
        problems = [*check_questionnaire(questionnaire)]
        if all(problem.code != "version" for problem in problems):
            sound.append(number)  # one without a version cannot be referred to
        problems += check_includes(questionnaire, [*own, *library.questionnaires()])
        for problem in problems:
            reader.place(_under(("questionnaires", number), problem), parts)
    parts["questionnaires"] = [parts["questionnaires"][number] for number in sound]
    return [own[number] for number in sound]


def _named(
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
    for questionnaire in library.questionnaires():
        if questionnaire.pitfall is None or questionnaire.pitfall not in asked:
            chosen.setdefault(questionnaire.id, questionnaire)
    return tuple(chosen.values())


def _unused(
    reader: Reader, own: Sequence[Questionnaire], named: Sequence[Questionnaire], parts: Mapping[str, Any]
) -> None:
    """Report own questionnaires that engagement.yaml does not name, so that nobody misses them."""
    used = {questionnaire.id for questionnaire in named}
    for number, questionnaire in enumerate(own):
        if questionnaire.id not in used:
            at: tuple[str | int, ...] = ("questionnaires", number, "id")
            reader.place(Problem("questionnaire-not-named", at, {"id": questionnaire.id}), parts)


def _unshadowed(own: Iterable[Questionnaire]) -> list[Questionnaire]:
    taken = {questionnaire.id for questionnaire in own}
    return [q for q in library.questionnaires() if q.id not in taken]


def _read_responses(reader: Reader, profile: Profile, parts: dict[str, Any]) -> tuple[Response, ...]:
    responses: list[Response] = []
    parts["responses"] = []
    before = len(reader.problems)
    names = _files(reader, profile.responses, find_span(("profile", "responses"), parts))
    for name in names:
        record = reader.record(name)
        response = reader.typed(Response, record)
        if response is not None:
            responses.append(response)
            parts["responses"].append(record)
    if not names and len(reader.problems) == before:
        at = find_span(("profile", "responses"), parts) or Span(PROFILE, 1, 1, 1, 1)
        reader.problems.append(Diagnostic("no-responses", at, {"file": profile.responses}))
    return tuple(responses)


def _files(reader: Reader, folder: str, asked_at: Span | None = None) -> list[str]:
    path = reader.inside(folder, asked_at)
    if path is None:
        return []
    at = asked_at or Span(folder, 1, 1, 1, 1)
    try:
        found = sorted(entry.name for entry in path.iterdir() if entry.suffix in (".yaml", ".yml"))
    except FileNotFoundError:
        return []
    except NotADirectoryError:
        reader.problems.append(Diagnostic("file-not-folder", at, {"file": folder}))
        return []
    except OSError as error:
        values = {"file": folder, "reason": error.strerror or type(error).__name__}
        reader.problems.append(Diagnostic("file-unreadable", at, values))
        return []
    names = [name for name in found if not name.startswith(".")]
    for name in filter(_UNPRINTABLE.search, names):
        values = {"file": _UNPRINTABLE.sub("\ufffd", name)}
        reader.problems.append(Diagnostic("file-name", at, values))
    return [str(PurePosixPath(folder, name)) for name in names if not _UNPRINTABLE.search(name)]


def _place_all(reader: Reader, part: str, problems: Iterable[Problem], parts: Mapping[str, Any]) -> None:
    for problem in problems:
        if not reader.place(_under((part,), problem), parts):
            break


def _under(prefix: tuple[str | int, ...], problem: Problem) -> Problem:
    related = tuple((label, (*prefix, *at)) for label, at in problem.related)
    return Problem(problem.code, (*prefix, *problem.at), problem.values, related)


def _spans(engagement: Engagement, parts: Mapping[str, Any]) -> Mapping[str, Span]:
    """Return where elements, answers and milestones are written."""
    spans: dict[str, Span] = {}
    if engagement.touchmap is not None:
        raw: Record = parts["touchmap"]
        for kind in KINDS:
            for place, record in enumerate(getattr(engagement.touchmap, kind)):
                spans.setdefault(f"{kind}:{record.id}", locate(raw, (kind, place)))
        if "confirmed_on" in raw:
            spans["milestones:touchpoint-map"] = locate(raw, ("confirmed_on",))
    for response, record in zip(engagement.responses, parts["responses"], strict=True):
        for key in response.answers:
            spans[f"{key}@{response.respondent}"] = locate(record, ("answers", key), key=True)
    for name in engagement.profile.milestones:
        spans[f"milestones:{name}"] = locate(parts["profile"], ("milestones", name))
    return spans
