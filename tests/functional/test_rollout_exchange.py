"""``rollout export`` and ``rollout import``: files read back by readers that are not ours."""

from __future__ import annotations

import csv
import io
import shutil
from datetime import UTC, date, datetime

import icalendar
import openpyxl
import pytest

from readiness.errors import Refused
from readiness.resources import examples
from readiness.rollout.likely_dates import likely_dates
from readiness.services.rollout_exchange import export_rollout
from readiness.services.rollouts import open_rollout

BOISE = examples() / "boise-office"
LANGUAGES = ("en", "zh-Hant", "zh-Hans")


@pytest.fixture(scope="module")
def boise():
    return open_rollout(BOISE, "en")


@pytest.fixture
def folder(tmp_path):
    return shutil.copytree(BOISE, tmp_path / "boise")


def rows(file):
    octets = file.read_bytes()
    assert octets.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(octets.decode("utf-8-sig"))))


@pytest.mark.parametrize("language", LANGUAGES)
def test_icalendar_is_read_by_another_reader_with_the_dates_of_the_plan(boise, tmp_path, language):
    option = boise.rollout.options[1].id
    export_rollout(BOISE, tmp_path / "b.ics", form="ics", option=option, language=language)
    octets = (tmp_path / "b.ics").read_bytes()
    assert all(len(line) <= 75 for line in octets.split(b"\r\n"))
    assert b"\n" not in octets.replace(b"\r\n", b"")
    read = icalendar.Calendar.from_ical(octets)
    assert read["PRODID"]
    assert read["VERSION"] == "2.0"
    events = {str(event["UID"]): event for event in read.walk("VEVENT")}
    assert len(events) == len(read.walk("VEVENT"))
    dates = likely_dates(boise.arrangement(option), boise.setting)
    for wave in dates.arrangement.waves:
        event = events[f"one-database.{option}.cut-over.{wave[0]}@readiness"]
        end = event["DTEND"].dt if "DTEND" in event else event["DTSTART"].dt
        assert end == datetime.fromtimestamp(max(dates.live[step] for step in wave), UTC)
        assert event["DTSTAMP"].dt == datetime(2000, 12, 1, tzinfo=UTC)
    parts = {name.split(".")[2] for name in events if ".deadline." not in name}
    assert parts == {"gate", "pilot", "cut-over", "test"}
    deadline = events["one-database.deadline.frame-contract@readiness"]
    assert (deadline["DTSTART"].dt, deadline["DTEND"].dt) == (date(2001, 6, 25), date(2001, 7, 7))
    if language == "en":
        assert str(deadline["SUMMARY"]) == "Deadline: New year of the state's frame contract"


def test_texts_in_a_calendar_come_back_as_they_were(folder, tmp_path):
    title = "半導體, 50 %; \\ " + "長" * 60
    text = (folder / "rollout.yaml").read_text("utf-8")
    old = "title: New year of the state's frame contract"
    assert old in text
    (folder / "rollout.yaml").write_text(text.replace(old, f"title: '{title}'"), "utf-8")
    export_rollout(folder, tmp_path / "b.ics", form="ics")
    read = icalendar.Calendar.from_ical((tmp_path / "b.ics").read_bytes())
    assert str(read.walk("VEVENT")[-1]["SUMMARY"]) == f"Deadline: {title}"


def test_csv_and_workbook_say_the_same_to_other_readers(boise, tmp_path):
    for form in ("csv", "xlsx"):
        export_rollout(BOISE, tmp_path / f"b.{form}", form=form)
    table = rows(tmp_path / "b.csv")
    sheet = openpyxl.load_workbook(tmp_path / "b.xlsx").worksheets[0]
    filled = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert filled[0] == list(table[0])
    for row, cells in zip(table, filled[1:], strict=True):
        assert list(row.values()) == ["" if cell is None else str(cell) for cell in cells]
    first = boise.arrangements[0]
    assert [row["Id"] for row in table] == list(first.order)
    for row in table:
        step = first.steps[row["Id"]]
        points = [float(row[f"Days {part}"]) for part in ("at least", "likely", "at most")]
        assert (row["Shape of days"], *points) == (step.days.shape, *step.days.points)
        assert row["After"].split(", ") == (list(step.after) or [""])


def test_formulas_are_made_harmless_in_tables(folder, tmp_path):
    text = (folder / "rollout.yaml").read_text("utf-8")
    changed = text.replace("title: The same on the Web", 'title: "=cmd|x!A1"')
    assert changed != text
    (folder / "rollout.yaml").write_text(changed, "utf-8")
    for form in ("csv", "xlsx"):
        export_rollout(folder, tmp_path / f"b.{form}", form=form)
    titles = [row["Step"] for row in rows(tmp_path / "b.csv")]
    sheet = openpyxl.load_workbook(tmp_path / "b.xlsx").worksheets[0]
    assert "'=cmd|x!A1" in titles
    assert "'=cmd|x!A1" in [cell.value for cell in sheet["B"]]
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)


def test_what_a_format_cannot_hold_is_told(boise, tmp_path):
    done = export_rollout(BOISE, tmp_path / "b.csv", form="csv")
    lost = {(one.kind, one.field): one.records for one in done.lost}
    assert lost["teams", ""] == len(boise.rollout.teams)
    assert lost["options", ""] == len(boise.rollout.options) - 1
    assert lost["steps", "migrate"] == sum(step.migrate is not None for step in boise.rollout.steps)
    assert ("steps", "title") not in lost


def test_the_same_export_gives_the_same_octets(tmp_path):
    for form in ("msproject", "csv", "xlsx", "ics"):
        for name in "ab":
            export_rollout(BOISE, tmp_path / f"{name}.{form}", form=form)
        assert (tmp_path / f"a.{form}").read_bytes() == (tmp_path / f"b.{form}").read_bytes()


def test_the_command_names_the_file_and_what_is_lost(command, tmp_path):
    done = command("rollout", "export", BOISE, "--as", "csv", "-o", tmp_path / "b.csv")
    assert done.returncode == 0
    assert done.stdout.strip() == str(tmp_path / "b.csv")
    assert "steps: " in done.stderr
    none = command("rollout", "export", BOISE, "--as", "csv", "-o", tmp_path / "no" / "b.csv")
    assert none.returncode == 3
    wrong = command(
        "rollout", "export", BOISE, "--as", "csv", "--option", "bigbang", "-o", tmp_path / "c.csv"
    )
    assert wrong.returncode == 3
    assert "big-bang" in wrong.stderr


def test_a_file_that_exists_stays_unless_it_may_be_replaced(tmp_path):
    file = tmp_path / "b.csv"
    file.write_bytes(b"mine")
    with pytest.raises(Refused):
        export_rollout(BOISE, file, form="csv")
    assert file.read_bytes() == b"mine"
    export_rollout(BOISE, file, form="csv", replace=True)
    assert file.read_bytes() != b"mine"
    assert [one.name for one in tmp_path.iterdir()] == ["b.csv"]
