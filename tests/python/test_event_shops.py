"""Shops that bring events: what they may look like, and what is said where they cannot be used."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import pytest
from projects import Build, dbt, same_names
from test_messages import SETTINGS, assert_refused

EVENTS = """
create table clicks as
select * from (values
    ('e1', 'Page_View ', '2024-03-01 10:00', null, 'a', null, null, null),
    ('e2', 'bought',     '2024-03-01 10:05', 'x', 'a', 'p', 12.5, 2),
    ('e2', 'bought',     '2024-03-01 10:06', 'x', 'a', 'p', 12.5, 2),
    ('e3', 'purchase',   '2024-03-04 10:00', 'x', 'a', null, 4, null),
    ('e4', 'purchase',   '2024-03-05 10:00', null, 'b', null, 4, null),
    ('e5', 'order',      '2024-03-06 10:00', 'y', null, 'p', 1, 1),
    ('e6', 'view',       'never',            'y', null, 'p', 1, 1),
    ('e7', 'view',       '2024-03-06 10:00', null, null, 'p', 1, 1),
    ('e8', 'purchase',   '2024-03-07 10:00', 'x', 'a', 'p', 5, 0)
) as rows(nr, what, moment, who, device, product, money, pieces)
"""
COLUMNS = {
    "event_id": "nr",
    "event_type": "what",
    "event_at": "moment",
    "customer_id": "who",
    "anonymous_id": "device",
    "product_id": "product",
    "value": "money",
    "quantity": "pieces",
}
VARIABLES: dict[str, Any] = {
    "segments_event_types": {"Bought": "purchase", "order": "other"},
    "segments_inputs": {
        "events": {"relation": "main.clicks", "columns": COLUMNS, "where": "nr <> 'e9' or true"}
    },
}


@pytest.mark.slow
def test_a_shop_of_events_alone_has_orders_and_segments(tmp_path: Path) -> None:
    with duckdb.connect(str(tmp_path / "warehouse.duckdb")) as connection:
        connection.execute(EVENTS)
    built = dbt(
        tmp_path,
        *("build", "--exclude-resource-type", "unit_test", "--exclude", "path:seeds/demo"),
        variables=VARIABLES,
    )
    assert built.returncode == 0, built.output
    assert built.query(
        "select customer_id, order_id, product_id, quantity, net_amount, ordered_at::text"
        " from main_internal.stg_segments__order_lines order by order_id"
    ) == [
        ("x", "e2", "p", 2, 12.5, "2024-03-01 10:05:00"),
        ("x", "e3", "unknown", 1, 4, "2024-03-04 10:00:00"),
        ("x", "e8", "p", 1, 5, "2024-03-07 10:00:00"),
    ]
    assert built.query("select customer_id, segment_id from customer_segments") == [("x", "s01")]
    assert built.query(
        "select input_name, rejection_reason, input_content->>'nr' from rejected_rows order by all"
    ) == [
        ("events", "duplicate_event_id", "e2"),
        ("events", "missing_customer_id_or_anonymous_id", "e7"),
        ("events", "unreadable_event_at", "e6"),
    ]
    assert built.query(
        "select visitor_id, customer_id, event_count, view_count, purchase_count, other_count"
        " from sessions order by started_at"
    ) == [
        ("a", "x", 2, 1, 1, 0),
        ("a", "x", 1, 0, 1, 0),
        ("b", None, 1, 0, 1, 0),
        ("customer:y", "y", 1, 0, 0, 1),
        ("a", "x", 1, 0, 1, 0),
    ]


def warned_of_late_events(folder: Path, file: str, row: str) -> Build:
    """Add a row to the clicks, and build what is kept and its test."""
    with duckdb.connect(file) as connection:
        connection.execute(f"insert into clicks (nr, what, moment, device) values {row}")
    chosen = ("+sessions", "assert_no_event_came_too_late")
    built = dbt(
        folder,
        *("build", "--exclude-resource-type", "unit_test", "--exclude", "path:seeds/demo"),
        *("--select", *chosen),
        variables=VARIABLES,
    )
    assert built.returncode == 0, built.output
    return built


@pytest.mark.slow
def test_an_event_that_comes_too_late_is_warned_of(tmp_path: Path) -> None:
    file = str(tmp_path / "warehouse.duckdb")
    with duckdb.connect(file) as connection:
        connection.execute(EVENTS)
    sessions = "select count(*) from sessions"
    first = warned_of_late_events(tmp_path, file, "('f1', 'view', '2024-03-10', 'c')")
    assert (first.query(sessions), "WARN=0" in first.output) == ([(6,)], True)
    in_time = warned_of_late_events(tmp_path, file, "('f2', 'view', '2024-03-07', 'c')")
    assert (in_time.query(sessions), "WARN=0" in in_time.output) == ([(7,)], True)
    late = warned_of_late_events(tmp_path, file, "('f3', 'view', '2024-03-06 23:59', 'd')")
    assert (late.query(sessions), "WARN=1" in late.output) == ([(7,)], True)
    with duckdb.connect(file) as connection:
        connection.execute("delete from clicks where nr = 'e5'")
    with_one_gone = warned_of_late_events(tmp_path, file, "('f4', 'view', '2024-03-10', 'c')")
    assert (with_one_gone.query(sessions), "WARN=1" in with_one_gone.output) == ([(7,)], True)


def seed(folder: Path) -> None:
    """Load what names of events mean."""
    loaded = dbt(folder, "seed", "--select", "event_types", variables=VARIABLES)
    assert loaded.returncode == 0, loaded.output


def run(folder: Path, *selected: str, **variables: Any) -> Build:
    """Run some models of the shop, on the seeds as they stand in the warehouse."""
    ran = dbt(folder, "run", *selected, variables={**VARIABLES, **variables})
    assert ran.returncode == 0, ran.output
    return ran


@pytest.mark.slow
def test_what_was_made_of_other_events_is_made_anew(tmp_path: Path) -> None:
    file = str(tmp_path / "warehouse.duckdb")
    with duckdb.connect(file) as connection:
        connection.execute(EVENTS)
    warned_of_late_events(tmp_path, file, "('f1', 'wish', '2024-01-10', 'c')")
    wishes = {"segments_event_types": {"wish": "add_to_cart"}}
    added = "select sum(add_to_cart_count) from sessions"
    # sessions of the new rules, and of events of the former ones
    ran = run(tmp_path, "--select", "sessions", **wishes)
    assert ran.query(added) == [(0,)]
    ran = run(tmp_path, "--select", "+sessions", **wishes)
    assert ran.query(added) == [(1,)]
    # a full refresh that ends after the events
    with duckdb.connect(file) as connection:
        connection.execute(
            "insert into clicks (nr, what, moment, device) values"
            " ('f2', 'wish', '2024-01-01', 'd'), ('f3', 'wish', '0001-01-01', 'd')"
        )
    run(tmp_path, "--full-refresh", "--select", "base_segments__kept_events", **wishes)
    ran = run(tmp_path, "--select", "+sessions", **wishes)
    assert ran.query(added) == [(2,)]
    # another table of types, whatever the seed's file says
    with duckdb.connect(file) as connection:
        connection.execute("insert into main_internal.event_types values (' LIKE ', 'search')")
        connection.execute(
            "insert into clicks (nr, what, moment, device) values"
            " ('f4', 'like', '2024-03-05', 'd'), ('f5', 'view', '0001-01-01', 'd')"
        )
    ran = run(tmp_path, "--select", "+sessions", "+rejected_rows", **wishes)
    assert ran.query("select sum(search_count) from sessions") == [(1,)]
    # a time that nothing can have happened at is told of whenever it comes
    assert ran.query(
        "select input_content->>'nr' from rejected_rows"
        " where rejection_reason = 'event_at_out_of_range' order by all"
    ) == [("f3",), ("f5",)]


@pytest.mark.slow
def test_money_that_fits_no_table_is_rejected_in_every_build(tmp_path: Path) -> None:
    file = str(tmp_path / "warehouse.duckdb")
    with duckdb.connect(file) as connection:
        connection.execute(EVENTS + "; alter table clicks alter money type double")
    seed(tmp_path)
    found = []
    for number, money in (("g1", "'nan'"), ("g2", "1e15"), ("g3", "'-inf'")):
        with duckdb.connect(file) as connection:
            connection.execute(
                "insert into clicks (nr, what, moment, device, money) values"
                f" ('{number}', 'view', '2024-03-07', 'd', {money}::double)"
            )
        ran = run(tmp_path, "--select", "+sessions", "+rejected_rows")
        found = ran.query(
            "select input_content->>'nr', rejection_reason from rejected_rows"
            " where input_content->>'nr' like 'g%' order by all"
        )
    assert found == [
        ("g1", "non_finite_value"),
        ("g2", "amount_out_of_range"),
        ("g3", "non_finite_value"),
    ]


@pytest.mark.slow
def test_events_are_seen_though_a_build_was_killed_after_the_newest_had_gone(
    tmp_path: Path,
) -> None:
    def change(statement: str) -> None:
        with duckdb.connect(str(tmp_path / "warehouse.duckdb")) as connection:
            connection.execute(statement)

    add = "insert into clicks (nr, what, moment, device) values"
    change(EVENTS)
    seed(tmp_path)
    run(tmp_path, "--select", "+sessions")
    change(f"{add} ('h1', 'view', '2024-03-11 10:00', 'd')")
    run(tmp_path, "--select", "+sessions")
    change("delete from clicks where nr = 'h1'")
    # as far as a build comes that is killed then
    events = ("base_segments__changed_events", "base_segments__kept_events")
    run(tmp_path, "--select", *events, "base_segments__repeated_events")
    change(f"{add} ('h2', 'view', '2024-03-05 10:00', 'd')")
    ran = run(tmp_path, "--select", "+sessions")
    assert ran.query(
        "select entry_page, started_at::text from sessions where visitor_id = 'd'"
    ) == [(None, "2024-03-05 10:00:00")]


@pytest.mark.slow
def test_a_shop_that_has_sold_nothing_knows_its_visitors(tmp_path: Path) -> None:
    with duckdb.connect(str(tmp_path / "warehouse.duckdb")) as connection:
        connection.execute(EVENTS + "; delete from clicks where money is not null")
        connection.execute(
            "insert into clicks (nr, what, moment, who, device) values"
            " ('e9', 'view', '2024-03-09', 'o''neil', 'a')"
        )
    built = dbt(
        tmp_path,
        *("build", "--exclude-resource-type", "unit_test", "--exclude", "path:seeds/demo"),
        variables=VARIABLES,
    )
    assert built.returncode == 0, built.output
    assert built.query("select visitor_id, customer_id from sessions order by started_at") == [
        ("a", "o'neil"),
        ("a", "o'neil"),
    ]
    assert built.query("select segment_id, session_count from session_funnel") == [("none", 2)]
    assert built.query("from customer_segments") == []
    # it has lost no purchase
    again = dbt(tmp_path, "run", "--exclude", "path:seeds/demo", variables=VARIABLES)
    assert again.returncode == 0, again.output


def test_mistakes_in_mappings_of_events(tmp_path: Path) -> None:
    with duckdb.connect(str(tmp_path / "warehouse.duckdb")) as connection:
        connection.execute(EVENTS)
        connection.execute("create table links as select 'a' as device, 'x' as who")
    columns = {"event_type": "what", "event_at": "moment", "anonymos_id": "device"}
    links = {"relation": "main.links", "columns": {"anonymous_id": "device"}}
    refused = dbt(
        tmp_path,
        *SETTINGS,
        variables={
            "segments_event_types": {"Bought": "buying"},
            "segments_session_breaks": ["noon"],
            "segments_session_max_minutes": 0,
            "segments_late_arrival_days": -1,
            "segments_inputs": {
                "events": {"relation": "main.clicks", "columns": columns},
                "identities": links,
            },
        },
    )
    assert_refused(
        refused,
        "variable 'segments_late_arrival_days' cannot be used, got -1. Give a whole number from 0",
        "variable 'segments_event_types' cannot be used, got {'Bought': 'buying'}. Give a mapping: "
        "the name of an event, and one of view, search, add_to_cart, remove_from_cart, checkout,",
        "variable 'segments_session_max_minutes' cannot be used, got 0. Give a whole number from 1",
        "variable 'segments_session_breaks' cannot be used, got ['noon']. Give a list of campaign, "
        "midnight, or [].",
        "input 'events' has no column mapped for customer_id or anonymous_id; columns found: ",
        "input 'events' has an unknown column 'anonymos_id'. Did you mean 'anonymous_id'?",
        "input 'identities' has no column mapped for customer_id or other_anonymous_id; columns",
        "input 'events' has no column mapped for 'customer_id', but without order_lines its "
        "purchases make the orders. Add it under vars: customer_segments: segments_inputs: ",
        "input 'events' has no column mapped for 'value', but without order_lines its purchases",
    )


def test_without_orders_or_events_the_yaml_is_printed(tmp_path: Path) -> None:
    links = {"relation": "main.links", "columns": {"anonymous_id": "a", "customer_id": "b"}}
    refused = dbt(tmp_path, *SETTINGS, variables={"segments_inputs": {"identities": links}})
    assert "or map events whose purchases make the orders." in refused.output
    assert "relation: \"ref('your_order_lines')\"" in refused.output
    assert same_names().keys() <= set(refused.output.replace(":", " ").split())
