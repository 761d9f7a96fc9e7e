"""What is settled stays: sessions that have ended keep their ids and all that is told of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from session_builds import SQL, Warehouse, compiled, variables
from test_kept_sessions import EVENTS, LATE_DAYS, LINKS, START, VARIANTS, arrivals

pytestmark = pytest.mark.slow

# events, identities, and which event is the first of the second build
GROWING = st.tuples(
    st.lists(EVENTS, min_size=2, max_size=25), st.lists(LINKS, max_size=3), st.integers(1, 24)
)
RULES = {**VARIANTS, "campaigns": {"segments_session_breaks": ["campaign"]}}
Shops = Callable[[str], Warehouse]


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Shops:
    """Make a warehouse of some rules; dbt is asked for their SQL once."""

    @cache
    def known(name: str) -> tuple[Path, SQL]:
        folder = tmp_path_factory.mktemp(name) / "shop"
        return folder, compiled(folder, variables(**RULES[name]))

    return lambda name: Warehouse(*known(name))


def told(warehouse: Warehouse, condition: str = "true") -> dict[str, Any]:
    """Sessions by id; whose they are may become known later, and given ids may be used again."""
    rows = warehouse.connection.execute(
        f"select * exclude (customer_id) from main.sessions where {condition}"
    ).fetchall()
    names = [column[0] for column in warehouse.connection.description or []]
    given_id = names.index("input_session_id")
    found = {row[0]: row if row[given_id] is None else row[:2] for row in rows}
    assert names[0] == "session_id"
    assert len(found) == len(rows)
    return found


@pytest.mark.parametrize("name", VARIANTS)
def test_a_closed_session_never_changes(name: str, shop: Shops) -> None:
    warehouse = shop(name)

    @settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
    @given(drawn=GROWING)
    def holds(drawn: Any) -> None:
        events, links, position = drawn
        events = sorted(events, key=lambda event: event[0])
        first_minute = events[min(position, len(events) - 1)][0]
        earlier = [event for event in events if event[0] < first_minute]
        closed_at = START + timedelta(minutes=first_minute - 30)
        for is_full in (True, False):
            warehouse.forget()
            warehouse.receive(arrivals(earlier), links)
            warehouse.build(LATE_DAYS, is_full)
            closed = told(warehouse, f"ended_at < timestamp '{closed_at}'")
            warehouse.receive(arrivals(events), links)
            warehouse.build(LATE_DAYS, is_full)
            assert closed.items() <= told(warehouse).items()

    holds()


def _event(event_id: str, at: str, visit: str | None = None, campaign: str | None = None) -> Any:
    """A view of visitor a."""
    return (event_id, at, "view", "a", None, visit, None, "/", None, campaign, "mobile", None)


@pytest.mark.parametrize("older", [[], [_event("e0", "2024-03-01 10:00", "s1")]])
def test_a_given_session_loses_an_event_that_an_earlier_one_repeats(
    shop: Shops, older: list[Any]
) -> None:
    warehouse, found = shop("own_sessions"), []
    rows = [*older, _event("e1", "2024-03-09 10:00", "s1"), _event("e2", "2024-03-09 12:00", "s2")]
    warehouse.receive(rows, [])
    warehouse.build(LATE_DAYS)
    warehouse.receive([*rows, _event("e1", "2024-03-09 08:00", "s3")], [])
    for is_full in (False, True):
        warehouse.build(LATE_DAYS, is_full)
        found.append(warehouse.rows("sessions"))
    assert found[0] == found[1]


def test_a_session_does_not_count_what_a_new_campaign_begins_at_its_end(shop: Shops) -> None:
    warehouse = shop("campaigns")
    rows = [
        _event("e1", "2024-03-09 23:50"),
        _event("e2", "2024-03-10 00:10"),
        _event("e3", "2024-03-10 00:10", campaign="sale"),
    ]
    warehouse.receive(rows, [])
    warehouse.build(LATE_DAYS, is_full=True)
    ((sessions, events),) = warehouse.connection.execute(
        "select sum(visit_count), sum(event_count) from main_internal.int_segments__visit_days"
        " where superseded_on is null"
    ).fetchall()
    assert (sessions, events) == (2, 3)
