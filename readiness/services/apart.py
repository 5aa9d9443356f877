"""Work in a copy of this process, so that the memory it takes is given back when it is done."""

from __future__ import annotations

import gc
import os
import pickle
import sys
import threading
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")
MEMORY = 3 * 2**30
"""Bytes of addresses; what a process has loaded takes a part of them before it begins."""


def apart(
    work: Callable[[], T], *, meanwhile: Callable[[], object] | None = None, seconds: int | None = None
) -> T:
    """Do some work in a copy of this process and return what it returns; raise what it raises.

    ``meanwhile`` is done here while the copy works; what it raises is raised
    after what the copy raises.  ``seconds`` of CPU and ``MEMORY`` are then all
    that the copy gets, for what comes from outside.  Where a process cannot be copied (Windows, macOS),
    or has several threads, all is done here.  Raises MemoryError where the copy
    ends without an answer.
    """
    if sys.platform != "linux" or threading.active_count() > 1:
        return work()
    reading, writing = os.pipe()
    copy = os.fork()
    if not copy:
        _answer(work, writing, seconds)
    os.close(writing)
    failed = _try(meanwhile) if meanwhile else None
    with os.fdopen(reading, "rb") as pipe:
        told = pipe.read()
    os.waitpid(copy, 0)
    if not told:
        raise MemoryError
    is_well, value = pickle.loads(told)  # noqa: S301  (from a copy of ourselves)
    if not is_well:
        raise value
    if failed:
        raise failed
    result: T = value
    return result


def _try(work: Callable[[], object]) -> Exception | None:
    try:
        work()
    except Exception as error:  # noqa: BLE001  (raised after the copy has answered)
        return error
    return None


def _answer(work: Callable[[], object], writing: int, seconds: int | None) -> None:
    """Write the answer of the copy into the pipe, and end it without what the original does at its end."""
    gc.disable()  # a copy that soon ends need not look for what can be freed
    try:
        if seconds is not None:
            _bound(seconds)
        try:
            told = (True, work())
        except Exception as error:  # noqa: BLE001  (raised anew in the original)
            told = (False, error)
        with os.fdopen(writing, "wb") as pipe:
            pickle.dump(told, pipe)
    finally:
        os._exit(0)


def _bound(seconds: int) -> None:
    import resource  # noqa: PLC0415  (only where processes can be copied)

    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
