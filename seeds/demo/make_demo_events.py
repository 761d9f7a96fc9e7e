"""Make the demo shop's click events: nine months of visits that fit the shop's orders.

Clicks are known from 2025-04-01 on, of the half of the customers who accepted cookies (by a hash of
the customer). Each of their orders on the web or in the app ends a visit, with one purchase event
at the time and of the total of the order; marketplace orders leave no clicks. Around the orders
they browse. A customer is anonymous on a device until the first sign-in there, and at times later.

- One in four customers has a second device; one device in a hundred has two customers.
- 600 strangers never buy, and a crawler looks at a product a second, 3 times 400.
- One row in a hundred stands in the file twice; three in a hundred stand there up to two days
  late; 30 are spoiled. Else the file is in order of time, and ids count the events in that order.

The same seed and the same shop give the same bytes. Run ``python seeds/demo/make_demo_events.py``
after ``make_demo_shop.py``.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta
from pathlib import Path

import numpy as np
from demo_visits import (
    FIRST_DAY,
    Device,
    Order,
    Person,
    Step,
    Visit,
    browsing,
    customer_visits,
    sign_in,
    some_time,
    taste_for,
)
from make_demo_shop import HERE, LAST_DAY, Products, read_products, write_csv
from numpy.random import Generator

STRANGERS = 600
CRAWLS = (37, 118, 221)  # days after the first
CRAWLED = 400
SHARED = 0.01
DUPLICATED = 0.01
LATE = 0.03
SOURCES = ("", "google", "newsletter", "instagram", "pinterest", "facebook")
CUSTOMER_SHARES = (0.40, 0.26, 0.18, 0.09, 0.04, 0.03)
STRANGER_SHARES = (0.20, 0.50, 0.0, 0.17, 0.08, 0.05)
PAGES = {"remove_from_cart": "/cart", "begin_checkout": "/checkout", "purchase": "/thanks"}
PAGES |= {"search": "/search", "login": "/account", "page_view": "/", "newsletter_signup": "/"}

# column, the values that stand there in place of good ones
BAD_VALUES = (
    ("event_at", ("",) * 7),
    ("event_at", ("31.11.2025", "n/a", "2025-09-31 10:00:00", "2025-13-04 09:12:00", "TBD") * 2),
    ("event_type", ("",) * 7),
    ("anonymous_id", ("",) * 6),  # the customer is taken away as well
)

Event = tuple[datetime, dict[str, str]]  # where the row belongs in the file, the row


def read_rows(path: Path) -> list[dict[str, str]]:
    """Read a seed."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def is_bought(row: dict[str, str]) -> bool:
    """Tell whether a line is a good one of a purchase on the web or in the app by a customer."""
    try:
        datetime.fromisoformat(row["ordered_at"])
        amounts = int(row["quantity"]) > 0 and float(row["unit_price"]) >= 0
    except ValueError:
        return False
    known = row["customer_id"] and row["order_id"] and row["product_id"]
    return amounts and bool(known) and row["channel"] != "marketplace"


def read_orders(path: Path) -> dict[str, list[Order]]:
    """Read the orders of every customer who accepted cookies, in order of time."""
    orders: dict[str, dict[str, Order]] = {}
    for row in filter(is_bought, read_rows(path)):
        customer, key = row["customer_id"], row["order_id"]
        if hashlib.sha256(customer.encode()).digest()[0] >= 128:
            continue  # half of the customers accepted no cookies
        own = orders.setdefault(customer, {})
        at = datetime.fromisoformat(row["ordered_at"])
        order = own.get(key, Order(key, at, row["channel"], [], 0))
        cents = int(row["quantity"]) * round(float(row["unit_price"]) * 100)
        lines = [*order.lines, (row["product_id"], cents)]
        paid = cents - round(float(row["discount_amount"]) * 100)
        own[key] = replace(order, lines=lines, total=order.total + paid)
    return {customer: list(own.values()) for customer, own in sorted(orders.items())}


def campaign_of(source: str, at: datetime, rng: Generator) -> str:
    """Draw the campaign that a visit came from; most sources have none."""
    if source == "newsletter":
        return f"news-{at:%m}"
    if source == "google":
        return ("", "brand", "shopping")[int(rng.integers(3))]
    if source == "instagram" and rng.random() < 0.6:
        return "garden" if at.month < 8 else "autumn" if at.month < 11 else "advent"
    return ""


def events_of(visit: Visit, customer: str, named_from: int, rng: Generator) -> list[Event]:
    """Write a visit down; `named_from` is the first step that names the customer."""
    source = str(rng.choice(SOURCES, p=CUSTOMER_SHARES if customer else STRANGER_SHARES))
    traffic = {"source": source, "campaign": campaign_of(source, visit.at, rng)}
    at, events = visit.at, []
    for place, step in enumerate(visit.steps):
        at += timedelta(seconds=step.gap if place else 0)
        row = {"event_id": "", "event_at": f"{at:%Y-%m-%d %H:%M:%S}", "event_type": step.event_type}
        row["anonymous_id"] = visit.device.anonymous_id
        row["customer_id"] = customer if place >= named_from else ""
        row["product_id"] = step.product
        row["order_id"] = visit.order_id if step.event_type == "purchase" else ""
        row["page"] = step.page or PAGES.get(step.event_type) or f"/p/{step.product}"
        events.append((at, row | traffic | {"device": visit.device.kind, "value": step.value}))
    return events


def draw_devices(orders: Sequence[Order], names: list[str], rng: Generator) -> list[Device]:
    """Give a customer a device or two; the app runs on no desktop."""
    has_app = any(order.channel == "app" for order in orders)
    shares = (0.0, 0.85, 0.15) if has_app else (0.62, 0.32, 0.06)
    kind = str(rng.choice(("desktop", "mobile", "tablet"), p=shares))
    second = "mobile" if kind == "desktop" else "desktop"
    kinds = (kind, second) if rng.random() < 0.25 else (kind,)
    return [Device(names.pop(), kind) for kind in kinds]


def draw_people(
    orders: dict[str, list[Order]], shop: Products, names: list[str], rng: Generator
) -> list[Person]:
    """Give the customers devices and tastes; a few share a handheld with another one."""
    signed_up = {
        row["customer_id"]: datetime.fromisoformat(row["signed_up_at"])
        for row in read_rows(HERE / "demo_customers.csv")
    }
    people = []
    for customer, own in orders.items():
        devices = draw_devices(own, names, rng)
        person = Person(customer, signed_up[customer], own, devices, taste_for(own, shop))
        people.append(person)
    handhelds = [person.devices for person in people if person.devices[0].kind != "desktop"]
    shared = round(SHARED * (STRANGERS + sum(len(person.devices) for person in people)))
    pairs = rng.choice(len(handhelds), (shared, 2), replace=False)
    for one, other in pairs.tolist():
        handhelds[other][0] = handhelds[one][0]
    return people


def people_events(people: Sequence[Person], shop: Products, rng: Generator) -> list[Event]:
    """Write down the visits of the customers, each anonymous on a device until a sign-in there."""
    events: list[Event] = []
    for person in people:
        known: set[Device] = set()
        for visit in customer_visits(person, shop, rng):
            steps, named_from = sign_in(visit, person, visit.device in known, rng)
            if named_from < len(steps):
                known.add(visit.device)
            events += events_of(visit._replace(steps=steps), person.customer, named_from, rng)
    return events


def stranger_events(shop: Products, names: list[str], rng: Generator) -> list[Event]:
    """Write down the visits of those who never buy, and those of the crawler."""
    events: list[Event] = []
    taste, days = taste_for([], shop), (LAST_DAY - FIRST_DAY).days + 1
    never = datetime.combine(LAST_DAY, time.max)
    for _ in range(STRANGERS):
        device = Device(names.pop(), ("mobile", "desktop", "mobile")[int(rng.integers(3))])
        person = Person("", never, [], [device], taste)
        for _ in range(int(rng.integers(1, 3))):
            at = some_time(FIRST_DAY + timedelta(days=int(rng.integers(days))), rng)
            visit = Visit(at, browsing(person, at, shop, rng), device)
            events += events_of(visit, "", len(visit.steps), rng)
    crawler = Device("V-bot", "desktop")
    for day in CRAWLS:
        at = datetime.combine(FIRST_DAY + timedelta(days=day), time(3, 10))
        steps = [Step("view_item", 1, shop.ids[n % len(shop.ids)]) for n in range(CRAWLED)]
        events += events_of(Visit(at, steps, crawler), "", len(steps), rng)
    return events


def add_bad_rows(events: Sequence[Event], rng: Generator) -> list[Event]:
    """Add spoiled copies of random rows, each behind its model; number all rows."""
    bad = [(column, value) for column, values in BAD_VALUES for value in values]
    models = [n for n, (_, row) in enumerate(events) if row["event_type"] == "view_item"]
    places = rng.choice(models, len(bad), replace=False).tolist()
    spoiled = dict(zip(places, bad, strict=True))
    result = []
    for place, (at, row) in enumerate(events):
        result.append((at, row))
        if place in spoiled:
            column, value = spoiled[place]
            nobody = {"customer_id": ""} if column == "anonymous_id" else {}
            result.append((at, row | nobody | {column: value}))
    return [(at, row | {"event_id": f"E{n:06d}"}) for n, (at, row) in enumerate(result, start=1)]


def disorder(events: Sequence[Event], rng: Generator) -> list[dict[str, str]]:
    """Move some good rows back by up to two days, and repeat others within two days."""
    good = [
        n
        for n, (at, row) in enumerate(events)
        if row["event_at"] == str(at) and row["event_type"] and row["anonymous_id"]
    ]
    late, repeated = round(LATE * len(events)), round(DUPLICATED * len(events))
    drawn = rng.choice(good, late + repeated, replace=False).tolist()
    moved, result = set(drawn[:late]), []
    delays = {n: timedelta(seconds=int(rng.integers(3600, 172_800))) for n in drawn}
    for place, (at, row) in enumerate(events):
        delayed = at + delays.get(place, timedelta())
        result.append((delayed if place in moved else at, row))
        if place in delays and place not in moved:
            result.append((delayed, row))
    return [row for _, row in sorted(result, key=lambda event: event[0])]


def make_events(output: Path, seed: int = 20260102) -> None:
    """Write the click events of the demo shop.

    Parameters
    ----------
    output
        Folder for ``demo_events.csv``; the shop's seeds are read from this script's folder.
    seed
        Seed of the only random generator used.
    """
    rng = np.random.default_rng(seed)
    orders = read_orders(HERE / "demo_order_lines.csv")
    shop = read_products(HERE / "demo_products.csv", rng)
    bought = Counter(key for own in orders.values() for order in own for key, _ in order.lines)
    shop = replace(shop, weight=np.array([bought[key] + 1.0 for key in shop.ids]))
    names = [f"V{number:04d}" for number in rng.permutation(9999) + 1]
    events = people_events(draw_people(orders, shop, names, rng), shop, rng)
    events += stranger_events(shop, names, rng)
    kept = [event for event in events if FIRST_DAY <= event[0].date() <= LAST_DAY]
    kept.sort(key=lambda event: event[0])
    write_csv(output / "demo_events.csv", disorder(add_bad_rows(kept, rng), rng))


def main() -> None:
    """Read the command line and make the events."""
    parser = argparse.ArgumentParser(description="Make the demo shop's click events.")
    parser.add_argument("--output", type=Path, default=HERE, help="folder for the seed")
    make_events(**vars(parser.parse_args()))


if __name__ == "__main__":
    main()
