"""Templates put together: derived ones after their parents, each with its translations."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from readiness.diagnostics import Problem, nearest
from readiness.questionnaires.inheritance import derive, in_order_of_descent
from readiness.questionnaires.library import find
from readiness.questionnaires.model import Questionnaire
from readiness.questionnaires.translation import Translation, translate


@dataclass(frozen=True)
class Assembly:
    """Templates with all their items and languages, in the order given, and what does not fit together.

    ``homes`` says of each translation which template it translates.  Paths of
    problems start with ``questionnaires`` or ``translations`` and the place
    among those that were written.
    """

    questionnaires: tuple[Questionnaire, ...]
    homes: tuple[int | None, ...]
    problems: tuple[Problem, ...]


def assemble(
    written: Sequence[Questionnaire],
    translations: Sequence[Translation] = (),
    settled: Sequence[Questionnaire] = (),
) -> Assembly:
    """Return the written templates, derived and translated, followed by the settled ones.

    ``settled`` templates are assembled already; they may be parents, and a
    translation may add a language to one of them.
    """
    known = [*written, *settled]
    problems: list[Problem] = []
    homes = tuple(_place(translation, known) for translation in translations)
    beside: dict[int | None, list[Translation]] = {}
    for number, (translation, home) in enumerate(zip(translations, homes, strict=True)):
        beside.setdefault(home, []).append(translation)
        if home is not None and find(translation.of, [known[home]]) is None:
            told = {"id": translation.of, "found": known[home].name}
            problems.append(Problem("translation-earlier", ("translations", number, "of"), told))
        if home is None:
            values = {"id": translation.of, "near": nearest(translation.of, [one.id for one in known])}
            problems.append(Problem("unknown-questionnaire", ("translations", number, "of"), values))
    order, circular = in_order_of_descent(known)
    done: dict[int, Questionnaire] = {}
    by_id: dict[str, list[Questionnaire]] = {}
    for place in order:
        one = known[place]
        if place < len(written):
            one, wrong = derive(one, by_id.get(one.extends.partition("@")[0], ()), known)
            problems += under(("questionnaires", place), wrong)
        done[place] = translate(one, *beside.get(place, ()))
        by_id.setdefault(one.id, []).append(done[place])
    for place in circular:
        values = {"id": known[place].name}
        problems.append(Problem("extends-itself", ("questionnaires", place, "extends"), values))
    found = tuple(done.get(place, one) for place, one in enumerate(known))
    return Assembly(found, homes, tuple(problems))


def under(prefix: tuple[str | int, ...], problems: Sequence[Problem] | Iterator[Problem]) -> list[Problem]:
    """Return problems with their paths below another path."""
    return [
        Problem(
            one.code,
            (*prefix, *one.at),
            one.values,
            tuple((label, (*prefix, *at)) for label, at in one.related),
        )
        for one in problems
    ]


def _place(translation: Translation, known: Sequence[Questionnaire]) -> int | None:
    """Return the template that a translation translates, in its version or a later one of the same major."""
    name, _, version = translation.of.partition("@")
    source = find(translation.of, known) or find(f"{name}@^{version.partition('.')[0]}", known)
    return next((place for place, one in enumerate(known) if one is source), None)
