"""Conditions that approximate segments: found, readable, and the same in SQL as in numpy."""

from __future__ import annotations

import duckdb
import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dbt_customer_segments import rule_search, rules
from dbt_customer_segments.rule_search import Comparison, find, shortest_between, thresholds

FEATURES = ["order_count", "recency_days", "discount_share"]


def shop(customers: int, seed: int = 1) -> np.ndarray:
    """Values of FEATURES; one discount in five is not known."""
    generator = np.random.default_rng(seed)
    discounts = generator.beta(1, 3, customers)
    discounts[generator.random(customers) < 0.2] = np.nan
    orders = 1 + generator.poisson(4, customers)
    return np.column_stack([orders, 20 * generator.integers(0, 20, customers), discounts])


def relation(values: np.ndarray, segments: np.ndarray) -> duckdb.DuckDBPyRelation:
    """Customers as the Python model reads them; a third of them lie below every sample's bound."""
    numbers = [pa.array(column, from_pandas=True) for column in values.T]
    table = pa.table(
        [
            pa.array([f"c{number:05}" for number in range(len(values))]),
            pa.array(segments.tolist(), pa.string()),
            pa.array(np.arange(len(values)) % 3 / 3),
            *numbers,
        ],
        names=["customer_id", "segment_id", "sample_share", *FEATURES],
    )
    return duckdb.connect().from_arrow(table)


def catalog() -> duckdb.DuckDBPyRelation:
    rows = ", ".join(f"('{name}', true)" for name in FEATURES)
    return duckdb.sql(f"from (values {rows}) as t(feature_name, is_used_by_segmentation)")


def test_segments_that_are_conjunctions_are_found_exactly() -> None:
    values = shop(2_000)
    orders, recency, _ = values.T
    often, silent = orders >= 6, recency >= 240
    segments = np.where(often & ~silent, "s01", np.where(silent, "s02", "s03"))
    found = find(values, segments)
    assert {condition.agreement for condition in found.values()} == {1.0}
    assert {name: condition.sql(FEATURES) for name, condition in found.items()} == {
        "s01": "order_count >= 6 and recency_days < 240",
        "s02": "recency_days >= 240",
        "s03": "order_count < 6 and recency_days < 240",
    }


def test_what_is_not_known_fulfils_no_comparison() -> None:
    values = np.array([[1.0], [2.0], [np.nan], [np.nan]] * 10)
    segments = np.array(["s01", "s02", "s02", "s02"] * 10)
    found = find(values, segments)
    assert found["s01"].sql(["x"]) == "x < 2"
    # nulls are out of reach: x >= 2 selects a third of the segment and nobody else
    assert (found["s02"].precision, found["s02"].hits, found["s02"].members) == (1.0, 10, 30)


def test_one_segment_is_everybody() -> None:
    condition = find(np.array([[1.0], [2.0]]), np.array(["s01", "s01"]))["s01"]
    assert (condition.f1, len(condition.rows)) == (1.0, 2)
    constant = find(np.array([[1.0], [1.0]]), np.array(["s01", "s02"]))
    assert {condition.sql(["x"]) for condition in constant.values()} == {"true"}


def test_a_bound_that_another_implies_is_left_out() -> None:
    # the best single bound is not the best of the pair, which the beam reaches through it
    values = shop(3_000)
    segments = np.where((values[:, 1] >= 100) & (values[:, 1] < 140), "s01", "s02")
    for condition in find(values, segments).values():
        kinds = [(one.feature, one.is_below) for one in condition.comparisons]
        assert len(set(kinds)) == len(kinds) <= rule_search.MOST_COMPARISONS


@pytest.mark.parametrize(
    ("low", "high", "shortest"),
    [(2, 3, 3), (0.33, 0.5, 0.5), (0.31, 0.34, 0.34), (1234, 1310, 1300), (0, 1e9, 1e9)],
)
def test_the_shortest_number_between_two(low: float, high: float, shortest: float) -> None:
    assert shortest_between(low, high) == shortest


@given(st.floats(-1e12, 1e12), st.floats(-1e12, 1e12))
def test_a_number_between_two_parts_them(one: float, other: float) -> None:
    low, high = sorted((one, other))
    if low < high:
        assert low < shortest_between(low, high) <= high


def test_thresholds_are_readable_and_split() -> None:
    values = np.random.default_rng(1).lognormal(5, 2, 5_000)
    numbers = thresholds(values)
    assert 20 < len(numbers) <= rule_search.THRESHOLDS
    assert all(float(f"{number:.1e}") == number for number in numbers)
    assert (numbers > values.min()).all()
    assert (numbers <= values.max()).all()
    assert thresholds(np.array([np.nan, 7.0])).tolist() == []


@pytest.mark.parametrize(
    ("threshold", "text"),
    [(3.0, "x >= 3"), (0.07, "x >= 0.07"), (120_000.0, "x >= 120000"), (-1.5, "x >= -1.5")],
)
def test_numbers_are_written_without_exponents(threshold: float, text: str) -> None:
    assert Comparison(0, False, threshold).sql(["x"]) == text


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 2**31), st.integers(1, 5))
def test_the_text_selects_in_sql_what_the_search_counted(seed: int, count: int) -> None:
    values = shop(300, seed)
    # segments that no conjunction tells apart
    score = np.nan_to_num(values[:, 2], nan=0.5) * 7 + values[:, 0] - values[:, 1] / 90
    segments = np.array([f"s{int(number) % count + 1:02}" for number in score])
    found = find(values, segments)
    customers = relation(values, segments).set_alias("customers")
    for segment, condition in found.items():
        assert len(condition.comparisons) <= rule_search.MOST_COMPARISONS
        members = f"segment_id = '{segment}'"
        counts = customers.filter(condition.sql(FEATURES)).aggregate(
            f"count(*), count(*) filter (where {members})"
        )
        assert counts.fetchall() == [(len(condition.rows), condition.hits)]
    assert find(values, segments).keys() == found.keys()


def test_the_model_counts_all_customers_though_it_looks_at_few(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    values = shop(900)
    segments = np.where(values[:, 0] >= 6, "s01", "s02")
    segments[1] = "s03"  # not among those whose share is small
    monkeypatch.setattr(rules, "SAMPLED_CUSTOMERS", 300)
    rows = rules.conditions(None, relation(values, segments), catalog()).to_pylist()
    assert sorted(row["segment_id"] for row in rows) == ["s01", "s02", "s03"]
    assert [row["rule_rank"] for row in rows] == [1, 2, 3]
    by_segment = {row["segment_id"]: row for row in rows}
    assert by_segment["s01"]["condition"] == "order_count >= 6"
    assert by_segment["s01"]["selected_count"] == (values[:, 0] >= 6).sum()
    assert sum(row["member_count"] for row in rows) == 900
    assert {row["customer_count"] for row in rows} == {900}


def test_without_customers_there_is_no_rule() -> None:
    none = relation(shop(1), np.array(["s01"])).filter("false")
    assert rules.conditions(None, none, catalog()).num_rows == 0
