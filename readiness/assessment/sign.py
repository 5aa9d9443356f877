"""A sign: what one indicator says about its pitfall."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from readiness.evidence import Grade

State = Literal["known", "dont-know", "missing", "not-applicable"]
GateState = Literal["", "yes", "confirmed"]


@dataclass(frozen=True)
class Sign:
    """One indicator's state.

    ``risk`` is 0..1 and counts where ``state`` is known or dont-know;
    ``measured`` is the measured value of a map fact in its own unit, ``level``
    the value of an item; ``why`` is the key of the reason where nothing is
    known; ``witnessed`` says that the best witness spoke; ``gated`` that the
    item has a gate, ``gate_open`` that its question is due and unanswered;
    ``settled`` is the sign once every yes is a no, where an answer was nothing
    but its yes.
    """

    id: str
    kind: Literal["answer", "map", "stated", "derived"]
    weight: float
    state: State
    risk: float = 0.0
    grade: Grade = Grade.E0
    witnessed: bool = False
    gate: GateState = ""
    legal: bool = False
    elements: tuple[str, ...] = ()
    measured: float | None = None
    level: float | None = None
    why: str = ""
    gated: bool = False
    gate_open: bool = False
    settled: Sign | None = None

    @property
    def without_yes(self) -> Sign:
        """The sign once every yes to its yes-or-no question is a no."""
        return self.settled or replace(self, gate="", gate_open=False)

    @property
    def known(self) -> bool:
        """It counts in the risk."""
        return self.state in ("known", "dont-know")

    @property
    def on_map(self) -> bool:
        """It is a fact of the map, computed or stated."""
        return self.kind in ("map", "stated")

    @property
    def load(self) -> float:
        """Weight times risk."""
        return self.weight * self.risk if self.known else 0.0


@dataclass(frozen=True)
class Sums:
    """The arithmetic of a pitfall.

    ``whole`` W and ``known`` K are sums of weights, ``load`` the sum of weight
    times risk; ``risk`` is None where nothing is known.
    """

    whole: float
    known: float
    load: float

    @property
    def risk(self) -> float | None:
        """R = load / K."""
        return self.load / self.known if self.known else None

    @property
    def coverage(self) -> float:
        """C = K / W."""
        return self.known / self.whole if self.whole else 0.0

    @property
    def low(self) -> float:
        """The least possible risk: everything unknown is good."""
        return self.load / self.whole if self.whole else 0.0

    @property
    def high(self) -> float:
        """The greatest possible risk: everything unknown is bad."""
        return (self.load + self.whole - self.known) / self.whole if self.whole else 1.0


def add_up(signs: tuple[Sign, ...]) -> Sums:
    """Add up the signs of a pitfall; what is not applicable stays out."""
    whole = known = load = 0.0
    for sign in signs:
        if sign.state != "not-applicable":
            whole += sign.weight
            if sign.known:
                known += sign.weight
                load += sign.weight * sign.risk
    return Sums(whole, known, load)
