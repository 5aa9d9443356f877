"""Hand-written builders: signs, answers, responses, engagements."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import yaml
from hypothesis import settings

from readiness.assessment.assess import assess
from readiness.assessment.sign import Sign
from readiness.engagement.model import Engagement, NextDecision, Profile, Programme
from readiness.evidence import GRADES, EvidenceNote
from readiness.folder import library
from readiness.questionnaires.model import Item, Questionnaire
from readiness.questionnaires.response import Answer, Response, read_answer
from readiness.scalars import Text

RULES = library.rules()
INDICATORS = library.indicators()
QUESTIONNAIRES = tuple(one for one in library.questionnaires() if one.id in library.FOUNDATION)
ITEMS = {item.id: item for q in QUESTIONNAIRES for item in q.items}
CASES = Path(__file__).parents[2] / "cases"
AS_OF = date(2020, 6, 1)
EVERY_DAY = 100  # no profile but the long one asks for more


def at_least(examples):
    """Draw so many examples in the long profile, or as many as it asks for if that is more; else a third."""
    asked = settings().max_examples
    return settings(max_examples=max(examples, asked) if asked > EVERY_DAY else examples // 3)


def sign(number=1, **told):
    """Build a sign as a case tells it: known, witnessed, said, an answer, unless told otherwise."""
    state = told.pop("state", "known")
    known = state in ("known", "dont-know")
    risk = told.pop("risk", RULES.answers.dont_know_risk if state == "dont-know" else 0.0)
    return Sign(
        told.pop("id", f"S-{number:02}"),
        told.pop("kind", "answer"),
        told.pop("weight", 1),
        state,
        float(risk) if known else 0.0,
        GRADES[told.pop("grade", "said")],
        told.pop("witnessed", True) and known,
        told.pop("gate", ""),
        elements=tuple(told.pop("elements", ())),
        **told,
    )


def signs_of(told):
    """Build the signs of a case; ``times`` repeats one."""
    built = []
    for entry in told:
        entry = dict(entry)  # noqa: PLW2901
        for _ in range(entry.pop("times", 1)):
            built.append(sign(len(built) + 1, **entry))
    return tuple(built)


def evidence(grade):
    return EvidenceNote(grade)


def answer(written, *, grade=None, **more):
    """Build an answer as it would be read; everything written is text."""
    built = read_answer(_text(written))
    if grade is not None:
        more["evidence"] = EvidenceNote(grade)
    return replace(built, **more)


def not_applicable(reason="no such thing here"):
    return Answer(not_applicable=Text((("", reason),)))


def stated(risk, grade="said"):
    return Answer(risk=float(risk), evidence=EvidenceNote(grade))


def response(respondent, role, answers, *, round_=1):
    built = {key: a if isinstance(a, Answer) else answer(a) for key, a in answers.items()}
    return Response("response/1", "workshop-core@1.0.0", respondent, role, built, round=round_)


def engagement(responses=(), *, status="choosing", questionnaires=QUESTIONNAIRES, **more):
    """Build an engagement without a map; ``more`` goes into its profile."""
    decision = more.pop("decision", date(2020, 7, 1))
    touchmap = more.pop("map_", None)
    profile = Profile(
        "engagement/1",
        "tiny",
        Text((("", "Tiny"),)),
        AS_OF,
        Programme(status, next_decision=NextDecision(on=decision)),
        **more,
    )
    return Engagement(profile, touchmap, None, tuple(questionnaires), tuple(responses))


def assessed(built, indicators=INDICATORS, rules=RULES):
    return assess(built, indicators, rules)


def sign_of(assessment, name):
    found = [s for p in assessment.pitfalls.values() for s in p.signs if s.id == name]
    assert len(found) == 1
    return found[0]


def cases(folder, *, text=False):
    """Yield (name, case) of every case in a folder of YAML files; ``text`` leaves scalars as written."""
    loader = yaml.BaseLoader if text else yaml.SafeLoader
    for path in sorted((CASES / folder).glob("*.yaml")):
        for case in yaml.load(path.read_text(encoding="utf-8"), loader)["cases"]:  # noqa: S506
            yield f"{path.stem}: {case['name']}", case


def _text(written):
    if isinstance(written, dict):
        return {str(key): _text(value) for key, value in written.items()}
    return str(written)


def item(name, **told):
    """Build an item of weight 1 whose best witness is the business."""
    return Item(name, Text((("", f"{name}?"),)), **{"weight": 1, **told})


def questionnaire(pitfall, items, name="tiny"):
    return Questionnaire(
        "questionnaire/1", name, "1.0.0", Text((("", name),)), pitfall=pitfall, items=tuple(items)
    )
