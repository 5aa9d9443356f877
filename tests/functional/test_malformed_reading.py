"""Cases of ``tests/cases/reading``: small files, and every diagnostic that reading them gives.

A case has ``files`` (text by name) and ``expect``, the whole list of
``code file:line:column``, with ``-> label file:line:column`` where a second
place is named; ``says`` lists sentences that must be among the words.  The
files of ``BASE`` stand in each folder that does not write its own; a name with
nothing after it takes the file away.
"""

from pathlib import Path

import pytest
import yaml

from readiness.folder import library
from readiness.folder.engagement import read_engagement

CASES = Path(__file__).parents[1] / "cases" / "reading"
OPTIONAL = {"touchmap": "touchmap.yaml", "to_be": "to-be.yaml"}
RESPONSE = "format: response/1\nquestionnaire: technology-fit\nrespondent: it-1\nrole: it\nanswers: {}\n"


def load_cases():
    for path in sorted(CASES.glob("*.yaml")):
        for case in yaml.load(path.read_text("utf-8"), yaml.CBaseLoader)["cases"]:  # noqa: S506 keeps text
            yield pytest.param(case, id=f"{path.stem}: {case['name']}")


def base(files):
    profile = (
        "format: engagement/1\nid: shop\ntitle: Shop\nas_of: 2000-12-01\nprogramme: {status: choosing}\n"
    )
    named = "".join(f"{key}: {name}\n" for key, name in OPTIONAL.items() if name in files)
    return {"engagement.yaml": profile + named, "responses/it-1.yaml": RESPONSE}


def write(folder, files):
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())


def told(diagnostic):
    related = "".join(f" -> {other.label} {other.span}" for other in diagnostic.related)
    return f"{diagnostic.code} {diagnostic.span}{related}"


def words(diagnostic):
    """Return message and hint; KeyError where a place is not filled."""
    phrases, values = library.phrases(), dict(diagnostic.values)
    if phrases.has(f"kinds.{values.get('value')}"):
        values["value"] = phrases.words[f"kinds.{values['value']}"]
    if "allowed" in values:
        values["allowed"] = ", ".join(values["allowed"])
    used = [f"rules.{diagnostic.code}.message", f"rules.{diagnostic.code}.hint"]
    used += [f"labels.{other.label}" for other in diagnostic.related]
    used += [f"labels.{optional}" for optional in ("near", "allowed") if values.get(optional)]
    used += ["labels." + phrases.words[f"rules.{diagnostic.code}.severity"]]
    return [phrases.say(key, **values) for key in used]


@pytest.mark.parametrize("case", list(load_cases()))
def test_a_folder_gives_exactly_these_diagnostics(case, tmp_path):
    files = base(case["files"]) | case["files"]
    write(tmp_path, {name: text for name, text in files.items() if text != "absent"})
    reading = read_engagement(tmp_path)
    assert [told(diagnostic) for diagnostic in reading.diagnostics] == case["expect"]
    sentences = [sentence for diagnostic in reading.diagnostics for sentence in words(diagnostic)]
    assert [said for said in case.get("says", ()) if said not in sentences] == []
