"""How many boards one person may hold open: a new one beyond that closes the oldest at once."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Sequence

from readiness.workshop.stream import Cursor

MOST = 8
"""Streams and long polls together; each keeps a thread of the server."""


class Streams:
    """The open streams and polls by person."""

    def __init__(self) -> None:
        self._open: dict[str, list[Cursor]] = defaultdict(list)
        self._lock = threading.Lock()

    def enter(self, who: str, cursor: Cursor) -> Sequence[Cursor]:
        """Count a board in and return those that lose their place."""
        with self._lock:
            held = self._open[who]
            held.append(cursor)
            lost = held[:-MOST]
            del held[:-MOST]
        return lost

    def leave(self, who: str, cursor: Cursor) -> None:
        """Count a board out."""
        with self._lock:
            held = [one for one in self._open.get(who, ()) if one is not cursor]
            if held:
                self._open[who] = held
            else:
                self._open.pop(who, None)


STREAMS = Streams()
