"""Every language says everything that English says, with the same places to fill."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from readiness import LANGUAGES
from readiness.folder import library
from readiness.questionnaires.translation import texts_of
from readiness.resources import package_path
from readiness.typefaces import characters, unprintable

PLACE = re.compile(r"\{([a-z_]+)\}")
CHINESE = [language for language in LANGUAGES if language != "en"]
HAN = re.compile("[\u4e00-\u9fff]")
# characters that only one of the two regions writes, in words that every page uses
ONLY_HANS = set(
    "个业为义习书买们价优会传体关兴写农决况净减击务动单卖卫压厂历厅变叶号吗听员响问嘱图团国圆坏块声处备复够头实审对导层带帮师应库开异张总户执报护担择损换断无显时术机权条来极标树样检楼欢气测济满灵热爱现环盘监确种称积类级线组经结给统继续维网职联脑节获见规视觉览订认让议记讲许论设证评识词试话该详语误说请读谁调谈货质购贯费资赢转轮软输达过运还这进远连选递释钱链销错键长门间闻阅队阶险随难页项须顾顿预领题额风飞验"
)


def texts():
    """Every text of the product by language and key."""
    for language in LANGUAGES:
        for key, words in library.phrases(language).words.items():
            if not re.fullmatch(r"rules\..*\.severity", key):
                yield language, key, words
    for questionnaire in library.questionnaires():
        for key, text in texts_of(questionnaire).items():
            for language, words in text.words:
                yield language, f"{questionnaire.id}:{key}", words
    for indicator in library.indicators():
        for key in ("title", "text", "concern", "remedy"):
            for language, words in getattr(indicator, key).words:
                yield language, f"{indicator.id}.{key}", words


BY_LANGUAGE = {
    language: {key: words for tag, key, words in texts() if tag == language} for language in LANGUAGES
}


@pytest.mark.parametrize("language", CHINESE)
def test_every_text_is_there_once(language):
    assert list(BY_LANGUAGE[language]) != []
    assert set(BY_LANGUAGE[language]) == set(BY_LANGUAGE["en"])
    assert Counter(key for tag, key, _ in texts() if tag == language).most_common(1)[0][1] == 1


@pytest.mark.parametrize("language", CHINESE)
def test_places_are_the_same(language):
    different = [
        key
        for key, words in BY_LANGUAGE["en"].items()
        if set(PLACE.findall(words)) != set(PLACE.findall(BY_LANGUAGE[language][key]))
    ]
    assert different == []


def test_no_text_is_left_in_english():
    same = {
        key
        for language in CHINESE
        for key, words in BY_LANGUAGE[language].items()
        if re.search("[A-Za-z]{4}", PLACE.sub("", words)) and not HAN.search(words)
    }
    assert same == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_font_of_a_language_shows_every_character_of_its_texts(language):
    written = "".join(BY_LANGUAGE[language].values())
    assert sorted({char for char in written if ord(char) not in characters(language)} - {"\n"}) == []


def test_each_region_writes_its_own_characters():
    traditional = "".join(BY_LANGUAGE["zh-Hant"].values())
    assert sorted(ONLY_HANS & set(traditional)) == []
    assert len(ONLY_HANS & set("".join(BY_LANGUAGE["zh-Hans"].values()))) > 100


@pytest.mark.parametrize("language", CHINESE)
def test_sentences_end_in_full_width_punctuation(language):
    half = [
        (key, words)
        for key, words in BY_LANGUAGE[language].items()
        if re.search("[\u4e00-\u9fff][,;:?!](?! ?[A-Za-z0-9`{\\[])", words)
        or re.search(r"[\u4e00-\u9fff]\.$", words)
    ]
    assert half == []


def test_a_character_without_glyph_is_named_once():
    assert unprintable("汉字 漢字 and ☃, ☃ again") == ("☃",)
    assert unprintable("English, 中文, 繁體\n") == ()


@pytest.mark.parametrize(
    ("language", "strange"),
    [
        ("zh-Hant", "渠道 軟件 數據 質量 反饋 文件夾 默認 網絡 觸點 區隔分群 呼叫中心 留駐"),
        ("zh-Hans", "软体 资讯 专案 资料夹 程式 通路 管道 品质 行销 潜在顾客 顾客关系 预设 萤幕 追踪顾客"),
    ],
)
def test_one_term_for_one_thing_in_the_usage_of_the_region(language, strange):
    whole = "\n".join(BY_LANGUAGE[language].values()).replace("接觸點", "").replace("接触点", "")
    assert [word for word in strange.split() if word in whole] == []


@pytest.mark.parametrize(
    ("language", "strange"),
    [("zh-Hant", "管道 技術 區隔 計劃 主動聯絡 受困"), ("zh-Hans", "联络 受困 基准 到访")],
)
def test_the_words_of_the_map_are_those_of_the_glossary(language, strange):
    files = sorted(package_path("i18n", language).glob("map_*.yaml"))
    written = "\n".join(path.read_text("utf-8") for path in files)
    assert files
    assert [word for word in strange.split() if word in written] == []
    visits = re.findall("接触(?!点|得到)", written) if language == "zh-Hans" else []
    assert visits == [], "a contact is 联系, as in the report"
