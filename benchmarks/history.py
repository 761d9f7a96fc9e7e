"""Measure what the history of segments costs a build, at a year of daily runs.

The kept table, today's segments and the purchases are generated; dbt then builds the history and
the tables on it, which rewrites every interval.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

import duckdb
from full_build import MEGABYTE, working_folder
from measure import run_measured

ROOT = Path(__file__).resolve().parents[1]
DAYS = 365
_SHOP = """
create schema main_internal;
create table main_internal.int_segments__cutoffs as
select true as is_as_of, date '2024-01-01' + {days} as cutoff_on;
create table main_internal.int_segments__segment_names as
select 's0' || range as segment_id, 'Segment ' || range as segment_name from range(8);
-- every customer in {intervals} intervals, which begin on days of their own
create table main_internal.int_segments__segment_intervals as
with begun as (
    select
        customers.range as customer,
        (customers.range + steps.range) % 8 as segment,
        case when steps.range = 0 then 0 else 1 + hash(customers.range, steps.range) % ({days} - 1)
            end as day
    from range({customers}) as customers, range({intervals}) as steps
),
ordered as (
    select
        customer,
        row_number() over (partition by customer order by day) % 8 as segment,
        date '2024-01-01' + day::int as valid_from,
        lead(date '2024-01-01' + day::int) over (partition by customer order by day) as valid_to
    from (select distinct on (customer, day) * from begun)
)
select
    'c' || customer as customer_id, 's0' || segment as segment_id,
    'Segment ' || segment as segment_name, 1 as model_version, null::bigint as customer_count,
    valid_from, valid_to
from ordered
union all by name
select null as customer_id, 1 as model_version, {customers}::bigint as customer_count,
    date '2024-01-01' + range::int as valid_from
from range({days});
-- one customer in a hundred moves today
create table main.customer_segments as
select
    customer_id, if(hash(customer_id) % 100 = 0, 's07', segment_id) as segment_id, segment_name,
    1 as model_version, date '2024-01-01' + {days} as as_of
from main_internal.int_segments__segment_intervals
where customer_id is not null and valid_to is null;
create table main_internal.int_segments__customer_days as
select
    'c' || customers.range as customer_id, 1 as order_count, 9.5::decimal(18, 4) as net_amount,
    true as is_purchase_day,
    date '2022-01-01' + (purchases.range * 109 + hash(customers.range) % 109)::int as ordered_on
from range({customers}) as customers, range({purchases}) as purchases;
"""


def build(warehouse: Path, folder: Path, memory: str) -> dict[str, float]:
    """Build the history; returns seconds by model, of all, and the peak memory."""
    profile = folder / "profiles.yml"
    profile.write_text(
        "customer_segments: {target: duckdb, outputs: {duckdb: {type: duckdb, schema: main,"
        f" threads: 1, path: '{warehouse}', settings: {{memory_limit: {memory}}}}}}}}}\n",
        encoding="utf-8",
    )
    dbt = Path(sys.executable).with_name("dbt")
    chosen = ("--select", "int_segments__segment_intervals+")
    done = run_measured(
        [dbt, "run", *chosen, "--project-dir", ROOT, "--profiles-dir", folder],
        folder,
        {"DBT_TARGET_PATH": str(folder / "target"), "DBT_LOG_PATH": str(folder / "logs")},
    )
    results = json.loads((folder / "target/run_results.json").read_text(encoding="utf-8"))
    seconds = {
        result["unique_id"].split(".")[-1]: round(result["execution_time"], 2)
        for result in results["results"]
        if result["unique_id"].startswith("model.")
    }
    return {**seconds, "dbt_seconds": done.seconds, "peak_mb": done.peak_bytes / MEGABYTE}


def main(arguments: Sequence[str]) -> None:
    """Generate a history, and build the next day's."""
    parser = argparse.ArgumentParser(prog="history.py", description=__doc__)
    parser.add_argument("--customers", type=int, default=1_000_000)
    parser.add_argument("--intervals", type=int, default=5, help="of a customer, in the year")
    parser.add_argument("--purchases", type=int, default=10, help="days of a customer")
    parser.add_argument("--memory", default="2GB", help="DuckDB's memory_limit")
    parser.add_argument("--keep", type=Path, help="a new folder to work in, which is kept")
    given = parser.parse_args(arguments)
    with working_folder(given.keep) as folder:
        warehouse = folder / "warehouse.duckdb"
        with duckdb.connect(str(warehouse)) as connection:
            connection.execute(
                _SHOP.format(
                    days=DAYS,
                    customers=given.customers,
                    intervals=given.intervals,
                    purchases=given.purchases,
                )
            )
        found = build(warehouse, folder, given.memory)
        with duckdb.connect(str(warehouse), read_only=True) as connection:
            query = "select count(*) from customer_segment_history"
            ((rows,),) = connection.execute(query).fetchall()
    for name, value in found.items():
        print(f"{name:40} {value:10,.2f}")
    print(json.dumps({"intervals": rows, **found}))


if __name__ == "__main__":
    main(sys.argv[1:])
