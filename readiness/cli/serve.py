"""The command that opens the live workshop in the browser."""

from __future__ import annotations

from pathlib import Path

import click

from readiness.cli.group import FOLDER, LANGUAGE, phrase
from readiness.cli.language import terminal
from readiness.errors import Unavailable

PORT = 8765


@click.command()
@click.argument("folder", metavar="DIR", type=FOLDER)
@click.option("--port", type=click.IntRange(0, 65535), default=PORT, show_default=True,
              help="Port to listen at; 0 takes a free one.")  # fmt: skip
@click.option("--host", default="0.0.0.0", show_default=True,  # noqa: S104  (phones in the room must reach it)
              help="Address to listen at; 127.0.0.1 for this machine alone.")  # fmt: skip
@click.option(
    "--name",
    "names",
    multiple=True,
    help="A name under which browsers reach this machine, beside its address; may be given again.",
)
@click.option("--language", type=LANGUAGE, help="Language of a browser that asks for none of ours.")
def serve(folder: Path, port: int, host: str, names: tuple[str, ...], language: str | None) -> None:
    """Open the live workshop in the browser.

    DIR is an engagement, or a folder with several. Prints the facilitator's
    link. Everything people write is kept beside the folder, in
    .NAME.workshop, and goes into its files when the facilitator saves. Ctrl-C
    ends the workshop; it goes on where it was when started again.
    """
    try:
        from readiness.services.workshop_site import Site
        from readiness.web import create_app, outside
        from readiness.web.serving import addresses, make_server
    except ModuleNotFoundError as error:
        raise Unavailable("workshop-missing", part=error.name) from error
    site = Site(folder, outside())
    reached = [*names, *addresses(host)]
    app = create_app(site, hosts=frozenset(names), language=language or terminal())
    server = make_server(app, host, port)
    try:
        here = server.effective_port if hasattr(server, "effective_port") else port
        app.config["REACH"] = f"{reached[0]}:{here}"
        for name in reached:
            click.echo(phrase("serve.link", link=f"http://{name}:{here}/f/{site.token}"))
        click.echo(phrase("serve.join", link=f"http://{reached[0]}:{here}/"))
        click.echo(phrase("serve.hint"), err=True)
        server.run()
    except KeyboardInterrupt:
        pass  # waitress ends by itself; this is the time before
    finally:
        site.close()
