"""The ways in which one answer could become better or surer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from readiness.assessment.ladder import ladder
from readiness.assessment.sign import Sign
from readiness.evidence import Grade
from readiness.questionnaires.answers import TOP
from readiness.questionnaires.model import Item

_TINY = 1e-9


@dataclass(frozen=True)
class Move:
    """One answer that moves: from which level (None: nobody who knows has answered) to which.

    ``document`` says that a document must be brought, ``gate`` that the
    yes-or-no question must become a no, ``witness`` that the best witness must answer.
    ``steps`` counts each level climbed (from 0 where there is no answer) and one for each of these
    three.
    """

    id: str
    before: float | None
    after: float
    document: bool
    gate: bool
    witness: bool
    steps: float


def moves(sign: Sign, item: Item) -> Iterator[Move]:
    """Yield every way in which an answer could become better or surer; the best one last.

    3 and 4 need a document where the item has a gate.
    """
    witness = not sign.known or sign.state == "dont-know" or not sign.witnessed
    before = None if not sign.known or sign.state == "dont-know" else (sign.level or 0.0)
    for after in sorted({*ladder(item), *(() if before is None else (before,))}):
        if before is not None and after < before - _TINY:
            continue
        for document in (False, True):
            if document and sign.grade >= Grade.E1:
                continue
            bare = not document and sign.grade < Grade.E1
            if bare and (item.evidence == "required" or (item.gate is not None and after >= 3 - _TINY)):
                continue
            climbs_over = before is not None and before <= 1 < after
            settles = bool(sign.gate) and not climbs_over
            steps = after - (before or 0.0) + document + settles + witness
            if before is None or steps or sign.gate:
                yield Move(sign.id, before, after, document, settles, witness, steps)


def moved(sign: Sign, move: Move) -> Sign:
    """Return a sign after a move."""
    return replace(
        sign,
        state="known",
        risk=1 - move.after / TOP,
        level=move.after,
        grade=max(sign.grade, Grade.E1) if move.document else sign.grade,
        witnessed=True,
        gate="",
        gate_open=False,
    )


def all_moved(signs: tuple[Sign, ...], chosen: Mapping[int, Move]) -> tuple[Sign, ...]:
    """Return signs after the moves chosen for some places."""
    return tuple(moved(sign, chosen[at]) if at in chosen else sign for at, sign in enumerate(signs))
