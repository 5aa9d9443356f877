"""Group against group in words, with what so few people cannot decide."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from readiness.assessment.agreement import Contest, GroupAgreement
from readiness.assessment.item_agreement import Difference, ItemAgreement
from readiness.assessment.voices import SIDES
from readiness.i18n import Line
from readiness.reports.camps import figure, group
from readiness.reports.section import Section, Table, shortened
from readiness.reports.words import Words

_NOTHING = "–"


def contest_section(pair: tuple[str, str], found: GroupAgreement, words: Words) -> Section:
    """Return a comparison of two groups: what it can decide, and the questions, most different first."""
    one, other = group(pair[0], words).capitalized(), group(pair[1], words)
    title = words.say("agreement.against", one=one, other=other)
    contest = next((contest for contest in found.contests if contest.groups == pair), None)
    if contest is None:
        return Section("-".join(pair), title, (words.say("agreement.apart-few", one=one, other=other),))
    told = [
        (item, difference)
        for item in found.items.values()
        for difference in item.differences
        if difference.groups == pair
    ]
    told.sort(key=lambda row: (row[1].corrected, row[1].chance.p, -abs(row[1].delta), row[0].id))
    rows = [
        (
            item.id,
            *(_middle_of(item, name, words) for name in pair),
            words.say(f"agreement.effect.{difference.size}"),
            group(higher(difference), words) if difference.size != "none" else _NOTHING,
            words.percent(difference.chance.p),
            words.percent(difference.corrected),
        )
        for item, difference in told
    ]
    head = (
        words.say("agreement.head.question"),
        one,
        other.capitalized(),
        *(words.say(f"agreement.head.{name}") for name in ("difference", "higher", "lot", "corrected")),
    )
    table = Table(head, shortened(rows, words), right=frozenset({1, 2, 5, 6}))
    return Section(
        "-".join(pair), title, tuple(_conclusion(contest, [one for _, one in told], words)), (table,)
    )


def _middle_of(item: ItemAgreement, name: str, words: Words) -> str:
    medians = item.medians if name in SIDES else item.role_medians
    return figure(item, medians[name], words) if name in medians else _NOTHING


def _conclusion(contest: Contest, told: Sequence[Difference], words: Words) -> Iterator[Line]:
    """Yield what the comparison shows; where so few people cannot decide, that instead."""
    yield honest_sentence(contest, words) or _found(contest, words)
    drawn = [one.chance.splits for one in told if one.chance.method == "monte-carlo"]
    if drawn:
        yield words.say("agreement.lot-drawn", number=words.number(max(drawn)))
    else:
        yield words.say("agreement.lot-exact")
    yield words.say("agreement.corrected")


def honest_sentence(contest: Contest, words: Words) -> Line:
    """Return that a sample cannot decide, and why; empty where it can."""
    (n, m), values = contest.sizes, {"chance": words.percent(contest.least)}
    if not contest.decides_one:
        return words.say("agreement.cannot-one", n=n, m=m, **values)
    if not contest.decides:
        return words.say("agreement.cannot-many", n=n, m=m, number=contest.questions, **values)
    return Line()


def _found(contest: Contest, words: Words) -> Line:
    if not contest.found:
        return words.say("agreement.found-none", number=contest.questions)
    return words.phrases.count("agreement.found", contest.found, questions=contest.questions)


def higher(difference: Difference) -> str:
    """Return the group whose answers are higher."""
    return difference.groups[0 if difference.delta > 0 else 1]
