"""What to ask next: how likely an answer that is still open is to change something.

The assumption is stated wherever a chance is printed: each answer that can be
given is equally likely, and it is said, not documented.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from readiness.assessment.ladder import ladder
from readiness.assessment.rules import Indicator, Rules
from readiness.assessment.sign import Sign
from readiness.assessment.verdict import judge
from readiness.evidence import Grade
from readiness.questionnaires.answers import TOP
from readiness.questionnaires.model import Item


@dataclass(frozen=True)
class Chance:
    """An open question: whom to ask, and the share of its answers that would change the result.

    ``whom`` is a role, ``both`` sides, ``another`` role than the one that
    answered, or the ``map`` team; ``gate`` says that only the yes-or-no question is open.
    """

    id: str
    whom: str
    share: float
    gate: bool
    weight: float


def chances(
    signs: tuple[Sign, ...],
    items: Mapping[str, Item],
    indicators: Mapping[str, Indicator],
    *,
    result: Callable[[tuple[Sign, ...]], object],
) -> tuple[Chance, ...]:
    """Return the open questions, those most likely to change the result first, then the heavier ones.

    ``result`` says what comes out of signs: a verdict, or the advice.
    """
    now = result(signs)
    found = []
    for place, sign in enumerate(signs):
        outcomes = tuple(_outcomes(sign, items.get(sign.id), indicators.get(sign.id)))
        if not outcomes:
            continue
        share = sum(
            chance
            for chance, after in outcomes
            if result((*signs[:place], after, *signs[place + 1 :])) != now
        )
        gate = sign.kind == "answer" and sign.known and sign.witnessed and sign.state != "dont-know"
        found.append(Chance(sign.id, _whom(sign, items.get(sign.id)), share, gate, sign.weight))
    return tuple(sorted(found, key=lambda one: (-round(one.share, 9), -one.weight, one.id)))


def verdict_of(rules: Rules) -> Callable[[tuple[Sign, ...]], object]:
    """Return the function from signs to their verdict."""
    return lambda signs: judge(signs, rules).verdict


def _whom(sign: Sign, item: Item | None) -> str:
    if item is None:
        return "both" if sign.kind == "derived" else "map"
    return "another" if sign.gate == "yes" and sign.witnessed else item.witness


def _outcomes(sign: Sign, item: Item | None, indicator: Indicator | None) -> Iterator[tuple[float, Sign]]:
    """Yield what a question could still bring, each with its chance; nothing where it is settled."""
    if sign.state == "not-applicable":
        return
    if item is None:
        if sign.state == "missing":
            risks = (
                (0.0, 1.0) if indicator is not None and indicator.good == indicator.half else (0.0, 0.5, 1.0)
            )
            for risk in risks:
                yield 1 / len(risks), replace(sign, state="known", risk=risk, witnessed=True)
        return
    open_answer = not sign.known or sign.state == "dont-know" or not sign.witnessed
    if open_answer:
        levels = ladder(item)
        for level in levels:
            for chance, after in _answered(sign, level):
                yield chance / len(levels), after
    elif sign.gate_open or sign.gate == "yes":
        yield 0.5, replace(sign, gate="confirmed" if sign.gate else "yes", gate_open=False)
        yield 0.5, replace(sign, gate_open=False)


def _answered(sign: Sign, level: float) -> Iterator[tuple[float, Sign]]:
    """Yield the best witness's answer of a level, its yes-or-no question answered either way."""
    if sign.gated and level >= 3:
        level = 2.0  # without a document
    after = replace(
        sign,
        state="known",
        risk=1 - level / TOP,
        level=level,
        grade=Grade.E0,
        witnessed=True,
        gate_open=False,
    )
    if sign.gated and level <= 1:
        yield 0.5, replace(after, gate="confirmed" if sign.gate else "yes")
        yield 0.5, after
    else:
        yield 1.0, after
