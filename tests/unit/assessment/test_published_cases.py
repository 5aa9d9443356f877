"""Whole tiny engagements in the style of published failures.

A flag needs few strong facts, a clearance needs breadth.
"""

import pytest
import yaml
from assessment_builders import CASES, assessed

from readiness.folder.engagement import read_engagement

STORIES = {path.stem: yaml.safe_load(path.read_text("utf-8")) for path in CASES.glob("published/*.yaml")}
EXPECTED = {
    "advice", "because", "strategy", "organization", "technology", "relationship",
    "one_sided", "root", "diagnostics", "would_change_to",
}  # fmt: skip


@pytest.fixture(params=sorted(STORIES))
def story(request):
    return STORIES[request.param]


def read(root, files):
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return read_engagement(root)


def told(pitfall, keys):
    judgement = pitfall.judgement
    found = {
        "verdict": judgement.verdict,
        "proof": judgement.proof,
        "because": judgement.because,
        "severity": pitfall.severity,
        "unchecked": judgement.unchecked,
        "confidence": pitfall.confidence.level,
    }
    return {key: found[key] for key in keys if key != "coverage_below"}


def test_verdicts_and_decision(story, tmp_path):
    expected = story["expected"]
    assert set(expected) <= EXPECTED
    reading = read(tmp_path, story["files"])
    assert {d.code for d in reading.diagnostics} == set(expected.get("diagnostics", ()))
    found = assessed(reading.engagement)
    for name, pitfall in found.pitfalls.items():
        wanted = dict(expected[name])
        below = wanted.pop("coverage_below", 1.01)
        assert told(pitfall, wanted) == wanted, name
        assert pitfall.judgement.sums.coverage < below, name
    assert found.decision.advice == expected["advice"]
    assert list(found.decision.because) == expected["because"]
    for name, side in expected.get("one_sided", {}).items():
        assert found.pitfalls[name].one_sided == side
    if "root" in expected:
        assert found.root.hit is expected["root"]
    if "would_change_to" in expected:
        assert expected["would_change_to"] in {change.advice for change in found.decision.would_change}


def test_names_and_order_of_files_change_nothing(story, tmp_path):
    files = story["files"]
    answers = [text for name, text in files.items() if name.startswith("responses/")]
    turned = {"engagement.yaml": files["engagement.yaml"]}
    turned |= {f"responses/{number}.yaml": text for number, text in enumerate(reversed(answers))}
    one = assessed(read(tmp_path / "one", files).engagement)
    two = assessed(read(tmp_path / "two", turned).engagement)
    assert one.pitfalls == two.pitfalls
    assert (one.decision, one.actions, one.root, one.gaps) == (two.decision, two.actions, two.root, two.gaps)


def test_without_its_gate_no_story_is_more_than_the_rest_of_its_facts(story, tmp_path):
    """A flag by a gate alone becomes something milder when nobody says yes."""
    silenced = {name: text.replace("gate: yes", "gate: no") for name, text in story["files"].items()}
    found = assessed(read(tmp_path, silenced).engagement)
    for name, pitfall in found.pitfalls.items():
        assert pitfall.judgement.because != "gate"
        if story["expected"][name].get("because") == "gate":
            assert pitfall.judgement.proof != "proved"
    assert found.decision.advice != "stop"


def test_every_advice_has_a_story():
    assert {story["expected"]["advice"] for story in STORIES.values()} == {
        "stop", "hold", "ask", "step", "proceed",
    }  # fmt: skip
