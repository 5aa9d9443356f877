"""Long work of a live workshop, in a process of its own with limits, so that the room never waits for it."""

from __future__ import annotations

import multiprocessing
import sys
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext, SpawnContext
from typing import Any, TypeVar

from readiness.errors import ReadinessError

T = TypeVar("T")
MEMORY = 3 * 2**30
NICER = 5
"""How much more readily the child gives way to the room."""
_LOADED = ["readiness.services.workshop_results", "readiness.services.workshop_options"]


class TooMuch(ReadinessError):
    """The work took more time or memory than it is given."""

    status = 503


def work(
    function: Callable[..., T], *args: Any, seconds: int, watch: Callable[[float], None] | None = None
) -> T:
    """Call a function in a process of its own and return its result; raise what it raises.

    ``seconds`` of CPU, and three times as many by the clock, are all it gets;
    raises TooMuch beyond, and where the process ends without an answer.  With
    ``watch`` the function is given ``tell``, by which it says which share of
    its work is done.
    """
    context = _context()
    reading, writing = context.Pipe(duplex=False)
    child = context.Process(
        target=_answer, args=(writing, function, args, seconds, watch is not None), daemon=True
    )
    child.start()
    writing.close()
    end = time.monotonic() + 3 * seconds
    try:
        while True:
            if not reading.poll(max(end - time.monotonic(), 0.0)):
                raise TooMuch("work-too-much", seconds=seconds)
            is_well, value = reading.recv()
            if is_well is not None:
                break
            if watch is not None:
                watch(value)
    except EOFError as error:
        raise TooMuch("work-too-much", seconds=seconds) from error
    finally:
        child.kill()
        child.join()
        reading.close()
    if not is_well:
        raise value
    result: T = value
    return result


def _context() -> ForkServerContext | SpawnContext:
    if sys.platform != "linux":
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(_LOADED)  # loaded once, for all children
    return context


def _answer(
    writing: Connection, function: Callable[..., Any], args: tuple[Any, ...], seconds: int, is_watched: bool
) -> None:
    try:
        if sys.platform == "linux":
            _bound(seconds)
        more = {"tell": lambda share: writing.send((None, share))} if is_watched else {}
        told = (True, function(*args, **more))
    except Exception as error:  # noqa: BLE001  (raised anew in the server)
        told = (False, error)
    writing.send(told)
    writing.close()


def _bound(seconds: int) -> None:
    import os  # noqa: PLC0415
    import resource  # noqa: PLC0415  (only where there are such limits)

    os.nice(NICER)
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
