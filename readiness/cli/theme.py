"""Commands about how reports look."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from readiness.cli.group import FOLDER, Group, echo_json, in_terminal_language, json_or_text
from readiness.cli.language import terminal


@click.group(cls=Group)
def theme() -> None:
    """Make reports look like your house: colours, logo, pages, words."""


@theme.command("new")
@click.argument("folder", type=FOLDER)
@click.option("--from", "start", default="house", show_default=True, metavar="THEME",
              help="The theme to start from: house or plain.")  # fmt: skip
def new(folder: Path, start: str) -> None:
    """Start a theme in a new folder."""
    from readiness.services.themes import new_theme

    for path in new_theme(folder, start):
        click.echo(path)


@theme.command("check")
@click.argument("folder", type=FOLDER)
@json_or_text
@in_terminal_language
def check(folder: Path, form: str, language: str | None) -> None:
    """Say what is wrong with a theme, and try it on an example in every language."""
    from readiness.cli.frames import frames
    from readiness.services.themes import check_theme

    checked = check_theme(folder, language or terminal())
    if form == "json":
        echo_json(checked.to_json())
    else:
        click.echo(frames(checked), nl=False)
    sys.exit(2 if checked.errors else 0)
