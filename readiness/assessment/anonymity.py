"""Whose answers to a question may stand by themselves under the promise given to those who answered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from readiness.assessment.voices import SIDES

_DIGITS = 6
Group = tuple[Literal["role", "side"], str]
"""A role or a side by name; ``business`` is both."""


@dataclass(frozen=True)
class Standing:
    """The sides and the roles whose answers may be shown by themselves; ``business`` is a side and a role."""

    sides: frozenset[str]
    roles: frozenset[str]

    def admits(self, pair: tuple[str, str]) -> bool:
        """Say whether two sides, or two roles of one side, may stand beside each other."""
        return (self.sides if pair[0] in SIDES else self.roles).issuperset(pair)


def standing(sizes: Mapping[str, int], least: int) -> Standing:
    """Return the sides and roles whose answers may be shown by themselves, beside those of all.

    ``sizes`` is the number of people of each role, ``least`` the fewest that
    may be shown.  A group stands alone only if those who are left when it and
    its like are taken away are nobody or enough people too: else the rest would
    be known by subtraction.  Customers are on no side and stand as a role.
    """
    sided = {role for roles in SIDES.values() for role in roles}
    sides = {side: sum(sizes.get(role, 0) for role in roles) for side, roles in SIDES.items()}
    others = {f"{role}, on no side": number for role, number in sizes.items() if role not in sided}
    shown = _apart(sides | others, least)
    roles = {role for role in sizes if f"{role}, on no side" in shown}
    for side, members in SIDES.items():
        if side in shown:
            roles |= _apart({role: sizes.get(role, 0) for role in members}, least)
    return Standing(shown.intersection(SIDES), frozenset(roles))


def shown_as(sizes: Mapping[str, int], least: int) -> Mapping[str, Group]:
    """Return the group as part of which each role's answers may be shown; a role without one may not be.

    ``sizes`` is how many people of each role answered: one question, or
    anything at all.  The roles of a side are shown by themselves only where
    each of them that answered is ``least`` people or more, else as the whole
    side: a side beside one of its own roles would give the others away.
    """
    shown: dict[str, Group] = {}
    sided = {role for roles in SIDES.values() for role in roles}
    for side, roles in SIDES.items():
        spoken = {role: sizes.get(role, 0) for role in roles if sizes.get(role, 0)}
        if all(number >= least for number in spoken.values()):
            shown |= {role: ("role", role) for role in spoken}
        elif sum(spoken.values()) >= least:
            shown |= dict.fromkeys(roles, ("side", side))
    shown |= {
        role: ("role", role)
        for role, number in sizes.items()
        if role not in sided and number >= max(least, 1)
    }
    return shown


def heard(people: Mapping[str, int], least: int) -> frozenset[str]:
    """Return the roles whose answers count among those of all: each on a side of enough people.

    ``people`` is how many of each role answered anything.  Who is on a smaller
    side is not shown in any figure.
    """
    sides = {role: roles for roles in SIDES.values() for role in roles}
    return frozenset(
        role for role in people if sum(people.get(one, 0) for one in sides.get(role, (role,))) >= least
    )


@dataclass(frozen=True)
class Secret:
    """An indicator whose risk is kept back: its weight, and the risks it could have."""

    weight: float
    risks: frozenset[float]


def left_open(secrets: Sequence[Secret], load: float) -> tuple[frozenset[float], ...]:
    """Return for each secret the risks it could have, given what all of them weigh together.

    ``load`` is their sum of weight times risk, which follows from the sums of a
    pitfall and the indicators that are shown.
    """
    rests = (_sums((*secrets[:place], *secrets[place + 1 :])) for place in range(len(secrets)))
    return tuple(_open(secret, load, rest) for secret, rest in zip(secrets, rests, strict=True))


def chance_open(secrets: Sequence[Secret], few: int) -> float:
    """Return in which part of all cases each of the first ``few`` secrets keeps more than one risk.

    Nothing of what was answered goes into it, so that nothing of it follows
    from a choice that rests on it.
    """
    rests = [_sums((*secrets[:place], *secrets[place + 1 :])) for place in range(few)]
    sums = _sums(secrets)
    kept = sum(
        number
        for load, number in sums.items()
        if all(
            len(secret.risks) == 1 or len(_open(secret, load, rest)) > 1
            for secret, rest in zip(secrets, rests, strict=False)
        )
    )
    return kept / sum(sums.values())


def _open(secret: Secret, load: float, rest: Mapping[float, int]) -> frozenset[float]:
    return frozenset(risk for risk in secret.risks if round(load - secret.weight * risk, _DIGITS) in rest)


def _sums(secrets: Iterable[Secret]) -> Mapping[float, int]:
    """Return what secrets can weigh together, and in how many ways."""
    sums = {0.0: 1}
    for secret in secrets:
        after: dict[float, int] = {}
        for before, ways in sums.items():
            for risk in secret.risks:
                load = round(before + secret.weight * risk, _DIGITS)
                after[load] = after.get(load, 0) + ways
        sums = after
    return sums


def _apart(sizes: Mapping[str, int], least: int) -> frozenset[str]:
    rest = sum(number for number in sizes.values() if number < least)
    if 0 < rest < least:
        return frozenset()
    return frozenset(name for name, number in sizes.items() if number >= least)
