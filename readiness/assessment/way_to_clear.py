"""The way to "no sign found" where the answers decide which questions are asked.

A moved answer may show a question to people, or hide it from them (``show_if``),
and so change what the verdict rests on.  Each path is therefore followed in copies
of the answers, everything is assessed anew, and only a path whose verdict truly is
clear is told.
"""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

from readiness.assessment.assess import Assessment, assess
from readiness.assessment.moved_answers import followed
from readiness.assessment.moves import Move, moved, moves
from readiness.assessment.path_to_clear import Path, mended, path_to_clear
from readiness.assessment.rules import Rules
from readiness.assessment.sign import Sign
from readiness.assessment.verdict import judge
from readiness.questionnaires.model import PitfallId
from readiness.questionnaires.visibility import grounds, rules_of

MOST_ROUNDS = 6
"""How often a path is searched anew on the questions that the one before would have asked."""
MOST_LEFT_OUT = 30
"""Moves of a path that are each left out once, to see whether it leads there without."""


def way_to_clear(assessment: Assessment, pitfall: PitfallId, rules: Rules) -> Path:
    """Return the cheapest path that was found, verified by a new assessment where conditions matter.

    Where none of the pitfall's questions has a condition, this is :func:`path_to_clear`.
    """
    signs = assessment.pitfalls[pitfall].signs
    conditions = rules_of(assessment.engagement.questionnaires)
    if not any(sign.id in conditions for sign in signs):
        return path_to_clear(signs, assessment.items, rules)
    return _Way(assessment, pitfall, rules).find()


@dataclass(frozen=True)
class _Way:
    assessment: Assessment
    pitfall: PitfallId
    rules: Rules

    @property
    def signs(self) -> tuple[Sign, ...]:
        return self.assessment.pitfalls[self.pitfall].signs

    def find(self) -> Path:
        first = self._path(self.signs, frozenset())
        if not self._depends() and (not first.found or self._clears(self._after(first), first)):
            return first
        stuck: set[str] = set()
        starts = (self.signs, self._best_ground())
        tried = [self._on_one_ground(ground, stuck) for ground in dict.fromkeys(starts)]
        ways = [path for path in tried if path is not None]
        if ways:
            return self._told(min(ways, key=lambda path: (len(path.moves), path.steps)))
        found = self._step_by_step(stuck)
        if found is not None:
            return self._told(found)
        order = [sign.id for sign in self.signs if sign.id in stuck]
        return Path(found=False, exact=False, depends=True, unasked=tuple(order))

    def _depends(self) -> bool:
        """Say whether answers that may move decide which of the pitfall's questions are asked."""
        conditions = rules_of(self.assessment.engagement.questionnaires)
        own = {sign.id for sign in self.signs if sign.kind == "answer"}
        return any(not own.isdisjoint(grounds(name, conditions)) for name in own)

    def _best_ground(self) -> tuple[Sign, ...]:
        """Return today's signs, but asked what would be asked if all answers were at their best."""
        items = self.assessment.items
        ways = (
            tuple(moves(sign, items[sign.id]))
            for sign in self.signs
            if sign.kind == "answer" and sign.state != "not-applicable"
        )
        best = tuple(found[-1] for found in ways if found)
        after = self._after(Path(True, best))
        return _ground(self.signs, self.signs, after, {move.id for move in best})

    def _on_one_ground(self, ground: tuple[Sign, ...], stuck: set[str]) -> Path | None:
        """Search on the questions that are asked on some ground, then on those that the path found would ask.

        Items that cannot move, since who should answer is not asked them, are added to ``stuck``.
        """
        tried: set[tuple[tuple[Sign, ...], int]] = set()
        while len(tried) < MOST_ROUNDS and (ground, len(stuck)) not in tried:
            tried.add((ground, len(stuck)))
            path = self._path(ground, stuck)
            if not path.found:
                return None
            after = self._after(path)
            if self._clears(after, path):
                hidden = {sign.id for sign in after if sign.state == "not-applicable"}
                return self._without(path, [move for move in path.moves if move.id in hidden])
            stuck |= _stuck(ground, after, path.moves)
            ground = _ground(ground, self.signs, after, {move.id for move in path.moves})
        return None

    def _step_by_step(self, stuck: set[str]) -> Path | None:
        """Go on from where a path has led, as often as it takes, and put all of it together."""
        signs, whole = self.signs, Path(found=True)
        for _ in range(MOST_ROUNDS):
            path = self._path(signs, stuck)
            if not path.found:
                return None
            facts = tuple(dict.fromkeys((*whole.facts, *path.facts)))
            whole = Path(True, _together(whole.moves, path.moves), facts, exact=False)
            after = self._after(whole)
            if self._clears(after, whole):
                return self._without(whole, whole.moves[:MOST_LEFT_OUT])
            stuck |= _stuck(signs, after, path.moves)
            signs = after
        return None

    def _path(self, ground: tuple[Sign, ...], stuck: AbstractSet[str]) -> Path:
        items = {name: item for name, item in self.assessment.items.items() if name not in stuck}
        return path_to_clear(ground, items, self.rules)

    def _after(self, path: Path) -> tuple[Sign, ...]:
        """Return the signs of the pitfall once a path was followed and everything assessed anew."""
        engagement = followed(self.assessment.engagement, path.moves, self.assessment.items)
        indicators = tuple(self.assessment.indicators.values())
        return assess(engagement, indicators, self.rules).pitfalls[self.pitfall].signs

    def _clears(self, after: tuple[Sign, ...], path: Path) -> bool:
        facts = tuple(mended(sign) if sign.id in path.facts else sign for sign in after)
        return judge(facts, self.rules).verdict == "clear"

    def _without(self, path: Path, some: Iterable[Move]) -> Path:
        """Return a path without those of some moves that it does not need."""
        for move in some:
            fewer = replace(path, moves=tuple(one for one in path.moves if one.id != move.id))
            if self._clears(self._after(fewer), fewer):
                path = fewer
        return path

    def _told(self, path: Path) -> Path:
        """Return a path with the questions that it newly asks, and those that it asks no longer."""
        after = {sign.id: sign for sign in self._after(path)}
        away = {sign.id for sign in self.signs if sign.state == "not-applicable"}
        gone = {name for name, sign in after.items() if sign.state == "not-applicable"}
        moved_ids = {move.id for move in path.moves}
        changed = tuple(sign.id for sign in self.signs if (sign.id in away) != (sign.id in gone))
        return replace(
            path,
            exact=False,
            depends=True,
            shown=tuple(name for name in changed if name in away and name in moved_ids),
            unanswered=tuple(
                name for name in changed if name in away - moved_ids and after[name].state == "missing"
            ),
            hidden=tuple(name for name in changed if name in gone),
        )


def _stuck(ground: Iterable[Sign], after: Iterable[Sign], made: Iterable[Move]) -> frozenset[str]:
    """Return the items that stayed short of their move, since who should answer is not asked them."""
    before, now = ({sign.id: sign for sign in signs} for signs in (ground, after))
    found = set()
    for move in made:
        meant, got = moved(before[move.id], move), now[move.id]
        short = not got.known or got.risk > meant.risk + 1e-9 or got.witnessed < meant.witnessed
        if move.after is not None and got.state != "not-applicable" and short:
            found.add(move.id)
    return frozenset(found)


def _ground(
    ground: tuple[Sign, ...], own: tuple[Sign, ...], after: tuple[Sign, ...], moving: AbstractSet[str]
) -> tuple[Sign, ...]:
    """Return today's signs, but asked what a path would ask: hidden questions away, shown ones open."""
    found = []
    for was, today, now in zip(ground, own, after, strict=True):
        if today.kind != "answer":
            found.append(today)
        elif now.state == "not-applicable" or today.id not in moving:
            found.append(now)
        else:
            found.append(was if today.state == "not-applicable" else today)
    return tuple(found)


def _together(first: Iterable[Move], then: Iterable[Move]) -> tuple[Move, ...]:
    """Return two runs of moves as one: of an answer that moves twice, from where it was to where it gets."""
    found: dict[str, Move] = {move.id: move for move in first}
    for move in then:
        was = found.get(move.id)
        if was is None:
            found[move.id] = move
            continue
        after = was.after if move.after is None else move.after
        flags = {
            name: getattr(was, name) or getattr(move, name)
            for name in ("document", "gate", "witness", "bare")
        }
        climbed = 0.0 if after is None else after - (was.before or 0.0)
        steps = climbed + flags["document"] + flags["gate"] + flags["witness"]
        found[move.id] = Move(was.id, was.before, after, steps=steps, **flags)
    return tuple(found.values())
