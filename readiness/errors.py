"""Requests that cannot be served."""

from __future__ import annotations

from collections.abc import Mapping


class ReadinessError(Exception):
    """A request that cannot be served; one handler in each face turns it into words.

    ``code`` names the phrase, ``values`` fill it.
    """

    exit_code = 3
    status = 400

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.code = code
        self.values: Mapping[str, object] = values


class NotFound(ReadinessError):
    """What was asked for does not exist."""

    status = 404


class Refused(ReadinessError):
    """The request is understood and not done, so that nothing is lost or leaked."""

    status = 409


class Unavailable(ReadinessError):
    """Something that the machine lacks is needed."""

    exit_code = 4
    status = 503
