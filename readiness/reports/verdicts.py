"""The four pitfalls, the decision and the actions, as they are printed."""

from __future__ import annotations

from datetime import timedelta
from itertools import zip_longest

from readiness.assessment.assess import Assessment, Pitfall
from readiness.assessment.confidence import Direction
from readiness.assessment.decision import Alteration
from readiness.i18n import Line, line
from readiness.questionnaires.answers import TOP
from readiness.questionnaires.model import PITFALLS
from readiness.reports.arithmetic import view_arithmetic
from readiness.reports.sentences import Teller
from readiness.reports.sides_page import side_sentence
from readiness.reports.view import ActionView, Bar, DecisionView, PitfallView
from readiness.reports.words import Words

FIRST_QUESTIONS = 3
TWO_WEEKS = timedelta(days=14)


def view_pitfall(pitfall: Pitfall, teller: Teller) -> PitfallView:
    """Return one pitfall as it is printed."""
    say, judgement = teller.words.say, pitfall.judgement
    word = say(f"verdict.{judgement.verdict}")
    if judgement.proof is not None:
        word = say("marks.verdict", verdict=word, proof=say(f"proof.{judgement.proof}"))
    figures, guarded = teller.figures(pitfall), pitfall.id in teller.guarded
    return PitfallView(
        pitfall.id,
        PITFALLS.index(pitfall.id) + 1,
        say(f"pitfalls.{pitfall.id}.name"),
        say(f"pitfalls.{pitfall.id}.short"),
        say(f"pitfalls.{pitfall.id}.{judgement.verdict}"),
        say(f"pitfalls.{pitfall.id}.means"),
        judgement.verdict,
        word,
        say(f"severity.{'none' if guarded else pitfall.severity or 'none'}"),
        say(f"confidence.{pitfall.confidence.level}"),
        _doubts(pitfall, teller),
        _why(pitfall, teller),
        teller.first_reason(pitfall),
        str(figures["coverage"]),
        str(figures["risk"]),
        None if guarded else Bar(judgement.sums.low, judgement.sums.high, judgement.sums.risk),
        teller.reasons(pitfall),
        _sides(pitfall, teller),
        _changes(pitfall, teller),
        tuple(teller.row(sign) for sign in pitfall.signs),
        view_arithmetic(pitfall, teller),
    )


def _doubts(pitfall: Pitfall, teller: Teller) -> str:
    words = teller.words
    level = words.say(f"confidence.{pitfall.confidence.level}")
    reasons = [words.say(f"doubts.{key}") for key in teller.doubts(pitfall)]
    if not reasons:
        return words.say("labels.sure", level=level)
    return words.say("labels.doubts", level=level, reasons=words.listed(reasons))


def _why(pitfall: Pitfall, teller: Teller) -> tuple[str, ...]:
    say, judgement = teller.words.say, pitfall.judgement
    lines = [teller.why(pitfall)]
    lines += [teller.gate(sign) for sign in teller.gated(pitfall)]
    if judgement.unchecked:
        lines.append(say("unchecked"))
    if pitfall.severity is not None and pitfall.id not in teller.guarded:
        share = teller.words.percent(pitfall.exposure.share)
        lines.append(say(f"exposure.{pitfall.exposure.because}", share=share))
    if pitfall.id == "organization":
        lines.append(say("danger"))
    return tuple(lines)


def _sides(pitfall: Pitfall, teller: Teller) -> str:
    verdicts = {view.judgement.verdict for view in pitfall.sides.values() if view.judgement}
    one = len(verdicts) == 1 and teller.sets_apart(sign.id for sign in pitfall.signs)
    return side_sentence(pitfall, teller) or (teller.words.say("sides-agree") if one else "")


def _changes(pitfall: Pitfall, teller: Teller) -> tuple[str, ...]:
    words = teller.words
    if not pitfall.changes:
        return (words.say("change.none-few" if teller.keeps(pitfall) else "change.none"),)
    told = []
    for change in pitfall.changes:
        noes = teller.asks(change.noes)
        ids = words.listed(_answered(words.code(name), name, change.to, teller) for name in change.ids)
        verdict = words.say(f"verdict.{change.judgement.verdict}")
        if noes:  # a yes that must become a no is a step of its own
            told.append(words.say("change.best-no", ids=ids, questions=words.listed(noes), verdict=verdict))
        else:
            told.append(words.say(f"change.{change.to}", ids=ids, verdict=verdict))
    return tuple(told)


def _answered(told: str, name: str, to: Direction, teller: Teller) -> str:
    """Return an answer with its best or worst value where that is a plain yes or no."""
    item = teller.assessment.items.get(name)
    if item is None or item.kind != "yes-no":
        return told
    value = teller.speakers.level(item, TOP if to == "best" else 0)
    return teller.words.say("marks.bracketed", text=told, note=value)


def view_decision(assessment: Assessment, teller: Teller) -> DecisionView:
    """Return the decision: advice, why, amount, owner and date, and what would alter it."""
    words, decision = teller.words, assessment.decision
    kept = any(map(teller.keeps, assessment.pitfalls.values()))
    profile = assessment.engagement.profile
    programme = profile.programme
    asked = programme.next_decision
    what = words.text(asked.what) or words.say("decision.nothing")
    names = [words.say(f"pitfalls.{name}.name") for name in decision.because]
    facts: list[tuple[str, str]] = [("decision", what)]
    if asked.amount is not None:
        facts.append(("amount", words.money(asked.amount, programme.currency)))
    owner = _owner(assessment, words)
    on = words.day(asked.on) if asked.on else words.say("labels.no-date")
    facts += [("owner", owner), ("date", on)]
    return DecisionView(
        decision.advice,
        words.say(f"decision.{decision.advice}", what=what),
        words.say(
            f"decision.{decision.advice}-why",
            pitfalls=words.listed(names),
            questions=words.phrases.sentences(_first_questions(assessment, teller)),
            date=words.day(asked.on or profile.as_of + TWO_WEEKS),
        ),
        tuple((words.say(f"labels.{key}"), value) for key, value in facts),
        words.say(
            f"decision.{decision.advice}-asked",
            owner=owner.capitalized(),
            what=what,
            date=on,
            test=_exit_test(assessment, teller),
        ),
        tuple(_alteration(change, teller) for change in decision.would_change[:2])
        or (words.say("decision.no-change-few" if kept else "decision.no-change"),),
        asked.amount,
        programme.currency,
        asked.on.isoformat() if asked.on else "",
    )


def _alteration(change: Alteration, teller: Teller) -> str:
    words = teller.words
    noes = teller.asks(change.noes)
    ids = words.phrases.sentences(
        _answered(
            words.say("marks.quoted-id", text=teller.text(name), id=words.code(name)),
            name,
            change.to,
            teller,
        )
        for name in change.ids
    )
    advice = words.say(f"advice.{change.advice}")
    if noes:
        return words.say("decision.change-best-no", ids=ids, questions=words.listed(noes), advice=advice)
    return words.say(f"decision.change-{change.to}", ids=ids, advice=advice)


def _first_questions(assessment: Assessment, teller: Teller) -> list[str]:
    """Return the questions to ask first, of the pitfalls the advice rests on in turn."""
    words = teller.words
    lists = [
        [sign.id for sign in assessment.pitfalls[name].questions if sign.kind == "answer"]
        for name in assessment.decision.because
    ]
    turns = [name for turn in zip_longest(*lists) for name in turn if name is not None]
    return [
        words.say(
            "decision.question",
            who=words.say(f"role.{assessment.items[name].witness}"),
            text=teller.text(name),
            id=words.code(name),
        )
        for name in turns[:FIRST_QUESTIONS]
    ]


def _owner(assessment: Assessment, words: Words) -> Line:
    """Return who owns the decision; a respondent's code is replaced by the name of the role."""
    profile = assessment.engagement.profile
    owner = profile.programme.next_decision.owner
    roles = {response.respondent: response.role for response in assessment.engagement.responses}
    named = profile.owners.get(roles.get(owner, ""))
    return (words.text(named) if named else line(owner)) or words.say("labels.owner-none")


def _exit_test(assessment: Assessment, teller: Teller) -> str:
    """Return the test that ends a reversible step: the heaviest reason behind the advice is mended."""
    words = teller.words
    loaded = [
        (-share, sign.id)
        for name in assessment.decision.because
        for sign, share in assessment.pitfalls[name].reasons[:1]
    ]
    if not loaded:
        return words.say("decision.test-none")
    name = min(loaded)[1]
    indicator = assessment.indicators.get(name)
    if indicator is None:
        return words.say("decision.test-item", text=teller.text(name))
    bound = words.measure(indicator.good, indicator.unit)
    return words.say("decision.test-fact", title=words.text(indicator.title), bound=bound)


def view_actions(assessment: Assessment, words: Words) -> tuple[ActionView, ...]:
    """Return the free actions with owner and date."""
    return tuple(
        ActionView(
            words.text(action.text),
            words.text(action.owner) or words.say("labels.owner-open", role=words.say(f"role.{action.role}")),
            words.day(action.on),
            action.indicator,
            action.on.isoformat(),
        )
        for action in assessment.actions
    )
