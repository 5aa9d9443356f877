"""How hard it is to reach the company: numbers to know, people to find, steps to take."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping

from readiness.touchmap.measure import Measure, majority_grade, missing, worst_of
from readiness.touchmap.model import TouchMap, Touchpoint
from readiness.touchmap.volumes import Traffic, buyers_of, traffic


def entry_points_to_know(traffic: Traffic) -> Measure:
    """P2-M4: numbers or addresses of one channel that a buyer must know for the usual needs (S3-47).

    Counted within one channel; the worst buyer and channel count.  A
    touchpoint's own entry points stand before its channel's; without a channel
    it is not counted.
    """
    touchmap = traffic.map
    usual = {need.id for need in touchmap.needs if need.usual}
    channels = touchmap.index["channels"]
    points: dict[tuple[str, str], dict[str, list[str]]] = {}
    wanted = {buyer.id: usual.intersection(buyer.needs) for buyer in touchmap.buyers}
    for touchpoint in traffic.inbound:
        channel = channels.get(touchpoint.channel or "")
        if channel is None:
            continue
        entries = touchpoint.entry_points or channel.entry_points
        for buyer in buyers_of(touchpoint):
            if wanted.get(buyer, set()).intersection(touchpoint.serves):
                known = points.setdefault((buyer, channel.id), {})
                for entry in entries:
                    known.setdefault(entry, []).append(touchpoint.id)
    counted = {place: known for place, known in points.items() if known}
    if not counted:
        return missing("no-entry-points")
    count, worst = worst_of({place: len(known) for place, known in counted.items()})
    served = dict.fromkeys(t for place in worst for using in counted[place].values() for t in using)
    touchpoints = touchmap.index["touchpoints"]
    grade = majority_grade((touchpoints[t].evidence.level, 1) for t in served)
    ids = [*dict.fromkeys(f"buyers:{buyer}" for buyer, _ in worst), *(f"touchpoints:{t}" for t in served)]
    return Measure(count, tuple(ids), grade)


def volume_without_person(traffic: Traffic) -> Measure:
    """P3-M5: share of inbound visits with no person there or one step on (S3-12, S0-18).

    Only touchpoints are counted of which the channels, here and one step on,
    tell whether a person answers.
    """
    human = {channel.id: channel.human for channel in traffic.map.channels}
    answers = {t.id: human.get(t.channel or "") for t in traffic.map.touchpoints}

    def person(touchpoint: Touchpoint) -> bool | None:
        steps = [step.to for step in touchpoint.next if step.share > 0]
        near = {answers.get(place) for place in (touchpoint.id, *steps)}
        return True if True in near else None if None in near else False

    known = [t for t in traffic.inbound if person(t) is not None]
    total = traffic.all(known)
    if not total:
        return missing("no-human-way")
    alone = [t for t in known if not person(t)]
    alone.sort(key=lambda t: -traffic.total(t.id))
    return Measure(
        traffic.share(alone, total),
        tuple(f"touchpoints:{t.id}" for t in alone),
        traffic.grade(alone or known),
    )


def added_steps(today: Traffic, planned: TouchMap | None) -> Measure:
    """P3-M6: additional touchpoints a buyer passes for a top need, worst need and buyer (S0-35, S0-37).

    Steps are the fewest touchpoints from an entry (an inbound touchpoint where
    journeys start) to one that serves the need: a breadth-first search,
    O(touchpoints + ways on) for each buyer.  The top needs are today's; one no
    longer reachable counts as one step more than the greater map has touchpoints.
    """
    if planned is None:
        return missing("no-to-be")
    top = {need.id for need in today.map.needs if need.top}
    wanted = {buyer.id: top.intersection(buyer.needs) for buyer in today.map.buyers}
    before, after = _steps(today, wanted), _steps(traffic(planned), wanted)
    if not before:
        return missing("no-top-need")
    far = max(len(today.map.touchpoints), len(planned.touchpoints)) + 1
    added = {pair: after.get(pair, far) - steps for pair, steps in before.items()}
    more, worst = worst_of(added)
    ids = dict.fromkeys(name for buyer, need in worst for name in (f"needs:{need}", f"buyers:{buyer}"))
    return Measure(max(more, 0), tuple(ids) if more > 0 else (), today.grade(today.inbound))


def _steps(traffic: Traffic, wanted: Mapping[str, set[str]]) -> dict[tuple[str, str], int]:
    """Return the fewest touchpoints for each (buyer, need) wanted that can be served at all."""
    touchmap = traffic.map
    touchpoints = touchmap.index["touchpoints"]
    reached = {step.to for t in touchmap.touchpoints for step in t.next}
    found: dict[tuple[str, str], int] = {}
    for buyer, needs in wanted.items():
        mine = {t.id for t in traffic.inbound if buyer in buyers_of(t)}
        entries = [t for t in mine if traffic.starts_of(t, buyer) > 0 or t not in reached]
        distance = dict.fromkeys(entries, 1)
        queue = deque(sorted(entries))
        while queue:
            here = queue.popleft()
            for step in touchpoints[here].next:
                if step.to in mine and step.to not in distance:
                    distance[step.to] = distance[here] + 1
                    queue.append(step.to)
        for need in needs:
            served = [distance[t] for t in distance if need in touchpoints[t].serves]
            if served:
                found[buyer, need] = min(served)
    return found
