"""A receipt can be followed with paper and pencil: every figure is worked out again from what is printed."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from readiness.errors import NotFound
from readiness.folder import library
from readiness.resources import examples, package_path
from readiness.services import message
from readiness.services.explanations import explain

LANGUAGES = ("en", "zh-Hant", "zh-Hans")
PITFALLS = ("strategy", "organization", "technology", "relationship")
ROW = re.compile(r"^(\S+) +([\d.]+) x +(\S+) = +(\S+) ", re.MULTILINE)
SUM = re.compile(r" = ([\d. +]+) = ([\d.]+)$", re.MULTILINE)
SHARE = re.compile(r"[:：] ?([\d.]+) / ([\d.]+) = ([\d.]+) (>=|<=|<|=) ([\d.]+)[:：] ?(\w+)")
BARE = re.compile(r"[:：] ?([\d.]+) (>=|<=|<|=) ([\d.]+)[:：] ?(\w+)")
CODES = re.compile(r"\b(executive|business|it|front-line)-\d")


def example(name: str) -> Path:
    return examples() / name


@pytest.fixture(scope="module")
def named(tmp_path_factory):
    """Copies of the examples in which all agreed to be named, so that every figure is told."""
    made = tmp_path_factory.mktemp("named")
    for name in ("boise-office", "shanghai-gm"):
        shutil.copytree(examples() / name, made / name)
        cover = made / name / "engagement.yaml"
        cover.write_text(re.sub(r"anonymity: \w+", "anonymity: named", cover.read_text("utf-8")), "utf-8")
    return made


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("pitfall", PITFALLS)
@pytest.mark.parametrize("name", ["boise-office", "shanghai-gm"])
def test_the_sums_follow_from_the_lines_above_them(name, pitfall, language, named):
    told, values = explain(named / name, pitfall, language)
    rows = ROW.findall(told)
    assert len(rows) == len(values["signs"])
    known = [(float(weight), float(risk)) for _, weight, risk, _ in rows if risk != "–"]
    for _, weight, risk, load in rows:
        assert (load == "–") == (risk == "–")
        if risk != "–":
            assert float(weight) * float(risk) == pytest.approx(float(load), abs=1e-3)

    whole, weight, load = ([float(t) for t in terms.split(" + ")] for terms, _ in SUM.findall(told)[:3])
    totals = [float(total) for _, total in SUM.findall(told)[:3]]
    assert [sum(whole), sum(weight), sum(load)] == pytest.approx(totals, abs=1e-3)
    assert weight == [w for w, _ in known]
    assert load == pytest.approx([w * r for w, r in known], abs=1e-3)
    assert set(whole) <= {float(w) for _, w, _, _ in rows}
    assert len(whole) >= len(weight)

    w, k, wr = totals
    figures = dict(zip(("R", "C", "low", "high"), divided(told), strict=True))
    assert figures["R"] == pytest.approx(wr / k, abs=1e-4)
    assert figures["C"] == pytest.approx(k / w, abs=1e-4)
    assert figures["low"] == pytest.approx(wr / w, abs=1e-4)
    assert figures["high"] == pytest.approx((wr + w - k) / w, abs=1e-4)
    percent = library.phrases(language)
    assert percent.language == language


def divided(told):
    """Return the results of the four divisions under the sums."""
    found = []
    for line in told.splitlines():
        match = re.search(r"([\d.]+|\([\d. +-]+\)) / ([\d.]+) = ([\d.]+)(?:$|：|:)", line)
        if match and not line.startswith(" "):
            found.append(float(match[3]))
    return found[:4]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("pitfall", PITFALLS)
@pytest.mark.parametrize("name", ["boise-office", "shanghai-gm"])
def test_every_test_says_what_its_figures_say(name, pitfall, language, named):
    yes = library.phrases(language).say("fact.yes")
    told, _ = explain(named / name, pitfall, language)
    shares = SHARE.findall(told)
    assert len(shares) >= 3
    for part, whole, value, *_ in shares:
        assert float(part) / float(whole) == pytest.approx(float(value), abs=1e-4)
    tests = [found[2:] for found in shares] + BARE.findall(told)
    assert len(tests) > len(shares)
    for value, comparison, bound, answer in tests:
        one, other = float(value), float(bound)
        met = {">=": one >= other, "<=": one <= other, "<": one < other, "=": one == other}[comparison]
        assert met == (answer == yes), (value, comparison, bound, answer)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["boise-office", "shanghai-gm"])
@pytest.mark.long
def test_the_receipt_of_each_answer_leads_to_the_row_of_its_pitfall(name, language, named):
    folder = named / name
    for pitfall in PITFALLS:
        rows = {found[0]: found[1:] for found in ROW.findall(explain(folder, pitfall, language)[0])}
        for one, (weight, risk, load) in list(rows.items())[::4]:
            if risk == "–":
                continue
            told, _ = explain(folder, one, language)
            product = re.search(r" = ([\d.]+) x ([\d.]+) = ([\d.]+)$", told, re.MULTILINE)
            assert product.groups() == (weight, risk, load)
            graded = re.search(r" = 1 - ([\d.]+) / 4 = ([\d.]+)$", told, re.MULTILINE)
            if graded:
                assert 1 - float(graded[1]) / 4 == pytest.approx(float(graded[2]), abs=1e-4)
                assert graded[2] == risk


def test_the_mean_gap_is_the_mean_of_the_gaps_listed(named):
    told, values = explain(named / "boise-office", "P2-X1", "en")
    apart = [
        (float(it), float(business), float(gap))
        for it, business, gap in re.findall(r"IT ([\d.]+), business ([\d.]+), apart ([\d.]+)", told)
    ]
    assert len(apart) == len(values["gaps"]) > 10
    assert all(abs(it - business) == gap for it, business, gap in apart)
    result = float(re.search(r"\) / \(4 x (\d+)\) = ([\d.]+)$", told, re.MULTILINE)[2])
    assert result == pytest.approx(sum(gap for *_, gap in apart) / 4 / len(apart), abs=1e-4)


def test_gaps_of_few_people_are_told_together_only():
    told, values = explain(example("boise-office"), "P2-X1", "en")
    listed = dict(re.findall(r"^   (\S+): IT [\d.]+, business [\d.]+, apart ([\d.]+)$", told, re.MULTILINE))
    kept = {gap["indicator"] for gap in values["gaps"] if gap["it"] is None and gap["business"] is None}
    assert kept == {gap["indicator"] for gap in values["gaps"]} - set(listed)
    assert len(kept) >= 2
    line = next(line for line in told.splitlines() if "Together apart" in line)
    assert all(name in line for name in kept)
    together = float(re.search(r"apart ([\d.]+)\.$", line)[1])
    terms, number, result = re.search(
        r"^\(([\d. +]+)\) / \(4 x (\d+)\) = ([\d.]+)$", told, re.MULTILINE
    ).groups()
    assert sum(map(float, terms.split(" + "))) == sum(map(float, listed.values())) + together
    assert float(result) == pytest.approx(
        (sum(map(float, listed.values())) + together) / 4 / int(number), abs=1e-4
    )


def test_a_weight_changed_in_a_copied_template_changes_the_lines_it_should(boise):
    before = explain(boise, "strategy", "en")[0].splitlines()
    bundled = package_path("questionnaires", "library") / "customer-strategy.yaml"
    text = bundled.read_text("utf-8")
    own = re.sub(r"^version: .*$", 'version: "1.9.0"', text, count=1, flags=re.MULTILINE)
    item = re.search(r"^  - id: P1-Q3\n(?:    .*\n)+", own, re.MULTILINE)[0]
    assert item.count("    weight: 2\n") == 1
    own = own.replace(item, item.replace("    weight: 2\n", "    weight: 3\n"))
    (boise / "questionnaires").mkdir()
    (boise / "questionnaires" / "customer-strategy.yaml").write_text(own, "utf-8")
    after = explain(boise, "strategy", "en")[0].splitlines()
    rows = [line for line in before if ROW.match(line)], [line for line in after if ROW.match(line)]
    changed = [pair for pair in zip(*rows, strict=True) if pair[0] != pair[1]]
    assert [line.split() for line in changed[0]] == [
        ["P1-Q3", "2", "x", "0.25", "=", "0.5", "E1", "3"],
        ["P1-Q3", "3", "x", "0.25", "=", "0.75", "E1", "3"],
    ]
    assert len(changed) == 1
    sums = ["".join(line for line in lines if line.startswith("Sum of")) for lines in (before, after)]
    assert sums[1] == sums[0].replace("0.75 + 0.5 ", "0.75 + 0.75 ", 1).replace("10.5", "10.75")
    assert "R, the risk = 10.75 / 31 = 0.3468" in after
    words = (
        [re.sub(r" *[\d.%]+", "#", line) for line in before],
        [re.sub(r" *[\d.%]+", "#", line) for line in after],
    )
    assert words[0] == words[1]  # nothing but figures


@pytest.mark.parametrize("name", ["boise-office", "shanghai-gm"])
def test_no_receipt_names_a_person(name):
    folder = example(name)
    _, values = explain(folder, "strategy", "en")
    subjects = [*PITFALLS, "decision", "order", "ownership", "root", "R0", "IM-1", "P2-X1"]
    subjects += [sign["indicator"] for sign in values["signs"]]
    for subject in subjects:
        told, found = explain(folder, subject, "en")
        assert not CODES.search(told), subject
        assert not CODES.search(json.dumps(found)), subject


def test_where_all_are_named_each_answer_has_its_place(boise):
    cover = boise / "engagement.yaml"
    cover.write_text(cover.read_text("utf-8").replace("anonymity: sides", "anonymity: named"), "utf-8")
    told, values = explain(boise, "P1-Q3", "en")
    places = re.findall(r"responses/(\S+)\.yaml:(\d+):(\d+)", told)
    assert len(places) == len(values["places"]) >= 3
    for name, line, column in places:
        lines = (boise / "responses" / f"{name}.yaml").read_text("utf-8").splitlines()
        assert lines[int(line) - 1][int(column) - 1 :].startswith("P1-Q3")


def test_the_advice_is_told_rule_by_rule(boise):
    told, values = explain(boise, "decision", "en")
    assert values["advice"] == "hold"
    assert [line["pitfalls"] for line in values["lines"][:2]] == [[], ["organization"]]
    assert "2. Strategy or organization flagged, and proved: Organization" in told
    assert "3. Strategy or organization: not enough known" not in told  # it was not reached


@pytest.mark.parametrize("subject", ["strategy", "organization", "decision"])
def test_what_to_ask_is_short_and_does_not_contradict_itself(subject, boise):
    for path in (boise / "responses").glob("*.yaml"):
        head, _, _ = path.read_text("utf-8").partition("answers:\n")
        path.write_text(f"{head}answers:\n  P1-Q3: 1\n", "utf-8")
    told, values = explain(boise, subject, "en")
    asked = told[told.index("What to ask next, and whom") :]
    asked = asked[: asked.index("\n\n")].splitlines()[1:-1]
    telling = [one for one in values["ask"] if one["share"] > 0]
    rest = len(values["ask"]) - len(telling)
    ids = re.findall(r"P\d-[QMX]\d+", "\n".join(asked))
    assert len(ids) == min(5, len(telling) or rest)
    if telling:
        assert not any("No answer would change it" in line for line in asked)
        assert [line for line in asked if line.endswith("could not change it by itself.")][:1] == (
            [f"   {rest} other question is open and could not change it by itself."] if rest == 1 else []
        )
        if rest > 1:
            assert f"   {rest} other questions are open; none of them could change it by itself." in asked
        if len(telling) > 6:
            more = len(telling) - 5
            assert f"   {more} more questions could each change it by themselves." in asked
    else:
        assert f"{rest} questions are open" in asked[0]


def test_the_receipt_of_a_pitfall_tells_what_one_person_changes(boise):
    """A flag that is proved by one person alone, and the advice with it."""
    told, values = explain(boise, "organization", "en")
    change = values["stability"]["without_person"]
    assert [one["advice"] for one in change] == ["step"]
    turn = change[0]["verdicts"][0]
    assert (turn["before_proof"], turn["after_proof"]) == ("proved", "probable")
    assert "Flagged, proved becomes Flagged, probable" in told
    assert "the advice becomes “commit one reversible step”" in told
    assert "The result stays" not in told


DERIVED = """format: questionnaire/1
id: own-strategy
version: 1.0.0
title: Ours
extends: customer-strategy@^1
changes:
  - {drop: P1-Q9, why: We win nobody back.}
"""
SAID = {
    "en": "leaves P1-Q9 out: We win nobody back.",
    "zh-Hant": "略去了 P1-Q9：We win nobody back.",
    "zh-Hans": "略去了 P1-Q9：We win nobody back.",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_question_that_the_template_drops_is_said_to_be_dropped(language, boise):
    (boise / "questionnaires").mkdir()
    (boise / "questionnaires" / "own-strategy.yaml").write_text(DERIVED, "utf-8")
    cover = boise / "engagement.yaml"
    text = re.sub(r"^questionnaires:.*\n(?:  - .*\n)*", "", cover.read_text("utf-8"), flags=re.MULTILINE)
    cover.write_text(text + "\nquestionnaires: [own-strategy]\n", "utf-8")
    for path in (boise / "responses").glob("*.yaml"):
        kept = [line for line in path.read_text("utf-8").splitlines() if not line.startswith("  P1-Q9:")]
        path.write_text("\n".join(kept) + "\n", "utf-8")
    with pytest.raises(NotFound) as refused:
        explain(boise, "p1-q9", language)
    told = message(refused.value, language)
    assert SAID[language] in told
    assert "own-strategy@1.0.0" in told
    assert "P3-Q9" not in told
    with pytest.raises(NotFound) as refused:
        explain(boise, "CC-Q1", language)
    assert "P1" not in message(refused.value, language)


def test_what_would_move_the_advice_is_asked_first(tmp_path, boise):
    folder = Path(shutil.copytree(boise, tmp_path / "emptied"))
    for path in (folder / "responses").glob("*.yaml"):
        head, _, _ = path.read_text("utf-8").partition("answers:\n")
        path.write_text(f"{head}answers:\n  P1-Q3: 1\n", "utf-8")
    _, values = explain(folder, "strategy", "en")
    shares = [one["share"] for one in values["ask"]]
    assert shares == sorted(shares, reverse=True)
    assert values["ask"]
    assert {one["whom"] for one in values["ask"]} <= {
        "executive",
        "business",
        "it",
        "front-line",
        "both",
        "map",
    }
