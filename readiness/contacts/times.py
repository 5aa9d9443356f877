"""Times of a log as SQL: microseconds of the clocks and of UTC."""

from __future__ import annotations

from readiness.contacts import sql
from readiness.contacts.clock import DAY, HOUR, Offsets

_CLOCK = 12
"""Where the time begins in a text that starts with a day; a sign after it belongs to a zone."""


_NOTHING = "NULL::BIGINT"
_LONG_AGO = 7 * DAY * 52_200 * 2
"""Whole weeks, some 2,000 years, by which counts become positive, since the engine rounds towards nought."""
_SECONDS = 19
"""Characters of a time to the second; more digits may follow, and anything else is a zone."""


def shown_and_exact(column: str, type_: str, formats: tuple[str, ...]) -> tuple[str, str]:
    """Return SQL for the time of the clocks and for the one in UTC; one of them is NULL in each row.

    A text without a zone, and a time without one, is a time of the clocks; one
    that ends with ``Z``, ``+08:00`` or the name of a zone tells its own.
    """
    if sql.columns_in(column) == (column,):
        if type_.startswith("TIMESTAMP WITH TIME ZONE"):
            return _NOTHING, _count(sql.name(column), "TIMESTAMPTZ")
        if type_.startswith(("TIMESTAMP", "DATE")):
            return _count(f"{sql.name(column)}::TIMESTAMP"), _NOTHING
    term = sql.term(column)
    if not formats:
        clock, rest = f"substr({term}, {_CLOCK})", f"substr({term}, {_SECONDS + 1})"
        zoned = (
            f"(suffix({term}, 'Z') OR contains({clock}, '+') OR contains({clock}, '-') "
            f"OR (length({term}) > {_SECONDS} AND NOT regexp_full_match({rest}, '[.0-9]*')))"
        )
        shown = f"CASE WHEN NOT {zoned} THEN TRY_CAST({term} AS TIMESTAMP) END"
        exact = f"CASE WHEN {zoned} THEN TRY_CAST({term} AS TIMESTAMPTZ) END"
        return _count(shown), _count(exact, "TIMESTAMPTZ")
    plain = [one for one in formats if "%z" not in one]
    zones = [one for one in formats if "%z" in one]
    return (
        _count(f"try_strptime({term}, {sql.texts(plain)})") if plain else _NOTHING,
        _count(f"try_strptime({term}, {sql.texts(zones)})", "TIMESTAMPTZ") if zones else _NOTHING,
    )


def _count(time: str, type_: str = "TIMESTAMP") -> str:
    """Return SQL for the microseconds of a time; none for one that no calendar holds, such as infinity."""
    first, last = f"{type_} '0001-01-02 00:00:00'", f"{type_} '9999-12-30 00:00:00'"
    count = f"CASE WHEN t BETWEEN {first} AND {last} THEN epoch_us(t) END"
    return f"list_transform([{time}], lambda t: {count})[1]"


def instant(offsets: Offsets) -> str:
    """Return SQL for the instant in UTC, from the columns ``shown`` and ``exact``."""
    return f"coalesce(exact, shown - ({offsets.at_local('shown')}))"


def clocks(offsets: Offsets) -> str:
    """Return SQL for the time of the clocks, from the same columns."""
    return f"coalesce(shown, exact + ({offsets.at_utc('exact')}))"


def hour_of_week(local: str) -> str:
    """Return SQL for the hour of the week, 0 for Monday from 00:00, of a time of the clocks."""
    return f"((({local} + {_LONG_AGO}) // {HOUR} + 72) % 168)::UTINYINT"


def day(local: str) -> str:
    """Return SQL for the days since 1970 of a time of the clocks."""
    return f"(({local} + {_LONG_AGO}) // {DAY} - {_LONG_AGO // DAY})::INTEGER"
