"""Whether a questionnaire is consistent."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from readiness.diagnostics import Path, Problem, nearest
from readiness.questionnaires.condition_checks import check_conditions
from readiness.questionnaires.library import find, resolve
from readiness.questionnaires.model import CHANGEABLE, WITH_CHOICES, Item, Questionnaire

_ID = re.compile(r"[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*\Z")
_CHOICE = re.compile(r"[A-Za-z0-9]+(?:[-_][A-Za-z0-9]+)*\Z")
MOST_POINTS = 11
LOCKABLE = ("all", "drop", *CHANGEABLE)
"""What a lock may name."""
_PARTED = ("maturity", "agree", "yes-no", "estimate", "matrix")
_TURNED = ("maturity", "agree", "yes-no", "matrix")
_ONLY_FOR = {"choices": (*WITH_CHOICES, "matrix"), "parts": _PARTED, "reverse": _TURNED}
_NEEDED: Mapping[str, tuple[tuple[str, ...], Callable[[Item], bool]]] = {
    "choices": (WITH_CHOICES, lambda item: not item.choices),
    "parts": (("estimate", "matrix"), lambda item: not item.parts),
    "bands": (("estimate", "percent"), lambda item: bool(item.weight) and item.bands is None),
}
_VERSION = re.compile(r"\d{1,4}\.\d{1,4}\.\d{1,4}\Z")


def check_version(questionnaire: Questionnaire) -> Problem | None:
    """Return the problem of a version that is not three numbers."""
    if _VERSION.match(questionnaire.version):
        return None
    return Problem("version", ("version",), {"value": questionnaire.version})


def check_questionnaire(questionnaire: Questionnaire) -> Iterator[Problem]:
    """Yield what is wrong within one questionnaire."""
    seen: dict[str, Path] = {}
    for place, item in enumerate(questionnaire.items):
        at: Path = ("items", place, "id")
        if not _ID.match(item.id):
            yield Problem("item-id", at, {"value": item.id})
        if item.id.lower() in seen:
            first = (("first-here", seen[item.id.lower()]),)
            yield Problem("same-id", at, {"id": item.id}, first)
        seen.setdefault(item.id.lower(), at)
        yield from check_item(item, at[:-1])


def check_item(item: Item, at: Path) -> Iterator[Problem]:
    """Yield what an item lacks, or has for nothing; ``at`` is where it stands."""
    for key, (kinds, lacking) in _NEEDED.items():
        if item.kind in kinds and lacking(item):
            yield Problem("missing-key", at, {"key": key, "empty": False})
    for key, kinds in _ONLY_FOR.items():
        if getattr(item, key) and item.kind not in kinds:
            yield Problem("field-for-nothing", (*at, key), {"key": key, "kind": item.kind})
    if item.kind == "agree" and not 2 <= item.points <= MOST_POINTS:
        yield Problem("points", (*at, "points"), {"value": item.points, "most": MOST_POINTS})
    if item.gate is not None and not item.levelled:
        yield Problem("gate-never-due", (*at, "gate"), {"id": item.id, "kind": item.kind})
    if item.gate is not None and not item.applies:
        yield Problem("gate-never", (*at, "applies"), {"id": item.id})
    yield from _check_choices(item, at)
    for place, word in enumerate(item.lock):
        if word not in LOCKABLE:
            values = {"value": word, "allowed": LOCKABLE, "near": nearest(word, LOCKABLE)}
            yield Problem("choice", (*at, "lock", place), values)


def _check_choices(item: Item, at: Path) -> Iterator[Problem]:
    seen: dict[str, Path] = {}
    for place, choice in enumerate(item.choices):
        here: Path = (*at, "choices", place, "id")
        if not _CHOICE.match(choice.id):
            yield Problem("choice-id", here, {"value": choice.id})
        first = seen.setdefault(choice.id, here)
        if first != here:
            yield Problem("same-id", here, {"id": choice.id}, (("first-here", first),))
    levels = [choice.level is not None for choice in item.choices]
    if any(levels) and not all(levels):
        place = levels.index(False)
        yield Problem("choice-without-level", (*at, "choices", place), {"id": item.choices[place].id})


def check_derived(
    written: Questionnaire, derived: Questionnaire, library: Sequence[Questionnaire]
) -> Iterator[Problem]:
    """Yield what is wrong with a template once it has all its items: changed items and conditions.

    Paths lead into the file as it is written: to an item, to the change that
    made it so, or to the line that names the parent.
    """
    places = {item.id: ("items", number) for number, item in enumerate(written.items)}
    changed: dict[str, Path] = {}
    for number, change in enumerate(written.changes):
        if change.act in ("set", "add"):
            changed[change.item] = ("changes", number, *(("add",) if change.act == "add" else ()))
    by_id = {item.id: item for item in derived.items}
    for name, at in changed.items():
        if name in by_id:
            yield from check_item(by_id[name], at)
        if name and not _ID.match(name):
            yield Problem("item-id", (*at, "id"), {"value": name})

    def place(name: str, key: str) -> Path:
        return (*(changed.get(name) or places.get(name) or ("extends",)), key)

    asked = {item.id: item for item in resolve(derived, library)}
    yield from check_conditions(derived, asked, place)
    for old, new in derived.renamed.items():
        item, _, choice = new.partition(".")
        known = item in asked and (not choice or choice in {one.id for one in asked[item].choices})
        if not known:
            values = {"id": new, "kind": "items", "near": nearest(new, asked)}
            yield Problem("dangling", ("renamed", old), values)
        elif old in asked:
            yield Problem("renamed-still-there", ("renamed", old), {"id": old})


def check_includes(questionnaire: Questionnaire, library: Sequence[Questionnaire]) -> Iterator[Problem]:
    """Yield includes of questionnaires or items that do not exist."""
    for place, include in enumerate(questionnaire.include):
        source = find(include.from_, library)
        at: Path = ("include", place)
        if source is None:
            known = {other.id for other in library}
            values: dict[str, object] = {
                "id": include.from_,
                "near": nearest(include.from_.partition("@")[0], known),
            }
            yield Problem("unknown-questionnaire", (*at, "from"), values)
            continue
        names = {item.id for item in source.items}
        for number, item in enumerate(include.items):
            if item not in names:
                values = {"id": item, "kind": "items", "near": nearest(item, names)}
                yield Problem("dangling", (*at, "items", number), values)
