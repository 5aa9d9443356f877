"""Where every touchpoint stands on the page: stages side by side, channels one below the other."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from math import ceil, sqrt
from typing import TypeVar

from readiness.touchmap.model import TouchMap, Touchpoint

WIDE, HIGH = 140, 88
GAP = 12
ASIDE, ABOVE = 14, 14
"""Space around the cards of a cell; at the sides there is room for the ways between stages."""
BARE_WIDE, BARE_HIGH = 96, 44
"""A stage or channel without touchpoints."""
ONE_BELOW_THE_OTHER = 4
"""From more cards on, a cell has several columns."""

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True)
class Band:
    """A column (stage) or row (channel): from where to where; no ``id`` for what has none."""

    id: str | None
    start: int
    end: int


@dataclass(frozen=True)
class Grid:
    """Columns, rows and the middle of each touchpoint's card, in units of the page at full size."""

    columns: tuple[Band, ...]
    rows: tuple[Band, ...]
    at: dict[str, tuple[float, float]]


def grid(touchmap: TouchMap, touchpoints: Sequence[Touchpoint]) -> Grid:
    """Place touchpoints, in the order of the file within a cell.

    Every stage and channel of the map has its band, used or not; touchpoints
    without one come last.  A cell with many cards is about as wide as high.
    O(touchpoints + stages x channels).
    """
    stages = list(touchmap.index["stages"])
    channels = list(touchmap.index["channels"])
    cells: dict[tuple[str | None, str | None], list[str]] = {}
    for touchpoint in touchpoints:
        stage = touchpoint.stage if touchpoint.stage in touchmap.index["stages"] else None
        channel = touchpoint.channel if touchpoint.channel in touchmap.index["channels"] else None
        cells.setdefault((stage, channel), []).append(touchpoint.id)
    across = [*stages, *([None] if any(stage is None for stage, _ in cells) else [])]
    down = [*channels, *([None] if any(channel is None for _, channel in cells) else [])]
    side_by_side: dict[str | None, int] = {}
    for (stage, _), inside in cells.items():
        side_by_side[stage] = max(side_by_side.get(stage, 0), columns_of(len(inside)))
    high: dict[str | None, int] = {}
    for (stage, channel), inside in cells.items():
        high[channel] = max(high.get(channel, 0), ceil(len(inside) / side_by_side[stage]))
    columns = _bands(across, [_long(side_by_side.get(stage, 0), WIDE, ASIDE, BARE_WIDE) for stage in across])
    rows = _bands(down, [_long(high.get(channel, 0), HIGH, ABOVE, BARE_HIGH) for channel in down])
    left = {band.id: band.start for band in columns}
    top = {band.id: band.start for band in rows}
    at = {}
    for (stage, channel), inside in cells.items():
        for number, name in enumerate(inside):
            row, column = divmod(number, side_by_side[stage])
            x = left[stage] + ASIDE + column * (WIDE + GAP) + WIDE / 2
            at[name] = (x, top[channel] + ABOVE + row * (HIGH + GAP) + HIGH / 2)
    return Grid(columns, rows, at)


def columns_of(cards: int) -> int:
    """Return how many columns the cards of a cell take."""
    return 1 if cards <= ONE_BELOW_THE_OTHER else ceil(sqrt(cards * HIGH / WIDE))


def _long(cards: int, one: int, around: int, bare: int) -> int:
    return cards * (one + GAP) - GAP + 2 * around if cards else bare


def _bands(ids: Sequence[str | None], lengths: Sequence[int]) -> tuple[Band, ...]:
    bands: list[Band] = []
    start = 0
    for name, length in zip(ids, lengths, strict=True):
        bands.append(Band(name, start, start + length))
        start += length
    return tuple(bands)
