"""Reports ordered from a workshop: made one after the other, apart from the room."""

from __future__ import annotations

import queue
import threading
from collections import OrderedDict
from dataclasses import dataclass
from typing import Any

from readiness import services
from readiness.errors import NotFound, ReadinessError, Refused
from readiness.services.workshop import Outside, Workshop
from readiness.services.workshop_child import work
from readiness.services.workshop_draft import RoomFiles
from readiness.services.workshop_folder import room_files
from readiness.services.workshop_results import report

MOST_KEPT = 40
MOST_WAITING = 20
MOST_EACH = 4
"""Reports that one person may wait for at a time, so that nobody takes all places."""
SECONDS = 90


@dataclass
class Order:
    """One report that somebody waits for."""

    id: str
    workshop: Workshop
    person: str
    language: str
    variant: str
    form: str
    files: RoomFiles
    """The room as it was when the report was ordered: later answers may not be seen yet."""
    state: str = "waiting"
    octets: bytes = b""
    error: ReadinessError | None = None


class Desk:
    """Makes the reports of all workshops of a server."""

    def __init__(self, outside: Outside) -> None:
        self._outside = outside
        self._orders: OrderedDict[str, Order] = OrderedDict()
        self._waiting: queue.SimpleQueue[Order | None] = queue.SimpleQueue()
        self._lock = threading.Lock()
        threading.Thread(target=self._run, name="desk", daemon=True).start()

    def order(self, workshop: Workshop, person: str, language: str, variant: str, form: str) -> str:
        """Take an order and return its number.  Raises Refused where too many wait."""
        with self._lock:
            open_orders = [one for one in self._orders.values() if one.state in ("waiting", "working")]
            own = [one for one in open_orders if (one.workshop, one.person) == (workshop, person)]
            if len(open_orders) >= MOST_WAITING or len(own) >= MOST_EACH:
                raise Refused("desk-busy")
            files = room_files(workshop)
            order = Order(self._outside.chance(9).hex(), workshop, person, language, variant, form, files)
            self._orders[order.id] = order
            while len(self._orders) > MOST_KEPT:
                self._orders.popitem(last=False)
        self._waiting.put(order)
        return order.id

    def state(self, workshop: Workshop, person: str, number: str) -> dict[str, Any]:
        """Return how far an order of a person is."""
        order = self._find(workshop, person, number)
        share = {"waiting": 0.05, "working": 0.4}.get(order.state, 1.0)
        told: dict[str, Any] = {"state": order.state, "share": share}
        if order.error:
            told["message"] = services.message(order.error, order.language)
        return told

    def paper(self, workshop: Workshop, person: str, number: str) -> tuple[bytes, str]:
        """Return a report that is ready, and its form."""
        order = self._find(workshop, person, number)
        if order.state != "done":
            raise NotFound("no-such-report")
        return order.octets, order.form

    def close(self) -> None:
        """Take no more orders."""
        self._waiting.put(None)

    def _find(self, workshop: Workshop, person: str, number: str) -> Order:
        order = self._orders.get(number)
        if order is None or order.workshop is not workshop or order.person != person:
            raise NotFound("no-such-report")
        return order

    def _run(self) -> None:
        while (order := self._waiting.get()) is not None:
            order.state = "working"
            try:
                order.octets = work(
                    report, order.workshop.folder, order.files, order.form, order.language,
                    order.variant, seconds=SECONDS,
                )  # fmt: skip
                order.state = "done"
            except ReadinessError as error:
                order.error, order.state = error, "failed"
            except Exception as error:  # noqa: BLE001  (the desk goes on with the next order)
                order.error, order.state = (
                    ReadinessError("report-failed", reason=type(error).__name__),
                    "failed",
                )
