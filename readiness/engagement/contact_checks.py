"""Whether the description of a contact log is consistent with itself and with the map."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from readiness.diagnostics import Problem, nearest
from readiness.engagement.contact_log import ContactLog
from readiness.touchmap.model import TouchMap

MOST_SOURCES = 1000
_ON_THE_MAP = {"buyer": "buyers", "channel": "channels", "touchpoint": "touchpoints"}


def check_contacts(log: ContactLog, touchmap: TouchMap | None) -> Iterator[Problem]:
    """Yield what is wrong in the description of a log; ids are looked up on the map."""
    if not log.sources or len(log.sources) > MOST_SOURCES:
        yield Problem("contact-sources", ("sources",), {"limit": MOST_SOURCES})
        return
    yield from _same_ids(log)
    yield from _sources(log)
    if touchmap is not None:
        yield from _dangling(log, touchmap)
    known = set(log.aliases_of("outcome").ids)
    if log.aliases.outcome is not None and log.aliases_of("outcome").otherwise != "keep":
        for place, outcome in enumerate(log.resolved):
            if outcome not in known:
                values = {"id": outcome, "near": nearest(outcome, known)}
                yield Problem("contact-outcome-unknown", ("resolved", place), values)


def _same_ids(log: ContactLog) -> Iterator[Problem]:
    first: dict[str, int] = {}
    for place, source in enumerate(log.sources):
        if first.setdefault(source.id, place) != place:
            related = (("first-here", ("sources", first[source.id], "id")),)
            yield Problem("same-id", ("sources", place, "id"), {"id": source.id}, related)


def _sources(log: ContactLog) -> Iterator[Problem]:
    for place, source in enumerate(log.sources):
        for name in ("customer", "time", "touchpoint"):
            if not getattr(source.columns, name):
                at = ("sources", place, "columns")
                yield Problem("missing-key", at, {"key": name})
        if len(source.delimiter) != 1 or source.delimiter in '"\r\n':
            at = ("sources", place, "delimiter")
            yield Problem("contact-delimiter", at, {"value": source.delimiter})
        for number, written in enumerate(source.times):
            if "%" not in written:
                yield Problem("contact-time-format", ("sources", place, "times", number), {"value": written})


def _dangling(log: ContactLog, touchmap: TouchMap) -> Iterator[Problem]:
    for column, kind in _ON_THE_MAP.items():
        known: Mapping[str, object] = touchmap.index[kind]
        for one in log.aliases_of(column).ids:
            if one not in known:
                values = {"id": one, "kind": kind, "near": nearest(one, known)}
                written = one != log.aliases_of(column).otherwise
                yield Problem("dangling", ("aliases", column, one if written else "else"), values)
    for place, one in enumerate(log.tie_order):
        if one not in touchmap.index["touchpoints"]:
            known = touchmap.index["touchpoints"]
            values = {"id": one, "kind": "touchpoints", "near": nearest(one, known)}
            yield Problem("dangling", ("tie_order", place), values)
