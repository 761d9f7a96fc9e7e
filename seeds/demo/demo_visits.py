"""What people do in a visit to the demo shop, and when; ``make_demo_events.py`` writes it down."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

import numpy as np
from make_demo_shop import LAST_DAY, Products
from numpy.random import Generator

FIRST_DAY = date(2025, 4, 1)
HOUR_WEIGHTS = np.array(
    [3, 1, 1, 1, 1, 1, 2, 4, 6, 8, 9, 9, 10, 9, 8, 8, 8, 9, 10, 12, 13, 12, 9, 6]
)


class Device(NamedTuple):
    """A browser: what its cookie says, and desktop, mobile or tablet."""

    anonymous_id: str
    kind: str


class Step(NamedTuple):
    """One click of a visit; `gap` is the time since the step before, in seconds."""

    event_type: str
    gap: int = 0
    product: str = ""
    value: str = ""
    page: str = ""


@dataclass(frozen=True)
class Order:
    """An order on the web or in the app; `lines` are (product, cents before discounts)."""

    order_id: str
    at: datetime
    channel: str
    lines: list[tuple[str, int]]
    total: int


@dataclass(frozen=True)
class Person:
    """Someone who visits the shop; strangers have no orders and no name."""

    customer: str
    signed_up_at: datetime
    orders: list[Order]
    devices: list[Device]
    taste: np.ndarray


class Visit(NamedTuple):
    """A visit: when it starts, its steps, where it took place and the order that ends it."""

    at: datetime
    steps: list[Step]
    device: Device
    order_id: str = ""


def taste_for(orders: Sequence[Order], shop: Products) -> np.ndarray:
    """Weigh the products for someone who bought these: popular ones of the same categories."""
    by_id = dict(zip(shop.ids, shop.categories, strict=True))
    bought = Counter(by_id[product] for order in orders for product, _ in order.lines)
    weights = shop.weight * np.array([bought[name] + 0.3 for name in shop.categories])
    return np.asarray(weights / weights.sum())


def gap(rng: Generator) -> int:
    """Draw the seconds between two clicks: half a minute or so, never half an hour."""
    return 2 + int(min(rng.lognormal(3.4, 0.9), 1200))


def looks(products: Iterable[str], rng: Generator) -> list[list[Step]]:
    """Look at products; tools often count the page as well, in the same second."""
    blocks = []
    for product in products:
        page = Step("page_view", gap(rng), page=f"/p/{product}")
        if rng.random() < 0.12:
            blocks.append([page, Step("view_item", 0, product)])
        else:
            blocks.append([Step("view_item", page.gap, product)])
    return blocks


def arrival(rng: Generator) -> list[Step]:
    """Begin a visit on the first page, with a search, or deep in the shop."""
    steps = [Step("page_view")] if rng.random() < 0.45 else []
    return [*steps, Step("search", gap(rng))] if rng.random() < 0.2 else steps


def some(number: int, taste: np.ndarray, rng: Generator) -> list[int]:
    """Draw products after someone's taste."""
    return [int(index) for index in rng.choice(len(taste), number, replace=False, p=taste)]


def shopping(order: Order, taste: np.ndarray, shop: Products, rng: Generator) -> list[Step]:
    """Take the steps that end in an order."""
    blocks, second_thoughts = [], []
    for product, cents in order.lines:
        # the others come from a list or from a basket kept
        seen = looks([product], rng)[0] if rng.random() < 0.92 else []
        blocks.append([*seen, Step("add_to_cart", gap(rng), product, f"{cents / 100:.2f}")])
    for index in some(min(rng.poisson(0.7), 4), taste, rng):
        product, price = shop.ids[index], f"{shop.prices[index]:.2f}"
        block = looks([product], rng)[0]
        is_bought_too = any(product == bought for bought, _ in order.lines)
        if rng.random() < 0.12 and not is_bought_too:
            block.append(Step("add_to_cart", gap(rng), product, price))
            second_thoughts.append(Step("remove_from_cart", gap(rng), product, price))
        blocks.append(block)
    steps = [step for index in rng.permutation(len(blocks)) for step in blocks[index]]
    basket = f"{sum(cents for _, cents in order.lines) / 100:.2f}"
    checkout = Step("begin_checkout", gap(rng), value=basket)
    # nobody signs up less than three minutes before the first order
    purchase = Step("purchase", int(rng.integers(20, 170)), value=f"{order.total / 100:.2f}")
    return [*arrival(rng), *steps, *second_thoughts, checkout, purchase]


def browsing(person: Person, at: datetime, shop: Products, rng: Generator) -> list[Step]:
    """Take the steps of a visit without order: a bounce, a look around or a basket left behind."""
    if rng.random() < (0.25 if person.orders else 0.5):
        return [Step("page_view")]
    number = 1 + min(rng.poisson(1.0), 6)
    chosen = [shop.ids[index] for index in some(number, person.taste, rng)]
    coming = next((order for order in person.orders if order.at > at), None)
    if coming and rng.random() < 0.4:
        chosen[-1] = coming.lines[0][0]
    steps = arrival(rng) + [step for block in looks(dict.fromkeys(chosen), rng) for step in block]
    price = f"{shop.prices[shop.ids.index(chosen[-1])]:.2f}"
    in_cart = {"product": chosen[-1], "value": price}
    luck = rng.random()
    if luck < 0.22:
        steps.append(Step("add_to_cart", gap(rng), **in_cart))
    if luck < 0.03:
        steps.append(Step("remove_from_cart", gap(rng), **in_cart))
    elif luck < 0.08:
        steps.append(Step("begin_checkout", gap(rng), value=price))
    elif luck > 0.95:
        steps.append(Step("add_to_wishlist", gap(rng), chosen[-1]))
    elif luck > 0.93:
        steps.append(Step("newsletter_signup", gap(rng)))
    return steps


def some_time(day: date, rng: Generator) -> datetime:
    """Draw a time of the day."""
    hour = int(rng.choice(24, p=HOUR_WEIGHTS / HOUR_WEIGHTS.sum()))
    return datetime.combine(day, time(hour)) + timedelta(seconds=int(rng.integers(3600)))


def browsing_times(orders: Sequence[Order], rng: Generator) -> list[datetime]:
    """Draw the starts of visits without order: the weeks before each order, and after the last."""
    interest = rng.gamma(3.0, 0.35)
    days: list[date] = []
    for order in orders:
        before = rng.exponential(7.0, rng.poisson(interest))
        days += [order.at.date() - timedelta(days=int(ago)) for ago in before if ago < 29]
    after = rng.exponential(14.0, rng.poisson(2.5 * interest))
    days += [orders[-1].at.date() + timedelta(days=1 + int(past)) for past in after if past < 70]
    starts = [some_time(day, rng) for day in sorted(days) if FIRST_DAY <= day <= LAST_DAY]
    hours = timedelta(hours=2)
    # else it would be the visit of that order
    return [at for at in starts if all(abs(at - order.at) > hours for order in orders)]


def customer_visits(person: Person, shop: Products, rng: Generator) -> list[Visit]:
    """Draw all visits of a customer, in order of time."""
    handhelds = [device for device in person.devices if device.kind != "desktop"]
    visits = []
    for order in person.orders:
        devices = handhelds if order.channel == "app" else person.devices
        if order.at.date() >= FIRST_DAY:
            steps = shopping(order, person.taste, shop, rng)
            start = order.at - timedelta(seconds=sum(step.gap for step in steps[1:]))
            device = devices[int(rng.random() < 0.45) % len(devices)]
            visits.append(Visit(start, steps, device, order.order_id))
    for at in browsing_times(person.orders, rng):
        device = person.devices[int(rng.random() < 0.45) % len(person.devices)]
        visits.append(Visit(at, browsing(person, at, shop, rng), device))
    return sorted(visits, key=lambda visit: visit.at)


def sign_in(visit: Visit, person: Person, is_known: bool, rng: Generator) -> tuple[list[Step], int]:
    """Decide from which step on a visit names its customer; a login may become one more step."""
    steps, luck = visit.steps, rng.random()
    if is_known and luck < 0.7:
        return steps, 0
    logs_in = not is_known and luck > (0.85 if visit.order_id else 0.95)
    if logs_in and visit.at > person.signed_up_at:
        place = int(rng.integers(1, max(2, len(steps) - 1)))
        return [*steps[:place], Step("login"), *steps[place:]], place
    return steps, len(steps) - 2 if visit.order_id else len(steps)
