"""Builds that keep sessions equal a full refresh, whatever arrives late, twice and out of order."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from session_builds import COMPARED, Warehouse, compiled, variables

pytestmark = pytest.mark.slow

LATE_DAYS = 3
START = datetime(2024, 3, 1, tzinfo=timezone.utc)
VARIANTS: dict[str, dict[str, Any]] = {
    "default": {},
    "breaks": {
        "segments_session_breaks": ["campaign", "midnight"],
        "segments_session_max_minutes": 45,
    },
    "own_sessions": {"own_sessions": True},
    "no_ids": {"has_ids": False},
}
Event = tuple[Any, ...]

# minutes from the start: the hours around midnight, what is around the timeout, and days apart
EVENING = 23 * 60
MINUTES = st.one_of(
    st.integers(0, 12).map(lambda tens: EVENING + tens * 10.0),
    st.sampled_from([EVENING, 1409.99, 1410.0, 1410.01, 1430.0, 1439.0, 1440.0, 1441.0, 1460.0]),
    st.integers(0, 9 * 24).map(lambda hours: hours * 60.0),
)
EVENTS = st.tuples(
    MINUTES,
    st.sampled_from(["", "+02", "Z", "-05:30"]),  # how the time is written
    st.integers(0, LATE_DAYS * 24),  # hours that the event is late
    st.sampled_from(["e1", "e2", "e3", "e4", *[None] * 12]),  # ids given again
    st.sampled_from(["view", "page_view", "search", "add_to_cart", "purchase", "odd", None]),
    st.sampled_from(["a", "b", "c", None]),
    st.sampled_from(["x", "y", None, None]),
    st.sampled_from(["s1", "s2", None]),
    st.sampled_from(["p1", "p2", None]),
    st.sampled_from(["/", "/shop", None]),
    st.sampled_from(["google", None]),
    st.sampled_from(["spring", "sale", None, None]),
)
LINKS = st.tuples(
    st.sampled_from(["a", "b", "c", "d"]),
    st.sampled_from(["x", "y", None]),
    st.sampled_from(["a", "b", "c", "d", None]),
    st.sampled_from([None, "2024-02-01", "2024-03-02 10:00", "2024-03-20"]),
)
STREAMS = st.tuples(
    st.lists(EVENTS, min_size=1, max_size=25),
    st.lists(st.tuples(st.integers(0, 3), LINKS), max_size=4),
    st.lists(st.integers(1, 24), max_size=3),  # where the stream is cut into runs
)


def written(minutes: float, zone: str) -> str:
    """A time as a shop writes it: of the place whose offset is written behind it."""
    hours = {"": 0.0, "Z": 0.0, "+02": 2.0, "-05:30": -5.5}[zone]
    return f"{START + timedelta(minutes=minutes, hours=hours):%Y-%m-%d %H:%M:%S.%f}{zone}"


def arrivals(drawn: list[Any]) -> list[Event]:
    """The rows in the order of their arrival; none is later than the late days allow."""
    rows = []
    for number, (minutes, zone, late, event_id, *rest) in enumerate(drawn):
        event_type, anonymous, customer, visit, product, page, source, campaign = rest
        row = (event_id or f"n{number}", written(minutes, zone), event_type, anonymous, customer)
        row += (visit, product, page, source, campaign, "mobile", 2.25)
        rows.append((minutes / 60 + late, number, row))
    return [row for _, _, row in sorted(rows, key=lambda arrived: arrived[:2])]


def assert_kept_is_full(kept: Warehouse, whole: Warehouse, drawn: Any) -> None:
    """Build after every run, and compare after the last: what ends earlier is a stream as well."""
    events, links, cuts = drawn
    arrived = arrivals(events)
    kept.forget()
    ends = [*sorted(min(cut, len(arrived)) for cut in cuts), len(arrived)]
    for run, end in enumerate(ends):
        known = [link for since, link in links if since <= run]
        kept.receive(arrived[:end], known)
        kept.build(LATE_DAYS)
    whole.receive(arrived, known)
    whole.build(LATE_DAYS, is_full=True)
    for step in COMPARED:
        assert kept.rows(step) == whole.rows(step), step


@pytest.mark.parametrize("name", VARIANTS)
def test_what_is_kept_equals_a_full_refresh(name: str, tmp_path: Path) -> None:
    sql = compiled(tmp_path / "shop", variables(**VARIANTS[name]))
    kept, whole = (Warehouse(tmp_path / "shop", sql) for _ in range(2))

    @settings(
        max_examples=200 if name == "default" else 30,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(drawn=STREAMS)
    def holds(drawn: Any) -> None:
        assert_kept_is_full(kept, whole, drawn)

    holds()


# what the times that were written stand for
MOMENTS: dict[str, datetime] = {}
# what becomes of a row, in which run: its place among those that may change, and a column
MENDS = st.lists(
    st.tuples(st.integers(1, 3), st.integers(0, 24), st.sampled_from([None, 0, 2, 3, 4, 5, 6, 7])),
    min_size=1,
    max_size=6,
)


def may_change(rows: list[Event]) -> list[int]:
    """Places of the rows of late days: what is older is settled."""
    times = [MOMENTS[row[1]] for row in rows]
    newest = max(times).replace(hour=0, minute=0, second=0, microsecond=0)
    return [n for n, at in enumerate(times) if at >= newest - timedelta(days=LATE_DAYS)]


def mended(rows: list[Event], mends: list[Any], spare: list[Event]) -> list[Event]:
    """The rows without some, and with columns of others in some."""
    found = list(rows)
    for _, place, column in mends:
        places = may_change(found) if found else []
        # the last day stays, or the days that may change would be others
        if len(places) < 2:
            break
        at = places[place % len(places)]
        if column is None:
            if at != max(range(len(found)), key=lambda n: MOMENTS[found[n][1]]):
                del found[at]
        else:
            other = spare[(place + column) % len(spare)][column]
            found[at] = (*found[at][:column], other, *found[at][column + 1 :])
    return found


@pytest.mark.parametrize("name", ["default", "own_sessions"])
def test_what_was_mended_or_is_gone_is_seen(name: str, tmp_path: Path) -> None:
    sql = compiled(tmp_path / "shop", variables(**VARIANTS[name]))
    kept, whole = (Warehouse(tmp_path / "shop", sql) for _ in range(2))

    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
    @given(drawn=STREAMS, mends=MENDS)
    def holds(drawn: Any, mends: Any) -> None:
        events, _, cuts = drawn
        arrived = arrivals(events)
        for minutes, zone, *_ in events:
            MOMENTS[written(minutes, zone)] = START + timedelta(minutes=minutes)
        kept.forget()
        rows: list[Event] = []
        ends = [*sorted(min(cut, len(arrived)) for cut in cuts), len(arrived)]
        known = 0
        for run, end in enumerate(ends):
            if run:
                rows = mended(rows, [each for each in mends if each[0] == run], arrived)
            rows = [*rows, *arrived[known:end]]
            known = end
            kept.receive(rows, [])
            kept.build(LATE_DAYS)
        whole.receive(rows, [])
        whole.build(LATE_DAYS, is_full=True)
        for step in COMPARED:
            assert kept.rows(step) == whole.rows(step), step

    holds()


LAST = ("e3", "2024-03-08 10:00", "a", "s1")


@pytest.mark.parametrize("mended", [(*LAST[:3], "s2"), None], ids=["of another", "gone"])
def test_a_visit_over_midnight_may_lose_its_last_event(mended: Any, tmp_path: Path) -> None:
    sql = compiled(tmp_path / "shop", variables(own_sessions=True))
    kept, whole = (Warehouse(tmp_path / "shop", sql) for _ in range(2))
    # what is left of the first visit ends before the days that are read anew
    rest = [
        ("e1", "2024-03-01 23:50", "a", "s1"),
        ("e2", "2024-03-02 00:10", "a", "s1"),
        ("f1", "2024-03-07 23:50", "b", "s9"),
        ("f2", "2024-03-08 00:10", "b", "s9"),
    ]
    for events in ([*rest, LAST], [*rest, *([mended] if mended else [])]):
        rows = [
            (number, at, "view", visitor, None, visit, *[None] * 4, "mobile", None)
            for number, at, visitor, visit in events
        ]
        for warehouse in (kept, whole):
            warehouse.receive(rows, [])
            warehouse.build(LATE_DAYS, is_full=warehouse is whole)
    assert kept.rows("int_segments__midnight_visits")
    for step in COMPARED:
        assert kept.rows(step) == whole.rows(step), step
