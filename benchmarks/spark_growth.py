"""Measure what a build on Spark reads, shuffles and writes, for each customer and order line.

A generated shop is built on this machine with Spark's event log on. The bytes of each task are
given to the dbt node that ran when the task ended.
"""

from __future__ import annotations

import argparse
import json
import logging
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import spark_cluster
from full_build import REPOSITORY, SEED, working_folder
from generate import generate_orders, generate_products
from measure import CommandFailedError, run_measured

DRIVER_MEMORY = "3g"
MAPPED = {
    "order_lines": (
        *("customer_id", "order_id", "product_id", "quantity", "unit_price"),
        *("discount_amount", "ordered_at"),
    ),
    "products": ("product_id", "category"),
}
FIGURES = ("seconds", "read", "shuffled", "spilled", "written")

logger = logging.getLogger("spark_growth")


def variables(data: Path) -> dict[str, Any]:
    """Map the generated files."""
    files = {"order_lines": "orders", "products": "products"}
    return {
        "segments_inputs": {
            name: {
                "relation": f"parquet.`{data / files[name]}.parquet`",
                "columns": {column: column for column in columns},
            }
            for name, columns in MAPPED.items()
        },
        "segments_onnx_dir": str(data / "onnx"),
    }


def build(folder: Path, customers: int, lines: int) -> dict[str, dict[str, float]]:
    """Build a shop of a size; returns each node's figures: seconds, and bytes."""
    for name in ("data", "conf", "events", "warehouse"):
        (folder / name).mkdir(parents=True)
    generate_orders(customers, lines, SEED, folder / "data" / "orders.parquet")
    generate_products(SEED, folder / "data" / "products.parquet")
    (folder / "conf" / "spark-defaults.conf").write_text(
        f"spark.eventLog.enabled true\nspark.eventLog.dir {folder / 'events'}\n"
        "spark.eventLog.compress false\nspark.eventLog.rolling.enabled false\n"
    )
    dbt = str(Path(sys.executable).parent / "dbt")
    skipped = ["--exclude", "path:seeds/demo", "--exclude-resource-type", "test", "unit_test"]
    places = ["--target", "spark", "--profiles-dir", str(REPOSITORY)]
    given = ["--vars", json.dumps(variables(folder / "data"))]
    run_measured(
        [dbt, "build", *skipped, *places, *given],
        REPOSITORY,
        {
            **spark_cluster.environment(),
            "DBT_TARGET_PATH": str(folder / "target"),
            "DBT_LOG_PATH": str(folder / "logs"),
            "SEGMENTS_SPARK_DRIVER_MEMORY": DRIVER_MEMORY,
            "SEGMENTS_SPARK_MASTER": "local[2]",
            "SEGMENTS_SPARK_WAREHOUSE": str(folder / "warehouse"),
            "SPARK_CONF_DIR": str(folder / "conf"),
        },
    )
    return figures(folder)


def figures(folder: Path) -> dict[str, dict[str, float]]:
    """Add up the event log by node."""
    nodes = list(_nodes(folder / "target" / "run_results.json"))
    found: dict[str, dict[str, float]] = defaultdict(lambda: dict.fromkeys(FIGURES, 0.0))
    for name, begun, ended in nodes:
        found[name]["seconds"] = ended - begun
    for log in (folder / "events").iterdir():
        for line in log.read_text().splitlines():
            event = json.loads(line)
            if event["Event"] != "SparkListenerTaskEnd" or "Task Metrics" not in event:
                continue
            at = event["Task Info"]["Finish Time"] / 1000
            name = next((name for name, begun, ended in nodes if begun <= at <= ended), "other")
            metrics = event["Task Metrics"]
            found[name]["read"] += metrics["Input Metrics"]["Bytes Read"]
            found[name]["shuffled"] += metrics["Shuffle Write Metrics"]["Shuffle Bytes Written"]
            found[name]["spilled"] += metrics["Disk Bytes Spilled"]
            found[name]["written"] += metrics["Output Metrics"]["Bytes Written"]
    return dict(found)


def _nodes(results: Path) -> Iterator[tuple[str, float, float]]:
    """Name, begin and end, in seconds since 1970, of what dbt executed."""
    for result in json.loads(results.read_text())["results"]:
        for timing in result["timing"]:
            if timing["name"] == "execute":
                ends = [
                    datetime.fromisoformat(timing[side].replace("Z", "+00:00")).timestamp()
                    for side in ("started_at", "completed_at")
                ]
                yield result["unique_id"].split(".")[-1], ends[0], ends[1]


def main(options: Sequence[str] | None = None) -> None:
    """Measure, then print a table and one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--customers", type=int, default=50_000)
    parser.add_argument("--order-lines", type=int, default=1_000_000)
    parser.add_argument("--keep", type=Path, help="new folder that keeps everything")
    arguments = parser.parse_args(options)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    try:
        with working_folder(arguments.keep) as folder:
            found = build(folder / "shop", arguments.customers, arguments.order_lines)
    except CommandFailedError as error:
        sys.exit(str(error))
    total = {name: sum(node[name] for node in found.values()) for name in FIGURES}
    shown = {name: node for name, node in found.items() if node["seconds"] > 1}
    for name, node in {**shown, "all": total}.items():
        print(f"{name:<40}" + "".join(f"{figure} {node[figure]:>14,.0f} " for figure in FIGURES))
    print(
        json.dumps(
            {
                "customers": arguments.customers,
                "order_lines": arguments.order_lines,
                "nodes": found,
                "all": total,
            }
        )
    )


if __name__ == "__main__":
    main()
