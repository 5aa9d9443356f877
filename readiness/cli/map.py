"""``readiness map``: what the map shows, and its way in from other tools."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from readiness.cli.group import FOLDER, Group, echo_json, in_terminal_language, json_or_text, phrase
from readiness.cli.language import terminal
from readiness.cli.map_analyse import analyse, diff, outages, whatif
from readiness.cli.map_exchange import export
from readiness.cli.map_show import show

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from readiness.folder.map_sheets import Counted
    from readiness.services.spreadsheets import Change, Imported

_NAMED = 3


@click.group("map", cls=Group)
def map_group() -> None:
    """Show, analyse, compare and exchange the touchpoint map."""


@map_group.command()
@click.argument("file", type=FOLDER, metavar="FILE.xlsx")
@in_terminal_language
def template(file: Path, language: str | None) -> None:
    """Write an empty workbook with explanations and examples."""
    from readiness.services import spreadsheets

    written = spreadsheets.template(file, language or terminal())
    click.echo(written)
    click.echo(f"\n{phrase('terminal.next')}\n  readiness new FOLDER --from-xlsx {file}")


@map_group.command("import")
@click.argument("folder", type=FOLDER)
@click.argument("file", type=FOLDER)
@click.option("--replace", is_flag=True, help="Replace the map that stands there; it is kept beside.")
@json_or_text
def import_(folder: Path, file: Path, replace: bool, form: str) -> None:
    """Write the map of a filled workbook, or of another tool's file, into a folder.

    FILE is a workbook (.xlsx), tables (.csv, .zip), GraphML (.graphml) or a Mermaid
    diagram (.mmd). Where a map stands in the folder already, what would change
    is shown and nothing is written without --replace.
    """
    from readiness.services import spreadsheets

    try:
        imported = spreadsheets.import_map(folder, file, replace=replace, speak=terminal())
    except spreadsheets.InvalidWorkbook as invalid:
        if form == "json":
            echo_json(invalid.to_json())
            sys.exit(invalid.exit_code)
        _echo_counts(invalid.counts, foreign=spreadsheets.is_foreign(file))
        raise
    except spreadsheets.MapExists as exists:
        click.echo(phrase("sheets.ask", file=exists.file))
        _echo_changes(exists.changes)
        raise
    if form == "json":
        echo_json(imported.to_json())
        return
    _echo_imported(imported, foreign=spreadsheets.is_foreign(file))
    from readiness.cli.map_exchange import echo_lost

    echo_lost(imported.lost)
    if not imported.written:
        click.echo(phrase("sheets.same", file=imported.file))
        return
    _echo_changes(imported.changes)
    click.echo(phrase("sheets.written", file=imported.file))
    if imported.older:
        click.echo(phrase("sheets.older", file=imported.older))
    if not imported.named:
        click.echo(phrase("sheets.not-named", file=imported.file.name))
    click.echo(f"\n{phrase('terminal.next')}\n  readiness check {folder}")


for command in (show, analyse, outages, diff, whatif, export):
    map_group.add_command(command)


def new_from_workbook(folder: Path, workbook: Path, language: str, as_of: date) -> list[Path]:
    """Start a folder from a filled workbook and return the files written."""
    from readiness.services import spreadsheets

    try:
        made = spreadsheets.new(folder, workbook, language=language, as_of=as_of, speak=terminal())
    except spreadsheets.InvalidWorkbook as invalid:
        _echo_counts(invalid.counts, foreign=spreadsheets.is_foreign(workbook))
        raise
    _echo_imported(made, foreign=spreadsheets.is_foreign(workbook))
    return list(made.written)


def _echo_imported(imported: Imported, *, foreign: bool) -> None:
    """Print the warnings about a file and how many rows or records were read."""
    if imported.checked.told:
        from readiness.cli.frames import frames

        click.echo(frames(imported.checked), nl=False, err=True)
    _echo_counts(imported.counts, foreign=foreign)


def _echo_counts(counts: Iterable[Counted], *, foreign: bool) -> None:
    """Print how many rows of each sheet were read, kept, left out and refused; of other files the records."""
    for one in counts:
        if foreign:
            kind = phrase(f"exchange.kinds.{one.name}")
            click.echo(phrase("exchange.counts", kind=kind, number=one.read))
            continue
        values = {"read": one.read, "kept": one.kept, "remarks": one.remarks, "refused": one.refused}
        click.echo(phrase("sheets.counts", sheet=one.name, **values))


def _echo_changes(changes: Iterable[Change]) -> None:
    from readiness.services import spreadsheets

    for change in changes:
        parts = [
            phrase(f"sheets.{key}", number=len(titles), names=_first(titles))
            for key, titles in (
                ("added", change.added),
                ("removed", change.removed),
                ("changed", change.changed),
            )
            if titles
        ]
        sheet = spreadsheets.sheet(change.kind, terminal())
        click.echo("  " + phrase("sheets.change", sheet=sheet, parts=phrase("marks.semicolon").join(parts)))


def _first(titles: tuple[str, ...]) -> str:
    """Return the first few of many titles."""
    names = phrase("marks.comma").join(
        "".join(char if char.isprintable() else "\ufffd" for char in title) for title in titles[:_NAMED]
    )
    return phrase("sheets.more", names=names) if len(titles) > _NAMED else names
