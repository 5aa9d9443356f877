"""Contact logs by the command line: drawn, imported, told, compared."""

import json
import os
import subprocess
import sys

import pytest

DESCRIBED = """
format: contacts/1
id: year-2000
valid: 2000-01-01..2000-12-31
sources:
  - id: log
    file: ../log.csv
    columns: {customer: customer, time: time, touchpoint: touchpoint, buyer: buyer, outcome: outcome}
aliases:
  touchpoint: {else: keep}
resolved: [resolved]
"""


@pytest.fixture
def case(command, boise, monkeypatch):
    monkeypatch.setenv("READINESS_CONTACTS_SECRET", "a secret of sixteen or more")
    with (boise / "engagement.yaml").open("a", encoding="utf-8") as file:
        file.write("contacts: contacts.yaml\n")
    (boise / "contacts.yaml").write_text(DESCRIBED.strip() + "\n")
    drawn = command("contacts", "simulate", boise, "--contacts", "3000", "-o", boise.parent / "log.csv")
    assert drawn.returncode == 0, drawn.stderr
    return boise


def test_from_a_drawn_log_to_what_it_says(command, case):
    assert command("check", case).returncode == 0
    done = command("contacts", "import", case, "--format", "json")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["read"] == told["kept"] + told["quarantined"] >= 3000
    assert told["quarantined"] == 0
    assert "No file has changed" in command("contacts", "import", case).stdout
    found = json.loads(command("contacts", "summary", case, "--format", "json").stdout)
    assert found["kept"] == told["kept"]
    assert sum(cell["contacts"] for cell in found["cells"]) + found["withheld"] == found["kept"]
    assert min(cell["contacts"] for cell in found["cells"]) >= found["minimum"] == 5
    text = command("contacts", "summary", case).stdout
    assert "What the log says" in text
    assert "Order by phone" in text
    paths = json.loads(command("contacts", "paths", case, "--format", "json", "--most", "3").stdout)
    assert len(paths["paths"]) == 3
    assert (
        "The most frequent journeys" in command("contacts", "paths", case, "--buyer", "daily-orderer").stdout
    )


@pytest.mark.long
def test_the_map_beside_the_log(command, case):
    log = case.parent / "log.csv"
    log.write_text(log.read_text() + "zz,2000-03-01 10:00:00,fax-back,contract-manager,,open\n" * 7)
    assert command("contacts", "import", case).returncode == 0
    found = json.loads(command("contacts", "conform", case, "--format", "json").stdout)
    assert found["coverage"] > 0.99
    (strange,) = [one for one in found["mismatches"] if one["code"] == "touchpoint-not-on-map"]
    assert (strange["touchpoint"], strange["contacts"]) == ("fax-back", 7)
    for language, words in (("en", "In the log, not on the map"), ("zh-Hant", "紀錄有、地圖沒有"),
                            ("zh-Hans", "记录有、地图没有")):  # fmt: skip
        assert words in command("contacts", "conform", case, "--language", language).stdout


def test_requests_that_cannot_be_served(command, case, tmp_path, monkeypatch):
    refused = command("contacts", "summary", case)
    assert refused.returncode == 3
    assert "readiness contacts import" in refused.stderr
    refused = command("contacts", "simulate", case, "-o", case.parent / "log.csv")
    assert "--replace" in refused.stderr
    (case.parent / "log.csv").unlink()
    assert "There is no file" in command("contacts", "import", case).stderr
    monkeypatch.setenv("READINESS_CONTACTS_SECRET", "short")
    assert "too short" in command("contacts", "import", case).stderr
    (case / "contacts.yaml").write_text("format: contacts/1\nid: a\nsources: []\n")
    broken = command("contacts", "import", case)
    assert broken.returncode == 2
    assert "error[contact-sources]" in broken.stderr
    command("new", tmp_path / "blank", "--as-of", "2026-01-15")
    assert "describes no contact log" in command("contacts", "import", tmp_path / "blank").stderr


@pytest.mark.long
def test_a_secret_is_made_where_none_is_given(command, case, tmp_path, monkeypatch):
    monkeypatch.delenv("READINESS_CONTACTS_SECRET")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    assert command("contacts", "import", case).returncode == 0
    file = tmp_path / "config" / "readiness" / "contacts.secret"
    assert file.stat().st_mode & 0o777 == 0o600
    assert len(file.read_text()) == 64
    assert "No file has changed" in command("contacts", "import", case).stdout


@pytest.mark.long
def test_without_the_extra_it_is_told_what_is_missing(case):
    script = (
        "import sys; sys.modules['duckdb'] = None; from readiness.cli.main import run; "
        "sys.argv = ['readiness', 'contacts', 'summary', sys.argv[1]]; run()"
    )
    (case.parent / f".{case.name}.contacts").mkdir()
    (case.parent / f".{case.name}.contacts" / "log.duckdb").touch()
    ran = subprocess.run(
        [sys.executable, "-c", script, str(case)], capture_output=True, text=True, env=os.environ, check=False
    )
    assert ran.returncode == 4, ran.stderr
    assert "duckdb is missing here" in ran.stderr


def test_reading_a_folder_brings_no_engine():
    script = (
        "import sys, readiness.services, readiness.cli.main, readiness.services.contact_logs; "
        "sys.exit(any(name in sys.modules for name in ('duckdb', 'pyspark', 'ibis')))"
    )
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
