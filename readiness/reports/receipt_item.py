"""The receipt of one indicator: who was heard, whose word counted, how the risk follows, what it weighs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from readiness.assessment.assess import Pitfall
from readiness.assessment.hearing import hear
from readiness.assessment.ladder import ladder
from readiness.assessment.rules import Indicator
from readiness.assessment.sign import Sign
from readiness.assessment.verdict import judge
from readiness.assessment.voices import Voice, spread
from readiness.engagement.checks import DERIVED
from readiness.evidence import Grade
from readiness.questionnaires.answers import TOP
from readiness.questionnaires.model import FIGURES, Item
from readiness.reports.discretion import DiscreetTeller
from readiness.reports.receipt import plain_number
from readiness.reports.receipt_heard import said_lines, way_lines

_INDENT = "   "


def indicator_receipt(name: str, teller: DiscreetTeller) -> Iterator[str]:
    """Yield the lines of an item, a map fact or the disagreement of the sides."""
    assessment = teller.assessment
    found = next(
        ((p, s) for p in assessment.pitfalls.values() for s in p.signs if s.id == name), (None, None)
    )
    pitfall, sign = found
    item, indicator = assessment.items.get(name), assessment.indicators.get(name)
    yield f"{name}  {teller.text(name)}"
    yield from _state(sign, teller)
    if item is not None:
        yield from _heard(item, sign, teller)
    if indicator is not None:
        yield from _fact(indicator, sign, teller)
    if sign is not None and pitfall is not None and sign.known:
        yield from _weighed(pitfall, sign, teller)
    if sign is not None:
        yield from _gate(sign, item, teller)
        yield from _elements(sign, teller)
    if sign is not None and pitfall is not None:
        yield from _ladder(pitfall, sign, item, teller)
    source = item or indicator
    if source is not None and source.remedy:
        yield teller.words.say("receipt.remedy", remedy=teller.words.text(source.remedy))
    if source is not None and source.sources:
        yield teller.words.say("receipt.sources", sources=teller.words.listed(source.sources))


def _n(teller: DiscreetTeller, number: float) -> str:
    return plain_number(teller.words, number)


def _state(sign: Sign | None, teller: DiscreetTeller) -> Iterator[str]:
    say = teller.words.say
    if sign is None:
        yield say("receipt.unscored")
        return
    row = teller.row(sign)
    hidden = not sign.known or teller.hides(sign.id)
    risk = row.risk if hidden else _n(teller, sign.risk)
    weight = _n(teller, sign.weight)
    yield say("receipt.sign", weight=weight, risk=risk, evidence=row.evidence, state=row.state)
    if sign.known:
        yield teller.sentence(sign)
    if sign.gate and sign.id in teller.assessment.items and teller.tells_gate(sign.id):
        yield teller.gate(sign)
    if sign.known and not teller.hides(sign.id):
        yield say("receipt.evidence", evidence=teller.evidence(sign))


def _heard(item: Item, sign: Sign | None, teller: DiscreetTeller) -> Iterator[str]:
    words, voices = teller.words, teller.assessment.voices[item.id]
    yield words.say("receipt.witness", witness=words.say(f"role.{item.witness}"))
    found = hear(item, voices)
    yield from said_lines(item, voices, found, teller)
    for said in teller.speakers.comments(voices):
        yield _INDENT + words.say("explain.said-other", who=said.who, answer=said.answer)
    if sign is None:
        return
    yield from way_lines(found, voices, teller)
    named = teller.speakers.groups(voices)
    demoted = sum(one.demoted for role, one in found.heard.items() if role in named)
    if demoted and not teller.hides(item.id):
        yield words.phrases.count("explain.demoted", demoted)
    yield from _form(item, teller)
    if sign.known and not teller.hides(item.id):
        yield from _risk(item, sign, voices, teller)


def _form(item: Item, teller: DiscreetTeller) -> Iterator[str]:
    say, words = teller.words.say, teller.words
    if item.parts and item.kind != "estimate":
        turned = [words.text(part.text) or name for name, part in item.parts.items() if part.reverse]
        if turned:
            yield say("explain.parts-reverse", parts=words.listed(turned))
        else:
            yield say("explain.parts")
    if item.reverse:
        yield say("explain.reverse")


def _risk(item: Item, sign: Sign, voices: tuple[Voice, ...], teller: DiscreetTeller) -> Iterator[str]:
    words = teller.words
    risk = _n(teller, sign.risk)
    if sign.state == "dont-know":
        yield words.say("explain.unsure-risk", risk=risk)
        return
    if item.kind == "estimate":
        found = spread(voices)
        if found is not None and found[1] in item.parts:
            yield words.say("explain.way-part", part=words.text(item.parts[found[1]].text) or found[1])
    if item.bands is not None and item.kind in (*FIGURES, "estimate"):
        key = "explain.bands-lower" if item.lower_is_better else "explain.bands-higher"
        good, half = (
            words.percent(bound / 100) if item.kind == "percent" else _n(teller, bound)
            for bound in (item.bands.good, item.bands.half)
        )
        yield words.say(key, good=good, half=half, risk=risk)
    elif sign.level is not None:
        yield words.say("explain.level-risk", level=_n(teller, sign.level), risk=risk)


def _fact(indicator: Indicator, sign: Sign | None, teller: DiscreetTeller) -> Iterator[str]:
    words = teller.words
    if indicator.unit != "yes-no":
        key = f"receipt.bands-{'none' if indicator.good == indicator.half == 0 else indicator.better}"
        good, half = (words.measure(bound, indicator.unit) for bound in (indicator.good, indicator.half))
        yield words.say(key, good=good, half=half)
    if sign is not None and sign.kind == "derived":
        yield from _apart(teller)


def _apart(teller: DiscreetTeller) -> Iterator[str]:
    """Yield how far IT and business are apart on each question that both answered, and the mean."""
    words, gaps = teller.words, teller.assessment.gaps
    if not gaps or teller.assessment.disagreement is None:
        return
    if teller.hides(DERIVED):
        yield words.say("explain.gaps-hidden")
        return
    kept = teller.gaps_kept
    shown = [gap for gap in gaps if gap not in kept]
    for gap in shown:
        it, business, apart = (_n(teller, level) for level in (gap.it, gap.business, gap.gap))
        told = {"it": it, "business": business, "gap": apart}
        yield _INDENT + words.say("explain.gap-term", id=words.code(gap.id), **told)
    terms = [gap.gap for gap in shown]
    if kept:
        together = sum(gap.gap for gap in kept)
        ids = words.listed(words.code(gap.id) for gap in kept)
        yield _INDENT + words.say("explain.gap-kept", ids=ids, gap=_n(teller, together))
        terms.append(together)
    yield words.say(
        "explain.gap-sum",
        terms=" + ".join(_n(teller, term) for term in terms),
        number=len(gaps),
        result=_n(teller, teller.assessment.disagreement),
    )


def _weighed(pitfall: Pitfall, sign: Sign, teller: DiscreetTeller) -> Iterator[str]:
    say, known = teller.words.say, pitfall.judgement.sums.known
    if not teller.hides(sign.id):
        weight, risk, load = (_n(teller, figure) for figure in (sign.weight, sign.risk, sign.load))
        yield say("explain.item-load", weight=weight, risk=risk, load=load)
        result = _n(teller, sign.load / known)
        yield say("explain.item-share", load=load, known=_n(teller, known), result=result)
    yield say("explain.item-pitfall", pitfall=say(f"pitfalls.{pitfall.id}.name"))


def _gate(sign: Sign, item: Item | None, teller: DiscreetTeller) -> Iterator[str]:
    say = teller.words.say
    if item is None:
        if sign.gate == "confirmed":
            yield say("explain.gate-legal")
        return
    if item.gate is None:
        return
    if teller.speakers.tells_yes(teller.assessment.voices.get(item.id, ())) is None:
        yield say("explain.gate-few")
    elif sign.gate:
        yield say(f"explain.gate-{sign.gate}")
    elif sign.gate_open and not teller.hides(sign.id):
        yield say("explain.gate-due")
    else:
        yield say("explain.gate-no")


def _elements(sign: Sign, teller: DiscreetTeller) -> Iterator[str]:
    if sign.elements:
        yield teller.words.say("explain.places")
    for name in sign.elements:
        span = teller.assessment.engagement.spans.get(name)
        element = teller.element(name)
        yield _INDENT + (teller.words.say("marks.bracketed", text=element, note=span) if span else element)


def _ladder(pitfall: Pitfall, sign: Sign, item: Item | None, teller: DiscreetTeller) -> Iterator[str]:
    """Yield the verdict for every level or risk that the indicator could have, and without it."""
    if sign.state == "not-applicable" or teller.hides(sign.id):
        return
    say = teller.words.say
    yield say("explain.ladder")
    place = pitfall.signs.index(sign)

    def verdict(*instead: Sign) -> str:
        after = judge((*pitfall.signs[:place], *instead, *pitfall.signs[place + 1 :]), teller.rules)
        return say(f"verdict.{after.verdict}")

    for level in _variants(item, teller.assessment.indicators.get(sign.id)):
        banded = item is None or item.bands is not None
        key = "explain.ladder-risk" if banded else "explain.ladder-level"
        figure = _n(teller, 1 - level / TOP if banded else level)
        told = verdict(_at(sign, level, gated=item is not None and item.gate is not None))
        yield _INDENT + say(key, level=figure, risk=figure, verdict=told)
    if sign.gate and item is not None:
        left = sign.without_yes
        key = "explain.ladder-gate-only" if left.state == "missing" else "explain.ladder-gate"
        yield _INDENT + say(key, verdict=verdict(left))
    yield _INDENT + say("explain.ladder-out", verdict=verdict())


def _variants(item: Item | None, indicator: Indicator | None) -> tuple[float, ...]:
    """Return the levels that an indicator could have; a fact has 0, 2 and 4, as its bands give them."""
    if item is not None:
        return ladder(item)
    single = indicator is not None and indicator.good == indicator.half
    return (0.0, 4.0) if single else (0.0, 2.0, 4.0)


def _at(sign: Sign, level: float, *, gated: bool) -> Sign:
    documented = max(sign.grade, Grade.E1) if gated and level >= 3 else sign.grade
    gate = sign.gate if sign.kind == "answer" else ""  # a yes counts at any level
    return replace(
        sign, state="known", risk=1 - level / TOP, level=level, grade=documented, witnessed=True, gate=gate
    )
