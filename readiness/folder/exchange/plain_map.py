"""A map as plain values: the texts, lists and mappings that stand in ``touchmap.yaml``.

The law: what :func:`plain_map` returns, written and read again, is the same
map.  Numbers keep twelve decimal places, as many as a file can hold.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date
from decimal import Context, Decimal
from typing import Any

from readiness.scalars import Text
from readiness.touchmap.fields import Stage, Volume
from readiness.touchmap.model import TouchMap

_PLACES = Decimal("1e-12")
_WIDE = Context(prec=400)
"""Digits enough for any float."""


def plain_map(touchmap: TouchMap) -> dict[str, Any]:
    """Return the values of a map in the order of its fields; what is empty or usual is left out."""
    whole = _record(touchmap)
    del whole["format"]
    stages = [_stage(stage) for stage in touchmap.stages]
    if any(len(stage) > 1 for stage in stages):
        whole["stages"] = stages
    elif stages:
        whole["stages"] = [stage["id"] for stage in stages]
    return whole


def number(value: float) -> str:
    """Return a number as files hold it: digits and a point, at most twelve places, no exponent."""
    exact = Decimal(repr(value))
    if exact.is_finite():
        exact = exact.quantize(_PLACES, context=_WIDE)
    text = f"{exact:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def plain_text(text: Text) -> str | dict[str, str]:
    """Return words as they are written: one text, or one for each language."""
    if len(text.words) == 1 and text.words[0][0] == "":
        return text.words[0][1]
    return {tag or "en": words for tag, words in text.words}


def _record(record: Any) -> dict[str, Any]:
    return {
        field.name: _plain(value)
        for field in fields(record)
        if (value := getattr(record, field.name)) is not None and value != _usual(field)
    }


def _plain(value: Any) -> Any:
    if isinstance(value, Text):
        return plain_text(value)
    if isinstance(value, Volume):
        if value.total is not None:
            return number(value.total)
        return {buyer: number(visits) for buyer, visits in value.by_buyer.items()}
    if is_dataclass(value):
        # evidence always names its grade, consent may say nothing
        kept = {"grade": value.grade} if hasattr(value, "grade") else {}
        return kept | _record(value)
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return number(value)
    return value.isoformat() if isinstance(value, date) else str(value)


def _stage(stage: Stage) -> dict[str, Any]:
    plain: dict[str, Any] = {"id": stage.id}
    if stage.canonical not in ("", stage.id):
        plain["canonical"] = stage.canonical
    if stage.title:
        plain["title"] = plain_text(stage.title)
    return plain


def _usual(field: Field[Any]) -> Any:
    """Return what a field holds where nothing is written."""
    if field.default is not MISSING:
        return field.default
    return field.default_factory() if field.default_factory is not MISSING else MISSING


def records(plain: Mapping[str, Any], kind: str) -> list[dict[str, Any]]:
    """Return the records of a kind; a stage written as its id alone becomes a record."""
    return [{"id": one} if isinstance(one, str) else one for one in plain.get(kind, ())]
