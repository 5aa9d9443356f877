"""What interactive pages share: scripts put into the page itself, and the digests by which they may run."""

from __future__ import annotations

import importlib
from base64 import b64encode
from hashlib import sha256

from readiness.errors import Unavailable


def digest(script: str) -> str:
    """Return the digest of a script as a content security policy writes it (W3C CSP 3, 2.3.1)."""
    return f"sha256-{b64encode(sha256(script.encode()).digest()).decode()}"


def plotly() -> str:
    """Return plotly's own script.  Raises Unavailable where plotly is missing."""
    try:
        offline = importlib.import_module("plotly.offline")
    except ImportError as error:
        raise Unavailable("no-plotly", reason=error.name or str(error)) from error
    return str(offline.get_plotlyjs())
