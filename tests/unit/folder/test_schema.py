"""The schemas say to an editor, which reads YAML 1.2, what the reader says of the same text."""

import re
from functools import cache
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from ruamel.yaml import YAML

from readiness.folder.parse import Record, parse
from readiness.folder.schema import FORMATS, schema
from readiness.folder.source import Limits, Source
from readiness.folder.typed import build
from readiness.resources import examples, package_path, templates

FILES = sorted(
    path
    for root in (examples(), templates() / "engagement", package_path("questionnaires", "library"))
    for path in root.rglob("*.yaml")
)
FORMAT = re.compile(r"^format: ([a-z]+)/1\s*$", re.MULTILINE)
WITHOUT_WORDS = {"else", "money", "months", "hours", "en", "zh-Hant", "zh-Hans", "0", "1", "2", "3", "4"}
MAP = "format: touchmap/1\nid: m\n"
RESPONSE = "format: response/1\nquestionnaire: q\nrespondent: it-1\nrole: it\nanswers:\n  "
PROFILE = "format: engagement/1\nid: e\ntitle: T\nas_of: 2000-01-01\nprogramme: {status: live}\n"
QUESTIONS = 'format: questionnaire/1\nid: q\nversion: "1.0.0"\ntitle: T\n'
OVERLAY = "format: overlay/1\nof: m\n"


@cache
def validator(name):
    return Draft202012Validator(schema(name))


def as_editor(text):
    """Read as YAML 1.2: dates stay texts, keys are texts."""
    yaml = YAML(typ="safe", pure=True)
    yaml.constructor.add_constructor("tag:yaml.org,2002:timestamp", lambda _, node: node.value)
    return _keys_as_text(yaml.load(text))


def _keys_as_text(value):
    if isinstance(value, dict):
        return {str(key): _keys_as_text(part) for key, part in value.items()}
    return [_keys_as_text(part) for part in value] if isinstance(value, list) else value


def complaints(name, text):
    return [error.message for error in validator(name).iter_errors(as_editor(text))]


@pytest.mark.parametrize("path", FILES, ids=lambda path: "/".join(path.parts[-3:]))
def test_every_file_that_comes_with_the_product_fits_its_schema(path):
    text = path.read_text("utf-8")
    name = FORMAT.search(text)[1]
    assert complaints(name, text) == []


@pytest.mark.parametrize("name", FORMATS)
def test_a_schema_is_one(name):
    made = schema(name)
    Draft202012Validator.check_schema(made)
    assert made["$id"] == f"urn:readiness:schema:{name}:1"
    assert made["properties"]["format"]["const"] == f"{name}/1"
    assert made == schema(name)


def everything(here, kept=()):
    if isinstance(here, dict):
        yield kept, here
        for key, part in here.items():
            yield from everything(part, (*kept, key))
    elif isinstance(here, list):
        for part in here:
            yield from everything(part, kept)


@pytest.mark.parametrize("name", FORMATS)
def test_references_stay_within_the_schema(name):
    made = schema(name)
    targets = {part["$ref"] for _, part in everything(made) if "$ref" in part}
    assert targets <= {f"#/$defs/{key}" for key in made["$defs"]}


@pytest.mark.parametrize("name", FORMATS)
def test_every_field_is_explained(name):
    fields = [
        (key, part)
        for kept, parts in everything(schema(name))
        if kept[-1:] == ("properties",)
        for key, part in parts.items()
    ]
    wordless = {key for key, part in fields if not part.get("description")}
    milestones = set(schema("engagement")["properties"]["milestones"]["anyOf"][0]["properties"])
    kinds = set(schema("touchmap")["properties"]) if name == "overlay" else set()
    assert wordless <= WITHOUT_WORDS | milestones | kinds


FITTING = {
    "a list for an answer": ("response", RESPONSE + "a: [b, c]\n  d: {value: [e]}"),
    "a derived template": (
        "questionnaire",
        QUESTIONS + "extends: a\nchanges: [{drop: a, why: W}, {set: b, weight: 2, why: W}]",
    ),
    "a new item of a derived template": (
        "questionnaire",
        QUESTIONS + "extends: a\nchanges: [{add: {id: c, text: T}, why: W}]",
    ),
    "an id like a number": ("touchmap", MAP + "goals: [{id: 012}, {id: 1e5}, {id: true}]"),
    "words of every kind": ("touchmap", MAP + "title: 7:30\nnote: 2.10\ngoals: [{id: a, title: no}]"),
    "words by language": ("touchmap", MAP + "title: {en: Map, zh-Hant: 圖, fr: }"),
    "a number in quotes": ("touchmap", MAP + 'contacts_per_year: "12.5"'),
    "a boolean in quotes": ("touchmap", MAP + 'needs: [{id: a, top: "true", usual: false}]'),
    "nothing after keys": ("touchmap", MAP + "title:\nmarket:\nconfirmed_on:\nnone:\ngoals:\nevidence:\n"),
    "a stage as id and as mapping": ("touchmap", MAP + "stages: [buy, {id: order, canonical: buy, title: }]"),
    "a total and a volume by buyer": (
        "touchmap",
        MAP + "touchpoints: [{id: a, volume: 3}, {id: b, volume: {x: 3, y: 4.5, z: }}, {id: c, volume: }]",
    ),
    "evidence as a word and as a mapping": (
        "touchmap",
        MAP + "evidence: said\ngoals: [{id: a, evidence: {grade: measured, by: it, on: 2000-01-01}}]",
    ),
    "answers of every kind": (
        "response",
        RESPONSE + 'a: 2\n  b: dont-know\n  c: 12%\n  d:\n  e: {parts: {a: , b: 1}, gate: , comment: 3}\n'
        '  f: {money: 3, months: , hours: 1}\n  g: {risk: 0.5, evidence: document}\n  h: {gate: no}\n'
        '  i: {risk: "0.50", gate: ""}\n  j: {not_applicable: {en: No}}',
    ),
    "milestones to come": ("engagement", PROFILE + 'milestones: {go-live: , roles: 2000-01-01, x: ""}'),
    "parts and statuses": (
        "questionnaire",
        QUESTIONS + "items: [{id: a, text: T, parts: {x: Y, z: {text: W, reverse: true}, w: {en: V}},"
        " applies: all, anchors: {0: No, 4: 5}}, {id: b, text: 3, applies: [live]}]\n"
        "include: [{from: a, items: [b, 3]}]",
    ),
    "an overlay": (
        "overlay",
        OVERLAY + "add: {goals: [{id: a}], stages: [{id: b}], buyers: }\n"
        "change: {touchpoints: [{id: c, next: [{to: d, share: 0.5}], title: }]}\nremove: {goals: [e, 12]}",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("name", "text"), FITTING.values(), ids=FITTING)
def test_what_the_reader_takes_fits(name, text):
    assert read(name, text) == []
    assert complaints(name, text) == []


BROKEN = {
    "another format": ("touchmap", "format: touchmap/2\nid: m"),
    "no id": ("touchmap", "format: touchmap/1"),
    "no id after the key": ("touchmap", "format: touchmap/1\nid:"),
    "an unknown key": ("touchmap", MAP + "titel: x"),
    "an unknown key of a record": ("touchmap", MAP + "goals: [{id: a, titel: x}]"),
    "an unknown key of evidence": ("touchmap", MAP + "evidence: {grade: said, form: x}"),
    "an unknown key of a stage": ("touchmap", MAP + "stages: [{id: a, titel: x}]"),
    "an id in capitals": ("touchmap", MAP + "goals: [{id: A b}]"),
    "a wrong word": ("touchmap", MAP + "market: b2g"),
    "a wrong word in a list": ("touchmap", MAP + "none: [inbound]"),
    "a wrong grade": ("touchmap", MAP + "evidence: heard"),
    "a wrong speaker": ("touchmap", MAP + "evidence: {grade: said, by: me}"),
    "evidence without a grade": ("touchmap", MAP + "evidence: {by: it}"),
    "a number that is none": ("touchmap", MAP + "contacts_per_year: many"),
    "a negative number": ("touchmap", MAP + "contacts_per_year: -1"),
    "negative visits": ("touchmap", MAP + "touchpoints: [{id: a, volume: {x: -1}}]"),
    "too satisfied": ("touchmap", MAP + "touchpoints: [{id: a, satisfaction: 6}]"),
    "a share above one": ("touchmap", MAP + "touchpoints: [{id: a, next: [{to: b, share: 2}]}]"),
    "a share missing": ("touchmap", MAP + "touchpoints: [{id: a, next: [{to: b}]}]"),
    "half a person": ("touchmap", MAP + "buyers: [{id: a, head_count: 0.5}]"),
    "yes for true": ("touchmap", MAP + "needs: [{id: a, top: yes}]"),
    "a day that is none": ("touchmap", MAP + "confirmed_on: May 2000"),
    "a list for words": ("touchmap", MAP + "title: [a]"),
    "no language": ("touchmap", MAP + "title: {English: a}"),
    "a word for a list": ("touchmap", MAP + "goals: a"),
    "a list for the file": ("touchmap", "- a"),
    "an unknown key of an answer": ("response", RESPONSE + "a: {valeu: 2}"),
    "a wrong gate": ("response", RESPONSE + "a: {gate: maybe}"),
    "a wrong risk": ("response", RESPONSE + "a: {risk: 0.7}"),
    "a wrong risk in quotes": ("response", RESPONSE + 'a: {risk: "7"}'),
    "a list in a list for an answer": ("response", RESPONSE + "a: [[2]]"),
    "no answers": ("response", RESPONSE),
    "a wrong role": ("response", RESPONSE.replace("role: it", "role: boss") + "a: 1"),
    "an unknown key of the cover sheet": ("engagement", PROFILE + "touch_map: x"),
    "a wrong status": ("engagement", PROFILE.replace("live", "alive")),
    "a milestone without a day": ("engagement", PROFILE + "milestones: {roles: soon}"),
    "a wrong kind of question": ("questionnaire", QUESTIONS + "items: [{id: a, text: T, kind: stars}]"),
    "a level too many": ("questionnaire", QUESTIONS + "items: [{id: a, text: T, anchors: {5: x}}]"),
    "a wrong status of an item": ("questionnaire", QUESTIONS + "items: [{id: a, text: T, applies: [now]}]"),
    "a bare status": ("questionnaire", QUESTIONS + "items: [{id: a, text: T, applies: live}]"),
    "a part without text": ("questionnaire", QUESTIONS + "items: [{id: a, text: T, parts: {x: {y: 1}}}]"),
    "an include without its source": ("questionnaire", QUESTIONS + "include: [{items: [a]}]"),
    "a change without a reason": ("questionnaire", QUESTIONS + "extends: a\nchanges: [{drop: a}]"),
    "a level above four": (
        "questionnaire",
        QUESTIONS + "items: [{id: a, text: T, choices: [{id: b, text: T, level: 5}]}]",
    ),
    "from written with a tail": ("questionnaire", QUESTIONS + "include: [{from_: a, items: [b]}]"),
    "an unknown kind of record": ("overlay", OVERLAY + "add: {goal: [{id: a}]}"),
    "a changed record without id": ("overlay", OVERLAY + "change: {goals: [{title: a}]}"),
    "a removed record in full": ("overlay", OVERLAY + "remove: {goals: [{id: a}]}"),
    "an added stage as a word": ("overlay", OVERLAY + "add: {stages: [buy]}"),
    "texts in a list": ("translation", "format: translation/1\nof: q\nlanguage: en\ntexts: [a]"),
}  # fmt: skip


@pytest.mark.parametrize(("name", "text"), BROKEN.values(), ids=BROKEN)
def test_what_the_reader_refuses_does_not_fit(name, text):
    assert read(name, text) != []
    assert complaints(name, text) != []


@pytest.mark.parametrize("text", ["goals: [{id: a, titel: x}]", "market: b2g", "evidence: {grade: heard}"])
def test_an_overlay_is_as_strict_as_the_map_that_it_makes(text):
    key, _, value = text.partition(": ")
    if key == "goals":
        assert complaints("overlay", OVERLAY + f"add: {{{text}}}") != []
        assert complaints("overlay", OVERLAY + f"change: {{{text}}}") != []
    record = f"[{{id: a, {key}: {value}}}]"
    assert complaints("overlay", OVERLAY + f"change: {{segments: {record}}}") != []


def read(name, text):
    value, problems = parse(Source("a.yaml", text), Limits())
    if not isinstance(value, Record):
        return problems or ["mapping"]
    return problems + build(FORMATS[name], value)[1]


# A law over files with one change: where the reader takes the text, the schema takes it; where the reader
# refuses it for a reason that a schema can know, the schema refuses it.
KNOWABLE = {
    "unknown-key", "choice", "missing-key", "missing-value", "mapping", "list", "scalar", "text", "answer",
    "volume", "boolean", "date", "at-least", "at-most", "format", "language-tag",
}  # fmt: skip
WORDS = [
    "no",
    "012",
    "true",
    "x",
    "",
    "2000-01-01",
    "12",
    "-3",
    "0.5",
    "1e3",
    "it",
    "said",
    "all",
    "A b",
    "7:30",
]
CASES = Path(__file__).parents[2] / "cases"
BASES = {
    "touchmap": examples() / "boise-office" / "touchmap.yaml",
    "overlay": examples() / "boise-office" / "to-be.yaml",
    "engagement": examples() / "boise-office" / "engagement.yaml",
    "response": examples() / "boise-office" / "responses" / "it-1.yaml",
    "rollout": examples() / "boise-office" / "rollout.yaml",
    "contacts": CASES / "contacts" / "contacts-base.yaml",
    "workshop": CASES / "workshop" / "workshop-base.yaml",
    "questionnaire": package_path("questionnaires", "library", "workshop-core.yaml"),
    "translation": package_path("questionnaires", "library", "ownership.zh-Hant.yaml"),
    "theme": templates() / "themes" / "house" / "theme.yaml",
    "answers": CASES / "forms" / "answers-base.json",
    "mapping": CASES / "forms" / "mapping-base.yaml",
}
changed = st.one_of(st.sampled_from(WORDS), st.lists(st.sampled_from(WORDS), max_size=2), st.just({"x": "y"}))
how = st.sampled_from(["value", "value", "value", "rename", "add", "delete"])


@cache
def base(name):
    value, _ = parse(Source("a.yaml", Path(BASES[name]).read_text("utf-8")), Limits())
    return short(value)


def short(value):
    if isinstance(value, dict):
        return {key: short(part) for key, part in value.items()}
    if not isinstance(value, list):
        return value
    figures = all(isinstance(part, str) and part[:1].isdigit() for part in value)  # points, months
    return value if figures else [short(part) for part in value[-1:]]


def places(value, kept=()):
    for key, part in value.items() if isinstance(value, dict) else enumerate(value):
        yield (*kept, key)
        if isinstance(part, dict | list):
            yield from places(part, (*kept, key))


def changed_at(value, place, way, new):
    key, rest = place[0], place[1:]
    copy = dict(value) if isinstance(value, dict) else list(value)
    if rest:
        copy[key] = changed_at(copy[key], rest, way, new)
    elif way == "value" or isinstance(copy, list):
        copy[key] = new
    elif way == "delete":
        del copy[key]
    elif way == "rename":
        return {("xyz" if name == key else name): part for name, part in copy.items()}
    else:
        copy["xyz"] = new
    return copy


def flow(value):
    if isinstance(value, dict):
        return "{" + ", ".join(f"{flow(key)}: {flow(part)}" for key, part in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(flow, value)) + "]"
    plain = re.fullmatch(r"-?\w([\w .:-]*\w)?|", value) and ": " not in value
    return value if plain and value not in ("null", "Null", "NULL") else '"' + value.replace('"', '\\"') + '"'


@pytest.mark.parametrize("name", FORMATS)
@settings(max_examples=settings().max_examples // 4)
@given(data=st.data())
def test_reader_and_schema_agree(name, data):
    whole = base(name)
    place = data.draw(st.sampled_from(list(places(whole))))
    way, new = data.draw(how), data.draw(changed)
    assume(way != "add" or new != "")  # the reader does not see such a key; an editor should
    text = flow(changed_at(whole, place, way, new))
    codes = {problem.code for problem in read(name, text)}
    if not codes and name != "overlay":  # whose records the reader checks once they are laid over the map
        assert complaints(name, text) == []
    if codes & KNOWABLE:
        assert complaints(name, text) != []
