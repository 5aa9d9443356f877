"""Words of a log as codes: what each combination of words stands for, or why it stands for nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from readiness.contacts import sql
from readiness.engagement.contact_log import CODED, KEEP, QUARANTINE, Aliases, ContactLog
from readiness.touchmap.model import TouchMap

REASONS = (
    "kept", "row-malformed", "characters", "customer-missing", "time-missing", "time-unreadable",
    "time-outside", "touchpoint-missing", "touchpoint-unknown", "buyer-unknown", "channel-unknown",
    "outcome-unknown",
)  # fmt: skip
"""Why a row is set aside, by number; nought is kept.  The first that holds counts."""
NOTHING = ""
"""The word of a column that is empty: no buyer type, no channel, no outcome."""
_KINDS = {"buyer": "buyers", "channel": "channels", "touchpoint": "touchpoints"}


@dataclass
class Dictionary:
    """The words of each column by code; those of the map come first, then those of the log."""

    words: dict[str, list[str]] = field(default_factory=dict)
    codes: dict[str, dict[str, int]] = field(default_factory=dict)

    def code(self, column: str, word: str) -> int:
        """Return the code of a word, a new one where it has none."""
        codes = self.codes.setdefault(column, {})
        if word not in codes:
            codes[word] = len(codes)
            self.words.setdefault(column, []).append(word)
        return codes[word]


def dictionary(log: ContactLog, touchmap: TouchMap | None) -> Dictionary:
    """Return the words of the map: touchpoints in their order at equal times, all else as on the map."""
    made = Dictionary({column: [] for column in CODED}, {column: {} for column in CODED})
    made.code("outcome", NOTHING)
    for column, kind in _KINDS.items():
        first = log.tie_order if column == "touchpoint" else (NOTHING,)
        for word in (*first, *(touchmap.index[kind] if touchmap else ())):
            made.code(column, word)
    return made


def meaning(column: str, aliases: Aliases, known: Sequence[str]) -> str:
    """Return SQL for the word that a raw word stands for; NULL for one that stands for nothing.

    An id of the map stands for itself, then come whole words, then patterns.
    """
    term = f"raw_{column}"
    kept = {word: word for word in known if word}
    cases = []
    words = kept | dict(aliases.words)
    if words:
        mapping = ", ".join(f"{sql.text(raw)}: {sql.text(one)}" for raw, one in words.items())
        found = f"MAP {{{mapping}}}[{term}]"
        cases.append(f"WHEN {found} IS NOT NULL THEN {found}")
    for pattern, one in aliases.patterns:
        cases.append(f"WHEN regexp_matches({term}, {sql.text(pattern)}) THEN {sql.text(one)}")
    rest = {KEEP: term, QUARANTINE: "NULL"}.get(aliases.otherwise, sql.text(aliases.otherwise))
    empty = sql.text(aliases.otherwise) if aliases.otherwise not in (KEEP, QUARANTINE) else "''"
    return f"CASE WHEN coalesce({term}, '') = '' THEN {empty} {' '.join(cases)} ELSE {rest} END AS {column}"


def combinations(log: ContactLog, known: Dictionary, raw: str) -> str:
    """Return SQL for every combination of raw words in a table with the word that each stands for."""
    said = ", ".join(
        meaning(one, log.aliases_of(one), () if one == "outcome" else known.words.get(one, ()))
        for one in CODED
    )
    terms = ", ".join(f"raw_{one}" for one in CODED)
    return f"SELECT {terms}, {said} FROM (SELECT DISTINCT {terms} FROM {raw})"


def with_channel(touchmap: TouchMap | None) -> str:
    """Return SQL for the channel of a combination: its own, else that of its touchpoint on the map."""
    own = {one.id: one.channel for one in touchmap.touchpoints if one.channel} if touchmap else {}
    if not own:
        return "channel"
    mapping = ", ".join(f"{sql.text(touchpoint)}: {sql.text(one)}" for touchpoint, one in own.items())
    return f"CASE WHEN channel = '' THEN coalesce(MAP {{{mapping}}}[touchpoint], '') ELSE channel END"


def reason() -> str:
    """Return SQL for why the rows of a combination are set aside: the number of a reason, nought for none."""
    cases = [f"WHEN touchpoint = '' THEN {REASONS.index('touchpoint-missing')}"]
    cases += [
        f"WHEN {column} IS NULL THEN {REASONS.index(f'{column}-unknown')}"
        for column in ("touchpoint", "buyer", "channel", "outcome")
    ]
    return f"CASE {' '.join(cases)} ELSE 0 END"
