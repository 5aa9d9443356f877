"""``map analyse|outages|diff|whatif`` as a person or an automatic check runs them."""

from __future__ import annotations

import json

import pytest

from readiness.resources import examples

BOISE = examples() / "boise-office"


def replace(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def values(ran):
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout)


def test_analyse_says_what_was_found_and_then_what_every_analysis_concludes(command):
    shown = command("map", "analyse", BOISE)
    assert shown.returncode == 0, shown.stderr
    assert "If “Order-processing system” fails" in shown.stdout
    assert "(touchmap.yaml:" in shown.stdout
    assert "What the figures rest on" in shown.stdout
    assert "Contacts a year  Share" not in shown.stdout, "tables are asked for"
    assert "Contacts a year  Share" in command("map", "analyse", BOISE, "--tables").stdout
    only = command("map", "analyse", BOISE, "--only", "week,data").stdout
    assert "Single point of failure" not in only, "findings of other analyses"
    assert "The week" in only
    assert "customer data" in only


def test_analyse_as_json_has_keys_that_stay(command):
    found = values(command("map", "analyse", BOISE, "--format", "json"))
    assert set(found) == {
        "map", "overlay", "as_of", "findings", "accepted", "reach", "outages", "journeys", "handoffs", "data",
        "consistency", "coverage", "technology", "week", "evidence",
    }  # fmt: skip
    first = found["findings"][0]
    assert set(first) == {
        "code", "severity", "subject", "message", "mend", "elements", "values", "contacts", "spans",
    }  # fmt: skip
    assert first["code"] == "SINGLE-POINT"
    assert first["severity"] == "critical"
    assert first["spans"][0].startswith("touchmap.yaml:")


def test_the_same_map_and_seed_give_the_same_bytes(command):
    one, other = (
        command("map", "analyse", BOISE, "--shake", "7", "--only", "evidence").stdout for _ in range(2)
    )
    assert one == other
    assert one != command("map", "analyse", BOISE, "--shake", "8", "--only", "evidence").stdout


@pytest.mark.parametrize("language", ["en", "zh-Hant", "zh-Hans"])
@pytest.mark.parametrize(
    "example", ["boise-office", "boise-office@to-be", "shanghai-gm", "shanghai-gm@to-be"]
)
def test_every_map_is_analysed_in_every_language(command, example, language):
    shown = command("map", "analyse", examples() / example, "--tables", "--all", "--language", language)
    assert shown.returncode == 0, shown.stderr
    assert "{" not in shown.stdout
    assert "None" not in shown.stdout
    assert "nan" not in shown.stdout.split()


def test_outages_keep_the_keys_of_the_contract(command):
    found = values(command("map", "outages", BOISE, "--format", "json"))
    by_ids = {tuple(one["ids"]): one for one in found["scenarios"]}
    one = by_ids["systems:order-system",]
    assert {"kind", "ids", "stranded", "contacts", "value_share"} <= set(one)
    assert "office-orderer" in one["stranded"]
    assert len(by_ids) == 54
    pairs = values(command("map", "outages", BOISE, "--pairs", "--format", "json"))["scenarios"]
    assert len(pairs) == 25 * 24 // 2
    cuts = values(command("map", "outages", BOISE, "--cut-sets", "2", "--format", "json"))["cut_sets"]
    assert cuts["complete"]
    assert max(len(one["ids"]) for one in cuts["found"]) == 2


def test_one_outage_by_id_or_by_kind_and_id(command):
    one = command("map", "outages", BOISE, "--down", "order-system,phone").stdout
    assert one == command("map", "outages", BOISE, "--down", "systems:order-system", "--down", "phone").stdout
    assert "What each buyer loses" in one
    wrong = command("map", "outages", BOISE, "--down", "order-sistem")
    assert wrong.returncode == 3
    assert "Did you mean order-system?" in wrong.stderr


def test_diff_of_today_and_plan_in_words_and_as_a_gate(command):
    shown = command("map", "diff", BOISE)
    assert shown.returncode == 0
    assert "customers must say everything again 0 times instead of 23 (100% less)" in shown.stdout
    assert shown.stdout == command("map", "diff", BOISE, f"{BOISE}@to-be").stdout
    assert command("map", "diff", BOISE, "--fail-on", "new finding").returncode == 1
    back = command("map", "diff", f"{BOISE}@to-be", BOISE, "--fail-on", "repeats up")
    assert back.returncode == 1
    assert command("map", "diff", BOISE, "--fail-on", "hours lost").returncode == 0
    same = command("map", "diff", BOISE, BOISE)
    assert same.stdout == "What differs between the maps\n   The two maps are the same.\n"
    found = values(command("map", "diff", BOISE, "--format", "json"))
    assert {"before", "after", "figures", "changes", "records", "gates"} == set(found)
    assert found["before"]["overlay"] is None
    assert found["after"]["overlay"] == "to-be"


def test_the_gates_of_the_command_line_are_those_of_the_comparison():
    from readiness.cli import map_analyse
    from readiness.touchmap import difference

    assert map_analyse.GATES == difference.GATES


def test_what_if_something_fails_or_is_given_up(command, boise):
    down = command("map", "whatif", BOISE, "--down", "order-system")
    assert "can no longer get done" in down.stdout
    assert (
        command("map", "whatif", BOISE, "--down", "order-system", "--fail-on", "reach lost").returncode == 1
    )
    gone = command("map", "whatif", BOISE, "--remove", "phone-notes,card-file")
    assert gone.returncode == 0
    assert "What is given up: " in gone.stdout
    both = values(command("map", "whatif", BOISE, "--down", "web", "--remove", "fax", "--format", "json"))
    assert set(both) == {
        "map", "overlay", "as_of", "removed", "scenario", "figures", "changes", "records", "gates",
    }  # fmt: skip
    nothing = command("map", "whatif", boise)
    assert nothing.returncode == 3
    assert "--down" in nothing.stderr


def overlays(boise, names):
    replace(boise / "engagement.yaml", "overlays: {quick-wins: quick-wins.yaml}", f"overlays: {{{names}}}")


def test_several_overlays_each_with_a_name(command, boise):
    (boise / "quick.yaml").write_text(
        "format: overlay/1\nof: office-supply\ntitle: Quick wins\nplanned_for: 2001-01-31\n"
        "change:\n  touchpoints:\n    - {id: call-main-number, owner: customer-service}\n",
        encoding="utf-8",
    )
    (boise / "later.yaml").write_text(
        "format: overlay/1\nof: office-supply\nafter: quick\n"
        "change:\n  touchpoints:\n    - {id: product-question-by-e-mail, owner: sales}\n",
        encoding="utf-8",
    )
    overlays(boise, "later: later.yaml, quick: to-be.yaml")
    checked = command("check", boise)
    assert checked.returncode == 2
    assert "later.yaml:3:8" in checked.stdout


def accept(boise, until, subject="systems:order-system", finding="SINGLE-POINT"):
    path = boise / "touchmap.yaml"
    text = path.read_text("utf-8")
    path.write_text(
        text[: text.index("\naccepted:")]
        + f"\naccepted:\n  - finding: {finding}\n    subject: {subject}\n"
        + f"    reason: The vendor mends it within an hour\n    owner: order desk\n    until: {until}\n",
        "utf-8",
    )


def test_an_accepted_finding_steps_aside_and_comes_back(command, boise):
    accept(boise, "2001-06-30")
    replace(boise / "touchmap.yaml", "accepted:\n", "accepted:\n  - {finding: SINGLE-POINT, subject: phone, "
            "reason: Known, owner: it, until: 2001-12-31}\n")  # fmt: skip
    assert command("map", "analyse", boise, "--fail-on", "critical").returncode == 0
    found = values(command("map", "analyse", boise, "--format", "json"))
    assert [one["subject"] for one in found["accepted"]] == ["systems:order-system", "channels:phone"]
    assert found["accepted"][0]["reason"] == "The vendor mends it within an hour"
    assert "systems:order-system" not in {
        one["subject"] for one in found["findings"] if one["code"] == "SINGLE-POINT"
    }
    assert "The vendor mends it within an hour" in command("map", "analyse", boise).stdout


def test_an_expired_acceptance_is_told_and_counts_no_longer(command, boise):
    accept(boise, "2000-11-30")
    checked = command("check", boise)
    assert checked.returncode == 0
    assert "the finding counts again" in checked.stdout
    assert command("map", "analyse", boise, "--fail-on", "critical").returncode == 1


def test_an_accepted_fact_of_the_assessment_stops_no_gate_but_still_counts(command, boise):
    before = values(command("assess", boise, "--format", "json"))
    entry = "accepted:\n  - {finding: P2-M2, reason: Known, owner: service, until: 2001-12-31}\n"
    replace(boise / "touchmap.yaml", "accepted:\n", entry)
    after = values(command("assess", boise, "--format", "json"))
    for one, other in zip(before["pitfalls"], after["pitfalls"], strict=True):
        assert (one["verdict"], one["risk"], one["severity"]) == (
            other["verdict"],
            other["risk"],
            other["severity"],
        )
    (fact,) = [one for one in after["findings"] if one["code"] == "P2-M2"]
    assert fact["accepted"] == {"reason": "Known", "owner": "service", "until": "2001-12-31"}
    assert "Accepted until 31" in command("assess", boise).stdout


@pytest.mark.parametrize(
    ("subject", "finding", "said"),
    [
        ("systems:order-sistem", "SINGLE-POINT", "Did you mean systems:order-system?"),
        ("order-system", "SINGLE-PONT", "Did you mean SINGLE-POINT?"),
    ],
)
def test_a_wrong_acceptance_is_an_error_at_its_place(command, boise, subject, finding, said):
    accept(boise, "2001-06-30", subject, finding)
    checked = command("check", boise)
    assert checked.returncode == 2
    assert said in checked.stdout


@pytest.mark.parametrize("name", ["nowhere", "reach,nowhere"])
def test_an_analysis_that_does_not_exist_is_refused(command, name):
    ran = command("map", "analyse", BOISE, "--only", name)
    assert ran.returncode == 3
    assert "nowhere" in ran.stderr


def test_a_folder_without_a_map_or_plan_says_so(command, tmp_path):
    command("new", tmp_path / "blank", "--as-of", "2026-01-15")
    profile = tmp_path / "blank" / "engagement.yaml"
    replace(profile, "to_be: to-be.yaml", "#")
    plan = command("map", "diff", tmp_path / "blank")
    assert plan.returncode == 3
    assert "no planned map" in plan.stderr
    named = command("map", "show", f"{tmp_path / 'blank'}@to-be")
    assert named.returncode == 3
    assert "under to_be or overlays" in named.stderr
    replace(profile, "touchmap: touchmap.yaml", "#")
    bare = command("map", "analyse", tmp_path / "blank")
    assert bare.returncode == 3
    assert "has no touchpoint map" in bare.stderr


def test_what_cannot_fail_or_is_given_up_is_refused(command):
    stage = command("map", "outages", BOISE, "--down", "stages:find")
    assert stage.returncode == 3
    assert "cannot fail" in stage.stderr
    twice = command("map", "whatif", BOISE, "--remove", "phone", "--down", "order-by-phone")
    assert twice.returncode == 3
    assert "given up already" in twice.stderr
    nothing = command("map", "outages", BOISE, "--down", ",")
    assert nothing.returncode == 2
    both = command("map", "outages", BOISE, "--down", "phone", "--pairs")
    assert both.returncode == 3
    assert "one question at a time" in both.stderr


def test_the_plan_of_a_folder_is_its_own_even_beside_a_folder_of_that_name(command, boise):
    beside = boise.parent / f"{boise.name}@to-be"
    beside.mkdir()
    assert "The one customer database" in command("map", "diff", boise).stdout


def test_an_overlay_cannot_take_the_name_of_the_plan(command, boise):
    overlays(boise, "to-be: quick-wins.yaml")
    checked = command("check", boise)
    assert checked.returncode == 2
    assert "overlay-name-taken" in checked.stdout
