"""The verdict on one pitfall, its severity and its reasons."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from readiness.assessment.rules import Rules
from readiness.assessment.sign import Sign, Sums, add_up
from readiness.evidence import Grade
from readiness.touchmap.elements import touchpoints_of
from readiness.touchmap.volumes import Traffic

VerdictName = Literal["flag", "watch", "clear", "unknown"]
Proof = Literal["proved", "probable"]
Severity = Literal["minor", "serious", "critical"]


@dataclass(frozen=True)
class Judgement:
    """What the arithmetic says about a pitfall.

    ``proof`` is set for a flag; ``unchecked`` marks a clearance for which less
    than half of the map's weight is known; ``because`` is the key of the rule
    that decided.
    """

    verdict: VerdictName
    proof: Proof | None
    sums: Sums
    because: str
    gates: tuple[str, ...] = ()
    open_gates: tuple[str, ...] = ()
    strong: tuple[str, ...] = ()
    unchecked: bool = False

    @property
    def deciding(self) -> tuple[str, ...]:
        """The yes-or-no questions answered yes, and legal facts, that decided alone."""
        return {"gate": self.gates, "open-gate": self.open_gates}.get(self.because, ())


def judge(signs: tuple[Sign, ...], rules: Rules) -> Judgement:
    """Return the verdict on signs: the first rule of flag, unknown, clear and watch that fits."""
    sums = add_up(signs)
    confirmed = tuple(sign.id for sign in signs if sign.gate == "confirmed")
    asked = tuple(sign.id for sign in signs if sign.gate == "yes")
    strong = tuple(s for s in signs if s.state == "known" and s.risk >= rules.flag.strong_sign - 1e-12)
    names = tuple(sign.id for sign in strong)

    def verdict(
        name: VerdictName, because: str, *, proof: Proof | None = None, unchecked: bool = False
    ) -> Judgement:
        return Judgement(name, proof, sums, because, confirmed, asked, names, unchecked)

    if confirmed:
        return verdict("flag", "gate", proof="proved")
    if _strong_enough(strong, sums, rules):
        return verdict("flag", "signs", proof=_proof(signs, sums, rules))
    if sums.coverage < rules.unknown.coverage or (
        sums.coverage < rules.unknown.coverage_without_sign and not strong
    ):
        if asked:
            return verdict("watch", "open-gate")
        return verdict("unknown", "coverage")
    held = _against_clearance(signs, sums, rules, gate=bool(asked))
    if held:
        return verdict("watch", held)
    return verdict("clear", "clear", unchecked=not _map_known(signs, rules))


def _strong_enough(strong: Sequence[Sign], sums: Sums, rules: Rules) -> bool:
    flag = rules.flag
    if sums.risk is None or len(strong) < flag.signs:
        return False
    share = sum(sign.weight for sign in strong) / sums.whole
    if share < flag.signs_share - 1e-12:
        return False
    return sums.risk >= flag.risk_alone - 1e-12 or (
        sums.risk >= flag.risk - 1e-12 and sums.coverage >= flag.coverage - 1e-12
    )


def _proof(signs: Iterable[Sign], sums: Sums, rules: Rules) -> Proof:
    evidenced = sum(sign.load for sign in signs if sign.grade >= Grade.E1)
    covered = sums.coverage >= rules.flag.coverage - 1e-12
    return "proved" if covered and evidenced >= rules.flag.proved_share * sums.load - 1e-12 else "probable"


def _against_clearance(signs: Iterable[Sign], sums: Sums, rules: Rules, *, gate: bool) -> str:
    """Return the key of the first reason against a clearance, empty if there is none."""
    clear = rules.clear
    signs = tuple(signs)
    witnessed = sum(s.weight for s in signs if s.known and s.witnessed) / sums.whole
    good = sum(s.weight for s in signs if s.known and s.risk < clear.good_risk and s.grade >= Grade.E1)
    reasons: tuple[tuple[str, bool], ...] = (
        ("risk", sums.risk is None or sums.risk > clear.risk + 1e-12),
        ("thin", sums.coverage < clear.coverage - 1e-12),
        ("wide", sums.high > clear.high + 1e-12),
        ("unwitnessed", witnessed < clear.witnessed - 1e-12),
        ("undocumented", good < clear.evidenced * sums.known - 1e-12),
        ("open-gate", gate),
        ("legal", any(s.legal and s.on_map and s.known and s.risk == 1 for s in signs)),
    )
    return next((key for key, against in reasons if against), "")


def _map_known(signs: Iterable[Sign], rules: Rules) -> bool:
    facts = [sign for sign in signs if sign.on_map and sign.state != "not-applicable"]
    whole = sum(sign.weight for sign in facts)
    known = sum(sign.weight for sign in facts if sign.known)
    return known >= rules.clear.map_known * whole - 1e-12


def reasons(
    signs: Iterable[Sign], most: int | None = 3, *, deciding: Iterable[str] = ()
) -> tuple[tuple[Sign, float], ...]:
    """Return the first reasons with their contributions w r / K, ties by id.

    Those ``deciding`` alone come first, matters of law before others, since no
    sum weighs as much; then the heaviest contributions.
    """
    signs, first = tuple(signs), frozenset(deciding)
    known = add_up(signs).known
    found = sorted(
        (sign for sign in signs if sign.load > 0 or sign.id in first),
        key=lambda s: (s.id not in first, s.id in first and not s.legal, -round(s.load, 9), s.id),
    )
    return tuple((sign, sign.load / known if known else 0.0) for sign in found[:most])


@dataclass(frozen=True)
class Exposure:
    """The part of the company that a pitfall concerns, 0 to 1, and why."""

    share: float
    because: Literal["gate", "answer", "fact", "no-map", "touchpoints", "none"]


def exposure(signs: Iterable[Sign], judgement: Judgement, traffic: Traffic | None, rules: Rules) -> Exposure:
    """Return the exposure: all of the company for a gate or an answer, else its contacts.

    ``traffic`` is None without a map.  A heaviest fact that leads to no
    touchpoint, such as a date, concerns the whole company too.
    """
    signs = tuple(signs)
    if judgement.gates:
        return Exposure(1.0, "gate")
    most = max((round(sign.load, 9) for sign in signs), default=0.0)
    heaviest = [sign for sign in signs if most and round(sign.load, 9) == most]
    if any(sign.kind in ("answer", "derived") for sign in heaviest):
        return Exposure(1.0, "answer")
    if traffic is None:
        return Exposure(rules.severity.without_map, "no-map")
    if heaviest and not any(touchpoints_of(traffic.map, sign.elements) for sign in heaviest):
        return Exposure(1.0, "fact")
    hit = {
        touchpoint
        for sign in signs
        if sign.kind == "map" and sign.known and sign.risk >= rules.severity.fact_risk
        for touchpoint in touchpoints_of(traffic.map, sign.elements)
    }
    total = traffic.all(traffic.map.touchpoints)
    share = sum(traffic.total(touchpoint) for touchpoint in hit) / total if total else 0.0
    return Exposure(share, "touchpoints" if hit else "none")


def severity(
    signs: Iterable[Sign], judgement: Judgement, exposed: Exposure, rules: Rules
) -> tuple[Severity | None, float]:
    """Return the severity of a flag or watch and S = R x exposure; a legal matter is at least serious."""
    if judgement.verdict not in ("flag", "watch"):
        return None, 0.0
    score = (judgement.sums.risk or 0.0) * exposed.share
    name: Severity = "minor"
    if score >= rules.severity.critical - 1e-12:
        name = "critical"
    elif score >= rules.severity.serious - 1e-12 or any(_legal_matter(s, rules) for s in signs):
        name = "serious"
    return name, score


def _legal_matter(sign: Sign, rules: Rules) -> bool:
    strong = sign.state == "known" and sign.risk >= rules.flag.strong_sign
    return sign.legal and (bool(sign.gate) or strong)
