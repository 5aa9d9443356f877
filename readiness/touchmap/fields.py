"""Fields of the map that are written in more than one way, and how they are read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated

from readiness.scalars import (
    ID,
    NUMBER,
    WORD,
    WORDS,
    Text,
    Unreadable,
    Written,
    kind_of,
    read_id,
    read_number,
    read_words,
)

_NO = ("none", "no", "false")


def says_no(word: str | None) -> bool:
    """Say whether a word states outright that something is absent."""
    return word is not None and word.strip().lower() in _NO


@dataclass(frozen=True)
class Stage:
    """A stage of the customer's life with the company."""

    id: str
    canonical: str = ""
    title: Text = Text()


@dataclass(frozen=True)
class Volume:
    """Visits a year: one total, or a number for each buyer."""

    total: float | None = None
    by_buyer: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Consent:
    """On what ground the company contacts people, and how they can stop it."""

    basis: str | None = None
    """consent, contract, legitimate-interest, law ...; none says that there is none."""
    opt_out: str | None = None
    """How a person stops it; none says that there is no way."""

    @property
    def has_basis(self) -> bool:
        """A basis is named."""
        return bool(self.basis) and not says_no(self.basis)

    @property
    def has_way_out(self) -> bool:
        """A way out is named."""
        return bool(self.opt_out) and not says_no(self.opt_out)


def read_stage(value: object) -> Stage:
    """Read a stage: an id, or a mapping with id, canonical and title."""
    if isinstance(value, str):
        stage = read_id(value)
        return Stage(stage, stage)
    if not isinstance(value, Mapping):
        raise Unreadable("mapping", value=kind_of(value))
    for key in value:
        if key not in ("id", "canonical", "title"):
            raise Unreadable("unknown-key", path=(key,), key=key, allowed=("id", "canonical", "title"))
    if "id" not in value:
        raise Unreadable("missing-key", key="id")
    stage = read_id(value["id"])
    canonical = value.get("canonical") or stage
    if not isinstance(canonical, str):
        raise Unreadable("scalar", path=("canonical",), value=kind_of(canonical))
    title = read_words(value["title"]) if "title" in value else Text()
    return Stage(stage, canonical, title)


def read_volume(value: object) -> Volume:
    """Read visits a year: a number, or a mapping from buyer to number."""
    if isinstance(value, str):
        return Volume(total=_visits(value))
    if not isinstance(value, Mapping):
        raise Unreadable("volume", value=kind_of(value))
    by_buyer = {}
    for buyer, visits in value.items():
        try:
            by_buyer[str(buyer)] = _visits(visits)
        except Unreadable as error:
            raise Unreadable(error.code, path=(buyer,), **error.values) from None
    return Volume(by_buyer=by_buyer)


def _visits(value: object) -> float:
    number = read_number(value)
    if number < 0:
        raise Unreadable("at-least", value=value, bound=0)
    return number


STAGE: Mapping[str, object] = {
    "anyOf": [
        ID,
        {
            "type": "object",
            "properties": {"id": ID, "canonical": WORD, "title": WORDS},
            "required": ["id"],
            "additionalProperties": False,
        },
    ]
}
VISITS: Mapping[str, object] = {**NUMBER, "minimum": 0}
VOLUME: Mapping[str, object] = {"anyOf": [VISITS, {"type": "object", "additionalProperties": VISITS}]}
StageField = Annotated[Stage, Written(read_stage, STAGE)]
VolumeField = Annotated[Volume, Written(read_volume, VOLUME)]
