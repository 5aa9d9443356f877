"""The command that holds a report against the files attached to it."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from readiness.cli.group import FOLDER, echo_json, in_terminal_language, json_or_text
from readiness.cli.language import terminal


@click.command()
@click.argument("file", type=FOLDER)
@json_or_text
@in_terminal_language
def verify(file: Path, form: str, language: str | None) -> None:
    """Say whether a PDF is what the files in it give.

    The report must have been written with --attach. Its files are assessed
    anew; exit code 1 where the pages say something else.
    """
    from readiness.services import verification

    verified = verification.verify(file, language or terminal())
    if form == "json":
        echo_json(verified.to_json())
    else:
        click.echo(verified.text)
    sys.exit(0 if verified.is_true else 1)
