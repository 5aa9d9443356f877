"""Versions of a template in words: what changed, and how much of it is translated."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from readiness.questionnaires.model import Item, Questionnaire
from readiness.questionnaires.revision import LEVELS, Revised, Revision, least_version, lies, said
from readiness.reports.section import Section, Table
from readiness.reports.words import Words


def share_lines(
    questionnaire: Questionnaire,
    digest: str,
    shares: Mapping[str, tuple[int, int]],
    *,
    errors: int,
    words: Words,
) -> Iterator[str]:
    """Yield what a lint found: the template, its digest, and how much of it each language has."""
    key = "template.sound" if not errors else "template.unsound"
    yield str(words.say(key, name=questionnaire.name))
    yield str(words.say("template.digest", digest=digest))
    for language, (done, whole) in shares.items():
        share = words.percent(int(100 * done / whole) / 100 if whole else 1)
        values = {"language": language, "done": done, "all": whole, "share": share}
        yield str(words.say("template.translated", **values))


def revision_sections(
    revision: Revision, old: Questionnaire, new: Questionnaire, words: Words
) -> list[Section]:
    """Return what changed between two templates: the level it asks for, then every change."""
    sentences = [str(words.say(f"revision.is.{revision.level}", old=revision.old, new=revision.new))]
    if old.id == new.id and revision.level != "none":
        if lies(old, new, revision):
            least = least_version(old, revision.level)
            level = words.say(f"revision.level.{said(old, new)}")
            sentences.append(str(words.say("revision.lies", said=level, least=least)))
        else:
            sentences.append(str(words.say("revision.true", version=new.version)))
    head = tuple(str(words.say(f"revision.head.{name}")) for name in ("level", "item", "what"))
    items = {item.id: item for item in (*old.items, *new.items)}
    ordered = sorted(revision.changes, key=lambda one: -LEVELS.index(one.level))
    rows = tuple(
        (
            str(words.say(f"revision.level.{change.level}")),
            change.item or str(words.say("revision.whole")),
            _what(change, items.get(change.item), words),
        )
        for change in ordered
    )
    title = str(words.say("revision.title", old=revision.old, new=revision.new))
    return [Section("revision", title, tuple(sentences), (Table(head, rows),) if rows else ())]


def _what(change: Revised, item: Item | None, words: Words) -> str:
    if change.field:
        key = f"revision.act.{change.act}-field"
        field = words.say(f"revision.field.{change.field.replace('.', '-')}")
        of = words.say("revision.of", name=change.of) if change.of else ""
        return str(words.say(key, field=field, of=of))
    text = words.text(item.text) if item is not None else ""
    return str(words.say(f"revision.act.{change.act}", was=change.was, text=text))
