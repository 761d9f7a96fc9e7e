"""Measure scoring in the warehouse against the same network fed from memory.

A small shop is generated and built, which trains a network. Its customers' features are then
multiplied to as many customers as asked for, and dbt runs the two models that score and embed
them, as it does in any build that need not train. In turns with it, the same network is fed from
an array.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median

import duckdb
import numpy as np
import onnxruntime
from full_build import MEGABYTE, SEED, count_rows, run_dbt, working_folder, write_project
from generate import generate_orders, generate_products
from measure import CommandFailedError, run_measured

from dbt_customer_segments.scoring import CALL_ROWS, Scorer, as_matrix

ARRAY_ROWS = 1_000_000
SHOP_CUSTOMERS, SHOP_LINES = 5_000, 100_000
MODELS = ("int_segments__scores", "int_segments__embeddings")

# Every generated customer has the nulls of a real one, and its values within a tenth.
_CUSTOMERS = """
create or replace table main.customer_features as
with shop as (
    select row_number() over (order by customer_id) - 1 as shop_number, *
    from main.customer_features_of_shop
),
customers as (
    select range as number, range % (select count(*) from shop) as shop_number
    from range({customers})
)
select
    printf('C%09d', customers.number) as customer_id,
    {features},
    shop.as_of
from customers
inner join shop on customers.shop_number = shop.shop_number
order by customer_id
"""
# Whole numbers stay whole, as they are what DuckDB packs best.
_FEATURE = """
    case
        when {name} = floor({name}) then round({name} * (0.9e0 + 0.2e0 * {draw}))
        else {name} * (0.9e0 + 0.2e0 * {draw})
    end as {name}"""
_DRAW = "(hash(customers.number * 64 + {place}) / 18446744073709551616e0)"

logger = logging.getLogger("scoring")


@dataclass(frozen=True)
class Scoring:
    """What scoring one number of customers took, run by run; rows are a second's."""

    customers: int
    warehouse_rows: list[float]
    embedding_rows: list[float]
    array_rows: list[float]
    array_rows_on_one_thread: list[float]
    peak_mb: list[float]


def build_shop(folder: Path) -> Path:
    """Build a small generated shop, which trains a network, and keep its features apart."""
    data, project = folder / "data", folder / "project"
    data.mkdir()
    generate_orders(SHOP_CUSTOMERS, SHOP_LINES, SEED, data / "orders.parquet")
    generate_products(SEED, data / "products.parquet")
    write_project(project, data)
    run_dbt(project, "deps")
    run_dbt(project, "build")
    with duckdb.connect(str(project / "warehouse.duckdb")) as connection:
        connection.execute("alter table main.customer_features rename to customer_features_of_shop")
    return project


def generate_customers(project: Path, customers: int) -> None:
    """Fill ``customer_features`` with generated customers."""
    with duckdb.connect(str(project / "warehouse.duckdb")) as connection:
        names = [
            name
            for name, kind in connection.execute(
                "select column_name, data_type from duckdb_columns()"
                " where table_name = 'customer_features_of_shop' order by column_index"
            ).fetchall()
            if kind == "DOUBLE"
        ]
        features = [
            _FEATURE.format(name=name, draw=_DRAW.format(place=place))
            for place, name in enumerate(names)
        ]
        connection.execute(_CUSTOMERS.format(customers=customers, features=",".join(features)))


def score_in_warehouse(project: Path, customers: int) -> tuple[list[float], float]:
    """Let dbt run the models that score and embed.

    Returns
    -------
    tuple
        Rows a second of each model, in the order of ``MODELS``, and the process's peak memory in
        MB.
    """
    measured = run_dbt(project, "run", "--select", *MODELS)
    results = json.loads((project / "target/run_results.json").read_text(encoding="utf-8"))
    seconds = {
        result["unique_id"].rsplit(".", maxsplit=1)[-1]: result["execution_time"]
        for result in results["results"]
    }
    for model in MODELS:
        scored = count_rows(project, model, "main_internal")
        if scored != customers:
            message = f"{model} has {scored} of {customers} customers"
            raise CommandFailedError(message)
    return [customers / seconds[model] for model in MODELS], measured.peak_bytes / MEGABYTE


def score_from_array(warehouse: Path) -> dict[str, float]:
    """Feed the champion from an array in memory, and drop what it computes.

    Returns
    -------
    dict
        Rows a second of ONNX Runtime's default session, and of one with one thread.
    """
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        network = connection.execute(
            "select network from main_internal.int_segments__model_registry where is_champion"
        ).fetchall()[0][0]
        features = Scorer(network).features
        batches = connection.query(
            f"select {', '.join(features)} from main.customer_features limit {ARRAY_ROWS}"
        ).to_arrow_reader(CALL_ROWS)
        array = np.concatenate([as_matrix(batch, features) for batch in batches])
    rates = {}
    for name, threads in {"default": 0, "one thread": 1}.items():
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        session = onnxruntime.InferenceSession(network, options)
        started = time.perf_counter()
        for start in range(0, len(array), CALL_ROWS):
            session.run(None, {"features": array[start : start + CALL_ROWS]})
        rates[name] = len(array) / (time.perf_counter() - started)
    return rates


def measure_size(project: Path, customers: int, repeats: int) -> Scoring:
    """Measure the warehouse and the array in turns."""
    generate_customers(project, customers)
    found = Scoring(customers, [], [], [], [], [])
    for number in range(repeats):
        logger.info("scoring %s customers, run %s", f"{customers:,}", number + 1)
        (rows, embedded), peak = score_in_warehouse(project, customers)
        peer = run_measured([sys.executable, __file__, "--array-of", project / "warehouse.duckdb"])
        rates = json.loads(peer.stdout)
        found.warehouse_rows.append(round(rows))
        found.embedding_rows.append(round(embedded))
        found.peak_mb.append(round(peak, 1))
        found.array_rows.append(round(rates["default"]))
        found.array_rows_on_one_thread.append(round(rates["one thread"]))
    return found


def compare(sizes: list[Scoring]) -> dict[str, float]:
    """Return the ratios: of medians of rows a second, and of the largest peaks."""
    ratios = {}
    for size in sizes:
        ours = median(size.warehouse_rows)
        ratios[f"{size.customers:,}: warehouse / array"] = ours / median(size.array_rows)
        ratios[f"{size.customers:,}: warehouse / array on one thread"] = ours / median(
            size.array_rows_on_one_thread
        )
    for size in sizes[1:]:
        name = f"{size.customers:,}: memory / {sizes[0].customers:,}: memory"
        ratios[name] = max(size.peak_mb) / max(sizes[0].peak_mb)
    return {name: round(ratio, 3) for name, ratio in ratios.items()}


def report(sizes: list[Scoring], ratios: dict[str, float]) -> str:
    """Return the measurements as a table to read: medians, and from the least to the most."""
    lines = []
    for size in sizes:
        lines.append(f"{size.customers:,} customers")
        for name, values in {
            "warehouse, rows/s": size.warehouse_rows,
            "embeddings, rows/s": size.embedding_rows,
            "array, rows/s": size.array_rows,
            "array on one thread, rows/s": size.array_rows_on_one_thread,
            "warehouse, peak MB": size.peak_mb,
        }.items():
            spread = f"({min(values):,.0f} to {max(values):,.0f})"
            lines.append(f"  {name:<38}{median(values):>12,.0f}  {spread}")
    lines += [f"{name:<50}{ratio:>8.2f}" for name, ratio in ratios.items()]
    return "\n".join(lines)


def main(options: Sequence[str] | None = None) -> None:
    """Measure, then print a table and one JSON object."""
    parser = argparse.ArgumentParser(description="Measure scoring against the network alone.")
    parser.add_argument("--customers", type=int, nargs="+", default=[1_000_000, 4_000_000])
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--keep", type=Path, help="new folder that keeps the project")
    parser.add_argument("--array-of", type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args(options)
    if arguments.array_of:
        print(json.dumps(score_from_array(arguments.array_of)))
        return
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    try:
        with working_folder(arguments.keep) as folder:
            logger.info("building a shop of %s customers", f"{SHOP_CUSTOMERS:,}")
            project = build_shop(folder)
            sizes = [measure_size(project, n, arguments.repeats) for n in arguments.customers]
    except CommandFailedError as error:
        sys.exit(str(error))
    ratios = compare(sizes)
    print(report(sizes, ratios))
    answer = {"cpus": os.cpu_count(), "sizes": [asdict(size) for size in sizes]}
    print(json.dumps({**answer, "ratios": ratios}))


if __name__ == "__main__":
    main()
