"""Our questionnaires as XLSForms: pyxform converts them, and reading them again brings the questions back."""

from __future__ import annotations

from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyxform.xls2xform import convert

from readiness.folder.forms.finished import differing, finish, sound
from readiness.folder.forms.literal import as_written, literal
from readiness.folder.forms.xlsform import EXTRAS, xlsform_sheets
from readiness.folder.forms.xlsform_reader import read_xlsform
from readiness.folder.questionnaires import known_questionnaires
from readiness.folder.workbook import read_tables, write_workbook
from readiness.questionnaires.library import find, resolve
from readiness.questionnaires.model import Bands, Choice, Gate, Item, Part, Questionnaire
from readiness.questionnaires.visibility import rules_of
from readiness.scalars import Text

KNOWN = known_questionnaires()
NAMES = [one.id for one in KNOWN]
NOT_ASKED = {"weight", "witness", "ask", "evidence", "applies", "remedy", "duty", "legal", "bands", "sources",
             "score",              "reverse", "choices.level", "parts.reverse", "lock"}  # fmt: skip
"""What a person who fills in a form does not see."""
X = "{http://www.w3.org/2002/xforms}"


def words(text):
    return Text((("en", text),))


def form_of(questionnaire, items, *, extras=(), touchpoints=()):
    sources = [find(one.from_, KNOWN) for one in questionnaire.include]
    rules = rules_of([*sources, questionnaire])
    sheets = xlsform_sheets(questionnaire, items, rules, extras=extras, touchpoints=touchpoints)
    return write_workbook(sheets, title="form")


def converted(octets):
    warnings = []
    xform = convert(octets, warnings=warnings).xform
    return ET.fromstring(xform), [one for one in warnings if "machine-readable" not in one]  # noqa: S314 - ours


def again(octets, folder, name):
    file = folder / "form.xlsx"
    file.write_bytes(octets)
    reading = read_xlsform(read_tables(file), file="form.xlsx", name=name, language=None)
    raw, losses = sound(reading)
    finished = finish(raw, file="form.yaml")
    assert finished.problems == ()
    return finished.questionnaire, losses


def every_kind():
    choices = tuple(Choice(name, words(f"Choice {name}")) for name in ("one", "two", "three"))
    parts = {"a": Part(words("First")), "b": Part(words("Second"), reverse=True)}
    bands = Bands(1, 2)
    kinds = [
        Item("K-1", words("How far?"), kind="maturity", anchors={"0": words("Not"), "4": words("All")},
             gate=Gate(words("Really not?"))),
        Item("K-2", words("Agreed?"), kind="agree", points=7),
        Item("K-3", words("Is it so?"), kind="yes-no", reverse=True),
        Item("K-4", words("How much of it?"), kind="percent", bands=bands, help=words("Of all.")),
        Item("K-5", words("How many?"), kind="number", unit=words("months"), help=words("Round up.")),
        Item("K-6", words("What does it cost?"), kind="money", unit=words("EUR")),
        Item("K-7", words("Your figures"), kind="estimate", bands=bands,
             parts={"money": Part(words("Money"))}),
        Item("K-8", words("When?"), kind="date"),
        Item("K-9", words("Which?"), kind="choice", choices=choices),
        Item("K-10", words("Which ones?"), kind="choices", choices=choices,
             show_if="K-1 >= 2 and not K-9 = one"),
        Item("K-11", words("In which order?"), kind="rank", choices=choices),
        Item("K-12", words("Share 100 points"), kind="allocate", choices=choices),
        Item("K-13", words("How good is each?"), kind="matrix", parts=parts),
        Item("K-14", words("Who does each?"), kind="matrix", parts=parts, choices=choices),
        Item("K-15", words("Where?"), kind="touchpoint"),
        Item("K-16", words("In your words"), kind="text", show_if="K-13 >= 2 or K-8 is dont-know"),
        Item("K-17", words("Parts"), kind="maturity", parts=parts, show_if="K-12.one > 50"),
    ]  # fmt: skip
    return Questionnaire("questionnaire/1", "kinds", "1.0.0", words("Every kind"), items=tuple(kinds))


@pytest.mark.parametrize("extras", [(), EXTRAS])
@pytest.mark.parametrize("name", NAMES)
def test_every_questionnaire_of_the_library_converts(name, extras):
    questionnaire = find(name, KNOWN)
    items = resolve(questionnaire, KNOWN)
    octets = form_of(questionnaire, items, extras=extras)
    root, warnings = converted(octets)
    assert warnings == []
    asked = {one.attrib["nodeset"].rsplit("/", 1)[-1] for one in root.iter(f"{X}bind")}
    assert {item.id for item in items if not item.parts and item.kind != "allocate"} <= asked
    assert octets == form_of(questionnaire, items, extras=extras)


@pytest.mark.parametrize("name", NAMES)
def test_read_again_it_asks_the_same_questions_in_every_language(name, tmp_path):
    questionnaire = find(name, KNOWN)
    items = resolve(questionnaire, KNOWN)
    found, losses = again(form_of(questionnaire, items, extras=EXTRAS), tmp_path, name)
    assert losses == ()
    assert [item.id for item in found.items] == [item.id for item in items]
    rules = rules_of([*(find(one.from_, KNOWN) for one in questionnaire.include), questionnaire])
    lost = {one.word for one in differing(questionnaire, items, found, rules) if one.at}
    assert lost <= NOT_ASKED


def test_what_a_form_loses_is_told_question_by_question(tmp_path):
    questionnaire = every_kind()
    found, _ = again(form_of(questionnaire, questionnaire.items), tmp_path, "kinds")
    changed = replace(found.items[0], text=words("How near?"), gate=None)
    found = replace(found, items=(changed, *found.items[2:]))
    lost = differing(questionnaire, questionnaire.items, found, rules_of([questionnaire]))
    told = {(one.code, one.at, one.word) for one in lost}
    assert {("field", "K-1", "text"), ("field", "K-1", "gate"), ("question", "K-2", "")} <= told
    assert not [one for one in lost if one.at == "K-16"]


def test_every_kind_converts_and_comes_back(tmp_path):
    questionnaire = every_kind()
    places = (("call", words("Call us")), ("visit", words("Visit")))
    octets = form_of(questionnaire, questionnaire.items, extras=EXTRAS, touchpoints=places)
    root, warnings = converted(octets)
    assert warnings == []
    types = {one.attrib["nodeset"].rsplit("/", 1)[-1]: one.attrib for one in root.iter(f"{X}bind")}
    assert types["K-4"]["constraint"] == ". >= 0 and . <= 100"
    assert types["K-8"]["type"] == "date"
    assert types["K-11"]["type"] == "odk:rank"
    assert types["K-12_three"]["constraint"].endswith("+ . = 100")
    assert types["K-1_gate"]["relevant"] == "( /data/K-1  = '0' or  /data/K-1  = '1')"
    found, losses = again(octets, tmp_path, "kinds")
    assert losses == ()
    bare = {"gate": None, "weight": 1, "bands": None, "reverse": False, "parts": {}}
    for old, new in zip(questionnaire.items, found.items, strict=True):
        assert replace(old, **bare) == replace(new, **bare)
        assert old.gate == new.gate
        assert [one.text for one in old.parts.values()] == [one.text for one in new.parts.values()]


def test_a_condition_changed_in_the_form_is_not_taken_from_our_mark(tmp_path):
    questionnaire = every_kind()
    sheets = xlsform_sheets(questionnaire, questionnaire.items, rules_of([questionnaire]))
    survey = sheets[0]
    at = survey.headings.index("relevant")
    rows = tuple(
        (*row[:at], "${K-2} > 3", *row[at + 1 :]) if row[1] == "K-10" else row for row in survey.rows
    )
    octets = write_workbook((replace(survey, rows=rows), *sheets[1:]), title="x")
    found, _ = again(octets, tmp_path, "kinds")
    assert next(item.show_if for item in found.items if item.id == "K-10") == "K-2 > 3"


def test_names_that_xml_does_not_allow_or_that_are_taken(tmp_path):
    items = (
        Item("1-1", words("One"), kind="yes-no"),
        Item("role", words("Role?"), kind="text"),
        Item("X", words("X"), kind="maturity", parts={"a b": Part(words("A")), "a_b": Part(words("B"))}),
    )
    questionnaire = Questionnaire("questionnaire/1", "names", "1.0.0", words("Names"), items=items)
    octets = form_of(questionnaire, items)
    _, warnings = converted(octets)
    assert warnings == []
    found, _ = again(octets, tmp_path, "names")
    assert found.items[0].id == "1-1"
    assert list(found.items[2].parts) == ["a b", "a_b"]


@pytest.mark.parametrize("evil", ["=1+1", "+1", "-cmd", "@SUM(A1)", "＝1", '=HYPERLINK("http://x")', " =1"])
def test_no_label_runs_as_a_formula(evil, tmp_path):
    item = Item("A", words(evil), kind="choice", choices=(Choice("a", words(evil)), Choice("b", words("b"))))
    questionnaire = Questionnaire("questionnaire/1", "evil", "1.0.0", words(evil), items=(item,))
    octets = form_of(questionnaire, (item,))
    converted(octets)
    found, _ = again(octets, tmp_path, "evil")
    assert str(found.items[0].text) == evil.strip()
    assert str(found.items[0].choices[0].text) == evil.strip()


REFERENCES = [
    "${A}",
    "Cost ${X} < 3 & ${A} ${",
    "instance('x')//item[name='a']/label !",
    "$\u2060{A}",
    "$ {A}",
    "${last-saved#A}",
]


def shown(element):
    """Return what a form shows of a text, in which an answer would be an element of its own."""
    assert len(element) == 0
    return "".join(char for char in element.text if char != "\u2060")


@pytest.mark.parametrize("text", REFERENCES)
def test_no_text_refers_to_an_answer_and_all_come_back_as_they_were(text, tmp_path):
    """ODK and pyxform read ${A} in a text as the answer to A."""
    said = Text((("en", text), ("zh-Hant", f"\u8cb7 {text}")))
    items = (
        Item("A", said, kind="choice", choices=(Choice("a", said), Choice("b", words("b"))), help=said),
        Item("B", said, kind="maturity", anchors={"0": said, "4": said}, gate=Gate(said)),
        Item("C", said, kind="matrix", parts={"${A}": Part(said), "b": Part(said)}),
        Item("D", said, kind="number", unit=said),
    )
    questionnaire = Questionnaire("questionnaire/1", "refs", "1.0.0", said, intro=said, items=items)
    octets = form_of(questionnaire, items, extras=EXTRAS)
    root, warnings = converted(octets)
    assert warnings == []
    texts = {one.attrib["id"]: shown(one[0]) for one in root.iter(f"{X}text")
             if len(one) and not one.attrib["id"].endswith("constraintMsg")}  # fmt: skip
    bare = " ".join(text.replace("\u2060", "").split())
    assert texts["/data/A:label"] in (bare, f"\u8cb7 {bare}")
    assert {"/data/A:hint", "/data/B_gate:label", "/data/C:label"} <= texts.keys()
    assert not list(root.iter(f"{X}output"))
    found, losses = again(octets, tmp_path, "refs")
    assert losses == ()
    assert (str(found.title), found.intro) == (text, said)
    assert [one.text for one in found.items] == [said] * 4
    assert [one.text for one in found.items[0].choices] == [said, words("b")]
    assert found.items[0].help == said
    assert found.items[1].anchors["0"] == found.items[1].gate.ask == said
    assert {name: one.text for name, one in found.items[2].parts.items()} == {"${A}": said, "b": said}
    assert found.items[3].unit == said


def test_a_reference_that_somebody_puts_into_a_form_of_ours_stays_one():
    questionnaire = every_kind()
    sheets = xlsform_sheets(questionnaire, questionnaire.items, rules_of([questionnaire]))
    survey = sheets[0]
    at = next(place for place, one in enumerate(survey.headings) if one.startswith("label"))
    rows = tuple((*row[:at], "So ${K-1}?", *row[at + 1 :]) if row[1] == "K-3" else row for row in survey.rows)
    root, _ = converted(write_workbook((replace(survey, rows=rows), *sheets[1:]), title="x"))
    assert len(list(root.iter(f"{X}output"))) == 1


@given(st.text("$i{(}n\u2060 ", max_size=12) | st.sampled_from(["instance(", "$\u2060\u2060{", "Instance("]))
def test_any_text_is_the_same_again_and_holds_no_reference(text):
    changed = literal(text)
    assert "${" not in changed
    assert "instance(" not in changed
    assert as_written(changed) == text
