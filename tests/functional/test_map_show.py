"""``readiness map show`` by the real command: text, pictures, and what it refuses."""

from __future__ import annotations

from xml.dom import minidom

import pytest
from click.testing import CliRunner

from readiness import LANGUAGES
from readiness.cli.group import Group
from readiness.cli.map_show import show
from readiness.resources import examples

BOISE = str(examples() / "boise-office")
SHANGHAI = str(examples() / "shanghai-gm")


def run(*words):
    group = Group("readiness")
    group.add_command(show)
    return CliRunner().invoke(group, ["show", *words])


def test_the_map_is_printed_as_a_grid():
    done = run(BOISE)
    assert done.exit_code == 0
    assert done.output.startswith("Order by phone: 72,000 of 381,950 contacts a year (19%)")
    assert "Nobody answers for it" in done.output


def test_the_plan_is_another_map():
    assert "Call the expert hotline" not in run(BOISE).output.replace("\n", " ")
    planned = " ".join(run(f"{BOISE}@to-be").output.split())
    assert "Call the expert" in planned


@pytest.mark.parametrize("picture", ["grid", "flow", "coverage", "outages"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_picture_is_written_in_every_language(picture, language, tmp_path):
    out = tmp_path / "map.svg"
    done = run(SHANGHAI, "-o", str(out), "--picture", picture, "--language", language)
    assert (done.exit_code, done.output) == (0, f"{out}\n")
    first = out.read_bytes()
    assert minidom.parseString(first).documentElement.getAttribute("lang") == language  # noqa: S318
    run(SHANGHAI, "-o", str(out), "--picture", picture, "--language", language)
    assert out.read_bytes() == first


def test_one_buyer_is_drawn_alone(tmp_path):
    out = tmp_path / "clerk.svg"
    assert run(BOISE, "-o", str(out), "--picture", "flow", "--buyer", "payables-clerk").exit_code == 0
    svg = out.read_text(encoding="utf-8")
    assert "Accounts-payable clerk" in svg
    assert "Office orderer" not in svg


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["-o", "map.png"], "A map cannot be shown as .png. Possible: .svg, .html."),
        (["-o", "nowhere/map.svg"], "there is no folder nowhere"),
        (["--buyer", "office-orderr"], "Did you mean office-orderer?"),
        (["--buyer", "zzz"], "There is no buyer type zzz. There are: contract-manager, "),
        (["--picture", "flow"], "For flow name a file: -o FILE.svg"),
        (["-o", "map.svg", "--picture", "outages", "--buyer", "office-orderer"], "shows all buyer types"),
        (["-o", "map.html", "--buyer", "office-orderer"], "shows everything at once"),
    ],
)
def test_what_cannot_be_shown_is_refused_in_words(words, said, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    done = run(BOISE, *words)
    assert done.exit_code == 3
    assert said in done.output
    assert list(tmp_path.iterdir()) == []
