"""Questionnaires and responses as plain values: what their files hold, for JSON and YAML.

What stands at its default is left out, so that the reader of the format makes
the same value of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from readiness.questionnaires.fields import ALL_LOCKED, Include, Part
from readiness.questionnaires.response import Answer, Response
from readiness.scalars import Text

_BARE = {"value"}
_EXACT = 1e-4  # below it a float is written with an exponent, which no format of ours has


def plain(value: Any, language: str = "") -> Any:
    """Return a value of a questionnaire or response as its file writes it.

    Words in the one language of the file are a text, all others a mapping by
    language.
    """
    if isinstance(value, Text):
        return _words(value, language)
    if isinstance(value, Part):
        text = _words(value.text, language)
        return {"text": text, "reverse": True} if value.reverse else text
    if isinstance(value, Include):
        return {"from": value.from_} | ({"items": list(value.items)} if value.items else {})
    if isinstance(value, Answer):
        return plain_answer(value, language)
    if is_dataclass(value) and not isinstance(value, type):
        return _fields(value, language)
    if isinstance(value, Mapping):
        return {str(key): plain(part, language) for key, part in value.items()}
    if isinstance(value, tuple | list):
        return [plain(part, language) for part in value]
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, int | float):
        return figure(value)
    return value.isoformat() if isinstance(value, date) else value


def plain_answer(answer: Answer, language: str = "") -> Any:
    """Return an answer as its file writes it: a bare value or list where nothing else is said."""
    whole = {
        "value": list(answer.values) or answer.value or "",
        "parts": dict(answer.parts),
        "gate": answer.gate or "",
        "comment": plain(answer.comment, language) if answer.comment else "",
        "evidence": _fields(answer.evidence, language, keep=("grade",)),
        "not_applicable": None if answer.not_applicable is None else plain(answer.not_applicable, language),
        "risk": None if answer.risk is None else figure(answer.risk),
    }
    if whole["evidence"] == {"grade": "assumed"}:
        del whole["evidence"]
    said = {key: value for key, value in whole.items() if value not in ("", {}, None)}
    return said["value"] if said.keys() == _BARE else said


def plain_response(response: Response) -> dict[str, Any]:
    """Return a response as its file writes it, answers last."""
    whole: dict[str, Any] = plain(response, response.language or "")
    answers = whole.pop("answers", {})
    return whole | {"answers": answers}


def figure(value: float) -> int | float | str:
    """Return a number as JSON can write it without an exponent."""
    if value == int(value):
        return int(value)
    return value if abs(value) >= _EXACT else f"{Decimal(repr(value)):f}"


def _fields(value: Any, language: str, keep: tuple[str, ...] = ("format",)) -> dict[str, Any]:
    """Return the fields of a record that are not at their default, and those to be kept anyway."""
    found = {}
    for one in fields(value):
        here = getattr(value, one.name)
        default = one.default if one.default_factory is MISSING else one.default_factory()
        if one.name in keep or here != default:
            found[one.name] = plain(here, language)
    if found.get("lock") == list(ALL_LOCKED):
        found["lock"] = "all"
    return found


def _words(text: Text, language: str) -> str | dict[str, str]:
    """Return words: a text where the only language is that of the file, else by language."""
    if not text.words:
        return ""
    if len(text.words) == 1 and text.words[0][0] in ("", language):
        return text.words[0][1]
    return {tag or language: word for tag, word in text.words}
