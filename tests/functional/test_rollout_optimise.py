"""``readiness rollout optimise`` on real folders."""

import json
import shutil
import sys

import pytest
import yaml

from readiness.resources import examples
from readiness.services.better_options import SEARCH_TRIALS, optimise

FEW = ("--tries", "30", "--trials", "400")
LANGUAGES = ("en", "zh-Hant", "zh-Hans")
GAP = {"en": "Of the rough plans it is known", "zh-Hant": "就粗略計畫而言", "zh-Hans": "就粗略计划而言"}


def legal(waves, pool):
    place = {step: number for number, wave in enumerate(waves) for step in wave}
    return all(
        place[other] <= place[name]
        for name in place
        for other in pool[name].get("after", ())
        if other in place
    )


@pytest.fixture(scope="module")
def found(servers):
    ran = servers.run("rollout", "optimise", examples() / "shanghai-gm", *FEW, "--format", "json")
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout)


def test_better_phasings_than_the_sources_own_are_found(found):
    pool = {
        step["id"]: step
        for step in yaml.safe_load((examples() / "shanghai-gm/rollout.yaml").read_text("utf-8"))["steps"]
    }
    assert found["proof"] in ("rough-proven", "rough-open")
    assert found["tried"] == 30
    assert found["trials"] == found["asked"] == 400
    assert all(0 <= gap < 1 for gap in found["gaps"].values())
    assert (found["gaps_of"], found["proven"], found["trials_each"]) == ("rough", False, SEARCH_TRIALS)
    assert found["gaps"]["finish"] == 0  # the earliest rough plan is soon found and proven
    for one in found["front"]:
        assert sorted(step for wave in one["waves"] for step in wave) == sorted(found["steps"])
        assert legal(one["waves"], pool)
    article = next(one for one in found["own"] if one["id"] == "article-order")
    by = found["front"][article["beaten_by"] - 1]
    assert by["npv"] >= article["npv"]
    assert by["exposure"] <= article["exposure"]
    assert by["finish_day_p80"] <= article["finish_day_p80"]
    assert found["best"] == max(found["front"], key=lambda one: one["npv"])["number"]


def test_without_the_solver_it_is_as_good_and_says_that_nothing_is_proven(monkeypatch, found):
    monkeypatch.setitem(sys.modules, "ortools.sat.python", None)  # as where it is not installed
    alone = optimise(examples() / "shanghai-gm", "en", tries=30, trials=400)
    assert (alone.proof, alone.proven, alone.gaps) == ("no-solver", False, (None, None, None))
    assert alone.gaps_of is None
    text = alone.to_text()
    assert "This is not proven" in text
    assert GAP["en"] not in text
    assert alone.beaten_by("article-order") is not None
    assert alone.best.npv >= 0.99 * max(one["npv"] for one in found["front"])
    soonest = min(one["finish_day_p80"] for one in found["front"])
    assert min(one.finish for one in alone.front) / 86400 <= soonest * 1.01


@pytest.mark.long
def test_what_was_found_is_an_option_that_can_be_compared(command, tmp_path, found):
    folder = shutil.copytree(examples() / "shanghai-gm", tmp_path / "case")
    told = command("rollout", "optimise", folder, *FEW, "--format", "yaml")
    with (folder / "rollout.yaml").open("a", encoding="utf-8") as file:
        file.write(told.stdout)
    compared = command(
        "rollout", "compare", folder, "--only", "found", "--quick", "--trials", "400", "--format", "json"
    )
    assert compared.returncode == 0, compared.stderr
    (option,) = json.loads(compared.stdout)["options"]
    best = found["front"][found["best"] - 1]
    assert option["waves"] == best["waves"]
    assert option["npv"]["mean"] == pytest.approx(best["npv"], rel=1e-4)
    assert option["exposure"]["mean"] == pytest.approx(best["exposure"], rel=1e-4)


@pytest.mark.long
@pytest.mark.parametrize("language", LANGUAGES)
def test_people_read_it_in_their_language(command, language):
    ran = command("rollout", "optimise", examples() / "boise-office", *FEW, "--language", language)
    assert ran.returncode == 0, ran.stderr
    assert "waves:" in ran.stdout
    assert "{" not in ran.stdout
    assert GAP[language] in ran.stdout


def test_few_steps_are_all_tried(command, tmp_path):
    folder = shutil.copytree(examples() / "boise-office", tmp_path / "case")
    path = folder / "rollout.yaml"
    path.write_text(
        "format: rollout/1\nid: few\nsteps:\n"
        "  - {id: a, title: A, kind: process, days: 5, affects: {none: {notice: None}}}\n"
        "  - {id: b, title: B, kind: process, days: 9, after: [a], affects: {none: {notice: None}}}\n"
        "  - {id: c, title: C, kind: process, days: 2, affects: {none: {notice: None}}}\n"
        "options:\n  - {id: mine, waves: [[a], [b], [c]]}\n",
        "utf-8",
    )
    ran = command("rollout", "optimise", folder, "--trials", "200", "--format", "json")
    assert ran.returncode == 0, ran.stderr
    told = json.loads(ran.stdout)
    assert told["proof"] == "all"
    assert told["gaps"] == {"finish": 0, "exposure": 0, "npv": 0}
    assert (told["gaps_of"], told["proven"], told["trials_each"]) == ("simulated", True, 2000)
    assert told["tried"] == 8  # 13 ordered partitions of three, less five in which b comes before a
    again = command("rollout", "optimise", folder, "--trials", "200", "--format", "json")
    assert again.stdout == ran.stdout
    for language in LANGUAGES:
        ran = command("rollout", "optimise", folder, "--trials", "200", "--language", language)
        assert ran.returncode == 0, ran.stderr
        assert "waves:" in ran.stdout
        assert "{" not in ran.stdout


def test_an_option_that_never_ends_says_why(command, tmp_path):
    folder = shutil.copytree(examples() / "boise-office", tmp_path / "case")
    (folder / "rollout.yaml").write_text(
        "format: rollout/1\nid: stuck\n"
        "calendars:\n  - {id: shut, hours: [mon-fri 09:00-17:00], closed: [1990-01-01..2100-01-01]}\n"
        "steps:\n"
        "  - {id: a, title: A, kind: process, days: 5, calendar: shut, affects: {none: {notice: None}}}\n"
        "options:\n  - {id: mine, waves: [[a]]}\n",
        "utf-8",
    )
    line = ("rollout", "optimise", folder, "--trials", "200", "--language", "en")
    (own,) = json.loads(command(*line, "--format", "json").stdout)["own"]
    explained = command("rollout", "explain", folder, "mine", "a", "--language", "en").stdout
    assert own["finish_p80"] is None
    assert own["never"]
    told = command(*line).stdout
    for reason in own["never"]:
        assert reason in explained
        assert f"is never finished, because: {reason}" in told


def ended_when(until):
    """Answer whether to go on: not from the moment on that ``until`` holds, of what is done and asked."""
    return lambda done, asked: not until(done, asked)


@pytest.mark.long
def test_judging_what_was_found_is_cut_short_too():
    searched = optimise(examples() / "shanghai-gm", "en", trials=900, tries=8)
    assert (searched.ended, searched.trials) == ("", 900)
    cut = optimise(
        examples() / "shanghai-gm", "en", trials=900, tries=8,
        progress=ended_when(lambda done, asked: asked not in (1, 8) and done == 1),
    )  # fmt: skip
    assert (cut.ended, cut.trials, cut.asked, cut.tried) == ("stopped", SEARCH_TRIALS, 900, searched.tried)
    assert cut.front
    assert {outcome.trials for outcome in cut.outcomes.values()} == {SEARCH_TRIALS}
    assert "those of 500 trials, not of 900" in cut.to_text()
    assert "figures are those" not in searched.to_text()


def test_where_all_is_done_there_is_nothing_to_phase(command, tmp_path):
    folder = shutil.copytree(examples() / "boise-office", tmp_path / "case")
    (folder / "rollout.yaml").write_text(
        "format: rollout/1\nid: over\nsteps:\n"
        "  - {id: a, title: A, kind: process, days: 5, done: 2000-01-01, affects: {none: {notice: None}}}\n",
        "utf-8",
    )
    ran = command("rollout", "optimise", folder)
    assert ran.returncode == 3
    assert "every step of its rollout is done" in ran.stderr
