"""The planner at Shanghai GM: is there a better order than the one of the source, and can it be defended?"""

from __future__ import annotations

import json
import shutil

import pytest

from readiness.resources import examples
from readiness.services.better_options import optimise

pytestmark = pytest.mark.long
OWN = "article-order"


@pytest.fixture(scope="module")
def better():
    return optimise(examples() / "shanghai-gm", "en", tries=60, trials=1000)


@pytest.fixture(scope="module")
def folder(better, tmp_path_factory):
    """Return the example with what was found as one more option."""
    where = shutil.copytree(examples() / "shanghai-gm", tmp_path_factory.mktemp("planner") / "case")
    with (where / "rollout.yaml").open("a", encoding="utf-8") as file:
        file.write(better.to_yaml())
    return where


def test_something_beats_the_order_of_the_source_in_all_three_aims(better):
    by, own = better.beaten_by(OWN), better.own[OWN]
    assert by is not None
    assert (by.finish, by.exposure, -by.npv) < (own.finish, own.exposure, -own.npv)
    text = better.to_text()
    assert "is beaten by number" in text
    assert "What a solver has proven is about rough plans" in text
    assert "is beaten by none of them. Worth most is number" in text  # all at once is early, and dear


def test_compare_recommends_what_was_found_and_says_its_price(folder, command):
    line = ("rollout", "compare", folder, "--trials", "1000", "--quick", "--language", "en")
    told = json.loads(command(*line, "--format", "json").stdout)
    assert told["recommended"] == "found"
    (price,) = (one for one in told["prices"] if one["against"] == OWN)
    assert price["money"] > 1_000_000
    assert price["contacts"] < 0
    text = command(*line).stdout
    assert "Recommended: Found." in text
    assert "leaves out:" in text  # one of the planner's options does less, so that its end is its own
    assert "What experience says against it" in text
