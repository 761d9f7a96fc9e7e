"""The history after any builds in any order is that of daily builds in the order of their dates."""

from __future__ import annotations

import datetime as dt
import shutil
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from history_runs import Expected, Run, Scored, Warehouse, compiled
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from projects import Build

pytestmark = pytest.mark.slow

FIRST = dt.date(2024, 1, 25)
# around the ends of months, with gaps
DATES = [FIRST + dt.timedelta(days) for days in (0, 1, 6, 7, 8, 20, 35, 36, 37, 66)]
CUSTOMERS = ("a", "b", "c", "d")
# a build: its date (in any order: a rerun, a backfill), what a new network makes of the segments
# (none; one more; one fewer; another one), and a number for each customer: 0 is not there
BUILDS = st.tuples(
    st.sampled_from(DATES),
    st.sampled_from([None, None, None, "more", "fewer", "other"]),
    st.tuples(*[st.integers(0, 5)] * len(CUSTOMERS)),
)
LEAST = 0.75
# the same, and for each customer whether he is there, two different numbers, and a confidence
SCORED = st.tuples(
    st.sampled_from(DATES),
    st.sampled_from([None, None, None, "more", "fewer", "other"]),
    st.tuples(
        *[
            st.tuples(
                st.integers(0, 5),
                st.integers(0, 5),
                st.integers(0, 5),
                st.sampled_from([0.5, 0.7, LEAST, 1.0]),
            )
        ]
        * len(CUSTOMERS)
    ),
)
PURCHASES = st.dictionaries(
    st.tuples(st.sampled_from(CUSTOMERS), st.integers(-3, 70)), st.integers(1, 9), max_size=12
)


def networks(drawn: list[Any]) -> Iterator[tuple[Any, int, list[str], Any]]:
    """Let networks come and go; an id that has ended never comes back in a later build."""
    alive, issued, version = ["s1", "s2"], 2, 1
    for as_of, retrained, numbers in drawn:
        if retrained:
            version += 1
            if retrained != "more" and len(alive) > 1:
                alive = alive[1:]
            if retrained != "fewer":
                issued += 1
                alive = [*alive, f"s{issued}"]
        yield as_of, version, alive, numbers


def runs(drawn: list[Any]) -> list[Run]:
    """Let every customer be in the segment of his number."""
    made = []
    for as_of, version, alive, numbers in networks(drawn):
        chosen = {
            customer: alive[number % len(alive)]
            for customer, number in zip(CUSTOMERS, numbers, strict=True)
            if number
        }
        made.append(Run(as_of, version, chosen))
    return made


def in_order(drawn: list[Any]) -> list[Any]:
    """Those that are not refused: none is earlier than one before."""
    kept: list[Any] = []
    for each in drawn:
        if not kept or each[0] >= kept[-1][0]:
            kept.append(each)
    return kept


def scored(drawn: list[Any]) -> list[Scored]:
    """Give every customer a nearest segment, another one as the runner-up, and a confidence."""
    made = []
    for as_of, version, alive, numbers in networks(in_order(drawn)):
        choices = {}
        for customer, (is_there, first, second, confidence) in zip(CUSTOMERS, numbers, strict=True):
            nearest = alive[first % len(alive)]
            others = [segment for segment in alive if segment != nearest]
            runner_up = others[second % len(others)] if others else None
            if is_there:
                choices[customer] = (nearest, runner_up, confidence if others else 1.0)
        made.append(Scored(as_of, version, choices))
    return made


def build(warehouse: Warehouse, made: list[Run]) -> dict[str, str]:
    """Build every run; returns the names that segments were last known by."""
    known: dict[str, str] = {}
    for number, run in enumerate(made):
        names = {segment: f"{segment} {number}" for segment in run.segments.values()}
        known |= names
        warehouse.build(run, names)
    return known


@pytest.fixture(scope="module")
def sql(demo: Build, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    folder = tmp_path_factory.mktemp("history")
    shutil.copy(demo.file, folder)
    return compiled(folder, LEAST)


@pytest.fixture(scope="module")
def warehouses(sql: dict[str, str]) -> tuple[Warehouse, Warehouse]:
    return Warehouse(sql), Warehouse(sql)


def without_names(tables: dict[str, list[Any]]) -> dict[str, list[Any]]:
    """Names are those of the last build, which another order changes."""
    places = {"customer_segment_history": [2], "segment_migrations": [1, 3], "segment_trends": [1]}
    return {
        table: sorted(
            ([v for place, v in enumerate(row) if place not in places[table]] for row in rows),
            key=str,
        )
        for table, rows in tables.items()
    }


def assert_history_is(expected: Expected, found: list[Any], known: dict[str, str]) -> None:
    intervals = [
        (customer, segment, version, begins, ends)
        for customer, segment, _, version, _, begins, ends in found
    ]
    assert sorted(intervals, key=lambda row: (row[0], row[3])) == expected.intervals()
    for _, segment, name, _, is_current, _, ends in found:
        assert name == known[segment]
        assert is_current == (ends is None)


def assert_segments_are_those_of_the_day(expected: Expected, warehouse: Warehouse) -> None:
    days = [FIRST + dt.timedelta(number) for number in range(-1, 70)]
    clock = [dt.time(0), dt.time(23, 59, 59)]
    moments = [
        (customer, dt.datetime.combine(day, clock[number % 2]))
        for number, day in enumerate(days)
        for customer in CUSTOMERS
    ]
    assert warehouse.as_of(moments) == [
        (customer, moment, expected.on(moment.date()).get(customer))
        for customer, moment in sorted(moments)
    ]


def assert_trends_are_counted(
    expected: Expected, trends: list[Any], purchases: dict[Any, int]
) -> None:
    """Sizes at the ends of months, and purchases of customers while they are in a segment."""
    in_order = expected.in_order()
    begins, newest = in_order[0].as_of, in_order[-1].as_of
    sold: dict[Any, Decimal] = defaultdict(Decimal)
    for (customer, number), amount in purchases.items():
        day = FIRST + dt.timedelta(number)
        segment = expected.on(day).get(customer)
        if segment and day < newest:
            sold[segment, day.replace(day=1)] += amount
    found = {(row[0], row[-1]): row for row in trends}
    assert {key: row[9] for key, row in found.items() if row[9]} == sold
    months = {begins.replace(day=1), newest.replace(day=1), *(month for _, month in found)}
    segments = {name for run in in_order for name in run.segments.values()}
    assert set(found) == {(segment, month) for segment in segments for month in months}
    for (segment, month), row in found.items():
        next_month = (month + dt.timedelta(31)).replace(day=1)
        at_end = expected.on(next_month - dt.timedelta(1)).values()
        assert row[6] == list(at_end).count(segment)
        before = expected.on(month - dt.timedelta(1) if month > begins else begins).values()
        assert row[3] == list(before).count(segment)
        assert row[3] + row[4] - row[5] == row[6]
        assert row[13] == (begins <= month and next_month <= newest)


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(drawn=st.lists(BUILDS, min_size=1, max_size=9), purchases=PURCHASES)
def test_any_order_of_builds_is_that_of_their_dates(
    warehouses: tuple[Warehouse, Warehouse], drawn: list[Any], purchases: dict[Any, int]
) -> None:
    days = [
        (customer, 1, amount, True, FIRST + dt.timedelta(number))
        for (customer, number), amount in purchases.items()
    ]
    made, expected = runs(drawn), Expected()
    for run in made:
        expected.add(run)
    mixed, daily = warehouses
    for warehouse in warehouses:
        warehouse.forget(days)
    known = build(mixed, made)
    found = mixed.publish()
    assert_history_is(expected, found["customer_segment_history"], known)
    assert_segments_are_those_of_the_day(expected, mixed)
    assert_trends_are_counted(expected, found["segment_trends"], purchases)
    build(daily, expected.in_order())
    assert without_names(found) == without_names(daily.publish())
    # whichever is built again
    again = expected.in_order()[drawn[0][2][0] % len(expected.runs)]
    mixed.build(again, known)
    assert mixed.publish() == found


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(drawn=st.lists(SCORED, min_size=1, max_size=9))
def test_segments_that_hold_customers_have_the_history_of_their_runs(
    warehouses: tuple[Warehouse, Warehouse], drawn: list[Any]
) -> None:
    made, expected, warehouse = scored(drawn), Expected(), warehouses[0]
    warehouse.forget([])
    trained, known = {}, {}
    for found in made:
        trained.setdefault(found.version, found.as_of)
        registry = [
            (version, f'{{"as_of": "{as_of}"}}', True, version == found.version)
            for version, as_of in trained.items()
        ]
        run = found.run(expected.on(found.as_of - dt.timedelta(1)), LEAST)
        expected.add(run)
        # built twice: what it has written of its own date changes nothing
        for _ in range(2):
            assert warehouse.score(found, registry) == run
            known |= build(warehouse, [run])
    history = warehouse.publish()["customer_segment_history"]
    assert_history_is(expected, history, known)
    assert_segments_are_those_of_the_day(expected, warehouse)


def test_the_join_of_the_macro_compares_no_row_with_all(warehouses: Any, sql: Any) -> None:
    warehouse: Warehouse = warehouses[0]
    warehouse.forget([])
    build(warehouse, [Run(FIRST, 1, {"a": "s1"})])
    warehouse.publish()
    noon = dt.datetime.combine(FIRST, dt.time(12))
    assert warehouse.as_of([("a", noon)]) == [("a", noon, "s1")]
    ((_, plan),) = warehouse.query(
        "explain select history.segment_id from days left join"
        f" main.customer_segment_history as history on {sql['segment_as_of']}"
    )
    assert "HASH_JOIN" in plan
    assert "NL_JOIN" not in plan
