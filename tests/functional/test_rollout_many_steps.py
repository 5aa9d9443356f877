"""A plan of five hundred steps: a search ends when its time is over."""

from __future__ import annotations

import shutil
import time
from random import Random

import pytest
import yaml

from readiness.resources import examples
from readiness.services.better_options import optimise

STEPS = 500
pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Return the office example with five hundred steps of its teams in the place of its own."""
    where = shutil.copytree(examples() / "boise-office", tmp_path_factory.mktemp("many") / "case")
    random, file = Random(1), where / "rollout.yaml"
    plan = yaml.load(file.read_text("utf-8"), yaml.BaseLoader)  # noqa: S506 - texts only
    touchpoints = sorted({one for step in plan["steps"] for one in step["affects"] if one != "none"})
    teams = [team["id"] for team in plan["teams"]]
    names = [f"step-{number}" for number in range(STEPS)]
    plan["steps"] = [
        _step(random, names, number, random.choice(teams), random.choice(touchpoints))
        for number in range(STEPS)
    ]
    plan["gates"] = [gate for gate in plan["gates"] if "by" not in gate]
    plan["options"] = [
        {"id": "one-by-one", "order": names},
        {"id": "waves", "waves": [names[first : first + 20] for first in range(0, STEPS, 20)]},
    ]
    for key in ("deadlines", "correlation", "dropped"):
        plan.pop(key, None)
    file.write_text(yaml.safe_dump(plan, sort_keys=False, allow_unicode=True), "utf-8")
    return where


def _step(random, names, number, team, touchpoint):
    days = random.randint(2, 20)
    before = (
        {random.randrange(max(0, number - 15), number) for _ in range(random.randint(0, 2))}
        if number
        else set()
    )
    step = {
        "id": names[number],
        "title": f"Step {number}",
        "kind": "technology",
        "team": team,
        "days": {"pert": [days, days + 2, days + 8]},
        "after": [names[one] for one in sorted(before)],
        "cost": {"once": random.randint(100, 9000)},
        "benefit": {"monthly": {"pert": [100, 300, 900]}},
        "affects": {touchpoint: {"severity": 0.05, "dip_days": 5, "notice": "Slower"}},
        "exit_test": {"proves": "It works", "days": 2, "passes": 0.9},
        "roll_back": "The old way stays",
    }
    if random.random() < 0.4:
        step["cut_over"] = {"hours": 4, "calendar": "weekends", "fails": 0.1, "roll_back_hours": 2}
    return step


@pytest.mark.parametrize("seconds", [8])
def test_it_keeps_to_its_seconds_and_has_something_to_show(folder, seconds):
    """By the time that this process had, which other work on the machine does not lengthen."""
    began = time.process_time()
    found = optimise(folder, "en", seconds=seconds, clock=time.process_time)
    text = found.to_text()
    assert time.process_time() - began <= seconds * 1.2
    assert found.ended == "time"
    assert found.tried >= 2
    assert found.front
    assert "--seconds" in text
