"""Wrong codes are slowed down, right ones are not."""

from __future__ import annotations

import pytest

from readiness.web.throttle import Slowly, Throttle


def test_sixty_people_behind_one_address_all_come_in_at_once() -> None:
    throttle = Throttle(burst=40, per_second=1.0)
    for _ in range(60):
        throttle.check("10.0.0.1", 0.0)
        throttle.succeed("10.0.0.1")


def test_who_guesses_gets_one_try_a_second_after_the_first() -> None:
    throttle = Throttle(burst=40, per_second=1.0)
    tried = 0
    for tick in range(1000):
        try:
            throttle.check("10.0.0.1", tick / 10)
        except Slowly:
            continue
        tried += 1
    assert tried <= 40 + 100
    throttle.check("10.0.0.2", 100.0)  # another address is not slowed


def test_many_addresses_do_not_fill_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("readiness.web.throttle.MOST_ADDRESSES", 100)
    throttle = Throttle(burst=1, per_second=0.001)
    for number in range(1000):
        throttle.check(str(number), 0.0)
    with pytest.raises(Slowly):
        throttle.check("999", 0.0)
