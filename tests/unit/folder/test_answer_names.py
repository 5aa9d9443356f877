"""Codes of respondents that look like names of people."""

from __future__ import annotations

import pytest

from readiness.folder.answer_names import looks_like_name


@pytest.mark.parametrize(
    "name",
    ["Anna Muster", "Jean-Luc Picard", "Siobhán O'Neil", "Anna_Muster", "Anna.Muster", "ANNA MUSTER",
     "Anna Maria von Muster".replace("von", "Von"), "  Anna Muster ", "王小明", "王芳"],
)  # fmt: skip
def test_names_are_taken_for_names(name):
    assert looks_like_name(name)


@pytest.mark.parametrize(
    "code",
    ["it-1", "IT 2", "P 07", "anna", "Anna", "Front Line", "Shop Manager", "Sales North", "HR IT", "A-1",
     "Respondent One", "Key User", "", " ", "Anna 2", "資訊部", "門店"],
)  # fmt: skip
def test_codes_are_not(code):
    assert not looks_like_name(code)
