"""Rollouts that can never be done: each command says so at the line or in words, and ends."""

from __future__ import annotations

import re
import shutil

import pytest

from readiness.resources import examples

HEAD = "format: rollout/1\nid: plan\nstart: 2001-01-16\n"
OPTION = "options:\n  - {id: o, order: [a]}\n"
REFUSED = {
    "a circle": (
        "steps:\n  - {id: a, days: 1, after: [b]}\n  - {id: b, days: 1, after: [a]}\n" + OPTION,
        r"rollout\.yaml:5:\d+: error\[rollout-circle\]",
    ),
    "optimistic above pessimistic": (
        "steps:\n  - {id: a, days: {pert: [9, 5, 2]}}\n" + OPTION,
        r"rollout\.yaml:5:\d+: error",
    ),
    "10,000 steps": (
        "steps:\n" + "".join(f"  - {{id: s{n}, days: 1}}\n" for n in range(10_000)),
        r"rollout\.yaml:5:\d+: error\[rollout-too-large\]",
    ),
}
REFUSED["zero capacity"] = (
    "teams:\n  - {id: t, people: 0}\nsteps:\n  - {id: a, days: 1, team: t}\n" + OPTION,
    r"rollout\.yaml:7:\d+: error\[more-people-than-team\]",
)
NEVER = {
    "a calendar with no open hour": (
        'calendars:\n  - {id: c, hours: ["mon-fri 09:00-17:00"], closed: [1990-01-01..2090-01-01]}\n'
        "steps:\n  - {id: a, days: 1, calendar: c}\n" + OPTION
    ),
    "a blackout over everything": (
        "blackouts:\n  - {id: z, period: 1990-01-01..2090-01-01, blocks: [cut-over, migration, work]}\n"
        "steps:\n  - {id: a, days: 1, cut_over: {hours: 2}}\n" + OPTION
    ),
    "longer than the horizon": "steps:\n  - {id: a, days: 1000000}\n" + OPTION,
    "a gate nobody can clear": (
        "gates:\n  - {pitfall: organization}\nsteps:\n  - {id: a, days: 1, gate: [organization]}\n" + OPTION
    ),
}
COMMANDS = {
    "compare": ("--trials", "200"),
    "explain": ("o", "a"),
    "optimise": ("--trials", "100"),
    "export": ("--as", "msproject", "--option", "o", "-o", "plan.xml"),
}


@pytest.fixture
def rollout(command, tmp_path):
    def start(text, name):
        folder = shutil.copytree(examples() / "boise-office", tmp_path / "f")
        (folder / "rollout.yaml").write_text(HEAD + text, "utf-8")
        words = [tmp_path / one if one == "plan.xml" else one for one in COMMANDS[name]]
        return command("rollout", name, folder, *words)

    return start


@pytest.mark.long
@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_right_is_told_at_its_line(case, name, rollout):
    text, wanted = REFUSED[case]
    done = rollout(text, name)
    assert done.returncode == 2
    assert re.search(wanted, done.stdout + done.stderr)
    assert "Traceback" not in done.stderr


@pytest.mark.long
@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.parametrize("case", NEVER)
def test_what_never_ends_is_told_and_does_not_hang(case, name, rollout):
    done = rollout(NEVER[case], name)
    assert done.returncode == 0, done.stderr
    wanted = {"explain": "never be done, because", "compare": "cannot finish"}.get(name, "never")
    assert wanted in done.stdout + done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.long
@pytest.mark.parametrize("name", ["compare", "optimise", "export"])
def test_an_option_of_nothing_has_the_order_of_the_pool(name, rollout):
    done = rollout("steps:\n  - {id: a, days: 1}\noptions:\n  - {id: o, order: []}\n", name)
    assert done.returncode == 0
    assert "Traceback" not in done.stderr
