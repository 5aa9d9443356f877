"""The assessment and its explanations as lines for a terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from readiness.assessment.assess import Assessment
from readiness.assessment.rules import Rules
from readiness.assessment.sign import Sign
from readiness.i18n import Phrases
from readiness.reports.sentences import Teller
from readiness.reports.speakers import Speakers
from readiness.reports.view import ReportView, Said
from readiness.reports.words import Words


def assessment_text(view: ReportView, phrases: Phrases) -> str:
    """Return decision, four verdicts, actions and findings as text."""
    say = phrases.say
    lines = [view.decision.title, view.decision.why, ""]
    lines += [f"  {say('marks.with-note', label=label, text=value)}" for label, value in view.decision.facts]
    lines.append("")
    for pitfall in view.pitfalls:
        verdict = say("marks.with-note", label=pitfall.name, text=pitfall.verdict_word)
        lines.append(f"{pitfall.number}  {verdict}")
        lines.append(
            f"   {say('labels.risk')} {pitfall.risk} · {say('labels.coverage')} {pitfall.coverage}"
            f" · {say('labels.severity')} {pitfall.severity}"
            f" · {say('labels.confidence')} {pitfall.confidence}"
        )
        lines.append(f"   {pitfall.first_reason}")
    if view.root:
        lines += ["", view.root]
    lines += ["", view.ownership.title]
    lines += [f"   {gap}" for gap in view.ownership.gaps]
    if view.actions:
        lines += ["", say("labels.next-week")]
        for number, action in enumerate(view.actions, start=1):
            note = say("marks.owner-date", owner=action.owner, date=action.on)
            lines.append(f"{number}  {say('marks.bracketed', text=action.text, note=note)}")
    lines += ["", say("labels.would-change")]
    lines += [f"   {line}" for line in view.decision.would_change]
    if view.findings:
        lines += ["", say("labels.found")]
        for finding in view.findings:
            message = finding.message
            if finding.places:
                message = say("marks.bracketed", text=message, note=finding.places[0])
            lines.append(f"   {finding.code:<10} {finding.severity:<8} {message}")
            lines += [f"   {'':<19} {finding.accepted}"] if finding.accepted else []
    return plain("\n".join(lines))


def indicators_of(assessment: Assessment) -> tuple[str, ...]:
    """Return the ids of all indicators that can be explained."""
    signs = [sign.id for pitfall in assessment.pitfalls.values() for sign in pitfall.signs]
    return tuple(dict.fromkeys((*signs, *assessment.items)))


def explanation(
    assessment: Assessment, view: ReportView, rules: Rules, phrases: Phrases, subject: str
) -> str:
    """Return how a pitfall, an indicator, the order, the ownership or the decision came about."""
    words = Words(phrases, assessment.engagement.profile.language)
    teller = Teller(assessment, rules, words, Speakers(assessment, words, rules.answers.small_role))
    if subject in assessment.pitfalls:
        lines = _pitfall(assessment, view, teller, subject)
    elif subject == "decision":
        lines = iter([view.decision.title, view.decision.why, *view.decision.would_change])
    elif subject == "ownership":
        lines = iter([view.ownership.title, *view.ownership.gaps])
    elif subject == "order":
        lines = _order(view, phrases.say)
    else:
        lines = _indicator(assessment, teller, subject)
    return plain("\n".join(lines))


def _pitfall(assessment: Assessment, view: ReportView, teller: Teller, subject: str) -> Iterator[str]:
    say, number = teller.words.say, teller.words.number
    shown = next(pitfall for pitfall in view.pitfalls if pitfall.id == subject)
    pitfall = assessment.pitfalls[shown.id]
    sums = pitfall.judgement.sums
    yield say("marks.with-note", label=shown.name, text=shown.verdict_word)
    yield from shown.why
    yield shown.doubts
    yield ""
    yield say("receipt.head")
    for sign, row in zip(pitfall.signs, shown.indicators, strict=True):
        load = number(sign.load, 2) if sign.known and not teller.hides(sign.id) else "–"
        yield f"{row.id:<7} {row.weight:>2} x {row.risk:>5} = {load:>5}  {row.evidence:<2}  {row.state}"
    yield say(
        "receipt.sums",
        whole=number(sums.whole, 2),
        known=number(sums.known, 2),
        load=number(sums.load, 2),
        risk=shown.risk,
        coverage=shown.coverage,
        low=teller.words.percent(sums.low),
        high=teller.words.percent(sums.high),
    )
    if pitfall.severity is not None:
        exposure = teller.words.percent(pitfall.exposure.share)
        yield say(
            "receipt.severity",
            risk=shown.risk,
            exposure=exposure,
            score=number(pitfall.score, 2),
            severity=shown.severity,
        )
    yield ""
    yield from shown.changes


def _indicator(assessment: Assessment, teller: Teller, subject: str) -> Iterator[str]:
    say = teller.words.say
    signs = (s for p in assessment.pitfalls.values() for s in p.signs if s.id == subject)
    sign = next(signs, None)
    item, indicator = assessment.items.get(subject), assessment.indicators.get(subject)
    source = item or indicator
    yield f"{subject}  {teller.text(subject)}"
    yield from _state(sign, teller)
    if item is not None:
        yield say("receipt.witness", witness=say(f"role.{item.witness}"))
        voices = assessment.voices[subject]
        spoken: tuple[Said, ...] = ()
        if item.kind == "text":
            spoken = teller.speakers.texts(voices)
        elif item.kind in ("maturity", "percent"):
            spoken = teller.speakers.levels(item, voices)
        for said in (*spoken, *teller.speakers.comments(voices)):
            yield f"   {say('marks.with-note', label=said.who, text=said.answer)}"
    if indicator is not None and indicator.unit != "yes-no":
        key = f"receipt.bands-{'none' if indicator.good == indicator.half == 0 else indicator.better}"
        good, half = (
            teller.words.measure(bound, indicator.unit) for bound in (indicator.good, indicator.half)
        )
        yield say(key, good=good, half=half)
    for name in sign.elements if sign else ():
        span = assessment.engagement.spans.get(name)
        element = teller.element(name)
        yield f"   {say('marks.bracketed', text=element, note=span) if span else element}"
    if source is not None:
        if source.remedy:
            yield say("receipt.remedy", remedy=teller.words.text(source.remedy))
        if source.sources:
            yield say("receipt.sources", sources=teller.words.listed(source.sources))


def _state(sign: Sign | None, teller: Teller) -> Iterator[str]:
    if sign is None:
        yield teller.words.say("receipt.unscored")
        return
    row = teller.row(sign)
    yield teller.words.say(
        "receipt.sign", weight=row.weight, risk=row.risk, evidence=row.evidence, state=row.state
    )
    if sign.known:
        yield teller.sentence(sign)
    if sign.gate and sign.id in teller.assessment.items:
        yield teller.gate(sign)
    if sign.known:
        yield teller.words.say("receipt.evidence", evidence=teller.evidence(sign))


def _order(view: ReportView, say: Callable[..., str]) -> Iterator[str]:
    yield view.order.title
    for step in view.order.steps:
        on = say("marks.bracketed", text=step.on, note=step.state_word)
        yield f"   {say('marks.with-note', label=step.name, text=on)}"
    yield from view.order.behind
    yield from view.order.ahead


def plain(text: str) -> str:
    """Return text without non-breaking spaces and control characters, for any terminal."""
    kept = "".join(char for char in text.replace("\u00a0", " ") if char == "\n" or char.isprintable())
    return kept + "\n"
