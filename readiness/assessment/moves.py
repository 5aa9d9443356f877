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

    ``after`` is None where the answer stays as it is and only its yes-or-no question
    is settled.  ``document`` says that the new level must be documented, ``gate`` that every yes to the
    yes-or-no question must become a no, ``witness`` that the best witness must answer.
    ``steps`` counts each level climbed (from 0 where there is no answer) and one for each of these
    three.  ``bare`` says that the yes was all that had been answered, so that nothing is left of the
    answer once it is a no.
    """

    id: str
    before: float | None
    after: float | None
    document: bool
    gate: bool
    witness: bool
    steps: float
    bare: bool = False


def moves(sign: Sign, item: Item) -> Iterator[Move]:
    """Yield every way in which an answer could become better or surer; the best one last.

    A yes to the yes-or-no question counts at any level, so no level settles it:
    each move of such an answer makes it a no as well.  A document proves the
    level that it was brought for, so a new level, or a new witness's answer, needs one of its own; 3 and
    4 need one in any case where the item has a gate.  Where an answer was nothing
    but its yes, nobody has answered once it is a no, so a level is always part of the move.
    """
    settles = bool(sign.gate)
    only_yes = settles and sign.without_yes.state == "missing" and sign.state != "missing"
    sign = sign.without_yes if settles else sign
    before = None if not sign.known or sign.state == "dont-know" else (sign.level or 0.0)
    if settles and not only_yes:
        yield Move(sign.id, before, None, document=False, gate=True, witness=False, steps=1)
    if sign.state == "not-applicable":
        return
    witness = before is None or not sign.witnessed
    for after in sorted({*ladder(item), *(() if before is None else (before,))}):
        if before is not None and after < before - _TINY:
            continue
        kept = _keeps(sign, before, after, witness=witness)
        for document in (False, True):
            if document and kept and sign.grade >= Grade.E1:
                continue
            bare = not document and (not kept or sign.grade < Grade.E1)
            if bare and (item.evidence == "required" or (item.gate is not None and after >= 3 - _TINY)):
                continue
            if kept and not document:
                continue  # nothing moves
            steps = after - (before or 0.0) + document + settles + witness
            yield Move(sign.id, before, after, document, settles, witness, steps, only_yes)


def _keeps(sign: Sign, before: float | None, after: float, *, witness: bool) -> bool:
    """Say whether the answer, and so what proves it, stays."""
    return before is not None and not witness and after <= before + _TINY and sign.known


def moved(sign: Sign, move: Move) -> Sign:
    """Return a sign after a move."""
    sign = sign.without_yes if move.gate else sign
    if move.after is None:
        return replace(sign, gate_open=False)
    kept = _keeps(sign, move.before, move.after, witness=move.witness)
    grade = sign.grade if kept else Grade.E0
    return replace(
        sign,
        state="known",
        risk=1 - move.after / TOP,
        level=move.after,
        grade=max(grade, Grade.E1) if move.document else grade,
        witnessed=True,
        gate_open=False,
    )


def all_moved(signs: tuple[Sign, ...], chosen: Mapping[int, Move]) -> tuple[Sign, ...]:
    """Return signs after the moves chosen for some places."""
    return tuple(moved(sign, chosen[at]) if at in chosen else sign for at, sign in enumerate(signs))
