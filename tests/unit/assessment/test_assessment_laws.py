"""The laws of the rules over random engagements without a map, some with stated facts."""

from dataclasses import replace

import pytest
from assessment_builders import (
    INDICATORS,
    ITEMS,
    QUESTIONNAIRES,
    RULES,
    answer,
    assessed,
    at_least,
    engagement,
    not_applicable,
    response,
    sign_of,
    stated,
)
from hypothesis import HealthCheck, assume, event, given, settings
from hypothesis import strategies as st

from readiness.assessment.facts import FACTS
from readiness.assessment.sign import add_up
from readiness.assessment.voices import item_sign, latest, voices_on
from readiness.evidence import Grade
from readiness.questionnaires.answers import understand
from readiness.questionnaires.model import PITFALLS, ROLES, STATUSES

GRADES = ("said", "said", "document", "measured")
LEVELS = ("0", "1", "2", "3", "4")
MOODS = (  # how a company tends to answer, so that flags, clearances and ignorance all come up
    (*LEVELS, *LEVELS, "dont-know"),
    ("0", "0", "1", "1", "2"),
    ("2", "3", "3", "4", "4"),
    ("dont-know", "dont-know", "1", "3"),
)
MILD = {("flag", "proved"): 0, ("flag", "probable"): 1, ("watch", None): 2, ("clear", None): 3}
SETTINGS = settings(suppress_health_check=list(HealthCheck))


@st.composite
def answers_to(draw, item, mood):
    if draw(st.integers(0, 19)) == 0:
        return not_applicable()
    grade = draw(st.sampled_from(GRADES))
    if item.kind == "estimate":
        figures = st.sampled_from(("dont-know", "0", "8", "10", "12.5", "20", "21"))
        written = {"parts": draw(st.dictionaries(st.sampled_from(tuple(item.parts)), figures, min_size=1))}
    elif item.kind == "percent":
        written = draw(st.sampled_from(("0", "14", "15", "29", "30", "100", "dont-know")))
    elif item.kind == "choice":
        written = draw(st.sampled_from((*(c.id for c in item.choices), "dont-know")))
    elif item.kind == "text":
        written = "Call ten customers"
    elif item.parts and draw(st.booleans()):
        levels = st.sampled_from(mood)
        written = {"parts": draw(st.dictionaries(st.sampled_from(tuple(item.parts)), levels, min_size=1))}
    else:
        written = draw(st.sampled_from(mood))
    gate = draw(st.sampled_from((*[None] * 9, "no", "yes", "dont-know"))) if item.gate else None
    return answer(written, grade=grade, gate=gate)


@st.composite
def engagements(draw, statuses=STATUSES):
    """A few items and facts of each pitfall, up to six people, up to three rounds each."""
    kept = []
    for questionnaire in QUESTIONNAIRES:
        if questionnaire.items:
            chosen = draw(st.sets(st.sampled_from([i.id for i in questionnaire.items]), max_size=6))
            items = tuple(i for i in questionnaire.items if i.id in chosen)
            kept.append(replace(questionnaire, items=items))
    asked = [item for q in kept for item in q.items]
    facts = draw(st.sets(st.sampled_from(sorted(FACTS)), max_size=8))
    spread = draw(st.sampled_from((0.3, 0.7, 1.0, 1.0)))
    mood = draw(st.sampled_from(MOODS))
    responses = []
    for person in range(draw(st.integers(0, 6))):
        role = draw(st.sampled_from(ROLES))
        for round_ in range(1, draw(st.sampled_from((1, 1, 1, 2, 3))) + 1):
            said = {i.id: draw(answers_to(i, mood)) for i in asked if draw(st.floats(0, 1)) < spread / round_}
            for fact in sorted(facts):
                if draw(st.integers(0, 3)) == 0:
                    said[fact] = stated(draw(st.sampled_from((0, 0.5, 1))), draw(st.sampled_from(GRADES)))
            responses.append(response(f"person-{person}", role, said, round_=round_))
    status = draw(st.sampled_from(statuses))
    return engagement(responses, status=status, questionnaires=tuple(kept))


def indicators_of(built):
    """The map facts of the tiny company: those that anybody stated, and the gap between the sides."""
    given = {key for r in built.responses for key in r.answers}
    return tuple(i for i in INDICATORS if i.id in given or i.id not in FACTS or i.id.endswith("1"))


def run(built):
    return assessed(built, indicators_of(built))


def near(number):
    return None if number is None else round(number, 9)


def summary(found, *, people=None):
    """Everything that is concluded, without the order of its input."""
    people = people or {}
    return {
        "pitfalls": {
            p.id: (
                p.judgement.verdict,
                p.judgement.proof,
                p.judgement.because,
                p.judgement.unchecked,
                frozenset(p.judgement.gates),
                frozenset(p.judgement.open_gates),
                frozenset(p.judgement.strong),
                tuple(map(near, vars(p.judgement.sums).values())),
                p.severity,
                near(p.score),
                p.confidence,
                p.contested,
                p.one_sided,
                {side: view.flags for side, view in p.sides.items()},
                frozenset(p.gaps),
                near(p.disagreement),
                [sign.id for sign, _ in p.reasons],
                [sign.id for sign in p.questions],
                [(change.ids, change.to, change.judgement.verdict) for change in p.changes],
            )
            for p in found.pitfalls.values()
        },
        "gaps": frozenset(found.gaps),
        "disagreement": near(found.disagreement),
        "root": found.root,
        "ownership": (found.ownership.raised, found.ownership.gate, frozenset(found.ownership.weak)),
        "order": found.order,
        "findings": {(f.code, f.severity, frozenset(f.elements)) for f in found.findings},
        "actions": found.actions,
        "decision": (
            found.decision.advice,
            frozenset(found.decision.because),
            found.decision.would_change,
        ),
        "voices": {
            name: frozenset((people.get(v.respondent, v.respondent), v.role, v.meaning.state) for v in heard)
            for name, heard in found.voices.items()
        },
    }


def shuffled(draw, things):
    return tuple(draw(st.permutations(list(things))))


@SETTINGS
@given(engagements(), st.data())
def test_reordering_changes_nothing(built, data):
    questionnaires = [
        replace(q, items=shuffled(data.draw, q.items)) for q in shuffled(data.draw, built.questionnaires)
    ]
    responses = [
        replace(r, answers=dict(shuffled(data.draw, r.answers.items())))
        for r in shuffled(data.draw, built.responses)
    ]
    turned = replace(built, questionnaires=tuple(questionnaires), responses=tuple(responses))
    assert summary(run(turned)) == summary(run(built))


@SETTINGS
@given(engagements(), st.permutations(("zoe", "a-1", "m", "person-9", "it-1", "b")))
def test_renaming_respondents_changes_nothing(built, names):
    new = {f"person-{at}": name for at, name in enumerate(names)}
    renamed = replace(
        built, responses=tuple(replace(r, respondent=new[r.respondent]) for r in built.responses)
    )
    back = {name: old for old, name in new.items()}
    assert summary(run(renamed), people=back) == summary(run(built))


@SETTINGS
@given(engagements())
def test_an_assessment_is_total_and_deterministic(built):
    found = run(built)
    assert tuple(found.pitfalls) == PITFALLS
    assert summary(found) == summary(run(built))
    assert found.decision.advice in ("stop", "hold", "ask", "step", "proceed")
    for pitfall in found.pitfalls.values():
        judgement = pitfall.judgement
        event(f"{judgement.verdict} {judgement.proof}")
        assert judgement.verdict in ("flag", "watch", "clear", "unknown")
        assert (judgement.proof is not None) == (judgement.verdict == "flag")
        assert (pitfall.severity is not None) == (judgement.verdict in ("flag", "watch"))
        assert not (pitfall.contested and pitfall.one_sided)


@SETTINGS
@given(engagements())
def test_the_risk_lies_on_its_bar(built):
    for pitfall in run(built).pitfalls.values():
        sums = pitfall.judgement.sums
        assert -1e-12 <= sums.low <= sums.high + 1e-12 <= 1 + 2e-12
        if sums.risk is not None:
            assert sums.low - 1e-12 <= sums.risk <= sums.high + 1e-12


def given_answers(built, fits):
    """Every (respondent, question) whose latest answer fits, with that answer."""
    return sorted(
        (
            (who, key, said)
            for key, heard in latest(built.responses).items()
            for who, _, said in heard
            if key in ITEMS and fits(ITEMS[key], said)
        ),
        key=lambda found: found[:2],
    )


def put(built, who, key, said):
    """Replace a person's latest answer to a question; None takes all of that person's answers to it away."""
    last = max(r.round for r in built.responses if r.respondent == who and key in r.answers)
    responses = []
    for r in built.responses:
        answers = dict(r.answers)
        if r.respondent == who and key in answers:
            if said is None:
                del answers[key]
            elif r.round == last:
                answers[key] = said
        responses.append(replace(r, answers=answers))
    return replace(built, responses=tuple(responses))


def better(item, said):
    """The next better answer: one level, or part by part."""
    if item.kind == "percent":
        return replace(said, value=str(min(100, int(said.value) + 15)))
    if said.value is not None:
        return replace(said, value=str(min(4, int(said.value) + 1)))

    def lift(name, written):
        if written == "dont-know":
            return written
        return str(max(0, int(written) - 1) if item.parts[name].reverse else min(4, int(written) + 1))

    return replace(said, parts={name: lift(name, written) for name, written in said.parts.items()})


def valued(item, said):
    return item.kind in ("maturity", "percent") and understand(item, said).state == "value"


def held(signs, derived):
    return tuple(derived if s.kind == "derived" else s for s in signs)


@SETTINGS
@given(engagements(), st.data())
def test_with_the_gap_held_improving_an_answer_never_raises_the_risk(built, data):
    options = given_answers(built, valued)
    assume(options)
    who, key, said = data.draw(st.sampled_from(options))
    before, after = run(built), run(put(built, who, key, better(ITEMS[key], said)))
    gap = sign_of(before, "P2-X1")
    for name in PITFALLS:
        was = add_up(held(before.pitfalls[name].signs, gap)).risk
        now = add_up(held(after.pitfalls[name].signs, gap)).risk
        assert (was is None) == (now is None)
        if was is not None:
            assert now <= was + 1e-12


@SETTINGS
@given(engagements(), st.data())
def test_removing_an_answer_never_narrows_the_bar(built, data):
    """An answer is a value here: not a don't-know, and no reason why a question does not apply.

    Figures for P1-Q6 beside a leader who does not know are left out: without
    them all leaders "do not know", which counts.
    """

    def removable(item, said):
        return understand(item, said).state == "value" and item.kind != "estimate"

    options = given_answers(built, removable)
    assume(options)
    who, key, _ = data.draw(st.sampled_from(options))
    before, after = run(built), run(put(built, who, key, None))
    for name in PITFALLS:
        was, now = before.pitfalls[name].judgement.sums, after.pitfalls[name].judgement.sums
        assert now.high - now.low >= was.high - was.low - 1e-12


@SETTINGS
@given(engagements(), st.data())
def test_removing_a_stated_fact_never_narrows_the_bar(built, data):
    options = sorted({(r.respondent, key) for r in built.responses for key in r.answers if key in FACTS})
    assume(options)
    who, key = data.draw(st.sampled_from(options))
    facts = indicators_of(built)
    before, after = assessed(built, facts), assessed(put(built, who, key, None), facts)
    for name in PITFALLS:
        was, now = before.pitfalls[name].judgement.sums, after.pitfalls[name].judgement.sums
        assert now.high - now.low >= was.high - was.low - 1e-12


@SETTINGS
@given(engagements(), st.data())
def test_not_applicable_leaves_both_sums(built, data):
    asked = sorted(i.id for q in built.questionnaires for i in q.items if i.weight and q.pitfall)
    assume(asked)
    key = data.draw(st.sampled_from(asked))
    away = replace(
        built,
        responses=(
            *(
                replace(r, answers={**r.answers, key: not_applicable()} if key in r.answers else r.answers)
                for r in built.responses
            ),
            response("witness", "executive" if key == "P1-Q6" else "business", {key: not_applicable()}),
        ),
    )
    never = replace(
        built,
        questionnaires=tuple(
            replace(q, items=tuple(i for i in q.items if i.id != key)) for q in built.questionnaires
        ),
    )
    facts = indicators_of(built)
    left, without = assessed(away, facts), assessed(never, facts)
    for name in PITFALLS:
        sums = left.pitfalls[name].judgement.sums
        assert (sums.whole, sums.known) == (
            without.pitfalls[name].judgement.sums.whole,
            without.pitfalls[name].judgement.sums.known,
        )
        assert sums.load == pytest.approx(without.pitfalls[name].judgement.sums.load)


def low_answer(item, said):
    meaning = understand(item, said)
    written = [said.value] if said.value is not None else list(said.parts.values())
    low = item.kind == "maturity" and meaning.state == "value" and not meaning.demoted and meaning.value <= 2
    return low and written and said.evidence.level < Grade.E2


@SETTINGS
@given(engagements(), st.data())
def test_better_evidence_for_a_low_answer_never_makes_a_verdict_milder(built, data):
    options = given_answers(built, low_answer)
    assume(options)
    who, key, said = data.draw(st.sampled_from(options))
    better_grade = "document" if said.evidence.level == Grade.E0 else "measured"
    proven = replace(said, evidence=replace(said.evidence, grade=better_grade))
    before, after = run(built), run(put(built, who, key, proven))
    for name in PITFALLS:
        was, now = before.pitfalls[name].judgement, after.pitfalls[name].judgement
        assert (was.verdict == "unknown") == (now.verdict == "unknown")
        if was.verdict != "unknown":
            assert MILD[now.verdict, now.proof] <= MILD[was.verdict, was.proof]


@SETTINGS
@given(engagements())
def test_an_unknown_is_never_better_than_the_best_nor_worse_than_the_worst(built):
    for pitfall in run(built).pitfalls.values():
        signs = pitfall.signs
        now = add_up(signs)
        for at, sign in enumerate(signs):
            if sign.state not in ("missing", "dont-know"):
                continue
            best, worst = (
                add_up((*signs[:at], replace(sign, state="known", risk=risk), *signs[at + 1 :]))
                for risk in (0.0, 1.0)
            )
            assert best.low - 1e-12 <= now.low <= worst.low + 1e-12
            assert best.high - 1e-12 <= now.high <= worst.high + 1e-12
            if now.risk is not None:
                assert best.risk - 1e-12 <= now.risk <= worst.risk + 1e-12


@st.composite
def heard_on_one_item(draw):
    """A question and up to five voices on it, many of them of one role."""
    item = ITEMS[draw(st.sampled_from([name for name, i in ITEMS.items() if i.weight]))]
    witness = item.witness if item.witness != "both" else "it"
    mood = draw(st.sampled_from(MOODS))
    given = [
        (f"r-{at}", draw(st.sampled_from((witness, witness, *ROLES))), draw(answers_to(item, mood)))
        for at in range(draw(st.integers(1, 5)))
    ]
    return item, given


def heard(item, given):
    return item_sign(item, voices_on(item, given), RULES.answers)


@at_least(600)
@given(heard_on_one_item())
def test_the_laws_hold_for_each_item_alone(found):
    item, given = found
    before = heard(item, given)
    for at, (who, role, said) in enumerate(given):
        if not valued(item, said):
            continue
        without = heard(item, [*given[:at], *given[at + 1 :]])
        assert before.known or not without.known
        improved = heard(item, [*given[:at], (who, role, better(item, said)), *given[at + 1 :]])
        assert improved.state == before.state
        assert improved.risk <= before.risk
    assert heard(item, given[::-1]) == before


def test_nothing_answered_is_unknown_and_never_a_percentage():
    for status in STATUSES:
        found = assessed(engagement(status=status))
        for pitfall in found.pitfalls.values():
            assert pitfall.judgement.verdict == "unknown"
            sums = pitfall.judgement.sums
            assert (sums.risk, sums.low, sums.high) == (None, 0.0, 1.0)
            assert pitfall.reasons == ()
            assert pitfall.questions
        assert found.decision.advice == "ask"
        assert found.decision.because == ("strategy", "organization")


def test_status_decides_which_items_and_facts_count():
    counted = {
        status: {s.id for p in assessed(engagement(status=status)).pitfalls.values() for s in p.signs}
        for status in STATUSES
    }
    late = {"P1-Q8", "P2-Q8", "P2-Q9", "P3-Q4", "P3-Q5", "P3-Q10"}
    assert counted["choosing"] - counted["exploring"] == {"P3-Q3"}
    assert counted["chosen"] - counted["choosing"] == late
    assert counted["choosing"] - counted["chosen"] == {"P1-M4"}
    assert counted["chosen"] == counted["live"] == counted["repairing"]


def test_an_item_in_two_questionnaires_counts_once():
    copy = replace(QUESTIONNAIRES[0], id="our-own")
    once = assessed(engagement(questionnaires=QUESTIONNAIRES))
    twice = assessed(engagement(questionnaires=(*QUESTIONNAIRES, copy)))
    for name in PITFALLS:
        assert twice.pitfalls[name].judgement.sums == once.pitfalls[name].judgement.sums
