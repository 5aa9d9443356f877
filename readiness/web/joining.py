"""The way into a room: a code and a name, or the facilitator's link."""

from __future__ import annotations

import time

from flask import Blueprint, redirect, request, url_for
from werkzeug import Response

from readiness import LANGUAGES
from readiness.errors import ReadinessError
from readiness.web.pages import show
from readiness.web.throttle import Throttle
from readiness.web.visitor import LANGUAGE, LEAD, SEAT, is_lead, keep, language_of, new_secret, site

blueprint = Blueprint("joining", __name__)
THROTTLE = Throttle(burst=40, per_second=1.0)


@blueprint.get("/")
def door() -> Response | str:
    """Show the page on which a code is typed; the facilitator goes on to the rooms."""
    if is_lead():
        return redirect(url_for("pages.rooms"))
    return _page("")


@blueprint.get("/join")
def again() -> Response:
    """Lead back to the door: a browser that asks once more for the page on which a code was refused."""
    return redirect(url_for("joining.door"))


@blueprint.get("/join/<code>")
def invited(code: str) -> str:
    """Show the same page with the code filled in: where the QR code leads."""
    return _page(code[:20])


@blueprint.post("/join")
def join() -> Response | tuple[str, int]:
    """Give a seat to somebody who knows the code; every join gives the browser a new secret."""
    form = request.form
    code, name, role = form.get("code", "")[:40], form.get("name", "")[:200], form.get("role", "")
    try:
        THROTTLE.check(request.remote_addr or "", time.monotonic())
        workshop = site().by_code(code)
        THROTTLE.succeed(request.remote_addr or "")
        secret = new_secret()
        workshop.join(name, role, secret)
    except ReadinessError as error:
        return _page(code, name=name, role=role, error=error), error.status
    answer = redirect(url_for("pages.room", room=workshop.name))
    keep(answer, SEAT, secret, f"/r/{workshop.name}")
    if (language := form.get("language")) in LANGUAGES:
        keep(answer, LANGUAGE, str(language))
    return answer


@blueprint.get("/f/<token>")
def facilitator(token: str) -> Response:
    """Let the browser lead that was opened with the facilitator's link."""
    THROTTLE.check(request.remote_addr or "", time.monotonic())
    secret = new_secret()
    site().lead(token, secret)
    THROTTLE.succeed(request.remote_addr or "")
    answer = redirect(url_for("pages.rooms"))
    keep(answer, LEAD, secret)
    return answer


@blueprint.get("/health")
def health() -> dict[str, str]:
    """Say that the server answers."""
    return {"status": "ok"}


def _page(code: str, *, name: str = "", role: str = "", error: ReadinessError | None = None) -> str:
    typed = {"code": code, "name": name, "role": role}
    return show("join.html.j2", language_of(request), typed=typed, error=error)
