"""What changes for whom between two maps: records, reach, hours, effort, findings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from math import isclose
from typing import Any

from readiness.touchmap.analysis import Analysis, analyse
from readiness.touchmap.finding import SEVERITIES, MapFinding
from readiness.touchmap.hours import Hours, complement, intersection, length, open_week, union
from readiness.touchmap.model import KINDS, TouchMap
from readiness.touchmap.volumes import traffic

GATES = (
    "reach lost",
    "hours lost",
    "hand-offs up",
    "repeats up",
    "rules lost",
    "contacts up",
    "cost up",
    "time up",
    "single point",
    "new finding",
)
"""What --fail-on can name: a change for the worse of this kind."""
NOTICED = 0.005
SINGLE = "SINGLE-POINT"


@dataclass(frozen=True)
class Change:
    """One thing that changes for somebody.

    ``code`` names its sentence, ``gate`` the kind by which automatic checks can
    stop it, ``worse`` whether it is for the worse; ``values`` are told as those
    of a finding are.
    """

    code: str
    gate: str
    worse: bool
    subject: str = ""
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Records:
    """Which records of one kind came, went or changed, by id; for changed ones, which fields."""

    kind: str
    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Difference:
    """What changes from one map to another: consequences first, for the worse before the better."""

    changes: tuple[Change, ...]
    records: tuple[Records, ...]

    @property
    def gates(self) -> frozenset[str]:
        """The gates that a change for the worse would close."""
        return frozenset(change.gate for change in self.changes if change.gate)


def compare(before: TouchMap, after: TouchMap, as_of: date) -> Difference:
    """Return what changes from one map to another, for people rather than for shapes.

    Records are told apart by kind and id (a keyed set difference, O(records)),
    then every analysis is run on both maps.  Effort is compared per journey, so
    that fewer contacts alone are no gain.
    """
    one, two = traffic(before), traffic(after)
    was, is_ = analyse(one, as_of), analyse(two, as_of)
    changes = [
        *_reach(before, after, was, is_),
        *_hours(before, after, was, is_),
        *_effort(was, is_),
        *_findings(was.findings, is_.findings),
    ]
    return Difference(
        tuple(sorted(changes, key=lambda change: not change.worse)), tuple(_records(before, after))
    )


def _records(before: TouchMap, after: TouchMap) -> Iterator[Records]:
    for kind in KINDS:
        old, new = before.index[kind], after.index[kind]
        changed = {
            name: tuple(
                f.name for f in fields(old[name]) if getattr(old[name], f.name) != getattr(new[name], f.name)
            )
            for name in old
            if name in new and old[name] != new[name]
        }
        added = tuple(name for name in new if name not in old)
        removed = tuple(name for name in old if name not in new)
        if added or removed or changed:
            yield Records(kind, added, removed, changed)


def _reach(before: TouchMap, after: TouchMap, was: Analysis, is_: Analysis) -> Iterator[Change]:
    """Yield needs and stages that a buyer of both maps loses or gains."""
    for what, old, new in (
        ("needs", _served(before, was), _served(after, is_)),
        ("stages", _met(before, was), _met(after, is_)),
    ):
        for buyer in old:
            if buyer not in new:
                continue
            lost = tuple(f"{what}:{one}" for one in old[buyer] if one not in new[buyer])
            gained = tuple(f"{what}:{one}" for one in new[buyer] if one not in old[buyer])
            if lost:
                yield Change(f"{what}-lost", "reach lost", True, f"buyers:{buyer}", {what: lost})
            if gained:
                yield Change(f"{what}-gained", "", False, f"buyers:{buyer}", {what: gained})


def _served(touchmap: TouchMap, analysis: Analysis) -> Mapping[str, Sequence[str]]:
    """Return by buyer the needs that something he reaches serves, also those that are not listed as his."""
    serves = {f"touchpoints:{t.id}": t.serves for t in touchmap.touchpoints}
    return {
        one.buyer.partition(":")[2]: tuple(dict.fromkeys(n for t in one.reached for n in serves.get(t, ())))
        for one in analysis.reach.buyers
    }


def _met(touchmap: TouchMap, analysis: Analysis) -> Mapping[str, Sequence[str]]:
    stages = {f"touchpoints:{t.id}": t.stage for t in touchmap.touchpoints}
    return {
        one.buyer.partition(":")[2]: tuple(dict.fromkeys(s for t in one.reached if (s := stages.get(t))))
        for one in analysis.reach.buyers
    }


def _hours(before: TouchMap, after: TouchMap, was: Analysis, is_: Analysis) -> Iterator[Change]:
    """Yield hours of the week in which a buyer can no longer have a need served, or now can."""
    old, new = _open(before, was), _open(after, is_)
    for (buyer, need), hours in old.items():
        now = new.get((buyer, need))
        if hours is None or not now:
            continue  # unknown hours are not compared, a need nobody serves is told as lost
        subject = f"buyers:{buyer}"
        for code, gate, missing in (
            ("hours-lost", "hours lost", intersection(hours, complement(now))),
            ("hours-gained", "", intersection(now, complement(hours))),
        ):
            if missing:
                values = {"need": f"needs:{need}", "hours": length(missing), "when": missing}
                yield Change(code, gate, code == "hours-lost", subject, values)


def _open(touchmap: TouchMap, analysis: Analysis) -> Mapping[tuple[str, str], Hours | None]:
    """Return by buyer and need when it can be served; None where the hours of a channel are not known."""
    week = {channel.id: open_week(channel) for channel in touchmap.channels}
    places = {f"touchpoints:{t.id}": t for t in touchmap.touchpoints}
    found: dict[tuple[str, str], list[Hours | None]] = {}
    for one in analysis.reach.buyers:
        buyer = one.buyer.partition(":")[2]
        for name in one.reached:
            touchpoint = places[name]
            for need in touchpoint.serves if touchpoint.direction == "inbound" else ():
                found.setdefault((buyer, need), []).append(week.get(touchpoint.channel or ""))
    return {
        key: None if None in many else union(*(hours for hours in many if hours is not None))
        for key, many in found.items()
    }


def _effort(was: Analysis, is_: Analysis) -> Iterator[Change]:
    """Yield how much more or less a journey costs the buyer and the company."""
    before, after = per_journey(was), per_journey(is_)
    for name, gate in (
        ("contacts", "contacts up"),
        ("handoffs", "hand-offs up"),
        ("repeats", "repeats up"),
        ("ruleless", "rules lost"),
        ("minutes", "time up"),
        ("cost", "cost up"),
    ):
        old, new = before[name], after[name]
        if name == "handoffs" and was.reach.ownerless != is_.reach.ownerless:
            continue  # with an owner, hand-offs are counted that took place unseen before
        if old is None or new is None or isclose(old, new, rel_tol=NOTICED, abs_tol=1e-9):
            continue
        change = new / old - 1 if old else 1.0
        values = {"before": round(old, 6), "after": round(new, 6), "change_share": abs(change)}
        yield Change(
            f"{name}-{'up' if new > old else 'down'}", gate if new > old else "", new > old, "", values
        )


def per_journey(analysis: Analysis) -> Mapping[str, float | None]:
    """Return what a journey takes on average, None where not known.

    Contacts, hand-offs, minutes, cost, and of 100 journeys the times that a
    customer must say everything again and those that no rule covers.
    """
    journey, handed = analysis.journeys.all, analysis.handoffs
    repeated, ruleless = handed.declared + handed.computed, handed.without_rule
    return {
        "contacts": journey.contacts,
        "handoffs": journey.handoffs,
        "repeats": 100 * repeated / journey.starts if journey.starts else None,
        "ruleless": 100 * ruleless / journey.starts if journey.starts else None,
        "minutes": journey.minutes,
        "cost": journey.cost,
    }


def _findings(was: Sequence[MapFinding], is_: Sequence[MapFinding]) -> Iterator[Change]:
    """Yield findings that came and went, single points of failure by themselves."""
    before, after = {one.key: one for one in was}, {one.key: one for one in is_}
    for key, one in after.items():
        if key not in before:
            yield _found(one, "new")
        elif one.code == SINGLE:
            yield from _strands(before[key], one)
    for key, one in before.items():
        if key not in after:
            yield _found(one, "gone")


def _found(one: MapFinding, how: str) -> Change:
    worse = how == "new"
    if one.code == SINGLE:
        values = {"buyers": one.values["buyers"]}
        return Change(f"single-{how}", "single point" if worse else "", worse, one.subject, values)
    gate = "new finding" if worse and one.severity != SEVERITIES[0] else ""
    return Change(f"finding-{how}", gate, worse, one.subject, {"finding": one.code})


def _strands(old: MapFinding, new: MapFinding) -> Iterator[Change]:
    """Yield that a single point of failure strands more buyers than before, or fewer."""
    before, after = _names(old.values["buyers"]), _names(new.values["buyers"])
    more = tuple(name for name in after if name not in before)
    fewer = tuple(name for name in before if name not in after)
    if more:
        yield Change("single-more", "single point", True, new.subject, {"buyers": more})
    if fewer:
        yield Change("single-fewer", "", False, new.subject, {"buyers": fewer})


def _names(value: Any) -> tuple[str, ...]:
    return tuple(value)
