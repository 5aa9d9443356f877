"""The cheapest way to the verdict "no sign found": the fewest answers, then the fewest steps.

The search is exact, and says so where it had to stop before.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from readiness.assessment.moves import Move, all_moved, moves
from readiness.assessment.path_search import Search
from readiness.assessment.rules import Rules
from readiness.assessment.sign import Sign
from readiness.assessment.verdict import judge
from readiness.evidence import Grade
from readiness.questionnaires.model import Item


@dataclass(frozen=True)
class Path:
    """The answers to move.

    ``facts`` are facts of the map that have to be mended as well, since no answers alone can clear
    the verdict; ``found`` is False where even all of this cannot; ``exact``
    is False where a cheaper path may exist: the search stopped at its bound, or
    which questions are asked ``depends`` on answers.  Of the questions that are
    asked only once the path is followed, ``shown`` are those that it answers and
    ``unanswered`` those that it leaves open; ``hidden`` are asked no longer.
    Where no path was found, ``unasked`` are questions that those who should
    answer are not asked, for want of an earlier answer.
    """

    found: bool
    moves: tuple[Move, ...] = ()
    facts: tuple[str, ...] = ()
    exact: bool = True
    depends: bool = False
    shown: tuple[str, ...] = ()
    unanswered: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    unasked: tuple[str, ...] = ()

    @property
    def steps(self) -> float:
        """The effort: the sum of all steps."""
        return sum(move.steps for move in self.moves)


def path_to_clear(signs: tuple[Sign, ...], items: Mapping[str, Item], rules: Rules) -> Path:
    """Return the cheapest path to "no sign found"; IT and business stay as far apart as they are."""
    if judge(signs, rules).verdict == "clear":
        return Path(found=True)
    options = {
        place: tuple(moves(sign, items[sign.id]))
        for place, sign in enumerate(signs)
        if sign.kind == "answer" and sign.id in items and (sign.gate or sign.state != "not-applicable")
    }
    best = {place: found[-1] for place, found in options.items() if found}
    facts = _facts_to_mend(all_moved(signs, best), rules)
    if facts is None:
        return Path(found=False)
    ground = tuple(mended(sign) if sign.id in facts else sign for sign in signs)
    search = Search(ground, options, rules)
    found = search.run()
    if found is None:
        return Path(found=True, moves=tuple(best.values()), facts=facts, exact=False)
    return Path(found=True, moves=found, facts=facts, exact=not search.stopped)


def mended(sign: Sign) -> Sign:
    """Return a fact of the map as it is once mended and documented."""
    return replace(sign, state="known", risk=0.0, grade=max(sign.grade, Grade.E1), witnessed=True, gate="")


def _facts_to_mend(best: tuple[Sign, ...], rules: Rules) -> tuple[str, ...] | None:
    """Return the facts that stand in the way even if every answer is at its best, the worst first.

    Facts are mended one by one, a legal matter first and then the heaviest, until
    nothing stands in the way; the facts that turn out not to be needed are left out again.
    """
    if judge(best, rules).verdict == "clear":
        return ()
    facts = [
        sign
        for sign in best
        if sign.kind != "answer" and sign.state != "not-applicable" and sign != mended(sign)
    ]
    facts.sort(key=lambda sign: (not sign.gate, not sign.legal, -sign.load, -sign.weight, sign.id))
    chosen: list[str] = []
    for fact in facts:
        chosen.append(fact.id)
        if _clears(best, chosen, rules):
            break
    else:
        return None
    for name in tuple(chosen):
        fewer = [other for other in chosen if other != name]
        if _clears(best, fewer, rules):
            chosen = fewer
    return tuple(chosen)


def _clears(signs: tuple[Sign, ...], facts: Sequence[str], rules: Rules) -> bool:
    after = tuple(mended(sign) if sign.id in facts else sign for sign in signs)
    return judge(after, rules).verdict == "clear"
