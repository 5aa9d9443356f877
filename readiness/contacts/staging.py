"""One file of a log into numbers: every row kept, or set aside with a reason."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from readiness.contacts import sql, times
from readiness.contacts.clock import DAY, Offsets, microseconds
from readiness.contacts.files import Table
from readiness.contacts.secret import keyed
from readiness.contacts.words import REASONS, Dictionary, combinations, reason, with_channel
from readiness.engagement.contact_log import CODED, ContactLog, LogSource
from readiness.errors import Refused
from readiness.rollout.fields import Period
from readiness.touchmap.model import TouchMap

if TYPE_CHECKING:
    import duckdb

MOST_WORDS = 20_000
"""Different words of one column; more are a sign of free text, which needs patterns."""
TABLES = """
CREATE TABLE staged (source SMALLINT, customer INTEGER, moment BIGINT, day INTEGER, hour UTINYINT,
  buyer USMALLINT, channel USMALLINT, touchpoint USMALLINT, outcome USMALLINT,
  why UTINYINT, row BIGINT, value VARCHAR);
CREATE TABLE quarantine (source SMALLINT, row BIGINT, reason UTINYINT, value VARCHAR);
CREATE TABLE customer (code INTEGER, mark BIGINT);
"""
_FREE = ("time-unreadable", "time-outside")


@dataclass(frozen=True)
class Staging:
    """What all files of a log share while they are read."""

    connection: duckdb.DuckDBPyConnection
    log: ContactLog
    touchmap: TouchMap | None
    words: Dictionary
    secret: bytes
    valid: Period

    def read(self, number: int, source: LogSource, table: Table, offsets: Offsets) -> None:
        """Read one file; ``number`` is its place in contacts.yaml."""
        run = self.connection.execute
        self._raw(source, table)
        self._customers()
        run(f"CREATE TEMP TABLE combined AS {combinations(self.log, self.words, 'raw')}")
        run(f"UPDATE combined SET channel = {with_channel(self.touchmap)}")
        self._coded()
        first, last = microseconds(self.valid.first), microseconds(self.valid.last) + DAY
        away = _any_holds(65533) if table.replaced else "false"
        broken = _any_holds(10) if table.rejects else "false"
        number_of = REASONS.index
        reasons = f"""
            CASE WHEN {broken} THEN {number_of("row-malformed")} WHEN {away} THEN {number_of("characters")}
              WHEN code IS NULL THEN {number_of("customer-missing")}
              WHEN raw_time = '' THEN {number_of("time-missing")}
              WHEN shown IS NULL THEN {number_of("time-unreadable")}
              WHEN shown < {first} OR shown >= {last} THEN {number_of("time-outside")}
              ELSE reason END::UTINYINT
        """
        values = " ".join(f"WHEN {number_of(f'{one}-unknown')} THEN raw_{one}" for one in CODED)
        values += "".join(f" WHEN {number_of(one)} THEN raw_time" for one in _FREE)
        run(
            f"""
            INSERT INTO staged SELECT {number}, code, moment, {times.day("shown")},
              {times.hour_of_week("shown")}, buyer, channel, touchpoint, outcome, why, row,
              left(CASE why {values} END, 200)
            FROM (
              SELECT *, {reasons} AS why
              FROM (SELECT * REPLACE ({times.clocks(offsets)} AS shown), {times.instant(offsets)} AS moment
                    FROM raw) AS r
              LEFT JOIN who ON who.raw = r.raw_customer
              LEFT JOIN coded USING ({", ".join(f"raw_{one}" for one in CODED)}))
            """
        )
        run(
            f"""
            INSERT INTO quarantine SELECT source, row, why, value FROM staged
            WHERE source = {number} AND why <> 0
            """
        )
        for temporary in ("raw", "who", "combined", "coded"):
            run(f"DROP TABLE {temporary}")
        if table.rejects:
            self._rejected(number)

    def _raw(self, source: LogSource, table: Table) -> None:
        columns = source.columns
        types = table.types.get(columns.time, "VARCHAR")
        shown, exact = times.shown_and_exact(columns.time, types, source.times)
        terms = ", ".join(f"coalesce({sql.term(getattr(columns, one))}, '') AS raw_{one}" for one in CODED)
        self.connection.execute(
            f"""
            CREATE TEMP TABLE raw AS SELECT row_number() OVER () AS row, {terms},
              coalesce({sql.term(columns.customer)}, '') AS raw_customer,
              coalesce({sql.term(columns.time)}, '') AS raw_time, {shown} AS shown, {exact} AS exact
            FROM {table.sql}
            """
        )

    def _customers(self) -> None:
        """Give every customer a number; those seen before keep theirs."""
        run = self.connection.execute
        run(
            f"""
            CREATE TEMP TABLE met AS SELECT raw, {keyed("raw", self.secret)} AS mark
            FROM (SELECT DISTINCT raw_customer AS raw FROM raw WHERE raw_customer <> '')
            """
        )
        run(
            """
            INSERT INTO customer
            SELECT (SELECT coalesce(max(code), -1) FROM customer) + row_number() OVER (ORDER BY mark), mark
            FROM (SELECT DISTINCT mark FROM met ANTI JOIN customer USING (mark))
            """
        )
        run("CREATE TEMP TABLE who AS SELECT raw, code FROM met JOIN customer USING (mark)")
        run("DROP TABLE met")

    def _coded(self) -> None:
        """Turn the words of every combination into codes."""
        run = self.connection.execute
        for column in CODED:
            found = run(
                f"SELECT DISTINCT {column} FROM combined WHERE {column} IS NOT NULL ORDER BY 1"
            ).fetchall()
            if len(found) > MOST_WORDS:
                raise Refused("log-too-many-words", column=column, number=len(found), limit=MOST_WORDS)
            for (word,) in found:
                self.words.code(column, word)
        codes = ", ".join(f"{self._code_map(one)}[{one}]::USMALLINT AS {one}" for one in CODED)
        terms = ", ".join(f"raw_{one}" for one in CODED)
        run(f"CREATE TEMP TABLE coded AS SELECT {terms}, {codes}, {reason()} AS reason FROM combined")

    def _code_map(self, column: str) -> str:
        """Return SQL for the code of each word of a column."""
        pairs = (f"{sql.text(word)}: {code}" for word, code in self.words.codes[column].items())
        return f"MAP {{{', '.join(pairs)}}}"

    def _rejected(self, number: int) -> None:
        """Set aside what was no row, and each line that it took."""
        self.connection.execute(
            f"""
            INSERT INTO quarantine
            SELECT {number}, NULL, {REASONS.index("row-malformed")}, 'line ' || line
            FROM (SELECT line, max(1 + length(whole) - length(replace(whole, chr(10), ''))) AS lines
                  FROM (SELECT line, rtrim(csv_line, chr(13) || chr(10)) AS whole FROM reject_errors)
                  GROUP BY line), range(lines)
            """
        )
        for temporary in ("reject_errors", "reject_scans"):
            self.connection.execute(f"DROP TABLE {temporary}")


def _any_holds(character: int) -> str:
    """Return SQL for whether a row holds a character, by its number, where none may be."""
    return " OR ".join(f"contains(raw_{one}, chr({character}))" for one in (*CODED, "customer", "time"))


def file_of(folder: Path, source: LogSource) -> Path:
    """Return where the file of a source lies."""
    return folder / source.file
