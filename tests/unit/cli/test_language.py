from __future__ import annotations

import pytest

from readiness.cli.language import of_locale, wanted


@pytest.mark.parametrize(
    ("name", "language"),
    [
        ("zh_TW.UTF-8", "zh-Hant"), ("zh_HK", "zh-Hant"), ("zh-Hant", "zh-Hant"), ("zh_MO.big5", "zh-Hant"),
        ("zh_CN.UTF-8", "zh-Hans"), ("zh_SG", "zh-Hans"), ("zh", "zh-Hans"), ("zh_Hans_CN", "zh-Hans"),
        ("de_DE.UTF-8", "en"), ("C", "en"), ("", "en"),
    ],
)  # fmt: skip
def test_a_locale_has_a_language(name, language):
    assert of_locale(name) == language


def test_what_is_asked_for_goes_before_the_environment():
    environment = {"READINESS_LANGUAGE": "zh-Hans", "LANG": "zh_TW.UTF-8"}
    assert wanted(["check", ".", "--language", "en"], environment) == "en"
    assert wanted(["--language=zh-Hant", "check", "."], environment) == "zh-Hant"
    assert wanted(["check", "."], environment) == "zh-Hans"
    assert wanted(["check", "."], {"LANG": "zh_TW.UTF-8"}) == "zh-Hant"
    assert wanted(["check", "."], {"LC_ALL": "C", "LANG": "zh_TW.UTF-8"}) == "en"
    assert wanted(["check", "--language", "klingon"], {}) == "en"
    assert wanted(["check", "--language"], {}) == "en"


def test_no_words_at_all_are_no_mistake():
    assert wanted([], {}) == "en"
