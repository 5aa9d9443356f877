"""``python -m readiness``."""

from readiness.cli.main import run

run()
