"""Whether the parts of an engagement fit together.

Paths start with the part they speak of: ``profile``, ``touchmap``, ``to_be``,
or ``responses`` and the number of the response.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date

from readiness.diagnostics import Path, Problem, nearest
from readiness.engagement.model import MILESTONES, TO_BE, Engagement, Profile
from readiness.questionnaires.answers import check_answer
from readiness.questionnaires.library import digest, find, version_of
from readiness.questionnaires.model import Item, Questionnaire
from readiness.questionnaires.response import DONT_KNOW, Answer, Response
from readiness.questionnaires.visibility import rules_of, shown
from readiness.touchmap.acceptance import check_accepted
from readiness.touchmap.finding import CODES
from readiness.touchmap.model import KINDS, TouchMap

DERIVED = "P2-X1"
_LATER = re.compile(r"[a-z0-9-]+@\d{1,4}\.\d{1,4}\.\d{1,4}\Z", re.ASCII)


def check_engagement(
    engagement: Engagement, library: Sequence[Questionnaire], facts: Collection[str]
) -> Iterator[Problem]:
    """Yield what does not fit: dates, milestones, and answers against their questions.

    ``library`` holds every questionnaire that a response may name, ``facts``
    the ids of the map facts that a response may state.
    """
    yield from check_dates(engagement)
    yield from check_milestones(engagement.profile)
    yield from check_map_date(engagement)
    if engagement.touchmap is not None:
        codes = (*facts, *CODES)
        for problem in check_accepted(engagement.touchmap, engagement.profile.as_of, codes):
            yield Problem(problem.code, ("touchmap", *problem.at), problem.values)
    originals_last = sorted(library, key=lambda questionnaire: not questionnaire.extends)
    homes = {item.id: q for q in originals_last for item in q.items}
    asked = {item.id: item for q in engagement.questionnaires for item in q.items}
    items = {item.id: item for q in library for item in q.items} | asked
    digests: dict[str, str] = {}
    for number, response in enumerate(engagement.responses):
        at: Path = ("responses", number)
        yield from check_questionnaire_named(response, library, at, digests)
        yield from check_answers(engagement, response, items, facts, at)
        yield from check_asked(engagement, response, homes, at)
        if response.carried_from:
            yield Problem("answers-carried", (*at, "carried_from"), {"id": response.carried_from})
    yield from check_respondents(engagement.responses)
    yield from check_hidden(engagement, asked)


def check_dates(engagement: Engagement) -> Iterator[Problem]:
    """Yield evidence seen after the assessment, plans dated before it, and a decision that has passed."""
    as_of = engagement.profile.as_of
    decision = engagement.profile.programme.next_decision.on
    if decision is not None and decision < as_of < date.max:
        at: Path = ("profile", "programme", "next_decision", "on")
        yield Problem("decision-passed", at, {"on": decision, "as_of": as_of})
    for at, on in _seen_on(engagement):
        if on is not None and on > as_of:
            yield Problem("date-after-assessment", at, {"on": on, "as_of": as_of})
    touchmap = engagement.touchmap
    if touchmap is not None and touchmap.confirmed_on is not None and touchmap.confirmed_on > as_of:
        values = {"on": touchmap.confirmed_on, "as_of": as_of}
        yield Problem("map-not-yet-confirmed", ("touchmap", "confirmed_on"), values)
    for name, plan in engagement.overlays.items():
        if plan.planned_for is not None and plan.planned_for < as_of < date.max:
            part: Path = ("to_be",)
            if name != TO_BE:
                part = ("overlays", [one for one in engagement.profile.overlays if one != TO_BE].index(name))
            values = {"on": plan.planned_for, "as_of": as_of}
            yield Problem("planned-in-the-past", (*part, "planned_for"), values)


def _seen_on(engagement: Engagement) -> Iterator[tuple[Path, date | None]]:
    if engagement.touchmap is not None:
        for kind in KINDS:
            for place, record in enumerate(getattr(engagement.touchmap, kind)):
                if kind != "stages":
                    yield ("touchmap", kind, place, "evidence", "on"), record.evidence.on
    for number, response in enumerate(engagement.responses):
        yield ("responses", number, "on"), response.on
        for key, answer in response.answers.items():
            yield ("responses", number, "answers", key, "evidence", "on"), answer.evidence.on


def check_milestones(profile: Profile) -> Iterator[Problem]:
    """Yield milestones that are not known, and a vendor chosen later than the status says."""
    for name in profile.milestones:
        if name not in MILESTONES:
            near = nearest(name, MILESTONES)
            values = {"key": name, "allowed": MILESTONES, "near": near}
            yield Problem("unknown-milestone", ("profile", "milestones", name), values)
    chosen, status = profile.milestones.get("vendor-chosen"), profile.programme.status
    live = profile.milestones.get("go-live")
    if chosen and live and live < chosen:
        at: Path = ("profile", "milestones", "go-live")
        yield Problem("live-before-chosen", at, {"on": live, "chosen": chosen})
    if status in ("chosen", "live", "repairing") and chosen and chosen > profile.as_of:
        at = ("profile", "milestones", "vendor-chosen")
        yield Problem("vendor-not-yet-chosen", at, {"on": chosen, "status": status})


def check_map_date(engagement: Engagement) -> Iterator[Problem]:
    """Yield a milestone that repeats the date which the map has itself."""
    touchmap = engagement.touchmap
    dated = touchmap is not None and touchmap.confirmed_on is not None
    if dated and "touchpoint-map" in engagement.profile.milestones:
        yield Problem("milestone-of-the-map", ("profile", "milestones", "touchpoint-map"))


def check_questionnaire_named(
    response: Response, library: Sequence[Questionnaire], at: Path, digests: dict[str, str]
) -> Iterator[Problem]:
    """Yield a questionnaire that does not exist or has changed since it was answered.

    ``digests`` keeps those of questionnaires that were looked at.
    """
    questionnaire = find(response.questionnaire, library)
    same = find(response.questionnaire.partition("@")[0], library)
    if questionnaire is None and same is not None and _LATER.match(response.questionnaire):
        major = response.questionnaire.partition("@")[2].partition(".")[0]
        earlier = int(major) == version_of(same)[0] and not _is_later(response.questionnaire, same)
        values: dict[str, object] = {"id": response.questionnaire, "found": same.name}
        code = "response-earlier" if earlier else "response-other-major"
        if not earlier or _minor(response.questionnaire) != version_of(same)[:2]:  # a patch changes no answer
            yield Problem(code, (*at, "questionnaire"), values)
    elif questionnaire is None:
        names = [q.name for q in library]
        values = {"id": response.questionnaire, "near": nearest(response.questionnaire, names)}
        yield Problem("unknown-questionnaire", (*at, "questionnaire"), values)
    elif response.digest:
        if questionnaire.name not in digests:
            digests[questionnaire.name] = digest(questionnaire, library)
        if response.digest == digests[questionnaire.name]:
            return
        yield Problem("questionnaire-changed", (*at, "digest"), {"id": questionnaire.name})


def _is_later(name: str, questionnaire: Questionnaire) -> bool:
    return tuple(int(part) for part in name.partition("@")[2].split(".")) > version_of(questionnaire)


def _minor(name: str) -> tuple[int, ...]:
    return tuple(int(part) for part in name.partition("@")[2].split(".")[:2])


def check_hidden(engagement: Engagement, items: Mapping[str, Item]) -> Iterator[Problem]:
    """Yield answers to questions that a person was not asked, or of which that cannot be told."""
    rules = rules_of(engagement.questionnaires)
    if not rules:
        return
    given: dict[str, dict[str, tuple[int, int, Answer]]] = {}
    for number, response in enumerate(engagement.responses):
        answers = given.setdefault(response.respondent, {})
        for key, answer in response.answers.items():
            if key not in answers or response.round > answers[key][0]:
                answers[key] = (response.round, number, answer)
    for answers in given.values():
        latest = {key: answer for key, (_, _, answer) in answers.items()}
        for key, holds in shown(rules, items, latest).items():
            if key in answers and not holds:
                code = "undecided-answer" if holds is None else "hidden-answer"
                yield Problem(code, ("responses", answers[key][1], "answers", key), {"id": key})


def check_asked(
    engagement: Engagement, response: Response, homes: Mapping[str, Questionnaire], at: Path
) -> Iterator[Problem]:
    """Yield answers to items that a template dropped, and the first to each questionnaire not in use."""
    asked = {item.id for one in engagement.questionnaires for item in one.items}
    dropped = {change.drop: one.id for one in engagement.questionnaires for change in one.changes}
    told = set()
    for key in response.answers:
        if key in asked:
            continue
        if key in dropped:
            values = {"id": key, "questionnaire": dropped[key]}
            yield Problem("item-dropped", (*at, "answers", key), values)
        elif key in homes and homes[key].id not in told:
            told.add(homes[key].id)
            values = {"id": key, "questionnaire": homes[key].id}
            yield Problem("item-not-asked", (*at, "answers", key), values)


def check_answers(
    engagement: Engagement,
    response: Response,
    items: Mapping[str, Item],
    facts: Collection[str],
    at: Path,
) -> Iterator[Problem]:
    """Yield answers to unknown questions, stated facts that are refused, and values that do not fit.

    A file may hold answers to every questionnaire of the engagement; the one
    it names is the one it was printed from.
    """
    for key, answer in response.answers.items():
        here: Path = (*at, "answers", key)
        if key in facts:
            yield from _stated(engagement, key, answer, here)
        elif key not in items:
            known = [*items, *facts]
            yield Problem("unknown-item", here, {"id": key, "near": nearest(key, known)})
        else:
            if answer.risk is not None:
                yield Problem("risk-not-stated-fact", (*here, "risk"), {"id": key})
            for problem in check_answer(items[key], answer):
                yield Problem(problem.code, (*here, *problem.at), problem.values, problem.related)
            if items[key].kind == "touchpoint" and engagement.touchmap is not None:
                yield from _picked(engagement.touchmap, answer, here)


def _picked(touchmap: TouchMap, answer: Answer, at: Path) -> Iterator[Problem]:
    known = {touchpoint.id for touchpoint in touchmap.touchpoints}
    picked = answer.values or ((answer.value,) if answer.value and answer.value != DONT_KNOW else ())
    for place, name in enumerate(picked):
        if name not in known:
            values = {"id": name, "near": nearest(name, known)}
            yield Problem("unknown-touchpoint", (*at, "value", place), values)


def _stated(engagement: Engagement, key: str, answer: Answer, at: Path) -> Iterator[Problem]:
    if key == DERIVED:
        yield Problem("derived-not-stated", at, {"id": key})
    elif engagement.touchmap is not None:
        yield Problem("stated-fact-with-map", at, {"id": key})
    elif answer.risk is None:
        yield Problem("missing-key", at, {"key": "risk", "empty": False})


def check_respondents(responses: Sequence[Response]) -> Iterator[Problem]:
    """Yield respondents with two roles, and questions answered twice in one round."""
    roles: dict[str, tuple[str, Path]] = {}
    seen: dict[tuple[str, int, str], Path] = {}
    for number, response in enumerate(responses):
        at: Path = ("responses", number, "role")
        role, first = roles.setdefault(response.respondent, (response.role, at))
        if role != response.role:
            values = {"id": response.respondent, "role": response.role, "other": role}
            yield Problem("respondent-two-roles", at, values, (("first-here", first),))
        for key in response.answers:
            here: Path = ("responses", number, "answers", key)
            given = seen.setdefault((response.respondent, response.round, key), here)
            if given != here:
                again = {"id": key, "respondent": response.respondent, "round": response.round}
                yield Problem("answered-twice", here, again, (("first-here", given),))
