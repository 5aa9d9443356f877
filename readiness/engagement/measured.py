"""What a contact log says, as plain numbers about the map's own ids."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True)
class Cell:
    """Contacts of a buyer type by one channel at one touchpoint that ended in one way."""

    buyer: str
    channel: str
    touchpoint: str
    outcome: str
    contacts: int


@dataclass(frozen=True)
class Step:
    """How often a buyer type went from one touchpoint to the next within a journey."""

    buyer: str
    start: str
    to: str
    contacts: int
    unsure: int
    """Steps of these whose order is not known, since times are the same."""


@dataclass(frozen=True)
class Path:
    """How often a buyer type's journeys led over the same touchpoints."""

    buyer: str
    touchpoints: tuple[str, ...]
    journeys: int
    unsure: int
    """Journeys of these in which some order is not known."""


@dataclass(frozen=True)
class Conduct:
    """How the contacts of a buyer type hang together.

    ``steps`` are contacts that follow another one of the same journey;
    ``repeats`` of them are at the same touchpoint, ``bounces`` lead back to the
    touchpoint before the last, ``switches`` change the channel.  A journey
    counts for the buyer type of its first contact; ``at_once`` are journeys of
    one contact that was the end of the matter.
    """

    buyer: str
    contacts: int
    customers: int
    steps: int
    repeats: int
    bounces: int
    switches: int
    unsure: int
    journeys: int = 0
    resolved: int = 0
    at_once: int = 0
    median: int | None = None
    """Seconds from the first contact to the one that was the end of the matter, in the middle journey."""
    ninetieth: int | None = None
    """The same in the journey that is slower than nine of ten."""


@dataclass(frozen=True)
class Reached:
    """Customers whom a department reached of its own accord in a month."""

    month: str
    department: str
    customers: int
    contacts: int


@dataclass(frozen=True)
class Removal:
    """What becomes of resolved journeys where a touchpoint is taken away (Anderl and others, 2016)."""

    touchpoint: str
    effect: float
    """Part of the resolved journeys that is then lost, 0 to 1."""


@dataclass(frozen=True)
class Measured:
    """A whole log in numbers; counts below the minimum of a cell are left out and only counted."""

    first: date
    last: date
    kept: int
    set_aside: Mapping[str, int]
    """Rows that were set aside, by reason."""
    sources: Mapping[str, tuple[int, int]]
    """Rows read and rows kept, by file."""
    changed: int
    """Customers of more than one buyer type."""
    cells: tuple[Cell, ...]
    months: Mapping[str, Mapping[str, int]]
    """Contacts by touchpoint and month."""
    hours: Mapping[str, tuple[int, ...]]
    """Contacts by channel in each of the 168 hours of the week, from Monday 00:00 on."""
    steps: tuple[Step, ...]
    conduct: tuple[Conduct, ...]
    reached: tuple[Reached, ...]
    removal: tuple[Removal, ...]
    withheld: int = 0
    """Contacts in cells that are too small to be told."""
    minimum: int = 0
    """The least number of contacts that is told."""
    off_map: tuple[str, ...] = field(default=())
    """Touchpoints of the log that are not on the map."""

    @property
    def read(self) -> int:
        """All rows that were read."""
        return self.kept + sum(self.set_aside.values())

    @property
    def years(self) -> float:
        """Years that the log covers."""
        return ((self.last - self.first).days + 1) / 365.25

    @property
    def unsure(self) -> int:
        """Steps whose order is not known."""
        return sum(one.unsure for one in self.conduct)
