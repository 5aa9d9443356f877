"""What Mermaid itself makes of diagrams: its own npm package, run by node on a page without a window."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

HERE = Path(__file__).parent
THERE = shutil.which("node") is not None and (HERE / "node_modules" / "mermaid").is_dir()
needs_mermaid = pytest.mark.skipif(
    not THERE and os.environ.get("CI") != "true",
    reason="Mermaid is not installed here: npm install --no-package-lock --ignore-scripts in tests/tools",
)


def read(*texts):
    """Return for each diagram its kind and its parts, or the error that Mermaid gives."""
    assert THERE, "the CI machine must bring node and run npm install in tests/tools"
    node = shutil.which("node")
    result = subprocess.run(
        [node, "mermaid_parse.mjs"], cwd=HERE, input=json.dumps(texts), capture_output=True, text=True,
        check=False, timeout=120,
    )  # fmt: skip
    assert result.returncode == 0, result.stderr[-800:]
    return json.loads(result.stdout)
