"""The decision: five pieces of advice, the first that fits."""

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
)

from readiness.assessment.confidence import answered
from readiness.assessment.decision import decide
from readiness.assessment.sign import Sums
from readiness.assessment.verdict import Judgement, judge
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


def test_what_would_change_the_advice_is_the_smallest_set_fewest_answers_first():
    quizzes = [questionnaire(p, [item(f"{p[0]}-{at}") for at in range(4)], p) for p in PITFALLS]
    seen = set()
    for levels in product((0, 2, 3, 4, None), repeat=2):
        given = dict.fromkeys(PITFALLS, 4) | dict(zip(("strategy", "technology"), levels, strict=True))
        said = {i.id: answer(given[q.pitfall], grade="document")
                for q in quizzes for i in q.items if given[q.pitfall] is not None}  # fmt: skip
        found = assessed(engagement([response("b", "business", said)], questionnaires=quizzes), ())
        judgements = {p: pitfall.judgement for p, pitfall in found.pitfalls.items()}
        told = found.decision.would_change
        assert [len(change.ids) for _, change, _ in told] == sorted(len(change.ids) for _, change, _ in told)
        for pitfall, to in product(PITFALLS, ("best", "worst")):
            signs = found.pitfalls[pitfall].signs
            sizes = [
                size
                for size in (1, 2)
                for places in combinations(range(len(signs)), size)
                if decide({**judgements, pitfall: moved(signs, places, to)}, frozenset())[0]
                != found.decision.advice
            ]
            mine = [len(change.ids) for p, change, _ in told if (p, change.to) == (pitfall, to)]
            assert mine == sizes[:1]
            seen.update(mine)
    assert seen == {1, 2}


def moved(signs, places, to):
    return judge(tuple(answered(s, to) if at in places else s for at, s in enumerate(signs)), RULES)


def test_every_change_that_is_told_alters_the_advice():
    quizzes = [questionnaire(p, [item(f"{p[0]}-{at}", weight=2) for at in range(5)], p) for p in PITFALLS]
    for strategy, rest in product((0, 1, 2, 3), (1, 2, 4)):
        said = {i.id: answer(strategy if q.pitfall == "strategy" else rest, grade="document")
                for q in quizzes for i in q.items}  # fmt: skip
        built = engagement([response("b", "business", said)], questionnaires=quizzes)
        found = assessed(built, [i for i in INDICATORS if i.id == "P2-X1"])
        legal = frozenset()
        now = {p: pitfall.judgement for p, pitfall in found.pitfalls.items()}
        for pitfall, told, advice in found.decision.would_change:
            assert 1 <= len(told.ids) <= 2
            assert advice != found.decision.advice
            assert decide({**now, pitfall: told.judgement}, legal)[0] == advice


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
