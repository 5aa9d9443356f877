"""The wheel alone, in an empty environment outside the checkout: demo, a Chinese report, the doctor."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from pypdf import PdfReader

ROOT = Path(__file__).resolve().parents[2]


def run(*words, cwd):
    clean = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "VIRTUAL_ENV"))}
    ran = subprocess.run([str(word) for word in words], cwd=cwd, env=clean, capture_output=True, check=False,
                         encoding="utf-8")  # fmt: skip
    assert ran.returncode == 0, f"{words}\n{ran.stdout}\n{ran.stderr}"
    return ran.stdout


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """A folder with an environment that has the wheel and nothing else of ours."""
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "-w", folder, ROOT, cwd=folder)
    wheel = next(folder.glob("readiness-*.whl"))
    run(sys.executable, "-m", "venv", folder / "env", cwd=folder)
    run(folder / "env/bin/python", "-m", "pip", "install", "--quiet", f"{wheel}[pdf]", cwd=folder)
    return folder


def test_the_wheel_brings_everything_that_is_read_and_no_tests(installed):
    names = set(zipfile.ZipFile(next(installed.glob("*.whl"))).namelist())
    wanted = {
        "readiness/_shared/templates/report/report.html.j2",
        "readiness/_shared/templates/engagement/zh-Hans/touchmap.yaml",
        "readiness/_shared/examples/shanghai-gm/touchmap.yaml",
        "readiness/fonts/ReadinessSansTC-Bold.ttf",
        "readiness/fonts/OFL.txt",
        "readiness/i18n/zh-Hant/report.yaml",
        "readiness/i18n/locale/zh_Hant/LC_MESSAGES/readiness.mo",
        "readiness/questionnaires/library/customer-strategy.zh-Hans.yaml",
        "readiness/assessment/indicators.zh-Hant.yaml",
    }
    assert wanted - names == set()
    assert [name for name in names if name.startswith(("tests/", "docs/"))] == []


@pytest.mark.long
def test_the_demo_and_a_chinese_report_run_from_the_wheel_alone(installed):
    readiness = installed / "env/bin/readiness"
    where = run(
        installed / "env/bin/python", "-c", "import readiness; print(readiness.__file__)", cwd=installed
    )
    assert str(installed) in where
    for name, language, face in (
        ("boise-office", "en", "Readiness-Sans"),
        ("shanghai-gm", "zh-Hans", "Readiness-Sans-SC"),
    ):
        run(readiness, "new", name, "--from", name, cwd=installed)
        assert "0 error" in run(readiness, "check", name, "--language", "en", cwd=installed)
        run(readiness, "report", name, "-o", f"{name}.pdf", cwd=installed)
        pdf = PdfReader(installed / f"{name}.pdf")
        fonts = [font.get_object()["/BaseFont"] for font in pdf.pages[0]["/Resources"]["/Font"].values()]
        assert any(re.search(f"{face}$", font) for font in fonts)
        assert pdf.trailer["/Root"]["/Lang"] == language
    run(readiness, "new", "blank", "--language", "zh-Hant", cwd=installed)
    assert "0 個錯誤" in run(readiness, "check", "blank", "--language", "zh-Hant", cwd=installed)


def test_nothing_is_missing_on_a_machine_with_the_wheel(installed):
    assert "parts are there" in run(
        installed / "env/bin/readiness", "--language", "en", "doctor", cwd=installed
    )
