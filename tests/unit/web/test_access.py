"""Every route, for every kind of visitor: what is not listed here fails."""

from __future__ import annotations

import gzip
import itertools
import json
import shutil
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from readiness.services.workshop import Outside
from readiness.services.workshop_site import Site
from readiness.web import create_app

EXAMPLES = Path(__file__).resolve().parents[3] / "examples"
HOST = "127.0.0.1"
VISITORS = ("stranger", "guest", "neighbour", "removed", "lead")
"""Nobody; in this room; in another room; sent out of this room; the facilitator."""

# What each visitor gets, in the order of VISITORS.
OPEN, ROOM, LEAD = (200, 200, 200, 200, 200), (404, 200, 404, 404, 200), (404, 403, 404, 404, 200)
EXPECTED: Mapping[tuple[str, str], tuple[int, ...]] = {
    ("GET", "/"): (200, 200, 200, 200, 302),
    ("GET", "/health"): OPEN,
    ("GET", "/static/<path:filename>"): OPEN,
    ("GET", "/join"): (302, 302, 302, 302, 302),
    ("GET", "/join/<code>"): OPEN,
    ("POST", "/join"): (302, 302, 302, 302, 302),
    ("GET", "/f/<token>"): (404, 404, 404, 404, 404),  # with a wrong token, even for the facilitator
    ("POST", "/language"): (302, 302, 302, 302, 302),
    ("GET", "/rooms"): (403, 403, 403, 403, 200),
    ("POST", "/rooms/<room>/open"): (403, 403, 403, 403, 302),
    ("GET", "/r/<room>/"): ROOM,
    ("GET", "/r/<room>/projector"): LEAD,
    ("GET", "/r/<room>/state"): ROOM,
    ("GET", "/r/<room>/events"): ROOM,
    ("GET", "/r/<room>/changes"): ROOM,
    ("POST", "/r/<room>/changes"): ROOM,
    ("GET", "/r/<room>/history"): ROOM,
    ("GET", "/r/<room>/live"): ROOM,
    ("GET", "/r/<room>/questions"): ROOM,
    ("GET", "/r/<room>/questionnaires"): LEAD,
    ("GET", "/r/<room>/invite"): LEAD,
    ("POST", "/r/<room>/comparisons"): LEAD,
    ("GET", "/r/<room>/comparisons/<number>"): (404, 403, 404, 404, 404),  # none of this number
    ("GET", "/charts/plotly.min.js"): OPEN,
    ("POST", "/r/<room>/people/<person>/remove"): (404, 403, 404, 404, 404),  # nobody of this id
    ("POST", "/r/<room>/save"): LEAD,
    ("POST", "/r/<room>/reports"): ROOM,
    ("GET", "/r/<room>/reports/<job>"): (404, 404, 404, 404, 404),  # somebody else's
    ("GET", "/r/<room>/reports/<job>/file"): (404, 404, 404, 404, 404),
    ("GET", "/r/<room>/export.zip"): LEAD,
}
BODIES: Mapping[str, object] = {
    "/r/<room>/changes": {"changes": [{"id": "a" * 16, "set": [{"key": "room/phase", "value": "map"}]}]},
    "/r/<room>/reports": {"format": "json"},
}


class World:
    """An application with two open rooms and one visitor of each kind."""

    def __init__(self, place: Path) -> None:
        for name in ("boise-office", "shanghai-gm"):
            shutil.copytree(EXAMPLES / name, place / name)
        numbers = itertools.count(1)
        clock = datetime(2026, 1, 1, tzinfo=UTC)
        self.site = Site(place, Outside(lambda: clock, lambda size: next(numbers).to_bytes(size, "big")))
        self.app: Flask = create_app(self.site)
        self.room, other = self.site.open("boise-office"), self.site.open("shanghai-gm")
        self.room.outside = other.outside = Outside(lambda: clock, _distinct(numbers))
        self.visitors = {name: self.app.test_client() for name in (*VISITORS, "newcomer")}
        self.visitors["lead"].get(f"/f/{self.site.token}", base_url=f"http://{HOST}")
        for name, code in (("guest", self.room.code), ("neighbour", other.code), ("removed", self.room.code)):
            told = self.post(name, "/join", data={"code": code, "name": name, "role": "it"})
            assert told.status_code == 302, told.data
        person = next(
            key.split("/")[1] for key, cell in self.room.room.cells.items() if cell.value == "removed"
        )
        self.room.remove(person)

    def get(self, visitor: str, path: str, **headers: str):  # type: ignore[no-untyped-def]
        """Ask for a page."""
        return self.visitors[visitor].get(path, base_url=f"http://{HOST}", headers=headers)

    def post(self, visitor: str, path: str, **values: object):  # type: ignore[no-untyped-def]
        """Send a form or JSON as a page of the server does."""
        headers = {"Origin": f"http://{HOST}", **values.pop("headers", {})}  # type: ignore[dict-item]
        return self.visitors[visitor].post(path, base_url=f"http://{HOST}", headers=headers, **values)


def _distinct(numbers: Iterator[int]):  # type: ignore[no-untyped-def]
    return lambda size: (next(numbers) * 2654435761 % 2 ** (8 * size)).to_bytes(size, "big")


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    found = World(tmp_path_factory.mktemp("site"))
    yield found
    found.site.close()


def routes(app: Flask) -> list[tuple[str, str]]:
    """Return method and pattern of every route."""
    found = [(method, rule.rule) for rule in app.url_map.iter_rules() for method in rule.methods or ()]
    return sorted((method, rule) for method, rule in found if method not in ("HEAD", "OPTIONS"))


def test_every_route_is_listed(world: World) -> None:
    assert routes(world.app) == sorted(EXPECTED)


@pytest.mark.parametrize(("method", "rule"), sorted(EXPECTED))
@pytest.mark.parametrize("visitor", VISITORS)
def test_what_a_visitor_gets(world: World, method: str, rule: str, visitor: str) -> None:
    names = {"<room>": "boise-office", "<code>": "AAAA", "<token>": "no", "<person>": "p-nobody",
             "<job>": "none", "<number>": "none", "<path:filename>": "workshop.css"}  # fmt: skip
    path = rule
    for place, value in names.items():
        path = path.replace(place, value)
    if method == "GET":
        query = "?after=0&wait=0" if path.endswith(("/changes", "/events")) else ""
        told = world.get(visitor, path + query)
    elif rule == "/join":
        form = {"code": world.room.code, "name": "New", "role": "it"}
        told = world.post("newcomer", path, data=form)
    else:
        told = world.post(visitor, path, json=BODIES.get(rule, {}))
    assert told.status_code == EXPECTED[method, rule][VISITORS.index(visitor)], told.data[:300]
    told.close()


@pytest.mark.parametrize("rule", sorted(rule for method, rule in EXPECTED if method == "POST"))
@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.test"},
        {"Origin": "null"},
        {"Origin": f"http://{HOST}:81"},
        {"Origin": f"http://{HOST}", "Sec-Fetch-Site": "cross-site"},
        {"Origin": ""},
    ],
)
def test_nothing_is_taken_from_a_page_of_elsewhere(world: World, rule: str, headers: dict[str, str]) -> None:
    path = rule.replace("<room>", "boise-office").replace("<person>", "p")
    seq = world.room.room.seq
    told = world.post("lead", path, json={}, headers=headers)
    assert told.status_code == 403
    assert world.room.room.seq == seq


def test_a_get_changes_nothing(world: World) -> None:
    seq = world.room.room.seq
    for method, rule in EXPECTED:
        if method == "GET" and "<" not in rule.replace("<room>", ""):
            world.get("lead", rule.replace("<room>", "boise-office") + "?wait=0").close()
    assert world.room.room.seq == seq


@pytest.mark.parametrize(
    "host", ["evil.test", "127.0.0.1.evil.test", "localhost.evil.test", "", "a b", "[::1", "@"]
)
def test_a_name_that_is_not_ours_is_refused(world: World, host: str) -> None:
    told = world.visitors["lead"].get("/rooms", base_url=f"http://{HOST}", headers={"Host": host})
    assert told.status_code in (400, 421)


def test_a_name_of_a_foreign_room_reads_like_one_that_does_not_exist(world: World) -> None:
    for path in ("state", "live", "questions", "history"):
        there = world.get("neighbour", f"/r/boise-office/{path}")
        nowhere = world.get("neighbour", f"/r/unheard-of/{path}")
        assert (there.status_code, there.data) == (nowhere.status_code, nowhere.data)


def test_cookies_cannot_be_read_by_scripts_nor_sent_by_other_sites(world: World) -> None:
    client: FlaskClient = world.app.test_client()
    form = {"code": world.room.code, "name": "Cookie", "role": "it"}
    headers = {"Origin": f"http://{HOST}"}
    first = client.post("/join", data=form, headers=headers, base_url=f"http://{HOST}").headers["Set-Cookie"]
    second = client.post("/join", data=form, headers=headers, base_url=f"http://{HOST}").headers["Set-Cookie"]
    assert "HttpOnly" in first
    assert "SameSite=Lax" in first
    assert "Path=/r/boise-office" in first
    assert first.split(";")[0] != second.split(";")[0]  # a new one at every join
    safe = client.post("/join", data=form, headers={"Origin": f"https://{HOST}"}, base_url=f"https://{HOST}")
    assert "Secure" in safe.headers["Set-Cookie"]


def test_every_answer_carries_its_policy(world: World) -> None:
    for path in (
        "/",
        "/rooms",
        "/r/boise-office/",
        "/r/boise-office/state",
        "/nowhere",
        "/static/workshop.css",
    ):
        told = world.get("lead", path)
        policy = told.headers["Content-Security-Policy"]
        assert "unsafe" not in policy
        assert "default-src 'none'" in policy
        assert told.headers["X-Content-Type-Options"] == "nosniff"
        if not path.startswith("/static"):
            assert told.headers["Cache-Control"] == "no-store"
        told.close()


@pytest.mark.parametrize(
    "back", ["//evil.test", "/\\evil.test", "http://evil.test", "javascript:alert(1)", "/a\r\nX: y"]
)
def test_the_way_back_stays_here(world: World, back: str) -> None:
    told = world.post("guest", "/language", data={"language": "en", "back": back})
    assert told.headers["Location"] == "/"
    assert "X" not in told.headers


def one(setting: str) -> bytes:
    """Return a request with one change of one cell."""
    return ('{"changes": [{"id": "aaaaaaaaaaaaaaaa", "set": [' + setting + "]}]}").encode()


@pytest.mark.parametrize(
    "body",
    [
        b"", b"[]", b"{}", b"null", b"{", b'{"changes": {}}', b'{"changes": []}', b'{"changes": [1]}',
        b'{"changes": [{"id": "short", "set": []}]}', b'{"changes": [{"id": 5}]}', b"\xff\xfe",
        one('{"key": "touchpoints/a", "value": 1, "base": 1e400}'),
        one('{"key": "touchpoints/a", "value": NaN, "base": 0}'),
        one('{"key": ["x"], "value": 1, "base": 0}'),
        b'{"changes": [{"id": "aaaaaaaaaaaaaaaa", "undoes": {"a": 1}}]}',
        b'{"changes": ' + b"[" * 20_000 + b"]" * 20_000 + b"}",
        json.dumps({"changes": [{"id": "a" * 16, "set": []}] * 101}).encode(),
        one('{"key": "room/phase", "value": "map"}], "x": [1'),
    ],
)  # fmt: skip
def test_no_change_is_ever_a_defect_of_the_server(world: World, body: bytes) -> None:
    told = world.post("guest", "/r/boise-office/changes", data=body, content_type="application/json")
    assert told.status_code < 500
    if told.status_code == 200:
        assert [one["status"] for one in told.json["results"]] == ["refused"] * len(told.json["results"])


@pytest.mark.parametrize(
    ("path", "statuses"),
    [
        ("/r/boise-office/changes?after=-1", {400}),
        ("/r/boise-office/changes?after=" + "9" * 400, {400}),
        ("/r/boise-office/changes?after=%D9%A1", {400}),
        ("/r/boise-office/events?after=x", {400}),
        ("/r/boise-office/history?before=1e9", {400}),
        ("/r/%2e%2e/state", {404}),
        ("/r/boise-office%2f..%2fshanghai-gm/state", {404}),
        ("/static/..%2fguard.py", {404}),
        ("/static/%2e%2e/guard.py", {404}),
        ("/r/boise-office/reports/..%2f..%2fx", {404}),
        ("/join/" + "A" * 5000, {200, 404, 414}),
        ("/r/boise-office/comparisons/..%2f..%2fx", {404}),
    ],
)
def test_crooked_paths_and_numbers(world: World, path: str, statuses: set[int]) -> None:
    assert world.get("guest", path).status_code in statuses


@pytest.mark.parametrize(
    "premises",
    ["[]", "1", '{"days": 9}', '{"days": "1"}', '{"days": NaN}', '{"days": true}', '{"days": null}',
     '{"x": 1}', '{"discount": 1.5}', '{"failures": -1}', '{"days": 1e400}', '{"days": {"a": 1}}'],
)  # fmt: skip
def test_assumptions_beyond_their_span_are_refused(world: World, premises: str) -> None:
    told = world.post(
        "lead",
        "/r/boise-office/comparisons",
        data=f'{{"premises": {premises}}}',
        content_type="application/json",
    )
    assert told.status_code == 400


def test_the_library_of_charts_is_fetched_once_and_names_its_licence(world: World) -> None:
    plain = world.get("guest", "/charts/plotly.min.js")
    assert b"Licensed under the MIT license" in plain.data[:300]
    packed = world.get("guest", "/charts/plotly.min.js", **{"Accept-Encoding": "gzip"})
    assert gzip.decompress(packed.data) == plain.data
    assert packed.headers["Vary"] == "Accept-Encoding"
    again = world.get("guest", "/charts/plotly.min.js", **{"If-None-Match": packed.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_too_large_a_body_is_not_read(world: World) -> None:
    told = world.post(
        "guest", "/r/boise-office/changes", data=b"x" * 300_000, content_type="application/json"
    )
    assert told.status_code == 413


def test_other_methods_are_refused(world: World) -> None:
    for method in ("put", "delete", "patch", "trace"):
        call = getattr(world.visitors["lead"], method)
        headers = {"Origin": f"http://{HOST}"}
        assert call("/r/boise-office/state", base_url=f"http://{HOST}", headers=headers).status_code == 405


def test_the_invitation_leads_phones_to_the_laptop_and_knows_whether_one_came(world: World) -> None:
    world.app.config.update(REACH="192.0.2.7:8765", ARRIVED=False)
    lead = world.visitors["lead"]
    told = world.get("lead", "/r/boise-office/invite").json
    assert told["link"] == f"http://192.0.2.7:8765/join/{world.room.code}"
    assert told["reached"] is False
    lead.get("/health", base_url=f"http://{HOST}", environ_overrides={"REMOTE_ADDR": "192.0.2.7"})  # itself
    assert world.get("lead", "/r/boise-office/invite").json["reached"] is False
    lead.get("/health", base_url=f"http://{HOST}", environ_overrides={"REMOTE_ADDR": "192.0.2.9"})
    assert world.get("lead", "/r/boise-office/invite").json["reached"] is True
