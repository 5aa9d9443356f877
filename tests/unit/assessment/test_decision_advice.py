"""The decision: five pieces of advice, the first that fits."""

from dataclasses import replace
from itertools import combinations, product

import pytest
from assessment_builders import (
    INDICATORS,
    RULES,
    answer,
    assessed,
    engagement,
    item,
    questionnaire,
    response,
    sign,
)
from hypothesis import event, given
from hypothesis import strategies as st

from readiness.assessment.decision import Alteration, alterations, decide
from readiness.assessment.sign import Sums
from readiness.assessment.verdict import Judgement, judge
from readiness.evidence import Grade
from readiness.questionnaires.model import PITFALLS

LEGAL = frozenset({"P4-Q3", "P4-M3"})


def judged(state):
    verdict, _, proof = state.partition(" ")
    gates = ("P4-Q3",) if proof == "law" else ()
    proof = {"law": "proved", "": None}.get(proof, proof)
    return Judgement(verdict, proof, Sums(10, 6, 3), "because", gates)


STATES = ("flag law", "flag proved", "flag probable", "watch", "clear", "unknown")


def by_the_text(states):
    """Read 3.9 from top to bottom."""
    named = dict(zip(PITFALLS, states, strict=True))
    first = {name: named[name] for name in ("strategy", "organization")}
    for advice, found in (
        ("stop", [p for p, state in named.items() if state == "flag law"]),
        ("hold", [p for p, state in first.items() if state == "flag proved"]),
        ("ask", [p for p, state in first.items() if state == "unknown"]),
        ("step", [p for p, state in named.items() if state != "clear"]),
    ):
        if found:
            return advice, tuple(found)
    return "proceed", PITFALLS


def test_the_first_that_fits_for_every_four_verdicts():
    seen = set()
    for states in product(STATES[1:], STATES[1:], STATES[1:], STATES):
        judgements = dict(zip(PITFALLS, map(judged, states), strict=True))
        assert decide(judgements, LEGAL) == by_the_text(states), states
        seen.add(by_the_text(states)[0])
    assert seen == {"stop", "hold", "ask", "step", "proceed"}


@pytest.mark.parametrize(
    ("states", "advice"),
    [
        ("clear clear clear clear", "proceed"),
        ("watch clear clear clear", "step"),
        ("clear clear unknown clear", "step"),
        ("clear clear clear unknown", "step"),
        ("clear clear proved clear", "step"),
        ("clear probable clear clear", "step"),
        ("unknown clear clear clear", "ask"),
        ("probable unknown clear clear", "ask"),
        ("proved unknown unknown unknown", "hold"),
        ("unknown proved clear clear", "hold"),
        ("proved proved proved law", "stop"),
        ("clear clear clear law", "stop"),
    ],
)
def test_precedence(states, advice):
    full = [f"flag {word}" if word in ("proved", "probable", "law") else word for word in states.split()]
    judgements = dict(zip(PITFALLS, map(judged, full), strict=True))
    assert decide(judgements, LEGAL)[0] == advice


def test_a_legal_gate_stops_before_a_proved_flag():
    states = {p: judged("flag proved") for p in PITFALLS} | {"relationship": judged("flag law")}
    assert decide(states, LEGAL)[0] == "stop"


def test_another_gate_of_the_same_pitfall_does_not_stop():
    other = Judgement("flag", "proved", Sums(10, 6, 3), "gate", ("P4-Q1",))
    states = {p: judged("clear") for p in PITFALLS} | {"relationship": other}
    assert decide(states, LEGAL)[0] == "step"


def at_its(to, found):
    """Answer a question, and its gate, as well or as badly as can be."""
    now = {"state": "known", "witnessed": True, "gate_open": False}
    if to == "best":
        return replace(found, risk=0.0, gate="", grade=max(found.grade, Grade.E1), **now)
    return replace(found, risk=1.0, gate="confirmed" if found.gated else found.gate, **now)


def advice_after(signs, places, to, legal):
    """The advice when the answers at some (pitfall, place) are at their best, or at their worst."""
    turned = {
        pitfall: judge(
            tuple(at_its(to, s) if (pitfall, at) in places else s for at, s in enumerate(own)), RULES
        )
        for pitfall, own in signs.items()
    }
    return decide(turned, legal)[0]


def altering(signs, to, legal):
    """By brute force over all pitfalls: the smallest sets of one or two answers that alter the advice."""
    now = advice_after(signs, (), to, legal)
    answers = [
        (pitfall, at)
        for pitfall, own in signs.items()
        for at, s in enumerate(own)
        if s.kind == "answer" and s.state != "not-applicable"
    ]
    for size in (1, 2):
        found = {
            frozenset(signs[p][at].id for p, at in places): advice
            for places in combinations(answers, size)
            if (advice := advice_after(signs, places, to, legal)) != now
        }
        if found:
            return found
    return {}


def told_as_by_brute_force(signs, legal=LEGAL):
    """Check the alterations of the advice and return (direction, answers, pitfalls) of each."""
    judgements = {pitfall: judge(own, RULES) for pitfall, own in signs.items()}
    told = list(alterations(judgements, signs, legal, RULES))
    assert [len(one.ids) for one in told] == sorted(len(one.ids) for one in told)
    assert len({one.to for one in told}) == len(told)
    by_direction = {one.to: one for one in told}
    at = {s.id: pitfall for pitfall, own in signs.items() for s in own}
    for to in ("best", "worst"):
        expected = altering(signs, to, legal)
        assert (to in by_direction) == bool(expected)
        if expected:
            one = by_direction[to]
            assert len(set(one.ids)) == len(one.ids)
            assert expected.get(frozenset(one.ids)) == one.advice
            assert one.advice != decide(judgements, legal)[0]
    return {(one.to, len(one.ids), len({at[name] for name in one.ids})) for one in told}


WAYS = {(to, *size) for to in ("best", "worst") for size in ((1, 1), (2, 1), (2, 2))}


def test_what_would_alter_the_advice_is_the_smallest_set_over_all_pitfalls():
    """Bad answers in one or two pitfalls, fair ones in others, gates on a few: every way is met."""
    seen = set()
    bad_ones = ((), ("technology",), ("technology", "relationship"))
    for strategy, rest, bad, gated in product((0, 2, 3, 4, None), (2, 3, 4), bad_ones, (False, True)):
        signs = {}
        for pitfall in PITFALLS:
            level = strategy if pitfall == "strategy" else rest
            known = {"state": "missing"} if level is None else {"risk": 1 - level / 4, "grade": "document"}
            own = [sign(id=f"{pitfall[0]}-{at}", **known) for at in range(5)]
            if pitfall in bad:
                own[:2] = [sign(id=f"{pitfall[0]}-{at}", risk=1) for at in range(2)]
            if gated:
                own[4] = replace(own[4], gated=True)
            signs[pitfall] = tuple(own)
        seen |= told_as_by_brute_force(signs, frozenset({"r-4"}))
    assert ("best", 2, 2) in seen
    assert {(to, size) for to, size, _ in seen} == {(to, size) for to, size, _ in WAYS}


@st.composite
def four_pitfalls(draw):
    """Up to four signs in each pitfall, mostly good or mostly bad, seldom without an answer."""
    lean = draw(st.sampled_from(((0.0, 0.0, 0.25), (0.0, 0.25, 0.5), (0.75, 1.0), (0.0, 0.5, 1.0))))
    gates = draw(st.booleans())
    signs = {}
    for pitfall in PITFALLS:
        own = []
        for at in range(draw(st.integers(0, 4))):
            state = draw(st.sampled_from(("known",) * 6 + ("missing", "dont-know", "not-applicable")))
            kind = draw(st.sampled_from(("answer",) * 5 + ("map",))) if state == "known" else "answer"
            gated = gates and kind == "answer" and draw(st.integers(0, 3)) == 0
            own.append(
                sign(
                    id=f"{pitfall[0]}-{at}",
                    kind=kind,
                    weight=draw(st.integers(1, 3)),
                    state=state,
                    **({"risk": draw(st.sampled_from(lean))} if state == "known" else {}),
                    grade=draw(st.sampled_from(("said", "document"))) if state == "known" else "said",
                    witnessed=draw(st.integers(0, 3)) > 0,
                    gated=gated,
                    gate=draw(st.sampled_from(("", "", "", "yes", "confirmed"))) if gated else "",
                    legal=draw(st.booleans()),
                )
            )
        signs[pitfall] = tuple(own)
    return signs


@given(four_pitfalls())
def test_alterations_are_found_by_brute_force_over_any_four_pitfalls(signs):
    legal = frozenset(s.id for own in signs.values() for s in own if s.legal)
    for way in told_as_by_brute_force(signs, legal):
        event(str(way))


def good(name, **more):
    return sign(id=name, grade="document", **more)


def test_two_pitfalls_may_have_to_change_together():
    """Technology and relationship each miss a clearance by one answer."""
    signs = {p: tuple(good(f"{p[0]}-{at}") for at in range(4)) for p in PITFALLS}
    for pitfall in ("technology", "relationship"):
        signs[pitfall] = (*signs[pitfall][:2], *(sign(id=f"{pitfall[0]}-{at}", risk=1) for at in (2, 3)))
    judgements = {pitfall: judge(own, RULES) for pitfall, own in signs.items()}
    assert decide(judgements, LEGAL) == ("step", ("technology", "relationship"))
    best = next(one for one in alterations(judgements, signs, LEGAL, RULES) if one.to == "best")
    assert best == Alteration(("t-2", "r-2"), "best", "proceed")


def test_of_sets_of_one_size_the_heaviest_answers_are_told():
    signs = {p: tuple(good(f"{p[0]}-{at}") for at in range(4)) for p in PITFALLS}
    signs["technology"] = (
        sign(id="t-0", risk=0.5, weight=1),
        good("t-1", weight=2),
        sign(id="t-2", risk=0.5, weight=2),
        sign(id="t-3", risk=0.5, weight=2),
    )
    judgements = {pitfall: judge(own, RULES) for pitfall, own in signs.items()}
    assert set(altering(signs, "best", LEGAL)) == {frozenset({f"t-{at}"}) for at in (0, 2, 3)}
    best = next(one for one in alterations(judgements, signs, LEGAL, RULES) if one.to == "best")
    assert best.ids == ("t-2",)


def test_a_legal_gate_not_yet_answered_may_stop_the_contact():
    signs = {p: tuple(good(f"{p[0]}-{at}") for at in range(4)) for p in PITFALLS}
    signs["relationship"] = (*signs["relationship"][:3], good("P4-Q3", gated=True, legal=True))
    judgements = {pitfall: judge(own, RULES) for pitfall, own in signs.items()}
    assert list(alterations(judgements, signs, LEGAL, RULES)) == [Alteration(("P4-Q3",), "worst", "stop")]
    ungated = signs | {"relationship": (*signs["relationship"][:3], good("P4-Q3", legal=True))}
    assert "stop" not in {one.advice for one in alterations(judgements, ungated, LEGAL, RULES)}


def test_an_assessment_tells_the_alterations_of_its_own_signs():
    quizzes = [questionnaire(p, [item(f"{p[0]}-{at}", weight=2) for at in range(5)], p) for p in PITFALLS]
    for strategy, rest in product((0, 1, 2, 3), (1, 2, 4)):
        said = {i.id: answer(strategy if q.pitfall == "strategy" else rest, grade="document")
                for q in quizzes for i in q.items}  # fmt: skip
        built = engagement([response("b", "business", said)], questionnaires=quizzes)
        found = assessed(built, [i for i in INDICATORS if i.id == "P2-X1"])
        signs = {p: pitfall.signs for p, pitfall in found.pitfalls.items()}
        for to in ("best", "worst"):
            expected = altering(signs, to, frozenset())
            told = [one for one in found.decision.would_change if one.to == to]
            assert len(told) == bool(expected)
            assert all(expected[frozenset(one.ids)] == one.advice for one in told)


def test_the_advice_of_whole_engagements():
    quizzes = [questionnaire(p, [item(f"{p[0]}-{at}") for at in range(6)], p) for p in PITFALLS]

    def advice(**levels):
        said = {i.id: answer(levels.get(q.pitfall, 4), grade="document")
                for q in quizzes for i in q.items if levels.get(q.pitfall, 4) is not None}  # fmt: skip
        built = engagement([response("b", "business", said)], questionnaires=quizzes)
        return assessed(built, ()).decision.advice

    assert advice() == "proceed"
    assert advice(technology=2) == "step"
    assert advice(technology=0) == "step"
    assert advice(relationship=None) == "step"
    assert advice(strategy=2) == "step"
    assert advice(organization=None, technology=0) == "ask"
    assert advice(organization=None, strategy=0) == "hold"
