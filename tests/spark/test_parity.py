"""Both engines give the same public tables."""

from __future__ import annotations

from pathlib import Path

import pytest
from projects import PUBLIC_TABLES, Build, dbt, online_retail
from spark_cluster import Cluster
from spark_projects import Table, assert_equal, duckdb_tables, spark_build, spark_tables

Both = tuple[dict[str, Table], dict[str, Table]]
# one run moves nobody, and a pinned network was trained and compared elsewhere
EMPTY = {"segment_migrations", "segment_model_comparisons", "segment_quality"}
# 17,000 pairs in place of 47,000, each with a p-value that Spark is slow at
FEWER_PAIRS = {"segments_pair_min_count": 25}


@pytest.fixture(scope="module")
def demo(demo_on_spark: dict[str, Table], demo_on_duckdb: Build) -> Both:
    """Read the demo shop's tables."""
    return demo_on_spark, duckdb_tables(demo_on_duckdb)


@pytest.fixture(scope="module")
def retail(
    cluster: Cluster,
    pinned: dict[str, str],
    real_data: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Both:
    """Build Online Retail; each engine has its own way to name a file."""
    folder = tmp_path_factory.mktemp("retail")
    variables = {**online_retail(real_data), **pinned, **FEWER_PAIRS}
    without = ("--exclude", "path:seeds/demo", "--exclude-resource-type", "test", "unit_test")
    built = dbt(folder, "build", *without, variables=variables)
    assert built.returncode == 0, built.output
    lines = variables["segments_inputs"]["order_lines"]
    lines["relation"] = f"parquet.`{real_data / 'online_retail.parquet'}`"
    spark_build(folder, cluster.url, *without, variables=variables)
    return spark_tables(folder, cluster.url), duckdb_tables(built)


@pytest.mark.parametrize("name", PUBLIC_TABLES)
def test_the_demo_shop_is_the_same_on_both_engines(demo: Both, name: str) -> None:
    assert_equal(demo[0][name], demo[1][name])
    assert bool(demo[0][name].rows) == (name not in EMPTY)


@pytest.mark.real_data
@pytest.mark.parametrize("name", PUBLIC_TABLES)
def test_online_retail_is_the_same_on_both_engines(retail: Both, name: str) -> None:
    assert_equal(retail[0][name], retail[1][name])
    # it maps no events
    assert bool(retail[0][name].rows) == (name not in EMPTY | {"sessions", "session_funnel"})


def test_every_customer_has_one_segment_on_both_engines(demo: Both) -> None:
    segments = [{row[0]: row[1] for row in tables["customer_segments"].rows} for tables in demo]
    assert segments[0] == segments[1]
    assert len(segments[0]) == 2_400
