"""The library that draws charts: plotly's own script as it is installed, fetched when a chart is opened."""

from __future__ import annotations

import gzip
from functools import cache
from hashlib import sha256

from flask import Blueprint, Response, request

from readiness.reports.interactive.scripts import plotly
from readiness.web.guard import OK

blueprint = Blueprint("charts", __name__)


@blueprint.get("/charts/plotly.min.js")
def library() -> Response:
    """Return the script, its licence at the head.  Raises Unavailable where plotly is missing."""
    packed, mark = _packed()
    answer = Response(mimetype="text/javascript")
    answer.headers["Cache-Control"] = "no-cache"
    answer.set_etag(mark)
    answer.make_conditional(request)
    if answer.status_code == OK:  # else the browser has it still
        if "gzip" in request.headers.get("Accept-Encoding", ""):
            answer.set_data(packed)
            answer.headers["Content-Encoding"] = "gzip"
        else:
            answer.set_data(gzip.decompress(packed))
    return answer


@cache
def _packed() -> tuple[bytes, str]:
    """Return the script, packed once for all browsers, and the mark by which they know it."""
    script = plotly().encode()
    return gzip.compress(script, 9, mtime=0), sha256(script).hexdigest()[:32]
