# ruff: noqa: INP001
"""The formats and their fields, from the dataclasses that read them."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, Field, fields
from datetime import date
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from annotated_types import Ge, Le

from readiness.assessment.rules import Indicator, Rules
from readiness.engagement import contact_log, workshop_notes
from readiness.engagement.model import NextDecision, Profile, Programme
from readiness.evidence import EvidenceNote
from readiness.folder.forms.answer_file import AnswerFile
from readiness.folder.forms.mapping import Column, FormMapping
from readiness.folder.meaning import meaning as words_for
from readiness.folder.overlay import Overlay
from readiness.folder.theme_fields import Colours, ExtraPage, Face, ThemeFile
from readiness.questionnaires.model import (
    STATUSES,
    Bands,
    Change,
    Choice,
    Gate,
    Include,
    Item,
    Part,
    Pin,
    Questionnaire,
)
from readiness.questionnaires.response import Answer, Response
from readiness.questionnaires.translation import Translation
from readiness.rollout import model as rollout
from readiness.rollout import step
from readiness.scalars import Text, Written
from readiness.touchmap import fields as touchmap_fields
from readiness.touchmap import model as touchmap
from readiness.touchmap import records
from readiness.touchmap.references import REFERENCES

FORMATS: tuple[tuple[str, str, tuple[type[Any], ...]], ...] = (
    ("engagement/1", "`engagement.yaml`, the cover sheet.", (Profile, Programme, NextDecision)),
    (
        "touchmap/1",
        "`touchmap.yaml`, how each kind of buyer reaches the company.",
        (
            touchmap.TouchMap,
            records.Goal,
            records.Segment,
            records.Need,
            records.Buyer,
            touchmap_fields.Stage,
            records.Channel,
            records.Department,
            records.System,
            records.DataObject,
            touchmap.Touchpoint,
            touchmap.Next,
            touchmap.HandOff,
            touchmap_fields.Consent,
            records.Technology,
            touchmap.Acceptance,
            EvidenceNote,
        ),
    ),
    ("overlay/1", "`to-be.yaml` and other overlays: what shall differ from the map of today.", (Overlay,)),
    (
        "rollout/1",
        "`rollout.yaml`: a pool of steps, and options that arrange them.",
        (
            rollout.Rollout,
            rollout.Correlation,
            rollout.CorrelationGroup,
            rollout.Calendar,
            rollout.ExtraDay,
            rollout.Blackout,
            rollout.Deadline,
            rollout.Team,
            rollout.CapacityFrom,
            rollout.Season,
            rollout.Clearing,
            rollout.Exit,
            rollout.DroppedGoal,
            step.Step,
            step.Mode,
            step.Cost,
            step.Benefit,
            step.Migrate,
            step.CutOver,
            step.Effect,
            step.Pilot,
            step.ExitTest,
            step.CustomerCheck,
            rollout.Option,
            step.StepChange,
        ),
    ),
    (
        "contacts/1",
        "`contacts.yaml`: how a contact log is read; see [contact logs](contacts.md).",
        (
            contact_log.ContactLog,
            contact_log.LogSource,
            contact_log.Columns,
            contact_log.AliasLists,
            contact_log.Journeys,
            contact_log.Privacy,
        ),
    ),
    (
        "workshop/1",
        "`workshop.yaml`, which a live workshop writes: see [live workshop](workshop.md#saving).",
        (workshop_notes.WorkshopNotes, workshop_notes.Pain, workshop_notes.Task),
    ),
    ("response/1", "One file in `responses/` for each respondent and round.", (Response, Answer)),
    (
        "questionnaire/1",
        "A questionnaire of your own in `questionnaires/`; the bundled ones have the same format.",
        (Questionnaire, Include, Item, Gate, Part, Bands, Choice, Change, Pin),
    ),
    (
        "translation/1",
        "A questionnaire in another language: `questionnaires/NAME.LANGUAGE.yaml` beside it.",
        (Translation,),
    ),
    ("answers/1", "Answers of an engagement in one JSON file: see [exchange](exchange.md).", (AnswerFile,)),
    ("theme/1", "`theme.yaml`, how reports look.", (ThemeFile, Colours, Face, ExtraPage)),
    ("mapping/1", "Which column of an online form answers which question.", (FormMapping, Column)),
    ("rules/1", "The thresholds, in the product itself: see [rules](rules.md).", (Rules,)),
    ("indicators/1", "The map facts, in the product itself: see [indicators](indicators.md).", (Indicator,)),
)
KINDS: Mapping[str, str] = {
    "read_id": "id",
    "read_words": "text",
    "read_number": "number",
    "read_whole": "whole number",
    "read_truth": "`true` or `false`",
    "read_day": "date",
    "read_stage": "id, or [Stage](#stage)",
    "read_volume": "number, or number by buyer",
    "read_evidence": "grade, or [EvidenceNote](#evidencenote)",
    "read_milestones": "date by name",
    "read_part": "text, or [Part](#part)",
    "read_applies": "`all`, or list of statuses",
    "read_lock": "`all`, or list of fields",
    "read_include": "[Include](#include)",
    "read_answer": "value, or [Answer](#answer)",
    "read": "records by kind",
    "read_estimate": "[estimate](#estimates)",
    "read_period": "day, or `first..last`",
    "read_months": "twelve numbers",
    "read_weights": "number by hours",
    "read_aliases": "[words by id](contacts.md#aliases)",
}
PLAIN: Mapping[object, str] = {
    str: "word",
    Text: "text",
    date: "date",
    bool: "`true` or `false`",
    float: "number",
}


def formats() -> Iterator[str]:
    """Yield every format with the fields of its records."""
    references = _references()
    for title, about, classes in FORMATS:
        yield from (f"## {title}", "", about, "")
        for one in classes:
            yield from (f"### {one.__name__}", "", doc(one), "")
            yield "| field | value | if absent | meaning |"
            yield "|---|---|---|---|"
            hints = get_type_hints(one, include_extras=True)
            for entry in fields(one):
                name, kind = entry.name.rstrip("_"), _kind(hints[entry.name]).replace("|", "\\|")
                if target := references.get((one, entry.name)):
                    kind = f"ids from {target}" if "list" in kind else f"id from {target}"
                yield f"| `{name}` | {kind} | {_default(entry)} | {meaning(one, entry.name)} |"
            yield ""


def _references() -> dict[tuple[type[Any], str], str]:
    """Return where the ids of a field of the map are defined."""
    hints = get_type_hints(touchmap.TouchMap)
    found: dict[tuple[type[Any], str], str] = {(touchmap.Next, "to"): "`touchpoints`"}
    for kind, name, targets in REFERENCES:
        found[get_args(hints[kind])[0], name] = " or ".join(f"`{target}`" for target in targets)
    return found


def meaning(one: type[Any], name: str) -> str:
    """Return what a field means, ready for a table; every field has to say it."""
    written = words_for(one, name)
    if written is None:
        message = f"nothing says what {one.__name__}.{name} means"
        raise ValueError(message)
    return written.replace("|", "\\|")


def doc(thing: object) -> str:
    """Return the words of a class or function on one line."""
    paragraphs = inspect.cleandoc(thing.__doc__ or "").split("\n\n")
    words = " ".join(" ".join(paragraphs).split()).replace("``", "`")
    return re.sub(r" \(domain [^)]*\)", "", words)


def _kind(hint: Any) -> str:
    origin, inner = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return _bounded(hint)
    if origin is Literal:
        return " | ".join(f"`{word}`" for word in inner)
    if origin in (Union, UnionType):
        return " or ".join(_kind(part) for part in inner if part is not NoneType)
    if origin is tuple:
        return f"list of {_kind(inner[0])}"
    if isinstance(origin, type) and issubclass(origin, Mapping):
        keys = "" if inner[0] is str else f" by {_kind(inner[0])}"
        return f"{_kind(inner[1])}{keys or ' by name'}"
    if str(hint.__name__).endswith("Rules"):
        return "[keys](rules.md#the-thresholds)"
    return PLAIN.get(hint) or f"[{hint.__name__}](#{hint.__name__.lower()})"


def _bounded(hint: Any) -> str:
    base, *marks = get_args(hint)
    written = next((mark for mark in marks if isinstance(mark, Written)), None)
    kind = KINDS[written.read.__name__] if written else _kind(base)
    least = next((mark.ge for mark in marks if isinstance(mark, Ge)), None)
    most = next((mark.le for mark in marks if isinstance(mark, Le)), None)
    if least is not None and most is not None:
        return f"{kind}, {least} to {most}"
    return f"{kind}, at least {least}" if least is not None else kind


def _default(entry: Field[Any]) -> str:
    if entry.default is MISSING and entry.default_factory is MISSING:
        return "error"
    value = entry.default
    if value == STATUSES:
        return "`all`"
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    if isinstance(value, EvidenceNote):
        return "`assumed`"
    plain = isinstance(value, str | int | float) and value != ""
    return f"`{value}`" if plain else "–"
