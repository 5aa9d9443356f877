"""The arithmetic behind a pitfall as plain numbers, for faces that count with them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class SignFigures:
    """What one indicator puts into its pitfall; what is kept back for the sake of few people is None.

    ``weighs`` says that its weight is part of the whole W, ``known`` that it is
    part of the known K; ``load`` is weight times risk, ``share`` the part w r / K
    of the pitfall's risk that it makes up.
    """

    id: str
    text: str
    kind: str
    state: str
    weight: float
    weighs: bool
    known: bool
    shown: bool
    measured: float | None
    level: float | None
    risk: float | None
    load: float | None
    share: float | None
    evidence: str
    elements: tuple[str, ...]
    where: str


@dataclass(frozen=True)
class Arithmetic:
    """The sums of a pitfall as numbers; all but ``whole``, ``known`` and ``coverage`` None where guarded.

    R = load / K, C = K / W, from load / W to (load + W - K) / W; the score of
    severity is R times the exposure.
    """

    whole: float
    known: float
    load: float | None
    kept: float | None
    """The load of all answers that are kept back, together; None where nothing or everything is."""
    risk: float | None
    coverage: float
    low: float | None
    high: float | None
    exposure: float | None
    score: float | None
    signs: tuple[SignFigures, ...]
