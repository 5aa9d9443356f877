"""``readiness contacts``: what customers really did, beside the map."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from readiness.cli.group import FOLDER, Group, echo_json, in_language, json_or_text, phrase

MEMORY = click.option("--memory", type=click.IntRange(64, 1_000_000), default=512, show_default=True,
                      help="Megabytes to work in; more goes to the disk for a while.")  # fmt: skip
THREADS = click.option("--threads", type=click.IntRange(1, 256),
                       help="Processors to use; all if absent.")  # fmt: skip


def _asks(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the folder and the options of all questions to a log."""
    return click.argument("folder", type=FOLDER)(MEMORY(THREADS(json_or_text(in_language(command)))))


@click.group("contacts", cls=Group)
def contacts() -> None:
    """Read contact logs and lay what customers really did beside the map."""


@contacts.command("import")
@_asks
def import_(folder: Path, *, memory: int, threads: int | None, form: str, language: str | None) -> None:
    """Read the log that contacts.yaml of FOLDER describes.

    Every row is kept or set aside with a reason. The result stands beside
    FOLDER, not in it, and holds no customer keys. Files that have not changed
    are not read again.
    """
    from readiness.cli.progress import counting
    from readiness.services import contact_logs

    try:
        with counting() as progress:
            done = contact_logs.import_log(
                folder, language, memory=memory, threads=threads or 0, progress=progress
            )
    except KeyboardInterrupt:
        sys.exit(130)
    _show(done, form)


@contacts.command("summary")
@_asks
def summary(folder: Path, *, memory: int, threads: int | None, form: str, language: str | None) -> None:
    """Show what the imported log of FOLDER says in numbers."""
    from readiness.services import contact_logs

    _show(contact_logs.summary(folder, language, memory=memory, threads=threads or 0), form)


@contacts.command("paths")
@click.option("--buyer", metavar="BUYER", help="Only journeys of this buyer type, by id.")
@click.option("--longest", type=click.IntRange(1, 100), default=8, show_default=True,
              help="How many contacts of a journey are told apart.")  # fmt: skip
@click.option("--most", type=click.IntRange(1, 10_000), default=20, show_default=True,
              help="How many paths to show.")  # fmt: skip
@_asks
def paths(
    folder: Path,
    *,
    buyer: str | None,
    longest: int,
    most: int,
    memory: int,
    threads: int | None,
    form: str,
    language: str | None,
) -> None:
    """Show the journeys that customers really made, the most frequent first."""
    from readiness.services import contact_logs

    found = contact_logs.paths(
        folder, language, buyer=buyer, longest=longest, most=most, memory=memory, threads=threads or 0
    )
    _show(found, form)


@contacts.command("conform")
@click.option("--apply", is_flag=True, help="Write what was counted into the map, one change a difference.")
@click.option("--dry-run", is_flag=True, help="With --apply: show the changes only.")
@click.option("--only", type=click.IntRange(1), multiple=True, metavar="NUMBER",
              help="With --apply: only the change of this number; give it again for others.")  # fmt: skip
@_asks
def conform(
    folder: Path,
    *,
    apply: bool,
    dry_run: bool,
    only: tuple[int, ...],
    memory: int,
    threads: int | None,
    form: str,
    language: str | None,
) -> None:
    """Show where the map and the imported log of FOLDER differ.

    With --apply the map gets the figures of the log, in places: comments and
    everything else stay as they are, and evidence says that they are measured.
    """
    from readiness.services import contact_corrections, contact_logs

    if (dry_run or only) and not apply:
        raise click.UsageError(phrase("contacts-apply.usage"))
    if apply:
        done = contact_corrections.apply(
            folder, language, only=only, write=not dry_run, memory=memory, threads=threads or 0
        )
        _show(done, form)
        return
    _show(contact_logs.conform(folder, language, memory=memory, threads=threads or 0), form)


@contacts.command("simulate")
@click.argument("folder", type=FOLDER)
@click.option("--contacts", "number", type=click.IntRange(1, 100_000_000), default=10_000, show_default=True,
              help="How many contacts to draw.")  # fmt: skip
@click.option("--seed", type=click.IntRange(0), default=1, show_default=True,
              help="Any whole number; the same number gives the same result.")  # fmt: skip
@click.option("-o", "--output", type=FOLDER, required=True, help="CSV file to write.")
@click.option("--replace", is_flag=True, help="Write over a file that exists.")
def simulate(folder: Path, *, number: int, seed: int, output: Path, replace: bool) -> None:
    """Draw a contact log from the map of FOLDER, to try things with."""
    from readiness.services import contact_logs

    written, rows = contact_logs.simulate(folder, output, contacts=number, seed=seed, replace=replace)
    click.echo(phrase("contacts.simulated", file=written, rows=f"{rows:,}"))


def _show(found: Any, form: str) -> None:
    if form == "json":
        echo_json(found.to_json())
    else:
        click.echo(found.to_text(), nl=False)
