"""Whole builds that retrain: ids, names and customers stay, and the tables say what happened."""

from __future__ import annotations

import operator
import shutil
from pathlib import Path
from typing import Any

import duckdb
import pytest
from projects import Build, dbt, online_retail
from sklearn.metrics import adjusted_rand_score

from dbt_customer_segments.scoring import Scorer

pytestmark = pytest.mark.slow

SELECTED = ("run", "--select", "int_segments__settings+", "--exclude", "tag:associations")


def retrained(before: Build, folder: Path, **variables: Any) -> Build:
    """Train anew on a copy of a warehouse, whose features stay as they are."""
    shutil.copy(before.file, folder)
    done = dbt(folder, *SELECTED, variables={"segments_training": "always", **variables})
    assert done.returncode == 0, done.output
    return done


def segments(built: Build) -> dict[str, str]:
    return dict(built.query("select customer_id, segment_id from customer_segments"))


def assert_customers_stay(before: Build, after: Build) -> None:
    former, now = segments(before), segments(after)
    assert former.keys() <= now.keys()
    then, later = list(former.values()), [now[customer] for customer in former]
    assert sum(map(operator.eq, then, later)) / len(former) >= 0.95
    assert adjusted_rand_score(then, later) >= 0.9


def test_another_seed_keeps_segments_names_and_customers(demo: Build, tmp_path: Path) -> None:
    again = retrained(demo, tmp_path, segments_seed=2)
    names = "select segment_id, segment_name from segments order by 1"
    assert again.query(names) == demo.query(names)
    assert_customers_stay(demo, again)
    (challenger,) = again.query(
        "select champion_version, is_promoted, reassigned_share < 0.05, reason"
        " from segment_model_comparisons where model_version = 2"
    )
    assert challenger == (1, True, True, "It is newer and not worse.")
    assert again.query("select is_continued from segment_count_search where is_chosen") == [
        (False,),
        (True,),
    ]
    quality = again.query("select is_champion, r2_gain > 0 from segment_quality order by 1")
    assert quality == [(False, True), (True, True)]


def test_other_segments_that_are_not_better_are_recorded_and_not_promoted(
    demo: Build, tmp_path: Path
) -> None:
    # nothing may move, and the seed moves somebody
    again = retrained(demo, tmp_path, segments_seed=3, segments_max_reassigned_share=0)
    assert segments(again) == segments(demo)
    champions = again.query("select is_promoted, is_champion from segment_models order by 1")
    assert champions == [(False, False), (True, True)]
    ((reason,),) = again.query(
        "select reason from segment_model_comparisons where model_version = 2"
    )
    assert reason.endswith("more than segments_max_reassigned_share, and is not better.")


def test_a_changed_count_keeps_the_ids_of_segments_that_stay(demo: Build, tmp_path: Path) -> None:
    before = {row[0] for row in demo.query("select segment_id from segments")}
    again = retrained(demo, tmp_path, segments_count=5)
    after = {row[0] for row in again.query("select segment_id from segments")}
    assert len(after) == 5
    assert len(after & before) >= 3
    assert all(int(name[1:]) > len(before) for name in after - before)


@pytest.fixture(scope="module")
def retail(real_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Build:
    """A real shop, on 2011-11-01."""
    return built_on(
        "2011-11-01", tmp_path_factory.mktemp("retail"), **without_associations(real_data)
    )


def without_associations(data: Path) -> dict[str, Any]:
    return online_retail(data) | {"segments_association_features": False}


def built_on(day: str, folder: Path, **variables: Any) -> Build:
    """Build all but associations on a day."""
    command = ("build", "--exclude-resource-type", "unit_test", "--exclude", "tag:associations")
    built = dbt(folder, *command, variables={**variables, "segments_as_of": day})
    assert built.returncode == 0, built.output
    return built


@pytest.mark.real_data
def test_a_real_shops_customers_stay(retail: Build, real_data: Path, tmp_path: Path) -> None:
    shop = without_associations(real_data) | {"segments_as_of": "2011-11-01"}
    assert_customers_stay(retail, retrained(retail, tmp_path, segments_seed=2, **shop))


STEADY = {"segments_switch_confidence": 0.95, "segments_training": "always", "segments_seed": 2}


@pytest.mark.real_data
def test_a_real_shops_customers_stay_a_week_later_where_segments_hold_them(
    retail: Build, real_data: Path, tmp_path: Path
) -> None:
    shutil.copy(retail.file, tmp_path)
    shop = without_associations(real_data) | STEADY
    week = built_on("2011-11-08", tmp_path, **shop)
    assert_customers_stay(retail, week)
    assert_the_file_and_the_run_before_tell_the_segments(retail, week)
    assert_built_again_it_is_the_same(week, **shop | {"segments_as_of": "2011-11-08"})


def test_the_demo_shops_customers_stay_a_week_later_where_segments_hold_them(
    tmp_path: Path,
) -> None:
    demo = {"segments_association_features": False}
    before = built_on("2025-12-18", tmp_path / "before", **demo)
    (tmp_path / "week").mkdir()
    shutil.copy(before.file, tmp_path / "week")
    week = built_on("2025-12-25", tmp_path / "week", **demo, **STEADY)
    assert_customers_stay(before, week)
    assert_the_file_and_the_run_before_tell_the_segments(before, week)
    assert_built_again_it_is_the_same(week, **demo, **STEADY, segments_as_of="2025-12-25")


def assert_the_file_and_the_run_before_tell_the_segments(before: Build, now: Build) -> None:
    """Score with the ONNX file alone, and let former segments hold whom they may."""
    ((network,),) = now.query(
        "select network from main_internal.int_segments__model_registry where is_champion"
    )
    scorer = Scorer(network)
    with duckdb.connect(str(now.file), read_only=True) as connection:
        features = connection.sql("select * from customer_features").to_arrow_table()
    (batch,) = features.select(["customer_id", *scorer.features]).combine_chunks().to_batches()
    former, expected = segments(before), {}
    for found in scorer.score(batch).to_pylist():
        customer, runner_up = found["customer_id"], found["runner_up_segment_id"]
        is_held = found["confidence"] < 0.95 and former.get(customer) == runner_up
        expected[customer] = (runner_up if is_held else found["segment_id"], is_held)
    rows = now.query("select customer_id, segment_id, is_held from customer_segments")
    assert {customer: tuple(found) for customer, *found in rows} == expected
    assert any(is_held for _, is_held in expected.values())


def assert_built_again_it_is_the_same(built: Build, **variables: Any) -> None:
    tables = ("customer_segments", "segments", "segment_migrations", "segment_trends")
    before = [built.query(f"from {table} order by all") for table in tables]
    select = ("--select", "int_segments__held_customers+", "--exclude", "tag:associations")
    done = dbt(built.file.parent, "run", *select, variables=variables)
    assert done.returncode == 0, done.output
    assert [built.query(f"from {table} order by all") for table in tables] == before
