"""``rollout explain`` on the examples: one date followed by hand, every place looked up, three languages."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date, datetime, timedelta
from math import ceil
from pathlib import Path
from typing import get_args

import pytest
from scipy import stats

from readiness.errors import NotFound
from readiness.folder import library
from readiness.reports.words import Words
from readiness.resources import examples
from readiness.rollout.hindrances import Cause
from readiness.rollout.obstacles import ObstacleKind
from readiness.rollout.waits import WaitKind
from readiness.services import message
from readiness.services.rollout_explanations import explain_in, explain_step
from readiness.services.rollouts import open_rollout

LANGUAGES = ("en", "zh-Hant", "zh-Hans")
BOISE, SHANGHAI = (examples() / name for name in ("boise-office", "shanghai-gm"))
MINUTE = timedelta(minutes=1)
PLACE = re.compile(r"^([\w.-]+\.yaml):(\d+):(\d+)$")


@pytest.fixture(scope="module")
def boise():
    return open_rollout(BOISE, "en")


@pytest.fixture(scope="module")
def shanghai():
    return open_rollout(SHANGHAI, "zh-Hans")


# -- one date by hand, minute by minute on the clock of the wall, from the first day of work to the go-live


def median(estimate):
    low, likely, high = estimate.points
    span, alpha = high - low, 1 + 4 * (likely - low) / (high - low)
    return low + span * stats.beta.ppf(0.5, alpha, 6 - alpha)


def in_office(at, rollout):
    """The comments of the file: Monday to Friday, 08:00 to 12:00 and 13:00 to 17:00, and its holidays."""
    office = next(one for one in rollout.calendars if one.id == "office")
    holiday = any(at.date() in period for period in office.closed)
    return at.weekday() < 5 and not holiday and at.hour in (8, 9, 10, 11, 13, 14, 15, 16)


def in_blackout(at, rollout):
    return any(at.date() in one.period for one in rollout.blackouts)


def at_night(at, rollout):
    """Phone, fax and e-mail are open Monday to Friday, 07:00 to 19:00; the backup runs on Sunday."""
    business = at.weekday() < 5 and 7 <= at.hour < 19
    backup = at.weekday() == 6 and 2 <= at.hour < 6
    return not business and not backup and not in_blackout(at, rollout)


def at_weekend(at, rollout):
    weekend = (
        (at.weekday() == 4 and at.hour >= 19) or at.weekday() in (5, 6) or (at.weekday() == 0 and at.hour < 7)
    )
    backup = at.weekday() == 6 and 2 <= at.hour < 6
    return weekend and not backup and not in_blackout(at, rollout)


def walk(at, minutes, is_open, rollout):
    """Work so many open minutes, a part of a minute in the end."""
    while True:
        after = at.replace(second=0, microsecond=0) + MINUTE
        here = (after - at) / MINUTE
        if is_open(at, rollout):
            if minutes <= here:
                return at + minutes * MINUTE
            minutes -= here
        at = after


def unbroken(at, hours, is_open, rollout):
    """The first instant from which on so many hours are open."""
    start = None
    while start is None or at - start < timedelta(hours=hours):
        start = (start or at) if is_open(at, rollout) else None
        at = at.replace(second=0, microsecond=0) + MINUTE
    return start


def test_the_go_live_of_the_customer_database_followed_by_hand(boise):
    rollout = boise.rollout
    text, found = explain_in(boise, "four-waves", "customer-database")
    pool, gates = rollout.pool, {gate.pitfall: gate for gate in rollout.gates}
    day = rollout.day_hours * 60

    def office(at, estimate):
        return walk(at, median(estimate) * day, in_office, rollout)

    start = datetime.combine(rollout.start, datetime.min.time())
    # first wave: rules, then experts on a line of their own with a check; neither has a cut-over of its own
    rules = office(start, pool["ways-of-working"].days)
    experts = office(rules, pool["expert-line"].days)
    live = office(experts, pool["expert-line"].customer_check.days)
    tested = max(office(live, pool[name].exit_test.days) for name in ("ways-of-working", "expert-line"))
    # second wave: behind the pitfall technology, which is cleared long before
    assert boise.setting.shut >= {"technology"}
    assert office(start, gates["technology"].days) < tested
    step = pool["customer-database"]
    worked = office(tested, step.days)
    checked = office(worked, step.customer_check.days)
    runs = 1 + step.migrate.rehearsals
    minutes = runs * step.migrate.records / median(step.migrate.per_hour) * 60
    moved = walk(checked, minutes, at_night, rollout)
    began = unbroken(moved, step.cut_over.hours, at_weekend, rollout)
    gone = began + timedelta(hours=step.cut_over.hours)
    parts = {(one["part"], one["step"]): one for one in found["parts"]}
    told = {
        parts["work", step.id]["start"]: tested,
        parts["work", step.id]["finish"]: worked,
        parts["check", step.id]["finish"]: checked,
        parts["move", step.id]["finish"]: moved,
        parts["cut-over", step.id]["start"]: began,
        found["live"]: gone,
    }
    for written, mine in told.items():
        assert abs(datetime.fromisoformat(written).replace(tzinfo=None) - mine) < MINUTE, written
    assert f"{gone:%A}, {gone.day} {gone:%B} {gone.year}, {found['live'][11:16]}" in text
    # and the blackout costs what is said: without it the records are moved on summer nights
    one = next(one for one in parts["move", step.id]["before_finish"] if one["cause"] == "blackout")
    no_blackout = replace(rollout, blackouts=())
    sooner = walk(checked, minutes, at_night, no_blackout)
    assert abs(datetime.fromisoformat(one["without"]).replace(tzinfo=None) - sooner) < MINUTE
    assert one["name"] == "back-to-school-2001"
    assert (one["period"][0], one["period"][1]) == ("2001-07-23", "2001-09-07")


def test_the_need_is_shown_with_its_terms(boise):
    text, found = explain_in(boise, "one-by-one", "customer-database")
    need = next(one["needs"] for one in found["parts"] if one["part"] == "move")
    runs, records, rate, hours = re.search(
        r"(\d+) x ([\d,]+) records / ([\d,.]+) an hour = ([\d,.]+) hours", text
    ).groups()
    runs, records, rate, hours = (float(one.replace(",", "")) for one in (runs, records, rate, hours))
    assert (runs, records) == (need["runs"], need["records"])
    assert runs * records / rate == pytest.approx(hours, abs=0.01)
    assert need["seconds"] == ceil(runs * records / need["per_hour"] * 3600)
    for days, day, hours in re.findall(r"([\d.]+) working days of ([\d.]+) hours = ([\d.]+) hours", text):
        assert float(days) * float(day) == pytest.approx(float(hours), abs=0.05)


# -- places


def spans_of(value):
    if isinstance(value, dict):
        if "spans" in value:
            yield value["elements"], value["spans"]
        for part in value.values():
            yield from spans_of(part)
    elif isinstance(value, list):
        for part in value:
            yield from spans_of(part)


@pytest.mark.parametrize(
    ("option", "step"),
    [
        ("four-waves", "web-interaction"),
        ("one-by-one", "phone-interaction"),
        ("phone-pilot", "phone-interaction"),
    ],
)
def test_every_reason_names_the_lines_on_which_it_stands(boise, option, step):
    text, found = explain_in(boise, option, step)
    lines = {
        name: (BOISE / name).read_text("utf-8").splitlines() for name in ("rollout.yaml", "touchmap.yaml")
    }
    seen = 0
    for elements, spans in spans_of(found):
        written = [element for element in elements if element in boise.engagement.spans]
        assert len(spans) == len(dict.fromkeys(written))
        for element, span in zip(dict.fromkeys(written), spans, strict=True):
            name, line, column = PLACE.match(span).groups()
            here = lines[name][int(line) - 1][int(column) - 1 :]
            kind, _, identity = element.partition(":")
            key = {"gates": "pitfall", "rollout": "2001-01-16"}.get(kind, "id")
            assert re.search(rf"{key}(: {identity}\b|\s)", here), (element, span, here)
            seen += 1
    assert seen > 10
    printed = re.findall(r"(?:rollout|touchmap)\.yaml:\d+:\d+", text)
    assert len(printed) > 10
    assert {*printed} <= {span for _, spans in spans_of(found) for span in spans}


def test_a_changed_step_names_the_option_that_changes_it(boise):
    _, found = explain_in(boise, "phone-pilot", "phone-interaction")
    pilot = next(one for one in found["parts"] if one["part"] == "pilot")
    assert pilot["elements"] == ["steps:phone-interaction", "options:phone-pilot"]
    barrier = next(one for one in found["parts"] if one["part"] == "work")["waits"]
    assert {"wave", "after"} == {one["kind"] for one in barrier}
    wave = next(one for one in barrier if one["kind"] == "wave")
    assert "options:four-waves" in wave["elements"], "the waves are those of the option that it is like"


# -- all steps, all languages


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("case", ["boise", "shanghai"])
@pytest.mark.long
def test_every_step_is_explained_in_every_language(case, language, request):
    case = request.getfixturevalue(case)
    case = replace(case, words=Words(library.phrases(language), case.words.own))
    every = [(one.id, step) for one in case.arrangements for step in case.rollout.pool]
    for option, step in every[LANGUAGES.index(language) :: 5]:
        text, found = explain_in(case, option, step)
        json.dumps(found)
        assert found["state"] in ("planned", "never", "done", "left-out")
        assert not re.search(r"[{}]|None|\bnan\b", text), (option, step)
        assert ("rollout.yaml:" in text) == bool(found["spans"])
        assert "\u00a0" not in text
        if found["state"] == "planned":
            assert all(one["waits"] for one in found["parts"])
            assert len(found["path"]) > 1 or found["path"][0]["waits_for"] == "start"
        if found["state"] == "never":
            assert found["never"]


def test_the_same_words_each_time():
    one, other = (explain_step(BOISE, "big-bang", "spending-reports") for _ in range(2))
    assert one == other


# -- what cannot be done, and what is not there


def test_what_nobody_clears_and_who_waits_behind_it(boise):
    gates = tuple(
        replace(one, days=None, by=None) for one in boise.rollout.gates if one.pitfall == "technology"
    )
    stuck = replace(boise, rollout=replace(boise.rollout, gates=gates))
    stuck.__dict__.pop("setting", None)
    text, found = explain_in(stuck, "one-by-one", "spending-reports")
    assert found["state"] == "never"
    assert found["live"] is None
    first = found["never"][0]
    assert (first["kind"], first["pitfall"], first["step"]) == ("gate", "technology", "customer-database")
    assert "waits until Technology is cleared, and nobody clears it" in text
    assert "Live: never" in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_obstacle_in_words(boise, language):
    """A rollout in which each step meets another obstacle."""
    from readiness.rollout.fields import Estimate, Period
    from readiness.rollout.model import Blackout, Calendar, Option, Team
    from readiness.rollout.step import CutOver, Migrate, Step

    day, long, none = (Estimate(points=(days,)) for days in (1.0, 9000.0, 0.0))
    steps = (
        Step("gate", days=day, gate=("technology",)),
        Step("people", days=day, team="two", people=3),
        Step("closed", days=day, calendar="closed"),
        Step("black", days=day, cut_over=CutOver(2.0, calendar="spring")),
        Step("window", days=day, cut_over=CutOver(90.0, calendar="office")),
        Step("long", days=long),
        Step("slow", days=none, migrate=Migrate(1e9, day, calendar="office")),
        Step("egg", days=day, after=("hen",)),
        Step("hen", days=day, after=("egg",)),
    )
    spring = Period(date(2000, 1, 1), date(2099, 1, 1))
    rollout = replace(
        boise.rollout,
        steps=steps,
        gates=(),
        teams=(Team("two", people=2),),
        options=(Option("all"),),
        blackouts=(Blackout("spring", spring),),
        calendars=(
            Calendar("office", hours=("mon-fri 08:00-16:00",)),
            Calendar("closed", hours=("mon 08:00-09:00",), excludes=("office",)),
            Calendar("spring"),
        ),
    )
    case = replace(boise, rollout=rollout, words=Words(library.phrases(language), "en"))
    told = {one.id: explain_in(case, "all", one.id) for one in steps}
    kinds = {name: [one["kind"] for one in found["never"]] for name, (_, found) in told.items()}
    assert kinds == {
        "gate": ["gate"], "people": ["people"], "closed": ["never-open"], "black": ["blackout"],
        "window": ["window"], "long": ["too-long"], "slow": ["migration"],
        "egg": ["circle", "circle"], "hen": ["circle", "circle"],
    }  # fmt: skip
    for text, _ in told.values():
        assert not re.search(r"[{}]|None", text)
    if language == "en":
        assert "“Window” needs 90 hours without a break" in told["window"][0]
        assert "which has 2 at most" in told["people"][0]


def test_what_is_not_there_is_refused_with_what_was_meant(boise):
    wanted = {
        ("four-wave", "campaigns"): ("no-such-option", "Did you mean four-waves?"),
        ("xyz", "campaigns"): ("no-option", "big-bang, four-waves"),
        ("four-waves", "campaign"): ("no-such-step", "Did you mean campaigns?"),
        ("four-waves", "xyz"): ("no-step", "ways-of-working, expert-line"),
    }
    for (option, step), (code, words) in wanted.items():
        with pytest.raises(NotFound) as refused:
            explain_in(boise, option, step)
        assert refused.value.code == code
        for language in LANGUAGES:
            assert "{" not in message(refused.value, language)
        assert words in message(refused.value)


def test_every_kind_of_reason_has_its_row_in_the_reference():
    page = (Path(__file__).parents[2] / "docs" / "reference" / "rollout-explain.md").read_text("utf-8")
    rows = re.findall(r"^\| `([a-z-]+)` \|", page, re.MULTILINE)
    assert sorted(rows) == sorted((*get_args(WaitKind), *get_args(Cause), *get_args(ObstacleKind)))


def test_the_command_prints_text_and_values(command):
    shown = command("rollout", "explain", BOISE, "one-by-one", "phone-training")
    assert shown.returncode == 0, shown.stderr
    assert "Goes live" not in shown.stdout
    assert "What drives its go-live" in shown.stdout
    values = command("rollout", "explain", BOISE, "one-by-one", "phone-training", "--format", "json")
    assert set(json.loads(values.stdout)) == {
        "option", "step", "state", "since", "live", "done", "wave", "open_gates", "parts", "path", "slack",
        "a_day_earlier", "never", "elements", "spans",
    }  # fmt: skip
    refused = command("rollout", "explain", BOISE, "one-by-on", "phone-training")
    assert refused.returncode == 3
    assert "Did you mean one-by-one?" in refused.stderr
