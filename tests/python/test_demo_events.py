"""The demo shop's clicks: do they fit its orders, and are they as dirty as they say?"""

from __future__ import annotations

import csv
import filecmp
import subprocess
import sys
from collections import Counter, defaultdict
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation
from itertools import accumulate, pairwise
from pathlib import Path

import pytest
from projects import ROOT

SEEDS = ROOT / "seeds/demo"
Row = dict[str, str]
Orders = dict[str, tuple[str, str, Decimal]]  # time, customer, total


def _read(name: str) -> list[Row]:
    with (SEEDS / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _is_good(row: Row) -> bool:
    try:
        datetime.fromisoformat(row["event_at"])
    except ValueError:
        return False
    return bool(row["event_type"] and (row["anonymous_id"] or row["customer_id"]))


@pytest.fixture(scope="module")
def rows() -> list[Row]:
    """Every row of the file."""
    return _read("demo_events.csv")


@pytest.fixture(scope="module")
def events(rows: list[Row]) -> list[Row]:
    """The good events once each, as they stand in the file."""
    return list({row["event_id"]: row for row in rows if _is_good(row)}.values())


@pytest.fixture(scope="module")
def orders() -> Orders:
    """Time, customer and total of the orders that leave clicks."""
    found: Orders = {}
    for row in _read("demo_order_lines.csv"):
        try:
            datetime.fromisoformat(row["ordered_at"])
            quantity, price = int(row["quantity"]), Decimal(row["unit_price"])
        except (ValueError, InvalidOperation):
            continue
        is_whole = row["order_id"] and row["customer_id"] and row["product_id"]
        is_seen = row["channel"] in {"web", "app"} and row["ordered_at"] >= "2025-04-01"
        if is_whole and is_seen and quantity > 0 and price >= 0:
            paid = quantity * price - Decimal(row["discount_amount"])
            _, _, before = found.get(row["order_id"], ("", "", Decimal(0)))
            found[row["order_id"]] = (row["ordered_at"], row["customer_id"], before + paid)
    return found


def test_the_script_makes_the_committed_file(tmp_path: Path) -> None:
    script = SEEDS / "make_demo_events.py"
    subprocess.run([sys.executable, str(script), "--output", str(tmp_path)], check=True)
    assert filecmp.cmp(tmp_path / "demo_events.csv", SEEDS / "demo_events.csv", shallow=False)


def test_the_seeds_are_small(rows: list[Row]) -> None:
    assert (SEEDS / "demo_events.csv").stat().st_size <= 5_000_000
    assert sum(path.stat().st_size for path in SEEDS.glob("*.csv")) < 10_000_000
    assert 50_000 < len(rows) < 60_000


def test_every_purchase_is_its_order(events: list[Row], orders: Orders) -> None:
    purchases = [row for row in events if row["event_type"] == "purchase"]
    told = {
        row["order_id"]: (row["event_at"], row["customer_id"], Decimal(row["value"]))
        for row in purchases
    }
    assert len(told) == len(purchases)
    tracked = {row["customer_id"] for row in events}
    assert told == {key: order for key, order in orders.items() if order[1] in tracked}
    customers = {customer for _, customer, _ in orders.values()}
    assert len(tracked & customers) / len(customers) == pytest.approx(0.5, abs=0.04)


def test_what_is_bought_was_put_into_the_cart_in_the_same_visit(events: list[Row]) -> None:
    bought: dict[str, set[str]] = defaultdict(set)
    for row in _read("demo_order_lines.csv"):
        bought[row["order_id"]] |= {row["product_id"]} - {""}
    added: dict[tuple[str, str], datetime] = {}
    for row in sorted(events, key=lambda row: row["event_id"]):
        at = datetime.fromisoformat(row["event_at"])
        if row["event_type"] == "add_to_cart":
            added[row["anonymous_id"], row["product_id"]] = at
        assert bool(row["order_id"]) == (row["event_type"] == "purchase")
        for product in bought[row["order_id"]] if row["order_id"] else ():
            assert at - added[row["anonymous_id"], product] < timedelta(hours=3)


def test_rows_are_as_dirty_as_the_script_says(rows: list[Row], events: list[Row]) -> None:
    bad = [row for row in rows if not _is_good(row)]
    assert len(bad) == len({row["event_id"] for row in bad}) == 30
    assert {"", "31.11.2025", "n/a"} <= {row["event_at"] for row in bad}
    assert any(row["event_type"] == "" for row in bad)
    assert any(row["anonymous_id"] == row["customer_id"] == "" for row in bad)

    repeated = len(rows) - len({row["event_id"] for row in rows})
    assert repeated == len(rows) - len({tuple(row.values()) for row in rows})
    assert repeated / len(rows) == pytest.approx(0.01, abs=0.001)

    times = [datetime.fromisoformat(row["event_at"]) for row in events]
    lags = [newest - at for at, newest in zip(times, accumulate(times, max), strict=True)]
    late = [lag for lag in lags if lag > timedelta(0)]
    assert len(late) / len(events) == pytest.approx(0.03, abs=0.002)
    assert max(late) <= timedelta(days=2)
    by_id = sorted(events, key=lambda row: row["event_id"])
    assert all(one["event_at"] <= other["event_at"] for one, other in pairwise(by_id))


def test_people_are_anonymous_until_they_sign_in(events: list[Row]) -> None:
    signed_up = {row["customer_id"]: row["signed_up_at"] for row in _read("demo_customers.csv")}
    first_seen: dict[str, str] = {}
    first_named: dict[tuple[str, str], str] = {}
    for row in sorted(events, key=lambda row: row["event_id"]):
        first_seen.setdefault(row["anonymous_id"], row["event_at"])
        if row["customer_id"]:
            assert row["event_at"] >= signed_up[row["customer_id"]]
            device = (row["anonymous_id"], row["customer_id"])
            first_named.setdefault(device, row["event_at"])
    before = [first_seen[device] < at for (device, _), at in first_named.items()]
    assert sum(before) / len(before) > 0.9
    devices = Counter(device for device, _ in first_named)
    assert sum(count == 2 for count in devices.values()) / len(first_seen) == pytest.approx(
        0.01, abs=0.003
    )
    assert max(devices.values()) == 2
    customers = Counter(customer for _, customer in first_named)
    assert 0.1 < sum(count == 2 for count in customers.values()) / len(customers) < 0.25


def test_the_crawler_looks_at_a_product_a_second(events: list[Row]) -> None:
    times = sorted(
        datetime.fromisoformat(row["event_at"]) for row in events if row["anonymous_id"] == "V-bot"
    )
    assert len(times) >= 1200
    steps = Counter(min((b - a).total_seconds(), 2) for a, b in pairwise(times))
    assert steps[1] == 3 * 399
    assert steps[2] == 2


def test_days_are_those_of_the_story_and_some_visits_cross_midnight(events: list[Row]) -> None:
    days = {row["event_at"][:10] for row in events}
    assert (min(days), max(days)) == ("2025-04-01", "2025-12-31")
    last: dict[str, datetime] = {}
    crossings = ties = 0
    for row in sorted(events, key=lambda row: row["event_id"]):
        at = datetime.fromisoformat(row["event_at"])
        before = last.get(row["anonymous_id"])
        ties += at == before
        if before and at.date() != before.date():
            crossings += at - before < timedelta(minutes=30)
        last[row["anonymous_id"]] = at
    assert crossings > 2
    assert ties > 500
