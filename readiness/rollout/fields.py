"""Fields of a rollout that are written in a way of their own, and how they are read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Annotated, Literal

from readiness.evidence import NO_EVIDENCE, Evidence, EvidenceNote, read_evidence
from readiness.scalars import (
    DAY,
    NUMBER,
    WORDS,
    Unreadable,
    Written,
    kind_of,
    read_day,
    read_number,
)

Shape = Literal["fixed", "pert", "triangular", "lognormal"]
SHAPES: tuple[Shape, ...] = ("fixed", "pert", "triangular", "lognormal")
_PERIOD = re.compile(r"(\d{4}-\d{2}-\d{2})\s*(?:\.\.|/|–|至|to)\s*(\d{4}-\d{2}-\d{2})\Z", re.ASCII)


@dataclass(frozen=True)
class Estimate:
    """A figure that is not certain.

    ``points`` are one value (fixed), the least, likeliest and most (pert,
    triangular), or the tenth, fiftieth and ninetieth percentile (lognormal).
    """

    shape: Shape = "fixed"
    points: tuple[float, ...] = (0.0,)
    evidence: EvidenceNote = NO_EVIDENCE

    @property
    def is_certain(self) -> bool:
        """All points are the same."""
        return self.points[0] == self.points[-1]

    @property
    def is_nothing(self) -> bool:
        """The figure is nought, for certain."""
        return self.is_certain and self.points[0] == 0

    @property
    def likely(self) -> float:
        """The likeliest value, or the median of a lognormal one."""
        return self.points[len(self.points) // 2]


NOTHING = Estimate()


@dataclass(frozen=True)
class Period:
    """Days from the first to the last, both included."""

    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    def meets(self, other: Period) -> bool:
        """Say whether two periods share a day."""
        return self.first <= other.last and other.first <= self.last

    @property
    def end(self) -> date:
        """The day after the last."""
        return self.last + timedelta(days=1)


def read_estimate(value: object) -> Estimate:
    """Read an estimate: a number, or ``{pert: [least, likely, most]}`` with grade and source beside it.

    Raises Unreadable: ``estimate`` for another shape, ``estimate-points`` for
    the wrong number of points, ``estimate-order`` where they do not rise, and
    ``estimate-leans`` for a lognormal that does not lean to the right.
    """
    if isinstance(value, str):
        return Estimate(points=(_amount(value, ()),))
    if not isinstance(value, Mapping):
        raise Unreadable("estimate", value=kind_of(value), allowed=SHAPES)
    given = [key for key in value if key in SHAPES]
    for key in value:
        if key not in (*SHAPES, "grade", "source", "by", "ref", "on"):
            raise Unreadable("unknown-key", path=(key,), key=key, allowed=(*SHAPES, "grade", "source"))
    if len(given) != 1:
        raise Unreadable("estimate", value=kind_of(value), allowed=SHAPES)
    shape: Shape = given[0]
    estimate = Estimate(shape, _points(shape, value[shape]))
    about = {key: part for key, part in value.items() if key != shape}
    if about:
        estimate = replace(estimate, evidence=read_evidence({"grade": "assumed", **about}))
    return estimate


def _points(shape: Shape, value: object) -> tuple[float, ...]:
    wanted = 1 if shape == "fixed" else 3
    if isinstance(value, str):
        value = [value]
    if not isinstance(value, list | tuple) or len(value) != wanted:
        raise Unreadable("estimate-points", path=(shape,), shape=shape, wanted=wanted)
    points = tuple(_amount(part, (shape, place)) for place, part in enumerate(value))
    if any(later < earlier for earlier, later in pairwise(points)):
        written = ", ".join(str(part) for part in value)
        raise Unreadable("estimate-order", path=(shape,), value=written)
    if shape == "lognormal" and points[0] < points[2] and points[2] - points[1] <= points[1] - points[0]:
        raise Unreadable("estimate-leans", path=(shape,), value=", ".join(str(part) for part in value))
    return points


def _amount(value: object, path: tuple[str | int, ...]) -> float:
    try:
        number = read_number(value)
    except Unreadable as error:
        raise Unreadable(error.code, path=path, **error.values) from None
    if number < 0:
        raise Unreadable("at-least", path=path, value=value, bound=0)
    return number


def read_period(value: object) -> Period:
    """Read one day, ``2001-05-28``, or two and what is between, ``2001-12-24..2002-01-01``."""
    if not isinstance(value, str):
        raise Unreadable("scalar", value=kind_of(value))
    found = _PERIOD.match(value.strip())
    first, last = (found[1], found[2]) if found else (value, value)
    period = Period(read_day(first), read_day(last))
    if period.last < period.first:
        raise Unreadable("period-order", value=value)
    return period


def read_months(value: object) -> tuple[float, ...]:
    """Read the weight of each month: twelve numbers, January first."""
    if not isinstance(value, list | tuple) or len(value) != 12:
        raise Unreadable("twelve-months", value=kind_of(value))
    months = tuple(_amount(part, (place,)) for place, part in enumerate(value))
    if not any(months):
        raise Unreadable("twelve-months", value=kind_of(value))
    return months


def read_weights(value: object) -> Mapping[str, float]:
    """Read the weight of hours of the week, ``{"mon-fri 09:00-11:00": 3}``; other hours weigh 1."""
    if not isinstance(value, Mapping):
        raise Unreadable("mapping", value=kind_of(value))
    return {str(hours): _amount(weight, (hours,)) for hours, weight in value.items()}


_POINTS: Mapping[str, object] = {
    "type": "array",
    "items": {**NUMBER, "minimum": 0},
    "minItems": 3,
    "maxItems": 3,
}
_AMOUNT: Mapping[str, object] = {**NUMBER, "minimum": 0}
ESTIMATE: Mapping[str, object] = {
    "anyOf": [
        _AMOUNT,
        {
            "type": "object",
            "properties": {
                "fixed": _AMOUNT,
                "pert": _POINTS,
                "triangular": _POINTS,
                "lognormal": _POINTS,
                "grade": {"enum": ["assumed", "said", "document", "measured"]},
                "source": WORDS,
                "by": {"type": "string"},
                "ref": {"type": "string"},
                "on": DAY,
            },
            "oneOf": [{"required": [shape]} for shape in SHAPES],
            "additionalProperties": False,
        },
    ]
}
PERIOD: Mapping[str, object] = {
    "type": "string",
    "pattern": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}(\s*(\.\.|/|–|至|to)\s*[0-9]{4}-[0-9]{2}-[0-9]{2})?$",
}
MONTHS: Mapping[str, object] = {"type": "array", "items": _AMOUNT, "minItems": 12, "maxItems": 12}
WEIGHTS: Mapping[str, object] = {"type": "object", "additionalProperties": _AMOUNT}

EstimateField = Annotated[Estimate, Written(read_estimate, ESTIMATE)]
PeriodField = Annotated[Period, Written(read_period, PERIOD)]
Months = Annotated[tuple[float, ...], Written(read_months, MONTHS)]
Weights = Annotated[Mapping[str, float], Written(read_weights, WEIGHTS)]

__all__ = ["NOTHING", "Estimate", "EstimateField", "Evidence", "Months", "Period", "PeriodField", "Weights"]
