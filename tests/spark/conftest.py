"""A cluster for all tests on Spark, and the network that both engines score with."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from projects import WITHOUT_TESTS, Build, build
from spark_cluster import Cluster, standalone
from spark_projects import Table, spark_build, spark_tables


@pytest.fixture(scope="session")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """One master and two workers."""
    with standalone(tmp_path_factory.mktemp("cluster") / "spark") as started:
        yield started


@pytest.fixture(scope="session")
def network(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An ONNX file that a build of the demo shop on DuckDB trained."""
    folder = tmp_path_factory.mktemp("trained")
    build(folder, *WITHOUT_TESTS)
    return next((folder / "onnx").glob("*.onnx"))


@pytest.fixture(scope="session")
def pinned(network: Path) -> dict[str, str]:
    """Variables that pin the network."""
    return {"segments_model_file": str(network)}


@pytest.fixture(scope="session")
def spark_folder(
    cluster: Cluster, pinned: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """Build the demo shop on Spark, with every unit and data test."""
    folder = tmp_path_factory.mktemp("demo_on_spark")
    spark_build(folder, cluster.url, variables=pinned)
    return folder


@pytest.fixture(scope="session")
def demo_on_spark(spark_folder: Path, cluster: Cluster) -> dict[str, Table]:
    """Read the public tables before a test of faults changes them."""
    return spark_tables(spark_folder, cluster.url)


@pytest.fixture(scope="session")
def demo_on_duckdb(pinned: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Build:
    """Build the demo shop on DuckDB."""
    folder = tmp_path_factory.mktemp("demo_on_duckdb")
    return build(folder, *WITHOUT_TESTS, variables=pinned)
