"""Reading a log once: into one file that takes the place of the former one only when it is whole."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING, Any

from readiness.contacts import sql
from readiness.contacts.clock import offsets
from readiness.contacts.files import digest, table
from readiness.contacts.sequence import put_in_order, recode
from readiness.contacts.staging import TABLES, Staging, file_of
from readiness.contacts.store import FILE, LAYOUT, first_line, place, settings
from readiness.contacts.words import Dictionary, dictionary
from readiness.engagement.contact_log import CODED, ContactLog
from readiness.errors import Refused
from readiness.rollout.fields import Period
from readiness.touchmap.model import TouchMap

if TYPE_CHECKING:
    import duckdb

USUAL_YEARS = 10
"""How many years before the assessment a log may reach where contacts.yaml names no days."""
Progress = Callable[[int, int], bool]
_FURTHER = """
CREATE TABLE fact (name VARCHAR, value VARCHAR);
CREATE TABLE source (number SMALLINT, id VARCHAR, print VARCHAR, read BIGINT, kept BIGINT);
CREATE TABLE word (kind VARCHAR, code USMALLINT, word VARCHAR, on_map BOOLEAN);
"""


@dataclass(frozen=True)
class Order:
    """What is to be imported: a log as an engagement describes it."""

    folder: Path
    log: ContactLog
    touchmap: TouchMap | None
    as_of: date
    zones: Callable[[str], tzinfo]
    """The time zone of a name; that of the engagement for an empty one."""
    secret: bytes

    @property
    def valid(self) -> Period:
        """The days that the log covers."""
        start = self.as_of.replace(year=max(1, self.as_of.year - USUAL_YEARS), day=min(28, self.as_of.day))
        return self.log.valid or Period(start, self.as_of)


@dataclass(frozen=True)
class Imported:
    """What an import did: files read, files taken over from the former import."""

    file: Path
    read: tuple[str, ...]
    taken_over: tuple[str, ...]


def import_log(order: Order, *, memory: int, threads: int, progress: Progress) -> Imported:
    """Read what has changed since the former import; nothing where nothing has.

    Raises NotFound and Refused where a file cannot be read, the disk is full or
    another import is under way; the former import is then still there.
    """
    import duckdb  # noqa: PLC0415 - heavy, and not in every installation

    prints = _prints(order)
    target = place(order.folder) / FILE
    former = _former(target, prints)
    if former == prints:
        return Imported(target, (), tuple(prints))
    same = tuple(one for one, mark in prints.items() if former.get(one) == mark)
    work = _work_file(target)
    try:
        connection = duckdb.connect(str(work), config=settings(target.parent, memory, threads))
        try:
            _fill(connection, order, prints, (target, same), progress)
        finally:
            connection.close()
        work.replace(target)
    except KeyboardInterrupt:
        _remove(work)
        raise
    except duckdb.Error as error:
        _remove(work)
        raise Refused("contact-engine", reason=first_line(error)) from error
    except OSError as error:
        _remove(work)
        raise Refused("unwritable", file=target, reason=error.strerror) from error
    except Refused:
        _remove(work)
        raise
    return Imported(target, tuple(one for one in prints if one not in same), same)


def _fill(
    connection: duckdb.DuckDBPyConnection,
    order: Order,
    prints: Mapping[str, str],
    former: tuple[Path, tuple[str, ...]],
    progress: Progress,
) -> None:
    run = connection.execute
    run(TABLES)
    run(_FURTHER)
    words = dictionary(order.log, order.touchmap)
    fixed = {column: len(words.words[column]) for column in CODED}
    staging = Staging(connection, order.log, order.touchmap, words, order.secret, order.valid)
    old, same = former
    if same:
        run(f"ATTACH {sql.text(old)} AS former (READ_ONLY)")
        run("INSERT INTO customer SELECT code, mark FROM former.customer")
    whole = len(order.log.sources) + 1
    for number, source in enumerate(order.log.sources):
        if not progress(number, whole):
            raise KeyboardInterrupt
        if source.id in same:
            _take_over(connection, number, source.id, words)
        else:
            scratch = old.parent / "import.utf8"
            try:
                found = table(source, file_of(order.folder, source), connection, scratch)
                zone = order.zones(source.time_zone or order.log.time_zone)
                staging.read(number, source, found, offsets(zone, order.valid.first, order.valid.last))
            finally:
                scratch.unlink(missing_ok=True)
        run(
            """
            INSERT INTO source SELECT $1, $2, $3, kept + away, kept FROM
              (SELECT count(*) AS kept FROM staged WHERE source = $1 AND why = 0),
              (SELECT count(*) AS away FROM quarantine WHERE source = $1)
            """,
            [number, source.id, prints[source.id]],
        )
    if same:
        run("DETACH former")
    progress(whole - 1, whole)
    words = recode(connection, words, fixed)
    for column in CODED:
        rows = [(column, code, word, code < fixed[column]) for code, word in enumerate(words.words[column])]
        connection.executemany("INSERT INTO word VALUES (?, ?, ?, ?)", rows)
    valid = order.valid
    facts = {"layout": LAYOUT, "first": valid.first, "last": valid.last}
    connection.executemany("INSERT INTO fact VALUES (?, ?)", [(k, str(v)) for k, v in facts.items()])
    put_in_order(connection, order.log, words)
    if order.log.valid is None:
        _from_first_to_last(connection)
    progress(whole, whole)


def _from_first_to_last(connection: duckdb.DuckDBPyConnection) -> None:
    """Let the log cover the days from its first contact to its last, since nobody says which it covers."""
    for name, term in (("first", "min"), ("last", "max")):
        connection.execute(
            f"""
            UPDATE fact SET value = coalesce(
              (SELECT strftime(DATE '1970-01-01' + {term}(day), '%Y-%m-%d') FROM contact), value)
            WHERE name = '{name}'
            """
        )


def _take_over(connection: duckdb.DuckDBPyConnection, number: int, name: str, words: Dictionary) -> None:
    """Copy the rows of a file that has not changed from the former import."""
    found = connection.execute("SELECT number FROM former.source WHERE id = ?", [name]).fetchone()
    before = found[0] if found else -1
    codes = []
    for column in CODED:
        known = connection.execute(
            "SELECT code, word FROM former.word WHERE kind = ? ORDER BY code", [column]
        ).fetchall()
        pairs = ", ".join(f"{code}: {words.code(column, word)}" for code, word in known)
        codes.append(f"MAP {{{pairs}}}[{column}]::USMALLINT")
    connection.execute(
        f"""
        INSERT INTO staged SELECT {number}, customer, moment, day, hour, {", ".join(codes)}, 0, NULL, NULL
        FROM former.contact WHERE source = {before}
        """
    )
    connection.execute(
        f"INSERT INTO quarantine SELECT {number}, row, reason, value FROM former.quarantine "
        f"WHERE source = {before}"
    )


def _prints(order: Order) -> dict[str, str]:
    """Return a mark for each file: another one whenever its rows could become other ones."""
    touchmap = order.touchmap
    ids = [[list(touchmap.index[kind]) for kind in ("buyers", "channels", "touchpoints")]] if touchmap else []
    own = [[one.id, one.channel] for one in touchmap.touchpoints] if touchmap else []
    secret = hashlib.sha256(b"print" + order.secret).hexdigest()
    zone = str(order.zones(""))
    common = [LAYOUT, _plain(order.log), ids, own, str(order.valid), secret, zone]
    found = {}
    for source in order.log.sources:
        parts = [common, _plain(source), digest(file_of(order.folder, source))]
        found[source.id] = hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()
    return found


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        skip = ("sources", "title", "note")
        return {one.name: _plain(getattr(value, one.name)) for one in fields(value) if one.name not in skip}
    if isinstance(value, Mapping):
        return {str(key): _plain(part) for key, part in value.items()}
    return [_plain(part) for part in value] if isinstance(value, tuple) else str(value)


def _former(target: Path, prints: Mapping[str, str]) -> dict[str, str]:
    """Return the marks of the files in the former import, in their order; none where it cannot be used."""
    import duckdb  # noqa: PLC0415 - heavy, and not in every installation

    if not target.exists():
        return {}
    try:
        with duckdb.connect(str(target), read_only=True) as connection:
            rows = connection.execute("SELECT id, print FROM source ORDER BY number").fetchall()
    except duckdb.Error:
        return {}
    found = dict(rows)
    return found if list(found) == list(prints) else {k: v for k, v in found.items() if k in prints}


def _work_file(target: Path) -> Path:
    """Return the file to write, with what an import that was killed has left swept away.

    Raises Refused where another import is writing it.
    """
    import duckdb  # noqa: PLC0415 - heavy, and not in every installation

    work = target.with_name("import.duckdb")
    try:
        target.parent.mkdir(exist_ok=True)
        (target.parent / ".gitignore").write_text("*\n", encoding="ascii")
    except OSError as error:
        raise Refused("unwritable", file=target, reason=error.strerror) from error
    if work.exists():
        try:
            duckdb.connect(str(work)).close()
        except duckdb.Error as error:
            if "lock" in str(error).lower():
                raise Refused("contact-import-busy", folder=target.parent) from error
        _remove(work)
    return work


def _remove(work: Path) -> None:
    for one in (work, work.with_name(f"{work.name}.wal")):
        one.unlink(missing_ok=True)
