"""Builds at other dates: what an earlier as_of may do to the history, and what never ends it."""

from __future__ import annotations

import datetime as dt
import shutil
from itertools import pairwise
from pathlib import Path
from typing import Any

import duckdb
import pytest
from history_runs import KEPT, Expected, Run
from projects import Build, dbt

pytestmark = pytest.mark.slow

SELECTED = (
    *("--select", "int_segments__cutoffs", "int_segments__settings+", "customer_features+"),
    *("--exclude", "tag:associations"),
)


@pytest.fixture
def built(demo: Build, tmp_path: Path) -> Build:
    """A copy of the demo shop's warehouse, free to change."""
    shutil.copy(demo.file, tmp_path)
    return Build(0, "", tmp_path / demo.file.name)


def execute(built: Build, sql: str) -> None:
    with duckdb.connect(str(built.file)) as connection:
        connection.execute(sql)


def run_at(built: Build, as_of: str, *arguments: str, **variables: Any) -> Run:
    """Build the segments of a date with the network that there is; returns what they became."""
    given = {"segments_as_of": as_of, "segments_training": "never", **variables}
    done = dbt(built.file.parent, "run", *SELECTED, *arguments, variables=given)
    assert done.returncode == 0, done.output
    return found(built)


def found(built: Build) -> Run:
    """The run that the tables stand for now."""
    ((as_of, version),) = built.query("select distinct as_of, model_version from customer_segments")
    rows = built.query("select customer_id, segment_id from customer_segments")
    return Run(as_of, version, dict(rows))


def intervals(built: Build) -> list[tuple[Any, ...]]:
    return built.query(
        "select customer_id, segment_id, model_version, valid_from, valid_to"
        " from customer_segment_history order by customer_id, valid_from"
    )


def test_a_run_made_up_for_is_put_into_its_place(built: Build) -> None:
    expected = Expected()
    expected.add(found(built))
    assert intervals(built) == expected.intervals()
    assert built.query("select count(*) from segment_migrations") == [(0,)]

    later = run_at(built, "2026-03-01")
    expected.add(later)
    assert intervals(built) == expected.intervals()

    between = run_at(built, "2026-02-01", "--full-refresh", segments_backfill=True)
    assert between.as_of == dt.date(2026, 2, 1)
    assert between.segments != later.segments
    expected.add(between)
    assert intervals(built) == expected.intervals()
    moved = built.query(
        "select month_on, sum(customer_count), sum(move_count) from segment_migrations"
        " group by all order by all"
    )
    runs = expected.in_order()
    assert moved == [
        (
            now.as_of,
            *[sum(now.segments[name] != before.segments[name] for name in now.segments)] * 2,
        )
        for before, now in pairwise(runs)
    ]
    trends = built.query("select month_on, sum(customer_count) from segment_trends group by all")
    assert sorted(trends) == [(run.as_of, 2_400) for run in runs]

    kept = built.query(f"from {KEPT} order by all")
    emptied = ("--select", "int_segments__segment_intervals", "--empty", "--full-refresh")
    done = dbt(built.file.parent, "run", *emptied)
    assert done.returncode == 0, done.output
    assert built.query(f"from {KEPT} order by all") == kept
    done = dbt(built.file.parent, "run", "--select", "int_segments__segment_intervals+")
    assert done.returncode == 0, done.output
    assert intervals(built) == expected.intervals()


def test_an_earlier_date_is_refused_at_the_start(built: Build) -> None:
    before = built.contents()
    done = dbt(built.file.parent, "build", variables={"segments_as_of": "2025-12-31"})
    assert done.returncode != 0
    assert (
        "  customer_segments: variable 'segments_as_of' is earlier than the newest run in "
        "customer_segment_history, got 2025-12-31, and 2026-01-01 there. Give that date or a later "
        "one, or set segments_backfill to true, to put an earlier run into the history."
    ) in done.output
    assert "Traceback" not in done.output
    assert built.contents() == before
    # what builds nothing may look at any date
    settings = ("compile", "--select", "int_segments__settings")
    compiled = dbt(built.file.parent, *settings, variables={"segments_as_of": "2025-12-31"})
    assert compiled.returncode == 0, compiled.output


def test_no_earlier_date_is_filled_in_where_segments_hold_customers(built: Build) -> None:
    before = built.contents()
    asked = {"segments_backfill": True, "segments_switch_confidence": 0.75}
    cannot = (
        "customer_segments: variable 'segments_backfill' cannot put a run before the newest one "
        "where segments_switch_confidence is above 0.5, since later runs would have held other "
        "customers, got 2025-12-31, and 2026-01-01 in customer_segment_history. Give "
        "segments_switch_confidence 0.5 for this build, or drop int_segments__segment_intervals "
        "and build all days anew, the earliest first."
    )
    given = {"segments_as_of": "2025-12-31", **asked}
    done = dbt(built.file.parent, "run", *SELECTED, variables=given)
    assert f"  {cannot}" in done.output
    assert "1 mistake in the configuration" in done.output
    # where the data end earlier, as_of is known later
    execute(
        built,
        f"update {KEPT} set valid_from = '2026-01-02' where customer_id is null;"
        " update main_internal.int_segments__cutoffs set cutoff_on = cutoff_on - 1",
    )
    later = dbt(built.file.parent, "run", *SELECTED, variables=asked)
    assert later.returncode == 1
    assert cannot.replace("01-01", "01-02").replace("2025-12-31", "2026-01-01") in later.output
    assert built.contents() == before
    for refused in (done, later):
        assert "Traceback" not in refused.output


def test_data_that_end_earlier_are_refused_before_a_public_table_changes(built: Build) -> None:
    execute(
        built,
        f"update {KEPT} set valid_from = '2026-02-01' where customer_id is null;"
        # what a build would mend
        " insert into rejected_rows values ('events', 'no_reason', '{}');"
        " update main_internal.int_segments__cutoffs set cutoff_on = cutoff_on - 1",
    )
    before = built.contents()
    cutoffs = built.query("from main_internal.int_segments__cutoffs order by all")
    done = dbt(built.file.parent, "run", *SELECTED[:-2], "rejected_rows", *SELECTED[-2:])
    assert done.returncode == 1
    assert (
        "customer_segments: as_of is earlier than the newest run in customer_segment_history, got "
        "2026-01-01, and 2026-02-01 there. Look for the purchases and events that are gone, or set "
        "segments_backfill to true, to put an earlier run into the history."
    ) in done.output
    assert "Traceback" not in done.output
    assert " ERROR=1 " in done.output
    assert " SKIP relation main.rejected_rows " in done.output
    assert " OK created sql table model main." not in done.output
    assert built.contents() == before
    assert built.query("from main_internal.int_segments__cutoffs order by all") == cutoffs


def test_a_table_that_a_kill_left_under_the_name_of_its_backup_is_read(built: Build) -> None:
    # as a build on Spark that is killed between its two renames
    execute(built, f"alter table {KEPT} rename to int_segments__segment_intervals__dbt_backup")
    folder = built.file.parent
    refused = dbt(folder, "run", *SELECTED, variables={"segments_as_of": "2025-12-31"})
    assert "got 2025-12-31, and 2026-01-01 there." in refused.output
    names = ["int_segments__segment_intervals", "int_segments__held_customers"]
    done = dbt(folder, "compile", "--select", *names)
    assert done.returncode == 0, done.output
    # read before it has its name back
    (path,) = folder.rglob("compiled/**/intermediate/int_segments__held_customers.sql")
    assert 'from "warehouse"."main_internal"."int_segments__segment_intervals__dbt_backup"' in (
        path.read_text()
    )
    (path,) = folder.rglob("compiled/**/history/int_segments__segment_intervals.sql")
    # under the name that begin_beside gives it back before the model is built
    assert 'from "warehouse"."main_internal"."int_segments__segment_intervals"\n' in (
        path.read_text()
    )
