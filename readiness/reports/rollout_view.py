"""The rollout in a report: everything that its section prints, as words and pictures ready to print."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class OptionFigures:
    """The figures of an option as numbers, from all trials; days as YYYY-MM-DD, empty for never.

    ``p_never``, ``p_loss`` and ``p_best`` are shares of the trials; ``regret`` is
    money, or days where no money is written.
    """

    done_p50: str
    done_p80: str
    value_p80: str
    p_never: float
    contacts: float
    contacts_p80: float
    cost: float
    cost_p80: float
    worth: float
    worth_p10: float
    worth_p50: float
    worth_p90: float
    p_loss: float
    p_best: float
    regret: float


@dataclass(frozen=True)
class OptionRow:
    """An option in the table: its number, its cells, and whether it is the recommended one."""

    number: int
    cells: tuple[str, ...]
    best: bool
    figures: OptionFigures


@dataclass(frozen=True)
class PictureView:
    """A picture with its finding as a heading, and its numbers in words."""

    id: str
    title: str
    told: str
    svg: str


@dataclass(frozen=True)
class ObjectionView:
    """What experience says against the recommended option."""

    severity: str
    severity_word: str
    message: str
    mend: str
    where: str


@dataclass(frozen=True)
class RolloutView:
    """The recommendation with its price, the options, what speaks against it and what stands behind it."""

    title: str
    waits: str
    """Why the rollout waits for the decision of page one; empty where it does not."""
    lead: str
    head: tuple[str, ...]
    rows: tuple[OptionRow, ...]
    pictures: tuple[PictureView, ...]
    against_title: str
    against: tuple[ObjectionView, ...]
    more_against: str
    behind: PictureView | None
    gates: tuple[str, ...]
    grades: str
    trials: str
    source: str
    """The line below each picture: what it rests on."""

    def to_json(self) -> dict[str, Any]:
        """Return the view as JSON values, without the drawings."""
        values = asdict(self)
        for picture in (*values["pictures"], *([values["behind"]] if values["behind"] else [])):
            del picture["svg"]
        return values
