"""Every test on the way to a verdict and to its confidence, with the figures that it compared.

:mod:`readiness.assessment.verdict` decides and this module retells; a property
test holds both together.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from readiness.assessment.confidence import Confidence
from readiness.assessment.rules import Rules
from readiness.assessment.sign import Sign, Sums, add_up
from readiness.assessment.verdict import Proof, VerdictName, judge
from readiness.evidence import Grade

Comparison = Literal[">=", "<=", ">", "<", "="]
_TINY = 1e-12


@dataclass(frozen=True)
class Test:
    """One comparison of a figure with a bound.

    ``part`` and ``whole`` are the two numbers that a share was made of, None
    where the figure is no share; ``value`` is None where nothing is known.
    ``hidden`` says that figure and answer are kept back from the reader.
    """

    __test__ = False  # no test of ours, whatever its name says to a collector of tests

    key: str
    value: float | None
    comparison: Comparison
    bound: float
    met: bool
    part: float | None = None
    whole: float | None = None
    ids: tuple[str, ...] = ()
    hidden: bool = False


@dataclass(frozen=True)
class Step:
    """One rule of the verdict: it fits where all of its tests are met."""

    rule: Literal[
        "gate", "signs-alone", "signs-covered", "coverage", "coverage-without-sign", "clear", "watch"
    ]
    gives: VerdictName
    tests: tuple[Test, ...]

    @property
    def fits(self) -> bool:
        """All tests are met."""
        return all(test.met for test in self.tests)


@dataclass(frozen=True)
class Trail:
    """The rules in the order in which they were tried, the last one fitting.

    ``proof`` holds the tests of a flag by signs, both met where it is proved;
    ``checked`` the one test of a clearance against the map.
    """

    steps: tuple[Step, ...]
    proof: tuple[Test, ...] = ()
    checked: Test | None = None

    @property
    def verdict(self) -> VerdictName:
        """What the last rule gives."""
        return self.steps[-1].gives

    @property
    def proved(self) -> Proof | None:
        """How sure a flag is, None for another verdict."""
        if self.verdict != "flag":
            return None
        return "proved" if all(test.met for test in self.proof) else "probable"


def trail(signs: tuple[Sign, ...], rules: Rules) -> Trail:
    """Return the rules that were tried on signs until one fitted."""
    sums = add_up(signs)
    strong = tuple(s for s in signs if s.state == "known" and s.risk >= rules.flag.strong_sign - _TINY)
    tried: list[Step] = []
    for step in _steps(signs, strong, sums, rules):
        tried.append(step)
        if step.fits:
            break
    by_signs = tried[-1].rule.startswith("signs")
    proof = _proof(signs, sums, rules) if by_signs else ()
    return Trail(tuple(tried), proof, _checked(signs, rules) if tried[-1].rule == "clear" else None)


def _steps(signs: tuple[Sign, ...], strong: tuple[Sign, ...], sums: Sums, rules: Rules) -> Iterator[Step]:
    flag, unknown = rules.flag, rules.unknown
    confirmed = tuple(sign.id for sign in signs if sign.gate == "confirmed")
    asked = tuple(sign.id for sign in signs if sign.gate == "yes")
    yield Step("gate", "flag", (_count("gates", confirmed, 1),))
    several = (_count("strong", tuple(s.id for s in strong), flag.signs), _strong_share(strong, sums, rules))
    yield Step("signs-alone", "flag", (*several, _risk(sums, ">=", flag.risk_alone)))
    covered = (_risk(sums, ">=", flag.risk), _coverage(sums, ">=", flag.coverage))
    yield Step("signs-covered", "flag", (*several, *covered))
    gives: VerdictName = "watch" if asked else "unknown"
    yield Step("coverage", gives, (_coverage(sums, "<", unknown.coverage),))
    bare = Test("strong", len(strong), "=", 0, not strong, ids=tuple(s.id for s in strong))
    yield Step("coverage-without-sign", gives, (_coverage(sums, "<", unknown.coverage_without_sign), bare))
    yield Step("clear", "clear", tuple(_clearing(signs, asked, sums, rules)))
    yield Step("watch", "watch", ())


def _clearing(signs: tuple[Sign, ...], asked: tuple[str, ...], sums: Sums, rules: Rules) -> Iterator[Test]:
    clear = rules.clear
    heard = sum(s.weight for s in signs if s.known and s.witnessed)
    good = sum(s.weight for s in signs if s.known and s.risk < clear.good_risk and s.grade >= Grade.E1)
    legal = tuple(s.id for s in signs if s.legal and s.on_map and s.known and s.risk == 1)
    yield _risk(sums, "<=", clear.risk)
    yield _coverage(sums, ">=", clear.coverage)
    room = sums.load + sums.whole - sums.known
    yield Test(
        "high", sums.high, "<=", clear.high, sums.high <= clear.high + _TINY, part=room, whole=sums.whole
    )
    yield _share("witnessed", heard, sums.whole, clear.witnessed)
    yield Test(
        "documented", good / sums.known if sums.known else None, ">=", clear.evidenced,
        good >= clear.evidenced * sums.known - _TINY, part=good, whole=sums.known,
    )  # fmt: skip
    yield Test("open-gates", len(asked), "=", 0, not asked, ids=asked)
    yield Test("legal", len(legal), "=", 0, not legal, ids=legal)


def _proof(signs: Sequence[Sign], sums: Sums, rules: Rules) -> tuple[Test, ...]:
    evidenced = sum(sign.load for sign in signs if sign.grade >= Grade.E1)
    share = Test(
        "evidenced", evidenced / sums.load if sums.load else None, ">=", rules.flag.proved_share,
        evidenced >= rules.flag.proved_share * sums.load - _TINY, part=evidenced, whole=sums.load,
    )  # fmt: skip
    return _coverage(sums, ">=", rules.flag.coverage), share


def _checked(signs: Sequence[Sign], rules: Rules) -> Test:
    facts = [sign for sign in signs if sign.on_map and sign.state != "not-applicable"]
    whole = sum(sign.weight for sign in facts)
    known = sum(sign.weight for sign in facts if sign.known)
    met = known >= rules.clear.map_known * whole - _TINY
    value = known / whole if whole else None
    return Test("map-known", value, ">=", rules.clear.map_known, met, part=known, whole=whole)


def _count(key: str, ids: tuple[str, ...], bound: int) -> Test:
    return Test(key, len(ids), ">=", bound, len(ids) >= bound, ids=ids)


def _strong_share(strong: Sequence[Sign], sums: Sums, rules: Rules) -> Test:
    return _share("strong-share", sum(sign.weight for sign in strong), sums.whole, rules.flag.signs_share)


def _share(key: str, part: float, whole: float, bound: float) -> Test:
    value = part / whole if whole else None
    return Test(key, value, ">=", bound, value is not None and value >= bound - _TINY, part=part, whole=whole)


def _risk(sums: Sums, comparison: Literal[">=", "<="], bound: float) -> Test:
    met = sums.risk is not None and (
        sums.risk >= bound - _TINY if comparison == ">=" else sums.risk <= bound + _TINY
    )
    return Test("risk", sums.risk, comparison, bound, met, part=sums.load, whole=sums.known)


def _coverage(sums: Sums, comparison: Literal[">=", "<"], bound: float) -> Test:
    # a bound from below counts the last bit for the company, as the verdict does
    met = sums.coverage >= bound - _TINY if comparison == ">=" else sums.coverage < bound
    return Test("coverage", sums.coverage, comparison, bound, met, part=sums.known, whole=sums.whole)


def confidence_tests(
    signs: tuple[Sign, ...],
    found: Confidence,
    rules: Rules,
    *,
    roles: int,
    disagreement: float | None,
    mapped: bool,
) -> tuple[Test, ...]:
    """Return the tests of confidence; one that is not met lowers it by a step.

    ``roles`` is the number of roles that answered, ``disagreement`` the
    pitfall's own index, ``mapped`` whether there is a touchpoint map.
    """
    limits, sums = rules.confidence, add_up(signs)
    said = sum(s.weight for s in signs if s.known and s.grade == Grade.E0)
    away = sum(s.weight for s in signs if s.state == "not-applicable")
    weak = set(found.because)
    turning = _turning(signs, rules)
    known = "coverage" not in weak
    return (
        Test("coverage", sums.coverage, ">=", limits.coverage, known, sums.known, sums.whole),
        Test("roles", roles, ">=", limits.roles, "roles" not in weak),
        Test(
            "said", said / sums.known if sums.known else None, "<=", limits.unevidenced,
            "unevidenced" not in weak, said, sums.known,
        ),
        Test("disagreement", disagreement, "<=", limits.disagreement, "disagreement" not in weak),
        Test("turning", len(turning), "=", 0, "unstable" not in weak, ids=turning),
        Test("map", float(mapped), "=", 1, "no-map" not in weak),
        Test(
            "aside", away / (away + sums.whole) if away else 0.0, "<=", limits.not_applicable,
            "not-applicable" not in weak, away, away + sums.whole,
        ),
    )  # fmt: skip


def _turning(signs: tuple[Sign, ...], rules: Rules) -> tuple[str, ...]:
    """Return the indicators without which the verdict would be another."""
    now = judge(signs, rules).verdict
    return tuple(
        sign.id
        for place, sign in enumerate(signs)
        if (sign.known or sign.gate) and judge(signs[:place] + signs[place + 1 :], rules).verdict != now
    )
