"""The log of a room on disk: every change that was acknowledged, in order.

SQLite in a version that bundles its mended WAL; ``synchronous=FULL`` writes
through to the disk before a commit returns, and an exclusive lock keeps a
second server away from the same room.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import apsw

from readiness.errors import ReadinessError
from readiness.workshop.cells import Cell, read_cell, write_json
from readiness.workshop.room import Done

FORMAT = "1"
_TABLES = """
create table if not exists about (name text primary key, value text not null) without rowid;
create table if not exists start (key text primary key, cell text not null) without rowid;
create table if not exists changes (
  seq integer primary key, id text not null, by text not null, at text not null, status text not null,
  after text not null, before text not null);
create unique index if not exists changes_of on changes (id, by);
create table if not exists seats (
  secret text primary key, person text not null, role text not null, at text not null) without rowid;
"""


class Unkept(ReadinessError):
    """The disk took nothing, so that nothing was done; the same request may be sent again."""

    exit_code = 4

    def __init__(self, *, is_full: bool) -> None:
        super().__init__("disk-full" if is_full else "log-not-writable")
        self.status = 507 if is_full else 503


class InUse(ReadinessError):
    """Another server has this room open."""

    exit_code = 3
    status = 409


@dataclass(frozen=True)
class Entry:
    """One change of the log."""

    seq: int
    id: str
    by: str
    at: str
    status: str
    after: Mapping[str, Cell]
    before: Mapping[str, Cell]


class Log:
    """The changes of one room in one file.  Not safe for several threads: the recorder alone uses it."""

    def __init__(self, path: Path) -> None:
        """Open the log, or begin it.  Raises InUse, or Unkept where it cannot be written."""
        self.path = path
        try:
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            self.connection = apsw.Connection(str(path))
            self.connection.execute(
                "pragma locking_mode=exclusive; pragma journal_mode=wal; pragma synchronous=full;"
                "pragma trusted_schema=off; pragma cell_size_check=on;" + _TABLES
            ).fetchall()
            self.connection.execute("insert or ignore into about values ('format', ?)", (FORMAT,)).fetchall()
        except (apsw.BusyError, apsw.LockedError) as error:
            raise InUse("room-in-use", folder=path.parent) from error
        except (apsw.NotADBError, apsw.CorruptError) as error:
            raise ReadinessError("log-broken", file=path) from error
        except (apsw.CantOpenError, apsw.ReadOnlyError, apsw.FullError, OSError) as error:
            raise Unkept(is_full=isinstance(error, apsw.FullError)) from error

    def close(self) -> None:
        """Close the file; the next server finds it as it is."""
        self.connection.close()

    def about(self) -> dict[str, str]:
        """Return what the room knows of itself, such as its code."""
        return dict(self.connection.execute("select name, value from about"))

    def tell(self, **values: str) -> None:
        """Keep something the room knows of itself."""
        rows = list(values.items())
        self._kept(lambda: self.connection.executemany("insert or replace into about values (?, ?)", rows))

    def begin(self, cells: Mapping[str, Cell]) -> None:
        """Keep the cells that the room starts with, instead of former ones."""
        rows = [(key, write_json(cell.to_json())) for key, cell in cells.items()]
        with _Told(), self.connection:
            self.connection.execute("delete from start")
            self.connection.executemany("insert into start values (?, ?)", rows)

    def started(self) -> dict[str, Cell]:
        """Return the cells that the room started with."""
        rows = self.connection.execute("select key, cell from start")
        return {key: read_cell(json.loads(cell)) for key, cell in rows}

    def __iter__(self) -> Iterator[tuple[int, dict[str, Cell]]]:
        """Yield the number of every change and the cells after it."""
        for seq, after in self.connection.execute("select seq, after from changes order by seq"):
            yield seq, _cells(after)

    def find(self, identity: str) -> tuple[int, str, str] | None:
        """Return number, status and writer of a change that was sent before."""
        row = self.connection.execute("select seq, status, by from changes where id=?", (identity,))
        found: tuple[int, str, str] | None = row.fetchone()
        return found

    def done(self, by: str | None, identity: str) -> Done | None:
        """Return a change that is to be taken back, of one person or of anybody."""
        row = self.connection.execute(
            "select seq, by, before from changes where id=?1 and (?2 is null or by=?2) order by seq desc",
            (identity, by),
        ).fetchone()
        return Done(row[0], row[1], _cells(row[2])) if row else None

    def write(self, entries: Iterable[Entry]) -> None:
        """Keep changes together; on return they are on the disk.  Raises Unkept, and then none is kept."""
        rows = [
            (one.seq, one.id, one.by, one.at, one.status, _text(one.after), _text(one.before))
            for one in entries
        ]
        with _Told(), self.connection:
            self.connection.executemany("insert into changes values (?, ?, ?, ?, ?, ?, ?)", rows)

    def seat(self, secret: str, person: str, role: str, at: str) -> None:
        """Keep the seat of a person; ``secret`` is the digest of what their browser shows."""
        row = (secret, person, role, at)
        self._kept(lambda: self.connection.execute("insert or replace into seats values (?, ?, ?, ?)", row))

    def seats(self) -> dict[str, tuple[str, str]]:
        """Return person and role by the digest of their secret."""
        rows = self.connection.execute("select secret, person, role from seats")
        return {secret: (person, role) for secret, person, role in rows}

    def history(self, before: int, most: int) -> list[Entry]:
        """Return the newest changes below a number, newest first."""
        rows = self.connection.execute(
            "select seq, id, by, at, status, after, before from changes where seq < ?"
            " order by seq desc limit ?",
            (before, most),
        )
        return [
            Entry(seq, identity, by, at, status, _cells(after), _cells(old))
            for seq, identity, by, at, status, after, old in rows
        ]

    def back_up(self, path: Path) -> Path:
        """Write a copy of the log, from which a room can begin again; a former copy stands until then."""
        fresh = path.with_suffix(".part")
        fresh.unlink(missing_ok=True)
        with _Told():
            self.connection.execute("vacuum into ?", (str(fresh),))
            with fresh.open("rb+") as file:
                os.fsync(file.fileno())
            fresh.replace(path)
        return path

    def _kept(self, work: Any) -> None:
        with _Told():
            work()


class _Told:
    """What the disk refuses, as an error that a face can tell."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, apsw.FullError):
            raise Unkept(is_full=True) from error
        if isinstance(
            error, apsw.IOError | apsw.ReadOnlyError | apsw.CantOpenError | apsw.BusyError | OSError
        ):
            raise Unkept(is_full=False) from error


def _text(cells: Mapping[str, Cell]) -> str:
    rows = {key: cell.to_json() for key, cell in cells.items()}
    return json.dumps(rows, separators=(",", ":"), ensure_ascii=False)


def _cells(text: str) -> dict[str, Cell]:
    return {key: read_cell(row) for key, row in json.loads(text).items()}
