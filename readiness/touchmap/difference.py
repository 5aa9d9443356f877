"""What changes for whom between two maps: records, reach, hours, effort, findings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from math import isclose
from typing import Any

from readiness.touchmap.analyses.outages import outages
from readiness.touchmap.analysis import Analysis, analyse
from readiness.touchmap.effort import Figure, alike, journey_figures, spend, totals
from readiness.touchmap.finding import SEVERITIES, MapFinding
from readiness.touchmap.hours import Hours, complement, intersection, length, open_week, union
from readiness.touchmap.model import KINDS, TouchMap
from readiness.touchmap.records import Technology
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
EFFORT = {
    "contacts": "contacts up",
    "handoffs": "hand-offs up",
    "ruleless": "rules lost",
    "repeats": "repeats up",
    "minutes": "time up",
    "cost": "cost up",
}
"""What a journey takes, by the gate that stops more of it."""
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

    figures: tuple[Figure, ...]
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
    same = alike(before, after)
    effort = journey_figures(*same)
    points = [outages(traffic(touchmap)).findings for touchmap in same]
    changes = [
        *_reach(before, after, was, is_),
        *_hours(before, after, was, is_),
        *_effort(effort),
        *_technology(before, after),
        *_findings(_by_key(was, points[0]), _by_key(is_, points[1])),
        *_accepted(was, is_),
    ]
    return Difference(
        (
            *totals(before, after, was, is_),
            *(f for f in effort if f.before is not None or f.after is not None),
        ),
        tuple(sorted(changes, key=lambda change: not change.worse)),
        tuple(_records(before, after)),
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
        added = tuple(name for name in new if name not in old and not _is_dropped(new[name]))
        removed = tuple(name for name in old if name not in new)
        if added or removed or changed:
            yield Records(kind, added, removed, changed)


def _is_dropped(record: Any) -> bool:
    return isinstance(record, Technology) and record.status == "dropped"


def _technology(before: TouchMap, after: TouchMap) -> Iterator[Change]:
    """Yield technology that is no longer wanted, and what the planned rest costs."""
    old, new = before.index["technology"], after.index["technology"]
    names = [
        *(name for name in new if _is_dropped(new[name]) and not (name in old and _is_dropped(old[name]))),
        *(name for name in old if name not in new),
    ]
    if names:
        dropped = tuple(f"technology:{name}" for name in names)
        yield Change("technology-dropped", "", False, "", {"technology": dropped})
    cost = spend(before), spend(after)
    if not isclose(*cost):
        more = cost[1] > cost[0]
        values = {"before_cost": cost[0], "after_cost": cost[1]}
        yield Change(f"spend-{'up' if more else 'down'}", "", more, "", values)


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
            if lost and _is_let_go(after, buyer):
                yield Change(f"{what}-decided", "", False, f"buyers:{buyer}", {what: lost})
            elif lost:
                yield Change(f"{what}-lost", "reach lost", True, f"buyers:{buyer}", {what: lost})
            if gained:
                yield Change(f"{what}-gained", "", False, f"buyers:{buyer}", {what: gained})


def _is_let_go(touchmap: TouchMap, buyer: str) -> bool:
    """Say whether the company has decided to let a buyer's segment go."""
    segment = touchmap.index["segments"].get(touchmap.index["buyers"][buyer].segment or "")
    return segment is not None and segment.decision == "let-go"


def _served(touchmap: TouchMap, analysis: Analysis) -> Mapping[str, Sequence[str]]:
    """Return by buyer the needs that something he reaches serves, also those that are not listed as his."""
    serves = {f"touchpoints:{t.id}": t.serves for t in touchmap.touchpoints}
    return {
        one.buyer.partition(":")[2]: tuple(dict.fromkeys(n for t in one.reached for n in serves.get(t, ())))
        for one in analysis.reach.buyers
    }


def _met(touchmap: TouchMap, analysis: Analysis) -> Mapping[str, Sequence[str]]:
    """Return by buyer the stages in which he can come to the company."""
    stages = {f"touchpoints:{t.id}": t.stage for t in touchmap.touchpoints if t.direction == "inbound"}
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


def _effort(figures: Sequence[Figure]) -> Iterator[Change]:
    """Yield how much more or less a journey costs the buyer and the company."""
    for figure in figures:
        old, new = figure.before, figure.after
        if old is None or new is None or isclose(old, new, rel_tol=NOTICED, abs_tol=1e-9):
            continue
        more = new > old
        values = {"before": round(old, 6), "after": round(new, 6)}
        if old:
            values["change_share"] = abs(new / old - 1)
        code = f"{figure.name}-{'up' if more else 'down'}" if old else f"{figure.name}-from-none"
        yield Change(code, EFFORT[figure.name] if more else "", more, "", values)


Keyed = Mapping[tuple[str, str], MapFinding]


def _findings(before: Keyed, after: Keyed) -> Iterator[Change]:
    """Yield findings that came and went, single points of failure by themselves."""
    for key, one in after.items():
        if key not in before:
            yield _found(one, "new")
            continue
        if one.code == SINGLE:
            yield from _strands(before[key], one)
        grown = SEVERITIES.index(one.severity) - SEVERITIES.index(before[key].severity)
        if grown:
            gate = "single point" if one.code == SINGLE else "new finding"
            how = "worse" if grown > 0 else "milder"
            yield Change(
                f"finding-{how}", gate if grown > 0 else "", grown > 0, one.subject, {"finding": one.code}
            )
    for key, one in before.items():
        if key not in after:
            yield _found(one, "gone")


def _accepted(was: Analysis, is_: Analysis) -> Iterator[Change]:
    """Yield findings of both maps that somebody accepts on one of them only."""
    old, new = ({one.finding.key for one in analysis.accepted} for analysis in (was, is_))
    before = {one.key for one in was.findings} | old
    for one in (*is_.findings, *(entry.finding for entry in is_.accepted)):
        if one.key in before and (one.key in old) != (one.key in new):
            values = {"finding": one.code}
            if one.key in new:
                yield Change("finding-accepted", "", False, one.subject, values)
            else:
                yield Change("finding-reopened", "new finding", True, one.subject, values)


def _by_key(analysis: Analysis, points: Sequence[MapFinding]) -> Keyed:
    """Return findings, accepted ones too, by what makes them the same; single points are those given."""
    every = (*analysis.findings, *(entry.finding for entry in analysis.accepted))
    return {one.key: one for one in (*(one for one in every if one.code != SINGLE), *points)}


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
