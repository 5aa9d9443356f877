"""From an assessment to the view of its report."""

from __future__ import annotations

from dataclasses import replace

from readiness.assessment.assess import Assessment, people_by_role
from readiness.assessment.rules import Rules
from readiness.i18n import Phrases, line
from readiness.reports.answers_page import view_further, view_own_actions, view_own_words, view_questions
from readiness.reports.discretion import discreet
from readiness.reports.figure_sources import view_sources
from readiness.reports.findings import view_findings
from readiness.reports.glossary_page import view_glossary
from readiness.reports.map_page import view_map
from readiness.reports.order_page import view_order
from readiness.reports.sentences import Teller
from readiness.reports.sides_page import view_sides
from readiness.reports.templates_page import adaptation_lines, asked_lines
from readiness.reports.verdicts import view_actions, view_decision, view_pitfall
from readiness.reports.view import OwnershipView, ReportView
from readiness.reports.words import Words
from readiness.reports.workshop_page import view_workshop

_TIGHT = "\u00a0"


def build_view(assessment: Assessment, rules: Rules, phrases: Phrases) -> ReportView:
    """Return the view of a report in the language of the phrases."""
    words = Words(phrases, assessment.engagement.profile.language)
    teller = discreet(assessment, rules, words)
    assessment = teller.assessment
    profile = assessment.engagement.profile
    pitfalls = tuple(view_pitfall(pitfall, teller) for pitfall in assessment.pitfalls.values())
    view = ReportView(
        words.language,
        words.text(profile.title),
        words.text(profile.client),
        words.say("labels.as-of", date=words.day(profile.as_of)),
        profile.as_of.isoformat(),
        _people(assessment, words),
        _roles(assessment, words),
        _programme(assessment, words),
        view_decision(assessment, teller),
        pitfalls,
        _root(assessment, words),
        _ownership(assessment, teller),
        view_actions(assessment, words),
        view_own_actions(assessment, teller),
        view_map(assessment, teller),
        view_sides(assessment, teller),
        view_questions(assessment, teller),
        view_order(assessment, words),
        view_own_words(assessment, teller),
        view_findings(assessment, teller),
        _limits(words, rules),
        _sources(assessment, words),
        tuple(asked_lines(assessment.engagement, words)),
        tuple(adaptation_lines(assessment.engagement, words)),
        view_further(assessment, teller),
        figures=view_sources(assessment, pitfalls, words),
        workshop=view_workshop(assessment.engagement, words),
    )
    return replace(view, glossary=view_glossary(view, words))


def _sources(assessment: Assessment, words: Words) -> tuple[str, ...]:
    """Return the sources of the questionnaires asked; those of the bundled ones in the reader's language."""
    named = {source for one in assessment.engagement.questionnaires for source in one.sources}
    keys = {source: f"source.{source.partition(':')[0]}" for source in named}
    told = (
        words.say(keys[source]) if words.phrases.has(keys[source]) else words.written(source)
        for source in sorted(named, key=lambda source: (source[:1] != "S", source))
    )
    return tuple({str(line): line for line in told}.values())  # one law may stand behind several


def _people(assessment: Assessment, words: Words) -> str:
    """Say how many answered; roles are counted apart only where the promise allows it."""
    people = people_by_role(assessment.voices)
    if not people:
        return words.say("labels.nobody")
    roles = [line(words.say(f"role.{role}"), _TIGHT, number) for role, number in people.items()]
    counted = words.phrases.count("labels.people", sum(people.values()), roles=words.listed(roles))
    carried = {one.respondent for one in assessment.engagement.responses if one.carried_from}
    if not carried:
        return counted
    return words.phrases.sentences([counted, words.phrases.count("carried.people", len(carried))])


def _roles(assessment: Assessment, words: Words) -> tuple[tuple[str, int], ...]:
    counted = people_by_role(assessment.voices)
    return tuple((words.say(f"role.{role}"), number) for role, number in counted.items())


def _programme(assessment: Assessment, words: Words) -> tuple[tuple[str, str], ...]:
    """Return company, purpose and budget, as far as they are written."""
    profile = assessment.engagement.profile
    programme = profile.programme
    money = words.money(programme.budget, programme.currency) if programme.budget is not None else ""
    facts = (
        ("company", words.text(profile.client)),
        ("purpose", words.text(programme.purpose)),
        ("budget", money),
    )
    return tuple((words.say(f"labels.{key}"), value) for key, value in facts if value)


def _root(assessment: Assessment, words: Words) -> str:
    root = assessment.root
    if not root.hit:
        return ""
    technical = root.choices.get("system", 0) + root.choices.get("product", 0)
    return words.say("root.hit", count=technical, asked=root.asked)


def _ownership(assessment: Assessment, teller: Teller) -> OwnershipView:
    found, say = assessment.ownership, teller.words.say
    if found.raised is None:
        return OwnershipView(say("ownership.few"), ())
    if not found.raised:
        key = "ownership.clear" if found.asked else "ownership.unasked"
        return OwnershipView(say(key, asked=found.asked), ())
    gaps = [say("ownership.gate")] if found.gate else []
    gaps += [
        say(
            "ownership.gap",
            text=teller.text(name),
            level=teller.words.number(level),
            id=teller.words.code(name),
        )
        for name, level in found.weak
    ]
    return OwnershipView(say("ownership.title"), tuple(gaps))


def _limits(words: Words, rules: Rules) -> tuple[str, ...]:
    keys = ("thresholds", "scale", "evidence", "anonymity", "rates", "idea", "interest", "law", "rollout")
    return tuple(words.say(f"limits.{key}", number=rules.answers.small_role) for key in keys)
