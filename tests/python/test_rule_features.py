"""What rules say of customers, against a computation that looks at every basket and pair."""

from __future__ import annotations

import datetime as dt
import itertools
import math
import random
from collections import defaultdict
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from projects import Build, dbt, same_names

pytestmark = pytest.mark.slow

SHARE, CONFIDENCE, MOST_ITEMS = 0.05, 0.3, 5
FEATURES = ("rule_basket_share", "mean_pair_lift", "bundle_loyalty", "open_consequent_count")
Line = tuple[str, str, str, dt.date]
Pairs = dict[tuple[str, str], tuple[float, bool]]


def random_lines(seed: int) -> list[Line]:
    """Orders of few items, some of which go together; some grow over days or become too large."""
    rng = random.Random(seed)
    lines = []
    for order in range(150):
        begun = dt.date(2024, 1, 1) + dt.timedelta(days=rng.randrange(150))
        customer = f"c{rng.randrange(25)}"
        first = rng.randrange(8)
        size = 7 if rng.random() < 0.05 else rng.randrange(1, 4)
        items = {first, *(rng.choice([first + 1, rng.randrange(8)]) for _ in range(size))}
        for item in items | ({20, 21, 22, 23, 24, 25} if size == 7 else set()):
            day = begun + dt.timedelta(days=rng.choice([0, 0, 0, 1, 40]))
            lines.append((customer, f"o{order}", f"p{item}", day))
    return lines


def baskets_before(lines: list[Line], cutoff: dt.date) -> dict[tuple[str, str], set[str]]:
    """Items by customer and order, without baskets that are too large by then."""
    baskets = defaultdict(set)
    for customer, order, item, day in lines:
        if day < cutoff:
            baskets[customer, order].add(item)
    return {key: items for key, items in baskets.items() if len(items) <= MOST_ITEMS}


def pairs_of(baskets: list[set[str]]) -> Pairs:
    """Lift of frequent pairs, both directions, and whether they are rules."""
    least = max(math.ceil(SHARE * len(baskets) - 1e-9), 2)
    items = sorted(set().union(*baskets))
    count = {item: sum(item in basket for basket in baskets) for item in items}
    found = {}
    for one, other in itertools.permutations(items, 2):
        both = sum({one, other} <= basket for basket in baskets)
        if both >= least:
            lift = both / count[one] / (count[other] / len(baskets))
            found[one, other] = (lift, both / count[one] >= CONFIDENCE and lift >= 1)
    return found


def features_of(lines: list[Line], cutoff: dt.date) -> dict[str, tuple[float | None, ...]]:
    """Compute the features of every customer with a purchase before the cutoff."""
    baskets = baskets_before(lines, cutoff)
    pairs = pairs_of(list(baskets.values()))
    found: dict[str, tuple[float | None, ...]] = {}
    for customer in {line[0] for line in lines if line[3] < cutoff}:
        own = [items for (who, _), items in baskets.items() if who == customer]
        bought = {line[2] for line in lines if line[0] == customer and line[3] < cutoff}
        rules = [pair for pair, (_, is_rule) in pairs.items() if is_rule]
        lefts = [(rule, basket) for basket in own for rule in rules if rule[0] in basket]
        both = [(rule, basket) for rule, basket in lefts if rule[1] in basket]
        follows = [basket for basket in own if any(set(rule) <= basket for rule in rules)]
        lifts = [lift for basket in own for pair, (lift, _) in pairs.items() if set(pair) <= basket]
        found[customer] = (
            len(follows) / len(own) if own else None,
            sum(lifts) / len(lifts) if lifts else None,
            len(both) / len(lefts) if lefts else None,
            len({right for left, right in rules if left in bought and right not in bought})
            if own
            else None,
        )
    return found


def build(folder: Path, lines: list[Line], *arguments: str, **variables: Any) -> Build:
    """Build the features of a shop."""
    frame = pd.DataFrame(lines, columns=["customer_id", "order_id", "product_id", "ordered_at"])
    folder.mkdir(parents=True, exist_ok=True)
    frame.assign(quantity=1, unit_price=1.0).astype({"ordered_at": "string"}).to_parquet(
        folder / "lines.parquet"
    )
    inputs = {
        "order_lines": {
            "relation": f"read_parquet('{folder / 'lines.parquet'}')",
            "columns": same_names(),
        }
    }
    given = {
        "segments_inputs": inputs,
        "segments_horizon_days": 30,
        "segments_itemset_min_support": SHARE,
        "segments_rule_min_confidence": CONFIDENCE,
        "segments_basket_max_items": MOST_ITEMS,
    }
    done = dbt(folder, "run", *arguments, variables={**given, **variables})
    assert done.returncode == 0, done.output
    return done


FEATURE_MODELS = ("--select", "+int_segments__customer_features")


@pytest.mark.parametrize("seed", range(3))
def test_features_at_every_cutoff(tmp_path: Path, seed: int) -> None:
    lines = random_lines(seed)
    built = build(tmp_path, lines, *FEATURE_MODELS)
    rows = built.query(
        f"select cutoff_on, customer_id, {', '.join(FEATURES)}"
        " from main_internal.int_segments__customer_features"
    )
    cutoffs = {row[0] for row in rows}
    assert len(cutoffs) >= 4
    rules_found = 0
    for cutoff in cutoffs:
        found = {row[1]: row[2:] for row in rows if row[0] == cutoff}
        expected = features_of(lines, cutoff)
        assert found.keys() == expected.keys()
        for customer, values in expected.items():
            assert [v is None for v in found[customer]] == [v is None for v in values], customer
            numbers = [[v or 0.0 for v in row] for row in (found[customer], values)]
            assert numbers[0] == pytest.approx(numbers[1], rel=1e-6), (cutoff, customer)
        rules_found += sum(bool(values[0]) for values in expected.values())
    assert rules_found > 10


def test_without_them_the_features_are_null(tmp_path: Path) -> None:
    arguments = (*FEATURE_MODELS, "--exclude", "tag:associations")
    built = build(tmp_path, random_lines(0), *arguments, segments_association_features=False)
    counts = ", ".join(f"count({feature})" for feature in FEATURES)
    assert built.query(
        f"select count(*) > 0, {counts} from main_internal.int_segments__customer_features"
    ) == [(True, 0, 0, 0, 0)]


def test_leaving_them_out_by_half_is_refused(tmp_path: Path) -> None:
    arguments = (*FEATURE_MODELS, "--exclude", "tag:associations")
    lines = random_lines(0)
    with pytest.raises(AssertionError, match="Set it to false, or select what it needs"):
        build(tmp_path, lines, *arguments)
