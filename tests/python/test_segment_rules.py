"""What segments buy, and rules within them and of customers, recounted in pandas and SciPy."""

from __future__ import annotations

import itertools
import json
import math
from collections import defaultdict
from typing import Any

import numpy as np
import pandas as pd
import pytest
from projects import Build
from scipy import stats

pytestmark = pytest.mark.slow

SHARE, FLOOR, MAX_Q, MIN_CONFIDENCE = 0.01, 20, 0.05, 0.1
# of the approximation of p values of large counts
NEARLY = 4e-3


@pytest.fixture(scope="module")
def purchases(demo: Build) -> pd.DataFrame:
    """One row per basket and product, with the customer's segment."""
    rows = demo.query(
        "select distinct customer_id, order_id, product_id, segment_id"
        " from main_internal.stg_segments__order_lines"
        " inner join customer_segments using (customer_id) where is_purchase"
    )
    frame = pd.DataFrame(rows, columns=["customer", "order", "item", "segment"])
    return frame.assign(basket=frame["customer"] + " " + frame["order"])


def chance(both: int, left: int, right: int, total: int) -> float:
    """Return the one-sided p value of Fisher's exact test."""
    return float(stats.hypergeom.sf(both - 1, total, left, right))


def corrected(p_values: list[float], possible: float) -> list[float]:
    """Correct p values by Benjamini and Hochberg, out of more tests than are listed."""
    order = np.argsort(p_values)[::-1]
    found, least = np.empty(len(p_values)), 1.0
    for rank, place in zip(range(len(p_values), 0, -1), order, strict=True):
        least = min(least, p_values[place] * possible / rank)
        found[place] = least
    return found.tolist()


def test_segment_products(demo: Build, purchases: pd.DataFrame) -> None:
    total = len(purchases)
    by_segment = purchases["segment"].value_counts()
    by_item = purchases["item"].value_counts()
    grouped = purchases.groupby(["segment", "item"])
    counts, customers = grouped.size(), grouped["customer"].nunique()
    own = _deviations(purchases)
    p_values = [
        max(
            chance(both, by_segment[segment], by_item[item], total),
            float(stats.norm.sf(own[segment, item])),
        )
        for (segment, item), both in counts.items()
    ]
    q_values = corrected(p_values, len(by_segment) * len(by_item))
    expected: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
    for ((segment, item), both), p_value, q_value in zip(
        counts.items(), p_values, q_values, strict=True
    ):
        index = both / by_segment[segment] / (by_item[item] / total)
        if index > 1 and customers[segment, item] >= 5:
            key = (q_value > MAX_Q, -round(index, 9), -both, item)
            numbers = (both, 100 * index, p_value, q_value)
            expected[segment].append((key, item, numbers))
    listed = [
        (segment, item, rank, numbers)
        for segment, rows in expected.items()
        for rank, (_, item, numbers) in enumerate(sorted(rows)[:50], start=1)
    ]
    found = demo.query(
        "select segment_id, item_id, product_rank, basket_count, purchase_index, p_value, q_value"
        " from segment_products order by 1, 3"
    )
    assert len(found) > 100
    assert [row[:3] for row in found] == [row[:3] for row in sorted(listed, key=lambda r: r[::2])]
    for row, (*_, numbers) in zip(found, sorted(listed, key=lambda r: r[::2]), strict=True):
        assert row[3:] == pytest.approx(numbers, rel=NEARLY, abs=1e-300)


def _deviations(purchases: pd.DataFrame) -> dict[tuple[str, str], float]:
    """Sum each customer's deviation from the item's share, over the root of their squares."""
    counts = pd.crosstab(purchases["customer"], purchases["item"])
    shares = counts.sum() / len(purchases)
    deviations = counts - np.outer(counts.sum(axis=1), shares)
    segments = purchases.groupby("customer")["segment"].first()[counts.index]
    sums = deviations.groupby(segments).sum()
    squares = (deviations**2).groupby(segments).sum()
    return (sums / np.sqrt(squares)).stack().to_dict()


def test_segment_rules_of_two_items(demo: Build, purchases: pd.DataFrame) -> None:
    whole = _matrix(purchases)
    expected = {}
    for segment, own in purchases.groupby("segment"):
        held = _matrix(own)
        least = max(math.ceil(SHARE * len(held) - 1e-9), FLOOR)
        frequent = held.columns[held.sum() >= least]
        possible = 2 * math.comb(len(frequent), 2)
        tests = {}
        for left, right in itertools.permutations(frequent, 2):
            both = int((held[left] & held[right]).sum())
            if both >= least:
                tests[left, right] = _compared(both, left, right, held, whole)
        q_values = corrected([p_value for *_, p_value in tests.values()], possible)
        for ((left, right), (confidence, lift, p_value)), q_value in zip(
            tests.items(), q_values, strict=True
        ):
            if q_value <= MAX_Q and confidence >= MIN_CONFIDENCE and lift >= 1:
                expected[segment, left, right] = (confidence, lift, p_value, q_value)
    rows = demo.query(
        "select segment_id, antecedents, consequents, confidence, lift, p_value, q_value"
        " from segment_association_rules"
    )
    sides = [(row[0], json.loads(row[1]), json.loads(row[2]), row[3:]) for row in rows]
    found = {(s, left[0], right[0]): row for s, left, right, row in sides if len(left) == 1}
    assert len(expected) > 10
    assert found.keys() == expected.keys()
    for rule, numbers in expected.items():
        assert found[rule] == pytest.approx(numbers, rel=NEARLY), rule


def _matrix(purchases: pd.DataFrame) -> pd.DataFrame:
    return pd.crosstab(purchases["basket"], purchases["item"]) > 0


def _compared(
    both: int, left: str, right: str, held: pd.DataFrame, whole: pd.DataFrame
) -> tuple[float, float, float]:
    """Confidence and lift in a segment, and the two-sided p value against all baskets."""
    own_left, all_left = int(held[left].sum()), int(whole[left].sum())
    all_both = int((whole[left] & whole[right]).sum())
    confidence = both / own_left
    if confidence >= all_both / all_left:
        one_sided = chance(both, own_left, all_both, all_left)
    else:
        one_sided = chance(own_left - both, own_left, all_left - all_both, all_left)
    return confidence, confidence / float(held[right].mean()), min(1.0, 2 * one_sided)


def test_open_rules(demo: Build, purchases: pd.DataFrame) -> None:
    rules = demo.query(
        "select rule_id, antecedents, consequents, confidence, lift from association_rules"
        f" where q_value <= {MAX_Q}"
    )
    expected = []
    for customer, own in purchases.groupby("customer"):
        bought = set(own["item"])
        best: dict[str, tuple[float, float, str]] = {}
        for rule_id, left, right, confidence, lift in rules:
            (item,) = json.loads(right)
            if set(json.loads(left)) <= bought and item not in bought:
                best[item] = min(best.get(item, (0.0, 0.0, "")), (-confidence, -lift, rule_id))
        ranked = sorted((*rule[:2], item, rule[2]) for item, rule in best.items())
        expected += [
            (customer, rank, item, rule_id)
            for rank, (_, _, item, rule_id) in enumerate(ranked[:5], start=1)
        ]
    assert len(expected) > 100
    assert sorted(expected) == demo.query(
        "select customer_id, open_rank, item_id, rule_id from customer_open_rules order by 1, 2"
    )
