"""The receipt of a pitfall: sums with their terms, rules with their figures, severity, confidence."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from readiness.assessment.assess import Pitfall
from readiness.assessment.exposed import exposed
from readiness.assessment.sign import Sign
from readiness.assessment.trail import Step, Test, Trail, confidence_tests, trail
from readiness.assessment.voices import Voice
from readiness.reports.discretion import DiscreetTeller
from readiness.reports.view import PitfallView
from readiness.reports.words import Words

DIGITS = 4
MOST_TERMS = 12
_INDENT = "   "
_HARMLESS = ("gates", "open-gates", "legal", "coverage", "witnessed", "roles", "map", "aside")
"""Tests whose figures say nothing about how good or bad an answer is."""
_GATES = ("gates", "open-gates")
_SORTING = ("strong", "strong-share", "documented", "evidenced", "said", "turning")
"""Tests that count the indicators of one sort: beside those shown, their figures sort the others too."""


def pitfall_receipt(pitfall: Pitfall, shown: PitfallView, teller: DiscreetTeller) -> Iterator[str]:
    """Yield the lines from the verdict down to every figure behind it."""
    yield teller.words.say("marks.with-note", label=shown.name, text=shown.verdict_word)
    guarded = pitfall.id in teller.guarded
    if not teller.keeps(pitfall):  # the reasons name the risk, and the number of strong signs
        yield from shown.why
    yield shown.doubts
    yield ""
    yield from _rows(pitfall, teller)
    yield ""
    yield from _sums(pitfall, shown, teller)
    yield ""
    yield from _rules(pitfall, teller)
    if pitfall.severity is not None and not guarded:
        yield ""
        yield from _severity(pitfall, shown, teller)
    yield ""
    yield from _confidence(pitfall, shown, teller)


def plain_number(words: Words, number: float) -> str:
    """Return a figure of a receipt, exact enough to be followed with paper and pencil."""
    return words.number(number, DIGITS)


def _rows(pitfall: Pitfall, teller: DiscreetTeller) -> Iterator[str]:
    yield teller.words.say("receipt.head")
    for sign in pitfall.signs:
        row = teller.row(sign)
        bare = not sign.known or teller.hides(sign.id)
        risk, load = ("–", "–") if bare else (_n(teller, sign.risk), _n(teller, sign.load))
        weight = _n(teller, sign.weight)
        yield f"{row.id:<7} {weight:>2} x {risk:>5} = {load:>5}  {row.evidence:<2}  {row.state}"


def _n(teller: DiscreetTeller, number: float) -> str:
    return plain_number(teller.words, number)


def _sums(pitfall: Pitfall, shown: PitfallView, teller: DiscreetTeller) -> Iterator[str]:
    say, sums = teller.words.say, pitfall.judgement.sums
    hidden = [s for s in pitfall.signs if s.known and teller.hides(s.id)]
    guarded = pitfall.id in teller.guarded
    if hidden and not guarded:
        together = {"weight": sum(s.weight for s in hidden), "load": sum(s.load for s in hidden)}
        told = {name: _n(teller, figure) for name, figure in together.items()}
        yield say("explain.together", ids=teller.words.listed(s.id for s in hidden), **told)
    applying = [s for s in pitfall.signs if s.state != "not-applicable"]
    known = [s for s in applying if s.known]
    yield from _sum("explain.whole", applying, lambda s: s.weight, teller)
    yield from _sum("explain.known", known, lambda s: s.weight, teller)
    if guarded:
        yield say("explain.guarded")
        return
    yield from _sum("explain.load", known, lambda s: s.load, teller, hidden=hidden)
    whole, weight, loaded = _n(teller, sums.whole), _n(teller, sums.known), _n(teller, sums.load)
    if sums.risk is None:
        yield say("explain.nothing-known")
    else:
        yield say("explain.risk", load=loaded, known=weight, result=_n(teller, sums.risk))
    if sums.whole:
        values = {"load": loaded, "known": weight, "whole": whole}
        yield say("explain.coverage", **values, result=_n(teller, sums.coverage))
        yield say("explain.low", **values, result=_n(teller, sums.low))
        yield say("explain.high", **values, result=_n(teller, sums.high))
    yield say(
        "receipt.sums",
        whole=whole,
        known=weight,
        load=loaded,
        risk=shown.risk,
        coverage=shown.coverage,
        low=teller.words.percent(sums.low),
        high=teller.words.percent(sums.high),
    )


def _sum(
    key: str,
    signs: Sequence[Sign],
    figure: Callable[[Sign], float],
    teller: DiscreetTeller,
    *,
    hidden: Sequence[Sign] = (),
) -> Iterator[str]:
    """Yield a sum with its terms; what is not shown is one term together."""
    kept = {sign.id for sign in hidden}
    terms = [figure(sign) for sign in signs if sign.id not in kept]
    terms += [sum(figure(sign) for sign in hidden)] if hidden else []
    told = " + ".join(_n(teller, term) for term in terms) or "0"
    total = sum(figure(sign) for sign in signs)
    yield teller.words.say(key, terms=told, total=_n(teller, total))


def _rules(pitfall: Pitfall, teller: DiscreetTeller) -> Iterator[str]:
    say = teller.words.say
    found = told_trail(pitfall, teller)
    yield say("explain.verdict")
    for number, step in enumerate(found.steps, start=1):
        rule = say(f"explain.rules.{step.rule}")
        yield _INDENT + say("explain.step", number=number, rule=rule, answer=_answer(step, teller))
        yield from (_INDENT * 2 + test_line(test, teller) for test in step.tests)
    if found.proof:
        yield _INDENT + say("explain.proof")
        yield from (_INDENT * 2 + test_line(test, teller) for test in found.proof)
    if found.checked is not None:
        yield _INDENT + say("explain.checked")
        yield _INDENT * 2 + test_line(found.checked, teller)


def told_trail(pitfall: Pitfall, teller: DiscreetTeller) -> Trail:
    """Return the rules that were tried, without figures that would give an answer away."""
    found = trail(pitfall.signs, teller.rules)
    steps = tuple(
        replace(step, tests=_named(_kept_back(step.tests, pitfall, teller), teller)) for step in found.steps
    )
    return replace(found, steps=steps, proof=_kept_back(found.proof, pitfall, teller))


def _named(tests: Iterable[Test], teller: DiscreetTeller) -> tuple[Test, ...]:
    """Return tests without the names of questions to which a yes may not be told."""
    return tuple(
        replace(test, ids=tuple(name for name in test.ids if teller.tells_gate(name)))
        if test.key in _GATES
        else test
        for test in tests
    )


def _kept_back(tests: Iterable[Test], pitfall: Pitfall, teller: DiscreetTeller) -> tuple[Test, ...]:
    """Return tests without the figures from which what is not shown could be worked out."""
    if pitfall.id in teller.guarded:
        return tuple(test if test.key in _HARMLESS else _hidden(test) for test in tests)
    if teller.keeps(pitfall):
        return tuple(_hidden(test) if test.key in _SORTING else test for test in tests)
    return tuple(tests)


def _hidden(test: Test) -> Test:
    return replace(test, value=None, part=None, whole=None, ids=(), hidden=True)


def _answer(step: Step, teller: DiscreetTeller) -> str:
    if not step.fits:
        return teller.words.say("explain.fits-not")
    return teller.words.say("explain.fits", verdict=teller.words.say(f"verdict.{step.gives}"))


def test_line(test: Test, teller: DiscreetTeller) -> str:
    """Return one comparison with its figures: "C: 30 / 30 = 1 >= 0.6: yes"."""
    words = teller.words
    figure = "–" if test.value is None else _n(teller, test.value)
    if test.part is not None and test.whole:
        figure = f"{_n(teller, test.part)} / {_n(teller, test.whole)} = {figure}"
    line = words.say(
        "explain.test",
        label=words.say(f"explain.tests.{test.key}", strong=_n(teller, teller.rules.flag.strong_sign)),
        figure=figure,
        comparison=test.comparison,
        bound=_n(teller, test.bound),
        answer="–" if test.hidden else words.say("fact.yes" if test.met else "fact.no"),
    )
    shown = [words.code(name) for name in test.ids]
    return words.say("marks.bracketed", text=line, note=words.listed(shown)) if shown else line


def _severity(pitfall: Pitfall, shown: PitfallView, teller: DiscreetTeller) -> Iterator[str]:
    say, rules = teller.words.say, teller.rules
    risk, share = pitfall.judgement.sums.risk or 0.0, pitfall.exposure.share
    yield say(
        "receipt.severity",
        risk=shown.risk,
        exposure=teller.words.percent(share),
        score=teller.words.number(pitfall.score, 2),
        severity=shown.severity,
    )
    figures = {"risk": _n(teller, risk), "exposure": _n(teller, share)}
    yield _INDENT + say("explain.severity", **figures, result=_n(teller, pitfall.score))
    for name, bound in (("serious", rules.severity.serious), ("critical", rules.severity.critical)):
        met = pitfall.score >= bound - 1e-12
        yield _INDENT + test_line(Test(name, pitfall.score, ">=", bound, met), teller)
    if any(sign.legal for sign in pitfall.signs):
        yield _INDENT + say("explain.severity-legal")
    yield _INDENT + say(f"exposure.{pitfall.exposure.because}", share=teller.words.percent(share))
    touchmap = teller.assessment.engagement.touchmap
    if pitfall.exposure.because == "touchpoints" and touchmap is not None:
        yield from _exposure(pitfall, teller)


def _exposure(pitfall: Pitfall, teller: DiscreetTeller) -> Iterator[str]:
    touchmap = teller.assessment.engagement.touchmap
    if touchmap is None:
        return
    found = exposed(pitfall.signs, touchmap, teller.rules)
    terms = sorted(found.visits.items(), key=lambda pair: (-pair[1], pair[0]))
    told = [_n(teller, visits) for _, visits in terms[:MOST_TERMS]]
    if rest := terms[MOST_TERMS:]:
        told.append(_n(teller, sum(visits for _, visits in rest)))
    yield _INDENT + teller.words.say(
        "explain.exposure",
        terms=" + ".join(told),
        total=_n(teller, found.total),
        result=_n(teller, pitfall.exposure.share),
    )
    for name, visits in terms[:MOST_TERMS]:
        element = f"touchpoints:{name}"
        places = teller.places((element,))
        title = teller.words.say("marks.with-note", label=teller.element(element), text=_n(teller, visits))
        yield _INDENT * 2 + (
            teller.words.say("marks.bracketed", text=title, note=places[0]) if places else title
        )
    if rest:
        yield _INDENT * 2 + teller.words.say("labels.more", number=len(rest))


def _confidence(pitfall: Pitfall, shown: PitfallView, teller: DiscreetTeller) -> Iterator[str]:
    yield teller.words.say("explain.confidence", level=shown.confidence)
    for test in confidence_of(pitfall, teller):
        yield _INDENT + test_line(test, teller)


def confidence_of(pitfall: Pitfall, teller: DiscreetTeller) -> tuple[Test, ...]:
    """Return the tests of a pitfall's confidence."""
    assessment = teller.assessment
    heard = (voice for sign in pitfall.signs for voice in _voices(sign, teller))
    roles = {voice.role for voice in heard}
    found = confidence_tests(
        pitfall.signs,
        pitfall.confidence,
        teller.rules,
        roles=len(roles),
        disagreement=pitfall.disagreement,
        mapped=assessment.engagement.touchmap is not None,
    )
    kept = _kept_back(found, pitfall, teller)
    if teller.sets_apart(sign.id for sign in pitfall.signs):
        return kept
    return tuple(_hidden(test) if test.key == "disagreement" else test for test in kept)


def _voices(sign: Sign, teller: DiscreetTeller) -> Iterable[Voice]:
    """Return the voices behind a sign that count as having answered."""
    if sign.kind == "stated":
        return teller.assessment.stated.get(sign.id, ())
    return (v for v in teller.assessment.voices.get(sign.id, ()) if v.meaning.state != "silent")
