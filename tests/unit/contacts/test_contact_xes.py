"""XES logs: the same contacts as in a CSV file, and nothing else from files that are broken or hostile."""

import gzip
import random
from xml.sax.saxutils import quoteattr

import pytest
from log_builders import ask, asked, log, run, source, write

from readiness.contacts.xes import LONGEST, rows_of
from readiness.engagement.contact_log import Columns
from readiness.errors import Refused

KEYS = ("case:concept:name", "time:timestamp", "concept:name", "case:type", "channel", "outcome")
OF_XES = Columns(*KEYS)
EVENTS = ("ask", "order", "complain")


def some_rows(number=300, seed=1):
    chance = random.Random(seed)
    return [
        (
            f"k{chance.randrange(40)}",
            f"2000-{chance.randrange(1, 13):02}-{chance.randrange(1, 29):02} {chance.randrange(24):02}:00:00",
            chance.choice(EVENTS),
            "small",
            chance.choice(("", "phone", "web")),
            chance.choice(("", "done", 'left "angry" & <loud>, at once')),
        )
        for _ in range(number)
    ]


def as_xes(rows, prefix=""):
    traces = {}
    for row in rows:
        traces.setdefault((row[0], row[3]), []).append(row)
    parts = [f"<?xml version='1.0' encoding='UTF-8'?>\n<{prefix}log xes.version='1.0'>"]
    parts.append("<global scope='event'><string key='outcome' value='never'/></global>")
    for (customer, buyer), events in traces.items():
        parts.append(f"<{prefix}trace>{text('concept:name', customer)}{text('type', buyer)}")
        for _, time, touchpoint, _, channel, outcome in events:
            inner = "<string key='outcome' value='of a child'/>"
            parts.append(
                f"<{prefix}event><date key='time:timestamp' value='{time}'/>"
                f"{text('concept:name', touchpoint)}"
                f"{text('channel', channel)}<string key='outcome' value={quoteattr(outcome)}>{inner}</string>"
                f"</{prefix}event>"
            )
        parts.append(f"</{prefix}trace>")
    return "\n".join([*parts, f"</{prefix}log>"])


def text(key, value):
    return f"<string key={quoteattr(key)} value={quoteattr(value)}/>"


def imported(folder, name, octets):
    folder.mkdir()
    (folder / name).write_bytes(octets)
    run(folder, log(source(name, columns=OF_XES), aliases={}))
    return folder


@pytest.mark.parametrize(("name", "prefix"), [("log.xes", ""), ("log.xes.gz", ""), ("log.xes", "x:")])
def test_an_xes_log_says_the_same_as_a_csv_file(tmp_path, name, prefix):
    rows = some_rows()
    write(tmp_path / "csv", rows)
    run(tmp_path / "csv")
    whole = as_xes(rows, prefix).encode()
    folder = imported(tmp_path / "xes", name, gzip.compress(whole) if name.endswith("gz") else whole)
    assert ask(folder).cells == ask(tmp_path / "csv").cells
    assert ask(folder).steps == ask(tmp_path / "csv").steps
    assert ask(folder).read == 300


def test_an_event_outside_of_a_trace_is_set_aside(tmp_path):
    whole = as_xes(some_rows(5)).replace(
        "</log>", "<event><string key='concept:name' value='ask'/></event></log>"
    )
    folder = imported(tmp_path / "xes", "log.xes", whole.encode())
    assert (ask(folder).read, sum(ask(folder).set_aside.values())) == (6, 1)
    assert asked(folder, "SELECT count(*) FROM quarantine") == [(1,)]


def test_a_column_that_no_event_has_is_told_with_those_there_are(tmp_path):
    (tmp_path / "log.xes").write_text(as_xes(some_rows(5)))
    wrong = Columns(*("case:concept:nam", *KEYS[1:]))
    with pytest.raises(Refused) as told:
        run(tmp_path, log(source("log.xes", columns=wrong)))
    assert (told.value.code, told.value.values["near"]) == ("log-column-near", "case:concept:name")


def test_a_column_counts_however_many_others_came_before(tmp_path):
    others = "".join(text(f"k{number}", "x") for number in range(2000))
    (tmp_path / "log.xes").write_text(f"<log><trace><event>{others}{text('late', 'y')}</event></trace></log>")
    assert "late" in rows_of(tmp_path / "log.xes", ("late",), tmp_path / "out.csv")
    assert (tmp_path / "out.csv").read_text().splitlines() == ["late", "y"]


LAUGHS = "<!DOCTYPE l [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'>]>"
FETCHES = "<!DOCTYPE l SYSTEM 'http://127.0.0.1:9/never.dtd'>"
WHOLE = "<log><trace><string key='concept:name' value='1'/><event/></trace></log>"
BROKEN = [
    (WHOLE[:-3], "log-xes-broken"),
    (WHOLE.replace("<event/>", "<event>"), "log-xes-broken"),
    (WHOLE.replace("'1'", "'1"), "log-xes-broken"),
    (WHOLE.replace("'1'", "'&nbsp;'"), "log-xes-broken"),
    (WHOLE.replace("'1'", "'\0'"), "log-xes-broken"),
    (WHOLE.replace("'1'", "'<'"), "log-xes-broken"),
    (WHOLE.replace("key='concept:name'", "key='a' key='b'"), "log-xes-broken"),
    (WHOLE + WHOLE, "log-xes-broken"),
    ("<?xml version='1.0' encoding='no-such'?>" + WHOLE, "log-xes-broken"),
    ("<?xml version='1.0' encoding='gb18030'?>" + WHOLE, "log-xes-broken"),
    ("no XML at all", "log-xes-broken"),
    (" ", "log-xes-broken"),
    ("<html><body/></html>", "log-file-broken"),
    (LAUGHS + WHOLE.replace("'1'", "'&b;'"), "import-entities"),
    (FETCHES + WHOLE, "import-entities"),
    (WHOLE.replace("<event/>", "<event>" + "<list>" * 80 + "</list>" * 80 + "</event>"), "log-file-broken"),
    (WHOLE.replace("<event/>", " " * (LONGEST + (1 << 19)) + "<event/>"), "log-file-broken"),
]


@pytest.mark.parametrize(("whole", "code"), BROKEN, ids=range(len(BROKEN)))
def test_a_broken_or_hostile_log_is_refused(tmp_path, whole, code):
    (tmp_path / "log.xes").write_text(whole)
    with pytest.raises(Refused) as told:
        rows_of(tmp_path / "log.xes", ("concept:name",), tmp_path / "out.csv")
    assert told.value.code == code


def test_a_refused_log_leaves_the_former_import(tmp_path):
    folder = imported(tmp_path / "xes", "log.xes", as_xes(some_rows(50)).encode())
    before = ask(folder).cells
    (folder / "log.xes").write_text(as_xes(some_rows(50))[:-3])
    with pytest.raises(Refused):
        run(folder, log(source("log.xes", columns=OF_XES), aliases={}))
    assert ask(folder).cells == before


PACKED = gzip.compress(WHOLE.encode(), mtime=0)


@pytest.mark.parametrize(
    "octets", [b"\x1f\x8b", PACKED[:-9], b"plain", b"\x1f\x8b\x08" + b"\xff" * 40], ids=range(4)
)
def test_a_broken_packed_log_is_refused(tmp_path, octets):
    (tmp_path / "log.xes.gz").write_bytes(octets)
    with pytest.raises(Refused) as told:
        rows_of(tmp_path / "log.xes.gz", ("concept:name",), tmp_path / "out.csv")
    assert told.value.code == "log-file-broken"


def test_other_characters_than_utf_8(tmp_path):
    whole = "<?xml version='1.0' encoding='utf-16'?>" + WHOLE.replace("'1'", "'電話'")
    (tmp_path / "log.xes").write_bytes(whole.encode("utf-16"))
    assert rows_of(tmp_path / "log.xes", ("case:concept:name",), tmp_path / "out.csv") == (
        "case:concept:name",
    )
    assert (tmp_path / "out.csv").read_text(encoding="utf-8").splitlines() == ["case:concept:name", "電話"]
