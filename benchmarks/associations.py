"""Measure itemsets and rules against mlxtend and PyFIM, and how their cost grows.

First retail.dat, a public file of 88,162 baskets: the package's mining beside mlxtend's fpgrowth
with its encoding and PyFIM's eclat, and all of the package's models from order lines to
frequent_itemsets. Then generated shops of a growing number of orders: pairs and triples, their
rules, and product_associations.
"""

from __future__ import annotations

import argparse
import json
import logging
import math
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb
import full_build
from full_build import MEGABYTE, count_rows, run_dbt, working_folder
from measure import CommandFailedError, run_measured

PEERS = Path(__file__).with_name("association_peers.py")
ITEMSET_TABLES = "+frequent_itemsets"
RULE_TABLES = ("+frequent_itemsets", "+association_rules", "+product_associations")
COLUMNS = ("customer_id", "order_id", "product_id", "quantity", "unit_price", "ordered_at")
CONSTANTS = "1 as quantity, 1.0 as unit_price, timestamp '2024-03-01' as ordered_at"

# Rank r of p products is drawn with a weight of about 1 / r. An order has 8 items on average, from
# one on; thirty orders have 500.
_SHOP = """
copy (
    with orders as (
        select
            range as number,
            case
                when range < 30 then 500
                else 1 + floor(-ln(1 - hash(range, 1) / 18446744073709551616e0) * 7.5)::int
            end as items
        from range({orders})
    ),
    lines as (select number, unnest(range(items)) as line from orders)
    select
        'c' || number % ({orders} // 5) as customer_id,
        'o' || number as order_id,
        'p' || floor(pow({products}, hash(number, line, 2) / 18446744073709551616e0))::int
            as product_id,
        {constants}
    from lines
) to '{file}' (format parquet)
"""
_RETAIL = """
copy (
    with lines as (
        select row_number() over () as number, line
        from read_csv('{retail}', header = false, delim = '|', columns = {{'line': 'varchar'}})
    )
    select
        'c' || number as customer_id,
        'o' || number as order_id,
        unnest(string_split(trim(line), ' ')) as product_id,
        {constants}
    from lines
) to '{file}' (format parquet)
"""

logger = logging.getLogger("associations")


def write_shop(folder: Path, orders: Path, memory: str, **variables: int) -> Path:
    """Write a project that maps a file of order lines."""
    full_build.write_project(folder, orders.parent, 1, {"memory_limit": memory})
    columns = {column: column for column in COLUMNS}
    inputs = {"order_lines": {"relation": f"read_parquet('{orders}')", "columns": columns}}
    head = full_build.DBT_PROJECT.format(orders="", products="").partition("vars:")[0]
    # YAML reads JSON
    given = json.dumps({"customer_segments": {"segments_inputs": inputs, **variables}})
    (folder / "dbt_project.yml").write_text(f"{head}vars: {given}\n", encoding="utf-8")
    run_dbt(folder, "deps")
    return folder


def build(project: Path, *tables: str) -> dict[str, float]:
    """Run the models; returns what those of associations took, and the whole."""
    measured = run_dbt(project, "run", "--select", *tables)
    target = project / "target"
    nodes = json.loads((target / "manifest.json").read_text(encoding="utf-8"))["nodes"]
    results = json.loads((target / "run_results.json").read_text(encoding="utf-8"))["results"]
    seconds = sum(
        result["execution_time"]
        for result in results
        if "associations" in nodes.get(result["unique_id"], {}).get("tags", [])
    )
    return {
        "seconds": seconds,
        "dbt_seconds": measured.seconds,
        "peak_mb": measured.peak_bytes / MEGABYTE,
        "itemsets": count_rows(project, "frequent_itemsets"),
    }


def measure_retail(retail: Path, folder: Path, share: float) -> dict[str, dict[str, float]]:
    """Mine retail.dat at a share of its baskets, by the package and its peers."""
    folder.mkdir()
    orders = folder / "orders.parquet"
    with duckdb.connect() as connection:
        connection.execute(_RETAIL.format(retail=retail, file=orders, constants=CONSTANTS))
        query = f"select count(distinct order_id) from '{orders}'"
        ((baskets,),) = connection.execute(query).fetchall()
    least = math.ceil(share * baskets - 1e-9)
    given = {"segments_itemset_min_count": least, "segments_itemset_max_length": 99}
    project = write_shop(folder / "project", orders, "1GB", **given)
    runs = {}
    for peer in ("package", "pyfim", "mlxtend"):
        logger.info("mining retail.dat by %s", peer)
        done = run_measured([sys.executable, PEERS, peer, retail, str(least)])
        answer = json.loads(done.stdout.splitlines()[-1])
        runs[peer] = {**answer, "peak_mb": done.peak_bytes / MEGABYTE}
    return {**runs, "package's models": build(project, ITEMSET_TABLES)}


def measure_shop(folder: Path, orders: int, products: int, least: int) -> dict[str, float]:
    """Build pairs, triples and rules of a generated shop."""
    folder.mkdir()
    file = folder / "orders.parquet"
    with duckdb.connect() as connection:
        connection.execute(
            _SHOP.format(orders=orders, products=products, file=file, constants=CONSTANTS)
        )
    given = {
        "segments_itemset_min_count": least,
        "segments_pair_min_count": least,
        "segments_itemset_max_length": 3,
    }
    project = write_shop(folder / "project", file, "8GB", **given)
    return build(project, *RULE_TABLES)


def main(options: Sequence[str] | None = None) -> None:
    """Measure, then print tables and one JSON object."""
    parser = argparse.ArgumentParser(description="Measure itemsets and rules.")
    parser.add_argument("--retail", type=Path, help="retail.dat; left out, it is not mined")
    parser.add_argument("--shares", type=float, nargs="*", default=[0.001, 0.0001])
    parser.add_argument("--orders", type=int, nargs="*", default=[500_000, 1_000_000, 2_000_000])
    parser.add_argument("--products", type=int, default=300_000)
    parser.add_argument("--min-count", type=int, default=200)
    parser.add_argument("--keep", type=Path, help="new folder that keeps data and results")
    given = parser.parse_args(options)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    answer: dict[str, Any] = {}
    try:
        with working_folder(given.keep) as folder:
            for share in given.shares if given.retail else []:
                logger.info("mining retail.dat at %s", share)
                where = folder / f"retail_{share}"
                answer[f"retail {share:%}"] = measure_retail(given.retail.resolve(), where, share)
            for orders in given.orders:
                logger.info("mining a shop of %s orders", f"{orders:,}")
                shop = measure_shop(
                    folder / f"shop_{orders}", orders, given.products, given.min_count
                )
                answer[f"shop {orders:,}"] = {"package": shop}
    except CommandFailedError as error:
        sys.exit(str(error))
    print(report(answer))
    print(json.dumps(answer))


def report(answer: dict[str, dict[str, dict[str, float]]]) -> str:
    """Return the measurements as a table to read."""
    lines = [f"{'':<28}{'itemsets':>10}{'seconds':>10}{'with dbt':>10}{'peak MB':>10}{'times':>8}"]
    for what, runs in answer.items():
        for who, run in runs.items():
            times = run["seconds"] / runs["package"]["seconds"]
            whole = f"{run['dbt_seconds']:.1f}" if "dbt_seconds" in run else ""
            lines.append(
                f"{what + ', ' + who:<28}{run['itemsets']:>10,.0f}{run['seconds']:>10.2f}"
                f"{whole:>10}{run['peak_mb']:>10,.0f}{times:>8.2f}"
            )
    return "\n".join(lines)


if __name__ == "__main__":
    main()
