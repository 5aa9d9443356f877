"""``readiness map export``, and how both ways tell what was not carried over."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import click

from readiness.cli.group import FOLDER, echo_json, in_language, json_or_text, phrase

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from readiness.folder.exchange.loss import Loss


_PARTS = ("languages", "short", "unknown")


@click.command("export")
@click.argument("reference", metavar="FOLDER[@PLAN]")
@click.option("-o", "--output", type=FOLDER, required=True,
              help="File to write: .graphml, .dot, .mmd, .xlsx, .csv, .zip or .json.")  # fmt: skip
@click.option("--as", "diagram", type=click.Choice(["flowchart", "journey"]),
              help="Diagram of a .mmd file; if absent, a journey for .journey.mmd.")  # fmt: skip
@in_language
@json_or_text
def export(reference: str, output: Path, diagram: str | None, language: str | None, form: str) -> None:
    """Write the map for another tool, and list what its format cannot hold.

    GraphML is for Gephi, yEd and igraph, DOT for Graphviz, MMD for Mermaid. The
    workbook and GraphML can be read again with readiness map import.
    """
    from readiness.services import exchange

    exported = exchange.export(reference, output, diagram=diagram, language=language)
    if form == "json":
        echo_json(exported.to_json())
        return
    click.echo(exported.file)
    echo_lost(exported.lost)
    if output.suffix.lower() in (".xlsx", ".csv", ".zip"):
        click.echo(phrase("exchange.ids"), err=True)
    if not exported.again:
        click.echo(phrase("exchange.too-large-again"), err=True)


def echo_lost(lost: Iterable[Loss]) -> None:
    """Print what was not carried over, a line for each kind of record, beside the result."""
    lines = list(_lines(lost))
    if lines:
        click.echo(phrase("exchange.not-carried-over"), err=True)
    for line in lines:
        click.echo(f"  {line}", err=True)


def _lines(lost: Iterable[Loss]) -> Iterator[str]:
    for kind, losses in groupby(lost, key=lambda one: one.kind):
        parts = [
            phrase("exchange.field", field=_field(one.field), number=one.records)
            if one.field
            else phrase("exchange.records", number=one.records)
            for one in losses
        ]
        name = phrase(f"exchange.kinds.{kind}")
        yield phrase("exchange.of-kind", kind=name, parts=phrase("marks.comma").join(parts))


def _field(field: str) -> str:
    """Return the name of a field, which another tool may have given, without what a terminal obeys."""
    name, _, part = "".join(char if char.isprintable() else "\ufffd" for char in field[:80]).partition(":")
    return phrase(f"exchange.parts.{part}", field=name) if part in _PARTS else name
