"""The data of the page, as one island of JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from readiness.reports.interactive.case import SHOWN, Case, runs
from readiness.reports.interactive.charts import outage_chart, visits_chart
from readiness.reports.interactive.facts import facts
from readiness.reports.interactive.grid import HIGH, WIDE, Band
from readiness.touchmap.handoffs import crosses
from readiness.touchmap.model import Touchpoint

_LOCALES = {"en": "en-GB", "zh-Hant": "zh-TW", "zh-Hans": "zh-CN"}
_UNSAFE = re.compile("[<>&\u2028\u2029\ud800-\udfff]")


def as_json(value: object) -> Markup:
    """Return a value as JSON that is inert within a script element.

    No text of it can end the element, open a comment or break a line of script
    (HTML Living Standard, 4.12.1.3; ECMA-262, 12.3).
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return Markup(_UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", text))  # noqa: S704


def island(case: Case) -> dict[str, Any]:
    """Return everything that the page shows, in JSON values.

    Elements go by number.  A touchpoint has its place in ``at`` if it is drawn.
    """
    return {
        "language": case.words.language,
        "locale": _LOCALES[case.words.language],
        "words": _words(case),
        "card": [WIDE, HIGH],
        "columns": [_band(case, "stages", band) for band in case.grid.columns],
        "rows": [_band(case, "channels", band) for band in case.grid.rows],
        "elements": _elements(case),
        "touchpoints": [_touchpoint(case, one) for one in case.touchpoints],
        "buyers": _buyers(case),
        "ways": _ways(case),
        "network": _network(case),
        "findings": _findings(case),
        "alone": _alone(case),
        "drawn": len(case.drawn),
        "charts": {"outages": outage_chart(case), "visits": visits_chart(case)},
    }


def _words(case: Case) -> dict[str, str]:
    """Return the phrases that the page fills by itself: what changes with a click."""
    own = "interactive."
    phrases = case.words.phrases.words
    told = {key.removeprefix(own): words for key, words in phrases.items() if key.startswith(own)}
    return told | {"comma": phrases["marks.comma"], "gap": phrases["marks.gap"]}


def _band(case: Case, kind: str, band: Band) -> dict[str, Any]:
    nowhere = "interactive.no-stage" if kind == "stages" else "interactive.no-channel"
    title = case.namer.title(f"{kind}:{band.id}") if band.id is not None else case.words.say(nowhere)
    number = case.numbers.get(f"{kind}:{band.id}", -1)
    return {"title": runs(title), "element": number, "from": band.start, "to": band.end}


def _elements(case: Case) -> list[dict[str, Any]]:
    """Return what is told about every element, by number."""
    about: dict[str, list[int]] = {}
    proving: dict[str, list[int]] = {}
    lived: dict[str, list[int]] = {}
    for number, told in enumerate(case.told):
        about.setdefault(told.subject, []).append(number)
        for name in dict.fromkeys(told.elements):
            if name != told.subject:
                proving.setdefault(name, []).append(number)
    for number, one in enumerate(case.lived, len(case.told)):
        lived.setdefault(one.told.subject, []).append(number)
    found = []
    for kind in SHOWN:
        for record in case.touchmap.index[kind].values():
            name = f"{kind}:{record.id}"
            place = case.spans.get(name)
            found.append(
                {
                    "id": name,
                    "kind": kind,
                    "title": runs(case.namer.title(name)),
                    "place": str(place) if place else "",
                    "facts": [[label, parts] for label, parts in facts(case, kind, record)],
                    "findings": about.get(name, []),
                    "concerned": proving.get(name, []),
                    "accepted": lived.get(name, []),
                }
            )
    return found


def _touchpoint(case: Case, one: Touchpoint) -> dict[str, Any]:
    visits = case.traffic.visits[one.id]
    by_buyer = [
        [case.numbers.get(f"buyers:{buyer}", -1), visits.get(buyer, 0.0)]
        for buyer in dict.fromkeys((*one.buyers, *visits))
    ]
    return {
        "element": case.numbers[f"touchpoints:{one.id}"],
        "at": case.grid.at.get(one.id),
        "stage": case.numbers.get(f"stages:{one.stage}", -1),
        "channel": case.numbers.get(f"channels:{one.channel}", -1),
        "counted": case.numbers.get(f"stages:{case.counted.get(one.stage or '', one.stage)}", -1),
        "owner": case.numbers.get(f"departments:{one.department}", -1),
        "outbound": one.direction == "outbound",
        "moment": bool(one.moment_of_truth),
        "satisfaction": one.satisfaction,
        "visits": by_buyer,
        "total": case.traffic.total(one.id),
        "serves": case.linked(f"needs:{need}" for need in one.serves),
    }


def _buyers(case: Case) -> list[dict[str, Any]]:
    return [
        {
            "element": case.numbers[f"buyers:{buyer.id}"],
            "value": buyer.value_share or 0.0,
            "needs": case.linked(f"needs:{need}" for need in buyer.needs),
            "hasNeeds": bool(buyer.needs),
        }
        for buyer in case.touchmap.index["buyers"].values()
    ]


def _ways(case: Case) -> list[dict[str, Any]]:
    """Return every way on; ``handoff`` is 0 within a department, 1 with a rule, 2 without one."""
    touchpoints = case.touchmap.index["touchpoints"]
    found = []
    for here in case.touchpoints:
        for step in here.next:
            there = touchpoints.get(step.to)
            if there is None:
                continue
            rule = step.handoff is not None and step.handoff.has_rule
            found.append(
                {
                    "from": case.numbers[f"touchpoints:{here.id}"],
                    "to": case.numbers[f"touchpoints:{there.id}"],
                    "share": step.share,
                    "visits": case.traffic.total(here.id) * step.share,
                    "handoff": (1 if rule else 2) if crosses(here, there) else 0,
                    "rule": runs(case.words.text(step.handoff.rule)) if step.handoff and rule else "",
                    "repeats": step.handoff is not None and bool(step.handoff.repeats),
                }
            )
    return found


def _network(case: Case) -> Mapping[str, Any]:
    net = case.network
    return {
        "elements": [case.numbers[name] for name in net.elements],
        "gates": [[gate.together, gate.groups] for gate in net.gates],
        "reached": [
            [
                one.node,
                case.numbers[f"touchpoints:{one.touchpoint}"],
                case.numbers.get(f"buyers:{one.buyer}", -1),
                one.visits,
            ]
            for one in net.reached
        ],
        "fallbacks": [
            [case.numbers[f"channels:{name}"], case.linked(f"channels:{other}" for other in others)]
            for name, others in net.fallbacks.items()
            if others
        ],
    }


def _findings(case: Case) -> list[dict[str, Any]]:
    """Return the findings in words, those that are accepted for a time last."""
    accepted = {number: one.accepted for number, one in enumerate(case.lived, len(case.told))}
    return [
        {
            "severity": told.severity,
            "word": told.severity_word,
            "subject": case.numbers.get(told.subject, -1),
            "title": runs(told.title),
            "message": runs(told.message),
            "mend": runs(told.mend),
            "accepted": runs(accepted[number]) if number in accepted else None,
        }
        for number, told in enumerate((*case.told, *(one.told for one in case.lived)))
    ]


def _alone(case: Case) -> list[list[Any]]:
    """Return what each outage by itself costs: the element, contacts, their share, how many are stranded."""
    return [
        [case.numbers[one.ids[0]], one.contacts, one.contacts_share, len(one.stranded)]
        for one in case.outages
        if len(one.ids) == 1 and one.ids[0] in case.numbers
    ]
