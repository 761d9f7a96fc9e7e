"""Whole builds that retrain: ids, names and customers stay, and the tables say what happened."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from projects import Build, dbt, online_retail
from sklearn.metrics import adjusted_rand_score

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
    assert former.keys() == now.keys()
    kept = sum(former[customer] == now[customer] for customer in now) / len(now)
    assert kept >= 0.95
    assert adjusted_rand_score(list(former.values()), [now[customer] for customer in former]) >= 0.9


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


@pytest.mark.real_data
def test_a_real_shops_customers_stay(real_data: Path, tmp_path: Path) -> None:
    shop = online_retail(real_data, as_of="2011-11-01")
    first = tmp_path / "first"
    built = dbt(
        first, *("build", "--exclude-resource-type", "unit_test", "--exclude", "tag:associations"),
        variables=shop | {"segments_association_features": False},
    )  # fmt: skip
    assert built.returncode == 0, built.output
    second = tmp_path / "second"
    second.mkdir()
    shop |= {"segments_association_features": False}
    assert_customers_stay(built, retrained(built, second, segments_seed=2, **shop))
