# ruff: noqa: INP001
"""The findings of the map: label, sentence and mending from the phrases, rules from findings.yaml."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from readiness.folder import library
from readiness.folder.reader import Reader
from readiness.touchmap.analyses import (
    consistency,
    coverage,
    data,
    evidence,
    handoffs,
    journeys,
    outages,
    reach,
    week,
)
from readiness.touchmap.analysis import PARTS
from readiness.touchmap.finding import CODES

PAGE = "map-analyses.md"


def figures() -> Mapping[str, str]:
    """Return the figures of the rules, from the code that applies them."""
    shares = {
        "half": outages.HALF,
        "fifth": outages.FIFTH,
        "some": handoffs.SERIOUS,
        "much": handoffs.CRITICAL,
        "dear_share": consistency.DEAR_SHARE,
        "one_channel": coverage.ONE_CHANNEL_FROM,
        "guessed": evidence.MUCH,
        "typed": data.TWENTIETH,
    }
    numbers = {
        "long": journeys.LONG,
        "long_serious": journeys.SERIOUS,
        "long_critical": journeys.CRITICAL,
        "many": handoffs.MANY,
        "far_too_many": handoffs.FAR_TOO_MANY,
        "uneven": consistency.UNEVEN_FROM,
        "dear": consistency.DEAR_FROM,
        "closed": week.CLOSED_MOST,
        "office": week.OFFICE_WEEK,
        "stale": evidence.STALE_AFTER,
    }
    grave = ", ".join(f"`{stage}`" for stage in reach.GRAVE_STAGES)
    return {name: f"{share:.0%}" for name, share in shares.items()} | {
        **{name: f"{number:g}" for name, number in numbers.items()},
        "grave": grave,
    }


def rules() -> Mapping[str, Mapping[str, str]]:
    """Return by code from which analysis a finding comes, when it is raised and how severe it is."""
    found = Reader(Path(__file__).resolve().parent).record("findings.yaml")
    if not found or list(found) != list(CODES):
        message = "findings.yaml does not tell every code, in the order of the code"
        raise ValueError(message)
    return found


def findings() -> Iterator[str]:
    """Yield every finding of the map, analysis by analysis."""
    say, figure, told = library.phrases().words, figures(), rules()
    for part in PARTS:
        yield from (f"## From {part}", "", f"How it is worked out: [{part}]({PAGE}#{part}).", "")
        for code, rule in told.items():
            if rule["from"] != part:
                continue
            words = {key: say[f"found.{code}.{key}"] for key in ("title", "message", "mend")}
            yield from (f"### {code}", "", f"*{words['title']}.* {words['message']}", "")
            yield f"- When: {_line(rule['when'], figure)}"
            yield f"- Severity: {_line(rule['severity'], figure)}"
            yield f"- To mend it: {words['mend']}"
            yield ""


def _line(words: str, figure: Mapping[str, str]) -> str:
    return " ".join(words.split()).format(**figure)
