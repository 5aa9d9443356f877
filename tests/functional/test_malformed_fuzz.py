"""The Boise example, damaged at random: reading gives an engagement or a diagnostic, never an exception."""

import copy
import tempfile
from pathlib import Path

import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_malformed_reading import words, write

from readiness.folder.engagement import read_engagement

BOISE = Path(__file__).parents[2] / "examples" / "boise-office"
TEXTS = {
    path.relative_to(BOISE).as_posix(): path.read_text("utf-8") for path in sorted(BOISE.rglob("*.yaml"))
}
DATA = {name: yaml.load(text, yaml.CBaseLoader) for name, text in TEXTS.items()}  # noqa: S506 keeps text
MAIN = ["engagement.yaml", "touchmap.yaml", "to-be.yaml", "responses/it-1.yaml"]

WORDS = [
    *["", "no", "true", "none", "all", "<<", "~", "é", "\u202e", "a\0b", "x" * 10_000],
    *["-1", "1.5", "1e309", ".nan", "9" * 400, "2026-13-40", "2000-12-01"],
    *["../x", "/etc/hostname", "touchmap.yaml", "office-supply", "P1-Q1", "phone"],
]
SCALARS = st.sampled_from(WORDS) | st.text(max_size=5)
ANYTHING = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            SCALARS | st.sampled_from(["id", "to", "grade", "value", "from"]), inner, max_size=3
        )
    ),
    max_leaves=4,
)


def places(value, path=()):
    yield path
    steps = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, inner in steps:
        yield from places(inner, (*path, step))


PLACES = [(name, path) for name in MAIN for path in places(DATA[name])]


def damage(data, path, new):
    if not path:
        return new
    here = data = copy.deepcopy(data)
    for step in path[:-1]:
        if not isinstance(here, dict | list):
            return data
        try:
            here = here[step]
        except (LookupError, TypeError):
            return data
    if isinstance(here, dict) or (
        isinstance(here, list) and isinstance(path[-1], int) and path[-1] < len(here)
    ):
        here[path[-1]] = new
    return data


def read_all(files):
    with tempfile.TemporaryDirectory() as folder:
        write(Path(folder), files)
        return read_engagement(Path(folder))


def sound(reading):
    assert reading.engagement is not None or reading.diagnostics
    for diagnostic in reading.diagnostics:
        assert words(diagnostic)
        source = reading.sources.get(diagnostic.span.file)
        if source is not None:
            assert diagnostic.span.line <= len(source.lines)
            assert diagnostic.span.column <= len(source.lines[diagnostic.span.line - 1]) + 1


def test_the_example_itself_has_no_error():
    reading = read_all(TEXTS)
    assert reading.engagement is not None
    assert {diagnostic.code for diagnostic in reading.diagnostics} <= {"answer-needs-evidence"}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.sampled_from(PLACES), ANYTHING), min_size=1, max_size=4))
def test_values_of_any_shape_in_any_place_are_read_or_told(damages):
    data = dict(DATA)
    for (name, path), new in damages:
        data[name] = damage(data[name], path, new)
    sound(
        read_all(
            {name: yaml.dump(value, Dumper=yaml.CSafeDumper, sort_keys=False) for name, value in data.items()}
        )
    )


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.sampled_from(MAIN),
    st.lists(
        st.tuples(st.floats(0, 1), st.integers(0, 40), st.text(":-[]{}#'\"\n\t &*!|>%@,x1", max_size=4)),
        max_size=5,
    ),
)
def test_text_that_is_cut_and_patched_at_random_is_read_or_told(name, patches):
    text = TEXTS[name]
    for where, length, patch in patches:
        at = int(where * len(text))
        text = text[:at] + patch + text[at + length :]
    sound(read_all(TEXTS | {name: text}))


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(MAIN), st.lists(st.tuples(st.floats(0, 1), st.binary(max_size=3)), max_size=4))
def test_octets_that_are_damaged_at_random_are_read_or_told(name, patches):
    octets = TEXTS[name].encode()
    for where, patch in patches:
        at = int(where * len(octets))
        octets = octets[:at] + patch + octets[at + len(patch) :]
    sound(read_all(TEXTS | {name: octets}))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(st.sampled_from(sorted(TEXTS)), max_size=6),
    st.sampled_from(sorted(TEXTS)),
    st.sampled_from(sorted(TEXTS)),
)
def test_files_that_are_missing_or_in_each_others_place_are_told(missing, first, second):
    files = TEXTS | {first: TEXTS[second], second: TEXTS[first]}
    sound(read_all({name: text for name, text in files.items() if name not in missing}))
