"""How hard it is to reach the company: numbers to know, people to find, steps to take."""

from __future__ import annotations

from collections import deque

from readiness.touchmap.measure import Measure, majority_grade, missing
from readiness.touchmap.model import TouchMap
from readiness.touchmap.volumes import Traffic, buyers_of, traffic


def entry_points_to_know(traffic: Traffic) -> Measure:
    """P2-M4: numbers or addresses of one channel that a buyer must know for the usual needs (S3-47).

    Counted within one channel; the worst buyer and channel count.  A
    touchpoint's own entry points stand before its channel's.
    """
    touchmap = traffic.map
    usual = {need.id for need in touchmap.needs if need.usual}
    channels = touchmap.index["channels"]
    points: dict[tuple[str, str], dict[str, list[str]]] = {}
    wanted = {buyer.id: usual.intersection(buyer.needs) for buyer in touchmap.buyers}
    for touchpoint in traffic.inbound:
        channel = channels.get(touchpoint.channel or "")
        entries = touchpoint.entry_points or (channel.entry_points if channel else ())
        for buyer in buyers_of(touchpoint):
            if wanted.get(buyer, set()).intersection(touchpoint.serves):
                known = points.setdefault((buyer, touchpoint.channel or ""), {})
                for entry in entries:
                    known.setdefault(entry, []).append(touchpoint.id)
    counted = {place: known for place, known in points.items() if known}
    if not counted:
        return missing("no-entry-points")
    worst = max(counted, key=lambda place: len(counted[place]))
    ids = dict.fromkeys(t for served in counted[worst].values() for t in served)
    touchpoints = touchmap.index["touchpoints"]
    grade = majority_grade((touchpoints[t].evidence.level, 1) for t in ids)
    return Measure(len(counted[worst]), (f"buyers:{worst[0]}", *(f"touchpoints:{t}" for t in ids)), grade)


def volume_without_person(traffic: Traffic) -> Measure:
    """P3-M5: share of inbound visits with no person there or one step on (S3-12, S0-18).

    Only touchpoints whose channel says whether a person answers are counted.
    """
    human = {c.id: c.human for c in traffic.map.channels if c.human is not None}
    channel_of = {t.id: t.channel for t in traffic.map.touchpoints}
    known = [t for t in traffic.inbound if t.channel in human]
    total = traffic.all(known)
    if not total:
        return missing("no-human-way")
    alone = [
        t
        for t in known
        if not human[t.channel or ""]
        and not any(human.get(channel_of.get(step.to) or "") for step in t.next if step.share > 0)
        and traffic.total(t.id) > 0
    ]
    alone.sort(key=lambda t: -traffic.total(t.id))
    return Measure(
        traffic.all(alone) / total,
        tuple(f"touchpoints:{t.id}" for t in alone),
        traffic.grade(alone or known),
    )


def added_steps(today: Traffic, planned: TouchMap | None) -> Measure:
    """P3-M6: additional touchpoints a buyer passes for a top need, worst need and buyer (S0-35, S0-37).

    Steps are the fewest touchpoints from an entry (an inbound touchpoint where
    journeys start) to one that serves the need: a breadth-first search,
    O(touchpoints + ways on) for each buyer.  A need no longer reachable counts
    as one step for every touchpoint of the map.
    """
    if planned is None:
        return missing("no-to-be")
    before, after = _steps(today), _steps(traffic(planned))
    if not before:
        return missing("no-top-need")
    far = len(planned.touchpoints) + 1
    added = {pair: after.get(pair, far) - steps for pair, steps in before.items()}
    worst = max(added.values())
    ids: dict[str, None] = {}
    if worst > 0:
        for (buyer, need), more in added.items():
            if more == worst:
                ids |= dict.fromkeys((f"needs:{need}", f"buyers:{buyer}"))
    return Measure(max(worst, 0), tuple(ids), today.grade(today.inbound))


def _steps(traffic: Traffic) -> dict[tuple[str, str], int]:
    """Return the fewest touchpoints for each (buyer, top need) that can be served at all."""
    touchmap = traffic.map
    top = {need.id for need in touchmap.needs if need.top}
    touchpoints = touchmap.index["touchpoints"]
    reached = {step.to for t in touchmap.touchpoints for step in t.next}
    found: dict[tuple[str, str], int] = {}
    for buyer in touchmap.buyers:
        wanted = top.intersection(buyer.needs)
        mine = {t.id for t in traffic.inbound if buyer.id in buyers_of(t)}
        entries = [t for t in mine if traffic.starts[t] > 0 or t not in reached]
        distance = dict.fromkeys(entries, 1)
        queue = deque(sorted(entries))
        while queue:
            here = queue.popleft()
            for step in touchpoints[here].next:
                if step.to in mine and step.to not in distance:
                    distance[step.to] = distance[here] + 1
                    queue.append(step.to)
        for need in wanted:
            served = [distance[t] for t in distance if need in touchpoints[t].serves]
            if served:
                found[buyer.id, need] = min(served)
    return found
