"""``readiness map analyse|outages|diff|whatif``: what the map shows, and what would change."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from readiness.cli.group import echo_json, in_language, json_or_text, phrase

if TYPE_CHECKING:
    from readiness.services.analyses import Analysed
    from readiness.services.comparison import Compared

GATES = (
    "reach lost", "hours lost", "hand-offs up", "repeats up", "rules lost", "contacts up", "cost up",
    "time up", "single point", "new finding",
)  # fmt: skip
MAP = "FOLDER[@PLAN]"


def _several(_ctx: click.Context, _param: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...]:
    """Return names given one by one or parted by commas."""
    names = tuple(name.strip() for value in values for name in value.split(",") if name.strip())
    if values and not names:
        raise click.BadParameter(phrase("refusals.no-names"))
    return names


@click.command("analyse")
@click.argument("map_", metavar=MAP)
@click.option("--only", multiple=True, callback=_several, metavar="NAME,...",
              help="Some analyses only: reach, outages, journeys, handoffs, data, consistency, coverage, "
                   "technology, week, evidence.")  # fmt: skip
@click.option("--tables", is_flag=True, help="Print the tables behind the sentences too.")
@click.option("--all", "every", is_flag=True, help="Print every kind of finding, not the heaviest alone.")
@click.option(
    "--shake",
    "seed",
    type=int,
    metavar="SEED",
    help="Also say which findings fall if guessed figures are off by up to 30%. SEED is any whole number; "
    "the same number gives the same result.",
)
@click.option("--fail-on", type=click.Choice(["minor", "serious", "critical"]),
              help="End with exit code 1 where a finding is at least as severe.")  # fmt: skip
@json_or_text
@in_language
def analyse(
    map_: str,
    *,
    only: tuple[str, ...],
    tables: bool,
    every: bool,
    seed: int | None,
    fail_on: str | None,
    form: str,
    language: str | None,
) -> None:
    """Say what the map shows: reach, outages, journeys, hand-offs, data, cost, hours.

    FOLDER is today's map, FOLDER@to-be the map as it is planned, FOLDER@NAME
    another planned map that engagement.yaml names.
    """
    from readiness.services import analyses

    found = analyses.analysis(map_, language, only=only, tables=tables, every=every, seed=seed)
    _show(found, form)
    if fail_on and found.reaches(fail_on):
        sys.exit(1)


@click.command("outages")
@click.argument("map_", metavar=MAP)
@click.option("--down", multiple=True, callback=_several, metavar="ID,...",
              help="Only this outage: what fails together, by its ids in the map.")  # fmt: skip
@click.option("--pairs", "two", is_flag=True, help="Outages of every two things together.")
@click.option(
    "--cut-sets",
    "cuts",
    type=click.IntRange(1, 3),
    metavar="SIZE",
    help="The smallest groups of up to SIZE things (1, 2 or 3) that must fail together before a buyer "
    "cannot get something done.",
)
@json_or_text
@in_language
def outages(
    map_: str, *, down: tuple[str, ...], two: bool, cuts: int | None, form: str, language: str | None
) -> None:
    """Say who cannot reach the company if something fails."""
    from readiness.services import analyses

    _show(analyses.outage(map_, language, down=down, two=two, cuts=cuts or 0), form)


@click.command("diff")
@click.argument("before", metavar=MAP)
@click.argument("after", metavar=f"[{MAP}]", required=False)
@click.option("--fail-on", "gates", multiple=True, type=click.Choice(GATES),
              help="End with exit code 1 where this happens; can be given several times.")  # fmt: skip
@json_or_text
@in_language
def diff(before: str, after: str | None, gates: tuple[str, ...], form: str, language: str | None) -> None:
    """Say what changes for whom between two maps.

    With one folder, today's map is compared with the planned one.
    """
    from readiness.services import comparison

    found = comparison.diff(before, after, language)
    _show(found, form)
    if found.closes(gates):
        sys.exit(1)


@click.command("whatif")
@click.argument("map_", metavar=MAP)
@click.option("--down", multiple=True, callback=_several, metavar="ID,...",
              help="What fails, by its ids in the map.")  # fmt: skip
@click.option("--remove", multiple=True, callback=_several, metavar="ID,...",
              help="What is given up for good, by its ids in the map.")  # fmt: skip
@click.option("--fail-on", "gates", multiple=True, type=click.Choice(GATES),
              help="End with exit code 1 where this happens; can be given several times.")  # fmt: skip
@json_or_text
@in_language
def whatif(
    map_: str,
    *,
    down: tuple[str, ...],
    remove: tuple[str, ...],
    gates: tuple[str, ...],
    form: str,
    language: str | None,
) -> None:
    """Say what happens if something fails, or is given up for good."""
    from readiness.services import comparison

    found = comparison.what_if(map_, language, down=down, remove=remove)
    _show(found, form)
    if found.closes(gates):
        sys.exit(1)


def _show(found: Analysed | Compared, form: str) -> None:
    if form == "json":
        echo_json(dict(found.values))
    else:
        click.echo(found.to_text(), nl=False)
