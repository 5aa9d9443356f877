"""Readable YAML to maps, signs and problems, read by the product's own parser."""

from dataclasses import replace
from datetime import date
from pathlib import Path

from readiness.assessment.facts import Case, fact_signs
from readiness.engagement.model import NextDecision, Profile, Programme
from readiness.folder import library
from readiness.folder.overlay import Overlay, lay_over
from readiness.folder.parse import parse
from readiness.folder.source import Limits, Source
from readiness.folder.typed import build
from readiness.scalars import Text
from readiness.touchmap.checks import check_map
from readiness.touchmap.model import TouchMap
from readiness.touchmap.volumes import traffic

HERE = Path(__file__).parent
CASES = HERE.parents[1] / "cases" / "facts"
INDICATORS = {indicator.id: indicator for indicator in library.indicators()}
BROKEN = {"dangling", "same-id", "same-id-other-kind", "shares-above-one", "volumes-above-total"}


def read_yaml(path, name=""):
    value, problems = parse(Source(name or path.name, path.read_text("utf-8")), Limits())
    assert not problems, problems
    return value


def yaml(text):
    value, problems = parse(Source("text", text), Limits())
    assert not problems, problems
    return value


def typed(type_, record):
    value, problems = build(type_, record)
    assert not problems, problems
    return value


def map_record(record, common=()):
    """Return a whole map; a field left empty takes away the common one."""
    whole = yaml("format: touchmap/1\nid: case\n")
    for part in filter(None, (common, record)):
        whole.update(part)
        whole.key_places |= part.key_places
        whole.value_places |= part.value_places
        for left_empty in set(part.value_places) - set(part):
            whole.pop(left_empty, None)
    return whole


def map_of(text):
    return typed(TouchMap, map_record(yaml(text)))


def planned_of(today, changes):
    overlay = yaml("format: overlay/1\nof: case\n")
    overlay.update(changes)
    typed(Overlay, overlay)
    planned, problems = lay_over(today, overlay)
    assert not problems, problems
    return typed(TouchMap, planned)


def profile_of(case):
    decided = case.get("next_decision")
    milestones = {name: date.fromisoformat(on) for name, on in case.get("milestones", {}).items()}
    programme = Programme(
        case.get("status", "choosing"),
        next_decision=NextDecision(on=date.fromisoformat(decided) if decided else None),
    )
    as_of = date.fromisoformat(case.get("as_of", "2000-12-01"))
    return Profile("engagement/1", "case", Text(), as_of, programme, milestones=milestones)


def case_of(case, common=()):
    today = map_record(case["map"], common)
    touchmap = typed(TouchMap, today)
    changes = case.get("to_be")
    planned = None if changes is None else planned_of(today, changes)
    for each in filter(None, (touchmap, planned)):
        broken = [problem for problem in check_map(each, planned=each is planned) if problem.code in BROKEN]
        assert not broken, broken
    return Case(traffic(touchmap), planned, profile_of(case))


def signs(case, facts=tuple(INDICATORS)):
    status = case.profile.programme.status
    return fact_signs(case, status, [INDICATORS[fact] for fact in facts], {})


def with_touchpoints(touchmap, change):
    return replace(touchmap, touchpoints=tuple(change(touchpoint) for touchpoint in touchmap.touchpoints))
