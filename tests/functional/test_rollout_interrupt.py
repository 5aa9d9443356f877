"""Ctrl-C in the midst of a long search: the command says what it has so far and ends with 130."""

from __future__ import annotations

import json
import os
import pty
import random
import select
import signal
import subprocess
import sys
import tempfile
import time

import pytest

from readiness.resources import examples

SECONDS = 60
pytestmark = pytest.mark.long


def interrupted(*words, after=0.7):
    """Run a command whose progress is seen on a terminal; press Ctrl-C soon after the first of it."""
    screen, theirs = pty.openpty()
    line = [sys.executable, "-m", "readiness", "rollout", *map(str, words)]
    kept = tempfile.TemporaryFile()  # noqa: SIM115  a pipe that nobody reads would fill
    env = os.environ | {"TERM": "xterm", "COLUMNS": "100"}
    running = subprocess.Popen(line, stdout=kept, stderr=theirs, env=env)
    os.close(theirs)
    shown, asked, until = b"", 0.0, time.monotonic() + SECONDS
    try:
        while time.monotonic() < until:
            if select.select([screen], [], [], 0.1)[0]:
                try:
                    part = os.read(screen, 65536)
                except OSError:  # Linux says so where nobody writes any more
                    break
                shown += part
                asked = asked or time.monotonic() + after
            if asked and time.monotonic() >= asked:
                running.send_signal(signal.SIGINT)
                asked = float("inf")
            if running.poll() is not None:
                break
        running.wait(timeout=SECONDS)
    finally:
        running.kill()
        os.close(screen)
    with kept:
        kept.seek(0)
        return running.returncode, kept.read().decode(), shown.decode()


def hard_plan(activities=90, seed=4):
    """A plan with four scarce resources of which no short schedule is easily proven."""
    drawn = random.Random(seed)
    lines = [f"{activities + 2} 4", "12 13 11 12"]
    lines.append("0 0 0 0 0 3 2 3 4")
    for number in range(2, activities + 2):
        after = sorted({min(number + drawn.randint(1, 12), activities + 2) for _ in range(3)})
        needs = [drawn.randint(0, 8) for _ in range(4)]
        words = [drawn.randint(1, 10), *needs, len(after), *after]
        lines.append(" ".join(map(str, words)))
    lines.append("0 0 0 0 0 0")
    return "\n".join(lines) + "\n"


def test_compare_tells_what_it_has():
    code, out, shown = interrupted(
        "compare", examples() / "boise-office", "--quick", "--trials", 1_000_000, "--format", "json"
    )
    assert code == 130, shown
    told = json.loads(out)
    assert 0 < told["trials"] < told["asked"] == 1_000_000
    assert told["recommended"]
    assert "Traceback" not in shown


def test_optimise_tells_what_it_has():
    code, out, shown = interrupted(
        "optimise", examples() / "boise-office", "--tries", 100_000, "--trials", 200, "--format", "json"
    )
    assert code == 130, shown
    told = json.loads(out)
    assert told["ended"] == "stopped"
    assert told["proven"] is False
    assert 0 < told["tried"] < 10_000
    assert told["front"]
    assert "Traceback" not in shown


def test_schedule_tells_what_it_has(tmp_path):
    file = tmp_path / "hard.rcp"
    file.write_text(hard_plan(), "utf-8")
    code, out, shown = interrupted("schedule", file, "--seconds", 300, "--format", "json", after=1.5)
    assert code == 130, shown
    told = json.loads(out)
    assert told["bound"] < told["makespan"]
    assert told["gap"] == pytest.approx(1 - told["bound"] / told["makespan"])
    assert "Traceback" not in shown


def test_a_search_ends_after_its_seconds(command):
    began = time.monotonic()
    ran = command(
        "rollout", "optimise", examples() / "boise-office", "--tries", 100_000, "--trials", 200,
        "--seconds", 1, "--format", "json",
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    assert json.loads(ran.stdout)["ended"] == "time"
    assert time.monotonic() - began < SECONDS
