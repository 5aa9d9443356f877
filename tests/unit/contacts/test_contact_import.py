"""Reading logs: every row kept or set aside, nothing read twice, nothing lost when it goes wrong."""

import os
import signal
import subprocess
import sys
from zoneinfo import ZoneInfo

import duckdb
import pytest
from log_builders import ask, asked, log, run, source, write

from readiness.contacts import store
from readiness.contacts.words import REASONS
from readiness.engagement.contact_log import Aliases, Columns
from readiness.errors import NotFound, Refused

GOOD = ("a", "2000-05-01 10:00:00", "ask", "small", "", "done")


def aside(folder):
    rows = asked(folder, "SELECT reason, value, count(*) FROM quarantine GROUP BY ALL ORDER BY ALL")
    return [(REASONS[reason], value, number) for reason, value, number in rows]


def balance(folder):
    return asked(folder, "SELECT sum(read), sum(kept) FROM source")[0]


def test_every_reason_to_set_a_row_aside(tmp_path):
    folder = tmp_path / "shop"
    bad = [
        ("", "2000-05-01", "ask", "small", "", ""),
        ("a", "", "ask", "small", "", ""),
        ("a", "2000-13-01", "ask", "small", "", ""),
        ("a", "1948-05-01", "ask", "small", "", ""),
        ("a", "2199-05-01", "ask", "small", "", ""),
        ("a", "infinity", "ask", "small", "", ""),
        ("a", "2000-05-01", "", "small", "", ""),
        ("a", "2000-05-01", "asked", "small", "", ""),
        ("a", "2000-05-01", "ask", "tiny", "", ""),
        ("a", "2000-05-01", "ask", "small", "smoke", ""),
        ("a", "2000-05-01", "ask", "small", "", "gone"),
        ("a\nb", "2000-05-01", "ask", "small", "", "done"),
    ]
    write(folder, [GOOD, *bad])
    run(folder, log(aliases={"outcome": Aliases({"done": "done"})}))
    assert aside(folder) == [
        ("row-malformed", None, 1),
        ("customer-missing", None, 1),
        ("time-missing", None, 1),
        ("time-unreadable", "2000-13-01", 1),
        ("time-unreadable", "infinity", 1),
        ("time-outside", "1948-05-01", 1),
        ("time-outside", "2199-05-01", 1),
        ("touchpoint-missing", None, 1),
        ("touchpoint-unknown", "asked", 1),
        ("buyer-unknown", "tiny", 1),
        ("channel-unknown", "smoke", 1),
        ("outcome-unknown", "gone", 1),
    ]
    assert balance(folder) == (13, 1)
    assert ask(folder).read == 13


def test_rows_of_a_wrongly_quoted_file_are_all_accounted_for(tmp_path):
    folder = tmp_path / "shop"
    folder.mkdir()
    lines = [
        "customer,time,touchpoint,buyer,channel,outcome",
        *[",".join(GOOD)] * 3,
        'a,"2000-05-01,ask,small,,',
    ]
    lines += [",".join(GOOD)] * 4 + ["a,b", "a,2000-05-01,ask,small,,,,"]
    (folder / "log.csv").write_text("\n".join(lines) + "\n")
    run(folder)
    read, kept = balance(folder)
    assert kept >= 3
    assert read == len(lines) - 1


def test_the_last_line_needs_no_end_and_a_mark_at_the_start_does_no_harm(tmp_path):
    folder = tmp_path / "shop"
    folder.mkdir()
    head = "customer,time,touchpoint,buyer,channel,outcome"
    (folder / "log.csv").write_bytes(b"\xef\xbb\xbf" + f"{head}\r\n{','.join(GOOD)}".encode())
    run(folder)
    assert balance(folder) == (1, 1)


@pytest.mark.parametrize("encoding", ["gb18030", "big5", "utf-16"])
def test_other_encodings(tmp_path, encoding):
    folder = tmp_path / "shop"
    folder.mkdir()
    text = "顧客,time,touchpoint\n甲,2000-05-01,電話\n乙,2000-05-02,電話\n"
    text = text.replace("顧客", "客戶") if encoding != "gb18030" else text
    (folder / "log.csv").write_bytes(text.encode(encoding))
    first = text.partition(",")[0]
    columns = Columns(first, "time", "touchpoint", "=small")
    run(
        folder,
        log(source(columns=columns, encoding=encoding), aliases={"touchpoint": Aliases({"電話": "ask"})}),
    )
    assert [(cell.touchpoint, cell.channel, cell.contacts) for cell in ask(folder).cells] == [
        ("ask", "phone", 2)
    ]


def test_characters_that_cannot_be_read_set_their_row_aside(tmp_path):
    folder = tmp_path / "shop"
    folder.mkdir()
    head = b"customer,time,touchpoint,buyer,channel,outcome\n"
    row = ",".join(GOOD).encode() + b"\n"
    for encoding, bad in (("big5", b"\xff\xff"), ("utf-8", b"\xff\xfe")):
        (folder / "log.csv").write_bytes(head + row + bad + row + row)
        run(folder, log(source(encoding=encoding)))
        assert balance(folder) == (3, 2), encoding


def test_three_kinds_of_file_say_the_same(tmp_path):
    rows = [("a", f"2000-05-0{n} 10:00:00", "ask", "small", "", "done") for n in range(1, 8)]
    told = []
    for name in ("log.csv", "log.parquet", "log.jsonl"):
        folder = tmp_path / name.replace(".", "-")
        write(folder, rows)
        form = {"log.parquet": "(FORMAT parquet)", "log.jsonl": "(FORMAT json)"}.get(name)
        if form:
            typed = "customer, time::TIMESTAMP AS time, touchpoint, buyer, channel, outcome"
            columns = typed if name == "log.parquet" else "*"
            csv = f"read_csv('{folder}/log.csv', all_varchar=true)"
            duckdb.sql(f"COPY (SELECT {columns} FROM {csv}) TO '{folder}/{name}' {form}")  # noqa: S608
        run(folder, log(source(name)))
        told.append(ask(folder))
    assert told[0] == told[1] == told[2]
    assert told[0].kept == 7


def test_times_tell_their_zone_or_have_that_of_the_file(tmp_path):
    times = ("2000-05-01 10:00:00", "2000-05-01T16:00:00Z", "2000-05-02 00:00:00+08:00",
             "2000-05-01 18:00:00 Europe/Berlin")  # fmt: skip
    write(tmp_path / "shop", [("a", time, "ask", "small", "", "") for time in times])
    run(tmp_path / "shop")
    assert len(set(asked(tmp_path / "shop", "SELECT moment, hour, day FROM contact"))) == 1
    run(tmp_path / "shop", log(source(time_zone="Asia/Taipei", times=("%Y-%m-%d %H:%M:%S",))))
    assert asked(tmp_path / "shop", "SELECT hour FROM contact") == [(10,)]
    assert aside(tmp_path / "shop")[0][0] == "time-unreadable"


def test_columns_put_together_constants_patterns_and_words_that_are_kept(tmp_path):
    folder = tmp_path / "shop"
    folder.mkdir()
    (folder / "log.csv").write_text(
        "who,at,how,what\na,2000-05-01,tel,7\nb,2000-05-01,tel,8\nc,2000-05-01,web,9\n"
    )
    columns = Columns("who", "at", "{how}/{what}", "=small", "", "=it's done")
    aliases = {"touchpoint": Aliases({"tel/7": "ask"}, (("^tel/", "complain"),), "keep")}
    run(folder, log(source(columns=columns), aliases=aliases, resolved=("it's done",)))
    cells = [(cell.channel, cell.touchpoint, cell.outcome) for cell in ask(folder).cells]
    assert cells == [
        ("", "web/9", "it's done"),
        ("phone", "ask", "it's done"),
        ("phone", "complain", "it's done"),
    ]
    assert ask(folder).off_map == ("web/9",)
    assert sum(one.at_once for one in ask(folder).conduct) == 3


@pytest.mark.parametrize(
    ("octets", "code"),
    [
        (None, "no-log-file"),
        (b"", "log-file-empty"),
        (b"who,at\n", "log-column"),
        (b"customers,time,touchpoint\n", "log-column-near"),
    ],
)
def test_files_that_cannot_be_read_are_refused_and_the_former_import_stays(tmp_path, octets, code):
    folder = tmp_path / "shop"
    write(folder, [GOOD])
    run(folder)
    (folder / "log.csv").unlink()
    if octets is not None:
        (folder / "log.csv").write_bytes(octets)
    with pytest.raises((Refused, NotFound)) as refused:
        run(folder)
    assert refused.value.code == code
    assert ask(folder).kept == 1
    assert sorted(path.name for path in store.place(folder).iterdir()) == [".gitignore", "log.duckdb"]


def test_a_truncated_parquet_file_is_refused(tmp_path):
    folder = tmp_path / "shop"
    write(folder, [GOOD] * 500)
    duckdb.sql(f"COPY (FROM '{folder}/log.csv') TO '{folder}/log.parquet' (FORMAT parquet)")
    whole = (folder / "log.parquet").read_bytes()
    (folder / "log.parquet").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(Refused, match="log-file-broken"):
        run(folder, log(source("log.parquet")))


def test_only_files_that_have_changed_are_read_again(tmp_path):
    folder = tmp_path / "shop"
    both = log(
        source("one.csv", id="one"),
        source("two.csv", id="two"),
        aliases={"touchpoint": Aliases(otherwise="keep")},
    )
    write(folder, [GOOD, ("b", "2000-05-02", "zoo", "small", "", "x")], "one.csv")
    write(folder, [("a", "2000-05-02", "order", "small", "", "")], "two.csv")
    assert run(folder, both).read == ("one", "two")
    assert run(folder, both).read == ()
    write(
        folder,
        [("a", "2000-05-02", "order", "small", "", ""), ("c", "2000-05-03", "bar", "large", "", "a")],
        "two.csv",
    )
    done = run(folder, both)
    assert (done.read, done.taken_over) == (("two",), ("one",))
    after = ask(folder)
    fresh = tmp_path / "fresh"
    (tmp_path / "shop").rename(fresh)
    run(fresh, both)
    assert ask(fresh) == after
    assert [(one.start, one.to) for one in after.steps] == [("ask", "order")]
    assert run(fresh, both, secret=b"another secret of sixteen").read == ("one", "two")


def test_no_customer_key_is_kept(tmp_path):
    write(tmp_path / "shop", [("secret-customer-key", "2000-05-01", "nowhere", "small", "", "")] * 9 + [
        ("secret-customer-key", "2000-05-01", "ask", "small", "", "")])  # fmt: skip
    run(tmp_path / "shop")
    assert b"secret-customer" not in (store.place(tmp_path / "shop") / "log.duckdb").read_bytes()
    assert not list((tmp_path / "shop").rglob("*.duckdb"))


KILLED = """
import sys, time
sys.path[:0] = [{here!r}]
from pathlib import Path
from log_builders import run
def wait(done, whole):
    if done:
        print("half", flush=True)
        time.sleep(60)
    return True
run(Path({folder!r}), progress=wait)
"""


def test_an_import_that_is_killed_leaves_the_former_one_and_the_next_one_goes_on(tmp_path):
    folder = tmp_path / "shop"
    write(folder, [GOOD])
    run(folder)
    write(folder, [GOOD, GOOD])
    here = os.path.dirname(__file__)  # noqa: PTH120 - a text for another process
    script = KILLED.format(here=here, folder=str(folder))
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE) as other:
        assert other.stdout.readline() == b"half\n"
        with pytest.raises(Refused, match="contact-import-busy"):
            run(folder)
        other.send_signal(signal.SIGKILL)
        other.wait()
    assert ask(folder).kept == 1
    run(folder)
    assert ask(folder).kept == 2
    assert sorted(path.name for path in store.place(folder).iterdir()) == [".gitignore", "log.duckdb"]


def test_an_import_that_is_stopped_leaves_the_former_one(tmp_path):
    folder = tmp_path / "shop"
    write(folder, [GOOD])
    run(folder)
    write(folder, [GOOD, GOOD])
    with pytest.raises(KeyboardInterrupt):
        run(folder, progress=lambda _done, _whole: False)
    assert ask(folder).kept == 1


def test_a_file_that_is_no_log_is_told(tmp_path):
    with pytest.raises(NotFound):
        ask(tmp_path / "shop")
    store.place(tmp_path / "shop").mkdir()
    (store.place(tmp_path / "shop") / "log.duckdb").write_bytes(b"not a database" * 1000)
    with pytest.raises(Refused, match="contact-log-unreadable"):
        ask(tmp_path / "shop")
    write(tmp_path / "shop", [GOOD])
    run(tmp_path / "shop")
    assert ask(tmp_path / "shop").kept == 1


def test_words_of_other_people_do_nothing_in_the_engine(tmp_path):
    folder = tmp_path / "shop"
    nasty = "'); DROP TABLE contact; --"
    folder.mkdir()
    (folder / "log.csv").write_text(f'"w""ho {nasty}",at,what\na,2000-05-01,"{nasty}"\n')
    columns = Columns(f'w"ho {nasty}', "at", "what", f"={nasty}")
    aliases = {"touchpoint": Aliases({nasty: "ask"}), "buyer": Aliases(otherwise="keep")}
    run(folder, log(source(columns=columns), aliases=aliases))
    assert [(cell.buyer, cell.touchpoint) for cell in ask(folder).cells] == [(nasty, "ask")]


def test_without_a_map_words_are_kept_as_they_stand(tmp_path):
    write(tmp_path / "shop", [GOOD])
    run(
        tmp_path / "shop",
        log(aliases={one: Aliases(otherwise="keep") for one in ("buyer", "touchpoint")}),
        touchmap=None,
    )
    assert ask(tmp_path / "shop").off_map == ("ask",)


def test_the_clocks_of_a_zone_go_as_python_says():
    from datetime import date, datetime, timedelta

    from readiness.contacts.clock import offsets

    for name in ("America/Boise", "Asia/Taipei", "Australia/Lord_Howe", "Europe/London"):
        zone = ZoneInfo(name)
        found = offsets(zone, date(1999, 1, 1), date(2001, 12, 31))
        start = datetime(1999, 1, 1)  # noqa: DTZ001 - of the clocks
        for number in range(0, 3 * 365 * 48, 7):
            local = start + timedelta(minutes=30 * number)
            wanted = local.replace(tzinfo=zone).utcoffset() // timedelta(microseconds=1)
            micro = (local - datetime(1970, 1, 1)) // timedelta(microseconds=1)  # noqa: DTZ001
            plain = found.first
            for at, before, after in found.changes:
                if micro >= at + max(before, after):
                    plain = after
            assert plain == wanted, (name, local)
        terms = ", ".join(f"({found.at_local(str(m))})" for m in (930_000_000_000_000, 954_600_000_000_000))
        told = duckdb.sql(f"SELECT {terms}").fetchall()[0]
        local = [
            datetime(1970, 1, 1) + timedelta(microseconds=m)  # noqa: DTZ001 - of the clocks
            for m in (930_000_000_000_000, 954_600_000_000_000)
        ]
        assert list(told) == [
            one.replace(tzinfo=zone).utcoffset() // timedelta(microseconds=1) for one in local
        ]


def test_without_days_a_log_covers_those_from_its_first_contact_to_its_last(tmp_path):
    write(tmp_path / "shop", [GOOD, ("a", "2000-07-09", "ask", "small", "", "")])
    run(tmp_path / "shop", log(valid=None))
    found = ask(tmp_path / "shop")
    assert (str(found.first), str(found.last)) == ("2000-05-01", "2000-07-09")
    assert found.years == 70 / 365.25
