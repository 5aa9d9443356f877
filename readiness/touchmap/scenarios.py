"""Sets of scenarios: which of many imagined outages an element does not survive."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

BLOCK = 8192
_MANY = 24


@dataclass(frozen=True)
class Everywhere:
    """The set of all scenarios, for sets that do not list them."""

    def __or__(self, _other: object) -> Everywhere:
        return self

    __ror__ = __or__

    def __and__(self, other: Any) -> Any:
        return other

    __rand__ = __and__


@dataclass(frozen=True)
class Scenarios:
    """Imagined outages, each a tuple of elements that fail together, as an algebra for ``dependence.lost``.

    Up to ``BLOCK`` scenarios are the bits of one integer, so that an operation
    serves all of them; more of them are frozen sets, which stay small where an
    element depends on few others.  Scenario -1 is that nothing fails.
    """

    outages: Sequence[tuple[str, ...]]
    bits: bool
    by_element: Mapping[str, Any]
    always: Any
    never: Any

    def fails(self, element: str) -> Any:
        """Return the scenarios in which an element fails by itself."""
        return self.by_element.get(element, self.never)

    def members(self, when: Any) -> Iterator[int]:
        """Yield the numbers of the scenarios in a set, without that in which nothing fails.

        A set that holds that one yields nothing: what never works is not lost.
        """
        if not self.bits:
            yield from sorted(when) if isinstance(when, frozenset) else ()
        elif not when & 1 and when.bit_count() > _MANY:
            digits = f"{when:b}"[::-1]  # one pass over all digits, where the other way is one for each member
            place = digits.find("1")
            while place >= 0:
                yield place - 1
                place = digits.find("1", place + 1)
        elif not when & 1:
            while when:
                lowest = when & -when
                yield lowest.bit_length() - 2
                when ^= lowest

    def holds(self, when: Any, number: int) -> bool:
        """Say whether a scenario is in a set."""
        if self.bits:
            return bool(when >> (number + 1) & 1)
        return number in when if isinstance(when, frozenset) else True


def scenarios(outages: Sequence[tuple[str, ...]]) -> Scenarios:
    """Return outages as an algebra."""
    bits = len(outages) <= BLOCK

    def one(number: int) -> Any:
        return 2 << number if bits else frozenset((number,))

    never: Any = 0 if bits else frozenset()
    by_element: dict[str, Any] = {}
    for number, elements in enumerate(outages):
        for element in elements:
            by_element[element] = by_element.get(element, never) | one(number)
    return Scenarios(outages, bits, by_element, -1 if bits else Everywhere(), never)
