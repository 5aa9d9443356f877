"""GraphML of other tools, and GraphML that wants to do harm."""

import time
from pathlib import Path

import networkx as nx
import pytest

from readiness.errors import NotFound, Refused
from readiness.folder.exchange.draft import Request
from readiness.folder.exchange.graphml import read_graphml
from readiness.folder.exchange.loss import Loss
from readiness.folder.exchange.reading import read_foreign
from readiness.folder.map_sheets import is_error

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
NAMESPACE = 'xmlns="http://graphml.graphdrawing.org/xmlns"'
# as yEd 3.23 saves a drawing with a group: labels lie inside the data, keys have a type of their own
YED = f"""{HEAD}<graphml {NAMESPACE} xmlns:y="http://www.yworks.com/xml/graphml">
  <key for="node" id="d6" yfiles.type="nodegraphics"/>
  <key attr.name="description" attr.type="string" for="node" id="d5"/>
  <key attr.name="share" attr.type="double" for="edge" id="d9"/>
  <graph edgedefault="directed" id="G">
    <node id="n0" yfiles.foldertype="group">
      <data key="d6"><y:ProxyAutoBoundsNode><y:Realizers active="0"><y:GroupNode>
        <y:NodeLabel>Buy</y:NodeLabel></y:GroupNode></y:Realizers></y:ProxyAutoBoundsNode></data>
      <graph edgedefault="directed" id="n0:">
        <node id="n0::n0"><data key="d6"><y:ShapeNode><y:Fill color="#FFCC00"/>
          <y:NodeLabel alignment="center">Order
by phone<y:LabelModel/></y:NodeLabel></y:ShapeNode></data></node>
      </graph>
    </node>
    <node id="n1"><data key="d5">a note</data><data key="d6"><y:ShapeNode>
      <y:NodeLabel>Ask &amp; wait</y:NodeLabel></y:ShapeNode></data></node>
    <edge id="e0" source="n0::n0" target="n1"><data key="d9">0.3</data></edge>
    <edge id="e1" source="n1" target="n0::n0"/>
  </graph>
</graphml>
"""
# as Gephi 0.10 exports: label, size and colour of each node, a weight for each edge
GEPHI = f"""{HEAD}<graphml {NAMESPACE}>
  <key attr.name="label" attr.type="string" for="node" id="label"/>
  <key attr.name="weight" attr.type="double" for="edge" id="weight"><default>1.0</default></key>
  <key attr.name="size" attr.type="float" for="node" id="size"/>
  <graph edgedefault="directed">
    <node id="1"><data key="label">打电话</data><data key="size">10.0</data></node>
    <node id="2"><data key="label">打电话</data><data key="size">20.0</data></node>
    <edge id="0" source="1" target="2"><data key="weight">2.0</data></edge>
  </graph>
</graphml>
"""


def read(text, **about):
    octets = text if isinstance(text, bytes) else text.encode()
    draft = read_graphml(octets, Path("g.graphml"), Request("g.graphml", "en", **about))
    return draft.finished(""), draft.lost


def errors(reading):
    return [(one.code, one.span.line) for one in reading.diagnostics if is_error(one)]


def test_yed():
    reading, lost = read(YED)
    assert errors(reading) == []
    order, ask = reading.touchmap.touchpoints
    assert (order.id, str(order.title), order.stage) == ("order-by-phone", "Order by phone", "buy")
    assert (ask.id, str(ask.title), ask.stage) == ("ask-wait", "Ask & wait", None)
    assert [(step.to, step.share) for step in order.next] == [("ask-wait", 0.3)]
    assert lost == [Loss("touchpoints", "description", 1), Loss("edges", "", 1)]


def test_gephi_keeps_two_nodes_of_one_name_apart():
    reading, lost = read(GEPHI)
    assert errors(reading) == []
    assert [(t.id, str(t.title)) for t in reading.touchmap.touchpoints] == [
        ("touchpoint-1", "打电话"), ("touchpoint-2", "打电话"),
    ]  # fmt: skip
    assert lost == [Loss("touchpoints", "size", 2), Loss("edges", "", 1)]


def test_networkx(tmp_path):
    graph = nx.DiGraph(name="Web")
    graph.add_node("a", label="Visit", stage="find")
    graph.add_edge("a", "b", share=0.25)
    graph.add_edge("b", "b", share=0.5)
    nx.write_graphml(graph, tmp_path / "g.graphml")
    reading, lost = read((tmp_path / "g.graphml").read_bytes(), known={"touchpoints": {"visit": "look"}})
    assert (errors(reading), lost) == ([], [])
    assert reading.touchmap.id == "web"
    assert [(t.id, t.stage, [(s.to, s.share) for s in t.next]) for t in reading.touchmap.touchpoints] == [
        ("look", "find", [("b", 0.25)]), ("b", None, [("b", 0.5)]),
    ]  # fmt: skip


EDGE = '<edge source="touchpoints:a" target="touchpoints:b">'
OURS = f"""{HEAD}<graphml {NAMESPACE}>
<key id="f" for="graph" attr.name="format"/><key id="s" for="edge" attr.name="share"/>
<key id="x" for="node" attr.name="x"/><key id="k" for="all" attr.name="kind"/><key id="c" attr.name="cost"/>
<key id="d" for="node" attr.name="direction"/><key id="r" for="node" attr.name="entry_points"/>
<graph id="m"><data key="f">touchmap/1</data>
<node id="touchpoints:a"><data key="x">1</data>%s</node>
<node id="touchpoints:b"/>
%s
</graph></graphml>
"""


@pytest.mark.parametrize(
    ("node", "rest", "expected"),
    [
        ('<data key="c">many</data>', "", [("number", 7)]),
        ('<data key="c">NaN</data>', "", []),
        ('<data key="c">inf</data>', "", [("number", 7)]),
        ('<data key="c">1e999999999</data>', "", [("number", 7)]),
        ('<data key="c">1e300</data>', "", [("number", 7)]),
        ('<data key="d">sideways</data>', "", [("choice", 7)]),
        ('<data key="r">{"no": "list"}</data>', "", []),
        ('<data key="r">' + "[" * 50_000 + "</data>", "", []),
        ('<data key="r">[[["deep"]]]</data>', "", [("scalar", 7)]),
        ("", '<node id="touchpoints:A b"/>', [("id", 9)]),
        ("", '<node id="touchpoints:b"/>', [("node-twice", 9)]),
        ("", '<node id="strange:b"/>', []),
        ("", '<edge source="touchpoints:a" target="touchpoints:c"/>', [("edge-without-node", 9)]),
        ("", f'{EDGE}<data key="k">next</data></edge>', [("number", 7)]),
        ("", f'{EDGE}<data key="k">next</data><data key="s">1.5</data></edge>', [("at-most", 7)]),
        ("", f'{EDGE}<data key="k">likes</data></edge>', []),
    ],
)  # fmt: skip
def test_a_changed_file_of_ours_is_told_at_its_line(node, rest, expected):
    reading, lost = read(OURS % (node, rest))
    assert errors(reading) == expected
    assert Loss("touchpoints", "x", 1) in lost


BILLION = "".join(f'<!ENTITY a{at} "{f"&a{at - 1};" * 10}">' for at in range(1, 10))


@pytest.mark.parametrize(
    "top",
    [
        "<!DOCTYPE graphml>",
        f'<!DOCTYPE graphml [<!ENTITY a0 "ha">{BILLION}]>',
        '<!DOCTYPE graphml [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE graphml [<!ENTITY % x SYSTEM "http://127.0.0.1:9/x"> %x;]>',
        '<!DOCTYPE graphml SYSTEM "http://graphml.graphdrawing.org/dtds/1.0rc/graphml.dtd">',
    ],
)
def test_a_document_type_is_refused_before_anything_is_fetched(top):
    body = f'<graphml {NAMESPACE}><graph><node id="a"/></graph></graphml>'
    with pytest.raises(Refused) as refused:
        read(f"{HEAD}{top}{body}")
    assert refused.value.code == "import-entities"


@pytest.mark.parametrize(
    "body",
    [
        '<node id="a"/>' * 100_001,
        "<graph>" * 70 + "</graph>" * 70,
        "".join(f'<node id="n{at}"><graph>' for at in range(70)) + "</graph></node>" * 70,
    ],
)
def test_above_the_limits(body):
    with pytest.raises(Refused) as refused:
        read(f"<graphml><graph>{body}</graph></graphml>")
    assert refused.value.code == "import-too-large"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (f"{HEAD}<graphml><graph><node></graph></graphml>", "xml-syntax"),
        (f"{HEAD}<graphml><graph>&nbsp;</graph></graphml>", "xml-syntax"),
        ("", "xml-syntax"),
        ("not xml at all", "xml-syntax"),
        (b"\xff\xfe\x00", "xml-syntax"),
        ('<?xml version="1.0" encoding="klingon"?><graphml/>', "xml-syntax"),
        ("<svg><graph/></svg>", "not-graphml"),
        ("<graphml/>", "not-graphml"),
    ],
)
def test_what_is_no_graph_is_told(text, code):
    reading, _ = read(text)
    assert [found for found, _ in errors(reading)] == [code]


def test_the_line_of_a_mistake_in_the_xml():
    reading, _ = read(f"{HEAD}<graphml>\n<graph>\n<node id='a'>\n</graph></graphml>")
    assert errors(reading) == [("xml-syntax", 5)]


def test_many_nodes_cost_little():
    nodes = "".join(f'<node id="n{at}"/>' for at in range(30_000))
    edges = "".join(f'<edge source="n{at}" target="n{at + 1}"/>' for at in range(20_000))
    start = time.process_time()
    reading, _ = read(f"<graphml><graph>{nodes}{edges}</graph></graphml>")
    assert len(reading.touchmap.touchpoints) == 30_000
    assert time.process_time() - start < 25


def test_titles_cannot_leave_their_place_in_the_map():
    evil = 'a"&#10;- {id: evil}&#10;touchpoints: [] # &lt;/script&gt; {{7*7}} =cmd \u202e'
    reading, _ = read(
        f"<graphml><graph><node id='n'><data key='label'>{evil}</data></node></graph></graphml>"
    )
    assert len(reading.touchmap.touchpoints) == 1
    title = 'a" - {id: evil} touchpoints: [] # </script> {{7*7}} =cmd \u202e'
    assert str(reading.touchmap.touchpoints[0].title) == title


def test_files_that_cannot_be_read(tmp_path):
    with pytest.raises(NotFound):
        read_foreign(tmp_path / "none.graphml", Request("x", "en"))
    with pytest.raises(NotFound):
        read_foreign(tmp_path, Request("x", "en"))
    large = tmp_path / "large.mmd"
    large.write_bytes(b"a" * (2 * 1024 * 1024 + 1))
    with pytest.raises(Refused) as refused:
        read_foreign(large, Request("x", "en"))
    assert refused.value.code == "import-too-large"
    (tmp_path / "bad.mmd").write_bytes(b"journey\n\xff")
    foreign = read_foreign(tmp_path / "bad.mmd", Request("x", "en"))
    assert errors(foreign.reading)[0][0] == "not-utf8"
