"""Coverage: which buyer meets the company in which stage over which channel, and where he has no second way.

Only inbound touchpoints are counted, since a contact that the company starts
is no way for a buyer.  Cells without a touchpoint are not stored.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from readiness.touchmap.finding import MapFinding, heaviest_first
from readiness.touchmap.model import TouchMap, Touchpoint
from readiness.touchmap.volumes import Traffic, buyers_of

ONE_CHANNEL_FROM = 0.05
"""A stage counts where more than this part of the buyer's contacts lies in it."""


@dataclass(frozen=True)
class Cell:
    """Touchpoints and contacts a year where a stage, a channel and a buyer meet.

    Ids of the map; empty for a part that the map leaves open, or that the
    matrix does not tell apart.
    """

    stage: str
    channel: str
    buyer: str
    touchpoints: int
    contacts: float


@dataclass(frozen=True)
class OneWay:
    """A buyer with one channel only: in a stage, or in his whole life with the company (stage empty)."""

    buyer: str
    stage: str
    channel: str
    contacts: float
    """Contacts a year there."""
    share: float | None
    """Part of all the buyer's contacts; None where he has none."""


@dataclass(frozen=True)
class Coverage:
    """Where buyers meet the company: all cells, two matrices of them, and where there is no second way."""

    cells: tuple[Cell, ...]
    by_channel: tuple[Cell, ...]
    """Stage by channel, all buyers together."""
    by_buyer: tuple[Cell, ...]
    """Stage by buyer, all channels together."""
    one_channel_stages: tuple[OneWay, ...]
    one_channel_buyers: tuple[OneWay, ...]
    findings: tuple[MapFinding, ...]


def coverage(traffic: Traffic) -> Coverage:
    """Count touchpoints and contacts by stage, channel and buyer, in the order of the file.

    A buyer whose touchpoint has no channel may have a second way there: the map
    does not say, so he is not counted as one without.  Time O(touchpoints x
    buyers of each + cells log cells); memory for cells that are not empty only.
    Raises nothing.
    """
    touchmap = traffic.map
    cells = _Counts(touchmap)
    by_channel, by_buyer = _Counts(touchmap), _Counts(touchmap)
    for touchpoint in traffic.inbound:
        stage, channel = _placed(touchmap, touchpoint)
        visits = traffic.visits[touchpoint.id]
        by_channel.add(stage, channel, "", traffic.total(touchpoint.id))
        for buyer in buyers_of(touchpoint) or ("",):
            here = visits.get(buyer, 0.0)
            name = buyer if buyer in touchmap.index["buyers"] else ""
            cells.add(stage, channel, name, here)
            by_buyer.add(stage, "", name, here)
    every, stages = cells.cells(), by_buyer.cells()
    in_stages = tuple(_one_way_stages(every, _contacts(stages)))
    return Coverage(
        every,
        by_channel.cells(),
        stages,
        in_stages,
        tuple(_one_way_buyers(touchmap, every)),
        heaviest_first(_one_channel(touchmap, in_stages)),
    )


class _Counts:
    """Adds up cells and returns them in the order of the file, parts left open last."""

    def __init__(self, touchmap: TouchMap) -> None:
        self._found: dict[tuple[str, str, str], tuple[int, float]] = {}
        kinds = ("stages", "channels", "buyers")
        self._places = [{name: place for place, name in enumerate(touchmap.index[kind])} for kind in kinds]

    def add(self, stage: str, channel: str, buyer: str, contacts: float) -> None:
        number, sum_ = self._found.get((stage, channel, buyer), (0, 0.0))
        self._found[stage, channel, buyer] = (number + 1, sum_ + contacts)

    def cells(self) -> tuple[Cell, ...]:
        def place(key: tuple[str, str, str]) -> tuple[int, ...]:
            return tuple(
                places.get(name, len(places)) for places, name in zip(self._places, key, strict=True)
            )

        return tuple(Cell(*key, *self._found[key]) for key in sorted(self._found, key=place))


def _placed(touchmap: TouchMap, touchpoint: Touchpoint) -> tuple[str, str]:
    stage, channel = touchpoint.stage or "", touchpoint.channel or ""
    index = touchmap.index
    return stage if stage in index["stages"] else "", channel if channel in index["channels"] else ""


def _contacts(cells: tuple[Cell, ...]) -> Mapping[str, float]:
    found: dict[str, float] = {}
    for cell in cells:
        found[cell.buyer] = found.get(cell.buyer, 0.0) + cell.contacts
    return found


def _one_way_stages(cells: tuple[Cell, ...], whole: Mapping[str, float]) -> Iterator[OneWay]:
    ways: dict[tuple[str, str], list[Cell]] = {}
    for cell in cells:
        if cell.stage and cell.buyer:
            ways.setdefault((cell.stage, cell.buyer), []).append(cell)
    for (stage, buyer), here in ways.items():
        if len(here) == 1 and here[0].channel:
            contacts = here[0].contacts
            share = contacts / whole[buyer] if whole[buyer] else None
            yield OneWay(buyer, stage, here[0].channel, contacts, share)


def _one_way_buyers(touchmap: TouchMap, cells: tuple[Cell, ...]) -> Iterator[OneWay]:
    ways: dict[str, dict[str, float]] = {}
    for cell in cells:
        channels = ways.setdefault(cell.buyer, {})
        channels[cell.channel] = channels.get(cell.channel, 0.0) + cell.contacts
    for buyer in touchmap.index["buyers"]:
        channels = ways.get(buyer, {})
        if len(channels) == 1 and "" not in channels:
            ((channel, contacts),) = channels.items()
            yield OneWay(buyer, "", channel, contacts, 1.0 if contacts else None)


def _one_channel(touchmap: TouchMap, ways: tuple[OneWay, ...]) -> Iterator[MapFinding]:
    """Yield ONE-CHANNEL, minor: a buyer to invest in, one finding for all his stages that count."""
    buyers: Mapping[str, Any] = touchmap.index["buyers"]
    invest = {segment.id for segment in touchmap.segments if segment.decision == "invest"}
    by_buyer: dict[str, list[OneWay]] = {}
    for way in ways:
        if buyers[way.buyer].segment in invest and (way.share or 0.0) > ONE_CHANNEL_FROM:
            by_buyer.setdefault(way.buyer, []).append(way)
    for buyer in buyers:
        here = by_buyer.get(buyer, [])
        if not here:
            continue
        stages = tuple(f"stages:{way.stage}" for way in here)
        channels = tuple(dict.fromkeys(f"channels:{way.channel}" for way in here))
        subject = f"buyers:{buyer}"
        contacts = sum(way.contacts for way in here)
        share = sum(way.share or 0.0 for way in here)
        values = {"stages": stages, "channels": channels, "share": share}
        yield MapFinding("ONE-CHANNEL", "minor", subject, (subject, *stages, *channels), values, contacts)
