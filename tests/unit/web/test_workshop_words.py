"""The pages of the live workshop say only what there are words for, and every word is said."""

from __future__ import annotations

import re
from itertools import product

import pytest

from readiness.folder import library
from readiness.resources import package_path, templates
from readiness.rollout.premises import SPANS
from readiness.touchmap.model import CANONICAL_STAGES, KINDS
from readiness.workshop.keys import FIELDS
from readiness.workshop.rights import FACILITATOR, PHASES, ROLES

SCRIPTS = {path.stem: path.read_text(encoding="utf-8") for path in package_path("web", "static").glob("*.js")}
PAGES = {path.name: path.read_text(encoding="utf-8") for path in (templates() / "workshop").glob("*.j2")}
WORDS = {
    key.removeprefix("workshop."): text
    for key, text in library.phrases("en").words.items()
    if key.startswith("workshop.")
}
LISTS = (*KINDS, "pains", "actions")
# what the scripts put together at run time, beside what stands in them as a whole
MADE = {
    *(f"{name}.{one}" for name, one in product(("one", "many", "empty"), LISTS)),
    *(f"{name}.{phase}" for name, phase in product(("phase", "phase-help", "nav"), PHASES)),
    *(f"nav.{name}" for name in ("results", "history", "lead", "tray")),
    *(f"role.{role}" for role in (*ROLES, FACILITATOR)),
    *(f"role-help.{role}" for role in ROLES),
    *(f"stage.{stage}" for stage in CANONICAL_STAGES),
    *(f"severity.{one}" for one in ("error", "warning", "critical", "serious", "minor")),
    *(f"side.{one}" for one in ("it", "business")),
    *(f"grade.{one}" for one in ("said", "document", "measured")),
    *(f"answer.your-{one}" for one in ("number", "percent", "money", "date")),
    *(f"compare.{one}.{name}" for one, name in product(("premise", "unit"), SPANS)),
    *(f"compare.chart.{one}" for one in ("finish", "scatter")),
    *(f"reports.{one}" for one in ("language", "variant", "format", "waiting", "working")),
    *(f"reports.variant.{one}" for one in ("full", "brief", "rollout", "minutes")),
    *(f"reports.format.{one}" for one in ("pdf", "docx", "xlsx", "html")),
    *(f"lead.round-{one}" for one in (1, 2)),
    *(f"history.{one}" for one in ("added", "deleted", "moved", "room-timer", "room-lobby")),
    "refused.other",
    "answer.yours",
    "history.room",
}  # fmt: skip
FAMILIES = ("field.", "help.", "choice.", "projector.scene-")


def said() -> set[str]:
    """The keys that stand whole in scripts and pages."""
    found = set()
    for text in SCRIPTS.values():
        found |= set(re.findall(r'(?:say|part)\("([a-z0-9.-]+)"', text))
        found |= {
            f"{key}.{form}"
            for key in re.findall(r'count\("([a-z0-9.-]+)"', text)
            for form in ("one", "other")
        }
        for choice in re.findall(r"say\(([^()`]*\?[^()`]*)\)", text):
            found |= set(re.findall(r'[?:] "([a-z0-9.-]+)"', choice))
    for text in PAGES.values():
        found |= set(re.findall(r'words\["([a-z.-]+[a-z])"\]', text))
    return found


@pytest.mark.parametrize("key", sorted(said() | MADE))
def test_there_are_words_for_what_is_said(key):
    assert WORDS[key]


def test_every_word_is_said():
    known = said() | MADE
    assert [key for key in WORDS if key not in known and not key.startswith(FAMILIES)] == []


def test_every_field_that_is_asked_has_its_words():
    table = SCRIPTS["fields"].split("export const FIELDS", 1)[1].split("\n};", 1)[0]
    asked = 0
    for group, inside in re.findall(r"(?m)^  (\w+): \{(.*?)(?:\},?$)", table, re.DOTALL):
        for name in re.findall(r"(?:^|[,{]|\n)\s*(\w+):", inside):
            if name == "kind" and group != "buyers":
                continue
            asked += 1
            assert name in FIELDS[group], (group, name)
            assert f"field.{name}" in WORDS or f"field.{group}.{name}" in WORDS, (group, name)
    assert asked > 40
    for option in re.findall(r"choice\(([^)]*)\)", table):
        assert all(f"choice.{one}" in WORDS for one in re.findall(r'"([a-z-]+)"', option))


def test_scenes_of_the_projector_have_their_words():
    pictures = SCRIPTS["projector"].split("const PICTURES = {", 1)[1].split("\n};", 1)[0]
    names = re.findall(r"(?m)^  (\w+):", pictures)
    assert len(names) == 8
    assert {f"projector.scene-{name}" for name in names} == {
        key for key in WORDS if key.startswith("projector.scene-")
    }


@pytest.mark.parametrize("name", sorted(PAGES))
def test_pages_hold_nothing_that_their_policy_forbids(name):
    assert not re.search(
        r"<style|style=|\son[a-z]+=|<script(?! type=\"(?:application/json|module)\")", PAGES[name]
    )


@pytest.mark.parametrize("name", sorted(SCRIPTS))
def test_scripts_use_nothing_that_plain_http_lacks(name):
    assert not re.search(
        r"randomUUID|crypto\.subtle|serviceWorker|innerHTML|eval\(|https?://[a-z]", SCRIPTS[name]
    )


@pytest.mark.parametrize("name", sorted(SCRIPTS))
def test_scripts_import_what_is_there(name):
    for listed, other in re.findall(
        r'import (?:\{([^}]*)\}|\* as \w+) from "\./([a-z-]+)\.js"', SCRIPTS[name]
    ):
        for one, _, called in (part.strip().partition(" as ") for part in listed.split(",") if part.strip()):
            assert re.search(rf"export (?:async )?(?:function|const) {one}\b", SCRIPTS[other]), (other, one)
            body = re.sub(r"(?m)^import .*?;$", "", SCRIPTS[name], flags=re.DOTALL | re.MULTILINE)
            assert re.search(rf"\b{called or one}\b", body), f"{one} is imported for nothing"
