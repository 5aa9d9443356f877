"""``readiness rollout optimise``: phasings that are sooner, calmer or worth more."""

from __future__ import annotations

import sys
import time
from math import inf
from pathlib import Path

import click

from readiness.cli.group import FOLDER, echo_json, in_language


@click.command("optimise")
@click.argument("folder", type=FOLDER)
@click.option("--trials", type=click.IntRange(100, 1_000_000), default=10_000, show_default=True,
              help="How often each of the phasings that are shown is tried.")  # fmt: skip
@click.option("--tries", type=click.IntRange(1, 100_000), default=300, show_default=True,
              help="How many are tried where there are too many; fewer with over 40 steps.")  # fmt: skip
@click.option("--seconds", type=click.FloatRange(0, 86_400, min_open=True), metavar="SECONDS",
              help="End the search after so many seconds, with what it has; no limit if absent.")  # fmt: skip
@click.option("--seed", type=click.IntRange(0), default=1, show_default=True,
              help="Any whole number; the same number gives the same result.")  # fmt: skip
@click.option("--format", "form", type=click.Choice(["text", "json", "yaml"]), default="text",
              show_default=True, help="yaml is an option to paste into rollout.yaml.")  # fmt: skip
@in_language
def optimise(
    folder: Path,
    *,
    trials: int,
    tries: int,
    seconds: float | None,
    seed: int,
    form: str,
    language: str | None,
) -> None:
    """Look for better ways to phase the steps of FOLDER.

    Up to six steps every legal way is tried. With more, the search begins with
    rough plans (with OR-tools: pip install 'readiness[optimise]') and with your
    own options. Ctrl-C ends it with what was found.
    """
    began = time.monotonic()  # reading the program counts too
    from readiness.cli.progress import counting
    from readiness.services import better_options

    with counting() as progress:
        found = better_options.optimise(
            folder, language, trials=trials, tries=tries, seed=seed, progress=progress,
            seconds=inf if seconds is None else seconds + began - time.monotonic(), clock=time.monotonic,
        )  # fmt: skip
    if form == "json":
        echo_json(found.to_json())
    else:
        click.echo(found.to_yaml() if form == "yaml" else found.to_text(), nl=False)
    if found.stopped:
        sys.exit(130)
