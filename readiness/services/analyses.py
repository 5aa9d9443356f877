"""What can be read off a map: its analyses, outages and cut sets."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from readiness.diagnostics import nearest
from readiness.errors import NotFound, Refused
from readiness.reports.analyses import outages as outages_section
from readiness.reports.analyses import whole
from readiness.reports.analyses.evidence import shaken_section
from readiness.reports.map_findings import tell
from readiness.reports.section import Section, sections_text
from readiness.services.maps import Seen, see
from readiness.touchmap.analyses.cutsets import LARGEST, cut_sets
from readiness.touchmap.analyses.outages import joint, outages, pairs
from readiness.touchmap.analysis import PARTS, analyse
from readiness.touchmap.dependence import COMPONENTS, names_of
from readiness.touchmap.finding import SEVERITIES, MapFinding
from readiness.touchmap.model import KINDS, TouchMap
from readiness.touchmap.shaking import Shaken, shake
from readiness.touchmap.volumes import traffic

SPREAD = 0.3


@dataclass(frozen=True)
class Analysed:
    """Sections for people and the values behind them; the worst severity found decides about gates."""

    sections: tuple[Section, ...]
    values: Mapping[str, Any]
    severities: frozenset[str] = frozenset()

    def to_text(self) -> str:
        """Return the sections as lines for a terminal."""
        return sections_text(self.sections)

    def reaches(self, level: str) -> bool:
        """Say whether a finding is at least as severe as a level."""
        return not self.severities.isdisjoint(SEVERITIES[SEVERITIES.index(level) :])


def analysis(
    reference: str,
    language: str | None = None,
    *,
    only: Collection[str] = (),
    tables: bool = False,
    every: bool = False,
    seed: int | None = None,
) -> Analysed:
    """Analyse a map (``FOLDER`` or ``FOLDER@OVERLAY``); with a ``seed``, also shake its guesses by 30 %.

    ``only`` some analyses keep only their own findings.  Raises NotFound for an
    analysis that does not exist.
    """
    for name in only:
        if name not in PARTS:
            near = nearest(name, PARTS)
            raise NotFound("no-analysis", name=name, known=", ".join(PARTS), near=near)
    seen = see(reference, language)
    found = analyse(traffic(seen.touchmap), seen.as_of)
    parts = [part for part in PARTS if not only or part in only]
    own = {one.key for part in parts for one in getattr(found, part).findings}
    found = replace(
        found,
        findings=tuple(one for one in found.findings if one.key in own),
        accepted=tuple(one for one in found.accepted if one.finding.key in own),
    )
    sections = whole.sections(found, seen.namer, seen.spans, only=only, tables=tables, every=every)
    values = envelope(seen)
    values["findings"] = [finding_json(one, seen) for one in found.findings]
    values["accepted"] = [
        finding_json(one.finding, seen)
        | {
            "reason": str(one.acceptance.reason),
            "owner": one.acceptance.owner,
            "until": one.acceptance.until.isoformat(),
        }
        for one in found.accepted
    ]
    values |= {part: _values(getattr(found, part)) for part in parts}
    if seed is not None:
        shaken = shaken_findings(seen, seed)
        sections.append(shaken_section(shaken, seen.namer))
        values["shaken"] = asdict(shaken)
    return Analysed(tuple(sections), values, frozenset(one.severity for one in found.findings))


def shaken_findings(seen: Seen, seed: int) -> Shaken:
    """Return which findings of a map stand if its guesses are off by 30 %."""

    def find(changed: TouchMap) -> tuple[MapFinding, ...]:
        return analyse(traffic(changed), seen.as_of).findings

    return shake(seen.touchmap, find, seed=seed, spread=SPREAD)


def outage(
    reference: str,
    language: str | None = None,
    *,
    down: Sequence[str] = (),
    two: bool = False,
    cuts: int = 0,
) -> Analysed:
    """Return single outages of a map, or pairs, or that of the elements ``down``; cut sets up to ``cuts``.

    Raises Refused where more than one of them is asked, NotFound for an element
    that the map does not have.
    """
    if sum((bool(down), two, bool(cuts))) > 1:
        raise Refused("one-question")
    seen = see(reference, language)
    flow = traffic(seen.touchmap)
    if cuts:
        sets = cut_sets(flow, min(cuts, LARGEST))
        told = outages_section.cut_sets_section(sets, seen.namer)
        return Analysed((told,), envelope(seen) | {"cut_sets": asdict(sets)})
    if down:
        result = outages(flow, [failing(seen.touchmap, down)])
        told = outages_section.scenario_section(result.scenarios[0], seen.namer)
    elif two:
        result = outages(flow, pairs(seen.touchmap))
        hurting = joint(result, outages(flow))
        told = outages_section.pairs_section(hurting, len(result.scenarios), seen.namer)
    else:
        result = outages(flow)
        told = outages_section.section(result, seen.namer)
    scenarios = [asdict(one) for one in result.scenarios]
    return Analysed((told,), envelope(seen) | {"scenarios": scenarios, "left_out": list(result.left_out)})


def elements(touchmap: TouchMap, names: Iterable[str]) -> tuple[str, ...]:
    """Return elements (``kind:id``) by id or by kind and id.

    An id that can fail is meant before the same id of another kind.  Raises
    NotFound for a name that the map does not have, Refused for one that several
    others share.
    """
    kinds: dict[str, list[str]] = {}
    for kind in KINDS:
        for identity in touchmap.index[kind]:
            kinds.setdefault(identity, []).append(f"{kind}:{identity}")
            kinds[f"{kind}:{identity}"] = [f"{kind}:{identity}"]
    failing = names_of(touchmap)
    found = []
    for name in names:
        if name not in kinds:
            near = nearest(name, kinds)
            raise NotFound("no-such-element" if near else "no-element", name=name, near=near)
        if len(kinds[name]) > 1 and name not in failing:
            raise Refused("several-elements", name=name, known=", ".join(kinds[name]))
        found.append(failing.get(name, kinds[name][0]))
    return tuple(dict.fromkeys(found))


def failing(touchmap: TouchMap, names: Iterable[str]) -> tuple[str, ...]:
    """Return elements that can fail.

    Raises Refused for others, such as a buyer, a stage or a planned technology.
    """
    found = elements(touchmap, names)
    for element in found:
        if element.partition(":")[0] not in COMPONENTS:
            raise Refused("cannot-fail", name=element.partition(":")[2])
    return found


def envelope(seen: Seen) -> dict[str, Any]:
    """Return what every JSON about a map starts with."""
    return {"map": seen.touchmap.id, "overlay": seen.name or None, "as_of": seen.as_of.isoformat()}


def finding_json(finding: MapFinding, seen: Seen) -> dict[str, Any]:
    """Return a finding as JSON values: what it is, in words, and where it is written."""
    told = tell(finding, seen.namer)
    return {
        "code": finding.code,
        "severity": finding.severity,
        "subject": finding.subject,
        "message": told.message,
        "mend": told.mend,
        "elements": list(finding.elements),
        "values": dict(finding.values),
        "contacts": finding.contacts,
        "spans": [str(seen.spans[name]) for name in finding.elements if name in seen.spans],
    }


def _values(part: Any) -> dict[str, Any]:
    values = asdict(replace(part, findings=()))
    values.pop("findings", None)
    return values
