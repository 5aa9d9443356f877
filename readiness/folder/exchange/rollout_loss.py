"""What of a rollout another format cannot hold, and what of another's file no rollout can."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import MISSING, fields
from typing import Any

from readiness.evidence import NO_EVIDENCE
from readiness.folder.exchange.loss import WHOLE, Loss
from readiness.rollout.arrangement import Arrangement
from readiness.rollout.fields import Estimate
from readiness.rollout.model import Rollout
from readiness.scalars import Text

ROLLOUT = "rollout"
"""The kind of what is said about the whole rollout."""
_APART = ("cost", "cut_over")
"""Fields whose own fields are told one by one."""
Carried = Mapping[str, Collection[str]]
"""Kind of record to the fields that a format holds; under ``rollout`` also the kinds of record."""


def not_in(carried: Carried, rollout: Rollout, arrangement: Arrangement) -> tuple[Loss, ...]:
    """Return what of an option and its rollout a format leaves behind, the kinds in the order of the model.

    Other options, and steps that the option leaves out, are told as whole records.
    """
    lost: Counter[tuple[str, str]] = Counter()
    for name, value in _set(rollout):
        if name in ("format", "steps", "options") or name in carried.get(ROLLOUT, ()):
            continue
        if not isinstance(value, tuple):
            lost[ROLLOUT, name] += 1
        elif name in carried:
            lost.update((name, part) for record in value for part in _missing(record, carried[name]))
        else:
            lost[name, WHOLE] += len(value)
    for step in arrangement.steps.values():
        left = [WHOLE] if step.id in arrangement.left_out else _missing(step, carried["steps"])
        lost.update(("steps", part) for part in left)
    lost["options", WHOLE] += len(rollout.options) - (arrangement.option is not None)
    kinds = list(dict.fromkeys((ROLLOUT, *(kind for kind, _ in lost))))
    told = sorted(lost.items(), key=lambda one: kinds.index(one[0][0]))
    return tuple(Loss(kind, name, number) for (kind, name), number in told if number)


def _missing(record: Any, carried: Collection[str]) -> Iterator[str]:
    """Yield the fields of a record that are set and not carried.

    ``days.evidence`` is where an estimate comes from, ``title.languages`` words in further languages.
    """
    for name, value in _set(record):
        apart = name in _APART or any(path.startswith(f"{name}.") for path in carried)
        parts = dict(_set(value)) if apart else {}
        for path, inner in ({f"{name}.{part}": one for part, one in parts.items()} or {name: value}).items():
            if path not in carried and name not in carried:
                yield path
            elif isinstance(inner, Estimate) and inner.evidence != NO_EVIDENCE:
                yield f"{path}.evidence"
            elif isinstance(inner, Text) and len(inner.words) > 1:
                yield f"{path}.languages"


def _set(record: Any) -> Iterator[tuple[str, Any]]:
    """Yield the fields of a record that differ from what they are where nothing is written."""
    for one in fields(record):
        value = getattr(record, one.name)
        usual = one.default_factory() if one.default_factory is not MISSING else one.default
        if usual is MISSING or value != usual:
            yield one.name, value
