"""The files of a log as tables: CSV, Parquet, JSON lines and XES, every column a text or a time."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from readiness.contacts import sql
from readiness.contacts.xes import rows_of
from readiness.diagnostics import nearest
from readiness.engagement.contact_log import LogSource
from readiness.errors import NotFound, Refused

if TYPE_CHECKING:
    import duckdb

_PIECE = 1 << 20
_UTF8 = ("utf-8", "utf8", "utf_8", "utf-8-sig", "ascii")
_LONGEST_HEAD = 1 << 20


@dataclass(frozen=True)
class Table:
    """A file that the engine can read: SQL for it, and the type of each column."""

    sql: str
    types: Mapping[str, str]
    rejects: bool = False
    """Rows that cannot be read stand in ``reject_errors`` afterwards."""
    replaced: bool = False
    """Characters that could not be read have become U+FFFD."""


def digest(path: Path) -> str:
    """Return the SHA-256 of a file.  Raises NotFound or Refused where it cannot be read."""
    found = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while piece := file.read(_PIECE):
                found.update(piece)
    except FileNotFoundError:
        raise NotFound("no-log-file", file=path) from None
    except OSError as error:
        raise Refused("log-file-unreadable", file=path, reason=error.strerror) from error
    return found.hexdigest()


def table(source: LogSource, path: Path, connection: duckdb.DuckDBPyConnection, scratch: Path) -> Table:
    """Return a source as a table.

    ``scratch`` is a file that may be written where the characters have to be
    turned into UTF-8.  Raises Refused for a file that is empty, broken or
    without a column that is asked for.
    """
    import duckdb  # noqa: PLC0415 - heavy, and not in every installation

    if path.stat().st_size == 0:
        raise Refused("log-file-empty", file=path)
    wanted = tuple(dict.fromkeys(c for w in vars(source.columns).values() for c in sql.columns_in(w)))
    if source.form == "json-lines":
        types = dict.fromkeys(wanted, "VARCHAR")
        columns = _columns(wanted)
        read = (
            f"read_json({sql.text(path)}, format='newline_delimited', ignore_errors=true, columns={columns})"
        )
        return Table(read, types)
    if source.form == "parquet":
        read = f"read_parquet({sql.text(path)})"
        try:
            rows = connection.execute(f"DESCRIBE SELECT * FROM {read}").fetchall()
        except duckdb.Error as error:
            raise Refused("log-file-broken", file=path) from error
        types = {str(row[0]): str(row[1]) for row in rows}
        _require(wanted, types, path)
        return Table(read, types)
    if source.form == "xes":
        _require(wanted, rows_of(path, wanted, scratch), path)
        return _read_csv(scratch, wanted, ",", replaced=False)
    return _csv(source, path, wanted, scratch)


def _csv(source: LogSource, path: Path, wanted: Sequence[str], scratch: Path) -> Table:
    replaced = source.encoding.lower() not in _UTF8
    if replaced:
        _as_utf8(path, source.encoding, scratch)
        path = scratch
    head = _head(path, source.delimiter)
    _require(wanted, head, path)
    return _read_csv(path, head, source.delimiter, replaced=replaced)


def _read_csv(path: Path, head: Sequence[str], delimiter: str, *, replaced: bool) -> Table:
    read = (
        f"read_csv({sql.text(path)}, auto_detect=false, header=true, columns={_columns(head)}, quote='\"', "
        f"escape='\"', delim={sql.text(delimiter)}, store_rejects=true, strict_mode=true, "
        "max_line_size=1048576, buffer_size=8388608)"
    )
    return Table(read, dict.fromkeys(head, "VARCHAR"), rejects=True, replaced=replaced)


def _head(path: Path, delimiter: str) -> tuple[str, ...]:
    """Return the names of the columns; those that are empty or come twice are given other names."""
    with path.open("r", encoding="utf-8-sig", errors="replace", newline="") as file:
        start = file.read(_LONGEST_HEAD)
    try:
        first = next(csv.reader(start.splitlines(keepends=True), delimiter=delimiter), [])
    except csv.Error as error:
        raise Refused("log-file-broken", file=path) from error
    names: dict[str, None] = {}
    for place, written in enumerate(first):
        word = written.strip()
        names[word if word and word not in names else f"{word}#{place + 1}"] = None
    return tuple(names)


def _as_utf8(path: Path, encoding: str, scratch: Path) -> None:
    """Write a file anew in UTF-8; what cannot be read becomes U+FFFD, by which its row is found later."""
    try:
        with (
            path.open("r", encoding=encoding, errors="replace", newline="") as old,
            scratch.open("w", encoding="utf-8", newline="") as new,
        ):
            while piece := old.read(_PIECE):
                new.write(piece)
    except (OSError, UnicodeError) as error:
        raise Refused("log-file-unreadable", file=path, reason=type(error).__name__) from error


def _columns(names: Sequence[str]) -> str:
    return "{" + ", ".join(f"{sql.text(one)}: 'VARCHAR'" for one in names) + "}"


def _require(wanted: Sequence[str], known: Mapping[str, str] | Sequence[str], path: Path) -> None:
    for one in wanted:
        if one not in known:
            listed = ", ".join(list(known)[:30])
            near = nearest(one, known) or ""
            code = "log-column-near" if near else "log-column"
            raise Refused(code, file=path, column=one, known=listed, near=near)
