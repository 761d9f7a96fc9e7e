"""The demo shop: does the whole way find the planted kinds, repeatably, without torch?"""

import csv
import filecmp
import subprocess
import sys
from pathlib import Path

import pytest
from projects import ROOT, WITHOUT_TESTS, Build, build
from sklearn.metrics import adjusted_rand_score

pytestmark = pytest.mark.slow

PUBLIC = [
    "customer_features",
    "customer_embeddings",
    "customer_segments",
    "segments",
    "segment_profiles",
    "segment_models",
    "rejected_rows",
]


def _kinds() -> dict[str, str]:
    with (ROOT / "tests/python/fixtures/demo_true_kinds.csv").open(newline="") as file:
        return {row["customer_id"]: row["kind"] for row in csv.DictReader(file)}


def _contents(demo: Build) -> dict[str, list[tuple]]:
    return {table: sorted(demo.query(f"select * from {table}"), key=str) for table in PUBLIC}


def test_the_script_makes_the_committed_files(tmp_path: Path) -> None:
    truth = tmp_path / "truth.csv"
    script = ROOT / "seeds/demo/make_demo_shop.py"
    subprocess.run(
        [sys.executable, str(script), "--output", str(tmp_path), "--truth", str(truth)], check=True
    )
    assert filecmp.cmp(truth, ROOT / "tests/python/fixtures/demo_true_kinds.csv", shallow=False)
    for name in ("demo_order_lines.csv", "demo_customers.csv", "demo_products.csv"):
        assert filecmp.cmp(tmp_path / name, ROOT / "seeds/demo" / name, shallow=False), name


def test_segments_agree_with_the_planted_kinds_better_than_rfm_labels(demo: Build) -> None:
    kinds = _kinds()
    found = demo.query(
        "select customer_id, segment_id, rfm_label"
        " from customer_segments inner join customer_rfm using (customer_id)"
    )
    assert len(found) == len(kinds)
    planted = [kinds[customer] for customer, _, _ in found]
    by_segment, by_label = (
        adjusted_rand_score(planted, [row[column] for row in found]) for column in (1, 2)
    )
    assert by_segment >= 0.85
    assert by_segment > by_label


def test_names_are_distinct_and_fit_the_kinds(demo: Build) -> None:
    kinds = _kinds()
    named = demo.query("select customer_id, segment_name from customer_segments")
    fitting = {
        "high_value": "High value",
        "discount_hunter": "Discount-sensitive",
        "lapsed": "Lapsed",
        "lapsing": "Lapsing",
        "new": "New",
        "seasonal": "Seasonal",
        "steady_low_value": "Steady low-value",
        "one_time_gift": "One-time buyer",
    }
    for kind, name in fitting.items():
        planted = [segment for customer, segment in named if kinds[customer] == kind]
        assert sum(segment.startswith(name) for segment in planted) > len(planted) / 2, kind
    names = [row[0] for row in demo.query("select segment_name from segments")]
    assert len(set(names)) == len(names)


def test_shares_of_the_segments_sum_to_one(demo: Build) -> None:
    sums = demo.query("select sum(customer_share), sum(revenue_share) from segments")[0]
    assert sums == pytest.approx((1, 1))


def test_no_input_row_is_lost(demo: Build) -> None:
    accepted, rejected, given = demo.query(
        """select
            (select count(*) from main_internal.stg_segments__order_lines),
            (select count(*) from rejected_rows where input_name = 'order_lines'),
            (select count(*) from main_internal.demo_order_lines)"""
    )[0]
    assert rejected == 40
    assert accepted + rejected == given


def test_a_second_build_changes_nothing_and_never_imports_torch(demo: Build, tmp_path) -> None:
    before = _contents(demo)
    poisoned = tmp_path / "torch"
    poisoned.mkdir()
    (poisoned / "__init__.py").write_text("raise AssertionError('torch was imported')\n")
    again = build(demo.file.parent, *WITHOUT_TESTS, environment={"PYTHONPATH": str(tmp_path)})
    assert _contents(again) == before


def test_training_anew_in_another_file_gives_identical_tables(demo: Build, tmp_path: Path) -> None:
    assert _contents(build(tmp_path, *WITHOUT_TESTS)) == _contents(demo)
