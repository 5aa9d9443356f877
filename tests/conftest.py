from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from readiness.resources import examples


@pytest.fixture
def boise(tmp_path: Path) -> Path:
    """A copy of the example that a test may change."""
    return Path(shutil.copytree(examples() / "boise-office", tmp_path / "boise-office"))


@pytest.fixture
def command() -> Callable[..., subprocess.CompletedProcess[str]]:
    """Run the real command in a process of its own."""

    def run(*words: object, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
        line = [sys.executable, "-m", "readiness", *map(str, words)]
        return subprocess.run(line, capture_output=True, text=True, cwd=cwd, check=False, encoding="utf-8")

    return run
