"""assess --against: this year beside last year, one company beside another."""

from __future__ import annotations

import json
import re

import pytest

from readiness.resources import examples

BOISE, SHANGHAI = examples() / "boise-office", examples() / "shanghai-gm"


def against(command, newer, older):
    ran = command("assess", newer, "--against", older, "--format", "json")
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout)


def test_against_itself_nothing_moves(command):
    values = against(command, BOISE, BOISE)
    assert values["against"]["comparability"] == "same"
    assert {pitfall["change"] for pitfall in values["against"]["pitfalls"]} == {0}
    assert not any(pitfall["moved"] for pitfall in values["against"]["pitfalls"])
    assert "Nothing moved." in command("assess", BOISE, "--against", BOISE).stdout
    plain = json.loads(command("assess", BOISE, "--format", "json").stdout)
    assert {key: told for key, told in values.items() if key != "against"} == plain


def test_an_answer_that_got_better_is_what_moved(command, boise):
    for path in (boise / "responses").glob("*.yaml"):
        text = path.read_text("utf-8")
        path.write_text(re.sub(r"^  P1-Q10: .*$", "  P1-Q10: 4", text, flags=re.MULTILINE), "utf-8")
    values = against(command, boise, BOISE)["against"]
    strategy = values["pitfalls"][0]
    moved = [(one["indicator"], one["before"]["level"], one["after"]["level"]) for one in strategy["moved"]]
    assert moved == [("P1-Q10", 2, 4)]
    assert strategy["change"] == pytest.approx(2 * -0.5 / 30)  # weight 2, risk 0.5 to 0, of K 30
    before, after = strategy["before"], strategy["after"]
    assert after["risk"] - before["risk"] == pytest.approx(strategy["change"])
    assert (before["risk"], after["risk"]) == (
        strategy["full_before"]["risk"],
        strategy["full_after"]["risk"],
    )


def test_another_company_is_compared_on_what_both_were_asked(command):
    values = against(command, BOISE, SHANGHAI)["against"]
    assert values["comparability"] == "partly"
    assert values["reasons"]["newer"] == ["P1-M4"]
    assert (values["common"], values["number"]) == (59, 60)
    # the same two the other way round: what is common changes by the opposite
    back = against(command, SHANGHAI, BOISE)["against"]
    for there, here in zip(values["pitfalls"], back["pitfalls"], strict=True):
        if there["change"] is None:  # the sums would tell answers of too few people
            assert here["change"] is None
            continue
        assert there["change"] == pytest.approx(-here["change"])
        assert there["before"]["verdict"] == here["after"]["verdict"]


def test_a_template_with_other_scales_is_not_compared(command, boise):
    text = (boise / "engagement.yaml").read_text("utf-8")
    (boise / "engagement.yaml").write_text(re.sub(r"^touchmap: .*$", "", text, flags=re.MULTILINE), "utf-8")
    items = "\n".join(
        f"  - {{id: P1-Q{n}, text: Yes or no, kind: yes-no, weight: 3}}"
        for n in (1, 2, 3, 4, 5, 7, 9, 10, 11)
    )
    (boise / "questionnaires").mkdir()
    (boise / "questionnaires" / "customer-strategy.yaml").write_text(
        'format: questionnaire/1\nid: customer-strategy\nversion: "1.9.0"\ntitle: Other\npitfall: strategy\n'
        f"items:\n{items}\n",
        "utf-8",
    )
    for path in (boise / "responses").glob("*.yaml"):
        head = path.read_text("utf-8").partition("answers:\n")[0]
        path.write_text(f"{head}answers:\n  P1-Q3: yes\n", "utf-8")
    strategy = against(command, boise, BOISE)["against"]["pitfalls"][0]
    assert strategy["comparability"] == "no"
    assert "P1-Q3" in strategy["reasons"]["kind"]
    assert strategy["change"] is strategy["before"] is strategy["after"] is None
    assert strategy["full_before"]["verdict"] == "watch"
    assert "not compared" in command("assess", boise, "--against", BOISE).stdout


@pytest.mark.parametrize("language", ["en", "zh-Hant", "zh-Hans"])
def test_the_text_has_the_figures_of_the_values(command, language):
    values = against(command, BOISE, SHANGHAI)["against"]
    told = command("assess", BOISE, "--against", SHANGHAI, "--language", language).stdout
    told = told[: told.rindex("P2-X1")].splitlines()  # the tables stand at the end
    shown = [pitfall for pitfall in values["pitfalls"] if pitfall["change"] is not None]
    assert shown, "all is kept back"
    for pitfall in shown:
        points = f"{round(100 * pitfall['change']):+d}"
        before, after = (f"{round(100 * pitfall[key]['risk'])}%" for key in ("before", "after"))
        rows = [line for line in told if f" {points} " in line and before in line and after in line]
        assert len(rows) == 1, pitfall["id"]


def test_an_older_folder_with_errors_is_refused(command, boise):
    (boise / "touchmap.yaml").write_text("format: [", "utf-8")
    ran = command("assess", BOISE, "--against", boise)
    assert ran.returncode == 2
    assert "touchmap.yaml:1:" in ran.stderr
    missing = command("assess", BOISE, "--against", boise / "nowhere")
    assert missing.returncode == 3
