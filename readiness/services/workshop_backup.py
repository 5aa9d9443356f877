"""The backup of a workshop's log, and beginning again from it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from readiness.errors import NotFound, ReadinessError
from readiness.services.workshop import BACKUP, LOG, place_of
from readiness.workshop.log import InUse, Log


@dataclass(frozen=True)
class Restored:
    """The log that was begun again, how many changes it holds, and where the former one is kept."""

    log: Path
    changes: int
    kept: Path | None


def restore(folder: Path) -> Restored:
    """Put the last backup where the log is; what stood there is kept beside it.

    Raises NotFound where there is no backup, InUse while a server has the log
    open, and refuses a backup that is no log.
    """
    place = place_of(folder.resolve())
    backup, log = place / BACKUP, place / LOG
    if not backup.is_file():
        raise NotFound("no-backup", folder=place)
    trial = Log(backup)  # raises where it is none
    changes = sum(1 for _ in trial)
    trial.close()
    kept = None
    if log.exists():
        _refuse_open(log)
        kept = _free(place)
        log.replace(kept)
    for rest in ("-wal", "-shm"):
        (place / f"{LOG}{rest}").unlink(missing_ok=True)
    fresh = place / f"{LOG}.part"
    fresh.write_bytes(backup.read_bytes())
    fresh.replace(log)
    return Restored(log, changes, kept)


def _refuse_open(log: Path) -> None:
    """Raise InUse while a server has the log open; a log that cannot be read is no hindrance."""
    try:
        Log(log).close()
    except InUse:
        raise
    except ReadinessError:
        return


def _free(place: Path) -> Path:
    number = 1
    while (found := place / f"{LOG}.before-{number}").exists():
        number += 1
    return found
