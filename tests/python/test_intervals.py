"""Intervals from buckets: they cover the truth, and are those of a plain bootstrap."""

from __future__ import annotations

import duckdb
import numpy as np
import pytest

from dbt_customer_segments import intervals
from dbt_customer_segments.intervals import BUCKETS, difference_intervals

SHARES = (0.08, 0.32, 0.6)


def drawn(customers: int, generator: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """A shop of three segments whose logarithms of revenue have other means, and long tails."""
    segments = generator.choice(len(SHARES), size=customers, p=SHARES)
    return segments, generator.gamma(2, 1, customers) + np.array([3.0, 0.5, 0.0])[segments]


def differences(segments: np.ndarray, values: np.ndarray) -> np.ndarray:
    means = [values[segments == segment].mean() for segment in range(len(SHARES))]
    return (np.array(means) - values.mean()) / values.std()


def bucketed(
    segments: np.ndarray, values: np.ndarray, generator: np.random.Generator
) -> tuple[np.ndarray, ...]:
    """Counts, sums and sums of squares, of shape (segments, BUCKETS)."""
    buckets = generator.integers(0, BUCKETS, len(values))
    cells = segments * BUCKETS + buckets
    size = len(SHARES) * BUCKETS
    weights = (np.ones_like(values), values, values**2)
    return tuple(np.bincount(cells, each, size).reshape(-1, BUCKETS) for each in weights)


@pytest.mark.parametrize("customers", [400, 4_000])
def test_intervals_cover_the_truth_as_often_as_they_say(customers: int) -> None:
    generator = np.random.default_rng(1)
    truth = differences(*drawn(2_000_000, generator))
    covered = np.zeros(len(SHARES))
    shops = 400
    for _ in range(shops):
        bounds = difference_intervals(*bucketed(*drawn(customers, generator), generator))
        covered += (bounds[:, 0] <= truth) & (truth <= bounds[:, 1])
    # the smallest segment has 32 customers in the smaller shop, where percentiles are known to
    # be a little narrow; 400 shops know a share of 0.95 to within 0.02
    assert (covered / shops > 0.905).all()
    assert (covered / shops < 0.98).all()


def test_intervals_are_as_wide_as_those_of_a_plain_bootstrap() -> None:
    generator = np.random.default_rng(2)
    ratios, shifts = [], []
    for _ in range(20):
        segments, values = drawn(1_500, generator)
        found = difference_intervals(*bucketed(segments, values, generator))
        again = generator.integers(0, len(values), (400, len(values)))
        plain = np.quantile(
            [differences(segments[rows], values[rows]) for rows in again], [0.025, 0.975], axis=0
        ).T
        widths = plain[:, 1] - plain[:, 0]
        ratios.append((found[:, 1] - found[:, 0]) / widths)
        shifts.append((found.mean(axis=1) - plain.mean(axis=1)) / widths)
    assert np.mean(ratios, axis=0) == pytest.approx(1, abs=0.08)
    assert np.mean(shifts, axis=0) == pytest.approx(0, abs=0.05)


def test_few_customers_have_no_interval_and_equal_ones_no_difference() -> None:
    counts = np.zeros((2, BUCKETS))
    counts[0, :9], counts[1, :60] = 1, 2
    bounds = difference_intervals(counts, 3 * counts, 9 * counts)
    assert np.isnan(bounds[0]).all()
    assert bounds[1].tolist() == [0, 0]


def test_the_model_reads_the_sums_of_the_transform() -> None:
    connection = duckdb.connect()
    connection.execute(
        """create table sums as select
            's0' || (1 + i % 2) as segment_id, cast(i // 2 as int) as bucket,
            cast(1 as bigint) as a__count, cast(i % 2 as decimal(38, 6)) as a__sum,
            cast(i % 2 as decimal(38, 6)) as a__square_sum,
            cast(null as decimal(38, 6)) as a__log_sum,
            cast(null as decimal(38, 6)) as a__log_square_sum,
            cast(1 as bigint) as b__count, cast(null as decimal(38, 6)) as b__sum,
            cast(null as decimal(38, 6)) as b__square_sum,
            cast(1 - i % 2 as decimal(38, 6)) as b__log_sum,
            cast(1 - i % 2 as decimal(38, 6)) as b__log_square_sum,
            cast(0 as bigint) as c__count, cast(null as decimal(38, 6)) as c__sum,
            cast(null as decimal(38, 6)) as c__square_sum,
        from range(200) as numbers(i)"""
    )
    catalog = connection.sql(
        "from (values ('c', 'none'), ('b', 'log'), ('a', 'none')) as t(feature_name, transform)"
    )
    found = intervals.intervals(None, connection.table("sums"), catalog).to_pylist()
    assert [(row["segment_id"], row["feature_name"]) for row in found] == [
        ("s01", "a"), ("s02", "a"), ("s01", "b"), ("s02", "b"),
    ]  # fmt: skip
    # every bucket has one customer of each: half of them is 1, so all lie a deviation apart
    assert [row["difference_low"] for row in found] == [-1, 1, 1, -1]
    assert [row["difference_high"] for row in found] == [-1, 1, 1, -1]


def test_without_segments_there_is_no_interval() -> None:
    none = duckdb.sql("select 's01' as segment_id, 1 as bucket where false")
    catalog = duckdb.sql("select 'a' as feature_name, 'none' as transform where false")
    assert intervals.intervals(None, none, catalog).num_rows == 0
