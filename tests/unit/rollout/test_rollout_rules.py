"""Rules RR1 to RR14: cases in ``tests/cases/rollout_rules``, and what they say of the two examples.

A case lays its ``rollout`` and ``map`` over those of ``common.yaml`` and lists
in ``expect`` all that its rule finds, as ``cause severity subject``, with the
other elements behind where ``elements`` are asked for.  ``option`` is written
like one of the file; without it the pool is done in its order.  ``live`` holds
days of go-live (earliest, 50th, 80th percentile) by step.
"""

from datetime import date, timedelta
from functools import cache
from pathlib import Path
from string import Formatter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness import LANGUAGES
from readiness.folder import library
from readiness.folder.engagement import read_engagement
from readiness.folder.parse import parse
from readiness.folder.rollout import zone_of
from readiness.folder.source import Limits, Source
from readiness.folder.typed import build
from readiness.resources import examples
from readiness.rollout.arrangement import arrange
from readiness.rollout.localtime import midnight
from readiness.rollout.model import Option, Rollout
from readiness.rollout.rules import CAUSES, RULES, Case, find
from readiness.rollout.rules.finding import SEVERITIES
from readiness.rollout.step import TESTS
from readiness.scalars import read_day, read_number
from readiness.touchmap.model import TouchMap
from readiness.touchmap.volumes import traffic

CASES = Path(__file__).parents[2] / "cases" / "rollout_rules"
FIRST, LAST = date(2001, 1, 1), date(2003, 12, 31)


def read_yaml(path):
    value, problems = parse(Source(path.name, path.read_text("utf-8")), Limits())
    assert not problems, problems
    return value


def typed(type_, record):
    value, problems = build(type_, record)
    assert not problems, problems
    return value


def zones(name):
    return zone_of(name or "America/Boise")


def laid_over(record, part):
    for key, value in (part or {}).items():
        record[key] = value
        record.key_places[key] = part.key_places[key]
        record.value_places[key] = part.value_places[key]
    return record


def built(case):
    common = read_yaml(CASES / "common.yaml")
    rollout = typed(Rollout, laid_over(common["rollout"], case.get("rollout")))
    touchmap = typed(TouchMap, laid_over(common["map"], case.get("map")))
    live = {
        step: tuple(midnight(read_day(day), zones("")) + 9 * 3600 for day in days)
        for step, days in (case.get("live") or {}).items()
    }
    milestones = {name: read_day(day) for name, day in (case.get("milestones") or {}).items()}
    option = next(iter(rollout.options), Option("pool"))
    made = Case(rollout, touchmap, traffic(touchmap), zones, FIRST, LAST, milestones, live)
    return made, arrange(rollout, option)


def all_cases():
    for path in sorted(CASES.glob("RR*.yaml")):
        for case in read_yaml(path)["cases"]:
            yield pytest.param(path.stem, case, id=f"{path.stem}: {case['name']}")


def told(finding, *, elements=False):
    rest = [one for one in finding.elements if one != finding.subject] if elements else []
    return " ".join((finding.cause, finding.severity, finding.subject, *rest))


@pytest.mark.parametrize(("code", "case"), list(all_cases()))
def test_a_rule_finds_exactly_this(code, case):
    found = find(*built(case), rules={code: RULES[code]})
    whole = case.get("elements") == "true"
    assert [told(finding, elements=whole) for finding in found] == case.get("expect", [])
    for finding in found:
        for name, figure in (case.get("figures") or {}).items():
            assert finding.figures[name] == pytest.approx(read_number(figure))


def test_each_cause_of_each_rule_has_a_case_and_each_rule_one_that_is_quiet():
    raised, quiet = set(), set()
    for param in all_cases():
        code, case = param.values
        expected = case.get("expect", [])
        raised |= {(code, line.split()[0]) for line in expected}
        quiet |= set() if expected else {code}
    assert raised == {(code, cause) for code, causes in CAUSES.items() for cause in causes}
    assert quiet | {"RR10"} == set(RULES)  # RR10 always tells what it found


def test_the_page_tells_each_cause_and_every_severity_that_it_has():
    page = Path(__file__).parents[3] / "docs" / "reference" / "rollout-rules.md"
    told_of, code = {}, ""
    for line in page.read_text("utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if len(cells) == 5 and cells[2].startswith("`"):
            code = cells[0] or code
            told_of[code, cells[2].strip("`")] = cells[4]
    assert set(told_of) == {(code, cause) for code, causes in CAUSES.items() for cause in causes}
    for param in all_cases():
        code, case = param.values
        for line in case.get("expect", []):
            cause, severity = line.split()[:2]
            assert severity in told_of[code, cause], (code, cause)


@cache
def example(name):
    engagement = read_engagement(examples() / name).engagement
    rollout, zone = engagement.rollout, engagement.profile.time_zone
    first = rollout.start
    case = Case(
        rollout,
        engagement.touchmap,
        traffic(engagement.touchmap),
        lambda name: zone_of(name or zone),
        first,
        first + timedelta(days=3 * 365),
        engagement.profile.milestones,
    )
    return {option.id: find(case, arrange(rollout, option)) for option in rollout.options}


def objections(option, code="RR7"):
    return {told(one, elements=True) for one in example("shanghai-gm")[option] if one.code == code}


def test_the_review_objects_to_the_articles_order():
    """S4-22: what is sent to customers comes before anybody knows for whom it is."""
    late = "steps:customer-choice steps:segment-analysis"
    assert objections("article-order") == {
        f"outbound-before-segments serious steps:personal-messages {late}",
        f"outbound-before-segments serious steps:cross-sell-prompts {late}",
    }


def test_the_article_objects_to_the_reviews_order():
    """S3-59, S3-63: segments are computed from data that are not united yet."""
    assert objections("segments-first") == {
        "segments-before-data serious steps:segment-analysis steps:dealer-data steps:station-data"
    }


def test_neither_objects_where_people_decide_first_and_compute_later():
    assert objections("choose-then-calculate") == set()


def test_a_big_bang_breaks_every_order_a_little_and_the_size_rule_most():
    found = example("shanghai-gm")["big-bang"]
    assert {one.cause for one in found if one.code == "RR7"} == {"together"}
    assert [one.severity for one in found if one.code == "RR5"] == ["critical"]


@pytest.mark.parametrize("option", ["big-bang", "four-waves", "one-by-one", "phone-pilot"])
def test_no_record_of_boise_moves_in_business_hours(option):
    """S0-42: only the Web shop, open all week, needs a bypass."""
    found = [one for one in example("boise-office")[option] if one.code == "RR2"]
    assert {one.cause for one in found} == {"always-open-bypass"}


def test_the_pilot_on_the_phone_answers_what_four_waves_are_told():
    keys = {option: {one.key[:3] for one in found} for option, found in example("boise-office").items()}
    gone = keys["four-waves"] - keys["phone-pilot"]
    assert ("RR4", "no-pilot", "steps:phone-interaction") in gone


@pytest.mark.parametrize("name", ["boise-office", "shanghai-gm"])
def test_findings_are_sorted_and_name_what_exists(name):
    for option, found in example(name).items():
        assert [SEVERITIES.index(one.severity) for one in found] == sorted(
            (SEVERITIES.index(one.severity) for one in found), reverse=True
        )
        keys = [one.key for one in found]
        assert len(set(keys)) == len(keys), option


def test_nothing_is_found_where_nothing_is_done():
    case, _ = built({})
    assert find(case, arrange(case.rollout, Option("nothing", without=tuple(case.rollout.pool)))) == ()


@given(st.permutations(list(RULES)))
def test_rules_do_not_depend_on_each_other(codes):
    case, arrangement = built({})
    together = find(case, arrangement)
    apart = [one for code in codes for one in find(case, arrangement, rules={code: RULES[code]})]
    assert sorted(one.key for one in together) == sorted(one.key for one in apart)


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_cause_has_words_with_places_that_are_filled(language):
    words = library.phrases(language).words
    family = {key for key in words if key.startswith("rr.")}
    wanted = {f"rr.{code}.title" for code in CAUSES} | {
        f"rr.{code}.{cause}.{part}"
        for code, causes in CAUSES.items()
        for cause in causes
        for part in ("message", "mend")
    }
    wanted |= {f"rr.test.{test}" for test in TESTS} | {"rr.work.migration", "rr.work.cut-over"}
    assert family == wanted
    filled = {}
    for param in all_cases():
        code, case = param.values
        for one in find(*built(case), rules={code: RULES[code]}):
            places = {*one.values, *one.figures, "subject"}
            filled[one.phrase] = filled.get(one.phrase, places) & places
    for phrase, places in filled.items():
        for part in ("message", "mend"):
            asked = {name for _, name, _, _ in Formatter().parse(words[f"{phrase}.{part}"]) if name}
            assert asked <= places, phrase
