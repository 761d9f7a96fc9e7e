"""Order lines as no shop should have them: what is accepted, and what is rejected and why."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

AS_OF = "2024-08-01"
NOON = "2024-03-01 12:00:00"
LONG = "x" * 100_000


class Line(NamedTuple):
    """An order line, all of it text; harmless where nothing is said."""

    customer_id: str | None = "c"
    order_id: str | None = "o"
    product_id: str | None = "p"
    quantity: str | None = "1"
    unit_price: str | None = "2.5"
    ordered_at: str | None = NOON
    order_line_id: str | None = None


ACCEPTED = {
    "harmless": Line(),
    # ids: what is there is an id, whatever its letters
    "emoji": Line("😀👩‍👩‍👧", "😀", "🧦"),
    "quotes": Line('O\'Brien "Bob"', "'; drop table segments; --", "\"'`"),
    "braces": Line("{{ ref('x') }}", "{% raw %}", "%s $1 ?"),
    "line breaks": Line("a\nb\r\nc\td", "1,2;3", "\\n\\"),
    "NUL": Line("a\0b", "\0", "p\0"),
    "long": Line(LONG, LONG + "o", LONG + "p"),
    "capital": Line("Ann", "o1"),
    "small": Line("ann", "o2"),
    "trailing blank": Line("ann ", "o3"),
    "words": Line("null", "NaN", "true"),
    "zeros": Line("007", "1.0", "1e3"),
    "no zeros": Line("7", "1", "1000"),
    # numbers
    "largest": Line("richest", unit_price="1e11"),
    "smallest": Line("poorest", unit_price="0.0001"),
    "large return": Line("poorest", "r", quantity="-1", unit_price="1e11"),
    "vanishing": Line("vanishing", quantity="1e-300", unit_price="1e-300"),
    "free": Line("free", unit_price="0"),
    "no pieces": Line("nobody", quantity="0"),
    "only a return": Line("returner", quantity="-1"),
    "blanks around": Line(" blanks ", " o ", " p ", " 1 ", " 2.5 ", f" {NOON} "),
    # duplicates: the first of a line's id, and every line that has none
    "first twin": Line(order_line_id="twin"),
    "readable twin": Line(order_line_id="half readable"),
    # times
    "before as_of": Line("today", ordered_at="2024-07-31 23:59:59.999999"),
    "not yet seen": Line("tomorrow", ordered_at="2024-08-01 00:00:00"),
}


def _utc(*parts: int) -> dt.datetime:
    """Make a time as DuckDB returns it: without a zone."""
    return dt.datetime(*parts, tzinfo=dt.timezone.utc).replace(tzinfo=None)  # type: ignore[misc,arg-type]


TIMES = {
    "2024-03-01": _utc(2024, 3, 1),
    "2024-03-01T12:00": _utc(2024, 3, 1, 12),
    "2024-03-01T12:00:00.25Z": _utc(2024, 3, 1, 12, 0, 0, 250_000),
    "2024-03-01T12:00Z": _utc(2024, 3, 1, 12),
    "2024-03-01 01:00:00+02": _utc(2024, 2, 29, 23),
    "2024-03-01T23:30:00-09:30": _utc(2024, 3, 2, 9),
    "2024-03-01 12:00:00+02:00:30": _utc(2024, 3, 1, 9, 59, 30),
    "2024-03-01 12:00:00 +0200": _utc(2024, 3, 1, 10),
    "2024-03-01T12:00+02:00": _utc(2024, 3, 1, 10),
    "2024-07-01 12:00:00 Europe/Berlin": _utc(2024, 7, 1, 10),
    "2024-03-01 12:00:00 UTC": _utc(2024, 3, 1, 12),
    "2024-02-29 23:59:59.999999": _utc(2024, 2, 29, 23, 59, 59, 999_999),
}
"""Times as they are given, and what they are in UTC; those without a zone are UTC."""

REJECTED = {
    "missing_customer_id": {
        "no customer": Line(None),
        "blank customer": Line("   "),
        "nothing at all": Line(None, None, None, None, None, None),
    },
    "missing_order_id": {"no order": Line(order_id=None)},
    "missing_product_id": {"empty product": Line(product_id="")},
    "missing_quantity": {"no quantity": Line(quantity=None)},
    "missing_unit_price": {"blank price": Line(unit_price=" ")},
    "missing_ordered_at": {"no time": Line(ordered_at=None)},
    "unreadable_quantity": {"word": Line(quantity="two")},
    "unreadable_unit_price": {
        "comma": Line(unit_price="2,50"),
        "currency": Line(unit_price="€2.50"),
    },
    "unreadable_ordered_at": {
        "no leap day": Line(ordered_at="2023-02-29"),
        "day first": Line(ordered_at="31.12.2023"),
        "yesterday": Line(ordered_at="yesterday"),
        "seconds since 1970": Line(ordered_at="1709290800"),
    },
    "non_finite_quantity": {"endless": Line(quantity="-inf")},
    "non_finite_unit_price": {
        "no number": Line(unit_price="NaN"),
        "beyond all doubles": Line(unit_price="1e999"),
    },
    "negative_unit_price": {
        "negative": Line(unit_price="-0.01"),
        "unusable twin": Line(unit_price="-1", order_line_id="half readable"),
    },
    "amount_out_of_range": {
        "1e300": Line("rich", unit_price="1e300"),
        "1e300 sent back": Line("rich", quantity="-1e300", unit_price="1"),
        "1e308 squared": Line("rich", quantity="1e308", unit_price="1e308"),
        "large product": Line("rich", quantity="1e6", unit_price="1e6"),
    },
    "ordered_at_out_of_range": {
        "year 24": Line(ordered_at="0024-03-01"),
        "year 20240": Line(ordered_at="20240-03-01"),
        "infinity": Line(ordered_at="infinity"),
    },
    "duplicate_order_line_id": {"second twin": Line(order_line_id="twin")},
}

NO_CUSTOMERS_YET = {"nobody", "returner", "tomorrow"}
"""Who bought nothing before as_of."""
