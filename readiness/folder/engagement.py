"""Reading an engagement folder into one value."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from readiness.diagnostics import Diagnostic, Problem, Span
from readiness.engagement.checks import check_engagement
from readiness.engagement.model import TO_BE, Engagement, Profile, Programme
from readiness.folder import library
from readiness.folder.contacts import read_contacts
from readiness.folder.evidence_files import changed_evidence
from readiness.folder.parse import Record, Rows
from readiness.folder.plans import read_plans
from readiness.folder.questionnaires import (
    Written,
    choose,
    needed_questionnaires,
    read_written,
    report_unused,
    shelve,
)
from readiness.folder.reader import Reader, find_span, under
from readiness.folder.rollout import read_rollout, rollout_spans
from readiness.folder.source import Source, code_point
from readiness.folder.typed import locate
from readiness.folder.workshop_file import read_notes
from readiness.questionnaires.library import digest
from readiness.questionnaires.model import Questionnaire
from readiness.questionnaires.response import Response
from readiness.scalars import Text
from readiness.touchmap.checks import check_map
from readiness.touchmap.model import KINDS, TouchMap
from readiness.typefaces import unprintable

PROFILE = "engagement.yaml"
_FILES = ("touchmap", "to_be", "responses", "rollout", "contacts", "workshop")


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
    reader.problems += _without_glyph(reader, parts)
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
    plans = read_plans(reader, profile, parts, touchmap)
    written = read_written(reader, parts)
    responses = _read_responses(reader, profile, parts)
    shelf = shelve(reader, written, parts, _needed(profile, responses, written))
    known = shelf.questionnaires
    named = choose(reader, profile, known, parts)
    report_unused(reader, shelf, named, parts)
    rollout = read_rollout(reader, profile, parts, touchmap)
    contacts = read_contacts(reader, profile, parts, touchmap)
    notes = read_notes(reader, profile, parts, touchmap)
    engagement = Engagement(
        profile,
        touchmap,
        plans.get(TO_BE),
        named,
        responses,
        plans,
        rollout,
        contacts=contacts,
        workshop=notes,
    )
    facts = {indicator.id for indicator in library.indicators()}
    for problem in check_engagement(engagement, known, facts):
        reader.place(problem, parts)
    for problem in changed_evidence(reader, responses):
        reader.place(problem, parts)
    digests = {one.name: digest(one, known) for one in named}
    return replace(engagement, spans=_spans(engagement, parts), digests=digests)


def _needed(profile: Profile, responses: Sequence[Response], written: Written) -> tuple[Questionnaire, ...]:
    """Return the questionnaires of the libraries that an engagement can need."""
    names = {*profile.questionnaires, *(response.questionnaire for response in responses)}
    answered = {key for response in responses for key in response.answers}
    return needed_questionnaires(names, answered, written)


def _read_map(reader: Reader, profile: Profile, parts: dict[str, Any]) -> TouchMap | None:
    if profile.touchmap is None:
        return None
    parts["touchmap"] = reader.record(profile.touchmap, find_span(("profile", "touchmap"), parts))
    touchmap = reader.typed(TouchMap, parts["touchmap"])
    if touchmap is not None:
        whole = profile.touchmap not in reader.broken
        _place_all(reader, "touchmap", check_map(touchmap, whole=whole), parts)
    return touchmap


def _read_responses(reader: Reader, profile: Profile, parts: dict[str, Any]) -> tuple[Response, ...]:
    responses: list[Response] = []
    parts["responses"] = []
    before = len(reader.problems)
    names = reader.names(profile.responses, find_span(("profile", "responses"), parts))
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


def _place_all(reader: Reader, part: str, problems: Iterable[Problem], parts: Mapping[str, Any]) -> None:
    for problem in problems:
        if not reader.place(under((part,), problem), parts):
            break


def _without_glyph(reader: Reader, parts: Mapping[str, Any]) -> Iterator[Diagnostic]:
    """Yield each character that the fonts of the report lack, at the first value of a file that holds it."""
    for name, source in reader.sources.items():
        lacking = set(unprintable(source.text))
        for record in _records(parts.values()) if lacking else ():
            if record.source.name != name:
                continue
            for words, place in _scalars(record):
                for char in dict.fromkeys(char for char in words if char in lacking):
                    lacking.discard(char)
                    at = record.source.span(place >> 32, place & 0xFFFFFFFF)
                    yield Diagnostic("no-glyph", at, {"character": char, "number": code_point(char)})


def _records(parts: Iterable[Any]) -> Iterator[Record]:
    for part in parts:
        if isinstance(part, Record):
            yield part
        elif isinstance(part, list | tuple):
            yield from _records(part)


def _scalars(here: Any) -> Iterator[tuple[str, int]]:
    """Yield every text below a record or list with its place."""
    if isinstance(here, Record):
        pairs = [(value, here.value_places[key]) for key, value in here.items()]
    else:
        pairs = list(zip(here, here.item_places, strict=True))
    for value, place in pairs:
        if isinstance(value, str):
            yield value, place
        elif isinstance(value, Record | Rows):
            yield from _scalars(value)


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
    if engagement.rollout is not None:
        spans |= rollout_spans(engagement.rollout, parts["rollout"])
    for name in engagement.profile.milestones:
        spans[f"milestones:{name}"] = locate(parts["profile"], ("milestones", name))
    return spans
