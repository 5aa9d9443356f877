"""How much hangs on one person or on one item: each is left out once, and everything judged again.

With thousands of people this must not take all answers through the engine for
each of them.  The word of a role is its median, so the sign of an item after
one voice falls silent depends only on what kind of voice it was: its role, its
value, its evidence, its gate.  Each kind is worked out once (the shortcut is
exact, and a test compares it with leaving people out one by one).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from readiness.assessment.assess import Assessment
from readiness.assessment.decision import Advice, decide
from readiness.assessment.facts import fact_signs
from readiness.assessment.outcome import Turn, legal_ids, turns_between
from readiness.assessment.rules import Rules
from readiness.assessment.sides import disagreement_sign
from readiness.assessment.sign import Sign
from readiness.assessment.verdict import Judgement, judge
from readiness.assessment.voices import SIDES, Voice, item_sign
from readiness.assessment.without_item import WithoutItem, apart_indicator, without_items
from readiness.questionnaires.answers import SILENT, TOP
from readiness.questionnaires.model import Item, PitfallId

MOST_SPREAD = 400
"""Executives up to this number are left out one by one where their own figures are compared."""


@dataclass(frozen=True)
class WithoutPerson:
    """What changes without any one of ``people`` persons of a role; ``advice`` is None where it stays."""

    role: str
    people: int
    turns: tuple[Turn, ...]
    advice: Advice | None


@dataclass(frozen=True)
class Stability:
    """What hangs on one item or one person.

    ``people`` is the number of persons that were left out, one at a time;
    ``skipped`` names items whose figures too many people gave to try each.
    """

    items: tuple[WithoutItem, ...]
    persons: tuple[WithoutPerson, ...]
    people: int
    skipped: tuple[str, ...] = ()


def stability(assessment: Assessment, rules: Rules) -> Stability:
    """Return what changes when one item, or one person, is left out."""
    people = sorted({v.respondent for heard in _all_voices(assessment) for v in heard if _speaks(v)})
    search = _People(assessment, rules)
    turned: Counter[tuple[str, tuple[Turn, ...], Advice | None]] = Counter()
    for person in people:
        found = search.without(person)
        if found is not None:
            turned[found] += 1
    persons = tuple(
        WithoutPerson(role, count, turns, advice)
        for (role, turns, advice), count in sorted(turned.items(), key=lambda pair: repr(pair[0]))
    )
    return Stability(tuple(without_items(assessment, rules)), persons, len(people), search.skipped)


def _all_voices(assessment: Assessment) -> Iterator[tuple[Voice, ...]]:
    yield from assessment.voices.values()
    yield from assessment.stated.values()


def _speaks(voice: Voice) -> bool:
    return voice.meaning.state != "silent" or bool(voice.answer.gate)


class _People:
    """Leaves one person out at a time."""

    def __init__(self, assessment: Assessment, rules: Rules) -> None:
        self.assessment = assessment
        self.rules = rules
        self.legal = legal_ids(assessment)
        self.judged: dict[PitfallId, Judgement] = {
            name: pitfall.judgement for name, pitfall in assessment.pitfalls.items()
        }
        self.place: dict[str, tuple[PitfallId, int]] = {
            sign.id: (name, at)
            for name, pitfall in assessment.pitfalls.items()
            for at, sign in enumerate(pitfall.signs)
        }
        self.apart = apart_indicator(assessment)
        self.widths = {gap.id: gap.gap / TOP for gap in assessment.gaps}
        self.items = {
            name: _Item(item, assessment.voices[name], rules)
            for name, item in assessment.items.items()
            if name in self.place or name in self.widths
        }
        self.spoken: dict[str, list[tuple[str, Voice]]] = {}
        for name in self.items:
            for voice in assessment.voices[name]:
                if _speaks(voice):
                    self.spoken.setdefault(voice.respondent, []).append((name, voice))
        self.stating: dict[str, Voice] = {
            voice.respondent: voice for heard in assessment.stated.values() for voice in heard
        }
        self.known: dict[tuple[tuple[str, Sign], ...], tuple[tuple[Turn, ...], Advice | None]] = {}
        self.skipped = tuple(name for name, item in self.items.items() if item.skipped)

    def without(self, person: str) -> tuple[str, tuple[Turn, ...], Advice | None] | None:
        """Return role and changes if a person is left out, None where nothing changes."""
        changed: dict[str, Sign] = {}
        widths: dict[str, float | None] = {}
        role = self.stating[person].role if person in self.stating else ""
        for name, voice in self.spoken.get(person, ()):
            role = voice.role
            sign, width = self.items[name].without(voice)
            if sign is not None and name in self.place:
                changed[name] = sign
            if width != self.widths.get(name):
                widths[name] = width
        changed |= self._stated(person)
        changed |= self._apart(widths)
        if not changed:
            return None
        key = tuple(sorted(changed.items(), key=lambda pair: pair[0]))
        if key not in self.known:
            self.known[key] = self._judged(changed)
        turns, advice = self.known[key]
        return (role, turns, advice) if turns else None  # the advice rests on outcomes alone

    def _judged(self, changed: Mapping[str, Sign]) -> tuple[tuple[Turn, ...], Advice | None]:
        own: dict[PitfallId, dict[int, Sign]] = {}
        for name, sign in changed.items():
            pitfall, at = self.place[name]
            own.setdefault(pitfall, {})[at] = sign
        judged = dict(self.judged)
        for pitfall, found in own.items():
            signs = self.assessment.pitfalls[pitfall].signs
            judged[pitfall] = judge(tuple(found.get(at, sign) for at, sign in enumerate(signs)), self.rules)
        advice, _ = decide(judged, self.legal)
        return turns_between(self.judged, judged, self.legal), (
            advice if advice != self.assessment.decision.advice else None
        )

    def _stated(self, person: str) -> Mapping[str, Sign]:
        """Return the stated facts that change without a person who stated some."""
        if person not in self.stating:
            return {}
        given = {
            name: tuple((v.respondent, v.role, v.answer) for v in heard if v.respondent != person)
            for name, heard in self.assessment.stated.items()
        }
        status = self.assessment.engagement.profile.programme.status
        after = fact_signs(None, status, tuple(self.assessment.indicators.values()), given)
        return {
            name: sign
            for name, sign in after.items()
            if name in self.place and sign != self._sign(name) and self._sign(name).kind == "stated"
        }

    def _apart(self, changed: Mapping[str, float | None]) -> Mapping[str, Sign]:
        """Return P2-X1 if the sides stand further apart, or closer, without a person."""
        if self.apart is None or not changed or self.apart.id not in self.place:
            return {}
        kept = [changed.get(name, width) for name, width in self.widths.items()]
        kept += [width for name, width in changed.items() if name not in self.widths]
        widths = [width for width in kept if width is not None]
        sign = disagreement_sign(self.apart, sum(widths) / len(widths) if widths else None)
        before = self._sign(self.apart.id)
        same = sign.state == before.state and sign.risk == before.risk
        return {} if same else {self.apart.id: sign}

    def _sign(self, name: str) -> Sign:
        pitfall, at = self.place[name]
        return self.assessment.pitfalls[pitfall].signs[at]


Kind = tuple[object, ...]


class _Item:
    """The voices on one item, and its sign without one of them."""

    def __init__(self, item: Item, voices: tuple[Voice, ...], rules: Rules) -> None:
        self.item = item
        self.rules = rules
        self.roles: dict[str, dict[Kind, tuple[Voice, int]]] = {}
        spread = item.kind == "estimate"
        counts = Counter(_kind(voice, spread=spread) for voice in voices if _speaks(voice))
        for voice in voices:
            kind = _kind(voice, spread=spread)
            if kind in counts:
                self.roles.setdefault(voice.role, {}).setdefault(kind, (voice, counts[kind]))
        self.spread = spread
        self.skipped = spread and len(self.roles.get("executive", ())) > MOST_SPREAD
        self.base = {role: self._voices(role, None) for role in self.roles}
        self.sign, self.width = self._found(self.base)
        self.kinds: dict[Kind, tuple[Sign | None, float | None]] = {}

    def without(self, voice: Voice) -> tuple[Sign | None, float | None]:
        """Return the sign if it changes, and how far the sides are apart, without a voice."""
        if self.skipped:
            return None, self.width
        kind = _kind(voice, spread=self.spread)
        if kind not in self.kinds:
            sign, width = self._found(self.base | {voice.role: self._voices(voice.role, kind)})
            self.kinds[kind] = (sign if sign != self.sign else None, width)
        return self.kinds[kind]

    def _voices(self, role: str, without: Kind | None) -> list[Voice]:
        left = [
            (voice, count - (kind == without))
            for kind, (voice, count) in self.roles[role].items()
            if count > (kind == without)
        ]
        return [voice for voice, _ in left] if self.spread else list(_stand_ins(left))

    def _found(self, roles: Mapping[str, list[Voice]]) -> tuple[Sign, float | None]:
        answers = self.rules.answers
        sides = [
            item_sign(self.item, tuple(v for role in of for v in roles.get(role, ())), answers)
            for of in SIDES.values()
        ]
        known = [sign.level for sign in sides if sign.state == "known" and sign.level is not None]
        width = abs(known[0] - known[1]) / TOP if len(known) == len(sides) else None
        whole = tuple(voice for heard in roles.values() for voice in heard)
        return item_sign(self.item, whole, answers), width


def _kind(voice: Voice, *, spread: bool) -> Kind:
    """Return all of a voice that its item's sign depends on."""
    if spread:
        return (voice.respondent,)
    meaning, answer = voice.meaning, voice.answer
    return voice.role, meaning.state, meaning.value, meaning.lower, answer.evidence.level, answer.gate


def _stand_ins(heard: Iterable[tuple[Voice, int]]) -> Iterator[Voice]:
    """Yield few voices that say the same as all those of one role, given with their numbers.

    One says the median with the best evidence behind it, one each other state, and silent ones the
    answers to the gate.
    """
    heard = tuple(heard)
    valued = [(voice, count) for voice, count in heard if voice.meaning.state == "value"]
    valued.sort(key=lambda pair: (pair[0].meaning.standing, -pair[0].answer.evidence.level))
    left = (sum(count for _, count in valued) - 1) // 2
    for voice, count in valued:
        if left < count:
            alike = [other for other, _ in valued if other.meaning.value == voice.meaning.value]
            best = max(alike, key=lambda other: other.answer.evidence.level)
            yield replace(best, answer=replace(best.answer, gate=None))
            break
        left -= count
    states: set[str] = set()
    for voice, _ in heard:
        state = voice.meaning.state
        if state not in ("value", "silent") and state not in states:
            states.add(state)
            yield replace(voice, answer=replace(voice.answer, gate=None))
        if voice.answer.gate:
            yield replace(voice, meaning=SILENT)
