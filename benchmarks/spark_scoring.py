"""Measure scoring on a standalone Spark cluster beside DuckDB, on this machine.

A small generated shop is built on DuckDB, which trains a network, and on Spark, which pins it. Both
warehouses get as many customers as asked for, and dbt runs the models that score them. The cluster
has one master and two workers of one core each; the driver, dbt's own process, computes nothing.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import spark_cluster
import spark_customers
from full_build import MEGABYTE, REPOSITORY, working_folder
from measure import CommandFailedError, Measurement, run_measured
from scoring import MODELS, build_shop, generate_customers, score_in_warehouse

WORKERS = 2
DRIVER_MEMORY = "512m"
SHOP = "+int_segments__model_registry"

logger = logging.getLogger("spark_scoring")


@dataclass(frozen=True)
class Scoring:
    """What scoring a number of customers took; rows are a core's in a second."""

    customers: int
    spark_scores_per_core: int
    duckdb_scores_per_core: int
    spark_embeddings_per_core: int
    duckdb_embeddings_per_core: int
    spark_driver_peak_mb: int
    duckdb_peak_mb: int


class Warehouse:
    """A Spark warehouse in a folder, and a cluster to build it on."""

    def __init__(self, folder: Path, master: str, variables: dict[str, object]) -> None:
        self._folder, self._variables = folder, variables
        (folder / "warehouse").mkdir(parents=True)
        self._environment = {
            **spark_cluster.environment(),
            "DBT_TARGET_PATH": str(folder / "target"),
            "DBT_LOG_PATH": str(folder / "logs"),
            "SEGMENTS_SPARK_DRIVER_MEMORY": DRIVER_MEMORY,
            "SEGMENTS_SPARK_MASTER": master,
            "SEGMENTS_SPARK_WAREHOUSE": str(folder / "warehouse"),
        }

    def dbt(self, *command: str) -> Measurement:
        """Run dbt on this repository's own project."""
        dbt = Path(sys.executable).parent / "dbt"
        places = ["--target", "spark", "--profiles-dir", str(REPOSITORY)]
        given = ["--vars", json.dumps(self._variables)]
        whole = [str(dbt), *command, *places, *given]
        return run_measured(whole, REPOSITORY, self._environment)

    def score(self, customers: int) -> tuple[list[float], float]:
        """Score generated customers; rows a second by model, and the driver's peak in MB."""
        multiply = [sys.executable, spark_customers.__file__, str(customers)]
        run_measured(multiply, REPOSITORY, self._environment)
        measured = self.dbt("run", "--select", *MODELS)
        results = json.loads((self._folder / "target/run_results.json").read_text())["results"]
        seconds = {
            result["unique_id"].rsplit(".", maxsplit=1)[-1]: result["execution_time"]
            for result in results
        }
        return [customers / seconds[model] for model in MODELS], measured.peak_bytes / MEGABYTE


def variables_of(shop: Path) -> dict[str, object]:
    """Map the generated orders, and pin the network that DuckDB trained on them."""
    names = ("customer_id", "order_id", "product_id", "quantity", "unit_price", "ordered_at")
    lines = {
        "relation": f"parquet.`{shop.parent / 'data' / 'orders.parquet'}`",
        "columns": {name: name for name in names},
    }
    network = next((shop / "onnx").glob("*.onnx"))
    return {"segments_inputs": {"order_lines": lines}, "segments_model_file": str(network)}


def measure(folder: Path, sizes: Sequence[int]) -> list[Scoring]:
    """Measure each size on both engines, one after the other."""
    shop = build_shop(folder)
    found = []
    with spark_cluster.standalone(folder / "cluster", WORKERS) as cluster:
        warehouse = Warehouse(folder / "spark", cluster.url, variables_of(shop))
        skipped = ("--exclude", "path:seeds/demo", "--exclude-resource-type", "test", "unit_test")
        warehouse.dbt("build", "--select", SHOP, "customer_features", *skipped)
        for customers in sizes:
            logger.info("scoring %s customers", f"{customers:,}")
            spark_rows, spark_peak = warehouse.score(customers)
            generate_customers(shop, customers)
            duckdb_rows, duckdb_peak = score_in_warehouse(shop, customers)
            cores = os.cpu_count() or 1
            found.append(
                Scoring(
                    customers,
                    spark_scores_per_core=round(spark_rows[0] / WORKERS),
                    duckdb_scores_per_core=round(duckdb_rows[0] / cores),
                    spark_embeddings_per_core=round(spark_rows[1] / WORKERS),
                    duckdb_embeddings_per_core=round(duckdb_rows[1] / cores),
                    spark_driver_peak_mb=round(spark_peak),
                    duckdb_peak_mb=round(duckdb_peak),
                )
            )
    return found


def main(options: Sequence[str] | None = None) -> None:
    """Measure, then print a table and one JSON object."""
    parser = argparse.ArgumentParser(description="Measure scoring on Spark beside DuckDB.")
    parser.add_argument("--customers", type=int, nargs="+", default=[1_000_000, 4_000_000])
    parser.add_argument("--keep", type=Path, help="new folder that keeps both warehouses")
    arguments = parser.parse_args(options)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    try:
        with working_folder(arguments.keep) as folder:
            sizes = [asdict(size) for size in measure(folder, arguments.customers)]
    except CommandFailedError as error:
        sys.exit(str(error))
    for name in sizes[0]:
        print(f"{name:<24}" + "".join(f"{size[name]:>14,}" for size in sizes))
    grown = sizes[-1]["spark_driver_peak_mb"] / sizes[0]["spark_driver_peak_mb"]
    print(f"{'driver memory, last / first':<38}{grown:.2f}")
    print(json.dumps({"cpus": os.cpu_count(), "sizes": sizes}))


if __name__ == "__main__":
    main()
