"""Answers of an older engagement, carried to a newer one; nothing in the older one is touched."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from readiness import services
from readiness.engagement.model import Engagement
from readiness.errors import Refused
from readiness.folder import library
from readiness.folder.response_writer import write_response
from readiness.folder.write import write_whole
from readiness.questionnaires.carry import FATES, Carried, carry
from readiness.questionnaires.library import digest, find, version_of
from readiness.questionnaires.model import Item, Questionnaire
from readiness.questionnaires.response import Answer, Response
from readiness.questionnaires.revision import true_names
from readiness.reports.section import Section, Table, sections_text
from readiness.reports.words import Words
from readiness.services.forms import known_to


@dataclass(frozen=True)
class Upgraded:
    """What became of every answer, item by item, and the files written."""

    old: str
    new: str
    fates: tuple[tuple[str, Carried, int], ...]
    """The older item, what became of answers to it, and how many met that fate."""
    fresh: tuple[str, ...]
    """Items that nobody has been asked."""
    written: tuple[Path, ...]
    text: str

    def count(self, *fates: str) -> int:
        """Return how many answers met one of these fates."""
        return sum(number for _, one, number in self.fates if one.fate in fates)

    def to_json(self) -> dict[str, Any]:
        """Return it as JSON values."""
        return {
            "old": self.old,
            "new": self.new,
            "answers": {fate: self.count(fate) for fate in FATES},
            "items": [
                {"item": name, "fate": one.fate, "why": one.why, "becomes": one.item or None, "answers": n}
                for name, one, n in self.fates
            ],
            "fresh": list(self.fresh),
            "written": [str(path) for path in self.written],
        }


def upgrade(old: Path, new: Path, *, write: bool = False, language: str = "en") -> Upgraded:
    """Carry the answers of an engagement to another one that uses newer templates.

    With ``write`` they are written into the responses of the newer folder, one
    file a person, with what the template was.  Raises Refused for one and the
    same folder or a file that is there already, Invalid where a folder has
    errors.
    """
    if old.resolve() == new.resolve():
        raise Refused("same-folder")
    before, _ = services.read(old, language)
    after = _read_new(new, language)
    _refuse_backwards(before, after)
    known = known_to(new, language)
    items = _asked(before)
    newer = _asked(after)
    renamed = {was: now for one in after.questionnaires for was, now in one.renamed.items()}
    moved = true_names(renamed, items)
    unseen = _unseen(before, known_to(old, language))
    fates: dict[tuple[str, Carried], int] = {}
    carried: list[Response] = []
    for response in _latest(before.responses):
        answers: dict[str, Answer] = {}
        for name, answer in response.answers.items():
            here = (
                _stated(name, answer, after)
                if answer.risk is not None
                else carry(
                    None if response.questionnaire in unseen else items.get(name),
                    answer,
                    newer.get(moved.get(name, name)),
                    renamed=renamed,
                )
            )
            if here.answer is not None:
                answers[here.item] = here.answer
            told = replace(here, answer=None)
            fates[name, told] = fates.get((name, told), 0) + 1
        if answers:
            carried.append(_response(response, answers, before, after, known))
    written = _write(carried, new, after, before, language) if write else ()
    rows = tuple((name, one, number) for (name, one), number in fates.items())
    known_before = {moved.get(name, name) for name in items}
    fresh = tuple(name for name in newer if name not in known_before)
    result = Upgraded(before.profile.id, after.profile.id, rows, fresh, written, "")
    words = Words(library.phrases(language))
    return replace(result, text=_text(result, old, words, seen=not unseen, write=write))


def _read_new(new: Path, language: str) -> Engagement:
    checked = services.check(new, language)
    if checked.errors:
        raise services.Invalid(checked)
    return services.read(new, language)[0]


def _stated(name: str, answer: Answer, after: Engagement) -> Carried:
    """Return what becomes of a stated fact: it is kept, unless the newer engagement has a map."""
    if after.touchmap is not None:
        return Carried("gone", "map")
    return Carried("kept", "same", name, answer)


def _refuse_backwards(before: Engagement, after: Engagement) -> None:
    newer = {one.id: one for one in after.questionnaires}
    for one in before.questionnaires:
        if one.id in newer and version_of(newer[one.id]) < version_of(one):
            raise Refused("upgrade-backwards", old=one.name, new=newer[one.id].name)


def _asked(engagement: Engagement) -> Mapping[str, Item]:
    return {item.id: item for one in engagement.questionnaires for item in one.items}


def _unseen(engagement: Engagement, known: Sequence[Questionnaire]) -> frozenset[str]:
    """Return the questionnaires that were answered in a version that is not at hand."""
    found = set()
    for response in engagement.responses:
        one = find(response.questionnaire, known)
        if one is None or (response.digest and response.digest != digest(one, known)):
            found.add(response.questionnaire)
    return frozenset(found)


def _latest(responses: Sequence[Response]) -> list[Response]:
    """Return one response a person, each answer of its latest round."""
    people: dict[str, Response] = {}
    for response in sorted(responses, key=lambda one: one.round):
        before = people.get(response.respondent)
        merged = {**before.answers, **response.answers} if before else response.answers
        people[response.respondent] = replace(response, answers=merged)
    return [people[code] for code in sorted(people)]


def _response(
    response: Response,
    answers: Mapping[str, Answer],
    before: Engagement,
    after: Engagement,
    known: Sequence[Questionnaire],
) -> Response:
    """Return the response to the newer template that fits most of the answers."""
    name = response.questionnaire.partition("@")[0]
    home = find(name, after.questionnaires) or max(
        after.questionnaires, key=lambda one: sum(item.id in answers for item in one.items)
    )
    return replace(
        response,
        questionnaire=home.name,
        digest=digest(home, known),
        answers=answers,
        round=1,
        carried_from=before.profile.id,
    )


def _write(
    carried: Sequence[Response], new: Path, after: Engagement, before: Engagement, language: str
) -> tuple[Path, ...]:
    place = new / after.profile.responses
    targets = [place / f"{response.respondent}.yaml" for response in carried]
    for target in targets:
        if target.exists():
            raise Refused("template-exists", file=target)
    try:
        place.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Refused("unwritable", file=place, reason=error.strerror) from error
    remark = str(library.phrases(language).say("carried.remark", old=before.profile.id))
    return tuple(
        write_whole(target, write_response(response, remarks=remark).encode())
        for target, response in zip(targets, carried, strict=True)
    )


def _text(found: Upgraded, old: Path, words: Words, *, seen: bool, write: bool) -> str:
    counts = {
        "read": found.count(*FATES),
        "kept": found.count("kept", "reworded", "converted"),
        "ask": found.count("ask-again"),
        "gone": found.count("gone"),
    }
    sentences = [str(words.say("carried.counts", **counts))]
    if not seen:
        sentences.append(str(words.say("carried.unseen")))
    if found.fresh:
        sentences.append(str(words.say("carried.new", items=words.listed(found.fresh))))
    sentences.append(str(words.say("carried.old-stays", folder=old)))
    if not write:
        sentences.append(str(words.say("carried.dry")))
    head = tuple(str(words.say(f"carried.head.{name}")) for name in ("item", "fate", "number", "why"))
    order = Counter({name: place for place, (name, _, _) in enumerate(found.fates)})
    rows = tuple(
        (
            name if one.item in ("", name) else f"{name} → {one.item}",
            str(words.say(f"carried.fate.{one.fate}")),
            words.number(number),
            str(words.say(f"carried.why.{one.why}")),
        )
        for name, one, number in sorted(
            found.fates, key=lambda row: (-FATES.index(row[1].fate), order[row[0]])
        )
    )
    title = str(words.say("carried.title", old=found.old, new=found.new))
    return sections_text(
        [Section("carried", title, tuple(sentences), (Table(head, rows, right=frozenset((2,))),))]
    )
