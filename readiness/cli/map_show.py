"""``readiness map show``: the map as text on the terminal, or as a picture in a file."""

from __future__ import annotations

from pathlib import Path
from shutil import get_terminal_size

import click

from readiness.cli.group import FOLDER, in_language

_PICTURES = ("grid", "flow", "coverage", "outages")


@click.command()
@click.argument("reference", metavar="FOLDER[@PLAN]")
@click.option("-o", "--output", type=FOLDER, metavar="FILE",
              help="A picture (.svg) or an interactive page (.html) in place of text.")  # fmt: skip
@click.option("--picture", type=click.Choice(_PICTURES),
              help="Which picture to draw; the grid of stages and channels if absent.")  # fmt: skip
@click.option("--buyer", metavar="ID", default="", help="Show one buyer type only (grid and flow).")
@in_language
def show(reference: str, output: Path | None, picture: str | None, buyer: str, language: str | None) -> None:
    """Show the map: stages, channels, touchpoints, and where buyers go next.

    FOLDER is today's map, FOLDER@to-be the map as it is planned.
    """
    from readiness.errors import Refused
    from readiness.services import maps, pictures

    seen = maps.see(reference, language)
    if output is None:
        if picture not in (None, "grid"):
            raise Refused("picture-needs-file", picture=picture)
        wide = get_terminal_size((100, 24)).columns
        click.echo(pictures.text(seen, wide=wide, buyer=buyer), nl=False)
        return
    if output.suffix.lower() == ".html":
        if picture or buyer:
            raise Refused("page-is-whole", file=output)
        from readiness.services import interactive

        click.echo(interactive.write(seen, output))
        return
    chosen: pictures.Picture = next((one for one in pictures.PICTURES if one == picture), "grid")
    click.echo(pictures.write(seen, output, picture=chosen, buyer=buyer))
