"""Point in time: the features at a cutoff are those of a build whose inputs end there."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest
from projects import ROOT, Build, dbt, online_retail

pytestmark = pytest.mark.slow

Variables = dict[str, Any]
# Where a row's time stands, by input; a customer without a sign-up date is always known.
DEMO_ENDS = {
    "order_lines": "try_cast(ordered_at as timestamp) < timestamp '{cutoff}'",
    "customers": "coalesce(try_cast(signed_up_at as timestamp) < timestamp '{cutoff}', true)",
    "products": "true",
    "events": "coalesce(try_cast(event_at as timestamp) < timestamp '{cutoff}', true)",
}


def _demo_shop(cutoff: str | None = None) -> Variables:
    inputs: Variables = {}
    for name, end in DEMO_ENDS.items():
        with (ROOT / f"seeds/demo/demo_{name}.csv").open(newline="") as file:
            columns = next(csv.reader(file))
        inputs[name] = {
            "relation": f"ref('demo_{name}')",
            "columns": {column: column for column in columns},
        }
        if cutoff:
            inputs[name]["where"] = end.format(cutoff=cutoff)
    return {"segments_as_of": cutoff, "segments_inputs": inputs}


def _online_retail(data: Path, cutoff: str | None = None) -> Variables:
    variables = online_retail(data, as_of=cutoff)
    if cutoff:
        end = f"InvoiceDate < timestamp '{cutoff}'"
        variables["segments_inputs"]["order_lines"]["where"] = end
    return variables


def _build(folder: Path, variables: Variables) -> Build:
    """Build the features, in SQL alone."""
    built = dbt(
        folder,
        *("build", "--exclude-resource-type", "unit_test", "test"),
        *("--select", "+int_segments__customer_features", "feature_catalog"),
        variables=variables,
    )
    assert built.returncode == 0, built.output
    return built


def _features(built: Build, cutoff: str, is_as_of: bool) -> dict[str, tuple[Any, ...]]:
    """Every feature of every customer at a cutoff, in the order of feature_catalog."""
    names = [
        name
        for (name,) in built.query(
            "select feature_name from main_internal.feature_catalog order by feature_name"
        )
    ]
    rows = built.query(
        f"select customer_id, {', '.join(names)}"
        " from main_internal.int_segments__customer_features"
        f" where cutoff_on = '{cutoff}' and is_as_of = {is_as_of}"
    )
    found = {row[0]: row[1:] for row in rows}
    assert len(found) == len(rows)
    return found


def _assert_sees_nothing_after(whole: Build, cut: Build, cutoff: str) -> None:
    found = _features(whole, cutoff, is_as_of=False)
    expected = _features(cut, cutoff, is_as_of=True)
    assert len(expected) > 100
    assert found.keys() == expected.keys()
    assert [
        (customer, found[customer], features)
        for customer, features in expected.items()
        if found[customer] != features
    ] == []


def _first_and_last_cutoff(whole: Build) -> tuple[str, str]:
    """Training cutoffs; that the future after them is long makes the comparison worth while."""
    cutoffs = [
        str(cutoff)
        for (cutoff,) in whole.query(
            "select cutoff_on from main_internal.int_segments__cutoffs"
            " where not is_as_of order by cutoff_on"
        )
    ]
    assert len(cutoffs) >= 2
    return cutoffs[0], cutoffs[-1]


def test_demo_shop_sees_nothing_after_a_cutoff(tmp_path: Path) -> None:
    whole = _build(tmp_path / "whole", _demo_shop())
    for cutoff in _first_and_last_cutoff(whole):
        cut = _build(tmp_path / cutoff, _demo_shop(cutoff))
        _assert_sees_nothing_after(whole, cut, cutoff)


@pytest.mark.real_data
def test_online_retail_sees_nothing_after_a_cutoff(real_data: Path, tmp_path: Path) -> None:
    whole = _build(tmp_path / "whole", _online_retail(real_data))
    for cutoff in _first_and_last_cutoff(whole):
        cut = _build(tmp_path / cutoff, _online_retail(real_data, cutoff))
        _assert_sees_nothing_after(whole, cut, cutoff)
