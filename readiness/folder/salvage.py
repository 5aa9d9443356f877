"""What is left of a file when everything that does not fit is taken out.

A wrong field must not hide the other mistakes of its file: the rest is built
and checked in the same run.  Nothing that was salvaged is ever assessed, since
the folder has errors.
"""

from __future__ import annotations

from datetime import date
from typing import Any, TypeVar

from pydantic import ValidationError

from readiness.diagnostics import Path
from readiness.folder.parse import Record, Rows
from readiness.folder.typed import adapter

T = TypeVar("T")
ROUNDS = 4
STAND_INS = {"role": "business", "status": "exploring", "as_of": date.max.isoformat()}


def salvage(type_: type[T], record: Record) -> T | None:
    """Build a value after taking out, in place, whatever does not fit; None if nothing can be built.

    A field goes alone; a record goes where a field that it needs is missing.  A
    few fields that a file cannot be without get a stand-in that no check objects to.
    """
    for _ in range(ROUNDS):
        try:
            value: T = adapter(type_).validate_python(record)
        except ValidationError as error:
            spoilt = {_spoilt(one) for one in error.errors(include_url=False)}
            if () in spoilt:
                return None
            for path in sorted(spoilt, key=_last_first, reverse=True):
                _take_out(record, path)
        else:
            return value
    return None


def _spoilt(error: Any) -> Path:
    path = tuple(error["loc"])
    alone = error["type"] != "missing" or path[-1] in STAND_INS
    return path if alone and path[-1:] != ("[key]",) else path[:-1]


def _last_first(path: Path) -> tuple[tuple[int, str], ...]:
    return tuple((step, "") if isinstance(step, int) else (0, step) for step in path)


def _take_out(record: Record, path: Path) -> None:
    here: Any = record
    for step in path[:-1]:
        known = (
            step in here if isinstance(here, Record) else isinstance(here, Rows) and step in range(len(here))
        )
        if not known:
            return
        here = here[step]
    last = path[-1]
    if isinstance(here, Record) and last in STAND_INS:
        here[str(last)] = STAND_INS[str(last)]
    elif isinstance(here, Record):
        here.pop(str(last), None)
    elif isinstance(here, Rows) and isinstance(last, int) and last < len(here):
        del here[last], here.item_places[last]
