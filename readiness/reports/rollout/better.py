"""Phasings that were found, in words: what each is best at, and which of the planner's own it beats."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import ceil

from readiness.i18n import Line
from readiness.reports.rollout.teller import Teller
from readiness.reports.section import Section, Table
from readiness.rollout.comparison import Price
from readiness.rollout.omission import Omission
from readiness.rollout.outcome import Outcome
from readiness.rollout.phasings import Phasing, Waves
from readiness.rollout.setting import Setting

MOST_SHOWN, MOST_REASONS = 10, 3
DAY = 86400


def better_sections(
    teller: Teller,
    setting: Setting,
    found: Sequence[Phasing],
    own: Mapping[str, Phasing],
    outcomes: Mapping[str, Outcome],
    *,
    proof: str,
    tried: int,
    beaten: Mapping[str, Phasing | None],
    without: Sequence[Omission] = (),
    ended: str = "",
    gaps: Sequence[float | None] = (None, None, None),
    fewer: tuple[int, int] = (0, 0),
    each: int = 0,
    reasons: Mapping[str, Sequence[str]] | None = None,
) -> tuple[Section, ...]:
    """Return what was tried, the phasings that no other beats, and the planner's own beside them.

    ``gaps`` are shares by which the best end, contacts and worth could still be
    better; ``fewer`` the trials that were done and asked for, ``each`` those of
    every way that was tried; ``reasons`` why an option of the planner never ends.
    """
    shown = spread(found, MOST_SHOWN, always=[one for one in beaten.values() if one is not None])
    number = {one.waves: place for place, one in enumerate(found, start=1)}
    sentences = [_say(teller, f"tried.{proof}", tried=teller.words.number(tried))]
    if ended:
        sentences.append(_say(teller, f"ended.{ended}"))
    if fewer[0] < fewer[1]:
        sentences.append(_say(teller, "fewer", done=teller.words.number(fewer[0]),
                              asked=teller.words.number(fewer[1])))  # fmt: skip
    proven = _say(teller, "proven", trials=teller.words.number(each)) if proof == "all" else None
    sentences.append(proven or _gaps(teller, gaps))
    if not found:
        sentences.append(_say(teller, "none"))
    else:
        more = len(found) - len(shown)
        key = "front-some" if more else "front"
        told = teller.words.number(len(found))
        sentences.append(_say(teller, key, number=told, shown=teller.words.number(len(shown))))
        sentences += _aims(teller, shown, number)
    head = [_say(teller, f"column.{name}") for name in ("number", "waves", "done", "contacts", "worth")]
    rows = [(str(number[one.waves]), _waves(teller, one), *_figures(teller, setting, one)) for one in shown]
    right = frozenset({0, 3, 4})
    sections = [
        Section(
            "front", _say(teller, "title"), tuple(sentences), (Table(tuple(head), tuple(rows), right=right),)
        )
    ]
    own_rows = tuple(
        (teller.option(outcomes[name]), *_figures(teller, setting, one)) for name, one in own.items()
    )
    own_head = (_say(teller, "column.own"), *head[2:])
    compared = tuple(
        _own(teller, own, outcomes, found=found, beaten=beaten, number=number, reasons=reasons or {})
    )
    sections.append(
        Section(
            "own", _say(teller, "own.title"), compared, (Table(own_head, own_rows, right=frozenset({2, 3})),)
        )
    )
    dear = [one for one in without if one.money >= 1]
    if dear:
        left = tuple(_omitted(teller, one) for one in sorted(dear, key=lambda one: -one.money))
        sections.append(Section("without", _say(teller, "without.title"), left))
    if found:
        best = max(found, key=lambda one: one.npv)
        written = tuple(waves_yaml(best.waves).splitlines())
        sections.append(Section("yaml", _say(teller, "paste"), written))
    return tuple(sections)


def _say(teller: Teller, key: str, /, **values: object) -> Line:
    return teller.words.say(f"rollout-optimise.{key}", **values)


def _gaps(teller: Teller, gaps: Sequence[float | None]) -> Line:
    """Return how far the best rough plans are from the best possible at most; shares are rounded up."""
    told = [
        _say(teller, f"gap.{aim}", share=teller.words.percent(ceil(share * 100 - 1e-9) / 100))
        if share
        else _say(teller, f"gap.{aim}-proven")
        for aim, share in zip(("finish", "exposure", "npv"), gaps, strict=True)
        if share is not None
    ]
    return _say(teller, "gap.known", aims=teller.words.listed(told)) if told else _say(teller, "not-proven")


def spread(found: Sequence[Phasing], most: int, *, always: Sequence[Phasing] = ()) -> tuple[Phasing, ...]:
    """Return few of many: some phasings, the best of each aim, then always the farthest from those chosen."""
    if len(found) <= most:
        return tuple(found)
    aims = [(one.finish, one.exposure, -one.npv) for one in found]
    lows, highs = zip(*((min(column), max(column)) for column in zip(*aims, strict=True)), strict=True)
    scaled = [
        tuple((value - low) / (high - low or 1.0) for value, low, high in zip(one, lows, highs, strict=True))
        for one in aims
    ]
    best = (min(range(len(found)), key=lambda at: aims[at][k]) for k in range(3))
    chosen = list(dict.fromkeys((*(at for at, one in enumerate(found) if one in always), *best)))
    while len(chosen) < most:
        far = max(
            (at for at in range(len(found)) if at not in chosen),
            key=lambda at: min(
                sum((a - b) ** 2 for a, b in zip(scaled[at], scaled[one], strict=True)) for one in chosen
            ),
        )
        chosen.append(far)
    return tuple(found[at] for at in sorted(chosen))


def _aims(teller: Teller, shown: Sequence[Phasing], number: Mapping[Waves, int]) -> Iterator[Line]:
    for key, best in (
        ("earliest", min(shown, key=lambda one: one.finish)),
        ("calmest", min(shown, key=lambda one: one.exposure)),
        ("worthiest", max(shown, key=lambda one: one.npv)),
    ):
        yield _say(teller, f"best.{key}", number=number[best.waves])


def _waves(teller: Teller, one: Phasing) -> Line:
    parts = []
    for place, wave in enumerate(one.waves, start=1):
        names = [teller.words.code(name) for name in wave]
        parts.append(_say(teller, "wave", number=place, steps=teller.words.listed(names)))
    return _say(teller, "joined", parts="; ".join(map(str, parts))) if parts else _say(teller, "none")


def _figures(teller: Teller, setting: Setting, one: Phasing) -> tuple[Line | str, str, str]:
    done = teller.say("never") if one.never else teller.words.day(teller.day(setting.start + int(one.finish)))
    return done, teller.count(one.exposure), teller.worth(one.npv)


def _own(
    teller: Teller,
    own: Mapping[str, Phasing],
    outcomes: Mapping[str, Outcome],
    *,
    found: Sequence[Phasing],
    beaten: Mapping[str, Phasing | None],
    number: Mapping[Waves, int],
    reasons: Mapping[str, Sequence[str]],
) -> Iterator[Line]:
    worthiest = next((one for one in sorted(found, key=lambda one: (-one.npv, one.finish))), None)
    for name, mine in own.items():
        by = beaten[name]
        option = teller.option(outcomes[name])
        for reason in reasons.get(name, ())[:MOST_REASONS]:
            yield _say(teller, "own.never", option=option, reason=reason)
        if by is None:
            yield _unbeaten(teller, option, mine, worthiest, number)
            continue
        which = _say(teller, "own.number", number=number[by.waves])
        yield _say(teller, "own.beaten", option=option, which=which, what=_why(teller, by, mine))


def _unbeaten(
    teller: Teller, option: Line, mine: Phasing, best: Phasing | None, number: Mapping[Waves, int]
) -> Line:
    """Return that no phasing beats an option, and what the worthiest one gives and takes."""
    if best is None or mine.never or best.npv - mine.npv < 1:
        return _say(teller, "own.unbeaten", option=option)
    days = (best.finish - mine.finish) / DAY
    price = Price("", "", days, None, best.exposure - mine.exposure, best.npv - mine.npv)
    which = _say(teller, "own.number", number=number[best.waves])
    return _say(teller, "own.unbeaten-but", option=option, which=which, what=teller.price(price))


def _omitted(teller: Teller, one: Omission) -> Line:
    """Return what leaving out a step would gain."""
    parts = []
    if one.days is not None and one.days <= -1:
        parts.append(teller.say("price.done.earlier", length=teller.length(one.days)))
    if one.contacts <= -1:
        parts.append(teller.say("price.contacts.less", amount=teller.count(-one.contacts)))
    parts.append(teller.say("price.money.more", amount=teller.money(one.money)))
    return _say(teller, "without.line", step=teller.words.code(one.step), what=teller.words.listed(parts))


def _why(teller: Teller, by: Phasing, mine: Phasing) -> Line:
    parts = []
    days = (mine.finish - by.finish) / DAY
    if mine.never:
        parts.append(_say(teller, "why.ends"))
    elif days >= 1:
        parts.append(teller.say("price.done.earlier", length=teller.length(days)))
    if mine.exposure - by.exposure >= 1:
        parts.append(teller.say("price.contacts.less", amount=teller.count(mine.exposure - by.exposure)))
    if by.npv - mine.npv >= 1:
        parts.append(teller.say("price.money.more", amount=teller.money(by.npv - mine.npv)))
    return teller.words.listed(parts) if parts else teller.say("price.same")


def waves_yaml(waves: Sequence[Sequence[str]], name: str = "found") -> str:
    """Return a phasing as an option of ``rollout.yaml``."""
    lines = [f"  - id: {name}", "    waves:", *(f"      - [{', '.join(wave)}]" for wave in waves)]
    return "\n".join(lines) + "\n"
