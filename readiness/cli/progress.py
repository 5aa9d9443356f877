"""Progress on a terminal, silence in a pipe."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console


@contextmanager
def progress() -> Iterator[Callable[[str], None]]:
    """Yield a function that shows the step a long command is at; it stays silent without a terminal."""
    if not sys.stderr.isatty():
        yield lambda _step: None
        return
    from readiness.cli.group import phrase

    with _console().status("") as status:
        yield lambda step: status.update(phrase(f"steps.{step}"))


@contextmanager
def counting() -> Iterator[Callable[[int, int], bool]]:
    """Yield a function that shows how much is done and answers whether to go on.

    Ctrl-C asks to stop with what is done; a second one ends the command at once.
    """
    stopped = False

    def stop(_number: int, _frame: object) -> None:
        nonlocal stopped
        if stopped:
            raise KeyboardInterrupt
        stopped = True

    before = signal.signal(signal.SIGINT, stop)
    try:
        if not sys.stderr.isatty():
            yield lambda _done, _asked: not stopped
            return
        from rich.progress import Progress

        with Progress(transient=True, console=_console()) as bar:
            task = bar.add_task("", total=None)

            def show(done: int, asked: int) -> bool:
                bar.update(task, completed=done, total=asked)
                return not stopped

            yield show
    finally:
        signal.signal(signal.SIGINT, before)


def _console() -> Console:
    from rich.console import Console

    return Console(stderr=True)
