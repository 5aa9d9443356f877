"""How aliases are written."""

import pytest

from readiness.engagement.contact_log import Aliases, LogSource, read_aliases
from readiness.scalars import Unreadable


def test_words_patterns_and_the_rest():
    found = read_aliases({"ask": ["T1", "/^EXP/"], "order": "T2", "else": "keep"})
    assert found == Aliases({"T1": "ask", "T2": "order"}, (("^EXP", "ask"),), "keep")
    assert found.ids == ("ask", "order")
    assert read_aliases({"else": "ask"}).ids == ("ask",)
    assert read_aliases({}).otherwise == "quarantine"


@pytest.mark.parametrize(
    ("value", "code", "path"),
    [
        ("ask", "mapping", ()),
        ({"ask": {"a": "b"}}, "list", ("ask",)),
        ({"ask": ["a"], "order": ["b", "a"]}, "contact-alias-twice", ("order", 1)),
        ({"ask": "/(/"}, "contact-pattern", ("ask",)),
        ({"ask": ["/(?=a)/"]}, "contact-pattern", ("ask", 0)),
        ({"ask": [r"/(a)\1/"]}, "contact-pattern", ("ask", 0)),
        ({"ask": ["/" + "a" * 1001 + "/"]}, "contact-pattern", ("ask", 0)),
        ({"else": ["a"]}, "scalar", ("else",)),
    ],
)
def test_aliases_that_are_none(value, code, path):
    with pytest.raises(Unreadable) as unreadable:
        read_aliases(value)
    assert (unreadable.value.code, unreadable.value.path) == (code, path)


def test_the_kind_of_a_file_is_told_by_its_name():
    names = ("a.csv", "a.PARQUET", "a.jsonl", "a.ndjson", "a", "a.xes", "a.XES.gz")
    kinds = [LogSource("a", name, None).form for name in names]
    assert kinds == ["csv", "parquet", "json-lines", "json-lines", "csv", "xes", "xes"]
