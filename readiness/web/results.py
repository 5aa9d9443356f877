"""Results while people work: the live figures, and the rollout's options."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, jsonify, request
from werkzeug.exceptions import BadRequest

from readiness.rollout.premises import DISCOUNT, SPANS
from readiness.web.guard import body
from readiness.web.visitor import language_of, leader, site, visitor

blueprint = Blueprint("results", __name__)


@blueprint.get("/r/<room>/live")
def live(room: str) -> Response:
    """Return what can be said at this moment."""
    visitor(room)
    return jsonify(site().live(room).results(language_of(request)))


@blueprint.post("/r/<room>/comparisons")
def compare(room: str) -> Response:
    """Order a comparison of the rollout's options; it is made apart, and asked for by its number."""
    found = leader(room)
    wanted = _premises(body().get("premises", {}))
    number = site().comparing.ask(found.workshop, found.person.id, wanted, language_of(request))
    return jsonify({"number": number})


@blueprint.get("/r/<room>/comparisons/<number>")
def comparison(room: str, number: str) -> Response:
    """Return how far a comparison is, and what it found."""
    found = leader(room)
    return jsonify(site().comparing.state(found.workshop, found.person.id, number))


def _premises(raw: Any) -> dict[str, float]:
    """Return assumptions by name.  Raises BadRequest for one that there is not, or beyond its span."""
    if not isinstance(raw, dict):
        raise BadRequest
    found = {}
    for name, value in raw.items():
        if name not in SPANS or isinstance(value, bool) or not isinstance(value, int | float):
            raise BadRequest
        span = SPANS[name]
        most = 1.0 if name == DISCOUNT else span.most
        if not span.least <= value <= most:  # so is what is no number
            raise BadRequest
        found[name] = float(value)
    return found
