"""The difference of two maps in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import cast

from readiness.i18n import Line
from readiness.reports.analyses.week import hours_words
from readiness.reports.map_findings import shown
from readiness.reports.namer import Namer
from readiness.reports.section import Section, Table
from readiness.touchmap.difference import Change, Difference, Records
from readiness.touchmap.effort import Figure
from readiness.touchmap.hours import Hours

MOST = 24
NAMED = 3


def sections(found: Difference, before: Namer, after: Namer) -> list[Section]:
    """Return what gets worse, what gets better, and which records make the difference."""
    say = before.words.say
    if not found.changes and not found.records:
        return [Section("difference", say("difference.title"), (say("difference.none"),))]
    decided = [one for one in found.changes if one.code.endswith("decided")]
    worse = _sentences([one for one in found.changes if one.worse], before, after)
    better = [one for one in found.changes if not one.worse and one not in decided]
    told = [_figures(found.figures, before)]
    if worse:
        told.append(Section("worse", say("difference.worse"), worse))
    if better:
        told.append(Section("better", say("difference.better"), _sentences(better, before, after)))
    if decided:
        told.append(Section("decided", say("difference.decided"), _sentences(decided, before, after)))
    if not found.changes:
        told.append(Section("difference", say("difference.title"), (say("difference.no-effect"),)))
    told.append(_records(found.records, before, after))
    return told


def _figures(figures: Sequence[Figure], namer: Namer) -> Section:
    """Return the figures of both maps side by side."""
    say = namer.words.say
    rows = tuple(
        (
            say(f"difference.figure.{one.name}"),
            *(_figure(one.name, value, namer) for value in (one.before, one.after)),
        )
        for one in figures
    )
    head = tuple(say(f"difference.head.{key}") for key in ("figure", "before", "after"))
    return Section("figures", say("difference.figures"), (), (Table(head, rows, "", frozenset((1, 2))),))


def _figure(name: str, value: float | None, namer: Namer) -> str:
    if value is None:
        return "–"
    if name in ("spend", "cost", "cost-a-year"):
        return namer.money(value)
    return namer.words.number(value, 2 if abs(value) < 10 and value != int(value) else 0)


def _sentences(changes: Sequence[Change], before: Namer, after: Namer) -> tuple[str, ...]:
    lines = dict.fromkeys(_grouped(changes, before, after))
    cut = [*lines][:MOST]
    if len(lines) > MOST:
        cut.append(before.words.say("difference.more", number=before.words.number(len(lines) - MOST)))
    return tuple(cut)


def _grouped(changes: Sequence[Change], before: Namer, after: Namer) -> Iterator[str]:
    """Yield a sentence for each change; findings of one kind together, hours of one buyer together."""
    say = before.words.say
    kinds: dict[tuple[str, str], list[Change]] = {}
    for change in changes:
        extra = str(change.values.get("finding", ""))
        if change.code.startswith("hours"):
            extra = f"{change.subject} {change.values['when']}"
        alone = "" if extra else f"{change.subject} {len(kinds)}"
        kinds.setdefault((change.code, extra or alone), []).append(change)
    for (code, _), many in kinds.items():
        namer = before if code.endswith(("lost", "gone", "fewer")) else after
        first = many[0]
        if code.startswith("finding"):
            yield say(
                f"changed.{code}",
                title=say(f"found.{first.values['finding']}.title"),
                subjects=namer.titles((one.subject for one in many), NAMED),
            )
        elif code.startswith("hours"):
            yield say(
                f"changed.{code}",
                subject=namer.title(first.subject),
                needs=namer.titles((str(one.values["need"]) for one in many), NAMED),
                hours=namer.words.number(float(str(first.values["hours"])), 1),
                when=_times(cast("Hours", first.values["when"]), namer),
            )
        else:
            values = {key: shown(key, value, namer) for key, value in first.values.items()}
            if code.startswith("cost"):
                values |= {k: namer.money(float(str(first.values[k]))) for k in ("before", "after")}
            subject = namer.title(first.subject) if first.subject else Line()
            yield say(f"changed.{code}", subject=subject, **values)


def _times(when: Hours, namer: Namer) -> Line:
    """Return the first times of a week, and how many more there are."""
    times: list[str] = [*hours_words(when, namer.words)]
    more = [namer.words.say("labels.more", number=len(times) - NAMED)] if len(times) > NAMED else []
    return namer.words.listed([*times[:NAMED], *more])


def _records(records: Sequence[Records], before: Namer, after: Namer) -> Section:
    say, number = before.words.say, before.words.number
    rows = []
    for one in records:
        changed = [f"{one.kind}:{name}" for name in one.changed]
        rows.append(
            (
                say(f"kind.{one.kind}"),
                after.titles((f"{one.kind}:{name}" for name in one.added), NAMED) or "–",
                before.titles((f"{one.kind}:{name}" for name in one.removed), NAMED) or "–",
                after.titles(changed, NAMED) or "–",
            )
        )
    total = sum(len(one.added) + len(one.removed) + len(one.changed) for one in records)
    head = tuple(say(f"difference.head.{key}") for key in ("kind", "added", "removed", "changed"))
    sentence = say("difference.records", number=number(total))
    return Section("records", say("difference.title"), (sentence,), (Table(head, tuple(rows)),))
