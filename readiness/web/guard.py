"""What every request must pass, what every answer carries, and errors put into words."""

from __future__ import annotations

import gzip
import ipaddress
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, Response, current_app, jsonify, request
from werkzeug.exceptions import BadRequest, HTTPException

from readiness import services
from readiness.errors import ReadinessError
from readiness.web.pages import show
from readiness.web.visitor import language_of

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
OK = 200
WORTH_PACKING = 1024
KEPT = ("static", "charts.library")
"""What a browser keeps, and asks only whether it is still the same."""
PACKED = ("application/json", "text/html", "text/javascript", "text/css", "image/svg+xml")


def protect(app: Flask) -> None:
    """Let an application refuse what comes from elsewhere, and tell errors in words."""
    app.before_request(_refuse_foreign)
    app.before_request(_note_arrival)
    app.after_request(_add_headers)
    app.after_request(_pack)
    app.register_error_handler(ReadinessError, _tell_refusal)
    app.register_error_handler(HTTPException, _tell_http)
    app.register_error_handler(Exception, _tell_defect)


def _refuse_foreign() -> Response | None:
    """Refuse a name that is not ours (DNS rebinding), and what a page of another origin sends."""
    if not is_our_host(request.host, current_app.config["HOSTS"]):
        return _refusal("wrong-host", 421)
    if request.method in ("GET", "HEAD", "OPTIONS"):
        return None
    origin = request.headers.get("Origin")
    site = request.headers.get("Sec-Fetch-Site", "same-origin")
    ours = (f"http://{request.host}", f"https://{request.host}")  # HTTPS may end before this server
    if origin not in ours or site != "same-origin":
        return _refusal("wrong-origin", 403)
    return None


def _note_arrival() -> None:
    """Note that another machine has reached this one: the network lets phones through."""
    own = ("127.0.0.1", "::1", urlsplit(f"//{current_app.config['REACH']}").hostname)
    if request.remote_addr not in own:
        current_app.config["ARRIVED"] = True


def body() -> dict[str, Any]:
    """Return the JSON object of a request.  Raises BadRequest where it is none, or nested without end."""
    try:
        raw = request.get_json()
    except RecursionError as error:
        raise BadRequest from error
    if not isinstance(raw, dict):
        raise BadRequest
    return raw


def is_own(host: str) -> bool:
    """Say whether a Host header names the machine of the browser itself."""
    name = urlsplit(f"//{host}").hostname or ""
    return name in ("localhost", "::1") or name.startswith("127.")


def is_our_host(host: str, names: frozenset[str]) -> bool:
    """Say whether a Host header names this server: by an address, as localhost, or by a name it was given."""
    try:
        name = urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return False
    if name == "localhost" or name in names:
        return True
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def _add_headers(response: Response) -> Response:
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    # not no-referrer: with it, browsers send "Origin: null" with forms, which we refuse
    response.headers["Referrer-Policy"] = "same-origin"
    response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    response.headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()"
    if request.endpoint not in KEPT:
        response.headers["Cache-Control"] = "no-store"
    return response


def _pack(response: Response) -> Response:
    wanted = "gzip" in request.headers.get("Accept-Encoding", "")
    if not wanted or response.status_code != OK or response.mimetype not in PACKED:
        return response
    response.direct_passthrough = False
    whole = response.get_data()
    response.headers.add("Vary", "Accept-Encoding")
    if len(whole) >= WORTH_PACKING and "Content-Encoding" not in response.headers:
        response.set_data(gzip.compress(whole, 6, mtime=0))
        response.headers["Content-Encoding"] = "gzip"
    return response


def _tell_refusal(error: ReadinessError) -> Response:
    status = getattr(error, "status", 400)
    return _refusal(error.code, status, **error.values)


def _tell_http(error: HTTPException) -> Response:
    code = f"http-{error.code}" if error.code in (400, 401, 403, 404, 405, 413, 415, 429) else "http-400"
    return _refusal(code, error.code or 500)


def _tell_defect(error: Exception) -> Response:
    current_app.logger.error("defect", exc_info=error)
    return _refusal("http-500", 500)


def _refusal(code: str, status: int, **values: object) -> Response:
    """Return an error as a page for people, or as JSON for a script."""
    language = language_of(request)
    words = str(services.phrase(f"refusals.{code}", language, **values))
    if request.accept_mimetypes.accept_html and request.accept_mimetypes.best != "application/json":
        answer = Response(show("error.html.j2", language, message=words, status=status), mimetype="text/html")
    else:
        answer = jsonify({"error": code, "message": words})
    answer.status_code = status
    if status in (429, 503):
        answer.headers["Retry-After"] = "5"
    return answer
