"""Whether a questionnaire is consistent."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from readiness.diagnostics import Path, Problem, nearest
from readiness.questionnaires.model import Questionnaire

_ID = re.compile(r"[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*\Z")
_VERSION = re.compile(r"\d{1,4}\.\d{1,4}\.\d{1,4}\Z")


def check_questionnaire(questionnaire: Questionnaire) -> Iterator[Problem]:
    """Yield what is wrong within one questionnaire."""
    if not _VERSION.match(questionnaire.version):
        yield Problem("version", ("version",), {"value": questionnaire.version})
    seen: dict[str, Path] = {}
    for place, item in enumerate(questionnaire.items):
        at: Path = ("items", place, "id")
        if not _ID.match(item.id):
            yield Problem("item-id", at, {"value": item.id})
        if item.id.lower() in seen:
            first = (("first-here", seen[item.id.lower()]),)
            yield Problem("same-id", at, {"id": item.id}, first)
        seen.setdefault(item.id.lower(), at)
        if item.kind == "choice" and not item.choices:
            yield Problem("missing-key", at[:-1], {"key": "choices", "empty": False})
        if item.kind in ("percent", "estimate") and item.bands is None:
            yield Problem("missing-key", at[:-1], {"key": "bands", "empty": False})
        if item.kind == "estimate" and not item.parts:
            yield Problem("missing-key", at[:-1], {"key": "parts", "empty": False})


def check_includes(questionnaire: Questionnaire, library: Sequence[Questionnaire]) -> Iterator[Problem]:
    """Yield includes of questionnaires or items that do not exist."""
    names = {other.id: {item.id for item in other.items} for other in library}
    for place, include in enumerate(questionnaire.include):
        source = include.from_.partition("@")[0]
        at: Path = ("include", place)
        if source not in names:
            values = {"id": source, "near": nearest(source, names)}
            yield Problem("unknown-questionnaire", (*at, "from"), values)
            continue
        for number, item in enumerate(include.items):
            if item not in names[source]:
                values = {"id": item, "kind": "items", "near": nearest(item, names[source])}
                yield Problem("dangling", (*at, "items", number), values)
