"""Itemsets and rules, against published counts and row by row against mlxtend."""

from __future__ import annotations

import json
import math
from collections import Counter
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import pytest
from mlxtend.frequent_patterns import association_rules, fpgrowth
from mlxtend.preprocessing import TransactionEncoder
from projects import Build, dbt, online_retail
from scipy import stats

from dbt_customer_segments import itemsets
from dbt_customer_segments.exceptions import TooManyItemsetsError

pytestmark = pytest.mark.slow

Baskets = list[list[str]]
# our column, mlxtend's
MEASURES = {
    "support": "support",
    "antecedent_support": "antecedent support",
    "consequent_support": "consequent support",
    "confidence": "confidence",
    "lift": "lift",
    "leverage": "leverage",
    "conviction": "conviction",
    "zhangs_metric": "zhangs_metric",
    "jaccard": "jaccard",
    "kulczynski": "kulczynski",
}
RULES = ("frequent_itemsets", "association_rules", "product_associations", "customer_open_rules")
SELECTED = ("--select", *(f"+{table}" for table in RULES), "+basket_counts")


def build(folder: Path, variables: dict[str, Any]) -> Build:
    """Build the rules and what they need."""
    done = dbt(folder, "run", *SELECTED, variables=variables)
    assert done.returncode == 0, done.output
    return done


def shop(folder: Path, baskets: Baskets, **variables: Any) -> Build:
    """Build the rules of a shop with an order for every basket."""
    rows = [(f"o{order}", item) for order, items in enumerate(baskets) for item in items]
    folder.mkdir(parents=True, exist_ok=True)
    lines = folder / "lines.parquet"
    pd.DataFrame(rows, columns=["order_id", "item"]).astype("string").to_parquet(lines)
    columns = {"customer_id": "order_id", "order_id": "order_id", "product_id": "item"}
    constants = {"quantity": "1", "unit_price": "1", "ordered_at": "timestamp '2024-03-01'"}
    inputs = {
        "order_lines": {"relation": f"read_parquet('{lines}')", "columns": columns | constants}
    }
    return build(folder, {"segments_inputs": inputs, **variables})


def by_mlxtend(baskets: Baskets, share: float) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Frequent itemsets, and rules with one consequent."""
    encoder = TransactionEncoder()
    table = encoder.fit(baskets).transform(baskets, sparse=True)
    encoded = pd.DataFrame(table.toarray(), columns=encoder.columns_)
    found = fpgrowth(encoded, min_support=share, use_colnames=True)
    rules = association_rules(found, len(baskets), metric="confidence", min_threshold=0.0)
    return found, rules[rules["consequents"].map(len) == 1]


def assert_equal_to_mlxtend(built: Build, baskets: Baskets, share: float) -> None:
    """Compare every itemset and every measure of every rule."""
    itemsets_there, rules_there = by_mlxtend(baskets, share)
    found = built.query("select items, support from frequent_itemsets")
    expected = {as_json(row.itemsets): row.support for row in itemsets_there.itertuples()}
    assert dict(found) == pytest.approx(expected, rel=1e-9)
    assert len(found) == len(expected)

    columns = ", ".join(MEASURES)
    rules = {
        (row[0], row[1]): row[2:]
        for row in built.query(f"select antecedents, consequents, {columns} from association_rules")
    }
    assert len(rules) == len(rules_there)
    for _, there in rules_there.iterrows():
        ours = rules[as_json(there["antecedents"]), as_json(there["consequents"])]
        for (name, column), value in zip(MEASURES.items(), ours, strict=True):
            if name == "conviction" and math.isinf(there[column]):
                assert value is None
            else:
                assert value == pytest.approx(there[column], rel=1e-9, abs=1e-12), name


def as_json(items: Any) -> str:
    """Write a set of items as the tables do."""
    return json.dumps(sorted(items), ensure_ascii=False, separators=(",", ":"))


ALL_RULES = {"segments_rule_min_confidence": 0, "segments_rule_min_lift": 0}


@pytest.fixture(scope="module")
def groceries(real_data: Path) -> Baskets:
    """Baskets of a grocery, every field trimmed."""
    lines = (real_data / "groceries.csv").read_text(encoding="utf-8").splitlines()
    return [sorted({item.strip() for item in line.split(",")}) for line in lines]


@pytest.fixture(scope="module")
def grocery(groceries: Baskets, tmp_path_factory: pytest.TempPathFactory) -> Build:
    """All rules of the groceries at one basket in a thousand."""
    return shop(
        tmp_path_factory.mktemp("grocery"),
        groceries,
        segments_itemset_min_support=0.001,
        segments_itemset_max_length=10,
        **ALL_RULES,
    )


def test_groceries_have_the_published_counts(grocery: Build) -> None:
    assert grocery.query("select count(*) from frequent_itemsets") == [(13_492,)]
    lengths = "select antecedent_length + 1, count(*) from association_rules where confidence >= {}"
    for least, expected in {
        0.8: {3: 29, 4: 229, 5: 140, 6: 12},
        0.5: {2: 11, 3: 1_461, 4: 3_211, 5: 939, 6: 46},
    }.items():
        assert dict(grocery.query(lengths.format(least) + " group by 1")) == expected


def test_groceries_equal_mlxtend(grocery: Build, groceries: Baskets) -> None:
    assert_equal_to_mlxtend(grocery, groceries, 0.001)


def test_online_retail_equals_mlxtend(real_data: Path, tmp_path: Path) -> None:
    built = build(tmp_path, online_retail(real_data) | ALL_RULES)
    rows = built.query(
        "select list(distinct product_id order by product_id)"
        " from main_internal.stg_segments__order_lines where is_purchase"
        " group by customer_id, order_id having count(distinct product_id) <= 200"
    )
    assert_equal_to_mlxtend(built, [row[0] for row in rows], 0.01)


def test_probabilities_equal_scipy(grocery: Build) -> None:
    rows = grocery.query(
        "select basket_count, antecedent_count, consequent_count, p_value, q_value,"
        " antecedent_length + 1 from association_rules"
    )
    for both, left, right, p_value, *_ in rows:
        expected = stats.hypergeom.sf(both - 1, 9_835, left, right)
        assert p_value == pytest.approx(expected, rel=4e-3, abs=1e-300)

    ((items,),) = grocery.query("select count(*) from frequent_itemsets where itemset_length = 1")
    for length in {row[5] for row in rows}:
        found = sorted((row[3], row[4]) for row in rows if row[5] == length)
        possible = length * math.comb(items, length)
        # those that are not frequent follow with a p value of 1, and change nothing
        least = 1.0
        for rank, (p_value, q_value) in reversed(list(enumerate(found, start=1))):
            least = min(least, p_value * possible / rank)
            assert q_value == pytest.approx(least, rel=1e-6, abs=1e-300)


@pytest.mark.parametrize(("baskets", "size"), [(150, 5), (5_000, 10)])
def test_chance_is_not_sold_as_a_rule(tmp_path: Path, baskets: int, size: int) -> None:
    rng = np.random.default_rng(1)
    shopped = [list({f"p{item}" for item in rng.integers(0, 300, size)}) for _ in range(baskets)]
    few = {"segments_itemset_min_count": 1, "segments_itemset_max_length": 2}
    built = shop(tmp_path, shopped, **few, **ALL_RULES)
    rules = "select count(*), count(case when q_value <= 0.05 then 1 end) from association_rules"
    ((count, believed),) = built.query(rules)
    assert count > 1000
    assert believed == 0


def test_too_many_itemsets_stop_with_a_sentence() -> None:
    with duckdb.connect() as connection:
        baskets = connection.sql(
            "select basket as basket_key, item::text as item_id"
            " from range(2) as b(basket), range(20) as i(item)"
        )
        said = "more than 1,000 itemsets of 3 items lie in 2 baskets, got 1,140"
        with pytest.raises(TooManyItemsetsError, match=said):
            itemsets.mine(connection, baskets, 2, 4, 1_000)


@pytest.mark.parametrize(
    ("share", "expected"),
    [(0.01, 159), (0.005, 580), (0.002, 2_691), (0.001, 7_589), (0.0005, 19_242)],
)
def test_retail_has_the_published_counts(real_data: Path, share: float, expected: int) -> None:
    text = (real_data / "retail.dat").read_text(encoding="ascii")
    rows = [
        (number, item)
        for number, line in enumerate(text.splitlines())
        for item in set(line.split())
    ]
    frame = pd.DataFrame(rows, columns=["basket_key", "item_id"])
    with duckdb.connect() as connection:
        baskets = connection.from_df(frame)
        least = math.ceil(share * frame["basket_key"].nunique() - 1e-9)
        found = itemsets.mine(connection, baskets, least, 99)
        assert found.aggregate("count(distinct itemset)").fetchall() == [(expected,)]


def test_small_shops_are_right_or_empty(tmp_path: Path) -> None:
    odd = ["a, b", "quote ' and \"", " blank ", "雪"]
    cases: dict[str, tuple[Baskets, dict[str, Any], Counter[int]]] = {
        "no_orders": ([], {}, Counter()),
        "one_product_and_one_in_one_basket": ([["p"], ["p"], ["q"]], {}, Counter({1: 1})),
        "no_frequent_pair": (
            [["p"], ["q"]],
            {"segments_itemset_min_count": 1},
            Counter({1: 2}),
        ),
        "odd_texts_and_ties": ([odd, odd], {}, Counter({1: 4, 2: 6, 3: 4, 4: 1})),
        "large_baskets_left_out": (
            [odd, ["p"], ["p"]],
            {"segments_basket_max_items": 3},
            Counter({1: 1}),
        ),
    }
    for name, (baskets, variables, expected) in cases.items():
        built = shop(tmp_path / name, baskets, **variables)
        lengths = built.query("select itemset_length, count(*) from frequent_itemsets group by 1")
        assert dict(lengths) == expected, name
        assert built.query(
            "select too_large_basket_count, too_large_item_count from basket_counts"
        ) == [(1, 4) if name == "large_baskets_left_out" else (0, 0)]


def test_any_number_of_items_may_stand_in_a_rule(tmp_path: Path) -> None:
    given = {"segments_itemset_max_length": 40, "segments_rule_max_consequents": 5}
    built = shop(tmp_path, [["a", "b", "c"]] * 3, **given, **ALL_RULES)
    assert built.query("select count(*) from association_rules") == [(6 + 6,)]


def test_rules_may_have_several_items_on_the_right(tmp_path: Path) -> None:
    baskets = [["a", "b", "c", "d"], ["a", "b", "c", "d"], ["a"]]
    counts = {}
    for most in (1, 2, 5):
        built = shop(tmp_path / str(most), baskets, segments_rule_max_consequents=most, **ALL_RULES)
        counts[most] = built.query(
            "select count(*), count(distinct rule_id), max(consequent_length)"
            " from association_rules"
        )
    # every split of 6 pairs, 4 triples and 1 set of four: by hand
    assert counts == {
        1: [(6 * 2 + 4 * 3 + 4, 28, 1)],
        2: [(6 * 2 + 4 * 6 + 4 + 6, 46, 2)],
        5: [(6 * 2 + 4 * 6 + 14, 50, 3)],
    }


def test_items_may_be_categories(tmp_path: Path) -> None:
    built = dbt(tmp_path, "seed", "--select", "path:seeds/demo", "event_types")
    assert built.returncode == 0, built.output
    built = build(tmp_path, {"segments_basket_item": "category"})
    baskets = (
        "select customer_id, order_id, list_distinct(list(category)) as items"
        " from main_internal.stg_segments__order_lines"
        " inner join main_internal.stg_segments__products using (product_id)"
        " where is_purchase and category is not null group by all"
    )
    expected = built.query(
        f"with baskets as ({baskets}) select to_json([item])::varchar, count(*) from"
        " (select unnest(items) as item from baskets) group by all"
        " having count(*) >= 0.01 * (select count(*) from baskets) order by all"
    )
    assert len(expected) > 5
    assert expected == built.query(
        "select items, basket_count from frequent_itemsets where itemset_length = 1 order by all"
    )
