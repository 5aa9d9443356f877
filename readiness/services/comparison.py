"""Two maps side by side: today's and a planned one, with and without something."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from readiness.errors import NotFound, Refused
from readiness.reports.analyses import difference as difference_section
from readiness.reports.analyses import outages as outages_section
from readiness.reports.section import Section, sections_text
from readiness.services.analyses import elements, envelope, failing
from readiness.services.maps import Seen, see
from readiness.touchmap.analyses.outages import outages
from readiness.touchmap.dependence import names_of
from readiness.touchmap.difference import GATES, Difference, compare
from readiness.touchmap.removal import without
from readiness.touchmap.volumes import traffic


@dataclass(frozen=True)
class Compared:
    """What changes, in sections for people and as values; the gates it would close."""

    sections: tuple[Section, ...]
    values: Mapping[str, Any]
    gates: frozenset[str] = frozenset()

    def to_text(self) -> str:
        """Return the sections as lines for a terminal."""
        return sections_text(self.sections)

    def closes(self, gates: Sequence[str]) -> bool:
        """Say whether a change for the worse is of one of these kinds."""
        return not self.gates.isdisjoint(gates)


def diff(before: str, after: str | None = None, language: str | None = None) -> Compared:
    """Compare two maps; without the second, today's map of a folder with its plan.

    Raises NotFound where a folder has no plan to compare with.
    """
    one = see(before, language)
    if after is None:
        plans = [name for name in one.engagement.overlays if name != one.name]
        if not plans or one.name:
            raise NotFound("nothing-to-compare", folder=before)
        two = see(before, language, plan=plans[0])
    else:
        two = see(after, language)
    found = compare(one.touchmap, two.touchmap, max(one.as_of, two.as_of))
    values = {"before": envelope(one), "after": envelope(two), **_values(found)}
    return Compared(tuple(difference_section.sections(found, one.namer, two.namer)), values, found.gates)


def what_if(
    reference: str, language: str | None = None, *, down: Sequence[str] = (), remove: Sequence[str] = ()
) -> Compared:
    """Say what happens if elements fail together, and what changes if others are given up for good.

    Raises Refused where neither is asked, NotFound for an element the map does
    not have.
    """
    if not down and not remove:
        raise Refused("nothing-to-change")
    seen = see(reference, language)
    flow = traffic(seen.touchmap)
    sections: list[Section] = []
    values = envelope(seen)
    gates: frozenset[str] = frozenset()
    if remove:
        given_up = elements(seen.touchmap, remove)
        (scenario,) = outages(flow, [given_up]).scenarios
        sections.append(outages_section.scenario_section(scenario, seen.namer, for_good=True))
        rest = without(flow, given_up)
        found = compare(seen.touchmap, rest, seen.as_of)
        after = Seen(rest, seen.name, seen.engagement, seen.checked, seen.words)
        sections += difference_section.sections(found, seen.namer, after.namer)
        values |= {"removed": asdict(scenario), **_values(found)}
        gates = found.gates
        gone = [name for name in failing(seen.touchmap, down) if name not in names_of(rest).values()]
        if gone:
            raise Refused("given-up-already", name=", ".join(name.partition(":")[2] for name in gone))
        flow = traffic(rest)
    if down:
        (scenario,) = outages(flow, [failing(flow.map, down)]).scenarios
        sections.insert(0, outages_section.scenario_section(scenario, seen.namer))
        values["scenario"] = asdict(scenario)
        if scenario.stranded:
            gates |= {GATES[0]}
    return Compared(tuple(sections), values | {"gates": sorted(gates)}, gates)


def _values(found: Difference) -> dict[str, Any]:
    return {
        "figures": [asdict(figure) for figure in found.figures],
        "changes": [asdict(change) for change in found.changes],
        "records": [asdict(records) for records in found.records],
        "gates": sorted(found.gates),
    }
