"""The pages: the room on a phone or laptop, the projector, and the list of rooms."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from flask import Blueprint, current_app, redirect, request, url_for
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from werkzeug import Response
from werkzeug.exceptions import Forbidden

from readiness import LANGUAGES, services
from readiness.folder import library
from readiness.i18n import Phrases
from readiness.resources import templates
from readiness.web.visitor import LANGUAGE, Visitor, is_lead, keep, language_of, leader, site, visitor
from readiness.workshop.rights import PHASES, ROLES

blueprint = Blueprint("pages", __name__)
FAMILY = "workshop."


@blueprint.get("/rooms")
def rooms() -> str:
    """Show the engagements of this server to the facilitator."""
    if not is_lead():
        raise Forbidden
    return show("rooms.html.j2", language_of(request), rooms=site().listed())


@blueprint.post("/rooms/<room>/open")
def open_room(room: str) -> Response:
    """Open the workshop of an engagement."""
    if not is_lead():
        raise Forbidden
    site().open(room)
    return redirect(url_for("pages.room", room=room))


@blueprint.get("/r/<room>/")
def room(room: str) -> str:
    """Show the room as this person sees it."""
    return _room_page("room.html.j2", visitor(room))


@blueprint.get("/r/<room>/projector")
def projector(room: str) -> str:
    """Show what all look at."""
    return _room_page("projector.html.j2", leader(room))


@blueprint.post("/language")
def choose_language() -> Response:
    """Remember the language of this browser and go back to the page it came from."""
    wanted, back = request.form.get("language", ""), request.form.get("back", "/")
    local = back.startswith("/") and not back.startswith(("//", "/\\")) and back.isprintable()
    answer = redirect(back if local else "/")
    if wanted in LANGUAGES:
        keep(answer, LANGUAGE, wanted)
    return answer


def _room_page(name: str, found: Visitor) -> str:
    language = language_of(request)
    me = {"person": found.person.id, "role": found.person.role, "facilitator": found.person.leads}
    return show(
        name,
        language,
        room=found.workshop.name,
        title=found.workshop.engagement.profile.title.choose(language)[1] or found.workshop.name,
        code=found.workshop.code if found.person.leads else "",
        me=me,
        phases=PHASES,
    )


def show(name: str, language: str, **values: Any) -> str:
    """Return a page in a language."""
    phrases = library.phrases(language)
    words = words_of(phrases)
    told = values.pop("error", None)
    values.setdefault("message", services.message(told, language) if told else "")
    values = {"room": "", "title": "", "code": "", "me": None, "roles": ROLES, **values}
    page: Environment = current_app.extensions["pages"]
    return page.get_template(name).render(
        words=words,
        words_json=Markup(_script_json(words)),  # noqa: S704  (made safe for a script element)
        language=language,
        languages=LANGUAGES,
        path=request.full_path.rstrip("?"),
        **values,
    )


def words_of(phrases: Phrases) -> dict[str, str]:
    """Return the phrases of the workshop by their short names."""
    return {
        key.removeprefix(FAMILY): str(text) for key, text in phrases.words.items() if key.startswith(FAMILY)
    }


def make_environment() -> Environment:
    """Return the templates of the pages; a missing value is an error, and all values are escaped."""
    found = Environment(
        loader=FileSystemLoader(str(Path(str(templates())) / "workshop")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.globals["static"] = lambda name: f"/static/{name}"
    return found


def _script_json(words: dict[str, str]) -> str:
    text = json.dumps(words, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
