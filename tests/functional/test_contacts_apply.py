"""What a log has counted, written into the map by the command line."""

import json

import pytest

from readiness.folder.amendment import read_plain
from readiness.folder.board import flatten

DESCRIBED = """\
format: contacts/1
id: year-2000
valid: 2000-01-01..2000-12-31
sources:
  - id: log
    file: ../log.csv
    columns: {customer: customer, time: time, touchpoint: touchpoint, buyer: buyer, outcome: outcome}
aliases:
  touchpoint: {else: keep}
"""


@pytest.fixture
def case(command, boise, monkeypatch):
    monkeypatch.setenv("READINESS_CONTACTS_SECRET", "a secret of sixteen or more")
    with (boise / "engagement.yaml").open("a", encoding="utf-8") as file:
        file.write("contacts: contacts.yaml\n")
    (boise / "contacts.yaml").write_text(DESCRIBED)
    rows = [
        f"c{one},2000-03-0{one % 7 + 1} 10:00:00,order-by-phone,office-orderer,,done" for one in range(400)
    ]
    rows += [f"d{one},2000-12-31 10:00:00,fax-back,office-orderer,,done" for one in range(7)]
    rows += [f"e{one},2000-01-01 10:00:00,order-by-phone,payables-clerk,,done" for one in range(9)]
    head = "customer,time,touchpoint,buyer,channel,outcome"
    (boise.parent / "log.csv").write_text("\n".join([head, *rows]) + "\n")
    assert command("contacts", "import", boise).returncode == 0
    return boise


def test_figures_of_a_log_are_shown_and_then_written(command, case):
    file = case / "touchmap.yaml"
    before = file.read_text(encoding="utf-8")
    shown = command("contacts", "conform", case, "--apply", "--dry-run")
    assert shown.returncode == 0, shown.stderr
    assert '+    evidence: {grade: measured, source: "Contact log year-2000, ' in shown.stdout
    assert "Nothing was written" in shown.stdout
    assert "Left to you" in shown.stdout
    assert file.read_text(encoding="utf-8") == before
    told = json.loads(
        command("contacts", "conform", case, "--apply", "--format", "json", "--only", "2").stdout
    )
    assert told["written"]
    (change,) = told["changes"]
    assert (change["number"], change["mismatch"]["code"]) == (2, "buyer-not-on-map")
    after = file.read_text(encoding="utf-8")
    now, was = flatten(read_plain(after)), flatten(read_plain(before))
    assert {key for key in now if now[key] != was.get(key)} == set(change["cells"])
    assert now["touchpoints/order-by-phone/volume/payables-clerk"] == 9
    assert [line for line in before.splitlines() if "#" in line] == [
        line for line in after.splitlines() if "#" in line
    ]
    assert command("contacts", "conform", case, "--apply").returncode == 0
    assert "id: fax-back" in file.read_text(encoding="utf-8")
    assert command("check", case).returncode == 0, command("check", case).stdout


@pytest.mark.long
def test_a_map_that_then_contradicts_itself_is_told(command, case):
    log = case.parent / "log.csv"
    rows = [
        f"f{one},2000-05-0{one % 7 + 1} 10:00:00,ask-expert,office-orderer,,done" for one in range(99_000)
    ]
    log.write_text(log.read_text() + "\n".join(rows) + "\n")
    assert command("contacts", "import", case).returncode == 0
    shown = command("contacts", "conform", case, "--apply", "--only", "9999", "--dry-run")
    assert shown.returncode == 3
    numbers = [one["number"] for one in json.loads(
        command("contacts", "conform", case, "--apply", "--dry-run", "--format", "json").stdout
    )["changes"] if one["mismatch"]["touchpoint"] == "ask-expert"]  # fmt: skip
    only = [word for number in numbers for word in ("--only", number)]
    assert "contradicts itself" in command("contacts", "conform", case, "--apply", "--dry-run", *only).stdout


@pytest.mark.long
def test_what_is_refused_and_told(command, case):
    assert command("contacts", "conform", case, "--apply").returncode == 0
    assert "nothing in the map to change" in command("contacts", "conform", case, "--apply").stdout
    refused = command("contacts", "conform", case, "--apply", "--only", "99")
    assert refused.returncode == 3
    assert "no change 99" in refused.stderr
    assert command("contacts", "conform", case, "--dry-run").returncode == 2
    for language, words in (("zh-Hant", "地圖沒有需要更改"), ("zh-Hans", "地图没有需要更改")):
        assert words in command("contacts", "conform", case, "--apply", "--language", language).stdout
