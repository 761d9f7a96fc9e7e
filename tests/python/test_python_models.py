"""What the Python dbt models do, on DuckDB relations in memory that stand for dbt's refs."""

import datetime as dt
import json
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import pytest
from networks import card, network, version

from dbt_customer_segments import evaluation, models, registry, training
from dbt_customer_segments.exceptions import (
    MissingDependencyError,
    MissingFeatureError,
    OutdatedNetworkError,
)
from dbt_customer_segments.registry import Version

DBT = SimpleNamespace(
    this=SimpleNamespace(database="memory", schema="main", identifier="model_registry")
)


class Shop:
    """A warehouse in memory with what the registry's model reads."""

    def __init__(self) -> None:
        self.connection = duckdb.connect(":memory:")
        self.run("create table settings (setting_name text, setting_value text)")
        self.run("insert into settings values ('project_dir', '.')")
        for name, value in {
            "horizon_days": "90",
            "count": "8",
            "count_min": "4",
            "count_max": "10",
            "network": "outcome_autoencoder",
            "clustering": "kmeans",
            "max_reassigned_share": "0.2",
            "training": "auto",
            "retrain_after_days": "30",
            "training_rows": "200000",
            "seed": "1",
            "model_file": None,
            "onnx_dir": "onnx",
        }.items():
            self.run("insert into settings values (?, ?)", [f"segments_{name}", value])
        self.run(
            "create table catalog as select * from (values ('order_count', 'none', true),"
            " ('lifetime_revenue', 'none', true), ('unused', 'none', false))"
            " as given(feature_name, transform, is_used_by_segmentation)"
        )
        self.run("create table cutoffs as select date '2024-01-31' as cutoff_on, true as is_as_of")
        self.run(
            "create table current as select * from (values ('c1', 0.0, 1.0), ('c2', 9.0, 9.0))"
            " as given(customer_id, order_count, lifetime_revenue)"
        )
        self.run(
            "create table snapshots as select *, 1.0 as future_revenue, 1 as future_order_count,"
            " 0.5 as sample_share, 0.5 as held_out_share, date '2023-01-01' as cutoff_on"
            " from current where false"
        )

    def run(self, sql: str, values: list[Any] | None = None) -> None:
        self.connection.execute(sql, values)

    def set(self, **variables: Any) -> None:
        for name, value in variables.items():
            self.run(
                "update settings set setting_value = ? where setting_name = ?",
                [str(value), f"segments_{name}"],
            )

    def keep(self, table: pa.Table) -> None:
        """Store the registry as dbt would."""
        self.connection.register("kept", table)
        self.run("create or replace table model_registry as select * from kept")
        self.connection.unregister("kept")

    def build(self) -> list[Version]:
        """Build the registry and keep it."""
        names = ["settings", "catalog", "cutoffs", "current", "snapshots"]
        relations = {name: self.connection.table(name) for name in names}
        table = models.model_registry(DBT, self.connection.cursor(), **relations)
        self.keep(table)
        return registry.from_table(table)

    def score(self) -> list[dict[str, Any]]:
        """Score and embed every customer."""
        tables = [self.connection.table(name) for name in ("model_registry", "current")]
        scores = pa.table(models.scores(self.connection, *tables)).to_pylist()
        embeddings = pa.table(models.embeddings(self.connection, *tables)).to_pylist()
        return [score | found for score, found in zip(scores, embeddings, strict=True)]


@pytest.fixture
def shop() -> Shop:
    return Shop()


@pytest.fixture
def pinned(tmp_path: Path) -> Path:
    path = tmp_path / "pinned.onnx"
    path.write_bytes(network(card()))
    return path


@pytest.fixture
def trains(monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[Any]]:
    """Replace training by a network whose segments explain ``r2`` of held-out revenue."""
    calls: list[Any] = []

    def install(r2: float, former_r2: float = 0.3) -> list[Any]:
        def train(data: Any, *_: Any) -> tuple[bytes, dict[str, Any]]:
            calls.append(data)
            facts = card(as_of=data.as_of, number=len(calls), features=data.features)
            return network(facts), facts | {"held_out": {"revenue_r2": r2}}

        monkeypatch.setattr(training, "train", train)
        former = {"revenue_r2": former_r2, "purchase_auc": 0.5}
        monkeypatch.setattr(evaluation, "evaluate", lambda *_: former)
        return calls

    return install


@pytest.fixture
def never_trains(trains: Callable[..., list[Any]]) -> list[Any]:
    return trains(0.0)


def test_the_first_build_trains_and_exports(
    shop: Shop, trains: Callable[..., list[Any]], tmp_path: Path
) -> None:
    calls = trains(0.3)
    shop.set(onnx_dir=tmp_path / "onnx")
    (only,) = shop.build()
    assert only.is_champion
    assert calls[0].features == ["order_count", "lifetime_revenue"]
    exported = sorted(path.suffix for path in (tmp_path / "onnx").iterdir())
    assert exported == [".json", ".onnx"]
    assert shop.build() == [only]  # and the second one does not train
    assert len(calls) == 1


def test_a_feature_without_any_value_is_left_out_and_trains_anew(
    shop: Shop, trains: Callable[..., list[Any]], tmp_path: Path
) -> None:
    calls = trains(0.3)
    shop.set(onnx_dir=tmp_path / "onnx")
    shop.build()
    shop.run("update current set order_count = null")
    first, second = shop.build()
    assert calls[1].features == ["lifetime_revenue"]
    assert (first.is_champion, second.is_champion) == (False, True)


@pytest.mark.parametrize(("r2", "wins"), [(0.28, False), (0.295, True), (0.4, True)])
def test_a_worse_challenger_is_recorded_and_not_promoted(
    shop: Shop, trains: Callable[..., list[Any]], tmp_path: Path, r2: float, wins: bool
) -> None:
    trains(r2, former_r2=0.3)
    shop.keep(registry.to_table(registry.crown([version(1)], version(1))))
    shop.set(training="always", onnx_dir=tmp_path / "onnx")
    former, challenger = shop.build()
    assert (former.is_champion, challenger.is_champion) == (not wins, wins)
    assert challenger.is_promoted is wins
    assert challenger.is_trained_here


def test_no_customers_no_training(shop: Shop, never_trains: list[Any]) -> None:
    shop.run("delete from current")
    shop.run("delete from cutoffs")
    for policy in ("auto", "always", "never"):
        shop.set(training=policy)
        assert shop.build() == []
    assert shop.score() == []
    assert never_trains == []


def test_a_pinned_file_scores_and_nothing_is_trained(
    shop: Shop, pinned: Path, never_trains: list[Any]
) -> None:
    shop.set(model_file=pinned, training="always")
    (only,) = shop.build()
    assert only.is_champion
    assert [(row["customer_id"], row["segment_id"]) for row in shop.score()] == [
        ("c1", "s01"),
        ("c2", "s02"),
    ]
    assert never_trains == []


def test_unpinned_the_champion_scores_again(
    shop: Shop, pinned: Path, never_trains: list[Any]
) -> None:
    shop.keep(registry.to_table(registry.crown([version(1)], version(1))))
    shop.set(model_file=pinned)
    assert [found.is_champion for found in shop.build()] == [False, True]
    shop.run("update settings set setting_value = null where setting_name like '%model_file'")
    assert [found.is_champion for found in shop.build()] == [True, False]
    assert never_trains == []


def test_scores_are_those_of_the_network(shop: Shop, pinned: Path, never_trains: list[Any]) -> None:
    shop.set(model_file=pinned)
    shop.build()
    first, second = shop.score()
    # standardised by mean 1 and deviation 1: (-1, 0) and, cut off at 4, (4, 4)
    assert [first["embedding_1"], first["embedding_2"], first["embedding_3"]] == [-1, 0, 0]
    assert first["distance"] == pytest.approx(1)
    assert second["distance"] == pytest.approx(np.sqrt(2))
    assert first["reconstruction_error"] == second["reconstruction_error"] == 0


def test_a_null_feature_is_imputed_by_the_network(
    shop: Shop, pinned: Path, never_trains: list[Any]
) -> None:
    shop.run("update current set order_count = null")
    shop.set(model_file=pinned)
    shop.build()
    assert [row["embedding_1"] for row in shop.score()] == [0, 0]  # the median, standardised


def test_a_pinned_file_with_features_unknown_here_is_refused(
    shop: Shop, pinned: Path, never_trains: list[Any]
) -> None:
    facts = card(features=["order_count", "shoe_size", "mood"])
    pinned.write_bytes(network(facts))
    shop.keep(registry.to_table(registry.crown([version(1)], version(1))))
    shop.set(model_file=pinned)
    with pytest.raises(MissingFeatureError) as caught:
        shop.build()
    assert str(caught.value) == (
        f"customer_segments: segments_model_file: {pinned} needs features that customer_features "
        "does not have, got shoe_size, mood. Train anew with segments_training 'always' and "
        "segments_model_file null, or install the version of this package that trained it."
    )


def test_never_refuses_a_champion_with_features_unknown_here(
    shop: Shop, never_trains: list[Any]
) -> None:
    shop.keep(registry.to_table([version(1, features=["shoe_size", "mood"])]))
    shop.set(training="never")
    with pytest.raises(MissingFeatureError, match=r"the champion needs .* got shoe_size, mood"):
        shop.build()


def test_never_refuses_a_champion_of_another_version(shop: Shop, never_trains: list[Any]) -> None:
    shop.keep(registry.to_table([version(1, format=0)]))
    shop.set(training="never")
    with pytest.raises(OutdatedNetworkError) as caught:
        shop.build()
    assert str(caught.value) == (
        "customer_segments: the champion, version 1, is of another version of this package: its "
        "format should be 1, got 0. Build once with segments_training 'auto', or install the "
        "version that trained it."
    )


def test_a_champion_of_another_version_is_replaced_whatever_it_explained(
    shop: Shop, trains: Callable[..., list[Any]], tmp_path: Path
) -> None:
    trains(0.1, former_r2=0.9)
    shop.keep(registry.to_table(registry.crown([version(1, format=0)], version(1))))
    shop.set(onnx_dir=tmp_path / "onnx")
    assert [found.is_champion for found in shop.build()] == [False, True]


@pytest.mark.parametrize("module", ["torch", "sklearn", "tqdm"])
def test_training_without_its_packages_says_what_to_install(
    shop: Shop, monkeypatch: pytest.MonkeyPatch, module: str
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(MissingDependencyError) as caught:
        shop.build()
    sentence = str(caught.value)
    assert sentence.startswith(
        f"customer_segments: training segments needs the Python package '{module}', got: "
    )
    assert sentence.endswith(". Install it with: pip install 'dbt-customer-segments[train]'.")


def test_cards_are_readable_json(shop: Shop, pinned: Path, never_trains: list[Any]) -> None:
    shop.set(model_file=pinned)
    shop.build()
    stored = shop.connection.sql("select card from model_registry").fetchall()[0][0]
    assert dt.date.fromisoformat(json.loads(stored)["as_of"]) == dt.date(2024, 1, 31)
