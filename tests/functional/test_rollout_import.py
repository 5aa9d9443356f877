"""``rollout import``: into a folder or a file, and back out again; what stands there stays."""

from __future__ import annotations

import json
import shutil
import xml.etree.ElementTree as ET

import pytest
from click.testing import CliRunner

from readiness import LANGUAGES, services
from readiness.cli.main import main
from readiness.errors import NotFound, Refused
from readiness.folder.exchange.msproject import read_msproject
from readiness.folder.exchange.rollout_draft import PlanRequest
from readiness.resources import examples
from readiness.services.rollout_exchange import export_rollout
from readiness.services.rollout_import import Unfit, import_rollout
from readiness.services.rollouts import open_rollout

OPTIONS = [
    ("boise-office", "big-bang"),
    ("boise-office", "four-waves"),
    ("boise-office", "one-by-one"),
    ("shanghai-gm", "segments-first"),
    ("shanghai-gm", "choose-then-calculate"),
]
SPACE = "{http://schemas.microsoft.com/project}"


@pytest.fixture
def folder(tmp_path):
    return shutil.copytree(examples() / "boise-office", tmp_path / "boise")


def run(*words):
    return CliRunner().invoke(main, [*map(str, words)])


def plan(tmp_path, text, name="plan.xml"):
    file = tmp_path / name
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return file


def small(tmp_path):
    task = "<Task><UID>1</UID><Name>A</Name><Duration>PT8H0M0S</Duration></Task>"
    return plan(
        tmp_path, f'<Project xmlns="http://schemas.microsoft.com/project"><Tasks>{task}</Tasks></Project>'
    )


# -- there and back


@pytest.mark.parametrize(("name", "option"), OPTIONS)
def test_steps_of_every_option_come_back(tmp_path, name, option):
    case = open_rollout(examples() / name)
    arrangement = case.arrangement(option)
    file = export_rollout(examples() / name, tmp_path / "p.xml", form="msproject", option=option).file
    reading = read_msproject(file.read_bytes(), file, PlanRequest("p.xml")).finished("")
    assert not reading.diagnostics
    found = reading.rollout
    assert (found.id, found.day_hours) == (case.rollout.id, case.rollout.day_hours)
    assert [*found.pool] == [*(key for key, one in arrangement.steps.items() if one.done), *arrangement.order]
    for key, step in found.pool.items():
        was = arrangement.steps[key]
        assert (step.kind, step.team, step.people, step.done) == (was.kind, was.team, was.people, was.done)
        assert step.after == tuple(one for one in was.after if one in found.pool), key
        pairs = (
            (step.days, was.days),
            (step.cost.once, was.cost.once),
            (step.cost.monthly, was.cost.monthly),
        )
        for now, before in (*pairs, (step.benefit.monthly, was.benefit.monthly)):
            assert (now.shape, now.points) == (before.shape, pytest.approx(before.points))
        assert step.benefit.ramp_months == was.benefit.ramp_months
        assert str(step.note) == str(case.words.text(was.note))
    option_ = found.options[0]
    assert option_.id == option
    if arrangement.barriers:
        assert option_.waves == arrangement.waves
    else:
        assert option_.order == arrangement.order
    assert [(team.id, team.people, team.changes) for team in found.teams] == [
        (team.id, team.people, team.changes) for team in case.rollout.teams
    ]
    if name == "boise-office":  # in the other example teams work in the usual week, which has no calendar
        assert len(found.calendars) == len(case.rollout.calendars)
    closed = {str(case.words.title(one.title, one.id)): one.closed for one in case.rollout.calendars}
    assert all(set(one.closed) == set(closed[str(one.title)]) for one in found.calendars)


@pytest.mark.parametrize("form", ["msproject", "csv", "xlsx"])
@pytest.mark.parametrize("option", ["four-waves", "one-by-one"])
def test_out_in_and_out_again_is_the_same_file(tmp_path, folder, form, option):
    """The first way in leaves behind what the format cannot hold; from then on nothing changes any more."""
    suffix = {"msproject": "xml"}.get(form, form)
    import_rollout(
        export_rollout(folder, tmp_path / f"plan.{suffix}", form=form, option=option).file,
        folder, speak="en", replace=True,
    )  # fmt: skip
    one = export_rollout(folder, tmp_path / f"one.{suffix}", form=form).file.read_bytes()
    text = (folder / "rollout.yaml").read_text("utf-8")
    (tmp_path / f"plan.{suffix}").write_bytes(one)
    import_rollout(tmp_path / f"plan.{suffix}", folder, speak="en", replace=True)
    assert (folder / "rollout.yaml").read_text("utf-8") == text
    two = export_rollout(folder, tmp_path / f"two.{suffix}", form=form).file.read_bytes()
    assert one == two


def test_a_duration_changed_in_the_other_tool_is_the_likeliest_now(tmp_path):
    file = export_rollout(
        examples() / "boise-office", tmp_path / "p.xml", form="msproject", option="four-waves"
    ).file
    tree = ET.parse(file)  # noqa: S314 - written here
    task = next(
        one for one in tree.iter(f"{SPACE}Task") if one.findtext(f"{SPACE}Name").startswith("Rules for")
    )
    task.find(f"{SPACE}Duration").text = "PT240H0M0S"  # 30 days, more than the 25 at most
    tree.write(file, encoding="utf-8", xml_declaration=True)
    reading = read_msproject(file.read_bytes(), file, PlanRequest("p.xml")).finished("")
    assert reading.rollout.pool["ways-of-working"].days.points == (8, 30, 30)
    assert [one.code for one in reading.lost if one.code == "duration-changed"] == ["duration-changed"]


@pytest.mark.parametrize("form", ["msproject", "csv", "xlsx"])
def test_the_draft_passes_the_check_and_can_be_compared(tmp_path, folder, form):
    suffix = {"msproject": "xml"}.get(form, form)
    file = export_rollout(folder, tmp_path / f"p.{suffix}", form=form, option="four-waves").file
    done = import_rollout(file, folder, speak="en", replace=True)
    assert done.older == folder / "rollout.yaml.before"
    assert (done.read, done.named) == (9, True)
    checked = services.check(folder)
    assert checked.errors == 0, checked.told
    assert open_rollout(folder).arrangements[0].waves[0] == ("ways-of-working", "expert-line")


# -- where it is written


def test_what_stands_there_stays(tmp_path, folder):
    before = (folder / "rollout.yaml").read_bytes()
    done = run("rollout", "import", small(tmp_path), "-o", folder)
    assert done.exit_code == 3
    assert "--replace" in done.output
    assert (folder / "rollout.yaml").read_bytes() == before
    done = run("rollout", "import", small(tmp_path), "-o", folder, "--replace")
    assert done.exit_code == 0, done.output
    assert (folder / "rollout.yaml.before").read_bytes() == before
    assert sorted(one.name for one in folder.iterdir() if one.name.startswith(".")) == []


def test_a_folder_that_names_no_rollout_is_told_how(tmp_path, folder):
    (folder / "rollout.yaml").unlink()
    cover = folder / "engagement.yaml"
    lines = cover.read_text("utf-8").splitlines()
    cover.write_text("\n".join(line for line in lines if not line.startswith("rollout:")) + "\n", "utf-8")
    done = run("rollout", "import", small(tmp_path), "-o", folder)
    assert done.exit_code == 0, done.output
    assert "rollout: rollout.yaml" in done.output
    cover.write_text(cover.read_text("utf-8") + "rollout: rollout.yaml\n", "utf-8")
    assert services.check(folder).errors == 0


def test_a_file_of_its_own_and_places_that_are_none(tmp_path):
    done = import_rollout(small(tmp_path), tmp_path / "r.yaml", speak="en")
    assert done.file == tmp_path / "r.yaml"
    with pytest.raises(Refused, match="rollout-exists"):
        import_rollout(small(tmp_path), tmp_path / "r.yaml", speak="en")
    with pytest.raises(Refused, match="no-place"):
        import_rollout(small(tmp_path), tmp_path / "none" / "r.yaml", speak="en")
    with pytest.raises(NotFound, match="no-such-folder"):
        import_rollout(small(tmp_path), tmp_path / "none", speak="en")
    with pytest.raises(NotFound, match="not-a-folder"):
        import_rollout(small(tmp_path), small(tmp_path), speak="en")


def test_json_says_what_was_done(tmp_path):
    done = run("rollout", "import", small(tmp_path), "-o", tmp_path / "r.yaml", "--format", "json")
    values = json.loads(done.stdout)
    assert values == {
        "written": str(tmp_path / "r.yaml"),
        "older": None,
        "steps": 1,
        "not_carried_over": [],
        "diagnostics": [],
    }
    done = run("rollout", "import", plan(tmp_path, "x"), "-o", tmp_path / "s.yaml", "--format", "json")
    assert done.exit_code == 2
    assert [one["code"] for one in json.loads(done.stdout)["diagnostics"]] == ["plan-xml"]


# -- strange and hostile files


@pytest.mark.parametrize(
    ("text", "name", "error"),
    [
        ("x", "p.mpp", "rollout-import-suffix"),
        ("<!DOCTYPE a><Project/>", "p.xml", "import-entities"),
        ("<Project>" + "<a>" * 99 + "</a>" * 99 + "</Project>", "p.xml", "plan-too-large"),
        (b"<Project>" + b" " * (17 * 1024 * 1024) + b"</Project>", "p.xml", "plan-too-large"),
    ],
)
def test_what_is_refused(tmp_path, text, name, error):
    with pytest.raises(Refused, match=error):
        import_rollout(plan(tmp_path, text, name), tmp_path / "r.yaml", speak="en")
    assert not (tmp_path / "r.yaml").exists()
    done = run("rollout", "import", tmp_path / name, "-o", tmp_path / "r.yaml")
    assert done.exit_code == 3
    assert done.output.startswith("readiness: ")


@pytest.mark.parametrize("name", ["none.xml", "none.csv", "none.xlsx"])
def test_a_missing_file(tmp_path, name):
    with pytest.raises(NotFound):
        import_rollout(tmp_path / name, tmp_path / "r.yaml", speak="en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_mistakes_are_shown_at_their_line_in_every_language(tmp_path, language):
    link = "<PredecessorLink><PredecessorUID>{}</PredecessorUID></PredecessorLink>"
    tasks = "\n".join(
        f"<Task><UID>{one}</UID><Name>T{one}</Name><Duration>PT8H0M0S</Duration>{link.format(other)}</Task>"
        for one, other in ((1, 2), (2, 1))
    )
    file = plan(
        tmp_path, f'<Project xmlns="http://schemas.microsoft.com/project"><Tasks>\n{tasks}</Tasks></Project>'
    )
    with pytest.raises(Unfit) as unfit:
        import_rollout(file, tmp_path / "r.yaml", speak=language)
    (told,) = unfit.value.checked.told
    assert told.code == "rollout-circle"
    assert (unfit.value.read, unfit.value.refused) == (2, 1)
    done = run("--language", language, "rollout", "import", file, "-o", tmp_path / "r.yaml")
    assert done.exit_code == 2
    assert "plan.xml:2" in done.output
    assert not (tmp_path / "r.yaml").exists()


def test_a_name_that_a_terminal_would_obey_is_harmless(tmp_path):
    escape = "\x1b]0;x\x07"
    file = plan(tmp_path, small(tmp_path).read_bytes(), f"p{escape}.xml")
    done = run("rollout", "import", file, "-o", tmp_path / "r.yaml")
    assert done.exit_code == 0, done.output
    assert "\x1b" not in (tmp_path / "r.yaml").read_text("utf-8")


def test_the_remarks_are_in_the_language_of_the_terminal(tmp_path):
    texts = set()
    for language in LANGUAGES:
        out = tmp_path / f"{language}.yaml"
        import_rollout(small(tmp_path), out, speak=language)
        text = out.read_text("utf-8")
        assert max(map(len, text.splitlines())) <= 110
        texts.add(text)
    assert len(texts) == len(LANGUAGES)
