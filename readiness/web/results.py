"""Results while people work: the live figures, and the rollout's options."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify, request
from werkzeug.exceptions import BadRequest

from readiness.web.visitor import language_of, leader, site, visitor

blueprint = Blueprint("results", __name__)


@blueprint.get("/r/<room>/live")
def live(room: str) -> Response:
    """Return what can be said at this moment."""
    visitor(room)
    return jsonify(site().live(room).results(language_of(request)))


@blueprint.get("/r/<room>/compare")
def compare(room: str) -> Response:
    """Compare the rollout's options; the simulation runs apart, so that the room does not wait."""
    found = leader(room)
    trials = request.args.get("trials", "2000")
    if not trials.isascii() or not trials.isdigit() or not 100 <= int(trials) <= 20_000:
        raise BadRequest
    return jsonify(site().desk.compare(found.workshop, int(trials), language_of(request)))
