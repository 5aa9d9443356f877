"""The receipt of any number: how it came about, what would change it, whom to ask next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from readiness.assessment.assess import Assessment, Pitfall
from readiness.assessment.chances import Chance, chances, verdict_of
from readiness.assessment.comparison import compare
from readiness.assessment.decision import decide
from readiness.assessment.root import QUESTION
from readiness.assessment.rules import Rules
from readiness.assessment.sign import Sign
from readiness.assessment.stability import stability
from readiness.assessment.verdict import judge
from readiness.assessment.way_to_clear import way_to_clear
from readiness.diagnostics import nearest
from readiness.errors import NotFound
from readiness.folder import library
from readiness.questionnaires.model import PitfallId
from readiness.reports import receipt_data
from readiness.reports.against import Against, sections, values
from readiness.reports.discretion import DiscreetTeller
from readiness.reports.receipt import pitfall_receipt
from readiness.reports.receipt_item import indicator_receipt
from readiness.reports.receipt_next import next_lines
from readiness.reports.receipt_path import told_path
from readiness.reports.receipt_rest import (
    decision_receipt,
    order_receipt,
    ownership_receipt,
    root_receipt,
)
from readiness.reports.section import Section, sections_text
from readiness.reports.text import plain
from readiness.services import Assessed, assess

OTHER_SUBJECTS = ("decision", "order", "ownership", "root")


def explain(folder: Path, subject: str, language: str | None = None) -> tuple[str, dict[str, Any]]:
    """Explain a pitfall, an indicator, or one of OTHER_SUBJECTS, as text and as JSON values.

    Raises NotFound for any other subject, Invalid where the folder has errors.
    """
    assessed = assess(folder, language)
    name = _known(subject, assessed)
    lines, values = _explained(name, assessed)
    return plain("\n".join(lines)), values


def against(assessed: Assessed, older: Path) -> tuple[str, dict[str, Any]]:
    """Compare with an older assessment, as text below that of the newer one and as JSON values.

    Raises Invalid where the older folder has errors.
    """
    found = _against(assessed, older)
    return "\n" + sections_text(sections(found)), {"against": values(found)}


def changes(assessed: Assessed, older: Path) -> tuple[Section, ...]:
    """Return what changed since an older assessment, ready to print.

    Raises Invalid where the older folder has errors.
    """
    return sections(_against(assessed, older))


def _against(assessed: Assessed, older: Path) -> Against:
    before = assess(older, assessed.phrases.language)
    return Against(
        compare(assessed.assessment, before.assessment, assessed.teller.rules),
        assessed.teller,
        before.teller,
    )


def _known(subject: str, assessed: Assessed) -> str:
    assessment = assessed.assessment
    signs = (sign.id for pitfall in assessment.pitfalls.values() for sign in pitfall.signs)
    known = dict.fromkeys((*assessment.pitfalls, *OTHER_SUBJECTS, *signs, *assessment.items))
    by_lower = {name.lower(): name for name in known}
    if subject.lower() in by_lower:
        return by_lower[subject.lower()]
    _left_out(subject, assessed)
    near = nearest(subject, tuple(known))
    raise NotFound("no-such-subject" if near else "no-subject", subject=subject, near=near)


def _left_out(subject: str, assessed: Assessed) -> None:
    """Raise NotFound with the reason where a question is known but not asked in this engagement."""
    used, wanted = assessed.assessment.engagement.questionnaires, subject.lower()
    for one in used:
        for change in one.changes:
            if change.drop.lower() == wanted:
                why = assessed.teller.words.text(change.why)
                raise NotFound("dropped-subject", subject=change.drop, questionnaire=one.name, why=why)
        for old, now in one.renamed.items():
            if old.lower() == wanted:
                raise NotFound("renamed-subject", subject=old, now=now)
    for one in library.questionnaires():
        for item in one.items:
            if item.id.lower() == wanted:
                raise NotFound("unused-subject", subject=item.id, questionnaire=one.name)


def _explained(name: str, assessed: Assessed) -> tuple[Iterator[str], dict[str, Any]]:
    assessment, view, teller = assessed.assessment, assessed.view, assessed.teller
    told = next((found for found in teller.assessment.pitfalls.values() if found.id == name), None)
    if told is not None:
        return _pitfall(told, assessed, teller)
    if name == "decision":
        asked = _tellable(_advice_chances(assessment, teller.rules), teller)
        firm = stability(assessment, teller.rules)
        return (
            decision_receipt(view, teller, asked=asked, firm=firm),
            receipt_data.decision_data(teller, asked=asked, firm=firm),
        )
    if name == "order":
        return order_receipt(view, teller), receipt_data.rest_data(name, teller)
    if name == "ownership":
        return ownership_receipt(view, teller), receipt_data.rest_data(name, teller)
    if name == "root":
        return root_receipt(teller), receipt_data.rest_data(name, teller)
    lines = iter((*indicator_receipt(name, teller), *(root_receipt(teller) if name == QUESTION else ())))
    return lines, receipt_data.indicator_data(name, teller)


def _pitfall(
    pitfall: Pitfall, assessed: Assessed, teller: DiscreetTeller
) -> tuple[Iterator[str], dict[str, Any]]:
    assessment, rules = assessed.assessment, teller.rules
    shown = next(one for one in assessed.view.pitfalls if one.id == pitfall.id)
    path = told_path(way_to_clear(assessment, pitfall.id, rules), pitfall, teller)
    open_now = chances(pitfall.signs, assessment.items, assessment.indicators, result=verdict_of(rules))
    asked = _tellable(open_now, teller)
    firm = stability(assessment, rules)
    lines = (
        *pitfall_receipt(pitfall, shown, teller),
        "",
        *next_lines(pitfall, shown, teller, path=path, asked=asked, firm=firm),
    )
    return iter(lines), receipt_data.pitfall_data(pitfall, teller, path=path, asked=asked, firm=firm)


def _tellable(asked: Iterable[Chance], teller: DiscreetTeller) -> tuple[Chance, ...]:
    """Return the open questions without those that are due since an answer that is not shown is low."""
    return tuple(one for one in asked if not (one.gate and teller.hides(one.id)))


def _advice_chances(assessment: Assessment, rules: Rules) -> tuple[Chance, ...]:
    """Return the open questions of all pitfalls, those most likely to change the advice first."""
    judged = {name: pitfall.judgement for name, pitfall in assessment.pitfalls.items()}
    legal = frozenset(s.id for pitfall in assessment.pitfalls.values() for s in pitfall.signs if s.legal)

    def open_in(name: PitfallId) -> tuple[Chance, ...]:
        def advice(signs: tuple[Sign, ...]) -> object:
            return decide(judged | {name: judge(signs, rules)}, legal)[0]

        signs = assessment.pitfalls[name].signs
        return chances(signs, assessment.items, assessment.indicators, result=advice)

    found = [one for name in assessment.pitfalls for one in open_in(name)]
    return tuple(sorted(found, key=lambda one: (-round(one.share, 9), -one.weight, one.id)))
