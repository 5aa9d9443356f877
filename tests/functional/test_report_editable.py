"""A face brings its packages when it is asked for, and says so where they are missing."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

HEAVY = ("docx", "lxml", "openpyxl", "resvg_py", "weasyprint", "plotly")
BRINGS = {".docx": {"docx", "lxml", "resvg_py"}, ".xlsx": {"openpyxl"}, ".md": set(), ".html": set()}
BARE = "format: engagement/1\nid: bare\ntitle: Bare\nas_of: 2026-01-15\nprogramme: {status: exploring}\n"


def in_python(code, *arguments):
    line = [sys.executable, "-c", code, *map(str, arguments)]
    return subprocess.run(line, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("suffix", BRINGS)
def test_only_what_a_face_needs_is_loaded(suffix, tmp_path):
    (tmp_path / "engagement.yaml").write_text(BARE)
    code = (
        "import json, sys; from pathlib import Path\n"
        "from readiness import services; from readiness.services import faces\n"
        "faces.render(services.assess(Path(sys.argv[1])), sys.argv[2])\n"
        f"print(json.dumps([name for name in {HEAVY!r} if name in sys.modules]))"
    )
    made = in_python(code, tmp_path, suffix)
    assert made.returncode == 0, made.stderr
    loaded = set(json.loads(made.stdout))
    assert loaded - {"lxml"} == BRINGS[suffix] - {"lxml"}  # openpyxl takes lxml where it is there


@pytest.mark.parametrize("package", ["docx", "resvg_py"])
def test_without_its_packages_word_says_what_to_install(package, tmp_path):
    code = (
        f"import sys; sys.modules[{package!r}] = None\n"
        "from readiness.cli.main import run\n"
        "sys.argv[0] = 'readiness'; run()"
    )
    (tmp_path / "engagement.yaml").write_text(BARE)
    out = tmp_path / "x.docx"
    made = in_python(code, "report", tmp_path, "-o", out)
    assert made.returncode == 4
    assert f"{package} is missing" in made.stderr
    assert "pip install 'readiness[office]'" in made.stderr
    assert not out.exists()
    told = in_python(code, "report", tmp_path, "-o", tmp_path / "x.md")
    assert told.returncode == 0, told.stderr
