"""``readiness schema``: what an editor needs to complete and explain a file."""

from __future__ import annotations

import click

from readiness.cli.group import echo_json


@click.command()
@click.argument("format_name", metavar="FORMAT", required=False)
@click.option("--list", "every", is_flag=True, help="Print the names of the formats.")
def schema(format_name: str | None, every: bool) -> None:
    """Print the JSON Schema of a format, for editors.

    FORMAT is the name in the first line of a file, such as touchmap or
    touchmap/1. readiness new puts the schemas into each new folder.
    """
    from readiness.services import editors

    if every:
        for name in editors.FORMATS:
            click.echo(name)
        return
    if format_name is None:
        context = click.get_current_context()
        raise click.MissingParameter(ctx=context, param=context.command.params[0])
    echo_json(editors.schema(format_name))
