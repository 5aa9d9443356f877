"""The questions that one person is asked."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify, request

from readiness.services.workshop_questions import questions_for
from readiness.web.visitor import language_of, visitor

blueprint = Blueprint("answering", __name__)


@blueprint.get("/r/<room>/questions")
def questions(room: str) -> Response:
    """Return the questions of this person's role that apply after what they have answered."""
    found = visitor(room)
    return jsonify(
        questions_for(found.workshop.engagement, found.workshop.room, found.person, language_of(request))
    )
