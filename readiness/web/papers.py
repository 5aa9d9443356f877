"""What leaves the room: the folder saved, reports, the engagement as one file; and who must leave."""

from __future__ import annotations

from flask import Blueprint, Response, current_app, jsonify, request, url_for
from werkzeug.exceptions import BadRequest, Forbidden

from readiness import LANGUAGES
from readiness.errors import NotFound
from readiness.services.workshop_folder import export as export_room
from readiness.services.workshop_folder import save_room
from readiness.services.workshop_questions import asked_questionnaires, known_names
from readiness.web.guard import body, is_own
from readiness.web.invitation import qr_picture
from readiness.web.visitor import language_of, leader, site, visitor
from readiness.workshop.rights import phase_of

blueprint = Blueprint("papers", __name__)
FORMATS = {
    "pdf": "application/pdf",
    "html": "text/html",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "md": "text/markdown",
    "json": "application/json",
}
VARIANTS = ("full", "brief", "rollout", "minutes")


@blueprint.get("/r/<room>/invite")
def invite(room: str) -> Response:
    """Return how others join: the code, the link, and its picture."""
    found = leader(room)
    reach = current_app.config["REACH"]
    path = url_for("joining.invited", code=found.workshop.code)
    own = is_own(request.host) and reach  # a phone's localhost is the phone
    link = f"{request.scheme}://{reach if own else request.host}{path}"
    arrived = current_app.config["ARRIVED"]
    told = {"code": found.workshop.code, "link": link, "qr": qr_picture(link), "reached": arrived}
    return jsonify(told)


@blueprint.get("/r/<room>/questionnaires")
def questionnaires(room: str) -> Response:
    """Return the questionnaires that can be asked, and which are."""
    found = leader(room)
    names = known_names(found.workshop.engagement, language_of(request))
    asked = asked_questionnaires(found.workshop.engagement, found.workshop.room)
    return jsonify({"known": names, "asked": [one.id for one in asked]})


@blueprint.post("/r/<room>/people/<person>/remove")
def remove(room: str, person: str) -> Response:
    """Let somebody leave the room; what they wrote stays."""
    found = leader(room)
    cell = found.workshop.room.cells.get(f"people/{person}/name")
    if cell is None or person == found.person.id:
        raise NotFound("no-such-person")
    found.workshop.remove(person)
    return jsonify({"removed": person})


@blueprint.post("/r/<room>/save")
def save(room: str) -> Response:
    """Write what the room has agreed on into the engagement's files."""
    found = leader(room)
    return jsonify(save_room(found.workshop))


@blueprint.post("/r/<room>/reports")
def order(room: str) -> Response:
    """Order a report; it is made apart, and asked for by its number."""
    found = visitor(room)
    if not found.person.leads and phase_of(found.workshop.room.cells) == "answer":
        raise Forbidden  # both camps stand in it, and people are still answering in silence
    raw = body()
    language = raw.get("language", language_of(request))
    variant, form = raw.get("variant", "full"), raw.get("format", "pdf")
    if language not in LANGUAGES or variant not in VARIANTS or form not in tuple(FORMATS):
        raise BadRequest
    job = site().desk.order(found.workshop, found.person.id, str(language), str(variant), str(form))
    return jsonify({"job": job})


@blueprint.get("/r/<room>/reports/<job>")
def progress(room: str, job: str) -> Response:
    """Return how far a report is."""
    found = visitor(room)
    told = site().desk.state(found.workshop, found.person.id, job)
    if told["state"] == "done":
        told["file"] = url_for("papers.paper", room=room, job=job)
    return jsonify(told)


@blueprint.get("/r/<room>/reports/<job>/file")
def paper(room: str, job: str) -> Response:
    """Return a report that is ready."""
    found = visitor(room)
    octets, form = site().desk.paper(found.workshop, found.person.id, job)
    answer = Response(octets, mimetype=FORMATS[form])
    answer.headers.set("Content-Disposition", "attachment", filename=f"{found.workshop.name}.{form}")
    return answer


@blueprint.get("/r/<room>/export.zip")
def export(room: str) -> Response:
    """Return the whole engagement with what the room has said, as one file that its owner keeps."""
    found = leader(room)
    answer = Response(export_room(found.workshop), mimetype="application/zip")
    answer.headers.set("Content-Disposition", "attachment", filename=f"{found.workshop.name}.zip")
    return answer
