"""Mermaid diagrams that people wrote, read as maps."""

import time

import pytest

from readiness.folder.exchange.draft import Request
from readiness.folder.exchange.loss import Loss
from readiness.folder.exchange.mermaid import read_mermaid
from readiness.folder.map_sheets import is_error
from readiness.folder.source import Source

JOURNEY = """\
---
title: front matter is passed over
---
%%{init: {'theme': 'forest'}}%%
journey
    title My working day; accTitle: x
    accDescr {
      more: 9: than one line
    }
    section Buy
      Make tea: 5: Me   %% no remark
      Go upstairs: 3: Me, Cat # a remark: 1: x
    section 寻找
      Call#58; who#39;s there: 0: Me
    section Go to work
      Do work: 1.5
      Sleep: : Cat;Wake: 4: Cat
"""
# the shapes, arrows and labels of https://mermaid.js.org/syntax/flowchart.html, as people write them
FLOWCHART = """\
flowchart TD
    A[Christmas] -->|40%| B(Go shopping):::big
    subgraph one ["Buy"]
      B -- "0.25" --> C{Let me think}
      direction LR
    end
    subgraph Anything
      C -->|One| D[[Laptop]]
      C -.-> E(["iPhone #quot;15#quot;"]) & F[(fa:fa-car Car)]
    end
    G --- H & I ==> J{{"a [ b"}}
    classDef big fill:#f9f
    class A,B big
    click A "https://example.org"
    linkStyle 0 stroke:#ff3
    style A fill:#bbf
    电话 --> A
"""


def read(text, **about):
    draft = read_mermaid(Source("d.mmd", text), Request("d.mmd", "en", **about))
    return draft.finished("Remark"), draft.lost


def errors(reading):
    return [(one.code, one.span.line) for one in reading.diagnostics if is_error(one)]


def test_a_journey_becomes_stages_touchpoints_and_buyers():
    reading, lost = read(JOURNEY)
    assert errors(reading) == []
    assert reading.text.startswith(
        "format: touchmap/1\n# Remark\nid: my-working-day\ntitle: My working day\n"
    )
    assert [str(buyer.title) for buyer in reading.touchmap.buyers] == [
        "Me %% no remark", "Me", "Cat",
    ]  # fmt: skip
    points = [(str(t.title), t.stage, t.satisfaction, len(t.buyers)) for t in reading.touchmap.touchpoints]
    assert points == [
        ("Make tea", "buy", 5, 1),
        ("Go upstairs", "buy", 3, 2),
        ("Call: who's there", "find", None, 1),
        ("Do work", None, 1.5, 0),
        ("Sleep", None, None, 1),
        ("Wake", None, 4, 1),
    ]
    assert lost == [Loss("sections", "", 1)]
    assert [(one.name, one.read) for one in reading.counts] == [
        ("buyers", 3),
        ("stages", 9),
        ("touchpoints", 6),
    ]


@pytest.mark.parametrize(
    ("line", "code"),
    [("just words", "mermaid-line"), ("Task: 6: A", "at-most"), ("Task: 0.5: A", "at-least"),
     ("Task: many: A", "number"), (": 3: A", "mermaid-line"), ("Task: 1e9", "number")],
)  # fmt: skip
def test_what_is_wrong_is_told_at_its_line(line, code):
    reading, _ = read(f"journey\n\n  section Buy\n  Good: 3: A\n  {line}\n")
    assert errors(reading) == [(code, 5)]


@pytest.mark.parametrize(
    "text", ["", "   \n", "sequenceDiagram\n A->>B: x", "stateDiagram-v2", "%% only a remark"]
)
def test_other_diagrams_are_refused(text):
    reading, _ = read(text)
    assert [code for code, _ in errors(reading)] == ["mermaid-kind"]


def test_names_keep_their_ids_and_stages_those_of_the_map_of_today():
    today = {
        "id": "ours",
        "stages": [{"id": "order", "canonical": "buy", "title": {"en": "Ordering"}}, {"id": "use"}],
    }
    known = {"touchpoints": {"maketea": "brew"}, "buyers": {"me": "myself"}}
    text = "journey\n section Ordering\n Make tea: 3: Me\n section Use\n Drink: 3: Me\n"
    text += " section buy\n More: 3: You\n"
    reading, lost = read(text, known=known, today=today)
    assert [(t.id, t.stage, t.buyers) for t in reading.touchmap.touchpoints] == [
        ("brew", "order", ("myself",)), ("drink", "use", ("myself",)), ("more", "order", ("you",)),
    ]  # fmt: skip
    assert reading.touchmap.id == "ours"
    assert [stage.canonical for stage in reading.touchmap.stages] == ["buy", "use"]
    assert (errors(reading), lost) == ([], [])


def test_a_flowchart_becomes_touchpoints_and_ways_on_where_shares_are_told():
    reading, lost = read(FLOWCHART)
    assert errors(reading) == []
    points = {str(t.title): t for t in reading.touchmap.touchpoints}
    assert list(points) == [
        "Christmas", "Go shopping", "Let me think", "Laptop", 'iPhone "15"', "fa:fa-car Car", "G", "H", "I",
        "a [ b", "电话",
    ]  # fmt: skip
    assert [(step.to, step.share) for step in points["Christmas"].next] == [("go-shopping", 0.4)]
    assert [(step.to, step.share) for step in points["Go shopping"].next] == [("let-me-think", 0.25)]
    assert points["Let me think"].stage == "buy"
    assert points["Laptop"].stage is None
    assert lost == [Loss("edges", "", 8), Loss("frames", "", 1)]


def test_shares_above_one_are_told_at_the_node():
    reading, _ = read("graph LR\n a --> b\n a -->|90%| c\n a -->|20%| b\n")
    assert errors(reading) == [("shares-above-one", 2)]


@pytest.mark.parametrize("line", ["a -->", "--> b", "a b", "a[x --> b", "a => b", "<script>", "a --> b --x"])
def test_a_chain_that_is_not_understood_is_told_at_its_line(line):
    reading, _ = read(f"flowchart LR\n x --> y\n {line}\n")
    assert errors(reading) == [("mermaid-line", 3)]
    assert len(reading.touchmap.touchpoints) == 2


@pytest.mark.parametrize(
    "body",
    [
        "&".join(["a"] * 300_000) + " --> " + "&".join(["b"] * 300_000),
        "a " + "-" * 500_000,
        "a -- " + " " * 900_000 + "x",
        "a[" * 400_000,
        "a -->" * 150_000,
        "subgraph " * 100_000,
        "#" * 900_000,
        "#99999999999999999999;" * 40_000,
        "a -- x" * 100_000,
        "-.-" * 300_000,
        "\n".join("subgraph x" for _ in range(90_000)),
    ],
)
@pytest.mark.parametrize("head", ["flowchart LR\n", "journey\n"])
def test_hostile_text_costs_little(head, body):
    start = time.process_time()
    read(head + body)
    assert time.process_time() - start < 5


def test_text_cannot_leave_its_place_in_the_map():
    words = 'a"\\n- id#colon; evil {x#58; [1]} &anchor *alias !tag %% '
    reading, _ = read(f"journey\n section Buy\n {words}: 3: B#58; #10;- x, {{{{7*7}}}}\n")
    assert len(reading.touchmap.touchpoints) == 1
    assert str(reading.touchmap.touchpoints[0].title) == " ".join(
        words.replace("#colon;", ":").replace("#58;", ":").split()
    )
    assert [str(buyer.title) for buyer in reading.touchmap.buyers] == ["B: - x", "{{7*7}}"]
