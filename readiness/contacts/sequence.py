"""Contacts in their order: the one before, the journey, and where times tie and no order is known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from readiness.contacts.clock import DAY
from readiness.contacts.words import NOTHING, Dictionary
from readiness.engagement.contact_log import CODED, ContactLog

if TYPE_CHECKING:
    import duckdb

CONTACT = """
CREATE TABLE contact AS
SELECT customer, moment, day, hour, buyer, channel, touchpoint, outcome, source,
  starts, CASE WHEN NOT starts THEN before END AS before,
  CASE WHEN NOT starts THEN before_channel END AS before_channel,
  CASE WHEN NOT starts THEN before_2 END AS before_2, journey,
  coalesce(ends, true) AS ends,
  NOT starts AND ((customer, moment) IN (SELECT (customer, moment) FROM mixed)
    OR (customer, before_at) IN (SELECT (customer, moment) FROM mixed)) AS unsure
FROM (
  SELECT *, sum(starts::INTEGER) OVER (ROWS UNBOUNDED PRECEDING)::INTEGER AS journey,
    lead(starts) OVER () AS ends,
    CASE WHEN NOT lag(starts) OVER () THEN lag(before) OVER () END AS before_2
  FROM (
    SELECT *, coalesce(customer <> who_before OR moment - before_at > {idle}, true) AS starts
    FROM (
      SELECT *, lag(customer) OVER () AS who_before, lag(moment) OVER () AS before_at,
        lag(touchpoint) OVER () AS before, lag(channel) OVER () AS before_channel
      FROM sorted)))
"""
JOURNEY = """
CREATE TABLE journey AS
SELECT journey, max(CASE WHEN starts THEN buyer END) AS buyer,
  max(CASE WHEN starts THEN touchpoint END) AS first,
  max(CASE WHEN ends THEN touchpoint END) AS last, count(*)::INTEGER AS contacts,
  (min(CASE WHEN done THEN moment END) - min(moment)) AS resolved_after, bool_or(unsure) AS unsure
FROM (SELECT *, coalesce(outcome IN ({resolved}), false) AS done FROM contact)
GROUP BY journey
"""


def put_in_order(connection: duckdb.DuckDBPyConnection, log: ContactLog, words: Dictionary) -> None:
    """Make the tables ``contact`` and ``journey`` of ``staged``.

    One customer's contacts of the same time stand in the order of their codes,
    which is that of ``tie_order`` and the map; a step between such contacts, and
    to or from them, is ``unsure`` where they are not all alike.
    """
    run = connection.execute
    columns = "source, customer, moment, day, hour, buyer, channel, touchpoint, outcome"
    order = "customer, moment, touchpoint, channel, outcome, buyer, source, day, hour"
    run(f"CREATE TEMP TABLE sorted AS SELECT {columns} FROM staged WHERE why = 0 ORDER BY {order}")
    run("DROP TABLE staged")
    _one_buyer(connection, log, order)
    run(
        """
        CREATE TEMP TABLE mixed AS SELECT DISTINCT customer, moment FROM (
          SELECT customer, moment, touchpoint, channel, lag(customer) OVER () AS c, lag(moment) OVER () AS a,
            lag(touchpoint) OVER () AS t, lag(channel) OVER () AS h FROM sorted)
        WHERE customer = c AND moment = a AND (touchpoint <> t OR channel <> h)
        """
    )
    run(CONTACT.format(idle=round(log.journeys.idle_days * DAY)))
    run("DROP TABLE sorted")
    run("DROP TABLE mixed")
    codes = words.codes["outcome"]
    done = [str(codes[one]) for one in log.resolved if one in codes and one != NOTHING]
    run(JOURNEY.format(resolved=", ".join(done) or "NULL"))


def _one_buyer(connection: duckdb.DuckDBPyConnection, log: ContactLog, order: str) -> None:
    """Count the customers of several buyer types; give them one where contacts.yaml says so."""
    run = connection.execute
    changed = run(
        "SELECT count(*) FROM (SELECT customer FROM sorted GROUP BY customer HAVING min(buyer) <> max(buyer))"
    ).fetchone()
    run("INSERT INTO fact VALUES ('changed', ?)", [str(changed[0] if changed else 0)])
    if log.buyer_changes == "each":
        return
    chosen = "arg_min" if log.buyer_changes == "first" else "arg_max"
    run(
        f"""
        CREATE TEMP TABLE one AS
        SELECT * REPLACE (type AS buyer) FROM sorted JOIN (
          SELECT customer, {chosen}(buyer, (moment, touchpoint, channel, outcome, buyer)) AS type
          FROM sorted GROUP BY customer) USING (customer)
        """
    )
    run("DROP TABLE sorted")
    columns = "source, customer, moment, day, hour, buyer, channel, touchpoint, outcome"
    run(f"CREATE TEMP TABLE sorted AS SELECT {columns} FROM one ORDER BY {order}")
    run("DROP TABLE one")


def recode(connection: duckdb.DuckDBPyConnection, words: Dictionary, fixed: dict[str, int]) -> Dictionary:
    """Sort the words that are not on the map by their spelling, whichever file told them first.

    ``fixed`` says how many words of each column keep their number.
    """
    made = Dictionary()
    changes = []
    for column in CODED:
        known = words.words[column]
        kept = fixed[column]
        order = [*known[:kept], *sorted(known[kept:])]
        for word in order:
            made.code(column, word)
        if order != known:
            cases = " ".join(
                f"WHEN {old} THEN {made.codes[column][word]}"
                for old, word in enumerate(known)
                if made.codes[column][word] != old
            )
            changes.append(f"(CASE {column} {cases} ELSE {column} END)::USMALLINT AS {column}")
    if changes:
        connection.execute(f"CREATE TABLE anew AS SELECT * REPLACE ({', '.join(changes)}) FROM staged")
        connection.execute("DROP TABLE staged")
        connection.execute("ALTER TABLE anew RENAME TO staged")
    return made
