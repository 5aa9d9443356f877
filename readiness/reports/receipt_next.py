"""What follows from a receipt: what would change the result, the cheapest way, whom to ask."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from readiness.assessment.assess import Pitfall
from readiness.assessment.chances import Chance
from readiness.assessment.path_to_clear import Path
from readiness.assessment.stability import Stability
from readiness.reports.discretion import DiscreetTeller
from readiness.reports.receipt_firm import stability_lines
from readiness.reports.receipt_path import path_lines
from readiness.reports.view import PitfallView
from readiness.reports.words import Words

MOST_ASKED = 5
_INDENT = "   "


def next_lines(
    pitfall: Pitfall,
    shown: PitfallView,
    teller: DiscreetTeller,
    *,
    path: Path,
    asked: Sequence[Chance],
    firm: Stability,
) -> Iterator[str]:
    """Yield what would change a verdict, the cheapest way to clear it, whom to ask, and how firm it is."""
    say = teller.words.say
    yield say("explain.flips")
    yield from (_INDENT + line for line in shown.changes)
    if pitfall.judgement.verdict != "clear":
        yield ""
        yield from path_lines(path, teller)
    yield ""
    yield from ask_lines(asked, teller, "explain.ask-verdict")
    yield ""
    yield from stability_lines(firm, teller, pitfall.id)


def ask_lines(asked: Sequence[Chance], teller: DiscreetTeller, key: str) -> Iterator[str]:
    """Yield what to ask next and whom, the question most likely to change the result first."""
    words = teller.words
    yield words.say("explain.ask")
    if not asked:
        yield _INDENT + words.say("explain.ask-nothing")
        return
    telling = [one for one in asked if one.share > 0]
    for one in telling[:MOST_ASKED]:
        yield _INDENT + words.say(
            "explain.ask-gate" if one.gate else key,
            share=words.percent(one.share),
            who=asked_role(one.whom, words),
            text=teller.text(one.id),
            id=words.code(one.id),
        )
    if more := len(telling) - MOST_ASKED if len(telling) > MOST_ASKED else 0:
        yield _INDENT + words.phrases.count("explain.ask-more", more)
    rest = [words.code(one.id) for one in asked if one.share <= 0]
    if telling and rest:
        yield _INDENT + words.phrases.count("explain.ask-rest", len(rest))
    elif rest:
        shown = rest[:MOST_ASKED]
        if more := len(rest) - len(shown):
            shown.append(words.say("labels.more", number=more))
        ids = words.listed(shown)
        yield _INDENT + words.phrases.count("explain.ask-none", len(rest), ids=ids)
    yield _INDENT + words.say("explain.ask-held")


def asked_role(whom: str, words: Words) -> str:
    """Return whom to ask, in words."""
    return words.say("explain.another" if whom == "another" else f"role.{whom}")
