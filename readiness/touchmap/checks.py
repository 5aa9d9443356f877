"""Whether a map is consistent: references, ids, shares, volumes, loose ends.

Every check yields problems with a path into the file; their severity and
words stand in the message library under the same code.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from readiness.diagnostics import Path, Problem, nearest
from readiness.touchmap.chain import never_ending
from readiness.touchmap.dependence import never_working
from readiness.touchmap.hours import unreadable_hours
from readiness.touchmap.model import CANONICAL_STAGES, KINDS, REQUIRABLE, TouchMap
from readiness.touchmap.references import REFERENCES
from readiness.touchmap.volumes import COMPLETE_FROM, buyers_of, traffic


def check_map(touchmap: TouchMap, *, planned: bool = False, whole: bool = True) -> Iterator[Problem]:
    """Yield what is wrong in a map.

    Volumes of a planned map are not held against the control total; loose ends
    of a map that is not ``whole``, because fields were wrong, are not told.
    """
    yield from same_ids(touchmap)
    yield from dangling(touchmap)
    above = [*shares(touchmap)]
    yield from above
    if whole:
        yield from loose_ends(touchmap)
    yield from contradictions(touchmap)
    yield from circular(touchmap)
    yield from misplaced(touchmap)
    yield from unreadable_hours(touchmap)
    wrong = {problem.at for problem in above}  # where shares are above one, no end is no wonder
    yield from (problem for problem in never_ending(touchmap) if problem.at not in wrong)
    if whole and not planned:
        yield from control_total(touchmap)


def same_ids(touchmap: TouchMap) -> Iterator[Problem]:
    """Yield ids used twice: within a kind, or among the kinds that ``requires`` can name."""
    required: dict[str, Path] = {}
    for kind in KINDS:
        seen: dict[str, Path] = {}
        for place, record in enumerate(getattr(touchmap, kind)):
            at: Path = (kind, place, "id")
            if record.id in seen:
                yield Problem("same-id", at, {"id": record.id}, (("first-here", seen[record.id]),))
            elif kind in REQUIRABLE and record.id in required:
                first = required[record.id]
                other = str(first[0])
                yield Problem(
                    "same-id-other-kind", at, {"id": record.id, "kind": other}, (("first-here", first),)
                )
            seen.setdefault(record.id, at)
            if kind in REQUIRABLE:
                required.setdefault(record.id, at)


def dangling(touchmap: TouchMap) -> Iterator[Problem]:
    """Yield references to records that do not exist."""
    places = {kind: {r.id: i for i, r in enumerate(getattr(touchmap, kind))} for kind in KINDS}
    for kind, name, targets in REFERENCES:
        for place, record in enumerate(getattr(touchmap, kind)):
            for at, word in _words(getattr(record, name), (kind, place, name)):
                yield from _known(word, at, targets, places, name == "owner")
    for place, touchpoint in enumerate(touchmap.touchpoints):
        here: Path = ("touchpoints", place)
        for group, members in enumerate(touchpoint.any_of):
            for at, word in _words(members, (*here, "any_of", group)):
                yield from _known(word, at, REQUIRABLE, places, False)
        for number, step in enumerate(touchpoint.next):
            yield from _known(step.to, (*here, "next", number, "to"), ("touchpoints",), places, False)
        for buyer in touchpoint.volume.by_buyer:
            yield from _known(buyer, (*here, "volume", buyer), ("buyers",), places, False)


def _words(value: Any, at: Path) -> Iterator[tuple[Path, str]]:
    if isinstance(value, str):
        yield at, value
    elif value:
        for number, word in enumerate(value):
            yield (*at, number), word


def _known(
    word: str, at: Path, targets: tuple[str, ...], places: dict[str, dict[str, int]], none_allowed: bool
) -> Iterator[Problem]:
    if any(word in places[kind] for kind in targets) or (none_allowed and word == "none"):
        return
    near = nearest(word, [known for kind in targets for known in places[kind]])
    related: tuple[tuple[str, Path], ...] = ()
    if near:
        kind = next(kind for kind in targets if near in places[kind])
        related = (("defined-here", (kind, places[kind][near], "id")),)
    values = {"id": word, "kind": targets[0] if len(targets) == 1 else "elements", "near": near}
    yield Problem("dangling", at, values, related)


def shares(touchmap: TouchMap) -> Iterator[Problem]:
    """Yield shares that add up to more than one."""
    for place, touchpoint in enumerate(touchmap.touchpoints):
        total = sum(step.share for step in touchpoint.next)
        if total > 1 + 1e-9:
            values = {"id": touchpoint.id, "total": round(total, 4)}
            yield Problem("shares-above-one", ("touchpoints", place, "next"), values)
    for kind in ("segments", "buyers"):
        total = sum(record.value_share or 0 for record in getattr(touchmap, kind))
        if total > 1 + 1e-6:
            yield Problem("value-shares-above-one", (kind,), {"kind": kind, "total": round(total, 4)})


def control_total(touchmap: TouchMap) -> Iterator[Problem]:
    """Yield inbound volumes that miss the control total: above it, or below 80 % of it."""
    total = touchmap.contacts_per_year
    if total is None:
        return
    flow = traffic(touchmap)
    listed = flow.all(flow.inbound)
    at: Path = ("contacts_per_year",)
    values = {"listed": round(listed), "total": round(total)}
    if listed > total * (1 + 1e-9):
        yield Problem("volumes-above-total", at, values)
    elif not flow.complete:
        share = listed / total if total else 0.0
        yield Problem("volumes-below-total", at, values | {"share": share, "bound": COMPLETE_FROM})


def loose_ends(touchmap: TouchMap) -> Iterator[Problem]:
    """Yield elements that nothing belongs to or leads to."""
    used = {buyer.segment for buyer in touchmap.buyers}
    for place, segment in enumerate(touchmap.segments):
        if segment.id not in used:
            yield Problem("empty-segment", ("segments", place, "id"), {"id": segment.id})
    met = {buyer for touchpoint in touchmap.touchpoints for buyer in buyers_of(touchpoint)}
    for place, buyer in enumerate(touchmap.buyers):
        if touchmap.touchpoints and buyer.id not in met:
            yield Problem("buyer-without-touchpoint", ("buyers", place, "id"), {"id": buyer.id})
    for place, touchpoint in enumerate(touchmap.touchpoints):
        at: Path = ("touchpoints", place, "id")
        if not buyers_of(touchpoint):
            yield Problem("touchpoint-without-buyer", at, {"id": touchpoint.id})
        for name in ("stage", "channel"):
            if getattr(touchpoint, name) is None:
                yield Problem("touchpoint-without", at, {"id": touchpoint.id, "key": name})


def contradictions(touchmap: TouchMap) -> Iterator[Problem]:
    """Yield statements of the map that cannot both be true."""
    kinds = {buyer.id: (place, buyer.kind) for place, buyer in enumerate(touchmap.buyers)}
    for place, buyer in enumerate(touchmap.buyers):
        other = kinds.get(buyer.account or "")
        if other and other[1] != "contracting":
            related = (("defined-here", ("buyers", other[0], "id")),)
            at: Path = ("buyers", place, "account")
            yield Problem("account-not-contracting", at, {"id": buyer.account}, related)
    for place, declared in enumerate(touchmap.none):
        outbound = any(t.direction == "outbound" for t in touchmap.touchpoints)
        owned = any(entry.status != "dropped" for entry in touchmap.technology)
        present = outbound if declared == "outbound" else owned
        if present:
            yield Problem("none-but-present", ("none", place), {"kind": declared})


def circular(touchmap: TouchMap) -> Iterator[Problem]:
    """Yield elements that need, feed or stand in for themselves, directly or by others."""
    for kind, name in (("channels", "falls_back_to"), ("systems", "feeds")):
        for place, record in enumerate(getattr(touchmap, kind)):
            for number, other in enumerate(getattr(record, name)):
                if other == record.id:
                    yield Problem("serves-itself", (kind, place, name, number), {"id": other, "key": name})
    places = {touchpoint.id: place for place, touchpoint in enumerate(touchmap.touchpoints)}
    for loop in never_working(touchmap):
        first, *others = loop
        related = tuple(("in-the-loop", ("touchpoints", places[one], "id")) for one in others)
        values = {"id": first, "loop": " -> ".join((*loop, first))}
        yield Problem("never-works", ("touchpoints", places[first], "requires"), values, related)


def misplaced(touchmap: TouchMap) -> Iterator[Problem]:
    """Yield stages outside the nine, volumes of buyers not listed, inbound promotion."""
    for place, stage in enumerate(touchmap.stages):
        if stage.canonical not in CANONICAL_STAGES:
            near = nearest(stage.canonical, CANONICAL_STAGES)
            values = {"id": stage.canonical, "allowed": CANONICAL_STAGES, "near": near}
            yield Problem("stage-not-canonical", ("stages", place), values)
    for place, touchpoint in enumerate(touchmap.touchpoints):
        at: Path = ("touchpoints", place)
        for buyer in touchpoint.volume.by_buyer:
            if touchpoint.buyers and buyer not in touchpoint.buyers:
                named = {"id": buyer, "touchpoint": touchpoint.id}
                yield Problem("volume-buyer-not-listed", (*at, "volume", buyer), named)
        if touchpoint.promotional and touchpoint.direction == "inbound":
            yield Problem("promotional-inbound", (*at, "promotional"), {"id": touchpoint.id})
