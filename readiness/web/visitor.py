"""Who sends a request: somebody in the room, the facilitator, or a stranger."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import cast

from flask import Request, current_app, request
from werkzeug import Response
from werkzeug.exceptions import Forbidden

from readiness import LANGUAGES, services
from readiness.errors import NotFound
from readiness.services.workshop import Workshop
from readiness.services.workshop_site import Site
from readiness.workshop.rights import Person

SEAT, LEAD, LANGUAGE = "seat", "lead", "language"
LONGEST_STAY = 30 * 24 * 3600


@dataclass(frozen=True)
class Visitor:
    """A person in an open room."""

    workshop: Workshop
    person: Person


def site() -> Site:
    """Return the workshops of this server."""
    return cast("Site", current_app.config["SITE"])


def visitor(name: str) -> Visitor:
    """Return who asks for a room.

    A stranger, and a person of another room, learn nothing of it: raises
    NotFound as if there were none.
    """
    workshop = site().room(name)
    if is_lead():
        title = str(services.phrase("room.facilitator", language_of(request)))
        return Visitor(workshop, workshop.lead(title, request.cookies.get(LEAD, "")))
    person = workshop.person(request.cookies.get(SEAT, ""))
    if person is None:
        raise NotFound("no-such-room")
    return Visitor(workshop, person)


def leader(name: str) -> Visitor:
    """Return the facilitator of a room.  Raises NotFound for strangers, Forbidden for others in the room."""
    found = visitor(name)
    if not found.person.leads:
        raise Forbidden
    return found


def is_lead() -> bool:
    """Say whether the request comes from a facilitator's browser."""
    secret = request.cookies.get(LEAD, "")
    return bool(secret) and site().leads(secret)


def new_secret() -> str:
    """Return what a browser will show from now on."""
    return secrets.token_urlsafe(32)


def keep(response: Response, name: str, secret: str, path: str = "/") -> None:
    """Give a browser a cookie that no script can read and no other site sends."""
    response.set_cookie(
        name,
        secret,
        max_age=LONGEST_STAY,
        path=path,
        httponly=True,
        samesite="Lax",
        secure=request.is_secure or request.headers.get("Origin", "").startswith("https://"),
    )


def language_of(asked: Request) -> str:
    """Return the language of a page: asked for, chosen before, of the browser, or the server's."""
    for wanted in (asked.args.get("language"), asked.cookies.get(LANGUAGE)):
        if wanted in LANGUAGES:
            return str(wanted)
    for wanted in asked.accept_languages.values():
        if found := _nearest(wanted):
            return found
    return str(current_app.config["LANGUAGE"])


def _nearest(tag: str) -> str | None:
    """Return our language for a browser's; Taiwan, Hong Kong and Macau write traditional characters."""
    parts = tag.replace("_", "-").split("-")
    if parts[0] == "zh":
        places = {part.upper() for part in parts[1:]}
        traditional = places & {"HANT", "TW", "HK", "MO"}
        return "zh-Hant" if traditional else "zh-Hans"
    return "en" if parts[0] == "en" else None
