"""``readiness rollout``: options of a phased rollout, compared and explained."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from readiness.cli.group import FOLDER, Group, echo_json, in_language, json_or_text
from readiness.cli.rollout_exchange import export
from readiness.cli.rollout_explain import explain
from readiness.cli.rollout_import import import_
from readiness.cli.rollout_optimise import optimise
from readiness.cli.rollout_schedule import schedule


@click.group("rollout", cls=Group)
def rollout() -> None:
    """Compare the options of a phased rollout and explain their dates."""


@rollout.command("compare")
@click.argument("folder", type=FOLDER)
@click.option("--only", multiple=True, metavar="OPTION", help="Only these options, by id; repeat it.")
@click.option("--trials", type=click.IntRange(100, 1_000_000), default=10_000, show_default=True,
              help="How often each option is tried.")  # fmt: skip
@click.option("--seed", type=click.IntRange(0), default=1, show_default=True,
              help="Any whole number; the same number gives the same result.")  # fmt: skip
@click.option("--quick", is_flag=True, help="Leave out what the ranking rests on.")
@click.option("--html", type=FOLDER, metavar="FILE",
              help="Write an interactive page that opens offline, in place of text.")  # fmt: skip
@json_or_text
@in_language
def compare(
    folder: Path,
    *,
    only: tuple[str, ...],
    trials: int,
    seed: int,
    quick: bool,
    html: Path | None,
    form: str,
    language: str | None,
) -> None:
    """Compare the options of FOLDER: when they end, whom they disturb, what they cost and are worth.

    Beside the planner's own options stand doing nothing, the free remedies
    only and, when the programme is live, stopping it.
    """
    from readiness.cli.progress import counting
    from readiness.services import rollouts

    if html is not None:
        from readiness.services import rollout_page

        rollout_page.check_place(html)
    with counting() as progress:
        found = rollouts.compare(
            folder, language, only=only, trials=trials, seed=seed, depth=not quick, progress=progress
        )
    if html is not None:
        click.echo(rollout_page.write(found, html), err=form == "json")
    if form == "json":
        echo_json(found.to_json())
    elif html is None:
        click.echo(found.to_text(), nl=False)
    if found.trials < trials:
        sys.exit(130)


rollout.add_command(explain)
rollout.add_command(export)
rollout.add_command(import_)
rollout.add_command(schedule)
rollout.add_command(optimise)
