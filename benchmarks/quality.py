"""Measure how well segments, made from what was known at a date, tell the 90 days after it apart.

The example project is built on UCI Online Retail as of that date, once for every seed. Then each
customer's log revenue of the 90 days after it, and whether he bought at all, are predicted by the
mean of his segment over the other four of five random folds: the explained variance (R2) and the
area under the ROC curve (AUC) say how much a segment knows. Classic RFM quintile cells of the same
customers are measured the same way.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import Any

import duckdb
import numpy as np
from full_build import REPOSITORY, working_folder
from measure import CommandFailedError, run_measured
from sklearn.metrics import r2_score, roc_auc_score

EXAMPLE = REPOSITORY / "examples/online_retail"
FOLDS = 5
_OUTCOMES = """
with lines as (
    select
        cast(CustomerID as varchar) as customer_id,
        cast(InvoiceDate as timestamp) as ordered_at,
        Quantity * UnitPrice as revenue
    from read_parquet($orders)
    where CustomerID is not null and Quantity > 0 and UnitPrice > 0
),
past as (
    select distinct customer_id from lines where ordered_at < cast($as_of as timestamp)
),
future as (
    select customer_id, sum(revenue) as revenue
    from lines
    where ordered_at >= cast($as_of as timestamp)
        and ordered_at < cast($as_of as timestamp) + interval 90 day
    group by customer_id
)
select
    customer_segments.segment_id,
    customer_rfm.rfm_cell,
    ln(1 + coalesce(future.revenue, 0)) as log_revenue,
    future.revenue is not null as bought
from customer_segments
inner join customer_rfm using (customer_id)
inner join past using (customer_id)
left join future using (customer_id)
order by customer_id
"""

logger = logging.getLogger("quality")


def build(folder: Path, data: Path, as_of: str, seed: int) -> Path:
    """Build the example as of a date; returns its warehouse file."""
    warehouse = folder / f"seed_{seed}.duckdb"
    given = {"segments_as_of": as_of, "segments_seed": seed, "segments_onnx_dir": str(folder)}
    os.environ.update(
        SEGMENTS_REAL_DATA=str(data),
        SEGMENTS_DUCKDB_PATH=str(warehouse),
        DBT_TARGET_PATH=str(folder / "target"),
        DBT_LOG_PATH=str(folder / "logs"),
    )
    dbt = Path(sys.executable).parent / "dbt"
    run_measured([dbt, "deps", "--profiles-dir", EXAMPLE], EXAMPLE)
    without_tests = ["--exclude-resource-type", "test", "--vars", json.dumps(given)]
    run_measured([dbt, "build", "--profiles-dir", EXAMPLE, *without_tests], EXAMPLE)
    return warehouse


def told_apart(labels: np.ndarray, log_revenue: np.ndarray, bought: np.ndarray) -> dict[str, float]:
    """Predict both outcomes by the mean of the other folds' customers with the same label."""
    folds = np.random.default_rng(0).integers(0, FOLDS, len(labels))
    outcomes = np.column_stack([log_revenue, bought]).astype(float)
    predicted = np.empty_like(outcomes)
    for fold in range(FOLDS):
        known = outcomes[folds != fold]
        for label in np.unique(labels):
            alike = known[labels[folds != fold] == label]
            here = (folds == fold) & (labels == label)
            predicted[here] = (alike if len(alike) else known).mean(axis=0)
    return {
        "groups": len(np.unique(labels)),
        "r2": round(float(r2_score(outcomes[:, 0], predicted[:, 0])), 4),
        "auc": round(float(roc_auc_score(bought, predicted[:, 1])), 4),
    }


def measure(warehouse: Path, data: Path, as_of: str) -> dict[str, dict[str, float]]:
    """Measure the segments and the RFM cells of a warehouse file."""
    orders = str(data / "online_retail.parquet")
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        found = connection.execute(_OUTCOMES, {"orders": orders, "as_of": as_of}).fetchnumpy()
    log_revenue, bought = (np.asarray(found[name], float) for name in ("log_revenue", "bought"))
    groups = {"segments": "segment_id", "rfm cells": "rfm_cell"}
    return {
        name: told_apart(np.asarray(found[column], str), log_revenue, bought)
        for name, column in groups.items()
    }


def report(results: dict[int, dict[str, Any]]) -> str:
    """Return a line for every seed, the medians, and the RFM cells."""
    lines = [f"{'':<24}{'groups':>8}{'R2':>9}{'AUC':>9}"]
    for seed, result in results.items():
        found = result["segments"]
        name = f"segments, seed {seed}"
        lines.append(f"{name:<24}{found['groups']:>8}{found['r2']:>9.4f}{found['auc']:>9.4f}")
    r2, auc = (median(r["segments"][figure] for r in results.values()) for figure in ("r2", "auc"))
    lines.append(f"{'median':<32}{r2:>9.4f}{auc:>9.4f}")
    cells = next(iter(results.values()))["rfm cells"]
    lines.append(f"{'RFM cells':<24}{cells['groups']:>8}{cells['r2']:>9.4f}{cells['auc']:>9.4f}")
    return "\n".join(lines)


def main(options: Sequence[str] | None = None) -> None:
    """Measure, then print a table and one JSON object."""
    parser = argparse.ArgumentParser(description="Measure what segments know of the future.")
    parser.add_argument("--as-of", default="2011-09-10")
    parser.add_argument("--seeds", type=int, nargs="+", default=[1])
    parser.add_argument("--keep", type=Path, help="new folder that keeps the warehouses")
    arguments = parser.parse_args(options)
    default = REPOSITORY.parent / "shared/data"
    data = Path(os.environ.get("SEGMENTS_REAL_DATA", default)).resolve()
    if not (data / "online_retail.parquet").is_file():
        parser.error(f"no online_retail.parquet in {data}; set SEGMENTS_REAL_DATA to its folder")
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    results: dict[int, dict[str, Any]] = {}
    try:
        with working_folder(arguments.keep) as folder:
            for seed in arguments.seeds:
                logger.info("building with seed %s", seed)
                warehouse = build(folder, data, arguments.as_of, seed)
                results[seed] = measure(warehouse, data, arguments.as_of)
    except CommandFailedError as error:
        sys.exit(str(error))
    print(report(results))
    print(json.dumps({"as_of": arguments.as_of, "results": results}))


if __name__ == "__main__":
    main()
