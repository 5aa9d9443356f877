"""Work in a copy of the process."""

import os

import pytest

from readiness import services
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


def test_an_invalid_folder_is_told_whole(tmp_path):
    (tmp_path / "engagement.yaml").write_text("format: engagement/1\n")
    with pytest.raises(services.Invalid) as caught:
        apart(lambda: services.assess(tmp_path))
    with pytest.raises(services.Invalid) as plain:
        services.assess(tmp_path)
    assert caught.value.checked.to_json() == plain.value.checked.to_json()
    assert caught.value.checked.errors > 0


def test_something_is_done_here_meanwhile():
    done = []
    assert apart(lambda: len(done), meanwhile=lambda: done.append(1)) == 0
    assert done == [1]


@pytest.mark.parametrize("trouble", [MemoryError, ValueError])
def test_what_the_copy_raises_goes_before_what_is_raised_meanwhile(trouble):
    def fail(error):
        raise error

    with pytest.raises(trouble):
        apart(lambda: 1, meanwhile=lambda: fail(trouble()))
    with pytest.raises(trouble):
        apart(lambda: fail(trouble()), meanwhile=lambda: fail(KeyError()))


def test_work_on_what_comes_from_outside_is_bounded():
    with pytest.raises(MemoryError):
        apart(lambda: [None] * 2**32, seconds=5)
    with pytest.raises(MemoryError):
        apart(_forever, seconds=1)
    assert apart(lambda: 7, seconds=5) == 7


def _forever():
    while True:
        pass
