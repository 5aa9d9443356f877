"""One thread writes for all: what waits is applied, kept with one commit, and only then acknowledged."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from readiness.workshop.change import Change, Refusal
from readiness.workshop.log import Entry, Log, Unkept
from readiness.workshop.rights import Person
from readiness.workshop.room import Applied, Done, Room

T = TypeVar("T")
MOST_AT_ONCE = 256
LONGEST_WAIT = 20.0
"""Seconds that a request waits for the disk."""


@dataclass(frozen=True)
class Result:
    """What became of a change: done, conflict or refused, with a reason then."""

    id: str
    status: str
    seq: int = 0
    reason: str = ""
    key: str = ""


@dataclass
class _Job:
    """Changes of one request, and what is told of them in the end."""

    changes: Sequence[Change]
    person: Person
    at: str
    ended: threading.Event = field(default_factory=threading.Event)
    results: list[Result] = field(default_factory=list)
    error: BaseException | None = None


@dataclass
class _Errand:
    """Other work that must not run beside a commit, such as a backup."""

    work: Callable[[], object]
    ended: threading.Event = field(default_factory=threading.Event)
    result: object = None
    error: BaseException | None = None


class Recorder:
    """Owns the log and the room of one workshop; ``publish`` is told of every entry after it is kept."""

    def __init__(self, log: Log, room: Room, publish: Callable[[Sequence[Entry]], None]) -> None:
        self.log = log
        self.room = room
        self.lock = threading.Lock()
        """Held while the room is changed; whoever reads several cells that belong together takes it, too."""
        self._publish = publish
        self._waiting: queue.SimpleQueue[_Job | _Errand | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="recorder", daemon=True)
        self._thread.start()

    def record(self, changes: Sequence[Change], person: Person, at: str) -> list[Result]:
        """Apply changes and return what became of each, once they are on the disk.

        Raises Unkept where the disk took nothing.
        """
        job = _Job(changes, person, at)
        self._waiting.put(job)
        if not job.ended.wait(LONGEST_WAIT):
            raise Unkept(is_full=False)
        if job.error:
            raise job.error
        return job.results

    def meanwhile(self, work: Callable[[], T]) -> T:
        """Do some work with the log between two commits and return its result; raise what it raises."""
        errand = _Errand(work)
        self._waiting.put(errand)
        if not errand.ended.wait(LONGEST_WAIT):
            raise Unkept(is_full=False)
        if errand.error:
            raise errand.error
        return errand.result  # type: ignore[return-value]

    def close(self) -> None:
        """Write what waits, and close the log."""
        self._waiting.put(None)
        self._thread.join(LONGEST_WAIT)

    def _run(self) -> None:
        while True:
            taken = [self._waiting.get()]
            while len(taken) < MOST_AT_ONCE and not self._waiting.empty():
                taken.append(self._waiting.get())
            jobs = [one for one in taken if isinstance(one, _Job)]
            if jobs:
                self._write(jobs)
            for one in taken:
                if isinstance(one, _Errand):
                    _run_errand(one)
            if None in taken:
                self.log.close()
                return

    def _write(self, jobs: Sequence[_Job]) -> None:
        applied: list[Applied] = []
        entries: list[Entry] = []
        known: dict[str, tuple[str, Result]] = {}
        try:
            with self.lock:
                try:
                    for job in jobs:
                        job.results = [
                            self._one(job, change, applied, entries, known) for change in job.changes
                        ]
                    self.log.write(entries)
                except BaseException:
                    for one in reversed(applied):
                        self.room.revert(one)
                    raise
            self._publish(entries)
        except Exception as error:  # noqa: BLE001  (told to each who waits, and the thread lives on)
            for job in jobs:
                job.error = error
        for job in jobs:
            job.ended.set()

    def _one(
        self,
        job: _Job,
        change: Change,
        applied: list[Applied],
        entries: list[Entry],
        known: dict[str, tuple[str, Result]],
    ) -> Result:
        by, before = self._before(change.id, known)
        if before is not None:
            # the id of somebody else's change tells nothing of it, and cannot be taken for it in an undo
            return before if by == job.person.id else Result(change.id, "refused", reason="bad-change")
        try:
            effect = self._effect(change, job.person, entries)
        except Refusal as refusal:
            return Result(change.id, "refused", reason=refusal.reason, key=refusal.key)
        applied.append(effect)
        entries.append(
            Entry(effect.seq, change.id, job.person.id, job.at, effect.status, effect.after, effect.before)
        )
        result = Result(change.id, effect.status, effect.seq)
        known[change.id] = job.person.id, result
        return result

    def _before(
        self, identity: str, known: dict[str, tuple[str, Result]]
    ) -> tuple[str, Result] | tuple[None, None]:
        """Return who sent a change of this id before, and what became of it."""
        if identity in known:
            return known[identity]
        if row := self.log.find(identity):
            return row[2], Result(identity, row[1], row[0])
        return None, None

    def _effect(self, change: Change, person: Person, entries: Sequence[Entry]) -> Applied:
        if not change.undoes:
            return self.room.apply(change, person)
        by = None if person.leads else person.id
        fresh = (one for one in reversed(entries) if one.id == change.undoes and by in (None, one.by))
        if entry := next(fresh, None):
            return self.room.undo(Done(entry.seq, entry.by, entry.before), person)
        done = self.log.done(by, change.undoes)
        if done is None:
            raise Refusal("nothing-to-undo")
        return self.room.undo(done, person)


def _run_errand(errand: _Errand) -> None:
    try:
        errand.result = errand.work()
    except BaseException as error:  # noqa: BLE001  (raised where the errand was given)
        errand.error = error
    errand.ended.set()
