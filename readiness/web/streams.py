"""How many streams one browser may hold open: a new one beyond that closes the oldest."""

from __future__ import annotations

import threading
from collections import defaultdict

MOST = 8


class Streams:
    """The open streams by person."""

    def __init__(self) -> None:
        self._open: dict[str, list[object]] = defaultdict(list)
        self._lock = threading.Lock()

    def enter(self, who: str) -> tuple[str, object]:
        """Count a stream in and return its ticket; the oldest of too many loses its own."""
        ticket = (who, object())
        with self._lock:
            held = self._open[who]
            held.append(ticket)
            del held[:-MOST]
        return ticket

    def holds(self, ticket: object) -> bool:
        """Say whether a stream may go on."""
        return isinstance(ticket, tuple) and ticket in self._open.get(ticket[0], ())

    def leave(self, ticket: object) -> None:
        """Count a stream out."""
        with self._lock:
            if isinstance(ticket, tuple) and ticket in self._open.get(ticket[0], ()):
                self._open[ticket[0]].remove(ticket)
            if isinstance(ticket, tuple) and not self._open.get(ticket[0]):
                self._open.pop(ticket[0], None)


STREAMS = Streams()
