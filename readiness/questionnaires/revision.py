"""What changed between two versions of a questionnaire, and which version number that asks for.

Patch: other words, answers and scores stay as they are.  Minor: an item, a
choice or a person asked more, or anchors in other words; what was answered
still counts as it did.  Major: answers or scores can no longer be compared.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from readiness.questionnaires.conditions import Unparsable
from readiness.questionnaires.library import resolve, version_of
from readiness.questionnaires.model import Choice, Item, Questionnaire
from readiness.questionnaires.sameness import choice_name, differences, respelt, swapped
from readiness.questionnaires.visibility import written_out
from readiness.scalars import Text

Level = Literal["none", "patch", "minor", "major"]
LEVELS: tuple[Level, ...] = ("none", "patch", "minor", "major")
_WORDS = ("text", "help", "remedy", "sources")
_MAJOR = ("weight", "witness", "applies", "duty", "legal")
"""Fields that decide how an answer counts, whatever it means."""
_WHOLE = ("title", "intro", "minutes", "provider", "licence", "sources")


@dataclass(frozen=True)
class Revised:
    """One difference.

    ``item`` is the id in the newer version (in the older one, where it is
    dropped), ``was`` the older id where it was renamed; ``act`` says what
    happened and ``field`` to what: a field of the item, or of one of its
    choices or parts, which ``of`` names.
    """

    act: Literal["added", "dropped", "renamed", "moved", "changed"]
    level: Level
    item: str = ""
    was: str = ""
    field: str = ""
    of: str = ""


@dataclass(frozen=True)
class Revision:
    """The differences between two versions, and the level that the heaviest of them has."""

    old: str
    new: str
    changes: tuple[Revised, ...]

    @property
    def level(self) -> Level:
        """The level of the heaviest change."""
        return max((change.level for change in self.changes), key=LEVELS.index, default="none")


def compare(
    old: Questionnaire,
    new: Questionnaire,
    *,
    among: Sequence[Questionnaire] = (),
    old_among: Sequence[Questionnaire] | None = None,
) -> Revision:
    """Return what changed from one derived questionnaire to another.

    ``among`` holds the questionnaires from which the newer one (and the older
    one, unless ``old_among`` is given) includes items.
    """
    before = {item.id: item for item in resolve(old, among if old_among is None else old_among)}
    after = {item.id: item for item in resolve(new, among)}
    names = {name: name for name in before} | true_names(new.renamed, before)
    return Revision(old.name, new.name, tuple(_changes(old, new, before, after, names)))


def true_names(renamed: Mapping[str, str], before: Collection[str]) -> dict[str, str]:
    """Return the renamings of items that name one older item each; none takes the place of another item."""
    kept: dict[str, str] = {}
    for was, now in renamed.items():
        if was in before and now not in before and now not in kept.values():
            kept[was] = now
    return kept


def _changes(
    old: Questionnaire,
    new: Questionnaire,
    before: Mapping[str, Item],
    after: Mapping[str, Item],
    names: Mapping[str, str],
) -> Iterator[Revised]:
    for field in _WHOLE:
        if _plain(getattr(old, field)) != _plain(getattr(new, field)):
            yield Revised("changed", "patch", field=field)
    if old.pitfall != new.pitfall:
        yield Revised("changed", "major", field="pitfall")
    stayed = [name for name in before if names[name] in after]
    for name, item in before.items():
        now = names[name]
        if now not in after:
            yield Revised("dropped", "major", name)
            continue
        if now != name:
            yield Revised("renamed", "minor", now, name)
        yield from _item_changes(item, after[now], old=old, new=new)
    known = {names[name] for name in stayed}
    yield from (Revised("added", "minor", name) for name in after if name not in known)
    order = [name for name in after if name in known]
    yield from (Revised("moved", "patch", name) for name in _moved([names[name] for name in stayed], order))


def _item_changes(was: Item, now: Item, *, old: Questionnaire, new: Questionnaire) -> Iterator[Revised]:
    for other in differences(was, now, renamed=new.renamed):
        yield Revised(other.act, "major", now.id, field=other.field, of=other.of)
    yield from _word_changes(was, now)
    for field in _MAJOR:
        if getattr(was, field) != getattr(now, field):
            yield Revised("changed", "major", now.id, field=field)
    if set(was.ask) != set(now.ask):
        yield Revised("changed", "minor", now.id, field="ask")
    if was.lock != now.lock:
        yield Revised("changed", "minor", now.id, field="lock")
    if was.evidence != now.evidence:
        needed = "required" in (was.evidence, now.evidence)
        yield Revised("changed", "major" if needed else "minor", now.id, field="evidence")
    if _condition(was, old) != _condition(now, new):
        yield Revised("changed", "major", now.id, field="show_if")
    yield from _choice_changes(was, now, new.renamed)


def _word_changes(was: Item, now: Item) -> Iterator[Revised]:
    """Yield other words; those of anchors say what a number means, so they are more than a patch."""
    for field in _WORDS:
        if _plain(getattr(was, field)) != _plain(getattr(now, field)):
            yield Revised("changed", "patch", now.id, field=field)
    if was.points != now.points and "agree" not in (was.kind, now.kind):
        yield Revised("changed", "patch", now.id, field="points")  # nobody sees them
    if _by_key(was.anchors) != _by_key(now.anchors) and not swapped(was.anchors, now.anchors):
        same = respelt(was.anchors, now.anchors)
        yield Revised("changed", "patch" if same else "minor", now.id, field="anchors")
    if was.gate and now.gate and str(was.gate.ask) != str(now.gate.ask):
        yield Revised("changed", "patch", now.id, field="gate.ask")
    for name, part in was.parts.items():
        if name in now.parts and str(part.text) != str(now.parts[name].text):
            yield Revised("changed", "patch", now.id, field="parts.text", of=name)


def _choice_changes(was: Item, now: Item, renamed: Mapping[str, str]) -> Iterator[Revised]:
    """Yield what changed in choices without changing what an answer means."""
    before: dict[str, Choice] = {}
    for choice in was.choices:
        before.setdefault(choice_name(was, choice.id, now, renamed), choice)
    after = {choice.id: choice for choice in now.choices}
    for name, choice in before.items():
        if name in after:
            if name != choice.id:
                yield Revised("renamed", "minor", now.id, choice.id, field="choices", of=name)
            if str(choice.text) != str(after[name].text):
                yield Revised("changed", "patch", now.id, field="choices.text", of=name)
    counted = {other.of for other in differences(was, now, renamed=renamed) if other.act == "added"}
    for name in after:
        if name not in before and name not in counted:
            yield Revised("added", "minor", now.id, field="choices", of=name)


def _condition(item: Item, questionnaire: Questionnaire) -> object:
    if not item.show_if:
        return None
    try:
        return written_out(item.show_if, questionnaire.conditions)
    except Unparsable:
        return item.show_if


def _moved(before: Sequence[str], after: Sequence[str]) -> list[str]:
    """Return the fewest items whose moving makes one order into the other.

    What stays is a longest increasing run of places (Schensted, 1961).
    """
    place = {name: number for number, name in enumerate(before)}
    ends: list[int] = []  # the least last place of a run of each length
    tails: list[str] = []
    link: dict[str, str | None] = {}
    for name in after:
        length = bisect_left(ends, place[name])
        link[name] = tails[length - 1] if length else None
        ends[length : length + 1], tails[length : length + 1] = [place[name]], [name]
    here = tails[-1] if tails else None
    stays = set()
    while here is not None:
        stays.add(here)
        here = link[here]
    return [name for name in after if name not in stays]


def _by_key(texts: Mapping[Any, Text]) -> Mapping[str, str]:
    return {str(key): str(text) for key, text in texts.items()}


def _plain(value: object) -> object:
    return value if isinstance(value, tuple | float | int) or value is None else str(value)


def said(old: Questionnaire, new: Questionnaire) -> Level:
    """Return the level that two version numbers claim; none where the newer one is not higher."""
    was, now = version_of(old), version_of(new)
    if now <= was:
        return "none"
    return "major" if now[0] > was[0] else "minor" if now[1] > was[1] else "patch"


def least_version(old: Questionnaire, level: Level) -> str:
    """Return the lowest version that a change of a level may have."""
    major, minor, patch = version_of(old)
    raised = {
        "none": (major, minor, patch),
        "patch": (major, minor, patch + 1),
        "minor": (major, minor + 1, 0),
        "major": (major + 1, 0, 0),
    }
    return ".".join(str(part) for part in raised[level])


def lies(old: Questionnaire, new: Questionnaire, revision: Revision) -> bool:
    """Say whether a version number claims a smaller change than there is."""
    return LEVELS.index(said(old, new)) < LEVELS.index(revision.level)
