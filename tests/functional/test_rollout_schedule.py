"""``readiness rollout schedule`` on files as other tools write them, and on broken ones."""

from __future__ import annotations

import json

import pytest

RCP = "5 1\n3\n0 0 2 2 3\n2 2 1 4\n3 2 1 5\n1 1 1 5\n0 0 0\n"
"""A start, three activities of which the first two need 2 of 3, an end: 2 + 3 one after the other."""
SM = """
projects                      :  1
jobs (incl. supersource/sink ):  4
horizon                       :  9
RESOURCES
  - renewable                 :  1   R
  - nonrenewable              :  0   N
  - doubly constrained        :  0   D
************************************************************************
PRECEDENCE RELATIONS:
jobnr.    #modes  #successors   successors
   1        1          2           2   3
   2        1          1           4
   3        1          1           4
   4        1          0
************************************************************************
REQUESTS/DURATIONS:
jobnr. mode duration  R 1
------------------------------------------------------------------------
  1      1     0       0
  2      1     4       2
  3      1     5       2
  4      1     0       0
************************************************************************
RESOURCEAVAILABILITIES:
  R 1
    3
************************************************************************
"""


@pytest.fixture
def schedule(command, tmp_path):
    def run(text, *words, name="plan.rcp"):
        file = tmp_path / name
        file.write_text(text, encoding="utf-8")
        return command("rollout", "schedule", file, *words)

    return run


@pytest.mark.parametrize(("name", "text", "length"), [("plan.rcp", RCP, 5), ("plan.sm", SM, 9)])
def test_the_shortest_schedule_in_text_and_values(schedule, name, text, length):
    shown = schedule(text, name=name)
    assert shown.returncode == 0, shown.stderr
    assert f"Length {length}. Proven" in shown.stdout
    values = json.loads(schedule(text, "--format", "json", name=name).stdout)
    assert {*values} == {"makespan", "bound", "proven", "gap", "starts"}
    assert values["makespan"] == values["bound"] == length
    assert values["proven"] is True
    assert values["gap"] == 0
    assert values["starts"]["1"] == 0


def test_modes_are_told_where_there_is_a_choice(schedule):
    text = SM.replace("   2        1          1           4", "   2        2          1           4")
    text = text.replace("  2      1     4       2", "  2      1     4       2\n         2     6       1")
    values = json.loads(schedule(text, "--format", "json", name="plan.mm").stdout)
    assert values["makespan"] == 6
    assert values["modes"]["2"] == 2


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("junk", "plan-number", 1),
        (RCP.replace("2 2 1 4\n", "2 -2 1 4\n"), "at-least", 4),
        (RCP.replace("2 2 1 4\n", "2 2 1 9\n"), "plan-successor", 4),
        (RCP.replace("2 2 1 4\n", "2 4 1 4\n"), "plan-above-capacity", 4),
        (RCP.replace("1 1 1 5\n", "1 1 1 2\n"), "plan-cycle", 6),
        (RCP[:30], "plan-ends", 5),
        (RCP + "1 2 3\n", "plan-rest", 8),
        ("", "plan-ends", 1),
        (RCP.replace("5 1\n", "0 1\n"), "at-least", 1),
        (RCP.replace("5 1\n", "1000000 1\n"), "at-most", 1),
        (RCP.replace("5 1\n", "5 1000000\n"), "at-most", 1),
        (RCP.replace("\n3\n", "\n-3\n"), "at-least", 2),
        (RCP.replace("\n3\n", "\n0\n"), "plan-above-capacity", 4),
        (RCP.replace("\n3\n", "\nthree\n"), "plan-number", 2),
        (RCP.replace("2 2 1 4\n", f"{10**400} 2 1 4\n"), "at-most", 4),
        (RCP.replace("2 2 1 4\n", "nan 2 1 4\n"), "plan-number", 4),
        (RCP.replace("2 2 1 4\n", "1e9 2 1 4\n"), "plan-number", 4),
        (RCP.replace("2 2 1 4\n", "2.5 2 1 4\n"), "plan-number", 4),
        (RCP.replace("2 2 1 4\n", "٣ 2 1 4\n"), "plan-number", 4),
        (RCP.replace("2 2 1 4\n", "2 2 9 4\n"), "at-most", 4),
        (RCP.replace("2 2 1 4\n", "2 2 1 2\n"), "plan-cycle", 4),
    ],
)
def test_a_mistake_is_told_at_its_line(schedule, text, code, line):
    refused = schedule(text)
    assert refused.returncode == 2
    assert f"error[{code}]" in refused.stderr
    assert f"plan.rcp:{line}:" in refused.stderr
    assert "Traceback" not in refused.stderr


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("REQUESTS/DURATIONS:", "REQUESTS:", "plan-section"),
        (
            "   3        1          1           4",
            "   5        1          1           4",
            "plan-activity-number",
        ),
        ("  3      1     5       2", "  3      2     5       2", "plan-mode-number"),
        ("doubly constrained        :  0", "doubly constrained        :  1", "plan-doubly"),
        ("   2        1          1           4", "   2        1          1           2", "plan-cycle"),
        ("    3\n***", "    0\n***", "plan-above-capacity"),
        ("  2      1     4       2", "  2      1     4       4", "plan-above-capacity"),
    ],
)
def test_a_mistake_in_a_file_of_psplib_is_told(schedule, old, new, code):
    assert old in SM
    refused = schedule(SM.replace(old, new), name="plan.sm")
    assert refused.returncode == 2
    assert f"error[{code}]" in refused.stderr


def with_another(text, kind, capacity):
    """Return the file with a second resource, of which activities 2 and 3 need 3."""
    at = {
        "renewable": "  - renewable                 :  1   R",
        "nonrenewable": "  - nonrenewable              :  0   N",
    }
    head = "R 1  R 2" if kind == "renewable" else "R 1  N 1"
    text = text.replace(at[kind], at[kind][:-5] + f"{2 if kind == 'renewable' else 1}   {kind[0].upper()}")
    text = text.replace("R 1\n----", f"{head}\n----").replace(
        "  R 1\n    3", f"  {head}\n    3    {capacity}"
    )
    for row in ("  1      1     0       0", "  4      1     0       0"):
        text = text.replace(row, row + "    0")
    for row in ("  2      1     4       2", "  3      1     5       2"):
        text = text.replace(row, row + "    3")
    return text


def test_modes_that_cost_too_much_together_are_refused(schedule):
    refused = schedule(with_another(SM, "nonrenewable", 5), name="plan.mm")
    assert refused.returncode == 3
    assert "non-renewable resource 1 has 5" in refused.stderr
    assert schedule(with_another(SM, "nonrenewable", 6), name="plan.mm").returncode == 0


def test_an_activity_of_which_each_mode_needs_too_much_of_something_is_refused(schedule):
    text = with_another(SM, "renewable", 5)
    text = text.replace("   2        1          1           4", "   2        2          1           4")
    text = text.replace(
        "  2      1     4       2    3", "  2      1     4       9    3\n         2     4       2    9"
    )
    refused = schedule(text, name="plan.mm")
    assert refused.returncode == 2
    assert "error[plan-no-mode]" in refused.stderr


def test_other_files_and_binary_rubbish_are_refused(command, tmp_path):
    other = tmp_path / "plan.xls"
    other.write_bytes(b"x")
    refused = command("rollout", "schedule", other)
    assert refused.returncode == 3
    assert ".rcp" in refused.stderr
    rubbish = tmp_path / "plan.rcp"
    rubbish.write_bytes(bytes(range(256)) * 40)
    refused = command("rollout", "schedule", rubbish)
    assert refused.returncode in (2, 3)
    assert "Traceback" not in refused.stderr


def test_ten_thousand_activities_end(command, tmp_path):
    rows = [f"{i % 5 + 1} 1 {'1 ' + str(i + 3) if i < 9_997 else '0'}" for i in range(10_000)]
    file = tmp_path / "plan.rcp"
    file.write_text("10000 1\n3\n" + "\n".join(rows) + "\n", encoding="utf-8")
    ended = command("rollout", "schedule", file, "--seconds", "1")
    assert "Traceback" not in ended.stderr
    assert ended.returncode in (0, 2, 3)


@pytest.mark.parametrize("end", range(1, len(SM), 23))
def test_a_file_of_psplib_that_breaks_off_is_told_and_never_read_as_a_shorter_plan(schedule, end):
    refused = schedule(SM[:end], name="plan.mm")
    whole = SM[:end].rstrip().endswith(("3", "*")) and "R 1\n    3" in SM[:end]
    assert refused.returncode == (0 if whole else 2), refused.stderr
    assert whole or "error[plan-" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_a_million_jobs_are_refused_at_their_line(schedule):
    text = SM.replace("jobs (incl. supersource/sink ):  4", "jobs (incl. supersource/sink ):  1000000")
    rows = "\n".join(f"{at} 1 1 {at + 1}" for at in range(1, 300_000))
    text = text.replace("   1        1          2           2   3", rows)
    refused = schedule(text, name="plan.sm")
    assert refused.returncode == 2
    assert "error[at-most]" in refused.stderr
    assert "plan.sm:3:" in refused.stderr


def test_the_largest_numbers_that_are_read_end_in_time(schedule):
    rows = "".join(f"1000000 {600_000 + at} 1 {at + 3}\n" for at in range(30))
    found = schedule(f"32 1\n1000000\n{rows}5 5 0\n0 0 0\n", "--seconds", "1", "--format", "json")
    assert found.returncode == 0, found.stderr
    assert json.loads(found.stdout)["makespan"] >= 30_000_000
