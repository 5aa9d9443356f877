"""Every statement of the sources is carried by something, or left out with a reason."""

import re
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from readiness.rollout.rules import RULES

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "docs"))
import generate  # noqa: E402
import source_facts  # noqa: E402

PAGE = ROOT / "docs" / "coverage.md"
LAST = {"S0": 51, "S1": 43, "S2": 39, "S3": 74, "S4": 56}
IDS = [f"{source}-{number}" for source, last in LAST.items() for number in range(1, last + 1)]


def changed(name, **values):
    file = source_facts.known()
    return replace(
        file,
        facts=tuple(
            replace(fact, covered=replace(source_facts.Cover(), **values)) if fact.id == name else fact
            for fact in file.facts
        ),
    )


def test_all_statements_are_there_in_order():
    assert len(IDS) == 263
    assert [fact.id for fact in source_facts.known().facts] == IDS


def test_every_name_exists_and_nothing_is_uncovered():
    assert source_facts.problems() == []


@pytest.mark.parametrize("fact", source_facts.known().facts, ids=lambda fact: fact.id)
def test_statement_is_carried_or_left_out_with_a_reason(fact):
    assert bool(source_facts.covers(fact)) != bool(fact.covered.left_out.strip())


@pytest.mark.parametrize(
    ("name", "values", "told"),
    [
        ("S0-1", {}, "S0-1: nothing carries it, and no reason is given"),
        ("S0-1", {"left_out": " "}, "S0-1: nothing carries it, and no reason is given"),
        ("S4-8", {"left_out": "too hard"}, "S4-8: left out, and carried all the same"),
        ("S0-1", {"items": ("P1-Q99",)}, "S0-1: items has no P1-Q99"),
        ("S0-1", {"facts": ("P1-Q1",)}, "S0-1: facts has no P1-Q1"),
        ("S0-1", {"report": ("limits.rate",)}, "S0-1: report has no limits.rate"),
        ("S0-1", {"report": ("rules.dangling.message",)}, "S0-1: report has no rules.dangling.message"),
        ("S0-1", {"fields": ("touchmap.owner",)}, "S0-1: fields has no touchmap.owner"),
        ("S0-1", {"diagnostics": ("dangle",)}, "S0-1: diagnostics has no dangle"),
        ("S0-1", {"examples": ("nowhere",)}, "S0-1: examples has no nowhere"),
        ("S0-1", {"examples": ("boise-office",)}, "S0-1: boise-office does not name it"),
        ("S0-1", {"rules": ("RR15",)}, "S0-1: rules has no RR15"),
        ("S0-1", {"planned": "eleven-mistakes"}, "S0-1: planned has no eleven-mistakes"),
        ("S0-1", {"planned": "customer-strategy"}, "S0-1: customer-strategy is there, and does not carry it"),
        ("S0-1", {"planned": "boise-office"}, "S0-1: boise-office is there, and does not carry it"),
        ("S0-1", {"report": ("danger", "danger")}, "S0-1: danger twice"),
        ("S4-8", {"items": ("P1-Q1",)}, "S4-8: P1-Q1 names it in its sources, so it is not written again"),
    ],
)
def test_mistakes_are_told(name, values, told):
    assert told in source_facts.problems(changed(name, **values))


def test_a_statement_there_twice_or_missing_is_told():
    file = source_facts.known()
    assert "S0-1: there twice" in source_facts.problems(replace(file, facts=(*file.facts, file.facts[0])))
    missing = replace(file, facts=tuple(fact for fact in file.facts if fact.id != "S4-8"))
    assert source_facts.problems(missing) == ["S4-8: named as a source, but not in facts.yaml"]


def test_fields_are_paths_in_a_format():
    names = source_facts.field_names()
    assert {"touchmap.touchpoints.consent.basis", "engagement.programme.next_decision.on"} <= names
    assert "overlay.from_" not in names
    assert {name.partition(".")[0] for name in names} == {
        title.partition("/")[0] for title, _, _ in source_facts.FORMATS
    }


def test_a_rule_carries_a_statement_once_it_is_built():
    file = source_facts.known()
    fact = next(fact for fact in file.facts if fact.id == "S0-42")
    assert set(source_facts.covers(fact)) == {"rules"}
    assert source_facts.today(fact)
    unbuilt = replace(file, rules=tuple(replace(rule, built=False) for rule in file.rules))
    assert not source_facts.today(fact, unbuilt)


def test_a_rule_is_built_where_the_product_has_it():
    assert {rule.id for rule in source_facts.known().rules if rule.built} == set(RULES)


def test_a_part_that_has_come_is_no_longer_to_come():
    fact = next(fact for fact in source_facts.known().facts if fact.id == "S0-4")
    assert source_facts.covers(replace(fact, covered=source_facts.Cover(planned="boise-office"))) == {
        "examples": ["boise-office"]
    }


def test_the_page_is_up_to_date():
    text = PAGE.read_text("utf-8")
    made = "\n".join(source_facts.coverage())
    assert generate._replace(text, "coverage", made, PAGE.name) == text, "run: make docs"


def test_the_page_has_a_row_for_each_statement_and_sums_that_hold():
    text = PAGE.read_text("utf-8")
    assert re.findall(r"^\| (S\d-\d+) \| .+ \| .+ \|$", text, re.MULTILINE) == IDS
    rows = [
        [int(cell) for cell in line.split("|")[2:-1]]
        for line in re.findall(r"^\| (?:S\d: |all).+", text, re.MULTILINE)
    ]
    assert [row[0] for row in rows] == [*LAST.values(), len(IDS)]
    assert all(row[0] == sum(row[1:4]) for row in rows)


def test_nothing_of_this_machine_is_told():
    for path in (PAGE, PAGE.with_name("facts.yaml")):
        assert not re.search(r"(?:^|[\s`\"'(])/\w+/|\.tsv\b", path.read_text("utf-8"))
