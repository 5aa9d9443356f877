"""A log that is drawn from a map gives the map back."""

from datetime import date

import pytest
from log_builders import ask, log, run, write

from readiness.contacts.results import Asked
from readiness.contacts.simulation import simulate_log
from readiness.contacts.store import opened
from readiness.engagement.conformance import conform
from readiness.folder.engagement import read_engagement
from readiness.resources import examples
from readiness.rollout.fields import Period
from readiness.touchmap.hours import open_week
from readiness.touchmap.volumes import traffic

pytestmark = pytest.mark.long  # one log that is large enough for its shares to be near the truth
YEAR = Period(date(2000, 1, 1), date(2000, 12, 30))
ROWS = 60_000


@pytest.fixture(scope="module")
def drawn(tmp_path_factory):
    touchmap = read_engagement(examples() / "boise-office").engagement.touchmap
    rows = list(simulate_log(traffic(touchmap), YEAR, contacts=ROWS, seed=1, idle_days=7))
    folder = tmp_path_factory.mktemp("drawn") / "boise"
    write(folder, rows)
    run(folder, log(valid=YEAR, resolved=("resolved",)), touchmap=touchmap)
    return touchmap, rows, folder


def test_nothing_is_set_aside_and_nothing_speaks_against_the_map(drawn):
    touchmap, rows, folder = drawn
    found = ask(folder)
    assert found.kept == found.read == len(rows) >= ROWS
    compared = conform(traffic(touchmap), found)
    assert compared.coverage == 1
    assert {one.code for one in compared.mismatches} <= {"volume-differs"}  # fewer contacts than in a year


def test_volumes_and_shares_are_those_of_the_map(drawn):
    touchmap, rows, folder = drawn
    visits = traffic(touchmap)
    found = ask(folder)
    by = {}
    for cell in found.cells:
        by[cell.touchpoint] = by.get(cell.touchpoint, 0) + cell.contacts
    whole = sum(visits.total(one.id) for one in touchmap.touchpoints)
    for one in touchmap.touchpoints:
        assert by.get(one.id, 0) / len(rows) == pytest.approx(
            visits.total(one.id) / whole, rel=0.1, abs=0.002
        )
    went = {}
    for step in found.steps:
        went[step.start, step.to] = went.get((step.start, step.to), 0) + step.contacts
    for one in touchmap.touchpoints:
        for step in one.next:
            if by.get(one.id, 0) > 1000:
                assert went.get((one.id, step.to), 0) / by[one.id] == pytest.approx(
                    step.share, rel=0.2, abs=0.01
                )


def test_journeys_are_those_that_were_drawn(drawn):
    touchmap, rows, folder = drawn
    starts = traffic(touchmap).starts
    with opened(folder) as connection:
        first = dict(connection.execute("SELECT first, count(*) FROM journey GROUP BY 1").fetchall())
        words = Asked(connection, 0).words["touchpoint"]
    number, whole = sum(first.values()), sum(starts.values())
    for code, count in first.items():
        assert count / number == pytest.approx(starts[words[code]] / whole, rel=0.15, abs=0.003)
    resolved = sum(one.resolved for one in ask(folder).conduct)
    assert resolved == sum(row[5] == "resolved" for row in rows)


def test_contacts_come_when_channels_are_open(drawn):
    touchmap, _, folder = drawn
    weeks = {one.id: open_week(one) for one in touchmap.channels}
    for channel, hours in ask(folder).hours.items():
        week = weeks[channel]
        shut = [h for h in range(168) if week and not any(s < (h + 1) * 60 and h * 60 < e for s, e in week)]
        assert sum(hours[hour] for hour in shut) == 0, channel


def test_the_same_number_gives_the_same_log(drawn):
    touchmap, _, _ = drawn
    one, same, other = (
        list(simulate_log(traffic(touchmap), YEAR, contacts=500, seed=seed, idle_days=7))
        for seed in (1, 1, 2)
    )
    assert one == same != other
