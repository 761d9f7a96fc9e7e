"""Make the demo shop: 18 months of a home and garden shop with eight planted kinds of customer.

The same seed gives the same bytes. The kinds go to a file of their own that only tests read; the
seeds themselves tell nothing about them. ``demo_products.csv`` is kept by hand and only read
(and copied to another output folder). Run ``python seeds/demo/make_demo_shop.py``.
"""

from __future__ import annotations

import argparse
import csv
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path

import numpy as np
from numpy.random import Generator

HERE = Path(__file__).resolve().parent
TRUTH = HERE.parents[1] / "tests" / "python" / "fixtures" / "demo_true_kinds.csv"
FIRST_DAY = date(2024, 7, 1)
LAST_DAY = date(2025, 12, 31)
DAYS = (LAST_DAY - FIRST_DAY).days + 1
COUNTRIES = ("GB", "DE", "FR", "NL", "IE", "BE", "AT", "DK")
COUNTRY_SHARES = (0.46, 0.16, 0.11, 0.09, 0.07, 0.05, 0.03, 0.03)
CHANNELS = ("web", "app", "marketplace")
SEASON = (0.85, 0.85, 1.0, 1.15, 1.15, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0)  # January first
DISCOUNT_RATES = (0.1, 0.15, 0.2, 0.25, 0.3, 0.4)
CHEAP_PRICE = 10  # below it, people take several

Line = tuple[str, int, float, float]  # product id, quantity, unit price, discount amount


@dataclass(frozen=True)
class Kind:
    """What customers of one planted kind do.

    Parameters
    ----------
    name, customers
        The kind and how many customers it has.
    lines, quantity
        Mean number of lines of an order beyond the first, mean quantity of a line beyond one.
    discount, returns
        Share of lines bought at a discount, share of lines sent back.
    price_taste
        Exponent on the list price: above 0 prefers dear products, below 0 cheap ones.
    evening, weekend
        Factors on the weights of the hours from 18 on and of Saturday and Sunday.
    focus
        Factors on the weights of categories.
    windows
        (first day, last day, fewest orders, most orders, probability): orders fall in there.
    rhythm
        (latest first order, earliest last order, latest last order, days between orders): a regular
        customer, used in place of `windows`. All days count from the first day of the shop.
    """

    name: str
    customers: int
    lines: float
    quantity: float
    discount: float
    returns: float
    price_taste: float
    evening: float = 1.0
    weekend: float = 1.0
    focus: dict[str, float] = field(default_factory=dict)
    windows: tuple[tuple[int, int, int, int, float], ...] = ()
    rhythm: tuple[int, int, int, float] = (0, 0, 0, 0.0)


DEAR = {"Outdoor Living": 3.0, "Furniture": 3.0, "Lighting": 2.5, "Seasonal Decorations": 0.5}
CHEAP = {"Kitchen": 4.0, "Plants & Pots": 3.0, "Furniture": 0.1, "Outdoor Living": 0.1}
GIFTS = {"Gifts & Stationery": 22.0, "Seasonal Decorations": 1.5}
FESTIVE = {"Seasonal Decorations": 9.0, "Gifts & Stationery": 2.5}
FESTIVE_WINDOWS = ((126, 174, 2, 3, 1.0), (274, 292, 1, 1, 0.25), (491, 541, 2, 3, 1.0))
NEW_WINDOWS = ((494, 530, 1, 2, 1.0), (531, 548, 1, 1, 0.6))
STEADY_RHYTHM = (120, 549, 549, 33.0)
KINDS = (
    Kind("high_value", 195, 1.7, 0.6, 0.05, 0.05, 0.3, focus=DEAR, rhythm=(120, 549, 549, 27)),
    Kind("discount_hunter", 320, 1.25, 0.5, 0.80, 0.08, 0.0, rhythm=(150, 549, 549, 52)),
    Kind("new", 310, 1.3, 0.4, 0.14, 0.03, 0.0, windows=NEW_WINDOWS),
    Kind("lapsing", 300, 0.7, 0.4, 0.14, 0.04, 0.0, rhythm=(160, 415, 484, 29)),
    Kind("lapsed", 345, 1.0, 0.4, 0.18, 0.06, 0.0, windows=((0, 290, 3, 7, 1.0),)),
    Kind("steady_low_value", 310, 0.4, 0.2, 0.10, 0.01, -0.6, focus=CHEAP, rhythm=STEADY_RHYTHM),
    Kind("one_time_gift", 340, 0.5, 0.2, 0.10, 0.02, 0.0, 6.0, 4.0, GIFTS, ((20, 450, 1, 1, 1.0),)),
    Kind("seasonal", 280, 1.5, 0.6, 0.16, 0.02, 0.0, focus=FESTIVE, windows=FESTIVE_WINDOWS),
)


@dataclass
class Order:
    """One order or return of one customer."""

    customer: str
    at: datetime
    channel: str
    lines: list[Line]


@dataclass(frozen=True)
class Products:
    """The catalogue, as read and by column; `weight` is the power-law popularity."""

    rows: list[dict[str, str]]
    ids: list[str]
    categories: list[str]
    prices: np.ndarray
    weight: np.ndarray


def read_products(path: Path, rng: Generator) -> Products:
    """Read the catalogue and give each product a popularity."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return Products(
        rows=rows,
        ids=[row["product_id"] for row in rows],
        categories=[row["category"] for row in rows],
        prices=np.array([float(row["list_price"]) for row in rows]),
        weight=(rng.permutation(len(rows)) + 1.0) ** -0.8,
    )


def demand(first: int, last: int) -> np.ndarray:
    """Relative demand of the days `first` to `last` (both included): the season of the shop."""
    days = [FIRST_DAY + timedelta(days=offset) for offset in range(first, last + 1)]
    monthly = np.array([SEASON[day.month - 1] for day in days])
    is_peak = [(11, 10) <= (day.month, day.day) <= (12, 21) for day in days]
    return np.where(is_peak, 1.7, monthly)


def order_days(kind: Kind, rng: Generator) -> list[int]:
    """Draw the days of one customer's orders, counted from the first day of the shop."""
    days: list[int] = []
    for first, last, fewest, most, probability in kind.windows:
        if rng.random() < probability:
            weights = demand(first, last)
            orders = int(rng.integers(fewest, most + 1))
            drawn = rng.choice(len(weights), orders, replace=False, p=weights / weights.sum())
            days += (first + drawn).tolist()
    if kind.windows:
        return sorted(days)
    latest_first, earliest_last, latest_last, gap = kind.rhythm
    own_gap = gap * rng.lognormal(0.0, 0.15)
    last = int(rng.integers(earliest_last, latest_last + 1))
    position = rng.uniform(0, latest_first)
    while position < last:
        days.append(int(position))
        position += rng.gamma(5.0, own_gap / 5.0) / demand(int(position), int(position))[0]
    return days


def order_time(day: int, kind: Kind, rng: Generator) -> datetime:
    """Move a day to a likely weekday within three days, without leaving the shop; add an hour."""
    near = np.arange(max(day - 3, 0), min(day + 3, DAYS - 1) + 1)
    weekdays = np.array([1.1, 1.0, 0.95, 1.0, 0.9, 0.9 * kind.weekend, 1.25 * kind.weekend])
    weights = weekdays[(near + FIRST_DAY.weekday()) % 7]
    moved = int(rng.choice(near, p=weights / weights.sum()))
    hours = np.arange(24)
    pattern = 0.03 + np.exp(-(((hours - 12.5) / 3.0) ** 2)) + np.exp(-(((hours - 20) / 2) ** 2))
    pattern = pattern * np.where(hours >= 18, kind.evening, 1.0)
    hour = int(rng.choice(hours, p=pattern / pattern.sum()))
    midnight = datetime.combine(FIRST_DAY + timedelta(days=moved), datetime.min.time())
    return midnight + timedelta(hours=hour, seconds=int(rng.integers(3600)))


def draw_line(kind: Kind, price: float, discount: float, rng: Generator) -> tuple[int, float]:
    """Draw a line's quantity and its discount rate; `discount` is the chance of a discount."""
    quantity = 1 + int(rng.poisson(kind.quantity * (2.0 if price < CHEAP_PRICE else 0.6)))
    is_discounted = rng.random() < discount
    return quantity, float(rng.choice(DISCOUNT_RATES)) if is_discounted else 0.0


def customer_orders(customer: str, kind: Kind, shop: Products, rng: Generator) -> list[Order]:
    """Draw one customer's orders and returns; every customer differs a little from the kind."""
    taste = {name: rng.gamma(3.0, 1 / 3.0) for name in sorted(set(shop.categories))}
    focus = np.array([kind.focus.get(name, 1.0) * taste[name] for name in shop.categories])
    weights = shop.weight * focus * shop.prices**kind.price_taste
    weights /= weights.sum()
    discount = rng.beta(kind.discount * 16, (1 - kind.discount) * 16)
    size = kind.lines * rng.lognormal(0.0, 0.2)
    channel_shares = rng.dirichlet((4.0, 2.0, 1.0))
    orders: list[Order] = []
    for day in order_days(kind, rng):
        at = order_time(day, kind, rng)
        channel = str(rng.choice(CHANNELS, p=channel_shares))
        lines: list[Line] = []
        chosen = rng.choice(len(weights), 1 + min(rng.poisson(size), 9), replace=False, p=weights)
        for product in chosen.tolist():
            key, price = shop.ids[product], float(shop.prices[product])
            quantity, rate = draw_line(kind, price, discount, rng)
            lines.append((key, quantity, price, round(quantity * price * rate, 2)))
            if rng.random() < kind.returns:
                days, seconds, back = rng.integers((3, 0, 1), (22, 9999, quantity + 1)).tolist()
                sent_back = at + timedelta(days=days, seconds=seconds)
                # what was paid is refunded, so a return has no discount of its own
                line = (key, -back, round(price * (1 - rate), 2), 0.0)
                if sent_back.date() <= LAST_DAY:
                    orders.append(Order(customer, sent_back, channel, [line]))
        orders.append(Order(customer, at, channel, lines))
    return orders


def line_rows(orders: Sequence[Order]) -> list[dict[str, str]]:
    """Number the orders by time and write one row per line; line ids come later."""
    rows = []
    ordered = sorted(orders, key=lambda order: (order.at, order.customer, order.lines))
    for number, order in enumerate(ordered, start=1):
        for product, quantity, price, money_off in order.lines:
            row = {"order_line_id": "", "order_id": f"O{number:05d}", "customer_id": order.customer}
            row |= {"product_id": product, "channel": order.channel, "quantity": str(quantity)}
            row |= {"unit_price": f"{price:.2f}", "discount_amount": f"{money_off:.2f}"}
            rows.append(row | {"ordered_at": f"{order.at:%Y-%m-%d %H:%M:%S}"})
    return rows


# what real exports contain: column, the values that stand there in place of good ones
BAD_VALUES = (
    ("customer_id", ("",) * 18),  # guest checkouts
    ("product_id", ("",) * 6),
    ("ordered_at", ("2025-02-30 10:00:00", "n/a", "2025-13-04 09:12:00", "31.11.2024", "TBD")),
    ("ordered_at", ("",) * 2),
    ("unit_price", ("-5.00", "-12.50", "-1.00", "-20.00")),
    ("unit_price", ("12.5O",)),
    ("quantity", ("two", "1x")),
    ("order_id", ("",) * 2),
)


def add_bad_rows(rows: list[dict[str, str]], rng: Generator) -> list[dict[str, str]]:
    """Add spoiled copies of random purchase lines, each beside its model; number all lines."""
    bad = [(column, value) for column, values in BAD_VALUES for value in values]
    purchases = [index for index, row in enumerate(rows) if not row["quantity"].startswith("-")]
    models = rng.choice(purchases, len(bad), replace=False).tolist()
    spoiled = {}
    for guest, (index, (column, value)) in enumerate(zip(models, bad, strict=True), start=1):
        # a guest has an order of his own; the other bad lines stand in a good order
        own_order = {"order_id": f"G{guest:05d}"} if column == "customer_id" else {}
        spoiled[index] = rows[index] | own_order | {column: value}
    both = [(row, spoiled.get(index)) for index, row in enumerate(rows)]
    result = [row for pair in both for row in pair if row is not None]
    return [row | {"order_line_id": f"L{n:05d}"} for n, row in enumerate(result, start=1)]


def write_csv(path: Path, rows: Sequence[dict[str, str]]) -> None:
    """Write rows with a header and plain line feeds."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def make_shop(output: Path, truth: Path, seed: int = 20260101) -> None:
    """Write the three seeds of the demo shop, and the true kinds.

    Parameters
    ----------
    output
        Folder for ``demo_order_lines.csv``, ``demo_customers.csv`` and ``demo_products.csv``.
    truth
        File for the kind of every customer.
    seed
        Seed of the only random generator used.
    """
    rng = np.random.default_rng(seed)
    shop = read_products(HERE / "demo_products.csv", rng)
    kinds = [kind for kind in KINDS for _ in range(kind.customers)]
    numbers = (rng.permutation(len(kinds)) + 1).tolist()
    orders: list[Order] = []
    customers, true_kinds = [], []
    for number, kind in zip(numbers, kinds, strict=True):
        customer = f"C{number:05d}"
        own = customer_orders(customer, kind, shop, rng)
        orders += own
        # most sign up shortly before they buy
        before = timedelta(minutes=int(rng.exponential(8000)) + 3)
        signed_up = min(order.at for order in own) - before
        row = {"customer_id": customer, "country": str(rng.choice(COUNTRIES, p=COUNTRY_SHARES))}
        customers.append(row | {"signed_up_at": str(signed_up)})
        true_kinds.append({"customer_id": customer, "kind": kind.name})
    write_csv(output / "demo_order_lines.csv", add_bad_rows(line_rows(orders), rng))
    write_csv(output / "demo_customers.csv", sorted(customers, key=lambda row: row["customer_id"]))
    write_csv(output / "demo_products.csv", shop.rows)
    write_csv(truth, sorted(true_kinds, key=lambda row: row["customer_id"]))


def main() -> None:
    """Read the command line and make the shop."""
    parser = argparse.ArgumentParser(description="Make the demo shop's seeds.")
    parser.add_argument("--output", type=Path, default=HERE, help="folder for the three seeds")
    parser.add_argument("--truth", type=Path, default=TRUTH, help="file for the true kinds")
    make_shop(**vars(parser.parse_args()))


if __name__ == "__main__":
    main()
