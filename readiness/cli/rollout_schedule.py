"""``readiness rollout schedule``: a plain project of another tool, as short as can be."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from readiness.cli.group import FOLDER, echo_json, in_terminal_language, json_or_text, phrase
from readiness.cli.language import terminal

INTERRUPTED = 130
"""Exit code after Ctrl-C, as shells have it: 128 and the number of the signal."""


@click.command()
@click.argument("file", type=FOLDER)
@click.option("--seconds", type=click.FloatRange(0, 86_400), default=5.0, show_default=True,
              help="Time for the search and the proof.")  # fmt: skip
@click.option("--workers", type=click.IntRange(1, 64), default=2, show_default=True,
              help="How many searches of the exact solver run side by side.")  # fmt: skip
@click.option("--seed", type=click.IntRange(0), default=0, show_default=True,
              help="Any whole number; another one searches in another way.")  # fmt: skip
@json_or_text
@in_terminal_language
def schedule(file: Path, *, seconds: float, workers: int, seed: int, form: str, language: str | None) -> None:
    """Find the shortest schedule of a plain project with scarce resources.

    FILE is a project in Patterson's format (.rcp) or in those of PSPLIB
    (.sm, .mm). The proof that no schedule is shorter needs OR-tools; without it
    the answer is "not proven" unless a simple bound meets it. Ctrl-C ends the
    search with the best schedule found.
    """
    from readiness.services import projects

    with _progress() as tell:
        found = projects.schedule(
            file, language=language or terminal(), seconds=seconds, workers=workers, seed=seed,
            clock=time.monotonic, tell=tell,
        )  # fmt: skip
    if form == "json":
        echo_json(found.to_json())
    else:
        click.echo(found.to_text(), nl=False)
    if found.solution.interrupted:
        sys.exit(INTERRUPTED)


@contextmanager
def _progress() -> Iterator[Callable[[int | None, int], None]]:
    """Yield a function that shows makespan and bound on a terminal, and nothing in a pipe."""
    if not sys.stderr.isatty():
        yield lambda _makespan, _bound: None
        return
    from rich.console import Console

    with Console(stderr=True).status("") as status:
        yield lambda makespan, bound: status.update(
            phrase("rollout-schedule.progress", makespan="?" if makespan is None else makespan, bound=bound)
        )
