"""Slows down who guesses codes, and nobody else: only wrong ones count."""

from __future__ import annotations

import ipaddress
import threading

from readiness.errors import ReadinessError

MOST_ADDRESSES = 10_000


class Slowly(ReadinessError):
    """Too many wrong codes came from one address."""

    status = 429


class Throttle:
    """Lets an address try ``burst`` times, then ``per_second``; a try that succeeds is given back.

    So sixty people behind one address may all join, and mistype now and then,
    while guessing one of 31^8 codes takes longer than anybody lives.
    """

    def __init__(self, *, burst: int, per_second: float) -> None:
        self._burst = burst
        self._per_second = per_second
        self._left: dict[str, tuple[float, float]] = {}
        self._lock = threading.Lock()

    def check(self, address: str, now: float) -> None:
        """Take one try; ``now`` are seconds of a clock that never goes back.  Raises Slowly."""
        address = _network(address)
        with self._lock:
            left, since = self._left.get(address, (float(self._burst), now))
            left = min(float(self._burst), left + (now - since) * self._per_second)
            if left < 1:
                raise Slowly("join-slowly")
            if len(self._left) >= MOST_ADDRESSES:
                self._left.pop(next(iter(self._left)))
            self._left[address] = (left - 1, now)

    def succeed(self, address: str) -> None:
        """Give a try back."""
        address = _network(address)
        with self._lock:
            left, since = self._left.get(address, (float(self._burst), 0.0))
            self._left[address] = (min(float(self._burst), left + 1), since)


def _network(address: str) -> str:
    """Return whose an address is: with IPv6 one machine has as many as it likes, of one network."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address
    return str(ipaddress.ip_network((found, 64), strict=False)) if found.version == 6 else address
