"""One live workshop: who is in the room, what they change, and what every board is told."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from readiness.engagement.model import Engagement
from readiness.errors import ReadinessError, Refused
from readiness.services.workshop_map import begin_map, read_lenient
from readiness.services.workshop_questions import fits
from readiness.workshop.cells import fingerprint, write_json
from readiness.workshop.change import Change, Refusal, Setting, read_change, read_id
from readiness.workshop.keys import OWN_LISTS, parse_key
from readiness.workshop.log import Entry, Log
from readiness.workshop.names import NAME_LONGEST, apart, is_name, is_of_leader
from readiness.workshop.people import digest, make_code, make_person
from readiness.workshop.recorder import Recorder, Result
from readiness.workshop.rights import FACILITATOR, FOLDER, ROLES, Person, setting_of
from readiness.workshop.room import Applied, Room
from readiness.workshop.sight import anonymous_lists, rows
from readiness.workshop.stream import Event, Stream, make_event

LOG, BACKUP = "log.sqlite", "backup.sqlite"
MOST_CHANGES = 100
MOST_PEOPLE = 300
SELF = Person("room", FOLDER)
"""The room's own hand: who joins, and who must leave."""
FILES = Person("files", FOLDER)
"""Who writes what was changed in the files meanwhile."""


@dataclass(frozen=True)
class Outside:
    """What comes from outside of the program: the time, and chance (a text of so many random octets)."""

    now: Callable[[], datetime]
    chance: Callable[[int], bytes]

    def moment(self) -> str:
        """Return the time as it is written into the log."""
        return self.now().astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def place_of(folder: Path) -> Path:
    """Return where the log of an engagement's workshop is kept: beside its folder, never inside."""
    return folder.parent / f".{folder.name}.workshop"


class Workshop:
    """An open workshop of one engagement."""

    def __init__(self, folder: Path, outside: Outside) -> None:
        """Open the workshop, or begin it from the map in the folder.

        Raises Invalid where the folder cannot be read, InUse where another
        server has it open, Unkept where nothing can be written.
        """
        self.folder, self.name, self.outside = folder, folder.name, outside
        self.place = place_of(folder)
        log = Log(self.place / LOG)
        try:
            about = log.about()
            if "begun" not in about:
                started = begin_map(folder)
                log.begin(started.cells)
                about |= {
                    "map": started.text,
                    "first-map": started.text,
                    "map-file": started.file,
                    "code": make_code(outside.chance),
                    "salt": outside.chance(16).hex(),
                    "begun": outside.moment(),
                }
                log.tell(**about)
            room = Room(log.started())
            for seq, cells in log:
                room.take(seq, cells)
            self.seats = log.seats()
            engagement = read_lenient(folder)
        except BaseException:
            log.close()
            raise
        self.code: str = about["code"]
        self.base: str = about["map"]
        """The text of the map as it was when it and the room were last the same."""
        self.first_map: str = about["first-map"]
        """The text of the map with which the room began."""
        self.known: Mapping[str, str] = json.loads(about.get("known", "{}"))
        """The digests of the other files that the room has saved."""
        self.saving = threading.Lock()
        self._seating = threading.Lock()
        self.map_file: str = about["map-file"]
        self.salt: str = about["salt"]
        self.engagement: Engagement = engagement
        self.stream = Stream(room.seq)
        self.changed = threading.Event()
        """Set whenever there is something new to compute results from."""
        self.recorder = Recorder(log, room, self._publish)
        self._public: tuple[int, str, str] = (-1, "", "")

    @property
    def room(self) -> Room:
        """The cells as they stand."""
        return self.recorder.room

    def close(self) -> None:
        """Let every board go, write what waits, and close the log."""
        self.stream.end()
        self.recorder.close()

    # Who is here

    def join(self, name: str, role: str, secret: str) -> Person:
        """Give somebody a seat; ``secret`` is what their browser will show from now on.

        Who is called like somebody else gets a number behind the name.  Raises
        Refused where the lobby is locked, the room full, or name or role cannot be.
        """
        if setting_of(self.room.cells, "lobby", "open") != "open":
            raise Refused("lobby-locked")
        if role not in ROLES:
            raise Refused("no-such-role", role=role)
        if is_of_leader(name):
            raise Refused("leaders-name")
        with self._seating:
            here = self._names()
            if len(here) >= MOST_PEOPLE:
                raise Refused("room-crowded", most=MOST_PEOPLE)
            return self._seat(apart(_one_line(name), here), role, secret)

    def lead(self, name: str, secret: str) -> Person:
        """Give the facilitator a seat, or the one that this browser has."""
        with self._seating:  # a page sends several requests at once
            return self.person(secret) or self._seat(name, FACILITATOR, secret)

    def person(self, secret: str) -> Person | None:
        """Return who sits on the seat of a secret; nobody where the person was removed."""
        seat = self.seats.get(digest(secret))
        if seat is None:
            return None
        removed = self.room.cells.get(f"people/{seat[0]}/removed")
        return None if removed is not None and removed.value else Person(*seat)

    def _seat(self, name: str, role: str, secret: str) -> Person:
        if not is_name(name):
            raise Refused("bad-name", most=NAME_LONGEST)
        person, at = Person(make_person(self.outside.chance), role), self.outside.moment()
        self._set({f"people/{person.id}/name": name, f"people/{person.id}/role": role}, at)
        self.recorder.meanwhile(lambda: self.recorder.log.seat(digest(secret), person.id, role, at))
        self.seats[digest(secret)] = (person.id, role)
        return person

    def _names(self) -> list[str]:
        """Return the names of the people who are here."""
        cells, here = self.room.cells, []
        for person, _ in list(self.seats.values()):
            name, removed = cells.get(f"people/{person}/name"), cells.get(f"people/{person}/removed")
            if name is not None and not (removed is not None and removed.value):
                here.append(str(name.value))
        return here

    # What they change

    def record(self, raw: Sequence[Any], person: Person) -> list[Result]:
        """Apply the changes of one browser and return what became of each, once they are on the disk.

        Raises Refused for what is no list of changes, Unkept where the disk took nothing.
        """
        if not 0 < len(raw) <= MOST_CHANGES:
            raise Refused("too-many-changes", most=MOST_CHANGES)
        changes: list[Change] = []
        told: dict[int, Result] = {}
        for index, one in enumerate(raw):
            identity = ""
            try:
                identity = read_id(one)
                changes.append(self._fitting(read_change(one), person))
            except Refusal as refusal:
                told[index] = Result(identity, "refused", reason=refusal.reason, key=refusal.key)
        results = iter(self.recorder.record(changes, person, self.outside.moment()) if changes else ())
        return [told[index] if index in told else next(results) for index in range(len(raw))]

    def _fitting(self, change: Change, person: Person) -> Change:
        """Return a change.  Raises Refusal for an answer that no report could count, since nobody sees it."""
        for one in change.settings:
            is_answer = one.key.list == "answers" and one.value is not None
            if is_answer and not fits(self.engagement, self.room, person.role, one.key.member, one.value):
                raise Refusal("bad-value", one.name)
        return change

    def absorb(self, values: Mapping[str, Any]) -> None:
        """Take over what was changed in the files meanwhile, as far as the room has not changed it."""
        if values:
            self._set(values, self.outside.moment(), FILES)

    def _set(self, values: Mapping[str, Any], at: str, person: Person = SELF) -> None:
        seq, settings = self.room.seq, []
        for name, value in values.items():
            key = parse_key(name)
            if key is None:
                raise ReadinessError("room-refused", reason=name)
            settings.append(Setting(name, key, value, seq))
        change = Change(self.outside.chance(12).hex(), tuple(settings))
        result = self.recorder.record([change], person, at)[0]
        if result.status == "refused":
            raise Refused("bad-name" if result.reason == "bad-value" else "room-refused", most=NAME_LONGEST,
                          reason=result.reason)  # fmt: skip

    def remove(self, person: str) -> None:
        """Let somebody leave the room; what they wrote stays."""
        self._set({f"people/{person}/removed": True}, self.outside.moment())

    # What is kept

    def keep_base(self, text: str, known: Mapping[str, str]) -> None:
        """Keep the map's text, and the digests of other files, as they were saved last."""
        about = {"map": text, "known": write_json(dict(known))}
        self.recorder.meanwhile(lambda: self.recorder.log.tell(**about))
        self.base, self.known = text, known
        self.engagement = read_lenient(self.folder)

    def object(self, key: str, value: Any) -> None:
        """Put what stands in the files beside what the room says, for all to see."""
        parsed = parse_key(key)
        if parsed is not None and parsed.field:
            change = Change(self.outside.chance(12).hex(), (Setting(key, parsed, value),))
            self.recorder.record([change], FILES, self.outside.moment())

    def back_up(self) -> Path:
        """Write a copy of the log beside it, from which the room can begin again."""
        return self.recorder.meanwhile(lambda: self.recorder.log.back_up(self.place / BACKUP))

    # What they see

    def state(self, person: Person) -> str:
        """Return all that a person may see, as JSON text."""
        with self.recorder.lock:
            seq, cells = self.room.seq, self.room.cells
            if self._public[0] != seq:
                self._public = (seq, rows(self.room, None), fingerprint(cells))
            _, public, mark = self._public
            own = rows(self.room, person.id)
        name = cells.get(f"people/{person.id}/name")
        me = {"person": person.id, "name": name.value if name else "", "role": person.role}
        inside = ",".join(filter(None, (public, own)))
        return f'{{"seq":{seq},"hash":"{mark}","me":{write_json(me)},"cells":{{{inside}}}}}'

    def history(self, before: int, most: int = 100) -> list[dict[str, Any]]:
        """Return the newest changes of the board below a number, newest first, with what was there before."""
        entries = self.recorder.meanwhile(lambda: self.recorder.log.history(before, most))
        return [self._told(entry) for entry in entries if not _is_own(entry)]

    def _told(self, entry: Entry) -> dict[str, Any]:
        hidden = self._is_anonymous(entry)
        return {
            "seq": entry.seq, "id": entry.id, "by": None if hidden else entry.by, "at": entry.at,
            "cells": {key: [entry.before[key].value, cell.value] for key, cell in entry.after.items()},
        }  # fmt: skip

    def _is_anonymous(self, entry: Entry) -> bool:
        hidden = anonymous_lists(self.room.cells)
        return any(key.split("/", 1)[0] in hidden for key in entry.after)

    def _publish(self, entries: Sequence[Entry]) -> None:
        events = [self._event(entry) for entry in entries]
        refresh = any(key.startswith("room/anonymity") for entry in entries for key in entry.after)
        self.stream.publish(events, refresh=refresh)
        self.changed.set()

    def _event(self, entry: Entry) -> Event:
        gone = Applied(entry.seq, entry.after, entry.before, entry.status).gone
        after = dict(entry.after)
        for key in entry.after:
            back = entry.before[key].value is None and entry.after[key].value is not None
            if key.count("/") == 1 and back:  # restored: its fields come along
                after |= {name: self.room.cells[name] for name in self.room.whole(key) if name not in after}
        return make_event(entry, after, gone, anonymous=self._is_anonymous(entry))


def _one_line(name: str) -> str:
    return " ".join(name.split())


def _is_own(entry: Entry) -> bool:
    return any(key.split("/", 1)[0] in OWN_LISTS for key in entry.after)
