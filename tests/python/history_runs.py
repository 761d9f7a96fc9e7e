"""The history of segments by runs drawn at random: by dbt's SQL, and counted in Python."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb
from projects import dbt

KEPT = "main_internal.int_segments__segment_intervals"
CELLED = """
create schema main_internal;
create table main.customer_segments (
    customer_id text, segment_id text, segment_name text, model_version int, as_of date
);
create table main_internal.scored (
    customer_id text, segment_id text, runner_up_segment_id text, confidence float
);
create view main_internal.int_segments__scores as select
    *, 1.0 as distance, 2.0 as runner_up_distance, 0.0 as reconstruction_error,
    null as reason_1, null::float as reason_1_weight, null as reason_1_is_high,
    null as reason_2, null::float as reason_2_weight, null as reason_2_is_high,
    null as reason_3, null::float as reason_3_weight, null as reason_3_is_high
from main_internal.scored;
create table main.customer_features (customer_id text, as_of date);
create table main_internal.int_segments__model_registry (
    model_version int, card text, is_trained_here boolean, is_champion boolean
);
create table main_internal.int_segments__segment_names (segment_id text, segment_name text);
create table main_internal.int_segments__cutoffs (is_as_of boolean, cutoff_on date);
create table main_internal.int_segments__customer_days (
    customer_id text, order_count int, net_amount decimal(18, 4), is_purchase_day boolean,
    ordered_on date
);
"""
VIEWS = ("segment_runs", "history_months", "segment_moves", "segment_purchases", "segment_months")
PUBLIC = ("customer_segment_history", "segment_migrations", "segment_trends")

Interval = tuple[str, str, int, dt.date, dt.date | None]


@dataclass(frozen=True)
class Run:
    """One build: its as_of, and the segment of every customer."""

    as_of: dt.date
    version: int
    segments: Mapping[str, str]


@dataclass(frozen=True)
class Scored:
    """What a network says of customers: nearest segment, runner-up and confidence of each."""

    as_of: dt.date
    version: int
    choices: Mapping[str, tuple[str, str | None, float]]

    def run(self, former: Mapping[str, str], least: float) -> Run:
        """Let customers stay in their former segments as segments_switch_confidence says."""
        held = {
            customer: runner_up
            for customer, (_, runner_up, confidence) in self.choices.items()
            if runner_up is not None and former.get(customer) == runner_up and confidence < least
        }
        nearest = {customer: segment for customer, (segment, *_) in self.choices.items()}
        return Run(self.as_of, self.version, nearest | held)


@dataclass
class Expected:
    """What the runs in force say, however the history is stored."""

    runs: dict[dt.date, Run] = field(default_factory=dict)

    def add(self, run: Run) -> None:
        """Let a run take the place of an earlier one of its date."""
        self.runs[run.as_of] = run

    def in_order(self) -> list[Run]:
        """The runs that count, as daily builds would have made them."""
        return [self.runs[as_of] for as_of in sorted(self.runs)]

    def on(self, day: dt.date) -> Mapping[str, str]:
        """Every customer's segment on a day."""
        ran = [run for run in self.in_order() if run.as_of <= day]
        return ran[-1].segments if ran else {}

    def intervals(self) -> list[Interval]:
        """Stretches of runs that gave a customer one segment."""
        found: list[Interval] = []
        runs = self.in_order()
        for customer in {name for run in runs for name in run.segments}:
            begun: Run | None = None
            for run in runs:
                now = run.segments.get(customer)
                if begun and begun.segments[customer] != now:
                    found.append(_interval(customer, begun, run.as_of))
                    begun = None
                if begun is None and now:
                    begun = run
            if begun:
                found.append(_interval(customer, begun, None))
        return sorted(found, key=lambda row: (row[0], row[3]))


def _interval(customer: str, begun: Run, until: dt.date | None) -> Interval:
    return customer, begun.segments[customer], begun.version, begun.as_of, until


def compiled(folder: Path, least: float) -> dict[str, str]:
    """Let dbt compile the history's models, and the macro for users, in a built folder.

    ``least`` is segments_switch_confidence.
    """
    names = ["path:models/intermediate/history+", "int_segments__assignments"]
    given = {"segments_switch_confidence": least}
    done = dbt(folder, "compile", "--select", *names, variables=given)
    assert done.returncode == 0, done.output
    found = {
        path.stem: path.read_text()
        for path in (folder / "target/compiled").rglob("models/**/*.sql")
    }
    macro = "{{ customer_segments.segment_as_of('days.customer_id', 'days.moment') }}"
    done = dbt(folder, "--quiet", "compile", "--inline", macro)
    assert done.returncode == 0, done.output
    return found | {"segment_as_of": done.output}


class Warehouse:
    """A warehouse in memory with the history's models alone."""

    def __init__(self, sql: Mapping[str, str]) -> None:
        self._sql = sql
        self.connection = duckdb.connect()
        self.connection.execute(
            "attach ':memory:' as warehouse; use warehouse; set threads = 1;" + CELLED
        )
        self.connection.execute(
            f"create table {KEPT} (customer_id text, segment_id text, segment_name text,"
            " model_version int, customer_count bigint, valid_from date, valid_to date)"
        )
        for view in VIEWS:
            name = f"int_segments__{view}"
            self.connection.execute(f"create view main_internal.{name} as {sql[name]}")

    def forget(self, days: Iterable[tuple[Any, ...]]) -> None:
        """Begin anew, with a shop's purchases by customer and day."""
        self.connection.execute(f"delete from {KEPT}")
        self._fill("main_internal.int_segments__customer_days", days)

    def build(self, run: Run, names: Mapping[str, str]) -> None:
        """Build the kept table as dbt does: beside the former one, then in its place."""
        given = run.segments.items()
        self._fill(
            "main.customer_segments",
            [(customer, s, names[s], run.version, run.as_of) for customer, s in given],
        )
        # names of today's segments alone
        known = [(segment, names[segment]) for segment in sorted(set(run.segments.values()))]
        self._fill("main_internal.int_segments__segment_names", known)
        earlier = run.as_of - dt.timedelta(90)
        cutoffs = [(True, run.as_of), (False, earlier)]
        self._fill("main_internal.int_segments__cutoffs", cutoffs)
        self.connection.execute(
            f"create table beside as {self._sql[KEPT.split('.')[1]]};"
            f" delete from {KEPT}; insert into {KEPT} by name from beside; drop table beside"
        )

    def score(self, scored: Scored, registry: Iterable[tuple[Any, ...]]) -> Run:
        """Let the SQL find who stays where he was; returns the segments of all customers."""
        self._fill("main_internal.int_segments__model_registry", registry)
        given = scored.choices.items()
        self._fill("main.customer_features", [(customer, scored.as_of) for customer, _ in given])
        self._fill("main_internal.scored", [(customer, *found) for customer, found in given])
        for table in ("held_customers", "assignments"):
            name = f"int_segments__{table}"
            self.connection.execute(
                f"create or replace table main_internal.{name} as {self._sql[name]}"
            )
        found = self.query(
            "select customer_id, segment_id from main_internal.int_segments__assignments"
        )
        return Run(scored.as_of, scored.version, dict(found))

    def publish(self) -> dict[str, list[tuple[Any, ...]]]:
        """Build the public tables; returns their rows."""
        for table in PUBLIC:
            self.connection.execute(f"create or replace table main.{table} as {self._sql[table]}")
        return {table: self.query(f"from main.{table} order by all") for table in PUBLIC}

    def as_of(self, moments: Iterable[tuple[str, dt.datetime]]) -> list[tuple[Any, ...]]:
        """What the macro for users says of customers at times."""
        self.connection.execute(
            "create or replace temp table days (customer_id text, moment timestamp)"
        )
        self._fill("days", moments)
        return self.query(
            "select days.customer_id, days.moment, history.segment_id from days"
            " left join main.customer_segment_history as history"
            f" on {self._sql['segment_as_of']} order by all"
        )

    def query(self, sql: str) -> list[tuple[Any, ...]]:
        """Ask the warehouse."""
        return self.connection.execute(sql).fetchall()

    def _fill(self, table: str, rows: Iterable[tuple[Any, ...]]) -> None:
        self.connection.execute(f"delete from {table}")
        listed = list(rows)
        if listed:
            places = ", ".join("?" for _ in listed[0])
            rowed = ", ".join(f"({places})" for _ in listed)
            flat = [value for row in listed for value in row]
            self.connection.execute(f"insert into {table} values {rowed}", flat)
