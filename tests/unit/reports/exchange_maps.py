"""Maps for the tests of exports: random ones as a folder can hold them, and one full of hostile titles."""

import sys
from pathlib import Path

from readiness.folder import library
from readiness.folder.exchange.plain_map import plain_map
from readiness.folder.map_writer import write_map
from readiness.folder.parse import parse
from readiness.folder.source import Limits, Source
from readiness.folder.typed import build
from readiness.reports.namer import Namer
from readiness.reports.words import Words
from readiness.scalars import Text
from readiness.services import maps as seen_maps
from readiness.touchmap.fields import Stage, Volume
from readiness.touchmap.model import Next, TouchMap, Touchpoint
from readiness.touchmap.records import Buyer, Channel

ROOT = Path(__file__).parents[3]
sys.path.insert(0, str(ROOT / "tests" / "unit" / "touchmap"))

REFERENCES = ("boise-office", "boise-office@to-be", "shanghai-gm", "shanghai-gm@to-be")
HOSTILE = (
    'a "quoted" one', "a `tick`", "two\nlines", "a ] bracket", "a ; semicolon", "%% a comment",
    "</script><b>",
    "{{7*7}}", "=cmd|' /C calc'!A0", "\u202eturned\u202c", "x" * 10_000, "汉" * 10_000, "a\\N\\G",
    "&lt;&#34;&amp;",
    "#35;", "title of it", "section x", "end", "1. first", "- dash", "a --> b", "a|b", "<b>",
    "%%{init: {}}%%",
    "＝1+1", "+1", "@x", "-5", "a:b, c", ":", "#", "\ttab", "click a call b()", "a---b", "[(x)]", "'", "``",
    "~~~",
)  # fmt: skip


def seen(reference):
    return seen_maps.see(str(ROOT / "examples" / reference))


def namer_of(touchmap, language="en"):
    return Namer(touchmap, Words(library.phrases(language), language))


def read_text(text):
    record, problems = parse(Source("map", text), Limits())
    touchmap, unfit = build(TouchMap, record)
    assert not problems, problems[:3]
    assert touchmap is not None, unfit[:3]
    return touchmap


def written(touchmap):
    """Return a map as it comes out of a folder: with no more than a file can say."""
    return read_text(write_map(plain_map(touchmap), ""))


def text(words):
    return Text((("", words),))


def hostile_map():
    """Return a map with a hostile text wherever a person may write one."""
    buyers = tuple(Buyer(id=f"b{at}", title=text(words)) for at, words in enumerate(HOSTILE))
    touchpoints = tuple(
        Touchpoint(
            id=f"t{at}", title=text(words), stage=("find", "buy")[at % 2], channel="c0", buyers=(f"b{at}",),
            volume=Volume(total=float(at)), note=text(words), entry_points=(words,), satisfaction=3.5,
            next=(Next(f"t{(at + 1) % len(HOSTILE)}", 0.125),),
        )
        for at, words in enumerate(HOSTILE)
    )  # fmt: skip
    stages = (Stage("find", "find", text('St"age`]')), Stage("buy", "buy"))
    return TouchMap(
        format="touchmap/1", id="m", title=text('Map "of" ]`%%{init}'), stages=stages, buyers=buyers,
        channels=(Channel(id="c0", title=text('Ch"a\\nnel&quot;')),), touchpoints=touchpoints,
    )  # fmt: skip
