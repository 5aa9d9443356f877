"""Words out to translators and back: PO and workbook bring the same texts, and take nothing else."""

from __future__ import annotations

import re
import subprocess
from dataclasses import replace

import pytest
from babel.messages.pofile import read_po
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from readiness.errors import NotFound, Refused
from readiness.folder.forms.book import book_sheets, read_words
from readiness.folder.forms.catalogue import read_catalogue, write_catalogue
from readiness.folder.forms.own_texts import in_language, own_texts, translation_text
from readiness.folder.parse import Record, parse
from readiness.folder.questionnaires import known_questionnaires
from readiness.folder.reader import read
from readiness.folder.source import Limits, Source
from readiness.folder.typed import build
from readiness.folder.workbook import read_tables, write_workbook
from readiness.questionnaires.library import find, resolve
from readiness.questionnaires.model import Item, Questionnaire
from readiness.questionnaires.translation import Translation
from readiness.resources import package_path
from readiness.scalars import Text

KNOWN = known_questionnaires()
NAMES = [one.id for one in KNOWN]
OTHERS = ("zh-Hant", "zh-Hans")


def book(questionnaire, folder, known=KNOWN):
    file = folder / "words.xlsx"
    sheets = book_sheets(questionnaire, resolve(questionnaire, known), known, "en")
    file.write_bytes(write_workbook(sheets, title="words"))
    return file


def translated(questionnaire, language, known=KNOWN):
    texts = own_texts(questionnaire, known)
    return {key: in_language(text, language) for key, text in texts.items() if in_language(text, language)}


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("name", NAMES)
def test_a_po_file_untouched_brings_back_the_same_texts(name, language):
    questionnaire = find(name, KNOWN)
    octets = write_catalogue(questionnaire, KNOWN, language)
    assert octets == write_catalogue(questionnaire, KNOWN, language)
    words = read_catalogue(octets, KNOWN, file="x.po")
    assert words.of == questionnaire
    assert words.texts == {language: translated(questionnaire, language)}
    assert all(one.code == "empty" for one in words.losses)
    assert words.entries == len(own_texts(questionnaire, KNOWN))


@pytest.mark.parametrize("name", NAMES)
def test_a_workbook_untouched_brings_back_the_same_texts(name, tmp_path):
    questionnaire = find(name, KNOWN)
    words = read_words(read_tables(book(questionnaire, tmp_path)), KNOWN, file="words.xlsx")
    assert words.of == questionnaire
    wanted = {language: translated(questionnaire, language) for language in OTHERS}
    assert words.texts == {language: texts for language, texts in wanted.items() if texts}
    assert words.losses == ()


@pytest.mark.parametrize("name", NAMES)
def test_the_texts_are_those_of_the_file_that_lies_beside_the_questionnaire(name):
    """A translation made of an untouched PO file says what the file of the library says, key by key."""
    file = package_path("questionnaires", "library") / f"{name}.zh-Hant.yaml"
    if not file.exists():
        pytest.skip("not translated yet")
    written, problems = read(file, Translation)
    assert problems == []
    questionnaire = find(name, KNOWN)
    words = read_catalogue(write_catalogue(questionnaire, KNOWN, "zh-Hant"), KNOWN, file="x.po")
    text = translation_text(questionnaire, "zh-Hant", words.texts["zh-Hant"])
    record, wrong = parse(Source("x.yaml", text), Limits())
    assert wrong == []
    assert isinstance(record, Record)
    again, _ = build(Translation, record)
    assert again.of == questionnaire.name
    assert dict(again.texts) == {key: text.strip() for key, text in written.texts.items() if text}


def test_gettext_itself_reads_the_file(tmp_path):
    octets = write_catalogue(find("customer-strategy", KNOWN), KNOWN, "zh-Hant")
    (tmp_path / "x.po").write_bytes(octets)
    try:
        done = subprocess.run(
            ["msgfmt", "-c", "-o", "/dev/null", tmp_path / "x.po"],  # noqa: S607 - wherever it is
            capture_output=True,
            check=False,
        )
    except FileNotFoundError:
        pytest.skip("gettext is not installed")
    assert done.returncode == 0, done.stderr


def entry(octets, key, said=None, *, fuzzy=False):
    """Return a PO file with the entry of a key changed as a translator's tool changes it."""
    pattern = re.compile(
        rf'(msgctxt "{re.escape(key)}"\n(?:msgid (?:"[^\n]*"\n)+)msgstr )(?:"[^\n]*"\n)+'.encode()
    )
    head = b"#, fuzzy\n" if fuzzy else b""
    found = pattern.search(octets)
    assert found, key
    text = found[1] + (f'"{said}"\n'.encode() if said is not None else found[0][len(found[1]) :])
    return octets[: found.start()] + head + text + octets[found.end() :]


def test_fuzzy_empty_changed_and_unknown_entries_are_told_and_not_taken():
    questionnaire = find("customer-strategy", KNOWN)
    octets = write_catalogue(questionnaire, KNOWN, "zh-Hant")
    octets = entry(octets, "title", "新標題")
    octets = entry(octets, "P1-Q1.text", fuzzy=True)
    octets = entry(octets, "P1-Q2.text", "")
    octets = octets.replace(b'msgctxt "P1-Q3.text"', b'msgctxt "P9-Q9.text"')
    octets = octets.replace(b"Pick the answer", b"Choose the answer")
    words = read_catalogue(octets, KNOWN, file="x.po")
    assert words.texts["zh-Hant"]["title"] == "新標題"
    told = {(one.code, one.word) for one in words.losses}
    assert told == {
        ("fuzzy", "P1-Q1.text"),
        ("empty", "P1-Q2.text"),
        ("unknown-key", "P9-Q9.text"),
        ("stale", "R0.help"),
    }
    lines = octets.decode().splitlines()
    for one in words.losses:
        number = int(one.at.partition(":")[2])
        near = lines[number - 3 : number + 2]
        assert any(f'msgctxt "{one.word}"' in line for line in near), (one, near)
    missing = {one.word for one in words.losses} | {"P1-Q3.text"}
    assert not missing & words.texts["zh-Hant"].keys()


@pytest.mark.parametrize(
    ("octets", "code"),
    [
        (b"", "interchange-po-language"), (b"\xff\xfe\x00", "interchange-po"), (b"msgid", "interchange-po"),
        (b'msgid ""\nmsgstr "Language: xx_YY\\n"\n', "interchange-po"),
        (b"PK\x03\x04" + b"\0" * 50, "interchange-po"),
        (b'msgid ""\nmsgstr "Language: fr\\n"\n', "interchange-po-language"),
        (b'msgid "a\n', "interchange-po"),
        (b'msgid ""\nmsgstr "Content-Type: text/plain; charset=zlib\\n"\n', "interchange-po"),
    ],
)  # fmt: skip
def test_what_is_no_po_file_is_refused(octets, code):
    with pytest.raises(Refused) as refused:
        read_catalogue(octets, KNOWN, file="x.po")
    assert refused.value.code.startswith("interchange-po")
    assert refused.value.code in (code, "interchange-po", "interchange-po-language")


@given(st.binary(max_size=200) | st.text(alphabet='msgidctr "\\n#,~[]x\n', max_size=200).map(str.encode))
def test_no_octets_crash_the_reader(octets):
    try:
        read_catalogue(octets, KNOWN, file="x.po")
    except (Refused, NotFound):
        return


def test_a_po_file_of_another_questionnaire_or_of_its_own_language_is_refused():
    octets = write_catalogue(find("customer-strategy", KNOWN), KNOWN, "zh-Hant")
    with pytest.raises(NotFound):
        read_catalogue(octets.replace(b"customer-strategy 1", b"nobody 1"), KNOWN, file="x.po")
    own = octets.replace(b"Language: zh_Hant", b"Language: en")
    with pytest.raises(Refused, match="same-language"):
        read_catalogue(own, KNOWN, file="x.po")


TEXTS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs"),
                  exclude_characters="\u2028\u2029\ufffe\uffff\ufeff\u200b"),
    min_size=1, max_size=40,
).map(lambda text: " ".join(text.split())).filter(bool)  # fmt: skip


@given(TEXTS, TEXTS)
def test_any_text_survives_the_po_file(source, said):
    text = Text((("en", source), ("zh-Hant", said)))
    one = Questionnaire("questionnaire/1", "q", "1.0.0", text, items=(Item("A", text, help=text),))
    words = read_catalogue(write_catalogue(one, [one], "zh-Hant"), [one], file="x.po")
    assert words.texts == {"zh-Hant": {"title": said, "A.text": said, "A.help": said}}


@pytest.mark.parametrize(
    "evil", ["=1+1", "+41", "-2", "@x", "＝x", "'=x", "-2.50", "007", "1e5", "TRUE", "#x", "80%"]
)
def test_any_text_survives_the_workbook_and_none_runs(evil, tmp_path):
    text = Text((("en", "x"), ("zh-Hant", evil)))
    one = Questionnaire("questionnaire/1", "q", "1.0.0", text, items=(Item("A", text),))
    file = book(one, tmp_path, [one])
    for page in load_workbook(file).worksheets:
        assert not [cell for row in page for cell in row if cell.data_type == "f"]
    assert read_words(read_tables(file), [one], file="x").texts == {
        "zh-Hant": {"title": evil, "A.text": evil}
    }


def test_a_workbook_tells_unknown_keys_and_changed_originals_at_their_row(tmp_path):
    questionnaire = find("customer-strategy", KNOWN)
    file = book(questionnaire, tmp_path)
    made = load_workbook(file)
    page = made["words"]
    page["A4"], page["B5"], page["D6"] = "P9-Q9.text", "Another question?", None
    page.append(["title", "Customer strategy", "又一次"])
    made.save(file)
    words = read_words(read_tables(file), KNOWN, file="words.xlsx")
    last = page.max_row
    assert {(one.code, one.at) for one in words.losses} == {
        ("unknown-key", "words:4"),
        ("source-changed", "words:5"),
        ("key-twice", f"words:{last}"),
    }
    assert len(words.texts["zh-Hans"]) == len(words.texts["zh-Hant"]) - 1


def test_of_a_derived_template_only_its_own_words_are_translated():
    derived = next(one for one in KNOWN if one.extends)
    parent = find(derived.extends, KNOWN)
    keys = own_texts(derived, KNOWN).keys()
    assert "title" in keys
    assert any(key.startswith("changes.") for key in keys)
    touched = {change.item for change in derived.changes}
    untouched = {f"{item.id}.text" for item in parent.items if item.id not in touched}
    assert untouched
    assert not untouched & keys
    same = replace(derived, intro=parent.intro)
    assert "intro" not in own_texts(same, KNOWN)


def test_the_po_file_is_read_by_babel_with_its_contexts():
    octets = write_catalogue(find("customer-strategy", KNOWN), KNOWN, "zh-Hans")
    catalogue = read_po(octets.decode().splitlines(keepends=True))
    assert catalogue.get("No", context="P1-Q1.anchors.0").string
