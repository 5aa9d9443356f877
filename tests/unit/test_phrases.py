from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import pytest

from readiness import LANGUAGES
from readiness.folder import library
from readiness.resources import package_path, templates
from readiness.rollout.activities import Part
from readiness.rollout.hindrances import Cause
from readiness.rollout.obstacles import ObstacleKind
from readiness.rollout.waits import FREE_WAITS, WaitKind
from readiness.touchmap import difference
from readiness.touchmap.analyses.handoffs import Repeats
from readiness.touchmap.dependence import COMPONENTS
from readiness.touchmap.finding import CODES, SEVERITIES
from readiness.touchmap.model import KINDS

WORDS = library.phrases("en").words
CODE = "\n".join(
    path.read_text(encoding="utf-8")
    for folder, kind in ((package_path(), "*.py"), (templates(), "*.j2"))
    for path in sorted(folder.rglob(kind))
)
# families whose last part is put together at run time
FAMILIES = (
    "advice.", "because.", "counts.", "doctor.", "stage.", "start.", "sheets.", "source.", "yaml.",
    "change.", "chart.answered.", "chart.outages.buyers.",
    "confidence.", "contents.", "decision.", "figure.from.", "glossary.",
    "doubts.", "exposure.", "grade.", "kinds.", "labels.people.", "limits.", "minutes.voted.",
    "missing.", "order.", "pages.sides", "pitfalls.", "proof.", "receipt.bands-", "refusals.",
    "form.money", "form.months", "form.hours", "form.questions.", "imported.person.",
    "ask.kind.", "ask.type.", "ask.field.", "ask.change.", "ask.changes.", "ask.if.", "ask.bands.",
    "agreement.over-all.", "agreement.word.", "agreement.whole.", "agreement.effect.", "agreement.head.",
    "agreement.camp.", "agreement.found.",
    "adapted.", "carried.", "revision.", "verified.same.", "verified.version.", "verified.head.",
    "explain.ask-more.", "explain.ask-rest.", "explain.ask-none.", "explain.stable-verdict.",
    "explain.rules.", "explain.tests.", "explain.way.", "explain.gate-", "explain.advice.", "explain.ladder-",
    "explain.path-size.", "explain.path-size-only.", "explain.stable-people.", "explain.person.",
    "explain.people.", "explain.said-unsure.", "explain.said-aside.", "explain.demoted.",
    "against.reason.", "against.head.", "against.hidden.", "against.same", "against.partly", "against.no",
    "interchange.lost.", "interchange.book.", "interchange.form.", "interchange.mapping.",
    "interchange.headings.",
    "sheet.also.", "sheet.heading.", "sheet.like.", "sheet.note.", "sheet.word.",
    "contacts.", "role.", "rollout-explain.", "rollout-compare.", "rollout-exchange.", "rollout-optimise.",
    "rollout-report.", "rollout-schedule.",
    "plan-lost.",
    "rr.", "rules.", "severity.", "side.", "steps.", "verdict.",
    "analysis.count.", "analysis.head.", "changed.", "cutsets.head.", "difference.figure.",
    "difference.head.", "element.", "exchange.kinds.", "exchange.parts.", "found.", "handoffs.head.",
    "handoffs.says.", "journeys.head.", "kind.", "map-pictures.heat.touchpoints.", "map-pictures.kind.",
    "map-pictures.outages.headline.", "outages.head.",
    "faces.column.", "faces.kind.", "faces.sheet.",
    "room.reasons.",
    "rollout-explain.",  # checked by a test of their own below
    "interactive.",  # used by the script of the page; tests/unit/reports/test_interactive.py says by whom
    "workshop.",  # used by scripts; tests/unit/web/test_workshop_words.py says by whom
)  # fmt: skip


def test_every_phrase_is_used():
    unused = [
        key
        for key in WORDS
        if key not in ("format", "labels.error", "labels.warning", "labels.note")
        and not key.startswith(FAMILIES)
        and not re.search(rf"""["'.]{re.escape(key.removeprefix("labels."))}["']""", CODE)
    ]
    assert unused == []


@pytest.mark.parametrize("family", ["because", "exposure", "missing"])
def test_every_reason_in_the_code_has_its_phrase(family):
    said = {key.removeprefix(f"{family}.") for key in WORDS if key.startswith(f"{family}.")}
    patterns = {
        "because": r'verdict\("[a-z]+", "([a-z-]+)"',
        "exposure": r'Exposure\([^,]+, "([a-z-]+)"',
        "missing": r'(?:missing|not_applicable)\("([a-z0-9-]+)"\)',
    }
    used = set(re.findall(patterns[family], CODE))
    assert used
    assert used <= said


def keys_of(family):
    return {key.removeprefix(family) for key in WORDS if key.startswith(family)}


def test_every_finding_of_the_map_has_its_words_and_no_other_has():
    parts = ("title", "message", "mend")
    for language in LANGUAGES:
        words = library.phrases(language).words
        found = {key for key in words if key.startswith("found.")}
        assert found == {f"found.{code}.{part}" for code in CODES for part in parts}, language
        nameless = [
            code for code in CODES if not re.search("{(subject|way)}", words[f"found.{code}.message"])
        ]
        assert nameless == [], language
    analyses = package_path("touchmap", "analyses").glob("*.py")
    given = "\n".join(path.read_text("utf-8") for path in analyses)
    assert [code for code in CODES if f'"{code}"' not in given] == [], "codes that no analysis gives"


def test_every_change_has_its_sentence_and_no_sentence_is_left_over():
    source = Path(difference.__file__).read_text("utf-8")
    kept = {f"{what}-{how}" for what in ("needs", "stages") for how in ("lost", "gained", "decided")}
    effort = {f"{what}-{way}" for what in difference.EFFORT for way in ("up", "down", "from-none")}
    spent = {"spend-up", "spend-down"}
    found = {f"{what}-{how}" for what in ("single", "finding") for how in ("new", "gone")}
    found |= {"finding-worse", "finding-milder"}
    found |= {"finding-worse", "finding-milder"}
    plain = set(re.findall(r'"((?:finding|hours|single|technology)-[a-z]+)"', source))
    built = {what for what in re.findall(r'f"([a-z]*-?)\{', source) if what.endswith("-")}
    assert built == {"spend-", "single-", "finding-"}, "a new kind of change needs its codes here"
    assert keys_of("changed.") == kept | effort | spent | found | plain


@pytest.mark.parametrize(
    ("family", "names"),
    [
        ("analysis.count.", SEVERITIES),
        ("difference.figure.", [*difference.EFFORT, "contacts-a-year", "cost-a-year", "spend", *SEVERITIES]),
        ("kind.", KINDS),
        ("element.", COMPONENTS),
        ("map-pictures.kind.", COMPONENTS),
        ("handoffs.says.", get_args(Repeats)),
    ],
)
def test_a_family_names_every_kind_once(family, names):
    assert keys_of(family) == set(names)


@pytest.mark.parametrize(
    ("family", "module"),
    [
        ("analysis.head.", "reports/analyses/whole.py"),
        ("cutsets.head.", "reports/analyses/outages.py"),
        ("difference.head.", "reports/analyses/difference.py"),
        ("exchange.parts.", "cli/map_exchange.py"),
        ("handoffs.head.", "reports/analyses/handoffs.py"),
        ("journeys.head.", "reports/analyses/journeys.py"),
        ("outages.head.", "reports/analyses/outages.py"),
    ],
)
def test_the_module_of_a_family_names_all_of_it(family, module):
    code = package_path(*module.split("/")).read_text("utf-8")
    assert [name for name in sorted(keys_of(family)) if f'"{name}"' not in code] == []


def test_every_phrase_about_dates_is_used():
    files = ("explanation.py", "step_words.py")
    code = "\n".join(package_path("reports", "rollout", name).read_text("utf-8") for name in files)
    built = set(re.findall(r'say\(\s*f"([a-z-]+[.-])\{', code))
    built -= {"pitfalls.", "rollout-explain."}
    assert built == {"calendar.", "lever.", "lift.", "limit.", "obstacle.", "of.", "part.", "slack-", "wait.",
                     "weekday."}  # fmt: skip
    keys = keys_of("rollout-explain.")
    assert [key for key in keys if not key.startswith(tuple(built)) and f'"{key}"' not in code] == []


@pytest.mark.parametrize(
    ("family", "names"),
    [
        ("lift.", get_args(Cause)),
        ("obstacle.", get_args(ObstacleKind)),
        ("of.", get_args(Part)),
        ("wait.", get_args(WaitKind)),
        ("weekday.", "0123456"),
    ],
)
def test_the_explanation_of_dates_has_words_for_every_reason(family, names):
    assert keys_of(f"rollout-explain.{family}") == set(names)
    assert keys_of("rollout-explain.limit.") == {*get_args(Cause), "blackout-why"}
    levers = {"shorter-days", "shorter-hours", "limit", "alone", "live"}
    assert keys_of("rollout-explain.lever.") == {*FREE_WAITS, *levers}
