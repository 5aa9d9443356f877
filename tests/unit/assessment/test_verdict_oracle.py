"""A second, naive reading of the rules, with exact fractions, against the code."""

from fractions import Fraction
from itertools import combinations

import pytest
from assessment_builders import RULES, at_least
from hypothesis import event, example, given
from hypothesis import strategies as st

from readiness.assessment.confidence import answered, confidence, next_questions, smallest_changes
from readiness.assessment.sign import Sign, add_up
from readiness.assessment.verdict import judge, reasons
from readiness.evidence import Grade

STATES = ("known", "known", "known", "known", "dont-know", "missing", "not-applicable")


@st.composite
def a_sign(draw, number=0, states=STATES):
    kind = draw(st.sampled_from(("answer", "answer", "answer", "map", "stated", "derived")))
    state = draw(st.sampled_from(states))
    if kind != "answer" and state == "dont-know":
        state = "missing"
    legal = draw(st.integers(0, 5)) == 0
    risks = (0, 0.25, 0.5, 0.75, 1) if kind == "answer" else (0, 0.5, 1)
    risk = {"known": draw(st.sampled_from(risks)), "dont-know": 0.75}.get(state, 0.0)
    grade = draw(st.sampled_from(tuple(Grade))) if state == "known" else Grade.E0
    gate = draw(st.sampled_from(("",) * 9 + ("yes", "confirmed"))) if kind == "answer" else ""
    witnessed = state in ("known", "dont-know") and (kind != "answer" or draw(st.booleans()))
    weight = draw(st.integers(1, 3))
    gated = kind == "answer" and (bool(gate) or draw(st.integers(0, 3)) == 0)
    due = gated and not gate and state == "known" and risk >= 0.75
    return Sign(
        f"S-{number}", kind, weight, state, float(risk), grade, witnessed, gate, legal,
        gated=gated, gate_open=due and draw(st.booleans()),
    )  # fmt: skip


@st.composite
def sign_lists(draw, most=14, states=None):
    """Half of the lists have no gate, so that the other rules are reached; some are mostly good or bad."""
    mood = states or draw(
        st.sampled_from((STATES, ("known",) * 5 + ("missing",), ("known", "missing", "missing")))
    )
    built = [draw(a_sign(number, mood)) for number in range(draw(st.integers(0, most)))]
    if draw(st.booleans()):
        built = [_with(s, gate="") for s in built]
    lean = draw(st.sampled_from((None, None, 0.0, 0.25, 1.0)))
    if lean is not None:
        keep = draw(st.sets(st.integers(0, most), max_size=4))
        built = [
            _with(s, risk=lean) if s.state == "known" and at not in keep else s for at, s in enumerate(built)
        ]
    return tuple(built)


def _with(sign, **more):
    return Sign(**{**{name: getattr(sign, name) for name in sign.__dataclass_fields__}, **more})


def by_the_text(signs):
    """Return (verdict, proof) by reading 3.2 from top to bottom."""
    applying = [s for s in signs if s.state != "not-applicable"]
    known = [s for s in applying if s.state != "missing"]
    w = sum(Fraction(s.weight) for s in applying)
    k = sum(Fraction(s.weight) for s in known)
    wr = sum(Fraction(s.weight) * Fraction(s.risk) for s in known)
    r = wr / k if k else None
    c = k / w if w else Fraction(0)
    high = (wr + w - k) / w if w else Fraction(1)
    strong = [s for s in known if s.risk >= Fraction(3, 4) and s.state != "dont-know"]

    # 1. FLAG
    if any(s.gate == "confirmed" for s in signs):
        return "flag", "proved"
    enough = len(strong) >= 3 and sum(s.weight for s in strong) >= Fraction(20, 100) * w
    if enough and (r >= Fraction(70, 100) or (r >= Fraction(50, 100) and c >= Fraction(60, 100))):
        rests = sum(Fraction(s.weight) * Fraction(s.risk) for s in known if s.grade in (Grade.E1, Grade.E2))
        return "flag", "proved" if c >= Fraction(60, 100) and rests >= wr / 2 else "probable"

    # 2. UNKNOWN
    unconfirmed = any(s.gate == "yes" for s in signs)
    if c < Fraction(25, 100) or (c < Fraction(40, 100) and not strong):
        return ("watch" if unconfirmed else "unknown"), None

    # 3. CLEAR
    witnesses = sum(Fraction(s.weight) for s in known if s.witnessed) / w
    papers = sum(
        Fraction(s.weight) for s in known if s.risk < Fraction(1, 2) and s.grade in (Grade.E1, Grade.E2)
    )
    law = any(s.legal and s.kind in ("map", "stated") and s.risk == 1 for s in known)
    if (
        r <= Fraction(30, 100)
        and c >= Fraction(60, 100)
        and high <= Fraction(55, 100)
        and witnesses >= Fraction(60, 100)
        and papers >= k / 3
        and not unconfirmed
        and not law
    ):
        return "clear", None

    # 4. WATCH
    return "watch", None


def checked_by_the_text(signs):
    """Return whether at least half of the map's weight is known."""
    facts = [s for s in signs if s.kind in ("map", "stated") and s.state != "not-applicable"]
    known = sum(Fraction(s.weight) for s in facts if s.state != "missing")
    return not known < sum(Fraction(s.weight) for s in facts) / 2


@at_least(800)
@given(sign_lists())
@example(())
def test_verdict_is_what_the_text_says(signs):
    found = judge(signs, RULES)
    event(f"{found.verdict} {found.proof} {found.because}")
    assert (found.verdict, found.proof) == by_the_text(signs)
    if found.verdict == "clear":
        assert found.unchecked is not checked_by_the_text(signs)


@given(sign_lists())
def test_bar_holds_the_risk_and_ends_within_0_and_1(signs):
    sums = add_up(signs)
    assert 0 <= sums.low <= sums.high + 1e-12
    assert sums.high <= 1 + 1e-12
    assert 0 <= sums.coverage <= 1
    if sums.risk is None:
        assert (sums.low, sums.high) == (0.0, 1.0)
    else:
        assert sums.low - 1e-12 <= sums.risk <= sums.high + 1e-12


@given(sign_lists(most=9), st.integers(0, 4), st.sampled_from((None, 0.0, 0.3, 0.31)), st.booleans())
def test_confidence_is_what_the_text_says(signs, roles, disagreement, mapped):
    judgement = judge(signs, RULES)
    found = confidence(signs, judgement, RULES, roles=roles, disagreement=disagreement, mapped=mapped)
    applying = [s for s in signs if s.state != "not-applicable"]
    known = [s for s in applying if s.state != "missing"]
    w, k = sum(s.weight for s in applying), sum(s.weight for s in known)
    away = sum(s.weight for s in signs if s.state == "not-applicable")
    steps = [
        k < Fraction(60, 100) * w or not w,
        roles < 2,
        sum(s.weight for s in known if s.grade == Grade.E0) > Fraction(60, 100) * k,
        disagreement is not None and disagreement > 0.3,
        any(
            by_the_text(signs[:at] + signs[at + 1 :])[0] != by_the_text(signs)[0]
            for at, s in enumerate(signs)
            if s in known or s.gate
        ),
        not mapped,
        3 * away > w + away,
    ]
    level = ("high", "medium", "low")[min(sum(steps), 2)]
    if judgement.verdict == "clear" and not checked_by_the_text(signs):
        level = "low"
    assert found.level == level
    assert len([key for key in found.because if key != "unchecked"]) == sum(steps)


@given(sign_lists())
def test_reasons_are_the_heaviest_parts_of_the_risk(signs):
    found = reasons(signs)
    known = [s for s in signs if s.state in ("known", "dont-know") and s.risk > 0]
    expected = sorted(known, key=lambda s: (-Fraction(s.weight) * Fraction(s.risk), s.id))[:3]
    assert [one.id for one, _ in found] == [s.id for s in expected]
    if len(known) <= 3 and known:
        assert sum(part for _, part in found) == pytest.approx(add_up(signs).risk)


def changed(signs, places, to):
    """Answer some questions, and their gates, as well or as badly as can be."""

    def answered(s):
        told = {"state": "known", "witnessed": True, "gate_open": False}
        if to == "best":
            return _with(s, risk=0.0, gate="", grade=max(s.grade, Grade.E1), **told)
        return _with(s, risk=1.0, gate="confirmed" if s.gated else s.gate, **told)

    return tuple(answered(s) if at in places else s for at, s in enumerate(signs))


@given(sign_lists(most=8))
def test_what_would_change_a_verdict_is_the_smallest_set_of_answers(signs):
    judgement = judge(signs, RULES)
    told = {change.to: change for change in smallest_changes(signs, judgement, RULES)}
    answers = [at for at, s in enumerate(signs) if s.kind == "answer" and s.state != "not-applicable"]
    sensible = {"flag": ("best",), "clear": ("worst",)}.get(judgement.verdict, ("best", "worst"))
    assert set(told) <= set(sensible)
    for to in sensible:
        smallest = next(
            (
                size
                for size in (1, 2, 3)
                for places in combinations(answers, size)
                if by_the_text(changed(signs, places, to))[0] != judgement.verdict
            ),
            None,
        )
        event(f"{judgement.verdict} {to} {smallest}")
        if to not in told:
            assert smallest is None
        else:
            places = {at for at, s in enumerate(signs) if s.id in told[to].ids}
            assert len(told[to].ids) == smallest
            assert by_the_text(changed(signs, places, to)) == (
                told[to].judgement.verdict,
                told[to].judgement.proof,
            )
            assert told[to].judgement.verdict != judgement.verdict


@given(sign_lists(most=9))
def test_worse_answers_never_lift_a_flag_nor_better_ones_a_clearance(signs):
    """So a flag needs no search for worse answers, and a clearance none for better ones."""
    now = by_the_text(signs)[0]
    answers = [at for at, s in enumerate(signs) if s.kind == "answer" and s.state != "not-applicable"]
    to = {"flag": "worst", "clear": "best"}.get(now)
    if to:
        for size in (1, 2):
            for places in combinations(answers, size):
                assert by_the_text(changed(signs, places, to))[0] == now


@given(sign_lists(most=9))
def test_open_questions_come_in_the_order_of_their_chance(signs):
    judgement = judge(signs, RULES)
    asked = next_questions(signs, judgement, RULES)
    assert {s.id for s in asked} == {s.id for s in signs if s.state == "missing" or s.gate_open}

    def chance(sign):
        """A question left out may be answered either way; a gate left open can only be answered yes."""
        at = signs.index(sign)
        ways = ("worst",) if sign.gate_open else ("best", "worst")
        return sum(by_the_text(changed(signs, (at,), to))[0] != judgement.verdict for to in ways)

    order = [(-chance(s), -s.weight, s.id) for s in asked]
    assert order == sorted(order)


def test_a_gate_left_open_is_asked_and_its_worst_answer_confirms_it():
    fair = [Sign(f"F-{at}", "answer", 2, "known", 0.5, Grade.E1, witnessed=True) for at in range(4)]
    due = Sign("D", "answer", 2, "known", 0.75, Grade.E0, witnessed=True, gated=True, gate_open=True)
    heavy = Sign("M", "answer", 3, "missing")
    signs = (*fair, heavy, due)
    judgement = judge(signs, RULES)
    assert judgement.verdict == "watch"
    assert [s.id for s in next_questions(signs, judgement, RULES)] == ["D", "M"]
    worst = next(c for c in smallest_changes(signs, judgement, RULES) if c.to == "worst")
    assert (worst.ids, worst.judgement.because) == (("D",), "gate")
    closed = answered(due, "worst")
    assert (closed.gate, closed.gate_open, closed.risk) == ("confirmed", False, 1.0)
    best = answered(_with(due, gate="yes"), "best")
    assert (best.gate, best.gate_open, best.risk, best.grade) == ("", False, 0.0, Grade.E1)
    ungated = answered(heavy, "worst")
    assert (ungated.gate, ungated.risk) == ("", 1.0)
    assert "D" not in {s.id for s in next_questions((*fair, heavy, closed), judgement, RULES)}


MILD = {("flag", "proved"): 0, ("flag", "probable"): 1, ("watch", None): 2, ("clear", None): 3}


@at_least(300)
@given(sign_lists(), st.data())
def test_better_evidence_for_a_low_answer_never_makes_a_verdict_milder(signs, data):
    low = [at for at, s in enumerate(signs) if s.state == "known" and s.risk >= 0.5 and s.grade < Grade.E2]
    if not low:
        return
    at = data.draw(st.sampled_from(low))
    proven = _with(signs[at], grade=Grade(signs[at].grade + 1))
    if proven.gate:
        proven = _with(proven, gate="confirmed")
    was, now = judge(signs, RULES), judge((*signs[:at], proven, *signs[at + 1 :]), RULES)
    if was.verdict == "unknown":
        assert now.verdict == "unknown"
    else:
        assert MILD[now.verdict, now.proof] <= MILD[was.verdict, was.proof]
