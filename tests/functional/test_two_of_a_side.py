"""Two people of IT beside eight of business: nothing of theirs is told, on any page or as JSON."""

from __future__ import annotations

import json
import re

import pytest

LANGUAGES = ("en", "zh-Hant", "zh-Hans")
APART = (
    "Contested",
    "Both sides alone",
    "IT and business disagree",
    "of the scale apart",
    "判定有爭議",
    "双方有争议",
)


@pytest.fixture
def two(boise):
    """Return the example of Boise with two people of IT."""
    (boise / "responses" / "it-3.yaml").unlink()
    return boise


def answer(folder, person, question, value=None):
    """Write another answer of a person to a question, or take the answer away."""
    path = folder / "responses" / f"{person}.yaml"
    text = re.sub(rf"^  {question}:.*\n(    .*\n)*", "", path.read_text("utf-8"), flags=re.MULTILINE)
    if value is not None:
        text = text.replace("answers:\n", f"answers:\n  {question}: {value}\n", 1)
    path.write_text(text, "utf-8")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_sides_are_not_told_apart(two, command, tmp_path, language):
    assert command("report", two, "-o", tmp_path / "x.html", "--language", language).returncode == 0
    html = (tmp_path / "x.html").read_text("utf-8")
    assert [words for words in APART if words in html] == []
    row = re.search(r'<td class="id">P2-X1</td>(.*?)</tr>', html[html.index('class="appendix"') :]).group(1)
    assert re.findall(r'<td class="num"[^>]*>([^<]*)</td>', row)[1:] == ["–", "–"]


def test_json_tells_as_little(two, command):
    found = json.loads(command("assess", two, "--format", "json").stdout)
    assert found["disagreement"] is None
    for pitfall in found["pitfalls"]:
        assert pitfall["contested"] is None
        assert "disagreement" not in pitfall["doubts"]
        hidden = [one for one in pitfall["reasons"] if "Too few people" in one["sentence"]]
        for one in hidden:
            assert (one["contribution"], one["evidence"], one["source"]) == (None, None, None)
            assert (one["answers"], one["comments"]) == ([], [])


def test_a_lone_answer_of_it_is_not_told_where_business_is_large(two, command, tmp_path):
    """The best witness of P4-Q4 is IT; business answers beside it."""
    answer(two, "it-1", "P4-Q4", 0)
    answer(two, "it-2", "P4-Q4")
    for number in (1, 2, 3):
        answer(two, f"business-{number}", "P4-Q4", 2)
    command("report", two, "-o", tmp_path / "x.json", "--language", "en")
    whole = json.loads((tmp_path / "x.json").read_text("utf-8"))
    relationship = whole["view"]["pitfalls"][3]
    (row,) = [row for row in relationship["indicators"] if row["id"] == "P4-Q4"]
    assert (row["state"], row["risk"], row["evidence"]) == ("too few people", "–", "–")
    reasons = [one for one in relationship["reasons"] if one["id"] == "P4-Q4"]
    assert [(one["share"], one["evidence"]) for one in reasons] in ([], [("–", "–")])
    assert relationship["first_reason"] == whole["pitfalls"][3]["first_reason"]
    assert "P4-Q4" not in {gap["id"] for gap in whole["view"]["sides"]["gaps"]}


def test_one_person_of_a_role_is_not_named_by_its_role(boise, command):
    """One of three business people answers P1-Q5, the others of the side do not."""
    for person in ("business-2", "business-3", "executive-1", "executive-2"):
        answer(boise, person, "P1-Q5")
    answer(boise, "business-1", "P1-Q5", 0)
    told = command("assess", boise, "--format", "json", "--language", "en").stdout
    assert "No estimate" not in told
    answer(boise, "business-2", "P1-Q5", 0)
    answer(boise, "business-3", "P1-Q5", 0)
    told = command("assess", boise, "--format", "json", "--language", "en").stdout
    assert "No estimate" in told


def test_a_role_never_stands_beside_its_own_side(boise, command, tmp_path):
    command("report", boise, "-o", tmp_path / "x.json", "--language", "en")
    view = json.loads((tmp_path / "x.json").read_text("utf-8"))["view"]
    roles = {"business departments", "executives", "front line"}
    told = [one["answers"] for pitfall in view["pitfalls"] for one in pitfall["reasons"]]
    told += [said for section in view["further"] for _, _, said in section["rows"]]
    told += [one["answers"] for one in view["own_words"]]
    assert told
    for said in told:
        names = {one["who"] for one in said}
        assert not ("business" in names and names & roles), names


def test_named_people_are_told_apart(two, command):
    cover = two / "engagement.yaml"
    text = re.sub(r"anonymity: \w+", "anonymity: named", cover.read_text("utf-8"), count=1)
    cover.write_text(text, "utf-8")
    found = json.loads(command("assess", two, "--format", "json").stdout)
    assert found["disagreement"] is not None
    assert True in {pitfall["contested"] for pitfall in found["pitfalls"]}
