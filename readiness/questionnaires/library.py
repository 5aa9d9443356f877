"""Questionnaires by name and version, and the items that an engagement uses."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import MISSING, fields, is_dataclass, replace
from typing import Any

from readiness.questionnaires.condition_text import condition_text
from readiness.questionnaires.conditions import Unparsable
from readiness.questionnaires.model import PITFALLS, Item, PitfallId, Questionnaire
from readiness.questionnaires.translation import each_text
from readiness.questionnaires.visibility import written_out
from readiness.scalars import Text

_REFERENCE = re.compile(r"([a-z0-9-]+)(?:@(\^?)(\d{1,9})(?:\.(\d{1,9}))?(?:\.(\d{1,9}))?)?\Z")


def find(reference: str, library: Iterable[Questionnaire]) -> Questionnaire | None:
    """Return the newest questionnaire that a reference admits.

    ``customer-strategy`` admits any version, ``@1.0.0`` (or ``@1``, ``@1.0``)
    versions that begin so, ``@^1.2`` version 1.2.0 or a later one of major
    version 1.
    """
    matched = _REFERENCE.match(reference)
    if not matched:
        return None
    name, caret = matched[1], matched[2] == "^"
    wanted = tuple(int(part) for part in matched.groups()[2:] if part is not None)
    fitting = [(version_of(q), q) for q in library if q.id == name and _admits(version_of(q), wanted, caret)]
    return max(fitting, key=lambda pair: pair[0])[1] if fitting else None


def version_of(questionnaire: Questionnaire) -> tuple[int, ...]:
    """Return the version as numbers."""
    return tuple(int(part) for part in questionnaire.version.split("."))


def _admits(version: tuple[int, ...], wanted: tuple[int, ...], caret: bool) -> bool:
    if not wanted:
        return True
    if caret:
        return version[0] == wanted[0] and version >= wanted
    return version[: len(wanted)] == wanted


def resolve(questionnaire: Questionnaire, library: Sequence[Questionnaire]) -> tuple[Item, ...]:
    """Return the items a person answers: those included, then the questionnaire's own.

    Both must be derived already.
    """
    found: dict[str, Item] = {}
    for include in questionnaire.include:
        source = find(include.from_, library)
        items = {item.id: item for item in source.items} if source else {}
        for name in include.items or items:
            if name in items and source is not None:
                found.setdefault(name, _taken(items[name], source))
    own = {item.id: item for item in questionnaire.items}
    return (*(item for name, item in found.items() if name not in own), *questionnaire.items)


def _taken(item: Item, source: Questionnaire) -> Item:
    """Return an item that another questionnaire takes over, its condition without names of its source."""
    if not item.show_if or not source.conditions:
        return item
    try:
        return replace(item, show_if=condition_text(written_out(item.show_if, source.conditions)))
    except Unparsable:  # which the check of the source tells
        return item


def digest(questionnaire: Questionnaire, library: Sequence[Questionnaire]) -> str:
    """Return ``sha256:...`` of the resolved questionnaire.

    Layout, comments, translations and reasons do not count, nor do fields at
    their default, so that a new kind of field changes no old digest.
    """
    source = each_text(replace(questionnaire, items=resolve(questionnaire, library)), _first)
    items = [_written(item) for item in source.items]
    conditions = dict(source.conditions)
    head = [questionnaire.id, questionnaire.version, questionnaire.pitfall, conditions]
    written = json.dumps([*head, items], sort_keys=True)
    return "sha256:" + hashlib.sha256(written.encode()).hexdigest()


def _written(value: Any) -> Any:
    """Return a value as plain lists and mappings, fields of dataclasses at their default left out."""
    if isinstance(value, Text):
        return str(value)
    if is_dataclass(value):
        kept = {one.name: getattr(value, one.name) for one in fields(value)}
        return {name: _written(part) for name, part in kept.items() if part != _default(value, name)}
    if isinstance(value, Mapping):
        return {key: _written(part) for key, part in value.items()}
    if isinstance(value, tuple):
        return [_written(part) for part in value]
    return value


def _default(value: Any, name: str) -> Any:
    one = value.__dataclass_fields__[name]
    return one.default if one.default_factory is MISSING else one.default_factory()


def _first(_key: str, text: Text) -> Text:
    return Text((("", str(text)),)) if text else text


def items_by_pitfall(questionnaires: Sequence[Questionnaire]) -> Mapping[PitfallId, tuple[Item, ...]]:
    """Return the items that speak of each pitfall, in the order of their questionnaires.

    An item that stands in two questionnaires counts once, as the later one has it.
    """
    return {
        pitfall: tuple(
            {item.id: item for q in questionnaires if q.pitfall == pitfall for item in q.items}.values()
        )
        for pitfall in PITFALLS
    }
