"""What rules say against an option, in words: titles, sums, periods, places; common to all or not."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import pytest

from readiness import LANGUAGES
from readiness.folder import library
from readiness.reports.rollout.objections import Objection, Objector, by_option, findings
from readiness.reports.words import Words
from readiness.resources import examples
from readiness.rollout.fields import Period
from readiness.rollout.model import Deadline, Option, Rollout
from readiness.rollout.rules import RolloutFinding
from readiness.rollout.step import Step
from readiness.scalars import Text
from readiness.services import rollouts
from readiness.touchmap.model import TouchMap, Touchpoint

MAP = TouchMap("touchmap/1", "m", touchpoints=(Touchpoint("call", Text((("", "Call us"),)), "buy", "phone"),))
ROLLOUT = Rollout(
    "rollout/1",
    "r",
    steps=tuple(Step(name, Text((("", f"Step {name}"),))) for name in "abcdef"),
    options=(Option("at-once", Text((("", "All at once"),))),),
    deadlines=(Deadline("law", Period(date(2001, 1, 1), date(2001, 1, 1)), Text((("", "New law"),))),),
)


def objector(language="en", **spans):
    words = Words(library.phrases(language), "en")
    return Objector(
        ROLLOUT, MAP, words, "USD", {key.replace("_", ":"): value for key, value in spans.items()}
    )


def told(code, cause, subject="steps:a", values=None, figures=None, **more):
    return objector().tell(
        RolloutFinding(code, cause, "serious", subject, (), values or {}, figures or {}, **more)
    )


def test_a_period_is_told_as_days_and_touchpoints_by_title():
    values = {"periods": ((date(2001, 7, 1), date(2001, 7, 9)),), "touchpoints": ("touchpoints:call",)}
    one = told("RR13", "peak", values=values, figures={"contacts_in_peak": 1234.4})
    assert "“Step a”" in one.message
    assert "(1\u00a0July\u00a02001–9\u00a0July\u00a02001)" in one.message
    assert "1,234 contacts at: Call us" in one.message


def test_shares_are_percentages_sums_have_a_currency_and_long_lists_end():
    names = tuple(f"steps:{name}" for name in "abcdef")
    one = told("RR5", "big-bang", "options:at-once", {"names": names}, {"moved_share": 0.615})
    assert "62%" in one.message or "61%" in one.message
    assert "Step d, and 2 more" in one.message
    assert "Step e" not in one.message
    free = told("RR11", "free-later", values={"others": ("steps:b",)}, figures={"paid": 20000.0})
    assert "USD\u00a020,000 is paid first" in free.message


def test_own_words_tests_kinds_of_work_and_deadlines_are_told():
    values = {"what": "work:cut-over", "touchpoints": (), "bypass": Text((("", "We call back"),))}
    one = told("RR2", "always-open-bypass", values=values)
    assert "changing over" in one.message
    assert "We call back" in one.message
    missing = told("RR12", "tests-missing", values={"tests": ("test:load", "test:back-out")})
    assert "under load, going back" in missing.message
    law = {"deadline": "deadlines:law", "period": (date(2001, 1, 1), date(2001, 1, 1)), "steps": ("steps:a",)}
    assert "“New law” (1\u00a0January\u00a02001)" in told("RR13", "deadline-open", values=law).message
    early = told("RR12", "staff-cut-early", values={"on": date(2001, 5, 1), "shown": date(2001, 6, 1)})
    assert "1\u00a0May\u00a02001" in early.message


def test_an_option_of_ours_has_its_name_and_a_finding_its_place():
    one = RolloutFinding("RR14", "no-blueprint", "serious", "options:free-remedies-only", ("steps:a",))
    found = objector(steps_a="rollout.yaml:3:5").tell(one)
    assert found.places == ("rollout.yaml:3:5",)
    assert found.to_json() == {
        "code": "RR14",
        "cause": "no-blueprint",
        "severity": "serious",
        "subject": "options:free-remedies-only",
        "message": str(found.message),
        "mend": str(found.mend),
        "spans": ["rollout.yaml:3:5"],
    }
    left = RolloutFinding(
        "RR14", "left-out", "note", "options:free-remedies-only", (), {"names": ("steps:a",)}
    )
    assert "“Free remedies only” leaves out" in objector().tell(left).message


def objection(name, severity="minor"):
    return Objection((name, "", "", ""), severity, name, "", ())


def test_what_speaks_against_all_is_told_once_and_notes_are_not():
    every, left = by_option(
        {
            "one": [objection("x", "critical"), objection("a"), objection("n", "note")],
            "two": [objection("a"), objection("n", "note")],
        },
        ["one", "two"],
    )
    assert [one.key[0] for one in every] == ["a"]
    assert {name: [one.key[0] for one in some] for name, some in left.items()} == {"one": ["x"], "two": []}


def test_of_a_single_option_nothing_is_common():
    every, left = by_option({"one": [objection("a")]}, ["one"])
    assert every == ()
    assert [one.key[0] for one in left["one"]] == ["a"]
    assert by_option({}, []) == ((), {})


@pytest.mark.parametrize("name", ["boise-office", "shanghai-gm"])
def test_each_finding_of_the_examples_has_whole_sentences_in_each_language(name):
    compared = rollouts.compare(examples() / name, trials=200, depth=False)
    case = compared.case
    found = findings(compared.outcomes, case.setting, case.engagement.profile.milestones)
    assert found["do-nothing"] == ()
    planned = [one for outcome in compared.outcomes for one in found[outcome.id]]
    assert len(planned) > 20
    assert {one.cause for one in planned} & {"peak", "peak-possible"}  # dates were known
    for language in LANGUAGES:
        words = Words(library.phrases(language), case.words.own)
        teller = Objector(case.rollout, case.setting.touchmap, words, case.currency, case.engagement.spans)
        for finding, one in zip(planned, map(teller.tell, planned), strict=True):
            assert not {"{", "}"} & {*one.message, *one.mend}
            assert one.message[-1] in ".。" or "bypass" in finding.values  # a person's own words
            assert "steps:" not in one.message
            assert one.places or "free-remedies-only" in finding.subject  # which stands in no file


def test_rules_are_asked_without_dates_where_a_step_never_goes_live():
    compared = rollouts.compare(examples() / "boise-office", trials=200, depth=False)
    case = compared.case
    never = SimpleNamespace(
        id="never",
        plan=compared.best.plan,
        dates={step: SimpleNamespace(live=(2**50,) * 5) for step in compared.best.dates},
    )
    found = findings([never], case.setting, case.engagement.profile.milestones)["never"]
    assert found
    assert not {one.cause for one in found} & {"peak", "peak-possible"}
