"""Even random numbers that are the same on every machine and in every year."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import shake_128
from itertools import chain, count
from struct import unpack

BITS = 32
_BLOCK = 4096


def draws(seed: int) -> Iterator[int]:
    """Yield whole numbers that are even in [0, 2^32), forever.

    They are the output of SHAKE-128 (FIPS 202, 2015) over the seed and the
    number of the block, eight bytes each: 4 bytes a number, 4,096 numbers a
    block.  All numbers are written with the little end first.  ``seed`` is from
    0 to 2^64 - 1.
    """
    start = seed.to_bytes(8, "little")
    return chain.from_iterable(_block(start + number.to_bytes(8, "little")) for number in count())


def _block(name: bytes) -> tuple[int, ...]:
    return unpack(f"<{_BLOCK}L", shake_128(name).digest(4 * _BLOCK))
