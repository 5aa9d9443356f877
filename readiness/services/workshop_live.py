"""The live results of one workshop: computed apart, soon after the last of several changes."""

from __future__ import annotations

import json
import logging
import threading
import time
from collections import Counter
from collections.abc import Mapping
from typing import Any

from readiness.errors import ReadinessError
from readiness.services.workshop import Workshop
from readiness.services.workshop_child import work
from readiness.services.workshop_folder import room_files
from readiness.services.workshop_questions import answers_of, asked_items, asked_questionnaires
from readiness.services.workshop_results import results
from readiness.workshop.cells import Cell
from readiness.workshop.rights import FACILITATOR, PHASES, phase_of, setting_of
from readiness.workshop.room import count_votes

PAUSE = 0.7
"""Seconds in which further changes are waited for."""
BACKUP_EVERY = 60.0
REST = 2
"""How many times as long as the last results took nothing is computed."""
SECONDS = 30
SILENT = {"answer": ("contested", "notes"), "vote": ("votes",)}
"""What nobody is shown in a phase, lest it sways those who have not spoken yet."""
_log = logging.getLogger(__name__)


class Live:
    """Keeps the results of a workshop fresh, and its backup."""

    def __init__(self, workshop: Workshop) -> None:
        self._workshop = workshop
        self._told: Mapping[str, Mapping[str, Any]] = {}
        self._counted: Mapping[str, Any] = {}
        self._texts: dict[str, str] = {}
        self._lock = threading.Lock()
        self._languages: set[str] = {workshop.engagement.profile.language}
        self._ended = threading.Event()
        workshop.changed.set()
        self._threads = [
            threading.Thread(target=work_on, name=name, daemon=True)
            for name, work_on in (("results", self._compute), ("backup", self._back_up))
        ]
        for thread in self._threads:
            thread.start()

    def results(self, language: str) -> dict[str, Any]:
        """Return the newest results in a language; it is computed soon where nobody has asked for it yet."""
        if language not in self._languages:
            self._languages.add(language)
            self._workshop.changed.set()
        found = {**(self._counted or self._counts()), **self._told.get(language, {})}
        silent = SILENT.get(phase_of(self._workshop.room.cells), ())
        return found | dict.fromkeys(silent)

    def text(self, language: str) -> str:
        """Return the newest results as JSON text, made once for all who look at them."""
        with self._lock:
            if language not in self._texts:
                found = json.dumps(self.results(language), ensure_ascii=False, separators=(",", ":"))
                self._texts[language] = found
            return self._texts[language]

    def close(self) -> None:
        """Stop computing."""
        self._ended.set()
        self._workshop.changed.set()

    def _counts(self) -> dict[str, Any]:
        """Return what is counted, which needs no language and no waiting."""
        workshop = self._workshop
        with workshop.recorder.lock:
            cells = dict(workshop.room.cells)
        people = {
            key.split("/")[1]: str(cell.value)
            for key, cell in cells.items()
            if key.startswith("people/") and key.endswith("/role") and not _is_removed(cells, key)
        }
        roles = Counter(role for role in people.values() if role != FACILITATOR)
        return {
            "seq": workshop.room.seq,
            "people": dict(roles),
            "progress": self._progress(people),
            "done": {phase: sum(_is_set(cells, f"done/{one}/{phase}") for one in people) for phase in PHASES},
            "votes": count_votes(cells),
            "voted": len({key.split("/")[1] for key, cell in cells.items() if _is_vote(key, cell)}),
        }

    def _progress(self, people: Mapping[str, str]) -> dict[str, dict[str, int]]:
        workshop = self._workshop
        round_ = int(setting_of(workshop.room.cells, "round", 1))
        found: dict[str, dict[str, int]] = {}
        silent: dict[str, int] = {}
        for person, role in people.items():
            if role == FACILITATOR:
                continue
            row = found.setdefault(role, {"people": 0, "answered": 0, "asked": 0})
            row["people"] += 1
            if workshop.room.fields.get(f"answers/{person}"):
                asked, answered = self._asked(person, role, round_)
            else:
                if role not in silent:
                    silent[role] = self._asked("", role, round_)[0]
                asked, answered = silent[role], 0
            row["asked"] += asked
            row["answered"] += answered
        return found

    def _asked(self, person: str, role: str, round_: int) -> tuple[int, int]:
        """Return how many questions a person is asked, and how many of them they have answered."""
        workshop, asked, answered = self._workshop, 0, 0
        for questionnaire in asked_questionnaires(workshop.engagement, workshop.room):
            answers = answers_of(workshop.room, person, round_, questionnaire.id)
            items = {item.id for item in asked_items(questionnaire, workshop.engagement, role, answers)}
            asked += len(items)
            answered += len(answers.keys() & items)
        return asked, answered

    def _compute(self) -> None:
        """Count soon after a change; compute what takes longer when the last time is well past."""
        workshop, is_stale, ready = self._workshop, False, 0.0
        while not self._ended.is_set():
            workshop.changed.wait(max(ready - time.monotonic(), 0.0) if is_stale else None)
            if self._ended.wait(PAUSE):
                return
            if workshop.changed.is_set():
                workshop.changed.clear()
                is_stale = True
                self._tell()
            begin = time.monotonic()
            if is_stale and begin >= ready:
                is_stale = False
                self._work()
                ready = time.monotonic() + REST * (time.monotonic() - begin)
                self._tell()

    def _work(self) -> None:
        workshop, languages = self._workshop, tuple(sorted(self._languages))
        files = room_files(workshop)
        try:
            told = work(results, workshop.folder, files, workshop.map_file, languages, seconds=SECONDS)
            self._told = {name: {**self._told.get(name, {}), **found} for name, found in told.items()}
        except Exception:  # noqa: BLE001  (whatever it is, the next change is computed again)
            _log.exception("live results of %s", workshop.name)

    def _tell(self) -> None:
        with self._lock:
            self._counted = self._counts()
            self._texts.clear()
        self._workshop.stream.tell_live()

    def _back_up(self) -> None:
        kept = -1
        while not self._ended.wait(BACKUP_EVERY):
            if self._workshop.room.seq != kept:
                kept = self._workshop.room.seq
                try:
                    self._workshop.back_up()
                except ReadinessError:
                    _log.exception("backup of %s", self._workshop.name)


def _is_vote(key: str, cell: Cell) -> bool:
    return key.startswith("votes/") and bool(cell.value)


def _is_removed(cells: Mapping[str, Cell], key: str) -> bool:
    return _is_set(cells, key.rsplit("/", 1)[0] + "/removed")


def _is_set(cells: Mapping[str, Cell], key: str) -> bool:
    cell = cells.get(key)
    return cell is not None and bool(cell.value)
