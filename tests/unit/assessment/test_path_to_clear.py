"""The cheapest path against every other way of moving the same answers."""

from dataclasses import replace
from itertools import product

import pytest
from assessment_builders import RULES, at_least, item, sign
from hypothesis import event, given
from hypothesis import strategies as st

from readiness.assessment import path_search
from readiness.assessment.ladder import ladder
from readiness.assessment.moves import moved, moves
from readiness.assessment.path_to_clear import path_to_clear
from readiness.assessment.verdict import judge
from readiness.evidence import Grade
from readiness.questionnaires.model import Bands, Choice, Gate
from readiness.scalars import Text

TINY = 1e-9


def asked(name, **told):
    gate = Gate(Text((("", "Really?"),))) if told.pop("gated", False) else None
    return item(name, gate=gate, **told)


@st.composite
def cases(draw):
    """A few answers, gated or not, known or not, and maybe facts of a map beside them."""
    signs, items = [], {}
    for number in range(draw(st.integers(1, 4))):
        name = f"Q-{number}"
        gated = draw(st.booleans())
        kind = draw(st.sampled_from(("maturity", "maturity", "yes-no")))
        items[name] = asked(name, gated=gated, kind=kind)
        state = draw(st.sampled_from(("known", "known", "known", "missing", "dont-know", "not-applicable")))
        level = draw(st.sampled_from(ladder(items[name])))
        grade = draw(st.sampled_from(("said", "said", "document")))
        if gated and grade == "said":
            level = min(level, 2.0)
        known = state == "known"
        gate = draw(st.sampled_from(("", "", "", "yes", "confirmed"))) if gated else ""
        signs.append(
            sign(
                id=name, state=state, weight=draw(st.integers(1, 3)), grade=grade if known else "said",
                risk=1 - level / 4 if known else (0.75 if state == "dont-know" else 0),
                level=level if known else None, witnessed=draw(st.booleans()), gate=gate, gated=gated,
            )
        )  # fmt: skip
    signs += [
        sign(
            id=f"M-{number}", kind="map", weight=draw(st.integers(1, 3)), grade="measured",
            risk=draw(st.sampled_from((0, 0.5, 1))), legal=draw(st.booleans()),
        )
        for number in range(draw(st.integers(0, 2)))
    ]  # fmt: skip
    return tuple(signs), items


def ways(signs, items):
    """Every way of moving answers, with how many move and in how many steps."""
    choices = [(None, *moves(one, items[one.id])) if one.kind == "answer" else (None,) for one in signs]
    for chosen in product(*choices):
        after = tuple(moved(s, move) if move else s for s, move in zip(signs, chosen, strict=True))
        made = [move for move in chosen if move]
        yield len(made), sum(move.steps for move in made), after


@at_least(150)
@given(cases())
def test_no_way_is_cheaper_than_the_one_that_is_told(case):
    signs, items = case
    path = path_to_clear(signs, items, RULES)
    assert path.exact
    mended = tuple(
        replace(s, state="known", risk=0.0, grade=max(s.grade, Grade.E1), witnessed=True, gate="")
        if s.id in path.facts
        else s
        for s in signs
    )
    clear = [(n, steps) for n, steps, after in ways(mended, items) if judge(after, RULES).verdict == "clear"]
    event("found" if path.found else "impossible")
    event(f"{len(path.moves)} moves")
    assert path.found == bool(clear)
    if path.found:
        fewest, least = min(clear)
        assert len(path.moves) == fewest
        assert path.steps == pytest.approx(least)
        by_id = {move.id: move for move in path.moves}
        after = tuple(moved(s, by_id[s.id]) if s.id in by_id else s for s in mended)
        assert judge(after, RULES).verdict == "clear"


@at_least(150)
@given(cases())
def test_facts_are_only_asked_for_where_answers_do_not_do(case):
    signs, items = case
    path = path_to_clear(signs, items, RULES)
    alone = any(judge(after, RULES).verdict == "clear" for _, _, after in ways(signs, items))
    if alone:
        assert path.found
        assert path.facts == ()
    for name in path.facts:  # none of them is needless
        others = [one for one in path.facts if one != name]
        mended = tuple(
            replace(s, risk=0.0, grade=max(s.grade, Grade.E1), gate="") if s.id in others else s
            for s in signs
        )
        assert not any(judge(after, RULES).verdict == "clear" for _, _, after in ways(mended, items))


def test_what_is_clear_needs_no_path():
    signs = tuple(sign(n, grade="document") for n in range(4))
    assert path_to_clear(signs, {}, RULES).moves == ()


def test_levels_documents_gates_and_new_answers_are_steps():
    low = sign(id="Q", risk=1, level=0.0, gate="yes", gated=True)
    found = {(m.after, m.document, m.gate): m.steps for m in moves(low, asked("Q", gated=True))}
    assert found[None, False, True] == 1  # the question answered no, nothing else
    assert found[2.0, False, True] == 3  # a yes counts at any level, so it is settled all the same
    assert found[4.0, True, True] == 6
    assert {gate for _, _, gate in found} == {True}
    assert (3.0, False, True) not in found  # 3 without a document counts as 2
    new = sign(id="Q", state="missing", witnessed=False)
    assert {(m.before, m.after, m.document): m.steps for m in moves(new, asked("Q"))}[None, 3.0, False] == 4


def test_a_document_proves_the_level_that_it_was_brought_for():
    good = sign(id="Q", risk=0.75, level=1.0, grade="document", gated=True)
    found = {(m.after, m.document) for m in moves(good, asked("Q", gated=True))}
    assert not {after for after, _ in found} & {1.0}  # it is documented already
    assert found == {(2.0, False), (2.0, True), (3.0, True), (4.0, True)}
    climbed = next(m for m in moves(good, asked("Q", gated=True)) if m.after == 2.0 and not m.document)
    assert moved(good, climbed).grade == Grade.E0
    told = next(m for m in moves(good, asked("Q", gated=True)) if m.after == 2.0 and m.document)
    assert moved(good, told).grade == Grade.E1


def test_a_new_witness_brings_a_document_of_its_own():
    others = sign(id="Q", risk=0.5, level=2.0, grade="document", witnessed=False)
    same = {m.document: moved(others, m) for m in moves(others, asked("Q")) if m.after == 2.0}
    assert {document: after.grade for document, after in same.items()} == {False: Grade.E0, True: Grade.E1}
    assert all(after.witnessed for after in same.values())


def test_a_yes_beside_what_is_set_aside_is_settled_too():
    aside = sign(id="Q", state="not-applicable", gate="yes", gated=True)
    good = tuple(sign(n, id=f"S-{n}", grade="document") for n in range(4))
    path = path_to_clear((*good, aside), {"Q": asked("Q", gated=True)}, RULES)
    assert [(m.id, m.after, m.gate, m.steps) for m in path.moves] == [("Q", None, True, 1)]
    assert path.found


@pytest.mark.parametrize(
    ("told", "levels"),
    [
        ({"kind": "maturity"}, (0, 1, 2, 3, 4)),
        ({"kind": "yes-no"}, (0, 4)),
        ({"kind": "agree", "points": 3}, (0, 2, 4)),
        ({"kind": "percent", "bands": Bands(80, 50)}, (0, 2, 4)),
        ({"kind": "choice", "choices": (Choice("a", Text(), 3), Choice("b", Text(), 1))}, (1, 3)),
        (
            {"kind": "choices", "score": "share", "choices": (Choice("a", Text()), Choice("b", Text()))},
            (2, 4),
        ),
    ],
)
def test_levels_that_an_answer_can_have(told, levels):
    assert ladder(item("Q", **told)) == levels


def test_a_search_that_stops_says_so(monkeypatch):
    signs = tuple(
        sign(id=f"Q-{n}", risk=0.75 if n % 3 else 1, level=1.0 if n % 3 else 0.0, weight=1 + n % 3)
        for n in range(14)
    )
    items = {one.id: asked(one.id) for one in signs}
    whole = path_to_clear(signs, items, RULES)
    assert whole.exact
    monkeypatch.setattr(path_search, "MOST_LOOKS", 5)
    cut = path_to_clear(signs, items, RULES)
    assert not cut.exact
    assert cut.found
    assert len(cut.moves) >= len(whole.moves)
