"""Options side by side on the real examples, by the real command."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).parents[2] / "examples"
LOOK = ("--quick", "--trials", "400")


@pytest.fixture(params=["boise-office", "shanghai-gm"])
def compared(request, command):
    ran = command("rollout", "compare", EXAMPLES / request.param, *LOOK, "--format", "json")
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout)


def test_the_options_that_nobody_should_forget_stand_beside_the_planners(compared):
    names = [option["id"] for option in compared["options"]]
    assert {"do-nothing", "free-remedies-only"} < {*names}
    assert ("stop-and-exit" in names) == (compared["rollout"] == "four-steps")


def test_every_option_tells_what_tools_rely_on(compared):
    for option in compared["options"]:
        assert [*option["finish"]] == ["p10", "p50", "p80", "p90"]
        assert {"mean", "p80", "by_buyer"} == {*option["exposure"]}
        assert {"mean", "p10", "p50", "p90"} == {*option["npv"]}
        assert abs(sum(option["exposure"]["by_buyer"].values()) - option["exposure"]["mean"]) < 0.01
        assert 0 <= option["p_loss"] <= 1
        assert option["regret"] >= 0
    assert abs(sum(option["p_best"] for option in compared["options"]) - 1) < 1e-9


def test_options_finish_later_the_surer_it_must_be(compared):
    for option in compared["options"]:
        days = option["finish_day"]
        assert days["p10"] <= days["p50"] <= days["p80"] <= days["p90"]
        assert option["never"] == 0
        for step in option["steps"]:
            assert step["start"] <= step["live"] <= step["done"]


def test_doing_nothing_costs_and_disturbs_nothing(compared):
    nothing = next(option for option in compared["options"] if option["id"] == "do-nothing")
    assert nothing["exposure"]["mean"] == nothing["cost"]["mean"] == nothing["npv"]["mean"] == 0
    assert nothing["steps"] == []


def test_the_same_seed_gives_the_same_bytes_and_another_does_not(command):
    folder = EXAMPLES / "boise-office"
    one, same, other = (
        command("rollout", "compare", folder, *LOOK, "--seed", seed, "--format", "json").stdout
        for seed in ("3", "3", "4")
    )
    assert one == same
    assert one != other


def test_people_read_the_price_of_the_advice_in_three_languages(command):
    for language, word in (("en", "Recommended"), ("zh-Hant", "建議"), ("zh-Hans", "建议")):
        ran = command("rollout", "compare", EXAMPLES / "boise-office", *LOOK, "--language", language)
        assert ran.returncode == 0
        assert word in ran.stdout


def test_an_option_that_is_not_there_and_a_folder_without_rollout_are_refused(command, tmp_path):
    refused = command("rollout", "compare", EXAMPLES / "boise-office", "--only", "bigbang")
    assert refused.returncode == 3
    assert "There is no option bigbang" in refused.stderr
    blank = tmp_path / "blank"
    assert command("new", blank, "--from", "blank", "--as-of", "2026-11-25").returncode == 0
    refused = command("rollout", "compare", blank)
    assert refused.returncode == 3
    assert "no rollout" in refused.stderr
