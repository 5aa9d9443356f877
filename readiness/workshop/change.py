"""A change as a browser sends it: some cells to be set together, or an earlier change to be taken back."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from readiness.workshop.keys import OWN_LISTS, Key, parse_key

MOST_SETTINGS = 200
LONGEST = 4000
"""Characters of one text."""
DEEPEST = 6
MOST_NODES = 400
LARGEST = 2**53
"""Above it, a browser's numbers are no longer exact."""
_TURNING = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufffe\uffff"
_ID = re.compile(r"[A-Za-z0-9_-]{16,40}\Z", re.ASCII)


class Refusal(Exception):
    """A change that cannot be applied; ``reason`` is a code that the faces put into words."""

    def __init__(self, reason: str, key: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.key = key


@dataclass(frozen=True)
class Setting:
    """One cell to be set; ``base`` is the revision that its writer had seen."""

    name: str
    key: Key
    value: Any
    base: int = 0


@dataclass(frozen=True)
class Change:
    """Settings that succeed or fail together; ``undoes`` names an earlier change instead."""

    id: str
    settings: tuple[Setting, ...] = ()
    undoes: str = ""


def read_id(raw: object) -> str:
    """Return the id of a change.  Raises Refusal where it has none, so that it cannot be told apart."""
    identity = raw.get("id") if isinstance(raw, dict) else None
    if not isinstance(identity, str) or not _ID.match(identity):
        raise Refusal("bad-change")
    return identity


def read_change(raw: Mapping[str, Any]) -> Change:
    """Return a change from a browser's JSON.  Raises Refusal for anything that it cannot be."""
    identity = read_id(raw)
    if raw.keys() == {"id", "undoes"}:
        if not isinstance(raw["undoes"], str) or not _ID.match(raw["undoes"]):
            raise Refusal("bad-change")
        return Change(identity, undoes=raw["undoes"])
    rows = raw.get("set")
    if raw.keys() != {"id", "set"} or not isinstance(rows, list) or not 0 < len(rows) <= MOST_SETTINGS:
        raise Refusal("bad-change")
    settings = tuple(_setting(row) for row in rows)
    if len({setting.name for setting in settings}) < len(settings):
        raise Refusal("bad-change")
    if len({setting.key.list in OWN_LISTS for setting in settings}) > 1:  # what one sees, and what all see
        raise Refusal("bad-change")
    return Change(identity, settings)


def _setting(row: object) -> Setting:
    if not isinstance(row, dict) or not row.keys() <= {"key", "value", "base"} or "value" not in row:
        raise Refusal("bad-change")
    key, base = parse_key(row.get("key")), row.get("base", 0)
    if key is None:
        raise Refusal("unknown-key", str(row.get("key"))[:100])
    if type(base) is not int or not 0 <= base <= LARGEST:
        raise Refusal("bad-change", row["key"])
    try:
        return Setting(row["key"], key, _plain(row["value"], 0, [MOST_NODES]), base)
    except ValueError as error:
        raise Refusal("bad-value", row["key"]) from error


def _plain(value: object, depth: int, left: list[int]) -> Any:
    """Return a value with whole numbers as such and text in one normal form (NFC)."""
    left[0] -= 1
    if depth > DEEPEST or left[0] < 0:
        raise ValueError
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int | float):
        return _number(value)
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, list):
        return [_plain(one, depth + 1, left) for one in value]
    if isinstance(value, dict):
        return {_text(key): _plain(one, depth + 1, left) for key, one in value.items()}
    raise ValueError


def _number(value: float) -> int | float:
    if not abs(value) <= LARGEST:  # no number (NaN) is not, either
        raise ValueError
    return int(value) if value == int(value) else round(value, 12)


def _text(text: str) -> str:
    if len(text) > LONGEST or any(_forbidden(character) for character in text):
        raise ValueError
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n"))


def _forbidden(character: str) -> bool:
    """Refuse controls, and marks that turn the direction of reading around."""
    kind = unicodedata.category(character)
    return (kind == "Cc" and character not in "\n\t\r") or kind == "Cs" or character in _TURNING
