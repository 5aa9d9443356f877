"""readiness doctor, completion and check --watch, run for real."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from importlib import metadata

import pytest

from readiness.machine import SYSTEMS, examine

BREAK = "import sys; sys.modules['{name}'] = None; from readiness.cli.main import run; run()"


def lacking(*names):
    """A machine on which some packages are not installed."""

    def version(name):
        if name in names:
            raise metadata.PackageNotFoundError(name)
        return "1.0"

    return version


def closed(*libraries):
    """A machine on which some libraries cannot be opened."""

    def load(file):
        if any(name in file for name in libraries):
            raise OSError(file)

    return load


def test_a_machine_that_runs_the_tests_lacks_nothing(command):
    told = command("doctor")
    assert (told.returncode, told.stderr) == (0, "")
    listed = json.loads(command("doctor", "--format", "json").stdout)
    assert all(part["found"] for part in listed["parts"])
    assert {"Pango", "HarfBuzz subset", "weasyprint", "ReadinessSansTC-Bold.ttf"} <= {
        part["name"] for part in listed["parts"]
    }
    assert command("doctor", "--all").stdout.count("\n") == len(listed["parts"]) + 1


@pytest.mark.parametrize("system", SYSTEMS)
def test_every_missing_part_has_the_command_of_its_system(system):
    parts = examine(
        system, version=lacking("weasyprint", "babel"), load=closed("pangoft2", "harfbuzz-subset")
    )
    missing = {part.name: part for part in parts if not part.found}
    assert set(missing) == {"weasyprint", "babel", "PangoFT2", "HarfBuzz subset"}
    assert missing["weasyprint"].mend == 'python -m pip install "weasyprint<71,>=70"'
    assert (missing["weasyprint"].needed_for, missing["babel"].needed_for) == ("pdf", "all")
    commands = {
        "debian": ("sudo apt install libpangoft2-1.0-0", "sudo apt install libharfbuzz-subset0"),
        "fedora": ("sudo dnf install pango", "sudo dnf install harfbuzz"),
        "macos": ("brew install pango",) * 2,
        "windows": ("pacman -S mingw-w64-ucrt-x86_64-pango",) * 2,
    }
    assert (missing["PangoFT2"].mend, missing["HarfBuzz subset"].mend) == commands[system]


def test_a_missing_package_sends_the_user_to_the_doctor(boise):
    words = ["check", str(boise)]
    ran = subprocess.run(
        [sys.executable, "-c", BREAK.format(name="pydantic"), *words],
        capture_output=True, check=False, encoding="utf-8",
    )  # fmt: skip
    assert (ran.returncode, ran.stdout) == (4, "")
    assert "pydantic is missing here" in ran.stderr
    assert "readiness doctor" in ran.stderr
    assert "Traceback" not in ran.stderr


def test_the_doctor_himself_needs_no_package_but_the_command_line():
    ran = subprocess.run(
        [sys.executable, "-c", BREAK.format(name="pydantic"), "doctor", "--all"],
        capture_output=True, check=False, encoding="utf-8",
    )  # fmt: skip
    assert "Traceback" not in ran.stderr
    assert "Pango" in ran.stdout


def test_a_terminal_that_cannot_write_chinese_is_told(boise):
    del boise
    env = os.environ | {"PYTHONIOENCODING": "latin-1"}
    ran = subprocess.run(
        [sys.executable, "-m", "readiness", "doctor"], capture_output=True, check=False, env=env, text=True
    )
    assert "iso8859-1" in ran.stdout.lower() or "latin-1" in ran.stdout
    assert "PYTHONUTF8=1" in ran.stdout


@pytest.mark.parametrize(
    ("shell", "mark"), [("bash", "complete -o"), ("zsh", "#compdef readiness"), ("fish", "complete ")]
)
def test_completion_scripts_complete_commands(shell, mark, command):
    script = command("completion", shell)
    assert script.returncode == 0
    assert mark in script.stdout
    env = os.environ | {
        "_READINESS_COMPLETE": "bash_complete",
        "COMP_WORDS": "readiness as",
        "COMP_CWORD": "1",
    }
    ran = subprocess.run(
        [sys.executable, "-m", "readiness"], capture_output=True, check=False, env=env, text=True
    )
    assert ran.stdout.splitlines() == ["plain,assess"]


def test_watch_checks_again_after_each_change_and_ends_with_ctrl_c(boise, tmp_path):
    out = tmp_path / "out.txt"
    with out.open("w") as written:
        watching = subprocess.Popen(
            [sys.executable, "-m", "readiness", "check", str(boise), "--watch"],
            stdout=written,
            stderr=written,
        )
        try:
            wait_for(out, "0 errors")
            cover = boise / "engagement.yaml"
            cover.write_text(
                cover.read_text("utf-8").replace("as_of: 2000-12-01", "as_of: yesterday"), "utf-8"
            )
            wait_for(out, "1 error,")
            (boise / "responses" / "new.yaml").write_text("format: response/1\n", "utf-8")
            wait_for(out, "5 errors,")
        finally:
            watching.send_signal(signal.SIGINT)
            assert watching.wait(20) == 0
    assert "Traceback" not in out.read_text()


def wait_for(file, words):
    for _ in range(200):
        if words in file.read_text("utf-8"):
            return
        time.sleep(0.1)
    pytest.fail(f"{words} did not come:\n{file.read_text('utf-8')[-500:]}")
