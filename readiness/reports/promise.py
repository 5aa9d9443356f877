"""An assessment as far as the promise of anonymity lets it be told.

What is kept back is kept back from everything that follows from it as well: a
place among the heaviest reasons, an action, or what would change a verdict
would each tell something of an answer that is not shown.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from readiness.assessment.agreement import GroupAgreement, SectionAgreement
from readiness.assessment.assess import Assessment, Pitfall, actions_for, decision_on
from readiness.assessment.confidence import smallest_changes
from readiness.assessment.findings import Finding
from readiness.assessment.item_agreement import ItemAgreement
from readiness.assessment.ownership import GATE, Ownership, ownership_levels
from readiness.assessment.root import RootAssumption
from readiness.assessment.rules import Rules
from readiness.reports.sentences import Teller


def promised(teller: Teller) -> Assessment:
    """Return the assessment of a teller with nothing in it that the teller would not tell."""
    assessment, rules = teller.assessment, teller.rules
    if teller.speakers.named:
        return assessment
    signs = [sign for pitfall in assessment.pitfalls.values() for sign in pitfall.signs]
    hidden = frozenset(sign.id for sign in signs if sign.known and teller.hides(sign.id))
    fixed = hidden | frozenset(_unheard(teller))
    pitfalls = {name: _pitfall(found, fixed, teller) for name, found in assessment.pitfalls.items()}
    told = replace(
        assessment, pitfalls=pitfalls, root=_root(teller), ownership=_ownership(assessment, rules, teller)
    )
    told = replace(told, findings=tuple(_findings(told)))
    if not fixed:
        return told
    return replace(
        told,
        actions=actions_for(
            assessment.engagement, pitfalls, assessment.items, assessment.indicators, without=hidden
        ),
        decision=decision_on(pitfalls, rules, fixed=fixed),
    )


def _unheard(teller: Teller) -> Iterator[str]:
    """Yield the questions of which it may not be told whether anybody said yes to what is behind them."""
    for name, item in teller.assessment.items.items():
        voices = teller.assessment.voices.get(name, ())
        if item.gate is not None and teller.speakers.tells_yes(voices) is None:
            yield name


def _pitfall(pitfall: Pitfall, fixed: frozenset[str], teller: Teller) -> Pitfall:
    """Return a pitfall with the reasons, questions and changes that may be told.

    That the question behind a low answer is open tells that the answer is low.
    """
    questions = tuple(sign for sign in pitfall.questions if not (sign.known and sign.id in fixed))
    silent = pitfall.one_sided
    changes = pitfall.changes
    if fixed.intersection(sign.id for sign in pitfall.signs):
        still = fixed | pitfall.opening
        changes = tuple(smallest_changes(pitfall.signs, pitfall.judgement, teller.rules, fixed=still))
    return replace(
        pitfall,
        reasons=teller.heaviest(pitfall),
        questions=questions,
        changes=changes,
        one_sided=silent if silent is not None and teller.speakers.shows(silent) else None,
    )


def _root(teller: Teller) -> RootAssumption:
    """Return what executives take the programme for; of fewer than may be shown, only how many answered."""
    root = teller.assessment.root
    if root.asked >= teller.speakers.least or not root.asked:
        return root
    return RootAssumption(None, root.asked)


def _ownership(assessment: Assessment, rules: Rules, teller: Teller) -> Ownership:
    """Return who owns what, from answers that may be told; nothing where the others could decide it."""
    found = assessment.ownership
    status = assessment.engagement.profile.programme.status
    counted = {name: item for name, item in assessment.items.items() if status in item.applies}
    levels = ownership_levels(counted, assessment.voices, rules.answers)
    weak = tuple((name, level) for name, level in found.weak if not teller.hides(name))
    gate = teller.speakers.tells_yes(assessment.voices.get(GATE, ()))
    raised: bool | None = bool(weak) or gate is True
    if not raised and (gate is None or any(teller.hides(name) for name in levels)):
        raised = None
    return Ownership(raised, gate, weak, found.asked)


def _findings(told: Assessment) -> Iterator[Finding]:
    """Yield the findings that do not rest on what may not be told."""
    for finding in told.findings:
        if finding.code == "OWNERSHIP" and not told.ownership.raised:
            continue
        if finding.code == "ROOT" and not told.root.hit:
            continue
        yield (
            replace(finding, elements=tuple(name for name, _ in told.ownership.weak))
            if finding.code == "OWNERSHIP"
            else finding
        )


def agreed(found: GroupAgreement, teller: Teller) -> GroupAgreement:
    """Return how far people agree, without figures that give the value of a hidden answer away."""
    if teller.speakers.named:
        return found
    return replace(found, sections=tuple(_section(one, teller) for one in found.sections))


def _section(section: SectionAgreement, teller: Teller) -> SectionAgreement:
    return replace(section, items=tuple(_item(item, teller) for item in section.items))


def _item(item: ItemAgreement, teller: Teller) -> ItemAgreement:
    """Return an item with less: where few people decide, not where their side stands.

    Of an answer that is kept back beside theirs only how many gave one.
    """
    if item.id in teller.few:
        return replace(item, sides={}, parted=item.parted or ("sides" if item.sides else ""))
    if teller.hides(item.id):
        return ItemAgreement(item.id, item.kind, item.asked, item.values, item.dont_know, item.not_applicable)
    return item
