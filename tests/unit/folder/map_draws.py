"""Maps as cells of a board, and changes of them, drawn at random."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random
from typing import Any

from readiness.folder.map_forms import forms
from readiness.touchmap.model import KINDS

WORDS = (
    "Shop",
    "order desk",
    "通路：店",
    "true",
    "12",
    "a: b",
    "# no",
    "it's",
    "two\nlines",
    "l\n",
    "",
    "- x",
    "[z]",
)
MEMBERS = ("office", "order-desk", "P1.2", "web", "a")
TAGS = ("en", "zh-Hant", "zh-Hans")


def draw_cells(rng: Random, most: int = 4) -> dict[str, Any]:
    """Return the cells of a map; each list has up to ``most`` elements."""
    cells: dict[str, Any] = {}
    for kind in KINDS:
        for number in range(1, rng.choice([0, 1, 2, most]) + 1):
            cells.update(draw_element(rng, kind, f"{kind[:2]}-{number}", number))
    return cells


def draw_element(rng: Random, kind: str, identity: str, number: int) -> dict[str, Any]:
    cells: dict[str, Any] = {f"{kind}/{identity}": number}
    for field, form in forms(kind).items():
        if rng.random() < 0.4:
            members = form in ("ids", "next") or (form in ("words", "volume") and rng.random() < 0.5)
            for member in _members(rng, form) if members else ("",):
                cells[f"{kind}/{identity}/{field}/{member}".rstrip("/")] = draw_value(rng, form)
    return cells


def _members(rng: Random, form: str) -> list[str]:
    pool = TAGS if form == "words" else MEMBERS
    return rng.sample(pool, rng.randint(1, 3))


def draw_value(rng: Random, form: str) -> Any:
    if form in ("number", "volume"):
        return rng.choice([0, 7, 1200, 0.4, 12.125, 900_000_000])
    if form == "ids":
        return True
    if form == "truth":
        return rng.random() < 0.5
    if form == "next":
        way: dict[str, Any] = {"share": rng.choice([0, 0.25, 1])}
        if rng.random() < 0.5:
            way["handoff"] = rng.choice(
                [{}, {"rule": "none", "repeats": True}, {"rule": {"en": "a: b"}, "minutes": 5}]
            )
        return way
    if form == "whole":
        return rng.choice(
            [
                "measured",
                {"grade": "said", "by": "it"},
                {"source": {"en": "x"}},
                [["a", "b"], ["c"]],
                ["mon-fri 07:00"],
            ]
        )
    return rng.choice(WORDS)


def draw_changes(rng: Random, cells: Mapping[str, Any]) -> dict[str, Any]:
    """Return some changes: fields changed, added, taken away; elements deleted and added."""
    changes: dict[str, Any] = {}
    for key in cells:
        kind, _, field, *_rest = [*key.split("/"), "", ""]
        if rng.random() < 0.08:
            changes[key] = None if not field or rng.random() < 0.5 else draw_value(rng, forms(kind)[field])
    for kind in rng.sample(KINDS, rng.choice([0, 1, 3])):
        changes.update(draw_element(rng, kind, f"new-{rng.randrange(3)}", 99))
    for kind in rng.sample(KINDS, rng.choice([0, 2])):
        for key in [key for key in cells if key.startswith(f"{kind}/") and key.count("/") == 1]:
            drawn = draw_element(rng, kind, key.split("/")[1], 0)
            changes.update(
                {one: value for one, value in drawn.items() if _fits(one, cells) and one not in changes}
            )
    return changes


def _fits(key: str, cells: Mapping[str, Any]) -> bool:
    """A field keeps its form: a text does not become one a language here."""
    field = "/".join(key.split("/")[:3])
    held = {one for one in cells if one == field or one.startswith(f"{field}/")}
    return key.count("/") > 1 and (not held or (key == field) == (field in held))


def applied(cells: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a board shows after some changes, its elements numbered anew."""
    left = {key: value for key, value in {**cells, **changes}.items() if value is not None}
    left = {key: value for key, value in left.items() if "/".join(key.split("/")[:2]) in left}
    for kind in KINDS:
        own = [key for key in left if key.startswith(f"{kind}/") and key.count("/") == 1]
        for number, key in enumerate(sorted(own, key=lambda key: left[key]), start=1):
            left[key] = number
    return left
