"""What is kept back cannot be worked out from what is printed, by subtraction or by elimination.

The tests attack: they solve for the hidden risks from the sums, and they look
for a second company whose answers differ and whose report does not.
"""

from __future__ import annotations

import itertools
import json
import re
import shutil
from pathlib import Path

import pytest

from readiness.resources import examples
from readiness.services import assess

RISKS = (0.0, 0.25, 0.5, 0.75, 1.0)
HIDDEN = ("too few people", "not shown")
TAKEN_AWAY = {
    "as-it-is": (),
    "two-of-it": ("it-3",),
    "one-executive": ("executive-2",),
    "two-of-front-line": ("front-line-3",),
}


def answer(folder, person, question, value):
    """Write another answer of a person to a question."""
    path = folder / "responses" / f"{person}.yaml"
    text = re.sub(rf"^  {question}:.*\n(    .*\n)*", "", path.read_text("utf-8"), flags=re.MULTILINE)
    path.write_text(text.replace("answers:\n", f"answers:\n  {question}: {value}\n", 1), "utf-8")


def another(folder, *answers):
    """Return a copy of a folder in which some people answered otherwise."""
    made = Path(shutil.copytree(folder, folder.parent / "another"))
    for people, question, value in answers:
        for person in people:
            answer(made, person, question, value)
    return made


@pytest.fixture
def printed(command, tmp_path):
    """Return everything that report, assess and the summary print of a folder."""

    def run(folder):
        out = tmp_path / "printed.json"
        assert command("report", folder, "-o", out, "--language", "en").returncode == 0
        whole = json.loads(out.read_text("utf-8"))
        return whole, command("assess", folder, "--language", "en").stdout

    return run


@pytest.fixture(params=[*TAKEN_AWAY, "shanghai-gm"])
def folder(request, boise):
    if request.param == "shanghai-gm":
        return examples() / request.param
    for person in TAKEN_AWAY[request.param]:
        (boise / "responses" / f"{person}.yaml").unlink()
    return boise


def number(text):
    return float(text.replace(",", ""))


def solve(pitfall, shown):
    """Return for each hidden indicator the risks that the printed sums leave it."""
    rows = shown["indicators"]
    hidden = [row for row in rows if row["state"].startswith(HIDDEN)]
    told = [row for row in rows if row["risk"] != "–"]
    known = sum(number(row["weight"]) for row in (*hidden, *told))
    load = pitfall["risk"] * known - sum(number(row["weight"]) * number(row["risk"]) for row in told)
    apart = any("estimates differ" in one["sentence"] for one in shown["reasons"])
    could = [
        [risk for risk in RISKS if risk >= 0.5] if row["id"] == "P1-Q6" and apart else RISKS for row in hidden
    ]
    found = [
        risks
        for risks in itertools.product(*could)
        if abs(sum(number(r["weight"]) * risk for r, risk in zip(hidden, risks, strict=True)) - load) < 1e-9
    ]
    return {row["id"]: {risks[place] for risks in found} for place, row in enumerate(hidden)}


def test_no_hidden_risk_follows_from_the_sums(folder, printed):
    whole, _ = printed(folder)
    solved = {}
    for pitfall, shown in zip(whole["pitfalls"], whole["view"]["pitfalls"], strict=True):
        if pitfall["risk"] is not None:
            solved |= solve(pitfall, shown)
    assert len(solved) >= 4
    assert {name for name, risks in solved.items() if len(risks) < 2} == set()


def test_the_word_of_a_best_witness_alone_is_not_told(boise, printed):
    """P2-Q7 is the executives' to answer; of one, its level would be his or her answer."""
    (boise / "responses" / "executive-2.yaml").unlink()
    whole, _ = printed(boise)
    rows = {row["id"]: row for one in whole["view"]["pitfalls"] for row in one["indicators"]}
    assert [(rows[name]["state"], rows[name]["risk"]) for name in ("P1-Q1", "P2-Q4", "P2-Q7")] == [
        ("too few people", "–")
    ] * 3


BUSINESS, EXECUTIVES = ("business-1", "business-2"), ("executive-1", "executive-2")
FRONT_LINE = ("front-line-1", "front-line-2", "front-line-3")
NEAR = tuple(
    ((person,), "P1-Q6", f"{{parts: {{money: {money}, months: 12, hours: 4}}}}")
    for person, money in zip(EXECUTIVES, (3, 2), strict=True)
)
WORLDS = {
    "strategy": ((BUSINESS, "P1-Q5", 0), *NEAR),
    "organization": ((EXECUTIVES, "P2-Q4", 1), (FRONT_LINE, "P2-Q12", "{parts: {a: 4, b: 4}}")),
    "root": ((EXECUTIVES, "R0", "system"),),
}


@pytest.mark.parametrize("answers", list(WORLDS.values()), ids=list(WORLDS))
@pytest.mark.long
def test_other_answers_print_the_same(boise, printed, answers):
    """What is printed fits other answers of the few as well, so that nobody can tell which were given."""
    one, other = (printed(folder) for folder in (boise, another(boise, *answers)))
    assert told(one) == told(other)


def told(whole):
    """Return what is printed without the places of lines, and with figures to nine digits."""
    values, text = whole
    return [re.sub(r"\d+\.\d{9,}", lambda found: f"{float(found[0]):.9f}", json.dumps(values)), text]


def test_two_executives_are_not_told_by_how_much_they_differ(boise, printed):
    whole, text = printed(boise)
    shown = whole["view"]["pitfalls"][0]
    (reason,) = [one for one in shown["reasons"] if one["id"] == "P1-Q6"]
    assert reason["sentence"].startswith("The executives' own estimates differ.")
    assert (reason["share"], reason["evidence"]) == ("–", "–")
    assert "factor of" not in json.dumps(whole) + text
    assert "of 2 executives" not in json.dumps(whole) + text


def test_three_executives_are(boise, printed):
    path = boise / "responses"
    third = (path / "executive-2.yaml").read_text("utf-8").replace("executive-2", "executive-3")
    (path / "executive-3.yaml").write_text(third, "utf-8")
    for person in (*EXECUTIVES, "executive-3"):
        answer(boise, person, "R0", "system")
    whole, text = printed(boise)
    assert "differ by a factor of 4" in json.dumps(whole)
    assert "3 of 3 executives" in text
    assert whole["root"] == {"hit": True, "asked": 3}


def test_a_low_answer_of_few_people_is_in_no_list(boise, printed):
    """Not among what makes ownership unclear, what is open or to be done, or what would change things."""
    (boise / "responses" / "it-3.yaml").unlink()
    whole, _ = printed(boise)
    teller = assess(boise, "en").teller
    signs = [sign for one in teller.assessment.pitfalls.values() for sign in one.signs if sign.known]
    hidden = {sign.id for sign in signs if teller.hides(sign.id)}
    listed = {one["indicator"] for one in whole["ownership"]["answers"]}
    for pitfall in whole["pitfalls"]:
        listed |= {name for change in pitfall["changes"] for name in change["answers"]}
        listed |= {one["indicator"] for one in (*pitfall["actions"], *pitfall["reasons"])} - {"P1-Q6"}
        listed |= set(pitfall["ask"])
    listed |= {name for change in whole["decision"]["would_change"] for name in change["answers"]}
    listed |= {gap["id"] for gap in whole["view"]["sides"]["gaps"]}
    assert len(hidden) > 8
    assert listed & hidden == set()
    assert not any(teller.hides(one["indicator"]) for one in whole["ownership"]["answers"])


def test_a_yes_of_one_of_two_is_not_told(boise, printed):
    """A gate that one of two people of IT answers yes is named nowhere, and nothing says no for it."""
    (boise / "responses" / "it-3.yaml").unlink()
    yes = another(boise, (("it-1",), "P2-Q7", "{value: 1, gate: yes}"))
    answer(boise, "it-1", "P2-Q7", "{value: 1, gate: no}")
    for folder in (boise, yes):
        whole, _ = printed(folder)
        assert whole["ownership"]["gate"] is None
        assert "P2-Q7" not in json.dumps([[p["gates"], p["open_gates"]] for p in whole["pitfalls"]])
        assert "Answered yes: there is no business sponsor" not in json.dumps(whole)


def test_a_deciding_yes_of_one_of_two_is_not_named(boise, printed):
    (boise / "responses" / "it-3.yaml").unlink()
    proof = "{grade: document, ref: plan.pdf}"
    answer(boise, "it-1", "P3-Q3", f"{{value: 0, gate: yes, evidence: {proof}}}")
    whole, text = printed(boise)
    technology = whole["pitfalls"][2]
    assert (technology["verdict"], technology["because"], technology["gates"]) == ("flag", "gate", [])
    assert "Too few people could answer for it to be told which." in text
    assert "P3-Q3" not in json.dumps(technology)


def test_strong_signs_are_not_counted_where_some_are_hidden(boise, printed):
    whole, _ = printed(boise)
    technology = whole["view"]["pitfalls"][2]
    assert any(row["state"].startswith(HIDDEN) for row in technology["indicators"])
    assert technology["why"][0].startswith("Several strong signs together")
    cover = boise / "engagement.yaml"
    named = re.sub(r"anonymity: \w+", "anonymity: named", cover.read_text("utf-8"), count=1)
    cover.write_text(named, "utf-8")
    assert re.match(r"\d+ strong signs", printed(boise)[0]["view"]["pitfalls"][2]["why"][0])


def test_where_the_sums_would_tell_they_are_kept_back(boise, command, printed, tmp_path):
    """All that few people decide in technology is at its worst: the sums leave no choice."""
    for person in ("it-1", "it-2", "it-3"):
        answer(boise, person, "P3-Q11", "{parts: {a: 0, b: 0, c: 0}}")
    answer(boise, "it-3", "P3-Q11", "dont-know")
    for person in ("business-1", "business-2", "business-3"):
        answer(boise, person, "P3-Q1", 0)
    whole, text = printed(boise)
    technology, shown = whole["pitfalls"][2], whole["view"]["pitfalls"][2]
    assert technology["verdict"] == "flag"
    assert {technology[key] for key in ("risk", "low", "high", "severity", "exposure")} == {None}
    assert (shown["risk"], shown["bar"], shown["severity"]) == ("–", None, "–")
    assert re.search(r"3  More technology[^\n]*Flagged[^\n]*\n   Risk – ", text)
    told = json.loads(command("explain", boise, "technology", "--format", "json").stdout)
    assert {told[key] for key in ("load", "risk", "low", "high", "severity")} == {None}
    page = tmp_path / "x.html"
    assert command("report", boise, "-o", page, "--language", "en").returncode == 0
    assert page.read_text("utf-8").count("<circle") < _circles(boise, command, tmp_path)


def _circles(folder, command, tmp_path):
    """Return how many points the bars of the report have where everybody agreed to be named."""
    cover = folder / "engagement.yaml"
    named = re.sub(r"anonymity: \w+", "anonymity: named", cover.read_text("utf-8"), count=1)
    cover.write_text(named, "utf-8")
    command("report", folder, "-o", tmp_path / "named.html", "--language", "en")
    return (tmp_path / "named.html").read_text("utf-8").count("<circle")


def test_the_summary_does_not_tell_what_stands_beside_few_people(boise, command):
    teller = assess(boise, "en").teller
    beside = {name for names in teller.withheld.values() for name in names} - teller.few
    assert beside
    whole = json.loads(command("responses", "summary", boise, "--format", "json").stdout)
    items = {item["id"]: item for one in whole["questionnaires"] for item in one["items"]}
    for name in beside:
        figures = ("distribution", "medians", "role_medians", "sides", "camps", "ranges", "differences")
        assert not any(items[name][key] for key in figures), name
        assert items[name]["values"] >= 3


def test_what_a_side_says_beside_the_word_of_its_witness_is_not_told(boise, printed):
    """P1-Q2 counts as three business people say; the worst of their side would be an executive's."""
    for person in ("business-1", "business-2", "business-3"):
        answer(boise, person, "P1-Q2", 1)
    for person in EXECUTIVES:
        answer(boise, person, "P1-Q2", 0)
    whole, _ = printed(boise)
    (reason,) = [one for one in whole["pitfalls"][0]["reasons"] if one["indicator"] == "P1-Q2"]
    assert "(1 of 4)" in reason["sentence"]
    assert "business" not in {one["who"] for one in reason["answers"]}
