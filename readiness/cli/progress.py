"""Progress on a terminal, silence in a pipe."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def progress() -> Iterator[Callable[[str], None]]:
    """Yield a function that shows the step a long command is at; it stays silent without a terminal."""
    if not sys.stderr.isatty():
        yield lambda _step: None
        return
    from rich.console import Console

    from readiness.cli.group import phrase

    with Console(stderr=True).status("") as status:
        yield lambda step: status.update(phrase(f"steps.{step}"))
