"""From needs over goals to technology: what is used, what is used by nobody, what nothing serves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import fsum
from typing import Literal

from readiness.touchmap.analyses.reach import flood
from readiness.touchmap.finding import MapFinding, Severity, heaviest_first
from readiness.touchmap.model import Touchpoint
from readiness.touchmap.records import Need, Technology
from readiness.touchmap.technology import planned_technology
from readiness.touchmap.volumes import Traffic, buyers_of

State = Literal["traced", "no-goal", "no-need", "no-touchpoint", "nobody"]
_UNPRICED = "–"


@dataclass(frozen=True)
class Trace:
    """What one planned function is for (all elements ``kind:id``).

    ``direct`` are the touchpoints it is planned for, ``indirect`` those that
    lead to one of them or require one; ``contacts`` and ``indirect_contacts``
    are their visits a year, ``buyers`` those of the direct ones.  ``state`` says
    whether it is traced to need, goal and touchpoint, lacks only the goal, or
    is to be dropped: without a need, without a touchpoint, or for nobody at all.
    """

    technology: str
    state: State
    needs: tuple[str, ...]
    goals: tuple[str, ...]
    direct: tuple[str, ...]
    indirect: tuple[str, ...]
    contacts: float
    indirect_contacts: float
    buyers: tuple[str, ...]
    cost: float | None


@dataclass(frozen=True)
class NeedAnswer:
    """What answers a need.

    ``buyers`` have it; ``by_person`` counts its touchpoints at which a person
    answers, ``by_system`` those that require a system; ``technology`` is what is
    planned for it.  ``contacts`` are the visits a year at its touchpoints.
    """

    need: str
    top: bool
    cure: str | None
    buyers: tuple[str, ...]
    touchpoints: tuple[str, ...]
    by_person: int
    by_system: int
    technology: tuple[str, ...]
    contacts: float
    answered: bool


@dataclass(frozen=True)
class TechnologyTrace:
    """Planned functions and needs, each with what stands at the other end.

    ``cost`` is that of all planned functions, ``dropped_cost`` that of those to
    drop (``dropped``), of which ``unpriced`` have none.  ``touched_share`` is the
    part of inbound visits at a touchpoint for which something is planned (as
    P3-M1), None without visits.
    """

    traces: tuple[Trace, ...]
    needs: tuple[NeedAnswer, ...]
    dropped: tuple[str, ...]
    cost: float
    dropped_cost: float
    unpriced: int
    touched_share: float | None
    findings: tuple[MapFinding, ...]


def technology_trace(traffic: Traffic) -> TechnologyTrace:
    """Trace every planned function to needs, goals and touchpoints, and every need to what answers it.

    A suite whose functions are planned one by one is not counted itself, as in
    P1-M5 and P3-M2.  A touchpoint uses a function indirectly if its visits go on
    to a touchpoint that uses it (``next`` with a share above zero), or if it
    requires such a touchpoint, in any number of steps.  A function without a
    need or without a touchpoint serves nobody and is to be dropped.  A need is
    answered if at one of its touchpoints a person answers, if one requires a
    system, or if technology for it is planned or in use; a need that no buyer
    has needs no answer.

    One :func:`flood` over the ways turned round, one bit for each function.
    """
    points: tuple[Touchpoint, ...] = tuple(traffic.map.index["touchpoints"].values())
    planned = planned_technology(traffic)
    traces = _traces(traffic, points, planned)
    needs = tuple(_answers(traffic, points, planned))
    inbound = traffic.all(traffic.inbound)
    touched = {element for trace in traces for element in trace.direct}
    dropped = [trace for trace in traces if trace.state not in ("traced", "no-goal")]
    return TechnologyTrace(
        traces=traces,
        needs=needs,
        dropped=tuple(trace.technology for trace in dropped),
        cost=fsum(trace.cost or 0.0 for trace in traces),
        dropped_cost=fsum(trace.cost or 0.0 for trace in dropped),
        unpriced=sum(trace.cost is None for trace in dropped),
        touched_share=None
        if not inbound
        else traffic.all(t for t in traffic.inbound if f"touchpoints:{t.id}" in touched) / inbound,
        findings=heaviest_first((*_technology_findings(traces), *_need_findings(needs))),
    )


def _traces(
    traffic: Traffic, points: Sequence[Touchpoint], planned: Sequence[Technology]
) -> tuple[Trace, ...]:
    index = traffic.map.index
    place = {point.id: here for here, point in enumerate(points)}
    direct = [[place[t] for t in dict.fromkeys(entry.touchpoints) if t in place] for entry in planned]
    bits = [0] * len(points)
    for bit, places in enumerate(direct):
        for here in places:
            bits[here] |= 1 << bit
    using = flood(bits, _behind(points, place))
    indirect: list[list[int]] = [[] for _ in planned]
    for here, found in enumerate(using):
        rest = found & ~bits[here]
        while rest:
            low = rest & -rest
            indirect[low.bit_length() - 1].append(here)
            rest ^= low
    return tuple(
        _trace(traffic, entry, [points[here] for here in used], [points[here] for here in behind], index)
        for entry, used, behind in zip(planned, direct, indirect, strict=True)
    )


def _trace(
    traffic: Traffic,
    entry: Technology,
    direct: Sequence[Touchpoint],
    indirect: Sequence[Touchpoint],
    index: Mapping[str, Mapping[str, object]],
) -> Trace:
    needs = tuple(f"needs:{need}" for need in dict.fromkeys(entry.needs) if need in index["needs"])
    goals = tuple(f"goals:{goal}" for goal in dict.fromkeys(entry.goals) if goal in index["goals"])
    buyers = dict.fromkeys(b for point in direct for b in buyers_of(point) if b in index["buyers"])
    return Trace(
        technology=f"technology:{entry.id}",
        state=_state(needs=bool(needs), goals=bool(goals), touchpoints=bool(direct)),
        needs=needs,
        goals=goals,
        direct=tuple(f"touchpoints:{point.id}" for point in direct),
        indirect=tuple(f"touchpoints:{point.id}" for point in indirect),
        contacts=traffic.all(direct),
        indirect_contacts=traffic.all(indirect),
        buyers=tuple(f"buyers:{buyer}" for buyer in buyers),
        cost=entry.cost,
    )


def _state(*, needs: bool, goals: bool, touchpoints: bool) -> State:
    if not needs:
        return "no-need" if touchpoints else "nobody"
    if not touchpoints:
        return "no-touchpoint"
    return "traced" if goals else "no-goal"


def _behind(points: Sequence[Touchpoint], place: Mapping[str, int]) -> list[list[int]]:
    """Return, for each touchpoint, those that lead to it or require it."""
    behind: list[list[int]] = [[] for _ in points]
    for here, point in enumerate(points):
        onward = (step.to for step in point.next if step.share > 0)
        for there in dict.fromkeys((*onward, *_required(point))):
            if there in place and place[there] != here:
                behind[place[there]].append(here)
    return behind


def _answers(
    traffic: Traffic, points: Sequence[Touchpoint], planned: Sequence[Technology]
) -> Iterator[NeedAnswer]:
    index = traffic.map.index
    having: dict[str, list[str]] = {}
    for buyer in index["buyers"].values():
        for need in dict.fromkeys(buyer.needs):
            having.setdefault(need, []).append(f"buyers:{buyer.id}")
    serving: dict[str, list[Touchpoint]] = {}
    for point in points:
        for need in dict.fromkeys(point.serves):
            serving.setdefault(need, []).append(point)
    bought: dict[str, list[str]] = {}
    for entry in planned:
        for need in dict.fromkeys(entry.needs):
            bought.setdefault(need, []).append(f"technology:{entry.id}")
    in_use = {need for entry in traffic.map.technology if entry.status == "in-use" for need in entry.needs}
    human = {channel.id for channel in index["channels"].values() if channel.human}
    needs: Mapping[str, Need] = index["needs"]
    for need, record in needs.items():
        here = serving.get(need, [])
        people = [p for p in here if p.channel in human]
        systems = [p for p in here if any(one in index["systems"] for one in _required(p))]
        yield NeedAnswer(
            need=f"needs:{need}",
            top=record.top,
            cure=record.cure,
            buyers=tuple(having.get(need, ())),
            touchpoints=tuple(f"touchpoints:{point.id}" for point in here),
            by_person=len(people),
            by_system=len(systems),
            technology=tuple(bought.get(need, ())),
            contacts=traffic.all(here),
            answered=bool(people or systems or need in bought or need in in_use),
        )


def _required(point: Touchpoint) -> Iterator[str]:
    yield from point.requires
    for group in point.any_of:
        yield from group


def _technology_findings(traces: Sequence[Trace]) -> Iterator[MapFinding]:
    for trace in traces:
        proof = (trace.technology, *trace.needs, *trace.goals, *trace.direct)
        if trace.state == "no-goal":
            yield MapFinding(
                "NO-GOAL", "minor", trace.technology, proof, {"needs": trace.needs}, trace.contacts
            )
        elif trace.state != "traced":
            yield MapFinding(
                "DROP-TECHNOLOGY",
                "serious" if trace.state == "nobody" else "minor",
                trace.technology,
                proof,
                {"cost": _UNPRICED if trace.cost is None else trace.cost},
                trace.contacts,
            )


def _need_findings(needs: Sequence[NeedAnswer]) -> Iterator[MapFinding]:
    for one in needs:
        severity: Severity = "serious" if one.top else "minor"
        if one.cure in ("people", "process") and one.technology:
            yield MapFinding(
                "SOFTWARE-FOR-PEOPLE",
                severity,
                one.need,
                (one.need, *one.technology),
                {"technology": one.technology},
                one.contacts,
            )
        if one.buyers and not one.answered:
            yield MapFinding(
                "NEED-WITHOUT-ANSWER",
                severity,
                one.need,
                (one.need, *one.buyers, *one.touchpoints),
                {"buyers": one.buyers},
                one.contacts,
            )
