"""Comparisons ordered from workshops: made apart, one after the other; of each person's the newest waits."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from readiness import services
from readiness.errors import NotFound, ReadinessError
from readiness.services.workshop import Outside, Workshop
from readiness.services.workshop_child import work
from readiness.services.workshop_folder import room_files
from readiness.services.workshop_options import options

MOST_KEPT = 20
SECONDS = 90


@dataclass
class Wish:
    """One comparison that somebody waits for."""

    id: str
    workshop: Workshop
    person: str
    wanted: Mapping[str, float]
    language: str
    state: str = "waiting"
    share: float = 0.0
    found: Mapping[str, Any] = field(default_factory=dict)
    error: ReadinessError | None = None


class Comparing:
    """Compares the rollout options of all workshops of a server."""

    def __init__(self, outside: Outside) -> None:
        self._outside = outside
        self._wishes: OrderedDict[str, Wish] = OrderedDict()
        self._ended = False
        self._news = threading.Condition()
        self._thread = threading.Thread(target=self._run, name="comparing", daemon=True)
        self._thread.start()

    def ask(self, workshop: Workshop, person: str, wanted: Mapping[str, float], language: str) -> str:
        """Take a wish and return its number; the same person's that still waits is dropped."""
        wish = Wish(self._outside.chance(9).hex(), workshop, person, wanted, language)
        with self._news:
            for other in self._waiting():
                if other.workshop is workshop and other.person == person:
                    other.state = "dropped"
            self._wishes[wish.id] = wish
            while len(self._wishes) > MOST_KEPT:
                self._wishes.popitem(last=False)
            self._news.notify()
        return wish.id

    def state(self, workshop: Workshop, person: str, number: str) -> dict[str, Any]:
        """Return how far a wish of a person is, and what was found.  Raises NotFound for another's."""
        wish = self._wishes.get(number)
        if wish is None or wish.workshop is not workshop or wish.person != person:
            raise NotFound("no-such-report")
        told: dict[str, Any] = {"state": wish.state, "share": wish.share}
        if wish.error:
            told["message"] = services.message(wish.error, wish.language)
        return told | ({"found": wish.found} if wish.state == "done" else {})

    def close(self, seconds: float = 0) -> None:
        """Take no more wishes; wait so long at most until the work in hand is done."""
        with self._news:
            self._ended = True
            self._news.notify()
        self._thread.join(seconds)

    def _waiting(self) -> list[Wish]:
        return [one for one in self._wishes.values() if one.state == "waiting"]

    def _next(self) -> Wish | None:
        with self._news:
            self._news.wait_for(lambda: self._ended or self._waiting())
            if self._ended:
                return None
            wish = self._waiting()[0]
            wish.state = "working"
            return wish

    def _run(self) -> None:
        while (wish := self._next()) is not None:
            try:
                wish.found = self._compare(wish)
                wish.share, wish.state = 1.0, "done"
            except ReadinessError as error:
                wish.error, wish.state = error, "failed"
            except Exception as error:  # noqa: BLE001  (the next wish is still heard)
                wish.error = ReadinessError("report-failed", reason=type(error).__name__)
                wish.state = "failed"

    def _compare(self, wish: Wish) -> dict[str, Any]:
        def watch(share: float) -> None:
            wish.share = share

        folder, files = wish.workshop.folder, room_files(wish.workshop)
        return work(options, folder, files, wish.wanted, wish.language, seconds=SECONDS, watch=watch)
