"""Forms whose conditions rest on each other in long chains: read in good time, and as few lost as will do."""

from __future__ import annotations

from itertools import product
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness.folder.forms.finished import finish, sound
from readiness.folder.forms.xlsform_reader import read_xlsform
from readiness.folder.workbook import Sheet, read_tables, write_workbook
from readiness.questionnaires.condition_checks import _domains, _never, without_way
from readiness.questionnaires.conditions import Reference, holds, parse_condition
from readiness.questionnaires.model import Choice, Item
from readiness.questionnaires.visibility import SILENT
from readiness.scalars import Text

CHOICES = tuple(Choice(name, Text((("en", name),))) for name in ("a", "b"))


def items(number):
    return {f"Q-{at}": Item(f"Q-{at}", Text((("en", "Q"),)), kind="choice", choices=CHOICES)
            for at in range(number)}  # fmt: skip


RULES = {
    "a chain": lambda at, _: f"${{q{at - 1}}} = 'b'" if at > 1 else "",
    "a chain that no answer passes": lambda at, _: (
        f"${{q{at - 1}}} = 'b' and ${{q{at - 1}}} = 'a'" if at > 1 else ""
    ),
    "two before": lambda at, _: f"${{q{at - 1}}} != 'b' and ${{q{at - 2}}} != 'a'" if at > 2 else "",
    "a circle": lambda at, number: f"${{q{at - 1 or number}}} = 'b'",
    "pairs": lambda at, _: f"${{q{at + 1 if at % 2 else at - 1}}} = 'b'",
}


def form(number, rule, folder):
    rows = tuple(
        ("select_one ab", f"q{at}", f"Question {at}", rule(at, number)) for at in range(1, number + 1)
    )
    lists = tuple(("ab", code, code.upper()) for code in "abc")
    file = folder / f"chain-{number}.xlsx"
    file.write_bytes(write_workbook(
        (Sheet("survey", ("type", "name", "label", "relevant"), rows),
         Sheet("choices", ("list_name", "name", "label"), lists)), title="chain"))  # fmt: skip
    return file


def read(file):
    reading = read_xlsform(read_tables(file), file=file.name, name="chain", language=None)
    raw, losses = sound(reading)
    return finish(raw, file="chain.yaml"), losses


def cost(file):
    def once():
        begun = process_time()
        read(file)
        return process_time() - begun

    return min(once() for _ in range(2))


@pytest.mark.parametrize("name", RULES)
def test_four_times_as_many_conditions_in_a_chain_cost_about_four_times_as_much(name, tmp_path):
    few, many = (form(number, RULES[name], tmp_path) for number in (200, 800))
    assert cost(many) < 8 * cost(few)


def test_a_chain_that_no_answer_passes_is_told_whole_and_the_form_is_sound(tmp_path):
    finished, losses = read(form(60, RULES["a chain that no answer passes"], tmp_path))
    assert not [one for one in finished.problems if one.code == "never-shown"]
    assert {one.at for one in losses if one.code == "relevant"} == {f"survey:{at}" for at in range(3, 62)}


def test_what_rests_on_a_condition_that_has_to_go_keeps_its_own():
    rules = {"Q-1": parse_condition("Q-0 = a and Q-0 = b"), "Q-2": parse_condition("Q-1 = a")}
    assert without_way(rules, items(3)) == {"Q-1"}


def test_where_too_many_cases_would_have_to_be_tried_the_rest_goes_only_if_asked_for(monkeypatch):
    monkeypatch.setattr("readiness.questionnaires.condition_checks.MOST_CASES", 10)
    rules = {f"Q-{at}": parse_condition("Q-0 = a or Q-0 = b") for at in range(1, 5)}
    assert without_way(rules, items(5)) == set()
    assert without_way(rules, items(5), strict=True) == {"Q-3", "Q-4"}  # four cases each


@st.composite
def chains(draw):
    """Draw conditions of a few items, each on some before it."""
    number = draw(st.integers(2, 5))
    rules = {}
    for at in range(1, number):
        term = st.builds(
            lambda other, operator, value: f"Q-{other} {operator} {value}",
            st.integers(0, at - 1),
            st.sampled_from(["=", "!=", "is"]),
            st.sampled_from(["a", "b"]),
        ).map(lambda text: text.replace("is a", "is dont-know").replace("is b", "is answered"))
        terms = draw(st.lists(term, min_size=1, max_size=3))
        joined = draw(st.sampled_from([" and ", " or "])).join(terms)
        rules[f"Q-{at}"] = parse_condition(f"not ({joined})" if draw(st.booleans()) else joined)
    return number, rules


def never_by_hand(rule, rules, domains):
    """Try every answer to every question, those that are hidden too."""
    for case in product(*domains.values()):
        answers = dict(zip(domains, case, strict=True))

        def of(reference, answers=answers):
            inner = rules.get(reference.item)
            return SILENT if inner is not None and not holds(inner, of, {}) else answers[reference]

        if holds(rule, of, {}):
            return False
    return True


@given(chains())
def test_an_item_is_never_shown_exactly_where_no_set_of_answers_shows_it(drawn):
    number, rules = drawn
    asked = items(number)
    for rule in rules.values():
        domains = _domains(rule, rules, asked, 100_000)
        assert all(isinstance(reference, Reference) for reference in domains)
        assert _never(rule, rules, domains) == never_by_hand(rule, rules, domains)


@given(chains())
def test_without_what_has_to_go_every_item_can_be_shown_and_nothing_goes_in_vain(drawn):
    number, rules = drawn
    asked = items(number)
    gone = without_way(rules, asked)
    kept = {name: rule for name, rule in rules.items() if name not in gone}
    for name, rule in rules.items():
        # an item that goes is one that those kept before it do not let through
        domains = _domains(rule, kept, asked, 100_000)
        assert never_by_hand(rule, kept, domains) == (name in gone)


def test_more_circles_than_are_looked_at_do_no_harm(tmp_path):
    finished, losses = read(form(600, RULES["pairs"], tmp_path))
    assert not [one for one in finished.problems if one.code == "condition-circle"]
    assert len({one.at for one in losses if one.code == "relevant"}) >= 300
