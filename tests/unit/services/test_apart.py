"""Work in a copy of the process."""

import os

import pytest

from readiness.services.apart import apart


def test_it_returns_what_the_work_returns_and_leaves_nothing_behind():
    seen = []
    assert apart(lambda: seen.append(1) or (os.getpid(), "told"))[1] == "told"
    assert apart(os.getpid) != os.getpid()
    assert seen == []


def test_it_raises_what_the_work_raises():
    def fail():
        raise KeyError("step")

    with pytest.raises(KeyError, match="step"):
        apart(fail)


def test_a_copy_that_ends_without_an_answer_is_told():
    with pytest.raises(MemoryError):
        apart(lambda: os._exit(9))
