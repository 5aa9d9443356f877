"""What one touchpoint lets the next one know: where a contact is recorded, and where those data flow."""

from __future__ import annotations

from collections.abc import Sequence

from readiness.touchmap.loops import strong_components
from readiness.touchmap.model import TouchMap, Touchpoint

_BLOCK = 2048


def recorded_in(touchpoint: Touchpoint, touchmap: TouchMap) -> tuple[str, ...]:
    """Return the systems that record a contact: the log, and those required that hold what is captured."""
    systems = touchmap.index["systems"]
    names = (touchpoint.logs_to or "", *touchpoint.requires)
    return tuple(
        dict.fromkeys(
            name
            for number, name in enumerate(names)
            if name in systems
            and (not number or not set(touchpoint.captures).isdisjoint(systems[name].holds))
        )
    )


def looked_up_in(touchpoint: Touchpoint, touchmap: TouchMap) -> tuple[str, ...]:
    """Return the systems that a touchpoint names: required, enough in a group, or logged to."""
    systems = touchmap.index["systems"]
    grouped = (name for group in touchpoint.any_of for name in group)
    names = dict.fromkeys((*touchpoint.requires, *grouped, touchpoint.logs_to or ""))
    return tuple(name for name in names if name in systems)


def passes_on(touchmap: TouchMap, ways: Sequence[tuple[Touchpoint, Touchpoint]]) -> list[bool | None]:
    """Say for each way whether data flow from where it begins to where it ends; None where that is unknown.

    They do where feeds lead from a system that records the first contact to
    one that the next touchpoint names; unknown where either side has none.
    Reach along ``feeds`` on the condensation (strongly connected parts,
    targets first) with a bit for each system looked up, in blocks of
    ``_BLOCK``, so that many systems need little room: O((systems + feeds) x
    systems looked up / word).
    """
    place = {system: number for number, system in enumerate(touchmap.index["systems"])}
    feeds = [
        [place[fed] for fed in system.feeds if fed in place] for system in touchmap.index["systems"].values()
    ]
    parts = strong_components(feeds)
    part_of = {system: number for number, part in enumerate(parts) for system in part}
    firsts = {here.id: here for here, _ in ways}
    nexts = {there.id: there for _, there in ways}
    begins = {name: [part_of[place[one]] for one in recorded_in(t, touchmap)] for name, t in firsts.items()}
    needed = {name: [part_of[place[one]] for one in looked_up_in(t, touchmap)] for name, t in nexts.items()}
    ends = [(begins[here.id], needed[there.id]) for here, there in ways]
    found: list[bool | None] = [False if all(pair) else None for pair in ends]
    wanted: dict[int, list[int]] = {}
    for number, (sources, targets) in enumerate(ends):
        for target in targets if sources else ():
            wanted.setdefault(target, []).append(number)
    targets = [*wanted]
    onward = [[*dict.fromkeys(part_of[fed] for node in part for fed in feeds[node])] for part in parts]
    for first in range(0, len(targets), _BLOCK):
        bit = {target: 1 << number for number, target in enumerate(targets[first : first + _BLOCK])}
        reach: list[int] = []
        for number, behind in enumerate(onward):
            bits = bit.get(number, 0)
            for other in behind:
                if other != number:
                    bits |= reach[other]
            reach.append(bits)
        for target, mask in bit.items():
            for number in wanted[target]:
                if any(reach[source] & mask for source in ends[number][0]):
                    found[number] = True
    return found
