"""The receipts beside the pitfalls: the advice, the order, the ownership, the root assumption."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from readiness.assessment.chances import Chance
from readiness.assessment.order import BEFORE
from readiness.assessment.ownership import ACCOUNTS, ownership
from readiness.assessment.root import QUESTION, TECHNICAL
from readiness.assessment.stability import Stability
from readiness.questionnaires.answers import TOP
from readiness.questionnaires.model import PitfallId
from readiness.reports.discretion import DiscreetTeller
from readiness.reports.receipt import plain_number
from readiness.reports.receipt_firm import stability_lines
from readiness.reports.receipt_next import ask_lines
from readiness.reports.view import ReportView

_INDENT = "   "


def decision_receipt(
    view: ReportView, teller: DiscreetTeller, *, asked: Sequence[Chance], firm: Stability
) -> Iterator[str]:
    """Yield the advice, the rules that were tried, what would alter it, whom to ask and how firm it is."""
    say = teller.words.say
    yield from (view.decision.title, view.decision.why, "")
    yield say("explain.decision")
    judged = {name: pitfall.judgement for name, pitfall in teller.assessment.pitfalls.items()}
    for name, judgement in judged.items():
        verdict = say(f"verdict.{judgement.verdict}")
        if judgement.proof is not None:
            verdict = say("marks.verdict", verdict=verdict, proof=say(f"proof.{judgement.proof}"))
        pitfall = say(f"pitfalls.{name}.short")
        yield _INDENT + say("explain.verdicts", pitfall=pitfall, verdict=verdict)
    for number, (rule, names) in enumerate(advice_rules(teller), start=1):
        found = teller.words.listed(say(f"pitfalls.{name}.short") for name in names)
        told = found if names else say("explain.advice-none")
        yield _INDENT + say(
            "explain.advice-line", number=number, rule=say(f"explain.advice.{rule}"), found=told
        )
        if names:
            break
    yield from ("", say("labels.would-change"))
    yield from (_INDENT + line for line in view.decision.would_change)
    yield ""
    yield from ask_lines(asked, teller, "explain.ask-advice")
    yield ""
    yield from stability_lines(firm, teller)


def advice_rules(teller: DiscreetTeller) -> Iterator[tuple[str, tuple[PitfallId, ...]]]:
    """Yield the rules of the advice in their order with the pitfalls to which each one speaks."""
    judged = {name: pitfall.judgement for name, pitfall in teller.assessment.pitfalls.items()}
    legal = {
        sign.id for pitfall in teller.assessment.pitfalls.values() for sign in pitfall.signs if sign.legal
    }
    first: tuple[PitfallId, ...] = ("strategy", "organization")
    yield "stop", tuple(name for name, one in judged.items() if legal.intersection(one.gates))
    yield "hold", tuple(name for name in first if judged[name].proof == "proved")
    yield "ask", tuple(name for name in first if judged[name].verdict == "unknown")
    yield "step", tuple(name for name, one in judged.items() if one.verdict != "clear")
    yield "proceed", tuple(judged)


def order_receipt(view: ReportView, teller: DiscreetTeller) -> Iterator[str]:
    """Yield the steps with their dates and places, and every comparison of two of them."""
    say = teller.words.say
    yield view.order.title
    steps = {step.id: step for step in teller.assessment.order}
    for shown in view.order.steps:
        on = say("marks.bracketed", text=shown.on, note=shown.state_word)
        yield _INDENT + say("marks.with-note", label=shown.name, text=on)
    yield from view.order.behind
    yield from view.order.ahead
    yield from ("", say("explain.order"))
    spans = teller.assessment.engagement.spans
    written = {name: spans.get(f"milestones:{name}") for name, step in steps.items() if step.on}
    places = [
        say("marks.bracketed", text=say(f"order.{name}"), note=span) for name, span in written.items() if span
    ]
    if places:
        yield _INDENT + say("explain.order-places", places=teller.words.listed(places))
    for name, step in steps.items():
        for earlier in BEFORE.get(name, ()):
            if step.on is None or earlier not in steps:
                continue
            before = steps[earlier].on
            met = before is not None and before <= step.on
            yield _INDENT + say(
                "explain.order-test" if before else "explain.order-undated",
                step=say(f"order.{name}"),
                on=step.on.isoformat(),
                earlier=say(f"order.{earlier}"),
                before=before.isoformat() if before else "",
                answer=say("fact.yes" if met else "fact.no"),
            )


def ownership_receipt(view: ReportView, teller: DiscreetTeller) -> Iterator[str]:
    """Yield every question of ownership with its level against the bound."""
    say, words = teller.words.say, teller.words
    found = teller.assessment.ownership
    bound = plain_number(words, teller.rules.answers.weak_level)
    yield view.ownership.title
    yield say("explain.ownership", bound=bound)
    if found.asked and found.gate is not None:
        yield _INDENT + say("explain.ownership-gate", answer=say("fact.yes" if found.gate else "fact.no"))
    for name, level in ownership_levels(teller):
        text = ownership_text(name, teller)
        if teller.hides(name):
            yield _INDENT + say("explain.ownership-hidden", id=words.code(name), text=text)
            continue
        answer = say("fact.yes" if level <= teller.rules.answers.weak_level else "fact.no")
        yield _INDENT + say(
            "explain.ownership-test",
            id=words.code(name),
            level=plain_number(words, level),
            bound=bound,
            answer=answer,
            text=text,
        )


def ownership_levels(teller: DiscreetTeller) -> tuple[tuple[str, float], ...]:
    """Return every question of ownership that was answered, with its level."""
    status = teller.assessment.engagement.profile.programme.status
    items = {name: item for name, item in teller.assessment.items.items() if status in item.applies}
    all_weak = replace(teller.rules.answers, weak_level=float(TOP))
    return ownership(items, teller.assessment.voices, all_weak).weak


def ownership_text(name: str, teller: DiscreetTeller) -> str:
    """Return the question of ownership in words; of one in parts, only the part that counts."""
    item = teller.assessment.items[name]
    if name == ACCOUNTS[0] and ACCOUNTS[1] in item.parts:
        return teller.words.text(item.parts[ACCOUNTS[1]].text)
    return teller.text(name)


def root_receipt(teller: DiscreetTeller) -> Iterator[str]:
    """Yield what the executives take the programme for, as far as it may be told."""
    say, words, root = teller.words.say, teller.words, teller.assessment.root
    yield say("explain.root")
    if not root.asked:
        yield say("explain.root-none")
        return
    if root.hit is None:
        yield say("explain.root-few", asked=root.asked)
        return
    answer = say("fact.yes" if root.hit else "fact.no")
    item = teller.assessment.items.get(QUESTION)
    texts = {choice.id: words.text(choice.text) for choice in item.choices} if item else {}
    for name, number in root.choices.items():
        people = words.phrases.count("explain.people", number)
        yield _INDENT + say("explain.root-choice", choice=texts.get(name) or name, people=people)
    technical = sum(root.choices.get(name, 0) for name in TECHNICAL)
    yield say(
        "explain.root-test",
        technical=technical,
        asked=root.asked,
        share=plain_number(words, technical / root.asked),
        bound=plain_number(words, teller.rules.answers.root_share),
        answer=answer,
    )
