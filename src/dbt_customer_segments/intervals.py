"""Bootstrap intervals of the standardised differences, from sums over buckets of customers.

Customers are put into buckets by their hash, which makes every bucket a small random sample of the
shop (random groups: Wolter 2007, Introduction to Variance Estimation, 2nd ed., chapter 2). Drawing
buckets with replacement then stands for drawing customers: one pass over the customers is enough,
whatever the number of replicates. Intervals are percentiles (Efron & Tibshirani 1993, An
Introduction to the Bootstrap, chapter 13).
"""

from functools import cache
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dbt_customer_segments import warehouse

BUCKETS = 100
REPLICATES = 1_000
LEVEL = 0.95
SEED = 1
LEAST_CUSTOMERS = 10
"""Of fewer customers with a value, percentiles would promise more than they know."""
SCHEMA = pa.schema(
    [
        ("segment_id", pa.string()),
        ("feature_name", pa.string()),
        ("difference_low", pa.float64()),
        ("difference_high", pa.float64()),
    ]
)

Floats = NDArray[np.float64]


def intervals(session: Any, bucket_sums: Any, catalog: Any) -> Any:
    """Find the interval of every segment and feature that has one.

    Parameters
    ----------
    session
        The engine's session.
    bucket_sums
        Relation of segment_id, bucket, and each feature's counts and sums.
    catalog
        Relation of the features and their transforms.

    Returns
    -------
    relation
        Rows of ``SCHEMA``.
    """
    table = warehouse.read(bucket_sums)
    segments = sorted(set(table.column("segment_id").to_pylist()))
    cells = (
        np.searchsorted(segments, np.array(table.column("segment_id").to_pylist(), np.str_)),
        table.column("bucket").to_numpy(),
    )
    rows = []
    for feature in sorted(warehouse.read(catalog).to_pylist(), key=lambda row: row["feature_name"]):
        name = feature["feature_name"]
        kind = "log_" if feature["transform"] == "log" else ""
        counts, sums, squares = (
            _spread(table, f"{name}__{column}", cells, len(segments))
            for column in ("count", f"{kind}sum", f"{kind}square_sum")
        )
        if not counts.any():
            continue
        bounds = difference_intervals(counts, sums, squares)
        for segment, (low, high) in zip(segments, bounds.round(6).tolist(), strict=True):
            if not np.isnan(low):
                rows.append((segment, name, low, high))
    found = [dict(zip(SCHEMA.names, row, strict=True)) for row in rows]
    return warehouse.frame(session, pa.Table.from_pylist(found, schema=SCHEMA))


def difference_intervals(counts: Floats, sums: Floats, squares: Floats) -> Floats:
    """Find intervals of (mean of a segment - mean of all) / standard deviation of all.

    Parameters
    ----------
    counts, sums, squares : arrays of shape (segments, BUCKETS)
        Of the customers with a value: how many they are, their values' sum and sum of squares.

    Returns
    -------
    array of shape (segments, 2)
        Lower and upper bound, NaN where a segment has too few customers with a value.
    """
    # of shape (replicates, segments)
    known, total, square = np.split(_drawn() @ np.concatenate([counts, sums, squares]).T, 3, axis=1)
    everybody = known.sum(axis=1, keepdims=True)
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = total.sum(axis=1, keepdims=True) / everybody
        variance = square.sum(axis=1, keepdims=True) / everybody - mean**2
        deviation = np.sqrt(np.maximum(variance, 0))
        apart = np.where(deviation > 1e-6, (total / known - mean) / deviation, 0)
    bounds = np.full((len(counts), 2), np.nan)
    enough = counts.sum(axis=1) >= LEAST_CUSTOMERS
    tail = (1 - LEVEL) / 2
    if enough.any():
        bounds[enough] = np.nanquantile(apart[:, enough], [tail, 1 - tail], axis=0).T
    return bounds


@cache
def _drawn() -> Floats:
    """How often each replicate draws each bucket, shape (REPLICATES, BUCKETS)."""
    drawn = np.random.default_rng(SEED).multinomial(
        BUCKETS, np.full(BUCKETS, 1 / BUCKETS), size=REPLICATES
    )
    return drawn.astype(np.float64)


def _spread(
    table: pa.Table, column: str, cells: tuple[NDArray[Any], NDArray[Any]], segments: int
) -> Floats:
    """Return a column as an array of shape (segments, BUCKETS); what is empty adds nothing."""
    spread = np.zeros((segments, BUCKETS))
    values = table.column(column).cast(pa.float64()).fill_null(0)
    spread[cells] = values.to_numpy(zero_copy_only=False)
    return spread
