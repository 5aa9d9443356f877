"""What is sent to every board: the newest changes, each made into text once, and who waits for more."""

from __future__ import annotations

import json
import threading
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from readiness.workshop.cells import Cell
from readiness.workshop.keys import OWN_LISTS
from readiness.workshop.log import Entry

MOST_KEPT = 20_000
"""Changes that a board may be behind before it fetches the whole state anew."""


@dataclass(frozen=True)
class Event:
    """One change as boards get it; ``own`` is the person who alone may see it, or nothing."""

    seq: int
    text: str
    own: str | None = None

    def seen_by(self, person: str) -> str:
        """Return the event as a person may see it; what is hidden leaves its number only."""
        return self.text if self.own in (None, person) else f'{{"seq":{self.seq}}}'


class Stream:
    """The newest events of a room, and the latest of the live results."""

    def __init__(self, seq: int = 0) -> None:
        self._events: deque[Event] = deque(maxlen=MOST_KEPT)
        self._seq = seq
        self._news = threading.Condition()
        self._live = 0
        self._fresh = 0
        self._ended = False

    def publish(self, events: Sequence[Event], *, refresh: bool = False) -> None:
        """Add events and wake who waits; ``refresh`` tells every board to fetch all anew."""
        with self._news:
            self._events.extend(events)
            if events:
                self._seq = events[-1].seq
            self._fresh += refresh
            self._news.notify_all()

    def tell_live(self) -> None:
        """Say that there are new live results."""
        with self._news:
            self._live += 1
            self._news.notify_all()

    def drop(self, cursors: Sequence[Cursor]) -> None:
        """Let some boards go at once."""
        if not cursors:
            return
        with self._news:
            for one in cursors:
                one.dropped = True
            self._news.notify_all()

    def end(self) -> None:
        """Let everybody go who waits."""
        with self._news:
            self._ended = True
            self._news.notify_all()

    def wait(self, cursor: Cursor, seconds: float) -> Sequence[Event] | None:
        """Wait for events after a cursor and return them; nothing where the board must fetch all anew.

        An empty result is a time without events, or new live results
        (``cursor.live`` tells).
        """
        with self._news:
            self._news.wait_for(lambda: self._has_news(cursor), seconds)
            if self._is_lost(cursor):
                cursor.seq, cursor.fresh = self._seq, self._fresh
                return None
            found = self._after(cursor.seq)
            cursor.seq, cursor.has_live, cursor.live = self._seq, cursor.live != self._live, self._live
            return found

    def cursor(self, seq: int) -> Cursor:
        """Return a cursor that has seen everything up to a change."""
        with self._news:
            return Cursor(seq, -1, self._fresh)

    @property
    def ended(self) -> bool:
        """The room was closed."""
        return self._ended

    def _has_news(self, cursor: Cursor) -> bool:
        let_go = self._ended or cursor.dropped
        return let_go or cursor.seq != self._seq or cursor.live != self._live or cursor.fresh != self._fresh

    def _is_lost(self, cursor: Cursor) -> bool:
        oldest = self._events[0].seq if self._events else self._seq + 1
        return cursor.fresh != self._fresh or cursor.seq < oldest - 1 or cursor.seq > self._seq

    def _after(self, seq: int) -> Sequence[Event]:
        missing = self._seq - seq
        if not missing:
            return ()
        if missing < 64:  # the newest few, without going through all
            return [self._events[index] for index in range(-missing, 0)]
        return [event for event in self._events if event.seq > seq]


@dataclass
class Cursor:
    """How far one board has come."""

    seq: int
    live: int
    fresh: int
    has_live: bool = False
    dropped: bool = False
    """The board has lost its place to a newer one of the same person."""


def make_event(entry: Entry, cells: Mapping[str, Cell], gone: Sequence[str], *, anonymous: bool) -> Event:
    """Return a change as the boards get it, with some cells; what one person alone may see is marked so."""
    own = next((key.split("/")[1] for key in cells if key.split("/", 1)[0] in OWN_LISTS), None)
    told: dict[str, Any] = {
        "seq": entry.seq,
        "id": entry.id,
        "by": None if anonymous else entry.by,
        "at": entry.at,
        "cells": {key: cell.to_json(anonymous=anonymous) for key, cell in cells.items()},
    }
    if gone:
        told["gone"] = list(gone)
    return Event(entry.seq, json.dumps(told, ensure_ascii=False, separators=(",", ":")), own)
