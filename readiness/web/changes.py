"""Changes up, the state and events down."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from flask import Blueprint, Response, jsonify, request
from werkzeug.exceptions import BadRequest

from readiness import services
from readiness.services.workshop_live import Live
from readiness.web.guard import body
from readiness.web.streams import STREAMS
from readiness.web.visitor import Visitor, is_lead, language_of, site, visitor
from readiness.workshop.recorder import Result
from readiness.workshop.stream import Cursor, Event

blueprint = Blueprint("changes", __name__)
BEAT = 10.0
"""Seconds without news after which a stream sends a sign of life."""
LONGEST_POLL = 25.0
LATEST = 2**53


@blueprint.get("/r/<room>/state")
def state(room: str) -> Response:
    """Return everything that this person may see."""
    found = visitor(room)
    return Response(found.workshop.state(found.person), mimetype="application/json")


@blueprint.post("/r/<room>/changes")
def change(room: str) -> Response:
    """Apply changes; the answer comes once they are on the disk."""
    found = visitor(room)
    raw = body().get("changes")
    if not isinstance(raw, list):
        raise BadRequest
    results = found.workshop.record(raw, found.person)
    language = language_of(request)
    return jsonify({"results": [_told(result, language) for result in results]})


def _told(result: Result, language: str) -> dict[str, Any]:
    told: dict[str, Any] = {"id": result.id, "status": result.status, "seq": result.seq}
    if result.reason:
        words = str(services.phrase(f"room.reasons.{result.reason}", language))
        told |= {"reason": result.reason, "message": words, "key": result.key}
    return told


@blueprint.get("/r/<room>/events")
def events(room: str) -> Response:
    """Send every change from a number on, as server-sent events."""
    found, after, language = visitor(room), _number("after"), language_of(request)
    lines = _lines(found, _enter(found, after), site().live(room), language)
    answer = Response(lines, mimetype="text/event-stream")
    answer.headers["X-Accel-Buffering"] = "no"
    return answer


def _enter(found: Visitor, after: int) -> Cursor:
    """Give a board its place; the oldest of too many loses its own."""
    stream = found.workshop.stream
    cursor = stream.cursor(after)
    stream.drop(STREAMS.enter(_who(found), cursor))
    return cursor


def _who(found: Visitor) -> str:
    return f"{found.workshop.folder}/{found.person.id}"


def _lines(found: Visitor, cursor: Cursor, live: Live, language: str) -> Iterator[bytes]:
    workshop = found.workshop
    yield b"retry: 2000\n\n"
    try:
        while not (cursor.dropped or workshop.stream.ended) and _still_here(found):
            news = workshop.stream.wait(cursor, BEAT)
            if news is None:
                yield b"event: resync\ndata: {}\n\n"
                continue
            told = _as_lines(news, found.person.id)
            if cursor.has_live:
                told += f"event: live\ndata: {live.text(language)}\n\n"
            yield told.encode() or b": here\n\n"
    finally:
        STREAMS.leave(_who(found), cursor)


def _still_here(found: Visitor) -> bool:
    cell = found.workshop.room.cells.get(f"people/{found.person.id}/removed")
    return cell is None or not cell.value


def _as_lines(news: Sequence[Event], person: str) -> str:
    return "".join(f"event: change\nid: {one.seq}\ndata: {one.seen_by(person)}\n\n" for one in news)


@blueprint.get("/r/<room>/changes")
def poll(room: str) -> Response:
    """Send the same as one answer, for networks that cut streams."""
    found, after = visitor(room), _number("after")
    seconds = min(float(_number("wait")), LONGEST_POLL)
    known = _number("live")
    cursor = _enter(found, after)
    cursor.live = known
    try:
        news = found.workshop.stream.wait(cursor, seconds)
    finally:
        STREAMS.leave(_who(found), cursor)
    rows = ",".join(one.seen_by(found.person.id) for one in news or ())
    live = site().live(room).text(language_of(request)) if cursor.has_live or not known else "null"
    resync = "true" if news is None else "false"
    text = f'{{"events":[{rows}],"live":{live},"live_number":{cursor.live},"resync":{resync}}}'
    return Response(text, mimetype="application/json")


@blueprint.get("/r/<room>/history")
def history(room: str) -> Response:
    """Return the newest changes of the board, newest first."""
    found = visitor(room)
    before = _number("before") or LATEST
    return jsonify({"changes": found.workshop.history(before), "mine": found.person.id, "all": is_lead()})


def _number(name: str) -> int:
    text = request.args.get(name, "0")
    if not text.isascii() or not text.isdigit() or len(text) > len(str(LATEST)):
        raise BadRequest
    return min(int(text), LATEST)
