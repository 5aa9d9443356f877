"""Everything that an imported log says, asked of the engine in a few questions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from readiness.contacts import sql
from readiness.contacts.clock import SECOND
from readiness.contacts.words import REASONS
from readiness.engagement.measured import Cell, Conduct, Measured, Path, Reached, Removal, Step
from readiness.engagement.removal_effect import LOST, RESOLVED, START, removal_effects

if TYPE_CHECKING:
    import duckdb

WEEK = 168
_MONTH = "strftime(DATE '1970-01-01' + day, '%Y-%m')"
_CONDUCT = """
SELECT buyer, count(*), count(DISTINCT customer), count(before), count(*) FILTER (before = touchpoint),
  count(*) FILTER (before_2 = touchpoint AND before <> touchpoint),
  count(*) FILTER (before_channel <> channel), count(*) FILTER (unsure)
FROM contact GROUP BY buyer
"""
_JOURNEYS = """
SELECT buyer, count(*), count(resolved_after), count(*) FILTER (resolved_after = 0 AND contacts = 1),
  quantile_disc(resolved_after, 0.5), quantile_disc(resolved_after, 0.9)
FROM journey GROUP BY buyer
"""


class Asked:
    """Questions to one open log; answers are in words, in a fixed order."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, minimum: int) -> None:
        self._run = connection.execute
        self.minimum = minimum
        self.words: dict[str, dict[int, str]] = {}
        self.off_map: list[str] = []
        for kind, code, word, on_map in self._rows("SELECT kind, code, word, on_map FROM word"):
            self.words.setdefault(kind, {})[code] = word
            if kind == "touchpoint" and not on_map:
                self.off_map.append(word)

    def measured(self, outbound: Mapping[str, str]) -> Measured:
        """Return the whole log in numbers; ``outbound`` maps outbound touchpoints to their departments."""
        facts = dict(self._rows("SELECT name, value FROM fact"))
        sources, aside = self.counts()
        cells = self._cells()
        told = tuple(one for one in cells if one.contacts >= self.minimum)
        names = {one.touchpoint for one in told}  # a word that few rows say could be of one person
        steps = self._steps()
        return Measured(
            date.fromisoformat(facts["first"]),
            date.fromisoformat(facts["last"]),
            sum(kept for _, kept in sources.values()),
            aside,
            sources,
            int(facts["changed"]),
            told,
            self._months(),
            self._hours(),
            tuple(one for one in steps if one.contacts >= self.minimum),
            self._conduct(),
            self._reached(outbound),
            tuple(one for one in self._removal(steps) if one.touchpoint in names),
            sum(one.contacts for one in cells if one.contacts < self.minimum),
            self.minimum,
            tuple(sorted(names.intersection(self.off_map))),
        )

    def counts(self) -> tuple[Mapping[str, tuple[int, int]], Mapping[str, int]]:
        """Return rows read and rows kept by file, and the rows that were set aside by reason."""
        sources = {
            str(name): (int(read), int(kept))
            for name, read, kept in self._rows("SELECT id, read, kept FROM source ORDER BY number")
        }
        aside = {
            REASONS[reason]: int(number)
            for reason, number in self._rows("SELECT reason, count(*) FROM quarantine GROUP BY 1 ORDER BY 1")
        }
        return sources, aside

    def paths(self, *, longest: int, most: int, buyer: str | None = None) -> tuple[Path, ...]:
        """Return the journeys that are most frequent, over their first ``longest`` contacts."""
        chosen = "true"
        if buyer is not None:
            codes = [code for code, word in self.words.get("buyer", {}).items() if word == buyer]
            chosen = f"j.buyer = {codes[0] if codes else -1}"
        rows = self._rows(
            f"""
            SELECT buyer, way, count(*) AS n, count(*) FILTER (unsure) FROM (
              SELECT j.buyer, j.unsure,
                (list(c.touchpoint ORDER BY c.moment, c.touchpoint, c.channel, c.outcome))[:{longest}] AS way
              FROM contact AS c JOIN journey AS j USING (journey) WHERE {chosen}
              GROUP BY c.journey, j.buyer, j.unsure)
            GROUP BY buyer, way HAVING count(*) >= {max(self.minimum, 1)}
            """
        )
        found = [
            Path(self._word("buyer", code), tuple(self._word("touchpoint", one) for one in way), n, unsure)
            for code, way, n, unsure in rows
        ]
        return tuple(sorted(found, key=lambda one: (-one.journeys, one.buyer, one.touchpoints))[:most])

    def examples(self, most: int) -> Sequence[tuple[str, str, int]]:
        """Return what was written in rows that were set aside: reason, words, rows; the most frequent first.

        Words in fewer rows than the minimum of a cell are not told: they could be of one person.
        """
        return [
            (REASONS[reason], str(value), int(number))
            for reason, value, number in self._rows(
                f"""
                SELECT reason, value, count(*) AS n FROM quarantine WHERE value IS NOT NULL
                GROUP BY reason, value HAVING count(*) >= {self.minimum}
                ORDER BY n DESC, reason, value LIMIT {most}
                """
            )
        ]

    def _rows(self, question: str) -> list[tuple[Any, ...]]:
        return self._run(question).fetchall()

    def _word(self, kind: str, code: int | None) -> str:
        return "" if code is None else self.words[kind][code]

    def _cells(self) -> list[Cell]:
        rows = self._rows("SELECT buyer, channel, touchpoint, outcome, count(*) FROM contact GROUP BY ALL")
        kinds = ("buyer", "channel", "touchpoint", "outcome")
        made = []
        for *codes, number in rows:
            buyer, channel, touchpoint, outcome = map(self._word, kinds, codes)
            made.append(Cell(buyer, channel, touchpoint, outcome, number))
        return sorted(made, key=lambda one: (one.buyer, one.channel, one.touchpoint, one.outcome))

    def _months(self) -> Mapping[str, Mapping[str, int]]:
        found: dict[str, dict[str, int]] = {}
        rows = self._rows(
            f"SELECT touchpoint, {_MONTH} AS month, sum(n)::BIGINT FROM "
            "(SELECT touchpoint, day, count(*) AS n FROM contact GROUP BY ALL) GROUP BY ALL"
        )
        for touchpoint, month, number in sorted((self._word("touchpoint", t), m, n) for t, m, n in rows):
            if number >= self.minimum:
                found.setdefault(touchpoint, {})[month] = number
        return found

    def _hours(self) -> Mapping[str, tuple[int, ...]]:
        found: dict[str, list[int]] = {}
        for channel, hour, number in self._rows("SELECT channel, hour, count(*) FROM contact GROUP BY ALL"):
            week = found.setdefault(self._word("channel", channel), [0] * WEEK)
            week[hour] = number if number >= self.minimum else 0
        return {channel: tuple(found[channel]) for channel in sorted(found) if any(found[channel])}

    def _steps(self) -> list[Step]:
        rows = self._rows(
            "SELECT buyer, before, touchpoint, count(*), count(*) FILTER (unsure) FROM contact "
            "WHERE before IS NOT NULL GROUP BY ALL"
        )
        made = [
            Step(self._word("buyer", b), self._word("touchpoint", s), self._word("touchpoint", t), n, u)
            for b, s, t, n, u in rows
        ]
        return sorted(made, key=lambda one: (one.buyer, one.start, one.to))

    def _conduct(self) -> tuple[Conduct, ...]:
        journeys = {row[0]: row[1:] for row in self._rows(_JOURNEYS)}
        made = []
        for buyer, *counts in self._rows(_CONDUCT):
            contacts, customers, steps, repeats, bounces, switches, unsure = counts
            number, resolved, at_once, median, ninetieth = journeys.get(buyer, (0, 0, 0, None, None))
            if contacts < self.minimum:
                continue
            one = Conduct(
                self._word("buyer", buyer), contacts, customers, steps, repeats, bounces, switches, unsure,
                number, resolved, at_once, _seconds(median), _seconds(ninetieth),
            )  # fmt: skip
            made.append(one)
        return tuple(sorted(made, key=lambda one: one.buyer))

    def _reached(self, outbound: Mapping[str, str]) -> tuple[Reached, ...]:
        codes = {
            code: outbound[word]
            for code, word in self.words.get("touchpoint", {}).items()
            if word in outbound
        }
        if not codes:
            return ()
        owner = f"MAP {{{', '.join(f'{code}: {sql.text(one)}' for code, one in codes.items())}}}[touchpoint]"
        rows = self._rows(
            f"""
            SELECT {_MONTH} AS month, {owner} AS department, count(DISTINCT customer), count(*) FROM contact
            WHERE touchpoint IN ({", ".join(map(str, codes))}) GROUP BY ALL ORDER BY 1, 2
            """
        )
        return tuple(Reached(*row) for row in rows if row[2] >= self.minimum)

    def _removal(self, steps: Sequence[Step]) -> tuple[Removal, ...]:
        counts: dict[tuple[str, str], int] = {}
        for one in steps:
            counts[one.start, one.to] = counts.get((one.start, one.to), 0) + one.contacts
        ends = "SELECT first, last, resolved_after IS NOT NULL AS done, count(*) FROM journey GROUP BY ALL"
        for first, last, done, number in self._rows(ends):
            end = (self._word("touchpoint", last), RESOLVED if done else LOST)
            for pair in ((START, self._word("touchpoint", first)), end):
                counts[pair] = counts.get(pair, 0) + number
        found = removal_effects(dict(sorted(counts.items())))
        return tuple(Removal(name, round(effect, 9) + 0.0) for name, effect in found.items())


def _seconds(value: int | None) -> int | None:
    return None if value is None else value // SECOND
