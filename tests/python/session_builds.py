"""A shop of events whose models are run by the SQL that dbt made, without dbt's own time."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb
from projects import dbt, same_names

from dbt_customer_segments import identities

CREATE = """
create or replace table main.shop_lines (
    customer_id text, order_id text, product_id text,
    quantity double, unit_price double, ordered_at timestamp
);
create or replace table main.shop_events (
    event_id text, event_at text, event_type text, anonymous_id text, customer_id text,
    visit text, product_id text, page text, source text, campaign text, device text, value double
);
create or replace table main.shop_identities (
    anonymous_id text, customer_id text, other_anonymous_id text, linked_at text
)
"""
COLUMNS = (
    *("event_id", "event_at", "event_type", "anonymous_id", "customer_id", "product_id"),
    *("page", "source", "campaign", "device", "value"),
)
IDENTITIES = ("anonymous_id", "customer_id", "other_anonymous_id", "linked_at")
FIRST_LINES = [
    (customer, f"o{number}", "p1", 1, 9.5, f"2024-0{number}-01 10:00:00")
    for customer in ("x", "y")
    for number in (1, 2, 3)
]

# in the order of their dependencies: what is kept says by which time
KEPT = {
    "base_segments__kept_events": "event_at",
    "int_segments__visitor_days": "last_at",
    "sessions": "ended_at",
    "int_segments__midnight_visits": "ended_at",
}
# what tells a kept table's changes, made by the same time
CHANGES = {
    "base_segments__changed_events": "base_segments__kept_events",
    "int_segments__changed_visits": "sessions",
}
STEPS = (
    *("base_segments__changed_events", "base_segments__kept_events"),
    *("base_segments__repeated_events", "int_segments__visitor_days", "int_segments__cutoffs"),
    *("int_segments__visitor_groups", "int_segments__visitor_customers"),
    *("int_segments__changed_visits", "sessions"),
    "int_segments__midnight_visits",
)
# of kept events, those that came before their id was repeated do not know it
COMPARED = (
    *(step for step in STEPS if not step.startswith("base_") and step not in CHANGES),
    *("base_segments__events", "stg_segments__events"),
    *("int_segments__visit_days", "int_segments__visit_features"),
)
MIDNIGHT = re.compile(r"timestamp '\d{4}-\d\d-\d\d 00:00:00'")
OLD = "timestamp '1900-01-01 00:00:00'"


def variables(own_sessions: bool = False, has_ids: bool = True, **others: Any) -> dict[str, Any]:
    """Map the three tables of the shop."""
    events = {column: column for column in COLUMNS if has_ids or column != "event_id"}
    if own_sessions:
        events["session_id"] = "visit"
    inputs = {
        "order_lines": {"relation": "main.shop_lines", "columns": same_names()},
        "events": {"relation": "main.shop_events", "columns": events},
        "identities": {
            "relation": "main.shop_identities",
            "columns": {column: column for column in IDENTITIES},
        },
    }
    return {"segments_inputs": inputs, "segments_training_cutoffs": 2, **others}


@dataclass
class SQL:
    """What dbt runs for a step: its select when all is made, when much is kept, the exchange."""

    first: dict[str, str] = field(default_factory=dict)
    again: dict[str, str] = field(default_factory=dict)
    exchange: dict[str, str] = field(default_factory=dict)


def compiled(folder: Path, given: dict[str, Any]) -> SQL:
    """Let dbt build a small shop twice, and keep the SQL of both times."""
    found, file = SQL(), str(folder / "warehouse.duckdb")
    folder.mkdir(parents=True)
    with duckdb.connect(file) as connection:
        connection.execute(CREATE)
        connection.executemany("insert into shop_lines values (?, ?, ?, ?, ?, ?)", FIRST_LINES)
        # over a midnight: kept visits are none where nothing passed one
        connection.execute(
            "insert into shop_events (event_id, event_at, event_type, anonymous_id, customer_id)"
            " values ('e', '2024-02-29 23:50', 'view', 'a', 'x'),"
            " ('f', '2024-03-01 00:10', 'view', 'a', 'x')"
        )
    for selects in (found.first, found.again):
        done = dbt(
            folder,
            *("build", "--exclude-resource-type", "test", "unit_test"),
            *("--select", "+int_segments__visit_features"),
            variables=given,
        )
        assert done.returncode == 0, done.output
        selects.update(_sql(folder / "target/compiled"))
    found.exchange = {step: _sql(folder / "target/run")[step] for step in KEPT}
    return found


def _sql(folder: Path) -> dict[str, str]:
    return {path.stem: path.read_text() for path in folder.rglob("models/**/*.sql")}


class Warehouse:
    """A warehouse in memory that holds the shop, its views, and what steps have made."""

    def __init__(self, folder: Path, sql: SQL) -> None:
        self._sql, self._is_made = sql, False
        self.connection = duckdb.connect()
        self.connection.execute(
            f"attach ':memory:' as warehouse; attach '{folder / 'warehouse.duckdb'}' as built;"
            " copy from database built to warehouse; detach built; use warehouse; set threads = 1"
        )

    def forget(self) -> None:
        """Let the next build make everything."""
        self._is_made = False

    def receive(self, events: Sequence[Any], links: Sequence[Any]) -> None:
        """Exchange what the shop has of events and identities."""
        for table, rows in (("shop_events", events), ("shop_identities", links)):
            self.connection.execute(f"delete from main.{table}")
            if rows:
                places = ", ".join("?" for _ in rows[0])
                self.connection.executemany(f"insert into main.{table} values ({places})", rows)

    def build(self, late_days: int, is_full: bool = False) -> None:
        """Run every step as dbt does."""
        for step in STEPS:
            table = CHANGES.get(step, step)
            midnight = None
            if table in KEPT and not is_full and self._is_made:
                midnight = self._kept_before(table, late_days)
            if step == "int_segments__visitor_groups":
                self._group()
            elif midnight is None:
                self._create(step, self._sql.first[step])
            elif step in CHANGES:
                self._create(step, _since(midnight, self._sql.again[step]))
            else:
                self._replace(step, midnight)
        self._is_made = True

    def rows(self, step: str) -> list[Any]:
        """All of a table or view, in one order."""
        return self.connection.execute(f"select * from {self._name(step)} order by all").fetchall()

    def _name(self, step: str) -> str:
        return f"main.{step}" if step == "sessions" else f"main_internal.{step}"

    def _create(self, step: str, sql: str) -> None:
        self.connection.execute(f"create or replace table {self._name(step)} as {sql}")

    def _group(self) -> None:
        identified, cutoffs = (
            self.connection.sql(f"select * from main_internal.{name}")
            for name in ("stg_segments__identities", "int_segments__cutoffs")
        )
        table = identities.visitor_groups(self.connection, identified, cutoffs)
        self.connection.register("grouped_visitors", table)
        self._create("int_segments__visitor_groups", "select * from grouped_visitors")

    def _kept_before(self, step: str, late_days: int) -> str | None:
        """The late days before the newest row, as ``kept_before`` says; none without a row."""
        ((newest,),) = self.connection.execute(
            f"select cast(max({KEPT[step]}) as date) - {late_days} from {self._name(step)}"
            f" where {KEPT[step]} < current_date + 2"
        ).fetchall()
        return None if newest is None else f"timestamp '{newest} 00:00:00'"

    def _replace(self, step: str, midnight: str) -> None:
        """Keep what is older, and exchange the rest."""
        exchange = re.sub(
            rf'"{step}__dbt_tmp\w+"', "made_anew", _since(midnight, self._sql.exchange[step])
        )
        made = _since(midnight, self._sql.again[step])
        self.connection.execute(f"create or replace temp table made_anew as {made}")
        self.connection.execute(f"begin; {exchange}; commit")


def _since(midnight: str, sql: str) -> str:
    return MIDNIGHT.sub(midnight, sql.replace(OLD, "OLD")).replace("OLD", OLD)
