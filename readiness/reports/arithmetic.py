"""The arithmetic behind a pitfall, as far as the promise of anonymity lets it be told."""

from __future__ import annotations

from readiness.assessment.assess import Pitfall
from readiness.assessment.sign import Sign
from readiness.reports.arithmetic_view import Arithmetic, SignFigures
from readiness.reports.sentences import NOTHING, Teller


def view_arithmetic(pitfall: Pitfall, teller: Teller) -> Arithmetic:
    """Return the sums of a pitfall with what each indicator puts into them.

    What is kept back of single answers is told together: the sum is printed, so
    that it follows from the others anyway.  Where even that would give an answer
    away the pitfall is guarded, and no sum of risks is told.
    """
    sums, exposure = pitfall.judgement.sums, pitfall.exposure.share
    guarded = pitfall.id in teller.guarded
    signs = tuple(_sign(sign, pitfall, teller) for sign in pitfall.signs)
    hides = any(sign.known and not sign.shown for sign in signs)
    told = sum(sign.load for sign in signs if sign.load is not None)
    if guarded:
        return Arithmetic(
            sums.whole, sums.known, None, None, None, sums.coverage, None, None, None, None, signs
        )
    score = None if sums.risk is None or pitfall.severity is None else sums.risk * exposure
    return Arithmetic(
        sums.whole,
        sums.known,
        sums.load,
        max(0.0, sums.load - told) if hides else None,
        sums.risk,
        sums.coverage,
        sums.low,
        sums.high,
        None if pitfall.severity is None else exposure,
        score,
        signs,
    )


def _sign(sign: Sign, pitfall: Pitfall, teller: Teller) -> SignFigures:
    shown = not (sign.known and teller.hides(sign.id))
    counts = sign.known and shown
    row, known = teller.row(sign), pitfall.judgement.sums.known
    return SignFigures(
        sign.id,
        row.text,
        sign.kind,
        row.state,
        sign.weight,
        sign.state != "not-applicable",
        sign.known,
        shown,
        sign.measured if shown else None,
        sign.level if shown else None,
        sign.risk if counts else None,
        sign.load if counts else None,
        sign.load / known if counts and known else None,
        sign.grade.name if counts else NOTHING,
        sign.elements,
        teller.where(sign.elements),
    )
