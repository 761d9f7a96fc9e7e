"""What visits say at a cutoff is what a shop whose events and links end there says."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from session_builds import Warehouse, compiled, variables
from test_kept_sessions import LATE_DAYS, STREAMS, arrivals

pytestmark = pytest.mark.slow

CUTOFF, AS_OF = "2024-03-03", "2024-03-12"
BEFORE = f"""
delete from main.shop_events
where coalesce(timezone('UTC', try_cast(event_at as timestamptz)) >= timestamp '{CUTOFF}', false);
delete from main.shop_identities
where coalesce(try_cast(linked_at as timestamp) >= '{CUTOFF}', false)
"""


def shop(folder: Path, as_of: str) -> Warehouse:
    """A shop whose newest training cutoff is nine days before its as_of."""
    return Warehouse(
        folder, compiled(folder, variables(segments_as_of=as_of, segments_horizon_days=9))
    )


def features(built: Warehouse) -> list[Any]:
    """Every sum over visits at the cutoff, by customer."""
    return built.connection.execute(
        "select * exclude (is_as_of) from main_internal.int_segments__visit_features"
        f" where cutoff_on = '{CUTOFF}' order by all"
    ).fetchall()


def test_no_visit_after_a_cutoff_is_seen(tmp_path: Path) -> None:
    whole, cut = shop(tmp_path / "whole", AS_OF), shop(tmp_path / "cut", CUTOFF)
    seen = []

    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
    @given(drawn=STREAMS)
    def holds(drawn: Any) -> None:
        events, links, _ = drawn
        for built in (whole, cut):
            built.receive(arrivals(events), [link for _, link in links])
            if built is cut:
                built.connection.execute("set timezone = 'UTC'; " + BEFORE)
            built.build(LATE_DAYS, is_full=True)
        expected = features(cut)
        seen.append(len(expected))
        assert features(whole) == expected

    holds()
    assert sum(seen) > 20
