"""The server: one process, a thread for each board's stream, started and ended by one command."""

from __future__ import annotations

import socket
from collections.abc import Iterable

from flask import Flask
from waitress.server import BaseWSGIServer, MultiSocketServer, create_server

from readiness.errors import Refused

THREADS = 320
"""Every open stream keeps one; 200 boards and those who write find room."""
MOST_CONNECTIONS = 1000
SLOWEST = 120
"""Seconds after which a connection that sends nothing is closed."""


def make_server(app: Flask, host: str, port: int) -> MultiSocketServer | BaseWSGIServer:
    """Return a server that listens, and serves once ``run`` is called.

    Raises Refused where the port is taken.
    """
    try:
        return create_server(
            app,
            host=host,
            port=port,
            threads=THREADS,
            connection_limit=MOST_CONNECTIONS,
            channel_timeout=SLOWEST,
            max_request_body_size=app.config["MAX_CONTENT_LENGTH"],
            outbuf_high_watermark=2**20,
            ident=None,
            clear_untrusted_proxy_headers=True,
            send_bytes=1,
        )
    except OSError as error:
        raise Refused("port-taken", port=port, reason=error.strerror) from error


def addresses(host: str) -> Iterable[str]:
    """Return the addresses under which others in the network reach this machine."""
    if host not in ("0.0.0.0", "::"):  # noqa: S104  (compared, not bound)
        return (host,)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # sends nothing; the system chooses the way and so the address
            return (probe.getsockname()[0],)
        except OSError:
            return ("127.0.0.1",)
