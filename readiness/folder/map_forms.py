"""How each field of a map's records stands on a shared board, and what a written value is there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from functools import cache
from typing import Any, Literal, get_args, get_origin, get_type_hints

from readiness.scalars import Unreadable, Words, Written, read_number, read_truth, read_whole
from readiness.touchmap import records
from readiness.touchmap.fields import Stage, VolumeField
from readiness.touchmap.model import HandOff, Next, Touchpoint
from readiness.touchmap.references import REFERENCES

Form = Literal["words", "text", "number", "truth", "ids", "volume", "next", "whole"]
"""words: a text, or one a language; ids: a member each; volume: a number, or a member a buyer; next: a member
a way on; whole: any value, written and read as one."""

_RECORDS: Mapping[str, Any] = {
    "goals": records.Goal,
    "segments": records.Segment,
    "needs": records.Need,
    "buyers": records.Buyer,
    "stages": Stage,
    "channels": records.Channel,
    "departments": records.Department,
    "systems": records.System,
    "data": records.DataObject,
    "touchpoints": Touchpoint,
    "technology": records.Technology,
}
_NAMING = {(kind, field) for kind, field, _ in REFERENCES}
_STAGE: Mapping[str, Form] = {"canonical": "text", "title": "words"}


@cache
def forms(kind: str) -> Mapping[str, Form]:
    """Return the form of each field of a list's records, in the order of the model, without ``id``."""
    if kind == "stages":
        return _STAGE
    return {name: form for name, form in _forms(kind, _RECORDS[kind]).items() if name != "id"}


@cache
def handoff_forms() -> Mapping[str, Form]:
    """Return the form of each field of a hand-off."""
    return _forms("handoff", HandOff)


def _forms(kind: str, record: Any) -> Mapping[str, Form]:
    hints = get_type_hints(record, include_extras=True)
    return {one.name: _form(kind, one.name, hints[one.name]) for one in fields(record)}


def _form(kind: str, field: str, hint: Any) -> Form:
    parts = [part for part in (hint, *get_args(hint)) if part is not type(None)]
    if Words in parts:
        return "words"
    if hint == VolumeField:
        return "volume"
    if Next in parts:
        return "next"
    reads = {mark.read for part in parts for mark in (part, *get_args(part)) if isinstance(mark, Written)}
    if read_truth in reads:
        return "truth"
    if reads & {read_number, read_whole}:
        return "number"
    if get_origin(hint) is tuple:
        named = (kind, field) in _NAMING or get_origin(parts[1]) is Literal
        return "ids" if named else "whole"
    return "text" if str in parts or any(get_origin(part) is Literal for part in parts) else "whole"


def read_scalar(form: Form, text: str) -> Any:
    """Return a written scalar as JSON: a number or a truth where it can be read as one, else its text."""
    try:
        if form == "truth":
            return read_truth(text)
        if form == "number":
            return plain_number(read_number(text))
    except Unreadable:
        return text
    return text


def plain_number(number: float) -> int | float:
    """Return a number as a browser would write it: whole where it is whole, else of 12 decimals."""
    return int(number) if number == int(number) else round(number, 12)


def written(value: Any) -> Any:
    """Return a JSON value as texts, lists and mappings; what is nothing is left out."""
    if isinstance(value, Mapping):
        return {str(key): written(one) for key, one in value.items() if one is not None}
    if isinstance(value, list | tuple):
        return [written(one) for one in value if one is not None]
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return f"{value:.12f}".rstrip("0").rstrip(".")
    return str(value)
