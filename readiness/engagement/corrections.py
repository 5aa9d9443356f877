"""What would have to change in a map so that it says what a log has counted: one correction a difference.

Corrections are cells of the map, ``touchpoints/ask/volume/small`` = 1200, so
that each can be written into the text in places.  What a log cannot know stays:
whether a touchpoint that was never used is to go, why shares drift.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from readiness.engagement.conformance import (
    NOT_ON_MAP,
    STEP_NOT_ON_MAP,
    STEP_UNUSED,
    STRANGER,
    VOLUME,
    Conformance,
    Mismatch,
)
from readiness.engagement.measured import Measured
from readiness.touchmap.model import TouchMap, Touchpoint

CORRECTED = (NOT_ON_MAP, STRANGER, STEP_NOT_ON_MAP, STEP_UNUSED, VOLUME)
"""The differences for which a log knows the right figure."""
_FINE = 4
"""Decimals of a share."""


@dataclass(frozen=True)
class Correction:
    """A difference and the cells that would mend it; of a way on only the share, what else it has stays."""

    mismatch: Mismatch
    cells: Mapping[str, Any]


@dataclass(frozen=True)
class _Counts:
    """A log by touchpoint: contacts a year by buyer type, by channel, and steps that follow."""

    years: float
    buyers: Mapping[str, Mapping[str, int]]
    channels: Mapping[str, Mapping[str, int]]
    steps: Mapping[str, Mapping[str, int]]

    def visits(self, touchpoint: str) -> int:
        return sum(self.buyers.get(touchpoint, {}).values())

    def yearly(self, contacts: float) -> int:
        return max(1, round(contacts / self.years))

    def share(self, start: str, to: str) -> float:
        return round(self.steps.get(start, {}).get(to, 0) / max(1, self.visits(start)), _FINE)


def correct(
    touchmap: TouchMap, log: Measured, found: Conformance, *, evidence: Mapping[str, Any]
) -> tuple[Correction, ...]:
    """Return the corrections of a comparison, in its order; ``evidence`` is what the figures then rest on.

    A volume for each buyer type stays one, a total stays a total; contacts of
    an unknown buyer type are split as the map splits its own.  Where shares
    would come to more than 1 together, all of a touchpoint are measured.
    """
    counts = _counted(log)
    corrections = []
    for mismatch in found.mismatches:
        cells = dict(_cells(mismatch, counts, touchmap))
        if cells:
            cells[f"touchpoints/{mismatch.touchpoint}/evidence"] = dict(evidence)
            corrections.append(Correction(mismatch, cells))
    return tuple(corrections)


def _counted(log: Measured) -> _Counts:
    buyers: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    channels: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    steps: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for cell in log.cells:
        buyers[cell.touchpoint][cell.buyer] += cell.contacts
        channels[cell.touchpoint][cell.channel] += cell.contacts
    for step in log.steps:
        steps[step.start][step.to] += step.contacts
    return _Counts(log.years, buyers, channels, steps)


def _cells(mismatch: Mismatch, counts: _Counts, touchmap: TouchMap) -> Iterator[tuple[str, Any]]:
    name, other, known = mismatch.touchpoint, mismatch.other, touchmap.index["touchpoints"]
    start = f"touchpoints/{name}"
    if mismatch.code == NOT_ON_MAP:
        yield from _new(name, counts, touchmap)
    elif mismatch.code == STRANGER and other in touchmap.index["buyers"]:
        yield f"{start}/buyers/{other}", True
        if known[name].volume.by_buyer:
            yield f"{start}/volume/{other}", counts.yearly(mismatch.contacts)
    elif mismatch.code == VOLUME:
        yield from ((f"{start}/volume{at}", number) for at, number in _volume(known[name], counts, touchmap))
    elif mismatch.code == STEP_UNUSED:
        yield from _shares(known[name], {other: 0}, start)
    elif mismatch.code == STEP_NOT_ON_MAP:
        shares = {one.to: one.share for one in known[name].next} | {other: counts.share(name, other)}
        if sum(shares.values()) > 1:
            shares = {to: counts.share(name, to) for to in shares}
        if sum(shares.values()) <= 1:
            yield from _shares(known[name], shares, start)


def _new(name: str, counts: _Counts, touchmap: TouchMap) -> Iterator[tuple[str, Any]]:
    """Yield the cells of a touchpoint that only the log knows."""
    start, buyers = f"touchpoints/{name}", counts.buyers[name]
    known = [buyer for buyer in touchmap.index["buyers"] if buyer in buyers]
    yield start, len(touchmap.touchpoints) + 1
    channels = counts.channels[name]
    channel = max(sorted(channels), key=channels.__getitem__)
    if channel in touchmap.index["channels"]:
        yield f"{start}/channel", channel
    yield from ((f"{start}/buyers/{buyer}", True) for buyer in known)
    if len(known) == len(buyers):
        yield from ((f"{start}/volume/{buyer}", counts.yearly(buyers[buyer])) for buyer in known)
    else:
        yield f"{start}/volume", counts.yearly(counts.visits(name))


def _volume(touchpoint: Touchpoint, counts: _Counts, touchmap: TouchMap) -> Iterator[tuple[str, int]]:
    """Yield the yearly volume of a touchpoint, or that of each buyer type whom the map or the log names."""
    contacts, believed = counts.buyers[touchpoint.id], touchpoint.volume.by_buyer
    if not believed:
        yield "", counts.yearly(counts.visits(touchpoint.id))
        return
    named = dict.fromkeys((*believed, *(one for one in touchmap.index["buyers"] if one in contacts)))
    unknown = sum(number for buyer, number in contacts.items() if buyer not in named)
    whole = sum(believed.values())
    for buyer in named:
        number = contacts.get(buyer, 0) + unknown * believed.get(buyer, 0) / whole
        yield f"/{buyer}", counts.yearly(number) if number else 0


def _shares(touchpoint: Touchpoint, shares: Mapping[str, float], start: str) -> Iterator[tuple[str, Any]]:
    """Yield ways on with new shares; a hand-off stays as it is."""
    drawn = {one.to: one for one in touchpoint.next}
    for to, share in shares.items():
        if to not in drawn or drawn[to].share != share:
            yield f"{start}/next/{to}", {"share": share}
