"""Features of visits at a cutoff are sums over pandas' sessions of what was before it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, example, given, settings
from pandas_sessions import sessions, usable_events, with_customers
from session_builds import Warehouse, compiled, variables
from test_kept_sessions import EVENING, LATE_DAYS, STREAMS, arrivals

pytestmark = pytest.mark.slow

CUTOFFS = ("2024-03-02", "2024-03-11")
LONGEST = 24 * 60
FEATURES = """
select * exclude (is_as_of) replace (cast(cutoff_on as text) as cutoff_on)
from main_internal.int_segments__visit_features
"""


def summed(events: pd.DataFrame, cutoff: str) -> pd.DataFrame:
    """One row per customer: what he did in sessions of the events before a cutoff."""
    before = events[events["event_at"] < pd.Timestamp(cutoff)].reset_index(drop=True)
    if before.empty:
        return pd.DataFrame()
    found = with_customers(sessions(before, LONGEST), before)
    days_ago = (pd.Timestamp(cutoff) - found["ended_at"].dt.normalize()).dt.days
    visits = pd.DataFrame(
        {
            "customer_id": found["customer_id"],
            "visit_count": 1,
            "event_count": found["event_count"],
            "view_count": found["view_count"],
            "duration_seconds": found["duration_seconds"],
            "purchase_event_count": found["purchase_count"],
            "viewed_product_count": found["viewed_product_count"],
            "unbought_product_count": np.maximum(
                found["viewed_product_count"] - found["purchased_product_count"], 0
            ),
            "bounce_count": found["is_bounce"],
            "search_visit_count": found["search_count"] > 0,
            "basket_visit_count": found["add_to_cart_count"] > 0,
            "purchase_visit_count": found["is_converted"],
            "abandoned_visit_count": found["is_abandoned_basket"],
            "direct_visit_count": found["source"].isna(),
            "mobile_visit_count": found["device"] == "mobile",
            "known_device_count": found["device"].notna(),
            "visit_count_30d": days_ago <= 30,
            "visit_count_90d": days_ago <= 90,
        }
    )
    by_customer = visits["customer_id"]
    sums = visits.drop(columns="customer_id").astype(float).groupby(by_customer).sum()
    spans = days_ago.groupby(by_customer).agg(["min", "max"])
    sums["visit_recency_days"] = spans["min"] - 1
    sums["visit_span_days"] = spans["max"] - spans["min"]
    return sums.reset_index().assign(cutoff_on=cutoff)


# what a run may not draw by chance
PAST_MIDNIGHT = [
    (EVENING + minutes, "", 0, None, "view", "a", "x", None, "p1", "/", None, None)
    for minutes in (50.0, 70.0)
]


def test_features_of_any_stream_are_those_of_pandas(tmp_path: Path) -> None:
    given_variables = variables(segments_as_of=CUTOFFS[1], segments_horizon_days=9)
    warehouse = Warehouse(tmp_path / "shop", compiled(tmp_path / "shop", given_variables))
    seen, over_midnight = [], []

    @settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
    @given(drawn=STREAMS)
    @example(drawn=(PAST_MIDNIGHT, [], []))
    def holds(drawn: Any) -> None:
        warehouse.receive(arrivals(drawn[0]), [])
        warehouse.build(LATE_DAYS, is_full=True)
        events = usable_events(warehouse.connection.execute("from main.shop_events").df())
        parts = [summed(events, cutoff) for cutoff in CUTOFFS]
        made = warehouse.connection.execute(FEATURES).df()
        seen.append(len(made))
        over_midnight.append(len(warehouse.rows("int_segments__midnight_visits")))
        if all(part.empty for part in parts):
            assert made.empty
            return
        expected = pd.concat([part for part in parts if not part.empty])
        keys = ["cutoff_on", "customer_id"]
        pd.testing.assert_frame_equal(
            made.sort_values(keys, ignore_index=True),
            expected.sort_values(keys, ignore_index=True)[list(made)],
            check_dtype=False,
        )

    holds()
    assert sum(seen) > 100
    assert any(over_midnight)
