"""From an engagement to its assessment: one pure function."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass

from readiness.assessment import findings as found
from readiness.assessment.actions import Action, choose_actions, rank
from readiness.assessment.confidence import (
    Change,
    Confidence,
    confidence,
    next_questions,
    smallest_changes,
)
from readiness.assessment.decision import Decision, alterations, decide
from readiness.assessment.facts import Case, case_of, fact_signs
from readiness.assessment.order import OrderStep, order
from readiness.assessment.ownership import Ownership, ownership
from readiness.assessment.root import QUESTION, RootAssumption, root_assumption
from readiness.assessment.rules import Indicator, Rules
from readiness.assessment.sides import (
    Gap,
    SideView,
    contested,
    disagreement,
    disagreement_sign,
    gaps,
    side_views,
    silent_side,
)
from readiness.assessment.sign import Sign
from readiness.assessment.verdict import (
    Exposure,
    Judgement,
    Severity,
    exposure,
    judge,
    reasons,
    severity,
)
from readiness.assessment.voices import (
    Side,
    Voice,
    asked_by_condition,
    item_sign,
    latest,
    stated_voices,
    voices_on,
)
from readiness.engagement.checks import DERIVED
from readiness.engagement.model import Engagement
from readiness.questionnaires.library import items_by_pitfall
from readiness.questionnaires.model import Item, PitfallId
from readiness.questionnaires.visibility import grounds, rules_of


@dataclass(frozen=True)
class Pitfall:
    """Everything that is concluded about one pitfall."""

    id: PitfallId
    signs: tuple[Sign, ...]
    judgement: Judgement
    severity: Severity | None
    score: float
    exposure: Exposure
    confidence: Confidence
    contested: bool
    one_sided: Side | None
    sides: Mapping[Side, SideView]
    gaps: tuple[Gap, ...]
    disagreement: float | None
    reasons: tuple[tuple[Sign, float], ...]
    questions: tuple[Sign, ...]
    changes: tuple[Change, ...]
    """Those of answers that open or close no other question of this pitfall."""
    opening: frozenset[str]
    """Items whose answers decide which of the questions are asked."""


@dataclass(frozen=True)
class Assessment:
    """The computed case: four pitfalls, what stands beside them, the decision."""

    engagement: Engagement
    indicators: Mapping[str, Indicator]
    items: Mapping[str, Item]
    voices: Mapping[str, tuple[Voice, ...]]
    stated: Mapping[str, tuple[Voice, ...]]
    pitfalls: Mapping[PitfallId, Pitfall]
    gaps: tuple[Gap, ...]
    disagreement: float | None
    root: RootAssumption
    ownership: Ownership
    order: tuple[OrderStep, ...]
    findings: tuple[found.Finding, ...]
    actions: tuple[Action, ...]
    decision: Decision


def assess(engagement: Engagement, indicators: Sequence[Indicator], rules: Rules) -> Assessment:
    """Assess an engagement with the given map facts and thresholds."""
    status = engagement.profile.programme.status
    given = latest(engagement.responses)
    items = {item.id: item for q in engagement.questionnaires for item in q.items}
    counted = {name: item for name, item in items.items() if status in item.applies}
    conditions = rules_of(engagement.questionnaires)
    conditional = asked_by_condition(items, conditions, engagement.responses)
    voices = {
        name: voices_on(item, given.get(name, ()), conditional.get(name, {})) for name, item in items.items()
    }
    case = case_of(engagement, rules.answers.complete_map)
    stated = {i.id: stated_voices(given[i.id]) for i in indicators if i.id in given}
    facts = fact_signs(case, status, indicators, given)

    scored = [item for item in counted.values() if item.scored]
    all_gaps = gaps(scored, voices, rules)
    index = disagreement(all_gaps)
    by_id = {indicator.id: indicator for indicator in indicators}
    pitfalls = {}
    for pitfall, own in items_by_pitfall(engagement.questionnaires).items():
        asked = tuple(item for item in own if item.id in counted and item.scored)
        signs = [item_sign(item, voices[item.id], rules.answers) for item in asked]
        signs += [facts[i.id] for i in indicators if i.pitfall == pitfall and i.id in facts]
        signs += [disagreement_sign(i, index) for i in indicators if i.pitfall == pitfall and i.id == DERIVED]
        opening = frozenset().union(*(grounds(item.id, conditions) for item in asked))
        pitfalls[pitfall] = _conclude(
            pitfall,
            tuple(signs),
            asked=asked,
            opening=opening,
            voices=voices,
            stated=stated,
            case=case,
            rules=rules,
        )

    owned = ownership(counted, voices, rules.answers)
    root = root_assumption(voices.get(QUESTION, ()), rules.answers)
    steps = order(engagement)
    return Assessment(
        engagement,
        by_id,
        items,
        voices,
        stated,
        pitfalls,
        all_gaps,
        index,
        root,
        owned,
        steps,
        (
            *(
                finding
                for pitfall in pitfalls.values()
                for finding in found.map_findings(
                    pitfall.signs, by_id, touchmap=engagement.touchmap, as_of=engagement.profile.as_of
                )
            ),
            *found.ownership_finding(owned),
            *found.root_finding(root),
            *found.order_findings(steps),
        ),
        actions_for(engagement, pitfalls, items, by_id),
        decision_on(pitfalls, rules),
    )


def _conclude(
    pitfall: PitfallId,
    signs: tuple[Sign, ...],
    *,
    asked: tuple[Item, ...],
    opening: frozenset[str],
    voices: Mapping[str, tuple[Voice, ...]],
    stated: Mapping[str, tuple[Voice, ...]],
    case: Case | None,
    rules: Rules,
) -> Pitfall:
    judgement = judge(signs, rules)
    own_gaps = gaps(asked, voices, rules)
    index = disagreement(own_gaps)
    roles = {v.role for item in asked for v in voices[item.id] if v.meaning.state != "silent"}
    roles |= {v.role for sign in signs if sign.kind == "stated" for v in stated.get(sign.id, ())}
    views = side_views(asked, voices, rules)
    exposed = exposure(signs, judgement, case.traffic if case else None, rules)
    grade, score = severity(signs, judgement, exposed, rules)
    return Pitfall(
        pitfall,
        signs,
        judgement,
        grade,
        score,
        exposed,
        confidence(
            signs,
            judgement,
            rules,
            roles=len(roles),
            disagreement=index,
            mapped=case is not None,
        ),
        contested(views, rules),
        silent_side(views),
        views,
        own_gaps,
        index,
        reasons(signs, deciding=judgement.deciding),
        next_questions(signs, judgement, rules),
        tuple(smallest_changes(signs, judgement, rules, fixed=opening)),
        opening,
    )


def actions_for(
    engagement: Engagement,
    pitfalls: Mapping[PitfallId, Pitfall],
    items: Mapping[str, Item],
    indicators: Mapping[str, Indicator],
    *,
    without: Container[str] = (),
) -> tuple[Action, ...]:
    """Return the free actions, those of some indicators left out."""
    remedies = {name: (item.remedy, str(item.witness)) for name, item in items.items()}
    remedies |= {name: (indicator.remedy, "map") for name, indicator in indicators.items()}
    found = rank((p.id, p.judgement, p.signs) for p in pitfalls.values())
    ranked = [(name, sign) for name, sign in found if sign.id not in without]
    profile = engagement.profile
    return choose_actions(ranked, remedies, profile.owners, profile.as_of)


def decision_on(
    pitfalls: Mapping[PitfallId, Pitfall], rules: Rules, *, fixed: Container[str] = ()
) -> Decision:
    """Return the decision, and what would alter it while some answers stay as they are."""
    judgements = {name: pitfall.judgement for name, pitfall in pitfalls.items()}
    signs = {name: pitfall.signs for name, pitfall in pitfalls.items()}
    legal = frozenset(sign.id for pitfall in pitfalls.values() for sign in pitfall.signs if sign.legal)
    advice, because = decide(judgements, legal)
    return Decision(advice, because, tuple(alterations(judgements, signs, legal, rules, fixed=fixed)))


def people_by_role(voices: Mapping[str, Iterable[Voice]]) -> Mapping[str, int]:
    """Return how many people of each role answered anything."""
    people = {
        (voice.role, voice.respondent)
        for heard in voices.values()
        for voice in heard
        if voice.meaning.state != "silent" or voice.answer.gate
    }
    counts: dict[str, int] = {}
    for role, _ in sorted(people):
        counts[role] = counts.get(role, 0) + 1
    return counts
