"""Work in a copy of the process: what it returns, what it raises, and what is done meanwhile."""

import os
from pathlib import Path

import pytest

from readiness import services
from readiness.errors import NotFound
from readiness.services.apart import apart

FOLDER = Path(__file__).parent.parent.parent / "examples" / "boise-office"


def test_the_answer_comes_from_a_copy():
    assert apart(os.getpid) != os.getpid()


def test_what_the_copy_raises_is_raised_here():
    def fail():
        raise NotFound("no-such-folder", folder="x")

    with pytest.raises(NotFound) as caught:
        apart(fail)
    assert (caught.value.code, caught.value.values) == ("no-such-folder", {"folder": "x"})


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


def test_a_copy_that_ends_without_an_answer_is_told():
    with pytest.raises(MemoryError):
        apart(lambda: os._exit(9))
