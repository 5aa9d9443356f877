"""What is told of a log against a plain reading of the same rows."""

import itertools
import random
from collections import Counter
from datetime import datetime, timedelta

import pytest
from log_builders import MAP, ask, log, read_plainly, run, source, write

from readiness.contacts.results import Asked
from readiness.contacts.store import opened
from readiness.engagement.contact_log import Aliases, Journeys


def rows_of(seed, number=400):
    """Rows of which many bear the same time: on whole hours of a few weeks, around the change of clocks."""
    chance = random.Random(seed)
    start = datetime(2000, 10, 20)  # noqa: DTZ001 - of the clocks
    rows = []
    for _ in range(number):
        customer = chance.randrange(40)
        at = start + timedelta(hours=4 * chance.randrange(6 * 20))
        touchpoint = chance.choice([one.id for one in MAP.touchpoints])
        buyer = ("small", "large")[customer % 2]
        channel = chance.choice(["", "", "web"])
        rows.append(
            (f"c{customer}", str(at), touchpoint, buyer, channel, chance.choice(["done", "open", ""]))
        )
    return rows


@pytest.fixture(scope="module", params=[1, 2, 3])
def both(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp("log") / "shop"
    rows = rows_of(request.param)
    write(folder, rows)
    run(folder, log(source(), journeys=Journeys(1)))
    return ask(folder), read_plainly(rows, idle_days=1), folder


def test_counts_are_those_of_a_plain_reading(both):
    found, journeys, _ = both
    plain = Counter((c[4], c[2], c[5], c[3]) for journey in journeys for c in journey)
    assert {(c.buyer, c.channel, c.touchpoint, c.outcome): c.contacts for c in found.cells} == plain
    hours = Counter((c[2], c[6].weekday() * 24 + c[6].hour) for journey in journeys for c in journey)
    told = {(name, hour): n for name, week in found.hours.items() for hour, n in enumerate(week) if n}
    assert told == hours
    months = Counter((c[5], c[6].strftime("%Y-%m")) for journey in journeys for c in journey)
    assert {(t, m): n for t, by in found.months.items() for m, n in by.items()} == months
    customers = {(c[6].strftime("%Y-%m")) for j in journeys for c in j if c[5] == "letter"}
    assert {one.month for one in found.reached} == customers
    assert all(one.department == "sales" for one in found.reached)


def test_steps_and_unsure_steps_are_those_of_a_plain_reading(both):
    found, journeys, _ = both
    steps, unsure = Counter(), Counter()
    for journey in journeys:
        mixed = {
            at for at in {c[0] for c in journey} if len({(c[5], c[2]) for c in journey if c[0] == at}) > 1
        }
        for before, contact in itertools.pairwise(journey):
            key = (contact[4], before[5], contact[5])
            steps[key] += 1
            unsure[key] += before[0] in mixed or contact[0] in mixed
    assert {(s.buyer, s.start, s.to): s.contacts for s in found.steps} == steps
    assert {(s.buyer, s.start, s.to): s.unsure for s in found.steps} == dict(unsure) | {
        key: 0 for key in steps if not unsure[key]
    }
    assert found.unsure == sum(unsure.values()) > 0


def test_conduct_is_that_of_a_plain_reading(both):
    found, journeys, _ = both
    for one in found.conduct:
        mine = [journey for journey in journeys if journey[0][4] == one.buyer]
        pairs = [pair for journey in mine for pair in itertools.pairwise(journey)]
        threes = [t for journey in mine for t in zip(journey, journey[1:], journey[2:], strict=False)]
        assert one.contacts == sum(map(len, mine))
        assert one.journeys == len(mine)
        assert one.steps == len(pairs)
        assert one.repeats == sum(a[5] == b[5] for a, b in pairs)
        assert one.switches == sum(a[2] != b[2] for a, b in pairs)
        assert one.bounces == sum(a[5] == c[5] != b[5] for a, b, c in threes)
        ends = [[c[0] for c in journey if c[3] == "done"] for journey in mine]
        waits = sorted(
            (min(end) - journey[0][0]).total_seconds() for end, journey in zip(ends, mine, strict=True) if end
        )
        assert one.resolved == len(waits)
        assert one.at_once == sum(len(j) == 1 and j[0][3] == "done" for j in mine)
        assert one.median == waits[(len(waits) + 1) // 2 - 1]


def test_paths_are_those_of_a_plain_reading(both):
    _, journeys, folder = both
    plain = Counter((j[0][4], tuple(c[5] for c in j[:3])) for j in journeys)
    with opened(folder) as connection:
        told = Asked(connection, 0).paths(longest=3, most=10_000)
    assert {(one.buyer, one.touchpoints): one.journeys for one in told} == plain
    assert [one.journeys for one in told] == sorted((one.journeys for one in told), reverse=True)


def test_the_order_of_rows_and_the_number_of_threads_change_nothing(tmp_path):
    rows = rows_of(9)
    told = []
    for number, seed in enumerate((0, 1, 2)):
        random.Random(seed).shuffle(rows)
        folder = tmp_path / str(number)
        write(folder, rows)
        run(folder, threads=1 + number % 2)
        told.append(ask(folder, threads=1 + number % 2))
    assert told[0] == told[1] == told[2]
    assert told[0].unsure > 0


def test_rare_words_that_are_not_on_the_map_are_not_told(tmp_path):
    kept = {"touchpoint": Aliases(otherwise="keep"), "channel": Aliases(otherwise="keep")}
    write(tmp_path / "shop", [("a", "2000-05-01", "call of Mr X", "small", "his desk", "")] * 4)
    run(tmp_path / "shop", log(aliases=kept))
    assert "Mr X" not in str(ask(tmp_path / "shop", minimum=5))
    assert "his desk" not in str(ask(tmp_path / "shop", minimum=5))
    assert ask(tmp_path / "shop").off_map == ("call of Mr X",)


def test_small_cells_are_not_told(tmp_path):
    write(tmp_path / "shop", [("a", "2000-05-01 10:00", "ask", "small", "", "done")] * 6
          + [("b", "2000-05-01 10:00", "order", "large", "", "done")] * 2)  # fmt: skip
    run(tmp_path / "shop")
    found = ask(tmp_path / "shop", minimum=5)
    assert [(cell.touchpoint, cell.contacts) for cell in found.cells] == [("ask", 6)]
    assert found.withheld == 2
    assert [one.buyer for one in found.conduct] == ["small"]
    assert "order" not in found.months
    assert list(found.hours) == ["phone"]
    assert [one.touchpoint for one in found.removal] == ["ask"]


@pytest.mark.parametrize(("rule", "told"), [("each", {"small": 1, "large": 2}), ("first", {"small": 3}),
                                            ("last", {"large": 3})])  # fmt: skip
def test_a_customer_of_two_buyer_types(tmp_path, rule, told):
    days = ("2000-05-01", "2000-05-02", "2000-05-03")
    buyers = ("small", "large", "large")
    write(
        tmp_path / "shop", [("a", day, "ask", buyer, "", "") for day, buyer in zip(days, buyers, strict=True)]
    )
    run(tmp_path / "shop", log(buyer_changes=rule))
    found = ask(tmp_path / "shop")
    assert {one.buyer: one.contacts for one in found.conduct} == told
    assert found.changed == 1


def test_equal_times_stand_in_the_order_that_is_written(tmp_path):
    write(
        tmp_path / "shop",
        [("a", "2000-05-01", "ask", "small", "", ""), ("a", "2000-05-01", "order", "small", "", "")],
    )
    run(tmp_path / "shop")
    assert [(s.start, s.to, s.unsure) for s in ask(tmp_path / "shop").steps] == [("ask", "order", 1)]
    run(tmp_path / "shop", log(tie_order=("order", "ask")))
    assert [(s.start, s.to, s.unsure) for s in ask(tmp_path / "shop").steps] == [("order", "ask", 1)]
