"""A build killed at any moment leaves every public table whole, and the next build succeeds."""

from __future__ import annotations

import hashlib
import json
import random
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pytest
from projects import CUSTOMER_TABLES, PUBLIC_TABLES, Build, Fork, dbt, parquet, same_names

from dbt_customer_segments.model_files import export
from dbt_customer_segments.registry import Version

pytestmark = pytest.mark.slow

Contents = dict[str, list[tuple[Any, ...]]]
BUILD = ("build", "--exclude-resource-type", "test", "unit_test")
LARGE, SMALL = 80, 60
# a line that dbt prints when it begins something, and the seconds that it has for it
Moment = tuple[str, float]
TRAINING: Moment = ("START python table model main_internal.int_segments__model_registry", 0.5)
RANDOM = random.Random(1)
# NN of 126: in the seeds and views, the features, the Python models, and the public tables
MOMENTS: list[Moment] = [
    *(
        (f" {RANDOM.randint(first, first + 20)} of ", RANDOM.uniform(0, 0.3))
        for first in (1, 32, 63, 94)
    ),
    ("START python table model main_internal.int_segments__scores", 0.05),
    ("START sql table model main.customer_segments", 0.05),
]


@dataclass(frozen=True)
class Shop:
    """A warehouse whose orders are exchanged between builds."""

    folder: Path

    @property
    def found(self) -> Build:
        """The warehouse as it was left."""
        return Build(0, "", self.folder / "warehouse.duckdb")

    def receive(self, customers: int) -> dict[str, Any]:
        """Exchange the orders, of which two cannot be used; returns dbt's variables."""
        relation = parquet(
            self.folder / "lines.parquet",
            f"""
            select
                'c' || (i % {customers}) as customer_id, 'o' || i as order_id,
                'p' || (i * 7 % 11) as product_id, 1 + i % 3 as quantity,
                case when i < 2 then -{customers} else 1 + i * i % 17 end as unit_price,
                timestamp '2024-01-01 10:00:00' + interval (i * 5) hour as ordered_at
            from range({5 * customers}) as numbers(i)
            """,
        )
        lines = {"relation": relation, "columns": same_names()}
        # one date for both: a network of a later one would not score the earlier
        return {"segments_as_of": "2024-03-25", "segments_inputs": {"order_lines": lines}}

    def build(self, customers: int) -> Contents:
        """Build to the end; returns every public table."""
        done = dbt(self.folder, *BUILD, variables=self.receive(customers))
        assert done.returncode == 0, done.output
        assert "Traceback" not in done.output
        return self.found.contents()

    def kill(self, customers: int, moment: Moment) -> None:
        """Begin a build, and kill it at a moment."""
        Fork(self.folder, *BUILD, variables=self.receive(customers)).kill(*moment)


def _assert_is_whole(found: Build, states: list[Contents], moment: Moment) -> None:
    """Every public table is that of a finished build, and all can be joined."""
    contents = found.contents()
    for table in PUBLIC_TABLES:
        assert contents[table] in [state[table] for state in states], (table, moment)
    joined = " inner join ".join(
        [CUSTOMER_TABLES[0], *(f"{table} using (customer_id)" for table in CUSTOMER_TABLES[1:])]
    )
    customers = found.query(f"select count(*) from {joined} inner join segments using (segment_id)")
    assert customers == [(min(len(contents[table]) for table in CUSTOMER_TABLES),)]


def _assert_no_network_is_half_written(folder: Path) -> None:
    for network in folder.glob("*.onnx"):
        digest = hashlib.sha256(network.read_bytes()).hexdigest()
        assert network.stem.endswith(digest[:8])
    for card in folder.glob("*.json"):
        assert card.stem.endswith(json.loads(card.read_text())["sha256"][:8])


def _assert_nothing_is_left_over(found: Build) -> None:
    names = found.query("select table_name from information_schema.tables")
    assert [name for (name,) in names if "__dbt_" in name] == []


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Shop:
    """A shop that was never built."""
    return Shop(tmp_path_factory.mktemp("killed"))


@pytest.fixture(scope="module")
def large(shop: Shop) -> Contents:
    """The public tables of an undisturbed build, whose warehouse is then taken away."""
    contents = shop.build(LARGE)
    shop.found.file.unlink()
    return contents


def test_a_first_build_killed_while_training(shop: Shop, large: Contents) -> None:
    shop.kill(LARGE, TRAINING)
    with pytest.raises(duckdb.CatalogException):
        shop.found.query("select * from customer_segments")
    assert shop.found.query("select count(*) from customer_rfm") == [(LARGE,)]
    _assert_no_network_is_half_written(shop.folder / "onnx")
    assert shop.build(LARGE) == large
    _assert_nothing_is_left_over(shop.found)


def test_later_builds_killed_at_any_moment(shop: Shop, large: Contents) -> None:
    assert shop.build(LARGE) == large
    small = shop.build(SMALL)
    # a basket of one item has no pair
    assert [table for table in PUBLIC_TABLES if small[table] == large[table]] == [
        *("segment_models", "association_rules", "product_associations"),
        *("segment_association_rules", "customer_open_rules"),
        # there are no events
        *("sessions", "session_funnel"),
        # and one run, which moves nobody
        "segment_migrations",
        # the network is that of the large shop
        *("segment_count_search", "segment_model_comparisons", "segment_quality"),
    ]
    for number, moment in enumerate(MOMENTS):
        shop.kill(SMALL if number % 2 else LARGE, moment)
        _assert_is_whole(shop.found, [large, small], moment)
    assert shop.build(LARGE) == large
    _assert_nothing_is_left_over(shop.found)


def test_a_network_appears_whole_or_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(path: Path, content: bytes) -> int:
        with path.open("wb") as file:
            file.write(content[:2])
        raise KeyboardInterrupt

    version = Version(1, {}, b"network", is_trained_here=True, is_promoted=True)
    monkeypatch.setattr(Path, "write_bytes", stop)
    with pytest.raises(KeyboardInterrupt):
        export(version, tmp_path)
    assert [file.suffix for file in tmp_path.iterdir()] == [".part"]
    monkeypatch.undo()
    export(version, tmp_path)
    assert sorted(file.suffix for file in tmp_path.iterdir()) == [".json", ".onnx"]
    _assert_no_network_is_half_written(tmp_path)
