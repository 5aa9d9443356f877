"""The questionnaire of every kind in tests/cases, with its translations, for tests of all faces."""

from dataclasses import replace
from functools import cache
from pathlib import Path

from readiness.folder import library
from readiness.folder.engagement import read_engagement
from readiness.folder.questionnaires import read_shelf
from readiness.folder.reader import Reader
from readiness.questionnaires.library import resolve
from readiness.resources import examples

CASES = Path(__file__).parent / "cases" / "questionnaires"


@cache
def known():
    """Return the questionnaire of all kinds, then the bundled ones."""
    reader = Reader(CASES.parent)
    shelf = read_shelf(reader, {}, folder=CASES.name, others=library.questionnaires())
    assert reader.problems == []
    return shelf.questionnaires


def questionnaire():
    return next(one for one in known() if one.id == "all-kinds")


def items():
    return {item.id: item for item in resolve(questionnaire(), known())}


@cache
def engagement(**changes):
    """Return the Boise example with all kinds asked beside its own questionnaires, nobody having answered."""
    case = read_engagement(examples() / "boise-office").engagement
    return replace(case, questionnaires=(*case.questionnaires, questionnaire()), responses=(), **changes)
