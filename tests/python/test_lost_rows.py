"""What is said where most rows of an input, or all purchases, cannot be used."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from projects import WITHOUT_TESTS, build, dbt, parquet, same_names

pytestmark = pytest.mark.slow

# one of six can be read
ORDERS = """
    select
        'c' || n % 3 as customer_id,
        'o' || n as order_id,
        'p' as product_id,
        1 as quantity,
        if(n = 0, '2.5', '€ 2,50') as unit_price,
        timestamp '2024-01-01 10:00:00' + interval (n) day as ordered_at
    from range(6) as orders(n)
"""
# later than all orders
EVENTS = """
    select 'e' as event_id, 'view' as event_type, 'c1' as customer_id,
        timestamp '2024-02-01 10:00:00' as event_at
"""
REFUSED = (
    "customer_segments: no purchase before as_of is left, got none that can be used, and customers "
    "in the run of {newest} in customer_segment_history. Look for those that are gone, or for the "
    "rejection_reason in base_segments__order_lines, or set segments_backfill to true to empty all "
    "tables."
)
NAME = "customer_segments_most_rows_accepted_base_segments__order_lines_"


def mapped(folder: Path, price: str, **more: str) -> dict[str, Any]:
    """Variables that map the orders."""
    relation = parquet(folder / "lines.parquet", ORDERS)
    lines = {"relation": relation, "columns": same_names() | {"unit_price": price}, **more}
    return {"segments_inputs": {"order_lines": lines}}


def test_lost_rows(tmp_path: Path) -> None:
    mistaken = build(tmp_path, variables=mapped(tmp_path, "unit_price"))
    assert f"Warning in test {NAME}" in mistaken.output
    assert mistaken.query("select rejection_reason, count(*) from rejected_rows group by all") == [
        ("unreadable_unit_price", 5)
    ]
    right = mapped(tmp_path, "replace(ltrim(unit_price, '€ '), ',', '.')")
    mended = build(tmp_path, variables=right)
    assert f"PASS {NAME}" in mended.output
    former = mended.contents()
    assert len(former["customer_segments"]) == 3

    lost = mapped(tmp_path, "unit_price", where="1 = 0")
    refused = dbt(tmp_path, "run", variables=lost)
    assert refused.returncode == 1
    assert REFUSED.format(newest="2024-01-07") in refused.output
    assert "Traceback" not in refused.output
    assert mended.contents() == former


def test_lost_purchases_are_missed_where_events_go_on(tmp_path: Path) -> None:
    found = mapped(tmp_path, "replace(ltrim(unit_price, '€ '), ',', '.')")
    names = ("event_id", "event_type", "customer_id", "event_at")
    found["segments_inputs"]["events"] = {
        "relation": parquet(tmp_path / "events.parquet", EVENTS),
        "columns": {name: name for name in names},
    }
    built = build(tmp_path, *WITHOUT_TESTS, variables=found)
    former = built.contents()

    found["segments_inputs"]["order_lines"]["where"] = "1 = 0"
    refused = dbt(tmp_path, "run", variables=found)
    assert refused.returncode == 1
    assert REFUSED.format(newest="2024-02-02") in refused.output
    assert built.contents() == former
    emptied = dbt(tmp_path, "run", variables=found | {"segments_backfill": True})
    assert emptied.returncode == 0, emptied.output
    assert emptied.query("from customer_segments") == []

    # emptied on purpose, it goes on
    parquet(tmp_path / "events.parquet", EVENTS.replace("02-01", "02-02"))
    next_day = dbt(tmp_path, "run", variables=found)
    assert next_day.returncode == 0, next_day.output
