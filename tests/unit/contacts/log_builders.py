"""A small map and logs of it, read the plain way."""

import csv
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from readiness.contacts.importing import Order, import_log
from readiness.contacts.results import Asked
from readiness.contacts.store import opened
from readiness.engagement.contact_log import AliasLists, Columns, ContactLog, LogSource
from readiness.rollout.fields import Period
from readiness.touchmap.model import Next, TouchMap, Touchpoint
from readiness.touchmap.records import Buyer, Channel

SECRET = b"a secret of sixteen or more"
ZONE = ZoneInfo("America/Boise")
COLUMNS = ("customer", "time", "touchpoint", "buyer", "channel", "outcome")
MAP = TouchMap(
    "touchmap/1",
    "shop",
    buyers=(Buyer("small"), Buyer("large")),
    channels=(Channel("phone"), Channel("web")),
    touchpoints=(
        Touchpoint("ask", channel="phone", buyers=("small", "large"), next=(Next("order", 0.5),)),
        Touchpoint("order", channel="web", buyers=("small",)),
        Touchpoint("complain", channel="phone", buyers=("small", "large")),
        Touchpoint("letter", direction="outbound", owner="sales", buyers=("small",)),
    ),
)
YEAR = Period(date(2000, 1, 1), date(2000, 12, 31))


def source(file="log.csv", **other):
    columns = other.pop(
        "columns", Columns(*("customer", "time", "touchpoint", "buyer", "channel", "outcome"))
    )
    return LogSource(other.pop("id", "log"), file, columns, **other)


def log(*sources, **other):
    other = {"valid": YEAR, "resolved": ("done",)} | other
    other["aliases"] = AliasLists(**other.get("aliases", {}))
    return ContactLog("contacts/1", "log", sources or (source(),), **other)


def write(folder, rows, name="log.csv"):
    folder.mkdir(exist_ok=True)
    with (folder / name).open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([COLUMNS, *rows])


def run(folder, of=None, *, touchmap=MAP, secret=SECRET, progress=lambda _done, _whole: True, **other):
    order = Order(
        folder,
        of or log(),
        touchmap,
        date(2000, 12, 31),
        lambda name: ZoneInfo(name or "America/Boise"),
        secret,
    )
    return import_log(order, memory=256, threads=other.get("threads", 2), progress=progress)


def ask(folder, minimum=0, **how):
    with opened(folder, **how) as connection:
        return Asked(connection, minimum).measured({"letter": "sales"})


def asked(folder, question):
    with opened(folder) as connection:
        return connection.execute(question).fetchall()


def read_plainly(rows, idle_days=7.0):
    """Read clean rows in pure Python: contacts of each customer in order, with journeys."""
    rank = {one.id: place for place, one in enumerate(MAP.touchpoints)}
    own = {one.id: one.channel or "" for one in MAP.touchpoints}
    by_customer = {}
    for customer, time, touchpoint, buyer, channel, outcome in rows:
        local = datetime.fromisoformat(time).replace(tzinfo=ZONE)
        at = local.astimezone(UTC)
        by_customer.setdefault(customer, []).append(
            (at, rank[touchpoint], channel or own[touchpoint], outcome, buyer, touchpoint, local)
        )
    journeys = []
    for contacts in by_customer.values():
        before = None
        for contact in sorted(contacts, key=lambda one: one[:5]):
            if before is None or contact[0] - before > timedelta(days=idle_days):
                journeys.append([])
            journeys[-1].append(contact)
            before = contact[0]
    return journeys
